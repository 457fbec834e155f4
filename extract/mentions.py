"""What the components find in a text: spans with values. They live only while one article is read.

They are not frozen, since hundreds are made of each article and a frozen one takes four times as long to make; nothing
sets a field of one: what changes is made anew (``dataclasses.replace``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from schemas.records import Level, YearSource

DateKind = Literal["event", "period", "publication", "anniversary", "document", "other"]


@dataclass(slots=True, unsafe_hash=True)
class Mention:
    """A stretch of the body: ``body[start:end]``."""

    start: int
    end: int


@dataclass(slots=True, unsafe_hash=True)
class DateMention(Mention):
    """A date or a span of time (ngày, tháng, năm, giai đoạn).

    Attributes:
        first: The day, month or year; of a span, its begin. An ISO prefix as precise as told.
        last: End of a span, ``None`` for a single date.
        kind: What the date is of.
        year_source: Where the year was read.
        time: Hour ``HH:MM`` where told.
        vague: The words are vague ("cuối tháng 5"): the span bounds the date, it is not told.
    """

    first: str | None
    last: str | None
    kind: DateKind
    year_source: YearSource = "text"
    time: str | None = None
    vague: bool = False


@dataclass(slots=True, unsafe_hash=True)
class ProvinceMention(Mention):
    """A province named in the text; ``province_id`` is the row in force at the article's date."""

    province_id: str
    name: str


@dataclass(slots=True, unsafe_hash=True)
class UnitMention(Mention):
    """An organisation named in the text.

    Attributes:
        name: The surface, without what does not belong to the name.
        type: Id in the vocabulary of unit types.
        level: Level of the unit, where type or name tells.
        full: The longest form of the same unit in the article; equal to ``name`` when there is none longer.
        office: The mention is an office or its holder ("Giám đốc Sở", "Chủ tịch nước"), which may grant but is no unit.
        in_position: The mention stands inside a person's position.
    """

    name: str
    type: str
    level: Level | None
    full: str
    office: bool = False
    in_position: bool = False


@dataclass(slots=True, unsafe_hash=True)
class PositionMention(Mention):
    """One position as written, with the unit words that belong to it."""

    text: str
    former: bool = False


@dataclass(slots=True, unsafe_hash=True)
class PersonMention(Mention):
    """A person named in the text: ``start:end`` spans the name alone.

    Attributes:
        name: Full name; a second mention ("ông Yên") carries the full name of the first.
        positions: Positions told at this mention, in order.
        span_start: Begin of the whole expression with honorific and positions before the name.
        span_end: Its end, positions after the name included.
    """

    name: str
    positions: tuple[PositionMention, ...]
    span_start: int
    span_end: int
