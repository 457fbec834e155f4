"""What an entry of each vocabulary holds."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.records import AwardForm, EventType, Level

RecipientKind = Literal["collective", "individual", "household"]
Scale = Literal["state", "party", "union", "front", "association", "enterprise", "armed_forces", "court", "none"]
ProvinceEra = Literal["historic", "pre2025", "from2025"]


class Entry(BaseModel):
    """What all entries share.

    Attributes:
        id: Unique in its vocabulary, ASCII, never changed.
        name: Name in the official spelling; a description when ``label`` is true, never matched then.
        label: The name is a description, not a surface form.
        variants: Other surface forms, matched folded.
        examples: Sentences of our own that hold a surface form of the entry.
        source: Where the facts come from: an article of the law, a decree, or ``own`` for knowledge not checked.
        note: What to beware of.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    name: str = Field(min_length=1)
    label: bool = False
    variants: tuple[str, ...] = ()
    examples: tuple[str, ...] = Field(min_length=1)
    source: str = "own"
    note: str = ""

    def surfaces(self) -> tuple[str, ...]:
        """Return every surface form: the name, unless it is a label, and the variants."""
        return self.variants if self.label else (self.name, *self.variants)


class AwardType(Entry):
    """A form of commendation or an emulation title (hình thức khen thưởng, danh hiệu thi đua).

    Attributes:
        form: Kind of award in a record; ``None`` for look-alikes that are no award (sports medals, money).
        family: Legal family (``huan_chuong``, ``bang_khen`` …).
        recipients: Who may get it.
        level: Level of the authority that decides; ``None`` when the grantor tells.
        level_options: Levels that may decide when several do.
        grantor: The one authority that decides it, by name, where there is only one.
        classes: Classes (hạng) it is given in.
        mass: A mass title, counted apart from selective awards.
        scale: Whose award it is; ``None`` when the grantor tells.
        valid_from: First day it could be given by law.
        valid_to: Last day.
        weak: Surface forms that count only in an award context ("Cờ" after "tặng").
    """

    form: AwardForm | None
    family: str
    recipients: tuple[RecipientKind, ...] = Field(min_length=1)
    level: Level | None = None
    level_options: tuple[Level, ...] = ()
    grantor: str | None = None
    classes: tuple[str, ...] = ()
    mass: bool = False
    scale: Scale | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    weak: tuple[str, ...] = ()


class Position(Entry):
    """A position title (chức vụ); ``heads`` in lists of several titles are separate variants.

    Attributes:
        rank: 1 highest to 9 lowest, ``None`` where a unit holds the post.
        scale: State, party, union …
        unit_level: Level of the unit it is held in; ``None`` when the unit tells.
        membership: A membership ("Ủy viên Ban Thường vụ"), not a post.
    """

    rank: int | None = Field(default=None, ge=1, le=9)
    scale: Scale
    unit_level: Level | Literal["central", "group"] | None = None
    membership: bool = False


class UnitType(Entry):
    """A type of organisation (loại đơn vị).

    Attributes:
        heads: Words a unit's name begins with ("Sở", "Liên đoàn Lao động").
        abbreviations: Abbreviations of a head ("LĐLĐ").
        level: Administrative level; ``None`` when name or context tells.
        scale: State, party, union …
        parents: Ids of the types it is part of.
        organisation: False for groups and sectors that are no organisation of their own ("ngành", "các sở, ban").
        valid_from: First day such units existed, where bounded.
        valid_to: Last day.
    """

    heads: tuple[str, ...] = Field(min_length=1)
    abbreviations: tuple[str, ...] = ()
    level: Level | Literal["central", "group"] | None = None
    scale: Scale
    parents: tuple[str, ...] = ()
    organisation: bool = True
    valid_from: date | None = None
    valid_to: date | None = None


class EventKind(Entry):
    """An event type with the words that tell it (loại sự kiện); ``id`` is the type in a record.

    Attributes:
        triggers: Phrases that tell the type.
        traps: What looks alike and is none.
    """

    id: EventType
    triggers: tuple[str, ...] = Field(min_length=1)
    traps: tuple[str, ...] = ()


class Province(BaseModel):
    """A province in one era (tỉnh, thành phố trực thuộc Trung ương).

    The official code alone is no key: seven codes mean another province since 1 July 2025.

    Attributes:
        id: Key: era and code, such as ``P63-31``.
        era: 63 provinces before 1 July 2025, 34 since, and historic ones.
        name: Without "tỉnh" or "thành phố".
        city: Centrally run city (thành phố trực thuộc Trung ương).
        valid_from: First day, ``None`` when not known.
        valid_to: Last day, ``None`` when in force.
        predecessors: Ids of the provinces it came from.
        successors: Ids of the provinces it went to.
        aliases: Other spellings and names.
        portal: Host of the province's portal.
        department_hosts: Hosts of its departments that were seen.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^P(63|34|H)-[A-Za-z0-9-]+$")
    era: ProvinceEra
    name: str
    full_name: str
    city: bool
    code: str
    valid_from: date | None
    valid_to: date | None
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    territory_changed_2025: bool
    legal_basis: str
    region: str
    aliases: tuple[str, ...]
    same_name_city: str
    homonym_districts: tuple[str, ...]
    homonym_wards: int
    portal: str
    portal_seen: bool
    department_hosts: tuple[str, ...]
    source: str
