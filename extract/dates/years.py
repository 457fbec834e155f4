"""The year of a date that is told without one: from its neighbours, the publication day or the article itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from extract.dates.atoms import Atom, Parts, join
from extract.dates.scan import scan
from extract.mentions import DateKind
from extract.rules import load_rules
from extract.text import Text
from schemas.dates import first_day, last_day
from schemas.records import YearSource

_RULES = load_rules("dates")
_FUTURE = _RULES["future"].compile()
_MAYBE_FUTURE = _RULES["maybe_future"].compile()
_PLAN = _RULES["plan"].compile()
_REVIEW = _RULES["review"].compile()
_TARGET = _RULES["target"].compile()
#: A span whose year stands in an earlier span this many characters before inherits it (phases of a campaign).
_PHASE_REACH = 400
#: A day this soon after publication is of the same year, whatever the words.
_SOON = 14
#: No page on the net is older: a day told whole before it is history and gives its year to no other.
_FIRST_PAGE = 1997
#: Before a year: how far back its words are read.
_WINDOW = 70
#: Where the years of an article that tell its time stand.
_OPENING = 1500


def publication_day(published: str | None) -> date | None:
    """Return the day of publication, the last day of a month or year told alone.

    >>> publication_day("2020-06-18T18:35")
    datetime.date(2020, 6, 18)
    """
    return last_day(published) if published else None


@dataclass(frozen=True, slots=True)
class _Year:
    """A year the article names, with what is said of it (``plan``, ``review`` or nothing); of a span, the last."""

    start: int
    value: int
    role: str
    span_from: int | None = None

    def told(self) -> int:
        """Return the year spoken in: the first of a span that is planned, the last of another."""
        return self.span_from if self.role == "plan" and self.span_from is not None else self.value


class Years:
    """Completes the dates of one article.

    Args:
        text: The article.
        atoms: Its date expressions in order.
        kinds: The kind of each.
        today: Publication day.
    """

    def __init__(self, text: Text, atoms: Sequence[Atom], kinds: Sequence[DateKind], today: date | None) -> None:
        """Keep the article and its dates."""
        self._text, self._atoms, self._kinds, self._today = text, list(atoms), kinds, today

    def complete(self, index: int) -> Atom:
        """Return an expression with its year where one can be told; earlier ones must be completed first."""
        atom = self._atoms[index]
        if atom.lo.year is None and atom.lo.month is not None:
            atom = self._atoms[index] = self._with_year(index)
        return atom

    def _with_year(self, index: int) -> Atom:
        atom = self._atoms[index]
        phase = self._year_of_phase(index) or self._year_of_day_within(index)
        if phase:
            year, source = phase
        elif self._today:
            is_period = self._kinds[index] == "period" and not atom.vague
            year, source = self._year_by(self._today, atom, nearest=is_period), "published"
        else:
            found = self._year_by_article(index)
            if found is None:
                return atom
            year, source = found, "context"
        span = join(atom.lo.with_year(year), atom.hi) if atom.hi else None
        return replace(atom, lo=atom.lo.with_year(year), hi=span[1] if span else None, source=source)

    def _year_of_phase(self, index: int) -> tuple[int, YearSource] | None:
        """Return the year of a span from the span before it, which it continues."""
        atom, before = self._atoms[index], self._atoms[index - 1] if index else None
        if not atom.hi or not before or not before.hi or before.hi.year is None or before.hi.month is None:
            return None
        if atom.start - before.end > _PHASE_REACH or self._kinds[index - 1] == "anniversary":
            return None
        if within := _year_within(atom.lo, before):
            return within, "context" if before.source == "text" else before.source or "context"
        year = before.hi.year + (atom.lo.order() < (before.hi.month, before.hi.day or 0))
        return year, "context" if before.source == "text" else before.source or "context"

    def _year_of_day_within(self, index: int) -> tuple[int, YearSource] | None:
        """Return the year of a day that lies within the span of days told before it in the sentence."""
        atom, before = self._atoms[index], self._atoms[index - 1] if index else None
        if atom.hi or atom.unit != "day" or not before or not before.hi or before.unit != "day" or before.vague:
            return None
        if before.start < self._text.sentence_at(atom.start).start or self._kinds[index - 1] == "anniversary":
            return None
        year = _year_within(atom.lo, before)
        return (year, "context") if year else None

    def _year_by(self, today: date, atom: Atom, *, nearest: bool) -> int:
        """Return the year of a day or month told on a publication day; of the nearest, also in the future, if asked."""
        sentence = self._text.sentence_at(atom.start)
        low = self._text.low
        past = today.year - (atom.lo.order() > (today.month, today.day if atom.lo.day else 0))
        if _FUTURE.match(low, atom.end + 1, atom.end + 12) or _FUTURE.search(low, max(atom.start - 12, 0), atom.start):
            return past if _begin(atom.lo, past) == today else past + 1
        near = past + (_away(atom, past + 1, today) < _away(atom, past, today))
        if near == past or nearest or _MAYBE_FUTURE.search(low, sentence.start, sentence.end):
            return near
        return near if _away(atom, near, today) <= _SOON else past

    def _year_by_article(self, index: int) -> int | None:
        """Return the year from the article's own dates, then from the years of the sentence, the title, the opening."""
        atom = self._atoms[index]
        if self._full_days:
            nearest = min(self._full_days, key=lambda day: abs(day.start - atom.start))
            return _nearest_year(atom.lo, nearest.lo)
        sentence = self._text.sentence_at(atom.start)
        in_sentence = [year for year in self._years if sentence.start <= year.start < sentence.end]
        meeting = _meeting_year([*self._title_years, *self._years])
        if meeting is not None and all(year.span_from is not None for year in in_sentence):
            return meeting
        for years in (in_sentence, self._title_years, self._years):
            if years:
                return _year_from(years, atom.lo.month or 6)
        return None

    @cached_property
    def _full_days(self) -> list[Atom]:
        """The days told whole, those of earlier years than the article's left out."""
        pairs = zip(self._atoms, self._kinds, strict=True)
        days = [
            atom
            for atom, kind in pairs
            if kind in ("event", "publication") and atom.source == "text" and atom.unit == "day"
        ]
        years = [year.told() for year in (*self._title_years, *self._years)]
        latest = max([*years, *(atom.lo.year or 0 for atom in days)], default=0)
        return [atom for atom in days if (atom.lo.year or 0) >= max(latest - 1, _FIRST_PAGE)]

    @cached_property
    def _years(self) -> list[_Year]:
        pairs = zip(self._atoms, self._kinds, strict=True)
        return _years_of(self._text.low, [atom for atom, kind in pairs if kind == "period" and atom.start < _OPENING])

    @cached_property
    def _title_years(self) -> list[_Year]:
        low = self._text.low_title
        return _years_of(low, scan(low, None))


