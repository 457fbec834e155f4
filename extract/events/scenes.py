"""Sentences as scenes of an event: the triggers, holding verbs and awards that stand in each (cảnh của sự kiện)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.mentions import DateMention
from extract.reading import Reading
from extract.rules import load_rules
from extract.rules.sought import Sought
from extract.text import Sentence
from schemas.dates import PartialDate
from schemas.records import Award, EventType, Evidence, YearSource

_RULES = load_rules("events")
_TRIGGERS: tuple[tuple[EventType, Sought], ...] = tuple(
    (rule.value, rule.sought())  # type: ignore[misc]
    for rule in _RULES.values()
    if rule.value
)
_HOLD = _RULES["hold"].compile()
_BACKGROUND = _RULES["background"].compile()
_AIM = _RULES["aim"].compile()
_FRAME = _RULES["frame"].compile()
_LONG_AGO = _RULES["long_ago"].sought()
_HELD_BY = _RULES["held_by"].compile()
#: How far before a congress its being only an aim may be told.
_AIM_REACH = 200


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that tell what kind of event this is: ``start:end`` in the body; ``aim``: others hold it, or later."""

    start: int
    end: int
    type: EventType
    aim: bool = False


@dataclass(slots=True)
class Scene:
    """A sentence with what stands in it."""

    index: int
    sentence: Sentence
    triggers: list[Trigger] = field(default_factory=list)
    aims: list[Trigger] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    holds: list[int] = field(default_factory=list)
    background: bool = False
    planned: bool = False

    def told_awards(self) -> list[Evidence]:
        """Return the evidence of its awards that stands in the sentence itself."""
        told = (evidence for award in self.awards for evidence in award.evidence)
        return [item for item in told if self.sentence.start <= item.start < self.sentence.end]


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
        told: The date that tells its day.
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
    told: DateMention | None = None


def read_scenes(reading: Reading) -> list[Scene]:
    """Return the sentences that hold a trigger, a holding verb, a frame or an award of this occasion, in order."""
    text = reading.text
    scenes: dict[int, Scene] = {}

    def scene_at(offset: int) -> Scene:
        index = text.sentence_index(offset)
        return scenes.setdefault(index, Scene(index, text.sentences[index]))

    for trigger in _find_triggers(text.low):
        scene = scene_at(trigger.start)
        (scene.aims if trigger.aim else scene.triggers).append(trigger)
    for match in _HOLD.finditer(text.low):
        scene_at(match.start()).holds.append(match.start())
    for match in _FRAME.finditer(text.low):
        scene_at(match.start())
    for award in reading.awards:
        if award.status in ("conferred", "revoked"):
            for evidence in award.evidence:
                scene = scene_at(evidence.start)
                if award.status == "revoked" or not _LONG_AGO.search(text.low, scene.sentence.start, evidence.end):
                    scene.awards.append(award)
        elif award.status == "planned":
            for evidence in award.evidence:
                scene_at(evidence.start).planned = True
    for scene in scenes.values():
        scene.background = _BACKGROUND.match(text.low[scene.sentence.start : scene.sentence.end]) is not None
        scene.triggers.sort(key=lambda trigger: trigger.start)
    return [scenes[index] for index in sorted(scenes)]


def triggers_in(low: str) -> list[Trigger]:
    """Return every trigger of what is held or done; a congress that is only an aim is none."""
    return [trigger for trigger in _find_triggers(low) if not trigger.aim]


def _find_triggers(low: str) -> Iterator[Trigger]:
    """Return every trigger; a launch needs organised emulation."""
    organised = "thi đua" in low
    for kind, sought in _TRIGGERS:
        if kind == "launch" and not organised:
            continue
        for match in sought.finditer(low):
            aim = kind == "congress" and _is_aim(low, match.start(), match.end())
            yield Trigger(match.start(), match.end(), kind, aim=aim)


def _is_aim(low: str, start: int, end: int) -> bool:
    """Return whether a congress is only an aim or another's: one whose host and day follow is held."""
    aim = _AIM.search(low, max(start - _AIM_REACH, 0), start)
    return aim is not None and not (low.startswith("dự", aim.start()) and _HELD_BY.match(low, end))
