"""Movements of which the article tells when they were launched: "do Khối phát động hồi tháng 8" (đã phát động)."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from extract.events.days import bounds
from extract.events.scenes import Occasion, Scene
from extract.mentions import DateMention
from extract.reading import Reading
from extract.rules import load_rules
from extract.units.hosts import subject_units

_RULES = load_rules("events")
_LAUNCHED_ON = _RULES["launched_on"].compile()
_NO_MOVEMENT = _RULES["no_movement"].compile()
_MONTH = len("2020-01")


def recalled_launches(reading: Reading, occasions: Sequence[Occasion]) -> list[Occasion]:
    """Return the launches that the article tells, with their month or day, as those of a movement it speaks of."""
    low, found = reading.text.low, []
    known = {occasion.start[:_MONTH] for occasion in occasions if occasion.start}
    for match in _LAUNCHED_ON.finditer(low) if "thi đua" in low else ():
        sentence = reading.text.sentence_at(match.start())
        day = _day_at(reading, match.end())
        start = bounds(day)[0] if day else None
        if not day or not start or len(start) < _MONTH or start[:_MONTH] in known:
            continue
        if _NO_MOVEMENT.search(low, sentence.start, match.start()) or (day.last and not day.vague):
            continue
        known.add(start[:_MONTH])
        scene = Scene(reading.text.sentence_index(sentence.start), sentence)
        hosts = subject_units(reading, sentence, match.start())
        quote = match.start(), day.end
        source = day.year_source
        found.append(Occasion(scene, match.start(), {"launch"}, start, start, None, source, hosts, False, quote, day))
    return found


def _day_at(reading: Reading, at: int) -> DateMention | None:
    """Return the date that goes on at a place of the text."""
    index = bisect.bisect_left(reading.dates, at, key=lambda date: date.end)
    return next((date for date in reading.dates[index : index + 1] if date.start <= at), None)
