"""Stretches of time told of a campaign or one of its phases, with years inherited (thời gian của đợt thi đua)."""

from __future__ import annotations

import bisect
import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from extract.mentions import DateMention
from extract.reading import Reading
from extract.rules import load_rules
from schemas.dates import first_day, last_day

_RULES = load_rules("campaigns")
_UNTIL = _RULES["phase_until"].compile()
_REVIEWED = _RULES["phase_reviewed"].compile()
_RANGE_GAP = _RULES["range_gap"].compile()
_FROM_LAUNCH = _RULES["from_launch"].compile()
_FROM_NEW_YEAR = _RULES["from_new_year"].compile()
#: After the begin of a period whose end is told without a date: "từ tháng 9 đến hết học kỳ I".
_OPEN_END = re.compile(r"\s*(?:cho )?(?:đến|tới)\s+(?:hết |khi |lúc )?[^\W\d]")
#: The words of a period that begins on the day after the one told.
_DAY_AFTER = re.compile(r"(?<!\w)từ\s+sau\s*(?:ngày\s*)?$")
#: Longest text between a label and its dates.
_LABEL_REACH = 60
#: The day of an occasion stands this near to the begin of its line.
_LINE_HEAD = 40
_NO_PERIOD = {"anniversary", "document", "publication"}
#: Before the first day of a period whose last is told behind other days of it.
_BEGUN = re.compile(r"(?<!\w)bắt đầu (?:từ )?(?:ngày )?$")
_BEGIN_REACH = 20
_ENDED = re.compile(r"[^.;\n]{0,40}(?:kết thúc|tổng kết|bế mạc)(?: vào)?\s*(?:ngày\s*)?")
#: Between two months or quarters that make one stretch.
_AND = re.compile(r"\s*(?:và|,|&)\s*(?:trong )?")
_TO_NOW = (" đến nay", " tới nay")
_SCHOOL_YEAR = ("năm học", "niên khóa")
_QUARTER = re.compile(r"(?:từ |trong )?quý")
_DAY = len("2020-01-01")
_MONTH = len("2020-01")
_YEAR = len("2020")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time told in the text: ``start:end`` are characters, ``first`` and ``last`` its bounds."""

    start: int
    end: int
    first: str | None
    last: str | None
    year_told: bool

    @property
    def long(self) -> bool:
        """Whether it leads from one bound to another."""
        return self.first != self.last

    @property
    def of_years(self) -> bool:
        """Whether its bounds are whole years."""
        return len(self.first or "") <= _YEAR and len(self.last or "") <= _YEAR


def span_at(reading: Reading, index: int, *, limit: int | None = None) -> Span:
    """Return the stretch of time that begins with a date of the reading: the date itself or "A đến B" over two dates.

    Args:
        reading: The article.
        index: Index of the date in ``reading.dates``.
        limit: Where the stretch must end at the latest.
    """
    date = reading.dates[index]
    low = reading.text.low
    for other in reading.dates[index + 1 : index + 3]:
        both = _joined(low, date, other) if limit is None or other.end <= limit else None
        if both:
            return both
    if date.last is None and _OPEN_END.match(low, date.end):
        return Span(date.start, date.end, date.first, None, date.year_source == "text")
    return _of_date(reading, date)


def _of_date(reading: Reading, date: DateMention) -> Span:
    """Return the span of one date; "từ nay" is the day of the occasion, "đến nay" no end, a school year two years."""
    low, first, last = reading.text.low, date.first, date.last or date.first
    if date.last and low.startswith(("từ nay", "từ hôm nay"), date.start):
        first = event_day(reading, date.start) or date.first
    if low.startswith(_TO_NOW, date.end) or low.endswith(_TO_NOW, date.start, date.end):
        last = None
    if date.last and first and last and low.startswith(_SCHOOL_YEAR, date.start):
        first, last = first[:_YEAR], last[:_YEAR]
    return Span(date.start, date.end, first, last, date.year_source == "text")


def _joined(low: str, date: DateMention, other: DateMention) -> Span | None:
    """Return one span over two dates: "01/3 … kết thúc vào 30/4", "tháng 6 và tháng 7", "quý II đến hết quý III"."""
    between = (date.end, other.start)
    if date.last is None and other.last is None:
        months = _is_month(date) and _is_month(other) and _AND.fullmatch(low, *between)
        begun = _BEGUN.search(low, max(date.start - _BEGIN_REACH, 0), date.start)
        ranged = _RANGE_GAP.fullmatch(low, *between) or (begun and _ENDED.fullmatch(low, *between))
        return _over(date, other) if months or ranged else None
    quarters = all(_QUARTER.match(low, one.start) for one in (date, other))
    if quarters and (_AND.fullmatch(low, *between) or _RANGE_GAP.fullmatch(low, *between)):
        return _over(replace(date, last=None), replace(other, first=other.last, last=None))
    return None


def _is_month(date: DateMention) -> bool:
    return len(date.first or "") == _MONTH


def _over(date: DateMention, other: DateMention) -> Span:
    """Return the span over two dates; a year that is not told comes from the other: "01/3 - 30/4/2021"."""
    first, last = date.first or "", other.first
    told = date.year_source == "text" or other.year_source == "text"
    if date.year_source == "text":
        last = last if other.year_source == "text" or not last else _not_before(last, first)
    elif last:
        begin = last[:_YEAR] + first[_YEAR:]
        first = begin if first_day(begin) <= last_day(last) else moved(begin, -1)
    return Span(date.start, other.end, first, last, told)


def _not_before(value: str, begin: str) -> str:
    """Return a date in the year of a begin, or the year after where it would lie before it."""
    same = begin[:_YEAR] + value[_YEAR:]
    return same if last_day(same) >= first_day(begin) else moved(same, 1)


def span_after(reading: Reading, offset: int, gap: re.Pattern[str]) -> Span | None:
    """Return the time told right after an offset, with nothing but a gap before it."""
    index = bisect.bisect_right(reading.dates, offset, key=lambda date: date.end)
    if index == len(reading.dates):
        return None
    date = reading.dates[index]
    if date.start - offset > _LABEL_REACH or not may_be_period(date):
        return None
    low = reading.text.low
    begun = _begun_apart(reading, offset, date, gap)
    if begun or not gap.fullmatch(low, offset, max(offset, date.start)):
        return begun
    span = span_at(reading, index)
    return _begun_after(span) if _DAY_AFTER.search(low, offset, date.start) else span


def _begun_apart(reading: Reading, offset: int, date: DateMention, gap: re.Pattern[str]) -> Span | None:
    """Return the span of "từ ngày phát động đến 30/4" or "từ đầu năm đến hết tháng 6", whose end alone is a date."""
    low = reading.text.low
    launch = _FROM_LAUNCH.search(low, offset, date.start)
    year = None if launch else _FROM_NEW_YEAR.search(low, offset, date.start)
    words = launch or year
    if not words or date.last or not date.first or words.end() != date.start:
        return None
    if not gap.fullmatch(low, offset, words.start()):
        return None
    return _begun_with(reading, words, date, launch=bool(launch))


def begun_apart_within(reading: Reading, start: int, stop: int) -> Span | None:
    """Return the first span between two offsets whose begin is told as the launch: "…, từ lúc phát động đến 30/6"."""
    words = _FROM_LAUNCH.search(reading.text.low, start, stop)
    if not words:
        return None
    index = bisect.bisect_right(reading.dates, words.end(), key=lambda date: date.end)
    date = reading.dates[index] if index < len(reading.dates) else None
    if not date or date.start > words.end() or date.last or not date.first or date.end > stop:
        return None
    return _begun_with(reading, words, date, launch=True)


def _begun_with(reading: Reading, words: re.Match[str], date: DateMention, *, launch: bool) -> Span:
    """Return the span from the launch, or from the begin of the year, to a date."""
    last, told = date.first or "", date.year_source == "text"
    year, offset = not launch, words.start()
    now = event_day(reading, offset) or reading.text.published
    if year and now and not told:
        last = now[:_YEAR] + last[_YEAR:]
    first = event_day(reading, offset) if launch else f"{last[:_YEAR]}-01"
    return Span(words.start(), date.end, first, last, told)


def span_until(reading: Reading, offset: int) -> Span | None:
    """Return the time of which only the end is told: "Đợt 1 (đến ngày 15/10)"."""
    span = span_after(reading, offset, _UNTIL)
    return replace(span, first=None) if span and not span.long else None


def span_reviewed(reading: Reading, offset: int) -> Span | None:
    """Return the time of a phase told by its review at the end of a year: "Đợt 1 sẽ sơ kết vào cuối năm 2019"."""
    index = bisect.bisect_right(reading.dates, offset, key=lambda date: date.end)
    date = reading.dates[index] if index < len(reading.dates) else None
    if not date or date.start - offset > _LABEL_REACH or not reading.text.low.startswith("cuối năm", date.start):
        return None
    if not date.last or not _REVIEWED.fullmatch(reading.text.low, offset, max(offset, date.start)):
        return None
    return Span(date.start, date.end, None, date.last[:_YEAR], date.year_source == "text")


def event_day(reading: Reading, before: int | None = None) -> str | None:
    """Return the day of the occasion: the last told at the head of a line before an offset, else the article's first.

    It is what "từ nay" and "từ ngày phát động" mean.
    """
    low = reading.text.low
    days = [
        date
        for date in reading.dates
        if date.kind == "event" and not date.last and len(date.first or "") == _DAY
        if before is None or date.start < before
    ]
    heads = [date for date in days if date.start - low.rfind("\n", 0, date.start) <= _LINE_HEAD]
    return next((date.first for date in (*(heads[::-1] if before else ()), *days)), None)


def _begun_after(span: Span) -> Span:
    """Return the span of "từ sau 30/10 đến …", which begins the day after."""
    if len(span.first or "") < _DAY:
        return span
    return replace(span, first=(first_day(span.first or "") + timedelta(days=1)).isoformat())


def may_be_period(date: DateMention) -> bool:
    """Return whether a date may bound a phase: a pair of days years apart is a commemoration."""
    if date.kind == "anniversary" and date.first and date.last:
        return int(date.last[:_YEAR]) - int(date.first[:_YEAR]) <= 1
    return date.first is not None and not date.vague and date.kind not in _NO_PERIOD


def inherit_years(spans: Sequence[Span]) -> list[Span]:
    """Return the spans with the years that the others tell: phases follow one another.

    A span whose year is not told begins after the one before it, or else ends before the one after it.
    """
    result = list(spans)
    for at in range(1, len(result)):
        before = result[at - 1]
        if before.year_told and not result[at].year_told:
            result[at] = _after(result[at], before)
    for at in range(len(result) - 2, -1, -1):
        after = result[at + 1]
        if after.year_told and not result[at].year_told:
            result[at] = _before(result[at], after)
    return result


def _after(span: Span, before: Span) -> Span:
    if not span.first or not before.last:
        return span
    later = shifted(span, int(before.last[:_YEAR]) - int(span.first[:_YEAR]))
    if later.first and before.first and first_day(later.first) <= first_day(before.first):
        later = shifted(later, 1)
    return later


def _before(span: Span, after: Span) -> Span:
    if not span.last or not after.first:
        return span
    earlier = shifted(span, int(after.first[:_YEAR]) - int(span.last[:_YEAR]))
    if earlier.last and last_day(earlier.last) > last_day(after.last or after.first):
        earlier = shifted(earlier, -1)
    return earlier


def shifted(span: Span, years: int) -> Span:
    """Return a span some years on."""
    first = moved(span.first, years) if span.first else None
    last = moved(span.last, years) if span.last else None
    return replace(span, first=first, last=last, year_told=True)


def moved(value: str, years: int) -> str:
    """Return a date some years on; 29 February stays where the other year has none."""
    year = int(value[:_YEAR]) + years
    return value if value.endswith("-02-29") and not calendar.isleap(year) else f"{year:04d}{value[_YEAR:]}"
