"""The tables of a corpus (bảng dữ liệu): what every row is, and the constraints it must keep.

Dates are ISO prefixes as told (``2025``, ``2025-01``, ``2025-01-31``); offsets count code points. Every row of an
article hangs on it by foreign keys that delete it with the article. ``PRAGMA foreign_keys`` must be on; see
:func:`corpus.database.open_database`.

Events are rows of one article each; what is one occasion across articles is decided elsewhere. Units and persons are
keyed by narrow rules (see :mod:`corpus.identity`), so rows may later be joined but never need to be torn apart.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

import corpus.crawl_tables  # noqa: F401 - declares the tables that those of articles refer to
from corpus.columns import Base, Id, Ordinal, dates, exactly_one, link, not_negative, offsets, one_of, parent
from schemas.pages import Article, BlockKind
from schemas.records import (
    AwardForm,
    AwardStatus,
    EventType,
    Level,
    OfficialRole,
    ProvinceOrigin,
    Quantity,
    UnitRole,
    YearSource,
)
from schemas.vocabulary.entries import ProvinceEra, Scale

#: The columns of the evidence table that say which value the characters belong to.
EVIDENCE_OWNERS = (
    "event_id",
    "official_id",
    "article_unit_id",
    "campaign_id",
    "phase_id",
    "award_id",
    "article_province_id",
)


class ProvinceRow(Base):
    """A province in one era (tỉnh, thành phố), from the vocabulary.

    ``today_id`` is the one province of today its land went to, null where it went to several.
    """

    __tablename__ = "provinces"
    id: Mapped[Id]
    era: Mapped[str]
    name: Mapped[str] = mapped_column(index=True)
    full_name: Mapped[str]
    city: Mapped[bool]
    code: Mapped[str]
    valid_from: Mapped[str | None]
    valid_to: Mapped[str | None]
    region: Mapped[str]
    today_id: Mapped[str | None]
    __table_args__ = (one_of("era", ProvinceEra),)


class ProvinceSuccession(Base):
    """Which province went to which, when boundaries changed."""

    __tablename__ = "province_successions"
    predecessor_id: Mapped[str] = parent("provinces", key=True)
    successor_id: Mapped[str] = parent("provinces", key=True)


class AwardTypeRow(Base):
    """An award type (hình thức khen thưởng, danh hiệu thi đua), from the vocabulary."""

    __tablename__ = "award_types"
    id: Mapped[Id]
    name: Mapped[str]
    form: Mapped[str | None]
    family: Mapped[str]
    level: Mapped[str | None]
    mass: Mapped[bool]
    scale: Mapped[str | None]
    valid_from: Mapped[str | None]
    valid_to: Mapped[str | None]
    __table_args__ = (one_of("form", AwardForm), one_of("level", Level), one_of("scale", Scale))


class ArticleRow(Base):
    """An article (bài viết); ``page_id`` is the id its source gives, ``id`` ours.

    ``portal`` is the id of the portal it was fetched from, or whose host its address has.
    """

    __tablename__ = "articles"
    id: Mapped[Id]
    page_id: Mapped[str] = mapped_column(index=True)
    source: Mapped[str] = mapped_column(index=True)
    url: Mapped[str | None] = mapped_column(index=True)
    host: Mapped[str | None]
    portal: Mapped[str | None] = mapped_column(index=True)
    title: Mapped[str | None]
    published: Mapped[str | None]
    byline: Mapped[str | None]
    retrieved: Mapped[str | None]
    encoding: Mapped[str]
    body_origin: Mapped[str]
    text: Mapped[str]
    relevant: Mapped[bool]
    content_hash: Mapped[str]
    body_id: Mapped[str] = link("bodies")
    pipeline_version: Mapped[str]
    __table_args__ = (one_of("body_origin", Article.model_fields["body_origin"].annotation),)


class ArticleChoice(Base):
    """How an article's title, publication time or byline was chosen, and from which characters of the page."""

    __tablename__ = "article_choices"
    article_id: Mapped[str] = parent("articles", key=True)
    field: Mapped[Id]
    value: Mapped[str]
    origin: Mapped[str]
    quote: Mapped[str]
    __table_args__ = (CheckConstraint("field IN ('title', 'published', 'byline')", name="field_known"),)


