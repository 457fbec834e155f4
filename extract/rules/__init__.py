"""Cue words with their examples: one TOML a component, every entry with examples that a test runs."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extract.rules.sought import Sought
from extract.rules.trie import words
from schemas.errors import VocabularyError
from schemas.folding import fold_key


class Rule(BaseModel):
    """One rule: cue phrases or a pattern, found in *folded* text.

    Attributes:
        id: Name of the rule, unique in its file.
        note: What it is for and what it must not match.
        cues: Phrases, matched as whole words, the longest first.
        pattern: A regular expression instead of phrases.
        value: What a match means, where the component asks for it.
        examples: Sentences of our own in which the rule matches.
        counterexamples: Sentences in which it does not.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    note: str = ""
    cues: tuple[str, ...] = ()
    pattern: str | None = None
    value: str | None = None
    examples: tuple[str, ...] = Field(min_length=1)
    counterexamples: tuple[str, ...] = ()

    def compile(self) -> re.Pattern[str]:
        """Return the rule as one expression for folded text."""
        return re.compile(self.pattern) if self.pattern else phrases(self.cues)

    def sought(self) -> Sought:
        """Return the rule as an expression that is searched for only where a word it needs stands."""
        return Sought(self.compile().pattern)


def phrases(cues: tuple[str, ...]) -> re.Pattern[str]:
    """Return an expression for folded text that finds any of the phrases as whole words, the longest first.

    >>> phrases(("trao", "trao tặng")).findall("trao tặng, trao")
    ['trao tặng', 'trao']
    """
    return re.compile(words(sorted({fold_key(cue) for cue in cues})))


@cache
def load_rules(name: str) -> dict[str, Rule]:
    """Return the rules of one file by id, in the file's order.

    Raises:
        VocabularyError: the file has an unknown key, an id twice, an entry without examples or without cues.
    """
    text = files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return parse_rules(text, source=f"extract/rules/{name}.toml")


def parse_rules(text: str, *, source: str) -> dict[str, Rule]:
    """Return the rules of a TOML text by id; see :func:`load_rules`."""
    data = tomllib.loads(text)
    try:
        rules = [Rule(**entry) for entry in data.pop("rule", [])]
    except ValidationError as error:
        raise VocabularyError(" ".join(str(error).split()), source=source) from error
    if data:
        raise VocabularyError(f"unknown tables {sorted(data)}", source=source)
    by_id = {rule.id: rule for rule in rules}
    if len(by_id) != len(rules):
        raise VocabularyError("a rule id stands twice", source=source)
    for rule in rules:
        if bool(rule.cues) == bool(rule.pattern):
            raise VocabularyError(f"rule {rule.id!r} needs either cues or a pattern", source=source)
        if len({*rule.cues}) != len(rule.cues):
            raise VocabularyError(f"a cue of rule {rule.id!r} stands twice", source=source)
    return by_id


def rule_files() -> tuple[str, ...]:
    """Return the names of all rule files, sorted."""
    return tuple(sorted(entry.name[:-5] for entry in files(__package__).iterdir() if entry.name.endswith(".toml")))
