"""What a page says about itself (phần đầu trang): titles, publication time, address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from scraper.blocks import PageMeta, clean_text

_ABSOLUTE = re.compile(r"https?://", re.IGNORECASE)
_WEB_URL = re.compile(r"webAbsoluteUrl\"?\s*:\s*\"([^\"]+)\"")
_JS_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def read_meta(tree: LexborHTMLParser, content: str) -> PageMeta:
    """Return the titles, the publication time and the address that a page tells of itself."""
    head = tree.head
    metas: dict[str, str] = {}
    links: dict[str, str] = {}
    title = ""
    for node in head.iter() if head is not None else ():
        attributes = node.attributes
        if node.tag == "title":
            title = title or clean_text(node.text())
        elif node.tag == "meta":
            metas.setdefault(
                (attributes.get("property") or attributes.get("name") or "").lower(), attributes.get("content") or ""
            )
        elif node.tag == "link":
            links.setdefault((attributes.get("rel") or "").lower(), attributes.get("href") or "")
        elif node.tag == "base":
            links.setdefault("base", attributes.get("href") or "")
    url, host = _address(metas, links, tree, content)
    return PageMeta(title, clean_text(metas.get("og:title", "")), metas.get("article:published_time", ""), url, host)


def _address(
    metas: Mapping[str, str], links: Mapping[str, str], tree: LexborHTMLParser, content: str
) -> tuple[str | None, str | None]:
    """Return the address and the host that a page tells of itself."""
    site = _WEB_URL.search(content[:200_000])
    home = tree.css_first('a[rel="home"]')
    base = (
        links.get("base", ""),
        _JS_ESCAPE.sub(lambda match: chr(int(match[1], 16)), site[1]) if site else "",
        (home.attributes.get("href") or "") if home is not None else "",
    )
    told = [value.strip() for value in (links.get("canonical", ""), metas.get("og:url", "")) if value.strip()]
    full = [value for value in (*told, *base) if _ABSOLUTE.match(value)]
    host = next((name for value in full if (name := host_of(value))), None)
    for value in told:
        joined = value if _ABSOLUTE.match(value) else _join(full[0], value) if full else ""
        if host_of(joined):
            return joined, host
    deep = links.get("base", "")
    return (deep, host) if host_of(deep) and _path_of(deep) else (None, host)


def _join(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


def _path_of(address: str) -> str:
    return urlsplit(address).path.strip("/")


def host_of(address: str | None) -> str | None:
    """Return the host of an absolute address in small letters, ``None`` where it has none.

    >>> host_of("http://SCT.hoabinh.gov.vn:80/tin?id=1")
    'sct.hoabinh.gov.vn'
    """
    try:
        parts = urlsplit(address or "")
        return parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        return None
