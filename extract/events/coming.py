"""Occasions announced with a day of their own: "sơ kết vào quý II, tổng kết vào tháng 12" (sự kiện sắp tới)."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from extract.events.days import bounds
from extract.events.occasions import hosts_of
from extract.events.scenes import Occasion, Scene, Trigger
from extract.mentions import DateMention
from extract.reading import Reading
from extract.rules import load_rules
from schemas.records import EventType

_RULES = load_rules("events")
_FUTURE = _RULES["future"].sought()
_NO_OCCASION = _RULES["no_occasion"].compile()
#: What is announced with others in one sentence.
_LISTED: frozenset[EventType] = frozenset({"review", "interim_review", "congress"})
#: What is announced alone.
_COMING: frozenset[EventType] = _LISTED | {"honouring", "award_ceremony", "nomination"}
#: Between several occasions of one sentence and their days.
_TO_DAY = re.compile(r"[^,;.\n]{0,40}?(?:vào|trong|dự kiến|ngày)?\s*")
#: Between an announced occasion and its day, and what must end it before a month and before a year.
_GAP = re.compile(
    r"[^,;.\n]{0,60}?(?:, (?:dự kiến |sẽ |được )*(?:tổ chức|diễn ra|khai mạc)[^;.\n]{0,70}?)?"
    r"(?:\(|(?<!\w)(?:vào|trong|dự kiến|ngày|tổ chức|diễn ra|khai mạc))?\s*"
)
_TO_MONTH = re.compile(r"(?:(?<!\w)(?:vào|trong|dự kiến|tổ chức|diễn ra|khai mạc)|tại [^,;.\n]{3,30}|\()\s*$")
_TO_YEAR = re.compile(r"(?<!\w)vào\s*$")
#: How far before an occasion words stand that make it a paper.
_BEFORE = 12
_MONTH, _DAY = len("2020-01"), len("2020-01-01")


def listed_occasions(reading: Reading, scene: Scene, days: dict[int, list[DateMention]]) -> list[Occasion]:
    """Return the occasions of a sentence that announces several, each with its day: "sơ kết vào …, tổng kết vào …"."""
    low, found = reading.text.low, []
    triggers = [trigger for trigger in scene.triggers if trigger.type in _LISTED]
    dates = days.get(scene.sentence.start, [])
    if len(triggers) < 2 or len(dates) < 2 or not _FUTURE.search(low, scene.sentence.start, triggers[0].start):
        return []
    for trigger in triggers:
        day = next((date for date in dates if date.start >= trigger.end), None)
        if day is None or not _TO_DAY.fullmatch(low, trigger.end, day.start):
            return []
        found.append(_announced(reading, scene, trigger, day))
    return found


def coming_occasions(reading: Reading, scenes: Sequence[Scene], occasions: Sequence[Occasion]) -> list[Occasion]:
    """Return the occasions that the article names with a day later than its own, beside those it tells."""
    now = max((occasion.start for occasion in occasions if occasion.start), default=reading.text.published)
    known = {occasion.start for occasion in occasions}
    found: list[Occasion] = []
    for scene in scenes if now else ():
        for trigger in (*scene.triggers, *scene.aims):
            day = _day_after(reading, scene, trigger)
            if day and bounds(day)[0] not in known and _is_later(day, now or "", aim=trigger.aim):
                known.add(bounds(day)[0])
                found.append(_announced(reading, scene, trigger, day))
    return found


def _day_after(reading: Reading, scene: Scene, trigger: Trigger) -> DateMention | None:
    """Return the date that is told, in the words after a trigger, as that of the occasion."""
    low, dates = reading.text.low, reading.dates
    if trigger.type not in _COMING or (trigger.type == "nomination" and not low.startswith("họp", trigger.start)):
        return None
    if _NO_OCCASION.search(low, max(trigger.start - _BEFORE, 0), trigger.start):
        return None
    at = bisect.bisect_left(dates, trigger.start, key=lambda date: date.start)
    for date in dates[at : at + 3]:
        if date.kind not in ("event", "period") or not date.first or date.end > scene.sentence.end:
            continue
        if date.end <= trigger.end:
            if trigger.type == "nomination":
                return date
            continue
        gap = _GAP.fullmatch(low, trigger.end, date.start)
        if gap and not _NO_OCCASION.search(gap[0]) and _fits(date.first, gap[0]):
            return date
    return None


def _fits(day: str, gap: str) -> bool:
    """Return whether the words before a date say that something is held then, not that the time is looked back on."""
    if len(day) == _DAY:
        return True
    return (_TO_MONTH if len(day) == _MONTH else _TO_YEAR).search(gap) is not None


def _is_later(day: DateMention, now: str, *, aim: bool) -> bool:
    """Return whether a date comes after a day; a congress that others go to may be held in the same month."""
    told = day.first or ""
    size = min(len(told), len(now))
    return told[:size] > now[:size] or (aim and len(told) == _MONTH and told == now[:_MONTH])


def _announced(reading: Reading, scene: Scene, trigger: Trigger, day: DateMention) -> Occasion:
    start, end = bounds(day)
    hosts = () if trigger.aim else hosts_of(reading, scene, {trigger.type})
    source = day.year_source if start else None
    quote = trigger.start, day.end
    return Occasion(scene, trigger.start, {trigger.type}, start, start, end, source, hosts, True, quote, day)
