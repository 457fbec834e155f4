import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import FetchError
from scraper.crawl.addresses import LONGEST, canonical_address

HOSTS = ["snv.vidu.gov.vn"]

#: What a page links to, and the one address it means.
SAME = [
    # spelling of the address itself
    ("http://snv.vidu.gov.vn/tin/1", "https://snv.vidu.gov.vn/tin/1"),
    ("HTTPS://SNV.Vidu.gov.VN:443/tin/1", "https://snv.vidu.gov.vn/tin/1"),
    ("https://www.snv.vidu.gov.vn/tin/1", "https://snv.vidu.gov.vn/tin/1"),
    ("https://amp.snv.vidu.gov.vn/tin/1", "https://snv.vidu.gov.vn/tin/1"),
    ("https://snv.vidu.gov.vn./tin/1#binh-luan", "https://snv.vidu.gov.vn/tin/1"),
    ("https://user:pass@snv.vidu.gov.vn/tin/1", "https://snv.vidu.gov.vn/tin/1"),
    ("https://snv.vidu.gov.vn", "https://snv.vidu.gov.vn/"),
    ("//snv.vidu.gov.vn/tin/1", "https://snv.vidu.gov.vn/tin/1"),
    ("/a/../tin/./1", "https://snv.vidu.gov.vn/tin/1"),
    (" /tin/\n1 ", "https://snv.vidu.gov.vn/tin/1"),
    ("/tin/thi đua", "https://snv.vidu.gov.vn/tin/thi%20%C4%91ua"),
    ("/tin/thi%20%c4%91ua", "https://snv.vidu.gov.vn/tin/thi%20%C4%91ua"),
    ("?id=7", "https://snv.vidu.gov.vn/tin/?id=7"),
    # sessions and where the visitor came from
    ("/tin.jsp;jsessionid=0A1B2C3D?id=7", "https://snv.vidu.gov.vn/tin.jsp?id=7"),
    ("/tin.php?PHPSESSID=abcdef&id=7", "https://snv.vidu.gov.vn/tin.php?id=7"),
    ("/tin.php?id=7&sid=9f86d081884c7d659a2feaa0c55ad015", "https://snv.vidu.gov.vn/tin.php?id=7"),
    ("/(S(lit3py55t21z5v55vlm25s55))/Tin.aspx?id=7", "https://snv.vidu.gov.vn/Tin.aspx?id=7"),
    ("/tin/1?utm_source=zalo&utm_medium=social&fbclid=IwAR0", "https://snv.vidu.gov.vn/tin/1"),
    ("/tin/1?zarsrc=30&gidzl=abc", "https://snv.vidu.gov.vn/tin/1"),
    # print and AMP views
    ("/tin/1?print=1", "https://snv.vidu.gov.vn/tin/1"),
    ("/tin/1/?print=print", "https://snv.vidu.gov.vn/tin/1/"),
    ("/tin/1/amp/", "https://snv.vidu.gov.vn/tin/1/"),
    ("/tin/1.html/amp", "https://snv.vidu.gov.vn/tin/1.html"),
    ("/tin/1.amp.html", "https://snv.vidu.gov.vn/tin/1.html"),
    ("/tin/1?amp=1", "https://snv.vidu.gov.vn/tin/1"),
    ("/tin/1?amp", "https://snv.vidu.gov.vn/tin/1"),
    ("/print/812", "https://snv.vidu.gov.vn/node/812"),
    ("/print/node/812", "https://snv.vidu.gov.vn/node/812"),
    # NukeViet
    (
        "/index.php?language=vi&nv=news&op=Thi-dua/Le-phat-dong-12",
        "https://snv.vidu.gov.vn/index.php?language=vi&nv=news&op=Thi-dua/Le-phat-dong-12",
    ),
    (
        "/index.php?op=Thi-dua%2FLe-phat-dong-12&amp;nv=news&amp;language=vi",
        "https://snv.vidu.gov.vn/index.php?language=vi&nv=news&op=Thi-dua/Le-phat-dong-12",
    ),
    (
        "/index.php?language=vi&nv=news&op=print/Thi-dua/Le-phat-dong-12",
        "https://snv.vidu.gov.vn/index.php?language=vi&nv=news&op=Thi-dua/Le-phat-dong-12",
    ),
    ("/vi/news/print/thi-dua/le-phat-dong-12.html", "https://snv.vidu.gov.vn/vi/news/thi-dua/le-phat-dong-12.html"),
    # Joomla
    (
        "/index.php?option=com_content&view=article&id=12:le&tmpl=component&print=1&layout=default&page=",
        "https://snv.vidu.gov.vn/index.php?id=12:le&option=com_content&view=article",
    ),
    # Liferay
    (
        "/web/guest/tin?p_p_id=101_INSTANCE_abc&p_p_state=pop_up&_101_INSTANCE_abc_viewMode=print&_101_INSTANCE_abc_urlTitle=le",
        "https://snv.vidu.gov.vn/web/guest/tin?_101_INSTANCE_abc_urlTitle=le&p_p_id=101_INSTANCE_abc",
    ),
    # DotNetNuke
    (
        "/Default.aspx?tabid=88&mid=&dnnprintmode=true&SkinSrc=%5bG%5dSkins/_default/No+Skin",
        "https://snv.vidu.gov.vn/Default.aspx?tabid=88",
    ),
    # SharePoint
    ("/Pages/tin.aspx?ItemID=7&IsDlg=1", "https://snv.vidu.gov.vn/Pages/tin.aspx?ItemID=7"),
]

