"""The units and persons of a corpus, and the pairs of them that are uncertain, as tables for a reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import Engine, select
from sqlalchemy.orm import aliased

from corpus.database import reading
from corpus.entity_tables import EntityReview, PersonEntity, PersonPost, UnitAlias, UnitEntity
from corpus.gathering import gathered
from corpus.questions import Answer, answer_of
from corpus.tables import ProvinceRow
from schemas.folding import fold_key

Kind = Literal["unit", "person"]


def list_units(engine: Engine, *, name: str = "", province: str | None = None) -> Answer:
    """Return the units with all their names, the most told first.

    Args:
        engine: An open database.
        name: What one of the names must hold, in any case.
        province: Name of the province of the units, in any era.
    """
    over = aliased(UnitEntity)
    statement = (
        select(UnitEntity, ProvinceRow.name.label("province"), over.name.label("parent"))
        .outerjoin(ProvinceRow, ProvinceRow.id == UnitEntity.province_id)
        .outerjoin(over, over.id == UnitEntity.parent_id)
        .order_by(UnitEntity.n_articles.desc(), UnitEntity.name, UnitEntity.id)
    )
    with reading(engine) as connection:
        names = gathered(connection.execute(select(UnitAlias.entity_id, UnitAlias.name).order_by(UnitAlias.name)))
        rows = connection.execute(statement.where(_in(province))).mappings().all()
    found = tuple(
        (row["id"], row["name"], row["type"], row["level"], row["province"], row["parent"], row["n_articles"], called)
        for row in rows
        for called in [" | ".join(names[row["id"]])]
        if fold_key(name) in fold_key(f"{row['name']} | {called}")
    )
    return Answer(("id", "name", "type", "level", "province", "parent", "n_articles", "names"), found)


def list_persons(engine: Engine, *, name: str = "", province: str | None = None) -> Answer:
    """Return the persons with the posts they were seen in and the days of them; arguments as for :func:`list_units`."""
    columns = (PersonPost.entity_id, PersonPost.position, PersonPost.first_seen, PersonPost.last_seen)
    statement = (
        select(PersonEntity, ProvinceRow.name.label("province"))
        .outerjoin(ProvinceRow, ProvinceRow.id == PersonEntity.province_id)
        .order_by(PersonEntity.n_articles.desc(), PersonEntity.name, PersonEntity.id)
    )
    told = select(*columns).order_by(PersonPost.entity_id, PersonPost.ordinal)
    with reading(engine) as connection:
        posts = gathered((own, _with_days(post, first, last)) for own, post, first, last in connection.execute(told))
        rows = connection.execute(statement.where(_in(province))).mappings().all()
    found = tuple(
        (row["id"], row["name"], row["province"], row["n_articles"], "; ".join(posts[row["id"]]))
        for row in rows
        if fold_key(name) in fold_key(row["name"])
    )
    return Answer(("id", "name", "province", "n_articles", "posts"), found)


def list_reviews(engine: Engine, kind: Kind) -> Answer:
    """Return the pairs of units or of persons that stay apart and may be one, the likeliest first."""
    table: Any = UnitEntity if kind == "unit" else PersonEntity
    one, other = aliased(table), aliased(table)
    statement = (
        select(
            EntityReview.score,
            EntityReview.reason,
            one.name.label("name"),
            other.name.label("other_name"),
            EntityReview.one_id,
            EntityReview.other_id,
        )
        .join(one, one.id == EntityReview.one_id)
        .join(other, other.id == EntityReview.other_id)
        .where(EntityReview.kind == kind)
        .order_by(EntityReview.score.desc(), one.name, EntityReview.one_id, EntityReview.other_id)
    )
    return answer_of(engine, statement)


def _in(province: str | None) -> Any:
    return True if province is None else ProvinceRow.name == province


def _with_days(position: str, first: str | None, last: str | None) -> str:
    """Return a post with the days it was seen.

    >>> _with_days("Giám đốc", "2019-01-03", "2021-01-04"), _with_days("Giám đốc", None, None)
    ('Giám đốc (2019-01-03 – 2021-01-04)', 'Giám đốc')
    """
    days: Sequence[str] = list(dict.fromkeys(day for day in (first, last) if day))
    return f"{position} ({' – '.join(days)})" if days else position
