"""Checks an archive (kiểm tra kho lưu trữ): every record whole, digests right, no page of an address kept twice."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from scraper.archive.pages import page_address
from scraper.archive.records import Damage, WarcRecord, payload_digest, read_records
from scraper.archive.recovery import warc_files

_SCHEMA = "CREATE TABLE payloads (page BLOB PRIMARY KEY, place TEXT) WITHOUT ROWID"
_EMPTY = payload_digest(b"")


def validate(folder: Path) -> list[str]:
    """Return what is wrong with the WARC files of an archive, one line each; nothing where all is well.

    Every record must be whole and in a gzip member of its own, the digests must be those of the bytes, a revisit
    must refer to a payload of its address that is there, and no address may have the same payload twice as a full
    response.
    """
    files = warc_files(folder)
    if not files:
        return [f"{folder}: no WARC file in it"]
    with closing(sqlite3.connect("", isolation_level=None)) as base:
        base.execute(_SCHEMA)
        base.execute("BEGIN")
        return [problem for path in files for problem in _file_problems(path, base)]


def _file_problems(path: Path, base: sqlite3.Connection) -> Iterator[str]:
    end = 0
    try:
        for item in read_records(path, digests=True):
            where = f"{path}:{item.offset}"
            if isinstance(item, Damage):
                yield f"{where}: {item.reason}"
                continue
            if item.offset < end or item.end is None:
                yield f"{where}: more than one record in a gzip member"
            end = item.end or end
            yield from (f"{where}: {problem}" for problem in _problems(item, where, base))
    except OSError as error:
        yield f"{path}: cannot be read ({error.strerror or error})"


def _problems(record: WarcRecord, where: str, base: sqlite3.Connection) -> Iterator[str]:
    told = record.header("WARC-Block-Digest")
    if told and told != record.block_digest:
        yield f"the block digest is {told}, its bytes give {record.block_digest}"
    digest = record.header("WARC-Payload-Digest")
    if digest and record.type == "response" and digest != record.payload_digest:
        yield f"the payload digest is {digest}, its bytes give {record.payload_digest}"
    if record.type == "response" and record.payload_digest != _EMPTY and not record.header("WARC-Truncated"):
        yield from _twice(record, where, base)
    elif record.type == "revisit" and digest and not _place(base, _key(record, digest)):
        yield "the revisit refers to a payload that is not in the archive"


def _twice(record: WarcRecord, where: str, base: sqlite3.Connection) -> Iterator[str]:
    status = record.http[0].get_statuscode() if record.http else ""
    digest = record.payload_digest or ""
    first = _place(base, _key(record, digest + status))
    if first:
        yield f"the same payload of the same address as {first}"
    keys = ((_key(record, digest + status), where), (_key(record, digest), where))
    base.executemany("INSERT OR IGNORE INTO payloads VALUES (?, ?)", keys)


def _place(base: sqlite3.Connection, key: bytes) -> str | None:
    found = base.execute("SELECT place FROM payloads WHERE page = ?", (key,)).fetchone()
    return str(found[0]) if found else None


def _key(record: WarcRecord, digest: str) -> bytes:
    return hashlib.sha256(f"{page_address(record)}\n{digest}".encode("utf-8", "surrogatepass")).digest()[:16]
