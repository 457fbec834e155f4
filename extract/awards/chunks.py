"""What an award sentence is made of: forms, recipients by number and by name, verbs and the words that bind them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.awards.forms import Form
from extract.mentions import PersonMention, UnitMention
from extract.names import UPPER
from extract.rules.sought import Sought
from extract.text import Text
from schemas.records import Level, Quantity
from schemas.vocabulary.entries import RecipientKind

_PREPOSITION = Sought(
    r"(?<!\w)(?:(?P<of>của)|(?P<head>lãnh đạo|ban lãnh đạo)|(?P<deputy>đại diện|đại diện lãnh đạo|thay mặt lãnh đạo)"
    r"|(?P<by>do|bởi|từ)"
    r"|(?P<place>tại|ở|thuộc|trực thuộc|trong|trên|(?<!đối )với|theo|về|là|đến|như|gồm cả|địa bàn"
    r"|dẫn đầu|đứng đầu|giữa"
    r"|(?:ngày )?truyền thống|thành lập))"
    r"(?: (?:đồng chí|các|cá nhân))? *$"
)


_WITHIN_PLACE = re.compile(rf"(?<!\w)(?:[Tt]ại|[Ởở]) (?:[{UPPER}][^\W\d_]* ){{1,2}}\Z")
_FIRM = re.compile(r"(?<!chủ )(?<!giám đốc )(?<!\w)(?P<head>doanh nghiệp|công ty|cơ sở|hãng|thương hiệu) $")


@dataclass(slots=True, unsafe_hash=True)
class Cue:
    """A verb or a binding word; ``kind`` is the rule's id."""

    start: int
    end: int
    kind: str


@dataclass(slots=True, unsafe_hash=True)
class Group:
    """Recipients told by kind.

    Attributes:
        start: Begin, the number's or quantifier's included.
        end: End.
        kinds: Kinds of recipient; several of a joint total.
        number: How many, ``None`` when not told.
        quantity: How exact the number is.
        times: Conferrals are counted, not recipients (lượt).
        bare: Neither number nor plural word stands before.
        single: The noun then means one ("bệnh viện được tặng").
    """

    start: int
    end: int
    kinds: tuple[RecipientKind, ...]
    number: int | None = None
    quantity: Quantity = "exact"
    times: bool = False
    bare: bool = False
    single: bool = False


@dataclass(slots=True, unsafe_hash=True)
class Named:
    """A unit, an office or a person named.

    Attributes:
        start: Begin of the whole expression.
        end: Its end.
        name: Longest form of a unit, name of a person.
        person: It is a person.
        office: An office or its holder, which grants but does not receive.
        level: Level of a unit.
        positions: Positions of a person.
        preposition: ``of``, ``by``, ``place``, ``head`` (lãnh đạo) or ``deputy`` (đại diện): the word before.
    """

    start: int
    end: int
    name: str
    person: bool = False
    office: bool = False
    level: Level | None = None
    positions: tuple[str, ...] = ()
    preposition: str = ""


@dataclass(slots=True, unsafe_hash=True)
class Given:
    """An award form with the number of pieces before it; a class alone ("01 hạng Nhì") has no ``form``."""

    start: int
    end: int
    form: Form | None
    number: int | None = None
    quantity: Quantity = "exact"
    times: bool = False
    many: bool = False


Chunk = Cue | Group | Named | Given


def name_chunks(text: Text, units: Sequence[UnitMention], people: Sequence[PersonMention]) -> list[Named]:
    """Return the units and people of an article as chunks, in order; units inside positions are left out."""
    found = [_of_person(text.low, person) for person in people]
    found = [_as_firm(text, chunk) for chunk in found]
    taken = sorted((chunk.start, chunk.end) for chunk in found)
    starts = [start for start, _ in taken]
    for unit in units:
        at = bisect.bisect_right(starts, unit.start) - 1
        if not unit.in_position and not (at >= 0 and unit.start < taken[at][1]):
            name = unit.name if unit.office else unit.full
            before = preposition_before(text.low, unit.start) or _place_before(text.body, unit.start)
            found.append(Named(unit.start, unit.end, name, office=unit.office, level=unit.level, preposition=before))
    found.sort(key=lambda chunk: chunk.start)
    return found


def _place_before(body: str, start: int) -> str:
    """Return ``place`` where a unit is only the end of a place's name ("tại Tân cảng An Mẫu")."""
    return "place" if _WITHIN_PLACE.search(body, max(start - 24, 0), start) else ""


def _as_firm(text: Text, chunk: Named) -> Named:
    """Return the firm that bears a person's name ("doanh nghiệp Lê Mẫu"), or the person."""
    firm = _FIRM.search(text.low, max(chunk.start - 24, 0), chunk.start)
    if firm is None or chunk.positions or not text.body.startswith(chunk.name, chunk.start):
        return chunk
    start = firm.start("head")
    before = preposition_before(text.low, start)
    return Named(start, chunk.end, text.body[start : chunk.end], preposition=before)


def _of_person(low: str, person: PersonMention) -> Named:
    return Named(
        person.span_start,
        person.span_end,
        person.name,
        person=True,
        positions=tuple(position.text for position in person.positions),
        preposition=preposition_before(low, person.span_start, person=True),
    )


def preposition_before(low: str, start: int, *, person: bool = False) -> str:
    """Return what the word before a name makes of it (see :class:`Named`)."""
    match = _PREPOSITION.search(low, max(start - 22, 0), start)
    if match:
        return match.lastgroup or ""
    bracketed = low.rfind("(", max(start - 60, 0), start) > low.rfind(")", max(start - 60, 0), start)
    return "place" if bracketed and not person else ""
