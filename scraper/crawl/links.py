"""Listing pages (trang danh mục): the articles they link to, with their day, and where their next page is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from schemas.folding import fold_key
from scraper.crawl.addresses import full_address
from scraper.moments import find_moments
from scraper.portals import Paging, Portal

#: A link whose words are shorter than this is a menu, not a title.
_SHORTEST_TITLE = 25
#: How many elements around a link may hold its day.
_NEIGHBOURHOOD = 4
_POST_BACK = re.compile(r"__dopostback|webform_dopostbackwithoptions", re.IGNORECASE)
#: Words of a link to the next page, folded.
_NEXT = re.compile(r"(?:trang )?(?:sau|tiếp|tiếp theo|kế tiếp|next|next page|older posts?)(?: ?[\"'>›]+)?|[\"'>›]{1,2}")
_PAGE_NUMBER = re.compile(r"(?:trang |page )?\d{1,4}|\.\.\.|…")


@dataclass(frozen=True)
class Link:
    """A link to an article.

    Attributes:
        address: Where it leads, in full.
        published: The day it is listed with, where one stands beside it.
        changed: When a feed or sitemap says that the article was changed last.
    """

    address: str
    published: str | None = None
    changed: str | None = None


@dataclass(frozen=True)
class ListingPage:
    """What a listing page shows.

    Attributes:
        links: The articles in the order of the page, each once.
        following: The address of the next page, where a link leads there.
        post_back: The page is turned by a script that posts a form: there is no address to fetch.
    """

    links: tuple[Link, ...]
    following: str | None
    post_back: bool


def read_listing(html: str, address: str, *, paging: Paging, portal: Portal) -> ListingPage:
    """Return what a listing page shows.

    The links to articles are those its ``item`` selector names; without one, those whose address is an article's to
    the portal; without a pattern for these either, those whose words are as long as a title.

    Args:
        html: The page.
        address: Its address; relative links are joined to it.
        paging: What the listing says of its links, their days and its next page.
        portal: The portal, for what addresses its articles have.
    """
    tree = LexborHTMLParser(html)
    base = _base(tree, address)
    anchors = {node.mem_id: node for node in _anchors(tree, base, paging.item, portal)}
    links: dict[str, Link] = {}
    for node in anchors.values():
        target = _target(node, base)
        if target not in links or links[target].published is None:
            links[target] = Link(target, published=_day(node, anchors, paging.date))
    following = _following(tree, base, paging.next)
    return ListingPage(tuple(links.values()), following, following is None and _turns_by_script(tree))


def _base(tree: LexborHTMLParser, address: str) -> str:
    node = tree.css_first("base[href]")
    return full_address(address, node.attributes["href"] or "") if node else address


def _target(node: LexborNode, base: str) -> str:
    return full_address(base, node.attributes.get("href") or "")


def _words(node: LexborNode) -> str:
    return fold_key(node.text(separator=" "))


def _anchors(tree: LexborHTMLParser, base: str, item: str | None, portal: Portal) -> Iterator[LexborNode]:
    """Yield the links to articles in the order of the page."""
    if item:
        yield from (anchor for node in tree.css(item) if (anchor := _anchor_in(node)))
        return
    for node in tree.css("a[href]"):
        target = _target(node, base)
        told = portal.is_article(target) if any(_place(target)) else False
        if told or (told is None and _as_long_as_a_title(node, target, base)):
            yield node


def _anchor_in(node: LexborNode) -> LexborNode | None:
    """Return the link that an element is or holds."""
    return node if node.tag == "a" and node.attributes.get("href") else node.css_first("a[href]")


def _as_long_as_a_title(node: LexborNode, target: str, base: str) -> bool:
    words = _words(node) or node.attributes.get("title") or ""
    return len(words) >= _SHORTEST_TITLE and _place(target) not in (("/", ""), ("", ""), _place(base))


def _place(address: str) -> tuple[str, str]:
    """Return path and query of an address.

    >>> _place("https://example.gov.vn/tin/1?a=2#b"), _place("http://[")
    (('/tin/1', 'a=2'), ('', ''))
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    return parts.path, parts.query


def _day(node: LexborNode, anchors: Mapping[int, LexborNode], selector: str | None) -> str | None:
    """Return the day in the smallest element around a link that holds one and no other article."""
    block: LexborNode | None = node
    for _ in range(_NEIGHBOURHOOD):
        block = block.parent if block else None
        if block is None or _holds_another(block, node, anchors):
            return None
        day = _day_in(block, selector)
        if day:
            return day
    return None


def _holds_another(block: LexborNode, own: LexborNode, anchors: Mapping[int, LexborNode]) -> bool:
    href = own.attributes.get("href")
    return any(
        anchors[node.mem_id].attributes.get("href") != href for node in block.css("a[href]") if node.mem_id in anchors
    )


def _day_in(block: LexborNode, selector: str | None) -> str | None:
    for node in block.css(selector or "time[datetime]"):
        machine = node.attributes.get("datetime") or node.attributes.get("content") or ""
        for moment in find_moments(f"{machine.lower().replace('t', ' ')} {_words(node)}"):
            return moment.value
    return None if selector else next((moment.value for moment in find_moments(_words(block))), None)


def _following(tree: LexborHTMLParser, base: str, selector: str | None) -> str | None:
    """Return where the next page is: where the listing's selector says, or ``rel``, or words beside page numbers."""
    nodes = [anchor for node in tree.css(selector or "a[href], link[rel='next'][href]") if (anchor := _held(node))]
    for node in nodes:
        target = _target(node, base)
        if (selector or _is_next(node)) and target.startswith("http") and not _same_page(node):
            return target
    return None


def _held(node: LexborNode) -> LexborNode | None:
    return node if node.tag == "link" else _anchor_in(node)


def _same_page(node: LexborNode) -> bool:
    return (node.attributes.get("href") or "").strip().startswith("#")


def _is_next(node: LexborNode) -> bool:
    if "next" in (node.attributes.get("rel") or "").lower().split():
        return True
    return bool(_NEXT.fullmatch(_words(node))) and _stands_by_page_numbers(node)


def _stands_by_page_numbers(node: LexborNode) -> bool:
    """Tell whether a link stands in a row of page numbers; a ``»`` elsewhere leads anywhere."""
    around = node.parent
    for _ in range(2):
        if around is None:
            return False
        if any(_PAGE_NUMBER.fullmatch(_words(each)) for each in around.css("a, span, li, b, strong, em")):
            return True
        around = around.parent
    return False


def _turns_by_script(tree: LexborHTMLParser) -> bool:
    r"""Tell whether a script that posts a form leads to the next page (ASP.NET, SharePoint).

    >>> _turns_by_script(LexborHTMLParser("<a href=\"javascript:__doPostBack('p','2')\">2</a>"))
    True
    >>> _turns_by_script(LexborHTMLParser("<a href=\"javascript:__doPostBack('login','')\">Đăng nhập</a>"))
    False
    """
    for node in tree.css("a[href], input[type='image'], input[type='submit']"):
        called = f"{node.attributes.get('href') or ''} {node.attributes.get('onclick') or ''}"
        words = _words(node) or fold_key(node.attributes.get("value") or node.attributes.get("title") or "")
        if _POST_BACK.search(called) and (_PAGE_NUMBER.fullmatch(words) or _NEXT.fullmatch(words)):
            return True
    return False
