"""Every export is read again with the public library of its format, and holds what the database holds."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas
import pyarrow.parquet as pq
import pytest
import spacy
from corpus_samples import make_page
from export_samples import EXAMPLES, build_examples
from rich.console import Console
from spacy.tokens import DocBin
from sqlalchemy import Engine, func, select, text

from corpus.check import check
from corpus.columns import Base
from corpus.commands import extract_records
from corpus.database import UsageError, database
from corpus.derive import derive
from corpus.exports import ExportFormat, export
from corpus.exports.cells import restore
from corpus.exports.csv_files import read_csv
from corpus.exports.jsonl_files import read_lines
from corpus.exports.reading import in_order, one_moment
from corpus.exports.tables import PASSING, ExportTable, statistics_tables, stored_tables
from corpus.exports.withholding import text_hash
from corpus.stats import TABLES, answer
from corpus.tables import ArticleRow, EvidenceRow
from schemas.errors import CorpusError

FORMATS: list[ExportFormat] = ["csv", "jsonl", "parquet", "docbin", "sqlite"]
EDITIONS = [(name, with_text) for name in FORMATS for with_text in (True, False) if with_text or name != "docbin"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = build_examples(tmp_path_factory.mktemp("corpus"))
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def exported(corpus: Engine, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, bool], Path]:
    """The folder of each format, with and without texts."""
    folder = tmp_path_factory.mktemp("exports")
    for name, with_text in EDITIONS:
        export(corpus, name, folder / f"{name}-{with_text}", with_text=with_text, licence="CC-BY-4.0")
    return {(name, with_text): folder / f"{name}-{with_text}" for name, with_text in EDITIONS}


def rows_of(corpus: Engine, table: ExportTable) -> list[tuple[Any, ...]]:
    with one_moment(corpus) as connection:
        return [tuple(row) for row in table.rows(connection)]


def tables(corpus: Engine) -> list[ExportTable]:
    return [*stored_tables(["records", "crawls"]), *statistics_tables(corpus)]


def test_every_table_of_the_database_is_exported_but_two(corpus: Engine) -> None:
    names = {table.name for table in stored_tables(["records", "crawls"])}
    assert set(Base.metadata.tables) - names - set(PASSING) == {"body_bands", "schema_version"}


def test_csv_has_the_rows_of_the_database(corpus: Engine, exported: dict[tuple[str, bool], Path]) -> None:
    for table in tables(corpus):
        path = exported["csv", True] / f"{table.name}.csv"
        assert list(read_csv(path, table.columns)) == rows_of(corpus, table), table.name


def test_pandas_reads_the_csv(corpus: Engine, exported: dict[tuple[str, bool], Path]) -> None:
    frame = pandas.read_csv(exported["csv", True] / "articles.csv", keep_default_na=False)
    with corpus.connect() as connection:
        texts = list(connection.scalars(select(ArticleRow.text).order_by(ArticleRow.id)))
    assert [restore(cell) for cell in frame["text"]] == texts
    assert frame["relevant"].dtype == bool
    awards = pandas.read_csv(exported["csv", True] / "award_counts.csv")
    with corpus.connect() as connection:
        total = connection.scalar(text("SELECT sum(individuals) FROM award_counts"))
    assert awards["individuals"].sum() == total > 0


def test_parquet_has_the_rows_and_types_of_the_database(corpus: Engine, exported: dict[tuple[str, bool], Path]) -> None:
    types = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool"}
    for table in tables(corpus):
        found = pq.read_table(exported["parquet", True] / f"{table.name}.parquet")
        assert [str(one) for one in found.schema.types] == [types[column.kind] for column in table.columns]
        assert [tuple(row.values()) for row in found.to_pylist()] == rows_of(corpus, table), table.name
    frame = pandas.read_parquet(exported["parquet", True] / "articles.parquet")
    assert len(frame) == len(rows_of(corpus, next(one for one in tables(corpus) if one.name == "articles")))


def test_jsonl_has_the_records_that_extract_writes(exported: dict[tuple[str, bool], Path], tmp_path: Path) -> None:
    pages = sorted(str(path) for path in EXAMPLES.glob("0[1-9]-*"))
    extract_records(pages, output=tmp_path / "records.jsonl", console=Console(quiet=True))
    expected = {record["id"]: record for record in read_lines(tmp_path / "records.jsonl")}
    lines = list(read_lines(exported["jsonl", True] / "articles.jsonl"))
    assert [line["article_id"] for line in lines] == sorted(line["article_id"] for line in lines)
    assert {line["id"] for line in lines} == set(expected)
    for line in lines:
        assert _without(line, expected[line["id"]]) == expected[line["id"]]
    assert {event["occasion_id"] for line in lines for event in line["events"]}
    assert all({"counted", "individuals_low"} <= set(award["count"]) for line in lines for award in line["awards"])


def _without(value: Any, model: Any) -> Any:
    """Return a value without the keys that a model of it has not; roles, whose order is not kept, sorted."""
    if isinstance(model, dict):
        return {key: _without(value[key], model[key]) for key in model}
    if isinstance(model, list) and model and isinstance(model[0], dict):
        return [_without(one, other) for one, other in zip(value, model, strict=True)]
    return value


def test_statistics_are_the_standard_tables(corpus: Engine, exported: dict[tuple[str, bool], Path]) -> None:
    for name in TABLES:
        lines = (exported["jsonl", True] / f"statistics_{name.lower()}.jsonl").read_text(encoding="utf-8").splitlines()
        found = answer(corpus, name).records()
        assert sorted(map(json.dumps, found)) == sorted(json.dumps(json.loads(line)) for line in lines), name
        assert lines or name == "T7"


def test_docs_have_the_values_as_spans(corpus: Engine, exported: dict[tuple[str, bool], Path]) -> None:
    (path,) = exported["docbin", True].glob("*.spacy")
    docs = list(DocBin().from_disk(path).get_docs(spacy.blank("vi", config=_PLAIN).vocab))
    with corpus.connect() as connection:
        articles = connection.execute(select(ArticleRow.id, ArticleRow.text).order_by(ArticleRow.id)).all()
        evidence = connection.execute(select(EvidenceRow.__table__)).all()
    assert [(doc.user_data["article_id"], doc.text) for doc in docs] == [tuple(row) for row in articles]
    spans = {
        (span.id_, span.start_char, span.end_char): span
        for doc in docs
        for found in doc.spans.values()
        for span in found
    }
    assert sum(len(found) for doc in docs for found in doc.spans.values()) == len(evidence)
    for row in evidence:
        own = next(
            value for key, value in row._mapping.items() if key.endswith("_id") and key != "article_id" and value
        )
        around = [span for (owner, start, end), span in spans.items() if owner == own and start <= row.start_offset]
        assert any(row.quote in span.text for span in around)
    assert {span.label_ for span in docs[0].spans["officials"]} <= {"person"}


_PLAIN = {"nlp": {"tokenizer": {"use_pyvi": False}}}


def test_a_snapshot_is_a_database_of_this_program(corpus: Engine, exported: dict[tuple[str, bool], Path]) -> None:
    with database(f"sqlite:///{exported['sqlite', True] / 'thidua.db'}") as copy:
        assert not [found for result in check(copy) for found in result.violations]
        assert answer(copy, "T1") == answer(corpus, "T1")
        for table in (one for one in Base.metadata.sorted_tables if one.name not in PASSING):
            with copy.connect() as one, corpus.connect() as other:
                assert one.execute(in_order(table)).all() == other.execute(in_order(table)).all(), table.name


def test_a_snapshot_without_texts_has_keys_that_hold(exported: dict[tuple[str, bool], Path]) -> None:
    with closing(sqlite3.connect(exported["sqlite", False] / "thidua.db")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        columns = [row[1] for row in connection.execute("PRAGMA table_info(articles)")]
        assert {"url", "text_hash", "text_length"} <= set(columns)
        assert not {"text", "title"} & set(columns)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_the_edition_without_texts_repeats_no_words_of_an_article(
    corpus: Engine, exported: dict[tuple[str, bool], Path]
) -> None:
    """No twenty words in a row of a body stand anywhere in it; names of campaigns and awards may be long."""
    with corpus.connect() as connection:
        bodies = [words(body) for body in connection.scalars(select(ArticleRow.text))]
    runs = {" ".join(body[place : place + 20]) for body in bodies for place in range(len(body) - 19)}
    for name in ("csv", "jsonl"):
        for path in exported[name, False].iterdir():
            found = words(path.read_text(encoding="utf-8"))
            assert not runs & {" ".join(found[place : place + 20]) for place in range(len(found))}, path.name
    full = words((exported["csv", True] / "articles.csv").read_text(encoding="utf-8"))
    assert runs & {" ".join(full[place : place + 20]) for place in range(len(full))}


def test_hashes_stand_for_what_is_withheld(corpus: Engine, exported: dict[tuple[str, bool], Path]) -> None:
    lines = list(read_lines(exported["jsonl", False] / "articles.jsonl"))
    with corpus.connect() as connection:
        texts = dict(connection.execute(select(ArticleRow.id, ArticleRow.text)).all())
    assert any(line["events"] for line in lines)
    for line in lines:
        body = texts[line["article_id"]]
        assert (line["body_hash"], line["body_length"]) == (text_hash(body), len(body))
        assert not {"body", "title"} & set(line)
        for value in (one for kind in ("events", "awards", "units") for one in line[kind]):
            assert "quote" not in value
            for one in value["evidence"]:
                assert one["quote_hash"] == text_hash(body[one["start"] : one["end"]])


@pytest.mark.parametrize(("name", "with_text"), EDITIONS)
def test_the_same_database_gives_the_same_bytes(
    name: ExportFormat, with_text: bool, corpus: Engine, exported: dict[tuple[str, bool], Path], tmp_path: Path
) -> None:
    export(corpus, name, tmp_path / "again", with_text=with_text, licence="CC-BY-4.0")
    first = {path.name: path.read_bytes() for path in exported[name, with_text].iterdir()}
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert {"datapackage.json", "croissant.json"} < set(first)


def test_a_snapshot_of_a_snapshot_is_the_same_file(exported: dict[tuple[str, bool], Path], tmp_path: Path) -> None:
    with database(f"sqlite:///{exported['sqlite', True] / 'thidua.db'}") as copy:
        export(copy, "sqlite", tmp_path / "again", licence="CC-BY-4.0")
    for path in exported["sqlite", True].iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "with_text"), EDITIONS)
def test_frictionless_finds_the_package_valid(
    name: str, with_text: bool, exported: dict[tuple[str, bool], Path]
) -> None:
    from frictionless import Package

    report = Package(str(exported[name, with_text] / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "fieldName", "rowNumber", "note"])[:5]
    assert len(report.tasks) == len(list(exported[name, with_text].iterdir())) - 2


@pytest.mark.filterwarnings("ignore")
def test_frictionless_sees_a_changed_file(exported: dict[tuple[str, bool], Path], tmp_path: Path) -> None:
    from frictionless import Package

    shutil.copytree(exported["csv", True], tmp_path / "changed")
    path = tmp_path / "changed" / "awards.csv"
    path.write_bytes(path.read_bytes().replace(b"conferred", b"proposed", 1))
    assert not Package(str(tmp_path / "changed" / "datapackage.json")).validate().valid


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "with_text"), EDITIONS)
def test_mlcroissant_finds_the_description_valid(
    name: str, with_text: bool, corpus: Engine, exported: dict[tuple[str, bool], Path]
) -> None:
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=exported[name, with_text] / "croissant.json")
    assert not dataset.metadata.ctx.issues.errors
    assert not dataset.metadata.ctx.issues.warnings
    if name in ("csv", "parquet", "jsonl"):
        with corpus.connect() as connection:
            number = connection.scalar(select(func.count()).select_from(ArticleRow))
        assert len(list(dataset.records("articles"))) == number
    else:
        assert not dataset.metadata.record_sets


def test_descriptions_tell_versions_coverage_and_licence(
    corpus: Engine, exported: dict[tuple[str, bool], Path], tmp_path: Path
) -> None:
    package = json.loads((exported["csv", False] / "datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"] == [{"name": "CC-BY-4.0", "title": "CC-BY-4.0"}]
    assert package["thidua"]["edition"] == "text-free"
    assert sum(package["thidua"]["pipeline_versions"].values()) == 9
    assert sum(row["n_articles"] for row in package["thidua"]["coverage"]) == 9
    (skipped,) = [one for one in package["resources"] if one["name"] == "skipped_pages"]
    assert skipped["rowCount"] == 1
    with corpus.connect() as connection:
        assert package["created"] == connection.scalar(text("SELECT max(finished) FROM runs"))
    export(corpus, "csv", tmp_path / "plain", parts=["statistics"])
    plain = json.loads((tmp_path / "plain" / "datapackage.json").read_text(encoding="utf-8"))
    assert plain["licenses"][0]["title"].startswith("No licence is stated.")
    assert {one["name"] for one in plain["resources"]} == {f"statistics_t{number}" for number in range(1, 8)}
    export(corpus, "jsonl", tmp_path / "url", parts=["crawls"], licence="https://vidu.vn/giay-phep")
    url = json.loads((tmp_path / "url" / "datapackage.json").read_text(encoding="utf-8"))
    assert url["licenses"][0]["path"] == "https://vidu.vn/giay-phep"
    assert "articles" not in {one["name"] for one in url["resources"]}


def test_what_a_format_cannot_hold_is_refused(corpus: Engine, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="made of texts"):
        export(corpus, "docbin", tmp_path / "new", with_text=False)
    with pytest.raises(UsageError, match="records alone"):
        export(corpus, "docbin", tmp_path / "new", parts=["statistics"])
    with pytest.raises(UsageError, match="all tables"):
        export(corpus, "sqlite", tmp_path / "new", parts=["records"])
    assert not list(tmp_path.iterdir())


def test_a_folder_that_holds_something_is_left_alone(corpus: Engine, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="something already"):
        export(corpus, "csv", tmp_path)
    with pytest.raises(UsageError, match="something already"):
        export(corpus, "csv", tmp_path / "mine.txt")
    with pytest.raises(UsageError, match="cannot be written"):
        export(corpus, "csv", tmp_path / "mine.txt" / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    (tmp_path / "empty").mkdir()
    export(corpus, "csv", tmp_path / "empty", parts=["crawls"])
    assert (tmp_path / "empty" / "runs.csv").exists()


def test_an_export_that_fails_leaves_nothing(corpus: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_values: object) -> None:
        raise CorpusError("broken")

    monkeypatch.setattr("corpus.exports.writing.about", broken)
    with pytest.raises(CorpusError, match="broken"):
        export(corpus, "csv", tmp_path / "new")
    assert not list(tmp_path.iterdir())


def test_an_empty_database_is_exported(engine: Engine, tmp_path: Path) -> None:
    for name in FORMATS:
        export(engine, name, tmp_path / name)
        package = json.loads((tmp_path / name / "datapackage.json").read_text(encoding="utf-8"))
        assert "created" not in package


def test_every_format_has_what_was_saved(engine: Engine, saved: Callable[..., str], tmp_path: Path) -> None:
    key = saved(make_page(url="https://vidu.vn/1"))
    derive(engine)
    for name in FORMATS:
        export(engine, name, tmp_path / name)
    (line,) = read_lines(tmp_path / "jsonl" / "articles.jsonl")
    assert (line["article_id"], line["awards"][0]["count"]["individuals"]) == (key, 30)
    (first, *_) = read_lines(tmp_path / "jsonl" / "statistics_t1.jsonl")
    assert (first["individuals"], first["province"]) == (30, "Hải Phòng")
    assert pq.read_table(tmp_path / "parquet" / "articles.parquet")["id"].to_pylist() == [key]
    with database(f"sqlite:///{tmp_path / 'sqlite' / 'thidua.db'}") as copy:
        assert answer(copy, "T1").rows[0][4:] == tuple(first.values())[4:]
