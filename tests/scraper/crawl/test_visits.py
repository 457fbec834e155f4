import asyncio
import gzip
from dataclasses import replace

import pytest

from schemas.crawls import Fetch
from scraper.archive import Archive
from scraper.crawl.transport import LARGEST, Reply
from scraper.crawl.visits import MOST_SILENT, StopCrawlError, Visit
from tests.scraper.crawl.small_site import HOME, PORTAL, Site, answer, exchange, lost, page, visit_once, visitor


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path, portal="thu") as archive:
        yield archive


def _fetch(path="/tin/1", role="article"):
    return Fetch(portal="thu", url=path if "://" in path else HOME + path, role=role, listed="2025-01-06")


def _visit(site, archive, path="/tin/1", *, role="article", portal=PORTAL, conditional=False):
    visit = asyncio.run(visit_once(visitor(site, archive, portal), _fetch(path, role), conditional=conditional))
    row = archive.fetch(visit.fetch.url)
    assert row == visit.fetch
    return visit


def _ended(visit):
    return visit.fetch.outcome, visit.fetch.status, visit.fetch.reason


def test_a_page_is_fetched_and_says_who_asks(archive):
    site = Site(**{"/tin/1": page("x")})
    visit = _visit(site, archive)
    assert _ended(visit) == ("fetched", 200, None)
    assert visit.body == page("x").encode()
    assert visit.charset == "utf-8"
    assert site.asked == ["/robots.txt", "/tin/1"]
    assert all(headers["User-Agent"] == "thidua/1 (+a@vidu.vn)" for headers in site.headers)
    assert not any(name.lower() == "cookie" for headers in site.headers for name in headers)


@pytest.mark.parametrize(
    ("given", "ended", "asked"),
    [
        (answer(404), ("gone", 404, None), 1),
        (answer(410), ("gone", 410, None), 1),
        (answer(403), ("failed", 403, "HTTP 403"), 1),
        (answer(204), ("failed", 204, "HTTP 204"), 1),
        (answer(500), ("failed", 500, "HTTP 500"), 4),
        (answer(429), ("failed", 429, "HTTP 429"), 4),
        ([answer(503, Retry_After="2"), page()], ("fetched", 200, None), 2),
        ([lost(), lost("connection lost"), page()], ("fetched", 200, None), 3),
        (lost(), ("failed", None, "timeout"), 4),
        (lost("private address", refused=True), ("refused", None, "private address"), 1),
        (answer(body=""), ("failed", 200, "empty page"), 1),
        (answer(body="%PDF", kind="application/pdf"), ("failed", 200, "content type application/pdf"), 1),
        (answer(body=page(), kind=None), ("fetched", 200, None), 1),
        (answer(body=b"\x1f\x8bno", Content_Encoding="gzip"), ("failed", 200, "broken compressed body"), 1),
        (answer(body=gzip.compress(b"a" * 9000)[:20], Content_Encoding="gzip"), ("failed", 200, "truncated body"), 4),
        (answer(body=b"?" * 30, Content_Encoding="lzma"), ("failed", 200, "unknown content encoding"), 1),
        (answer(302), ("failed", 302, "HTTP 302 without an address"), 1),
        (answer(302, Location="http://["), ("failed", 302, "redirect to no address"), 1),
        (answer(302, Location="file:///etc/passwd"), ("refused", 302, "redirect: scheme file"), 1),
        (answer(302, Location="https://khac.vn/"), ("refused", 302, "redirect: foreign host"), 1),
        (answer(301, Location="/tin/1"), ("failed", 301, "redirect loop"), 1),
    ],
)
def test_how_a_visit_ends(archive, given, ended, asked):
    site = Site(**{"/tin/1": given})
    assert _ended(_visit(site, archive)) == ended
    assert site.asked.count("/tin/1") == asked


def test_a_bomb_is_cut(archive):
    bomb = gzip.compress(b" " * (2 * LARGEST["article"] + 1), compresslevel=1)
    visit = _visit(Site(**{"/tin/1": answer(body=bomb, Content_Encoding="gzip")}), archive)
    assert _ended(visit) == ("failed", 200, "decompression bomb")
    assert visit.body == b""


@pytest.mark.parametrize(("passing", "asked"), [(True, 4), (False, 1)])
def test_a_body_that_was_cut_is_no_page(archive, passing, asked):
    cut = exchange(f"{HOME}/tin/1", 200, [("Content-Type", "text/html")], b"<p>", truncated="length")
    site = Site(**{"/tin/1": Reply(cut, "larger than 10 MB", passing=passing)})
    assert _ended(_visit(site, archive)) == ("failed", 200, "larger than 10 MB")
    assert site.asked.count("/tin/1") == asked


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("javascript:alert(1)", "scheme javascript"),
        ("https://khac.vn/tin/1", "foreign host"),
        (f"{HOME}/noi-bo/1", "robots.txt"),
    ],
)
def test_what_is_refused_is_never_asked_for(archive, path, reason):
    site = Site(**{"/robots.txt": answer(body="User-agent: *\nDisallow: /noi-bo/", kind="text/plain")})
    fetch = _fetch().model_copy(update={"url": path})
    visit = asyncio.run(visit_once(visitor(site, archive), fetch))
    assert _ended(visit) == ("refused", None, reason)
    assert set(site.asked) <= {"/robots.txt"}


def test_waits_grow_and_obey_the_host(archive):
    site = Site(**{"/tin/1": [answer(500), answer(429, Retry_After="90"), lost(), page()]})
    _visit(site, archive)
    rest, first, asked, last = site.slept
    assert rest == PORTAL.politeness.delay == 1.0
    assert 1.0 < first <= 2.0
    assert asked == 90.0
    assert 4.0 < last <= 8.0


