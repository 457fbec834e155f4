"""The words that several questions share (từ dùng chung): places, times, and how they are told from rows."""

from __future__ import annotations

from functools import cache

from sqlalchemy import ColumnElement, case, distinct, func, select

from corpus.database import UsageError
from corpus.questions import Expression, Word
from corpus.tables import ArticleProvince, ProvinceRow
from schemas.folding import fold_key
from schemas.vocabulary import provinces

NO_PROVINCE, SEVERAL = "(none)", "(several)"

PLACE = (
    select(
        ArticleProvince.article_id,
        case((func.count(distinct(ProvinceRow.name)) == 1, func.min(ProvinceRow.name)), else_=SEVERAL).label("name"),
    )
    .join(ProvinceRow, ProvinceRow.id == ArticleProvince.province_id)
    .group_by(ArticleProvince.article_id)
    .subquery("place")
)


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


ARTICLE_PLACE = Word(PLACE.c.name, joins=("place",), read=read_province, missing=NO_PROVINCE)


def number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Return how many rows meet a condition."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
