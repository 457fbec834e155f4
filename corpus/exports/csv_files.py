"""Tables as CSV (UTF-8, comma, RFC 4180): an empty cell is a missing value, a text that might run is disarmed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.exports.cells import disarm, restore
from corpus.exports.tables import Column, Kind, Row


def _cell(kind: Kind, value: Any) -> str:
    if value is None:
        return ""
    if kind == "boolean":
        return "true" if value else "false"
    return disarm(value) if kind == "string" else repr(value)


def _value(kind: Kind, cell: str) -> Any:
    if cell == "":
        return None
    if kind == "boolean":
        return cell == "true"
    if kind == "string":
        return restore(cell)
    return int(cell) if kind == "integer" else float(cell)


def write_csv(path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> int:
    """Write rows with a header and return how many there are."""
    number = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([column.name for column in columns])
        for row in rows:
            writer.writerow([_cell(column.kind, value) for column, value in zip(columns, row, strict=True)])
            number += 1
    return number


def read_csv(path: Path, columns: Sequence[Column]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows that :func:`write_csv` wrote, just as they were."""
    limit = csv.field_size_limit(2**31 - 1)
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines)
            next(reader)
            for cells in reader:
                yield tuple(_value(column.kind, cell) for column, cell in zip(columns, cells, strict=True))
    finally:
        csv.field_size_limit(limit)
