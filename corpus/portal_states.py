"""The state of portals (tình trạng cổng thông tin): their last crawl, what came of it, and what to look into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from corpus.coverage import GIVEN, NOT_GIVEN, names_article
from corpus.crawl_tables import CrawlFetch
from corpus.database import reading
from corpus.expectations import unmet
from corpus.questions import Answer
from corpus.tables import ArticleRow
from schemas.crawls import Fetch
from schemas.vocabulary import provinces
from scraper.archive import is_archive, recent_crawl_log
from scraper.portals import Portal

COLUMNS = (
    *("portal", "province", "family", "verified", "last_crawl"),
    *("n_listed", "n_fetched", "n_failed", "n_waiting", "n_articles"),
)


@dataclass(slots=True)
class CrawlState:
    """What the crawl log of a portal says.

    Attributes:
        last: When the last response came in, ``None`` where none has.
        counts: Number of addresses of articles by how the last try ended.
        lost: Reasons why listings, feeds and sitemaps failed, with their numbers: articles may be missing.
    """

    last: str | None = None
    counts: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)

    def add(self, fetch: Fetch | Any) -> None:
        """Count an address."""
        self.last = max(filter(None, (self.last, fetch.fetched)), default=None)
        if names_article(fetch):
            self.counts[fetch.outcome] += 1
        elif fetch.role not in ("article", "robots") and fetch.outcome in NOT_GIVEN:
            self.lost[fetch.reason or fetch.outcome] += 1

    def numbers(self) -> tuple[int, int, int, int]:
        """Return the numbers of listed, fetched, failed and waiting addresses of articles."""
        fetched, failed = (sum(self.counts[outcome] for outcome in kinds) for kinds in (GIVEN, NOT_GIVEN))
        return self.counts.total(), fetched, failed, self.counts["waiting"]


def portal_states(portals: Sequence[Portal], *, raw: Path, engine: Engine | None, others: bool = True) -> Answer:
    """Return the portals with the state of their last crawl, one row each, and as notes what to look into.

    The state is that of the archive ``raw/PORTAL`` where it is there, else that of the crawl log in the database.

    Args:
        portals: The definitions.
        raw: The folder of the archives.
        engine: An open database; without one nothing is said about articles.
        others: Name portals that have an archive or articles and are none of these behind them.

    Raises:
        CorpusError: the database cannot be read.
        OSError: an archive cannot be read.
    """
    known = {portal.id: portal for portal in portals}
    archived = [folder.name for folder in sorted(raw.glob("*")) if is_archive(folder)]
    saved, articles = _saved(engine) if engine else ({}, {})
    rows, notes = [], []
    more = sorted({*archived, *saved, *articles} - set(known)) if others else []
    for name in [*known, *more]:
        state = _archived(raw / name) if name in archived else saved.get(name)
        numbers = (state.last, *state.numbers()) if state else (None,) * 5
        rows.append((name, *_told(known.get(name)), *numbers, articles.get(name)))
        notes += [f"{name}: {warning}" for warning in _warnings(known.get(name), state, engine)]
    return Answer(COLUMNS, tuple(rows), tuple(notes))


def _archived(folder: Path) -> CrawlState:
    state = CrawlState()
    for fetch in recent_crawl_log(folder):
        state.add(fetch)
    return state


def _saved(engine: Engine) -> tuple[dict[str, CrawlState], dict[str, int]]:
    """Return the state of each portal by the crawl log of a database, and its number of articles."""
    states: dict[str, CrawlState] = {}
    with reading(engine) as connection:
        for row in connection.execute(select(CrawlFetch.__table__)):
            states.setdefault(row.portal, CrawlState()).add(row)
        articles = select(ArticleRow.portal, func.count()).group_by(ArticleRow.portal)
        return states, {portal: number for portal, number in connection.execute(articles) if portal}


def _told(portal: Portal | None) -> tuple[str | None, str | None, str | None]:
    """Return what the definition of a portal tells: province, family, whether it is verified."""
    if portal is None:
        return None, None, None
    names = {row.id: row.name for row in provinces()}
    return names.get(portal.province or ""), portal.cms, "yes" if portal.verified else "no"


def _warnings(portal: Portal | None, state: CrawlState | None, engine: Engine | None) -> Iterable[str]:
    if state and state.lost:
        reasons = ", ".join(f"{reason} ({number})" for reason, number in state.lost.most_common())
        yield f"{state.lost.total()} listings, feeds or sitemaps failed: {reasons}; articles may be missing"
    if portal and engine:
        yield from unmet(engine, portal)
