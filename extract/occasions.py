"""Occasions told in an article: the sentences that open one, with triggers, day and hosts (sự kiện được kể)."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extract.hosts import hosts_of_meeting, subject_units
from extract.mentions import DateMention
from extract.reading import Reading
from extract.rules import load_rules
from extract.text import Sentence, Text
from schemas.dates import PartialDate
from schemas.records import Award, EventType, YearSource

_RULES = load_rules("events")
_TRIGGERS: tuple[tuple[EventType, re.Pattern[str]], ...] = tuple(
    (rule.value, rule.compile())  # type: ignore[misc]
    for rule in _RULES.values()
    if rule.value
)
_HOLD = _RULES["hold"].compile()
_MEETING = _RULES["meeting"].compile()
_AIM = _RULES["aim"].compile()
_BACKGROUND = _RULES["background"].compile()
_FUTURE = _RULES["future"].compile()
_NOT_LAUNCHED = _RULES["not_launched_here"].compile()
_NOT_CONFERRED = _RULES["not_conferred"].compile()
_UNSTARTED = _RULES["unstarted"].compile()
_PURPOSE = _RULES["purpose"].compile()
_NORM = _RULES["norm"].compile()
_UNDECIDED = _RULES["undecided"].compile()
_CITED = _RULES["cited"].compile()
_AT_MEETING = _RULES["at_meeting"].compile()
_SPEECH = _RULES["speech"].compile()
_COUNCIL = _RULES["council"].compile()
_DISCIPLINE = _RULES["discipline"].compile()
_HALF_YEAR = _RULES["half_year"].compile()
_LAUNCHING_PLAN = _RULES["plan_of_launch"].compile()
_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d{2}(?!\d)")
_VERB = re.compile(r"(?<!\w)(?:đã|được|là|có|trao|tặng|nhận|dự|tổ chức|phát biểu|diễn ra)(?!\w)")
#: A sentence no longer than this may hold only day and place.
_DATELINE = 80
_CLAUSE_END = re.compile(r"[,;.(:\n]")
#: How far before a congress its being only an aim may be told.
_AIM_REACH = 200
#: The longest quote, in characters.
LONGEST_QUOTE = 160
#: An undated occasion opens only in the first sentences of an article.
_LEAD_SENTENCES = 6
_BEFORE = 40
#: What may be announced for a vague time ("cuối năm").
_ANNOUNCED: frozenset[EventType] = frozenset({"review", "interim_review", "congress", "honouring", "award_ceremony"})
_DECIDED: frozenset[EventType] = frozenset({"award_decision", "guidance", "revocation"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that tell what kind of event this is: ``start:end`` in the body."""

    start: int
    end: int
    type: EventType


@dataclass(slots=True)
class Scene:
    """A sentence with what stands in it."""

    index: int
    sentence: Sentence
    triggers: list[Trigger] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    holds: list[int] = field(default_factory=list)
    background: bool = False


@dataclass(slots=True)
class Occasion:
    """One occasion while it is gathered.

    Attributes:
        scene: The sentence that opens it.
        verb: Where its verb or first trigger stands.
        types: Types gathered so far.
        day: What tells its day apart from others: ``start``, or the words of a day without a year.
        start: Its day, month or year.
        end: Its last day.
        year_source: Where the year was read.
        hosts: Units that hold it.
        announced: It is told as coming: what follows in the text does not belong to it.
        quote: Offsets of its evidence.
    """

    scene: Scene
    verb: int
    types: set[EventType]
    day: str | None
    start: PartialDate | None
    end: PartialDate | None
    year_source: YearSource | None
    hosts: tuple[str, ...]
    announced: bool
    quote: tuple[int, int]


def read_scenes(reading: Reading) -> list[Scene]:
    """Return the sentences that hold a trigger, a holding verb or an award of this occasion, in order."""
    text = reading.text
    scenes: dict[int, Scene] = {}

    def scene_at(offset: int) -> Scene:
        index = max(bisect.bisect_right(text.sentences, offset, key=lambda item: item.start) - 1, 0)
        return scenes.setdefault(index, Scene(index, text.sentences[index]))

    for trigger in _triggers(text.low):
        scene_at(trigger.start).triggers.append(trigger)
    for match in _HOLD.finditer(text.low):
        scene_at(match.start()).holds.append(match.start())
    for award in reading.awards:
        if award.status in ("conferred", "revoked"):
            for evidence in award.evidence:
                scene_at(evidence.start).awards.append(award)
    for scene in scenes.values():
        scene.background = _BACKGROUND.match(text.low[scene.sentence.start : scene.sentence.end]) is not None
        scene.triggers.sort(key=lambda trigger: trigger.start)
    return [scenes[index] for index in sorted(scenes)]


def _triggers(low: str) -> Iterator[Trigger]:
    """Return every trigger; a launch needs organised emulation, a congress that is an aim is none."""
    organised = "thi đua" in low
    for kind, pattern in _TRIGGERS:
        for match in pattern.finditer(low) if organised or kind != "launch" else ():
            aim = kind == "congress" and _AIM.search(low, max(match.start() - _AIM_REACH, 0), match.start())
            if not aim:
                yield Trigger(match.start(), match.end(), kind)


