"""Dates and spans of time in an article (ngày, tháng, năm, giai đoạn): found, completed with their year, typed.

The text is scanned for date expressions (:mod:`extract.dates.scan`), each gets its kind from the words around it
(:mod:`extract.dates.context`), and a missing year comes from the publication day or from the article itself
(:mod:`extract.dates.years`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from extract.dates.atoms import Atom, Parts
from extract.dates.context import kind_of
from extract.dates.same_day import same_days
from extract.dates.scan import scan
from extract.dates.years import Years, publication_day
from extract.mentions import DateKind, DateMention
from extract.text import Text
from schemas.dates import first_day


def find_dates(text: Text) -> tuple[DateMention, ...]:
    """Return every date and span of time of an article in order, none overlapping another.

    A date without a year takes it from the publication day: the nearest such day not after it, or the next one where
    the words speak of the future; without a publication day, from the years the article names. What stays unknown has
    ``first=None``.

    >>> [(m.first, m.last, m.kind) for m in find_dates(Text("Chiều 22/6/2020, Sở tổng kết giai đoạn 2015 - 2020."))]
    [('2020-06-22', None, 'event'), ('2015', '2020', 'period')]
    """
    low, today = text.low, publication_day(text.published)
    atoms = _join_days(low, scan(low, today))
    kinds: list[DateKind] = []
    for index, atom in enumerate(atoms):
        after = atoms[index - 1] if index else None
        kinds.append(kind_of(low, atom, after=after, after_kind=kinds[-1] if kinds else None))
    years = Years(text, atoms, kinds, today)
    found = [_mention(years.complete(index), kinds[index]) for index in range(len(atoms))]
    return same_days(low, found)


def _join_days(low: str, atoms: list[Atom]) -> list[Atom]:
    """Give a day the year of the one it is listed with ("15/8 và 20/9/2019"); make two days in a row one span."""
    joined: list[Atom] = []
    for atom in reversed(atoms):
        after = joined[-1] if joined else None
        if after and atom.unit == after.unit == "day" and low[atom.end : after.start].strip(" ,") in ("và", "&", ""):
            if atom.lo.year is None and after.lo.year is not None and not atom.hi:
                year = after.lo.year - (atom.lo.order() > after.lo.order())
                atom = replace(atom, lo=atom.lo.with_year(year), source=after.source)
            if _next_day(atom) == after.lo and not after.hi and not after.time:
                joined[-1] = replace(after, start=atom.start, lo=atom.lo, hi=after.lo, lead=atom.lead, time=atom.time)
                continue
        joined.append(atom)
    return joined[::-1]


def _next_day(atom: Atom) -> Parts | None:
    if atom.hi:
        return None
    lo = atom.lo.with_year(atom.lo.year or 2001)
    following = Parts.of(first_day(lo.iso() or "") + timedelta(days=1))
    return following if atom.lo.year else following._replace(year=None)


def _mention(atom: Atom, kind: DateKind) -> DateMention:
    first, last = atom.lo.iso(), atom.hi.iso() if atom.hi else None
    if first is None and atom.shape != "range":
        last = None
    return DateMention(
        start=atom.start,
        end=atom.end,
        first=first,
        last=last if last != first else None,
        kind=kind,
        year_source=atom.source or "text",
        time=atom.time,
        vague=atom.vague,
    )
