"""What a host asks of robots (robots.txt): what may be fetched, and how slowly (RFC 9309, and Crawl-delay)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from protego import Protego

#: The name that rules for this program go by.
AGENT = "thidua"
#: Bytes of a robots.txt that are read; RFC 9309 asks for 500 KiB at least.
LARGEST_ROBOTS = 500 * 1024


@dataclass(frozen=True)
class Robots:
    """The rules of one host.

    Attributes:
        delay: Seconds between two requests that it asks for.
        sitemaps: Addresses of sitemaps that it names.
        unreachable: Why the rules could not be read; nothing is fetched then.
    """

    delay: float = 0.0
    sitemaps: tuple[str, ...] = ()
    unreachable: str | None = None
    _rules: Protego | None = None

    def refusal(self, address: str) -> str | None:
        """Return why an address may not be fetched, or ``None``."""
        if self.unreachable:
            return "robots.txt unreachable"
        return None if self._rules is None or self._rules.can_fetch(address, AGENT) else "robots.txt"


def read_robots(body: bytes) -> Robots:
    r"""Return the rules of a robots.txt.

    >>> rules = read_robots(b"User-agent: *\nCrawl-delay: 0.5\nDisallow: /noi-bo/")
    >>> rules.delay, rules.refusal("https://a.vn/noi-bo/1"), rules.refusal("https://a.vn/tin/1")
    (0.5, 'robots.txt', None)
    """
    rules = Protego.parse(body[:LARGEST_ROBOTS].decode("utf-8-sig", errors="replace"))
    delay = rules.crawl_delay(AGENT)
    valid = delay is not None and math.isfinite(delay) and delay > 0
    return Robots(float(delay) if valid and delay else 0.0, tuple(rules.sitemaps), None, rules)
