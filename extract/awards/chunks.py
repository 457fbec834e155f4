"""What an award sentence is made of: forms, recipients by number and by name, verbs and the words that bind them."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from extract.awards.forms import Form
from extract.mentions import PersonMention, UnitMention
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
    r"(?: (?:đồng chí|các))? *$"
)


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
    taken = sorted((chunk.start, chunk.end) for chunk in found)
    starts = [start for start, _ in taken]
    for unit in units:
        at = bisect.bisect_right(starts, unit.start) - 1
        if not unit.in_position and not (at >= 0 and unit.start < taken[at][1]):
            name = unit.name if unit.office else unit.full
            before = preposition_before(text.low, unit.start)
            found.append(Named(unit.start, unit.end, name, office=unit.office, level=unit.level, preposition=before))
    found.sort(key=lambda chunk: chunk.start)
    return found


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
