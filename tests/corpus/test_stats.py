from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from corpus_samples import BODY, make_article, make_page, make_record, save, seen
from sqlalchemy import Engine, text

from corpus.database import UsageError, open_database
from corpus.derive import derive
from corpus.questions import Answer
from corpus.render import as_csv, as_json, as_table
from corpus.stats import QUESTIONS, answer, awards, campaigns, coverage, events, officials
from corpus.store import save_vocabulary
from schemas.errors import CorpusError
from schemas.records import Award, Event, Official, ProvinceSource

PROOF = seen(BODY, "Sở Công Thương")


def award(**values: Any) -> Award:
    told = {"form": "merit_certificate", "name": "Bằng khen", "status": "conferred", "quantity": "exact"}
    counts = {"collectives": 0, "individuals": 0, "households": 0}
    return Award(**{**told, **counts, **values}, evidence=PROOF)


def province(name: str, province_id: str) -> ProvinceSource:
    return ProvinceSource(name=name, province_id=province_id, origin="host")


@pytest.fixture(scope="module")
def corpus(module_address: str) -> Iterator[Engine]:
    """Five articles that differ in everything one may group by; no test changes them."""
    engine = open_database(module_address, write=True)
    with engine.begin() as connection:
        save_vocabulary(connection)

    def add(page_id: str, *, url: str | None = None, published: str = "2024-03-13T08:00", **changes: Any) -> None:
        given = {"url": url} if url else {}
        page = make_page(page_id=page_id, published=published, **given)
        save(engine, page, make_record(make_article(page)).model_copy(update=changes))

    add("bai-1")
    add(
        "bai-2",
        url="https://sct.haiphong.gov.vn/2",
        awards=(
            award(form="order", name="Huân chương", award_type="hc_sao_vang", collectives=2, period="2016-2020"),
            award(joint=122, collectives=None, individuals=None),
            award(individuals=None, grantor="Sở Y tế; Bộ Y tế", grantor_level="agency", quantity="unknown"),
        ),
    )
    add(
        "bai-3",
        published="2025-08-02",
        events=(),
        province_sources=(province("Hà Nội", "P34-01"), province("Hải Phòng", "P34-31")),
        awards=(award(individuals=7, quantity="about"), award(individuals=100, status="revoked")),
    )
    add(
        "bai-4",
        province_sources=(),
        events=(
            Event(types=("review",), start="2023", evidence=PROOF),
            Event(types=("review", "launch"), evidence=PROOF),
        ),
        awards=(award(households=4, period="năm học 2022-2023"),),
        officials=(Official(name="Lê Thị Thử", positions=("Chủ tịch", "Bí thư"), evidence=PROOF),),
        campaigns=(),
    )
    add("bai-5", relevant=False, events=(), awards=(), officials=(), campaigns=(), units=(), province_sources=())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("corpus.merging.occasions.THRESHOLD", 99.0)  # all tell the same body, and of five occasions
        derive(engine)
    yield engine
    engine.dispose()


def column(found: Answer, name: str) -> list[Any]:
    return [row[name] for row in found.records()]


def test_only_conferred_awards_count(corpus: Engine) -> None:
    found = awards(corpus)
    assert found.records() == [
        {
            "collectives": 14,
            "individuals": 37,
            "households": 4,
            "joint": 122,
            "n_entries": 6,
            "n_unknown": 1,
            "n_approximate": 1,
            "n_events": 3,
            "n_articles": 4,
            "first": "2024-03-12",
            "last": "2025-08-02",
        }
    ]
    assert found.notes != ()


@pytest.mark.parametrize(
    ("asked", "individuals"),
    [
        ({"status": "proposed"}, 5),
        ({"where": ["status=proposed"]}, 5),
        ({"where": ["status=proposed", "status=revoked"]}, 105),
        ({"where": ["status!=conferred"]}, 105),
        ({"status": "all"}, 142),
    ],
)
def test_other_statuses_are_counted_when_asked_for(corpus: Engine, asked: dict[str, Any], individuals: int) -> None:
    assert column(awards(corpus, **asked), "individuals") == [individuals]


def test_by_status_shows_them_all(corpus: Engine) -> None:
    found = awards(corpus, by=["status"])
    assert column(found, "status") == ["conferred", "proposed", "revoked"]
    assert found.notes == ()


