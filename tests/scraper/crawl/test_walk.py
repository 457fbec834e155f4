from datetime import date, timedelta

import pytest

from schemas.pages import RawPage
from scraper.archive import Archive, read_archive, validate, warc_files
from scraper.crawl import walk
from scraper.portals import Listing
from tests.scraper.crawl.small_site import HOME, PORTAL, Crawl, Site, answer, listing, lost, page

NO_TEMPLATE = PORTAL.model_copy(update={"listings": (Listing(url="/muc/"),)})
DAYS = [f"{day:02}/01/2025" for day in range(30, 0, -1)]


def _site(pages=3, size=3, **more):
    """Return a site of some listing pages with some articles each, newest first, numbered from 1."""
    numbers = [list(range(size * page + 1, size * page + size + 1)) for page in range(pages)]
    paths = {f"/tin/{number}": page(str(number)) for row in numbers for number in row}
    for at, row in enumerate(numbers, 1):
        paths["/muc/" if at == 1 else f"/muc/{at}/"] = listing(*((f"/tin/{n}", DAYS[n - 1]) for n in row))
    return Site(**paths | more)


def _articles(asked):
    return [path for path in asked if path.startswith("/tin/")]


def _pages(asked):
    return [path for path in asked if path.startswith("/muc/")]


def test_every_article_is_fetched_once_and_in_order(tmp_path):
    crawl = Crawl(_site(), tmp_path)
    assert _articles(crawl.asked) == [f"/tin/{number}" for number in range(1, 10)]
    assert _pages(crawl.asked) == ["/muc/", "/muc/2/", "/muc/3/", "/muc/4/"]
    report = crawl.report
    assert (report.listed, report.new, report.count("fetched"), report.failed, report.stopped) == (9, 9, 9, 0, None)
    assert crawl.outcome("/muc/4/") == ("gone", 404, None)
    assert crawl.rows["/tin/1"].published == "2025-01-30"
    assert validate(tmp_path) == []


def test_a_second_run_asks_for_nothing_known(tmp_path):
    site = _site()
    Crawl(site, tmp_path)
    crawl = Crawl(site, tmp_path)
    assert crawl.asked == ["/robots.txt", "/muc/"]
    assert (crawl.report.listed, crawl.report.new, crawl.report.count("fetched")) == (3, 0, 0)


def test_a_daily_update_stops_where_nothing_is_new(tmp_path):
    site = _site(pages=5)
    Crawl(site, tmp_path)
    site.paths["/tin/100"] = page("100")
    site.paths["/muc/"] = listing(("/tin/100", "01/02/2025"), ("/tin/1", DAYS[0]), ("/tin/2", DAYS[1]))
    site.paths["/muc/2/"] = listing("/tin/3", "/tin/4", "/tin/5")
    crawl = Crawl(site, tmp_path)
    assert crawl.asked == ["/robots.txt", "/muc/", "/tin/100", "/muc/2/"]


def test_refresh_asks_on_condition_and_keeps_revisions(tmp_path):
    site = _site(pages=1)
    site.paths["/tin/1"] = answer(body=page("1"), ETag='"1"')
    Crawl(site, tmp_path)
    site.paths |= {"/tin/1": answer(304), "/tin/2": page("2, đã sửa"), "/tin/3": answer(404)}
    crawl = Crawl(site, tmp_path, refresh=True)
    assert site.headers[site.asked.index("/tin/1")]["If-None-Match"] == '"1"'
    outcomes = [crawl.rows[f"/tin/{number}"].outcome for number in (1, 2, 3)]
    assert outcomes == ["unchanged", "fetched", "gone"]
    assert [crawl.report.count(outcome) for outcome in ("unchanged", "fetched", "gone")] == [1, 1, 1]
    pages = {each.url: each for each in read_archive(warc_files(tmp_path), tmp_path) if isinstance(each, RawPage)}
    assert "đã sửa" in pages[f"{HOME}/tin/2"].content
    assert Crawl(site, tmp_path, refresh=True).outcome("/tin/3") == ("gone", 404, None)


