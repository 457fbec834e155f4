"""Saved pages with reviewed golden files: one of each CMS family, one for each hard thing."""

import json
import re
from pathlib import Path

import pytest

from schemas.errors import CleanError
from schemas.pages import RawPage
from scraper.clean import clean_page
from scraper.markup import html_page
from scraper.readers import read_sources

FOLDER = Path(__file__).parent.parent / "pages"
PAGES = sorted(FOLDER.glob("*.html"))
HELD_OUT = frozenset((FOLDER / "held-out.txt").read_text(encoding="utf-8").splitlines())
FAMILIES = {"sharepoint", "liferay", "dnn", "vnpt", "nukeviet", "joomla", "drupal", "wordpress", "tables"}


def raw(content, **given):
    return RawPage(source="page.html", id="page", kind="html", content=content, **given)


def article(body, head="", **given):
    return clean_page(raw(f"<html><head>{head}</head><body>{body}</body></html>", **given))


def test_every_family_and_every_golden_file_has_its_page():
    assert {path.stem.split("-")[0] for path in PAGES} >= FAMILIES
    assert {path.stem for path in FOLDER.glob("*.json")} == {path.stem for path in PAGES}


def test_a_third_of_the_pages_is_held_out_some_of_each_family():
    held_out = [path.stem for path in PAGES if path.stem in HELD_OUT]
    assert 3 * len(held_out) >= len(PAGES)
    assert {name.split("-")[0] for name in held_out} == FAMILIES


def page_of(path):
    return next(read_sources([str(path)]))


@pytest.mark.parametrize("path", [path for path in PAGES if path.stem not in HELD_OUT], ids=lambda path: path.stem)
def test_a_saved_page_gives_its_golden_article(path):
    golden = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    page = page_of(path)
    if "error" in golden:
        with pytest.raises(CleanError, match=golden["error"]):
            clean_page(page)
        return
    found = clean_page(page)
    assert found.text.split("\n") == golden.pop("body")
    told = {
        "title": found.title,
        "published": found.published,
        "published_origin": found.published_choice.origin if found.published_choice else None,
        "byline": found.byline,
        "host": found.host,
        "url": found.url,
        "body_origin": found.body_origin,
        "kinds": [block.kind for block in found.blocks],
    }
    assert {name: told[name] for name in golden} == golden


def without_names(page):
    bare = re.sub(r"\s(?:class|id|itemprop)\s*=\s*(\"[^\"]*\"|'[^']*')", "", page.content)
    return page.model_copy(update={"content": bare})


def as_dump(page):
    lines = [block.text for block in html_page(page.content).blocks if not block.hidden and not block.control]
    return RawPage(source="page.txt", id="page", kind="text", content="\n".join(lines))


#: A page of each family that comes out the same without its class names, and as a dump.
PLAIN = [
    "dnn-an-giang",
    "drupal-quang-binh",
    "joomla-ha-giang",
    "liferay-thua-thien-hue",
    "nukeviet-lang-son",
    "sharepoint-ca-mau",
    "tables-tuyen-quang",
    "vnpt-tay-ninh",
    "wordpress-ben-tre",
]


@pytest.mark.parametrize("change", [without_names, as_dump])
@pytest.mark.parametrize("name", PLAIN)
def test_the_rules_do_not_hang_on_the_mark_up(name, change):
    golden = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    found = clean_page(change(page_of(FOLDER / f"{name}.html")))
    assert (found.title, found.text.split("\n")) == (golden["title"], golden["body"])


BODY = (
    "<p>Ngày 12/3, Sở Mẫu tổ chức hội nghị sơ kết phong trào thi đua quý I và bàn nhiệm vụ quý II năm nay.</p>"
    "<p>Tại hội nghị, 02 tập thể và 05 cá nhân được Giám đốc Sở tặng Giấy khen vì có thành tích xuất sắc.</p>"
)
TITLE = "<h1>Sở Mẫu sơ kết phong trào thi đua quý I</h1>"


def texts(found):
    return found.text.split("\n")


