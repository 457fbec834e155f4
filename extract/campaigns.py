"""Emulation movements and drives: names, launcher, period, phases (phong trào, đợt thi đua, cuộc vận động)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from extract.campaign_phases import Span, goes_on, read_phases, span_after
from extract.hosts import lead_hosts, subject_units
from extract.mentions import PersonMention
from extract.reading import Reading
from extract.rules import load_rules
from extract.text import Sentence, Text
from schemas.folding import fold, fold_key
from schemas.records import Campaign, CampaignPhase

_RULES = load_rules("campaigns")
#: One expression for each head: each begins with a literal, so that the scan skips what is none.
_QUOTED = tuple(re.compile(re.escape(cue) + str(_RULES["quoted"].pattern)) for cue in _RULES["head"].cues)
_QUOTED_DRIVE = _RULES["quoted_drive"].compile()
_WITHOUT_EMULATION = _RULES["without_emulation"].compile()
_DRIVES = (_RULES["drive"].compile(), _RULES["dated_drive"].compile())
_THEME = _RULES["theme"].compile()
_OWNER = _RULES["theme_owner"].compile()
_LIST = _RULES["list"].compile()
_DESCRIBED = _RULES["described"].compile()
_NOT_LAUNCHING = _RULES["not_launching"].compile()
_NAMED = _RULES["named"].compile()
_MERIT = _RULES["merit"].compile()
_YEARLY = _RULES["yearly"].compile()
_STOP = _RULES["stop"].compile()
_NO_CAMPAIGN = _RULES["no_campaign"].compile()
_KNOWN = _RULES["known"].compile()
_LAUNCH = _RULES["launch"].compile()
_PERIOD_GAP = _RULES["period_gap"].compile()
_WHOLE_PERIOD = _RULES["whole_period"].compile()
_DIVIDED = _RULES["divided"].compile()
_UNION = _RULES["union"].compile()
_NEXT_QUOTED = re.compile(r"\s*(?:[;,]|,?\s*và)\s*([\"'])\s*(?P<name>[^\"\n]{3,250}?)\s*\1")
_QUOTE_GOES_ON = re.compile(r" \"[^\"\n]{3,80}\"")
_IN_QUOTES = re.compile(r"\"\s*([^\"\n]{3,250}?)\s*\"")
_HEAD = re.compile(r"(?:phong trào|đợt)(?: thi đua)? ")
_PLURAL = re.compile(r"(?:các|những|nhiều|\d) $")
_LIST_END = re.compile(r"…|\.\.|[.!?]+(?=\s|$)|\n")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
#: Before a period that opens a sentence.
_OPENING_PERIOD = re.compile(r"\W*(?:trong thời gian |trong )?(?=từ |\d+ (?:ngày|tuần|tháng))")
_BLANK_EDGE = " \t,;:.\"'-("
#: Names are no longer than this; what is longer is no name.
_LONGEST_NAME = 250
_LONGEST_QUOTE = 160
#: How far before a launch it is looked for who launches, and when.
_BEFORE = 40
#: How far before a movement the merit may stand that it is the field of.
_MERIT_REACH = 120
#: How far from the end of a theme its owner may stand.
_OWNER_REACH = 200


@dataclass(frozen=True, slots=True)
class _Named:
    """A name found: ``start`` is where its head ("phong trào thi đua …") begins, ``rank`` how sure the name is."""

    start: int
    name_start: int
    name_end: int
    rank: int
    launched: bool
    listed: bool = False
    drive: bool = False


def read_campaigns(reading: Reading) -> tuple[Campaign, ...]:
    """Return the campaigns that the article launches, reviews or carries on, in the order of the text.

    Uses ``reading.dates``, ``reading.unit_mentions`` and ``reading.people``. Contests, fund drives, the generic "thi
    đua yêu nước" and a yearly movement that is not launched here are none.
    """
    text = reading.text
    if "thi đua" not in text.low and not _WITHOUT_EMULATION.search(text.low):
        return ()
    named = _without_yearly(text, _merged(text, _all_names(text)))
    starts = [*(name.start for name in named[1:]), len(text.body)]
    alone = len(named) == 1
    found = [_campaign(reading, name, end, alone=alone) for name, end in zip(named, starts, strict=bool(named))]
    return tuple(_with_own_phases(found))


def _with_own_phases(campaigns: list[Campaign]) -> list[Campaign]:
    """Return the campaigns with the phases that count on behind another's name given back to their own campaign."""
    for at in range(len(campaigns) - 1, 0, -1):
        before, after = campaigns[at - 1], campaigns[at]
        if goes_on(before.phases, after.phases):
            phases = before.phases + after.phases
            campaigns[at - 1] = before.model_copy(update={"phases": phases, "end": phases[-1].end or before.end})
            campaigns[at] = after.model_copy(update={"phases": (), "start": None, "end": None})
    return campaigns


def _all_names(text: Text) -> Iterator[_Named]:
    yield from _quoted(text)
    yield from _themes(text)
    yield from _listed(text)
    yield from _described(text)
    yield from _known_movements(text)
    yield from _yearly(text)
    yield from _drives(text)


