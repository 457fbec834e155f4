"""What may be asked of awards (hỏi về khen thưởng): each counted once, at the occasion it was given at."""

from __future__ import annotations

from typing import Any, get_args

from sqlalchemy import ColumnElement, and_, case, cast, distinct, func, literal, or_, select, union_all

from corpus.derived_tables import KINDS, AwardCount, OccasionRow
from corpus.dialects import Text
from corpus.entity_tables import GrantorLink, UnitEntity
from corpus.questions import Expression, Join, Question, Word
from corpus.tables import ArticleRow, AwardGrantor, AwardRow, AwardTypeRow
from corpus.words import (
    OCCASION_PLACE,
    PLACE,
    article_joins,
    article_words,
    day_of,
    number_of,
    place_words,
    spread,
    time_words,
    yes_no,
)
from schemas.records import AwardForm, AwardStatus, Level
from schemas.vocabulary.entries import Scale


def _grantor_names() -> Any:
    """Return the query of the grantors of each award in their order, joined by ``"; "``: units by their one name."""
    name = func.coalesce(UnitEntity.name, AwardGrantor.name).label("name")
    same = and_(GrantorLink.award_id == AwardGrantor.award_id, GrantorLink.ordinal == AwardGrantor.ordinal)
    ordered = (
        select(AwardGrantor.award_id.label("owner"), name)
        .outerjoin(GrantorLink, same)
        .outerjoin(UnitEntity, UnitEntity.id == GrantorLink.entity_id)
        .order_by(AwardGrantor.award_id, AwardGrantor.ordinal)
        .subquery()
    )
    names = func.aggregate_strings(ordered.c.name, "; ").label("names")
    return select(ordered.c.owner, names).group_by(ordered.c.owner).subquery()


_GRANTORS = _grantor_names()
_COUNTED: ColumnElement[bool] = AwardCount.counted.is_(True)


def _kinds() -> Any:
    """Return the query of what each award row adds, one row a kind of recipients: told ones, and those left open."""
    columns = AwardCount.__table__.c
    left_open = and_(_COUNTED, columns.joint.is_(None))
    parts = (
        select(
            AwardCount.award_id,
            literal(kind).label("kind"),
            columns[kind].label("number"),
            columns[f"{kind}_low"].label("low"),
            columns[f"{kind}_high"].label("high"),
        ).where(
            columns[kind] > 0 if kind == "joint" else or_(columns[kind] > 0, and_(columns[kind].is_(None), left_open))
        )
        for kind in KINDS
    )
    return union_all(*parts).subquery("recipients")


_KINDS = _kinds()


def _bounds(number: Any, low: Any, high: Any) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return the least and the greatest sum that the words allow; the greatest is null where one sets no bound."""
    open_above = number_of(and_(number.is_not(None), high.is_(None)))
    return func.sum(func.coalesce(low, case((number.is_not(None), 0)))), case((open_above == 0, func.sum(high)))


def _award_measures(day: ColumnElement[str]) -> dict[str, Expression]:
    parts = (AwardRow.collectives, AwardRow.individuals, AwardRow.households)
    open_counts = and_(AwardRow.joint.is_(None), or_(*(part.is_(None) for part in parts)))
    return {
        **{kind: func.sum(AwardCount.__table__.c[kind]) for kind in KINDS},
        "n_entries": number_of(_COUNTED),
        "n_unknown": number_of(and_(_COUNTED, or_(open_counts, AwardRow.quantity == "unknown"))),
        "n_approximate": number_of(and_(_COUNTED, AwardRow.quantity.in_(("at_least", "about")))),
        "n_events": func.count(distinct(AwardCount.occasion_id)),
        **spread(AwardRow.article_id, day),
    }


def recipient_measures() -> dict[str, Expression]:
    """Return the measures of awards grouped by the kind of their recipients: one number, with its bounds."""
    low, high = _bounds(_KINDS.c.number, _KINDS.c.low, _KINDS.c.high)
    day = day_of(OccasionRow.start_date, ArticleRow.published)
    return {
        "recipients": func.sum(_KINDS.c.number),
        "recipients_low": low,
        "recipients_high": high,
        "n_entries": func.count(distinct(AwardRow.id)),
        "n_unknown": number_of(_KINDS.c.number.is_(None)),
        "n_events": func.count(distinct(AwardCount.occasion_id)),
        **spread(AwardRow.article_id, day),
    }


def bound_measures() -> dict[str, Expression]:
    """Return the measures that bound the sums of awards: the least and the greatest number the words allow."""
    columns = AwardCount.__table__.c
    found: dict[str, Expression] = {}
    for kind in KINDS:
        low, high = _bounds(columns[kind], columns[f"{kind}_low"], columns[f"{kind}_high"])
        found |= {f"{kind}_low": low, f"{kind}_high": high}
    return found


def award_question() -> Question:
    """Return what may be asked of awards."""
    day = day_of(OccasionRow.start_date, ArticleRow.published)
    kind = ("award_type",)
    mass = yes_no(AwardTypeRow.mass)
    return Question(
        base=AwardRow,
        counted=AwardCount.award_id.is_not(None),
        words={
            **place_words(OCCASION_PLACE, PLACE, joins=("occasion_place", "place")),
            **time_words(day),
            "award_year": Word(cast(AwardRow.last_year, Text)),
            "period": Word(AwardRow.period),
            "form": Word(AwardRow.form, values=get_args(AwardForm)),
            "award_type": Word(AwardRow.award_type_id),
            "family": Word(AwardTypeRow.family, joins=kind),
            "scale": Word(AwardTypeRow.scale, joins=kind, values=get_args(Scale)),
            "mass": Word(mass.expression, joins=kind, values=mass.values),
            "grantor": Word(_GRANTORS.c.names, joins=("grantors",)),
            "grantor_level": Word(AwardRow.grantor_level, values=get_args(Level)),
            "status": Word(AwardRow.status, values=get_args(AwardStatus)),
            "recipient": Word(_KINDS.c.kind, joins=("recipients",), values=KINDS, owner=_KINDS.c.award_id),
            **article_words(),
        },
        measures=_award_measures(day),
        joins={
            "count": Join(AwardCount, AwardCount.award_id == AwardRow.id),
            "occasion": Join(OccasionRow, OccasionRow.id == AwardCount.occasion_id, after=("count",)),
            "occasion_place": Join(OCCASION_PLACE, OCCASION_PLACE.c.owner == AwardCount.occasion_id, after=("count",)),
            **article_joins(AwardRow.article_id),
            "award_type": Join(AwardTypeRow, AwardTypeRow.id == AwardRow.award_type_id),
            "grantors": Join(_GRANTORS, _GRANTORS.c.owner == AwardRow.id),
            "recipients": Join(_KINDS, _KINDS.c.award_id == AwardRow.id),
        },
        always=("article", "count", "occasion"),
        totals=(*KINDS, "n_entries", "n_unknown", "n_approximate"),
    )
