"""The standard tables, bounds, boundaries of today, rates, evidence, and what an answer rests on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from corpus.asking import answer_question
from corpus.build import build
from corpus.database import UsageError, open_database
from corpus.proofs import proofs
from corpus.questions import Answer
from corpus.runs import Run
from corpus.stats import STALE, TABLES, answer, awards, events
from schemas.pages import RawPage

TEXTS = {
    "tuyen-quang": (
        "2024-01-12",
        (
            "Sáng 11/01/2024, Sở Công Thương tỉnh Tuyên Quang tổ chức Hội nghị tổng kết công tác năm"
            " 2023.\nTại hội nghị, Giám đốc Sở trao Giấy khen cho hơn 20 cá nhân và 4 tập thể hoàn thành"
            " xuất sắc nhiệm vụ."
        ),
    ),
    "ha-giang": (
        "2024-02-03",
        (
            "Ngày 02/02/2024, Liên đoàn Lao động tỉnh Hà Giang tổ chức lễ tuyên dương. Chủ tịch UBND tỉnh"
            " tặng Bằng khen cho 3 tập thể và 9 cá nhân."
        ),
    ),
    "tuyen-quang-moi": (
        "2025-08-20",
        (
            "Ngày 19/8/2025, UBND tỉnh Tuyên Quang tổ chức lễ trao Bằng khen của Chủ tịch UBND tỉnh cho 5"
            " tập thể và 6 cá nhân có thành tích xuất sắc."
        ),
    ),
}


@pytest.fixture(scope="module")
def corpus(module_address: str) -> Iterator[Engine]:
    engine = open_database(module_address, write=True)
    pages = [
        RawPage(source=f"{name}.txt", id=name, kind="text", title=f"Tin {name}", published=day, content=text)
        for name, (day, text) in TEXTS.items()
    ]
    build(pages, engine, options={})
    yield engine
    engine.dispose()


def rows(found: Answer, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[column] for column in columns) for row in found.records()]


def test_boundaries_of_the_time_and_of_today(corpus: Engine) -> None:
    assert rows(awards(corpus, by=["province"]), "province", "individuals") == [("Hà Giang", 9), ("Tuyên Quang", 26)]
    today = awards(corpus, by=["province_today"])
    assert rows(today, "province_today", "collectives", "individuals") == [("Tuyên Quang", 12, 35)]
    assert rows(awards(corpus, by=["province"], where=["province_today=Tuyên Quang"]), "individuals") == [(9,), (26,)]
    assert rows(events(corpus, by=["region_today"]), "n_events") == [(3,)]


def test_bounds_stand_beside_the_sums(corpus: Engine) -> None:
    found = awards(corpus, bounds=True)
    assert rows(found, "individuals", "individuals_low", "individuals_high") == [(35, 36, None)]
    assert rows(found, "collectives", "collectives_high") == [(12, 12)]


def test_one_number_for_each_kind_of_recipient(corpus: Engine) -> None:
    found = awards(corpus, by=["recipient"])
    assert rows(found, "recipient", "recipients", "recipients_low", "n_entries") == [
        ("collectives", 12, 12, 3),
        ("individuals", 35, 36, 3),
    ]
    assert rows(awards(corpus, where=["recipient=collectives"]), "n_entries") == [(3,)]


@pytest.mark.parametrize("name", TABLES)
def test_every_standard_table_answers(corpus: Engine, name: str) -> None:
    found = answer(corpus, name)
    assert found.columns[: len(TABLES[name].by)] == TABLES[name].by
    assert found.rows or TABLES[name].what in ("campaigns", "officials")


def test_a_standard_table_may_be_asked_otherwise(corpus: Engine) -> None:
    assert answer(corpus, "T1", by=["form"], status="all").columns[0] == "form"


def test_an_answer_says_what_is_covered(corpus: Engine) -> None:
    (note,) = answer(corpus, "events").notes
    assert note == "covered: 3 articles, 3 of them relevant, published 2024-01-12 to 2025-08-20"
    nothing = answer(corpus, "events", where=["province=Cà Mau"])
    assert nothing.notes[-1] == "covered of province=Cà Mau: nothing; a zero here means that nothing was read"


def test_an_interrupted_build_is_told(corpus: Engine) -> None:
    with corpus.connect() as connection:
        connection.execute(update(Run).values(finished=None))
        connection.commit()
        try:
            assert answer(corpus, "events").notes[-1] == STALE
        finally:
            connection.execute(update(Run).values(finished="2025-01-01T00:00:00+00:00"))
            connection.commit()


@pytest.mark.parametrize("what", ["awards", "events", "officials", "campaigns", "T1"])
def test_evidence_stands_in_the_articles(corpus: Engine, what: str) -> None:
    found = proofs(corpus, what)
    bodies = {name: text for name, (_, text) in TEXTS.items()}
    assert all(row["quote"] in bodies[row["article"]] for row in found.records())
    assert found.rows or what in ("officials", "campaigns")


def test_evidence_of_one_cell(corpus: Engine) -> None:
    found = proofs(corpus, "awards", where=["province=Hà Giang"])
    assert rows(found, "article", "individuals", "reason") == [("ha-giang", 9, "only report")]
    with pytest.raises(UsageError, match="coverage rests on no sentences"):
        proofs(corpus, "coverage")


def asked(corpus: Engine, per: Path | None, what: str = "awards", by: tuple[str, ...] = ("province",)) -> Answer:
    return answer_question(corpus, what, by=by, where=(), status=None, bounds=False, per=per, evidence=False)


def test_rates_by_a_file_of_the_user(corpus: Engine, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("province,people\nHà Giang,900\n", encoding="utf-8")
    found = asked(corpus, people)
    assert rows(found, "province", "people", "individuals/people") == [
        ("Hà Giang", 900.0, 0.01),
        ("Tuyên Quang", None, None),
    ]
    assert asked(corpus, people, "T1", ()).columns[-1] == "n_approximate/people"
    assert asked(corpus, None).rows == awards(corpus, by=["province"]).rows


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "needs columns of words grouped by"),
        ("people\n9\n", "needs columns of words grouped by"),
        ("province,people,other\nHà Giang,1,2\n", "not province, people, other"),
        ("province,people\nHà Giang,many\n", "people.csv:2: no positive number"),
        ("province,people\nHà Giang\n", "people.csv:2: no positive number"),
        ("province,people\nHà Giang,0\n", "people.csv:2: no positive number"),
    ],
)
def test_a_file_of_rates_that_is_none_is_named(corpus: Engine, tmp_path: Path, content: str, message: str) -> None:
    people = tmp_path / "people.csv"
    people.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"people\.csv") as found:
        asked(corpus, people)
    assert message in str(found.value)


def test_a_missing_file_of_rates_is_named(corpus: Engine, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        asked(corpus, tmp_path / "none.csv")


def test_evidence_from_the_command_line(corpus: Engine) -> None:
    found = answer_question(corpus, "events", by=(), where=(), status=None, bounds=False, per=None, evidence=True)
    assert "quote" in found.columns
    with pytest.raises(UsageError, match="events have no bounds"):
        answer(corpus, "events", bounds=True)
