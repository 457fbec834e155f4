import gzip

import pytest

from schemas.errors import FetchError
from scraper.crawl import feeds
from scraper.crawl.feeds import Feed, moment, read_feed
from scraper.crawl.links import Link

HERE = "https://snv.vidu.vn/rss/tin.xml"


def test_rss():
    xml = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin</title><link>https://snv.vidu.vn</link>
    <item><title>Một</title><link> /tin/1 </link><pubDate>Mon, 06 Jan 2025 08:15:00 +0700</pubDate></item>
    <item><title>Hai</title><guid>https://snv.vidu.vn/tin/2</guid></item>
    <item><title>Ba</title><guid isPermaLink="false">3</guid></item>
    <item><link>http://[</link></item></channel></rss>"""
    assert read_feed(xml.encode(), HERE) == Feed(
        (
            Link("https://snv.vidu.vn/tin/1", "2025-01-06T08:15"),
            Link("https://snv.vidu.vn/tin/2"),
            Link("http://["),
        )
    )


def test_rdf():
    xml = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><item><link>https://snv.vidu.vn/tin/1</link>
    <dc:date>2025-01-06T01:15:00Z</dc:date></item></rdf:RDF>"""
    assert read_feed(xml, HERE).links == (Link("https://snv.vidu.vn/tin/1", "2025-01-06T08:15"),)


def test_atom():
    xml = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="self" href="/x"/><link href="/tin/1"/>
    <published>2025-01-06T08:15:00+07:00</published><updated>2025-01-08T00:00:00+07:00</updated></entry>
    <entry><link rel="edit" href="/tin/2"/></entry><entry><title>khong co</title></entry></feed>"""
    assert read_feed(xml, HERE).links == (
        Link("https://snv.vidu.vn/tin/1", "2025-01-06T08:15", "2025-01-08T00:00"),
        Link("https://snv.vidu.vn/tin/2"),
    )


def test_sitemap_and_index():
    head = '<?xml version="1.0"?><!DOCTYPE x>'
    index = f"{head}<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>/s1.xml.gz</loc>"
    index += "<lastmod>2025-01-06</lastmod></sitemap><sitemap><lastmod>2025-01-06</lastmod></sitemap></sitemapindex>"
    assert read_feed(index.encode(), HERE) == Feed((), (Link("https://snv.vidu.vn/s1.xml.gz", None, "2025-01-06"),))
    one = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
    <url><loc>https://snv.vidu.vn/tin/1</loc><lastmod>2025-01-08T09:00+07:00</lastmod>
    <n:news><n:publication_date>2025-01-06</n:publication_date></n:news></url></urlset>"""
    assert read_feed(gzip.compress(one), HERE).links == (
        Link("https://snv.vidu.vn/tin/1", "2025-01-06", "2025-01-08T09:00"),
    )


def test_no_more_addresses_than_the_standard_allows(monkeypatch):
    monkeypatch.setattr(feeds, "MOST_ADDRESSES", 2)
    urls = "".join(f"<url><loc>/tin/{number}</loc></url>" for number in range(5))
    assert len(read_feed(f"<urlset>{urls}</urlset>".encode(), HERE).links) == 2


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (b"", "broken XML"),
        (b"<rss><channel>", "broken XML"),
        (b"\x00\x01", "broken XML"),
        (b"<html><body>Trang</body></html>", "neither a feed nor a sitemap"),
        (b'<!DOCTYPE r [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><rss>&c;</rss>', "broken XML"),
        (b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>', "broken XML"),
        (gzip.compress(b"<urlset/>", mtime=0)[:-9], "broken compressed file"),
        (gzip.compress(b" " * 200_000_000, compresslevel=1), "broken compressed file"),
    ],
)
def test_what_is_no_feed_says_so(xml, reason):
    with pytest.raises(FetchError, match=reason):
        read_feed(xml, HERE)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, None), ("", None), ("2025-01-06T08:15:30.5+07:00", "2025-01-06T08:15"), ("2025-13-40", None),
        ("2025-01-06 08:15", "2025-01-06T08:15"), ("0001-01-01T00:00:00Z", None), ("Thứ 2, 06/01/2025", "2025-01-06"),
        ("Mon, 06 Jan 2025 00:00", "2025-01-06T00:00"), ("9999-12-31T23:59:59Z", None),
    ],
)  # fmt: skip
def test_moments(value, told):
    assert moment(value) == told
