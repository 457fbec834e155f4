"""The index of an archive (mục lục): the records of its WARC files and the crawl log, made from the files alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.crawls import Fetch, FetchOutcome
from scraper.archive.exchange import Earlier

INDEX_VERSION = 1
_COLUMNS = ("portal", "url", "role", "listed", "published", "fetched", "status", "outcome", "reason", "warc", "offset")
_SCHEMA = f"""
CREATE TABLE files (name TEXT PRIMARY KEY, size INTEGER NOT NULL) STRICT;
CREATE TABLE fetches (
  position INTEGER PRIMARY KEY, portal TEXT NOT NULL, url TEXT NOT NULL UNIQUE, role TEXT NOT NULL,
  listed TEXT NOT NULL, published TEXT, fetched TEXT, status INTEGER, outcome TEXT NOT NULL, reason TEXT,
  warc TEXT, "offset" INTEGER) STRICT;
CREATE INDEX fetches_outcome ON fetches (outcome, position);
CREATE TABLE responses (
  number INTEGER PRIMARY KEY, url TEXT NOT NULL, asked TEXT NOT NULL, date TEXT NOT NULL, status INTEGER NOT NULL,
  digest TEXT NOT NULL, repeats INTEGER NOT NULL, whole INTEGER NOT NULL, etag TEXT, last_modified TEXT) STRICT;
CREATE INDEX responses_url ON responses (url, digest);
PRAGMA user_version = {INDEX_VERSION};
"""
_INSERT = f"""INSERT INTO fetches ({", ".join(f'"{name}"' for name in _COLUMNS)})
VALUES ({", ".join(f":{name}" for name in _COLUMNS)}) ON CONFLICT (url) DO """
_MERGE = """UPDATE SET role = excluded.role, listed = min(listed, excluded.listed),
published = coalesce(excluded.published, published), fetched = coalesce(excluded.fetched, fetched),
status = excluded.status, outcome = excluded.outcome, reason = excluded.reason,
warc = coalesce(excluded.warc, warc), "offset" = coalesce(excluded."offset", "offset")"""

_FILL = "UPDATE SET published = coalesce(published, excluded.published)"


@dataclass(frozen=True)
class Known:
    """What the archive holds of an address.

    Attributes:
        outcome: How the last try ended.
        etag: ``ETag`` of the last whole response with status 200.
        last_modified: Its ``Last-Modified``.
        digest: SHA-1 of its payload as WARC writes it.
    """

    outcome: FetchOutcome
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None


@dataclass(frozen=True)
class IndexedResponse:
    """A response as the index keeps it.

    Attributes:
        url: The canonical address.
        asked: The address of the request.
        date: ``WARC-Date`` of the record.
        status: HTTP status.
        digest: SHA-1 of the payload as WARC writes it.
        repeats: The record is a revisit: the payload stands in an earlier one.
        whole: The payload was neither cut nor empty.
        etag: ``ETag`` of the response.
        last_modified: ``Last-Modified`` of the response.
    """

    url: str
    asked: str
    date: str
    status: int
    digest: str
    repeats: bool
    whole: bool
    etag: str | None
    last_modified: str | None


class Index:
    """The index of one archive. Every change is one transaction with the place up to which it is indexed."""

    def __init__(self, path: Path | str) -> None:
        """Open the index, or make an empty one.

        Raises:
            sqlite3.DatabaseError: the file is no index of this version, or broken.
        """
        self._connection = sqlite3.connect(path, isolation_level=None)
        try:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            found = self._connection.execute("PRAGMA user_version").fetchone()[0]
            if found == 0:
                self._connection.executescript(f"BEGIN; {_SCHEMA} COMMIT;")
            elif found != INDEX_VERSION:
                raise sqlite3.DatabaseError(f"an index of version {found}, not {INDEX_VERSION}")
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the index."""
        self._connection.close()

    def sizes(self) -> dict[str, int]:
        """Return up to which byte each WARC file is indexed."""
        return dict(self._connection.execute("SELECT name, size FROM files"))

    def save(
        self,
        warc: str,
        size: int,
        *,
        noted: Iterable[Fetch] = (),
        listed: Iterable[Fetch] = (),
        response: IndexedResponse | None = None,
    ) -> None:
        """Save what records up to ``size`` of a WARC file tell, in one transaction.

        Args:
            warc: Name of the file.
            size: Offset after the last of the records.
            noted: Outcomes; they replace what was known, but for the day an address was first listed.
            listed: Addresses that were listed; known ones stay as they are, but for a day that was not known.
            response: A full response.
        """
        with nullcontext() if self._connection.in_transaction else self.together():
            self._connection.executemany(_INSERT + _MERGE, map(_row, noted))
            self._connection.executemany(_INSERT + _FILL, map(_row, listed))
            if response:
                values = [None, *vars(response).values()]
                self._connection.execute(f"INSERT INTO responses VALUES ({','.join('?' * len(values))})", values)
            self._connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (warc, size))

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make what is saved within one transaction."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def fetches(self, outcome: FetchOutcome | None = None) -> Iterator[Fetch]:
        """Yield the rows of the crawl log in the order in which they were first told; changes in between are seen."""
        position = -1
        condition = "position > ?" + (" AND outcome = ?" if outcome else "")
        query = f"SELECT position, {_quoted()} FROM fetches WHERE {condition} ORDER BY position LIMIT 500"
        while rows := self._connection.execute(query, (position, outcome) if outcome else (position,)).fetchall():
            for row in rows:
                yield Fetch.model_validate(dict(zip(_COLUMNS, row[1:], strict=True)))
            position = rows[-1][0]

    def fetch(self, url: str) -> Fetch | None:
        """Return the row of an address."""
        row = self._connection.execute(f"SELECT {_quoted()} FROM fetches WHERE url = ?", (url,)).fetchone()
        return Fetch.model_validate(dict(zip(_COLUMNS, row, strict=True))) if row else None

    def news(self, fetches: Iterable[Fetch]) -> tuple[list[Fetch], int]:
        """Return those that tell an address, or the day of one, for the first time; and how many addresses are new."""
        told: dict[str, Fetch] = {}
        new = 0
        for fetch in fetches:
            known = told.get(fetch.url) or self.fetch(fetch.url)
            if known is None or (fetch.published and not known.published):
                new += known is None
                told[fetch.url] = fetch
        return list(told.values()), new

    def known(self, url: str) -> Known | None:
        """Return what the archive holds of an address."""
        query = """SELECT f.outcome, r.etag, r.last_modified, r.digest FROM fetches AS f
        LEFT JOIN responses AS r ON r.url = f.url AND r.status = 200 AND r.whole
        WHERE f.url = ? ORDER BY r.number DESC LIMIT 1"""
        row = self._connection.execute(query, (url,)).fetchone()
        return Known(*row) if row else None

    def earlier(self, url: str, *, digest: str, status: int) -> Earlier | None:
        """Return the last whole full response of an address with this status and this payload."""
        query = """SELECT asked, date, digest FROM responses WHERE url = :url AND status = :status AND whole
        AND NOT repeats AND digest = :digest ORDER BY number DESC LIMIT 1"""
        row = self._connection.execute(query, {"url": url, "status": status, "digest": digest}).fetchone()
        return Earlier(*row) if row else None


def _quoted() -> str:
    return ", ".join(f'"{name}"' for name in _COLUMNS)


def _row(fetch: Fetch) -> Mapping[str, Any]:
    return fetch.model_dump(mode="json")
