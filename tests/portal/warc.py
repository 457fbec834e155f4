"""A site as a WARC file, without serving it: what a crawl of a large portal would have archived (kho lưu trữ thử)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.portal.articles import Article
from tests.portal.families import FAMILIES
from tests.portal.site import Page, Site

#: When the first page of the archive was fetched; one page a second follows.
CRAWLED = datetime(2026, 2, 1, 8, 0, tzinfo=UTC)


def make_site(
    path: Path, pages: int = 2000, *, seed: int = 1, portal: str | None = None, gzip: bool = True, listings: bool = True
) -> tuple[Article, ...]:
    """Write a WARC file with ``pages`` articles, spread over all families, and return the truth about them.

    Each page is a request and a response record, one gzip member each, behind one ``warcinfo``. The hosts end in
    ``.example``; listing pages stand among the articles, as they do in any crawl.

    Args:
        path: The file to write.
        pages: How many articles.
        seed: Other seeds give other articles.
        portal: The portal's id for the headers ``Thidua-Portal`` and ``Thidua-Role``; none for an archive of strangers.
        gzip: Whether records are packed.
        listings: Whether listing pages are archived, too.
    """
    truth: list[Article] = []
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=gzip)
        writer.write_record(
            writer.create_warcinfo_record(path.name, {"software": "tests.portal", "format": "WARC/1.1"})
        )
        moment = CRAWLED
        for number, family in enumerate(FAMILIES):
            share = pages // len(FAMILIES) + (number < pages % len(FAMILIES))
            site = Site(family, f"http://tdkt.{family}.example", articles=share, seed=seed)
            for url, page, role in site_pages(site, listings=listings):
                write_page(writer, url, page, moment, portal=portal, role=role)
                moment += timedelta(seconds=1)
            truth += site.articles
    return tuple(truth)


def write_page(
    writer: WARCWriter, url: str, page: Page, moment: datetime, *, portal: str | None = None, role: str = "article"
) -> None:
    """Write a request and its response of 200."""
    told = {"WARC-Date": moment.strftime("%Y-%m-%dT%H:%M:%SZ"), "WARC-IP-Address": "192.0.2.17"}
    if portal is not None:
        told |= {"Thidua-Portal": portal, "Thidua-Role": role}
    asked = StatusAndHeaders("GET " + _path(url) + " HTTP/1.1", [("Host", url.split("/")[2])], is_http_request=True)
    request = writer.create_warc_record(url, "request", http_headers=asked, warc_headers_dict=dict(told))
    headers: Sequence[tuple[str, str]] = [
        ("Content-Type", page.type),
        ("Content-Length", str(len(page.body))),
        ("Last-Modified", page.last_modified),
        ("ETag", page.etag),
    ]
    answer = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
    body, size = BytesIO(page.body), len(page.body)
    response = writer.create_warc_record(
        url, "response", payload=body, length=size, http_headers=answer, warc_headers_dict=dict(told)
    )
    writer.write_request_response_pair(request, response)


def site_pages(site: Site, *, listings: bool) -> Iterator[tuple[str, Page, str]]:
    """Return address, page and role of every listing page, then of every article, newest first."""
    paths = [site.family.listing_path(n) for n in range(1, site.listing_pages + 1)] if listings else []
    for path in paths:
        if page := site.page(path):
            yield site.base + path, page, "listing"
    for article in site.listed:
        if page := site.page(_path(article.url)):
            yield article.url, page, "article"


def _path(url: str) -> str:
    return "/" + url.split("/", 3)[3]
