"""Finds date expressions in folded text: a number is a date only when shape, lead or partner in a range says so."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from extract.dates import patterns as shapes
from extract.dates.atoms import Atom, Parts, join
from extract.dates.context import refuses
from extract.dates.shapes import NUMERIC, RELATIVE, WORDED, Built, Lead, edge_span
from schemas.records import YearSource


def scan(low: str, today: date | None) -> list[Atom]:
    """Return the date expressions of a folded text in order, none overlapping another.

    Args:
        low: Folded text.
        today: The publication day, which relative expressions count from.
    """
    atoms: list[Atom] = []
    hour: re.Match[str] | None = None
    done = 0
    for beginning in shapes.BEGINNINGS.finditer(low):
        at = beginning.start()
        is_number = low[at].isdigit()
        if at < done or not (_starts_number(low, at) if is_number else not low[at - 1 : at].isalnum()):
            continue
        number = shapes.NUMERIC.match(low, at) if is_number else None
        if number and number.lastgroup == "time":
            hour, done = number, number.end()
            continue
        atom = _numeric(low, number, today) if is_number else _worded(low, at, today)
        atom = _closed(low, _with_time(low, _extend(low, atom, today), hour)) if atom else None
        if atom and atom.shape != "from_now":
            while atoms and atoms[-1].end > atom.start:
                atoms.pop()
            atoms.append(atom)
            done = atom.end
    return atoms


def _starts_number(low: str, at: int) -> bool:
    """Refuse numbers inside longer ones, in codes and phone numbers."""
    if not at:
        return True
    before, beyond = low[at - 1], low[at - 2] if at > 1 else " "
    if before.isalnum() or before == "_":
        return False
    if before in ".,:":
        return not beyond.isdigit()
    if before in "/-":
        return not beyond.isalnum() and (before == "-" or beyond != " ")
    return not (before == " " and (beyond == "/" or low.startswith("thứ", at - 4)))


def _lead(low: str, at: int) -> Lead:
    """Return the words that lead up to a number; most numbers are settled by one or two words before them."""
    word, begin = _word_before(low, at)
    if word not in shapes.LEAD_ENDS:
        return Lead(at)
    if word in shapes.LEAD_NOUNS and _word_before(low, begin)[0] not in shapes.LEAD_ENDS:
        return Lead(begin, low[begin:at], word)
    match = shapes.LEAD.search(low, max(at - 56, 0), at)
    if not match:
        return Lead(at)
    return Lead(
        match.start(),
        match[0],
        match["noun"] or "",
        match["edge"] or "",
        any(match[name] for name in ("relative", "part", "weekday", "part2")),
        match["begin"] is not None,
    )


def _word_before(low: str, at: int) -> tuple[str, int]:
    end = at
    while end and low[end - 1] in " ,(-":
        end -= 1
    begin = end
    while begin and low[begin - 1].isalnum():
        begin -= 1
    return low[begin:end], begin


def _numeric(low: str, match: re.Match[str] | None, today: date | None, lead: Lead | None = None) -> Atom | None:
    shape = match.lastgroup if match else None
    if not match or shape not in NUMERIC:
        return None
    lead = lead or _lead(low, match.start())
    if lead.noun and not lead.of_day and shape in ("iso", "dmy"):
        lead = Lead(match.start())
    if refuses(low, match, lead_start=lead.start, noun=lead.noun, of_day=lead.of_day):
        return None
    built = NUMERIC[shape](match, lead, today)
    return _atom(match, lead, built, relative=shape == "ago" or bool(match["dtm_which"] or match["months_rel"]))


def _worded(low: str, at: int, today: date | None) -> Atom | None:
    match = shapes.WORDED.match(low, at)
    if not match or not match.lastgroup:
        return None
    lead = _lead(low, at)
    built = WORDED[match.lastgroup](match, lead, today)
    if lead.noun or (lead.text and not (lead.edge or lead.begins)):
        lead = Lead(at)
    return _atom(match, lead, built, relative=match.lastgroup in RELATIVE)


def _atom(match: re.Match[str], lead: Lead, built: Built | None, *, relative: bool) -> Atom | None:
    if not built or not built[0].valid() or (built[1] and not built[1].valid()):
        return None
    lo, hi = built
    source: YearSource | None = "published" if relative else "text" if lo.year is not None else None
    shape = match.lastgroup or ""
    vague = shape in ("week", "since", "rel_year") and hi is not None
    time = match["iso_time"] if shape == "iso" else None
    if lead.edge and hi is None and shape in ("my", "num", "year", "word_month", "month"):
        if not (lead.begins and lead.edge == "đầu"):
            lo, hi = edge_span(lo, lead.edge)
            vague = True
    elif lead.edge and not lead.noun:
        lead = replace(lead, start=match.start(), text="")
    return Atom(lead.start, match.end(), lo, hi, shape, lead.text, source, time, vague, lead.begins)


def _extend(low: str, atom: Atom, today: date | None) -> Atom:
    """Return the atom joined with the date after "đến" or a dash, or the atom itself."""
    to = shapes.TO.match(low, atom.end)
    if not to or (atom.hi and not atom.vague):
        return atom
    dash = to["to"].strip() in "-/"
    if to["now"]:
        if dash or not (atom.begins or atom.shape == "year"):
            return atom
        hi = Parts.of(today) if today and _begun(atom.lo, today) else None
        return replace(atom, end=to.end("now"), hi=hi, shape="range", vague=False)
    partner = _partner(low, to, today, like_day=_written_apart(low, atom))
    if not partner or (dash and (partner.unit == "year") != (atom.unit == "year")):
        return atom
    span = join(atom.lo, partner.hi or partner.lo)
    if not span:
        return atom
    source = atom.source or (partner.source if span[0].year is not None else None)
    joined = replace(atom, end=partner.end, lo=span[0], hi=span[1], shape="range", source=source, vague=False)
    return joined if atom.shape != "from_now" else _bounded_by_today(joined, partner, today)


def _written_apart(low: str, atom: Atom) -> bool:
    written = low[atom.start : atom.end]
    return atom.shape == "dm" and ("." in written or "-" in written)


def _begun(lo: Parts, today: date) -> bool:
    return lo.year is None or (lo.year, *lo.order()) <= (today.year, today.month, today.day)


def _partner(low: str, to: re.Match[str], today: date | None, *, like_day: bool) -> Atom | None:
    """Return the second date of a span; after a first day written "1.3" or "1-3" one written like it is a day too."""
    if to["year_end"]:
        return Atom(to.start(), to.end(), Parts(today.year) if today else Parts(), source="published")
    lead = Lead(to.end(), noun=(to["noun"] or "").strip(), day_words=like_day, begins=True)
    return _numeric(low, shapes.NUMERIC.match(low, to.end()), today, lead) or _worded(low, to.end("edge"), today)


def _bounded_by_today(atom: Atom, partner: Atom, today: date | None) -> Atom:
    """Return "từ nay đến …" with its end in the future: the next such day."""
    hi = partner.hi or partner.lo
    if hi.year is None and today:
        hi = hi.with_year(today.year + (hi.order() < (today.month, today.day)))
    return replace(atom, hi=hi, source=partner.source or "published")


def _with_time(low: str, atom: Atom, hour: re.Match[str] | None) -> Atom:
    """Return the atom with the hour before it ("14 giờ 30 phút ngày …") or after it ("18/06/2020 | 18:35")."""
    if atom.unit != "day" or atom.time:
        return atom
    near = hour and atom.start - 16 < hour.end() <= atom.start
    if hour and near and shapes.AFTER_TIME.fullmatch(low, hour.end(), atom.start):
        between = low[hour.end() : atom.start] + atom.lead
        return replace(atom, start=hour.start(), time=_clock(hour, pm=bool(shapes.AFTERNOON.search(between))))
    after = shapes.TIME_AFTER.match(low, atom.end)
    if after and atom.lo.year is not None:
        pm = after["half"] in ("pm", "ch")
        return replace(atom, end=after.end(), time=_clock(after, pm=pm))
    return atom


def _closed(low: str, atom: Atom) -> Atom:
    """Return the atom with what belongs to its end: the time zone, the bracket that its own words opened."""
    zone = shapes.ZONE.match(low, atom.end) if atom.time else None
    end = zone.end() if zone else atom.end
    end += low.startswith(")", end) and "(" in low[atom.start : end] and ")" not in low[atom.start : end]
    return replace(atom, end=end) if end != atom.end else atom


def _clock(match: re.Match[str], *, pm: bool) -> str | None:
    groups = match.groupdict()
    hour, minute = int(groups["hour"]), int(groups.get("minute") or groups["minute2"] or 0)
    if pm and hour < 12:
        hour += 12
    return f"{hour:02d}:{minute:02d}" if hour < 24 else None
