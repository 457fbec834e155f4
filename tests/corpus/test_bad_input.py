"""Every bad input through the command line: one clear line that names it, the rest saved, the right exit code."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from corpus_samples import BODY, make_article, make_record
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from corpus.cli import app
from schemas.pages import Article
from schemas.records import Record

pytestmark = pytest.mark.usefixtures("pipeline")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of sources with one good page."""
    folder = tmp_path / "nguồn"
    folder.mkdir()
    (folder / "bai-1.txt").write_text(BODY, encoding="utf-8")
    return folder


@pytest.fixture
def address(sqlite_address: str) -> str:
    """What becomes of bad input does not depend on the kind of database."""
    return sqlite_address


def rows(address: str, query: str) -> list[tuple[object, ...]]:
    engine = create_engine(address)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


def empty(path: Path) -> Path:
    path.with_suffix(".txt").write_bytes(b"")
    return path.with_suffix(".txt")


def blank(path: Path) -> Path:
    path.with_suffix(".html").write_text(" \n\n", encoding="utf-8")
    return path.with_suffix(".html")


def binary(path: Path) -> Path:
    path.with_suffix(".txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    return path.with_suffix(".txt")


def unknown_encoding(path: Path) -> Path:
    path.with_suffix(".html").write_bytes(b'<meta charset="tcvn-5712"><p>' + bytes(range(128, 256)) * 4 + b"</p>")
    return path.with_suffix(".html")


def one_line_of_50_mb(path: Path) -> Path:
    with path.with_suffix(".txt").open("wb") as stream:
        for _ in range(50):
            stream.write(b"thi dua " * 131_072)
    return path.with_suffix(".txt")


def no_json(path: Path) -> Path:
    path.with_suffix(".jsonl").write_text('{"text": \n', encoding="utf-8")
    return path.with_suffix(".jsonl")


def no_text(path: Path) -> Path:
    path.with_suffix(".jsonl").write_text('{"id": "a", "title": "Tin"}\n', encoding="utf-8")
    return path.with_suffix(".jsonl")


def no_object(path: Path) -> Path:
    path.with_suffix(".jsonl").write_text("[1]\n", encoding="utf-8")
    return path.with_suffix(".jsonl")


def wrong_date(path: Path) -> Path:
    path.with_suffix(".jsonl").write_text('{"text": "Tin", "published": "hôm qua"}\n', encoding="utf-8")
    return path.with_suffix(".jsonl")


def cut_gzip(path: Path) -> Path:
    whole = gzip.compress(json.dumps({"text": "Tin " * 900}).encode())
    path.with_name("hong.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    return path.with_name("hong.jsonl.gz")


def missing(path: Path) -> Path:
    return path.with_name("không-có.txt")


def folder_without_files(path: Path) -> Path:
    path.mkdir()
    (path / "ảnh.png").write_bytes(b"\x89PNG")
    return path


def other_kind(path: Path) -> Path:
    path.with_suffix(".docx").write_bytes(b"PK\x03\x04")
    return path.with_suffix(".docx")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (empty, "empty"),
        (blank, "empty"),
        (binary, "not a page of text"),
        (unknown_encoding, "convert it to UTF-8"),
        (one_line_of_50_mb, "split it into pages"),
        (no_json, "not JSON"),
        (no_text, 'neither "text" nor "html"'),
        (no_object, "not a JSON object"),
        (wrong_date, '"published" is wrong'),
        (cut_gzip, "cut short"),
        (missing, "no such file or folder"),
        (folder_without_files, "no readable file"),
        (other_kind, "no reader for this kind of file"),
    ],
)
def test_a_bad_source_is_named_and_the_rest_is_saved(
    folder: Path, tmp_path: Path, address: str, make: Callable[[Path], Path], reason: str
) -> None:
    bad = make(tmp_path / "hong")
    found = CliRunner().invoke(app, ["build", str(bad), str(folder), "--db", address])
    assert found.exit_code == 1
    named, *_ = lines = found.stderr.splitlines()
    assert named.startswith(str(bad))
    assert reason in named
    assert ": skipped (read): " in named
    assert lines[1] == "read 2 = 1 articles (1 new, 0 changed, 0 unchanged) + 1 skipped"
    assert len(lines) == 3
    assert rows(address, "SELECT source FROM articles") == [(str(folder / "bai-1.txt"),)]
    ((source, stage, stored),) = rows(address, "SELECT source, stage, reason FROM skipped_pages")
    assert f"{source}: skipped ({stage}): {stored}" == named
    assert rows(address, "SELECT n_read, n_new, n_skipped FROM runs WHERE finished IS NOT NULL") == [(2, 1, 1)]


