"""Numbers for each of something (tỷ lệ): an answer beside denominators the user brings, such as population."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from corpus.database import UsageError
from corpus.questions import Answer, Question


def read_denominators(path: Path, groups: Sequence[str]) -> tuple[str, tuple[str, ...], dict[tuple[str, ...], float]]:
    """Return the name of the denominator, the words it depends on, and its value by their values.

    The file is CSV with a header: words of the question, each among those grouped by, and one column of numbers.

    Raises:
        UsageError: the file cannot be read, has no such columns, or holds what is no positive number.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"cannot be read ({error}); give a CSV file in UTF-8", source=str(path)) from error
    header = rows[0] if rows else []
    words = tuple(name for name in header if name in groups)
    others = [name for name in header if name not in groups]
    if len(others) != 1 or not words:
        told = ", ".join(groups) or "nothing"
        raise UsageError(
            f"needs columns of words grouped by ({told}) and one column of numbers, not {', '.join(header)}",
            source=str(path),
        )
    place = header.index(others[0])
    values: dict[tuple[str, ...], float] = {}
    for number, row in enumerate(rows[1:], 2):
        below = _number(row, place, f"{path}:{number}")
        values[tuple(row[header.index(word)] for word in words)] = below
    return others[0], words, values


def _number(row: Sequence[str], place: int, source: str) -> float:
    try:
        value = float(row[place])
    except (IndexError, ValueError):
        value = 0.0
    if value <= 0:
        raise UsageError("no positive number in this line", source=source)
    return value


def with_rates(answer: Answer, question: Question, path: Path, groups: Sequence[str]) -> Answer:
    """Return an answer with each of its sums divided by a denominator; ``None`` where the file has no such row."""
    name, words, values = read_denominators(path, groups)
    sums = [column for column in answer.columns if column in question.totals]
    rows = []
    for row in answer.records():
        below = values.get(tuple(row[word] for word in words))
        rates = [row[column] / below if below and row[column] is not None else None for column in sums]
        rows.append((*row.values(), below, *rates))
    columns = (*answer.columns, name, *(f"{column}/{name}" for column in sums))
    return Answer(columns, tuple(rows), answer.notes)
