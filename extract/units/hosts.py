"""Who holds an occasion: the units that are the subject of its verb (đơn vị tổ chức)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.mentions import UnitMention
from extract.reading import Reading
from extract.rules import load_rules
from extract.text import Sentence

_RULES = load_rules("events")
_HOLD = _RULES["hold"].compile()
#: Between two units of one subject ("A, B và C", "A phối hợp với B").
_JOIN = re.compile(
    r"[\s,;]*(?:\([^)\n]*\)[\s,]*)?"
    r"(?:(?:và|cùng(?: với)?|(?:(?:cho biết|cho hay) )?(?:đã |vừa |mới )*phối hợp(?: cùng)?(?: với)?|chủ trì,?)[\s,]*)*"
    r"(?:\([^)\n]*\)[\s,]*)?"
)
#: Between the subject and its verb: no sentence part of its own.
_NEAR = re.compile(r"[^.;:\n]{0,90}")
#: Words in brackets right before the verb: what they name is no subject.
_ASIDE = re.compile(r"(?:do [^,()\n]{3,80} )?\([^()\n]{12,}\)[^()\n]{0,25}$")
#: Between a block and its verb, where its members are told.
_MEMBERS = re.compile(r",? (?:bao )?gồm(?: có)?(?:[ :][^.;\n]{5,380})")
#: Between a unit and the block it heads.
_HEADING = re.compile(
    r"(?:,| -)? (?:là )?(?:đơn vị |với |giữ |vai trò )*(?:cụm trưởng|khối trưởng|trưởng cụm|trưởng khối)(?: của)? *"
)
_PASSIVE = re.compile(r"(?<!\w)(?:được|nhận)(?!\w)")
_GIVING = ("tặng", "trao", "phong", "truy tặng", "khen", "biểu dương", "tuyên dương", "tôn vinh", "vinh danh")
_PLACE = _RULES["place"].compile()
#: Units named within this many characters before a verb may be its subject.
_REACH = 400


def subject_units(reading: Reading, sentence: Sentence, verb: int, *, offices: bool = False) -> tuple[str, ...]:
    """Return the units that are the subject of a verb, in their longest form, in order.

    Args:
        reading: The article.
        sentence: The sentence of the verb.
        verb: Where the verb begins.
        offices: Whether offices ("Chủ tịch UBND tỉnh") may stand for a unit.
    """
    low = reading.text.low
    floor = max(sentence.start, verb - _REACH)
    aside = _ASIDE.search(low, floor, verb)
    verb = aside.start() if aside else verb
    block = _block_with_members(reading, floor, verb)
    if block is not None:
        return (block.full,)
    chain: list[UnitMention] = []
    edge = verb
    for unit in reversed(_units_between(reading, floor, verb)):
        near = (_JOIN if chain else _NEAR).fullmatch(low, unit.end, edge)
        if chain and low.endswith(" của ", 0, unit.start) and "," in low[unit.end : edge]:
            break
        if near and not chain and _is_recipient(low, unit.end, edge):
            break
        if near and _may_act(unit, offices=offices) and not _PLACE.search(low, floor, unit.start):
            chain.append(unit)
            edge = unit.start
        elif chain:
            break
    owner = _head_of_block(reading, floor, chain[-1]) if chain else None
    chain = [owner] if owner else chain
    return tuple(dict.fromkeys(unit.full for unit in reversed(chain)))


def _block_with_members(reading: Reading, floor: int, verb: int) -> UnitMention | None:
    """Return the block whose members stand between it and its verb: "Khối thi đua số 2 gồm các sở: A, B tổ chức …"."""
    if reading.text.low.find(" gồm", floor, verb) < 0:
        return None
    blocks = [unit for unit in _units_between(reading, floor, verb) if unit.type == "khoi_thi_dua" and not unit.office]
    return next((unit for unit in blocks if _MEMBERS.fullmatch(reading.text.low, unit.end, verb)), None)


def _head_of_block(reading: Reading, floor: int, unit: UnitMention) -> UnitMention | None:
    """Return the unit that is told to head a block, which is named only to say so: "Sở A, Cụm trưởng Cụm số 2, …"."""
    if unit.type != "khoi_thi_dua":
        return None
    before = [other for other in _units_between(reading, floor, unit.start) if _may_act(other, offices=False)]
    apart = before and _HEADING.fullmatch(reading.text.low, before[-1].end, unit.start)
    return before[-1] if apart else None


def _is_recipient(low: str, after: int, verb: int) -> bool:
    """Return whether a unit before a verb of giving is given to: "Đội 1 đã được Chủ tịch nước tặng …"."""
    return low.startswith(_GIVING, verb) and _PASSIVE.search(low, after, verb) is not None


def _may_act(unit: UnitMention, *, offices: bool) -> bool:
    return offices if unit.office else not unit.in_position


def hosts_of_meeting(reading: Reading, sentence: Sentence, verbs: Sequence[int]) -> tuple[str, ...]:
    """Return the unit of "đã diễn ra Hội nghị … của A": where the meeting is the subject, its owner holds it."""
    low = reading.text.low
    if not any(low.startswith(("diễn ra", "khai mạc"), verb) for verb in verbs):
        return ()
    owners = [unit for unit in _units_between(reading, sentence.start, sentence.end) if not unit.office]
    return next(((unit.full,) for unit in owners if low.endswith("của ", 0, unit.start)), ())


def council_of(reading: Reading, sentence: Sentence) -> tuple[str, ...]:
    """Return the council whose head leads its meeting: "ông A, Chủ tịch Hội đồng …, chủ trì cuộc họp"."""
    units = _units_between(reading, sentence.start, sentence.end)
    council = next((unit for unit in units if unit.type == "hoi_dong_tdkt"), None)
    return (council.full[max(council.full.find("Hội đồng"), 0) :],) if council else ()


def _units_between(reading: Reading, start: int, end: int) -> list[UnitMention]:
    return [unit for unit in reading.unit_mentions if start <= unit.start and unit.end <= end]


def lead_hosts(reading: Reading) -> tuple[str, ...]:
    """Return the units that hold the first occasion of the article, ``()`` when none is told."""
    low = reading.text.low
    for verb in _HOLD.finditer(low):
        hosts = subject_units(reading, reading.text.sentence_at(verb.start()), verb.start())
        if hosts:
            return hosts
    return ()