#: What is another article, or may be one: such addresses stay as they are.
KEPT = [
    "https://snv.vidu.gov.vn/Tin/1",
    "https://snv.vidu.gov.vn/tin/1/",
    "https://snv.vidu.gov.vn/modules.php?file=article&name=News&sid=45",
    "https://snv.vidu.gov.vn/TinTuc/tabid/88/ArticleID/12/Default.aspx",
    "https://snv.vidu.gov.vn/SitePages/tin.aspx?ItemID=7&l=TinTuc",
    "https://snv.vidu.gov.vn/web/guest/tin/-/asset_publisher/Xy12/content/le-phat-dong?_101_INSTANCE_Xy12_type=content",
    "https://snv.vidu.gov.vn/web/guest/tin?p_p_state=maximized",
    "https://snv.vidu.gov.vn/tin?123",
    "https://snv.vidu.gov.vn/?b/a",
    "https://snv.vidu.gov.vn/tin?id=2&id=1",
    "https://snv.vidu.gov.vn/tin?layout=default&page=2",
    "https://snv.vidu.gov.vn/tin?q=",
    "https://snv.vidu.gov.vn/print/quy-che.html",
    "https://snv.vidu.gov.vn/tin-tuc/may-in/amp-ke.html",
    "https://snv.vidu.gov.vn/tin?ten=L%EA",
    "https://khac.vidu.gov.vn:8443/tin",
    "http://khac.vidu.gov.vn/tin",
    "http://[::1]:8000/tin",
]


@pytest.mark.parametrize(("linked", "meant"), SAME)
def test_one_article_has_one_address(linked, meant):
    base = "https://snv.vidu.gov.vn/tin/"
    assert canonical_address(linked, base=base, hosts=HOSTS, scheme="https") == meant


@pytest.mark.parametrize("address", KEPT)
def test_what_may_be_another_article_is_left_alone(address):
    assert canonical_address(address, hosts=HOSTS, scheme="https") == address


@pytest.mark.parametrize("address", [linked for _, linked in SAME] + KEPT)
def test_a_canonical_address_is_its_own(address):
    assert canonical_address(address, hosts=HOSTS, scheme="https") == address


def test_the_portal_tells_scheme_and_www():
    found = canonical_address("https://vidu.gov.vn/a", hosts=["www.vidu.gov.vn"], scheme="http")
    assert found == "http://www.vidu.gov.vn/a"
    assert canonical_address("http://127.0.0.1:8000/a", hosts=["127.0.0.1:8000"]) == "http://127.0.0.1:8000/a"


def test_other_schemes_stay_to_be_refused():
    for address in ("javascript:alert(1)", "mailto:a@vidu.gov.vn", "file:///etc/passwd", "data:text/html,a"):
        assert canonical_address(address, base="https://snv.vidu.gov.vn/", hosts=HOSTS) == address


@pytest.mark.parametrize("address", ["http://[", "http://a:99999999/", "https://" + "a" * LONGEST])
def test_what_is_no_address_says_so(address):
    with pytest.raises(FetchError):
        canonical_address(address)
    with pytest.raises(FetchError):
        canonical_address(address, base="https://snv.vidu.gov.vn/")


@given(st.text(max_size=60))
def test_any_text_gives_an_address_or_a_reason(text):
    try:
        found = canonical_address(text, base="https://snv.vidu.gov.vn/tin/", hosts=HOSTS, scheme="https")
    except FetchError:
        return
    if found.startswith("https://snv.vidu.gov.vn/"):
        assert canonical_address(found, hosts=HOSTS, scheme="https") == found
        assert found.isascii()
