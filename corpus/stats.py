"""The questions a corpus answers (thống kê): one function a question, one query an answer.

What counts where:

* An award or an official belongs to the event of its article when the article tells of just one. Its province is the
  event's, else the one province of the article, else ``(several)`` or ``(none)``: nothing is counted in two provinces.
* ``year`` and ``month`` are those of the event, else of the publication; ``award_year`` is the last year of the period
  the award is for, ``period`` that period as written.
* Only conferred awards count, unless ``status`` is grouped or filtered by, or ``status="all"`` is asked for.
* ``n_unknown`` counts entries that leave a number of recipients open, ``n_approximate`` those told as "hơn 200" or
  "gần 200": where either is not zero, sums are not exact. A sum is ``None`` when no entry tells a number.
* Reports of one occasion by several articles are counted once each; an article that repeats another (see
  :mod:`corpus.duplicates`) counts nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from sqlalchemy import ColumnElement, Engine, String, and_, cast, distinct, func, or_, select
from sqlalchemy.orm import aliased

from corpus.coverage import COVERAGE, coverage
from corpus.crawl_tables import Duplicate
from corpus.database import UsageError
from corpus.questions import Answer, Expression, Join, Question, Word, ask, read_filter, read_groups
from corpus.tables import (
    ArticleRow,
    AwardGrantor,
    AwardRow,
    AwardTypeRow,
    CampaignRow,
    EventRow,
    EventTypeRow,
    OfficialPosition,
    OfficialRoleRow,
    OfficialRow,
    PhaseRow,
    ProvinceRow,
)
from corpus.words import ARTICLE_PLACE, NO_PROVINCE, PLACE, day_of, number_of, read_province, time_words, yes_no
from schemas.records import AwardForm, AwardStatus, EventType, Level, OfficialRole
from schemas.vocabulary.entries import Scale

CONFERRED_ONLY = "only conferred awards; ask for the others with --status all or --by status"

_EventProvince = aliased(ProvinceRow)


def _joined_names(table: Any, owner: Any, name: Any) -> Any:
    """Return a query of the names of each owner in their order, joined by ``"; "``."""
    ordered = select(owner.label("owner"), name.label("name")).order_by(owner, table.ordinal).subquery()
    names = func.aggregate_strings(ordered.c.name, "; ").label("names")
    return select(ordered.c.owner, names).group_by(ordered.c.owner).subquery()


_GRANTORS = _joined_names(AwardGrantor, AwardGrantor.award_id, AwardGrantor.name)
_PHASES = (
    select(PhaseRow.campaign_id, func.count().label("number")).group_by(PhaseRow.campaign_id).subquery("phase_numbers")
)


def _article_words() -> dict[str, Word]:
    return {"host": Word(ArticleRow.host), "article": Word(ArticleRow.page_id)}


def _spread(article_id: Any, day: ColumnElement[str]) -> dict[str, Expression]:
    """Return the measures every answer ends with: how many articles it rests on, and from when to when."""
    return {"n_articles": func.count(distinct(article_id)), "first": func.min(day), "last": func.max(day)}


def _counted(article_id: Any) -> ColumnElement[bool]:
    """Return the condition that an article repeats no other."""
    condition: ColumnElement[bool] = article_id.not_in(select(Duplicate.article_id))
    return condition


def _article_joins(article_id: Any) -> dict[str, Join]:
    return {
        "article": Join(ArticleRow, ArticleRow.id == article_id),
        "place": Join(PLACE, PLACE.c.article_id == article_id),
    }


def _event_joins(event_id: Any) -> dict[str, Join]:
    return {
        "event": Join(EventRow, EventRow.id == event_id),
        "event_province": Join(_EventProvince, _EventProvince.id == EventRow.province_id, after=("event",)),
    }


_EVENT_PLACE = Word(
    func.coalesce(_EventProvince.name, PLACE.c.name),
    joins=("event_province", "place"),
    read=read_province,
    missing=NO_PROVINCE,
)


def _award_measures(day: ColumnElement[str]) -> dict[str, Expression]:
    parts = (AwardRow.collectives, AwardRow.individuals, AwardRow.households)
    open_counts = and_(AwardRow.joint.is_(None), or_(*(part.is_(None) for part in parts)))
    return {
        "collectives": func.sum(AwardRow.collectives),
        "individuals": func.sum(AwardRow.individuals),
        "households": func.sum(AwardRow.households),
        "joint": func.sum(AwardRow.joint),
        "n_entries": func.count(),
        "n_unknown": number_of(or_(open_counts, AwardRow.quantity == "unknown")),
        "n_approximate": number_of(AwardRow.quantity.in_(("at_least", "about"))),
        "n_events": func.count(distinct(AwardRow.event_id)),
        **_spread(AwardRow.article_id, day),
    }


def _award_question() -> Question:
    day = day_of(EventRow.start_date, ArticleRow.published)
    kind = ("award_type",)
    mass = yes_no(AwardTypeRow.mass)
    return Question(
        base=AwardRow,
        counted=_counted(AwardRow.article_id),
        words={
            "province": _EVENT_PLACE,
            **time_words(day),
            "award_year": Word(cast(AwardRow.last_year, String)),
            "period": Word(AwardRow.period),
            "form": Word(AwardRow.form, values=get_args(AwardForm)),
            "award_type": Word(AwardRow.award_type_id),
            "family": Word(AwardTypeRow.family, joins=kind),
            "scale": Word(AwardTypeRow.scale, joins=kind, values=get_args(Scale)),
            "mass": Word(mass.expression, joins=kind, values=mass.values),
            "grantor": Word(_GRANTORS.c.names, joins=("grantors",)),
            "grantor_level": Word(AwardRow.grantor_level, values=get_args(Level)),
            "status": Word(AwardRow.status, values=get_args(AwardStatus)),
            **_article_words(),
        },
        measures=_award_measures(day),
        joins={
            **_article_joins(AwardRow.article_id),
            **_event_joins(AwardRow.event_id),
            "award_type": Join(AwardTypeRow, AwardTypeRow.id == AwardRow.award_type_id),
            "grantors": Join(_GRANTORS, _GRANTORS.c.owner == AwardRow.id),
        },
        always=("article", "event"),
        totals=("collectives", "individuals", "households", "joint", "n_entries", "n_unknown", "n_approximate"),
    )


def _event_question() -> Question:
    day = day_of(EventRow.start_date, ArticleRow.published)
    types = Word(EventTypeRow.type, ("types",), get_args(EventType), owner=EventTypeRow.event_id)
    return Question(
        base=EventRow,
        counted=_counted(EventRow.article_id),
        words={"province": _EVENT_PLACE, **time_words(day), "type": types, **_article_words()},
        measures={
            "n_events": func.count(),
            "n_dated": func.count(EventRow.start_date),
            **_spread(EventRow.article_id, day),
        },
        joins={
            **_article_joins(EventRow.article_id),
            "event_province": Join(_EventProvince, _EventProvince.id == EventRow.province_id),
            "types": Join(EventTypeRow, EventTypeRow.event_id == EventRow.id),
        },
        always=("article",),
        totals=("n_events", "n_dated"),
    )


def _campaign_question() -> Question:
    day = day_of(CampaignRow.start_date, ArticleRow.published)
    return Question(
        base=CampaignRow,
        counted=_counted(CampaignRow.article_id),
        words={
            "province": ARTICLE_PLACE,
            **time_words(day),
            "name": Word(CampaignRow.name),
            "launcher": Word(CampaignRow.launcher),
            "start": Word(CampaignRow.start_date),
            "end": Word(CampaignRow.end_date),
            **_article_words(),
        },
        measures={
            "n_campaigns": func.count(),
            "n_dated": func.count(CampaignRow.start_date),
            "n_phases": func.coalesce(func.sum(_PHASES.c.number), 0),
            **_spread(CampaignRow.article_id, day),
        },
        joins={
            **_article_joins(CampaignRow.article_id),
            "phases": Join(_PHASES, _PHASES.c.campaign_id == CampaignRow.id),
        },
        always=("article", "phases"),
        totals=("n_campaigns", "n_dated", "n_phases"),
    )


def _official_question() -> Question:
    day = day_of(EventRow.start_date, ArticleRow.published)
    roles = Word(OfficialRoleRow.role, ("roles",), get_args(OfficialRole), owner=OfficialRoleRow.official_id)
    posts = Word(OfficialPosition.position, ("positions",), owner=OfficialPosition.official_id)
    return Question(
        base=OfficialRow,
        counted=_counted(OfficialRow.article_id),
        words={
            "province": _EVENT_PLACE,
            **time_words(day),
            "role": roles,
            "position": posts,
            "name": Word(OfficialRow.name),
            **_article_words(),
        },
        measures={
            "n_officials": func.count(),
            "n_persons": func.count(distinct(OfficialRow.person_id)),
            "n_events": func.count(distinct(OfficialRow.event_id)),
            **_spread(OfficialRow.article_id, day),
        },
        joins={
            **_article_joins(OfficialRow.article_id),
            **_event_joins(OfficialRow.event_id),
            "roles": Join(OfficialRoleRow, OfficialRoleRow.official_id == OfficialRow.id),
            "positions": Join(OfficialPosition, OfficialPosition.official_id == OfficialRow.id),
        },
        always=("article", "event"),
        totals=("n_officials",),
    )


AWARDS, EVENTS, CAMPAIGNS = _award_question(), _event_question(), _campaign_question()
OFFICIALS = _official_question()


def awards(engine: Engine, *, by: Sequence[str] = (), where: Sequence[str] = (), status: str | None = None) -> Answer:
    """Return award counts (số tập thể, cá nhân được khen thưởng).

    Args:
        engine: An open database.
        by: Words to group by, see ``AWARDS.words``.
        where: Conditions such as ``year>=2020``.
        status: One status, or ``all``; the conferred only when neither this nor a condition asks for others.
    """
    conditions = list(where)
    words = AWARDS.words
    asked = {read_filter(text, words).word for text in where} | set(read_groups(by, words))
    if status not in (None, "all"):
        conditions.append(f"status={status}")
    if status is not None or "status" in asked:
        return ask(engine, AWARDS, by=by, where=conditions)
    return ask(engine, AWARDS, by=by, where=[*conditions, "status=conferred"], notes=[CONFERRED_ONLY])


def events(engine: Engine, *, by: Sequence[str] = (), where: Sequence[str] = ()) -> Answer:
    """Return the number of events (số sự kiện), dated and in all."""
    return ask(engine, EVENTS, by=by, where=where)


def campaigns(engine: Engine, *, by: Sequence[str] = (), where: Sequence[str] = ()) -> Answer:
    """Return the number of campaigns and phases (số phong trào, đợt thi đua)."""
    return ask(engine, CAMPAIGNS, by=by, where=where)


def officials(engine: Engine, *, by: Sequence[str] = (), where: Sequence[str] = ()) -> Answer:
    """Return the number of mentions of officials in office and of persons (số lượt cán bộ)."""
    return ask(engine, OFFICIALS, by=by, where=where)


QUESTIONS: Mapping[str, tuple[Question, Callable[..., Answer]]] = {
    "awards": (AWARDS, awards),
    "events": (EVENTS, events),
    "campaigns": (CAMPAIGNS, campaigns),
    "officials": (OFFICIALS, officials),
    "coverage": (COVERAGE, coverage),
}


def answer(
    engine: Engine, what: str, *, by: Sequence[str] = (), where: Sequence[str] = (), status: str | None = None
) -> Answer:
    """Return the answer to the question of that name; only awards have a status, and coverage is by portal and month.

    Raises:
        UsageError: a word, a condition or a value is not known, or a status is asked of anything but awards.
    """
    if what == "awards":
        return awards(engine, by=by, where=where, status=status)
    if status is not None:
        raise UsageError(f"{what} have no status; only awards have")
    if what == "coverage" and not by:
        by = ("portal", "month")
    return QUESTIONS[what][1](engine, by=by, where=where)
