"""What the selectors of a portal decide on a page (bộ chọn của cổng): where the body is, title, time and byline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from schemas.folding import fold
from schemas.pages import Choice
from scraper.blocks import Block, Page
from scraper.dateline import split_title
from scraper.marks import load_marks
from scraper.moments import read_moment
from scraper.portals import Portal, Selectors, portal_of
from scraper.portals.selecting import Match, first_match, outermost

#: Origin of what selectors chose.
ORIGIN = "selectors"


@dataclass(frozen=True)
class Selected:
    """What selectors give on a page; elements are indexes in :attr:`Page.elements`.

    Attributes:
        title: The title, ``None`` where no selector matched.
        published: The publication time, ``None`` where none matched or what matched tells no moment.
        byline: The byline, ``None`` where none matched or what matched is the account that posted the page.
        title_elements: Where the title stands.
        byline_elements: Where the byline stands.
        date_elements: Where the publication time stands.
        body: The elements that hold the body, nothing where no selector matched one.
        removed: The elements within it that are no body.
    """

    title: Choice | None = None
    published: Choice | None = None
    byline: Choice | None = None
    title_elements: frozenset[int] = frozenset()
    byline_elements: frozenset[int] = frozenset()
    date_elements: frozenset[int] = frozenset()
    body: frozenset[int] = frozenset()
    removed: frozenset[int] = frozenset()

    def holds(self, page: Page, block: Block) -> bool:
        """Tell whether a block is in a selected body, and in nothing that is taken out of it."""
        above = frozenset(page.ancestors(block.element))
        return not above.isdisjoint(self.body) and above.isdisjoint(self.removed)

    def title_block(self, page: Page) -> int | None:
        """Return the index of the first block of the selected title, ``None`` where it is no block."""
        return next(iter(blocks_in(page, self.title_elements)), None)


#: Where no selectors are known or none matches.
NOTHING = Selected()


def blocks_in(page: Page, elements: frozenset[int]) -> list[int]:
    """Return the blocks that readers see in some elements."""
    if not elements:
        return []
    found = (index for index, block in enumerate(page.blocks) if not block.hidden)
    return [index for index in found if not elements.isdisjoint(page.ancestors(page.blocks[index].element))]


@lru_cache(maxsize=1024)
def _portal(host: str) -> Portal | None:
    return portal_of(host)


def selectors_of(host: str | None, day: str | None) -> Selectors | None:
    """Return the selectors of the registered portal that a host is one of, ``None`` for any other host.

    Args:
        host: The host.
        day: The day the page was fetched: a portal may have had others before it was designed anew.
    """
    portal = _portal(host) if host else None
    return portal.selectors_on(day) if portal else None


def select(page: Page, selectors: Selectors | None) -> Selected:
    """Return what selectors give on a page; a text dump and a page of no known portal give nothing."""
    if page.tree is None or selectors is None:
        return NOTHING
    title = first_match(page.tree, selectors.title)
    published = first_match(page.tree, selectors.published)
    byline = first_match(page.tree, selectors.byline)
    moment = read_moment(published.value) if published else None
    posted = byline is not None and (load_marks().find(fold(byline.value)) or ("",))[0] == "poster"
    body = _body(page, selectors)
    return Selected(
        title=_choice(title, split_title(title.value) if title else ""),
        published=_choice(published, moment or ""),
        byline=None if posted else _choice(byline, byline.value.strip(" ()[]*") if byline else ""),
        title_elements=_elements(page, title),
        byline_elements=frozenset() if posted else _elements(page, byline),
        date_elements=_elements(page, published) if moment else frozenset(),
        body=body,
        removed=_removed(page, selectors.remove) if body else frozenset(),
    )


def _body(page: Page, selectors: Selectors) -> frozenset[int]:
    """Return the elements that hold the body; one without a line long enough for a body is none."""
    found = _elements(page, first_match(page.tree, selectors.body)) if page.tree else frozenset()
    texts = (page.blocks[index].text for index in blocks_in(page, found))
    return found if any(len(text) >= 40 for text in texts) else frozenset()


def _choice(match: Match | None, value: str) -> Choice | None:
    return Choice(value=value, origin=ORIGIN, quote=match.value) if match and value else None


def _elements(page: Page, match: Match | None) -> frozenset[int]:
    return _indexes(page, (node.mem_id for node in match.nodes)) if match else frozenset()


def _removed(page: Page, selectors: Sequence[str]) -> frozenset[int]:
    tree = page.tree
    nodes = (node.mem_id for selector in selectors for node in outermost(tree.css(selector))) if tree else ()
    return _indexes(page, nodes)


def _indexes(page: Page, ids: Iterable[int]) -> frozenset[int]:
    """Return the elements of some nodes; inline nodes without a name are no elements and are left out."""
    return frozenset(page.nodes[node] for node in ids if node in page.nodes)
