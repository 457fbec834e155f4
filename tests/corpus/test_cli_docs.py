"""The command line and its documentation say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

from corpus.cli import app
from corpus.stats import QUESTIONS

DOCUMENT = Path(__file__).parents[2] / "docs" / "cli.md"
COMMANDS = typer.main.get_command(app).commands


def sections() -> dict[str, str]:
    """Return the text of each section by its command."""
    parts = re.split(r"^## `thidua (\w+)`$", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_command_is_documented_and_no_other() -> None:
    assert list(sections()) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_documented(name: str) -> None:
    options = {opt for param in COMMANDS[name].params for opt in param.opts if opt.startswith("--")} - {"--help"}
    documented = set(re.findall(r"^\| `(--[\w-]+)", sections()[name], flags=re.MULTILINE))
    assert documented == options


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example(name: str) -> None:
    assert re.search(rf"^\$ thidua {name}\b", sections()[name], flags=re.MULTILINE)


@pytest.mark.parametrize("what", QUESTIONS)
def test_every_word_of_a_question_is_documented(what: str) -> None:
    (row,) = re.findall(rf"^\| `{what}` \| (.*?) \|", sections()["stats"], flags=re.MULTILINE)
    assert re.findall(r"`(\w+)`", row) == list(QUESTIONS[what][0].words)
