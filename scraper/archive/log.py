"""The crawl log of an archive (nhật ký thu thập), read without taking it for writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from schemas.crawls import Fetch
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
