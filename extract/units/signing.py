"""Who signs an emulation pact (ký giao ước thi đua)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.mentions import UnitMention
from extract.reading import Reading
from extract.rules import load_rules
from extract.text import Sentence
from extract.units.runs import joined_subjects, list_behind

_RULES = load_rules("units")
PLEDGE = _RULES["pledge"].compile()
_PLEDGE_OF = _RULES["pledge_of"].compile()
_ALL_SIGN = _RULES["all_sign"].compile()
#: Between a unit and the signing: it holds the meeting, or others sign.
_HOLDS = _RULES["holds_signing"].compile()


def signatories(low: str, sentence: Sentence, mentions: Sequence[UnitMention]) -> Iterator[UnitMention]:
    """Yield the units of a sentence that sign a pact: those it is between, else its subjects."""
    pledge = PLEDGE.search(low, sentence.start, sentence.end)
    if pledge is None:
        return
    behind = [mention for mention in mentions if mention.start >= pledge.end()]
    named = list_behind(low, behind, pledge.start(), _PLEDGE_OF)
    yield from named
    if named and not (named[0].type == "khoi_thi_dua" or low.find("với ", pledge.end(), named[0].start) >= 0):
        return
    subjects = [mention for mention in mentions if mention.end <= pledge.start()]
    if subjects and not _HOLDS.search(low, subjects[-1].end, pledge.start()):
        yield from joined_subjects(low, subjects)


def signs(low: str, sentence: Sentence, mention: UnitMention) -> bool:
    """Return whether the verb of a unit's sentence is the signing of a pact, which says no more than that it signs."""
    pledge = PLEDGE.search(low, mention.end, sentence.end)
    return pledge is not None and not _HOLDS.search(low, mention.end, pledge.start())


def all_sign(reading: Reading) -> bool:
    """Return whether a pledge is signed by "the 7 units"."""
    low = reading.text.low
    return any(
        _ALL_SIGN.search(low, reading.text.sentence_at(pledge.start()).start, pledge.start()) is not None
        for pledge in PLEDGE.finditer(low)
    )
