"""``thidua correct``: statements are added from the command line, and refused when they do not fit."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from corpus_samples import BODY
from typer.testing import CliRunner

from corpus.cli import app
from corpus.corrections.ledger import read_ledger

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pipeline: None) -> Run:
    """Runs a command in a folder with a database of the sample article."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("THIDUA_WHO", "Lan")
    Path("bai-1.txt").write_text(BODY, encoding="utf-8")

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments))

    assert call("build", "bai-1.txt").exit_code == 0
    return call


def said(run: Run, *arguments: str) -> Result:
    return run("correct", *arguments, "--why", "đọc lại bài")


def awards(run: Run) -> list[dict[str, str]]:
    found = json.loads(run("correct", "list", "bai-1", "--format", "json").stdout)
    return [row for row in found if row["value"].startswith("award")]


def test_a_value_is_confirmed_changed_deleted_and_added(run: Run) -> None:
    assert said(run, "confirm", "bai-1", "event.0").exit_code == 0
    assert said(run, "change", "bai-1", "award.0", "--set", "collectives=13", "--set", "period=2022").exit_code == 0
    assert said(run, "delete", "bai-1", "award.1").exit_code == 0
    fields = ["form=emulation_flag", "name=Cờ thi đua", "status=planned", "quantity=unknown", "recipients=Sở A; Sở B"]
    sets = [word for field in fields for word in ("--set", field)]
    added = said(run, "add", "bai-1", "award", "--quote", "trao thưởng", *sets)
    assert added.output.startswith("add award: added to corrections/lan.jsonl as "), added.output
    build = run("build", "bai-1.txt")
    assert build.stderr.splitlines()[-1] == "5 corrections: 5 applied"
    first, second = awards(run)
    assert "collectives=13" in first["fields"]
    assert "period=2022" in first["fields"]
    assert first["corrected"] == "change collectives (Lan), change period (Lan)"
    assert "recipients=['Sở A', 'Sở B']" in second["fields"]
    assert second["corrected"] == "add (Lan)"
    shown = run("show", "bai-1").stdout
    assert "corrections: confirm event.0 (Lan, " in shown
    assert "change award.0 collectives (Lan, " in shown
    assert "delete award (Lan, " in shown


def test_the_article_itself_is_changed(run: Run) -> None:
    assert said(run, "change", "bai-1", "article", "--set", "published=2024-03-20").exit_code == 0
    run("build", "bai-1.txt")
    assert "published: 2024-03-20" in run("show", "bai-1").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("confirm", "bai-2", "award.0"), "no article 'bai-2'"),
        (("confirm", "bai-1", "award.7"), "no value 'award.7'; `thidua correct list` names them"),
        (("change", "bai-1", "award.0"), "nothing is changed; say what with --set FIELD=VALUE"),
        (("change", "bai-1", "award.0", "--set", "colour=red"), "'colour=red' sets no field of award; known are form,"),
        (("change", "bai-1", "award.0", "--set", "collectives=many"), "does not fit: collectives: "),
        (
            ("change", "bai-1", "event.0", "--set", "end=2024-01-01"),
            "does not fit: end: 2024-01-01 is before 2024-03-12",
        ),
        (("change", "bai-1", "article", "--set", "published=mai"), "does not fit: published: "),
        (("add", "bai-1", "award", "--quote", "không có"), "the quote stands 0 times in the text"),
        (("add", "bai-1", "award", "--quote", "Sở Công Thương"), "the quote stands 3 times in the text"),
        (("add", "bai-1", "party", "--quote", "hội nghị"), "no kind 'party' of values; known are province, event,"),
        (("add", "bai-1", "unit", "--quote", "hội nghị", "--set", "name=Sở"), "does not fit: roles: Field required"),
    ],
)
def test_what_does_not_fit_is_refused_and_not_written(run: Run, arguments: tuple[str, ...], message: str) -> None:
    found = said(run, *arguments)
    assert found.exit_code == 2
    assert message in " ".join(found.output.split())
    assert not Path("corrections").exists()


def test_states_are_listed(run: Run) -> None:
    said(run, "change", "bai-1", "award.0", "--set", "collectives=13")
    run("build", "bai-1.txt")
    (row,) = json.loads(run("correct", "--state", "--format", "json").stdout)
    assert (row["state"], row["who"], row["source"]) == ("applied", "Lan", "corrections/lan.jsonl:1")


def test_a_torn_line_is_named_by_the_build(run: Run) -> None:
    said(run, "confirm", "bai-1", "award.0")
    path = Path("corrections/lan.jsonl")
    path.write_bytes(path.read_bytes()[:-20])
    found = run("build", "bai-1.txt")
    assert found.exit_code == 1
    assert "corrections/lan.jsonl:1: not applied: torn: the line was not written to its end" in found.stderr


def test_a_ledger_that_is_named_must_be_there(run: Run) -> None:
    found = run("build", "bai-1.txt", "--ledger", "none")
    assert (found.exit_code, found.stderr.splitlines()) == (
        2,
        ["thidua: none: no such folder; name one with the .jsonl files of corrections"],
    )
    assert run("correct", "--export", "--ledger", "none").exit_code == 2


def test_statements_are_exported_and_imported(run: Run) -> None:
    said(run, "confirm", "bai-1", "award.0")
    said(run, "delete", "bai-1", "award.1")
    lines = run("correct", "--export").stdout
    Path("all.jsonl").write_text(lines + "{}\n", encoding="utf-8")
    found = run("correct", "--import", "all.jsonl", "--ledger", "other")
    assert found.exit_code == 1
    assert "all.jsonl:3: when: Field required" in found.stderr
    assert "2 statements added to other, 0 were there" in found.stderr
    assert read_ledger(Path("other")).statements == read_ledger(Path("corrections")).statements
    assert (
        "0 statements added to other, 2 were there"
        in run("correct", "--import", "all.jsonl", "--ledger", "other").stderr
    )
    assert run("correct", "--export", "--ledger", "other").stdout == lines


def test_statements_that_do_not_fit_are_not_imported(run: Run) -> None:
    said(run, "confirm", "bai-1", "award.0")
    (line,) = run("correct", "--export").stdout.splitlines()
    told = json.loads(line)
    for change in ({"article": "nowhere"}, {"was": told["was"] | {"collectives": -1}}):
        Path("one.jsonl").write_text(json.dumps(told | change), encoding="utf-8")
        found = run("correct", "--import", "one.jsonl", "--ledger", "other")
        assert found.exit_code == 1
        assert "one.jsonl:1: refused: " in found.stderr
    assert not Path("other").exists()
    assert run("correct", "--import", "none.jsonl").exit_code == 2