def test_a_title_handed_over_is_found_in_the_page_and_removed():
    found = article(f"<p>Sở Mẫu sơ kết phong trào</p>{BODY}", title="Sở Mẫu sơ kết phong trào")
    assert (found.title, found.title_choice.origin) == ("Sở Mẫu sơ kết phong trào", "given")
    assert len(found.blocks) == 2


def test_og_title_serves_where_no_block_is_the_title():
    head = '<meta property="og:title" content="Sở Mẫu sơ kết phong trào thi đua quý I">'
    found = article(BODY, head)
    assert found.title_choice.origin == "og:title"
    assert article(BODY).title is None


def test_the_day_behind_a_title_is_no_part_of_it():
    found = article(f"<h2>Sở Mẫu sơ kết phong trào thi đua quý I <i>(15/03/2019)</i></h2>{BODY}")
    assert (found.title, found.published) == ("Sở Mẫu sơ kết phong trào thi đua quý I", "2019-03-15")
    assert found.published_choice.origin == "title"
    assert found.published_choice.quote == "15/03/2019"


def test_the_day_before_a_title_is_no_part_of_it():
    found = article(f"<h2>[15/03/2019 08:10] - Sở Mẫu sơ kết phong trào thi đua quý I</h2>{BODY}")
    assert (found.title, found.published) == ("Sở Mẫu sơ kết phong trào thi đua quý I", "2019-03-15T08:10")


def test_what_only_small_screens_hide_is_read():
    found = article(f'{TITLE}<div class="d-none d-md-block">Ngày đăng: 15/03/2019</div><p class="d-none">ẩn</p>{BODY}')
    assert found.published == "2019-03-15"
    assert ("hidden", "ẩn") in {(block.rule, block.text) for block in found.removed}


def test_the_day_of_the_visit_below_the_title_is_not_read():
    assert article(f"{TITLE}<p>Hôm nay: Thứ hai, 18/03/2019</p>{BODY}").published is None


