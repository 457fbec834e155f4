"""What a portal is expected to give and does not (điều chưa đạt): each a warning that names the selector to look at.

Sites are redesigned without notice; a selector that no longer matches shows as titles, dates or articles that stay out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Engine, func, select

from corpus.coverage import GIVEN, UNKNOWN, coverage, is_article_address
from corpus.crawl_tables import CrawlFetch
from corpus.database import reading
from corpus.tables import ArticleRow
from corpus.words import number_of
from scraper.portals import Portal

_FIELDS = {"title": "a title", "published": "a publication time", "body": "a body"}


def warnings(engine: Engine, portals: Sequence[Portal]) -> Iterator[str]:
    """Yield what those of the portals lack that the database has articles or a crawl log of, each with its name.

    Raises:
        CorpusError: the database cannot be read.
    """
    with reading(engine) as connection:
        known = {
            *connection.scalars(select(ArticleRow.portal).distinct()),
            *connection.scalars(select(CrawlFetch.portal).distinct()),
        }
    for portal in portals:
        if portal.id in known:
            yield from (f"{portal.id}: {warning}" for warning in unmet(engine, portal))


def unmet(engine: Engine, portal: Portal) -> Iterator[str]:
    """Yield what the articles of a portal lack.

    Args:
        engine: An open database.
        portal: A definition; what it expects nothing of is not looked at.

    Raises:
        CorpusError: the database cannot be read.
    """
    for name, (filled, total) in _filled(engine, portal).items():
        expected: float | None = getattr(portal.expect, name)
        if expected is not None and total and filled < expected * total:
            share = f"{filled} of {total} ({filled / total:.0%}, expected {expected:.0%})"
            yield f"{share} have {_FIELDS[name]}: look at {_selector(portal, name)}"
    least = portal.expect.articles_per_month
    few = [f"{month}: {number}" for month, number in _months(engine, portal) if least and number < least]
    if few:
        yield f"fewer than {least} articles in {len(few)} months ({', '.join(few)}): look at {_listing(portal)}"


def _filled(engine: Engine, portal: Portal) -> dict[str, tuple[int, int]]:
    """Return of how many articles each field is told; of how many pages the body."""
    articles = select(func.count(), func.count(ArticleRow.title), func.count(ArticleRow.published))
    url = select(ArticleRow.url).where(ArticleRow.url.is_not(None), ArticleRow.text != "")
    pages = select(func.count(), number_of(CrawlFetch.url.in_(url))).where(
        CrawlFetch.portal == portal.id, is_article_address(), CrawlFetch.outcome.in_(GIVEN)
    )
    with reading(engine) as connection:
        total, titles, dates = connection.execute(articles.where(ArticleRow.portal == portal.id)).one()
        given, bodies = connection.execute(pages).one()
    return {"title": (titles, total), "published": (dates, total), "body": (bodies, given)}


def _months(engine: Engine, portal: Portal) -> list[tuple[str, int]]:
    """Return the number of articles, copies included, of each whole month that was crawled.

    The first month may have begun before the crawl, the last may not be over: neither is whole.
    """
    found = coverage(engine, by=["portal", "month"], where=[f"portal={portal.id}"]).records()
    months = [(row["month"], row["n_articles"] + row["n_duplicates"]) for row in found if row["n_listed"] is not None]
    return [month for month in months if month[0] != UNKNOWN][1:-1]


def _selector(portal: Portal, name: str) -> str:
    selectors: tuple[str, ...] = getattr(portal.selectors, name)
    family = f" (family {portal.cms})" if portal.cms else ""
    return f"selectors.{name}{family}: {' | '.join(selectors) or 'there is none, the rules decide'}"


def _listing(portal: Portal) -> str:
    items = dict.fromkeys(listing.item or "no item, all links" for listing in portal.listings)
    return f"listings.item: {' | '.join(items) or 'there is no listing'}"
