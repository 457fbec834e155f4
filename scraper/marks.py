"""Marks of boilerplate (dấu hiệu rác): the one set of rules for HTML blocks and for lines of a dump."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from schemas.errors import VocabularyError
from schemas.folding import fold_key
from scraper.moments import BAR_PIECE

Reach = Literal["piece", "line", "inline", "list", "end"]
_SOURCE = "scraper/boilerplate.toml"
_LEAD = re.compile(r"[\W_]*")
#: Characters that a line under any mark has at most.
LONGEST_LINE = 300
_DATE_BAR = "date-bar"


class Mark(BaseModel):
    """One rule of ``boilerplate.toml``: cue phrases or a pattern in folded text, and what a match takes out.

    Attributes:
        id: Name of the rule; removed blocks carry it.
        reach: What it takes out (see the head of the file).
        note: What it is for and what it must not match.
        cues: Phrases instead of a pattern.
        pattern: A regular expression without groups.
        longest: Characters that a line with a mark of reach ``line``, ``inline`` or ``end`` has at most.
        examples: Lines that it takes out.
        counterexamples: Lines that it leaves.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    reach: Reach
    note: str = ""
    cues: tuple[str, ...] = ()
    pattern: str | None = None
    longest: int = 250
    examples: tuple[str, ...] = Field(min_length=1)
    counterexamples: tuple[str, ...] = ()

    @property
    def expression(self) -> str:
        """The rule as the source of one expression."""
        if self.pattern is not None:
            return self.pattern
        cues = sorted({fold_key(cue) for cue in self.cues}, key=len, reverse=True)
        return "|".join(re.escape(cue).replace(r"\ ", " +") for cue in cues)


@dataclass(frozen=True)
class Marks:
    """All marks compiled into two expressions: one for how lines begin, one for the pieces that fill them."""

    by_id: dict[str, Mark]
    begins: re.Pattern[str]
    pieces: re.Pattern[str]

    @classmethod
    def of(cls, marks: Sequence[Mark]) -> Marks:
        """Compile the rules, in their order.

        Raises:
            VocabularyError: an id stands twice, or a rule has not exactly one of cues and pattern, or has groups.
        """
        by_id = {mark.id: mark for mark in marks}
        if len(by_id) != len(marks):
            raise VocabularyError("a mark id stands twice", source=_SOURCE)
        for mark in marks:
            if bool(mark.cues) == bool(mark.pattern):
                raise VocabularyError(f"mark {mark.id!r} needs either cues or a pattern", source=_SOURCE)
            if re.compile(mark.expression).groups:
                raise VocabularyError(f"mark {mark.id!r} has a group: write (?:…)", source=_SOURCE)
        begins = [_group(mark, by_id) for mark in marks if mark.reach != "piece"]
        pieces = [_group(mark, by_id) for mark in marks if mark.reach == "piece"]
        return cls(by_id, re.compile("|".join(begins)), re.compile("|".join([*pieces, f"(?P<bar>{BAR_PIECE})"])))

    def find(self, low: str) -> tuple[str, Reach] | None:
        """Return the rule that a folded line falls under and its reach, ``None`` for a line that may be body."""
        if len(low) > LONGEST_LINE:
            return None
        start = _LEAD.match(low).end()  # type: ignore[union-attr]
        match = self.begins.match(low, start) or (self.begins.match(low) if start else None)
        if match and match.lastgroup:
            mark = self._mark(match.lastgroup)
            if len(low) <= mark.longest:
                return mark.id, mark.reach
        return self._fill(low, start)

    def _mark(self, group: str) -> Mark:
        return self.by_id[group[2:].replace("_", "-")]

    def _fill(self, low: str, position: int) -> tuple[str, Reach] | None:
        """Return the first rule of a line that is made of pieces only; a line of nothing but a date is a date bar."""
        found = None
        while position < len(low):
            match = self.pieces.match(low, position)
            if match is None or match.end() == position:
                return None
            if match.lastgroup != "bar":
                found = found or self._mark(match.lastgroup or "").id
            position = _LEAD.match(low, match.end()).end()  # type: ignore[union-attr]
        return found or _DATE_BAR, "piece"


def _group(mark: Mark, by_id: dict[str, Mark]) -> str:
    close = r"\W*\d{0,3}\W*$" if mark.reach == "list" else r"(?!\w)" if mark.cues or mark.reach == "piece" else ""
    return f"(?P<m_{mark.id.replace('-', '_')}>(?:{mark.expression}){close})"


@cache
def load_marks() -> Marks:
    """Return the marks of ``boilerplate.toml``.

    Raises:
        VocabularyError: the file has an unknown key or breaks a rule of :meth:`Marks.of`.
    """
    return parse_marks(files(__package__).joinpath("boilerplate.toml").read_text(encoding="utf-8"))


def parse_marks(text: str) -> Marks:
    """Return the marks of a TOML text (see :func:`load_marks`)."""
    data = tomllib.loads(text)
    try:
        marks = [Mark(**entry) for entry in data.pop("mark", [])]
    except ValidationError as error:
        raise VocabularyError(str(error).replace("\n", " "), source=_SOURCE) from error
    if data:
        raise VocabularyError(f"unknown tables {sorted(data)}", source=_SOURCE)
    return Marks.of(marks)
