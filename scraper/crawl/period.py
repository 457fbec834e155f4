"""The period of a crawl (khoảng thời gian): which days of publication are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import TypeAdapter, ValidationError

from schemas.dates import PartialDate, first_day, last_day
from schemas.errors import FetchError

_PARTIAL = TypeAdapter[str](PartialDate)


@dataclass(frozen=True)
class Period:
    """Days from ``since`` to ``until``, both included, as ``YYYY-MM-DD``; ``None`` where it is open."""

    since: str | None = None
    until: str | None = None

    @classmethod
    def of(cls, since: str | None, until: str | None) -> Period:
        """Return the period of two partial dates, from the first day of the one to the last day of the other.

        Raises:
            FetchError: one is no date, or the period is empty.

        >>> Period.of("2024", "2025-02")
        Period(since='2024-01-01', until='2025-02-28')
        """
        try:
            start = first_day(_PARTIAL.validate_python(since)).isoformat() if since else None
            end = last_day(_PARTIAL.validate_python(until)).isoformat() if until else None
        except ValidationError as error:
            raise FetchError(f"{since or ''}–{until or ''} is no period: write 2025, 2025-01 or 2025-01-31") from error
        if start and end and start > end:
            raise FetchError(f"no day lies between {since} and {until}")
        return cls(start, end)

    @property
    def open(self) -> bool:
        """Whether every day is asked for."""
        return not self.since and not self.until

    def holds(self, day: str | None) -> bool | None:
        """Tell whether a day or moment lies in the period; ``None`` where the day is not known.

        >>> Period("2025-01-01").holds("2024-12-31T23:59"), Period("2025-01-01").holds(None), Period().holds(None)
        (False, None, True)
        """
        if self.open:
            return True
        if day is None:
            return None
        return not self.is_before(day) and not (self.until and day[:10] > self.until)

    def is_before(self, day: str) -> bool:
        """Tell whether a day lies before the period."""
        return bool(self.since and day[:10] < self.since)


EVERY_DAY = Period()


def days_ago(days: int, *, today: date | None = None) -> str:
    """Return the day some days ago.

    >>> days_ago(7, today=date(2025, 1, 6))
    '2024-12-30'
    """
    return ((today or date.today()) - timedelta(days=days)).isoformat()
