"""How a text divides a campaign: numbered, named, by quarters, by peaks, by periods alone (chia làm các đợt)."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extract.campaigns.named import matches_at
from extract.campaigns.spans import (
    Span,
    begun_apart_within,
    may_be_period,
    span_after,
    span_at,
    span_reviewed,
    span_until,
)
from extract.mentions import DateMention
from extract.reading import Reading
from extract.rules import load_rules
from schemas.folding import fold_key

_RULES = load_rules("campaigns")
_LABEL = _RULES["phase"].compile()
_LABEL_WORDS = ("đợt", "giai đoạn", "chặng", "cao điểm", "học k", "bước", "vòng", "kỳ", "mốc")
_PART_WORDS = (" đợt", " giai đoạn", " chặng", " bước", " cao điểm", " mốc")
_GAP = _RULES["phase_gap"].compile()
_BEFORE = _RULES["phase_after_period"].compile()
_DIVISION = _RULES["division"].compile()
_BY_QUARTER = _RULES["by_quarter"].compile()
_QUARTER = _RULES["quarter"].compile()
_PEAK = _RULES["peak"].compile()
_PEAK_AFTER = _RULES["peak_after_period"].compile()
_PHASE_NAME = _RULES["phase_name"].compile()
#: Before a label that opens an item of its own.
_OPENS_ITEM = re.compile(r"(?:\A|[\n:;,.(•]|(?<!\w)(?:và|gồm|là|với|trong đó))[\s+*–-]*(?:\d+[.)]\s*|[a-z]\)\s*)?\Z")
#: A later sentence of an item that tells its time.
_TIME_LINE = re.compile(r"[\s+*•-]*(?:\d+[.)]\s*)?(?:về )?thời gian(?!\w)")
#: Before a period that its item sets apart.
_OPENS_PERIOD = re.compile(r"(?:[(:]|(?<!\w)(?:thời gian|trong|diễn ra|kéo dài|bắt đầu|thực hiện|kể))\s*\Z")
_COUNTS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6}
#: Longest stretch of an item from its label to its period, of a list, and between two peaks.
_ITEM_REACH = 320
_LIST_REACH = 1200
_PEAK_REACH = 200
#: Longest words between a period and the label behind it.
_BEFORE_REACH = 12


@dataclass(frozen=True, slots=True)
class Part:
    """A phase as told: where its label stands (nowhere when empty) and its time."""

    label_start: int
    label_end: int
    span: Span


def labelled(reading: Reading, begin: int, end: int, first: Part | None = None) -> list[Part]:
    """Return the phases that have a number: "Đợt 1 (từ … đến …)", "từ … đến … (đợt 1)", "Đợt 1: mừng Xuân, từ …"."""
    low = reading.text.low
    labels = _labels(low, begin, end)
    found: dict[str, Part] = {fold_key(low[first.label_start : first.label_end]): first} if first else {}
    for at, label in enumerate(labels):
        stop = labels[at + 1].start() if at + 1 < len(labels) else end
        if fold_key(label[0]) in found:
            continue
        span = _span_before(reading, label.start(), begin) or _span_of_item(reading, label, stop)
        if span:
            found[fold_key(label[0])] = Part(label.start(), label.end(), span)
    return _of_one_kind(found)


def _labels(low: str, begin: int, end: int) -> list[re.Match[str]]:
    """Return the labels in order; of "học kỳ I" the "kỳ I" is none of its own."""
    labels: list[re.Match[str]] = []
    for label in sorted(matches_at(_LABEL, low, _LABEL_WORDS, begin=begin, end=end), key=lambda label: label.start()):
        if not labels or label.start() >= labels[-1].end():
            labels.append(label)
    return labels


def _of_one_kind(found: dict[str, Part]) -> list[Part]:
    """Return the phases with the word that most of them have, the first of equals: "đợt 1" and a project's "kỳ 2"."""
    kinds = Counter(label.split()[0] for label in found)
    most = kinds.most_common(1)[0][0] if kinds else ""
    return [part for label, part in found.items() if label.startswith(most)]


def _span_before(reading: Reading, label: int, floor: int) -> Span | None:
    """Return the period that a label follows: "từ 01/3 đến 30/4 là đợt 1"."""
    low = reading.text.low
    index = bisect.bisect_right(reading.dates, label, key=lambda date: date.end) - 1
    date = reading.dates[index] if index >= 0 else None
    if not date or date.start < floor or label - date.end > _BEFORE_REACH or not may_be_period(date):
        return None
    span = span_at(reading, index, limit=label)
    told = low[date.start].isdigit() or low.startswith(("từ", "ngày", "tháng", "quý"), date.start)
    return span if date.last and told and not span.of_years and _BEFORE.fullmatch(low, span.end, label) else None


def _span_of_item(reading: Reading, label: re.Match[str], stop: int) -> Span | None:
    offset = label.end()
    near = span_after(reading, offset, _GAP) or span_until(reading, offset) or span_reviewed(reading, offset)
    if near and near.start < stop:
        return near
    opens = _OPENS_ITEM.search(reading.text.low, max(label.start() - 16, 0), label.start())
    return _span_in_item(reading, offset, min(stop, offset + _ITEM_REACH)) if opens else None


