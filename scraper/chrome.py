"""Blocks that stand on most pages of a host (khối lặp lại của trang): learned across its pages, HTML and dumps alike.

A first pass over all sources learns them, a second one cleans with what was learned; nothing depends on the order of
the pages. Of each host a sample is kept, the pages with the lowest content hashes, and of each of them the hashes of
its longer lines: a host takes some hundred kilobytes at most, however many pages it has.

A repeated line is not chrome by that alone, since all articles of a host may share a sentence: see
:mod:`scraper.apart` for where it is.
"""

from __future__ import annotations

import hashlib
import heapq
from array import array
from collections import Counter

from schemas.pages import RawPage
from scraper.blocks import Block, Page, text_page
from scraper.head import host_of
from scraper.markup import html_page

#: Pages of a host that are kept as its sample.
SAMPLE = 48
#: Pages that a host needs before anything is learned of it.
LEAST_PAGES = 8
#: Share of the sampled pages on which a repeated line stands.
MOST = 0.6
#: Characters of the shortest line that is learned; the marks take out what is shorter.
_SHORTEST = 25
_LONGEST_PAGE = 2_000


def signature(block: Block) -> int | None:
    """Return the hash of a line that is learned, ``None`` for one that is not: short, linked, marked or a table row."""
    if len(block.text) < _SHORTEST or block.links >= 0.4 or block.kind == "table_row" or block.mark:
        return None
    return int.from_bytes(hashlib.blake2b(block.key.encode(), digest_size=8).digest())


def structure_of(page: RawPage) -> Page:
    """Return the blocks of a page."""
    return html_page(page.content) if page.kind == "html" else text_page(page.content)


class SiteChrome:
    """What was learned of each host; see the module."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._samples: dict[str, list[tuple[int, array[int]]]] = {}
        self._ranks: dict[str, set[int]] = {}
        self._repeated: dict[str, frozenset[int]] = {}

    def see(self, page: RawPage) -> None:
        """Take a page into the sample of its host, if its hash is among the lowest; a page without a host is passed."""
        host = host_of(page.url)
        if host is None and page.kind == "text":
            return
        rank = int(page.content_hash[:16], 16)
        if host is not None and not self._wants(host, rank):
            return
        structure = structure_of(page)
        host = host or structure.meta.host
        if host is not None and self._wants(host, rank):
            self._take(host, rank, structure)

    def _wants(self, host: str, rank: int) -> bool:
        if rank in self._ranks.get(host, ()):
            return False
        sample = self._samples.get(host, [])
        return len(sample) < SAMPLE or rank < -sample[0][0]

    def _take(self, host: str, rank: int, structure: Page) -> None:
        found = {told for block in structure.blocks[:_LONGEST_PAGE] if (told := signature(block)) is not None}
        sample, ranks = self._samples.setdefault(host, []), self._ranks.setdefault(host, set())
        heapq.heappush(sample, (-rank, array("Q", sorted(found))))
        ranks.add(rank)
        if len(sample) > SAMPLE:
            ranks.discard(-heapq.heappop(sample)[0])
        self._repeated.pop(host, None)

    def repeated(self, host: str | None) -> frozenset[int]:
        """Return the signatures of the lines that stand on most pages of a host, none for a host of few pages."""
        sample = self._samples.get(host or "", ())
        if host is None or len(sample) < LEAST_PAGES:
            return frozenset()
        if host not in self._repeated:
            counts = Counter(line for _, lines in sample for line in lines)
            self._repeated[host] = frozenset(line for line, count in counts.items() if count >= MOST * len(sample))
        return self._repeated[host]

    def digest(self, host: str | None) -> str:
        """Return eight hexadecimal digits of what was learned of a host, nothing where nothing was.

        It belongs to the version of what is read from the host's pages: other chrome may give another body.
        """
        lines = self.repeated(host)
        return hashlib.sha256(array("Q", sorted(lines)).tobytes()).hexdigest()[:8] if lines else ""
