"""The day of an occasion: told in its sentence, lent by a dateline, or of the document that decides (ngày sự kiện)."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from dataclasses import replace

from extract.events.scenes import Scene, Trigger
from extract.mentions import DateMention
from extract.reading import Reading
from extract.rules import load_rules
from extract.text import Sentence
from schemas.dates import PartialDate
from schemas.records import EventType

_RULES = load_rules("events")
_HOLD = _RULES["hold"].compile()
_BY_DOCUMENT = _RULES["by_document"].compile()
_DOCUMENT_FIRST = _RULES["document_first"].compile()
_SAID = _RULES["said"].compile()
_SAID_ON = re.compile(rf"{_SAID.pattern},? (?:vào |hôm )?$")
_JUST = _RULES["just_done"].compile()
_BY_DECISION = _RULES["decision_on"].compile()
_NUMBERED = _RULES["numbered_meeting"].compile()
_OTHER_CLAUSE = _RULES["other_clause"].compile()
_YEAR = re.compile(r"(?:1(?<![\d/.-]1)9|2(?<![\d/.-]2)0)\d\d(?!\d)")
_VERB = re.compile(
    r"(?<!\w)(?:đã|được|là|có|trao|tặng|nhận|dự|tổ chức|phát biểu|diễn ra|phát động|ký|tuyên dương|biểu dương|tôn vinh)"
    r"(?!\w)"
)
#: A sentence no longer than this may hold only day and place.
_DATELINE = 80
#: How far after a decision the day of its document stands.
_DOCUMENT_REACH = 40
#: The verb may begin with "đã" or "vừa".
_WORD = 4
#: How far into a sentence words may stand that open it.
_OPENING = 12
#: How far after "cho biết" the day stands of what is told.
_TO_DAY = 8
#: No event of thi đua is older than the movement.
_FIRST_YEAR = 1945
_DAY = len("2020-01-01")
_MONTH = len("2020-01")
#: What may be announced for a vague time ("cuối năm").
_ANNOUNCED: frozenset[EventType] = frozenset({"review", "interim_review", "congress", "honouring", "award_ceremony"})
#: What is held at the end of the time that it looks back on.
_OF_PERIOD: frozenset[EventType] = frozenset({"review", "interim_review", "congress"})
DECIDED: frozenset[EventType] = frozenset({"award_decision", "guidance", "revocation"})
"""Types of events that are a document."""


def days_by_sentence(reading: Reading) -> dict[int, list[DateMention]]:
    """Return the event dates by the start of their sentence, those without a year too."""
    found = defaultdict(list)
    for date in reading.dates:
        if date.kind == "event" and _plausible(reading, date):
            found[reading.text.sentence_at(date.start).start].append(date)
    return found


def _plausible(reading: Reading, date: DateMention) -> bool:
    """Return whether an event can have been held or announced for a date: not ages ago, not after the next year."""
    if not date.first:
        return True
    published = reading.text.published
    return int(date.first[:4]) >= _FIRST_YEAR and not (published and int(date.first[:4]) > int(published[:4]) + 1)


def day_of(
    reading: Reading, scene: Scene, days: dict[int, list[DateMention]], types: set[EventType], *, announced: bool
) -> DateMention | None:
    """Return the date of the occasion: the event date of the sentence, or that of the document which decides.

    A short sentence of nothing but day and place ("Ngày 16/3 tại Huế.") lends its day to the next.
    """
    dates = days.get(scene.sentence.start) or lent_days(reading, scene, days)
    for date in dates:
        if _of_other_clause(reading.text.low, scene, date):
            continue
        told = len(date.first) if date.first else _DAY
        if announced or (told > 4 and not (scene.background and told < _DAY)):
            return date
    vague = next((date for date in reading.dates if date.vague and inside(date, scene.sentence)), None)
    if vague and ((announced and types & _ANNOUNCED) or _opens(vague, scene)):
        return vague
    if "revocation" in types:
        return _withdrawing_day(reading, scene)
    if types & {"award_decision", "guidance"}:
        for trigger in scene.triggers:
            if trigger.type in types & DECIDED:
                return _document_day(reading, scene, trigger)
    return launching_day(reading, scene) or _day_of_start(reading, scene) if "launch" in types else None


def _of_other_clause(low: str, scene: Scene, date: DateMention) -> bool:
    """Return whether a date belongs to a clause behind what is held: to a feat that is rewarded or a task agreed on."""
    ends = [trigger.end for trigger in scene.triggers] + scene.holds
    if not ends or any(end > date.start for end in ends):
        return False
    last = max(ends)
    return low.find(";", last, date.start) >= 0 or _OTHER_CLAUSE.search(low, last, date.start) is not None


def _opens(date: DateMention, scene: Scene) -> bool:
    """Return whether a sentence begins with the part of a month in which something was held ("Cuối tháng 6, …")."""
    return date.start - scene.sentence.start <= _OPENING and len(bounds(date)[0] or "") == _MONTH


def as_said(reading: Reading, day: DateMention, verb: int) -> DateMention:
    """Return the day of what was done, where the day told first is only that of the news of it.

    "Ngày 20/1, ông A cho biết, trường vừa tặng giấy khen" tells the month; a day named after "cho biết" tells more.
    """
    said = _SAID.search(reading.text.low, day.end, verb)
    if day.first and day.start > verb and _SAID_ON.search(reading.text.low, verb, day.start):
        return replace(day, first=day.first[:_MONTH])
    if not (said and day.first) or day.last or not _JUST.search(reading.text.low, said.end(), verb + _WORD):
        return day
    at = said.end()
    told = next((date for date in reading.dates if at <= date.start <= at + _TO_DAY and date.kind == "event"), None)
    return told or replace(day, first=day.first[:_MONTH])


def is_to_come(reading: Reading, day: DateMention | None) -> bool:
    """Return whether a day comes after the day of publication."""
    published = reading.text.published
    return bool(published and day and day.first and len(day.first) == _DAY and day.first > published[:_DAY])


def lent_days(reading: Reading, scene: Scene, days: dict[int, list[DateMention]]) -> list[DateMention]:
    """Return the days that the short sentence before lends: one of nothing but day and place."""
    if not scene.index:
        return []
    before, low = reading.text.sentences[scene.index - 1], reading.text.low
    bare = before.end - before.start <= _DATELINE and not any(
        pattern.search(low, before.start, before.end) for pattern in (_VERB, _HOLD)
    )
    return days.get(before.start, []) if bare else []


def inside(date: DateMention, sentence: Sentence) -> bool:
    """Return whether a date that may be an occasion's stands in a sentence."""
    return sentence.start <= date.start < sentence.end and date.kind in ("event", "period")