def test_a_gone_article_that_is_listed_again_is_asked_for_again(tmp_path):
    site = _site(pages=1, **{"/tin/2": answer(404)})
    Crawl(site, tmp_path)
    site.paths |= {"/tin/2": page("2")}
    assert Crawl(site, tmp_path).outcome("/tin/2") == ("fetched", 200, None)


def test_recent_articles_are_asked_for_again(tmp_path):
    today, old = date.today(), date.today() - timedelta(days=walk.LOOK_BACK + 1)
    site = Site(**{"/tin/1": page("1"), "/tin/2": page("2")})
    site.paths["/muc/"] = listing(("/tin/1", f"{today:%d/%m/%Y}"), ("/tin/2", f"{old:%d/%m/%Y}"))
    Crawl(site, tmp_path)
    assert _articles(Crawl(site, tmp_path).asked) == ["/tin/1"]


def test_what_failed_and_may_pass_is_tried_by_the_next_run(tmp_path):
    site = _site(pages=1, **{"/tin/1": answer(500), "/tin/2": answer(body="%PDF", kind="application/pdf")})
    first = Crawl(site, tmp_path)
    assert first.report.failed == 2
    assert f"{HOME}/tin/1: failed: HTTP 500" in first.said
    site.paths |= {"/tin/1": page("1"), "/tin/2": page("2")}
    second = Crawl(site, tmp_path)
    assert _articles(second.asked) == ["/tin/1"]
    assert _articles(Crawl(site, tmp_path, refresh=True).asked) == ["/tin/1", "/tin/2", "/tin/3"]


def test_limit_goes_on_in_the_next_run(tmp_path):
    site = _site(pages=2)
    first = Crawl(site, tmp_path, limit=2)
    assert _articles(first.asked) == ["/tin/1", "/tin/2"]
    assert (first.report.waiting, first.report.failed) == (1, 0)
    assert _articles(Crawl(site, tmp_path, limit=2).asked) == ["/tin/3", "/tin/4"]
    assert _articles(Crawl(site, tmp_path).asked) == ["/tin/5", "/tin/6"]


def test_since_goes_by_the_day_of_the_listing(tmp_path):
    site = _site(pages=4)
    crawl = Crawl(site, tmp_path, since="2025-01-26")
    assert _articles(crawl.asked) == [f"/tin/{number}" for number in range(1, 6)]
    assert _pages(crawl.asked) == ["/muc/", "/muc/2/", "/muc/3/"]
    assert crawl.report.outside == 4
    again = Crawl(site, tmp_path, since="2025-01-26")
    assert again.asked == ["/robots.txt", "/muc/"]
    earlier = Crawl(site, tmp_path, since="2025-01-20")
    assert sorted(_articles(earlier.asked)) == sorted(f"/tin/{number}" for number in range(6, 12))
    assert "/muc/4/" in earlier.asked


def test_until_leaves_newer_articles_waiting(tmp_path):
    site = _site(pages=2)
    crawl = Crawl(site, tmp_path, until="2025-01-27")
    assert _articles(crawl.asked) == ["/tin/4", "/tin/5", "/tin/6"]
    assert (crawl.report.outside, crawl.report.waiting) == (3, 0)
    assert "  3 outside the period" in crawl.report.lines()


def test_without_a_day_in_the_listing_the_page_tells(tmp_path):
    days = ["30/01/2025", "20/01/2025", "10/01/2025", "01/01/2025"]
    paths = {f"/tin/{number}": page(day=day) for number, day in enumerate(days, 1)}
    site = Site(**paths, **{"/muc/": listing("/tin/1", "/tin/2"), "/muc/2/": listing("/tin/3", "/tin/4")})
    site.paths["/muc/3/"] = listing("/tin/5")
    crawl = Crawl(site, tmp_path, since="2025-01-15")
    assert _articles(crawl.asked) == ["/tin/1", "/tin/2", "/tin/3", "/tin/4"]
    assert "/muc/3/" not in crawl.asked
    assert crawl.report.outside == 2
    assert "/tin/5" in Crawl(site, tmp_path).asked


