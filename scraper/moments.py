"""Datelines (dòng ngày đăng): a day, with its hour where told, as portals print them beside a title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from schemas.folding import fold

#: The clock of Vietnam, by which portals print their days.
VIETNAM = timezone(timedelta(hours=7))
#: Years that a page may have been published in; systems write year 1 for no date.
_YEARS = range(1990, 2101)
_NAMES = "một|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười một|mười hai|mười"
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("một|giêng", "hai", "ba", "tư|bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"), 1
    )
    for name in names.split("|")
}
_MONTH = rf"(?:\d{{1,2}}|{_NAMES})"
_DAY = (
    r"(?:\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}"
    rf"|\d{{1,2}} tháng {_MONTH}(?: năm|,)? \d{{4}}"
    rf"|tháng {_MONTH} \d{{1,2}}, \d{{4}}"
    r"|\d{4}-\d{2}-\d{2})"
)
_TIME = r"(?:\d{1,2} ?(?::|h|g|giờ) ?\d{2}(?: ?phút|:\d{2}|p)?(?: ?(?:am|pm|sa|ch)(?!\w))?)"
_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|t[2-7]|cn|mon|tue|wed|thu|fri|sat|sun)"
_LABEL = (
    r"(?:(?:được )?(?:đăng|cập nhật|xuất bản|viết|gửi|đưa tin|đăng tin|đăng tải|phát hành|tạo)(?: (?:ngày|lúc|vào))*"
    r"|(?:ngày|thời gian|giờ) (?:đăng|cập nhật|xuất bản|đưa tin|đăng tin|viết|phát hành|tạo)(?: tin| bài)?"
    r"|posted(?: on)?|published(?: on)?|created?(?: on)?|last updated(?: on)?|updated(?: on)?)"
)
#: A piece of a line that tells nothing but a moment; lines made of such pieces are date bars.
BAR_PIECE = rf"(?:{_DAY}|{_TIME}|{_WEEKDAY}(?!\w)|{_LABEL}(?!\w)|ngày|lúc|vào lúc|date|gmt ?\+? ?\d*|utc|từ ngày)"

_NAMED_DAY = rf"(?:{_WEEKDAY}(?!\w)[\s,;:-]*)?"
#: Both look at a first letter before they try what it may begin.
_FIND_DAY = re.compile(rf"(?=[\dt])(?<![\d/.-])(?P<day>{_DAY})(?!\d|/\d|-\d{{1,2}}[/.-]\d)")
_FIND_LABEL = re.compile(
    rf"(?=[cđglnptuvx])(?<!\w){_LABEL}\s*:?[\s,]*{_NAMED_DAY}(?:{_TIME}[\s,|-]*)?(?:ngày )?{_NAMED_DAY}(?:ngày )?$"
)
_BEFORE = re.compile(rf"(?P<time>{_TIME})[\s,|•·-]*(?:ngày )?{_NAMED_DAY}(?:ngày )?$")
_ENGLISH = re.compile(r"(?<!\w)(mon|tue|wed|thu|fri|sat|sun)(?:\w*day)?[\s,]+$")
_AFTER = re.compile(rf"[\s,|•·(-]*(?:lúc )?(?P<time>{_TIME})")
_CLOCK = re.compile(r"(\d{1,2})\D+(\d{2})")
_HALF = re.compile(r"(am|pm|sa|ch)$")
#: A line that holds nothing but an hour.
TIME_LINE = re.compile(rf"[\W_]*(?P<time>{_TIME})[\W_]*")


@dataclass(frozen=True)
class Moment:
    """A day in a line, with its hour where one stands beside it: ``line[start:end]``."""

    value: str
    start: int
    end: int
    labelled: bool


def find_moments(low: str) -> Iterator[Moment]:
    """Yield the moments of a folded line in order.

    >>> [moment.value for moment in find_moments("được đăng: 02 tháng 3 2021")]
    ['2021-03-02']
    >>> [moment.value for moment in find_moments("ngày đăng 03/10/2025 | 02:27 pm")]
    ['2025-10-03T14:27']
    """
    for match in _FIND_DAY.finditer(low):
        day = _american(low, match) or _read_day(match["day"])
        if day is None:
            continue
        start, end, time = match.start("day"), match.end("day"), None
        before, after = _BEFORE.search(low[max(0, start - 40) : start]), _AFTER.match(low, end)
        labelled = bool(_FIND_LABEL.search(low[max(0, start - 60) : start]))
        if after:
            time, end = read_time(after["time"]), after.end()
        elif before:
            time = read_time(before["time"])
            start = max(0, start - 40) + before.start("time")
        yield Moment(f"{day}T{time}" if time else day, start, end, labelled)


def read_moment(value: str) -> str | None:
    """Return the day, with its hour where told, that a value made by a system tells; labelled ones come first.

    >>> read_moment("2021-12-20T01:00:00+00:00")
    '2021-12-20T08:00'
    >>> read_moment("Xem: 12 | Ngày đăng: 03/10/2025 14:27")
    '2025-10-03T14:27'
    >>> read_moment("0001-01-01T00:00:00")
    """
    try:
        moment = vietnam_minute(datetime.fromisoformat(value))
    except (ValueError, OverflowError):
        found = sorted(find_moments(fold(value)), key=lambda told: not told.labelled)
        return found[0].value if found else None
    is_day = len(value) <= len("2021-12-20")
    return moment[:10] if moment and is_day else moment


def vietnam_minute(moment: datetime) -> str | None:
    """Return a moment to the minute on the clock of Vietnam, ``None`` where no page was published in its year.

    A moment without a zone is taken to be on that clock.

    Raises:
        OverflowError: it lies at the edge of what a calendar holds.
    """
    local = moment.astimezone(VIETNAM) if moment.tzinfo else moment
    return local.strftime("%Y-%m-%dT%H:%M") if local.year in _YEARS else None


def read_time(low: str) -> str | None:
    """Return an hour as ``HH:MM``; ``CH`` and ``PM`` are afternoons.

    >>> read_time("4:15:00 ch"), read_time("16h30"), read_time("25:00")
    ('16:15', '16:30', None)
    """
    clock = _CLOCK.match(low)
    if not clock:
        return None
    hour, minute, half = int(clock[1]), int(clock[2]), _HALF.search(low)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[1] in ("pm", "ch") else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _read_day(low: str) -> str | None:
    numbers = [_number(word) for word in re.findall(rf"\d+|(?<=tháng )(?:{_NAMES})", low)]
    if low.startswith("tháng"):
        numbers = [numbers[1], numbers[0], numbers[2]]
    elif len(low) > 4 and low[:4].isdigit():
        numbers.reverse()
    day, month, year = numbers
    try:
        return date(year, month, day).isoformat() if year in _YEARS else None
    except ValueError:
        return None


def _american(low: str, match: re.Match[str]) -> str | None:
    """Return the day of "Thu, 12/24/2015", whose month comes first; its English weekday tells."""
    named, parts = _ENGLISH.search(low, max(0, match.start() - 12), match.start()), match["day"].split("/")
    if not named or len(parts) != 3:
        return None
    try:
        day = date(int(parts[2]), int(parts[0]), int(parts[1]))
    except ValueError:
        return None
    return day.isoformat() if day.strftime("%a").lower() == named[1] and day.year in _YEARS else None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _MONTHS[word]
