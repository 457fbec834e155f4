"""Visits (lượt truy cập): one address is asked for, politely and as often as it takes, and how it ended is archived."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic
from urllib.parse import urlsplit

from schemas.crawls import Fetch, FetchOutcome
from schemas.errors import FetchError, ReadError
from scraper.archive import Archive, Exchange
from scraper.archive.bodies import decode_body
from scraper.archive.exchange import utc_minute
from scraper.crawl.addresses import canonical_address, full_address
from scraper.crawl.pace import LONGEST_WAIT, Pace, Sleep, back_off, retry_after
from scraper.crawl.robots import Robots, read_robots
from scraper.crawl.safety import refusal
from scraper.crawl.transport import LARGEST, NoReplyError, Reply, Transport, unwanted_type
from scraper.encodings import content_type
from scraper.portals import Portal

#: Redirects that are followed one after the other.
MOST_REDIRECTS = 5
#: A host that gives no response to so many addresses in a row is left alone.
MOST_SILENT = 5
_AGAIN = frozenset({408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = (
    "HTTP 5",
    "HTTP 429",
    "HTTP 408",
    "timeout",
    "no connection",
    "connection lost",
    "host not found",
    "truncated body",
    "robots.txt",
)
_UNPACKED = 2


class StopCrawlError(FetchError):
    """The host is to be left alone: it asks for it, or it does not answer any more."""


@dataclass(frozen=True)
class Visit:
    """How asking for an address ended.

    Attributes:
        fetch: The row of the crawl log.
        exchange: The last response, where one came.
        body: The page without its content encoding; empty where there is no whole page.
        target: Where a redirect leads, in full.
    """

    fetch: Fetch
    exchange: Exchange | None = None
    body: bytes = b""
    target: str | None = None

    @property
    def charset(self) -> str | None:
        """The charset that the ``Content-Type`` header tells."""
        return content_type((self.exchange.header("Content-Type") if self.exchange else None) or "")[1]


def may_pass(reason: str | None) -> bool:
    """Tell whether a failure or refusal may end otherwise the next time.

    >>> may_pass("HTTP 503"), may_pass("content type image/png")
    (True, False)
    """
    return bool(reason and reason.startswith(_PASSING))


class Visitor:
    """Asks for the addresses of one portal, one at a time for each host, as robots.txt and the portal allow.

    Attributes:
        portal: The portal.
        archive: Where every response and every outcome goes.
    """

    def __init__(
        self,
        portal: Portal,
        archive: Archive,
        transport: Transport,
        *,
        agent: str,
        say: Callable[[str], None],
        sleep: Sleep = asyncio.sleep,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Prepare to visit.

        Args:
            portal: The portal.
            archive: Its archive, open.
            transport: What asks.
            agent: The ``User-Agent`` header.
            say: Takes messages for the user.
            sleep: Waits some seconds.
            clock: Tells the seconds that have passed.
        """
        self.portal, self.archive = portal, archive
        self._transport, self._say = transport, say
        self._sleep, self._clock = sleep, clock
        self._headers = {
            "User-Agent": agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "vi",
            "Accept-Encoding": "gzip, deflate",
        }
        self._paces: dict[str, Pace] = {}
        self._robots: dict[str, Robots] = {}
        self._silent = 0

    def canonical(self, address: str, base: str | None = None) -> str:
        """Return the canonical form of an address of the portal.

        Raises:
            FetchError: as :func:`canonical_address`.
        """
        return canonical_address(address, base=base, hosts=self.portal.hosts, scheme=self.portal.scheme)

    def refusal(self, address: str) -> str | None:
        """Return why an address of that text is none to fetch, or ``None``."""
        return refusal(address, self.portal.hosts, loopback=self.portal.loopback)

    async def ask(self, fetch: Fetch, *, conditional: bool = False) -> Visit:
        """Ask for an address once, redirects aside; the last response is not archived yet, for :meth:`keep` to do.

        Args:
            fetch: Its row of the crawl log.
            conditional: Ask only for what has changed since the archive's last whole response.

        Raises:
            StopCrawlError: the host is to be left alone.
        """
        refused = self.refusal(fetch.url) or (await self.robots(fetch.url)).refusal(fetch.url)
        if refused:
            return Visit(_ended(fetch, "refused", refused))
        asked = [fetch.url]
        while True:
            visit = await self._attempts(fetch, asked[-1], conditional=conditional)
            if visit.target is None:
                return visit
            address, problem = self._hop(visit, asked)
            if problem:
                return problem
            if address is None:
                return visit
            self._store_in_passing(visit)
            asked.append(address)

    def keep(self, visit: Visit) -> Visit:
        """Archive how a visit ended, and return it with its row as saved."""
        if visit.exchange is None:
            self.archive.note(visit.fetch)
            return visit
        return replace(visit, fetch=self.archive.store(visit.exchange, visit.fetch).fetch)

    def _hop(self, visit: Visit, asked: list[str]) -> tuple[str | None, Visit | None]:
        """Return the address to ask for next, where a redirect leads to another spelling of the same one."""
        target = visit.target or ""
        try:
            canonical = self.canonical(target)
        except FetchError:
            return None, replace(visit, fetch=_ended(visit.fetch, "failed", "redirect to no address"), target=None)
        refused = self.refusal(canonical)
        if refused:
            return None, replace(visit, fetch=_ended(visit.fetch, "refused", f"redirect: {refused}"), target=None)
        if canonical != visit.fetch.url:
            return None, None
        if target in asked or len(asked) > MOST_REDIRECTS:
            return None, replace(visit, fetch=_ended(visit.fetch, "failed", "redirect loop"), target=None)
        return target, None

    async def robots(self, address: str) -> Robots:
        """Return the rules of the host of an address; they are asked for once in a crawl."""
        parts = urlsplit(address)
        key = f"{parts.scheme}://{parts.netloc}"
        if key not in self._robots:
            self._robots[key] = await self._ask_robots(f"{key}/robots.txt")
            self._pace(address).at_least(self._robots[key].delay)
        return self._robots[key]

    async def _ask_robots(self, address: str) -> Robots:
        fetch = Fetch(portal=self.portal.id, url=address, role="robots", listed=minute())
        for _ in range(MOST_REDIRECTS + 1):
            visit = await self._attempts(fetch, fetch.url)
            if visit.target:
                visit, fetch = self._robots_elsewhere(visit)
            visit = self.keep(visit)
            if visit.target is None:
                break
        else:
            visit = Visit(_ended(fetch, "failed", "redirect loop"))
        status = visit.fetch.status or 0
        if visit.fetch.outcome in ("fetched", "unchanged"):
            return read_robots(visit.body)
        if 400 <= status < 500 and status != 429:
            return Robots()
        reason = visit.fetch.reason or "no answer"
        self._say(f"{address}: failed: {reason}; nothing of this host is fetched until it can be read (RFC 9309)")
        return Robots(unreachable=reason)

    def _robots_elsewhere(self, visit: Visit) -> tuple[Visit, Fetch]:
        target = visit.target or ""
        refused = self.refusal(target)
        if refused:
            fetch = _ended(visit.fetch, "refused", f"redirect: {refused}")
            return replace(visit, fetch=fetch, target=None), fetch
        return visit, Fetch(portal=self.portal.id, url=target, role="robots", listed=minute())

    def _pace(self, address: str) -> Pace:
        host = urlsplit(address).hostname or ""
        if host not in self._paces:
            self._paces[host] = Pace(self.portal.politeness.delay, sleep=self._sleep, clock=self._clock)
        return self._paces[host]

    async def _attempts(self, fetch: Fetch, address: str, *, conditional: bool = False) -> Visit:
        """Ask until a response comes that is not to be asked for again, or the attempts are used up."""
        last = self.portal.politeness.retries + 1
        for attempt in range(1, last + 1):
            visit, again = await self._attempt(fetch, address, conditional=conditional)
            if not again or attempt == last:
                break
            wait = self._wait(visit, attempt)
            if visit.exchange:
                self._store_in_passing(visit)
            await self._sleep(wait)
        self._listen(visit)
        return visit

    def _wait(self, visit: Visit, attempt: int) -> float:
        asked = retry_after(visit.exchange.header("Retry-After") if visit.exchange else None)
        if asked is not None and asked > LONGEST_WAIT:
            self.keep(visit)
            raise StopCrawlError(
                f"{visit.fetch.reason}: it asks to wait {asked:,.0f} seconds; go on later", source=visit.fetch.url
            )
        return max(back_off(attempt, self._pace(visit.fetch.url).floor), asked or 0.0)

    def _listen(self, visit: Visit) -> None:
        """Count the addresses in a row that no response came for."""
        self._silent = self._silent + 1 if visit.exchange is None and visit.fetch.outcome == "failed" else 0
        if self._silent >= MOST_SILENT:
            self.keep(visit)
            raise StopCrawlError(
                f"no response to {MOST_SILENT} addresses in a row ({visit.fetch.reason}); go on later",
                source=urlsplit(visit.fetch.url).netloc,
            )

    async def _attempt(self, fetch: Fetch, address: str, *, conditional: bool) -> tuple[Visit, bool]:
        headers = self._headers | (self._conditions(fetch) if conditional else {})
        try:
            async with self._pace(address):
                reply = await self._transport.get(
                    address, role=fetch.role, headers=headers, timeout=self.portal.politeness.timeout
                )
        except NoReplyError as error:
            return Visit(_ended(fetch, "refused" if error.refused else "failed", error.message)), not error.refused
        return self._judge(fetch, reply)

    def _conditions(self, fetch: Fetch) -> dict[str, str]:
        known = self.archive.known(fetch.url)
        if known is None or known.outcome not in ("fetched", "unchanged"):
            return {}
        told = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in told.items() if value}

    def _judge(self, fetch: Fetch, reply: Reply) -> tuple[Visit, bool]:
        """Return what a response means, and whether to ask again."""
        exchange = reply.exchange
        status = exchange.status
        if status in _REDIRECTS:
            location = exchange.header("Location")
            if location:
                return Visit(_ended(fetch, "fetched"), exchange, target=full_address(exchange.url, location)), False
            return Visit(_ended(fetch, "failed", f"HTTP {status} without an address"), exchange), False
        if status == 304:
            return Visit(_ended(fetch, "unchanged"), exchange), False
        if status in (404, 410):
            return Visit(_ended(fetch, "gone"), exchange), False
        if status != 200:
            return Visit(_ended(fetch, "failed", f"HTTP {status}"), exchange), status in _AGAIN
        return _judge_body(fetch, reply)

    def _store_in_passing(self, visit: Visit) -> None:
        """Archive a response that is not the last word on its address: the row goes on waiting."""
        if visit.exchange:
            self.archive.store(visit.exchange, visit.fetch.model_copy(update={"outcome": "waiting"}))


