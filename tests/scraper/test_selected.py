"""What the selectors of a portal decide, and what the rules go on deciding."""

import json
from pathlib import Path

import pytest

from schemas.pages import RawPage
from scraper import selected
from scraper.clean import clean_page
from scraper.portals import Portal, Selectors, Version, load_family
from scraper.readers import read_sources

FOLDER = Path(__file__).parent.parent / "pages"
PROSE = "Sở Mẫu tổ chức hội nghị sơ kết phong trào thi đua quý I, tặng Giấy khen cho 05 tập thể và 12 cá nhân."
MORE = "Phát biểu tại hội nghị, Giám đốc Sở đề nghị các phòng, đơn vị đăng ký thi đua ngay từ đầu năm công tác."
SIDE = "Công dân nộp hồ sơ trực tuyến tại cổng dịch vụ công, kết quả được trả tận nhà trong vòng năm ngày làm việc."
TITLE = "Sở Mẫu sơ kết phong trào thi đua quý I"
PAGE = f"""<div class="t">{TITLE}</div><div class="d">Sửa 02/05/2020, đăng ngày 01/05/2020 08:15</div>
<p>{MORE}</p><div class="b"><p>{PROSE}</p><p>Tin liên quan</p><ul class="x"><li>{SIDE}</li></ul></div>
<div class="s">{SIDE}</div><div class="w">Lê Thị Mẫu</div>"""
ALL = Selectors(title=(".none", ".t"), published=(".d",), byline=(".w",), body=(".b",), remove=(".x",))


def clean(content=PAGE, selectors=ALL, **given):
    return clean_page(RawPage(source="a.html", id="a", kind="html", content=content, **given), selectors)


def origins(article):
    choices = (article.title_choice, article.published_choice, article.byline_choice)
    return [choice.origin if choice else None for choice in choices]


def test_selectors_decide_and_the_article_says_so():
    found = clean()
    assert found.text == f"{MORE}\n{PROSE}"
    assert (found.title, found.published, found.byline) == (TITLE, "2020-05-01T08:15", "Lê Thị Mẫu")
    assert (found.body_origin, origins(found)) == ("selectors", ["selectors"] * 3)
    rules = {block.text: block.rule for block in found.removed}
    assert rules[SIDE] == "outside-selectors"
    assert rules["Tin liên quan"] == "other-articles"


def test_every_block_is_kept_or_removed_with_its_rule():
    found = clean()
    spans = [(block.source_start, block.source_end) for block in (*found.blocks, *found.removed)]
    assert len(spans) == len(set(spans)) == 8


def test_what_no_selector_matches_is_decided_by_the_rules():
    found = clean(selectors=Selectors(title=(".t",), body=(".none",), byline=(".none",)))
    assert found.body_origin == "rules"
    assert origins(found) == ["selectors", "dateline", "byline"]


def test_a_selected_body_without_text_is_none():
    assert clean(PAGE, Selectors(body=(".w",))).body_origin == "rules"
    only_a_date = PAGE.replace(f"<p>{MORE}</p>", "")
    assert clean(only_a_date, Selectors(title=(".t",), body=(".d",))).body_origin == "rules"


def test_what_tells_no_moment_is_no_publication_time():
    found = clean(PAGE.replace("Sửa 02/05/2020, đăng ngày 01/05/2020 08:15", "Đang cập nhật"))
    assert found.published is None


def test_the_account_that_posted_is_no_byline():
    found = clean(PAGE.replace("Lê Thị Mẫu", "Viết bởi Super User"))
    assert found.byline is None


def test_a_credit_beside_the_selected_body_is_the_byline():
    bare = ALL.model_copy(update={"byline": ()})
    found = clean(PAGE.replace('</div>\n<div class="s">', '</div><p>Nguồn: Văn phòng Sở</p><div class="s">'), bare)
    assert (found.byline, found.byline_choice.origin) == ("Nguồn: Văn phòng Sở", "byline")
    assert found.text == f"{MORE}\n{PROSE}"


def test_values_handed_over_come_before_selectors():
    found = clean(title="Tít khác", published="2019-01-01")
    assert (found.title, found.published, origins(found)[:2]) == ("Tít khác", "2019-01-01", ["given", "given"])


def test_a_title_behind_the_body_takes_nothing_out_of_it():
    found = clean(f'<div class="b"><p>{PROSE}</p><p>{MORE}</p></div><div class="t">{TITLE}</div>')
    assert (found.title, found.text) == (TITLE, f"{PROSE}\n{MORE}")


def test_a_title_in_the_head_is_found_in_the_page():
    head = f'<meta property="og:title" content="{TITLE}">'
    found = clean(head + PAGE, ALL.model_copy(update={"title": ("meta[property='og:title']",)}))
    assert (found.title, found.title_choice.origin) == (TITLE, "selectors")
    assert TITLE not in found.text


def portal(**values):
    told = {"id": "mau", "name": "Mẫu", "unit": "Sở Mẫu", "hosts": ("mau.example.vn",), "verified": False}
    return Portal(**told, verified_reason="của bài thử", **values)


def test_the_host_tells_the_portal_and_the_day_its_version(monkeypatch):
    old = Version(until="2020-01-01", selectors=Selectors(body=(".s",)))
    known = portal(selectors=ALL, versions=(old,))
    monkeypatch.setattr(selected, "_portal", lambda host: known if host == "mau.example.vn" else None)
    url = "https://mau.example.vn/tin/1"
    assert clean(selectors=None, url=url).body_origin == "selectors"
    assert clean(selectors=None, url=url, retrieved="2019-05-01").text.endswith(SIDE)
    assert clean(selectors=None, url="https://khac.example.vn/tin/1").body_origin == "rules"
    assert clean(selectors=Selectors(), url=url).body_origin == "rules"


def test_a_dump_has_no_elements_to_select():
    page = RawPage(source="a.txt", id="a", kind="text", content=f"{TITLE}\n01/05/2020\n{PROSE}\n{MORE}")
    assert clean_page(page, ALL).body_origin == "rules"


@pytest.mark.parametrize("name", ["nukeviet-lang-son", "joomla-ha-giang", "vnpt-tay-ninh", "drupal-quang-binh"])
def test_selectors_of_a_family_give_what_the_rules_give(name):
    golden = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    page = next(read_sources([str(FOLDER / f"{name}.html")]))
    found = clean_page(page, load_family(name.split("-")[0]).selectors)
    assert found.body_origin == "selectors"
    assert (found.title, found.published, found.byline) == tuple(golden[k] for k in ("title", "published", "byline"))
    assert found.text.split("\n") == golden["body"]
