"""Who takes part in an occasion (đơn vị tham gia): guests, members, those charged with carrying a decision out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.mentions import UnitMention
from extract.rules import load_rules
from extract.text import Sentence
from extract.units.runs import LISTED, joined_subjects, list_behind
from extract.units.signing import signs

_RULES = load_rules("units")
ATTENDING = _RULES["attending"].sought()
MEMBERS = _RULES["members"].sought()
_REPRESENTED = _RULES["represented"].compile()
_OPENS = re.compile(r"^[ :]*(?:(?:lãnh đạo|đại diện|các đơn vị|các cơ quan|các)[ :]*)*$")
_GIVES_REPORT = _RULES["gives_report"].sought()
_EXECUTING = _RULES["executing"].compile()
_CHARGED = _RULES["charged"].sought()
_TASK = _RULES["task"].compile()
_STANDING = _RULES["standing"].compile()
_STANDING_IS = _RULES["standing_is"].sought()
_HEADING = _RULES["heading"].compile()
_HEADED_BY = _RULES["headed_by"].sought()


def members(low: str, sentence: Sentence, mentions: Sequence[UnitMention]) -> list[UnitMention]:
    """Return the units of a list of members: "Khối gồm 7 đơn vị: A, B, C"."""
    cue = MEMBERS.search(low, sentence.start, sentence.end)
    if cue is None:
        return []
    return list_behind(low, [mention for mention in mentions if mention.start >= cue.end()], cue.end(), _OPENS)


def guests(low: str, sentence: Sentence, mentions: Sequence[UnitMention]) -> Iterator[UnitMention]:
    """Yield the units that are told to attend, and those that report at the meeting."""
    attended = ATTENDING.search(low, sentence.start, sentence.end) is not None
    last: UnitMention | None = None
    for mention in mentions:
        listed = last is not None and LISTED.match(low[last.end : mention.start])
        before = low[max(mention.start - 40, sentence.start) : mention.start]
        if listed or (attended and _REPRESENTED.search(before)) or _GIVES_REPORT.search(before):
            last = mention
            if not signs(low, sentence, mention):
                yield mention


def heads_block(low: str, sentence: Sentence, mention: UnitMention) -> bool:
    """Return whether a unit is told to be head or deputy of a block."""
    if _HEADING.match(low, mention.end, sentence.end):
        return True
    return _HEADED_BY.search(low, max(mention.start - 140, sentence.start), mention.start) is not None


def executors(low: str, sentence: Sentence, mentions: Sequence[UnitMention]) -> Iterator[UnitMention]:
    """Yield the units that ask for, prepare or carry out decisions on awards."""
    for at, mention in enumerate(mentions):
        after = low[mention.end : min(mention.end + 140, sentence.end)]
        if _EXECUTING.match(after):
            subjects = joined_subjects(low, mentions[: at + 1])
            yield from subjects[-1:] if low.endswith("của ", 0, subjects[0].start) else subjects
        elif _STANDING.match(after) or charged(low, sentence, mention):
            yield mention


def charged(low: str, sentence: Sentence, mention: UnitMention) -> bool:
    """Return whether a unit is charged with carrying out a decision on awards."""
    start = max(mention.start - 70, sentence.start)
    if _STANDING_IS.search(low, start, mention.start):
        return True
    return (
        _CHARGED.search(low, start, mention.start) is not None
        and _TASK.match(low, mention.end, sentence.end) is not None
    )
