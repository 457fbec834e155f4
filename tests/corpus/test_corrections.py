"""Statements applied to articles: every kind survives a text that moved; what no longer fits is reported."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from corpus_samples import BODY, make_article, make_page, make_record
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

import corpus.build as building
from corpus.build import BuildReport, build
from corpus.check import check
from corpus.corrections.anchors import anchor_of, locate
from corpus.corrections.applying import Corrected, correct
from corpus.corrections.ledger import Ledger, append, read_ledger
from corpus.corrections.making import StoredArticle, named_values
from corpus.corrections.statements import Anchor, Statement, text_hash
from corpus.corrections.tables import ArticleCorrection, CorrectionState
from corpus.corrections.values import values_of
from corpus.identity import page_key
from corpus.stored import read_stored
from schemas.pages import Article, RawPage
from schemas.records import Record

KEY = page_key(make_page())
_NUMBER = iter(range(10**6))


def stated(action: str, name: str | None = None, *, body: str = BODY, **values: Any) -> Statement:
    """Return a statement about a value of the sample record, each a second later than the one before."""
    second = next(_NUMBER)
    told: dict[str, Any] = {
        "when": f"2026-01-{1 + second // 86400:02}T{second // 3600 % 24:02}:{second // 60 % 60:02}:{second % 60:02}Z",
        "who": "Lan",
        "why": "đọc lại bài",
        "action": action,
        "article": KEY,
        "text_hash": text_hash(body),
    }
    if name:
        record = make_record(make_article(make_page(body)))
        value = next(one for one in named_values(record) if one.name == name)
        told |= {"kind": value.kind, "was": value.values, "campaign": value.campaign}
        told["evidence"] = [anchor_of(body, item.start, item.end) for item in value.evidence]
    return Statement(**(told | values))


def quoted(quote: str, body: str = BODY) -> list[Anchor]:
    return [anchor_of(body, body.index(quote), body.index(quote) + len(quote))]


def added(kind: str, quote: str, value: dict[str, Any], **rest: Any) -> Statement:
    return stated("add", kind=kind, evidence=quoted(quote), value=value, **rest)


COMMENDATION = {
    "form": "emulation_flag",
    "name": "Cờ thi đua",
    "status": "planned",
    "collectives": 1,
    "individuals": 0,
    "households": 0,
    "quantity": "exact",
}
#: A statement of every kind, and what the record must say afterwards.
KINDS: dict[str, tuple[Callable[[], Statement], Callable[[Record], object], object]] = {
    "confirm": (lambda: stated("confirm", "award.0"), lambda record: record.awards[0].collectives, 12),
    "change a count": (
        lambda: stated("change", "award.0", field="collectives", value=13),
        lambda record: record.awards[0].collectives,
        13,
    ),
    "change to not told": (
        lambda: stated("change", "award.0", field="individuals", value=None),
        lambda record: record.awards[0].individuals,
        None,
    ),
    "change a date": (
        lambda: stated("change", "event.0", field="start", value="2024-03-11"),
        lambda record: record.events[0].start,
        "2024-03-11",
    ),
    "change a list": (
        lambda: stated("change", "official.0", field="positions", value=["Phó Giám đốc Sở Công Thương"]),
        lambda record: record.officials[0].positions,
        ("Phó Giám đốc Sở Công Thương",),
    ),
    "change a name": (
        lambda: stated("change", "unit.0", field="name", value="Sở Công Thương Hải Phòng"),
        lambda record: record.units[0].name,
        "Sở Công Thương Hải Phòng",
    ),
    "change a phase": (
        lambda: stated("change", "campaign.0.phase.0", field="end", value="2024-06"),
        lambda record: record.campaigns[0].phases[0].end,
        "2024-06",
    ),
    "change the day of publication": (
        lambda: stated("change", kind="article", was={"published": None}, field="published", value="2024-03-14"),
        lambda record: record.published,
        "2024-03-14",
    ),
    "delete": (
        lambda: stated("delete", "award.1"),
        lambda record: [award.form for award in record.awards],
        ["commendation"],
    ),
    "delete a province": (lambda: stated("delete", "province.0"), lambda record: record.provinces, ()),
    "add an award": (
        lambda: added("award", "trao thưởng", COMMENDATION),
        lambda record: [award.name for award in record.awards],
        ["Giấy khen", "Bằng khen", "Cờ thi đua"],
    ),
    "add a phase": (
        lambda: added("phase", "hai đợt", {"label": "Đợt 2"}, campaign="Năm điển hình"),
        lambda record: [phase.label for phase in record.campaigns[0].phases],
        ["Đợt 1", "Đợt 2"],
    ),
    "add a province": (
        lambda: added("province", "Hải Phòng", {"name": "Hà Nội"}),
        lambda record: record.provinces,
        ("Hải Phòng", "Hà Nội"),
    ),
}
MOVED = "Tin mới cập nhật: hội nghị phát động.\n" + BODY.replace("Ông Trần", "Ông  Trần")


def applied(statements: Sequence[Statement], body: str = BODY) -> Corrected:
    article = make_article(make_page(body))
    return correct(article, record_of(article), statements)


def record_of(article: Article) -> Record:
    """Return what the pipeline reads from the sample, wherever its sentences stand."""
    if BODY in article.text:
        return make_record(article)
    record = make_record(make_article(make_page()))
    found = {}
    for name in ("province_sources", "events", "officials", "units", "campaigns", "awards"):
        found[name] = tuple(filter(None, (_moved(value, article.text) for value in getattr(record, name))))
    return record.model_copy(update=found | {"body": article.text, "published": article.published})


def _moved(value: Any, body: str) -> Any:
    quotes = [item.quote for item in value.evidence]
    if any(quote not in body for quote in quotes):
        return None
    evidence = tuple(
        item.model_copy(update={"start": body.index(item.quote), "end": body.index(item.quote) + len(item.quote)})
        for item in value.evidence
    )
    phases = (
        {"phases": tuple(filter(None, (_moved(one, body) for one in value.phases)))} if hasattr(value, "phases") else {}
    )
    return value.model_copy(update={"evidence": evidence} | phases)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("body", [BODY, MOVED], ids=["same text", "moved text"])
def test_a_statement_of_every_kind_is_applied(name: str, body: str) -> None:
    make, told, wanted = KINDS[name]
    corrected = applied([make()], body)
    (outcome,) = corrected.outcomes
    assert (outcome.state, told(corrected.record)) == ("applied", wanted), outcome.note
    assert Record.model_validate(corrected.record.model_dump()) == corrected.record


@pytest.mark.parametrize("name", [name for name in KINDS if "publication" not in name])
def test_a_statement_whose_sentence_is_gone_is_reported_and_changes_nothing(name: str) -> None:
    body = "Trời mưa suốt ngày."
    corrected = applied([KINDS[name][0]()], body)
    assert [outcome.state for outcome in corrected.outcomes] == ["sentence gone"]
    assert "no longer stands there" in str(corrected.outcomes[0].note)
    assert corrected.record == record_of(make_article(make_page(body)))


def test_what_was_read_stays_known() -> None:
    corrected = applied([stated("change", "award.0", field="collectives", value=13), stated("delete", "award.1")])
    changed, deleted = corrected.outcomes
    assert (changed.read or {})["collectives"] == 12
    assert (deleted.read or {})["name"] == "Bằng khen"


def test_a_confirmed_value_stands_though_the_pipeline_no_longer_reads_it() -> None:
    article = make_article(make_page())
    record = make_record(article)
    without = record.model_copy(update={"awards": record.awards[1:]})
    corrected = correct(article, without, [stated("confirm", "award.0")])
    assert {award.name for award in corrected.record.awards} == {"Giấy khen", "Bằng khen"}
    assert corrected.outcomes[0].note == "the pipeline does not read it"


def test_a_change_of_what_is_no_longer_read_does_not_fall_on_another_value() -> None:
    article = make_article(make_page())
    record = make_record(article)
    same_place = record.awards[1].model_copy(update={"evidence": record.awards[0].evidence})
    without = record.model_copy(update={"awards": (same_place,)})
    statements = [stated("change", "award.0", field="collectives", value=13), stated("delete", "award.0")]
    corrected = correct(article, without, statements)
    assert [outcome.state for outcome in corrected.outcomes] == ["does not fit", "agrees"]
    assert corrected.record == without


def test_values_at_one_place_are_told_apart() -> None:
    article = make_article(make_page())
    record = make_record(article)
    flag = record.awards[0].model_copy(update={"form": "emulation_flag", "name": "Cờ thi đua", "collectives": 2})
    both = record.model_copy(update={"awards": (flag, *record.awards)})
    corrected = correct(article, both, [stated("change", "award.0", field="collectives", value=13)])
    assert [award.collectives for award in corrected.record.awards] == [2, 13, 0]
    twin = record.awards[0].model_copy(update={"collectives": 40, "individuals": 41})
    other = record.awards[0].model_copy(update={"collectives": 41, "individuals": 40})
    unsure = record.model_copy(update={"awards": (twin, other)})
    corrected = correct(article, unsure, [stated("change", "award.0", field="households", value=1)])
    assert corrected.outcomes[0].note == "2 values of this kind stand there"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("collectives", -1, "collectives: Input should be greater than or equal to 0"),
        ("form", "cup", "form: Input should be"),
        ("award_type", "cup", "no type of award is called 'cup'"),
        ("colour", "red", "no field 'colour'"),
    ],
)
def test_what_makes_no_value_does_not_fit(field: str, value: object, reason: str) -> None:
    corrected = applied([stated("change", "award.0", field=field, value=value)])
    assert corrected.outcomes[0].state == "does not fit"
    assert reason in str(corrected.outcomes[0].note)
    assert corrected.record == make_record(make_article(make_page()))


def test_dates_provinces_and_campaigns_that_are_none_do_not_fit() -> None:
    statements = [
        stated("change", "event.0", field="end", value="2024-03-01"),
        stated("change", "event.0", field="province", value="Hà Hải"),
        stated("change", kind="article", was={}, field="published", value="hôm qua"),
        added("phase", "hai đợt", {"label": "Đợt 2"}, campaign="Đông Xuân"),
        added("award", "trao thưởng", {"form": "order"}),
    ]
    corrected = applied(statements)
    notes = [str(outcome.note) for outcome in corrected.outcomes]
    assert {outcome.state for outcome in corrected.outcomes} == {"does not fit"}
    assert [note.split(":")[0] for note in notes[:3]] == [
        "end",
        "no province of the vocabulary is called 'Hà Hải'",
        "published",
    ]
    assert notes[3] == "0 campaigns are called 'Đông Xuân'"
    assert "name: Field required" in notes[4]


def test_an_article_without_values_left_is_not_relevant_and_with_one_added_is() -> None:
    names = ("event.0", "campaign.0", "award.0", "award.1")
    assert not applied([stated("delete", name) for name in names]).record.relevant
    article = make_article(make_page("Trời mưa. Trao Cờ thi đua cho Sở."))
    quote = [anchor_of(article.text, 10, 26)]
    made = stated("add", body=article.text, kind="award", evidence=quote, value=COMMENDATION)
    assert correct(article, make_record(article), [made]).record.relevant


class TestContradictions:
    def states(self, *statements: Statement) -> list[str]:
        return [outcome.state for outcome in applied(statements).outcomes]

    def test_the_later_of_two_changes_wins_and_it_is_said(self) -> None:
        later = stated("change", "award.0", field="collectives", value=13)
        earlier = later.model_copy(update={"when": "2025-01-01T00:00:00Z", "value": 14, "who": "Mai"})
        corrected = applied([later, earlier])
        assert [outcome.state for outcome in corrected.outcomes] == ["overruled", "applied"]
        assert corrected.outcomes[0].note == f"Lan said otherwise on {later.when[:10]} ({later.id})"
        assert corrected.record.awards[0].collectives == 13

    def test_changes_of_two_fields_stand_side_by_side(self) -> None:
        one = stated("change", "award.0", field="collectives", value=13)
        assert self.states(one, stated("change", "award.0", field="individuals", value=31)) == ["applied", "applied"]

    def test_a_deletion_and_what_speaks_for_the_value(self) -> None:
        confirm, delete = stated("confirm", "award.0"), stated("delete", "award.0")
        assert self.states(confirm, delete) == ["overruled", "applied"]
        assert self.states(delete, stated("confirm", "award.0")) == ["overruled", "applied"]
        assert self.states(delete, stated("change", "award.0", field="joint", value=1)) == ["overruled", "applied"]

    def test_a_confirmed_value_that_is_changed_later(self) -> None:
        confirm, change = stated("confirm", "award.0"), stated("change", "award.0", field="collectives", value=13)
        assert self.states(confirm, change) == ["overruled", "applied"]
        assert self.states(change, stated("confirm", "award.0")) == ["overruled", "applied"]

    def test_an_added_value_that_the_pipeline_reads_by_now(self) -> None:
        record = make_record(make_article(make_page()))
        made = added("award", "tặng Giấy khen cho 12 tập thể", values_of(record.awards[0]))
        corrected = applied([made])
        assert [outcome.state for outcome in corrected.outcomes] == ["agrees"]
        assert len(corrected.record.awards) == 2

    def test_two_titles(self) -> None:
        told = [stated("change", kind="article", was={}, field="title", value=title) for title in ("Một", "Hai")]
        corrected = applied(told)
        assert [outcome.state for outcome in corrected.outcomes] == ["overruled", "applied"]
        assert corrected.article.title == corrected.record.title == "Hai"


class TestAnchors:
    def test_of_several_places_the_one_with_the_same_words_around_it(self) -> None:
        text = "Sở A tặng 5 cờ. Sở B tặng 5 cờ. Sở C tặng 5 cờ."
        anchor = anchor_of(text, 21, 30)
        assert anchor.quote == "tặng 5 cờ"
        moved = "Trời mưa rất to, gió rất lớn. " + text
        assert locate(moved, anchor) == (51, 60)

    def test_several_places_and_no_side_the_same(self) -> None:
        anchor = Anchor(start=5, end=9, quote="tặng", before="xưa kia", after=" bằng")
        assert locate("Ông tặng hoa. Bà tặng quà.", anchor) is None

    def test_the_nearest_of_places_that_are_alike(self) -> None:
        text = "một hai. " * 5
        anchor = Anchor(start=20, end=23, quote="hai", before="một ", after=". ")
        assert locate(text, anchor) == (22, 25)

    def test_blanks_case_and_dashes_may_change(self) -> None:
        anchor = Anchor(start=0, end=15, quote="Sở Nội vụ – Huế")
        assert locate("Theo SỞ NỘI VỤ\n- Huế", anchor) == (5, 20)
        assert locate("Theo Sở", anchor) is None


some = st.lists(st.sampled_from(sorted(KINDS)), max_size=6)


@given(names=some, moved=st.booleans())
def test_a_ledger_applied_twice_is_applied_once(names: list[str], moved: bool) -> None:
    body = MOVED if moved else BODY
    statements = [KINDS[name][0]() for name in names]
    once = applied(statements, body)
    assert applied([*statements, *reversed(statements)], body).record == once.record
    again = correct(once.article, once.record, statements)
    assert again.record == once.record
    assert all(outcome.state != "does not fit" for outcome in again.outcomes)


# --- builds


def clean_moved(page: RawPage, **_: object) -> Article:
    """The cleaning with another rule: it keeps a line more and other blanks."""
    return make_article(page.model_copy(update={"content": page.content.replace(BODY, MOVED)})).model_copy(
        update={"content_hash": page.content_hash}
    )


def clean_without(page: RawPage, **_: object) -> Article:
    """The cleaning with another rule: it takes the last sentence out."""
    return make_article(page.model_copy(update={"content": page.content.rpartition("\n")[0]}))


def run(engine: Engine, *pages: RawPage, ledger: Ledger = building.NO_LEDGER) -> BuildReport:
    report = build(pages, engine, options={}, ledger=ledger)
    assert [result for result in check(engine) if result.violations] == []
    return report


def ledger_with(folder: Path, *statements: Statement) -> Ledger:
    append(folder, statements)
    return read_ledger(folder)


def stored(engine: Engine) -> Record:
    with engine.connect() as connection:
        record = read_stored(connection, KEY)
    assert record is not None
    return record


def states(engine: Engine) -> dict[str, str]:
    with engine.connect() as connection:
        rows = connection.execute(select(CorrectionState.statement_id, CorrectionState.state))
        return {row.statement_id: row.state for row in rows}


@pytest.fixture
def reading(pipeline: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipeline that reads the sample wherever its sentences stand."""
    monkeypatch.setattr("corpus.reading.read_record", record_of)


