"""The tables of what the corpus makes of its articles (bảng suy ra): written by :func:`corpus.derive.derive` alone.

An article's own rows say what that article tells. These say which of them tell of one occasion or one campaign, and
which award rows are counted. They are made anew as a whole, so they never need to be put right.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from corpus.columns import Base, Id, dates, link, not_negative, one_of, parent
from schemas.records import EventType

#: Whether two reports were joined, or left apart and worth a look.
MergeDecision = Literal["joined", "review"]
#: What an article tells of the life of a campaign.
Stage = Literal["planned", "launched", "under way", "reviewed", "awarded"]
#: Why an award row is counted, or not.
CountReason = Literal["only report", "fullest report", "other award", "fills a gap", "told by a fuller report"]
#: The kinds of recipients whose numbers are told; ``joint`` is the number of several kinds together.
KINDS = ("collectives", "individuals", "households", "joint")


class OccasionRow(Base):
    """One occasion in the world (sự kiện), however many articles report it."""

    __tablename__ = "occasions"
    id: Mapped[Id]
    start_date: Mapped[str | None]
    end_date: Mapped[str | None]
    province_id: Mapped[str | None] = link("provinces")
    title: Mapped[str | None]
    n_reports: Mapped[int]
    __table_args__ = (*dates(), *not_negative("n_reports"))


class OccasionType(Base):
    """One type of an occasion: every type that a report gives it."""

    __tablename__ = "occasion_types"
    occasion_id: Mapped[str] = parent("occasions", key=True)
    type: Mapped[Id]
    __table_args__ = (one_of("type", EventType),)


class OccasionReport(Base):
    """Which occasion an event of an article is a report of."""

    __tablename__ = "occasion_reports"
    event_id: Mapped[str] = parent("events", key=True)
    occasion_id: Mapped[str] = parent("occasions")


class MergeRow(Base):
    """A pair of events that brought two groups of reports together, or that nearly did.

    ``basis`` holds the points for and against, as a JSON object; ``score`` is their sum.
    """

    __tablename__ = "merges"
    event_id: Mapped[str] = parent("events", key=True)
    other_id: Mapped[str] = parent("events", key=True)
    decision: Mapped[str]
    score: Mapped[float]
    basis: Mapped[str]
    __table_args__ = (one_of("decision", MergeDecision), CheckConstraint("event_id < other_id", name="in_order"))


class MovementRow(Base):
    """One campaign in the world (phong trào, đợt thi đua), from its plan to its awards."""

    __tablename__ = "movements"
    id: Mapped[Id]
    name: Mapped[str]
    launcher: Mapped[str | None]
    start_date: Mapped[str | None]
    end_date: Mapped[str | None]
    province_id: Mapped[str | None] = link("provinces")
    n_reports: Mapped[int]
    __table_args__ = (*dates(), *not_negative("n_reports"))


class MovementReport(Base):
    """Which movement a campaign of an article is, and the stage of its life the article tells."""

    __tablename__ = "movement_reports"
    campaign_id: Mapped[str] = parent("campaigns", key=True)
    movement_id: Mapped[str] = parent("movements")
    stage: Mapped[str]
    __table_args__ = (one_of("stage", Stage),)


class AwardCount(Base):
    """What an award row adds to the sums.

    Of several reports of one award one is counted; the others name it in ``repeats_id`` and add only the kinds of
    recipients it leaves open. The numbers are ``None`` where not told or not counted; ``…_low`` and ``…_high`` bound
    them ("hơn 200": low 201, high not told). ``occasion_id`` is the occasion the award was given at, where one is told.
    """

    __tablename__ = "award_counts"
    award_id: Mapped[str] = parent("awards", key=True)
    occasion_id: Mapped[str | None] = mapped_column(index=True)
    counted: Mapped[bool]
    repeats_id: Mapped[str | None] = parent("awards")
    reason: Mapped[str]
    collectives: Mapped[int | None]
    collectives_low: Mapped[int | None]
    collectives_high: Mapped[int | None]
    individuals: Mapped[int | None]
    individuals_low: Mapped[int | None]
    individuals_high: Mapped[int | None]
    households: Mapped[int | None]
    households_low: Mapped[int | None]
    households_high: Mapped[int | None]
    joint: Mapped[int | None]
    joint_low: Mapped[int | None]
    joint_high: Mapped[int | None]
    __table_args__ = (
        one_of("reason", CountReason),
        CheckConstraint("counted = (repeats_id IS NULL)", name="counted_or_repeated"),
    )
