"""Emulation movements and drives: names, launcher, period, phases (phong trào, đợt thi đua, cuộc vận động)."""

from __future__ import annotations

from extract.campaigns.launchers import launcher_of
from extract.campaigns.named import Named
from extract.campaigns.names import find_names, name_in_title
from extract.campaigns.periods import own_period, phase_before, whole_of, whole_period, year_of_sentence
from extract.campaigns.phases import Division, Frame, goes_on, in_frame, read_phases
from extract.campaigns.spans import Span, event_day
from extract.reading import Reading
from extract.rules import load_rules
from extract.text import Text
from schemas.records import Campaign, CampaignPhase

_RULES = load_rules("campaigns")
_WITHOUT_EMULATION = _RULES["without_emulation"].compile()
_HONOUR = _RULES["honour"].cues
_DIVIDED = _RULES["divided"].compile()
_SPOKEN_OF = _RULES["spoken_of"].compile()
_MOVED = ("phong trào", "cuộc vận động", "tháng công nhân", "chiến dịch", "đợt cao điểm", " sáng kiến")
_LONGEST_QUOTE = 160


def read_campaigns(reading: Reading) -> tuple[Campaign, ...]:
    """Return the campaigns that the article launches, reviews or carries on, in the order of the text.

    Uses ``reading.dates``, ``reading.unit_mentions`` and ``reading.people``. Contests, fund drives, the generic "thi
    đua yêu nước" and a yearly movement that is not launched here are none.
    """
    text = reading.text
    if not _may_tell(text.low):
        return ()
    named = find_names(text)
    starts = [*(name.start for name in named[1:]), len(text.body)]
    alone = len(named) == 1
    found = [_campaign(reading, name, end, alone=alone) for name, end in zip(named, starts, strict=bool(named))]
    told = [one for name, one in zip(named, found, strict=True) if name.rank or name.launched or one.phases]
    return tuple(_with_own_phases(told)) or _titled(reading)


def _may_tell(low: str) -> bool:
    """Return whether an article may tell of a campaign: it speaks of emulation, or of a movement and of honours."""
    if "thi đua" in low:
        return True
    moved = any(word in low for word in _MOVED)
    return moved and (any(word in low for word in _HONOUR) or _WITHOUT_EMULATION.search(low) is not None)


def _titled(reading: Reading) -> tuple[Campaign, ...]:
    """Return the campaign that only the title names, shown by the words of the body that speak of it."""
    title = name_in_title(reading.text)
    spoken = _SPOKEN_OF.search(reading.text.low) if title else None
    if not title or not spoken:
        return ()
    here = Named(spoken.start(), spoken.start(), spoken.end(), 1, launched=True)
    return (_campaign(reading, here, len(reading.text.body), alone=True).model_copy(update={"name": title}),)


def _with_own_phases(campaigns: list[Campaign]) -> list[Campaign]:
    """Return the campaigns with the phases that count on behind another's name given back to their own campaign."""
    for at in range(len(campaigns) - 1, 0, -1):
        before, after = campaigns[at - 1], campaigns[at]
        if goes_on(before.phases, after.phases):
            phases = before.phases + after.phases
            campaigns[at - 1] = before.model_copy(update={"phases": phases, "end": phases[-1].end or before.end})
            campaigns[at] = after.model_copy(update={"phases": (), "start": None, "end": None})
    return campaigns


def _campaign(reading: Reading, name: Named, end: int, *, alone: bool) -> Campaign:
    text = reading.text
    own = own_period(reading, name)
    division = _division(reading, name, end, own, alone=alone)
    divided = bool(division.phases) and division.covers
    period = whole_period(reading, name, end, own, divided=divided)
    year = year_of_sentence(reading, name)
    if period and year and not divided:
        period = in_frame(period, Frame(year))
    if divided and phase_before(text, name, own):
        period = None
    phases = division.phases or _only_phase(text, period)
    first, last = whole_of(text, name, period, phases if divided else ())
    return Campaign(
        name=text.body[name.name_start : name.name_end],
        launcher=launcher_of(reading, name),
        start=first,
        end=last,
        phases=phases,
        evidence=(text.evidence(*_shown(text, name)),),
    )


def _division(reading: Reading, name: Named, end: int, own: Span | None, *, alone: bool) -> Division:
    """Return the phases told after the name, or those that the article's only campaign has, told before it."""
    frame = Frame(own or year_of_sentence(reading, name), None if name.launched else event_day(reading))
    division = read_phases(reading, name.name_end, end, frame, phase_before(reading.text, name, own))
    before = _DIVIDED.search(reading.text.low, 0, name.start) if alone and not division.phases else None
    return read_phases(reading, before.end(), name.start, frame) if before else division


def _only_phase(text: Text, period: Span | None) -> tuple[CampaignPhase, ...]:
    """Return the one phase of a campaign with one period: bounds in months or days, not whole years."""
    if not period or not (period.first and period.last and period.long) or period.of_years:
        return ()
    return (CampaignPhase(start=period.first, end=period.last, evidence=(text.evidence(period.start, period.end),)),)


def _shown(text: Text, name: Named) -> tuple[int, int]:
    start = name.start if name.name_end + 1 - name.start <= _LONGEST_QUOTE else name.name_start
    closing = text.low[name.name_end : name.name_end + 2].strip()[:1] in ('"', "'")
    end = name.name_end + 1 + text.low[name.name_end : name.name_end + 2].startswith(" ") if closing else name.name_end
    return start, min(end, start + _LONGEST_QUOTE)