@pytest.mark.usefixtures("reading")
class TestBuilds:
    @pytest.mark.parametrize("name", KINDS)
    def test_a_correction_survives_another_rule_of_cleaning(
        self, name: str, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make, told, wanted = KINDS[name]
        run(engine, make_page())
        ledger = ledger_with(tmp_path / "l", make())
        report = run(engine, make_page(), ledger=ledger)
        assert (report.articles["changed"], told(stored(engine))) == (1, wanted)
        monkeypatch.setattr("corpus.reading.clean_page", clean_moved)
        monkeypatch.setattr(building, "pipeline_version", lambda: "next")
        run(engine, make_page(), ledger=ledger)
        assert told(stored(engine)) == wanted
        assert stored(engine).body == MOVED
        assert list(states(engine).values()) == ["applied"]

    def test_one_whose_sentence_vanished_is_reported(
        self, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        statement = stated("change", "award.0", field="collectives", value=13)
        ledger = ledger_with(tmp_path / "l", statement, stated("confirm", "event.0"))
        run(engine, make_page(), ledger=ledger)
        monkeypatch.setattr("corpus.reading.clean_page", clean_without)
        report = build([make_page()], engine, options={}, ledger=ledger, rebuild=True)
        assert states(engine)[statement.id] == "sentence gone"
        assert report.lines()[-1] == "2 corrections: 1 applied, 1 sentence gone; see thidua correct --state"

    def test_the_same_build_again_reads_nothing_again(self, engine: Engine, tmp_path: Path) -> None:
        ledger = ledger_with(tmp_path / "l", stated("delete", "award.1"))
        run(engine, make_page(), make_page(page_id="bai-2"), ledger=ledger)
        report = run(engine, make_page(), make_page(page_id="bai-2"), ledger=ledger)
        assert report.articles["unchanged"] == 2
        assert list(states(engine).values()) == ["applied"]

    def test_a_statement_that_leaves_the_ledger_is_said(self, engine: Engine, tmp_path: Path) -> None:
        ledger = ledger_with(tmp_path / "l", stated("change", "award.0", field="collectives", value=13))
        run(engine, make_page(), ledger=ledger)
        report = run(engine, make_page())
        assert report.lines()[-1] == "1 corrections: 1 not in the ledger; see thidua correct --state"
        assert stored(engine).awards[0].collectives == 12
        run(engine, make_page(), ledger=ledger)
        assert (list(states(engine).values()), stored(engine).awards[0].collectives) == (["applied"], 13)

    def test_articles_that_are_not_there_or_not_built(self, engine: Engine, tmp_path: Path) -> None:
        run(engine, make_page())
        nowhere = stated("confirm", "award.0", article="nowhere")
        here = stated("confirm", "award.0")
        run(engine, make_page(page_id="bai-2"), ledger=ledger_with(tmp_path / "l", nowhere, here))
        assert states(engine) == {nowhere.id: "no article", here.id: "waiting"}

    def test_what_was_corrected_can_be_seen(self, engine: Engine, tmp_path: Path) -> None:
        told = [
            stated("change", "award.0", field="collectives", value=13),
            stated("delete", "award.1"),
            added("award", "trao thưởng", COMMENDATION),
        ]
        run(engine, make_page(), ledger=ledger_with(tmp_path / "l", *told))
        with engine.connect() as connection:
            rows = connection.execute(select(ArticleCorrection.__table__).order_by(ArticleCorrection.ordinal)).all()
        assert [(row.action, row.who, row.value_id) for row in rows] == [
            ("change", "Lan", f"{KEY}.award.0"),
            ("delete", "Lan", None),
            ("add", "Lan", f"{KEY}.award.1"),
        ]
        assert [row.read_value and json.loads(row.read_value)["collectives"] for row in rows] == [12, 0, None]
        assert (rows[0].field, rows[0].value) == ("collectives", "13")


class TestLedger:
    def test_a_torn_last_line_is_named_and_the_rest_is_read(self, tmp_path: Path) -> None:
        one, two = stated("confirm", "award.0"), stated("delete", "award.1")
        append(tmp_path, [one])
        with (tmp_path / "lan.jsonl").open("a", encoding="utf-8") as file:
            file.write(two.line()[:100])
        found = read_ledger(tmp_path)
        assert found.statements == (one,)
        assert [(line.source, line.reason) for line in found.bad] == [
            (f"{tmp_path / 'lan.jsonl'}:2", "torn: the line was not written to its end")
        ]
        append(tmp_path, [two])
        found = read_ledger(tmp_path)
        assert (found.statements, len(found.bad)) == ((one, two), 1)

    def test_a_line_cut_within_a_letter_is_torn(self, tmp_path: Path) -> None:
        data = stated("confirm", "award.0").line().encode()
        (tmp_path / "a.jsonl").write_bytes(data[: data.index("đọc".encode()) + 1])
        (line,) = read_ledger(tmp_path).bad
        assert line.reason.startswith("torn")
        (tmp_path / "a.jsonl").write_bytes(b"\xff\n" + data)
        (line,) = read_ledger(tmp_path).bad
        assert line.reason == "not UTF-8"

    def test_files_are_read_as_one_in_the_order_of_time(self, tmp_path: Path) -> None:
        one, two = stated("confirm", "award.0"), stated("confirm", "award.1", who="Mai")
        append(tmp_path, [two, one])
        append(tmp_path, [two])
        assert sorted(path.name for path in tmp_path.iterdir()) == ["lan.jsonl", "mai.jsonl"]
        assert read_ledger(tmp_path).statements == (one, two)

    def test_a_line_is_read_as_it_was_written(self) -> None:
        for make, _, _ in KINDS.values():
            statement = make()
            again = Statement.model_validate_json(statement.line())
            assert (again, again.id) == (statement, statement.id)

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"action": "change"}, "a change names its field"),
            ({"action": "add"}, "an added value has all its fields and evidence"),
            ({"was": None}, "confirm keeps what the value was"),
            ({"action": "merge"}, "merge and split name a second event"),
            ({"when": "gestern"}, "when: String should match pattern"),
            ({"kind": "article", "action": "delete"}, "an article can be confirmed and changed only"),
            (
                {"kind": "article", "action": "change", "field": "body"},
                "of an article may be changed: title, published",
            ),
            ({"evidence": []}, "a value has evidence"),
            ({"colour": 1}, "colour: Extra inputs are not permitted"),
        ],
    )
    def test_a_line_that_is_no_statement_is_named(self, tmp_path: Path, change: dict[str, object], reason: str) -> None:
        line = json.dumps(json.loads(stated("confirm", "award.0").line()) | change)
        (tmp_path / "a.jsonl").write_text(f"{line}\n\n{{}}\n", encoding="utf-8")
        bad = read_ledger(tmp_path).bad
        assert [line.source.rpartition(":")[2] for line in bad] == ["1", "3"]
        assert reason in bad[0].reason


def test_names_of_values() -> None:
    record = make_record(make_article(make_page()))
    article = StoredArticle(KEY, None, "x", "1", record)
    names = [value.name for value in article.values]
    assert names == [
        "province.0",
        "event.0",
        "official.0",
        "unit.0",
        "campaign.0",
        "campaign.0.phase.0",
        "award.0",
        "award.1",
    ]