def _launched(text: Text, start: int) -> bool:
    sentence = text.sentence_at(start)
    return _LAUNCH.search(text.low, sentence.start, start) is not None


def _quoted(text: Text) -> Iterator[_Named]:
    for match in (match for head in (*_QUOTED, _QUOTED_DRIVE) for match in head.finditer(text.low)):
        if _NO_CAMPAIGN.match(match["name"]):
            continue
        launched = _launched(text, match.start("name"))
        yield _Named(match.start(), match.start("name"), _name_end(match), 3, launched)
        follower = _NEXT_QUOTED.match(text.low, match.end())
        while follower:
            yield _Named(follower.start("name"), follower.start("name"), follower.end("name"), 3, launched)
            follower = _NEXT_QUOTED.match(text.low, follower.end())


def _themes(text: Text) -> Iterator[_Named]:
    for match in _THEME.finditer(text.low):
        sentence = text.sentence_at(match.start())
        owners = list(_OWNER.finditer(text.low, max(sentence.start, match.start() - _OWNER_REACH), match.start()))
        if owners and (owners[-1]["movement"] or (owners[-1]["pact"] and match["theme"])):
            start = owners[-1].start()
            yield _Named(start, match.start("name"), _name_end(match), 3, _launched(text, match.start()))


def _name_end(match: re.Match[str]) -> int:
    """Return the end of a quoted name without the full stop that closes its sentence inside the quotation marks."""
    name = match["name"]
    return match.start("name") + len(name if name.endswith("..") else name.rstrip(" .,;"))


def _listed(text: Text) -> Iterator[_Named]:
    for match in _LIST.finditer(text.low):
        end = _LIST_END.search(text.low, match.end())
        stop = end.start() if end else len(text.low)
        launched = _launched(text, match.end())
        if '"' not in text.low[match.end() : stop] and not _PLURAL.search(
            text.low, max(match.start() - 12, 0), match.start()
        ):
            continue
        for at, (start, finish) in enumerate(_items(text.low, match.end(), stop)):
            yield _Named(match.start() if at == 0 else start, start, finish, 2, launched, listed=True)


