"""Phases of a campaign, with the years they inherit (các đợt của phong trào thi đua)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.campaigns.division import Part, divided, labelled, peaks, quarters
from extract.campaigns.spans import Span, inherit_years, shifted
from extract.reading import Reading
from schemas.dates import first_day, last_day
from schemas.folding import fold
from schemas.records import CampaignPhase

_NUMBER = re.compile(r"(?P<word>.+?) (?:thứ )?(?P<number>\S+)")
#: The numbers of phases, as they are written.
_COUNT = {
    written: number
    for number, forms in enumerate(
        ("1 01 i một nhất", "2 02 ii hai nhì", "3 03 iii ba", "4 04 iv bốn tư", "5 05 v năm", "6 06 vi sáu"), start=1
    )
    for written in forms.split()
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What an article tells of the time its phases lie in.

    Attributes:
        period: The time of the whole campaign.
        latest: The day by which the phases have begun: that of the article's review of them.
    """

    period: Span | None = None
    latest: str | None = None


@dataclass(frozen=True, slots=True)
class Division:
    """Phases in order; ``covers`` when they make up the campaign, not only its peaks (cao điểm)."""

    phases: tuple[CampaignPhase, ...] = ()
    covers: bool = True


def read_phases(reading: Reading, begin: int, end: int, frame: Frame, first: Part | None = None) -> Division:
    """Return the phases told between two offsets; none when the text does not divide the campaign.

    Args:
        reading: The article.
        begin: Where the phases may begin.
        end: Where they must end.
        frame: What gives years to phases told without one.
        first: A phase told before ``begin``.
    """
    parts = labelled(reading, begin, end, first) or divided(reading, begin, end) or quarters(reading, begin, end)
    if parts:
        return Division(_phases(reading, parts, frame))
    return Division(_phases(reading, peaks(reading, begin, end), frame), covers=False)


def _phases(reading: Reading, parts: Sequence[Part], frame: Frame) -> tuple[CampaignPhase, ...]:
    spans = _framed(inherit_years([part.span for part in parts]), frame)
    return tuple(_phase(reading, part, span) for part, span in zip(parts, spans, strict=True))


def _phase(reading: Reading, part: Part, span: Span) -> CampaignPhase:
    label = reading.text.body[part.label_start : part.label_end]
    start, end = min(part.label_start, span.start), max(part.label_end, span.end)
    evidence = reading.text.evidence(start, closed(reading, min(part.label_end, span.start), end))
    return CampaignPhase(label=label or None, start=span.first, end=span.last, evidence=(evidence,))


def _framed(spans: list[Span], frame: Frame) -> list[Span]:
    """Return phases whose years the text does not tell in the years of the campaign, or before its review, in order."""
    at = next((at for at, span in enumerate(spans) if span.first), 0)
    first = spans[at].first if spans else None
    if not first or any(span.year_told for span in spans):
        return spans
    begins = [span.first for span in spans if span.first]
    years = _years_off(first, frame)
    return (
        inherit_years([*spans[:at], shifted(spans[at], years), *spans[at + 1 :]])
        if years or begins != sorted(begins)
        else spans
    )


def in_frame(span: Span, frame: Frame) -> Span:
    """Return a period whose year the text does not tell in the years of its frame."""
    return _framed([span], frame)[0]


def _years_off(first: str, frame: Frame) -> int:
    """Return by how many years the begin of the first phase must move to lie in the frame."""
    period = frame.period
    if period and period.first and period.last and period.year_told:
        begin, end = int(period.first[:4]), int(period.last[:4])
        inside = [year for year in range(begin, end + 1) if _within(f"{year}{first[4:]}", period.first, period.last)]
        told = int(first[:4])
        return 0 if not inside or told in inside else inside[0] - told
    if frame.latest and first_day(first) > last_day(frame.latest):
        return -1
    return 0


def _within(value: str, first: str, last: str) -> bool:
    if value.endswith("-02-29"):
        return False
    return (last_day(first) <= last_day(value) and first_day(value) <= last_day(last)) or value.startswith(first)


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
