"""A movement or drive found by its name, and whether it is launched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.rules import load_rules
from extract.text import Text

_RULES = load_rules("campaigns")
_REVIEW = _RULES["review"].compile()
_LAUNCH = _RULES["launch"].sought()
#: How far from the head of a movement its name in quotation marks begins.
_QUOTE_REACH = 240
#: Names are no longer than this; what is longer is no name.
LONGEST_NAME = 250
#: The rank of names in quotation marks.
QUOTED = 3


@dataclass(frozen=True, slots=True)
class Named:
    """A movement or drive found.

    Attributes:
        start: Where its head ("phong trào thi đua …") begins.
        name_start: Where its name begins.
        name_end: Where its name ends.
        rank: How sure the name is.
        launched: Whether it is launched where it is named.
        listed: Whether it stands in a list of movements.
        drive: Whether it is a drive without a name.
        described: Whether the name only describes the movement.
        again: Whether the name is the theme of a movement that has been told before.
        told: Where the movement was told before its theme.
    """

    start: int
    name_start: int
    name_end: int
    rank: int
    launched: bool
    listed: bool = False
    drive: bool = False
    described: bool = False
    again: bool = False
    told: Named | None = None


def is_launched(text: Text, start: int) -> bool:
    """Return whether the words before ``start`` in its sentence tell of a launch, and of no review after it."""
    sentence = text.sentence_at(start)
    launches = list(_LAUNCH.finditer(text.low, sentence.start, start))
    return bool(launches) and not _REVIEW.search(text.low, launches[-1].end(), start)


def matches_at(
    pattern: re.Pattern[str], low: str, heads: tuple[str, ...], *, begin: int = 0, end: int | None = None
) -> Iterator[re.Match[str]]:
    """Return the matches of a pattern that begins with one of the heads, which are looked for first.

    >>> drive = re.compile("(?:đợt|tháng) thi đua")
    >>> [match.span() for match in matches_at(drive, "đợt cũ, đợt thi đua", ("đợt", "tháng"))]
    [(8, 19)]
    """
    stop = len(low) if end is None else end
    for head in heads:
        at = low.find(head, begin, stop)
        while at >= 0:
            match = pattern.match(low, at, stop)
            if match:
                yield match
            at = low.find(head, match.end() if match and match.end() > at else at + len(head), stop)


def matches_with_quote(pattern: re.Pattern[str], low: str, heads: tuple[str, ...]) -> Iterator[re.Match[str]]:
    """Return the matches of a pattern that leads from a head to a quotation mark: it must stand near."""
    for head in heads:
        at = low.find(head)
        while at >= 0:
            done, limit = at + len(head), at + _QUOTE_REACH
            if low.find('"', done, limit) >= 0 or low.find("'", done, limit) >= 0:
                match = pattern.match(low, at)
                if match:
                    yield match
                    done = match.end()
            at = low.find(head, done)
