"""What the words around a date say: that it is none, or what it is the date of."""

from __future__ import annotations

import re
from datetime import date

from extract.dates.atoms import Atom
from extract.dates.patterns import COUNTED, PARTS_OF_DAY
from extract.mentions import DateKind
from extract.rules import load_rules

_RULES = load_rules("dates")
_NO_DATE = _RULES["no_date_before"].compile()
_COUNTED_AFTER = _RULES["counted_after"].compile()
_DOCUMENT_NUMBER = _RULES["number_of_document"].compile()
_RECURRING = _RULES["recurring"].compile()
_AMOUNT = re.compile(" ?" + _RULES["month_amount"].compile().pattern)
_NAMED_DAY = _RULES["named_day"].compile()
_DEADLINE = _RULES["deadline"].compile()
_PRESENT_AGE = _RULES["present_age"].compile()
_SPAN_OF_WORK = _RULES["span_of_work"].compile()
_MONTH_OF_WORK = _RULES["month_of_work"].compile()
#: The cue nearest before a day decides; one expression, so that a window is read once.
_CUES = re.compile(
    "|".join(
        f"(?P<{name}>{_RULES[name].compile().pattern})"
        for name in ("document", "anniversary", "publication", "occasion")
    )
)
_TOLD_AS_HELD = re.compile(rf"{PARTS_OF_DAY}|thứ|chủ nhật|hôm")
#: What may stand between a document and its date.
_DOCUMENT_TAIL = re.compile(
    r"(?:(?! (?:vào|sau|tại|khi|có|được|đã|sẽ|là|qua) )[^,;.\n]|\.(?=\w)"
    r"|, ?(?=ban hành|ký |của |về |khen thưởng|chống |bổ sung |phó |sử dụng |thực hành ))*"
)
#: Between the days of two documents: "Quyết định số A ngày … và số B ngày …".
_NEXT_DOCUMENT = re.compile(r"[ ,;]*(?:và )?(?:các )?(?:quyết định )?số [^,;.\n]{1,30}")
_OF_DOCUMENT = re.compile(r",? (?:của|về việc|về|ban hành|quy định)(?!\w)")
_ANNIVERSARY_TAIL = re.compile(r"(?:(?! (?:vào|tại|ở|được|trước|sau) )[^,;.\n])*(?:, ?)?|[^;.\n]*\(")
_PUBLICATION_TAIL = re.compile(r"[ :|-]*(?:lúc[ :]*)?")
_DATELINE_BEFORE = re.compile(r"(?:\A|[\n(])[^\W\d_][^\n,.;:()]{2,30}, ?\Z")
_DATELINE_AFTER = re.compile(r" ?[)\n]| ?[)]?\Z")
_RELATIVE_DAYS = frozenset({"today", "yesterday", "before_yesterday", "tomorrow"})
_WINDOW = 110
#: A span of at most this many days may be an occasion.
_OCCASION_DAYS = 10


def refuses(low: str, match: re.Match[str], *, lead_start: int, noun: str, of_day: bool) -> bool:
    """Return whether the words around a number say that it is no date.

    Args:
        low: Folded text.
        match: The number, by its shape (``lastgroup``).
        lead_start: Where the words that lead up to it begin.
        noun: The counting noun before it ("ngày", "tháng"), if any.
        of_day: Whether those words speak of a day.
    """
    shape, start, end = match.lastgroup, match.start(), match.end()
    if _recurs(low, match):
        return True
    if shape == "dm" and not of_day:
        begun = low.startswith("từ ", lead_start) and low.endswith((" là ", " với "), 0, lead_start)
        no_date = not begun and _directly_before(_NO_DATE, low, lead_start)
        return match[0] == "24/7" or no_date or _COUNTED_AFTER.match(low, end) is not None
    if shape in ("my", "dmy") and not noun:
        return _directly_before(_DOCUMENT_NUMBER, low, start)
    if shape == "num" and noun == "tháng":
        before = low.rfind("tháng", 0, start)
        return bool(COUNTED.search(low, max(before - 8, 0), before) or _AMOUNT.match(low, end))
    return False


def _recurs(low: str, match: re.Match[str]) -> bool:
    """Return whether a date is told to return; one with a year does not, whatever follows it."""
    if match.lastgroup in ("iso", "dmy", "my", "years", "year") or match["dtm_y"] or match["dm_y"] or match["days_y"]:
        return False
    return _RECURRING.match(low, match.end()) is not None


def _directly_before(pattern: re.Pattern[str], low: str, at: int) -> bool:
    return any(at - match.end() <= 1 for match in pattern.finditer(low, max(at - 24, 0), at))


