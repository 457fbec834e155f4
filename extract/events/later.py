"""What the sentences after the opening add to an occasion: types that are told as done there (diễn biến sự kiện)."""

from __future__ import annotations

import re

from extract.events.nominations import is_nomination, is_sent
from extract.events.occasions import is_speech, types_of_awards
from extract.events.scenes import Occasion, Scene, Trigger
from extract.reading import Reading
from extract.rules import load_rules
from extract.text import Text
from schemas.records import EventType

_RULES = load_rules("events")
_HERE = _RULES["here"].compile()
_NOT_DONE = _RULES["not_done"].compile()
_LISTED_ACT = _RULES["listed_act"].compile()
_NOT_LAUNCHED = _RULES["not_launched_here"].compile()
_NOT_CONFERRED = _RULES["not_conferred"].compile()
_TASK = _RULES["task"].compile()
_WISHED = _RULES["wished"].compile()
_COUNTED = _RULES["counted_subject"].compile()
_YEAR_REVIEW = _RULES["year_review"].compile()
_REPORTED = _RULES["reported"].compile()
_BACKGROUND = _RULES["background"].compile()
_SIGNED = _RULES["signed"].compile()
_MEETING_WORD = re.compile(r"(?:hội nghị|lễ|buổi|chương trình|cuộc họp|họp mặt)(?: [^ .,;\n]+)? $")
_HANDED_OVER = re.compile(r"(?<!\w)(?:trao|đón nhận|công bố)(?!\w)")
_BEFORE = 40
#: A line no longer than this that stands alone is a caption.
_CAPTION = 120
HANDED = ("trao", "đón nhận", "lễ", "công bố")
"""Words of handing over, as against only giving ("tặng")."""


def types_here(reading: Reading, scene: Scene, occasion: Occasion) -> set[EventType]:
    """Return the types that a later sentence adds to its occasion."""
    text = reading.text
    reviewed = _YEAR_REVIEW.search(text.low, scene.sentence.start, scene.sentence.end) is not None
    if not (scene.triggers or scene.awards or scene.planned or reviewed):
        return set()
    here = is_linked(text, scene)
    another = scene.holds and scene.triggers and scene.holds[0] <= scene.triggers[0].start
    if scene.background or (another and not here):
        return set()
    types = {trigger.type for trigger in scene.triggers if _happens_here(reading, scene, trigger, occasion, here)}
    if reviewed:
        types.add("review")
    return types | _award_types_here(text, scene, occasion, here)


def _award_types_here(text: Text, scene: Scene, occasion: Occasion, here: bool) -> set[EventType]:
    types = types_of_awards(scene)
    if occasion.announced and here and scene.planned:
        types.add("award_ceremony")
    if occasion.types == {"revocation"}:
        return types & {"revocation"}
    if occasion.announced and not here:
        return set()
    if not here:
        if not _goes_on_from(text, scene, here=True):
            types.discard("honouring")
        if "award_ceremony" in types and _goes_on_from_background(text, scene):
            types.discard("award_ceremony")
    decided = bool(occasion.types) and occasion.types <= {"nomination", "guidance", "award_decision"}
    if decided and "award_ceremony" in types and not _SIGNED.search(text.low, scene.sentence.start, scene.sentence.end):
        return types - {"award_ceremony"} | {"award_decision"}
    return types


def _goes_on_from_background(text: Text, scene: Scene) -> bool:
    """Return whether a sentence goes on, in its paragraph, from one that reviews a time, and hands nothing over."""
    handed = _HANDED_OVER.search(text.low, scene.sentence.start, scene.sentence.end)
    return handed is None and _goes_on_from(text, scene, here=False)


def _goes_on_from(text: Text, scene: Scene, *, here: bool) -> bool:
    """Return whether a sentence goes on, in its paragraph, from one of the occasion (``here``) or of a past time."""
    low = text.low
    for index in range(scene.index - 1, -1, -1):
        sentence = text.sentences[index]
        if "\n" in low[sentence.end : text.sentences[index + 1].start]:
            return False
        if _BACKGROUND.match(low[sentence.start : sentence.end]):
            return not here
        if _HERE.search(low, sentence.start, sentence.end):
            return here
    return False


def _happens_here(reading: Reading, scene: Scene, trigger: Trigger, occasion: Occasion, here: bool) -> bool:
    """Return whether what a trigger names was done at the occasion told before."""
    low, start = reading.text.low, scene.sentence.start
    before = max(start, trigger.start - _BEFORE)
    if trigger.type in ("review", "interim_review", "congress"):
        goes_on = trigger.start == start and scene.index == occasion.scene.index + 1
        named = _MEETING_WORD.search(low, before, trigger.start) is not None and here
        return trigger.type != "congress" and (goes_on or named)
    if trigger.type == "award_ceremony":
        barred = (_NOT_CONFERRED, _TASK)
        handed = low.startswith(HANDED, trigger.start) and _HERE.search(low[start : trigger.start]) is not None
        return handed and not any(pattern.search(low, start, trigger.start) for pattern in barred)
    if trigger.type in ("award_decision", "guidance", "revocation"):
        return False
    if trigger.type == "honouring":
        told = is_speech(low, start, trigger.start) or _TASK.search(low, start, trigger.start) is not None
        return here and not told
    if trigger.type == "nomination":
        return not is_sent(low, scene) and is_nomination(low, scene.sentence, trigger, _TASK)
    return _started(reading, scene, trigger, here)


def _started(reading: Reading, scene: Scene, trigger: Trigger, here: bool) -> bool:
    """Return whether a movement is launched or a pact signed at the occasion."""
    low, start = reading.text.low, scene.sentence.start
    before = max(start, trigger.start - _BEFORE)
    wider = max(start, before - _BEFORE)
    if trigger.type == "launch" and _NOT_LAUNCHED.search(low, wider, trigger.start):
        return False
    if _WISHED.search(low, wider, trigger.start):
        return False
    if _done(low, start, trigger.start) and (here or _goes_on_from(reading.text, scene, here=True)):
        return True
    if trigger.type == "pledge" and _COUNTED.search(low[start : trigger.start]):
        return True
    if _NOT_DONE.search(low, before, trigger.start) or _TASK.search(low, before, trigger.start):
        return False
    if _LISTED_ACT.search(low, before, trigger.start):
        return here and _has_subject(reading, start, trigger.start)
    return here or _has_subject(reading, start, trigger.start)


def _done(low: str, start: int, verb: int) -> bool:
    """Return whether "đã" before a verb tells what the people of the occasion did, not what a report tells."""
    told = low.endswith("đã ", start, verb)
    return told and not any(pattern.search(low, start, verb) for pattern in (_REPORTED, _TASK))


def is_linked(text: Text, scene: Scene) -> bool:
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
