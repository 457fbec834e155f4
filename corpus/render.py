"""Answers as a table for the terminal, as CSV and as JSON (trình bày)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from rich import box
from rich.console import Console
from rich.table import Table

from corpus.questions import Answer

Format = Literal["table", "csv", "json"]
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def aligned(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Return rows as aligned text, as wide as its columns need; a dash stands for ``None``."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for place, name in enumerate(columns):
        numbers = rows and all(_is_number(row[place]) for row in rows)
        table.add_column(name, justify="right" if numbers else "left", no_wrap=True)
    for row in rows:
        table.add_row(*("–" if value is None else str(value) for value in row))
    out = io.StringIO()
    Console(file=out, width=10_000, markup=False, highlight=False).print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines() if line.strip()) + "\n"


def _is_number(value: object) -> bool:
    return value is None or _NUMBER.fullmatch(str(value)) is not None


def as_table(answer: Answer) -> str:
    """Return the answer as aligned text; a dash is a number no article tells."""
    return aligned(answer.columns, answer.rows)


def as_csv(answer: Answer) -> str:
    """Return the answer as CSV with a header; an empty cell is a number no article tells."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows(answer.rows)
    return out.getvalue()


def as_json(answer: Answer) -> str:
    """Return the answer as a JSON list with one object a row."""
    return json.dumps(answer.records(), ensure_ascii=False, indent=1) + "\n"


FORMATS: Mapping[Format, Callable[[Answer], str]] = {"table": as_table, "csv": as_csv, "json": as_json}
