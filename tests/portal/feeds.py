"""RSS, Atom and sitemaps of the local portal (dòng tin, sơ đồ trang)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from email.utils import format_datetime
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from tests.portal.articles import Article

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def rss(title: str, address: str, articles: Sequence[Article]) -> bytes:
    """Return RSS 2.0; the links carry tracking parameters, as those of many portals do."""
    items = "".join(
        f"<item><title>{escape(a.title)}</title><link>{escape(a.url)}{_tracking(a.url)}</link>"
        f'<guid isPermaLink="false">tin-{a.number}</guid>'
        f"<pubDate>{format_datetime(a.published.replace(tzinfo=_VIETNAM))}</pubDate>"
        f"<description><![CDATA[{a.parts[0].text}]]></description></item>\n"
        for a in articles
    )
    channel = f"<title>{escape(title)}</title><link>{escape(address)}</link><description>Tin mới</description>"
    return f'{_DECLARATION}<rss version="2.0"><channel>{channel}\n{items}</channel></rss>'.encode()


def atom(title: str, address: str, articles: Sequence[Article]) -> bytes:
    """Return Atom 1.0."""
    entries = "".join(
        f'<entry><title>{escape(a.title)}</title><link rel="alternate" href="{escape(a.url)}"/><id>{escape(a.url)}</id>'
        f"<published>{a.published.replace(tzinfo=_VIETNAM).isoformat()}</published>"
        f"<updated>{a.published.replace(tzinfo=_VIETNAM).isoformat()}</updated>"
        f"<author><name>{escape(a.byline)}</name></author><summary>{escape(a.parts[0].text)}</summary></entry>\n"
        for a in articles
    )
    head = f'<title>{escape(title)}</title><id>{escape(address)}</id><link rel="self" href="{escape(address)}"/>'
    updated = articles[0].published.replace(tzinfo=_VIETNAM).isoformat()
    feed = f"{head}<updated>{updated}</updated>\n{entries}"
    return f'{_DECLARATION}<feed xmlns="http://www.w3.org/2005/Atom">{feed}</feed>'.encode()


def sitemap_index(addresses: Iterable[str]) -> bytes:
    """Return a sitemap index of the addresses of sitemaps."""
    parts = "".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>" for address in addresses)
    return f'{_DECLARATION}<sitemapindex xmlns="{_SITEMAP}">{parts}</sitemapindex>'.encode()


def url_set(pages: Iterable[tuple[str, str]]) -> bytes:
    """Return a sitemap of addresses with the time each last changed."""
    urls = "".join(f"<url><loc>{escape(url)}</loc><lastmod>{changed}</lastmod></url>\n" for url, changed in pages)
    return f'{_DECLARATION}<urlset xmlns="{_SITEMAP}">\n{urls}</urlset>'.encode()


def _tracking(url: str) -> str:
    return escape(("&" if "?" in url else "?") + "utm_source=rss")
