"""Search finds what is asked for, with and without diacritics, and its index follows every save and removal."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from corpus_samples import BODY, make_page
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from typer.testing import CliRunner

from corpus.check import check
from corpus.cli import app
from corpus.database import UsageError
from corpus.search.searching import read_query, search
from corpus.search.words import indexed_words, without_diacritics, words_of
from corpus.store import remove_article
from schemas.folding import fold
from schemas.pages import RawPage

TEXTS = {
    "đồng-nai": "Tỉnh Đồng Nai tổng kết phong trào thi đua yêu nước. Uỷ ban nhân dân tặng Bằng khen.",
    "đồng-tiền": "Thưởng ba triệu đồng cho đội nai tơ; hoà bình lập lại.",
    "không-dấu": "Hoi nghi thi dua tai Dong Nai, gui tu may khong co dau.",
}


@pytest.fixture
def filled(engine: Engine, saved: Callable[..., str]) -> Engine:
    """A database of the texts, and of the sample article that names a unit and a person."""
    for day, (name, body) in enumerate(TEXTS.items(), start=1):
        saved(make_page(body, page_id=name, published=f"2024-05-0{day}"))
    saved(make_page(published="2020-01-01"))
    return engine


def found(engine: Engine, query: str, *fields: str, limit: int = 20) -> list[str]:
    """Return the first words of the texts found, or the field where it is not the text."""
    rows = search(engine, query, fields=fields or ("text",), limit=limit).records()
    by_page = {}
    with engine.connect() as connection:
        for own, page in connection.execute(text("SELECT id, page_id FROM articles")):
            by_page[own] = page
    return [by_page[row["article"]] for row in rows]


@pytest.mark.parametrize(
    ("query", "pages"),
    [
        ("dong nai", ["không-dấu", "đồng-nai", "đồng-tiền"]),
        ('"dong nai"', ["không-dấu", "đồng-nai"]),
        ("Đồng Nai", ["đồng-nai", "đồng-tiền"]),
        ('"Đồng Nai"', ["đồng-nai"]),
        ("“ĐỒNG NAI”", ["đồng-nai"]),
        ("đồng-nai", ["đồng-nai"]),
        ("nai đồng", ["đồng-tiền", "đồng-nai"]),
        ('"thi dua"', ["không-dấu", "đồng-tiền", "đồng-nai", "bai-1"]),
        ('"thi đua"', ["không-dấu", "đồng-tiền", "đồng-nai", "bai-1"]),
        ('"thi dua" yeu nuoc', ["đồng-nai"]),
        ("thí", []),
        ("ủy ban", ["đồng-nai"]),
        ("uỷ ban", ["đồng-nai"]),
        ("hòa bình", ["đồng-tiền"]),
        ("hoa binh", ["đồng-tiền"]),
        ("ub", []),
        ('"12 tập thể"', ["bai-1"]),
        ("12/3/2024", ["bai-1"]),
        ('"thi dua', ["không-dấu", "đồng-tiền", "đồng-nai", "bai-1"]),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_queries_with_and_without_diacritics(filled: Engine, query: str, pages: list[str], form: str) -> None:
    assert found(filled, unicodedata.normalize(form, query)) == pages


def test_units_and_persons(filled: Engine) -> None:
    assert found(filled, "so cong thuong", "units") == ["bai-1"]
    assert found(filled, "Trần Đình Mẫu", "persons") == found(filled, "tran dinh mau", "persons") == ["bai-1"]
    assert found(filled, "mau giam doc", "persons") == ["bai-1"]
    assert found(filled, "dong nai", "units", "persons") == []
    rows = search(filled, "công thương").records()
    assert [(row["found_in"], row["snippet"]) for row in rows] == [
        ("units", "Sở «Công Thương»"),
        (
            "text",
            (
                "Phát động thi đua Sáng 12/3/2024, Sở «Công Thương» tổ chức hội nghị phát động thi đua tại Hải Phòng."
                " Ông Trần…"
            ),
        ),
        ("persons", "Trần Đình Mẫu, Giám đốc Sở «Công Thương»"),
    ]


def test_words_of_two_units_are_no_hit(engine: Engine, saved: Callable[..., str]) -> None:
    saved(make_page())
    assert found(engine, "trần giám đốc mẫu", "persons") == ["bai-1"]
    assert found(engine, "công phòng", "units") == []


def test_a_snippet_is_cut_between_words_on_one_line(filled: Engine) -> None:
    (row,) = search(filled, '"12 tap the"').records()
    bare = row["snippet"].replace("«", "").replace("»", "").strip("…")
    assert f" {bare} " in f" {' '.join(BODY.split())} "
    assert "«12 tập thể»" in row["snippet"]


def test_the_limit(filled: Engine) -> None:
    answer = search(filled, "dong", limit=1)
    assert len(answer.rows) == 1
    assert answer.notes == ("there are more hits; ask for them with --limit",)
    assert search(filled, "tinh", limit=5).notes == ()


@pytest.mark.parametrize(
    ("query", "options", "message"),
    [
        (" „…“ _ ", {}, "holds no word to search for"),
        ("nai", {"fields": ("bodies",)}, "cannot search in 'bodies'; known are text, units, persons"),
        ("nai", {"fields": ()}, "cannot search in 'nothing'"),
        ("nai", {"limit": 0}, "the limit is one hit at least"),
    ],
)
def test_a_wrong_question(engine: Engine, query: str, options: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        search(engine, query, **options)


@pytest.mark.parametrize(
    "query", ["nai' OR 1=1", 'nai" OR "x', "nai) AND (x", "nai:*", "NEAR(nai x)", "text:nai", "\\nai", "nai%"]
)
def test_signs_of_query_languages_mean_nothing(filled: Engine, query: str) -> None:
    words = read_query(query).words
    assert all(word.isalnum() for word in words)
    assert isinstance(search(filled, query).rows, tuple)


class TestIndex:
    def broken(self, engine: Engine) -> tuple[str, ...]:
        (result,) = (one for one in check(engine) if one.name.startswith("every article is in the search index"))
        return result.violations

    def test_it_follows_saves_and_removals(self, engine: Engine, saved: Callable[..., str]) -> None:
        key = saved(make_page())
        assert found(engine, "phong trào") == ["bai-1"]
        saved(make_page("Nắng rất đẹp."))
        assert found(engine, "phong trào") == []
        assert found(engine, "công thương", "units") == []
        assert found(engine, "nang rat dep") == ["bai-1"]
        assert self.broken(engine) == ()
        with engine.begin() as connection:
            remove_article(connection, key)
        assert found(engine, "nắng") == []
        assert self.broken(engine) == ()

    def test_what_is_missing_or_too_much_is_named(self, engine: Engine, saved: Callable[..., str]) -> None:
        key = saved(make_page())
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM search_entries WHERE field <> 'persons'"))
            connection.execute(text("DELETE FROM officials"))
        assert sorted(self.broken(engine)) == [f"{key} persons", f"{key} text", f"{key} units"]

    def test_a_very_long_text_is_saved_and_found_by_its_begin(self, engine: Engine, saved: Callable[..., str]) -> None:
        saved(make_page("Mở đầu. " + " ".join(f"từ{number}" for number in range(120_000)) + " " + "x" * 5000))
        assert found(engine, '"mo dau"') == ["bai-1"]
        assert found(engine, "từ7") == ["bai-1"]


@given(st.text())
def test_folding_without_diacritics_keeps_the_length(told: str) -> None:
    composed = unicodedata.normalize("NFC", told)
    assert len(without_diacritics(fold(composed))) == len(composed)


@given(st.text(alphabet="aăâbdđeêoôơuưyAĂÂĐ áàảãạíự ", max_size=40))
def test_every_text_is_found_by_its_own_words(told: str) -> None:
    indexed = indexed_words(told).split()
    for word in words_of(unicodedata.normalize("NFC", told)):
        assert word.written in indexed
        assert word.bare in indexed
        assert word.matches(word.bare)


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pipeline: None) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bai-1.txt").write_text(BODY, encoding="utf-8")
    assert CliRunner().invoke(app, ["build", "bai-1.txt"]).exit_code == 0
    answer = CliRunner().invoke(app, ["search", "hai phong", "--in", "text, units", "--format", "json"])
    (row,) = json.loads(answer.stdout)
    assert row["found_in"] == "text"
    assert "«Hải Phòng»" in row["snippet"]
    several = CliRunner().invoke(app, ["search", "cong thuong", "--limit", "1"])
    assert several.stderr == "note: there are more hits; ask for them with --limit\n"
    assert CliRunner().invoke(app, ["search", "nai", "--in", "bodies"]).exit_code == 2


def test_a_page_of_many_articles_stays_in_order(engine: Engine, saved: Callable[..., str]) -> None:
    pages = [
        RawPage(**make_page(f"Bài số {n} về lúa gạo.", page_id=f"b{n}", published=f"2024-01-{n:02}").model_dump())
        for n in range(1, 9)
    ]
    for page in pages:
        saved(page)
    assert found(engine, "lua gao", limit=3) == ["b8", "b7", "b6"]
