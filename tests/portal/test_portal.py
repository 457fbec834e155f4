"""The local portal itself: what the tests of fetching rely on must be so."""

from __future__ import annotations

import gzip
import http.client
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.portal import LocalPortal


def get(portal: LocalPortal, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask for a path and return status, headers in small letters and the body as sent."""
    connection = http.client.HTTPConnection(portal.host, timeout=5)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=names)
    response = connection.getresponse()
    told, body = {name.lower(): value for name, value in response.getheaders()}, response.read()
    connection.close()
    return response.status, told, body


def test_articles_over_eight_listing_pages() -> None:
    with LocalPortal() as portal:
        family = portal.site.family
        seen: list[str] = []
        for page in range(1, 9):
            status, _, body = get(portal, family.listing_path(page))
            assert status == 200
            seen += [a.url for a in portal.articles if family.listed(a).encode() in body]
        assert len(seen) == len(set(seen)) == 120
        assert get(portal, family.listing_path(9))[0] == 404


def test_definition_is_toml(tmp_path: Path) -> None:
    with LocalPortal(articles=2) as portal:
        told = tomllib.loads(portal.definition(tmp_path, cms=None).read_text("utf-8"))
    assert told["hosts"] == [portal.host]
    assert "cms" not in told
    assert told["loopback"] is True


def test_sitemap_index_leads_to_gzipped_sitemap() -> None:
    with LocalPortal(articles=4) as portal:
        index = ET.fromstring(get(portal, portal.site.family.sitemap)[2])
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
