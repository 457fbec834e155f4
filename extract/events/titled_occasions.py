"""Occasions whose lead stands in the title: the body only goes on from it (sự kiện nêu ở tiêu đề)."""

from __future__ import annotations

from extract.events.days import year_told
from extract.events.scenes import Occasion, Scene, triggers_in
from extract.reading import Reading
from extract.rules import load_rules
from extract.text import Sentence, Text
from schemas.dates import PartialDate
from schemas.records import EventType

_RULES = load_rules("events")
_COUNCIL = _RULES["council"].sought()
_FUTURE = _RULES["future"].sought()
_NUMBERED = _RULES["numbered_meeting"].compile()
_SPOKEN_OF = _RULES["spoken_of"].sought()
_YEAR_OF_TITLE = _RULES["year_of_title"].compile()
#: What a title can tell as held; what is decided needs the decision in the body.
_HELD: frozenset[EventType] = frozenset(
    {"launch", "pledge", "interim_review", "review", "honouring", "congress", "nomination"}
)


def title_types(text: Text) -> set[EventType]:
    """Return the types of the occasion that the title tells as held; none of a title that announces."""
    low = text.low_title
    if not low or _FUTURE.search(low):
        return set()
    types = {
        trigger.type
        for trigger in triggers_in(low)
        if trigger.type in _HELD and not (trigger.type == "honouring" and low.startswith("được", trigger.start))
    }
    return types | ({"nomination"} if _COUNCIL.search(low) else set())


def titled_occasion(reading: Reading, types: set[EventType]) -> Occasion | None:
    """Return the undated occasion of the title, shown by the first sentence that speaks of the meeting.

    ``None`` when no sentence does: then the title sums up something else.
    """
    spoken = _SPOKEN_OF.search(reading.text.low)
    if not spoken or not types:
        return None
    at = reading.text.sentence_index(spoken.start())
    sentence = reading.text.sentences[at]
    start = _year(reading, sentence, types)
    quote = spoken.start(), min(spoken.end(), sentence.end)
    return Occasion(
        Scene(at, sentence),
        spoken.start(),
        set(types),
        start,
        start,
        None,
        "context" if start else None,
        (),
        False,
        quote,
    )


def title_year(text: Text) -> PartialDate | None:
    """Return the year in which the title says that its meeting was held."""
    low = text.low_title
    numbered = _NUMBERED.search(low)
    if numbered:
        return numbered["year"]
    told = [match["year"] for match in _YEAR_OF_TITLE.finditer(low)]
    return next((year for year in told if not text.published or year == text.published[:4]), None)


def _year(reading: Reading, sentence: Sentence, types: set[EventType]) -> PartialDate | None:
    year = title_year(reading.text)
    if year or reading.text.published:
        return year
    if "launch" in types:
        return _year_of_campaigns(reading)
    whole = Sentence(0, len(reading.text.low), sentence.kind)
    return year_told(reading, sentence, types) or year_told(reading, whole, types)


def _year_of_campaigns(reading: Reading) -> PartialDate | None:
    """Return the year in which all the movements that are launched begin, as far as their beginning is told."""
    years = {campaign.start[:4] for campaign in reading.campaigns if campaign.start}
    return next(iter(years)) if len(years) == 1 else None
