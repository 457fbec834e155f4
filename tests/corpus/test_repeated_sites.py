"""An archive of two sites, one of which reposts from the other: what is linked, beside the truth about it."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from sqlalchemy import text
from typer.testing import CliRunner

from corpus.cli import app
from corpus.database import database
from tests.portal import make_repeats

_LINKS = (
    "SELECT a.url, b.url FROM duplicates d"
    " JOIN articles a ON a.id = d.article_id JOIN articles b ON b.id = d.original_id"
)


def groups(pairs: set[tuple[str, str]]) -> set[frozenset[str]]:
    """Return the articles that are one, from pairs of a copy and the one it repeats."""
    of: dict[str, set[str]] = defaultdict(set)
    for copy, first in pairs:
        of[first] |= {copy, first}
    return {frozenset(group) for group in of.values()}


def test_copies_are_linked_and_look_alikes_are_not(tmp_path: Path, address: str) -> None:
    truth = make_repeats(tmp_path / "sites.warc.gz", articles=12, copies=5)
    CliRunner().invoke(app, ["build", str(tmp_path / "sites.warc.gz"), "--db", address])
    with database(address) as engine, engine.connect() as connection:
        linked = {(row[0], row[1]) for row in connection.execute(text(_LINKS))}
    assert len(linked) == len(truth.repeats) == 15
    assert groups(linked) == groups({(repeat.url, repeat.of) for repeat in truth.repeats})
    assert len(truth.lookalikes) == 5
