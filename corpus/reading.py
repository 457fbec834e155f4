"""Page in, article and record out (đọc trang): the one place where a failing component becomes a skipped page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from types import MappingProxyType

from extract import read_record
from schemas.errors import NotAnArticleError, ThiduaError
from schemas.pages import Article, RawPage, Skipped
from schemas.records import Record
from scraper.chrome import SiteChrome
from scraper.clean import clean_page
from scraper.portals import Portal

NO_PORTALS: Mapping[str, Portal] = MappingProxyType({})


def explain(error: Exception) -> str:
    """Return why something failed, in one line: our own message, or the kind of a crash and its words."""
    if isinstance(error, ThiduaError):
        return error.message
    words = " ".join(str(error).split()).partition(" For further information")[0][:300]
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def read_page(
    page: RawPage, chrome: SiteChrome | None = None, portals: Mapping[str, Portal] = NO_PORTALS
) -> tuple[Article, Record] | Skipped:
    """Clean a page and read its record; a component that fails, or crashes, makes it a skipped page.

    Components meet texts nobody has seen; whatever they raise must cost one page and not the run of millions.

    Args:
        page: The page as read.
        chrome: What :func:`learn_chrome` has learned of the hosts.
        portals: Portals that are in no registry, by id: a page that was fetched from one is cleaned by it.
    """
    portal = portals.get(page.portal) if page.portal else None
    try:
        if portal:
            article = clean_page(page, portal.selectors_on(page.retrieved), chrome=chrome)
        else:
            article = clean_page(page, chrome=chrome)
    except Exception as error:
        failed = not isinstance(error, NotAnArticleError)
        return Skipped(source=page.source, stage="clean", reason=explain(error), failed=failed, url=page.url)
    try:
        return article, read_record(article)
    except Exception as error:
        return Skipped(source=page.source, stage="extract", reason=explain(error), url=page.url)


def learn_chrome(pages: Iterable[RawPage | Skipped]) -> SiteChrome:
    """Return what a first pass over pages learns of their hosts; a page that crashes is left to the second."""
    chrome = SiteChrome()
    for page in pages:
        with suppress(Exception):
            if isinstance(page, RawPage):
                chrome.see(page)
    return chrome


def read_pages(
    pages: Iterable[RawPage | Skipped], chrome: SiteChrome | None = None, portals: Mapping[str, Portal] = NO_PORTALS
) -> Iterator[Record | Skipped]:
    """Yield the record of each page, or why there is none; one page is held at a time."""
    for page in pages:
        outcome = page if isinstance(page, Skipped) else read_page(page, chrome, portals)
        yield outcome if isinstance(outcome, Skipped) else outcome[1]