def test_a_page_that_is_no_article_tells_no_day(tmp_path):
    site = Site(**{"/tin/1": "<html><body><p>Xin chào</p></body></html>", "/muc/": listing("/tin/1")})
    crawl = Crawl(site, tmp_path, since="2025")
    assert crawl.outcome("/tin/1") == ("fetched", 200, None)
    assert crawl.report.outside == 0


def test_a_listing_that_repeats_itself_ends(tmp_path):
    same = listing("/tin/1", "/tin/2")
    site = Site(**{"/tin/1": page("1"), "/tin/2": page("2"), "/muc/": same})
    site.paths |= {f"/muc/{number}/": same for number in range(2, 99)}
    crawl = Crawl(site, tmp_path)
    assert _pages(crawl.asked) == ["/muc/", "/muc/2/"]
    assert _pages(Crawl(site, tmp_path).asked) == ["/muc/"]


def test_links_to_the_next_page_are_followed_and_never_in_a_circle(tmp_path):
    site = Site(
        **{
            "/muc/": listing("/tin/1", following="/muc/hai"),
            "/muc/hai": listing("/tin/2", following="/muc/ba"),
            "/muc/ba": listing("/tin/3", following="/muc/"),
        },
        **{f"/tin/{number}": page(str(number)) for number in (1, 2, 3)},
    )
    crawl = Crawl(site, tmp_path, NO_TEMPLATE)
    assert _pages(crawl.asked) == ["/muc/", "/muc/hai", "/muc/ba"]
    assert _articles(crawl.asked) == ["/tin/1", "/tin/2", "/tin/3"]


def test_paging_by_post_back_is_refused_by_name(tmp_path):
    html = listing("/tin/1") + "<a href=\"javascript:__doPostBack('p','2')\">2</a>"
    crawl = Crawl(Site(**{"/muc/": html, "/tin/1": page()}), tmp_path, NO_TEMPLATE)
    assert crawl.outcome("/muc/#post-back") == ("refused", None, "post-back paging")
    assert "  1 refused: post-back paging (listing)" in crawl.report.lines()
    assert crawl.report.failed == 0


def test_a_listing_that_lists_nothing_any_more_is_a_failure(tmp_path):
    crawl = Crawl(Site(**{"/muc/": "<html><body><p>Trang mới</p></body></html>"}), tmp_path)
    assert crawl.outcome("/muc/") == ("failed", 200, "no articles listed")
    assert crawl.report.failed == 1


@pytest.mark.parametrize("where", range(1, 15))
def test_a_crawl_that_breaks_off_anywhere_goes_on(tmp_path, where):
    """Break off at each request in turn; with the next run everything is there once."""
    site, whole = _site(), _site()
    asked = 0

    async def get(address, **more):
        nonlocal asked
        asked += 1
        if asked == where:
            raise RuntimeError("killed")
        return await Site.get(site, address, **more)

    site.get = get
    with pytest.raises(RuntimeError):
        Crawl(site, tmp_path / "killed")
    fetched = _articles(site.asked)
    del site.get
    crawl = Crawl(site, tmp_path / "killed")
    assert not set(fetched) & set(_articles(crawl.asked))
    expected = Crawl(whole, tmp_path / "whole")
    done = {path: row.outcome for path, row in crawl.rows.items() if row.role == "article"}
    assert done == {path: row.outcome for path, row in expected.rows.items() if row.role == "article"}
    assert validate(tmp_path / "killed") == []


