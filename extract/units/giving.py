"""Who gives an award and who gets it, by the plain order of the words (ai tặng, ai được tặng)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.mentions import PersonMention, UnitMention
from extract.rules import load_rules
from extract.text import Sentence
from schemas.records import UnitRole

_RULES = load_rules("units")
GIVING = _RULES["giving"].compile()
"""Verbs and nouns of awards: a sentence without any tells of no giving."""
_SUBJECT = _RULES["subject_opens"].compile()
_GETS = _RULES["gets"].compile()
_GOT = _RULES["got"].compile()
_GIVES = _RULES["gives"].sought()
_COMMENDS = _RULES["commends"].compile()
_GIVEN = _RULES["given"].compile()
_TO = _RULES["given_unit"].sought()
_BREAKS = _RULES["subject_breaks"].compile()
_LAUNCHES = _RULES["launches"].compile()
_LAUNCHED = _RULES["launched"].compile()
_HOLDS = _RULES["holds"].compile()
_ON_BEHALF = _RULES["on_behalf"].compile()
#: A verb stands within this many characters behind its subject.
_REACH = 90


def given_parts(
    low: str, sentence: Sentence, chain: Sequence[UnitMention], people: Sequence[PersonMention], *, passive: bool
) -> Iterator[UnitRole]:
    """Yield the parts that the verbs of giving, getting and launching tell of units joined to each other.

    Args:
        low: The folded text.
        sentence: The sentence.
        chain: The units.
        people: The persons named in the text.
        passive: Whether the units stand behind "được" or "do": what follows is their deed.
    """
    start, end = chain[0].start, chain[-1].end
    if passive:
        yield from _deeds(low, sentence, end)
        return
    if _TO.search(low, max(start - 240, sentence.start), start) and not low.startswith(" cho", end):
        yield "recipient"
        return
    if _ON_BEHALF.search(low, max(start - 20, sentence.start), start) and _LAUNCHES.match(low, end):
        yield "launcher"
    if not _is_subject(low, sentence, start) or _named_before(people, sentence, start):
        return
    gets = _GETS.search(low, end, min(end + _REACH, sentence.end))
    if gets and _GOT.match(low, gets.start(), sentence.end) and _undivided(low, end, gets.start(), people):
        yield "recipient"
        return
    yield from _active(low, sentence, end, people)


def _is_subject(low: str, sentence: Sentence, start: int) -> bool:
    """Return whether the unit at an offset may be the subject of its clause; what stands in brackets is not."""
    if not _SUBJECT.search(low, max(start - 40, sentence.start), start):
        return False
    return low.rfind("(", sentence.start, start) <= low.rfind(")", sentence.start, start)


def _deeds(low: str, sentence: Sentence, end: int) -> Iterator[UnitRole]:
    if _GIVEN.match(low, end, sentence.end):
        yield "grantor"
    elif _LAUNCHED.match(low, end, sentence.end):
        yield "launcher"


def _active(low: str, sentence: Sentence, end: int, people: Sequence[PersonMention]) -> Iterator[UnitRole]:
    gives = _GIVES.search(low, end, sentence.end)
    gives = gives if gives and gives.start() < end + _REACH else None
    if _COMMENDS.match(low, end) or (gives and _undivided(low, end, gives.start(), people)):
        yield "grantor"
    if _LAUNCHES.match(low, end):
        yield "launcher"
    if _HOLDS.match(low, end, sentence.end):
        yield "organizer"


def _undivided(low: str, start: int, end: int, people: Sequence[PersonMention]) -> bool:
    """Return whether nobody and no other verb stands between a subject and its verb."""
    if _BREAKS.search(low, start, end):
        return False
    return not any(start <= person.start < end for person in people)


def _named_before(people: Sequence[PersonMention], sentence: Sentence, start: int) -> bool:
    """Return whether a person stands right before a unit: "ông A, Phòng B" is of one of them."""
    return any(sentence.start <= person.start and start - 3 < person.span_end <= start for person in people)
