"""The archive of fetched pages (kho lưu trữ): WARC files out and in, their index, recovery after a kill."""

from __future__ import annotations

from scraper.archive.checking import validate
from scraper.archive.exchange import Exchange
from scraper.archive.folder import Archive, Stored
from scraper.archive.index import Known
from scraper.archive.log import read_crawl_log, recent_crawl_log
from scraper.archive.pages import read_archive, read_warc
from scraper.archive.recovery import is_archive, warc_files

__all__ = [
    "Archive",
    "Exchange",
    "Known",
    "Stored",
    "is_archive",
    "read_archive",
    "read_crawl_log",
    "read_warc",
    "recent_crawl_log",
    "validate",
    "warc_files",
]