class TextBlockRow(Base):
    """A block of the article's text."""

    __tablename__ = "text_blocks"
    article_id: Mapped[str] = parent("articles", key=True)
    ordinal: Mapped[Ordinal]
    kind: Mapped[str]
    start_offset: Mapped[int]
    end_offset: Mapped[int]
    source_start: Mapped[int]
    source_end: Mapped[int]
    __table_args__ = (
        one_of("kind", BlockKind),
        *offsets("start_offset", "end_offset"),
        *offsets("source_start", "source_end"),
    )


class RemovedBlockRow(Base):
    """A block the cleaning took out, with the rule that did it and its offsets in the flattened page."""

    __tablename__ = "removed_blocks"
    article_id: Mapped[str] = parent("articles", key=True)
    ordinal: Mapped[Ordinal]
    rule: Mapped[str]
    text: Mapped[str]
    source_start: Mapped[int]
    source_end: Mapped[int]
    __table_args__ = offsets("source_start", "source_end")


class ArticleProvince(Base):
    """A province the article is about, and whether its text, a unit or its host told so."""

    __tablename__ = "article_provinces"
    id: Mapped[Id]
    article_id: Mapped[str] = parent("articles")
    ordinal: Mapped[int]
    province_id: Mapped[str] = link("provinces")
    origin: Mapped[str]
    __table_args__ = (one_of("origin", ProvinceOrigin),)


class UnitRow(Base):
    """An organisation (đơn vị, tổ chức): a folded name within a province, or within one article."""

    __tablename__ = "units"
    id: Mapped[Id]
    folded_name: Mapped[str]
    province_id: Mapped[str | None] = link("provinces")


class PersonRow(Base):
    """A person (cá nhân): a folded name with the same posts within a province, or within one article."""

    __tablename__ = "persons"
    id: Mapped[Id]
    folded_name: Mapped[str]
    province_id: Mapped[str | None] = link("provinces")


class EventRow(Base):
    """A thi đua event as one article tells it (sự kiện)."""

    __tablename__ = "events"
    id: Mapped[Id]
    article_id: Mapped[str] = parent("articles")
    ordinal: Mapped[int]
    start_date: Mapped[str | None]
    end_date: Mapped[str | None]
    year_source: Mapped[str | None]
    province_id: Mapped[str | None] = link("provinces")
    __table_args__ = (*dates(), one_of("year_source", YearSource))


class EventTypeRow(Base):
    """One type of an event."""

    __tablename__ = "event_types"
    event_id: Mapped[str] = parent("events", key=True)
    type: Mapped[Id]
    ordinal: Mapped[int]
    __table_args__ = (one_of("type", EventType),)


class EventOrganizer(Base):
    """A host of an event (đơn vị tổ chức) as written; ``unit_id`` where it is among the article's units."""

    __tablename__ = "event_organizers"
    event_id: Mapped[str] = parent("events", key=True)
    ordinal: Mapped[Ordinal]
    name: Mapped[str]
    unit_id: Mapped[str | None] = link("units")


class ArticleUnit(Base):
    """A unit with a part in what an article tells, under the name written there."""

    __tablename__ = "article_units"
    id: Mapped[Id]
    article_id: Mapped[str] = parent("articles")
    ordinal: Mapped[int]
    unit_id: Mapped[str] = link("units")
    name: Mapped[str]
    type: Mapped[str | None]
    level: Mapped[str | None]
    __table_args__ = (one_of("level", Level),)


class ArticleUnitRole(Base):
    """One role of a unit in an article."""

    __tablename__ = "article_unit_roles"
    article_unit_id: Mapped[str] = parent("article_units", key=True)
    role: Mapped[Id]
    __table_args__ = (one_of("role", UnitRole),)


class OfficialRow(Base):
    """A person in office in an article (cán bộ); linked to the event where the article tells of just one."""

    __tablename__ = "officials"
    id: Mapped[Id]
    article_id: Mapped[str] = parent("articles")
    ordinal: Mapped[int]
    person_id: Mapped[str] = link("persons")
    event_id: Mapped[str | None] = link("events")
    name: Mapped[str]


class OfficialPosition(Base):
    """One position of an official, as written."""

    __tablename__ = "official_positions"
    official_id: Mapped[str] = parent("officials", key=True)
    ordinal: Mapped[Ordinal]
    position: Mapped[str]


