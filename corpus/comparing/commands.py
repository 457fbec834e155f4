"""What ``thidua diff`` does (lệnh so sánh): differences as they are found, then how many there are of each kind."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from typing import TextIO

from rich.console import Console

from corpus.comparing.differences import Difference, differences
from corpus.database import database
from corpus.exports.cells import disarm
from corpus.render import Format, aligned

_COLUMNS = tuple(one.name for one in fields(Difference))


def _text(value: object) -> str:
    if value is None:
        return "–"
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _lines(found: Iterable[Difference]) -> Iterator[str]:
    for one in found:
        change = f": {one.field}: {_text(one.old)} → {_text(one.new)}" if one.field else ""
        yield f"{one.change} {one.kind} {one.url or one.article}: {one.name}{change} ({one.reason})\n"


def _objects(found: Iterable[Difference]) -> Iterator[str]:
    before = "[\n"
    for one in found:
        yield before + " " + json.dumps(asdict(one), ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _write(found: Iterable[Difference], layout: Format, out: TextIO) -> None:
    if layout == "csv":
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for one in found:
            cells = (getattr(one, name) for name in _COLUMNS)
            writer.writerow("" if cell is None else disarm(_text(cell)) for cell in cells)
    else:
        out.writelines(_lines(found) if layout == "table" else _objects(found))


def compare_databases(old: str, new: str, layout: Format, console: Console) -> None:
    """Write what differs between two databases to standard output, and how many of each kind.

    The summary follows the list; of CSV and JSON it goes to the console, as it is no part of them.
    """
    numbers: Counter[tuple[str, str, str]] = Counter()

    def counted(found: Iterable[Difference]) -> Iterator[Difference]:
        for one in found:
            numbers[one.kind, one.change, one.reason] += 1
            yield one

    with database(old) as before, database(new) as after:
        _write(counted(differences(before, after)), layout, sys.stdout)
    rows = [(*key, number) for key, number in sorted(numbers.items())]
    summary = aligned(("kind", "change", "reason", "number"), rows) if rows else "no difference\n"
    if layout == "table":
        sys.stdout.write(summary)
    else:
        console.print(summary.rstrip("\n"))
