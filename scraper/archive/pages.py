"""WARC files to raw pages (đọc kho lưu trữ): the last whole revision of each address, in bounded memory.

The files are read twice: first to learn which record is the last good one of its address, which is kept in a temporary
database on the disk, then to yield the pages in the order of the files.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import ValidationError
from warcio.statusandheaders import StatusAndHeaders

from schemas.crawls import Fetch
from schemas.errors import ReadError
from schemas.pages import RawPage, Skipped
from scraper.archive.bodies import decode_body
from scraper.archive.exchange import FETCH_HEADER
from scraper.archive.records import MAX_HEAD, Damage, WarcRecord, read_records
from scraper.encodings import content_type, decode
from scraper.limits import MAX_PAGE_BYTES

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_SCHEMA = """
CREATE TABLE revisions (url BLOB, digest TEXT, file INTEGER, number INTEGER, PRIMARY KEY (url, digest)) WITHOUT ROWID;
CREATE TABLE pages (url BLOB PRIMARY KEY, file INTEGER, number INTEGER) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class _Body:
    """The bytes of a page: what a record holds, out of its encodings."""

    kind: Literal["html", "text"]
    data: bytes
    charset: str | None


def read_warc(path: Path, *, revisions: bool = False) -> Iterator[RawPage | Skipped]:
    """Yield the pages of a WARC or WET file, and what cannot be read by name.

    A page is a response with status 200 and a content type of HTML (``resource`` records of that type too), or the
    text of a ``conversion`` record (WET). Where records tell what their address is to a portal, only articles are
    pages. Of several revisions of an address the last whole one is the page; the older ones are skipped, which is no
    failure.

    Args:
        path: The file, packed or not.
        revisions: Yield the older revisions as pages, too; ``retrieved`` tells them apart.
    """
    yield from _read([path], str(path), revisions=revisions)


def read_archive(files: Sequence[Path], folder: Path, *, revisions: bool = False) -> Iterator[RawPage | Skipped]:
    """Yield the pages of several WARC files that are one archive, as :func:`read_warc` does for one."""
    yield from _read(files, str(folder), revisions=revisions)


def _read(files: Sequence[Path], source: str, *, revisions: bool) -> Iterator[RawPage | Skipped]:
    empty = True
    with closing(_Choice()) as choice:
        for file, record in _records(files):
            choice.see(file, record)
        for item in _pages(files, choice, revisions=revisions):
            empty = False
            yield item
    if empty:
        reason = "no page in it: a page is a response with status 200 and content type text/html"
        yield Skipped(source=source, stage="read", reason=reason)


def _records(files: Sequence[Path]) -> Iterator[tuple[int, WarcRecord]]:
    for number, path in enumerate(files):
        try:
            for item in read_records(path, limit=MAX_PAGE_BYTES + MAX_HEAD):
                if isinstance(item, WarcRecord):
                    yield number, item
        except OSError:
            continue


def _pages(files: Sequence[Path], choice: _Choice, *, revisions: bool) -> Iterator[RawPage | Skipped]:
    for number, path in enumerate(files):
        try:
            for item in read_records(path, limit=MAX_PAGE_BYTES + MAX_HEAD):
                where = f"{path}:{item.offset}"
                if isinstance(item, Damage):
                    yield Skipped(source=where, stage="read", reason=f"{item.reason} (the rest of the file is read)")
                elif page := _page(item, where, choice, number, revisions=revisions):
                    yield page
        except OSError as error:
            reason = f"cannot be read ({error.strerror or error}): check the file and its rights"
            yield Skipped(source=str(path), stage="read", reason=reason)


def _page(record: WarcRecord, where: str, choice: _Choice, file: int, *, revisions: bool) -> RawPage | Skipped | None:
    if _is_repetition(record):
        if choice.holds(record):
            return None
        reason = "a revisit record: the page stands in a record that is not in this file"
        return Skipped(source=where, stage="read", reason=reason, failed=False, url=page_address(record) or None)
    try:
        body = _body(record)
        if body is None:
            return None
        if not revisions and not choice.chosen(file, record):
            reason = "an older revision of a page"
            return Skipped(source=where, stage="read", reason=reason, failed=False, url=page_address(record) or None)
        return _raw_page(record, body, where)
    except ReadError as error:
        return Skipped(source=where, stage="read", reason=error.message, url=page_address(record) or None)


def _raw_page(record: WarcRecord, body: _Body, where: str) -> RawPage:
    content, encoding = decode(body.data, declared=body.charset)
    if not content.strip():
        raise ReadError("the response is empty: nothing to read")
    url = page_address(record) or None
    return RawPage(
        source=where,
        id=hashlib.sha256((url or content).encode("utf-8", "surrogatepass")).hexdigest()[:16],
        kind=body.kind,
        content=content,
        encoding=encoding,
        url=url,
        portal=record.header("Thidua-Portal") or None,
        retrieved=_retrieved(record.header("WARC-Date")),
    )


