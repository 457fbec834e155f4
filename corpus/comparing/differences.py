"""Finds what differs between two databases (khác biệt): articles and values added, changed and deleted, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Literal

from sqlalchemy import Connection, Engine, or_, select

from corpus.comparing.values import Value, pairs, values_of
from corpus.corrections.tables import ArticleCorrection
from corpus.crawl_tables import CrawlFetch
from corpus.exports.reading import one_moment
from corpus.runs import SkippedPage
from corpus.stored import StoredRecord, stored_records

Change = Literal["added", "changed", "deleted"]
_Both = tuple[StoredRecord | None, StoredRecord | None]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs.

    Attributes:
        change: Whether it came, changed or went.
        kind: ``article``, ``event``, ``award`` …, or ``count`` for what an award adds to the sums.
        article: Id of the article.
        url: Its address, where it has one.
        name: What the value is called.
        field: What of it changed, where something did.
        old: What that was.
        new: What that is now.
        reason: Why.
    """

    change: Change
    kind: str
    article: str
    url: str | None
    name: str
    field: str | None = None
    old: Any = None
    new: Any = None
    reason: str = ""


def _side_by_side(old: Iterator[StoredRecord], new: Iterator[StoredRecord]) -> Iterator[_Both]:
    """Yield the records of two databases by their ids, which both are sorted by."""
    one, other = next(old, None), next(new, None)
    while one or other:
        first = min(stored.article["id"] for stored in (one, other) if stored)
        mine = one if one and one.article["id"] == first else None
        theirs = other if other and other.article["id"] == first else None
        yield mine, theirs
        one = next(old, None) if mine else one
        other = next(new, None) if theirs else other


@dataclass(frozen=True, slots=True)
class _Statement:
    """What a statement of the ledger is about: a kind of values, and the id of the row where there is one."""

    kind: str
    value_id: str | None


class _Comparison:
    """Compares what two connections see."""

    def __init__(self, old: Connection, new: Connection) -> None:
        self._old, self._new = old, new

    def differences(self) -> Iterator[Difference]:
        for old, new in _side_by_side(stored_records(self._old), stored_records(self._new)):
            if old and new:
                yield from self._of_article(old, new)
            elif old:
                yield self._whole("deleted", old, self._why_gone(old))
            elif new:
                yield self._whole("added", new, self._why_new(new))

    def _whole(self, change: Change, stored: StoredRecord, reason: str) -> Difference:
        article = stored.article
        name = stored.record.title or stored.record.id
        return Difference(change, "article", article["id"], article["url"], name, reason=reason)

    def _why_gone(self, stored: StoredRecord) -> str:
        """Return why an article is not in the new database: its page is gone, or skipped, or was not read."""
        skipped = self._skipped(self._new, stored.article)
        gone = select(CrawlFetch.url).where(CrawlFetch.url == stored.article["url"], CrawlFetch.outcome == "gone")
        if self._new.execute(gone).first():
            return "page gone"
        return f"skipped: {skipped}" if skipped else "not among the sources"

    def _why_new(self, stored: StoredRecord) -> str:
        skipped = self._skipped(self._old, stored.article)
        return f"was skipped: {skipped}" if skipped else "new page"

    def _skipped(self, connection: Connection, article: Mapping[str, Any]) -> str | None:
        same = or_(SkippedPage.url == article["url"], SkippedPage.source == article["source"])
        reason: str | None = connection.scalar(select(SkippedPage.reason).where(same).order_by(SkippedPage.id).limit(1))
        return reason

    def _of_article(self, old: StoredRecord, new: StoredRecord) -> Iterator[Difference]:
        reason = _why_changed(old.article, new.article)
        statements: list[_Statement] | None = None
        for before, after in _compared(old, new):
            for found in _of_value(before, after, new):
                if statements is None:
                    statements = self._of_one_only(old.article["id"])
                why = "correction" if _is_corrected(found, before, after, statements) else reason
                other = "other reports" if found.kind == "count" or found.field == "repeats" else "read otherwise"
                yield replace(found, reason=why or other)

    def _of_one_only(self, article: str) -> list[_Statement]:
        """Return the statements that were applied to an article in just one of the databases."""
        table = ArticleCorrection
        query = select(table.statement_id, table.kind, table.value_id)
        query = query.where(table.article_id == article, table.state == "applied")
        old, new = ({row.statement_id: row for row in one.execute(query)} for one in (self._old, self._new))
        return [_Statement(row.kind, row.value_id) for key, row in (old | new).items() if (key in old) != (key in new)]


def _why_changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    if old["content_hash"] != new["content_hash"]:
        return "content changed"
    return "pipeline version changed" if old["pipeline_version"] != new["pipeline_version"] else ""


def _is_corrected(
    found: Difference, before: Value | None, after: Value | None, statements: Sequence[_Statement]
) -> bool:
    """Return whether one of the statements is about a value; one that names no row is about what came or went."""
    kind = "award" if found.kind == "count" else found.kind
    ids = {value.id for value in (before, after) if value}
    if kind == "article" or before is None or after is None:
        ids.add("")
    return any(one.kind == kind and (one.value_id or "") in ids for one in statements)


def _compared(old: StoredRecord, new: StoredRecord) -> Iterator[tuple[Value | None, Value | None]]:
    before = {kind: list(found) for kind, found in groupby(values_of(old), lambda value: value.kind)}
    after = {kind: list(found) for kind, found in groupby(values_of(new), lambda value: value.kind)}
    yield before["article"][0], after["article"][0]
    for kind in (*before, *(kind for kind in after if kind not in before)):
        if kind != "article":
            yield from pairs(before.get(kind, []), after.get(kind, []))


def _of_value(before: Value | None, after: Value | None, stored: StoredRecord) -> Iterator[Difference]:
    """Yield what differs between a value and what it has become, a field at a time."""
    here = (stored.article["id"], stored.article["url"])
    if before is None or after is None:
        value = before or after
        assert value is not None
        yield Difference("deleted" if before else "added", value.kind, *here, value.name)
        return
    for name, old in before.fields.items():
        if old != after.fields[name]:
            yield Difference("changed", after.kind, *here, after.name, name, old, after.fields[name])
    for name, old in before.counted.items():
        if old != after.counted[name]:
            yield Difference("changed", "count", *here, after.name, name, old, after.counted[name])


def differences(old: Engine, new: Engine) -> Iterator[Difference]:
    """Yield what differs between two databases, in the order of articles; a few articles are in memory at a time.

    Raises:
        CorpusError: one of them cannot be read.
    """
    with one_moment(old) as before, one_moment(new) as after:
        yield from _Comparison(before, after).differences()
