"""The walk through a portal (một lượt thu thập): feeds, sitemaps and listings name articles, and these are visited.

What is still to be done stands in the archive at every moment: addresses that are listed and not fetched, and the next
page of a listing that was not read to its end. The next page is written down before the page that leads to it counts
as read, so a crawl that is killed anywhere goes on where it was.

A listing is read from its first page on. Its end is a page without articles, one that shows only what this crawl has
seen on it before, or one that is gone. A page that shows nothing new ends the reading where the next one was read by
an earlier crawl; where it was not, the back-fill goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from schemas.crawls import AddressRole, Fetch
from schemas.errors import FetchError, ReadError
from scraper.crawl.articles import day_of
from scraper.crawl.feeds import Feed, read_feed
from scraper.crawl.frontier import DONE, Entry, Frontier, failed
from scraper.crawl.links import ListingPage, read_listing
from scraper.crawl.pages import PageOrder
from scraper.crawl.period import Period, days_ago
from scraper.crawl.report import CrawlReport
from scraper.crawl.visits import StopCrawlError, Visit, Visitor, may_pass
from scraper.encodings import decode
from scraper.portals import Listing, detect_family, with_family

#: Days after its publication during which an article is asked for again: portals correct what they have just published.
LOOK_BACK = 7
#: Sitemaps within sitemaps that are read, and sitemaps in all.
DEEPEST, MOST_SITEMAPS = 3, 1_000


class _LimitReached(Exception):
    """As many articles were asked for as were wanted."""


class Walk:
    """One crawl of one portal.

    Attributes:
        report: What it did.
    """

    def __init__(
        self,
        visitor: Visitor,
        *,
        period: Period,
        limit: int | None = None,
        refresh: bool = False,
        say: Callable[[str], None],
        step: Callable[[], None] = lambda: None,
    ) -> None:
        """Prepare a crawl.

        Args:
            visitor: Asks for the addresses of the portal.
            period: The days of publication that are wanted.
            limit: Articles to ask for at most.
            refresh: Ask for all known articles of the period again, for what has changed in them.
            say: Takes messages for the user.
            step: Called when an address has ended, to show how far the crawl is.
        """
        if not visitor.portal.listings:
            visitor.portal = visitor.portal.model_copy(update={"listings": (Listing(url="/"),)})
        self._visitor, self._archive = visitor, visitor.archive
        self._unknown = visitor.portal.cms is None
        self._frontier = Frontier(visitor, say=say, step=step)
        self._period, self._limit, self._refresh = period, limit, refresh
        self._recent = days_ago(LOOK_BACK)
        self._read_sitemaps = self._visits = 0

    @property
    def report(self) -> CrawlReport:
        """What the crawl did."""
        return self._frontier.report

    async def run(self) -> None:
        """Crawl; what was done is in the report.

        Raises:
            ArchiveError: the archive cannot be written.
        """
        portal = self._visitor.portal
        known = portal.cms or portal.feeds or portal.sitemaps
        steps = (self._feeds, self._listings) if known else (self._listings, self._feeds)
        stopped = None
        try:
            await self._ask_robots()
            for step in (*steps, self._sitemaps, self._rest):
                await step()
        except StopCrawlError as error:
            stopped = str(error)
        except _LimitReached:
            pass
        self._count_waiting()
        self.report.stopped = stopped

    async def _ask_robots(self) -> None:
        robots = await self._visitor.robots(self._visitor.portal.home)
        if robots.unreachable:
            raise StopCrawlError(
                f"robots.txt: {robots.unreachable}; nothing is fetched until it can be read",
                source=self._visitor.portal.hosts[0],
            )

    async def _feeds(self) -> None:
        for address in self._visitor.portal.feeds:
            await self._feed(self._visitor.portal.address(address), "feed")

    async def _sitemaps(self) -> None:
        """Read sitemaps after the listings, which tell the days of articles."""
        portal = self._visitor.portal
        robots = await self._visitor.robots(portal.home)
        for address in portal.sitemaps or robots.sitemaps:
            await self._feed(portal.address(address), "sitemap")

    async def _feed(self, address: str, role: AddressRole, depth: int = 1) -> None:
        fetch = self._frontier.row(address, role)
        if fetch is None or fetch.url in self._frontier.asked or self._read_sitemaps >= MOST_SITEMAPS:
            return
        self._read_sitemaps += role == "sitemap"
        visit = await self._frontier.follow(fetch)
        feed = Feed(())
        if visit.fetch.outcome == "fetched":
            try:
                feed = read_feed(visit.body, visit.exchange.url if visit.exchange else fetch.url)
            except FetchError as error:
                visit = replace(visit, fetch=failed(visit.fetch, error.message))
        self._frontier.register([link for link in feed.links if not self._is_old(link.changed)], selected=False)
        self._frontier.end(visit)
        for link in feed.sitemaps if depth < DEEPEST else ():
            if not self._is_old(link.changed):
                await self._feed(link.address, "sitemap", depth + 1)

    def _is_old(self, changed: str | None) -> bool:
        """Tell whether something was changed last before the period, and so came out before it, too."""
        return bool(changed and self._period.is_before(changed))

    async def _listings(self) -> None:
        unread = [fetch for fetch in self._archive.waiting() if fetch.role == "listing"]
        for number in range(len(self._visitor.portal.listings)):
            await self._pages(number, self._visitor.portal.address(self._visitor.portal.listings[number].url))
        for fetch in unread:
            if fetch.url not in self._frontier.asked and not self._is_old(fetch.published):
                await self._pages(self._listing_of(fetch.url), fetch.url)

    def _listing_of(self, url: str) -> int:
        """Return the number of the listing that a page belongs to: the one whose address is most like the page's."""
        portal = self._visitor.portal
        alike = [_alike(portal.address(listing.url), url) for listing in portal.listings]
        return alike.index(max(alike))

    async def _pages(self, number: int, address: str) -> None:
        """Read a listing from one of its pages on."""
        order = PageOrder(self._visitor, number)
        seen: set[str] = set()
        following: str | None = address
        first = True
        while following:
            fetch = self._frontier.row(following, "listing")
            if fetch is None or fetch.url in self._frontier.asked:
                return
            following = await self._page(fetch, order, seen, first=first)
            first = False

    async def _page(self, fetch: Fetch, order: PageOrder, seen: set[str], *, first: bool) -> str | None:
        """Read one page of a listing, visit its articles, and return the address of the next page to read."""
        visit = await self._frontier.follow(fetch, conditional=True)
        page = self._shown(visit, order)
        if page is None:
            self._frontier.end(visit)
            return None
        if not page.links and first:
            visit = replace(visit, fetch=failed(visit.fetch, "no articles listed"))
        entries = self._frontier.register(page.links, selected=True)
        repeated = {entry.url for entry in entries} <= seen
        seen.update(entry.url for entry in entries)
        following = None if repeated else self._next(order.after(fetch.url) or page.following, entries)
        if page.post_back and not order.templated:
            self._frontier.refuse(f"{fetch.url}#post-back", "post-back paging", role="listing")
        self._frontier.end(visit)
        days = [await self._article(entry) or entry.published for entry in entries]
        return None if self._all_past(days) else following

    def _shown(self, visit: Visit, order: PageOrder) -> ListingPage | None:
        """Return what a listing page shows, or ``None`` where there is none to read.

        On a portal without a definition the selectors of its family are a guess: where they find nothing, links as
        long as titles count.
        """
        if visit.fetch.outcome != "fetched" or visit.exchange is None:
            return None
        try:
            html, _ = decode(visit.body, declared=self._visitor.portal.encoding or visit.charset)
        except ReadError:
            html = visit.body.decode("utf-8", errors="replace")
        if self._visitor.portal.cms is None:
            self._visitor.portal = with_family(self._visitor.portal, detect_family(html))
        page = read_listing(html, visit.exchange.url, paging=order.listing, portal=self._visitor.portal)
        if page.links or not self._unknown:
            return page
        free = order.listing.model_copy(update={"item": None})
        return read_listing(html, visit.exchange.url, paging=free, portal=self._visitor.portal)

    def _next(self, address: str | None, entries: Sequence[Entry]) -> str | None:
        """Write down that the next page is to be read, where it is, and return its address."""
        fetch = self._frontier.row(address, "listing") if address else None
        if fetch is None or fetch.url in self._frontier.asked:
            return None
        known = self._archive.fetch(fetch.url)
        if known and known.outcome != "waiting" and not any(entry.new for entry in entries):
            return None
        days = [entry.published for entry in entries]
        newest = max(day for day in days if day) if days and all(days) else None
        waiting = fetch.model_copy(update={"outcome": "waiting", "reason": None, "published": newest})
        if known is None:
            self._archive.add([waiting])
        elif known.outcome != "waiting":
            self._archive.note(waiting)
        return fetch.url

    def _all_past(self, days: Sequence[str | None]) -> bool:
        """Tell whether all articles of a page came out before the period."""
        return bool(days) and all(day is not None and self._period.is_before(day) for day in days)

    async def _article(self, entry: Entry) -> str | None:
        """Visit an article where that is due, and return the day that it tells itself."""
        fetch = self._archive.fetch(entry.url)
        return await self._visit(fetch) if fetch else None

    async def _rest(self) -> None:
        """Visit what earlier crawls left, and ask again for what may have changed."""
        for fetch in self._archive.fetches():
            if fetch.role == "article":
                await self._visit(fetch)

    async def _visit(self, fetch: Fetch) -> str | None:
        """Visit an article where that is due, and return the day that it tells itself where nothing else does."""
        if fetch.url in self._frontier.asked or not self._is_due(fetch):
            return None
        visit = self._frontier.end(await self._frontier.follow(fetch, conditional=fetch.outcome in DONE))
        told = fetch.published or self._period.open or not visit.body
        day = None if told else day_of(visit, self._visitor.portal)
        self.report.outside += day is not None and not self._period.holds(day)
        self._visits += 1
        if self._visits == self._limit:
            raise _LimitReached
        return day

    def _is_due(self, fetch: Fetch) -> bool:
        if self._period.holds(fetch.published) is False:
            return False
        if fetch.outcome in DONE:
            return fetch.status in (200, 304) and (self._refresh or self._may_have_changed(fetch))
        if fetch.outcome == "gone":
            return self._refresh or fetch.url in self._frontier.named
        return fetch.outcome == "waiting" or self._refresh or may_pass(fetch.reason)

    def _may_have_changed(self, fetch: Fetch) -> bool:
        """Tell whether an article is new enough to be corrected still, or is said to have changed since it came."""
        if fetch.published and fetch.published[:10] >= self._recent:
            return True
        changed = self._frontier.changed.get(fetch.url)
        return bool(changed and fetch.fetched and changed[:10] >= max(fetch.fetched[:10], self._recent))

    def _count_waiting(self) -> None:
        for fetch in self._archive.waiting():
            if fetch.role == "article":
                outside = self._period.holds(fetch.published) is False
                self.report.outside += outside
                self.report.waiting += not outside


def _alike(one: str, other: str) -> int:
    """Return how many characters two addresses begin with alike.

    >>> _alike("/tin/noi-bat", "/tin/trang/2")
    5
    """
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
