import pytest

from scraper.crawl.links import Link, read_listing
from scraper.portals import Paging, Portal

PORTAL = Portal(id="thu", name="Cổng thử", unit="Sở thử", hosts=("snv.vidu.vn",), verified=False, verified_reason="thử")
WITH_PATTERN = PORTAL.model_copy(update={"article": r"^/tin/\d+"})
HERE = "https://snv.vidu.vn/chuyen-muc/thi-dua"


def _page(html, *, portal=PORTAL, **paging):
    return read_listing(html, HERE, paging=Paging(**paging), portal=portal)


def _addresses(page):
    return [link.address.removeprefix("https://snv.vidu.vn") for link in page.links]


def test_the_item_selector_names_the_articles():
    html = (
        '<ul><li class="tin"><h3><a href="/tin/1">Một</a></h3></li><li class="tin"><p>Không có liên kết</p></li></ul>'
    )
    html += '<a href="/tin/2">Lễ phát động phong trào thi đua yêu nước năm 2025</a>'
    assert _addresses(_page(html, item="li.tin")) == ["/tin/1"]
    assert _addresses(_page(html, item="li.tin a")) == ["/tin/1"]
    assert _addresses(_page(html, item=".khong-con")) == []


def test_without_a_selector_the_pattern_tells():
    html = '<a href="/tin/1">Một</a><a href="tin/2">hai</a><a href="/gioi-thieu">Giới thiệu về Sở Nội vụ tỉnh Ví Dụ</a>'
    assert _addresses(_page(html, portal=WITH_PATTERN)) == ["/tin/1"]


def test_without_a_pattern_links_as_long_as_titles_count():
    title = "Lễ phát động phong trào thi đua yêu nước năm 2025"
    html = f'<a href="/a">{title}</a><a href="/b">Trang chủ</a><a href="/c" title="{title}"><img src="x"></a>'
    html += f'<a href="/">{title}</a><a href="#">{title}</a><a name="x">{title}</a>'
    assert _addresses(_page(html)) == ["/a", "/c"]


def test_an_article_is_listed_once_and_keeps_its_day():
    html = '<div class="t"><a href="/tin/1"><img></a><h3><a href="/tin/1">Một</a></h3><i>06/01/2025</i></div>'
    html += '<div class="t"><a href="/tin/2">Hai</a><i>05/01/2025 08:30</i></div>'
    page = _page(html, portal=WITH_PATTERN)
    assert page.links == (
        Link("https://snv.vidu.vn/tin/1", "2025-01-06"),
        Link("https://snv.vidu.vn/tin/2", "2025-01-05T08:30"),
    )


def test_a_day_is_never_taken_from_another_article():
    html = '<div><a href="/tin/1">Một</a><a href="/tin/2">Hai</a><i>05/01/2025</i></div>'
    assert [link.published for link in _page(html, portal=WITH_PATTERN).links] == [None, None]


@pytest.mark.parametrize(
    ("inside", "selector", "day"),
    [
        ('<time datetime="2025-01-06T08:15:00+07:00">hôm qua</time>', None, "2025-01-06T08:15"),
        ('<span class="d">Thứ hai, 06/01/2025</span> <b>01/01/2020</b>', ".d", "2025-01-06"),
        ('<b>01/01/2020</b><span class="d">chưa rõ</span>', ".d", None),
        ('<meta class="d" content="2025-01-06">', ".d", "2025-01-06"),
        ("Đăng ngày 6/1/2025", None, "2025-01-06"),
        ("không có ngày", None, None),
    ],
)
def test_the_day_of_an_item(inside, selector, day):
    page = _page(f'<li><a href="/tin/1">Một</a> {inside}</li>', portal=WITH_PATTERN, date=selector)
    assert page.links[0].published == day


def test_relative_links_follow_the_base_element():
    html = '<head><base href="/goc/"></head><a class="t" href="tin/1">Một</a><a class="t" href="http://[">hỏng</a>'
    assert [link.address for link in _page(html, item="a.t").links] == ["https://snv.vidu.vn/goc/tin/1", "http://["]
    assert _page('<a href="http://[">hỏng</a>', portal=WITH_PATTERN).links == ()


@pytest.mark.parametrize(
    ("html", "selector", "following"),
    [
        ('<a rel="next" href="/chuyen-muc/2">cũ hơn</a>', None, "/chuyen-muc/2"),
        ('<link rel="next" href="/chuyen-muc/2">', None, "/chuyen-muc/2"),
        ('<ul><li><a href="?p=1">1</a><li><a href="?p=2">Trang sau</a></ul>', None, "/chuyen-muc/thi-dua?p=2"),
        ('<div><span>1</span><a href="?p=2">»</a></div>', None, "/chuyen-muc/thi-dua?p=2"),
        ('<div><span>1</span> <p><a href="?p=2">Tiếp theo</a></p></div>', None, "/chuyen-muc/thi-dua?p=2"),
        ('<div><span>1</span><a href="#">»</a></div>', None, None),
        ('<div><span>1</span><a href="javascript:void(0)">»</a></div>', None, None),
        ('<div>Trang chủ <a href="/tin">»</a></div>', None, None),
        ('<a class="n" href="/x/2">Xem thêm</a>', ".n", "/x/2"),
        ('<div class="n"><a href="/x/2">Xem thêm</a></div>', ".n", "/x/2"),
        ('<a rel="next" href="/x/2">2</a>', ".khong-con", None),
        ("<p>hết</p>", None, None),
    ],
)
def test_the_next_page(html, selector, following):
    page = _page(html, next=selector)
    assert page.following == (following and f"https://snv.vidu.vn{following}")
    assert not page.post_back


@pytest.mark.parametrize(
    ("html", "post_back"),
    [
        ("<a href=\"javascript:__doPostBack('ctl00$Pager','Page$2')\">2</a>", True),
        ("<a href='#' onclick=\"javascript:__doPostBack('x','')\">Trang sau</a>", True),
        ("<input type='image' title='Next' onclick='WebForm_DoPostBackWithOptions(1)'>", True),
        ("<a href=\"javascript:__doPostBack('login','')\">Đăng nhập</a>", False),
        ("<a href='javascript:trang(2)'>2</a>", False),
        ("<a href=\"javascript:__doPostBack('p','2')\">2</a><a rel='next' href='?p=2'>sau</a>", False),
    ],
)
def test_paging_by_post_back_is_recognised(html, post_back):
    assert _page(html).post_back is post_back
