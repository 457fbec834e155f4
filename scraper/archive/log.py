"""The crawl log of an archive (nhật ký thu thập), read without taking it for writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from schemas.crawls import Fetch
from scraper.archive.folder import INDEX
from scraper.archive.index import Index
from scraper.archive.records import WarcRecord, read_records
from scraper.archive.recovery import index_record, warc_files


def read_crawl_log(folder: Path) -> Iterator[Fetch]:
    """Yield the rows of an archive's crawl log in the order in which the addresses were first told.

    It is read from the WARC files alone, so that it needs no index, changes nothing and may run beside a writer.

    Raises:
        OSError: a WARC file cannot be read.
    """
    with closing(Index("")) as index:
        with index.together():
            for path in warc_files(folder):
                for item in read_records(path):
                    if isinstance(item, WarcRecord):
                        index_record(index, path.name, item)
        yield from index.fetches()


def recent_crawl_log(folder: Path) -> Iterator[Fetch]:
    """Yield the rows of an archive's crawl log from its index where it is up to the WARC files, else as above.

    Raises:
        OSError: a WARC file cannot be read.
    """
    rows = _indexed(folder)
    yield from read_crawl_log(folder) if rows is None else rows


def _indexed(folder: Path) -> list[Fetch] | None:
    """Return the crawl log of the index; ``None`` where there is none, or it is broken or behind the files."""
    path = folder / INDEX
    if not path.exists():
        return None
    try:
        with closing(Index(path)) as index:
            sizes = {file.name: file.stat().st_size for file in warc_files(folder)}
            return list(index.fetches()) if index.sizes() == sizes else None
    except sqlite3.Error:
        return None
