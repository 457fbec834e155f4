"""The sample corpus of the notebooks (kho mẫu): pages and reports written for this project, none of them real news.

It holds ``examples/``, the reports of ``tests/corpus/reports`` and the archives of three portals that ``tests.portal``
writes: one crawled to its end, one with pages that failed, one whose crawl was broken off. It is built anew for each
notebook, or once in the folder that ``THIDUA_SAMPLE`` names.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

from rich.console import Console
from sqlalchemy import Engine

from corpus.database import open_database
from schemas.crawls import Fetch
from scraper.archive import Archive, Exchange

ROOT = Path(__file__).resolve().parents[1]
CRAWLED = datetime(2026, 2, 1, 8, 0, tzinfo=UTC)
#: Articles of each portal, spread over 24 months.
ARTICLES = 30


def sample_corpus() -> Engine:
    """Return the sample corpus, open for reading."""
    folder = Path(os.environ.get("THIDUA_SAMPLE") or tempfile.mkdtemp(prefix="thidua-"))
    base = folder / "sample.db"
    if not base.exists():
        build_sample(base)
    return open_database(f"sqlite:///{base}")


def build_sample(base: Path) -> None:
    """Build the sample corpus; the file is there when it is whole."""
    from corpus.commands import build_database  # it loads the pipeline, which a finished corpus does not need

    raw, unfinished = base.parent / "raw", base.with_suffix(".part")
    write_archives(raw)
    sources = [str(ROOT / "examples"), str(ROOT / "tests/corpus/reports/reports.jsonl"), str(raw)]
    silent = Console(file=StringIO(), force_jupyter=False)
    build_database(sources, address=f"sqlite:///{unfinished}", rebuild=False, console=silent)
    unfinished.rename(base)


def write_archives(raw: Path) -> None:
    """Write the archives of the three portals, with the crawl log of each."""
    sys.path.insert(0, str(ROOT))  # the tests are not installed
    from tests.portal.families import FAMILIES
    from tests.portal.site import Site

    for family in FAMILIES:
        site = Site(family, f"http://tdkt.{family}.example", articles=ARTICLES)
        with Archive(raw / f"cong-{family}", portal=f"cong-{family}") as archive:
            for number, article in enumerate(reversed(site.articles)):
                known = {"portal": archive.portal, "role": "article", "listed": "2026-02-01"}
                fetch = Fetch(**known, url=article.url, published=article.timestamp[:10])
                body = site.page(article.url.removeprefix(site.base))
                _fetch(archive, fetch, number, body.body if body else b"")


def _fetch(archive: Archive, fetch: Fetch, number: int, body: bytes) -> None:
    """Save an address as the crawl of its portal left it; addresses come newest first."""
    if archive.portal == "cong-nukeviet" and number % 6 == 4:
        archive.note(fetch.model_copy(update={"outcome": "failed", "status": 500, "reason": "HTTP 500"}))
    elif archive.portal == "cong-sharepoint" and number >= ARTICLES * 2 // 3:
        archive.add([fetch])
    else:
        started = CRAWLED + timedelta(seconds=number)
        headers = [("Content-Type", "text/html; charset=utf-8")]
        exchange = Exchange(fetch.url, 200, started, body, response_headers=headers)
        archive.store(exchange, fetch.model_copy(update={"outcome": "fetched"}))