@pytest.mark.parametrize(
    ("meta", "published"),
    [
        ("2019-03-15T08:00:00+07:00", "2019-03-15T08:00"),
        ("2019-03-15T20:30:00Z", "2019-03-16T03:30"),
        ("2019-03-15+0708:00:00", None),
        ("2019-02-30T08:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("1890-01-01T00:00:00Z", None),
        ("", None),
    ],
)
def test_a_well_formed_meta_time_is_the_last_resort(meta, published):
    head = f'<meta property="article:published_time" content="{meta}">'
    assert article(TITLE + BODY, head).published == published


def test_the_visible_dateline_comes_before_meta():
    head = '<meta property="article:published_time" content="2020-01-01T08:00:00+07:00">'
    assert article(f"{TITLE}<div>Đăng ngày: 15/03/2019</div>{BODY}", head).published == "2019-03-15"


def test_a_label_behind_the_body_dates_it_and_a_bare_day_does_not():
    found = article(f"{TITLE}{BODY}<p>Ngày đăng: 15/03/2019 09:10</p>")
    assert (found.published, found.published_choice.origin) == ("2019-03-15T09:10", "dateline-after-body")
    assert article(f"{TITLE}{BODY}<p>15/03/2019 09:10</p>").published is None


def test_the_day_of_the_visit_is_no_publication_date():
    assert article(f"<div>Thứ hai, 18/03/2019 10:10</div>{TITLE}{BODY}").published is None


def test_a_label_above_the_title_dates_it():
    found = article(f"<div>Thứ hai, 18/03/2019</div><div>Ngày đăng: 15/03/2019</div>{TITLE}{BODY}")
    assert (found.published, found.published_choice.origin) == ("2019-03-15", "dateline-before-title")


def test_hidden_text_and_controls_are_kept_apart():
    found = article(
        f'{TITLE}<span class="sr-only">Bỏ qua</span><p style="display:none">ẩn</p><button>Nghe</button>'
        f"<label>Chọn</label><p hidden>kín</p>{BODY}<script>var a = 1;</script>"
    )
    assert len(found.blocks) == 2
    assert {block.rule for block in found.removed} == {"title", "hidden", "form-control"}
    assert "var a" not in "".join(block.text for block in found.removed)


def test_a_related_box_in_the_body_ends_with_its_links():
    found = article(f"{TITLE}{BODY}<p>Xem thêm:</p><p><a href='#'>Gương sáng của ngành năm qua</a></p>{BODY}")
    assert len(found.blocks) == 4


def test_a_list_of_other_articles_runs_to_the_end():
    items = "".join(f"<p>Sở Mẫu khen thưởng đột xuất lần {n}</p>" for n in range(4))
    assert len(article(f"{TITLE}{BODY}<p><b>Các tin khác</b></p>{items}").blocks) == 2


def test_the_body_goes_on_behind_a_list_in_its_middle():
    long = (
        "<p>Phát biểu tại hội nghị, lãnh đạo Sở đề nghị các đơn vị khắc phục hạn chế, phấn đấu vượt chỉ tiêu năm.</p>"
    )
    long = long.replace("vượt", "hoàn thành vượt mức các")
    found = article(f"<div>{TITLE}{BODY}<div><p>Tin liên quan</p><p>Gương sáng quý I</p></div>{long}</div>")
    assert len(found.blocks) == 3


def test_bold_side_column_titles_are_no_headings_of_the_article():
    found = article(
        f"<table><tr><td><h3>Liên kết website</h3><p>Bộ Mẫu</p></td><td>{TITLE}<p>15/03/2019</p>{BODY}</td></tr>"
        "</table>"
    )
    assert texts(found)[0].startswith("Ngày 12/3")
    assert found.published == "2019-03-15"


def test_a_table_of_pictures_is_no_data():
    table = "<table><tr><td><img src=a></td><td><img src=b></td></tr><tr><td>Ảnh một</td><td>Ảnh hai</td></tr></table>"
    assert "table_row" not in {block.kind for block in article(f"{TITLE}{BODY}{table}{BODY}").blocks}


@pytest.mark.parametrize(
    ("head", "body", "url", "host"),
    [
        ('<link rel="canonical" href="https://A.example.vn/tin/1">', "", "https://A.example.vn/tin/1", "a.example.vn"),
        ('<meta property="og:url" content="https://b.example.vn/2">', "", "https://b.example.vn/2", "b.example.vn"),
        ('<base href="http://c.example.vn/tin/3.html">', "", "http://c.example.vn/tin/3.html", "c.example.vn"),
        ('<base href="http://c.example.vn/">', "", None, "c.example.vn"),
        (
            '<base href="http://d.example.vn/"><link rel="canonical" href="/n/4">',
            "",
            "http://d.example.vn/n/4",
            "d.example.vn",
        ),
        ('<link rel="canonical" href="/n/4">', "", None, None),
        ('<link rel="canonical" href="https://[bad/">', "", None, None),
        ('<base href="http://e.example.vn/"><link rel="canonical" href="//[bad">', "", None, "e.example.vn"),
        ("", '<a rel="home" href="https://f.example.vn/">x</a>', None, "f.example.vn"),
        ('<script>var c = {webAbsoluteUrl: "https:\\u002f\\u002fg.example.vn"};</script>', "", None, "g.example.vn"),
    ],
)
def test_address_and_host_are_what_the_page_tells(head, body, url, host):
    found = article(body + TITLE + BODY, head)
    assert (found.url, found.host) == (url, host)


def test_the_address_handed_over_comes_first():
    head = '<link rel="canonical" href="https://a.example.vn/tin/1">'
    found = article(TITLE + BODY, head, url="http://z.example.vn/9")
    assert (found.url, found.host) == ("http://z.example.vn/9", "z.example.vn")


def test_a_time_element_beside_the_title_is_read_where_no_day_is_visible():
    found = article(f'{TITLE}<p><time datetime="2022-11-19T08:00:00+07:00">3 tuần trước</time></p>{BODY}')
    assert (found.published, found.published_choice.origin) == ("2022-11-19T08:00", "time")
    assert article(f'{TITLE}<p><time datetime="hôm qua">hôm qua</time></p>{BODY}').published is None
    assert article(f"{TITLE}<p><time>hôm qua</time></p>{BODY}").published is None


def test_a_row_of_a_table_is_no_title():
    rows = "".join(f"<tr><td>{n}</td><td>Nguyễn Mẫu</td><td>Trưởng phòng Tổng hợp, Sở Mẫu</td></tr>" for n in range(3))
    found = article(
        f"<p class='Title'>Danh sách tặng Giấy khen tháng 4</p>{BODY}<table>{rows}</table><p>Ngày đăng: 20/04/2020</p>"
    )
    assert (found.title, len(found.blocks)) == ("Danh sách tặng Giấy khen tháng 4", 5)


def test_a_dateline_may_follow_the_lead():
    found = article(
        f"{TITLE}<p>Ngày 12/3, Sở Mẫu họp.</p><p>15/03/2019 - 07:30 | Tác giả: Lê Mẫu | 12 lượt xem</p>{BODY}"
    )
    assert (found.published, len(found.blocks)) == ("2019-03-15T07:30", 3)


def test_columns_bound_the_article():
    side = (
        "<h4>Gương điển hình</h4><p>Chị là nông dân sản xuất giỏi của tỉnh nhiều năm liền, được nhiều nơi học tập.</p>"
    )
    found = article(f'<div class="content-left"><div>{TITLE}{BODY}</div></div><div class="content-right">{side}</div>')
    assert len(found.blocks) == 2


def test_lines_of_preformatted_text_are_blocks():
    found = article(
        f"{TITLE}<pre>Xã Mẫu vừa tuyên dương 12 gương người tốt, việc tốt.\n\nCác gương được tặng Giấy khen.</pre>"
    )
    assert texts(found) == ["Xã Mẫu vừa tuyên dương 12 gương người tốt, việc tốt.", "Các gương được tặng Giấy khen."]


def test_a_bold_heading_in_the_body_is_no_menu():
    found = article(f"{TITLE}{BODY}<p><b>Sự kiện</b></p>{BODY}<p>Sự kiện</p>")
    assert texts(found)[2] == "Sự kiện"
    assert len(found.blocks) == 5


def test_a_print_view_is_read():
    found = article(
        "<div><b>SỞ MẪU TỈNH MẪU</b></div><hr><div><b>Bệnh viện Mẫu đón nhận Bằng khen của UBND tỉnh</b></div>"
        "<div><i>(Thứ năm, 08/04/2021-9:05 AM)</i></div><div>Ngày 07/4, Bệnh viện Mẫu đón nhận Bằng khen.</div>"
        "<div align=right>BS. Lê Mẫu</div>"
    )
    assert (found.title, found.published) == ("Bệnh viện Mẫu đón nhận Bằng khen của UBND tỉnh", "2021-04-08T09:05")
    assert (found.byline, found.text) == ("BS. Lê Mẫu", "Ngày 07/4, Bệnh viện Mẫu đón nhận Bằng khen.")


def test_an_article_in_a_box_called_comments_is_still_read():
    assert len(article(f'<div class="comments">{BODY}</div>').blocks) == 2


def test_pages_without_text_are_named():
    for content in ("<html></html>", "<script>x</script>", "<ul><li><a href='#'>Trang chủ</a></li></ul>"):
        with pytest.raises(CleanError, match=r"page\.html: .*(no text|no article)"):
            clean_page(raw(content))


def test_a_picture_in_another_column_has_no_caption_in_this_one():
    column = "<td><table><tr><td>QUẢNG CÁO</td></tr><tr><td align=center><img src=qc.gif></td></tr></table></td>"
    title = "<table align=center><tr><td><b>Phòng Văn hóa huyện Mẫu nhận Cờ thi đua của tỉnh</b></td></tr></table>"
    lead = "<p>Phòng Văn hóa huyện Mẫu được Ủy ban nhân dân tỉnh tặng Cờ thi đua dẫn đầu khối năm 2019.</p>"
    caption = "<table><tr><td><img src=co.jpg></td></tr><tr><td>Lãnh đạo tỉnh trao Cờ</td></tr></table>"
    page = html_page(f"<table><tr>{column}<td>{title}{lead}{caption}</td></tr></table>")
    assert {block.text[:12]: block.kind for block in page.blocks} == {
        "QUẢNG CÁO": "paragraph",
        "Phòng Văn hó": "paragraph",
        "Lãnh đạo tỉn": "caption",
    }
