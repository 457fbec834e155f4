"""What an entry of each vocabulary holds."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from schemas.records import AwardForm, EventType, Level

RecipientKind = Literal["collective", "individual", "household"]
Scale = Literal["state", "party", "union", "front", "association", "enterprise", "armed_forces", "court", "none"]
ProvinceEra = Literal["historic", "pre2025", "from2025"]


class Validity(BaseModel):
    """A span of days in which something existed or could be given.

    Attributes:
        valid_from: First day, ``None`` when not known or not bounded.
        valid_to: Last day, ``None`` when still in force.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Validity:
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValueError(f"valid_from {self.valid_from} is after valid_to {self.valid_to}")
        return self

    def valid_on(self, day: date) -> bool:
        """Return whether the span covers a day; an unknown first day counts as long ago."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


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


class AwardType(Entry, Validity):
    """A form of commendation or an emulation title (hình thức khen thưởng, danh hiệu thi đua).

    Attributes:
        form: Kind of award in a record; ``None``, written ``"none"`` in the file, for look-alikes that are no award
            (sports medals, money).
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

    form: Annotated[AwardForm | None, BeforeValidator(lambda value: None if value == "none" else value)]
    family: str
    recipients: tuple[RecipientKind, ...] = Field(min_length=1)
    level: Level | None = None
    level_options: tuple[Level, ...] = ()
    grantor: str | None = None
    classes: tuple[str, ...] = ()
    mass: bool = False
    scale: Scale | None = None
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


class UnitType(Entry, Validity):
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

    def surfaces(self) -> tuple[str, ...]:
        """Return the heads, their abbreviations and the variants; the name of a type is a description."""
        return (*self.heads, *self.abbreviations, *self.variants)


class EventKind(Entry):
    """An event type with the words that tell it (loại sự kiện); ``id`` is the type in a record.

    Attributes:
        triggers: Phrases that tell the type.
        traps: What looks alike and is none.
    """

    id: EventType
    triggers: tuple[str, ...] = Field(min_length=1)
    traps: tuple[str, ...] = ()

    def surfaces(self) -> tuple[str, ...]:
        """Return the triggers and the variants; the name of a type is a description."""
        return (*self.triggers, *self.variants)


class Department(Entry, Validity):
    """A department of a province (sở, ngành) or a ministry (bộ), by the field it runs.

    Attributes:
        kind: ``department`` of a province or ``ministry``.
        abbreviations: Abbreviations of the whole name ("SCT", "Sở KH&ĐT").
        sectors: Names and abbreviations of its field, used after "Sở", "Bộ" or "ngành" ("Công Thương", "TN&MT").
        predecessors: Ids of the departments whose work it took over.
        successors: Ids of the departments that took over its work.
        only_in: Names of the provinces that have it, empty when all or most have.
    """

    kind: Literal["department", "ministry"]
    abbreviations: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    only_in: tuple[str, ...] = ()

    def surfaces(self) -> tuple[str, ...]:
        """Return the name, the variants and the abbreviations."""
        return (*super().surfaces(), *self.abbreviations)


class Abbreviation(Entry):
    """An abbreviation of officialese (chữ viết tắt); ``name`` is its commonest written form.

    Attributes:
        full: What it stands for; several readings when it is ambiguous, the commonest first.
        rule: How to tell the readings apart; needed where there are several.
        unit: It names an organisation or the head of its name, so it may begin a unit.
    """

    full: tuple[str, ...] = Field(min_length=1)
    rule: str = ""
    unit: bool = False

    @model_validator(mode="after")
    def _tells_its_readings_apart(self) -> Abbreviation:
        if len(self.full) > 1 and not self.rule:
            raise ValueError(f"{self.name!r} has {len(self.full)} readings and no rule to tell them apart")
        return self


class Province(Validity):
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
        territory_changed_2025: Whether the merger of 1 July 2025 changed its territory, ``None`` for historic ones.
        aliases: Other spellings and names.
        nicknames: Names it is called by ("xứ Thanh"), too weak to tell a province alone.
        same_name_city: City, town or district of the same name inside it.
        homonym_districts: Districts of other provinces that bear its name.
        homonym_wards: Number of wards and communes that bear its name, ``None`` where not counted.
        portal: Host of the province's portal.
        department_hosts: Hosts of its departments that were seen.
    """

    id: str = Field(pattern=r"^P(63|34|H)-[A-Za-z0-9-]+$")
    era: ProvinceEra
    name: str
    full_name: str
    city: bool
    code: str
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    territory_changed_2025: bool | None
    legal_basis: str
    region: str
    aliases: tuple[str, ...]
    nicknames: tuple[str, ...]
    same_name_city: str
    homonym_districts: tuple[str, ...]
    homonym_wards: int | None
    portal: str
    portal_seen: bool
    department_hosts: tuple[str, ...]
    source: str
