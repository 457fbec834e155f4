"""What may be asked of events, campaigns and officials (hỏi về sự kiện, phong trào, cán bộ): each told once."""

from __future__ import annotations

from typing import Any, get_args

from sqlalchemy import case, cast, distinct, func, select

from corpus.crawl_tables import Duplicate
from corpus.derived_tables import (
    MovementReport,
    MovementRow,
    OccasionReport,
    OccasionRow,
    OccasionType,
    Stage,
)
from corpus.dialects import Text
from corpus.entity_tables import PersonLink
from corpus.questions import Join, Question, Word
from corpus.tables import ArticleRow, CampaignRow, EventRow, OfficialPosition, OfficialRoleRow, OfficialRow, PhaseRow
from corpus.words import (
    MOVEMENT_PLACE,
    OCCASION_PLACE,
    PLACE,
    article_joins,
    article_words,
    day_of,
    place_words,
    spread,
    time_words,
)
from schemas.records import EventType, OfficialRole


def _reports(owner: Any, article_id: Any, *joined: Any) -> Any:
    """Return the query of the articles, copies aside, that report each occasion or movement."""
    statement = select(
        owner.label("owner"),
        ArticleRow.id.label("article_id"),
        ArticleRow.portal,
        ArticleRow.host,
        ArticleRow.page_id,
        ArticleRow.published,
    )
    for target, on in joined:
        statement = statement.join(target, on)
    first = article_id.not_in(select(Duplicate.article_id))
    return statement.join(ArticleRow, ArticleRow.id == article_id).where(first).distinct()


_EVENT_REPORTS = (
    _reports(OccasionReport.occasion_id, EventRow.article_id, (EventRow, EventRow.id == OccasionReport.event_id))
).subquery("event_reports")
_CAMPAIGN_REPORTS = (
    _reports(
        MovementReport.movement_id, CampaignRow.article_id, (CampaignRow, CampaignRow.id == MovementReport.campaign_id)
    )
).subquery("campaign_reports")


def _told(reports: Any) -> Any:
    """Return the first publication among the reports of each occasion or movement, and their number."""
    return (
        select(
            reports.c.owner,
            func.min(reports.c.published).label("published"),
            func.count(distinct(reports.c.article_id)).label("n_articles"),
        )
        .group_by(reports.c.owner)
        .subquery(f"{reports.name}_told")
    )


_EVENTS_TOLD, _CAMPAIGNS_TOLD = _told(_EVENT_REPORTS), _told(_CAMPAIGN_REPORTS)


def _report_words(reports: Any) -> dict[str, Word]:
    """Return the words of the articles that report something; what several articles report has several values."""
    owner = reports.c.owner
    return {
        "portal": Word(reports.c.portal, joins=("reports",), owner=owner),
        "host": Word(reports.c.host, joins=("reports",), owner=owner),
        "article": Word(reports.c.page_id, joins=("reports",), owner=owner),
    }


def event_question() -> Question:
    """Return what may be asked of events: occasions, however many articles report them."""
    day = day_of(OccasionRow.start_date, _EVENTS_TOLD.c.published)
    types = Word(OccasionType.type, ("types",), get_args(EventType), owner=OccasionType.occasion_id)
    return Question(
        base=OccasionRow,
        words={
            **place_words(OCCASION_PLACE, joins=("occasion_place",)),
            **time_words(day),
            "type": types,
            "reports": Word(cast(OccasionRow.n_reports, Text)),
            **_report_words(_EVENT_REPORTS),
        },
        measures={
            "n_events": func.count(distinct(OccasionRow.id)),
            "n_dated": func.count(distinct(case((OccasionRow.start_date.is_not(None), OccasionRow.id)))),
            "n_articles": func.sum(_EVENTS_TOLD.c.n_articles),
            "first": func.min(day),
            "last": func.max(day),
        },
        joins={
            "occasion_place": Join(OCCASION_PLACE, OCCASION_PLACE.c.owner == OccasionRow.id),
            "types": Join(OccasionType, OccasionType.occasion_id == OccasionRow.id),
            "told": Join(_EVENTS_TOLD, _EVENTS_TOLD.c.owner == OccasionRow.id),
            "reports": Join(_EVENT_REPORTS, _EVENT_REPORTS.c.owner == OccasionRow.id),
        },
        always=("told",),
        totals=("n_events", "n_dated", "n_articles"),
    )


#: The most phases that one report of a movement tells.
_PHASES_OF = (
    select(PhaseRow.campaign_id, func.count().label("number")).group_by(PhaseRow.campaign_id).subquery("phases_of")
)
_PHASES = (
    select(MovementReport.movement_id, func.max(_PHASES_OF.c.number).label("number"))
    .join(_PHASES_OF, _PHASES_OF.c.campaign_id == MovementReport.campaign_id)
    .group_by(MovementReport.movement_id)
    .subquery("phase_numbers")
)


