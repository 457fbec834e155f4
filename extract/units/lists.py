"""Units that share one head word: "Sở Công Thương các tỉnh: A, B và C", "các sở: Y tế, Nội vụ"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.mentions import UnitMention
from extract.rules import load_rules
from extract.rules.trie import alternation, words
from extract.text import Text
from extract.units.words import PROVINCES, head_type
from schemas.folding import fold_key
from schemas.vocabulary import provinces

_RULES = load_rules("units")
_PLACE = r"(?:(?:tỉnh|thành phố|tp\.?) )?(?:" + alternation(sorted(PROVINCES)) + r")(?!\w)"
_NEXT = r"(?:,? và |[,;] ?)"
_LIST = rf"(?P<list>{_PLACE}(?:{_NEXT}{_PLACE})+)"
#: A number of departments and the places they are of: "05 Sở Công Thương: Đắk Lắk, Gia Lai".
_OF_COUNTED = re.compile(rf"(?P<unit>sở (?:(?<=(?<!\w)các sở )|(?<=\d sở ))(?!\d)[^.,;:\n]{{3,50}}): ?{_LIST}")
_HEADS = (
    *("sở", "chi cục", "công đoàn", "liên đoàn lao động", "ban thi đua", "hội", "liên minh hợp tác xã", "ubnd"),
    *("ủy ban nhân dân", "ủy ban mttq", "công an"),
)
_OF_PLACES = re.compile(
    rf"(?P<unit>{words(_HEADS)}[^.,;:\n\d]{{0,60}}?) (?:của )?(?:các|\d+) (?:tỉnh|thành phố)"
    rf"(?:(?:,| và) (?:thành phố|thành))?(?: gồm)?:? {_LIST}"
)
_ONE_PLACE = re.compile(_PLACE)
_FIELD = "(?:" + alternation(sorted({fold_key(cue) for cue in _RULES["sector"].cues})) + r")(?!\w)"
_OF_FIELDS = re.compile(
    rf"(?P<head>sở|bộ)(?:(?<=(?<!\w)các \w\w)|(?<=\d \w\w)):? (?P<list>{_FIELD}(?:{_NEXT}{_FIELD})+)"
)
_ONE_FIELD = re.compile(_FIELD)
_CITIES = frozenset(fold_key(row.name) for row in provinces() if row.city)


def units_of_places(text: Text) -> Iterator[UnitMention]:
    """Yield each unit of a list of places whose head is told once: "Sở Công Thương các tỉnh: Nghệ An, Hà Tĩnh".

    The mention spans its place in the list; ``name`` is written out: "Sở Công Thương tỉnh Nghệ An".
    """
    ways = ((_OF_PLACES, " tỉnh"), (_OF_COUNTED, ": "))
    for found in (found for way, sign in ways if sign in text.low for found in way.finditer(text.low)):
        unit = text.body[found.start("unit") : found.end("unit")]
        if unit[0].isupper():
            yield from _of_places(text, unit, found)


def units_of_fields(text: Text) -> Iterator[UnitMention]:
    """Yield each unit of a list of fields whose head is told once: "các sở: Y tế, Nội vụ" is "Sở Y tế", "Sở Nội vụ"."""
    for found in _OF_FIELDS.finditer(text.low) if "sở" in text.low or "bộ" in text.low else ():
        head = found["head"].capitalize()
        for field in _ONE_FIELD.finditer(text.low, *found.span("list")):
            surface = text.body[field.start() : field.end()]
            if surface[0].isupper():
                yield _named(f"{head} {surface}", *field.span(), head=found["head"])


def _of_places(text: Text, unit: str, found: re.Match[str]) -> Iterator[UnitMention]:
    """Yield the units of one list; the level of a place is written out where the list tells that they are provinces."""
    levels = found.re is _OF_PLACES
    for place in _ONE_PLACE.finditer(text.low, *found.span("list")):
        surface = text.body[place.start() : place.end()]
        if levels and surface[0].isupper():
            surface = f"{'thành phố' if fold_key(surface) in _CITIES else 'tỉnh'} {surface}"
        yield _named(f"{unit} {surface}", *place.span(), head=fold_key(unit))


def _named(name: str, start: int, end: int, *, head: str) -> UnitMention:
    kind = head_type(head)
    if kind is None:
        msg = f"no head of a unit: {head!r}"
        raise ValueError(msg)
    return UnitMention(start, end, name, kind.id, "province" if kind.level == "province" else "agency", name)
