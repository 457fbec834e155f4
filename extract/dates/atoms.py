"""Dates as they are written, before a missing year is worked out."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from schemas.records import YearSource

_SHORTEST_MONTH = 28


class Parts(NamedTuple):
    """A date as far as it is written; ``None`` is a part that is not."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, day: date) -> Parts:
        """Return the parts of a day."""
        return cls(day.year, day.month, day.day)

    def iso(self) -> str | None:
        """Return the ISO prefix, ``None`` without a year.

        >>> Parts(2025, 1).iso(), Parts(None, 6, 22).iso()
        ('2025-01', None)
        """
        if self.year is None:
            return None
        if self.month is None:
            return str(self.year)
        return f"{self.year}-{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")

    def valid(self) -> bool:
        """Return whether the calendar has such a day; 29 February counts when the year is not known.

        >>> Parts(2021, 2, 29).valid(), Parts(None, 2, 29).valid(), Parts(None, 4, 31).valid()
        (False, True, False)
        """
        if self.month is None:
            return True
        if not 1 <= self.month <= 12:
            return False
        return (
            self.day is None
            or 0 < self.day <= _SHORTEST_MONTH
            or 1 <= self.day <= calendar.monthrange(self.year or 2000, self.month)[1]
        )

    def with_year(self, year: int) -> Parts:
        """Return the same date in a year; 29 February falls back to the month in a year that has none."""
        moved = self._replace(year=year)
        return moved if moved.valid() else moved._replace(day=None)

    def order(self) -> tuple[int, int]:
        """Return month and day for comparing dates of one year."""
        return self.month or 0, self.day or 0


@dataclass(frozen=True, slots=True)
class Atom:
    """A date expression: ``body[start:end]``.

    Attributes:
        start: Begin of the expression, words that lead up to it included.
        end: Its end.
        lo: The date, or the begin of a span.
        hi: End of a span.
        shape: Name of the shape that matched, ``range`` for two dates joined.
        lead: The words before the number ("chiều thứ hai, ngày"), folded.
        source: Where the year was read; ``None`` as long as it is missing.
        time: Hour ``HH:MM``.
        vague: The words only bound the date.
        begins: "từ" stands before.
    """

    start: int
    end: int
    lo: Parts
    hi: Parts | None = None
    shape: str = "range"
    lead: str = ""
    source: YearSource | None = None
    time: str | None = None
    vague: bool = False
    begins: bool = False

    @property
    def unit(self) -> str:
        """How precise the begin is: ``day``, ``month`` or ``year``."""
        return "day" if self.lo.day else "month" if self.lo.month else "year"


def join(first: Parts, last: Parts) -> tuple[Parts, Parts] | None:
    """Return two dates as a span, a missing year taken from the other end; ``None`` when they run backwards.

    >>> join(Parts(None, 11, 15), Parts(2021, 1, 15))
    (Parts(year=2020, month=11, day=15), Parts(year=2021, month=1, day=15))
    """
    ends = (last.month or 12, last.day or 31)
    backwards = bool(first.month) and first.order() > ends
    if first.year is None and last.year is not None and first.month:
        first = first.with_year(last.year - backwards)
    elif last.year is None and first.year is not None and last.month:
        last = last.with_year(first.year + backwards)
    if first.year is not None and last.year is not None and (first.year, *first.order()) > (last.year, *ends):
        return None
    return first, last
