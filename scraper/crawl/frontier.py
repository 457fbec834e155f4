"""The frontier (địa chỉ đã biết và chưa lấy): addresses that are named, asked for, refused, and how each one ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from schemas.crawls import AddressRole, Fetch
from schemas.errors import FetchError
from scraper.crawl.links import Link
from scraper.crawl.report import CrawlReport
from scraper.crawl.visits import MOST_REDIRECTS, Visit, Visitor, minute

#: Outcomes after which the archive holds the address as it was last.
DONE = ("fetched", "unchanged")
_LONGEST_REFUSED = 500


@dataclass(frozen=True)
class Entry:
    """An article that a page names: its canonical address, the day it is listed with, whether this crawl found it."""

    url: str
    published: str | None
    new: bool


class Frontier:
    """The addresses of one crawl, over the archive that keeps them.

    Attributes:
        asked: Addresses that this crawl has asked for or refused.
        named: Articles that listings, feeds and sitemaps have named in this crawl.
        changed: When an article was changed last, as feeds and sitemaps say.
        report: How every address ended.
    """

    def __init__(self, visitor: Visitor, *, say: Callable[[str], None], step: Callable[[], None]) -> None:
        """Begin with what the archive knows."""
        self.asked: set[str] = set()
        self.named: set[str] = set()
        self.changed: dict[str, str] = {}
        self.report = CrawlReport(visitor.portal.id)
        self._visitor, self._archive, self._say, self._step = visitor, visitor.archive, say, step
        self._fresh: set[str] = set()

    def new(self, url: str, role: AddressRole, published: str | None = None) -> Fetch:
        """Return the row of an address that was not known."""
        return Fetch(portal=self.report.portal, url=url, role=role, listed=minute(), published=published)

    def row(self, address: str, role: AddressRole) -> Fetch | None:
        """Return the row of an address that is to be asked for; ``None`` where it is refused."""
        url = self._allowed(address, role)
        return (self._archive.fetch(url) or self.new(url, role)) if url else None

    def register(self, links: Iterable[Link], *, selected: bool) -> list[Entry]:
        """Write articles down that are named, and return them, each once.

        Args:
            links: The links.
            selected: They were chosen from a page already; else the portal's pattern tells which are articles.
        """
        found: dict[str, Entry] = {}
        fresh: list[Fetch] = []
        lists = self._listings()
        for link in links:
            url = self._allowed(link.address, "article")
            if url is None or url in found or url in lists or (not selected and self._is_other(url)):
                continue
            known = self._archive.fetch(url)
            if known is None:
                self._fresh.add(url)
                fresh.append(self.new(url, "article", link.published))
            elif link.published and not known.published:
                fresh.append(known.model_copy(update={"published": link.published}))
            if link.changed:
                self.changed[url] = link.changed
            found[url] = Entry(url, link.published or (known.published if known else None), url in self._fresh)
        self.report.new += self._archive.add(fresh)
        self.named.update(found)
        self.report.listed = len(self.named)
        return list(found.values())

    def _is_other(self, url: str) -> bool:
        return self._visitor.portal.is_article(url) is False

    def _listings(self) -> set[str]:
        portal = self._visitor.portal
        return {self._visitor.canonical(portal.address(listing.url)) for listing in portal.listings}

    def _allowed(self, address: str, role: AddressRole) -> str | None:
        """Return the canonical address, or refuse it and return ``None``."""
        try:
            url = self._visitor.canonical(address)
            refused = self._visitor.refusal(url)
        except FetchError:
            url, refused = address, "not an address"
        if refused:
            self.refuse(url, refused, role=role)
        return None if refused else url

    def refuse(self, address: str, reason: str, *, role: AddressRole) -> None:
        """Take down that an address is not asked for; what was refused before for the same reason is only counted."""
        url = address if len(address) <= _LONGEST_REFUSED else f"{address[: _LONGEST_REFUSED - 1]}…"
        if url in self.asked:
            return
        self.asked.add(url)
        known = self._archive.fetch(url)
        fetch = (known or self.new(url, role)).model_copy(update={"outcome": "refused", "reason": reason})
        if known == fetch:
            self.report.take(fetch)
        else:
            self.note(fetch)

    async def follow(self, fetch: Fetch, *, conditional: bool = False) -> Visit:
        """Ask for an address and for what it redirects to; the last visit is not archived yet, for :meth:`end` to do.

        Raises:
            StopCrawlError: the host is to be left alone.
        """
        hops: list[Fetch] = []
        while True:
            self.asked.add(fetch.url)
            visit = await self._visitor.ask(fetch, conditional=conditional and fetch.outcome in DONE)
            target = self._visitor.canonical(visit.target) if visit.target else None
            visit = self._judged(visit, target, [*hops, fetch])
            if target is None or visit.target is None:
                self._end_hops(hops, visit.fetch)
                return visit
            hops.append(fetch)
            self._archive.add([self.new(target, fetch.role, fetch.published)])
            self.end(visit)
            fetch = self._archive.fetch(target) or self.new(target, fetch.role, fetch.published)

    def _judged(self, visit: Visit, target: str | None, hops: Sequence[Fetch]) -> Visit:
        """Return the visit without its target where that is not to be asked for."""
        if target is None:
            return visit
        if any(hop.url == target for hop in hops):
            return replace(visit, fetch=failed(visit.fetch, "redirect loop"), target=None)
        if len(hops) > MOST_REDIRECTS:
            return replace(visit, fetch=failed(visit.fetch, "too many redirects"), target=None)
        is_article = visit.fetch.role == "article"
        if is_article and target == self._visitor.canonical(self._visitor.portal.home):
            gone = visit.fetch.model_copy(update={"outcome": "gone", "reason": "redirect to the home page"})
            return replace(visit, fetch=gone, target=None)
        known = self._archive.fetch(target)
        if target in self.asked or (is_article and known and known.outcome in DONE):
            return replace(visit, target=None)
        return visit

    def _end_hops(self, hops: Sequence[Fetch], last: Fetch) -> None:
        """Take down of addresses whose redirects lead nowhere how they ended."""
        if last.outcome == "refused" or (last.reason or "").startswith(("redirect", "too many redirects")):
            for hop in hops:
                row = self._archive.fetch(hop.url) or hop
                self.note(row.model_copy(update={"outcome": last.outcome, "reason": last.reason}))

    def end(self, visit: Visit) -> Visit:
        """Archive and count how a visit ended."""
        visit = self._visitor.keep(visit)
        self._tell(visit.fetch)
        return visit

    def note(self, fetch: Fetch) -> None:
        """Archive and count how an address ended for which no response came."""
        self._archive.note(fetch)
        self._tell(fetch)

    def _tell(self, fetch: Fetch) -> None:
        self.report.take(fetch)
        self._step()
        if fetch.outcome in ("failed", "refused"):
            self._say(f"{fetch.url}: {fetch.outcome}: {fetch.reason}")


def failed(fetch: Fetch, reason: str) -> Fetch:
    """Return the row of an address that failed."""
    return fetch.model_copy(update={"outcome": "failed", "reason": reason})