def _span_in_item(reading: Reading, offset: int, stop: int) -> Span | None:
    """Return the period told after what the item is about: "Đợt 1: chào mừng Ngày thành lập ngành, từ … đến …"."""
    text = reading.text
    sentence = text.sentence_at(offset)
    begun = begun_apart_within(reading, offset, min(stop, sentence.end))
    if begun:
        return begun
    for index, date in _dates_between(reading, offset, stop):
        here = text.sentence_at(date.start)
        if here.start > sentence.start and not _TIME_LINE.match(text.low, here.start):
            return None
        begins = text.low.startswith("từ", date.start) or _OPENS_PERIOD.search(text.low, offset, date.start)
        span = span_at(reading, index, limit=stop)
        if begins and span.long:
            return span
    return None


def divided(reading: Reading, begin: int, end: int) -> list[Part]:
    """Return the phases of "ba cao điểm: A (từ … đến …), B (…)" and of "chia làm 2 chặng: từ … đến …; từ … đến …"."""
    low = reading.text.low
    told = any(low.find(word, begin, end) >= 0 for word in _PART_WORDS)
    for opening in _DIVISION.finditer(low, begin, end) if told else ():
        count = _number(opening["count"])
        for stop in _list_ends(reading, opening.end(), end):
            parts = _items(reading, opening.end(), stop)
            named = [part for part in parts if part.label_end > part.label_start]
            if parts and len(parts) == count:
                return parts
            if opening["colon"] and named and (count or len(named) > 1):
                return named
    return []


def _number(written: str | None) -> int:
    return _COUNTS.get(written, 0) or int(written) if written else 0


def _list_ends(reading: Reading, start: int, end: int) -> Iterator[int]:
    """Return where a list may end that begins after ``start``: with its sentence, its line, the lines it is set in."""
    low = reading.text.low
    line = low.find("\n", start)
    line = line if 0 <= line < end else end
    if low[start:line].strip():
        yield min(reading.text.sentence_at(start).end, end)
        yield line
    else:
        yield _lines_end(reading, line, min(end, start + _LIST_REACH))


def _lines_end(reading: Reading, start: int, end: int) -> int:
    """Return the end of the lines after ``start`` that each tell a period."""
    low = reading.text.low
    stop = start
    while stop < end:
        line = low.find("\n", stop + 1)
        line = line if 0 <= line < end else end
        if not any(span_at(reading, index).long for index, _ in _dates_between(reading, stop, line)):
            break
        stop = line
    return stop


def _items(reading: Reading, start: int, stop: int) -> list[Part]:
    parts: list[Part] = []
    edge = start
    for index, date in _dates_between(reading, start, stop):
        if date.start < edge:
            continue
        span = span_at(reading, index, limit=stop)
        if not span.long and not _alone_in_brackets(reading.text.low, span):
            continue
        label = _PHASE_NAME.search(reading.text.low, edge, date.start)
        here = label.span("label") if label else (date.start, date.start)
        parts.append(Part(*here, span))
        edge = span.end
    return parts


def _alone_in_brackets(low: str, span: Span) -> bool:
    """Return whether a year or a month is all that brackets hold: "tăng tốc (năm 2025)"."""
    return len(span.first or "") < len("2020-01-01") and low[span.start - 1] == "(" and low.startswith(")", span.end)


def quarters(reading: Reading, begin: int, end: int) -> list[Part]:
    """Return the quarters of "chia theo từng quý: quý I …; quý II …", with the periods told of them."""
    low = reading.text.low
    opening = _BY_QUARTER.search(low, begin, end) if low.find("quý ", begin, end) >= 0 else None
    if not opening:
        return []
    parts = []
    for label in _QUARTER.finditer(low, opening.end(), min(end, opening.end() + _LIST_REACH)):
        dates = _dates_between(reading, label.start(), label.end())
        own = next((span_at(reading, index, limit=label.end() + len("/2020")) for index, _ in dates), None)
        near = span_after(reading, label.end(), _GAP)
        span = near if near and near.long and not low.startswith("quý", near.start) else own
        if span and span.long:
            parts.append(Part(label.start(), label.end(), span))
    return parts if len(parts) > 1 else []


def peaks(reading: Reading, begin: int, end: int) -> list[Part]:
    """Return the peaks told right after a campaign: "từ … đến … là đợt cao điểm A", "cao điểm A (từ … đến …)"."""
    low = reading.text.low
    parts: list[Part] = []
    edge = begin
    for index, date in _dates_between(reading, begin, end):
        if date.start - edge > _PEAK_REACH:
            break
        span = span_at(reading, index, limit=end)
        label = _PEAK_AFTER.match(low, span.end, end) or _PEAK.search(low, edge, date.start)
        if label and span.long:
            group = "quoted" if label.groupdict().get("quoted") else "label"
            parts.append(Part(*label.span(group), span))
            edge = max(span.end, label.end())
    return parts


def _dates_between(reading: Reading, start: int, stop: int) -> Iterator[tuple[int, DateMention]]:
    """Return the dates that begin between two offsets and may bound a phase, with their places in the reading."""
    at = bisect.bisect_left(reading.dates, start, key=lambda date: date.start)
    for index in range(at, len(reading.dates)):
        date = reading.dates[index]
        if date.start >= stop:
            return
        if may_be_period(date):
            yield index, date
