"""Whether people are proposed or chosen in a sentence, or only wished, prepared or spoken of (bình xét, đề nghị)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.events.scenes import Occasion, Scene, Trigger
from extract.mentions import DateMention
from extract.rules import load_rules
from extract.text import Sentence

_RULES = load_rules("events")
_NORM = _RULES["norm"].compile()
_UNSENT = _RULES["unsent"].compile()
_STILL = _RULES["still"].compile()
_SENT = _RULES["sent"].compile()
_POSTED_FOR = _RULES["posted_for"].compile()
#: Words of a proposal that is made public.
_POSTED = ("công khai", "niêm yết", "đăng tải", "công bố", "lấy ý kiến")


def is_nomination(low: str, sentence: Sentence, trigger: Trigger, *barred: re.Pattern[str]) -> bool:
    """Return whether a trigger tells that people or units are chosen or proposed.

    Args:
        low: Folded text.
        sentence: The sentence of the trigger.
        trigger: A trigger of the type ``nomination``.
        barred: What more may not stand before it.
    """
    agreed = low.startswith(("thống nhất", "nhất trí"), trigger.start)
    patterns = barred if agreed else (_UNSENT, _NORM, *barred)
    if any(pattern.search(low, sentence.start, trigger.start) for pattern in patterns):
        return False
    clause = max(low.rfind(",", sentence.start, trigger.start), sentence.start)
    if agreed and _UNSENT.search(low, clause, trigger.start):
        return False
    return not (_STILL.search(low, trigger.start, sentence.end) or _is_quoted(low, trigger.start))


def _is_quoted(low: str, at: int) -> bool:
    """Return whether a place stands inside quotation marks that opened in its paragraph."""
    line = low.rfind("\n", 0, at) + 1
    return low.count('"', line, at) % 2 == 1


def is_sent(low: str, scene: Scene) -> bool:
    """Return whether a sentence tells of a proposal that was sent on, not of one agreed in a meeting."""
    return any(trigger.type == "nomination" and _SENT.match(low, trigger.start) for trigger in scene.triggers)


def is_posted(low: str, trigger: Trigger) -> bool:
    """Return whether a trigger tells that those who are proposed are made public."""
    return trigger.type == "nomination" and low.startswith(_POSTED, trigger.start)


def date_by_posting(low: str, dates: Sequence[DateMention], occasion: Occasion) -> None:
    """Give an undated nomination the span of days for which it is made public ("Thời gian lấy ý kiến: từ … đến …")."""
    told = _POSTED_FOR.search(low) if occasion.types == {"nomination"} and not occasion.start else None
    line = low.find("\n", told.end()) if told else 0
    span = next((date for date in dates if told and told.end() < date.end and (line < 0 or date.start < line)), None)
    if span and span.first:
        occasion.day = occasion.start = span.first
        occasion.end, occasion.year_source, occasion.told = span.last, span.year_source, span
