from datetime import date

from tests.scraper.crawl.small_site import HOME, PORTAL, Crawl, Site, answer, listing, page


def _site(**more):
    """Return a site of one listing page with three articles, and more."""
    paths = {f"/tin/{number}": page(str(number)) for number in (1, 2, 3)}
    return Site(**paths | {"/muc/": listing("/tin/1", "/tin/2", "/tin/3")} | more)


def _articles(asked):
    return [path for path in asked if path.startswith("/tin/")]


def test_feeds_and_sitemaps_name_articles(tmp_path):
    rss = f"<rss><channel><item><link>{HOME}/tin/1?utm_source=rss</link>"
    rss += "<pubDate>Mon, 06 Jan 2025 08:00:00 +0700</pubDate></item>"
    rss += f"<item><link>{HOME}/gioi-thieu</link></item></channel></rss>"
    index = (
        "<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap><sitemap><loc>/cu.xml</loc><lastmod>2019-01-01</lastmod>"
    )
    index += "</sitemap><sitemap><loc>/s.xml</loc></sitemap><sitemap><loc>https://khac.vn/s.xml</loc></sitemap></sitemapindex>"
    urls = (
        f"<urlset><url><loc>{HOME}/tin/2</loc></url><url><loc>/tin/3</loc><lastmod>2019-01-01</lastmod></url></urlset>"
    )
    site = Site(**{f"/tin/{number}": page(str(number)) for number in (1, 2, 3)}, **{"/muc/": listing("/tin/1")})
    site.paths |= {"/feed": answer(body=rss, kind="text/xml"), "/s.xml": answer(body=index, kind="text/xml")}
    site.paths |= {"/s1.xml": answer(body=urls, kind="text/xml")}
    portal = PORTAL.model_copy(update={"feeds": ("/feed", "/khong-co"), "sitemaps": ("/s.xml",)})
    crawl = Crawl(site, tmp_path, portal, since="2020")
    assert _articles(crawl.asked) == ["/tin/1", "/tin/2"]
    assert crawl.rows["/tin/1"].published == "2025-01-06T08:00"
    assert crawl.outcome("https://khac.vn/s.xml") == ("refused", None, "foreign host")
    assert "/cu.xml" not in crawl.asked
    assert crawl.asked.index("/muc/") < crawl.asked.index("/s.xml")
    assert crawl.outcome("/khong-co") == ("gone", 404, None)
    assert crawl.report.listed == 2


def test_a_day_that_is_told_later_is_kept(tmp_path):
    site = Site(**{"/muc/": listing("/tin/1"), "/tin/1": page()})
    assert Crawl(site, tmp_path).rows["/tin/1"].published is None
    site.paths["/muc/"] = listing(("/tin/1", "06/01/2025"))
    row = Crawl(site, tmp_path).rows["/tin/1"]
    assert (row.published, row.outcome, row.status) == ("2025-01-06", "fetched", 200)


def test_a_feed_that_is_none_fails_by_name(tmp_path):
    portal = PORTAL.model_copy(update={"feeds": ("/feed",)})
    crawl = Crawl(_site(**{"/feed": "<html><body>Lỗi</body></html>"}), tmp_path, portal)
    assert crawl.outcome("/feed") == ("failed", 200, "neither a feed nor a sitemap")
    assert "  1 failed: neither a feed nor a sitemap (feed)" in crawl.report.lines()
    assert crawl.report.count("fetched") == 3


def test_sitemaps_of_robots_txt_serve_where_the_portal_names_none(tmp_path):
    robots = answer(body=f"User-agent: *\nSitemap: {HOME}/s.xml", kind="text/plain")
    urls = answer(body=f"<urlset><url><loc>{HOME}/tin/9</loc></url></urlset>", kind="text/xml")
    crawl = Crawl(_site(**{"/robots.txt": robots, "/s.xml": urls, "/tin/9": page("9")}), tmp_path)
    assert crawl.outcome("/tin/9") == ("fetched", 200, None)


def test_articles_that_a_feed_says_were_changed_are_asked_for_again(tmp_path):
    today = date.today()
    atom = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/tin/1'/><updated>{}</updated></entry></feed>"
    portal = PORTAL.model_copy(update={"feeds": ("/feed",)})
    site = _site()
    site.paths["/feed"] = answer(body=atom.format("2024-12-01"), kind="application/atom+xml")
    Crawl(site, tmp_path, portal)
    assert _articles(Crawl(site, tmp_path, portal).asked) == []
    site.paths["/feed"] = answer(body=atom.format(today.isoformat()), kind="application/atom+xml")
    assert _articles(Crawl(site, tmp_path, portal).asked) == ["/tin/1"]
