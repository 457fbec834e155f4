"""Sentences that tell of one occasion, and occasions of one day kept apart (một sự kiện hay hai)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.dates.patterns import PARTS_OF_DAY
from extract.dates.same_day import is_same_day
from extract.events.days import DECIDED
from extract.events.scenes import Occasion, Scene
from extract.reading import Reading
from extract.rules import load_rules
from schemas.folding import fold_key

_RULES = load_rules("events")
_ASKED = _RULES["asked"].compile()
_DECISION = re.compile(r"quyết định số ([^ ,;]{1,25})")
_PART = re.compile(PARTS_OF_DAY)
_MONTH = len("2020-01")


def known_occasion(reading: Reading, occasions: Sequence[Occasion], opened: Occasion) -> Occasion | None:
    """Return the occasion that a sentence tells again."""
    return next((known for known in occasions if _told_again(reading, known, opened)), None)


def _told_again(reading: Reading, known: Occasion, opened: Occasion) -> bool:
    """Return whether two sentences tell of one occasion: same day, or one of them without a day."""
    if "revocation" in opened.types | known.types:
        alike = opened.types == known.types and known.day == opened.day and hosts_meet(known, opened)
        return alike and only_asked(reading, known) == only_asked(reading, opened)
    if known.day and known.day == opened.day:
        if _two_decisions(reading.text.low, known, opened) or _proposed_beside(known, opened):
            return False
        return not (_two_meetings(known, opened) or _apart_on_one_day(reading.text.low, known, opened))
    if known.day and opened.day and len(known.day) == _MONTH and opened.day.startswith(known.day):
        return bool(known.types & opened.types)
    if _within(known, opened) or _within(opened, known):
        return bool(known.types & opened.types)
    if known.types and known.types <= DECIDED and not opened.types:
        return False
    undated = len(known.day or "") <= 4 and not (known.announced or opened.announced)
    return undated and _same_kind(known, opened)


def _within(day: Occasion, span: Occasion) -> bool:
    """Return whether an occasion of one day lies within one of several."""
    return bool(day.start and span.start and span.end and not day.end and span.start <= day.start <= span.end)


def only_asked(reading: Reading, occasion: Occasion) -> bool:
    """Return whether a withdrawal is only asked for."""
    return _ASKED.search(reading.text.low, occasion.scene.sentence.start, occasion.verb) is not None


def hosts_meet(known: Occasion, opened: Occasion) -> bool:
    """Return whether two occasions may have the same hosts."""
    one, two = ({fold_key(host) for host in item.hosts} for item in (known, opened))
    return not one or not two or any(a in b or b in a for a in one for b in two)


def names_hosts(reading: Reading, scene: Scene, occasion: Occasion) -> bool:
    """Return whether a sentence names a host of an occasion."""
    sentence, hosts = scene.sentence, {fold_key(host) for host in occasion.hosts}
    named = (unit.full for unit in reading.unit_mentions if sentence.start <= unit.start < sentence.end)
    return any(fold_key(name) in hosts for name in named)


def _two_meetings(known: Occasion, opened: Occasion) -> bool:
    """Return whether two meetings of one day have hosts of their own."""
    return bool(known.scene.holds and opened.scene.holds) and not hosts_meet(known, opened)


def _two_decisions(low: str, known: Occasion, opened: Occasion) -> bool:
    """Return whether two sentences tell decisions of different numbers."""
    if not known.types == opened.types == {"award_decision"}:
        return False
    spans = (item.scene.sentence for item in (known, opened))
    numbers = [_DECISION.search(low, span.start, span.end) for span in spans]
    told = {number[1] for number in numbers if number}
    return len(told) == len(numbers)


def _proposed_beside(known: Occasion, opened: Occasion) -> bool:
    """Return whether a proposal is told beside a decision of the same day."""
    return opened.types == {"nomination"} and known.types == {"award_decision"}


def _apart_on_one_day(low: str, known: Occasion, opened: Occasion) -> bool:
    """Return whether "cùng ngày" opens an occasion beside the one it recalls: of others, of another hour or of its own.

    "Chiều cùng ngày, Đại hội bế mạc" goes on with the same.
    """
    if not (opened.told and opened.types and is_same_day(low, opened.told)):
        return False
    if not hosts_meet(known, opened):
        return True
    if opened.types & known.types or not opened.hosts:
        return False
    if known.types <= DECIDED:
        return True
    parts = [_PART.search(low, day.start, day.end) for day in (known.told, opened.told) if day]
    told = [part[0] for part in parts if part]
    return len(told) == 2 and told[0] != told[1]


def _same_kind(known: Occasion, opened: Occasion) -> bool:
    return bool(known.types & opened.types) or not known.types or (bool(known.hosts) and hosts_meet(known, opened))


def join_occasions(known: Occasion, opened: Occasion) -> None:
    """Add to an occasion what a sentence tells of it again; the more exact day holds."""
    known.types |= opened.types
    known.hosts = known.hosts or opened.hosts
    if len(opened.day or "") > len(known.day or "") or (opened.end and not known.end):
        known.day, known.start, known.end, known.year_source = opened.day, opened.start, opened.end, opened.year_source
        known.quote = opened.quote