def days_by_sentence(reading: Reading) -> dict[int, list[DateMention]]:
    """Return the event dates by the start of their sentence, those without a year too."""
    found = defaultdict(list)
    for date in reading.dates:
        if date.kind == "event":
            found[reading.text.sentence_at(date.start).start].append(date)
    return found


def open_occasion(reading: Reading, scene: Scene, days: dict[int, list[DateMention]], *, lead: bool) -> Occasion | None:
    """Return the occasion that a sentence opens, or ``None``.

    A sentence opens one when it tells its day, or (``lead``) as one of the first of the article.
    """
    if not (lead or _may_open(reading, scene, days)):
        return None
    low = reading.text.low
    scene = _without_purpose(reading.text, scene, days)
    types = opening_types(reading.text, scene)
    verb = min(scene.holds or [trigger.start for trigger in scene.triggers], default=scene.sentence.start)
    announced = _announced(low, scene, verb)
    day = _day(reading, scene, days, types, announced=announced)
    frame = _MEETING if scene.holds else _AT_MEETING
    framed = frame.search(low, scene.sentence.start, scene.sentence.end) is not None
    if not types and not (framed and not announced):
        return None
    if day is None and (announced or not ("revocation" in types or (lead and _opens_undated(scene, types, framed)))):
        return None
    start, end = _bounds(day) if day else (_year_told(reading, scene), None)
    source: YearSource | None = (day.year_source if day else "text") if start else None
    hosts = _hosts(reading, scene, types)
    key = start or (low[day.start : day.end] if day else None)
    quote = _quote(reading.text, scene, day, verb)
    return Occasion(scene, verb, types, key, start, end, source, hosts, announced, quote)


def undated_occasion(reading: Reading, scene: Scene, types: set[EventType]) -> Occasion:
    """Return the occasion of awards of which the article tells no day and no frame."""
    verb = min([award.evidence[0].start for award in scene.awards], default=scene.sentence.start)
    start = _year_told(reading, scene)
    hosts = _hosts(reading, scene, types)
    quote = _quote(reading.text, scene, None, verb)
    return Occasion(scene, verb, types, start, start, None, "text" if start else None, hosts, False, quote)


def _may_open(reading: Reading, scene: Scene, days: dict[int, list[DateMention]]) -> bool:
    """Return whether a later sentence can open an occasion at all: it is dated, or decides something."""
    if scene.sentence.start in days or any(trigger.type in _DECIDED for trigger in scene.triggers):
        return True
    if any(award.status == "revoked" for award in scene.awards) or _lent_days(reading, scene, days):
        return True
    return any(date.vague and _inside(date, scene.sentence) for date in reading.dates)


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


def _opens_undated(scene: Scene, types: set[EventType], framed: bool) -> bool:
    if scene.background or scene.index >= _LEAD_SENTENCES:
        return False
    return bool(scene.holds and (types or framed)) or bool(types & (_DECIDED | {"launch"}))


def opening_types(text: Text, scene: Scene) -> set[EventType]:
    """Return the types of the occasion that a sentence opens, from its triggers and its awards."""
    types = {trigger.type for trigger in scene.triggers if not _told_only(text, scene, trigger)}
    low, start, end = text.low, scene.sentence.start, scene.sentence.end
    if scene.holds and _COUNCIL.search(low, start, end):
        types.add("nomination")
        if _HALF_YEAR.search(low, start, end):
            types.add("interim_review")
    if _DISCIPLINE.search(low, start, end):
        types.discard("nomination")
    if "guidance" in types and _LAUNCHING_PLAN.search(low, start, end):
        types.add("launch")
    types |= types_of_awards(scene)
    if "revocation" in types:
        types -= {"award_decision", "award_ceremony", "honouring", "nomination"}
    if "award_ceremony" in types:
        types.discard("award_decision")
    return types


def types_of_awards(scene: Scene) -> set[EventType]:
    """Return what the awards conferred in a sentence make of its occasion."""
    types: set[EventType] = set()
    for award in scene.awards:
        if award.status == "revoked":
            types.add("revocation")
        elif award.form == "honour":
            types.add("honouring")
        elif any(trigger.type == "award_decision" for trigger in scene.triggers):
            types.add("award_decision")
        else:
            types.add("award_ceremony")
    return types


