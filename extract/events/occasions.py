"""Occasions told in an article: the sentences that open one, with triggers, day and hosts (sự kiện được kể)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from extract.events.days import (
    DECIDED,
    as_said,
    bounds,
    day_of,
    document_day,
    inside,
    is_to_come,
    launching_day,
    lent_days,
    year_told,
)
from extract.events.nominations import is_nomination, is_posted
from extract.events.scenes import Occasion, Scene, Trigger
from extract.mentions import DateMention
from extract.reading import Reading
from extract.rules import load_rules
from extract.text import Text
from extract.units.hosts import council_of, hosts_of_meeting, subject_units
from schemas.records import EventType, YearSource

_RULES = load_rules("events")
_MEETING = _RULES["meeting"].compile()
_EMULATION = _RULES["emulation"].compile()
_FUTURE = _RULES["future"].sought()
_NOT_LAUNCHED = _RULES["not_launched_here"].compile()
_NOT_CONFERRED = _RULES["not_conferred"].compile()
_UNSTARTED = _RULES["unstarted"].compile()
_WISHED = _RULES["wished"].compile()
_PURPOSE = _RULES["purpose"].compile()
_ONLY_MAY = _RULES["only_may"].compile()
_ATTENDED = re.compile(r"(?<!đi )(?<!đại biểu )dự $")
_REMARK = _RULES["remark"].compile()
_PREPARED = _RULES["prepared"].compile()
_UNDECIDED = _RULES["undecided"].compile()
_CITED = _RULES["cited"].compile()
_AT_MEETING = _RULES["at_meeting"].sought()
_SPEECH = _RULES["speech"].compile()
_COUNCIL = _RULES["council"].sought()
_DISCIPLINE = _RULES["discipline"].compile()
_HALF_YEAR = _RULES["half_year"].compile()
_LAUNCHING_PLAN = _RULES["plan_of_launch"].compile()
_CLAUSE_END = re.compile(r"[,;.(:\n]")
#: The longest quote, in characters.
_LONGEST_QUOTE = 160
#: An undated occasion opens only in the first sentences of an article.
_LEAD_SENTENCES = 6
_BEFORE = 40
#: What is announced with a day of its own.
_ANNOUNCED: frozenset[EventType] = frozenset({"review", "interim_review", "congress"})
#: What is held, so that others may prepare or present it.
_HELD: frozenset[EventType] = _ANNOUNCED | {"honouring", "award_ceremony"}
_ISSUED = ("ban hành", "có ", "kế hoạch", "công bố", "lấy ý kiến", "gửi", "ký")
#: Words of a ceremony that is named in them, be it to come.
_AT_CEREMONY = ("nhận", "trao tại", "trao trong", "trao nhân", "trao vào")
_AWARDS = ("bằng khen", "giấy khen", "huân chương", "danh hiệu", "kỷ niệm chương", "khen thưởng")
#: What a plan or guideline may be about.
_TOLD_OF_PLAN: frozenset[EventType] = _ANNOUNCED | {"honouring", "award_ceremony", "nomination", "pledge"}


def open_occasion(reading: Reading, scene: Scene, days: dict[int, list[DateMention]], *, lead: bool) -> Occasion | None:
    """Return the occasion that a sentence opens, or ``None``.

    A sentence opens one when it tells its day, or (``lead``) as one of the first of the article.
    """
    low = reading.text.low
    if not (lead or _may_open(reading, scene, days)):
        return None
    scene = _without_purpose(reading.text, scene, days)
    types = opening_types(reading.text, scene)
    if "launch" in types and launching_day(reading, scene):
        types.add("guidance")
    verb = min(scene.holds or [trigger.start for trigger in scene.triggers] or _awards_at(scene))
    announced = _announced(low, scene, verb)
    day = day_of(reading, scene, days, types, announced=announced)
    day = as_said(reading, day, verb) if day and not announced else day
    announced = announced or is_to_come(reading, day)
    framed = _frame(low, scene, dated=day is not None)
    if framed is not None and not types and any(_ATTENDED.search(low, framed, aim.start) for aim in scene.aims):
        types.add("congress")
    if not types and (announced or framed is None):
        return None
    undated = "revocation" in types or (lead and _opens_undated(low, scene, types, framed=framed is not None))
    if day is None and (announced or not undated):
        return None
    start, end = bounds(day) if day else (year_told(reading, scene.sentence, types), None)
    source: YearSource | None = (day.year_source if day else "text") if start else None
    hosts = hosts_of(reading, scene, types)
    key = start or (low[day.start : day.end] if day else None)
    quote = _quote(reading.text, scene, day, verb if types or scene.holds else framed or verb)
    return Occasion(scene, verb, types, key, start, end, source, hosts, announced, quote, day)


def _frame(low: str, scene: Scene, *, dated: bool) -> int | None:
    """Return where a meeting is named that may be the frame of awards; none where a sentence only remarks on it.

    Where a day is told, "họp" alone tells of one of thi đua.
    """
    if _REMARK.match(low, scene.sentence.start):
        return None
    frame = (_MEETING if scene.holds else _AT_MEETING).search(low, scene.sentence.start, scene.sentence.end)
    if frame:
        return frame.start()
    dated = dated and _EMULATION.search(low, scene.sentence.start, scene.sentence.end) is not None
    return next((hold for hold in scene.holds if dated and low.startswith("họp", hold)), None)


def _awards_at(scene: Scene) -> list[int]:
    return [evidence.start for evidence in scene.told_awards()] or [scene.sentence.start]


def undated_occasion(reading: Reading, scene: Scene, types: set[EventType]) -> Occasion:
    """Return the occasion of awards of which the article tells no day and no frame."""
    verb = min(_awards_at(scene))
    day = document_day(reading, scene) if types == {"award_decision"} else None
    start = day.first if day else year_told(reading, scene.sentence, types)
    hosts = hosts_of(reading, scene, types)
    quote = _quote(reading.text, scene, None, verb)
    return Occasion(scene, verb, types, start, start, None, "text" if start else None, hosts, False, quote)


def _may_open(reading: Reading, scene: Scene, days: dict[int, list[DateMention]]) -> bool:
    """Return whether a later sentence can open an occasion at all: it is dated, or decides something."""
    if scene.sentence.start in days or any(trigger.type in DECIDED for trigger in scene.triggers):
        return True
    if any(award.status == "revoked" for award in scene.awards) or lent_days(reading, scene, days):
        return True
    return any(date.vague and inside(date, scene.sentence) for date in reading.dates)


def _announced(low: str, scene: Scene, verb: int) -> bool:
    """Return whether the occasion is told as coming; of a decision, whether its issue is."""
    decided = any(trigger.type == "award_decision" for trigger in scene.triggers)
    last = scene.sentence.end if decided else max([verb, *(trigger.start for trigger in scene.triggers)])
    return _FUTURE.search(low, scene.sentence.start, last) is not None


def _without_purpose(text: Text, scene: Scene, days: dict[int, list[DateMention]]) -> Scene:
    """Return the scene without what stands before its day, when that only tells why ("Thực hiện …, ngày …")."""
    day = next(iter(days.get(scene.sentence.start, ())), None)
    if not day or not any(hold > day.end for hold in scene.holds):
        return scene
    if not _PURPOSE.search(text.low[scene.sentence.start : day.start]):
        return scene
    return replace(
        scene,
        triggers=[trigger for trigger in scene.triggers if trigger.start > day.start],
        holds=[hold for hold in scene.holds if hold > day.end],
    )


def _opens_undated(low: str, scene: Scene, types: set[EventType], *, framed: bool) -> bool:
    if scene.background or scene.index >= _LEAD_SENTENCES:
        return False
    posted = "nomination" in types and any(is_posted(low, trigger) for trigger in scene.triggers)
    return posted or bool(scene.holds and (types or framed)) or bool(types & (DECIDED | {"launch"}))


def opening_types(text: Text, scene: Scene) -> set[EventType]:
    """Return the types of the occasion that a sentence opens, from its triggers and its awards."""
    subject = _subject_of_document(text.low, scene)
    types = {trigger.type for trigger in scene.triggers if not (subject(trigger) or told_only(text, scene, trigger))}
    low, start, end = text.low, scene.sentence.start, scene.sentence.end
    if scene.holds and _COUNCIL.search(low, start, end):
        types.add("nomination")
        if _HALF_YEAR.search(low, start, end):
            types.add("interim_review")
    if _DISCIPLINE.search(low, start, end):
        types.discard("nomination")
    if "guidance" in types and _LAUNCHING_PLAN.search(low, start, end):
        types.add("launch")
    ends = (evidence.end for evidence in scene.told_awards())
    if not _PREPARED.search(low, start, min(ends, default=start)):
        types |= types_of_awards(scene)
    if "revocation" in types:
        types -= {"award_decision", "award_ceremony", "honouring", "guidance"}
        types -= set() if scene.holds and _COUNCIL.search(low, start, end) else {"nomination"}
    if "award_ceremony" in types:
        types.discard("award_decision")
    return types


def _subject_of_document(low: str, scene: Scene) -> Callable[[Trigger], bool]:
    """Return the test whether a trigger only tells what a document issued in the sentence is about."""
    issued = [
        trigger.start
        for trigger in scene.triggers
        if trigger.type == "guidance" and low.startswith(_ISSUED, trigger.start)
    ]
    held = [hold for hold in scene.holds if not issued or hold < issued[0]]

    def about(trigger: Trigger) -> bool:
        return bool(issued) and not held and trigger.start > issued[0] and trigger.type in _TOLD_OF_PLAN

    return about


def types_of_awards(scene: Scene) -> set[EventType]:
    """Return what the awards conferred in a sentence make of its occasion."""
    types: set[EventType] = set()
    for award in scene.awards:
        if award.status == "revoked":
            types |= {"revocation"} if any(trigger.type == "revocation" for trigger in scene.triggers) else set()
        elif award.form == "honour":
            types.add("honouring")
        elif any(trigger.type == "award_decision" and not _is_handed(scene, trigger) for trigger in scene.triggers):
            types.add("award_decision")
        else:
            types.add("award_ceremony")
    return types


def _is_handed(scene: Scene, decision: Trigger) -> bool:
    """Return whether a decision is announced or handed over ("công bố quyết định khen thưởng"): that is a ceremony."""
    return any(item.type == "award_ceremony" and item.start < decision.start < item.end for item in scene.triggers)


def told_only(text: Text, scene: Scene, trigger: Trigger) -> bool:
    """Return whether a trigger of an opening sentence is only cited, praised or joined."""
    low, start = text.low, scene.sentence.start
    before = max(start, trigger.start - _BEFORE * 2)
    if trigger.type == "launch":
        return any(pattern.search(low, before, trigger.start) for pattern in (_NOT_LAUNCHED, _UNSTARTED, _WISHED))
    if trigger.type in _HELD and _PREPARED.search(low, start, trigger.start):
        return True
    if trigger.type == "award_ceremony" and not low.startswith(_AT_CEREMONY, trigger.start):
        return _of_decision(low, scene, trigger) or _NOT_CONFERRED.search(low, start, trigger.start) is not None
    if trigger.type == "nomination":
        return not is_nomination(low, scene.sentence, trigger)
    if trigger.type in ("award_decision", "guidance"):
        patterns = (_CITED, _UNDECIDED) if trigger.type == "award_decision" else (_CITED,)
        draft = low.startswith("dự thảo", trigger.start)
        return not draft and any(pattern.search(low, before, trigger.start) for pattern in patterns)
    if trigger.type == "revocation":
        return _ONLY_MAY.search(low, before, trigger.start) is not None
    if trigger.type == "honouring":
        held = low.startswith("tổ chức", trigger.start)
        return not held and is_speech(low, start, trigger.start)
    return False


def _of_decision(low: str, scene: Scene, trigger: Trigger) -> bool:
    """Return whether "tặng" only goes on with what a decision told before it confers."""
    decided = any(other.type == "award_decision" and other.start < trigger.start for other in scene.triggers)
    return decided and low.startswith("tặng", trigger.start)


def is_speech(low: str, start: int, end: int) -> bool:
    """Return whether words of a speech lead to ``end``, unless it is the meeting of the speech that is named there."""
    told = _SPEECH.search(low, start, end)
    return told is not None and _AT_MEETING.search(low, told.end(), end) is None


def hosts_of(reading: Reading, scene: Scene, types: set[EventType]) -> tuple[str, ...]:
    """Return the hosts: the subject of the first verb that has one."""
    offices = bool(types & DECIDED)
    low = reading.text.low
    verbs = [*scene.holds, *(_verb_of(low, trigger) for trigger in scene.triggers)]
    found = (subject_units(reading, scene.sentence, verb, offices=offices) for verb in verbs)
    hosts = next((hosts for hosts in found if hosts), ()) or hosts_of_meeting(reading, scene.sentence, verbs)
    return hosts or (council_of(reading, scene.sentence) if "nomination" in types and scene.holds else ())


def _verb_of(low: str, trigger: Trigger) -> int:
    """Return where the verb of a trigger stands: at its end where the award stands first ("Giấy khen … bị thu hồi")."""
    award_first = trigger.type == "revocation" and low.startswith(_AWARDS, trigger.start)
    return trigger.end if award_first else trigger.start


def _quote(text: Text, scene: Scene, day: DateMention | None, verb: int) -> tuple[int, int]:
    """Return the offsets of a short quote that shows the occasion: its day, its verb, what it is."""
    sentence = scene.sentence
    shown = [*(trigger.end for trigger in scene.triggers), *(evidence.end for evidence in scene.told_awards())]
    last = next((end for end in shown if end > verb), verb)
    stop = _CLAUSE_END.search(text.low, min(last, sentence.end), sentence.end)
    end = stop.start() if stop else sentence.end
    start = sentence.start
    if end - start > _LONGEST_QUOTE:
        start = day.start if day and sentence.start <= day.start < verb else start
        if verb - start > _LONGEST_QUOTE - _BEFORE:
            start = _word_start(text.low, max(verb - _BEFORE * 2, sentence.start), verb)
        end = min(end, _word_end(text.low, start + _LONGEST_QUOTE, start))
    while end > start + 1 and text.low[end - 1].isspace():
        end -= 1
    return start, max(end, start + 1)


def _word_start(low: str, at: int, stop: int) -> int:
    while at < stop and at and low[at - 1].isalnum():
        at += 1
    while at < stop and not low[at].isalnum():
        at += 1
    return at


def _word_end(low: str, at: int, floor: int) -> int:
    at = min(at, len(low))
    while floor < at < len(low) and low[at].isalnum():
        at -= 1
    while at > floor and not low[at - 1].isalnum():
        at -= 1
    return at