def test_a_host_that_asks_to_wait_too_long_is_left_alone(archive):
    site = Site(**{"/tin/1": answer(503, Retry_After="86400")})
    with pytest.raises(StopCrawlError, match="asks to wait 86,400 seconds"):
        _visit(site, archive)
    assert archive.fetch(f"{HOME}/tin/1").outcome == "failed"
    assert site.asked.count("/tin/1") == 1


def test_a_host_that_is_silent_is_left_alone(archive):
    site = Site(**{f"/tin/{number}": lost("no connection") for number in range(9)})
    one = visitor(site, archive)

    async def run():
        for number in range(9):
            await visit_once(one, _fetch(f"/tin/{number}"))

    with pytest.raises(StopCrawlError, match="no response to 5 addresses in a row"):
        asyncio.run(run())
    assert len(set(site.asked)) == MOST_SILENT + 1
    assert [fetch.outcome for fetch in archive.fetches()].count("failed") == MOST_SILENT


def test_another_spelling_of_an_address_is_followed(archive):
    site = Site(**{"/tin/1": [answer(301, Location="http://www.snv.vidu.vn/tin/1"), page()]})
    visit = _visit(site, archive)
    assert _ended(visit) == ("fetched", 200, None)
    assert site.asked == ["/robots.txt", "/tin/1", "http://www.snv.vidu.vn/tin/1"]


def test_a_redirect_elsewhere_is_handed_back(archive):
    visit = _visit(Site(**{"/tin/1": answer(302, Location="/tin/2")}), archive)
    assert visit.target == f"{HOME}/tin/2"
    assert _ended(visit) == ("fetched", 302, None)


def test_what_is_known_is_asked_for_on_condition(archive):
    site = Site(**{"/tin/1": answer(body=page(), ETag='"a"', Last_Modified="Mon, 06 Jan 2025 00:00:00 GMT")})
    _visit(site, archive)
    site.paths["/tin/1"] = answer(304)
    visit = _visit(site, archive, conditional=True)
    assert site.headers[-1]["If-None-Match"] == '"a"'
    assert site.headers[-1]["If-Modified-Since"] == "Mon, 06 Jan 2025 00:00:00 GMT"
    assert _ended(visit) == ("unchanged", 304, None)
    site.paths["/tin/1"] = page()
    assert _ended(_visit(site, archive, conditional=True)) == ("unchanged", 200, None)
    site.paths["/tin/1"] = page("khác")
    assert _ended(_visit(site, archive, conditional=True)) == ("fetched", 200, None)


def test_what_failed_is_asked_for_without_condition(archive):
    site = Site(**{"/tin/1": answer(body=b"%PDF", kind="application/pdf", ETag='"a"')})
    _visit(site, archive)
    _visit(site, archive, conditional=True)
    assert "If-None-Match" not in site.headers[-1]


@pytest.mark.parametrize(
    ("robots", "allowed", "asked"),
    [
        (answer(404), True, 1),
        (answer(403), True, 1),
        (answer(200, "User-agent: *\nDisallow:", kind="text/plain"), True, 1),
        (answer(200, "", kind="text/plain"), True, 1),
        (answer(200, "<html></html>"), True, 1),
        (answer(500), False, 4),
        (answer(429), False, 4),
        (lost("no connection"), False, 4),
        (answer(301, Location="https://khac.vn/robots.txt"), False, 1),
        (answer(301, Location="/robots.txt"), False, 6),
        ([answer(301, Location="/r.txt"), answer(200, "User-agent: *\nDisallow: /")], True, 1),
    ],
)
def test_robots_txt(archive, robots, allowed, asked):
    site = Site(**{"/robots.txt": robots, "/tin/1": page()})
    said = []
    visit = asyncio.run(visit_once(visitor(site, archive, say=said.append), _fetch()))
    assert visit.fetch.outcome == ("fetched" if allowed else "refused")
    assert site.asked.count("/robots.txt") == asked
    assert bool(said) is not allowed
    if not allowed:
        assert visit.fetch.reason == "robots.txt unreachable"
        assert "RFC 9309" in said[0]


def test_robots_txt_elsewhere_on_the_host_counts(archive):
    moved = answer(200, "User-agent: *\nDisallow: /tin/\nCrawl-delay: 7", kind="text/plain")
    site = Site(**{"/robots.txt": answer(301, Location="/r.txt"), "/r.txt": moved, "/tin/1": page()})
    one = visitor(site, archive)
    assert asyncio.run(visit_once(one, _fetch())).fetch.reason == "robots.txt"
    assert asyncio.run(one.robots(HOME)).delay == 7
    assert one._pace(HOME).delay == 7
    assert archive.fetch(f"{HOME}/r.txt").role == "robots"


def test_every_response_is_in_the_archive(archive, tmp_path):
    site = Site(**{"/tin/1": [answer(500, "lỗi"), answer(429), page()]})
    _visit(site, archive)
    from scraper.archive.records import read_records

    records = [record for record in read_records(tmp_path / "00001.warc.gz") if record.type == "response"]
    assert [record.http[0].get_statuscode() for record in records] == ["404", "500", "429", "200"]


def test_charsets_of_the_header():
    for told, charset in (
        ("text/html", None),
        ("text/html; charset=UTF-8", "utf-8"),
        ('text/html; x=y; charset="windows-1258"', "windows-1258"),
        ("text/html; charset=", None),
    ):
        one = exchange(HOME, 200, [("Content-Type", told)], b"")
        assert Visit(_fetch(), one).charset == charset
    assert Visit(_fetch()).charset is None
    assert replace(Visit(_fetch()), body=b"x").charset is None