def _withdrawing_day(reading: Reading, scene: Scene) -> DateMention | None:
    """Return the day of the decision that withdraws: "Quyết định số 12/QĐ-UBND ngày 3/4 về việc hủy bỏ …"."""
    low, start = reading.text.low, scene.sentence.start
    for trigger in scene.triggers:
        if trigger.type != "revocation":
            continue
        for at, end in ((start, trigger.start), (trigger.end, scene.sentence.end)):
            by = _BY_DECISION.search(low, at, end)
            day = _first_document(reading, by.start(), end) if by and _acts(low, by.start(), trigger.start) else None
            if day:
                return day
    return None


def _acts(low: str, decision: int, withdrawal: int) -> bool:
    """Return whether a decision withdraws, not is withdrawn: it stands before, or behind "tại", "bằng", "theo"."""
    return decision < withdrawal or low.endswith(("tại ", "bằng ", "theo "), 0, decision)


def launching_day(reading: Reading, scene: Scene) -> DateMention | None:
    """Return the day of the document by which a movement is launched: "Bằng Công văn số … ngày …, A phát động"."""
    low, sentence = reading.text.low, scene.sentence
    by = _DOCUMENT_FIRST.match(low, sentence.start) or _BY_DOCUMENT.search(low, sentence.start, sentence.end)
    return _first_document(reading, by.start(), by.end() + 2 * _DOCUMENT_REACH) if by else None


