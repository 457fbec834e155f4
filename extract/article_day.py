"""The day an article speaks on, which decides what provinces and units were in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from extract.dates import find_dates
from extract.mentions import DateMention
from extract.text import Text
from schemas.dates import last_day


def article_day(text: Text, dates: Sequence[DateMention] | None = None) -> date:
    """Return the day that decides which provinces were in force: published, else the latest day told, else today.

    Days of events and datelines come first, then those of documents and periods; none lies in the future.
    """
    today = date.today()
    if text.published:
        return last_day(text.published)
    found = [mention for mention in (find_dates(text) if dates is None else dates) if mention.first]
    for kinds in (("publication", "event"), ("document", "period")):
        days = [last_day(mention.first or "") for mention in found if mention.kind in kinds]
        if days:
            return min(max(days), today)
    return today
