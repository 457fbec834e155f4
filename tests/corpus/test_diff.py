"""Two databases of one corpus: what came, changed and went, and why."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from corpus_samples import BODY, make_article, make_page, make_record
from sqlalchemy import Engine, insert, update
from typer.testing import CliRunner

from corpus.cli import app
from corpus.comparing import Difference, differences
from corpus.comparing.values import Value, pairs
from corpus.corrections.tables import ArticleCorrection
from corpus.crawl_tables import CrawlFetch
from corpus.database import open_database
from corpus.derive import derive
from corpus.identity import page_key
from corpus.rows import ArticleRows
from corpus.runs import SkippedPage
from corpus.store import replace_article, save_vocabulary
from corpus.tables import ArticleRow
from schemas.pages import RawPage
from schemas.records import Record


class Corpus:
    """A database with the pages of the samples."""

    def __init__(self, path: Path) -> None:
        self.address = f"sqlite:///{path}"
        self.engine: Engine = open_database(self.address, write=True)
        with self.engine.begin() as connection:
            save_vocabulary(connection)

    def save(
        self, page: RawPage, version: str = "1", change: Callable[[Record], Record] = lambda record: record
    ) -> str:
        article, key = make_article(page), page_key(page)
        record = change(make_record(article))
        rows = ArticleRows(key, article, record, pipeline_version=version, content_hash=page.content_hash)
        with self.engine.begin() as connection:
            replace_article(connection, key, rows.rows)
        derive(self.engine)
        return key

    def add(self, table: Any, **values: Any) -> None:
        with self.engine.begin() as connection:
            connection.execute(insert(table).values(**values))


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Corpus]:
    corpus = Corpus(tmp_path / "old.db")
    yield corpus
    corpus.engine.dispose()


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Corpus]:
    corpus = Corpus(tmp_path / "new.db")
    yield corpus
    corpus.engine.dispose()


def page(number: int, content: str = BODY) -> RawPage:
    return make_page(content, page_id=f"bai-{number}", url=f"https://vidu.vn/{number}")


def more_individuals(record: Record) -> Record:
    first, *rest = record.awards
    return record.model_copy(update={"awards": (first.model_copy(update={"individuals": 31}), *rest)})


def no_proposal(record: Record) -> Record:
    return record.model_copy(update={"awards": record.awards[:1]})


def found(old: Corpus, new: Corpus) -> list[tuple[Any, ...]]:
    return [
        (one.change, one.kind, one.name, one.field, one.old, one.new, one.reason)
        for one in differences(old.engine, new.engine)
    ]


def test_the_same_corpus_has_no_difference(old: Corpus, new: Corpus) -> None:
    for corpus in (old, new):
        corpus.save(page(1))
    assert found(old, new) == []


def test_a_value_read_by_other_rules(old: Corpus, new: Corpus) -> None:
    old.save(page(1))
    new.save(page(1), "2", more_individuals)
    reason = "pipeline version changed"
    assert found(old, new) == [
        ("changed", "award", "Giấy khen", "individuals", 30, 31, reason),
        ("changed", "count", "Giấy khen", "individuals", 30, 31, reason),
    ]


def test_a_value_that_went_and_one_that_came(old: Corpus, new: Corpus) -> None:
    old.save(page(1))
    new.save(page(1), "2", no_proposal)
    went = ("award", "Bằng khen", None, None, None, "pipeline version changed")
    assert found(old, new) == [("deleted", *went)]
    assert found(new, old) == [("added", *went)]


def test_a_page_whose_content_changed(old: Corpus, new: Corpus) -> None:
    old.save(page(1))
    new.save(page(1, BODY + "\nBài đã sửa."), "2", more_individuals)
    assert {one[-1] for one in found(old, new)} == {"content changed"}


def test_a_correction_is_the_reason_for_what_it_is_about(old: Corpus, new: Corpus) -> None:
    old.save(page(1))
    key = new.save(page(1), "2", lambda record: no_proposal(more_individuals(record)))
    said = {
        "article_id": key,
        "stated": "2026-01-01",
        "who": "An",
        "why": "đếm lại",
        "kind": "award",
        "state": "applied",
    }
    new.add(ArticleCorrection, ordinal=0, statement_id="s1", action="change", value_id=f"{key}.award.0", **said)
    assert [(one[1], one[2], one[-1]) for one in found(old, new)] == [
        ("award", "Giấy khen", "correction"),
        ("count", "Giấy khen", "correction"),
        ("award", "Bằng khen", "pipeline version changed"),
    ]
    new.add(ArticleCorrection, ordinal=1, statement_id="s2", action="delete", value_id=None, **said)
    assert {one[-1] for one in found(old, new)} == {"correction"}
    for ordinal, action, value in ((0, "change", f"{key}.award.0"), (1, "delete", None)):
        old.add(
            ArticleCorrection, ordinal=ordinal, statement_id=f"s{ordinal + 1}", action=action, value_id=value, **said
        )
    assert {one[-1] for one in found(old, new)} == {"pipeline version changed"}


def test_articles_that_came_and_went(old: Corpus, new: Corpus) -> None:
    for number in range(1, 5):
        old.save(page(number, f"{BODY}\n{number}"))
    new.save(page(4, f"{BODY}\n4"))
    new.save(page(5, f"{BODY}\n5"))
    new.save(page(6, f"{BODY}\n6"))
    fetch = {"host": "vidu.vn", "role": "article", "listed": "2026-01-01", "status": 404, "outcome": "gone"}
    new.add(CrawlFetch, portal="vidu", url="https://vidu.vn/1", **fetch)
    new.add(SkippedPage, id="s", source="bai-2.txt", stage="clean", reason="a list", url="https://vidu.vn/2")
    old.add(SkippedPage, id="s", source="bai-5.txt", stage="read", reason="torn", url="https://vidu.vn/5")
    articles = [one for one in differences(old.engine, new.engine) if one.change != "changed"]
    assert {(one.change, one.url, one.reason) for one in articles} == {
        ("deleted", "https://vidu.vn/1", "page gone"),
        ("deleted", "https://vidu.vn/2", "skipped: a list"),
        ("deleted", "https://vidu.vn/3", "not among the sources"),
        ("added", "https://vidu.vn/5", "was skipped: torn"),
        ("added", "https://vidu.vn/6", "new page"),
    }
    assert all(one.kind == "article" for one in articles)


def test_what_is_counted_may_change_with_other_reports(old: Corpus, new: Corpus) -> None:
    for corpus in (old, new):
        corpus.save(page(1))
    new.save(page(2, BODY + "\nMột bài khác kể cùng một việc."))
    changed = [one for one in found(old, new) if one[1] != "article"]
    assert all(one[-1] == "other reports" for one in changed if one[1] == "count")
    with new.engine.begin() as connection:
        connection.execute(update(ArticleRow).values(byline="An"))
    assert ("changed", "article", "Phát động thi đua", "byline", None, "An", "read otherwise") in found(old, new)


def test_values_are_known_again_by_their_words_then_by_their_names() -> None:
    def value(name: str, *quotes: str, number: int = 0) -> Value:
        return Value("award", name, name, {"number": number}, quotes)

    one, two, three = value("A", "x"), value("B", "y"), value("C", "z")
    assert list(pairs([one, two], [two, one])) == [(one, one), (two, two)]
    renamed, moved = value("D", "x"), value("B", "w", number=5)
    assert list(pairs([one, two, three], [moved, renamed])) == [(one, renamed), (two, moved), (three, None)]
    assert list(pairs([], [three])) == [(None, three)]
    first, second = value("A", "x", number=1), value("A", "x", number=2)
    assert list(pairs([first, second], [second])) == [(first, None), (second, second)]


def test_the_command_lists_and_sums_up(old: Corpus, new: Corpus) -> None:
    old.save(page(1))
    new.save(page(1), "2", more_individuals)
    new.save(page(2, f"{BODY}\n2"), "2")
    run = lambda layout: CliRunner().invoke(app, ["diff", old.address, new.address, "--format", layout])  # noqa: E731
    table = run("table")
    assert table.exit_code == 0
    assert (
        "changed award https://vidu.vn/1: Giấy khen: individuals: 30 → 31 (pipeline version changed)\n" in table.stdout
    )
    assert "added article https://vidu.vn/2: Phát động thi đua (new page)\n" in table.stdout
    last = [" ".join(line.split()) for line in table.stdout.splitlines()]
    assert "kind change reason number" in last
    assert "award changed pipeline version changed 1" in last
    assert "article added new page 1" in last
    objects = json.loads(run("json").stdout)
    rows = list(csv.DictReader(io.StringIO(run("csv").stdout)))
    assert [one["kind"] for one in objects] == [row["kind"] for row in rows]
    assert objects[0].keys() == rows[0].keys() == {*Difference.__slots__}
    assert "pipeline version changed" in run("csv").stderr
    same = CliRunner().invoke(app, ["diff", old.address, old.address, "--format", "json"])
    assert (json.loads(same.stdout), same.stderr) == ([], "no difference\n")


def test_a_cell_of_the_list_does_not_run(old: Corpus, new: Corpus) -> None:
    key = old.save(page(1))
    new.save(page(1))
    with new.engine.begin() as connection:
        connection.execute(update(ArticleRow).where(ArticleRow.id == key).values(byline="=HYPERLINK(1)"))
    found = CliRunner().invoke(app, ["diff", old.address, new.address, "--format", "csv"])
    (row,) = csv.DictReader(io.StringIO(found.stdout))
    assert row["new"] == "'=HYPERLINK(1)"
