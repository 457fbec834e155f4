"""Organisations named in a text (cơ quan, đơn vị, tổ chức) and the offices that may grant awards."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from extract.mentions import PersonMention, UnitMention
from extract.names import full_name_end
from extract.rules import load_rules
from extract.rules.trie import alternation, spaced, words
from extract.text import Text
from extract.units.forms import NEEDS_NAME, Named, longest_forms, unit_level
from extract.units.names import tail_end
from extract.units.words import HEADS, PROVINCES
from schemas.folding import fold_key
from schemas.records import Level
from schemas.vocabulary import unit_types

_RULES = load_rules("units")


def _words(rule: str) -> str:
    return alternation(sorted({fold_key(cue) for cue in _RULES[rule].cues}))


#: What a phrase begins: an office alone, a post before a unit, no unit at all, or a unit. Later ones win.
_BEGINS = {
    **dict.fromkeys(PROVINCES, "no_head"),
    **dict.fromkeys(HEADS, "head"),
    **{
        spaced(fold_key(cue)): rule
        for rule in ("no_head", "deputy", "chief", "office_alone")
        for cue in _RULES[rule].cues
    },
}
_SCAN = re.compile(words(_BEGINS))
_HEAD = re.compile(
    r"(?: +(?:thường trực|thứ nhất|phụ trách|danh dự))* +(?P<head>" + alternation(sorted(HEADS)) + r")(?!\w)"
)
_GROUP_NAME = re.compile(r"(?<!\w)(?:" + _words("group_name") + r")(?!\w)")
#: Abbreviations written in capitals, which are none in lower case ("cc", "hu").
_SHORT = frozenset(
    spaced(fold_key(short)) for kind in unit_types() for short in kind.abbreviations if short.split()[0][:2].isupper()
)
#: The bodies of a place that act as one: "Đảng ủy - HĐND - UBND - UBMTTQ Việt Nam phường Vạn Mẫu".
_JOINED_BODY = r"(?:hđnd|ubnd|ubmttq|ủy ban mttq|mttq)"
_JOINABLE = frozenset(
    {"đảng ủy", "huyện ủy", "quận ủy", "thị ủy", "thành ủy", "tỉnh ủy", "hđnd", "ubnd", "thường trực hđnd"}
)
_JOINT = re.compile(rf" ?- ?(?:{_JOINED_BODY}(?: việt nam)? ?- ?)*(?P<last>{_JOINED_BODY}(?= ))")
#: Councils and offices for emulation, units in lower case too.
_COUNCIL = re.compile(r"(?:hội đồng|ban|vụ|phòng) thi đua")
_NO_UNIT = frozenset({"ho_gia_dinh", "nganh", "cac_phong_don_vi", "luc_luong_vu_trang"})
_GROUPS = frozenset({"khoi_thi_dua"})
_PLURAL = frozenset({"so", "phong_so", "phong_huyen", "toa_an_vks", "chi_cuc"})
#: Words before a head in lower case that make it a plural: "10 phòng Kinh tế", "các chi hội Luật gia".
_COUNTED = re.compile(r"(?<!\w)(?:\d+|các|những|nhiều|mỗi|một số|mọi|hai|ba|bốn|năm) $")
#: What stands before the issuer in the number of a document: "512/QĐ-UBND", "183 / BC - SNV".
_DOCUMENT = re.compile(r"\w-\Z|/ ?\w+ ?- ?\Z")
#: Many units of one kind and none of them: "15 Sở GD&ĐT", "các Sở Tư pháp trong Cụm".
_MANY_BEFORE = re.compile(r"(?<![\w/.-])(?:\d+|các|những|nhiều|mỗi|một số|toàn thể|hai|ba|bốn|sáu|bảy|tám|chín|mười) $")
_MANY_AFTER = re.compile(r"[^.;:\n]{0,25} (?:trong|trên|thuộc|toàn|cả nước)(?!\w)| (?!và |cùng )| ?[.;:\n]|\Z")
_YOUTH = frozenset({"tỉnh đoàn", "thành đoàn", "huyện đoàn", "quận đoàn", "thị đoàn"})
#: Days that bear an organisation's name: "Ngày Hợp tác xã Việt Nam".
_DAY_OF = "ngày "
#: What a department in lower case is of; of other words "vụ" is a case.
_FIELD = re.compile(
    "(?:"
    + alternation(sorted({fold_key(cue) for rule in ("sector", "sector_activity") for cue in _RULES[rule].cues}))
    + r")(?!\w)"
)
#: Behind "LĐLĐ tỉnh": those of all provinces and cities.
_TWO_LEVELS = re.compile(
    r"(?:, ?| và |/)(?:thành phố|thành)(?= *(?:[.,;)\n]|\Z)| (?:đã|trực thuộc|trong|trên|có|cùng|và|khác|dự)(?!\w))"
)
_OF_MANY = re.compile(r" +(?:của +)?các +(?:tỉnh|huyện|quận|xã|phường|địa phương|thành phố|đơn vị|cấp)(?!\w)")
_DEFINED = re.compile(r" ?\(([A-ZĐ][A-ZĐa-z&-]{1,14})\)")

_DEFINED_WITHIN = re.compile(_DEFINED.pattern + "(?= )")


def find_units(text: Text) -> tuple[UnitMention, ...]:
    """Return the organisations and offices named in a text, in order, none overlapping another.

    The name goes as far as its words do; a person's name behind it is no part of it, nor is a predicate. An office
    ("Giám đốc Sở", "Chủ tịch UBND tỉnh", "Thủ tướng Chính phủ") is one mention with ``office`` set, which holds its
    unit's name; ``in_position`` is set for units behind a deputy's or a member's post, which never are a party to
    anything. ``full`` is the longest form of the same unit that the text writes.
    """
    found = list(_mentions(text))
    defined = _defined(text, found)
    if defined:
        found = [_spelled_out(mention, low, defined) for mention, low in found]
        found += [named for short, unit in defined.items() for named in _abbreviated(text, unit, short, found)]
        found.sort(key=lambda item: item[0].start)
    return longest_forms(found)


def _mentions(text: Text) -> Iterator[Named]:
    low, at = text.low, 0
    while match := _SCAN.search(low, at):
        at = match.end()
        found = _read(text, match)
        if found is not None:
            at = max(at, found[0].end)
            yield found


def _read(text: Text, match: re.Match[str]) -> Named | None:
    phrase = spaced(match[0])
    begins = _BEGINS[phrase]
    start, end = match.span()
    if "-" in text.low[max(start - 2, 0) : start] and _DOCUMENT.search(text.low, max(start - 8, 0), start):
        return None
    if begins == "head":
        unit = _unit(text, start, phrase, end, glued=False)
        return (unit, text.low[start : unit.end]) if unit else None
    if begins == "office_alone":
        return _alone(text, start, end, phrase)
    return None if begins == "no_head" else _office(text, match, chief=begins == "chief")


def _alone(text: Text, start: int, end: int, phrase: str) -> Named | None:
    if not text.body[start].isupper():
        return None
    name = text.body[start:end]
    level: Level = "state_president" if phrase in {"chủ tịch nước", "nhà nước"} else "government"
    kind = HEADS[phrase].id if phrase in HEADS else "chinh_phu"
    return UnitMention(start, end, name, kind, level, name, office=True), text.low[start:end]


def _office(text: Text, match: re.Match[str], *, chief: bool) -> Named | None:
    head = _HEAD.match(text.low, match.end())
    begins = _SCAN.match(text.low, head.start("head")) if head else None
    if head is None or begins is None or _BEGINS[spaced(begins[0])] == "no_head":
        return None
    unit = _unit(text, head.start("head"), spaced(head["head"]), head.end(), glued=True)
    if unit is None:
        return None
    low = text.low[unit.start : unit.end]
    if not chief:
        return replace(unit, in_position=True), low
    name = text.body[match.start() : unit.end]
    return replace(unit, start=match.start(), name=name, full=name, office=True), low


def _unit(text: Text, start: int, head: str, end: int, *, glued: bool) -> UnitMention | None:
    kind = HEADS[head]
    body = text.body
    if kind.id in _NO_UNIT or (head in _SHORT and not body[start : start + 2].isupper()):
        return None
    upper = not body[start:end].islower()
    told = glued or upper or (kind.id in _GROUPS and _gathers(text.low, end)) or _COUNCIL.match(head)
    if not told and not _named(body, end):
        return None
    if not glued and _is_none(text, start, head):
        return None
    tail = start
    if head in _JOINABLE and (joint := _JOINT.match(text.low, end)):
        tail, end, kind = joint.start("last"), joint.end(), HEADS[spaced(joint["last"])]
    stop = tail_end(body, text.low, tail, end, kind=kind.id, glued=glued or (kind.id == "cong_an" and head in _SHORT))
    if kind.id not in _GROUPS and _is_group(text.low, end, stop):
        return None
    if stop == end and head in NEEDS_NAME and _MANY_BEFORE.search(text.low, max(start - 10, 0), start):
        return None
    if upper and kind.id in _PLURAL and _of_many(text.low, start, stop):
        return None
    name = body[start:stop]
    return UnitMention(start, stop, name, kind.id, unit_level(text, text.low[start:stop], kind), name)


def _is_none(text: Text, start: int, head: str) -> bool:
    """Return whether a head names no unit here: a number of them, a day of theirs, a province and a person Đoàn."""
    body, low = text.body, text.low
    if head in _YOUTH and body[start].islower():
        surname = start + head.rindex(" ") + 1
        return body.count(" ", surname, full_name_end(body, low, surname)) >= 2
    if low.endswith(_DAY_OF, 0, start):
        return body[start - 5].isupper()
    if head == "vụ" and body[start].islower():
        return _FIELD.match(low, start + 3) is None
    return not body[start].isupper() and _COUNTED.search(low, max(start - 12, 0), start) is not None


def _of_many(low: str, start: int, stop: int) -> bool:
    """Return whether a counted name is of many units and none is told: "15 Sở GD&ĐT"."""
    return _MANY_BEFORE.search(low, max(start - 10, 0), start) is not None and _MANY_AFTER.match(low, stop) is not None


def _is_group(low: str, end: int, stop: int) -> bool:
    """Return whether a name between two offsets is of many units ("Sở Y tế các tỉnh"), never of one."""
    if low.startswith(("các", "của"), stop + 1) and _OF_MANY.match(low, stop):
        return True
    if low.endswith(" tỉnh", 0, stop) and _TWO_LEVELS.match(low, stop):
        return True
    tail = low[end:stop]
    return ("các" in tail or "ngành" in tail) and _GROUP_NAME.search(tail) is not None


def _gathers(low: str, end: int) -> bool:
    """Return whether a block in lower case tells whom it gathers: "khối các cơ quan Trung ương"."""
    return low.startswith((" các cơ quan ", " các doanh nghiệp ", " thi đua các "), end)


def _named(body: str, end: int) -> bool:
    """Return whether a capitalised word or a number follows a head in lower case."""
    return body[end : end + 1] == " " and (
        body[end + 1 : end + 2].isupper() or body.startswith(("số ", "“", '"'), end + 1)
    )


def _defined(text: Text, found: Sequence[Named]) -> dict[str, UnitMention]:
    """Return the units by the abbreviations that stand in brackets behind them ("… Việt Nam (PVC)")."""
    defined: dict[str, UnitMention] = {}
    for unit, _ in found:
        if unit.office:
            continue
        short = _DEFINED.match(text.body, unit.end) or ("(" in unit.name and _DEFINED_WITHIN.search(unit.name))
        if short:
            defined.setdefault(short[1], unit)
    return defined


def _spelled_out(mention: UnitMention, low: str, defined: Mapping[str, UnitMention]) -> Named:
    """Return a mention that ends with an abbreviation ("Tổng Công ty PVC") as one of the unit it stands for."""
    unit = None if mention.office else defined.get(mention.name.rpartition(" ")[2])
    return (mention, low) if unit is None else (replace(mention, full=unit.name), low)


def _abbreviated(text: Text, unit: UnitMention, short: str, found: Sequence[Named]) -> Iterator[Named]:
    """Yield where an abbreviation stands alone for its unit."""
    start = text.body.find(f"({short})", unit.end) + len(short) + 2
    while (start := text.body.find(short, start)) >= 0:
        end = start + len(short)
        alone = not (text.body[start - 1].isalnum() or text.body[end : end + 1].isalnum())
        if alone and not any(other.start <= start < other.end for other, _ in found):
            yield UnitMention(start, end, short, unit.type, unit.level, unit.name), fold_key(short)
        start = end


def mark_positions(units: Sequence[UnitMention], people: Sequence[PersonMention]) -> tuple[UnitMention, ...]:
    """Return the units, those inside a person's expression marked ``in_position``."""
    spans = [(person.span_start, person.span_end) for person in people if person.positions]
    spans += [(position.start, position.end) for person in people for position in person.positions]
    spans.sort()
    starts = [start for start, _ in spans]
    reached = list(accumulate((end for _, end in spans), max))
    marked = []
    for unit in units:
        before = bisect.bisect_right(starts, unit.start)
        inside = before > 0 and reached[before - 1] > unit.start
        marked.append(replace(unit, in_position=True) if inside else unit)
    return tuple(marked)
