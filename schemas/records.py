"""What is read from one article: events, officials, units, campaigns, awards, each with its evidence.

Field meanings follow the annotation guidelines of the project (``docs/records.md``). ``None`` is "the text does not
say", ``0`` is "said to be none".
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from schemas.dates import PartialDate, Timestamp

EventType = Literal[
    "launch",
    "pledge",
    "interim_review",
    "review",
    "honouring",
    "congress",
    "award_ceremony",
    "award_decision",
    "nomination",
    "guidance",
    "revocation",
]
OfficialRole = Literal["chair", "attend", "speak", "launch", "present", "sign", "report", "receive"]
UnitRole = Literal["organizer", "grantor", "recipient", "launcher", "signatory", "participant"]
AwardForm = Literal[
    "order",
    "medal",
    "state_title",
    "state_prize",
    "commemorative_medal",
    "merit_certificate",
    "commendation",
    "emulation_flag",
    "emulation_title",
    "creative_labour",
    "honour",
    "unspecified",
]
AwardStatus = Literal["conferred", "proposed", "planned", "revoked", "retrospective"]
Quantity = Literal["exact", "at_least", "about", "unknown"]
Level = Literal[
    "state_president",
    "government",
    "ministry",
    "province",
    "agency",
    "district",
    "commune",
    "grassroots",
]
YearSource = Literal["text", "published", "context"]
ProvinceOrigin = Literal["text", "unit", "host"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(_Frozen):
    """The characters a value was read from (dẫn chứng): ``body[start:end] == quote``, in code points."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str = Field(min_length=1)

    @model_validator(mode="after")
    def _spans_its_quote(self) -> Evidence:
        if self.end - self.start != len(self.quote):
            raise ValueError(f"evidence {self.start}:{self.end} is not as long as its quote {self.quote!r}")
        return self


class _Found(_Frozen):
    evidence: tuple[Evidence, ...] = Field(min_length=1)


class Event(_Found):
    """A thi đua event (sự kiện): one occasion with every type that fits.

    Attributes:
        types: What was done there, in the order of :data:`EventType`.
        start: First or only day, as precise as told.
        end: Last day of an occasion of several days.
        year_source: Where the year of ``start`` was read: in the expression itself, from the publication day, or
            inferred from another year of the article.
        province: Name of the province it was held in or for; ``None`` for a national occasion or when not known.
        organizers: Hosts as written, the longest form in the article.
    """

    types: tuple[EventType, ...] = Field(min_length=1)
    start: PartialDate | None = None
    end: PartialDate | None = None
    year_source: YearSource | None = None
    province: str | None = None
    organizers: tuple[str, ...] = ()


class Official(_Found):
    """An official named with a post or acting in office (cán bộ, lãnh đạo)."""

    name: str = Field(min_length=1)
    positions: tuple[str, ...] = ()
    roles: tuple[OfficialRole, ...] = ()


class Unit(_Found):
    """An organisation with a part in an event (đơn vị, tổ chức).

    Attributes:
        name: The longest form written in the article.
        roles: Its parts.
        type: Id of its entry in the vocabulary of unit types, where recognised.
        level: Administrative level of the unit, where its type or name tells.
    """

    name: str = Field(min_length=1)
    roles: tuple[UnitRole, ...] = Field(min_length=1)
    type: str | None = None
    level: Level | None = None


class CampaignPhase(_Found):
    """One phase (đợt) of a campaign."""

    label: str | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None


class Campaign(_Found):
    """An emulation movement or drive (phong trào, đợt thi đua, cuộc vận động)."""

    name: str = Field(min_length=1)
    launcher: str | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    phases: tuple[CampaignPhase, ...] = ()


class Award(_Found):
    """One form of commendation told of one group of recipients (hình thức khen thưởng, danh hiệu).

    Attributes:
        form: Kind of award.
        name: As written, with class and level words.
        award_type: Id of the entry in the vocabulary of award types, where one fits.
        grantor: Who decides, as written; several of one undivided group joined by ``"; "``.
        grantor_level: Level of the grantor, where it or the form tells.
        status: Conferred, proposed, planned, revoked or told of earlier years.
        collectives: Number of collectives (tập thể); 0 when none are among the recipients, ``None`` when not told.
        individuals: Number of individuals (cá nhân), likewise.
        households: Number of households (hộ gia đình), likewise.
        joint: A total that is not split ("122 tập thể, cá nhân").
        quantity: Whether the numbers are exact.
        recipients: Named recipients.
        period: The year or span the award is for.
    """

    form: AwardForm
    name: str = Field(min_length=1)
    award_type: str | None = None
    grantor: str | None = None
    grantor_level: Level | None = None
    status: AwardStatus
    collectives: int | None = Field(default=None, ge=0)
    individuals: int | None = Field(default=None, ge=0)
    households: int | None = Field(default=None, ge=0)
    joint: int | None = Field(default=None, ge=0)
    quantity: Quantity
    recipients: tuple[str, ...] = ()
    period: str | None = None


class ProvinceSource(_Frozen):
    """Why a province was given to an article: its name, its row of the vocabulary and where it was read."""

    name: str
    province_id: str
    origin: ProvinceOrigin
    evidence: tuple[Evidence, ...] = ()


class Record(_Frozen):
    """Everything read from one article (bản ghi)."""

    id: str
    published: Timestamp | None = None
    title: str | None = None
    url: str | None = None
    relevant: bool
    provinces: tuple[str, ...] = ()
    province_sources: tuple[ProvinceSource, ...] = ()
    events: tuple[Event, ...] = ()
    officials: tuple[Official, ...] = ()
    units: tuple[Unit, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    awards: tuple[Award, ...] = ()
    body: str

    @model_validator(mode="after")
    def _evidence_stands_in_the_body(self) -> Record:
        for found in self.found():
            for evidence in found.evidence:
                if self.body[evidence.start : evidence.end] != evidence.quote:
                    raise ValueError(f"evidence does not stand in the body of {self.id}: {evidence.quote!r}")
        return self

    def found(self) -> tuple[_Found, ...]:
        """Return every value that carries evidence, phases included."""
        phases = tuple(phase for campaign in self.campaigns for phase in campaign.phases)
        return (*self.events, *self.officials, *self.units, *self.campaigns, *phases, *self.awards)
