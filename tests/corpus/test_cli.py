from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from corpus_samples import BODY
from sqlalchemy import text
from typer.testing import CliRunner

from corpus.cli import app
from corpus.database import database
from schemas.pages import RawPage

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Runs a command and returns what it printed and its exit code."""
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "bai-1.txt"
    path.write_text(BODY, encoding="utf-8")
    return path


@pytest.fixture
def built(run: Run, source: Path, address: str, pipeline: None) -> str:
    assert run("build", source, "--db", address).exit_code == 0
    return address


def test_build_tells_what_became_of_the_pages(run: Run, source: Path, address: str, pipeline: None) -> None:
    first = run("build", source, "--db", address)
    assert (first.exit_code, first.stdout) == (0, "")
    assert first.stderr == "read 1 = 1 articles (1 new, 0 changed, 0 unchanged) + 0 skipped\n"
    second = run("build", source, "--db", address)
    assert second.stderr == "read 1 = 1 articles (0 new, 0 changed, 1 unchanged) + 0 skipped\n"
    again = run("build", source, "--db", address, "--rebuild")
    assert again.stderr == "read 1 = 1 articles (0 new, 1 changed, 0 unchanged) + 0 skipped\n"


def test_a_missing_source_is_named_and_the_rest_is_saved(run: Run, source: Path, built: str) -> None:
    found = run("build", "không-có.txt", source, "--db", built)
    assert found.exit_code == 1
    assert found.stderr.splitlines()[0] == ("không-có.txt: skipped (read): no such file or folder: check the path")
    assert "read 2 = 1 articles (0 new, 0 changed, 1 unchanged) + 1 skipped\n" in found.stderr


def test_extract_writes_the_keys_of_the_guidelines(run: Run, source: Path, pipeline: None) -> None:
    found = run("extract", source)
    assert (found.exit_code, found.stderr) == (0, "")
    (line,) = found.stdout.splitlines()
    record = json.loads(line)
    assert record["id"] == "bai-1"
    assert record["body"] == BODY
    wanted = {"id", "published", "title", "url", "relevant", "provinces", "events", "officials", "units"}
    assert wanted | {"campaigns", "awards", "body"} <= set(record)
    (campaign,) = record["campaigns"]
    values = [*record["events"], *record["officials"], *record["units"], *record["awards"]]
    for value in (*values, campaign, *campaign["phases"]):
        first = value["evidence"][0]
        assert value["quote"] == first["quote"] == BODY[first["start"] : first["end"]]


def test_extract_writes_a_file(run: Run, source: Path, tmp_path: Path, pipeline: None) -> None:
    target = tmp_path / "records.jsonl"
    found = run("extract", source, "trống.txt", "-o", target)
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.startswith("trống.txt: skipped (read): ")
    assert json.loads(target.read_text(encoding="utf-8"))["awards"][0]["collectives"] == 12


def test_extract_holds_one_page_at_a_time(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pipeline: None
) -> None:
    target = tmp_path / "records.jsonl"
    sizes = []

    def pages(_: object) -> Iterator[RawPage]:
        for number in range(3):
            yield RawPage(source="x", id=str(number), kind="text", content="y" * 200_000)
            sizes.append(target.stat().st_size)

    monkeypatch.setattr("corpus.commands.read_sources", pages)
    assert run("extract", "x", "-o", target).exit_code == 0
    learned, written = sizes[:3], sizes[3:]
    assert learned == [0, 0, 0]
    assert written == sorted(written)
    assert written[0] >= 100_000


def test_stats_as_table_csv_and_json(run: Run, built: str) -> None:
    asked = ("stats", "awards", "--by", "province,year", "--by", "form", "--db", built)
    found = run(*asked)
    assert found.stdout.splitlines()[0].split()[:4] == ["province", "year", "form", "collectives"]
    assert found.stderr.splitlines() == [
        "note: only conferred awards; ask for the others with --status all or --by status",
        "note: covered: 1 articles, 1 of them relevant, published 2024-03-13 to 2024-03-13",
    ]
    (row,) = json.loads(run(*asked, "--format", "json").stdout)
    assert (row["province"], row["year"], row["form"]) == ("Hải Phòng", "2024", "commendation")
    assert (row["collectives"], row["individuals"], row["joint"]) == (12, 30, None)
    (same,) = csv.DictReader(io.StringIO(run(*asked, "--format", "csv").stdout))
    assert {name: None if value is None else str(value) for name, value in row.items()} == {
        name: value or None for name, value in same.items()
    }


def test_stats_where_and_status(run: Run, built: str) -> None:
    asked = ("stats", "awards", "--where", "year>=2020", "--where", "province=Hải Phòng", "--status", "all")
    (row,) = json.loads(run(*asked, "--format", "json", "--db", built).stdout)
    assert row["n_entries"] == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["stats", "awards", "--by", "colour"], "thidua: unknown word 'colour'; known are province, province_today"),
        (["stats", "events", "--where", "nothing"], "thidua: not a condition: 'nothing'"),
        (["stats", "events", "--status", "all"], "thidua: events have no status; only awards have"),
        (["show", "bai-9"], "thidua: no article 'bai-9'"),
        (["show", "bai-1", "--html", "/nowhere/bai.html"], "thidua: /nowhere/bai.html: cannot be written"),
        (["extract", "bai-1.txt", "-o", "/nowhere/records.jsonl"], "thidua: /nowhere/records.jsonl: cannot be written"),
        (["evaluate", "/nowhere"], "thidua: /nowhere: no such folder"),
        (["stats", "colours"], "Usage: thidua stats"),
        (["build"], "Usage: thidua build"),
        (["stats", "awards", "--db", "thidua.db"], "thidua: thidua.db: not a database URL"),
    ],
)
def test_wrong_use_leaves_with_2(run: Run, built: str, arguments: list[str], message: str) -> None:
    database = [] if {"--db"} & set(arguments) or arguments[0] in ("build", "extract", "evaluate") else ["--db", built]
    found = run(*arguments, *database)
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.startswith(message)


def test_show_prints_and_writes(run: Run, built: str, tmp_path: Path) -> None:
    found = run("show", "bai-1", "--db", built)
    assert (found.exit_code, found.stderr) == (0, "")
    assert "tại Hải Phòng[province: Hải Phòng]." in found.stdout
    page = tmp_path / "bai.html"
    assert run("show", "bai-1", "--html", page, "--db", built).stdout == ""
    assert "<mark" in page.read_text(encoding="utf-8")


def test_check_passes_and_fails(run: Run, built: str, address: str) -> None:
    found = run("check", "--db", built)
    assert found.exit_code == 0
    assert all(line.endswith(": ok") for line in found.stdout.splitlines())
    with database(address) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE articles SET text = 'X' || text"))
    broken = run("check", "--db", built)
    assert broken.exit_code == 1
    assert "evidence stands in its article's text: 8 violations\n" in broken.stdout


@pytest.fixture
def gold(run: Run, source: Path, pipeline: None) -> Path:
    """The folder of the article with its own record as gold."""
    record = json.loads(run("extract", source).stdout)
    source.with_suffix(".json").write_text(json.dumps(record), encoding="utf-8")
    (source.parent / "index.json").write_text("{}", encoding="utf-8")
    return source.parent


def test_evaluate_reads_the_articles_beside_the_gold(run: Run, gold: Path) -> None:
    found = run("evaluate", gold)
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.splitlines()[-1].endswith(": 1.000")
    scores = json.loads(run("evaluate", gold, "--json").stdout)
    assert scores["award"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "gold": 2, "pred": 2}


def test_evaluate_hands_over_the_metadata_of_a_text(
    run: Run, gold: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    record = json.loads((gold / "bai-1.json").read_text(encoding="utf-8"))
    record |= {"published": "2020-01-02", "title": "Tin", "url": "https://a.vn/1"}
    (gold / "bai-1.json").write_text(json.dumps(record), encoding="utf-8")
    pages: list[RawPage] = []

    def keep(page: RawPage, **_: object) -> None:
        pages.append(page)
        raise ValueError("enough")

    monkeypatch.setattr("corpus.reading.clean_page", keep)
    found = run("evaluate", gold, "--errors")
    assert found.exit_code == 1
    assert found.stderr.endswith("bai-1.txt: skipped (clean): ValueError: enough\n")
    assert "award          bai-1\n    missed: ['commendation" in found.stdout
    (gold / "bai-1.txt").rename(gold / "bai-1.html")
    run("evaluate", gold)
    assert [(page.id, page.published, page.title, page.url) for page in pages] == [
        ("bai-1", "2020-01-02", "Tin", "https://a.vn/1"),
        ("bai-1", None, None, "https://a.vn/1"),
    ]


def test_evaluate_scores_predictions(run: Run, gold: Path, tmp_path: Path) -> None:
    predictions = tmp_path / "predicted.jsonl"
    predictions.write_text('\n{"id": "bai-1", "relevant": true}\n', encoding="utf-8")
    scores = json.loads(run("evaluate", gold, "--predictions", predictions, "--json").stdout)
    assert (scores["relevance"]["f1"], scores["award"]["r"]) == (1.0, 0.0)


def test_evaluate_finds_the_articles_elsewhere(run: Run, gold: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "bài"
    elsewhere.mkdir()
    (gold / "bai-1.txt").rename(elsewhere / "bai-1.txt")
    missing = run("evaluate", gold)
    assert missing.exit_code == 1
    assert "bai-1.txt: skipped (read): no such file" in missing.stderr
    assert run("evaluate", gold, "--articles", elsewhere).exit_code == 0


@pytest.mark.parametrize(
    ("text", "message"), [("{", "predicted.jsonl:1: not JSON"), ("[]", "predicted.jsonl:1: not a JSON object")]
)
def test_predictions_that_cannot_be_read(run: Run, gold: Path, tmp_path: Path, text: str, message: str) -> None:
    predictions = tmp_path / "predicted.jsonl"
    predictions.write_text(text, encoding="utf-8")
    found = run("evaluate", gold, "--predictions", predictions)
    assert found.exit_code == 2
    assert message in found.stderr
    assert "cannot be read" in run("evaluate", gold, "--predictions", tmp_path / "none").stderr
    (gold / "bai-1.json").unlink()
    assert "holds no gold records" in run("evaluate", gold).stderr


def test_schema_describes_a_record(run: Run) -> None:
    schema = json.loads(run("schema").stdout)
    assert schema["title"] == "Record"
    assert {"events", "awards", "body"} <= set(schema["properties"])


def test_version_names_program_pipeline_and_tables(run: Run) -> None:
    from corpus.runs import SCHEMA_VERSION
    from corpus.versions import pipeline_version
    from extract import PIPELINE_VERSION

    assert f", pipeline {pipeline_version()}, tables {SCHEMA_VERSION}\n" in run("version").stdout
    assert pipeline_version().startswith(f"{PIPELINE_VERSION}+")


def test_a_changed_rule_is_another_pipeline(tmp_path: Path) -> None:
    from corpus.versions import files_digest

    (tmp_path / "rules.toml").write_text("a = 1", encoding="utf-8")
    before = files_digest((tmp_path,))
    (tmp_path / "notes.txt").write_text("not read by any rule", encoding="utf-8")
    assert files_digest((tmp_path,)) == before
    (tmp_path / "rules.toml").write_text("a = 2", encoding="utf-8")
    assert files_digest((tmp_path,)) != before


def test_no_command_prints_the_help(run: Run) -> None:
    found = run()
    assert found.exit_code == 2
    assert "Usage: " in found.stdout + found.stderr


def test_an_interrupt_is_quiet(run: Run, monkeypatch: pytest.MonkeyPatch, address: str, source: Path) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("corpus.commands.read_sources", interrupt)
    found = run("build", source, "--db", address)
    assert found.exit_code == 130
    assert "Traceback" not in found.stderr
    assert "\n" not in found.stderr.strip()


def test_a_reader_that_goes_away_is_no_error_worth_a_word() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-c", "from corpus.cli import main; main()", "schema"]
    try:
        found = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    finally:
        os.close(writing)
    assert found.stderr == ""


def test_on_a_terminal_a_bar_shows_the_pages() -> None:
    from rich.console import Console

    from corpus.progress import counted

    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=60)
    assert list(counted(range(3), console=console)) == [0, 1, 2]
    assert "pages" in out.getvalue()
    quiet = Console(file=io.StringIO(), force_terminal=False)
    assert list(counted(range(3), console=quiet)) == [0, 1, 2]
    assert quiet.file.getvalue() == ""
