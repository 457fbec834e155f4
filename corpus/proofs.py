"""What an answer rests on (dẫn chứng): the sentences behind a number, with the article and why each counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, Select, select

from corpus.database import UsageError
from corpus.derived_tables import AwardCount, MovementReport, OccasionReport
from corpus.questions import Answer, answer_of, ids_of
from corpus.stats import QUESTIONS, TABLES, award_conditions
from corpus.tables import ArticleRow, AwardRow, CampaignRow, EventRow, EvidenceRow, OfficialRow

#: A query of rows of any columns.
Query = Select[*tuple[Any, ...]]

_ARTICLE = (
    ArticleRow.page_id.label("article"),
    ArticleRow.url,
    ArticleRow.published,
    EvidenceRow.start_offset.label("start"),
    EvidenceRow.end_offset.label("end"),
    EvidenceRow.quote,
)


def _of_awards(ids: Query) -> Query:
    counted = (AwardCount.reason, *(AwardCount.__table__.c[kind] for kind in ("collectives", "individuals")))
    rest = (AwardCount.households, AwardCount.joint)
    return (
        select(AwardRow.id, AwardRow.form, *counted, *rest, *_ARTICLE)
        .join(AwardCount, AwardCount.award_id == AwardRow.id)
        .join(EvidenceRow, EvidenceRow.award_id == AwardRow.id)
        .join(ArticleRow, ArticleRow.id == AwardRow.article_id)
        .where(AwardRow.id.in_(ids))
    )


def _of_events(ids: Query) -> Query:
    return (
        select(OccasionReport.occasion_id.label("id"), EventRow.start_date, *_ARTICLE)
        .join(EventRow, EventRow.id == OccasionReport.event_id)
        .join(EvidenceRow, EvidenceRow.event_id == EventRow.id)
        .join(ArticleRow, ArticleRow.id == EventRow.article_id)
        .where(OccasionReport.occasion_id.in_(ids))
    )


def _of_campaigns(ids: Query) -> Query:
    return (
        select(MovementReport.movement_id.label("id"), CampaignRow.name, MovementReport.stage, *_ARTICLE)
        .join(CampaignRow, CampaignRow.id == MovementReport.campaign_id)
        .join(EvidenceRow, EvidenceRow.campaign_id == CampaignRow.id)
        .join(ArticleRow, ArticleRow.id == CampaignRow.article_id)
        .where(MovementReport.movement_id.in_(ids))
    )


def _of_officials(ids: Query) -> Query:
    return (
        select(OfficialRow.id, OfficialRow.name, *_ARTICLE)
        .join(EvidenceRow, EvidenceRow.official_id == OfficialRow.id)
        .join(ArticleRow, ArticleRow.id == OfficialRow.article_id)
        .where(OfficialRow.id.in_(ids))
    )


_PROOFS: Mapping[str, Callable[[Query], Query]] = {
    "awards": _of_awards,
    "events": _of_events,
    "campaigns": _of_campaigns,
    "officials": _of_officials,
}


def proofs(engine: Engine, what: str, *, where: Sequence[str] = (), status: str | None = None) -> Answer:
    """Return the sentences behind an answer, one a row, in the order of the rows they prove.

    Args:
        engine: An open database.
        what: ``awards``, ``events``, ``campaigns`` or ``officials``, or a standard table of these.
        where: The conditions of the answer, and those of the cell: ``province=Hải Phòng``.
        status: As for :func:`corpus.stats.awards`.

    Raises:
        UsageError: coverage is no statement of articles; or a word, a condition or a value is not known.
    """
    what = TABLES[what].what if what in TABLES else what
    if what not in _PROOFS:
        raise UsageError(f"{what} rests on no sentences; evidence is for {', '.join(_PROOFS)}")
    if what == "awards":
        where, _ = award_conditions((), where, status)
    statement = _PROOFS[what](ids_of(QUESTIONS[what][0], where))
    return answer_of(engine, statement.order_by("id", EvidenceRow.start_offset))
