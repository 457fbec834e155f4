"""The day an article speaks on, which decides what provinces and units were in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from extract.dates import find_dates
from extract.mentions import DateMention
from extract.text import Text
from schemas.dates import last_day


def article_day(text: Text, dates: Sequence[DateMention] | None = None) -> date:
    """Return the day that decides which provinces were in force: published, else told, else today's.

    The days told are those of events and datelines, then the latest year of anything but plans and anniversaries.
    """
    if text.published:
        return last_day(text.published)
    found = [mention for mention in (find_dates(text) if dates is None else dates) if mention.first]
    for wanted in (("publication", "event"), ("document", "period")):
        days = [last_day(mention.first or "") for mention in found if mention.kind in wanted]
        if days:
            return min(days[0], date.today()) if wanted[0] == "publication" else min(max(days), date.today())
    return date.today()
