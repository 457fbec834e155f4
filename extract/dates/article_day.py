"""The day an article speaks on, which decides what provinces and units were in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from extract.dates.mentions import find_dates
from extract.mentions import DateMention
from extract.text import Text
from schemas.dates import last_day
from schemas.vocabulary import provinces

#: The last change of the map that the vocabulary knows; the day of an article that tells none. Never the clock's day:
#: the same article gives the same record on every day.
_LATEST = max(province.valid_from for province in provinces() if province.valid_from)


def article_day(text: Text, dates: Sequence[DateMention] | None = None) -> date:
    """Return the day that decides which provinces were in force: published, else the latest day told.

    Days of events and datelines come first, then those of documents and periods. An article without any day speaks of
    the latest map.
    """
    if text.published:
        return last_day(text.published)
    found = [mention for mention in (find_dates(text) if dates is None else dates) if mention.first]
    for kinds in (("publication", "event"), ("document", "period")):
        days = [last_day(mention.first or "") for mention in found if mention.kind in kinds]
        if days:
            return min(max(days), _LATEST)
    return _LATEST