def page_address(record: WarcRecord) -> str:
    """Return the canonical address of a record's page where the record tells it, else the one asked for."""
    told = record.header(FETCH_HEADER)
    if told:
        try:
            return Fetch.model_validate_json(told).url
        except ValidationError:
            pass
    return record.url.partition("#")[0]


def _retrieved(date: str) -> str | None:
    """Return a WARC date to the minute, in UTC.

    >>> _retrieved("2026-03-08T08:45:12+07:00"), _retrieved("hôm qua")
    ('2026-03-08T01:45', None)
    """
    try:
        moment = datetime.fromisoformat(date.strip())
        moment = moment.astimezone(UTC) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=None).isoformat(timespec="minutes")


def _body(record: WarcRecord) -> _Body | None:
    """Return the bytes of a page, or ``None`` where the record is none.

    Raises:
        ReadError: it is a page and cannot be read whole.
    """
    role = record.header("Thidua-Role").lower()
    if role not in ("", "article") or record.type not in ("response", "resource", "conversion"):
        return None
    if record.type == "response":
        return _response_body(record, told=role == "article")
    mime, charset = content_type(record.header("Content-Type"))
    if mime in PAGE_TYPES or (record.type == "conversion" and mime in ("text/plain", "")):
        _refuse_cut(record)
        return _Body(
            "html" if mime in PAGE_TYPES else "text", decode_body(record.content, limit=MAX_PAGE_BYTES), charset
        )
    return None


def _response_body(record: WarcRecord, *, told: bool) -> _Body | None:
    if record.http is None:
        return None
    headers, payload = record.http
    mime, charset = content_type(headers.get_header("Content-Type") or "")
    if headers.get_statuscode() != "200":
        return None
    if mime not in PAGE_TYPES and not (mime == "" and _MARKUP.match(payload)):
        if told:
            raise ReadError(f"the content type {mime[:60] or 'nothing'!r} is no page")
        return None
    _refuse_cut(record)
    data = decode_body(
        payload,
        transfer=headers.get_header("Transfer-Encoding") or "",
        content=headers.get_header("Content-Encoding") or "",
        limit=MAX_PAGE_BYTES,
    )
    if not data.strip():
        raise ReadError("the response is empty: nothing to read")
    return _Body("html", data, charset)


def _refuse_cut(record: WarcRecord) -> None:
    cut = record.header("WARC-Truncated")
    if cut:
        raise ReadError(f"the response was cut when it was archived ({cut[:40]})")
    if not record.complete:
        raise ReadError(f"{record.length:,} bytes in one page, more than {MAX_PAGE_BYTES:,}")


def _is_repetition(record: WarcRecord) -> bool:
    """Whether a record says that a page has the payload of an earlier one."""
    if record.type != "revisit" or "identical-payload-digest" not in record.header("WARC-Profile"):
        return False
    if record.header("Thidua-Role").lower() not in ("", "article"):
        return False
    headers: StatusAndHeaders | None = record.http[0] if record.http else None
    return headers is None or headers.get_statuscode() == "200"


class _Choice:
    """Which record is the page of each address."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.executescript(_SCHEMA)
        self._base.execute("BEGIN")

    def close(self) -> None:
        self._base.close()

    def see(self, file: int, record: WarcRecord) -> None:
        """Take the record as the page of its address, where it is a whole one or repeats a whole one."""
        key = _key(record)
        if _is_repetition(record):
            self._repeat(key, record.header("WARC-Payload-Digest"))
            return
        try:
            body = _body(record)
        except ReadError:
            return
        if body is not None:
            digest = record.header("WARC-Payload-Digest") or hashlib.sha1(body.data, usedforsecurity=False).hexdigest()
            self._base.execute(
                "INSERT OR REPLACE INTO revisions VALUES (?, ?, ?, ?)", (key, digest, file, record.number)
            )
            self._base.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?)", (key, file, record.number))

    def _repeat(self, key: bytes, digest: str) -> None:
        query = "SELECT file, number FROM revisions WHERE url = ? AND digest = ?"
        found = self._base.execute(query, (key, digest)).fetchone()
        if found:
            self._base.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?)", (key, *found))

    def chosen(self, file: int, record: WarcRecord) -> bool:
        """Whether the record is the page of its address."""
        query = "SELECT 1 FROM pages WHERE url = ? AND file = ? AND number = ?"
        return self._base.execute(query, (_key(record), file, record.number)).fetchone() is not None

    def holds(self, record: WarcRecord) -> bool:
        """Whether the address of a record has a page."""
        query = "SELECT 1 FROM revisions WHERE url = ? AND digest = ?"
        return self._base.execute(query, (_key(record), record.header("WARC-Payload-Digest"))).fetchone() is not None


def _key(record: WarcRecord) -> bytes:
    address = page_address(record) or f"record {record.number}"
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).digest()[:16]
