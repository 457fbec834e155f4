"""The registry of portals and families, and what the loader refuses."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from schemas.errors import PortalError
from scraper.portals import (
    Listing,
    Portal,
    load_families,
    load_family,
    load_portal,
    load_portals,
    portal_of,
    with_family,
)

WHOLE = """
id = "so-mau"
name = "Sở Mẫu"
unit = "Sở Mẫu"
hosts = ["somau.example.vn", "127.0.0.1:8000"]
verified = false
verified_reason = "a test"
"""


#: Addresses of articles in public copies of the sites, and what lies beside them.
SEEN = [
    ("sct-quang-binh", "https://sct.quangbinh.gov.vn/chi-tiet-tin/-/view-article/1/13838914984987/1704789262789", True),
    ("tdkt-gia-lai", "http://thiduakhenthuong.gialai.gov.vn/index.php?option=com_content&view=article&id=301:a", True),
    ("tdkt-gia-lai", "http://thiduakhenthuong.gialai.gov.vn/index.php?option=com_content&view=category&id=141", False),
    ("stc-tay-ninh", "https://sotaichinh.tayninh.gov.vn/vi/news/quy-che-quy-dinh/quy-ch-x-t-thi-ua-1514.html", True),
    ("stp-binh-dinh", "https://stp.binhdinh.gov.vn/hoat-dong-chi-dao/so-tu-phap-binh-dinh-nhan-co-3784.html", True),
    ("pbgdpl-lai-chau", "https://pbgdpl.laichau.gov.vn/index.php/savefile/tin-tuc-su-kien/huong-dan-1548.html", False),
    ("skhcn-cao-bang", "http://khcncaobang.gov.vn/index.php?language=vi&nv=news&op=savefile/KHCN/Tin-3313", False),
    ("skhcn-cao-bang", "http://khcncaobang.gov.vn/index.php?language=vi&nv=news&op=KHCN/Tin-3313", True),
    ("ubnd-dong-nai", "https://dongnai.gov.vn/en/news/savefile/Socio-Economic/many-options-4043.html", False),
    ("kcn-nam-dinh", "https://iza.namdinh.gov.vn/tin-tuc-su-kien/khoi-thi-dua-ban-quan-ly-cac-kcn-339742", True),
    ("ubnd-nghe-an", "http://nghean.gov.vn/thong-cao-bao-chi/thong-cao-bao-chi-ke-hoach-to-chuc-360439", True),
    ("snv-hung-yen", "http://sonv.hungyen.gov.vn/portal/Pages/2015-08/NhE1BBAFng20thC3A0n-61eab1edbe2fa9c.aspx", True),
    ("snv-hung-yen", "https://sonv.hungyen.gov.vn/73-nam-ngay-chu-tich-ho-chi-minh-ra-loi-keu-goi-c2275.html", True),
    ("kcn-hung-yen", "https://banqlkcn.hungyen.gov.vn/portal/Pages/2021-10-1/Tinh-hinh-thuc-hien2n4h7f.aspx", True),
    ("ubnd-yen-bai", "https://yenbai.gov.vn/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?ItemID=6163&l=Tin&lv=11", True),
    ("ubnd-dak-lak", "https://daklak.gov.vn/tin-tuc-su-kien/-/asset_publisher/bDngMUmMrWIw/content/cum-thi-ua", True),
    ("tdkt-thua-thien-hue", "https://batdkt.thuathienhue.gov.vn/?cn=28&gd=10&tc=168", True),
    ("skhcn-quang-tri", "http://dostquangtri.gov.vn/?details=5718&menuID=32&CongID=1", True),
    ("vhttdl-dak-lak", "http://vhttdl.daklak.gov.vn/Articles/Detail/10244", True),
    ("ubnd-quang-ninh", "https://www.quangninh.gov.vn/Trang/ChiTietTinTuc.aspx?nid=113139", True),
    ("ubnd-quang-nam", "https://quangnam.gov.vn/webcenter/portal/ubnd/pages_tin-tuc/chi-tiet?dDocName=PORTAL5", True),
]


def define(folder: Path, text: str, *, name: str = "so-mau") -> str:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("portal", load_portals(), ids=lambda portal: portal.id)
def test_every_host_of_the_registry_leads_back(portal: Portal) -> None:
    for host in portal.hosts:
        assert portal_of(host) is portal
        assert portal_of(f"WWW.{host.removeprefix('www.')}:80") is portal
    assert load_portal(portal.id) is portal
    assert load_portal(f"http://{portal.hosts[0]}/tin") is portal


@pytest.mark.parametrize("portal", load_portals(), ids=lambda portal: portal.id)
def test_nothing_is_claimed_that_was_not_seen(portal: Portal) -> None:
    assert not portal.verified
    assert portal.verified_reason
    assert portal.notes
    assert not portal.loopback


def test_the_registry_spans_the_country() -> None:
    assert len(load_portals()) >= 25
    assert len({portal.province for portal in load_portals()} - {None}) >= 20


@pytest.mark.parametrize(("portal", "address", "article"), SEEN)
def test_addresses_that_were_seen(portal: str, address: str, article: bool) -> None:
    assert load_portal(portal).is_article(address) is article
    assert portal_of(urlsplit(address).hostname) is load_portal(portal)


def test_a_portal_takes_from_its_family_what_it_does_not_say(tmp_path: Path) -> None:
    text = WHOLE + 'cms = "wordpress"\n[[listings]]\nurl = "/tin/"\n[selectors]\ntitle = ["h2.ten"]\nbyline = []\n'
    portal, family = load_portal(define(tmp_path, text)), load_family("wordpress")
    assert portal.selectors.title == ("h2.ten",)
    assert portal.selectors.byline == ()
    assert portal.selectors.body == family.selectors.body
    assert portal.feeds == family.feeds
    assert portal.listings[0].paging == "page/{page}/"
    addresses = portal.listings[0].addresses(portal.home)
    assert [next(addresses) for _ in range(3)] == [
        "https://somau.example.vn/tin/",
        "https://somau.example.vn/tin/page/2/",
        "https://somau.example.vn/tin/page/3/",
    ]


def test_a_listing_with_its_own_template_takes_no_numbers_from_the_family(tmp_path: Path) -> None:
    text = WHOLE + 'cms = "joomla"\n[[listings]]\nurl = "/tin"\npaging = "trang-{page}"\n'
    listing = load_portal(define(tmp_path, text)).listings[0]
    assert (listing.first, listing.step) == (1, 1)


def test_an_unknown_portal_needs_a_host_and_nothing_else() -> None:
    portal = load_portal("SNV.Example.vn:8080")
    assert (portal.id, portal.hosts, portal.cms) == ("snv-example-vn-8080", ("snv.example.vn:8080",), None)
    assert not portal.verified
    assert load_portal("xn--s-mu-hoa.example.vn").id == "xn-s-mu-hoa-example-vn"
    assert with_family(portal, None) is portal
    assert with_family(portal, "drupal").selectors == load_family("drupal").selectors


def test_addresses_of_a_portal_start_at_its_home() -> None:
    portal = load_portal("http://snv.example.vn:8080")
    assert portal.address("tin/rss") == portal.address("/tin/rss") == "http://snv.example.vn:8080/tin/rss"
    assert portal.address("https://khac.example.vn/a") == "https://khac.example.vn/a"


def test_a_page_number_is_set_among_the_parameters() -> None:
    listing = Listing(url="/index.php?op=tin/nganh&tag=a&tag=b&page=1&trong=", paging="?page={page}", first=2, last=2)
    assert list(listing.addresses("http://snv.example.vn/"))[1] == (
        "http://snv.example.vn/index.php?op=tin/nganh&tag=a&tag=b&trong=&page=2"
    )


def test_an_address_with_a_path_names_a_listing() -> None:
    portal = load_portal("http://snv.example.vn/tin-tuc?cat=3")
    assert portal.home == "http://snv.example.vn/"
    assert next(portal.listings[0].addresses(portal.home)) == "http://snv.example.vn/tin-tuc?cat=3"


def test_selectors_are_those_of_the_day_of_the_page(tmp_path: Path) -> None:
    text = WHOLE + (
        'cms = "wordpress"\narticle = "^/moi/"\n[selectors]\ntitle = [".moi"]\n'
        '[[versions]]\nuntil = 2015-01-01\ncms = "drupal"\n'
        '[[versions]]\nuntil = 2020-06-01\narticle = "^/cu/"\n[versions.selectors]\ntitle = [".cu"]\n'
    )
    portal = load_portal(define(tmp_path, text))
    assert portal.selectors_on("2014-12-31") == load_family("drupal").selectors
    told = [portal.is_article("https://snv.example.vn/cu/1", day) for day in ("2014-12-31", "2020-05-31T23:59", None)]
    assert told == [None, True, False]
    assert portal.selectors_on("2020-05-31T23:59").title == (".cu",)
    assert portal.selectors_on("2020-05-31").body == portal.selectors.body
    assert portal.selectors_on("2020-06-01").title == portal.selectors_on(None).title == (".moi",)


def test_articles_are_known_by_their_address(tmp_path: Path) -> None:
    portal = load_portal(define(tmp_path, WHOLE + "article = '/chi-tiet\\?id=\\d+'\n"))
    assert portal.is_article("https://somau.example.vn/chi-tiet?id=7") is True
    assert portal.is_article("https://somau.example.vn/lien-he") is False
    assert portal.is_article("https://[somau/chi-tiet?id=7") is False
    assert load_portal(define(tmp_path, WHOLE)).is_article("https://somau.example.vn/lien-he") is None


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("titel = 1", "unknown key 'titel'"),
        ("[selectors]\ntitel = ['h1']", "unknown key 'selectors.titel'"),
        ("[selectors]\ntitle = ['h1[']", "'h1[' is no CSS selector"),
        ("article = '('", "'(' is no regular expression"),
        ("[[listings]]\nurl = '/'\npaging = '/trang'", "paging '/trang' needs {page} once"),
        ("[[listings]]\npaging = '/trang-{page}'", "'listings.0.url' is missing"),
        ("cms = 'typo3'", "no CMS family 'typo3': write one of"),
        ("province = 'P63-99'", "province 'P63-99' is no id of provinces.csv"),
        ("[[versions]]\nuntil = 2020-01-01\n[[versions]]\nuntil = 2020-01-01", "in the order of their days"),
        ("id = 'a'", "cannot be read"),
    ],
)
def test_a_bad_definition_is_refused_by_name(tmp_path: Path, more: str, told: str) -> None:
    path = define(tmp_path, WHOLE + more)
    with pytest.raises(PortalError) as error:
        load_portal(path)
    assert str(error.value).startswith(path)
    assert told in str(error.value)


def test_a_portal_has_a_host(tmp_path: Path) -> None:
    with pytest.raises(PortalError, match="hosts: Tuple should have at least 1 item"):
        load_portal(define(tmp_path, WHOLE.replace('"somau.example.vn", "127.0.0.1:8000"', "")))


@pytest.mark.parametrize("host", ["https://a.vn", "A.vn", "a.vn/tin", ""])
def test_a_host_is_no_address(tmp_path: Path, host: str) -> None:
    with pytest.raises(PortalError, match="is no host"):
        load_portal(define(tmp_path, WHOLE.replace("somau.example.vn", host)))


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"so-mau": WHOLE + "loopback = true"}, "loopback is for test portals"),
        ({"so-mau": WHOLE, "so-khac": WHOLE.replace('"so-mau"', '"so-khac"')}, "is a host of so-khac too"),
        ({"so-khac": WHOLE}, "is named 'so-khac' and has the id 'so-mau'"),
    ],
)
def test_the_registry_refuses(tmp_path: Path, files: dict[str, str], told: str) -> None:
    for name, text in files.items():
        define(tmp_path, text, name=name)
    with pytest.raises(PortalError, match=told):
        load_portals(tmp_path)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("sct-quang-bin", "did you mean sct-quang-binh"),
        ("zzz", "`thidua portals` lists them"),
        ("ftp://sct.example.vn/", "nor an http address"),
        ("none.toml", "cannot be read"),
        ("a_b.example.vn", "is no host: write it in small letters without scheme and path$"),
        ("https://user:pw@snv.example.vn/", "is no host"),
        ("snv.example.vn:99999", "is no host"),
        ("http://[bad/", "nor an http address"),
        ("http://", "nor an http address"),
    ],
)
def test_a_name_that_is_no_portal(name: str, told: str) -> None:
    with pytest.raises(PortalError, match=told):
        load_portal(name)


def test_families() -> None:
    assert {family.id for family in load_families()} == {
        "dnn",
        "drupal",
        "joomla",
        "liferay",
        "nukeviet",
        "sharepoint",
        "tables",
        "vnpt",
        "wordpress",
    }