def kind_of(low: str, atom: Atom, *, after: Atom | None, after_kind: DateKind | None) -> DateKind:
    """Return what a date is of.

    Args:
        low: Folded text.
        atom: The date.
        after: The date before it in the text, whose words are not read again.
        after_kind: Its kind; a date joined to it by "và", a comma or a dash is of the same kind.
    """
    if _is_commemoration(atom):
        return "anniversary"
    floor = max(atom.start - _WINDOW, low.rfind("\n", 0, atom.start) + 1)
    if after:
        if after.end >= floor and after_kind in ("anniversary", "document") and _joined(low, after, atom):
            return after_kind
        floor = max(floor, after.end)
    if atom.shape in _RELATIVE_DAYS:
        return "other" if atom.shape == "today" and _PRESENT_AGE.search(low, floor, atom.start) else "event"
    if atom.unit != "day" or atom.shape == "week" or (atom.shape == "ago" and atom.hi):
        return _kind_of_span(low, atom, floor)
    if not (atom.hi or atom.begins) and _is_dateline(low, atom):
        return "publication"
    if atom.begins and not atom.hi:
        return "other"
    return _kind_of_day(low, atom, floor)


def _joined(low: str, before: Atom, atom: Atom) -> bool:
    if _NEXT_DOCUMENT.fullmatch(low, before.end, atom.start):
        return True
    return low[before.end : atom.start].strip(" ,-()") in ("", "và", "&") and not _TOLD_AS_HELD.search(atom.lead)


def _is_commemoration(atom: Atom) -> bool:
    """Return whether a span leads from a day to the same day of a later year: (14/5/1951 - 14/5/2021)."""
    hi = atom.hi
    return hi is not None and atom.lo.year != hi.year and atom.unit == "day" and atom.lo.order() == hi.order()


def _kind_of_span(low: str, atom: Atom, floor: int) -> DateKind:
    if atom.hi and atom.unit == "year" and not atom.lead:
        cue = _last_cue(low, floor, atom.start)
        if cue and cue.lastgroup == "anniversary" and low[atom.start - 1] == "(":
            return "anniversary"
    if atom.unit != "month" or atom.hi or atom.begins:
        return "period"
    held = low.endswith(" vào ", 0, atom.start) or not _MONTH_OF_WORK.search(low, floor, atom.start)
    return "event" if held else "period"


def _kind_of_day(low: str, atom: Atom, floor: int) -> DateKind:
    cue = None if _TOLD_AS_HELD.search(atom.lead) else _last_cue(low, floor, atom.start)
    told = cue.lastgroup if cue else None
    if cue and told == "publication" and _PUBLICATION_TAIL.fullmatch(low, cue.end(), atom.start):
        return "publication"
    if atom.hi:
        return "period" if _days(atom) > _OCCASION_DAYS or _SPAN_OF_WORK.search(low, floor, atom.start) else "event"
    if _directly_before(_DEADLINE, low, atom.start):
        return "other"
    if cue and told == "document" and _is_of_document(low, cue.end(), atom):
        return "document"
    if cue and told == "anniversary" and _ANNIVERSARY_TAIL.fullmatch(low, cue.end(), atom.start):
        return "anniversary"
    if not atom.lead and _NAMED_DAY.search(low, floor, atom.start) and told != "occasion":
        return "anniversary"
    return "event"


def _last_cue(low: str, start: int, end: int) -> re.Match[str] | None:
    last = None
    for match in _CUES.finditer(low, start, end):
        last = match
    return last


def _is_of_document(low: str, cue_end: int, atom: Atom) -> bool:
    if _DOCUMENT_TAIL.fullmatch(low, cue_end, atom.start):
        return True
    return atom.start - cue_end < _WINDOW // 2 and _OF_DOCUMENT.match(low, atom.end) is not None


def _is_dateline(low: str, atom: Atom) -> bool:
    """Return whether the date closes a line or bracket of its own: "Hải Dương, ngày 14 tháng 6 năm 2023"."""
    begins_line = not low[low.rfind("\n", 0, atom.start) + 1 : atom.start].strip(" •-|")
    if not (begins_line or _DATELINE_BEFORE.search(low, max(atom.start - 36, 0), atom.start)):
        return False
    after = _DATELINE_AFTER.match(low, atom.end)
    return after is not None and (not begins_line or atom.lo.year is not None or atom.time is not None)


def _days(atom: Atom) -> int:
    lo, hi = atom.lo, atom.hi or atom.lo
    year = lo.year or 2000
    end = hi.with_year(hi.year or year + (lo.order() > hi.order()))
    return (date(end.year or year, end.month or 12, end.day or 28) - date(year, lo.month or 1, lo.day or 1)).days
