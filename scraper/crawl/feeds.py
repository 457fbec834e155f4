"""Feeds and sitemaps (RSS, Atom, sơ đồ trang): links to articles with the day they came out and were changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from schemas.errors import FetchError, ReadError
from scraper.archive.bodies import decode_body
from scraper.crawl.addresses import full_address
from scraper.crawl.links import Link
from scraper.moments import read_moment, vietnam_minute

#: What the standard allows in one sitemap.
MOST_ADDRESSES = 50_000
LARGEST_SITEMAP = 52_428_800


@dataclass(frozen=True)
class Feed:
    """What a feed or sitemap names: articles, and further sitemaps where it is an index of them."""

    links: tuple[Link, ...]
    sitemaps: tuple[Link, ...] = ()


def read_feed(xml: bytes, address: str) -> Feed:
    """Return what a feed (RSS, RDF, Atom) or a sitemap names.

    Args:
        xml: The bytes, or those of a ``.gz`` file of them.
        address: Where they come from; relative addresses are joined to it.

    Raises:
        FetchError: the bytes are no XML, declare entities, unpack to too many, or are no feed and no sitemap.
    """
    root = _parsed(_unpacked(xml))
    name = _name(root)
    if name == "sitemapindex":
        return Feed((), tuple(_sitemap_links(root, "sitemap", address)))
    if name == "urlset":
        return Feed(tuple(_sitemap_links(root, "url", address)))
    if name in ("rss", "RDF"):
        return Feed(tuple(_items(root, address)))
    if name == "feed":
        return Feed(tuple(_entries(root, address)))
    raise FetchError("neither a feed nor a sitemap")


def _unpacked(xml: bytes) -> bytes:
    """Return the bytes of a ``.gz`` file; what servers have unpacked on the way is returned as it is."""
    if not xml.startswith(b"\x1f\x8b"):
        return xml
    try:
        return decode_body(xml, content="gzip", limit=LARGEST_SITEMAP)
    except ReadError as error:
        raise FetchError("broken compressed file") from error


def _parsed(xml: bytes) -> Element:
    try:
        root: Element = fromstring(xml.strip(), forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise FetchError("broken XML") from error
    return root


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(element: Element, *names: str) -> str | None:
    """Return the text of the first child of one of these names, namespaces aside."""
    for name in names:
        for child in element:
            if _name(child) == name and child.text and child.text.strip():
                return child.text.strip()
    return None


def _sitemap_links(root: Element, kind: str, address: str) -> Iterator[Link]:
    for count, element in enumerate(each for each in root if _name(each) == kind):
        if count >= MOST_ADDRESSES:
            return
        location = _text(element, "loc")
        news = next((child for child in element if _name(child) == "news"), None)
        out = _text(news, "publication_date") if news is not None else None
        if location:
            yield Link(full_address(address, location), moment(out), moment(_text(element, "lastmod")))


def _items(root: Element, address: str) -> Iterator[Link]:
    for element in root.iter():
        if _name(element) != "item":
            continue
        target = _text(element, "link") or _permanent(element)
        if target:
            yield Link(full_address(address, target), moment(_text(element, "pubDate", "date", "published")))


def _permanent(element: Element) -> str | None:
    """Return the guid of an item that is its address."""
    for child in element:
        if _name(child) == "guid" and child.get("isPermaLink", "true") == "true" and child.text:
            return child.text.strip()
    return None


def _entries(root: Element, address: str) -> Iterator[Link]:
    for element in root.iter():
        if _name(element) != "entry":
            continue
        links = [child for child in element if _name(child) == "link" and child.get("href")]
        best = [child for child in links if child.get("rel", "alternate") == "alternate"] or links
        if best:
            target = full_address(address, str(best[0].get("href")))
            yield Link(target, moment(_text(element, "published", "issued")), moment(_text(element, "updated")))


def moment(value: str | None) -> str | None:
    """Return a moment in a feed as ``YYYY-MM-DDTHH:MM`` of Viet Nam, or a day; ``None`` where it is not to be read.

    >>> moment("Mon, 06 Jan 2025 18:30:00 GMT"), moment("2025-01-06T08:15:00+07:00"), moment("2025-01-06")
    ('2025-01-07T01:30', '2025-01-06T08:15', '2025-01-06')
    >>> moment("06/01/2025 08:15"), moment("hôm qua")
    ('2025-01-06T08:15', None)
    """
    text = (value or "").strip()
    found = read_moment(text)
    if found:
        return found
    try:
        return vietnam_minute(parsedate_to_datetime(text))
    except (ValueError, OverflowError):
        return None
