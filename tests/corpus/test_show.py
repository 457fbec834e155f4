from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from corpus_samples import BODY, make_page
from sqlalchemy import Engine

from corpus.database import UsageError
from corpus.highlights import Highlight, ShownArticle, read_article
from corpus.show import COLOURS, as_html, as_text, write_html

OVERLAPPING = ShownArticle(
    title="<b>Tin</b>",
    facts=(("id", "a & b"),),
    text='Sở tặng "Giấy khen" <3',
    highlights=(
        Highlight(0, 19, "award", "Giấy khen"),
        Highlight(0, 2, "unit", "Sở <Y tế>"),
        Highlight(3, 22, "event", "trao"),
    ),
)


class Reader(HTMLParser):
    """Collects the body's text without labels, and refuses tags that cross."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append("body" if ("class", "body") in attrs else tag)

    def handle_endtag(self, tag: str) -> None:
        opened = self.open.pop()
        assert opened == tag or (opened, tag) == ("body", "p")

    def handle_data(self, data: str) -> None:
        if "body" in self.open and "sub" not in self.open and "p" not in self.open:
            self.text += data if self.open.count("body") == 2 else ""


@pytest.fixture
def shown(engine: Engine, saved: Callable[..., str]) -> ShownArticle:
    saved(make_page(url="https://sct.haiphong.gov.vn/1"))
    return read_article(engine, "bai-1")


def test_every_value_is_labelled(shown: ShownArticle) -> None:
    assert [(item.kind, BODY[item.start : item.end], item.label) for item in shown.highlights] == [
        ("unit", "Sở Công Thương", "Sở Công Thương: grantor+organizer"),
        ("event", "tổ chức hội nghị phát động thi đua", "launch+award_ceremony 2024-03-12"),
        ("province", "Hải Phòng", "Hải Phòng"),
        ("official", "Trần Đình Mẫu", "Trần Đình Mẫu, Giám đốc Sở Công Thương: present+speak"),
        ("campaign", "Phong trào Năm điển hình", "Năm điển hình 2024-03–2024"),
        ("phase", "Đợt 1 từ tháng 3/2024", "Đợt 1 2024-03–2024-06-30"),
        (
            "award",
            "tặng Giấy khen cho 12 tập thể và 30 cá nhân",
            "Giấy khen (commendation), conferred: 12 collectives, 30 individuals (exact)",
        ),
        (
            "award",
            "đề nghị tặng Bằng khen cho hơn 5 cá nhân",
            "Bằng khen (merit_certificate), proposed: 5 individuals (at_least)",
        ),
    ]


def test_the_terminal_shows_the_body_and_the_labels(shown: ShownArticle) -> None:
    plain = as_text(shown).plain
    assert plain.startswith("Phát động thi đua\nid: ")
    assert "tại Hải Phòng[province: Hải Phòng].\n" in plain
    assert re.sub(r"\[[^\]]*\]", "", plain).endswith(BODY)


def test_the_page_shows_the_body_unchanged() -> None:
    page = as_html(OVERLAPPING)
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    assert reader.text == OVERLAPPING.text


def test_the_page_stands_alone_and_escapes(shown: ShownArticle) -> None:
    page = as_html(OVERLAPPING)
    assert "<b>Tin" not in page
    assert "Sở <Y" not in page
    assert 'title="unit: Sở &lt;Y tế&gt;"' in page
    assert not re.search(r"(?:src|href)=|@import|url\(", page)
    for kind in COLOURS:
        assert f'<mark class="{kind}">{kind}</mark>' in as_html(shown)


def test_overlapping_values_are_all_marked() -> None:
    page = as_html(OVERLAPPING)
    assert '<mark class="award" title="award: Giấy khen"><mark class="unit" title="unit: Sở &lt;Y tế&gt;">Sở<' in page
    assert page.count('<sub class="label">') == 3


@pytest.mark.parametrize("wanted", ["bai-1", "bai-1.txt", "https://sct.haiphong.gov.vn/1"])
def test_an_article_is_found_by_what_names_it(engine: Engine, shown: ShownArticle, wanted: str) -> None:
    assert read_article(engine, wanted) == shown


def test_an_article_is_found_by_the_begin_of_its_id(engine: Engine, saved: Callable[..., str]) -> None:
    key = saved(make_page())
    assert read_article(engine, key[:6]) == read_article(engine, key)


def test_a_name_of_several_articles_lists_their_ids(engine: Engine, saved: Callable[..., str]) -> None:
    keys = [saved(make_page(source=source)) for source in ("một.txt", "hai.txt")]
    with pytest.raises(UsageError, match=f"several articles; name one of {', '.join(sorted(keys))}"):
        read_article(engine, "bai-1")


def test_an_unknown_article_says_where_they_are_listed(engine: Engine) -> None:
    with pytest.raises(UsageError, match="no article '%'; `thidua stats coverage"):
        read_article(engine, "%")


def test_unknown_counts_are_question_marks(engine: Engine, saved: Callable[..., str]) -> None:
    from corpus_samples import make_article, make_record

    page = make_page()
    record = make_record(make_article(page))
    changes = {"collectives": None, "individuals": 0, "joint": None, "quantity": "unknown"}
    joint = {"collectives": None, "individuals": None, "joint": 122}
    changed = tuple(award.model_copy(update=new) for award, new in zip(record.awards, (changes, joint), strict=True))
    saved(page, record.model_copy(update={"awards": changed}))
    labels = [item.label for item in read_article(engine, "bai-1").highlights if item.kind == "award"]
    assert labels == [
        "Giấy khen (commendation), conferred: ? collectives (unknown)",
        "Bằng khen (merit_certificate), proposed: 122 in all (at_least)",
    ]


def test_a_page_that_cannot_be_written(shown: ShownArticle, tmp_path: Path) -> None:
    write_html(shown, tmp_path / "bai.html")
    assert (tmp_path / "bai.html").read_text(encoding="utf-8") == as_html(shown)
    with pytest.raises(UsageError, match="cannot be written"):
        write_html(shown, tmp_path / "không" / "bai.html")
