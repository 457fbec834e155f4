"""The time of a whole campaign: told at its name, before its launch or apart from it (thời gian của phong trào)."""

from __future__ import annotations

import re

from extract.campaigns.division import Part
from extract.campaigns.named import QUOTED, Named
from extract.campaigns.spans import Span, span_after
from extract.reading import Reading
from extract.rules import load_rules
from extract.text import Text
from schemas.records import CampaignPhase

_RULES = load_rules("campaigns")
_PERIOD_GAP = _RULES["period_gap"].compile()
_WHOLE_PERIOD = _RULES["whole_period"].sought()
_LABEL = _RULES["phase"].compile()
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
#: Before a period that opens a sentence.
_OPENING_PERIOD = re.compile(r"\W*(?:trong thời gian |trong )?(?=từ |\d+ (?:ngày|tuần|tháng))")
#: A year that opens a sentence.
_OPENING_YEAR = re.compile(r"\W*(?:trong )?năm (?P<year>(?:19|20)\d{2})(?!\d)")
#: Before the name of a campaign whose time opens the sentence, beside a launch.
_CARRIED_ON = re.compile(r"(?<!\w)(?:bước vào|mở|ra quân|triển khai|tổ chức|thi đua thực hiện|thực hiện)(?!\w)")
#: The begin of a sentence that tells the time of what the one before has launched.
_NEXT_OPENS = re.compile(r"\s*(?:theo đó|cụ thể|trong đó)?,?\s*(?=từ )")
#: The stretch that a review is of: no period of the movement reviewed.
_STRETCH_REVIEWED = re.compile(r"\d+ tháng|(?:sáu|ba|chín) tháng|quý|tháng|học kỳ")
#: Before the month of a campaign.
_MONTH_TOLD = re.compile(r"(?:\(|(?:thực hiện|diễn ra|thời gian) (?:trong |vào )?)\Z")
#: Between the label of a phase and the campaign it is of: "sơ kết đợt 1 của phong trào …".
_OF = re.compile(r"(?: của)?(?: các)? ?")
#: Longest label before a name.
_LABEL_BEFORE = 40


def own_period(reading: Reading, name: Named) -> Span | None:
    """Return the period told right after the name, or the year and span between its head and the name."""
    after = span_after(reading, name.name_end, _PERIOD_GAP)
    if after and (after.long or len(after.first or "") == 4 or _of_one_month(reading.text, name, after)):
        return None if _of_another(reading.text, name, after) else after
    inside = [
        date
        for date in reading.dates
        if name.start <= date.start < (name.name_start if name.rank else name.name_end)
        and date.kind not in ("anniversary", "document")
        and (len(date.first or "") == 4 or (date.last is not None and not date.vague))
    ]
    if not inside:
        return None
    date = inside[0]
    return Span(date.start, date.end, date.first, date.last or date.first, True)


def year_of_sentence(reading: Reading, name: Named) -> Span | None:
    """Return the year that opens the sentence of a name: "Năm 2017, Đoàn phát động hai đợt thi đua: …"."""
    sentence = reading.text.sentence_at(name.start)
    opening = _OPENING_YEAR.match(reading.text.low, sentence.start, name.start)
    return Span(*opening.span("year"), opening["year"], opening["year"], year_told=True) if opening else None


def _of_one_month(text: Text, name: Named, span: Span) -> bool:
    """Return whether a month right after a name is its time: "(tháng 5/2017)", "thực hiện trong tháng 3"."""
    month = len(span.first or "") == len("2020-01")
    return month and _MONTH_TOLD.search(text.low, name.name_end, span.start) is not None


def _of_another(text: Text, name: Named, span: Span) -> bool:
    """Return whether a period right after a name is not its own.

    It is the stretch reviewed ("sơ kết phong trào "…" 6 tháng đầu năm") or the term of the congress that a described
    movement greets.
    """
    drive = text.low.startswith("đợt", name.start)
    reviewed = not name.launched and not drive and _STRETCH_REVIEWED.match(text.low, span.start)
    return bool(reviewed) or (name.rank < QUOTED and text.low.startswith("nhiệm kỳ", span.start))


def whole_period(reading: Reading, name: Named, end: int, own: Span | None, *, divided: bool) -> Span | None:
    """Return the time of the whole: told at the name, before its launch or apart from it; months go before a year."""
    if divided or (own and own.long):
        return own
    told = _period_before(reading, name) or _period_elsewhere(reading, name.told or name, end)
    return told or _period_next(reading, name) or own


def _period_before(reading: Reading, name: Named) -> Span | None:
    """Return the time that opens the sentence of a launch: "Từ ngày A đến B, Sở phát động …"."""
    sentence = reading.text.sentence_at(name.start)
    opening = _OPENING_PERIOD.match(reading.text.low, sentence.start, name.start)
    carried_on = name.launched or _CARRIED_ON.search(reading.text.low, sentence.start, name.start)
    if not (opening and carried_on):
        return None
    span = span_after(reading, opening.end(), _PERIOD_GAP)
    if not span or not span.long or span.end > name.start:
        return None
    return span


def _period_elsewhere(reading: Reading, name: Named, end: int) -> Span | None:
    for match in _WHOLE_PERIOD.finditer(reading.text.low, name.name_end, end):
        span = span_after(reading, match.end(), _PERIOD_GAP)
        if span and span.long:
            return span
    return None


def _period_next(reading: Reading, name: Named) -> Span | None:
    """Return the time that opens the sentence after a drive: "… phát động đợt thi đua. Theo đó, từ A đến B, …"."""
    text = reading.text
    at = text.sentence_index(name.name_end) + 1
    if at >= len(text.sentences) or not (name.launched or name.described) or name.listed:
        return None
    opening = _NEXT_OPENS.match(text.low, text.sentences[at].start)
    span = span_after(reading, opening.end(), _PERIOD_GAP) if opening else None
    return span if span and span.long and not span.of_years else None


def phase_before(text: Text, name: Named, own: Span | None) -> Part | None:
    """Return the phase that a campaign is named with: "sơ kết đợt 1 phong trào thi đua "…" (từ … đến …)"."""
    if not own or not own.long:
        return None
    floor = max(name.start - _LABEL_BEFORE, text.sentence_at(name.start).start)
    labels = list(_LABEL.finditer(text.low, floor, name.start))
    if not labels or not _OF.fullmatch(text.low, labels[-1].end(), name.start):
        return None
    return Part(*labels[-1].span(), own)


def whole_of(
    text: Text, name: Named, period: Span | None, phases: tuple[CampaignPhase, ...]
) -> tuple[str | None, str | None]:
    """Return begin and end of a campaign: its period, else those of its phases, else the years in its name.

    A year or school year is wider than the phases that it is divided into.
    """
    wide = period and phases and (not period.long or text.low.startswith("năm học", period.start))
    if period and not wide:
        return period.first, period.last
    if phases:
        return phases[0].start, phases[-1].end
    years = _YEAR.findall(text.low, name.name_start, name.name_end) if not name.rank else []
    return (years[0], years[-1]) if years else (None, None)
