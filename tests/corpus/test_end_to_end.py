"""Pages in, database out, answers printed: the whole way, with nothing written by hand in between."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_store import dump
from typer.testing import CliRunner

from corpus.check import check
from corpus.cli import app
from corpus.database import database
from corpus.stats import awards, coverage, events

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
SHARED = ROOT.parent / "shared"
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))
RUNS = {"runs", "run_skips"}


@pytest.fixture(scope="module")
def built(module_address: str) -> str:
    """The database of the examples."""
    found = CliRunner().invoke(app, ["build", str(EXAMPLES), "--db", module_address])
    assert " skipped" in found.stderr
    return module_address


def test_no_example_crashes_a_component(built: str) -> None:
    with database(built) as engine:
        rows = dump(engine)
    assert [row for row in rows["skipped_pages"] if row[2] in ("extract", "save")] == []
    assert len(rows["articles"]) >= 20


def test_the_database_of_the_examples_is_sound(built: str) -> None:
    with database(built) as engine:
        assert [result for result in check(engine) if result.violations] == []


def test_the_examples_answer_by_province_year_and_form(built: str) -> None:
    with database(built) as engine:
        found = awards(engine, by=["province", "year", "form"]).records()
        (covered,) = coverage(engine).records()
        (happened,) = events(engine).records()
    assert len({row["province"] for row in found} - {"(none)", "(several)"}) >= 8
    assert covered["n_articles"] > covered["n_relevant"] >= 20
    assert happened["n_events"] >= 20


def test_building_again_changes_nothing(built: str) -> None:
    with database(built) as engine:
        before = dump(engine, without=RUNS)
    found = CliRunner().invoke(app, ["build", str(EXAMPLES), "--db", built])
    assert "(0 new, 0 changed, " in found.stderr
    again = CliRunner().invoke(app, ["build", str(EXAMPLES), "--db", built, "--rebuild"])
    assert "(0 new, " in again.stderr
    assert ", 0 unchanged)" in again.stderr
    with database(built) as engine:
        assert dump(engine, without=RUNS) == before


def test_extract_and_build_read_the_same(built: str) -> None:
    found = CliRunner().invoke(app, ["extract", str(EXAMPLES)])
    records = [json.loads(line) for line in found.stdout.splitlines()]
    with database(built) as engine:
        (row,) = awards(engine, status="all").records()
        (covered,) = coverage(engine).records()
    assert row["n_entries"] == sum(len(record["awards"]) for record in records)
    assert covered["n_articles"] == len(records)
    assert covered["n_events"] == sum(len(record["events"]) for record in records)


def test_every_evidence_stands_in_its_body() -> None:
    found = CliRunner().invoke(app, ["extract", str(EXAMPLES)])
    for line in found.stdout.splitlines():
        record = json.loads(line)
        values = [value for kind in ("events", "officials", "units", "campaigns", "awards") for value in record[kind]]
        values += [phase for campaign in record["campaigns"] for phase in campaign["phases"]]
        for value in values:
            assert value["evidence"]
            for item in value["evidence"]:
                assert record["body"][item["start"] : item["end"]] == item["quote"]


@pytest.mark.skipif(not SEEDS, reason="the seeds lie beside the project")
def test_the_seeds_become_five_articles(address: str) -> None:
    sources = [str(path) for path in SEEDS]
    first = CliRunner().invoke(app, ["build", *sources, "--db", address])
    assert (first.exit_code, first.stderr) == (
        0,
        "read 5 = 5 articles (5 new, 0 changed, 0 unchanged) + 0 skipped\n",
    )
    again = CliRunner().invoke(app, ["build", *sources, "--db", address])
    assert again.stderr == "read 5 = 5 articles (0 new, 0 changed, 5 unchanged) + 0 skipped\n"
    assert CliRunner().invoke(app, ["check", "--db", address]).exit_code == 0


@pytest.mark.skipif(not SEEDS, reason="the seeds lie beside the project")
def test_the_seeds_are_read_as_annotated() -> None:
    folders = [str(SHARED / "gold" / "seeds"), "--articles", str(SHARED / "seeds"), "--json"]
    scores = json.loads(CliRunner().invoke(app, ["evaluate", *folders]).stdout)
    for row in ("official_name", "phase"):
        assert scores[row]["f1"] == 1.0, row
    for row in ("event_date", "award", "position", "unit"):
        assert scores[row]["f1"] >= 0.9, row
