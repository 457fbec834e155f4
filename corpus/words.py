"""The words that several questions share (từ dùng chung): places, times, and how they are told from rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Subquery, case, distinct, func, select
from sqlalchemy.orm import aliased

from corpus.database import UsageError
from corpus.derived_tables import MovementRow, OccasionRow
from corpus.questions import Expression, Join, Word
from corpus.tables import ArticleProvince, ArticleRow, ProvinceRow
from schemas.folding import compose, fold_key
from schemas.vocabulary import provinces

NO_PROVINCE, SEVERAL = "(none)", "(several)"
_TODAY = aliased(ProvinceRow)


def _one(value: Any, name: str) -> ColumnElement[Any]:
    """Return the value that all rows of a group have, or that there are several."""
    known = func.count(distinct(value)) <= 1
    return case((known, func.min(value)), else_=SEVERAL).label(name)


def _today(value: Any) -> ColumnElement[Any]:
    """Return a value of the province of today, or that the land went to several."""
    return case((ProvinceRow.today_id.is_(None), SEVERAL), else_=value)


#: The one province of each article, by its names and regions of the time and of today.
PLACE = (
    select(
        ArticleProvince.article_id,
        _one(ProvinceRow.name, "name"),
        _one(ProvinceRow.region, "region"),
        _one(_today(_TODAY.name), "name_today"),
        _one(_today(_TODAY.region), "region_today"),
    )
    .join(ProvinceRow, ProvinceRow.id == ArticleProvince.province_id)
    .outerjoin(_TODAY, _TODAY.id == ProvinceRow.today_id)
    .group_by(ArticleProvince.article_id)
    .subquery("place")
)


def _place_of(table: Any, name: str) -> Subquery:
    """Return the query of the province of each row of a table, by its names and regions of the time and of today."""
    return (
        select(
            table.id.label("owner"),
            ProvinceRow.name.label("name"),
            ProvinceRow.region.label("region"),
            _today(_TODAY.name).label("name_today"),
            _today(_TODAY.region).label("region_today"),
        )
        .join(ProvinceRow, ProvinceRow.id == table.province_id)
        .outerjoin(_TODAY, _TODAY.id == ProvinceRow.today_id)
        .subquery(name)
    )


OCCASION_PLACE = _place_of(OccasionRow, "occasion_place")
MOVEMENT_PLACE = _place_of(MovementRow, "movement_place")


@cache
def _province_names() -> dict[str, str]:
    """Return the official name of every province by each of its folded names."""
    names = {fold_key(alias): row.name for row in provinces() for alias in row.aliases}
    return names | {fold_key(name): row.name for row in provinces() for name in (row.name, row.full_name)}


def read_province(text: str) -> str:
    """Return the official name of a province by any of its names.

    Raises:
        UsageError: no province is called so.
    """
    if text == SEVERAL:
        return text
    name = _province_names().get(fold_key(text))
    if name is None:
        raise UsageError(f"no province is called {text!r}")
    return name


def yes_no(condition: Expression) -> Word:
    """Return the word of a condition: ``yes``, ``no``, or not told."""
    told = case((condition.is_(True), "yes"), (condition.is_(False), "no"))
    return Word(told, values=("yes", "no"))


def day_of(*dates: Expression) -> ColumnElement[str]:
    """Return the first of the dates that is told, without its hour."""
    return func.substr(func.coalesce(*dates) if len(dates) > 1 else dates[0], 1, 10)


def time_words(day: ColumnElement[str]) -> dict[str, Word]:
    """Return the words ``year`` and ``month`` of a date; a year alone is in no month."""
    month = case((func.length(day) >= 7, func.substr(day, 1, 7)))
    return {"year": Word(func.substr(day, 1, 4)), "month": Word(month)}


def number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Return how many rows meet a condition."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def place_words(*places: Any, joins: tuple[str, ...]) -> dict[str, Word]:
    """Return the words of the first place that is told, in the boundaries of the time and of today.

    Args:
        places: Queries such as ``PLACE``.
        joins: Names of the joins they stand on.
    """

    def word(name: str, read: Callable[[str], str] = compose) -> Word:
        told = [place.c[name] for place in places]
        value = func.coalesce(*told) if len(told) > 1 else told[0]
        return Word(value, joins=joins, read=read, missing=NO_PROVINCE)

    return {
        "province": word("name", read_province),
        "province_today": word("name_today", read_province),
        "region": word("region"),
        "region_today": word("region_today"),
    }


def article_joins(article_id: Any) -> dict[str, Join]:
    """Return the joins of an article and of its place."""
    return {
        "article": Join(ArticleRow, ArticleRow.id == article_id),
        "place": Join(PLACE, PLACE.c.article_id == article_id),
    }


def article_words() -> dict[str, Word]:
    """Return the words of where an article was read."""
    return {"portal": Word(ArticleRow.portal), "host": Word(ArticleRow.host), "article": Word(ArticleRow.page_id)}


def spread(article_id: Any, day: ColumnElement[str]) -> dict[str, Expression]:
    """Return the measures every answer ends with: how many articles it rests on, and from when to when."""
    return {"n_articles": func.count(distinct(article_id)), "first": func.min(day), "last": func.max(day)}
