"""Cells of CSV: whatever a text is, it comes back as it was, and no spreadsheet runs it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.exports.cells import disarm, restore, runs
from corpus.exports.csv_files import read_csv, write_csv
from corpus.exports.tables import Column

NASTY = [
    "=1+1",
    "+84 913 000 000",
    "-2 cá nhân",
    "@SUM(A1:A9)",
    "\t=1",
    "\r=1",
    "\n=1",
    "   =cmd|' /C calc'!A0",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "\x00=1",
    '"=1',
    "'=1",
    '“=HYPERLINK("http://vidu.vn")',
    "'\"  @A1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
    "- Sở Y tế: 02 tập thể",
]
HARMLESS = ["Sở Y tế", "a=b", "12 tập thể", "(=1)", "5-3", "Phong trào “Hai tốt”", "1e5", "TRUE", "NA", "null"]
COLUMNS = (
    Column("id", "integer", required=True),
    Column("text", "string"),
    Column("number", "integer"),
    Column("share", "number"),
    Column("true", "boolean"),
)
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from([*NASTY, *HARMLESS, "", "''"])
_ROW = st.tuples(
    st.integers(-(2**63), 2**63 - 1),
    st.none() | _TEXT,
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.none() | st.floats(allow_nan=False),
    st.none() | st.booleans(),
)


@pytest.mark.parametrize("text", NASTY)
def test_a_text_that_might_run_is_disarmed(text: str) -> None:
    assert runs(text)
    assert disarm(text) == "'" + text
    assert restore(disarm(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert disarm(text) == text


@given(st.text())
def test_no_cell_runs_and_every_text_comes_back(text: str) -> None:
    cell = disarm(text)
    assert cell.startswith("'") or not runs(cell)
    assert cell != ""
    assert restore(cell) == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_ROW, max_size=5))
def test_rows_come_back_as_they_were(tmp_path: Path, rows: list[tuple[Any, ...]]) -> None:
    path = tmp_path / "rows.csv"
    assert write_csv(path, COLUMNS, rows) == len(rows)
    assert list(read_csv(path, COLUMNS)) == rows


def test_pandas_reads_the_same_cells(tmp_path: Path) -> None:
    texts = [*NASTY[:11], *NASTY[12:], *HARMLESS, "a\r\nb", 'a "b", c;', "d\te"]
    rows = [(place - 3, text, -place, place / 4, place % 2 == 0) for place, text in enumerate(texts)]
    path = tmp_path / "rows.csv"
    write_csv(path, COLUMNS, rows)
    frame = pandas.read_csv(path, keep_default_na=False, na_values={"number": [""]})
    assert [restore(text) for text in frame["text"]] == texts
    assert frame["id"].tolist() == [row[0] for row in rows]
    assert frame["number"].tolist() == [row[2] for row in rows]
    assert frame["share"].tolist() == [row[3] for row in rows]
    assert frame["true"].tolist() == [row[4] for row in rows]
