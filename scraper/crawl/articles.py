"""The day of an article that no listing dates (ngày đăng trong bài): its page is cleaned, and tells it or does not."""

from __future__ import annotations

from schemas.errors import ThiduaError
from schemas.pages import RawPage
from scraper.clean import clean_page
from scraper.crawl.visits import Visit
from scraper.encodings import decode
from scraper.portals import Portal


def day_of(visit: Visit, portal: Portal) -> str | None:
    """Return when a fetched article came out, as its page tells; ``None`` where it does not or is no article."""
    url = visit.fetch.url
    try:
        content, encoding = decode(visit.body, declared=portal.encoding or visit.charset)
        return clean_page(
            RawPage(source=url, id=url, kind="html", content=content, encoding=encoding, url=url)
        ).published
    except ThiduaError:
        return None
