"""How much of the ground is covered (độ phủ): what portals list, what was fetched, and what it became.

Two kinds of rows are counted: the addresses of articles in the crawl log, and the articles. An address counts in the
month its article was published in, else in the month its listing gives, else in ``unknown``. Of a portal without a
crawl log nobody knows what it lists: its numbers of addresses are ``None``, while ``0`` says that the portal was
crawled and nothing was listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Engine, Subquery, and_, case, exists, func, literal, null, select, union_all
from sqlalchemy.orm import aliased

from corpus.crawl_tables import CrawlFetch, Duplicate
from corpus.questions import Answer, Join, Question, Word, ask, read_groups
from corpus.tables import ArticleRow, AwardRow, EventRow
from corpus.words import NO_PROVINCE, PLACE, day_of, number_of, place_words, time_words, yes_no
from schemas.crawls import Fetch

NO_PORTAL, UNKNOWN = NO_PROVINCE, "unknown"
NOT_CRAWLED = (
    "a dash or an empty cell: no crawl log is in the database, so what was listed, fetched and failed is not known"
)
#: Outcomes of an address whose page was given, and of one whose page was not.
GIVEN, NOT_GIVEN = ("fetched", "unchanged"), ("gone", "refused", "failed")
#: How the reason begins why a link that is no page was refused.
_SCHEME = "scheme "

_EVENTS = select(EventRow.article_id, func.count().label("number")).group_by(EventRow.article_id).subquery("events_of")
_AWARDS = select(AwardRow.article_id, func.count().label("number")).group_by(AwardRow.article_id).subquery("awards_of")


def is_article_address() -> ColumnElement[bool]:
    """Return the condition that a row of the crawl log is the address of an article (see :func:`names_article`)."""
    moved = and_(CrawlFetch.outcome == "fetched", func.coalesce(CrawlFetch.status, 200).between(300, 399))
    no_page = func.coalesce(CrawlFetch.reason, "").like(f"{_SCHEME}%")
    return and_(CrawlFetch.role == "article", ~moved, ~no_page)


def names_article(fetch: Fetch | CrawlFetch) -> bool:
    """Tell whether a row of the crawl log is the address of an article.

    One that redirects is not, since where it leads has a row of its own; nor is a link that no page can stand behind
    (``mailto:``, ``javascript:``), which the log only names.
    """
    moved = fetch.outcome == "fetched" and 300 <= (fetch.status or 200) < 400
    return fetch.role == "article" and not moved and not (fetch.reason or "").startswith(_SCHEME)


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _addresses() -> Any:
    """Return the query of the addresses of articles that portals list, with the article of each where there is one."""
    other = aliased(ArticleRow)
    first = select(func.min(other.id)).where(other.url == CrawlFetch.url).scalar_subquery()
    given, failed = CrawlFetch.outcome.in_(GIVEN), CrawlFetch.outcome.in_(NOT_GIVEN)
    return (
        select(
            CrawlFetch.portal.label("portal"),
            CrawlFetch.host.label("host"),
            ArticleRow.id.label("article_id"),
            ArticleRow.page_id.label("page_id"),
            ArticleRow.title.label("title"),
            func.coalesce(ArticleRow.published, CrawlFetch.published).label("published"),
            ArticleRow.relevant.label("relevant"),
            ArticleRow.pipeline_version.label("pipeline_version"),
            case((failed, func.coalesce(CrawlFetch.reason, CrawlFetch.outcome))).label("reason"),
            literal(1).label("listed"),
            _flag(given).label("fetched"),
            _flag(failed).label("failed"),
            _flag(and_(given, ArticleRow.id.is_(None))).label("skipped"),
            literal(0).label("article"),
            literal(0).label("copy"),
        )
        .select_from(CrawlFetch)
        .outerjoin(ArticleRow, ArticleRow.id == first)
        .where(is_article_address())
    )


def _articles() -> Any:
    """Return the query of the articles; they list nothing, which is zero where their portal was crawled."""
    crawled = exists().where(CrawlFetch.portal == ArticleRow.portal)
    copy = exists().where(Duplicate.article_id == ArticleRow.id)
    nothing = case((crawled, 0))
    return select(
        ArticleRow.portal,
        ArticleRow.host,
        ArticleRow.id,
        ArticleRow.page_id,
        ArticleRow.title,
        ArticleRow.published,
        ArticleRow.relevant,
        ArticleRow.pipeline_version,
        null(),
        *(nothing.label(name) for name in ("listed", "fetched", "failed", "skipped")),
        _flag(~copy),
        _flag(copy),
    )


_PAGES: Subquery = union_all(_addresses(), _articles()).subquery("pages")
_ROW = _PAGES.c


def _articles_with(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return number_of(and_(_ROW.article == 1, condition))


def _total_of(number: ColumnElement[int]) -> ColumnElement[int]:
    """Return the sum of a number over the articles that are counted."""
    return func.coalesce(func.sum(case((_ROW.article == 1, number))), 0)


def _question() -> Question:
    day = day_of(_ROW.published)
    told = case((_ROW.article == 1, day))
    times = {name: Word(word.expression, missing=UNKNOWN) for name, word in time_words(day).items()}
    return Question(
        base=_PAGES,
        words={
            "portal": Word(_ROW.portal, missing=NO_PORTAL),
            **place_words(PLACE, joins=("place",)),
            **times,
            "host": Word(_ROW.host),
            "relevant": yes_no(_ROW.relevant),
            "reason": Word(_ROW.reason),
            "article": Word(_ROW.page_id),
            "pipeline_version": Word(_ROW.pipeline_version),
        },
        measures={
            "n_listed": func.sum(_ROW.listed),
            "n_fetched": func.sum(_ROW.fetched),
            "n_failed": func.sum(_ROW.failed),
            "n_skipped": func.sum(_ROW.skipped),
            "n_articles": func.coalesce(func.sum(_ROW.article), 0),
            "n_relevant": _articles_with(_ROW.relevant.is_(True)),
            "n_dated": _articles_with(_ROW.published.is_not(None)),
            "n_titled": _articles_with(_ROW.title.is_not(None)),
            "n_duplicates": func.coalesce(func.sum(_ROW.copy), 0),
            "n_events": _total_of(_EVENTS.c.number),
            "n_awards": _total_of(_AWARDS.c.number),
            "first": func.min(told),
            "last": func.max(told),
        },
        joins={
            "place": Join(PLACE, PLACE.c.article_id == _ROW.article_id),
            "events": Join(_EVENTS, _EVENTS.c.article_id == _ROW.article_id),
            "awards": Join(_AWARDS, _AWARDS.c.article_id == _ROW.article_id),
        },
        always=("events", "awards"),
        totals=(
            *("n_listed", "n_fetched", "n_failed", "n_skipped"),
            *("n_articles", "n_relevant", "n_dated", "n_titled", "n_duplicates", "n_events", "n_awards"),
        ),
    )


COVERAGE = _question()


def coverage(engine: Engine, *, by: Sequence[str] = (), where: Sequence[str] = ()) -> Answer:
    """Return how much of the ground is covered (độ phủ): listed, fetched and failed addresses, and what they became.

    The last column tells why addresses failed: ``HTTP 404 (3), robots.txt (1)``. By portal and month, the months of a
    crawled portal in which nothing was listed stand as zeros between the others.
    """
    groups = read_groups(by, COVERAGE.words)
    found = ask(engine, COVERAGE, by=groups, where=where)
    reasons = _reasons(ask(engine, COVERAGE, by=[*groups, "reason"], where=where), len(groups))
    n_groups = len(groups)
    rows = [(*row, None if row[n_groups] is None else reasons.get(row[:n_groups], "")) for row in found.rows]
    if set(groups) == {"portal", "month"}:
        rows.extend(_quiet_months(groups, rows))
        rows.sort(key=lambda row: row[:n_groups])
    dashes = any(row[n_groups] is None for row in rows)
    return Answer((*found.columns, "failures"), tuple(rows), (*found.notes, *([NOT_CRAWLED] if dashes else [])))


def _reasons(found: Answer, n_groups: int) -> dict[tuple[Any, ...], str]:
    """Return the reasons of failed addresses with their numbers, by group; the most frequent first."""
    told: dict[tuple[Any, ...], list[tuple[int, str]]] = {}
    place = found.columns.index("n_failed")
    reason = found.columns.index("reason")
    for row in found.rows:
        if row[place]:
            told.setdefault(row[:n_groups], []).append((row[place], row[reason]))
    for counts in told.values():
        counts.sort(key=lambda item: (-item[0], item[1]))
    return {group: ", ".join(f"{why} ({number})" for number, why in counts) for group, counts in told.items()}


def _quiet_months(groups: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Yield a row of zeros for every month between two others of a crawled portal in which nothing was published."""
    portal, month = groups.index("portal"), groups.index("month")
    months: dict[str, list[str]] = {}
    for row in rows:
        if row[month] != UNKNOWN and row[len(groups)] is not None:
            months.setdefault(row[portal], []).append(row[month])
    zeros = (0 if name in COVERAGE.totals else None for name in COVERAGE.measures)
    measures = (*zeros, "")
    for name, told in months.items():
        for quiet in sorted(set(months_between(min(told), max(told))) - set(told)):
            yield (*((name, quiet) if portal < month else (quiet, name)), *measures)


def months_between(first: str, last: str) -> Iterator[str]:
    """Yield the months from one to another.

    >>> list(months_between("2024-11", "2025-02"))
    ['2024-11', '2024-12', '2025-01', '2025-02']
    """
    start, end = (12 * int(month[:4]) + int(month[5:]) - 1 for month in (first, last))
    for number in range(start, end + 1):
        yield f"{number // 12:04}-{number % 12 + 1:02}"
