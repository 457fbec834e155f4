"""Fetching of portals for the command line (lệnh thu thập): names and days to a crawl, a crawl to a summary."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from corpus.database import UsageError
from schemas.errors import FetchError, PortalError
from scraper.crawl.period import Period
from scraper.portals import load_portal
from scraper.spider import Order, crawl_portals


def fetch_portals(
    names: Sequence[str],
    *,
    raw: Path,
    since: str | None,
    until: str | None,
    limit: int | None,
    refresh: bool,
    contact: str,
    console: Console,
) -> int:
    """Crawl portals into archives below ``raw``, print what was done, and return how much of it failed.

    Args:
        names: Ids of portals, paths of definitions, or hosts.
        raw: The folder of archives.
        since: First day of publication that is wanted, as a partial date.
        until: Last one.
        limit: Articles to ask for at most, of each portal.
        refresh: Ask for known articles again, for what has changed in them.
        contact: A mail or web address for those who run the portals.
        console: For messages and the summary.

    Raises:
        UsageError: there is no such portal or day, no contact, or two portals are one.
    """
    try:
        portals = [load_portal(name) for name in dict.fromkeys(names)]
        order = Order(contact, Period.of(since, until), limit, refresh)
        reports = crawl_portals(portals, raw, order, console=console)
    except (FetchError, PortalError) as error:
        raise UsageError(error.message, source=error.source) from error
    for report in reports:
        for line in report.lines():
            console.print(line)
    return sum(report.failed for report in reports)
