"""The day told as "cùng ngày": the one of the text just before it (ngày đã nêu)."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.dates.patterns import PARTS_OF_DAY
from extract.mentions import DateKind, DateMention

_SAME_DAY = "cùng ngày"
_PART = re.compile(rf"(?<!\w){PARTS_OF_DAY} $")
#: After it: the day itself is told, or a document is signed on it.
_TOLD = re.compile(r" ?[,(]? ?(?:ngày )?\d")
_OF_DOCUMENT = re.compile(
    r" (?:ký|ban hành|với|ra) (?:ban hành )?(?:quyết định|kế hoạch|công văn|chỉ thị|văn bản|tờ trình)"
)
_DAY = len("2020-01-01")


def same_days(low: str, dates: Sequence[DateMention]) -> tuple[DateMention, ...]:
    """Return the dates with those told as "cùng ngày", which are the days told last before them."""
    if _SAME_DAY not in low:
        return tuple(dates)
    found = list(dates)
    for match in re.finditer(rf"(?<!\w){_SAME_DAY}(?!\w)", low):
        if _TOLD.match(low, match.end()):
            continue
        kinds: tuple[DateKind, ...] = ("document",) if _OF_DOCUMENT.match(low, match.end()) else ("event",)
        meant = _day_before(found, match.start(), kinds)
        if meant:
            part = _PART.search(low, max(match.start() - 24, 0), match.start())
            start = part.start() if part else match.start()
            at = bisect.bisect_left(found, start, key=lambda date: date.start)
            found.insert(at, replace(meant, start=start, end=match.end(), kind="event", time=None, vague=False))
    return tuple(found)


def is_same_day(low: str, date: DateMention) -> bool:
    """Return whether a date is told as "cùng ngày"."""
    return low.endswith(_SAME_DAY, date.start, date.end)


def _day_before(dates: Iterable[DateMention], at: int, kinds: tuple[DateKind, ...]) -> DateMention | None:
    """Return the last single day of a kind before a place in the text."""
    told = [date for date in dates if date.end <= at and date.kind in kinds]
    days = [date for date in told if not date.last and (date.first is None or len(date.first) == _DAY)]
    latest = max((date.first for date in days if date.first), default="")
    recent = [date for date in days if not date.first or int(date.first[:4]) >= int(latest[:4]) - 1]
    return recent[-1] if recent else None
