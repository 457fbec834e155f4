"""The local portal itself: what the tests of fetching rely on must be so."""

from __future__ import annotations

import gzip
import http.client
import re
import xml.etree.ElementTree as ET
from datetime import timedelta
from html import escape
from itertools import combinations
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from scraper.portals import detect_family, load_portal
from tests.portal import Article, LocalPortal, make_repeats, make_site, write_articles
from tests.portal.families import FAMILIES
from tests.portal.reposts import CHANGES


def get(portal: LocalPortal, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask for a path and return status, headers in small letters and the body as sent."""
    connection = http.client.HTTPConnection(portal.host, timeout=5)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=names)
    response = connection.getresponse()
    told, body = {name.lower(): value for name, value in response.getheaders()}, response.read()
    connection.close()
    return response.status, told, body


@pytest.mark.parametrize("family", FAMILIES)
def test_articles_over_eight_listing_pages(family: str) -> None:
    with LocalPortal(family) as portal:
        pages = portal.site.family
        seen: list[str] = []
        for page in range(1, 9):
            status, _, body = get(portal, pages.listing_path(page))
            assert status == 200
            seen += [a.url for a in portal.articles if pages.listed(a).encode() in body]
        assert len(seen) == len(set(seen)) == 120
        assert get(portal, pages.listing_path(9))[0] == 404


@pytest.mark.parametrize("family", FAMILIES)
def test_definition_describes_the_portal(family: str, tmp_path: Path) -> None:
    with LocalPortal(family, articles=4) as portal:
        told = load_portal(str(portal.definition(tmp_path)))
        page = get(portal, portal.article(1).url.removeprefix(portal.base))[2].decode()
    assert told.hosts == (portal.host,)
    assert told.loopback
    assert all(told.is_article(article.url) for article in portal.articles)
    assert detect_family(page) == told.cms == family


def test_definition_without_family(tmp_path: Path) -> None:
    with LocalPortal(articles=2) as portal:
        told = load_portal(str(portal.definition(tmp_path, cms=None, selectors=None, listings=None, article=None)))
    assert told.cms is None
    assert told.listings == ()


@pytest.mark.parametrize("family", FAMILIES)
def test_links_and_views_lead_to_the_article(family: str) -> None:
    with LocalPortal(family, articles=12) as portal:
        for article in portal.articles:
            for path in (portal.site.family.link(article), *portal.site.family.views(article)):
                status, _, body = get(portal, path.partition("#")[0])
                assert (status, escape(article.parts[0].text[:40]) in body.decode()) == (200, True), path


@pytest.mark.parametrize("family", FAMILIES)
def test_sitemap_index_leads_to_gzipped_sitemap(family: str) -> None:
    with LocalPortal(family, articles=4) as portal:
        packed_index = get(portal, portal.site.family.sitemap)[2]
        index = ET.fromstring(gzip.decompress(packed_index) if packed_index[:2] == b"\x1f\x8b" else packed_index)
        parts = [loc.text for loc in index.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
        packed = [part.removeprefix(portal.base) for part in parts if part and part.endswith(".gz")]
        urls = ET.fromstring(gzip.decompress(get(portal, packed[0])[2]))
        locs = {loc.text for loc in urls.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert locs == {article.url for article in portal.articles}


def test_conditional_requests() -> None:
    with LocalPortal(articles=4) as portal:
        path = portal.article(2).url.removeprefix(portal.base)
        _, told, body = get(portal, path)
        assert portal.article(2).title.encode() in body
        assert get(portal, path, If_None_Match=told["etag"])[0] == 304
        assert get(portal, path, If_Modified_Since=told["last-modified"])[0] == 304
        portal.change(2)
        assert get(portal, path, If_None_Match=told["etag"])[0] == 200
        portal.vanish(2)
        assert get(portal, path)[0] == 404


@pytest.mark.parametrize(
    ("name", "statuses"), [("not_found", [404, 404]), ("throttled", [429, 200]), ("error_once", [500, 200])]
)
def test_misbehaviour_ends(name: str, statuses: list[int]) -> None:
    with LocalPortal(articles=3, misbehave={1: name}) as portal:
        path = portal.article(1).url.removeprefix(portal.base)
        assert [get(portal, path)[0] for _ in statuses] == statuses
        assert [hit.status for hit in portal.hits(1)] == statuses


def test_warc_holds_every_article_once(tmp_path: Path) -> None:
    path = tmp_path / "site.warc.gz"
    truth = make_site(path, 31, portal="local-wordpress")
    with path.open("rb") as stream:
        records = [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.rec_headers["Thidua-Role"])
            for record in ArchiveIterator(stream, check_digests="raise")
            if record.content_stream().read() is not None
        ]
    articles = [url for kind, url, role in records if kind == "response" and role == "article"]
    assert sorted(articles) == sorted(article.url for article in truth)
    assert len(truth) == 31
    assert {kind for kind, _, _ in records} == {"warcinfo", "request", "response"}


def test_repeats_tell_what_is_true(tmp_path: Path) -> None:
    truth = make_repeats(tmp_path / "copies.warc.gz", articles=20, copies=10)
    by_url = {article.url: article for article in truth.articles}
    assert len(by_url) == len(truth.articles) == 20 + 10 + 20 + 10
    copies = [repeat for repeat in truth.repeats if repeat.url in by_url]
    assert {repeat.change for repeat in copies} == {change for change, _, _ in CHANGES}
    for repeat in copies:
        same = by_url[repeat.url].body == by_url[repeat.of].body
        assert same == (repeat.kind == "exact"), repeat
        assert shared(by_url[repeat.url], by_url[repeat.of]) > 0.6, repeat
    for one, other in truth.lookalikes:
        assert numbers(by_url[one]) != numbers(by_url[other])


def test_articles_really_differ() -> None:
    articles = write_articles(120)
    assert len({article.title for article in articles}) == 120
    assert sum(article.relevant for article in articles) == 96
    assert max(shared(one, other) for one, other in combinations(articles[::3], 2)) < 0.5
    assert articles[-1].published - articles[0].published > timedelta(days=700)


def shared(one: Article, other: Article) -> float:
    """Jaccard similarity of the word trigrams of two bodies."""
    left, right = (set(zip(w, w[1:], w[2:], strict=False)) for w in (one.body.split(), other.body.split()))
    return len(left & right) / len(left | right)


def numbers(article: Article) -> list[str]:
    return re.findall(r"\d+", article.body)


def test_reposting_portal_serves_its_copies() -> None:
    with LocalPortal(articles=6) as first, LocalPortal("nukeviet", articles=6, reposts=first.articles) as second:
        assert len(second.articles) == 12
        for repeat in second.repeats:
            status, _, body = get(second, repeat.url.removeprefix(second.base))
            original = next(article for article in first.articles if article.url == repeat.of)
            assert (status, escape(original.title) in body.decode()) == (200, True)
