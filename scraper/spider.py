"""The spider (trình thu thập): portals are crawled with Scrapy, politely, into archives.

Scrapy carries the requests: connections, TLS, names, limits of size and time. What is asked for, when, and how often
is decided by :mod:`scraper.crawl.walk` and :mod:`scraper.crawl.visits`, one request after the other; what may be asked
for by :mod:`scraper.crawl.safety`. Of Scrapy's own middlewares none is at work that would ask for more: no retries, no
redirects, no cookies, no proxy of the environment. Scripts are never run.
"""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from scrapy import Spider
from scrapy.crawler import CrawlerProcess

from schemas.errors import ArchiveError, FetchError, PortalError, ThiduaError
from scraper.archive import Archive
from scraper.crawl.period import EVERY_DAY, Period
from scraper.crawl.report import CrawlReport
from scraper.crawl.resolver import LOOPBACK_HOSTS
from scraper.crawl.safety import split_host
from scraper.crawl.transport import ScrapyTransport
from scraper.crawl.visits import Visitor
from scraper.crawl.walk import Walk
from scraper.portals import Portal, with_family
from scraper.portals.kept import keep_portal, kept_portal

_CONTACT = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://[\w./~%?=&#:-]+", re.ASCII)
_SETTINGS: dict[str, Any] = {
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "COMPRESSION_ENABLED": False,
    "COOKIES_ENABLED": False,
    "DOWNLOAD_FAIL_ON_DATALOSS": False,
    "DOWNLOAD_HANDLERS": {"data": None, "file": None, "ftp": None, "s3": None},
    "DOWNLOAD_MAXSIZE": 0,
    "DOWNLOAD_WARNSIZE": 0,
    "DNSCACHE_ENABLED": False,
    "HTTPPROXY_ENABLED": False,
    "LOG_ENABLED": False,
    "LOG_INSTALL_ROOT_HANDLER": False,
    "METAREFRESH_ENABLED": False,
    "REDIRECT_ENABLED": False,
    "REFERER_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "RETRY_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
    "STATS_DUMP": False,
    "TELNETCONSOLE_ENABLED": False,
    "TWISTED_DNS_RESOLVER": "scraper.crawl.resolver.JudgedResolver",
}


@dataclass(frozen=True)
class Order:
    """What is wanted of a crawl.

    Attributes:
        contact: A mail or web address for those who run the portals.
        period: The days of publication that are wanted.
        limit: Articles to ask for at most, of each portal.
        refresh: Ask for known articles again, for what has changed in them.
    """

    contact: str
    period: Period = EVERY_DAY
    limit: int | None = None
    refresh: bool = False

    def __post_init__(self) -> None:
        """Refuse what is no contact.

        Raises:
            FetchError: the contact is neither a mail nor a web address, or the limit is none.
        """
        if not _CONTACT.fullmatch(self.contact):
            raise FetchError(f"the contact {self.contact!r} is neither a mail address nor an http address")
        if self.limit is not None and self.limit < 1:
            raise FetchError(f"a limit of {self.limit} articles fetches nothing")

    @property
    def agent(self) -> str:
        """The ``User-Agent`` header."""
        return f"thidua/{version('thidua')} (+{self.contact})"


class PortalSpider(Spider):
    """Crawls one portal; its only start is the whole crawl."""

    name = "portal"

    def __init__(self, job: _Job, **kwargs: Any) -> None:
        """Take the crawl that is to be done."""
        super().__init__(**kwargs)
        self.job = job

    async def start(self) -> AsyncIterator[Any]:
        """Do the crawl, which hands its requests to the downloader itself."""
        await self.job.run(ScrapyTransport(self.crawler))
        return
        yield  # what makes this the generator that Scrapy wants


class _Job:
    """The crawl of one portal into its folder, with how it ended."""

    def __init__(self, portal: Portal, raw: Path, order: Order, console: Console) -> None:
        self.portal, self.order, self.console = portal, order, console
        self.archive = Archive(raw / portal.id, portal=portal.id)
        self.report = CrawlReport(portal.id)
        self.error: Exception | None = None
        self.step: Callable[[], None] = lambda: None

    def open(self) -> bool:
        """Open the archive and tell whether that could be done."""
        try:
            self.archive.open()
            _keep(self.portal, self.archive.folder)
        except (ArchiveError, OSError) as error:
            self.report.stopped = str(error)
            return False
        for message in self.archive.messages:
            self.console.print(message)
        return True

    async def run(self, transport: ScrapyTransport) -> None:
        """Crawl; what this project says on purpose ends in the report."""
        order, say = self.order, self.console.print
        try:
            visitor = Visitor(self.portal, self.archive, transport, agent=order.agent, say=say)
            walk = Walk(visitor, period=order.period, limit=order.limit, refresh=order.refresh, say=say, step=self.step)
            self.report = walk.report
            self.report.stopped = "interrupted"
            await walk.run()
            _keep(visitor.portal, self.archive.folder)
        except ThiduaError as error:
            self.report.stopped = str(error)
        except Exception as error:
            self.error = error


def _keep(portal: Portal, folder: Path) -> None:
    """Keep the definition of a portal; one without a family keeps that which an earlier crawl found."""
    try:
        kept = kept_portal(folder)
    except PortalError:
        kept = None
    keep_portal(with_family(portal, kept.cms if kept else None), folder)


def crawl_portals(portals: Sequence[Portal], raw: Path, order: Order, *, console: Console) -> list[CrawlReport]:
    """Crawl portals side by side, each into its folder below ``raw``, and return what was done.

    A process can do this once: Twisted's reactor does not start again. A portal whose archive cannot be opened or
    written is reported as stopped; the others go on.

    Args:
        portals: The portals; one host belongs to one of them.
        raw: The folder of archives; a portal's is named by its id.
        order: What is wanted.
        console: For messages.

    Raises:
        FetchError: two portals are the same, or have a host in common.
    """
    _check_apart(portals)
    jobs = [_Job(portal, raw, order, console) for portal in portals]
    try:
        opened = [job for job in jobs if job.open()]
        if opened:
            _run(opened, console)
    finally:
        for job in jobs:
            job.archive.close()
    for job in jobs:
        if job.error:
            raise job.error
    return [job.report for job in jobs]


def _run(jobs: Sequence[_Job], console: Console) -> None:
    """Crawl until all are done or the user interrupts; on a terminal, show how far the crawls are."""
    loopback = [split_host(host)[0] for job in jobs if job.portal.loopback for host in job.portal.hosts]
    process = CrawlerProcess(_SETTINGS | {LOOPBACK_HOSTS: loopback})
    for name in ("scrapy", "twisted"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    for job in jobs:
        process.crawl(PortalSpider, job=job)
    with console.status("…") if console.is_terminal else nullcontext() as status:
        if status:
            for job in jobs:
                job.step = lambda: status.update(" · ".join(job.report.lines()[0] for job in jobs))
        process.start()


def crawl(
    portal: Portal,
    folder: Path,
    *,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
    refresh: bool = False,
    contact: str,
    console: Console,
) -> CrawlReport:
    """Crawl one portal into ``folder/ID`` and return what was done; see :func:`crawl_portals`."""
    order = Order(contact, Period.of(since, until), limit, refresh)
    return crawl_portals([portal], folder, order, console=console)[0]


def _check_apart(portals: Sequence[Portal]) -> None:
    owners: dict[str, str] = {}
    for portal in portals:
        for host in portal.hosts:
            if host in owners:
                raise FetchError(f"{host} is asked for twice, by {owners[host]} and {portal.id}")
            owners[host] = portal.id