def _items(low: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Return the offsets of the names in a list: split at semicolons, else by quotes, else at commas."""
    whole = low[start:stop]
    if ";" in whole:
        edges = _split(low, start, stop, ";")
    elif '"' in whole:
        edges = [(start + item.start(1), start + item.end(1)) for item in _IN_QUOTES.finditer(whole)]
    else:
        edges = _split(low, start, stop, ",")
        edges = edges if len(edges) > 2 else [(start, stop)]
    for first, last in edges:
        found = _IN_QUOTES.search(low, first, last)
        first, last = (found.start(1), found.end(1)) if found else _trimmed(low, first, _cut(low, first, last))
        if 5 <= last - first <= _LONGEST_NAME and not _NO_CAMPAIGN.match(low[first:last]):
            yield first, last


def _split(low: str, start: int, stop: int, mark: str) -> list[tuple[int, int]]:
    """Return the parts between marks; a mark inside a known movement's name does not split."""
    kept = [match.span() for match in _KNOWN.finditer(low, start, stop)]
    marks = [at for at in range(start, stop) if low[at] == mark and not any(a <= at < b for a, b in kept)]
    return list(zip([start, *(at + 1 for at in marks)], [*marks, stop], strict=True))


def _cut(low: str, start: int, stop: int) -> int:
    end = _STOP.search(low, start + 3, stop)
    return end.start() if end else stop


def _trimmed(low: str, start: int, end: int) -> tuple[int, int]:
    while start < end and low[start] in _BLANK_EDGE:
        start += 1
    while end > start and low[end - 1] in _BLANK_EDGE:
        end -= 1
    return start, end


def _described(text: Text) -> Iterator[_Named]:
    for match in _DESCRIBED.finditer(text.low):
        end = text.sentence_at(match.start()).end
        start, end = _trimmed(text.low, match.start(), _cut(text.low, match.end(), end))
        quoted = _QUOTE_GOES_ON.match(text.low, end)
        end = quoted.end() if quoted else end
        if match.end() < end <= start + _LONGEST_NAME:
            yield _Named(start, start, end, 1, _launched(text, start))


def _known_movements(text: Text) -> Iterator[_Named]:
    for match in _NAMED.finditer(text.low):
        if not _MERIT.search(text.low, max(match.start() - _MERIT_REACH, 0), match.start()):
            yield _Named(match.start(), match.start(), match.end(), 1, _launched(text, match.start()))


def _yearly(text: Text) -> Iterator[_Named]:
    for match in _YEARLY.finditer(text.low):
        if _NOT_LAUNCHING.search(text.low, max(match.start() - _BEFORE, 0), match.start()):
            continue
        yield _Named(match.start(), match.start("name"), match.end("name"), 0, launched=True)


def _drives(text: Text) -> Iterator[_Named]:
    """Return the drives without a name that are launched, or told with their time."""
    for launched, pattern in zip((True, False), _DRIVES, strict=True):
        for match in pattern.finditer(text.low):
            if launched and _NOT_LAUNCHING.search(text.low, max(match.start() - _BEFORE, 0), match.start()):
                continue
            yield _Named(match.start("name"), match.start("name"), match.end("name"), 0, launched, drive=True)


def _merged(text: Text, names: Iterable[_Named]) -> list[_Named]:
    """Return each campaign once: the surest of overlapping names, the first of equal ones."""
    kept: list[_Named] = []
    for name in sorted(names, key=lambda name: (-name.rank, name.start)):
        if any(name.start < other.name_end and other.start < name.name_end for other in kept):
            continue
        same = next((at for at, other in enumerate(kept) if _same(text, name, other)), None)
        if same is None:
            kept.append(name)
        elif name.launched:
            kept[same] = replace(kept[same], launched=True)
    return sorted(kept, key=lambda name: name.start)


def _same(text: Text, name: _Named, other: _Named) -> bool:
    one, two = (_HEAD.sub("", fold_key(text.body[item.name_start : item.name_end])) for item in (name, other))
    return one in two or two in one


def _without_yearly(text: Text, named: list[_Named]) -> list[_Named]:
    """Drop a yearly or unnamed drive when the article launches one that has a name: they are the same."""
    real = [name for name in named if name.rank and not name.listed]
    if any(name.launched for name in real):
        return [name for name in named if name.rank or (name.drive and _told_beside(text, name, real))]
    yearly = [name for name in named if not name.rank][:1]
    own = [name for name in yearly if not any(_names_drive(text, name, other) for other in real)]
    return [name for name in named if name.rank or name in own]


def _told_beside(text: Text, drive: _Named, real: list[_Named]) -> bool:
    """Return whether a drive is told after a movement with a name, as a part of it of its own."""
    before = [name for name in real if name.name_end <= drive.start]
    return bool(before) and not any(_is_drive(text, name) for name in real)


def _names_drive(text: Text, drive: _Named, name: _Named) -> bool:
    """Return whether a name is that of a drive launched before it: "Đợt thi đua có chủ đề …"."""
    return name.start > drive.name_end and _is_drive(text, name)


def _is_drive(text: Text, name: _Named) -> bool:
    return text.low.startswith("đợt", name.start)


def _campaign(reading: Reading, name: _Named, end: int, *, alone: bool) -> Campaign:
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


def _phases_before(reading: Reading, name: _Named) -> tuple[CampaignPhase, ...]:
    """Return the phases that the article's only campaign has, told before its name."""
    divided = _DIVIDED.search(reading.text.low, 0, name.start)
    return read_phases(reading, divided.end(), name.start) if divided else ()


def _shown(text: Text, name: _Named) -> tuple[int, int]:
    start = name.start if name.name_end + 1 - name.start <= _LONGEST_QUOTE else name.name_start
    closing = text.low[name.name_end : name.name_end + 2].strip()[:1] in ('"', "'")
    end = name.name_end + 1 + text.low[name.name_end : name.name_end + 2].startswith(" ") if closing else name.name_end
    return start, min(end, start + _LONGEST_QUOTE)


def _period(reading: Reading, name: _Named, end: int, *, divided: bool) -> Span | None:
    """Return the time of the whole: told at the name, before its launch or apart from it; months go before a year."""
    own = _own_period(reading, name)
    if divided or (own and (own.first != own.last)):
        return own
    return _period_before(reading, name) or _period_elsewhere(reading, name, end) or own


def _period_before(reading: Reading, name: _Named) -> Span | None:
    """Return the time that opens the sentence of a launch: "Từ ngày A đến B, Sở phát động …"."""
    sentence = reading.text.sentence_at(name.start)
    opening = _OPENING_PERIOD.match(reading.text.low, sentence.start, name.start)
    if not (opening and name.launched):
        return None
    span = span_after(reading, opening.end(), _PERIOD_GAP)
    if not span or span.first == span.last or span.end > name.start:
        return None
    return span


def _own_period(reading: Reading, name: _Named) -> Span | None:
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


def _period_elsewhere(reading: Reading, name: _Named, end: int) -> Span | None:
    for match in _WHOLE_PERIOD.finditer(reading.text.low, name.name_end, end):
        span = span_after(reading, match.end(), _PERIOD_GAP)
        if span and span.first != span.last:
            return span
    return None


def _divides(period: Span) -> bool:
    """Return whether a period is a phase of its own: bounds in months or days, not whole years."""
    return len(period.first or "") > 4 and len(period.last or "") > 4


def _whole(
    text: Text, name: _Named, period: Span | None, phases: tuple[CampaignPhase, ...]
) -> tuple[str | None, str | None]:
    if period and (period.first != period.last or not phases):
        return period.first, period.last
    if phases:
        return phases[0].start, phases[-1].end
    years = _YEAR.findall(text.low, name.name_start, name.name_end) if not name.rank else []
    return (years[0], years[-1]) if years else (None, None)


def _launcher(reading: Reading, name: _Named) -> str | None:
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


def _launcher_after(reading: Reading, sentence: Sentence, name: _Named) -> str | None:
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