@pytest.mark.parametrize("where", range(2, 8))
def test_an_update_that_breaks_off_anywhere_goes_on(tmp_path, where):
    """Four new articles push the listing by more than a page; the update breaks off at each request in turn."""
    site = _site(pages=4)
    Crawl(site, tmp_path)
    fresh = [f"/tin/{number}" for number in range(101, 105)]
    rows = [*fresh, *(f"/tin/{number}" for number in range(1, 13))]
    site.paths |= {path: page(path) for path in fresh}
    site.paths |= {"/muc/" if at == 0 else f"/muc/{at + 1}/": listing(*rows[3 * at : 3 * at + 3]) for at in range(5)}
    asked = 0

    async def get(address, **more):
        nonlocal asked
        asked += 1
        if asked == where:
            raise RuntimeError("killed")
        return await Site.get(site, address, **more)

    site.get = get
    with pytest.raises(RuntimeError):
        Crawl(site, tmp_path)
    del site.get
    crawl = Crawl(site, tmp_path)
    assert {crawl.rows[path].outcome for path in fresh} == {"fetched"}


def test_hostile_links_are_refused_and_told(tmp_path):
    hostile = {
        "javascript:alert(1)": "scheme javascript",
        "file:///etc/passwd": "scheme file",
        "ftp://snv.vidu.vn/tin/": "scheme ftp",
        "data:text/html,tin": "scheme data",
        "https://khac.vn/tin/1": "foreign host",
        "http://169.254.169.254/tin/": "foreign host",
        "http://[": "not an address",
        f"{HOME}/{'a' * 3000}": "not an address",
    }
    html = "".join(f'<li class="t"><a href="{link}">Tin</a></li>' for link in (*hostile, "/tin/1"))
    portal = PORTAL.model_copy(update={"listings": (Listing(url="/muc/", item="li.t a"),)})
    site = Site(**{"/muc/": html, "/tin/1": page()})
    crawl = Crawl(site, tmp_path, portal)
    assert site.asked == ["/robots.txt", "/muc/", "/tin/1"]
    refused = {path: row.reason for path, row in crawl.rows.items() if row.outcome == "refused"}
    assert sorted(refused.values()) == sorted(hostile.values())
    assert "javascript:alert(1): refused: scheme javascript" in crawl.said
    again = Crawl(site, tmp_path, portal)
    assert again.report.count("refused") == len(hostile)
    assert not any("refused" in line for line in again.said)


def test_redirects_between_articles(tmp_path):
    site = Site(**{"/muc/": listing("/tin/cu", "/tin/2", "/tin/mat", "/tin/vong", "/tin/xa", "/tin/toi-2")})
    site.paths |= {"/tin/cu": answer(301, Location="/tin/moi"), "/tin/moi": page("mới"), "/tin/2": page("2")}
    site.paths |= {"/tin/mat": answer(302, Location="/"), "/tin/vong": answer(302, Location="/tin/vong2")}
    site.paths |= {"/tin/vong2": answer(302, Location="/tin/vong"), "/tin/xa": answer(302, Location="/tin/xa2")}
    site.paths |= {"/tin/xa2": answer(302, Location="https://khac.vn/"), "/tin/toi-2": answer(302, Location="/tin/2")}
    crawl = Crawl(site, tmp_path)
    assert crawl.outcome("/tin/cu") == ("fetched", 301, None)
    assert crawl.outcome("/tin/moi") == ("fetched", 200, None)
    assert crawl.outcome("/tin/mat") == ("gone", 302, "redirect to the home page")
    assert crawl.outcome("/tin/vong") == ("failed", 302, "redirect loop")
    assert crawl.outcome("/tin/vong2") == ("failed", 302, "redirect loop")
    assert crawl.outcome("/tin/xa") == ("refused", 302, "redirect: foreign host")
    assert crawl.outcome("/tin/toi-2") == ("fetched", 302, None)
    assert site.asked.count("/tin/2") == 1
    again = Crawl(site, tmp_path, refresh=True)
    assert "/tin/cu" not in again.asked


def test_too_many_redirects(tmp_path):
    chain = {f"/tin/{number}": answer(302, Location=f"/tin/{number + 1}") for number in range(1, 20)}
    crawl = Crawl(Site(**chain, **{"/muc/": listing("/tin/1")}), tmp_path)
    assert crawl.outcome("/tin/1") == ("failed", 302, "too many redirects")
    assert len(_articles(crawl.asked)) == 6