def _judge_body(fetch: Fetch, reply: Reply) -> tuple[Visit, bool]:
    exchange = reply.exchange
    kind = unwanted_type(exchange.header("Content-Type") or "", fetch.role)
    reason, again = reply.cut or kind, bool(reply.cut and reply.passing)
    body = b""
    if not reason:
        try:
            limit = _UNPACKED * LARGEST[fetch.role]
            body = decode_body(exchange.body, content=exchange.header("Content-Encoding") or "", limit=limit)
        except ReadError as error:
            reason, again = _unpacking(error)
            exchange = replace(exchange, truncated="length")
    if not reason and not body.strip() and fetch.role != "robots":
        reason = "empty page"
    if reason:
        return Visit(_ended(fetch, "failed", reason), exchange), again
    return Visit(_ended(fetch, "fetched"), exchange, body), False


def _unpacking(error: ReadError) -> tuple[str, bool]:
    """Return why a body could not be unpacked, in words that can be counted, and whether to ask again."""
    if "cut short" in error.message:
        return "truncated body", True
    if "more than" in error.message:
        return "decompression bomb", False
    return ("unknown content encoding" if error.message.endswith("is unknown") else "broken compressed body"), False


def _ended(fetch: Fetch, outcome: FetchOutcome, reason: str | None = None) -> Fetch:
    return fetch.model_copy(update={"outcome": outcome, "reason": reason, "status": None, "fetched": None})


def minute() -> str:
    """Return the present moment in UTC, as the crawl log has it: ``2025-01-06T01:15``."""
    return utc_minute(datetime.now(UTC))