def _years_of(low: str, atoms: Sequence[Atom]) -> list[_Year]:
    """Return the years that tell the time of an article: not those of aims, births and foundings."""
    found = []
    for atom in atoms:
        floor = max(atom.start - _WINDOW, 0)
        if atom.source != "text" or atom.lo.year is None or _TARGET.search(low, max(atom.start - 14, 0), atom.start):
            continue
        plan, review = (_last_end(pattern, low, floor, atom.start) for pattern in (_PLAN, _REVIEW))
        role = "plan" if plan > review or "nhiệm kỳ" in atom.lead else "review" if review >= 0 else ""
        last = atom.hi.year if atom.hi and atom.hi.year else atom.lo.year
        span_from = atom.lo.year if last > atom.lo.year else None
        found.append(_Year(atom.start, last, role, span_from))
    return found


def _last_end(pattern: re.Pattern[str], low: str, start: int, end: int) -> int:
    return max((match.end() for match in pattern.finditer(low, start, end)), default=-1)


def _year_from(years: Sequence[_Year], month: int) -> int:
    """Return the year of a month beside the years reviewed and planned: reviews are held until March of the next."""
    latest = max(years, key=_Year.told)
    if latest.role == "plan" and month >= 11 and latest.span_from is None:
        return latest.value - 1
    if latest.role == "review" and month <= 3:
        return latest.value + 1
    return latest.told()


def _meeting_year(years: Sequence[_Year]) -> int | None:
    """Return the year in which one span ends and another begins: "2015-2020 … 2020-2025" is written in 2020."""
    ends = {year.value for year in years if year.span_from is not None}
    begins = {year.span_from for year in years}
    return max(ends & begins, default=None)


def _nearest_year(lo: Parts, known: Parts) -> int:
    day = first_day(known.iso() or "")
    return min((day.year, day.year - 1, day.year + 1), key=lambda year: abs((_begin(lo, year) - day).days))


def _year_within(lo: Parts, span: Atom) -> int | None:
    """Return the year that puts a day or month into a span whose years are told; ``None`` when none does."""
    if span.hi is None or span.hi.year is None or span.lo.year is None:
        return None
    begin, end = (span.lo.year, *span.lo.order()), (span.hi.year, *span.hi.order())
    return next((year for year in (span.lo.year, span.hi.year) if begin <= (year, *lo.order()) <= end), None)


def _away(atom: Atom, year: int, today: date) -> int:
    """Return how many days a span of a year is from a day; 0 when it covers it."""
    begin, end = _begin(atom.lo, year), last_day(atom.lo.with_year(year).iso() or "")
    if atom.hi and (span := join(atom.lo.with_year(year), atom.hi)):
        end = last_day(span[1].iso() or "")
    return max((begin - today).days, (today - end).days, 0)


def _begin(lo: Parts, year: int) -> date:
    return first_day(lo.with_year(year).iso() or "")
