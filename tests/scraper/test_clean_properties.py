"""What holds for every page: nothing is lost, nothing is invented, no input crashes the cleaning."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from schemas.errors import CleanError
from schemas.pages import RawPage
from scraper.blocks import clean_text, text_page
from scraper.clean import clean_page
from scraper.markup import html_page
from scraper.readers import read_sources

PAGES = sorted((Path(__file__).parent.parent / "pages").glob("*.html"))
HELD_OUT = (PAGES[0].parent / "held-out.txt").read_text(encoding="utf-8").splitlines()


def content_of(path):
    return next(read_sources([str(path)])).content


LINES = st.sampled_from(
    [
        "Tin khác",
        "Lượt xem: 12",
        "Thứ hai, 06/01/2025",
        "06/01/2025 10:11",
        "Trang chủ | Giới thiệu",
        "Lê Thị Mẫu",
        "Phòng Tổng hợp",
        "Đọc thêm: Gương sáng",
        "Sở Mẫu tặng Giấy khen cho các tập thể",
        "Ngày 05/01, Sở Mẫu tổ chức hội nghị tổng kết và tặng Giấy khen cho 05 tập thể, 12 cá nhân có thành tích tốt.",
        "Địa chỉ: số 1 phố Mẫu",
        "| 1 | Huyện A | 4 |",
        "TT\tĐơn vị\tĐiểm",
        "IMG_0021.JPG",
        "Quang cảnh hội nghị",
        "",
        "  \u00a0 ",
        "- Giai đoạn 1;",
    ]
)
TEXTS = st.lists(LINES | st.text(max_size=60), max_size=25).map("\n".join)
TAGS = st.sampled_from(
    [
        "p",
        "div",
        "td",
        "tr",
        "table",
        "a href='#'",
        "h1",
        "li",
        "ul",
        "span class='ngay'",
        "div class='related'",
        "b",
        "em",
    ]
)


@st.composite
def mark_up(draw):
    """Return tag soup: elements opened and closed at random round the lines of a page."""
    out = []
    for _ in range(draw(st.integers(0, 25))):
        tag = draw(TAGS)
        out.append(draw(st.sampled_from([f"<{tag}>", f"</{tag.split()[0]}>", "<br>", "<img src=x>", ""])))
        out.append(draw(LINES | st.text(max_size=20)))
    return "".join(out)


def raw(content, kind="text", **given):
    return RawPage(source="page", id="page", kind=kind, content=content, **given)


def check(page, flat):
    """Assert what every article keeps, and return it; ``None`` where the page holds none."""
    try:
        article = clean_page(page)
    except CleanError:
        return None
    spans = sorted((block.source_start, block.source_end) for block in (*article.blocks, *article.removed))
    position = 0
    for start, end in spans:
        assert position <= start < end <= len(flat)
        assert not clean_text(flat[position:start])
        position = end
    assert not clean_text(flat[position:])
    for block in article.blocks:
        assert block.end > block.start
        assert "\n" not in article.text[block.start : block.end]
    assert "\n".join(article.text[block.start : block.end] for block in article.blocks) == article.text
    assert unicodedata.is_normalized("NFC", article.text)
    assert "\u00a0" not in article.text
    assert "  " not in article.text
    return article


@given(TEXTS)
@example("Tin khác\nTin khác")
def test_a_dump_loses_nothing(text):
    article = check(raw(text), text_page(text).flat)
    if article:
        flat = text_page(text).flat
        for block in article.blocks:
            line = flat[block.source_start : block.source_end]
            if block.kind != "table_row" and not set("#*_[") & set(line):
                assert clean_text(flat[block.source_start : block.source_end]) == article.text[block.start : block.end]


@given(mark_up())
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_page_loses_nothing(content):
    page = html_page(content)
    article = check(raw(content, kind="html"), page.flat)
    for block in article.blocks if article else ():
        assert page.flat[block.source_start : block.source_end] == article.text[block.start : block.end]


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_is_an_article_or_a_clean_error(content):
    check(raw(content), text_page(content).flat)
    check(raw(content, kind="html"), html_page(content).flat)


@given(TEXTS, st.sampled_from([None, "Sở Mẫu tặng Giấy khen cho các tập thể"]), st.sampled_from([None, "2020-01-05"]))
@settings(deadline=None)
def test_what_is_handed_over_is_kept(text, title, published):
    article = check(raw(text, title=title, published=published), text_page(text).flat)
    if article and title:
        assert (article.title, article.title_choice.origin) == (title, "given")
    if article and published:
        assert (article.published, article.published_choice.origin) == (published, "given")


@given(TEXTS)
@settings(deadline=None)
def test_composed_and_decomposed_text_give_the_same_article(text):
    composed = unicodedata.normalize("NFC", text)
    first, second = (check(raw(form), composed) for form in (composed, unicodedata.normalize("NFD", composed)))
    assert (first and first.text) == (second and second.text)


@pytest.mark.parametrize("path", [path for path in PAGES if path.stem not in HELD_OUT], ids=lambda path: path.stem)
def test_cleaning_a_clean_body_changes_nothing(path):
    article = check(raw(content_of(path), kind="html"), html_page(content_of(path)).flat)
    if article:
        again = clean_page(raw(f"{article.title}\n{article.text}"))
        assert (again.title, again.text) == (article.title, article.text)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_cut_page_is_read_as_far_as_it_goes(path, share):
    content = content_of(path)
    content = content[: int(share * len(content))]
    check(raw(content, kind="html"), html_page(content).flat)


def test_a_page_of_deep_mark_up_is_read():
    content = (
        "<div>" * 20_000 + "Sở Mẫu tặng Giấy khen cho 05 tập thể và 12 cá nhân có thành tích tốt." + "</div>" * 20_000
    )
    assert check(raw(content, kind="html"), html_page(content).flat)
