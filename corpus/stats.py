"""The questions a corpus answers (thống kê): one function a question, one query an answer.

What counts where:

* An award or an official belongs to the event of its article when the article tells of just one. Its province is the
  event's, else the one province of the article, else ``(several)`` or ``(none)``: nothing is counted in two provinces.
* ``year`` and ``month`` are those of the event, else of the publication; ``award_year`` is the last year of the period
  the award is for, ``period`` that period as written.
* Only conferred awards count, unless ``status`` is grouped or filtered by, or ``status="all"`` is asked for.
* ``n_unknown`` counts entries that leave a number of recipients open, ``n_approximate`` those told as "hơn 200" or
  "gần 200": where either is not zero, sums are not exact. A sum is ``None`` when no entry tells a number.
* Reports of one occasion by several articles are counted once each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, get_args

from sqlalchemy import ColumnElement, Engine, String, and_, case, cast, distinct, func, or_, select
from sqlalchemy.orm import aliased

from corpus.database import UsageError
from corpus.questions import Answer, Expression, Join, Question, Word, ask, read_filter, read_groups
from corpus.tables import (
    ArticleProvince,
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
from schemas.folding import fold_key
from schemas.records import AwardForm, AwardStatus, EventType, Level, OfficialRole
from schemas.vocabulary import provinces
from schemas.vocabulary.entries import Scale

NO_PROVINCE, SEVERAL = "(none)", "(several)"
CONFERRED_ONLY = "only conferred awards; ask for the others with --status all or --by status"

_EventProvince = aliased(ProvinceRow)
_PLACE = (
    select(
        ArticleProvince.article_id,
        case((func.count(distinct(ProvinceRow.name)) == 1, func.min(ProvinceRow.name)), else_=SEVERAL).label("name"),
    )
    .join(ProvinceRow, ProvinceRow.id == ArticleProvince.province_id)
    .group_by(ArticleProvince.article_id)
    .subquery("place")
)


def _joined_names(table: Any, owner: Any, name: Any) -> Any:
    """Return a query of the names of each owner in their order, joined by ``"; "``."""
    ordered = select(owner.label("owner"), name.label("name")).order_by(owner, table.ordinal).subquery()
    names = func.aggregate_strings(ordered.c.name, "; ").label("names")
    return select(ordered.c.owner, names).group_by(ordered.c.owner).subquery()


_GRANTORS = _joined_names(AwardGrantor, AwardGrantor.award_id, AwardGrantor.name)
_PHASES = (
    select(PhaseRow.campaign_id, func.count().label("number")).group_by(PhaseRow.campaign_id).subquery("phase_numbers")
)
_EVENTS = select(EventRow.article_id, func.count().label("number")).group_by(EventRow.article_id).subquery("events_of")
_AWARDS = select(AwardRow.article_id, func.count().label("number")).group_by(AwardRow.article_id).subquery("awards_of")


@cache
def _province_names() -> dict[str, str]:
    """Return the official name of every province by each of its folded names."""
    names = {fold_key(alias): row.name for row in provinces() for alias in row.aliases}
    return names | {fold_key(name): row.name for row in provinces() for name in (row.name, row.full_name)}


def _read_province(text: str) -> str:
    if text == SEVERAL:
        return text
    name = _province_names().get(fold_key(text))
    if name is None:
        raise UsageError(f"no province is called {text!r}")
    return name


def _yes_no(condition: Expression) -> Word:
    told = case((condition.is_(True), "yes"), (condition.is_(False), "no"))
    return Word(told, values=("yes", "no"))


def _day(*dates: Expression) -> ColumnElement[str]:
    """Return the first of the dates that is told, without its hour."""
    return func.substr(func.coalesce(*dates) if len(dates) > 1 else dates[0], 1, 10)


def _time_words(day: ColumnElement[str]) -> dict[str, Word]:
    month = case((func.length(day) >= 7, func.substr(day, 1, 7)))
    return {"year": Word(func.substr(day, 1, 4)), "month": Word(month)}


def _article_words() -> dict[str, Word]:
    return {"host": Word(ArticleRow.host), "article": Word(ArticleRow.page_id)}


def _spread(article_id: Any, day: ColumnElement[str]) -> dict[str, Expression]:
    """Return the measures every answer ends with: how many articles it rests on, and from when to when."""
    return {"n_articles": func.count(distinct(article_id)), "first": func.min(day), "last": func.max(day)}


def _article_joins(article_id: Any) -> dict[str, Join]:
    return {
        "article": Join(ArticleRow, ArticleRow.id == article_id),
        "place": Join(_PLACE, _PLACE.c.article_id == article_id),
    }


def _event_joins(event_id: Any) -> dict[str, Join]:
    return {
        "event": Join(EventRow, EventRow.id == event_id),
        "event_province": Join(_EventProvince, _EventProvince.id == EventRow.province_id, after=("event",)),
    }


_EVENT_PLACE = Word(
    func.coalesce(_EventProvince.name, _PLACE.c.name),
    joins=("event_province", "place"),
    read=_read_province,
    missing=NO_PROVINCE,
)
_ARTICLE_PLACE = Word(_PLACE.c.name, joins=("place",), read=_read_province, missing=NO_PROVINCE)


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Return how many rows meet a condition."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _award_measures(day: ColumnElement[str]) -> dict[str, Expression]:
    parts = (AwardRow.collectives, AwardRow.individuals, AwardRow.households)
    open_counts = and_(AwardRow.joint.is_(None), or_(*(part.is_(None) for part in parts)))
    return {
        "collectives": func.sum(AwardRow.collectives),
        "individuals": func.sum(AwardRow.individuals),
        "households": func.sum(AwardRow.households),
        "joint": func.sum(AwardRow.joint),
        "n_entries": func.count(),
        "n_unknown": _number(or_(open_counts, AwardRow.quantity == "unknown")),
        "n_approximate": _number(AwardRow.quantity.in_(("at_least", "about"))),
        "n_events": func.count(distinct(AwardRow.event_id)),
        **_spread(AwardRow.article_id, day),
    }


def _award_question() -> Question:
    day = _day(EventRow.start_date, ArticleRow.published)
    kind = ("award_type",)
    mass = _yes_no(AwardTypeRow.mass)
    return Question(
        base=AwardRow,
        words={
            "province": _EVENT_PLACE,
            **_time_words(day),
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
    day = _day(EventRow.start_date, ArticleRow.published)
    types = Word(EventTypeRow.type, ("types",), get_args(EventType), owner=EventTypeRow.event_id)
    return Question(
        base=EventRow,
        words={"province": _EVENT_PLACE, **_time_words(day), "type": types, **_article_words()},
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
    day = _day(CampaignRow.start_date, ArticleRow.published)
    return Question(
        base=CampaignRow,
        words={
            "province": _ARTICLE_PLACE,
            **_time_words(day),
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
    day = _day(EventRow.start_date, ArticleRow.published)
    roles = Word(OfficialRoleRow.role, ("roles",), get_args(OfficialRole), owner=OfficialRoleRow.official_id)
    posts = Word(OfficialPosition.position, ("positions",), owner=OfficialPosition.official_id)
    return Question(
        base=OfficialRow,
        words={
            "province": _EVENT_PLACE,
            **_time_words(day),
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


def _coverage_question() -> Question:
    day = _day(ArticleRow.published)
    return Question(
        base=ArticleRow,
        words={
            "province": _ARTICLE_PLACE,
            **_time_words(day),
            "host": Word(ArticleRow.host),
            "relevant": _yes_no(ArticleRow.relevant),
            "pipeline_version": Word(ArticleRow.pipeline_version),
        },
        measures={
            "n_articles": func.count(),
            "n_relevant": _number(ArticleRow.relevant.is_(True)),
            "n_dated": func.count(ArticleRow.published),
            "n_events": func.coalesce(func.sum(_EVENTS.c.number), 0),
            "n_awards": func.coalesce(func.sum(_AWARDS.c.number), 0),
            "first": func.min(day),
            "last": func.max(day),
        },
        joins={
            "place": Join(_PLACE, _PLACE.c.article_id == ArticleRow.id),
            "events": Join(_EVENTS, _EVENTS.c.article_id == ArticleRow.id),
            "awards": Join(_AWARDS, _AWARDS.c.article_id == ArticleRow.id),
        },
        always=("events", "awards"),
        totals=("n_articles", "n_relevant", "n_dated", "n_events", "n_awards"),
    )


AWARDS, EVENTS, CAMPAIGNS = _award_question(), _event_question(), _campaign_question()
OFFICIALS, COVERAGE = _official_question(), _coverage_question()


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


def coverage(engine: Engine, *, by: Sequence[str] = (), where: Sequence[str] = ()) -> Answer:
    """Return how much of the ground is covered: articles, relevant and dated ones, events, awards (độ phủ)."""
    return ask(engine, COVERAGE, by=by, where=where)


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
    """Return the answer to the question of that name; only awards have a status.

    Raises:
        UsageError: a word, a condition or a value is not known, or a status is asked of anything but awards.
    """
    if what == "awards":
        return awards(engine, by=by, where=where, status=status)
    if status is not None:
        raise UsageError(f"{what} have no status; only awards have")
    return QUESTIONS[what][1](engine, by=by, where=where)