def _day_of_start(reading: Reading, scene: Scene) -> DateMention | None:
    """Return the day from which a movement runs, where the sentence begins with it ("Từ ngày 15/3, …")."""
    sentence = scene.sentence
    if not reading.text.low.startswith("từ ", sentence.start):
        return None
    at = bisect.bisect_left(reading.dates, sentence.start, key=lambda date: date.start)
    return next((date for date in reading.dates[at : at + 1] if date.start <= sentence.start + _OPENING), None)


def document_day(reading: Reading, scene: Scene) -> DateMention | None:
    """Return the day of the decision that a sentence tells, without a frame; see :func:`day_of`."""
    for trigger in scene.triggers:
        if trigger.type == "award_decision":
            return _document_day(reading, scene, trigger)
    return None


def _document_day(reading: Reading, scene: Scene, trigger: Trigger) -> DateMention | None:
    """Return the day of a decision; of several decisions of different days only what their days share."""
    first = _first_document(reading, trigger.start, trigger.end + _DOCUMENT_REACH)
    if not first or not first.first:
        return first
    others = [
        date.first
        for date in reading.dates
        if date.kind == "document" and first.end <= date.start < scene.sentence.end and date.first
    ]
    shared = next((size for size in (_DAY, 7, 4) if all(day[:size] == first.first[:size] for day in others)), 0)
    return replace(first, first=first.first[:shared]) if shared else None


def _first_document(reading: Reading, start: int, reach: int) -> DateMention | None:
    at = bisect.bisect_left(reading.dates, start, key=lambda date: date.start)
    for date in reading.dates[at : at + 1]:
        if date.kind == "document" and date.first and date.start <= reach and _plausible(reading, date):
            return date
    return None


def bounds(day: DateMention) -> tuple[PartialDate | None, PartialDate | None]:
    """Return first and last day; of vague words ("cuối năm 2019") only what both ends share."""
    if day.first and day.last and day.vague:
        shared = next((size for size in (7, 4) if day.first[:size] == day.last[:size]), 0)
        return day.first[:shared] or None, None
    return day.first, day.last if day.last != day.first else None


def year_told(reading: Reading, sentence: Sentence, types: set[EventType]) -> PartialDate | None:
    """Return the year of an undated occasion.

    It is the year of a numbered meeting ("phiên họp lần thứ hai năm 2018"), the year of publication where the sentence
    names it, and without a publication day the last year of the period that the occasion looks back on.
    """
    low, published = reading.text.low, reading.text.published
    numbered = _NUMBERED.search(low, sentence.start, sentence.end)
    if numbered:
        return numbered["year"]
    if not published:
        return _end_of_period(reading, sentence) if types & _OF_PERIOD else None
    taken = [date for date in reading.dates if _takes_year(date)]
    for match in _YEAR.finditer(low, sentence.start, sentence.end):
        if match[0] == published[:4] and not any(date.start <= match.start() < date.end for date in taken):
            return match[0]
    return None


def _takes_year(date: DateMention) -> bool:
    """Return whether the year in a date tells nothing of the occasion: a span of years, an anniversary, a document."""
    if date.kind in ("anniversary", "document", "publication"):
        return True
    return date.last is not None and date.last[:4] != (date.first or "")[:4]


def _end_of_period(reading: Reading, sentence: Sentence) -> PartialDate | None:
    """Return the last year of the one span of time that a sentence names."""
    ends = {date.last[:4] for date in reading.dates if date.last and inside(date, sentence)}
    return next(iter(ends)) if len(ends) == 1 else None
