"""Saves the crawl log (nhật ký thu thập): what became of every address of a portal."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, func

from corpus.crawl_tables import CrawlFetch
from corpus.dialects import upsert
from schemas.crawls import Fetch

_BATCH = 1000
_KEYS = ("portal", "url")


def save_fetches(connection: Connection, fetches: Iterable[Fetch]) -> None:
    """Save what became of addresses; of two accounts of one address the one fetched later stays."""
    statement = upsert(connection, CrawlFetch)
    values = {column.name: statement.excluded[column.name] for column in CrawlFetch.__table__.columns}
    later = func.coalesce(values["fetched"], "") >= func.coalesce(CrawlFetch.fetched, "")
    changed = {name: value for name, value in values.items() if name not in _KEYS}
    statement = statement.on_conflict_do_update(index_elements=_KEYS, set_=changed, where=later)
    rows = (_row(fetch) for fetch in fetches)
    while batch := list(islice(rows, _BATCH)):
        connection.execute(statement, batch)


def _row(fetch: Fetch) -> dict[str, Any]:
    return {**fetch.model_dump(), "host": urlsplit(fetch.url).hostname}