@pytest.mark.parametrize("what", QUESTIONS)
def test_groups_add_up_to_the_ungrouped_total(corpus: Engine, what: str) -> None:
    question, ask = QUESTIONS[what]
    (total,) = ask(corpus).records()
    for name, word in question.words.items():
        groups = ask(corpus, by=[name], **({"status": "conferred"} if what == "awards" else {})).records()
        for measure in question.totals if name != "recipient" else ():
            added = sum(row[measure] or 0 for row in groups)
            if word.owner is None:
                assert added == (total[measure] or 0), (name, measure)
            else:
                assert added >= (total[measure] or 0), (name, measure)


def test_two_words_make_every_pair_a_group(corpus: Engine) -> None:
    found = awards(corpus, by=["province,year", "form"])
    assert found.columns[:3] == ("province", "year", "form")
    assert [row[:6] for row in found.rows] == [
        ("(none)", "2024", "merit_certificate", 0, 0, 4),
        ("(several)", "2025", "merit_certificate", 0, 7, 0),
        ("Hải Phòng", "2024", "commendation", 12, 30, 0),
        ("Hải Phòng", "2024", "merit_certificate", 0, None, 0),
        ("Hải Phòng", "2024", "order", 2, 0, 0),
    ]


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("award_year", {"(not told)", "2020", "2023"}),
        ("period", {"(not told)", "2016-2020", "2023", "năm học 2022-2023"}),
        ("month", {"2024-03", "2025-08"}),
        ("grantor", {"(not told)", "Sở Công Thương thành phố Hải Phòng", "Sở Y tế thành phố Hải Phòng; Bộ Y tế"}),
        ("grantor_level", {"(not told)", "agency"}),
        ("award_type", {"(not told)", "hc_sao_vang"}),
        ("family", {"(not told)", "huan_chuong"}),
        ("mass", {"(not told)", "no"}),
        ("host", {"(not told)", "sct.haiphong.gov.vn"}),
    ],
)
def test_awards_by(corpus: Engine, by: str, groups: set[str]) -> None:
    assert set(column(awards(corpus, by=[by]), by)) == groups


@pytest.mark.parametrize(
    ("where", "n_entries"),
    [
        (["province=Hải Phòng"], 4),
        (["province=tp hải phòng"], 4),
        (["province=(several)"], 1),
        (["province=(none)"], 1),
        (["province!=Hải Phòng"], 2),
        (["province=Hải Phòng", "province=(none)"], 5),
        (["year>=2025"], 1),
        (["year<2025"], 5),
        (["year>2023", "year<=2024"], 5),
        (["award_year>=2021"], 2),
        (["award_year=(not told)"], 3),
        (["award_year!=(not told)"], 3),
        (["form=order"], 1),
        (["grantor_level=agency"], 2),
        (["mass=no"], 1),
        (["article=bai-3"], 1),
    ],
)
def test_awards_where(corpus: Engine, where: list[str], n_entries: int) -> None:
    assert column(awards(corpus, where=where), "n_entries") == [n_entries]


