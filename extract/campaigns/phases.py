"""Phases of a campaign: labels with their periods, years inherited (các đợt của phong trào thi đua)."""

from __future__ import annotations

import bisect
import calendar
import re
from dataclasses import dataclass, replace
from datetime import timedelta

from extract.mentions import DateMention
from extract.reading import Reading
from extract.rules import load_rules
from schemas.dates import first_day, last_day
from schemas.folding import fold
from schemas.records import CampaignPhase

_RULES = load_rules("campaigns")
_LABEL = _RULES["phase"].compile()
_GAP = _RULES["phase_gap"].compile()
_UNTIL = _RULES["phase_until"].compile()
_REVIEWED = _RULES["phase_reviewed"].compile()
_NAMED = _RULES["named_phases"].compile()
#: The name of a phase right before its period: "…, Ngày hội tòng quân (từ ".
_NAME_BEFORE = re.compile(
    r"(?<![^,;:)\s])(?P<label>[^\s,;:()][^,;:()\n]{2,80}?)\s*[(:]\s*(?:diễn ra |bắt đầu |thực hiện )?(?:từ )?$"
)
_RANGE_GAP = re.compile(
    r"\s*(?:-|(?:,?\s*(?:và )?(?:kết thúc|kéo dài|hoàn thành)(?: vào)?\s*)?(?:đến|tới|cho đến)"
    r"|,?\s*(?:và )?kết thúc(?: vào)?)"
    r"\s*(?:hết\s*)?(?:ngày\s*|cuối\s*|tháng\s*)?"
)
#: After the begin of a period whose end is told without a date: "từ tháng 9 đến hết học kỳ I".
_OPEN_END = re.compile(r"\s*(?:cho )?(?:đến|tới)\s+(?:hết |khi |lúc )?[^\W\d]")
#: The words of a period that begins on the day after the one told.
_DAY_AFTER = re.compile(r"(?<!\w)từ\s+sau\s*(?:ngày\s*)?$")
#: Longest text between a label and its dates.
_LABEL_REACH = 60
_NUMBER = re.compile(r"(?P<word>.+?) (?:thứ )?(?P<number>\S+)")
#: The numbers of phases, as they are written.
_COUNT = {
    written: number
    for number, forms in enumerate(
        ("1 01 i một nhất", "2 02 ii hai nhì", "3 03 iii ba", "4 04 iv bốn tư", "5 05 v năm", "6 06 vi sáu"), start=1
    )
    for written in forms.split()
}
_NO_PERIOD = {"anniversary", "document", "publication"}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time told in the text: ``start:end`` are characters, ``first`` and ``last`` its bounds."""

    start: int
    end: int
    first: str | None
    last: str | None
    year_told: bool


@dataclass(frozen=True, slots=True)
class _Part:
    label_start: int
    label_end: int
    span: Span


def span_at(reading: Reading, index: int, *, limit: int | None = None) -> Span:
    """Return the stretch of time that begins with a date of the reading: the date itself or "A đến B" over two dates.

    Args:
        reading: The article.
        index: Index of the date in ``reading.dates``.
        limit: Where the stretch must end at the latest.
    """
    date = reading.dates[index]
    if date.last is None and index + 1 < len(reading.dates):
        other = reading.dates[index + 1]
        between = reading.text.low[date.end : other.start]
        if other.last is None and (limit is None or other.end <= limit) and _RANGE_GAP.fullmatch(between):
            first = date.first if date.year_source == "text" else _inherit(date, other)
            return Span(date.start, other.end, first, other.first, other.year_source == "text")
    if date.last is None and _OPEN_END.match(reading.text.low, date.end):
        return Span(date.start, date.end, date.first, None, date.year_source == "text")
    first = date.first
    if date.last and reading.text.low.startswith("từ nay", date.start):
        first = _event_day(reading, date) or date.first
    return Span(date.start, date.end, first, date.last or date.first, date.year_source == "text")


def _event_day(reading: Reading, until: DateMention) -> str | None:
    """Return what "từ nay" means: the day of the occasion told before it."""
    days = (date for date in reading.dates if date.kind == "event" and date.start < until.start and not date.last)
    return next((date.first for date in days if len(date.first or "") == len("2020-01-01")), None)


def _inherit(date: DateMention, other: DateMention) -> str | None:
    """Return the begin of "01/3 - 30/4/2021": the year of its end, or the year before it."""
    if not date.first or not other.first:
        return date.first
    begin = other.first[:4] + date.first[4:]
    return begin if first_day(begin) <= last_day(other.first) else _moved(begin, -1)


def read_phases(reading: Reading, begin: int, end: int) -> tuple[CampaignPhase, ...]:
    """Return the phases told between two offsets, in order; ``()`` when the text does not divide the campaign."""
    parts = _labelled(reading, begin, end) or _by_name(reading, begin, end)
    spans = inherit_years([part.span for part in parts])
    return tuple(
        CampaignPhase(
            label=reading.text.body[part.label_start : part.label_end],
            start=span.first,
            end=span.last,
            evidence=(reading.text.evidence(part.label_start, closed(reading, part.label_end, span.end)),),
        )
        for part, span in zip(parts, spans, strict=True)
    )


def goes_on(before: tuple[CampaignPhase, ...], after: tuple[CampaignPhase, ...]) -> bool:
    """Return whether phases only count on from others: "Giai đoạn 3" after "Giai đoạn 2"."""
    one, two = (
        _NUMBER.fullmatch(fold(phases[at].label or "")) if phases else None for phases, at in ((before, -1), (after, 0))
    )
    if not one or not two or one["word"] != two["word"]:
        return False
    return _COUNT.get(two["number"], 0) == _COUNT.get(one["number"], 0) + 1 > 1


def closed(reading: Reading, start: int, end: int) -> int:
    """Return the end of a period with the bracket that closes it, when one opens after ``start``."""
    low = reading.text.low
    return end + (low[end : end + 1] == ")" and "(" in low[start:end])


def _labelled(reading: Reading, begin: int, end: int) -> list[_Part]:
    low = reading.text.low
    found: dict[str, _Part] = {}
    for label in _LABEL.finditer(low, begin, end):
        offset = label.end()
        span = _span_after(reading, offset, _GAP) or _until(reading, offset) or _reviewed(reading, offset)
        if span:
            found.setdefault(label[0], _Part(label.start(), label.end(), span))
    return list(found.values())


def _by_name(reading: Reading, begin: int, end: int) -> list[_Part]:
    """Return the phases of "ba cao điểm: A (từ … đến …), B (…)"."""
    low = reading.text.low
    opening = _NAMED.search(low, begin, end)
    if not opening:
        return []
    stop = reading.text.sentence_at(opening.start()).end
    parts = []
    edge = opening.end()
    for index, date in enumerate(reading.dates):
        if not (edge <= date.start < stop and _may_be_period(date)):
            continue
        span = span_at(reading, index, limit=stop)
        label = _NAME_BEFORE.search(low, edge, date.start)
        if label and span.first != span.last:
            parts.append(_Part(label.start("label"), label.end("label"), span))
        edge = span.end
    return parts


def _span_after(reading: Reading, offset: int, gap: re.Pattern[str]) -> Span | None:
    """Return the time told right after an offset, with nothing but a gap before it."""
    index = bisect.bisect_right(reading.dates, offset, key=lambda date: date.end)
    if index == len(reading.dates):
        return None
    date = reading.dates[index]
    if date.start - offset > _LABEL_REACH or not _may_be_period(date):
        return None
    near = gap.fullmatch(reading.text.low, offset, max(offset, date.start))
    if not near:
        return None
    span = span_at(reading, index)
    return _begun_after(span) if _DAY_AFTER.search(reading.text.low, offset, date.start) else span


def _until(reading: Reading, offset: int) -> Span | None:
    """Return the time of which only the end is told: "Đợt 1 (đến ngày 15/10)"."""
    span = _span_after(reading, offset, _UNTIL)
    return replace(span, first=None) if span and span.first == span.last else None


def _reviewed(reading: Reading, offset: int) -> Span | None:
    """Return the time of a phase told by its review at the end of a year: "Đợt 1 sẽ sơ kết vào cuối năm 2019"."""
    index = bisect.bisect_right(reading.dates, offset, key=lambda date: date.end)
    date = reading.dates[index] if index < len(reading.dates) else None
    if not date or date.start - offset > _LABEL_REACH or not reading.text.low.startswith("cuối năm", date.start):
        return None
    if not date.last or not _REVIEWED.fullmatch(reading.text.low, offset, max(offset, date.start)):
        return None
    return Span(date.start, date.end, None, date.last[:4], date.year_source == "text")


def _begun_after(span: Span) -> Span:
    """Return the span of "từ sau 30/10 đến …", which begins the day after."""
    if len(span.first or "") < len("2020-01-01"):
        return span
    return replace(span, first=(first_day(span.first or "") + timedelta(days=1)).isoformat())


def _may_be_period(date: DateMention) -> bool:
    """Return whether a date may bound a phase: a pair of days years apart is a commemoration."""
    if date.kind == "anniversary" and date.first and date.last:
        return int(date.last[:4]) - int(date.first[:4]) <= 1
    return date.first is not None and not date.vague and date.kind not in _NO_PERIOD


def span_after(reading: Reading, offset: int, gap: re.Pattern[str]) -> Span | None:
    """Return the time told right after an offset, when what stands before it matches ``gap`` whole."""
    return _span_after(reading, offset, gap)


def inherit_years(spans: list[Span]) -> list[Span]:
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
    moved = _shifted(span, int(before.last[:4]) - int(span.first[:4]))
    if moved.first and before.first and first_day(moved.first) <= first_day(before.first):
        moved = _shifted(moved, 1)
    return moved


def _before(span: Span, after: Span) -> Span:
    if not span.last or not after.first:
        return span
    moved = _shifted(span, int(after.first[:4]) - int(span.last[:4]))
    if moved.last and last_day(moved.last) > last_day(after.last or after.first):
        moved = _shifted(moved, -1)
    return moved


def _shifted(span: Span, years: int) -> Span:
    first = _moved(span.first, years) if span.first else None
    last = _moved(span.last, years) if span.last else None
    return replace(span, first=first, last=last, year_told=True)


def _moved(value: str, years: int) -> str:
    """Return a date some years on; 29 February stays where the other year has none."""
    year = int(value[:4]) + years
    return value if value.endswith("-02-29") and not calendar.isleap(year) else f"{year:04d}{value[4:]}"
