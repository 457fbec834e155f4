"""Emulation movements and drives: names, launcher, period, phases (phong trào, đợt thi đua, cuộc vận động)."""

from __future__ import annotations

import re

from extract.campaigns.names import Named, find_names, name_in_title
from extract.campaigns.phases import Span, goes_on, read_phases, span_after
from extract.mentions import PersonMention
from extract.reading import Reading
from extract.rules import load_rules
from extract.text import Sentence, Text
from extract.units.hosts import lead_hosts, subject_units
from schemas.folding import fold
from schemas.records import Campaign, CampaignPhase

_RULES = load_rules("campaigns")
_WITHOUT_EMULATION = _RULES["without_emulation"].compile()
_PERIOD_GAP = _RULES["period_gap"].compile()
_WHOLE_PERIOD = _RULES["whole_period"].compile()
_DIVIDED = _RULES["divided"].compile()
_SPOKEN_OF = _RULES["spoken_of"].compile()
_UNION = _RULES["union"].compile()
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
#: Before a period that opens a sentence.
_OPENING_PERIOD = re.compile(r"\W*(?:trong thời gian |trong )?(?=từ |\d+ (?:ngày|tuần|tháng))")
_LONGEST_QUOTE = 160


def read_campaigns(reading: Reading) -> tuple[Campaign, ...]:
    """Return the campaigns that the article launches, reviews or carries on, in the order of the text.

    Uses ``reading.dates``, ``reading.unit_mentions`` and ``reading.people``. Contests, fund drives, the generic "thi
    đua yêu nước" and a yearly movement that is not launched here are none.
    """
    text = reading.text
    if "thi đua" not in text.low and not _WITHOUT_EMULATION.search(text.low):
        return ()
    named = find_names(text)
    starts = [*(name.start for name in named[1:]), len(text.body)]
    alone = len(named) == 1
    found = [_campaign(reading, name, end, alone=alone) for name, end in zip(named, starts, strict=bool(named))]
    return tuple(_with_own_phases(found)) or _titled(reading)


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
    phases = read_phases(reading, name.name_end, end) or (_phases_before(reading, name) if alone else ())
    period = _period(reading, name, end, divided=bool(phases))
    if not phases and period and _divides(period):
        phases = (
            CampaignPhase(start=period.first, end=period.last, evidence=(text.evidence(period.start, period.end),)),
        )
    first, last = _whole(text, name, period, phases)
    return Campaign(
        name=text.body[name.name_start : name.name_end],
        launcher=_launcher(reading, name),
        start=first,
        end=last,
        phases=phases,
        evidence=(text.evidence(*_shown(text, name)),),
    )


def _phases_before(reading: Reading, name: Named) -> tuple[CampaignPhase, ...]:
    """Return the phases that the article's only campaign has, told before its name."""
    divided = _DIVIDED.search(reading.text.low, 0, name.start)
    return read_phases(reading, divided.end(), name.start) if divided else ()


def _shown(text: Text, name: Named) -> tuple[int, int]:
    start = name.start if name.name_end + 1 - name.start <= _LONGEST_QUOTE else name.name_start
    closing = text.low[name.name_end : name.name_end + 2].strip()[:1] in ('"', "'")
    end = name.name_end + 1 + text.low[name.name_end : name.name_end + 2].startswith(" ") if closing else name.name_end
    return start, min(end, start + _LONGEST_QUOTE)


def _period(reading: Reading, name: Named, end: int, *, divided: bool) -> Span | None:
    """Return the time of the whole: told at the name, before its launch or apart from it; months go before a year."""
    own = _own_period(reading, name)
    if divided or (own and (own.first != own.last)):
        return own
    return _period_before(reading, name) or _period_elsewhere(reading, name, end) or own


def _period_before(reading: Reading, name: Named) -> Span | None:
    """Return the time that opens the sentence of a launch: "Từ ngày A đến B, Sở phát động …"."""
    sentence = reading.text.sentence_at(name.start)
    opening = _OPENING_PERIOD.match(reading.text.low, sentence.start, name.start)
    if not (opening and name.launched):
        return None
    span = span_after(reading, opening.end(), _PERIOD_GAP)
    if not span or span.first == span.last or span.end > name.start:
        return None
    return span


def _own_period(reading: Reading, name: Named) -> Span | None:
    """Return the period told right after the name, or the year and span between its head and the name."""
    after = span_after(reading, name.name_end, _PERIOD_GAP)
    if after and (after.first != after.last or len(after.first or "") == 4):
        return after
    inside = [
        date
        for date in reading.dates
        if name.start <= date.start < (name.name_start if name.rank else name.name_end)
        and date.kind not in ("anniversary", "document")
        and (len(date.first or "") == 4 or (date.last is not None and not date.vague))
    ]
    return (
        Span(inside[0].start, inside[0].end, inside[0].first, inside[0].last or inside[0].first, True)
        if inside
        else None
    )


def _period_elsewhere(reading: Reading, name: Named, end: int) -> Span | None:
    for match in _WHOLE_PERIOD.finditer(reading.text.low, name.name_end, end):
        span = span_after(reading, match.end(), _PERIOD_GAP)
        if span and span.first != span.last:
            return span
    return None


def _divides(period: Span) -> bool:
    """Return whether a period is a phase of its own: bounds in months or days, not whole years."""
    return len(period.first or "") > 4 and len(period.last or "") > 4


def _whole(
    text: Text, name: Named, period: Span | None, phases: tuple[CampaignPhase, ...]
) -> tuple[str | None, str | None]:
    if period and (period.first != period.last or not phases):
        return period.first, period.last
    if phases:
        return phases[0].start, phases[-1].end
    years = _YEAR.findall(text.low, name.name_start, name.name_end) if not name.rank else []
    return (years[0], years[-1]) if years else (None, None)


def _launcher(reading: Reading, name: Named) -> str | None:
    """Return who launches: the subject of the verb, the union of the chair who speaks, the host, "do A phát động"."""
    text = reading.text
    sentence = text.sentence_at(name.name_start)
    verb = text.low.rfind("phát động", sentence.start, name.name_start)
    if verb < 0:
        return _launcher_after(reading, sentence, name)
    speakers = [person for person in reading.people if sentence.start <= person.start < name.name_start]
    person = next((person for person in reversed(speakers) if person.start < verb), next(iter(speakers), None))
    units = subject_units(reading, sentence, verb)
    if person is None:
        return units[-1] if units else next(iter(lead_hosts(reading)), None)
    return _union_of(reading, person) or next(iter(lead_hosts(reading)), None)


def _launcher_after(reading: Reading, sentence: Sentence, name: Named) -> str | None:
    """Return the unit of "… do A phát động" after the name."""
    low = reading.text.low
    verb = low.find("phát động", name.name_end, sentence.end)
    by = low.rfind("do ", name.name_end, verb) if verb >= 0 else -1
    units = subject_units(reading, sentence, verb) if by >= 0 else ()
    return units[-1] if units else None


def _union_of(reading: Reading, person: PersonMention) -> str | None:
    """Return the union that the person chairs, by any mention of the person."""
    for mention in reading.people:
        if mention.name == person.name:
            for unit in reading.unit_mentions:
                inside = mention.span_start <= unit.start < mention.span_end
                union = _UNION.search(fold(unit.full)) if inside else None
                if union:
                    return unit.full[union.start() :]
    return None
