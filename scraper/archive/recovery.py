"""From WARC files to the index (phục hồi): what a killed writer left is indexed, a torn tail is cut off and kept."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from schemas.crawls import Fetch
from scraper.archive.exchange import FETCH_HEADER, LOG_HEADER
from scraper.archive.index import Index, IndexedResponse
from scraper.archive.records import Damage, WarcRecord, payload_digest, read_records
from scraper.archive.streams import CHUNK

_NAME = re.compile(r"\d{5}\.warc\.gz")


def warc_files(folder: Path) -> list[Path]:
    """Return the WARC files of an archive in the order in which they were written."""
    return sorted(path for path in folder.glob("*.warc.gz") if _NAME.fullmatch(path.name) and path.is_file())


def is_archive(folder: Path) -> bool:
    """Whether a folder is the archive of a portal."""
    return folder.is_dir() and bool(warc_files(folder))


def is_whole(truncated: str | None, size: int, *, repeats: bool) -> bool:
    """Whether a response gave its whole payload: not cut, not empty."""
    return not truncated and (repeats or size > 0)


def recover(folder: Path, path: Path) -> tuple[Index, tuple[str, ...]]:
    """Return the index of an archive brought up to its WARC files, and what had to be done for it.

    Raises:
        OSError: a file cannot be read or cut.
    """
    files = warc_files(folder)
    messages: list[str] = []
    index = _open_index(path, files, messages)
    try:
        sizes = index.sizes()
        for file in files:
            if file.stat().st_size > sizes.get(file.name, 0):
                messages += _index_tail(index, file, sizes.get(file.name, 0), last=file == files[-1])
    except BaseException:
        index.close()
        raise
    return index, tuple(messages)


def _open_index(path: Path, files: list[Path], messages: list[str]) -> Index:
    """Open the index; one that is broken, or tells of bytes that are not there, is made anew."""
    try:
        index = Index(path)
        sizes = {file.name: file.stat().st_size for file in files}
        if all(sizes.get(name, 0) >= size for name, size in index.sizes().items()):
            if files and not index.sizes():
                messages.append(f"{path.name}: not there, made from the WARC files")
            return index
        index.close()
        reason = "it tells of records that are not there"
    except sqlite3.DatabaseError as error:
        reason = str(error)
    messages.append(f"{path.name}: made anew from the WARC files: {reason}")
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    return Index(path)


def _index_tail(index: Index, file: Path, start: int, *, last: bool) -> Iterator[str]:
    """Index the whole records behind ``start``; yield what was done about the rest."""
    end, damages, count = start, list[Damage](), 0
    with index.together():
        for item in read_records(file, start=start):
            if isinstance(item, Damage):
                damages.append(item)
                continue
            count += 1
            end = item.end or end
            index_record(index, file.name, item)
    if start and count:
        yield f"{file.name}: {count} records behind byte {start:,} indexed"
    for damage in damages:
        if damage.offset < end or not last:
            yield f"{file.name}:{damage.offset}: passed over: {damage.reason}"
    if last and end < file.stat().st_size:
        yield _cut(file, end)
        if end == 0:
            file.unlink()


def _cut(file: Path, end: int) -> str:
    """Move what stands behind ``end`` to a file of its own."""
    torn = _free_name(file.with_name(file.name.removesuffix(".warc.gz") + ".torn"))
    with file.open("r+b") as source:
        source.seek(end)
        with torn.open("wb") as target:
            shutil.copyfileobj(source, target, CHUNK)
        size = source.tell() - end
        source.truncate(end)
    return f"{file.name}: a torn record of {size:,} bytes at byte {end:,} cut off, kept in {torn.name}"


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"{path.stem}.{number}.torn") for number in range(2, 1_000_000))
    return path if not path.exists() else next(name for name in names if not name.exists())


def index_record(index: Index, warc: str, record: WarcRecord) -> None:
    """Save what a whole record tells of the crawl, as it was saved when it was written."""
    size = record.end or record.offset
    log = record.header(LOG_HEADER)
    if log:
        rows = [fetch for line in record.content.splitlines() if (fetch := _fetch(line))]
        index.save(warc, size, noted=rows if log == "noted" else (), listed=rows if log == "listed" else ())
        return
    fetch = _fetch(record.header(FETCH_HEADER))
    if fetch is None or record.http is None:
        index.save(warc, size)
        return
    if record.type == "response":
        fetch = fetch.model_copy(update={"warc": warc, "offset": record.offset})
    index.save(warc, size, noted=[fetch], response=_response(record, fetch))


def _response(record: WarcRecord, fetch: Fetch) -> IndexedResponse | None:
    if record.http is None:
        return None
    headers, payload = record.http
    repeats = record.type == "revisit"
    code = headers.get_statuscode()
    return IndexedResponse(
        url=fetch.url,
        asked=record.url,
        date=record.header("WARC-Date"),
        status=int(code) if code.isdigit() else 0,
        digest=record.header("WARC-Payload-Digest") or payload_digest(payload),
        repeats=repeats,
        whole=is_whole(record.header("WARC-Truncated"), len(payload), repeats=repeats),
        etag=headers.get_header("ETag"),
        last_modified=headers.get_header("Last-Modified"),
    )


def _fetch(line: str | bytes) -> Fetch | None:
    with suppress(ValueError, ValidationError):
        return Fetch.model_validate(json.loads(line)) if line else None
    return None