def _phases_told() -> Any:
    """Return the query of the phases of each movement, as the report that tells most of them tells them."""
    fullest = (
        func.rank()
        .over(
            partition_by=MovementReport.movement_id,
            order_by=(_PHASES_OF.c.number.desc(), MovementReport.campaign_id),
        )
        .label("place")
    )
    told = (
        select(
            MovementReport.movement_id.label("owner"),
            PhaseRow.label,
            PhaseRow.start_date,
            PhaseRow.end_date,
            fullest,
        )
        .join(PhaseRow, PhaseRow.campaign_id == MovementReport.campaign_id)
        .join(_PHASES_OF, _PHASES_OF.c.campaign_id == MovementReport.campaign_id)
        .subquery("phases_by_report")
    )
    return select(told).where(told.c.place == 1).subquery("phases_told")


_PHASES_TOLD = _phases_told()


def _phase_word(value: Any) -> Word:
    return Word(value, joins=("phases_told",), owner=_PHASES_TOLD.c.owner)


def campaign_question() -> Question:
    """Return what may be asked of campaigns: movements, however many articles report them."""
    day = day_of(MovementRow.start_date, _CAMPAIGNS_TOLD.c.published)
    return Question(
        base=MovementRow,
        words={
            **place_words(MOVEMENT_PLACE, joins=("movement_place",)),
            **time_words(day),
            "name": Word(MovementRow.name),
            "launcher": Word(MovementRow.launcher),
            "start": Word(MovementRow.start_date),
            "end": Word(MovementRow.end_date),
            "stage": Word(MovementReport.stage, ("stages",), get_args(Stage), owner=MovementReport.movement_id),
            "phase": _phase_word(_PHASES_TOLD.c.label),
            "phase_start": _phase_word(_PHASES_TOLD.c.start_date),
            "phase_end": _phase_word(_PHASES_TOLD.c.end_date),
            "reports": Word(cast(MovementRow.n_reports, Text)),
            **_report_words(_CAMPAIGN_REPORTS),
        },
        measures={
            "n_campaigns": func.count(distinct(MovementRow.id)),
            "n_dated": func.count(distinct(case((MovementRow.start_date.is_not(None), MovementRow.id)))),
            "n_phases": func.coalesce(func.sum(_PHASES.c.number), 0),
            "n_articles": func.sum(_CAMPAIGNS_TOLD.c.n_articles),
            "first": func.min(day),
            "last": func.max(day),
        },
        joins={
            "movement_place": Join(MOVEMENT_PLACE, MOVEMENT_PLACE.c.owner == MovementRow.id),
            "phases": Join(_PHASES, _PHASES.c.movement_id == MovementRow.id),
            "phases_told": Join(_PHASES_TOLD, _PHASES_TOLD.c.owner == MovementRow.id),
            "told": Join(_CAMPAIGNS_TOLD, _CAMPAIGNS_TOLD.c.owner == MovementRow.id),
            "stages": Join(MovementReport, MovementReport.movement_id == MovementRow.id),
            "reports": Join(_CAMPAIGN_REPORTS, _CAMPAIGN_REPORTS.c.owner == MovementRow.id),
        },
        always=("told", "phases"),
        totals=("n_campaigns", "n_dated", "n_phases", "n_articles"),
    )


def official_question() -> Question:
    """Return what may be asked of officials: mentions in office, in articles that repeat no other."""
    day = day_of(OccasionRow.start_date, ArticleRow.published)
    roles = Word(OfficialRoleRow.role, ("roles",), get_args(OfficialRole), owner=OfficialRoleRow.official_id)
    posts = Word(OfficialPosition.position, ("positions",), owner=OfficialPosition.official_id)
    return Question(
        base=OfficialRow,
        counted=OfficialRow.article_id.not_in(select(Duplicate.article_id)),
        words={
            **place_words(OCCASION_PLACE, PLACE, joins=("occasion_place", "place")),
            **time_words(day),
            "role": roles,
            "position": posts,
            "name": Word(OfficialRow.name),
            **article_words(),
        },
        measures={
            "n_officials": func.count(distinct(OfficialRow.id)),
            "n_persons": func.count(distinct(func.coalesce(PersonLink.entity_id, OfficialRow.person_id))),
            "n_events": func.count(distinct(OccasionReport.occasion_id)),
            **spread(OfficialRow.article_id, day),
        },
        joins={
            **article_joins(OfficialRow.article_id),
            "report": Join(OccasionReport, OccasionReport.event_id == OfficialRow.event_id),
            "occasion": Join(OccasionRow, OccasionRow.id == OccasionReport.occasion_id, after=("report",)),
            "occasion_place": Join(
                OCCASION_PLACE, OCCASION_PLACE.c.owner == OccasionReport.occasion_id, after=("report",)
            ),
            "person": Join(PersonLink, PersonLink.official_id == OfficialRow.id),
            "roles": Join(OfficialRoleRow, OfficialRoleRow.official_id == OfficialRow.id),
            "positions": Join(OfficialPosition, OfficialPosition.official_id == OfficialRow.id),
        },
        always=("article", "occasion", "person"),
        totals=("n_officials",),
    )
