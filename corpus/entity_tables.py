"""The tables of units and persons across articles (đơn vị, cá nhân): written by :func:`corpus.derive.derive` alone.

An article's own rows name its units and officials as that article does. These say which of those names are one unit,
and which officials one person. They are made anew as a whole, so they never need to be put right.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from corpus.columns import Base, Id, Ordinal, link, not_negative, one_of, parent
from schemas.records import Level

#: What the identity of a unit rests on: the province its name tells, its national name, the one province of its
#: article, or the place its article tells of; else it is known in its article only.
UnitBasis = Literal["named province", "national", "province of article", "told in article", "article only"]
#: What the identity of a person rests on: one post in one unit, several posts in one unit, a post there is one of in
#: the country, the same words for the post in one province; else the person is known in one article only.
PersonBasis = Literal["same post", "same unit", "national post", "same words", "article only"]
#: Why one unit took over from another.
SuccessionBasis = Literal["department", "province"]
#: What is uncertain about two units or two persons.
ReviewReason = Literal[
    "longer name",
    "same name elsewhere",
    "same name without place",
    "posts out of order",
    "years apart",
    "same province",
]


class UnitEntity(Base):
    """One unit in the world (đơn vị, tổ chức), under its fullest name.

    ``n_articles`` is zero for a unit that only the posts of officials name, and for one that no article names and that
    stands here as the parent of another.
    """

    __tablename__ = "unit_entities"
    id: Mapped[Id]
    name: Mapped[str] = mapped_column(index=True)
    type: Mapped[str | None]
    level: Mapped[str | None]
    province_id: Mapped[str | None] = link("provinces")
    parent_id: Mapped[str | None] = link("unit_entities")
    n_articles: Mapped[int]
    __table_args__ = (one_of("level", Level), *not_negative("n_articles"))


class UnitAlias(Base):
    """A name a unit is called by, and in how many articles; zero where only the posts of officials call it so."""

    __tablename__ = "unit_aliases"
    entity_id: Mapped[str] = parent("unit_entities", key=True)
    name: Mapped[Id]
    n_articles: Mapped[int]
    __table_args__ = not_negative("n_articles")


class UnitLink(Base):
    """Which unit a unit of an article is, and what that rests on."""

    __tablename__ = "unit_links"
    article_unit_id: Mapped[str] = parent("article_units", key=True)
    entity_id: Mapped[str] = parent("unit_entities")
    basis: Mapped[str]
    __table_args__ = (one_of("basis", UnitBasis),)


class UnitSuccession(Base):
    """Which unit took over from which, when departments or provinces were merged; they are two units."""

    __tablename__ = "unit_successions"
    predecessor_id: Mapped[str] = parent("unit_entities", key=True)
    successor_id: Mapped[str] = parent("unit_entities", key=True)
    basis: Mapped[str]
    __table_args__ = (one_of("basis", SuccessionBasis),)


class GrantorLink(Base):
    """Which unit a grantor of an award is, by the place of its name; an office ("Chủ tịch UBND tỉnh") is its unit."""

    __tablename__ = "grantor_links"
    award_id: Mapped[str] = parent("awards", key=True)
    ordinal: Mapped[Ordinal]
    entity_id: Mapped[str] = parent("unit_entities")


class RecipientLink(Base):
    """Which unit a named recipient of an award is, by the place of its name."""

    __tablename__ = "recipient_links"
    award_id: Mapped[str] = parent("awards", key=True)
    ordinal: Mapped[Ordinal]
    entity_id: Mapped[str] = parent("unit_entities")


class OrganizerLink(Base):
    """Which unit a host of an event is, by the place of its name."""

    __tablename__ = "organizer_links"
    event_id: Mapped[str] = parent("events", key=True)
    ordinal: Mapped[Ordinal]
    entity_id: Mapped[str] = parent("unit_entities")


class PersonEntity(Base):
    """One person in the world (cá nhân)."""

    __tablename__ = "person_entities"
    id: Mapped[Id]
    name: Mapped[str] = mapped_column(index=True)
    province_id: Mapped[str | None] = link("provinces")
    n_articles: Mapped[int]
    __table_args__ = not_negative("n_articles")


class PersonPost(Base):
    """A post a person was seen in, in which unit where that is told, and the first and last day of it.

    ``former`` marks a post told as one of before ("nguyên Giám đốc Sở"): its days are those of the telling.
    """

    __tablename__ = "person_posts"
    entity_id: Mapped[str] = parent("person_entities", key=True)
    ordinal: Mapped[Ordinal]
    position: Mapped[str]
    unit_entity_id: Mapped[str | None] = link("unit_entities")
    former: Mapped[bool]
    first_seen: Mapped[str | None]
    last_seen: Mapped[str | None]
    __table_args__ = (CheckConstraint("last_seen >= first_seen", name="last_after_first"),)


class PersonLink(Base):
    """Which person an official of an article is, and what that rests on."""

    __tablename__ = "person_links"
    official_id: Mapped[str] = parent("officials", key=True)
    entity_id: Mapped[str] = parent("person_entities")
    basis: Mapped[str]
    __table_args__ = (one_of("basis", PersonBasis),)


class EntityReview(Base):
    """Two units or two persons that stay apart and may be one: why, and how likely from 0 to 1."""

    __tablename__ = "entity_reviews"
    one_id: Mapped[Id]
    other_id: Mapped[Id]
    kind: Mapped[str]
    reason: Mapped[str]
    score: Mapped[float]
    __table_args__ = (
        one_of("kind", Literal["unit", "person"]),
        one_of("reason", ReviewReason),
        CheckConstraint("one_id < other_id", name="in_order"),
    )
