"""What is learned of a host across its pages, and what of it is taken out of an article."""

import random

import pytest

from schemas.pages import RawPage
from scraper.chrome import LEAST_PAGES, SAMPLE, SiteChrome, structure_of
from scraper.clean import clean_page

HOST = "snv.mau.example.vn"
SLOGAN = "Mỗi cán bộ, công chức là một tấm gương về kỷ cương, tận tụy, sáng tạo và gần dân trong mọi việc được giao."
FORMULA = "Nhân dịp này, Giám đốc Sở tặng Giấy khen cho các tập thể, cá nhân có thành tích xuất sắc trong phong trào."
PLACES = ["Lâm Mẫu", "Hòa Mẫu", "Tân Mẫu", "Phú Mẫu", "Sơn Mẫu", "Bình Mẫu", "Vĩnh Mẫu", "Thuận Mẫu"]


def learn_chrome(pages):
    chrome = SiteChrome()
    for one in pages:
        chrome.see(one)
    return chrome


def told(number):
    place = f"{PLACES[number % 8]} {number}"
    return [
        f"Ngày {number % 27 + 1}/3, xã {place} tổ chức hội nghị sơ kết phong trào thi đua làm đường, trồng cây.",
        f"Theo báo cáo, {number + 12} hộ dân xã {place} đã hiến đất, góp công mở rộng {number + 3} tuyến đường.",
    ]


def html(number, layout):
    first, second = told(number)
    return (
        f"<div id='top'><h1>Sở Nội vụ phục vụ nhân dân</h1></div><div class='main'><h2>Xã {PLACES[number % 8]} {number}"
        f" sơ kết phong trào thi đua làm đường</h2><p>{number % 27 + 1}/03/2021</p>{layout.format(first, second)}</div>"
    )


def page(number, content, kind="html"):
    url = f"https://{HOST}/tin/{number}"
    return RawPage(source=f"{number}.html", id=str(number), kind=kind, content=content, url=url)


def site(layout, count=12):
    return [page(number, html(number, layout)) for number in range(count)]


BOXED = "<p>{}</p><p>{}</p><div class='slogan'><p>" + SLOGAN + "</p></div>"
SIGNED = "<div><p>{}</p><p>{}</p><p>Lê Thị Mẫu</p></div><div><p>" + SLOGAN + "</p></div>"
ENDED = "<p>{}</p><p>{}</p><p>" + FORMULA + "</p>"
WITHIN = "<p>{}</p><div class='khen'><p>" + FORMULA + "</p></div><p>{}</p>"
ROWS = "<table><tr><td>{}</td></tr><tr><td>" + FORMULA + "</td></tr><tr><td>{}</td></tr></table>"
FIRST = "<p>" + FORMULA + "</p><p>{}</p><p>{}</p>"


@pytest.mark.parametrize("layout", [BOXED, SIGNED])
def test_a_line_of_the_site_is_taken_out(layout):
    pages = site(layout)
    chrome = learn_chrome(pages)
    for number, one in enumerate(pages):
        found = clean_page(one, chrome=chrome)
        assert found.text.split("\n") == told(number)
        assert ("site-chrome", SLOGAN) in {(block.rule, block.text) for block in found.removed}
        assert SLOGAN in clean_page(one).text


@pytest.mark.parametrize("layout", [ENDED, WITHIN, ROWS, FIRST])
def test_a_sentence_that_all_articles_share_stays(layout):
    pages = site(layout)
    chrome = learn_chrome(pages)
    for one in pages:
        found = clean_page(one, chrome=chrome)
        assert FORMULA in found.text
        assert found.text == clean_page(one).text


def dump(number, *behind):
    first, second = told(number)
    title = f"Xã {PLACES[number % 8]} {number} sơ kết phong trào thi đua làm đường"
    lines = ["Trang chủ", title, f"{number % 27 + 1}/03/2021", first, second, *behind, "Bản quyền thuộc Sở Mẫu"]
    return page(number, "\n".join(lines), "text")


def test_lines_of_a_dump_are_learned_too():
    pages = [dump(number, "Lê Thị Mẫu", SLOGAN) for number in range(10)]
    chrome = learn_chrome(pages)
    found = clean_page(pages[3], chrome=chrome)
    assert (found.text.split("\n"), found.byline) == (told(3), "Lê Thị Mẫu")
    assert SLOGAN in clean_page(pages[3]).text


def test_a_shared_sentence_of_dumps_stays():
    pages = [dump(number, FORMULA, "Lê Thị Mẫu") for number in range(10)]
    assert clean_page(pages[3], chrome=learn_chrome(pages)).text.split("\n") == [*told(3), FORMULA]


def test_few_pages_teach_nothing():
    assert learn_chrome(site(BOXED, LEAST_PAGES - 1)).repeated(HOST) == frozenset()
    chrome = learn_chrome(site(BOXED, LEAST_PAGES))
    assert chrome.repeated(HOST)
    assert chrome.repeated("khac.example.vn") == chrome.repeated(None) == frozenset()
    assert (chrome.digest("khac.example.vn"), len(chrome.digest(HOST))) == ("", 8)


def test_a_page_given_often_counts_once():
    chrome = learn_chrome(site(BOXED, 1) * 20)
    assert chrome.repeated(HOST) == frozenset()


def test_what_is_learned_does_not_depend_on_the_order():
    pages = site(BOXED, SAMPLE + 40)
    digests = set()
    for seed in range(3):
        random.Random(seed).shuffle(pages)
        digests.add(learn_chrome(pages).digest(HOST))
    assert len(digests) == 1


def test_the_sample_of_a_host_is_bounded(monkeypatch):
    read = []
    monkeypatch.setattr("scraper.chrome.structure_of", lambda page: read.append(page) or structure_of(page))
    chrome = learn_chrome(site(BOXED, 400))
    assert len(chrome._samples[HOST]) == len(chrome._ranks[HOST]) == SAMPLE
    assert len(read) < 250


def test_pages_tell_their_host_themselves_and_dumps_do_not():
    chrome = SiteChrome()
    for number in range(LEAST_PAGES):
        head = f'<link rel="canonical" href="https://{HOST}/{number}">'
        chrome.see(page(number, head + html(number, BOXED)).model_copy(update={"url": None}))
        chrome.see(dump(number, SLOGAN).model_copy(update={"url": None}))
        chrome.see(page(number, html(number, BOXED)).model_copy(update={"url": None}))
    assert chrome.repeated(HOST)
    assert list(chrome._samples) == [HOST]


def test_a_repeated_heading_is_no_title():
    pages = site(BOXED)
    chrome = learn_chrome(pages)
    bare = page(99, html(99, BOXED).replace("<h2>", "<p>").replace("</h2>", "</p>"))
    assert clean_page(bare).title == "Sở Nội vụ phục vụ nhân dân"
    assert clean_page(bare, chrome=chrome).title.startswith("Xã Phú Mẫu 99 sơ kết")


def test_a_page_of_nothing_new_is_left_as_it_is():
    pages = site(BOXED)
    chrome = learn_chrome(pages)
    same = page(99, f"<h2>Xã Mẫu sơ kết phong trào thi đua làm đường</h2><p>01/03/2021</p><p>{SLOGAN}</p>")
    assert clean_page(same, chrome=chrome).text == SLOGAN