def _told_only(text: Text, scene: Scene, trigger: Trigger) -> bool:
    """Return whether a trigger of an opening sentence is only cited, praised or joined."""
    low, start = text.low, scene.sentence.start
    before = max(start, trigger.start - _BEFORE * 2)
    if trigger.type == "launch":
        return any(pattern.search(low, before, trigger.start) for pattern in (_NOT_LAUNCHED, _UNSTARTED))
    if trigger.type == "award_ceremony":
        return _NOT_CONFERRED.search(low, start, trigger.start) is not None
    if trigger.type == "nomination":
        return _NORM.search(low, start, trigger.start) is not None
    if trigger.type in ("award_decision", "guidance"):
        patterns = (_CITED, _UNDECIDED) if trigger.type == "award_decision" else (_CITED,)
        return any(pattern.search(low, before, trigger.start) for pattern in patterns)
    if trigger.type == "honouring":
        held = low.startswith("tổ chức", trigger.start)
        return not held and is_speech(low, start, trigger.start)
    return False


def is_speech(low: str, start: int, end: int) -> bool:
    """Return whether words of a speech lead to ``end``, unless it is the meeting of the speech that is named there."""
    told = _SPEECH.search(low, start, end)
    return told is not None and _AT_MEETING.search(low, told.end(), end) is None


def _day(
    reading: Reading, scene: Scene, days: dict[int, list[DateMention]], types: set[EventType], *, announced: bool
) -> DateMention | None:
    """Return the date of the occasion: the event date of the sentence, or that of the document which decides.

    A short sentence of nothing but day and place ("Ngày 16/3 tại Huế.") lends its day to the next.
    """
    dates = days.get(scene.sentence.start) or _lent_days(reading, scene, days)
    for date in dates:
        told = len(date.first) if date.first else len("2020-01-01")
        if announced or (told > 4 and not (scene.background and told < 10)):
            return date
    if announced and types & _ANNOUNCED:
        return next((date for date in reading.dates if _inside(date, scene.sentence) and date.vague), None)
    if types & {"award_decision", "guidance"} and "revocation" not in types:
        for trigger in scene.triggers:
            if trigger.type in types & _DECIDED:
                return _document_day(reading, trigger)
    return None


def _lent_days(reading: Reading, scene: Scene, days: dict[int, list[DateMention]]) -> list[DateMention]:
    if not scene.index:
        return []
    before, low = reading.text.sentences[scene.index - 1], reading.text.low
    bare = before.end - before.start <= _DATELINE and not any(
        pattern.search(low, before.start, before.end) for pattern in (_VERB, _HOLD)
    )
    return days.get(before.start, []) if bare else []


def _inside(date: DateMention, sentence: Sentence) -> bool:
    return sentence.start <= date.start < sentence.end and date.kind in ("event", "period")


def _document_day(reading: Reading, trigger: Trigger) -> DateMention | None:
    at = bisect.bisect_left(reading.dates, trigger.start, key=lambda date: date.start)
    for date in reading.dates[at : at + 1]:
        if date.kind == "document" and date.first and date.start <= trigger.end + _BEFORE:
            return date
    return None


def _bounds(day: DateMention) -> tuple[PartialDate | None, PartialDate | None]:
    """Return first and last day; of vague words ("cuối năm 2019") only what both ends share."""
    if day.first and day.last and day.vague:
        shared = next((size for size in (7, 4) if day.first[:size] == day.last[:size]), 0)
        return day.first[:shared] or None, None
    return day.first, day.last if day.last != day.first else None


def _year_told(reading: Reading, scene: Scene) -> PartialDate | None:
    """Return the year of an undated occasion: the one its sentence names, when it is the year of publication."""
    text, sentence = reading.text, scene.sentence
    if not text.published:
        return None
    year = text.published[:4]
    taken = [date for date in reading.dates if date.last or date.kind in ("anniversary", "document", "publication")]
    for match in _YEAR.finditer(text.low, sentence.start, sentence.end):
        if match[0] == year and not any(date.start <= match.start() < date.end for date in taken):
            return year
    return None


def _hosts(reading: Reading, scene: Scene, types: set[EventType]) -> tuple[str, ...]:
    """Return the hosts: the subject of the first verb that has one."""
    offices = bool(types & _DECIDED)
    verbs = [*scene.holds, *(trigger.start for trigger in scene.triggers)]
    found = (subject_units(reading, scene.sentence, verb, offices=offices) for verb in verbs)
    return next((hosts for hosts in found if hosts), ()) or hosts_of_meeting(reading, scene.sentence, verbs)


def _quote(text: Text, scene: Scene, day: DateMention | None, verb: int) -> tuple[int, int]:
    """Return the offsets of a short quote that shows the occasion: its day, its verb, what it is."""
    sentence = scene.sentence
    shown = [*(trigger.end for trigger in scene.triggers), *(award.evidence[0].end for award in scene.awards)]
    last = next((end for end in shown if end > verb), verb)
    stop = _CLAUSE_END.search(text.low, min(last, sentence.end), sentence.end)
    end = stop.start() if stop else sentence.end
    start = sentence.start
    if end - start > LONGEST_QUOTE:
        start = day.start if day and sentence.start <= day.start < verb else start
        if verb - start > LONGEST_QUOTE - _BEFORE:
            start = _word_start(text.low, max(verb - _BEFORE * 2, sentence.start), verb)
        end = min(end, _word_end(text.low, start + LONGEST_QUOTE, start))
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
