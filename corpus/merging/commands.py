"""What ``thidua merge`` does (lệnh gộp)."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from corpus.database import database
from corpus.derive import derive, derived_lines
from corpus.locks import DEFAULT_WAIT, writing
from corpus.merging.report import counts_of, merges, several_reports
from corpus.render import FORMATS, Format


def merge_anew(address: str, console: Console, *, wait: float = DEFAULT_WAIT) -> None:
    """Make the derived tables of a database anew and tell what came of it.

    Raises:
        CorpusError: another process writes to it and does not end within ``wait`` seconds.
    """
    with database(address, write=True) as engine, writing(engine, "thidua merge", wait=wait):
        for line in derived_lines(derive(engine)):
            console.print(line)


def list_merges(address: str, lists: Sequence[str], counts: str | None, layout: Format) -> str:
    """Return the lists asked for (``occasions``, ``joined``, ``review``), and the counts of an occasion, in a row.

    Raises:
        UsageError: no occasion has the id that begins with ``counts``.
    """
    with database(address) as engine:
        answers = [several_reports(engine) if name == "occasions" else merges(engine, name) for name in lists]
        if counts:
            answers.append(counts_of(engine, counts))
    return "".join(FORMATS[layout](answer) for answer in answers)
