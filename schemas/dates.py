"""Dates as far as they are told: ISO 8601 prefixes (ngày, tháng, năm)."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")

Granularity = Literal["year", "month", "day"]


def _check_partial(value: str) -> str:
    match = _PARTIAL.fullmatch(value)
    if not match:
        raise ValueError(f"not an ISO date prefix (YYYY, YYYY-MM or YYYY-MM-DD): {value!r}")
    year, month, day = (int(part) if part else 1 for part in match.groups())
    date(year, month, day)
    return value


def _check_timestamp(value: str) -> str:
    day, _, time = value.partition("T")
    _check_partial(day)
    if time and (len(day) != 10 or not _TIME.fullmatch(time)):
        raise ValueError(f"not an ISO day with an optional hour (YYYY-MM-DDTHH:MM): {value!r}")
    return value


PartialDate = Annotated[str, AfterValidator(_check_partial)]
"""``2025``, ``2025-01`` or ``2025-01-31``: the precision is what the text told."""

Timestamp = Annotated[str, AfterValidator(_check_timestamp)]
"""A partial date, or a day with its hour: ``2020-06-18T18:35``."""


def granularity(value: str) -> Granularity:
    """Return how precise a partial date is.

    >>> granularity("2025-01")
    'month'
    """
    return {4: "year", 7: "month"}.get(len(value.partition("T")[0]), "day")  # type: ignore[return-value]


def told_day(value: str | None) -> str | None:
    """Return the day of a timestamp without its hour; ``None`` where only a month, a year or nothing is told.

    >>> told_day("2024-05-31T07:00"), told_day("2024-05"), told_day(None)
    ('2024-05-31', None, None)
    """
    return value.partition("T")[0] if value and granularity(value) == "day" else None


def first_day(value: str) -> date:
    """Return the first day a partial date covers.

    >>> first_day("2025-02")
    datetime.date(2025, 2, 1)
    """
    parts = [int(part) for part in value.partition("T")[0].split("-")]
    return date(*[*parts, 1, 1][:3])


def last_day(value: str) -> date:
    """Return the last day a partial date covers.

    >>> last_day("2024-02"), last_day("2025")
    (datetime.date(2024, 2, 29), datetime.date(2025, 12, 31))
    """
    parts = [int(part) for part in value.partition("T")[0].split("-")]
    if len(parts) == 3:
        return date(*parts)
    month = parts[1] if len(parts) == 2 else 12
    return date(parts[0], month, calendar.monthrange(parts[0], month)[1])
