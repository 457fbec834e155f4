"""The one event of an article that tells of awards and of no occasion (khen thưởng không kể buổi lễ)."""

from __future__ import annotations

from collections.abc import Sequence

from extract.events.days import days_by_sentence
from extract.events.later import HANDED
from extract.events.occasions import undated_occasion
from extract.events.scenes import Occasion, Scene
from extract.events.titled_occasions import title_types, title_year
from extract.mentions import DateMention
from extract.reading import Reading
from extract.rules import load_rules
from schemas.records import EventType

_RULES = load_rules("events")
_STANDING = _RULES["standing"].compile()
_PREPARED = _RULES["prepared"].compile()
_PRESUPPOSED = _RULES["presupposed"].compile()
_AWARD_TITLE = _RULES["award_title"].compile()
_BY_THIS_DECISION = _RULES["by_this_decision"].compile()
_SIGNED = _RULES["signed"].compile()
_GOES_ON = _RULES["goes_on"].compile()
_GOES_ON_NEXT = _RULES["goes_on_next"].compile()
_REPORTER = _RULES["reporter"].compile()
#: Awards without an occasion are news only in the first sentences or under a title that says so.
_LEAD = 4
#: A spot reward is news wherever it is told: it closes the story of a case.
_SPOT = ("thưởng nóng", "nhận thưởng nóng")
_YEAR = len("2020")
_DAY = len("2020-01-01")


def unframed_occasions(reading: Reading, scenes: Sequence[Scene]) -> list[Occasion]:
    """Return the one event of an article that tells of awards conferred and of no occasion."""
    told = [scene for scene in scenes if scene.awards and _is_news(reading, scene)]
    spots = [scene for scene in scenes if _has(reading, scene, "award_ceremony", _SPOT) and _is_news(reading, scene)]
    if spots and not told:
        return [undated_occasion(reading, spots[0], {"award_ceremony"})]
    title = reading.text.low_title
    if not told or _PRESUPPOSED.search(title) or not (told[0].index < _LEAD or _AWARD_TITLE.search(title)):
        return []
    if all(award.form == "honour" for scene in told for award in scene.awards):
        return [undated_occasion(reading, told[0], {"honouring"})]
    occasion = _occasion(reading, scenes, told)
    if not occasion.start:
        _date_by_lead(reading, occasion)
    _name_by_title(reading, occasion)
    return [occasion]


def _name_by_title(reading: Reading, occasion: Occasion) -> None:
    """Add the meeting of the title, of which the body only tells the awards: "Nhân dịp này, Hội tặng Bằng khen"."""
    titled = title_types(reading.text)
    if not titled or not _GOES_ON.match(reading.text.low, occasion.scene.sentence.start):
        return
    occasion.types = occasion.types - {"award_decision"} | titled | {"award_ceremony"}
    if not occasion.start:
        year = title_year(reading.text)
        occasion.day, occasion.start, occasion.year_source = year, year, "context" if year else None


def _is_news(reading: Reading, scene: Scene) -> bool:
    """Return whether a sentence tells an award as news, not as a state, as history or as known ("việc tặng …")."""
    low, sentence = reading.text.low, scene.sentence
    if scene.background or _STANDING.search(low, sentence.start, sentence.end):
        return False
    if _is_of_past_year(reading, scene):
        return False
    last = min((evidence.end for award in scene.awards for evidence in award.evidence), default=sentence.end)
    words = _words(reading, scene)
    return not (_PRESUPPOSED.search(words) or _PREPARED.search(words[: max(last - sentence.start, 0)]))


def _is_of_past_year(reading: Reading, scene: Scene) -> bool:
    """Return whether a sentence begins a clause with a year long past: "Năm 1958, ông được tặng …"."""
    low, published, sentence = reading.text.low, reading.text.published, scene.sentence
    years = (date for date in reading.dates if sentence.start <= date.start < sentence.end and date.kind == "period")
    told = (date.first for date in years if date.first and len(date.first) == _YEAR and low.startswith(",", date.end))
    return any(published and int(year) < int(published[:_YEAR]) - 1 for year in told)


def _words(reading: Reading, scene: Scene) -> str:
    return reading.text.low[scene.sentence.start : scene.sentence.end]


def _occasion(reading: Reading, scenes: Sequence[Scene], told: Sequence[Scene]) -> Occasion:
    low = reading.text.low
    handed = [
        scene
        for scene in scenes
        if _has(reading, scene, "award_ceremony", HANDED) and not _PRESUPPOSED.search(_words(reading, scene))
    ]
    decided = [scene for scene in scenes if _has(reading, scene, "award_decision", "quyết định")] or [
        scene for scene in told if _BY_THIS_DECISION.search(low, scene.sentence.start, scene.sentence.end)
    ]
    signed = [scene for scene in told if _SIGNED.search(low, scene.sentence.start, scene.sentence.end)]
    if not handed and (decided or not signed):
        return undated_occasion(reading, (decided or told)[0], {"award_decision"})
    types: set[EventType] = {"award_ceremony"}
    if any(_has(reading, scene, "honouring", "lễ") for scene in scenes):
        types.add("honouring")
    shown = [*handed, *signed]
    starts = ((scene, scene.sentence.start) for scene in shown)
    linked = (scene for scene, at in starts if _GOES_ON.match(low, at) or _GOES_ON_NEXT.match(low, at))
    return undated_occasion(reading, next(linked, shown[0]), types)


def _has(reading: Reading, scene: Scene, kind: EventType, words: str | tuple[str, ...]) -> bool:
    """Return whether a sentence of now holds a trigger of a type that begins with one of the words."""
    return not scene.background and any(
        trigger.type == kind and reading.text.low.startswith(words, trigger.start) for trigger in scene.triggers
    )


def _date_by_lead(reading: Reading, occasion: Occasion) -> None:
    """Give an occasion the day of the sentence before it, which it goes on from, or of the visit it stands in.

    "Ngày 5/6, Chủ tịch tỉnh đến thăm trường. Nhân dịp này, ông tặng Bằng khen cho 2 học sinh."
    """
    low, sentences = reading.text.low, reading.text.sentences
    days = days_by_sentence(reading)
    scene = occasion.scene
    linked = _GOES_ON.match(low, scene.sentence.start) is not None
    if not (linked or _GOES_ON_NEXT.match(low, scene.sentence.start)):
        return
    for index in range(scene.index - 1, -1, -1):
        lead = sentences[index]
        day = _day(days.get(lead.start, []))
        if day and not _REPORTER.search(low, lead.start, lead.end):
            occasion.day = occasion.start = day.first
            occasion.year_source, occasion.told = day.year_source, day
        if day or not linked:
            return


def _day(dates: Sequence[DateMention]) -> DateMention | None:
    """Return the day that opens a sentence about it."""
    return next((date for date in dates if date.first and len(date.first) == _DAY and not date.last), None)
