"""Reports written for the tests: one occasion is one row, and look-alikes are two."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from benchmarks.merging import (
    NEWSPAPERS,
    REPORTS,
    Truth,
    build_source,
    joined,
    newspapers,
    points,
    print_scores,
    score,
    written,
)
from corpus import stats
from corpus.database import open_database

TRUTH = json.loads((REPORTS / "truth.json").read_text(encoding="utf-8"))


def _built(truth: Truth, folder: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{folder / 'reports.db'}", write=True)
    build_source(truth, engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database of the written reports."""
    yield from _built(written(), tmp_path_factory.mktemp("reports"))


def test_the_reports_are_what_they_promise() -> None:
    articles = [json.loads(line) for line in (REPORTS / "reports.jsonl").read_text(encoding="utf-8").splitlines()]
    told = Counter(report for event in TRUTH["events"] for report in event["reports"])
    assert {article["id"] for article in articles} == set(told) | set(TRUTH["nobody"])
    assert len(articles) >= 150
    assert max(told.values()) == 1
    assert len(TRUTH["events"]) >= 60
    assert sum(2 <= len(event["reports"]) <= 4 for event in TRUTH["events"]) >= 30
    assert len(TRUTH["look_alikes"]) >= 12
    held_out = [event for event in TRUTH["events"] if event["split"] == "held_out"]
    assert 3 * len(held_out) >= len(TRUTH["events"])


@pytest.mark.parametrize("part", ["tuned", "held_out"])
def test_reports_of_one_occasion_are_joined(reports: Engine, part: str) -> None:
    result = score(written(), joined(reports), part)
    assert result.precision >= 0.98, sorted(result.false)
    assert result.recall >= 0.9, sorted(result.missed)


def test_no_look_alikes_are_joined(reports: Engine) -> None:
    assert not joined(reports) & written().alike


@pytest.mark.parametrize(("word", "boundaries"), [("province", "of_the_time"), ("province_today", "of_today")])
def test_award_totals_are_those_counted_by_hand(reports: Engine, word: str, boundaries: str) -> None:
    rows = stats.awards(reports, by=[word, "year", "form", "recipient"]).records()
    found = {(row[word], row["year"], row["form"], row["recipient"]): row["recipients"] for row in rows}
    by_hand = {
        (row["province"] or "(none)", row["year"], row["form"], row["recipient"]): row["number"]
        for row in TRUTH["totals"][boundaries]
    }
    assert {cell: number for cell, number in found.items() if number} == by_hand


def test_the_table_made_by_hand_is_the_sum_of_the_occasions() -> None:
    sums: Counter[tuple[str | None, str, str, str]] = Counter()
    for event in TRUTH["events"]:
        for award in event["awards"]:
            for kind in award.keys() - {"form"}:
                sums[event["province"], event["date"][:4], award["form"], kind] += award[kind]
    table = TRUTH["totals"]["of_the_time"]
    assert sums == {(row["province"], row["year"], row["form"], row["recipient"]): row["number"] for row in table}


def test_what_was_missed_is_told_with_its_points(reports: Engine) -> None:
    truth = written()
    one, other = sorted(truth.same)[0]
    (found,) = points(reports, frozenset({(one, other)}))
    assert found[0] == (one, other)
    nobody: tuple[str, str] = (TRUTH["nobody"][0], TRUTH["nobody"][1])
    assert list(points(reports, frozenset({nobody}))) == [(nobody, None)]


@pytest.mark.skipif(not NEWSPAPERS.is_dir(), reason="the newspaper articles are not there")
def test_newspaper_reports_of_one_occasion_are_joined(tmp_path: Path) -> None:
    (engine,) = _built(newspapers(), tmp_path)
    result = score(newspapers(), joined(engine), "newspapers")
    assert result.precision >= 0.97, sorted(result.false)
    assert result.recall >= 0.85, sorted(result.missed)
    assert not result.alike


def test_the_benchmark_prints_both_parts(reports: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    print_scores(written(), reports, errors=["tuned"])
    lines = capsys.readouterr().out.splitlines()
    assert {"tuned", "held_out"} <= {line.split()[0] for line in lines}
