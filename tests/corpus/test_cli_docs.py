"""The command line and its documentation say the same, and the examples are what the commands print."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import click
import pytest
import typer.main
from typer.testing import CliRunner

from corpus.cli import app
from corpus.stats import QUESTIONS

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "cli.md"
COMMANDS = typer.main.get_command(app).commands


def sections() -> dict[str, str]:
    """Return the text of each section by its command."""
    parts = re.split(r"^## `thidua (\w+)`$", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def examples(section: str) -> list[tuple[str, str]]:
    """Return each example command with what it is said to print; ``…`` stands for anything."""
    (block,) = re.findall(r"^```console\n(.*?)^```$", section, flags=re.MULTILINE | re.DOTALL)
    parts = re.split(r"^\$ thidua (.*)$\n", block, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def pattern(printed: str) -> str:
    """Return the expression for what a command is said to print."""
    lines = (r"(?s:.*?)" if line == "…\n" else re.escape(line).replace("…", ".*") for line in printed.splitlines(True))
    return "".join(lines)


def options(command: click.Command) -> set[str]:
    """Return the options of a command and of the commands below it."""
    own = {opt for param in command.params for opt in param.opts if opt.startswith("--")} - {"--help"}
    return own.union(*(options(below) for below in getattr(command, "commands", {}).values()))


def test_every_command_is_documented_and_no_other() -> None:
    assert list(sections()) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_documented(name: str) -> None:
    documented = set(re.findall(r"^\| `(--[\w-]+)", sections()[name], flags=re.MULTILINE))
    assert documented == options(COMMANDS[name])


@pytest.mark.parametrize("what", QUESTIONS)
def test_every_word_and_column_of_a_question_is_documented(what: str) -> None:
    question, _ = QUESTIONS[what]
    ((words, columns),) = re.findall(rf"^\| `{what}` \| (.*?) \| (.*?) \|$", sections()["stats"], flags=re.MULTILINE)
    assert re.findall(r"`(\w+)`", words) == list(question.words)
    assert re.findall(r"`(\w+)`", columns) == list(question.measures)


def test_every_command_has_an_example() -> None:
    for name, section in sections().items():
        assert examples(section)[0][0].split()[0] == name


def test_the_examples_print_what_they_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (tmp_path / "gold").mkdir()
    monkeypatch.chdir(tmp_path)
    for section in sections().values():
        for command, printed in examples(section):
            found = CliRunner().invoke(app, shlex.split(command))
            assert re.fullmatch(pattern(printed), found.output), f"$ thidua {command}\n{found.output}"
            if command.startswith("extract") and "-o" in command:
                shutil.copy("records.jsonl", "gold/06-thai-binh-cong-doan-giao-duc.json")


def test_the_readme_prints_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    shown = examples((ROOT / "README.md").read_text(encoding="utf-8"))
    assert [command.split()[0] for command, _ in shown] == ["build", "stats", "stats", "show"]
    for command, printed in shown:
        found = CliRunner().invoke(app, shlex.split(command)).output
        output = "".join(line.rstrip() + "\n" for line in found.splitlines())
        assert re.fullmatch(pattern(printed), output), f"$ thidua {command}\n{output}"


def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    monkeypatch.chdir(ROOT)
    exec(compile(code, "README.md", "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 39
    assert "06-thai-binh-cong-doan-giao-duc [('2019-03-07', ('" in "\n".join(printed)
