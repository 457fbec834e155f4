"""The family of a page, and what selectors give on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from selectolax.lexbor import LexborHTMLParser

from schemas.dates import Timestamp
from scraper.blocks import clean_text
from scraper.encodings import decode
from scraper.moments import read_moment
from scraper.portals import detect_family, load_families, load_family
from scraper.portals.selecting import first_match, outermost

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("pages/*.html"), *ROOT.parent.glob("examples/*.html")])
FAMILIES = sorted(family.id for family in load_families())
#: A page of each family reduced to the marks it is known by.
MARKS = {
    "dnn": '<input type="hidden" id="__dnnVariable">',
    "drupal": '<script data-drupal-selector="drupal-settings-json" type="application/json">{}</script>',
    "joomla": '<script src="/media/system/js/core.js"></script>',
    "liferay": "<script>var Liferay = Liferay || {};</script>",
    "nukeviet": '<script>var nv_base_siteurl="/",nv_lang_data="vi";</script>',
    "sharepoint": "<script>var _spPageContextInfo = {};</script>",
    "tables": "<table><tr><td><table><tr><td>Sở tổ chức hội nghị.</td></tr></table></td></tr></table>",
    "vnpt": '<img alt="image banner" src="/banner.jpg">',
    "wordpress": '<link rel="stylesheet" href="https://somau.example.vn/wp-content/themes/mau/style.css">',
}


def page(path: Path) -> str:
    return decode(path.read_bytes())[0]


def test_every_family_has_a_saved_page_that_is_recognised() -> None:
    found = {detect_family(page(path)) for path in PAGES if path.stem.split("-")[0] in FAMILIES}
    assert found - {None} == set(FAMILIES)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_saved_page_is_never_called_of_another_family(path: Path) -> None:
    named = path.stem.split("-")[0]
    if named in FAMILIES:
        assert detect_family(page(path)) in (named, None)
    elif named == "hard":
        assert detect_family(page(path)) in ("tables", None)


@pytest.mark.parametrize("family", FAMILIES)
def test_marks_of_a_family(family: str) -> None:
    assert detect_family(f"<html><body>{MARKS[family]}<p>Tin</p></body></html>") == family


@pytest.mark.parametrize("family", [family for family in FAMILIES if family != "tables"])
@pytest.mark.parametrize("other", [family for family in FAMILIES if family != "tables"])
def test_the_name_of_the_generator_decides(family: str, other: str) -> None:
    names = {
        "dnn": "DotNetNuke",
        "sharepoint": "Microsoft SharePoint",
        "joomla": "Joomla! 3",
        "liferay": "Liferay Portal",
    }
    head = f'<head><meta name="Generator" content="{names.get(family, family.title())}"></head>'
    if family != "vnpt":
        assert detect_family(f"<html>{head}<body>{MARKS[other]}</body></html>") == family


@pytest.mark.parametrize(
    "body",
    [
        '<img src="https://bao.example.vn/wp-content/uploads/a.jpg">',
        '<form action="//khac.example.vn/desktopmodules/tim"></form>',
        '<a href="/wp-content/uploads/quyet-dinh.pdf">Quyết định</a>',
        "<p>Cài đặt: chép thư mục /wp-content/ và đặt nv_base_siteurl trong _spPageContextInfo.</p>",
        '<div class="entry-content"><p>Một tên trùng là chưa đủ.</p></div>',
        '<div class="ExternalClass1A ms-rteElement-P">Chép từ cổng cũ.</div>',
        "<p>Không có dấu hiệu nào.</p>",
        "",
    ],
)
def test_what_is_no_mark(body: str) -> None:
    assert detect_family(f"<html><body>{body}</body></html>") is None


def test_as_many_marks_of_two_families_decide_nothing() -> None:
    assert detect_family(f"<html><body>{MARKS['liferay']}{MARKS['sharepoint']}</body></html>") is None


def test_a_table_of_data_is_no_layout() -> None:
    rows = "<tr><td>Huyện Mẫu Đông</td><td>98,5</td></tr>" * 3
    text = "<p>Hội nghị tổng kết phong trào thi đua của Khối.</p>" * 3
    assert detect_family(f"<html><body>{text}<table>{rows}</table></body></html>") is None
    assert detect_family("<table><tr><td><table></table></td></tr></table>") is None
    silent = f"<script>{'var a = 1;' * 90}</script>"
    assert detect_family(f"<html><body>{silent}<table>{rows}</table></body></html>") == "tables"


def test_the_first_selector_with_a_value_decides() -> None:
    tree = LexborHTMLParser('<h1> </h1><div class="t"><b class="t">Một</b></div><div class="t">Hai</div>')
    match = first_match(tree, ("h1", "h9", ".t", "b"))
    assert match is not None
    assert (match.selector, match.value, len(match.nodes)) == (".t", "Một", 2)
    assert first_match(tree, ("h1",)) is None
    assert [node.text() for node in outermost(tree.css("b, .t"))] == ["Một", "Hai"]


@pytest.mark.parametrize(
    ("html", "selector", "moment"),
    [
        ('<meta name="date" content="2021-12-20T01:00:00+00:00">', "meta", "2021-12-20T08:00"),
        ('<time datetime="2021-12-20">20 Tháng Mười Hai</time>', "time", "2021-12-20"),
        ('<time datetime="2021-12-20T07:05">hôm qua</time>', "time", "2021-12-20T07:05"),
        ("<time>Thứ ba, 09/09/2025 16:48</time>", "time", "2025-09-09T16:48"),
        ("<p>Thứ hai 01/01/2024 | Ngày đăng: 29/12/2023</p>", "p", "2023-12-29"),
        ("<p>Quản trị</p>", "p", None),
    ],
)
def test_moments(html: str, selector: str, moment: str | None) -> None:
    match = first_match(LexborHTMLParser(html), (selector,))
    assert match is not None
    assert read_moment(match.value) == moment


@pytest.mark.parametrize(
    "value",
    ["0001-01-01T00:00:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "1010-10-10", "31/02/2021"],
)
def test_moments_that_are_none(value: str) -> None:
    assert read_moment(value) is None


@given(st.text(max_size=40) | st.datetimes().map(str) | st.datetimes(timezones=st.timezones()).map(str))
@settings(deadline=None)
def test_whatever_a_page_tells_as_its_time_is_a_timestamp_or_nothing(value: str) -> None:
    moment = read_moment(clean_text(value))
    assert moment is None or TypeAdapter(Timestamp).validate_python(moment) == moment


@given(st.lists(st.sampled_from([*MARKS.values(), "<td>", "</div>", "<table>", "<meta name=generator>", "\x00", "<"])))
@settings(deadline=None)
def test_whatever_a_page_holds_it_is_of_one_family_or_none(parts: list[str]) -> None:
    assert detect_family("".join(parts)) in (*FAMILIES, None)


def test_a_picture_within_its_address_is_no_burden() -> None:
    picture = f'<img src="data:image/png;base64,{"A/" * 2_000_000}">'
    assert detect_family(f"<html><body>{picture}{MARKS['joomla']}</body></html>") == "joomla"


def test_a_lead_alone_is_no_body() -> None:
    selectors = load_family("nukeviet").selectors.body
    lead, body = '<div class="hometext">Mở đầu</div>', '<div id="news-bodyhtml" class="bodytext">Nội dung</div>'
    assert first_match(LexborHTMLParser(f'<div class="news_column">{lead}</div>'), selectors) is None
    for html in (f'<div class="news_column"><div>{lead}</div>{body}</div>', f"<div>{lead}{body}</div>"):
        match = first_match(LexborHTMLParser(html), selectors)
        assert match is not None
        assert [node.text() for node in match.nodes] == ["Mở đầu", "Nội dung"]
