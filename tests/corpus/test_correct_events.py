"""Two events are one occasion, or one occasion is two: what people say of pairs of events holds at every build."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from click.testing import Result
from corpus_samples import make_article
from sqlalchemy import Engine, select
from test_corrections import run, states
from typer.testing import CliRunner

import corpus.build as building
from corpus.cli import app
from corpus.corrections.anchors import anchor_of
from corpus.corrections.ledger import Ledger
from corpus.corrections.statements import EventReference, Statement, text_hash
from corpus.corrections.values import values_of
from corpus.derived_tables import MergeRow, OccasionReport
from corpus.identity import page_key
from schemas.pages import Article, RawPage
from schemas.records import Event, Evidence, Record

TEXTS = {
    "a": "Ngày 12/3/2024, Sở Công Thương phát động thi đua với ba mục tiêu về xuất khẩu gạo.",
    "b": "Sáng 5/7/2024, Liên đoàn Lao động ký giao ước giữa các khối cơ quan của huyện Kiến Thụy.",
    "c": "Chiều 9/9/2024, Trường Tiểu học số 1 tuyên dương học sinh nghèo vượt khó trong năm học mới.",
}
DAYS = {"12/3/2024": "2024-03-12", "5/7/2024": "2024-07-05", "9/9/2024": "2024-09-09"}


def read_event(article: Article) -> Record:
    """Read one event from each of the texts: the day, and the sentence as evidence."""
    sentence = next((line for line in article.text.splitlines() if "/2024" in line), None)
    events = []
    if sentence:
        start = article.text.index(sentence)
        day = next(iso for told, iso in DAYS.items() if told in sentence)
        evidence = (Evidence(start=start, end=start + len(sentence), quote=sentence),)
        events.append(Event(types=("launch",), start=day, year_source="text", evidence=evidence))
    return Record(id=article.id, relevant=bool(events), events=tuple(events), body=article.text)


def page(name: str, text: str | None = None) -> RawPage:
    return RawPage(source=f"{name}.txt", id=name, kind="text", content=text or TEXTS[name])


PAGES = [page(name) for name in TEXTS]
_second = count()


def reference(name: str) -> dict[str, object]:
    (event,) = read_event(make_article(page(name))).events
    anchor = anchor_of(TEXTS[name], 0, len(TEXTS[name]))
    told = {"article": page_key(page(name)), "text_hash": text_hash(TEXTS[name])}
    return {**told, "evidence": [anchor], "was": values_of(event)}


def said(action: str, one: str, other: str) -> Statement:
    when = f"2026-02-01T00:00:{next(_second):02}Z"
    told = {"when": when, "who": "Lan", "why": "cùng một buổi lễ", "action": action, "kind": "event"}
    return Statement(**told, **reference(one), other=EventReference(**reference(other)))


def ledger(*statements: Statement) -> Ledger:
    return Ledger(tuple(sorted(statements, key=lambda one: one.order)))


def occasions(engine: Engine) -> list[str]:
    """Return the groups of articles whose events are one occasion, such as ``["ab", "c"]``."""
    names = {f"{page_key(one)}.event.0": one.id for one in PAGES}
    groups: dict[str, str] = {}
    with engine.connect() as connection:
        for row in connection.execute(select(OccasionReport.__table__)):
            groups[row.occasion_id] = "".join(sorted(groups.get(row.occasion_id, "") + names[row.event_id]))
    return sorted(groups.values())


@pytest.fixture(autouse=True)
def reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.reading.clean_page", make_article)
    monkeypatch.setattr("corpus.reading.read_record", read_event)


def test_a_merge_and_a_split_hold_when_the_text_moves(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    run(engine, *PAGES)
    assert occasions(engine) == ["a", "b", "c"]
    told = ledger(said("merge", "a", "b"))
    assert run(engine, *PAGES, ledger=told).articles["unchanged"] == 3
    assert occasions(engine) == ["ab", "c"]
    with engine.connect() as connection:
        (merge,) = connection.execute(select(MergeRow.decision, MergeRow.basis))
    assert tuple(merge) == ("joined", '{"correction": 0.0}')

    def moved(page: RawPage, **_: object) -> Article:
        return make_article(page.model_copy(update={"content": f"Tin trong ngày\n{page.content}"}))

    monkeypatch.setattr("corpus.reading.clean_page", moved)
    monkeypatch.setattr(building, "pipeline_version", lambda: "next")
    run(engine, *PAGES, ledger=told)
    assert (occasions(engine), list(states(engine).values())) == (["ab", "c"], ["applied"])


def test_reports_that_would_be_joined_are_split(engine: Engine) -> None:
    again = "Theo tin từ văn phòng: " + TEXTS["a"].replace("Ngày", "ngày") + " Nhiều đơn vị cùng tham gia buổi lễ."
    pages = [page("a"), page("b", again)]
    run(engine, *pages)
    assert occasions(engine) == ["ab"]
    (event,) = read_event(make_article(pages[1])).events
    anchors = [anchor_of(again, item.start, item.end) for item in event.evidence]
    told = reference("b") | {"text_hash": text_hash(again), "evidence": anchors, "was": values_of(event)}
    statement = said("split", "a", "c").model_copy(update={"other": EventReference(**told)})
    run(engine, *pages, ledger=ledger(statement))
    assert (occasions(engine), list(states(engine).values())) == (["a", "b"], ["applied"])


def test_the_later_of_contradicting_statements_holds(engine: Engine) -> None:
    merge, split = said("merge", "a", "b"), said("split", "a", "b")
    run(engine, *PAGES, ledger=ledger(merge, split))
    assert occasions(engine) == ["a", "b", "c"]
    assert states(engine) == {merge.id: "overruled", split.id: "applied"}
    again = said("merge", "b", "a")
    run(engine, *PAGES, ledger=ledger(merge, split, again))
    assert occasions(engine) == ["ab", "c"]
    assert states(engine) == {merge.id: "applied", split.id: "overruled", again.id: "applied"}


def test_a_contradiction_over_three_events(engine: Engine) -> None:
    first, second, split = said("merge", "a", "b"), said("merge", "b", "c"), said("split", "a", "c")
    run(engine, *PAGES, ledger=ledger(first, second, split))
    assert occasions(engine) == ["a", "bc"]
    assert states(engine) == {first.id: "overruled", second.id: "applied", split.id: "applied"}


def test_events_that_are_gone_are_reported(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    vanished, unread, nowhere = said("merge", "a", "b"), said("merge", "b", "c"), said("split", "a", "c")
    nowhere = nowhere.model_copy(update={"article": "nowhere"})
    same = said("merge", "b", "b")
    monkeypatch.setattr("corpus.reading.read_record", lambda article: _unless(article, "c"))
    pages = [page("a", "Trời mưa."), page("b"), page("c")]
    report = run(engine, *pages, ledger=ledger(vanished, unread, nowhere, same))
    assert states(engine) == {
        vanished.id: "sentence gone",
        unread.id: "does not fit",
        nowhere.id: "no article",
        same.id: "does not fit",
    }
    assert report.lines()[-1].startswith("4 corrections: 1 sentence gone, 2 does not fit, 1 no article")


def _unless(article: Article, name: str) -> Record:
    if article.id == name:
        return Record(id=article.id, relevant=False, body=article.text)
    return read_event(article)


def test_a_merge_is_taken_back_when_its_statement_goes(engine: Engine) -> None:
    run(engine, *PAGES, ledger=ledger(said("merge", "a", "b")))
    run(engine, *PAGES)
    assert (occasions(engine), list(states(engine).values())) == (["a", "b", "c"], ["not in the ledger"])


class TestCommand:
    @pytest.fixture
    def correct(self, tmp_path: Path, address: str) -> Callable[..., Result]:
        """Runs a command of ``thidua correct`` upon a built database."""
        for one in PAGES:
            (tmp_path / one.source).write_text(one.content, encoding="utf-8")
        folder = str(tmp_path / "l")

        def call(*arguments: str) -> Result:
            told = [*arguments, "--ledger", folder, "--db", address]
            return CliRunner().invoke(app, told, env={"THIDUA_WHO": "Lan"})

        self.build = lambda: CliRunner().invoke(
            app, ["build", *(str(tmp_path / one.source) for one in PAGES), "--db", address, "--ledger", folder]
        )
        (tmp_path / "l").mkdir()
        self.build()
        return call

    def test_events_are_merged_and_split(self, correct: Callable[..., Result], engine: Engine) -> None:
        found = correct("correct", "merge", "a", f"{page_key(PAGES[1])}.event.0", "--why", "một buổi")
        assert found.output.startswith("merge event: added to "), found.output
        self.build()
        assert occasions(engine) == ["ab", "c"]
        assert correct("correct", "split", "a", "b", "--why", "hai buổi").exit_code == 0
        assert "2 corrections: 1 applied, 1 overruled" in self.build().output.replace("\n", " ")
        assert occasions(engine) == ["a", "b", "c"]

    def test_what_is_no_pair_is_refused(self, correct: Callable[..., Result]) -> None:
        assert "both are the same event" in correct("correct", "merge", "a", "a", "--why", "x").output
        assert "no article 'z'" in correct("correct", "merge", "a", "z", "--why", "x").output
        found = correct("correct", "merge", "a", f"{page_key(PAGES[1])}.event.7", "--why", "x")
        assert "no value 'event.7'" in found.output
        assert found.exit_code == 2
