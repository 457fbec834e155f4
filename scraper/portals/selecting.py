"""What the selectors of a portal give on a page (bộ chọn CSS): the elements and their text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraper.blocks import clean_text

#: Attributes that hold the value of an element; others hold it in their text.
_VALUES = {"meta": "content", "time": "datetime"}


@dataclass(frozen=True, eq=False)
class Match:
    """What one selector gives.

    Attributes:
        selector: The selector.
        nodes: Its elements in the order of the page, none within another.
        value: Text of the first of them in one line, or the value it has as an attribute (``content``, ``datetime``).
    """

    selector: str
    nodes: tuple[LexborNode, ...]
    value: str


def first_match(tree: LexborHTMLParser, selectors: Iterable[str]) -> Match | None:
    """Return what the first selector gives that matches an element with a value, ``None`` where none does.

    >>> page = LexborHTMLParser("<h1></h1><h2>Tin tức</h2><h2>Bằng khen</h2>")
    >>> match = first_match(page, ("h1", "h2"))
    >>> match.selector, match.value, len(match.nodes)
    ('h2', 'Tin tức', 2)
    """
    for selector in selectors:
        nodes = tuple(node for node in outermost(tree.css(selector)) if value_of(node))
        if nodes:
            return Match(selector, nodes, value_of(nodes[0]))
    return None


def outermost(nodes: Sequence[LexborNode]) -> tuple[LexborNode, ...]:
    """Return the nodes that lie within no other of them, each once, in their order."""
    by_id = {node.mem_id: node for node in nodes}
    return tuple(node for node in by_id.values() if not any(above.mem_id in by_id for above in _above(node)))


def _above(node: LexborNode) -> Iterable[LexborNode]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def value_of(node: LexborNode) -> str:
    """Return the value of an element: what it has as an attribute, or its text in one line."""
    attribute = _VALUES.get(node.tag or "")
    told = clean_text(node.attributes.get(attribute) or "") if attribute else ""
    return told or clean_text(node.text(separator=" "))
