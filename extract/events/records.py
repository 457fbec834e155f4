"""Events of thi đua - khen thưởng: one occasion, one event, with all its types, its day, its hosts (sự kiện)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from extract.events.days import DECIDED, days_by_sentence
from extract.events.occasions import announced_occasions, is_speech, open_occasion, types_of_awards, undated_occasion
from extract.events.scenes import Occasion, Scene, Trigger, read_scenes
from extract.events.titled_occasions import title_types, title_year, titled_occasion
from extract.reading import Reading
from extract.rules import load_rules
from extract.text import Text
from extract.units.hosts import lead_hosts
from schemas.folding import compose, fold, fold_key
from schemas.records import Event, EventType

_RULES = load_rules("events")
_HERE = _RULES["here"].compile()
_NOT_DONE = _RULES["not_done"].compile()
_NOT_LAUNCHED = _RULES["not_launched_here"].compile()
_NORM = _RULES["norm"].compile()
_TASK = _RULES["task"].compile()
_ASKED = _RULES["asked"].compile()
_EMULATION = _RULES["emulation"].compile()
_YEAR_REVIEW = _RULES["year_review"].compile()
_REPORTED = _RULES["reported"].compile()
_BACKGROUND = _RULES["background"].compile()
_STANDING = _RULES["standing"].compile()
_AWARD_TITLE = _RULES["award_title"].compile()
_BY_THIS_DECISION = _RULES["by_this_decision"].compile()
_SUMMING_UP = _RULES["summing_up"].compile()
_SIGNED = _RULES["signed"].compile()
_MEETING_WORD = re.compile(r"(?:hội nghị|lễ|buổi lễ) $")
_ORDER = get_args(EventType)
_EARLIER = re.compile(r"\W*trước đó(?!\w)")
_HANDED_OVER = re.compile(r"(?<!\w)(?:trao|đón nhận|công bố)(?!\w)")
_BEFORE = 40
#: A line no longer than this that stands alone is a caption.
_CAPTION = 120
#: Awards without an occasion are news only in the first sentences or under a title that says so.
_LEAD = 4
#: Words of handing over, as against only giving ("tặng").
_HANDED = ("trao", "đón nhận", "lễ", "công bố")
#: Types that a plain meeting of another kind can have too.
_PLAIN: frozenset[EventType] = frozenset({"review", "interim_review", "nomination"})


def read_events(reading: Reading) -> tuple[Event, ...]:
    """Return the events the article reports as held, decided or announced, in the order of the text.

    Uses ``reading.awards``, ``reading.unit_mentions``, ``reading.people``, ``reading.dates`` and ``reading.provinces``.
    """
    scenes = read_scenes(reading)
    occasions = _gather(reading, scenes) or _titled(reading, scenes) or _unframed(reading, scenes)
    return tuple(_event(reading, occasion) for occasion in occasions)


def _gather(reading: Reading, scenes: Sequence[Scene]) -> list[Occasion]:
    """Return the occasions that sentences open, each with what the sentences after it tell of it."""
    days = days_by_sentence(reading)
    occasions: list[Occasion] = []
    current: Occasion | None = None
    early: list[Scene] = []
    titled = title_types(reading.text)
    sums_up = _sums_up(reading.text)
    for scene in scenes:
        announced = announced_occasions(reading, scene, days)
        occasions += announced
        opened = None if announced else open_occasion(reading, scene, days, lead=current is None and not sums_up)
        opened = _as_titled(reading, opened, titled) if opened and titled and not opened.day else opened
        if opened is not None:
            known = _known(reading, occasions, opened)
            if known is None:
                occasions.append(opened)
            else:
                _join(known, opened)
            current = current if opened.announced and current else known or opened
        elif current is not None and _earlier_award(reading, scene, current):
            occasions.append(undated_occasion(reading, scene, {"award_decision"}))
        elif current is not None and not announced:
            current.types |= _types_here(reading, scene, current)
        else:
            early.append(scene)
    for scene in early if occasions else ():
        occasions[0].types |= _types_here(reading, scene, occasions[0])
    if occasions and occasions[0].scene.index < _LEAD and not (occasions[0].announced or occasions[0].types <= DECIDED):
        occasions[0].types |= titled
    return [occasion for occasion in _settled(reading, occasions) if occasion.types]


def _sums_up(text: Text) -> bool:
    """Return whether the title says that the article sums up a time: what it tells without a day is no event."""
    return _SUMMING_UP.search(fold(compose(text.title or ""))) is not None


def _earlier_award(reading: Reading, scene: Scene, current: Occasion) -> bool:
    """Return whether a sentence tells, beside a decision, of awards given earlier, with their number."""
    if not (current.types <= DECIDED and _EARLIER.match(reading.text.low, scene.sentence.start)):
        return False
    return any(award.collectives or award.individuals or award.households or award.joint for award in scene.awards)


def _as_titled(reading: Reading, opened: Occasion, titled: set[EventType]) -> Occasion | None:
    """Return an undated occasion with the year of the title; ``None`` for an act beside the meeting of the title."""
    if not opened.types:
        opened.types |= titled
    if not opened.types & titled:
        return None if opened.types == {"launch"} and not opened.scene.holds else opened
    year = title_year(reading.text)
    if year:
        opened.day, opened.start, opened.year_source = year, year, "context"
    return opened


def _titled(reading: Reading, scenes: Sequence[Scene]) -> list[Occasion]:
    """Return the occasion of the title, with what the body tells of it."""
    occasion = titled_occasion(reading, title_types(reading.text))
    if occasion is None:
        return []
    for scene in scenes:
        if scene.index or _HERE.search(reading.text.low, 0, scene.sentence.end):
            occasion.types |= _types_here(reading, scene, occasion)
    occasion.hosts = lead_hosts(reading)
    return [occasion]


def _known(reading: Reading, occasions: Sequence[Occasion], opened: Occasion) -> Occasion | None:
    """Return the occasion that a sentence tells again."""
    return next((known for known in occasions if _told_again(reading, known, opened)), None)


def _told_again(reading: Reading, known: Occasion, opened: Occasion) -> bool:
    """Return whether two sentences tell of one occasion: same day, or one of them without a day."""
    if "revocation" in opened.types | known.types:
        alike = opened.types == known.types and known.day == opened.day and _hosts_meet(known, opened)
        return alike and _only_asked(reading, known) == _only_asked(reading, opened)
    if known.day and known.day == opened.day:
        return not _two_meetings(known, opened)
    if _within(known, opened) or _within(opened, known):
        return bool(known.types & opened.types)
    undated = len(known.day or "") <= 4 and not (known.announced or opened.announced)
    return undated and _same_kind(known, opened)


def _within(day: Occasion, span: Occasion) -> bool:
    """Return whether an occasion of one day lies within one of several."""
    return bool(day.start and span.start and span.end and not day.end and span.start <= day.start <= span.end)


def _only_asked(reading: Reading, occasion: Occasion) -> bool:
    """Return whether a withdrawal is only asked for."""
    return _ASKED.search(reading.text.low, occasion.scene.sentence.start, occasion.verb) is not None


def _hosts_meet(known: Occasion, opened: Occasion) -> bool:
    one, two = ({fold_key(host) for host in item.hosts} for item in (known, opened))
    return not one or not two or any(a in b or b in a for a in one for b in two)


def _two_meetings(known: Occasion, opened: Occasion) -> bool:
    """Return whether two meetings of one day have hosts of their own."""
    return bool(known.scene.holds and opened.scene.holds) and not _hosts_meet(known, opened)


def _same_kind(known: Occasion, opened: Occasion) -> bool:
    return bool(known.types & opened.types) or not known.types or (bool(known.hosts) and _hosts_meet(known, opened))


def _join(known: Occasion, opened: Occasion) -> None:
    known.types |= opened.types
    known.hosts = known.hosts or opened.hosts
    if len(opened.day or "") > len(known.day or "") or (opened.end and not known.end):
        known.day, known.start, known.end, known.year_source = opened.day, opened.start, opened.end, opened.year_source
        known.quote = opened.quote


def _types_here(reading: Reading, scene: Scene, occasion: Occasion) -> set[EventType]:
    """Return the types that a later sentence adds to its occasion."""
    text = reading.text
    if not (scene.triggers or scene.awards or _YEAR_REVIEW.search(text.low, scene.sentence.start, scene.sentence.end)):
        return set()
    here = _linked(text, scene)
    another = scene.holds and scene.triggers and scene.holds[0] <= scene.triggers[0].start
    if scene.background or (another and not here):
        return set()
    types = {trigger.type for trigger in scene.triggers if _happens_here(reading, scene, trigger, occasion, here)}
    if _YEAR_REVIEW.search(text.low, scene.sentence.start, scene.sentence.end):
        types.add("review")
    return types | _award_types_here(text, scene, occasion, here)


def _award_types_here(text: Text, scene: Scene, occasion: Occasion, here: bool) -> set[EventType]:
    types = types_of_awards(scene)
    if not here:
        types.discard("honouring")
        if "award_ceremony" in types and _goes_on_from_background(text, scene):
            types.discard("award_ceremony")
    decided = bool(occasion.types) and occasion.types <= {"nomination", "guidance", "award_decision"}
    if decided and "award_ceremony" in types and not _SIGNED.search(text.low, scene.sentence.start, scene.sentence.end):
        return types - {"award_ceremony"} | {"award_decision"}
    return types


def _goes_on_from_background(text: Text, scene: Scene) -> bool:
    """Return whether a sentence goes on, in its paragraph, from one that reviews a time, and hands nothing over."""
    low = text.low
    if _HANDED_OVER.search(low, scene.sentence.start, scene.sentence.end):
        return False
    for index in range(scene.index - 1, -1, -1):
        sentence = text.sentences[index]
        if "\n" in low[sentence.end : text.sentences[index + 1].start]:
            return False
        if _BACKGROUND.match(low[sentence.start : sentence.end]):
            return True
        if _HERE.search(low, sentence.start, sentence.end):
            return False
    return False


def _happens_here(reading: Reading, scene: Scene, trigger: Trigger, occasion: Occasion, here: bool) -> bool:
    """Return whether what a trigger names was done at the occasion told before."""
    low, start = reading.text.low, scene.sentence.start
    before = max(start, trigger.start - _BEFORE)
    if trigger.type in ("review", "interim_review", "congress"):
        goes_on = trigger.start == start and scene.index == occasion.scene.index + 1
        named = _MEETING_WORD.search(low, before, trigger.start) is not None and here
        return trigger.type != "congress" and (goes_on or named)
    if trigger.type in ("award_decision", "guidance", "revocation", "award_ceremony"):
        return False
    if trigger.type == "honouring":
        told = is_speech(low, start, trigger.start) or _TASK.search(low, start, trigger.start) is not None
        return here and not told
    if trigger.type == "nomination":
        agreed = low.startswith(("thống nhất", "nhất trí"), trigger.start)
        barred = (_TASK,) if agreed else (_TASK, _NORM)
        return not any(pattern.search(low, start, trigger.start) for pattern in barred)
    if trigger.type == "launch" and _NOT_LAUNCHED.search(low, max(start, before - _BEFORE), trigger.start):
        return False
    if here and trigger.type in ("launch", "pledge") and _done(low, start, trigger.start):
        return True
    if _NOT_DONE.search(low, before, trigger.start) or _TASK.search(low, before, trigger.start):
        return False
    return here or _has_subject(reading, start, trigger.start)


def _done(low: str, start: int, verb: int) -> bool:
    """Return whether "đã" before a verb tells what the people of the occasion did, not what a report tells."""
    told = low.endswith("đã ", start, verb)
    return told and not any(pattern.search(low, start, verb) for pattern in (_REPORTED, _TASK))


def _linked(text: Text, scene: Scene) -> bool:
    """Return whether a sentence speaks of the occasion itself: it says so, leads the article or is a caption."""
    sentence = scene.sentence
    if scene.index == 0:
        return True
    alone = text.low[sentence.start - 1 : sentence.start] in ("", "\n") and text.low[sentence.end :][:1] in ("", "\n")
    if alone and sentence.end - sentence.start <= _CAPTION:
        return True
    return _HERE.search(text.low[sentence.start : sentence.end]) is not None


def _has_subject(reading: Reading, start: int, verb: int) -> bool:
    """Return whether a person or a unit named in the sentence does it."""
    near = max(start, verb - _BEFORE * 3)
    return any(near <= item.start and item.end <= verb for item in (*reading.people, *reading.unit_mentions))


def _settled(reading: Reading, occasions: list[Occasion]) -> list[Occasion]:
    """Drop withdrawals that are only asked for beside real ones, and plain meetings without thi đua - khen thưởng."""
    low = reading.text.low
    revoked = [occasion for occasion in occasions if "revocation" in occasion.types]
    meant = [occasion for occasion in revoked if occasion.start] or [
        occasion for occasion in revoked if not _only_asked(reading, occasion)
    ]
    dropped = [occasion for occasion in revoked if meant and occasion not in meant]
    coming = bool(reading.campaigns)
    plain = [
        occasion
        for occasion in occasions
        if occasion.types <= _PLAIN and not (occasion.announced and coming) and not _of_emulation(low, occasion)
    ]
    kept = [occasion for occasion in occasions if occasion not in dropped and occasion not in plain]
    return [occasion for occasion in kept if not any(_hands_over(other, occasion) for other in kept)]


def _hands_over(ceremony: Occasion, decision: Occasion) -> bool:
    """Return whether a ceremony without awards of its own hands over what a decision before it confers."""
    if decision.types != {"award_decision"} or "award_ceremony" not in ceremony.types or ceremony.scene.awards:
        return False
    return bool(decision.start and ceremony.start) and ceremony.scene.index > decision.scene.index


def _of_emulation(low: str, occasion: Occasion) -> bool:
    """Return whether a plain meeting is one of thi đua - khen thưởng: it leads an article on it, or says so."""
    sentence = occasion.scene.sentence
    lead = occasion.scene.index < _LEAD
    return _EMULATION.search(low if lead else low[sentence.start : sentence.end]) is not None


def _unframed(reading: Reading, scenes: Sequence[Scene]) -> list[Occasion]:
    """Return the one event of an article that tells of awards conferred and of no occasion."""
    low = reading.text.low
    told = [scene for scene in scenes if scene.awards and not scene.background]
    told = [scene for scene in told if not _STANDING.search(low, scene.sentence.start, scene.sentence.end)]
    title = fold(compose(reading.text.title or ""))
    if not told or _sums_up(reading.text) or not (told[0].index < _LEAD or _AWARD_TITLE.search(title)):
        return []
    if all(award.form == "honour" for scene in told for award in scene.awards):
        return [undated_occasion(reading, told[0], {"honouring"})]
    handed = [scene for scene in scenes if _has(reading, scene, "award_ceremony", _HANDED)]
    decided = [scene for scene in scenes if _has(reading, scene, "award_decision", "quyết định")] or [
        scene for scene in told if _BY_THIS_DECISION.search(low, scene.sentence.start, scene.sentence.end)
    ]
    signed = [scene for scene in told if _SIGNED.search(low, scene.sentence.start, scene.sentence.end)]
    if handed or (signed and not decided):
        return [undated_occasion(reading, (handed or signed)[0], {"award_ceremony"})]
    return [undated_occasion(reading, (decided or told)[0], {"award_decision"})]


def _has(reading: Reading, scene: Scene, kind: EventType, words: str | tuple[str, ...]) -> bool:
    """Return whether a sentence of now holds a trigger of a type that begins with one of the words."""
    return not scene.background and any(
        trigger.type == kind and reading.text.low.startswith(words, trigger.start) for trigger in scene.triggers
    )


def _event(reading: Reading, occasion: Occasion) -> Event:
    types = occasion.types - ({"award_decision"} if "award_ceremony" in occasion.types else set())
    return Event(
        types=tuple(kind for kind in _ORDER if kind in types),
        start=occasion.start,
        end=occasion.end,
        year_source=occasion.year_source,
        province=_province(reading, occasion),
        organizers=occasion.hosts,
        evidence=(reading.text.evidence(*occasion.quote),),
    )


def _province(reading: Reading, occasion: Occasion) -> str | None:
    """Return the province of the article the sentence names, or its only one; ``None`` for a national occasion."""
    names = tuple(dict.fromkeys(source.name for source in reading.provinces))
    sentence = occasion.scene.sentence
    named = (item.name for item in reading.province_mentions if sentence.start <= item.start < sentence.end)
    here = next((name for name in named if name in names), None)
    return here or (names[0] if len(names) == 1 else None)
