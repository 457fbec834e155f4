"""What a crawl did (kết quả thu thập): every address of it once, counted by how it ended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from schemas.crawls import AddressRole, Fetch, FetchOutcome


@dataclass
class CrawlReport:
    """What one crawl of one portal did.

    Attributes:
        portal: The portal's id.
        listed: Articles that listings, feeds and sitemaps named.
        new: Those of them that were not known before.
        outside: Articles of no day within the period: not asked for, or asked for because only they themselves tell
            their day.
        waiting: Articles within the period that are still to be fetched.
        stopped: Why the crawl ended before its end, if it did.
    """

    portal: str
    listed: int = 0
    new: int = 0
    outside: int = 0
    waiting: int = 0
    stopped: str | None = None
    _ended: dict[str, tuple[AddressRole, FetchOutcome, str | None]] = field(default_factory=dict)

    def take(self, fetch: Fetch) -> None:
        """Count how an address ended; the last word on it is what counts."""
        self._ended[fetch.url] = (fetch.role, fetch.outcome, fetch.reason)

    def count(self, outcome: FetchOutcome, role: AddressRole = "article") -> int:
        """Return how many addresses of a role ended so."""
        return sum(each[:2] == (role, outcome) for each in self._ended.values())

    def reasons(self, outcome: FetchOutcome) -> Counter[str]:
        """Return how many addresses, whatever their role, ended so, by reason."""
        return Counter(
            f"{reason or 'without a reason'}{'' if role == 'article' else f' ({role})'}"
            for role, ended, reason in self._ended.values()
            if ended == outcome
        )

    @property
    def failed(self) -> int:
        """How many addresses failed; a crawl that was stopped counts as one more."""
        return sum(self.reasons("failed").values()) + (self.stopped is not None)

    def lines(self) -> list[str]:
        r"""Return the summary for people.

        >>> report = CrawlReport("so-vi-du", listed=3, new=2)
        >>> address = "https://example.gov.vn/tin/1"
        >>> for outcome, reason in (("fetched", None), ("failed", "HTTP 500")):
        ...     report.take(Fetch(portal="so-vi-du", url=address + outcome, role="article", listed="2025-01-06",
        ...                       outcome=outcome, reason=reason))
        >>> print("\n".join(report.lines()))
        so-vi-du: listed 3 (2 new), fetched 1, unchanged 0, gone 0, refused 0, failed 1
          1 failed: HTTP 500
        """
        counts = [f"listed {self.listed:,} ({self.new:,} new)"]
        counts += [f"{outcome} {self.count(outcome):,}" for outcome in ("fetched", "unchanged", "gone")]
        refused, failed = self.reasons("refused"), self.reasons("failed")
        counts += [f"refused {sum(refused.values()):,}", f"failed {sum(failed.values()):,}"]
        lines = [f"{self.portal}: {', '.join(counts)}"]
        lines += [f"  {count:,} refused: {reason}" for reason, count in sorted(refused.items())]
        lines += [f"  {count:,} failed: {reason}" for reason, count in sorted(failed.items())]
        lines += [f"  {self.outside:,} outside the period"] if self.outside else []
        lines += [f"  {self.waiting:,} still to be fetched"] if self.waiting else []
        return lines + ([f"  stopped: {self.stopped}"] if self.stopped else [])