class OfficialRoleRow(Base):
    """One role of an official in what the article tells."""

    __tablename__ = "official_roles"
    official_id: Mapped[str] = parent("officials", key=True)
    role: Mapped[Id]
    __table_args__ = (one_of("role", OfficialRole),)


class CampaignRow(Base):
    """An emulation movement or drive (phong trào, đợt thi đua) as one article tells it."""

    __tablename__ = "campaigns"
    id: Mapped[Id]
    article_id: Mapped[str] = parent("articles")
    ordinal: Mapped[int]
    name: Mapped[str]
    launcher: Mapped[str | None]
    launcher_unit_id: Mapped[str | None] = link("units")
    start_date: Mapped[str | None]
    end_date: Mapped[str | None]
    __table_args__ = dates()


class PhaseRow(Base):
    """One phase of a campaign (đợt)."""

    __tablename__ = "phases"
    id: Mapped[Id]
    campaign_id: Mapped[str] = parent("campaigns")
    ordinal: Mapped[int]
    label: Mapped[str | None]
    start_date: Mapped[str | None]
    end_date: Mapped[str | None]
    __table_args__ = dates()


class AwardRow(Base):
    """One form of commendation told of one group of recipients; counts are null where not told.

    ``first_year`` and ``last_year`` bound the period the award is for; ``event_id`` is set where the article tells of
    just one event.
    """

    __tablename__ = "awards"
    id: Mapped[Id]
    article_id: Mapped[str] = parent("articles")
    ordinal: Mapped[int]
    event_id: Mapped[str | None] = link("events")
    form: Mapped[str]
    name: Mapped[str]
    award_type_id: Mapped[str | None] = link("award_types")
    grantor_level: Mapped[str | None]
    status: Mapped[str]
    collectives: Mapped[int | None]
    individuals: Mapped[int | None]
    households: Mapped[int | None]
    joint: Mapped[int | None]
    quantity: Mapped[str]
    period: Mapped[str | None]
    first_year: Mapped[int | None]
    last_year: Mapped[int | None]
    __table_args__ = (
        one_of("form", AwardForm),
        one_of("grantor_level", Level),
        one_of("status", AwardStatus),
        one_of("quantity", Quantity),
        *not_negative("collectives", "individuals", "households", "joint"),
        CheckConstraint("last_year >= first_year", name="last_year_after_first"),
    )


class AwardGrantor(Base):
    """One grantor of an award (cơ quan tặng) as written; ``unit_id`` where it is among the article's units."""

    __tablename__ = "award_grantors"
    award_id: Mapped[str] = parent("awards", key=True)
    ordinal: Mapped[Ordinal]
    name: Mapped[str]
    unit_id: Mapped[str | None] = link("units")


class AwardRecipient(Base):
    """One named recipient of an award; ``unit_id`` where it is among the article's units."""

    __tablename__ = "award_recipients"
    award_id: Mapped[str] = parent("awards", key=True)
    ordinal: Mapped[Ordinal]
    name: Mapped[str]
    unit_id: Mapped[str | None] = link("units")


class EvidenceRow(Base):
    """The characters one value was read from (dẫn chứng): it belongs to exactly one value.

    ``substr(articles.text, start_offset + 1, end_offset - start_offset) = quote``; :mod:`corpus.check` proves it.
    """

    __tablename__ = "evidence"
    article_id: Mapped[str] = parent("articles", key=True)
    ordinal: Mapped[Ordinal]
    event_id: Mapped[str | None] = parent("events")
    official_id: Mapped[str | None] = parent("officials")
    article_unit_id: Mapped[str | None] = parent("article_units")
    campaign_id: Mapped[str | None] = parent("campaigns")
    phase_id: Mapped[str | None] = parent("phases")
    award_id: Mapped[str | None] = parent("awards")
    article_province_id: Mapped[str | None] = parent("article_provinces")
    start_offset: Mapped[int]
    end_offset: Mapped[int]
    quote: Mapped[str]
    __table_args__ = (
        *offsets("start_offset", "end_offset"),
        CheckConstraint("length(quote) = end_offset - start_offset", name="quote_fills_its_span"),
        exactly_one(
            "owner",
            (
                "event_id",
                "official_id",
                "article_unit_id",
                "campaign_id",
                "phase_id",
                "award_id",
                "article_province_id",
            ),
        ),
    )