def test_nothing_found_is_zero_entries_and_no_number(corpus: Engine) -> None:
    (row,) = awards(corpus, where=["province=Cà Mau"]).records()
    assert (row["n_entries"], row["collectives"], row["first"]) == (0, None, None)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"by": ["colour"]}, "unknown word 'colour'; known are province, province_today"),
        ({"where": ["colour=red"]}, "unknown word 'colour'; known are province, province_today"),
        ({"where": ["form=cup"]}, "unknown form 'cup'; known are order"),
        ({"where": ["province"]}, "not a condition: 'province'"),
        ({"where": ["province=Atlantis"]}, "no province is called 'Atlantis'"),
        ({"status": "won"}, "unknown status 'won'; known are conferred"),
    ],
)
def test_an_unknown_word_is_named_with_the_known_ones(corpus: Engine, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        awards(corpus, **asked)


def test_only_awards_have_a_status(corpus: Engine) -> None:
    assert answer(corpus, "awards", status="all").rows == awards(corpus, status="all").rows
    assert answer(corpus, "events").rows == events(corpus).rows
    with pytest.raises(UsageError, match="events have no status"):
        answer(corpus, "events", status="all")


def test_an_event_counts_once_in_each_of_its_types(corpus: Engine) -> None:
    found = events(corpus, by=["type"])
    assert dict(zip(column(found, "type"), column(found, "n_events"), strict=True)) == {
        "award_ceremony": 2,
        "launch": 3,
        "review": 2,
    }
    assert "more than the total" in found.notes[0]
    assert column(events(corpus), "n_events") == [4]


@pytest.mark.parametrize(
    ("where", "n_events"),
    [
        (["type=launch"], 3),
        (["type=launch", "type=review"], 4),
        (["type!=launch"], 1),
        (["type=(not told)"], 0),
        (["year=2023"], 1),
        (["month=2024-03"], 3),
    ],
)
def test_events_where(corpus: Engine, where: list[str], n_events: int) -> None:
    assert column(events(corpus, where=where), "n_events") == [n_events]


def test_grouped_and_filtered_by_one_word_shows_that_value(corpus: Engine) -> None:
    assert column(events(corpus, by=["type"], where=["type=review"]), "type") == ["review"]


def test_a_year_without_a_month_is_in_no_month(corpus: Engine) -> None:
    found = events(corpus, by=["year", "month"], where=["year=2023"])
    assert [row[:3] for row in found.rows] == [("2023", "(not told)", 1)]


def test_campaigns_count_their_phases(corpus: Engine) -> None:
    (row,) = campaigns(corpus, by=["name", "start", "end"]).records()
    assert (row["name"], row["start"], row["end"]) == ("Năm điển hình", "2024-03", "2024")
    assert (row["n_campaigns"], row["n_phases"], row["n_articles"]) == (1, 1, 3)


def test_phases_of_a_campaign_are_those_of_its_fullest_report(corpus: Engine) -> None:
    words = ["name", "phase", "phase_start", "phase_end"]
    found = campaigns(corpus, by=words)
    (row,) = found.records()
    assert [row[name] for name in words] == ["Năm điển hình", "Đợt 1", "2024-03", "2024-06-30"]
    assert (row["n_campaigns"], row["n_articles"]) == (1, 3)
    assert any("several values of phase" in note for note in found.notes)
    assert column(campaigns(corpus, where=["phase=Đợt 1"]), "n_campaigns") == [1]
    assert column(campaigns(corpus, where=["phase=Đợt 2"]), "n_campaigns") == [0]


def test_events_and_campaigns_by_the_number_of_their_reports(corpus: Engine) -> None:
    assert [row[:2] for row in campaigns(corpus, by=["reports"]).rows] == [("3", 1)]
    assert [row[:2] for row in events(corpus, by=["reports"]).rows] == [("1", 4)]


def test_officials_by_role(corpus: Engine) -> None:
    found = officials(corpus, by=["role"])
    assert [(row[0], row[1]) for row in found.rows] == [("(not told)", 1), ("present", 3), ("speak", 3)]
    assert column(officials(corpus, where=["role=(not told)"]), "n_officials") == [1]
    assert column(officials(corpus, where=["position=Bí thư"]), "n_officials") == [1]


def test_coverage_tells_what_was_read(corpus: Engine) -> None:
    (row,) = coverage(corpus).records()
    assert (row["n_articles"], row["n_relevant"], row["n_events"], row["n_awards"]) == (5, 4, 4, 8)
    assert column(coverage(corpus, by=["relevant"]), "n_articles") == [1, 4]


def test_a_database_that_breaks_while_it_is_read(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE evidence"))
        connection.execute(text("DROP TABLE phases"))
    with pytest.raises(CorpusError, match=r"cannot be read \((no such table: phases|relation .*)\); build it"):
        campaigns(engine)


class TestFormats:
    FOUND = Answer(("province", "n", "share"), (("Hà Nội", 12, None), ("Huế, cũ", 3, 0.5)))

    def test_table(self) -> None:
        assert as_table(self.FOUND).splitlines() == [
            " province   n  share",
            " ───────────────────",
            " Hà Nội    12      –",
            " Huế, cũ    3    0.5",
        ]

    def test_csv_reads_back(self) -> None:
        rows = list(csv.reader(io.StringIO(as_csv(self.FOUND))))
        assert rows == [["province", "n", "share"], ["Hà Nội", "12", ""], ["Huế, cũ", "3", "0.5"]]

    def test_json_reads_back(self) -> None:
        assert json.loads(as_json(self.FOUND)) == self.FOUND.records()