def test_an_unknown_portal_tells_its_family(tmp_path):
    portal = PORTAL.model_copy(update={"cms": None, "article": None, "listings": ()})
    title = "Lễ phát động phong trào thi đua yêu nước năm"
    head = '<head><meta name="generator" content="WordPress 6.4"><link href="/wp-content/themes/x/style.css"></head>'
    home = f"<html>{head}<body><p><a href='/a-{{}}'>{title} 1</a></p><p><a href='/b'>Trang</a></p></body></html>"
    site = Site(**{"/": home.format(1), "/a-1": page("1")})
    crawl = Crawl(site, tmp_path, portal)
    assert crawl.outcome("/a-1") == ("fetched", 200, None)
    assert "/b" not in crawl.asked
    assert any("feed" in path for path in crawl.asked), crawl.asked


def test_a_host_that_falls_silent_stops_the_crawl(tmp_path):
    site = _site(size=6, **{f"/tin/{number}": lost("no connection") for number in range(1, 10)})
    crawl = Crawl(site, tmp_path)
    assert crawl.report.stopped == "snv.vidu.vn: no response to 5 addresses in a row (no connection); go on later"
    assert crawl.report.waiting == 1
    assert crawl.report.lines()[-1].startswith("  stopped: ")
    assert len(_articles(Crawl(_site(size=6), tmp_path).asked)) == 18


def test_robots_that_cannot_be_read_refuse_everything_until_they_can(tmp_path):
    site = _site(pages=1, **{"/robots.txt": answer(500)})
    crawl = Crawl(site, tmp_path)
    assert set(site.asked) == {"/robots.txt"}
    assert crawl.report.stopped == "snv.vidu.vn: robots.txt: HTTP 500; nothing is fetched until it can be read"
    assert crawl.report.failed == 1
    site.paths["/robots.txt"] = answer(404)
    assert len(_articles(Crawl(site, tmp_path).asked)) == 3


def test_a_listing_in_an_unknown_encoding_is_read_as_far_as_it_goes(tmp_path):
    broken = listing("/tin/1").encode() + b"\x81\x8d\x8f\x90\x9d" * 40 + b"\xff\xfe\x00" * 50
    site = Site(**{"/muc/": answer(body=broken), "/tin/1": page()})
    assert Crawl(site, tmp_path).outcome("/tin/1") == ("fetched", 200, None)


def test_an_unchanged_listing_leads_no_further(tmp_path):
    site = _site(pages=2)
    site.paths["/muc/"] = answer(body=site.paths["/muc/"], ETag='"l"')
    Crawl(site, tmp_path)
    site.paths["/muc/"] = answer(304)
    crawl = Crawl(site, tmp_path)
    assert crawl.asked == ["/robots.txt", "/muc/"]
    assert crawl.outcome("/muc/") == ("unchanged", 304, None)


def test_a_page_that_was_not_read_belongs_to_the_listing_it_is_most_like(tmp_path):
    listings = (Listing(url="/muc/", item="li a"), Listing(url="/khen/", item="b a"))
    portal = PORTAL.model_copy(update={"listings": listings})
    site = Site(**{"/muc/": listing("/tin/1"), "/tin/1": page("1"), "/tin/2": page("2"), "/tin/3": page("3")})
    site.paths["/khen/"] = "<b><a href='/tin/2'>Hai</a></b><a rel='next' href='/khen/trang-2'>sau</a>"
    site.paths["/khen/trang-2"] = "<b><a href='/tin/3'>Ba</a></b>"
    Crawl(site, tmp_path, portal, limit=1)
    assert Crawl(site, tmp_path, portal, limit=1).asked[-1] == "/tin/2"
    with Archive(tmp_path, portal="thu") as archive:
        assert [row.url for row in archive.waiting() if row.role == "listing"] == [f"{HOME}/khen/trang-2"]
    assert _articles(Crawl(site, tmp_path, portal).asked) == ["/tin/3"]
