"""Dumps of many pages in one file (bộ dữ liệu): JSON line by line, packed or not, and Parquet row by row."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO, Any

import zstandard

from schemas.errors import ReadError
from schemas.pages import RawPage, Skipped
from scraper.entries import FIELDS, page_of, read_line, skip
from scraper.limits import MAX_PAGE_BYTES
from scraper.zstd import open_zstd

#: Rows of Parquet that are held at a time, and bytes that are read ahead of each column.
_ROWS = 64
_BUFFER = 65_536
_Stream = IO[bytes] | gzip.GzipFile


def read_lines(path: Path) -> Iterator[RawPage | Skipped]:
    """Yield the page of each line of a dump in JSON, packed or not, and every line that holds none by name.

    Raises:
        OSError: the file cannot be read.
    """
    number = 0
    try:
        with _unpacked(path) as stream:
            for number, line in _lines(stream):
                where = f"{path}:{number}"
                if line is None:
                    yield skip(where, f"more than {MAX_PAGE_BYTES:,} bytes in one line: split it into pages")
                elif line.strip():
                    yield read_line(line, where)
    except (EOFError, gzip.BadGzipFile, zlib.error, zstandard.ZstdError) as error:
        packing = "zstd" if path.name.lower().endswith(".zst") else "gzip"
        none = isinstance(error, gzip.BadGzipFile)
        reason = "no gzip file" if none else f"the {packing} stream is cut short or broken"
        yield skip(f"{path}:{number + 1}", f"{reason}: fetch it again (lines before this one were read)")
        return
    if number == 0:
        yield skip(str(path), "the file is empty: nothing to read")


def _lines(stream: _Stream) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line with its number from 1; ``None`` for a line above the limit, whose bytes are passed over."""
    number = 0
    while line := stream.readline(MAX_PAGE_BYTES + 1):
        number += 1
        if len(line) <= MAX_PAGE_BYTES:
            yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_PAGE_BYTES)
        yield number, None


def _unpacked(path: Path) -> _Stream:
    name = path.name.lower()
    if name.endswith(".gz"):
        return gzip.open(path)
    return open_zstd(path) if name.endswith(".zst") else path.open("rb")


def read_parquet(path: Path) -> Iterator[RawPage | Skipped]:
    """Yield the page of each row of a Parquet file, whose columns are the fields of a line of JSON.

    Raises:
        OSError: the file cannot be read.
    """
    import pyarrow
    from pyarrow.parquet import ParquetFile

    number = 0
    try:
        with path.open("rb") as stream, ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False) as file:
            columns = [name for name in FIELDS if name in file.schema_arrow.names]
            if not {"text", "html"} & set(columns):
                yield skip(str(path), 'no column "text" or "html": name the columns as the fields of a JSON line')
                return
            for batch in file.iter_batches(_ROWS, columns=columns):
                for row in batch.to_pylist():
                    number += 1
                    yield _row_page(row, f"{path}:{number}")
    except (pyarrow.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        yield skip(f"{path}:{number + 1}", f"no Parquet file, or broken ({_first_line(error)}): write it again")
        return
    if number == 0:
        yield skip(str(path), "the file is empty: nothing to read")


def _row_page(row: dict[str, Any], where: str) -> RawPage | Skipped:
    for name, value in row.items():
        if isinstance(value, date):
            row[name] = value.isoformat()
        elif isinstance(value, str) and len(value) > MAX_PAGE_BYTES:
            return skip(where, f"more than {MAX_PAGE_BYTES:,} characters in one page: split it into pages")
    try:
        return page_of(row, where)
    except ReadError as error:
        return skip(where, error.message)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200]