def test_good_lines_of_a_dump_are_saved_beside_bad_ones(tmp_path: Path, address: str) -> None:
    dump = tmp_path / "dump.jsonl"
    good = [json.dumps({"id": name, "text": BODY}, ensure_ascii=False) for name in ("một", "hai")]
    dump.write_text("\n".join([good[0], "{", '{"id": "ba"}', "", good[1]]), encoding="utf-8")
    found = CliRunner().invoke(app, ["build", str(dump), "--db", address])
    assert found.exit_code == 1
    assert [line.split(": ")[0] for line in found.stderr.splitlines()[:2]] == [f"{dump}:2", f"{dump}:3"]
    assert rows(address, "SELECT page_id FROM articles ORDER BY page_id") == [("hai",), ("một",)]


def test_a_truncated_page_is_still_read(tmp_path: Path, address: str) -> None:
    page = tmp_path / "cụt.html"
    page.write_text("<html><body><div><p>Sáng 12/3, Sở Công Thương tặng Giấy khen cho 3 tập th", encoding="utf-8")
    found = CliRunner().invoke(app, ["build", str(page), "--db", address])
    assert found.exit_code == 0
    assert rows(address, "SELECT page_id FROM articles") == [("cụt",)]


@pytest.mark.parametrize("component", ["clean_page", "read_record"])
def test_a_page_that_crashes_a_component_never_ends_the_run(
    folder: Path, address: str, monkeypatch: pytest.MonkeyPatch, component: str
) -> None:
    whole = {"clean_page": make_article, "read_record": make_record}[component]

    def crash(given: Article, **_: object) -> Article | Record:
        if given.id == "bai-2":
            raise IndexError("list index out of range")
        return whole(given)

    monkeypatch.setattr(f"corpus.reading.{component}", crash)
    for name in ("bai-2", "bai-3"):
        (folder / f"{name}.txt").write_text(BODY, encoding="utf-8")
    found = CliRunner().invoke(app, ["build", str(folder), "--db", address])
    assert found.exit_code == 1
    stage = {"clean_page": "clean", "read_record": "extract"}[component]
    reason = "IndexError: list index out of range"
    assert found.stderr.splitlines() == [
        f"{folder / 'bai-2.txt'}: skipped ({stage}): {reason}",
        "read 3 = 2 articles (2 new, 0 changed, 0 unchanged) + 1 skipped",
        f"  1 skipped: {stage}: {reason}",
        "articles that repeat another: 1 (1 exact, 0 near)",
        "2 events are 1 occasions",
        "2 campaigns are 1 movements",
    ]
    assert rows(address, "SELECT page_id FROM articles ORDER BY 1") == [("bai-1",), ("bai-3",)]
    extracted = CliRunner().invoke(app, ["extract", str(folder)])
    assert extracted.exit_code == 1
    assert [json.loads(line)["id"] for line in extracted.stdout.splitlines()] == ["bai-1", "bai-3"]


def test_a_database_that_cannot_be_written(folder: Path, tmp_path: Path) -> None:
    place = f"sqlite:///{tmp_path}/không/có/thidua.db"
    found = CliRunner().invoke(app, ["build", str(folder), "--db", place])
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr == (
        f"thidua: {place}: cannot be opened or written (unable to open database file); "
        "name a file in a writable folder\n"
    )


@pytest.mark.parametrize("command", [["build"], ["stats", "awards"], ["check"], ["show", "bai-1"]])
def test_an_older_database_is_left_as_it_is(folder: Path, tmp_path: Path, command: list[str]) -> None:
    path = tmp_path / "old.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE schema_version (version INTEGER)")
        connection.execute("INSERT INTO schema_version VALUES (0)")
    connection.close()
    sources = [str(folder)] if command == ["build"] else []
    found = CliRunner().invoke(app, [*command, *sources, "--db", f"sqlite:///{path}"])
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.startswith(f"thidua: sqlite:///{path}: written by an older version of thidua (tables 0, ")
    assert "run `thidua build` again from its sources" in found.stderr
    assert found.stderr.count("\n") == 1
    assert rows(f"sqlite:///{path}", "SELECT name FROM sqlite_master") == [("schema_version",)]


@pytest.mark.parametrize("command", [["stats", "awards"], ["check"], ["show", "bai-1"]])
@pytest.mark.parametrize(("content", "reason"), [(None, "no such database"), (b"no database" * 99, "not a database")])
def test_a_question_to_no_database(tmp_path: Path, command: list[str], content: bytes | None, reason: str) -> None:
    path = tmp_path / "thidua.db"
    if content:
        path.write_bytes(content)
    found = CliRunner().invoke(app, [*command, "--db", f"sqlite:///{path}"])
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.startswith(f"thidua: sqlite:///{path}: {reason}")
    assert found.stderr.count("\n") == 1
