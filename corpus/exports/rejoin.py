"""Puts texts back into the text-free edition (ghép lại văn bản): by offsets, and only where every hash agrees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from corpus.database import reading
from corpus.exports.jsonl_files import read_lines, write_objects
from corpus.exports.withholding import text_hash
from corpus.tables import ArticleRow
from schemas.errors import CorpusError

#: The body and the title of an article that somebody has.
Texts = tuple[str, str | None]
_FOUND = ("province_sources", "events", "officials", "units", "campaigns", "awards")


class MismatchError(CorpusError):
    """A text is not the one that a record was read from."""


@dataclass(frozen=True, slots=True)
class Rejoined:
    """What became of the records of a file: how many have their texts again, and which have not, and why."""

    joined: int
    missing: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)


def _agreed(text: str | None, digest: str | None, what: str) -> str | None:
    if text_hash(text) != digest:
        raise MismatchError(f"another {what} than the one that was read: its hash differs")
    return text


def _with_quotes(found: Mapping[str, Any], body: str) -> dict[str, Any]:
    """Return a value, a phase or an evidence with its quotes, in the order of keys of the full edition."""
    made: dict[str, Any] = {}
    for key, value in found.items():
        if key == "quote_hash":
            first = found["evidence"][0] if "evidence" in found else found
            made["quote"] = _agreed(body[first["start"] : first["end"]], value, "quote")
        else:
            made[key] = [_with_quotes(one, body) for one in value] if key in ("evidence", "phases") else value
    return made


def rejoin_record(record: Mapping[str, Any], body: str, title: str | None) -> dict[str, Any]:
    """Return a record of the text-free edition with its texts: the one that the full edition has.

    Args:
        record: A line of ``articles.jsonl``.
        body: The article's text as the cleaning gives it.
        title: Its title, ``None`` where it has none.

    Raises:
        MismatchError: body, title or a quote is not the one that was read.
    """
    texts = {
        "title": _agreed(title, record["title_hash"], "title"),
        "body": _agreed(body, record["body_hash"], "body"),
    }
    made: dict[str, Any] = {}
    for key, value in record.items():
        if key in ("title_hash", "body_hash"):
            made[key.removesuffix("_hash")] = texts[key.removesuffix("_hash")]
        elif key != "body_length":
            made[key] = [_with_quotes(one, body) for one in value] if key in _FOUND else value
    return made


def texts_of(engine: Engine) -> Callable[[Mapping[str, Any]], Texts | None]:
    """Return a function that finds the texts of a record in a database: the one you have built from the same pages."""

    def find(record: Mapping[str, Any]) -> Texts | None:
        query = select(ArticleRow.text, ArticleRow.title).where(ArticleRow.id == record["article_id"])
        with reading(engine) as connection:
            row = connection.execute(query).first()
        return None if row is None else (row.text, row.title)

    return find


def rejoin(source: Path, target: Path, texts: Callable[[Mapping[str, Any]], Texts | None]) -> Rejoined:
    """Write the records of a text-free ``articles.jsonl`` with their texts to a file, one in memory at a time.

    A record whose text is missing or another one stays as it is.

    Args:
        source: The file of the text-free edition.
        target: The file to write.
        texts: Gives the body and the title of a record, or nothing; :func:`texts_of` takes them from a database.
    """
    joined: list[str] = []
    missing: list[str] = []
    differing: list[str] = []

    def records() -> Iterator[Mapping[str, Any]]:
        for record in read_lines(source):
            found = texts(record)
            whole: Mapping[str, Any] = record
            if found is None:
                missing.append(record["article_id"])
            else:
                try:
                    whole = rejoin_record(record, *found)
                    joined.append(record["article_id"])
                except MismatchError:
                    differing.append(record["article_id"])
            yield whole

    write_objects(target, records())
    return Rejoined(len(joined), missing, differing)
