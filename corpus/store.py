"""Saves articles and skipped pages (lưu bài): one transaction an article, saving twice changes nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, delete, exists, insert, select

import corpus.corrections.tables  # noqa: F401 - declares tables whose rows go with articles
from corpus.columns import Base
from corpus.dialects import upsert
from corpus.identity import digest
from corpus.rows import Rows
from corpus.runs import RunSkip, SkippedPage
from corpus.search.index import index_rows
from corpus.tables import ArticleRow, ArticleUnit, OfficialRow
from schemas.pages import Skipped
from schemas.vocabulary import award_types, provinces

_TABLES: dict[str, Table] = dict(Base.metadata.tables)
_ORDER = [table.name for table in Base.metadata.sorted_tables]
_SHARED = ("units", "persons", "bodies")
#: Rows that may be there already.
_KEPT = (*_SHARED, "body_bands")


def _columns_to(name: str) -> list[Any]:
    """Return every column of any table that refers to a table and does not go with its rows."""
    keys = (key for table in _TABLES.values() for key in table.foreign_keys if key.ondelete is None)
    return [key.parent for key in keys if key.column.table is _TABLES[name]]


_REFERENCES = {name: _columns_to(name) for name in _SHARED}


def _shared_ids(connection: Connection, article_id: str) -> dict[str, set[str]]:
    """Return the ids of the units, persons and the body an article's rows refer to."""
    units = select(ArticleUnit.unit_id).where(ArticleUnit.article_id == article_id)
    persons = select(OfficialRow.person_id).where(OfficialRow.article_id == article_id)
    bodies = select(ArticleRow.body_id).where(ArticleRow.id == article_id)
    queries = {"units": units, "persons": persons, "bodies": bodies}
    return {name: set(connection.scalars(query)) for name, query in queries.items()}


def remove_article(connection: Connection, article_id: str) -> None:
    """Take out an article with all its rows, and the units, persons and bodies that nothing refers to any more."""
    shared = _shared_ids(connection, article_id)
    connection.execute(delete(ArticleRow).where(ArticleRow.id == article_id))
    for name, ids in shared.items():
        table = _TABLES[name]
        unused = [~exists().where(column == table.c.id) for column in _REFERENCES[name]]
        for row_id in sorted(ids):
            connection.execute(delete(table).where(table.c.id == row_id, *unused))


def save_rows(connection: Connection, rows: Rows) -> None:
    """Insert the rows of an article, parents first, and index its words.

    Units, persons and bodies that are there already stay.
    """
    for name in _ORDER:
        if not rows.get(name):
            continue
        table = _TABLES[name]
        statement = upsert(connection, table).on_conflict_do_nothing() if name in _KEPT else insert(table)
        connection.execute(statement, rows[name])
    index_rows(connection, rows)


def replace_article(connection: Connection, article_id: str, rows: Rows) -> None:
    """Save an article in place of what is there under its id; the caller holds the transaction."""
    remove_article(connection, article_id)
    save_rows(connection, rows)


def save_skipped(connection: Connection, skipped: Skipped, *, run_id: int, ordinal: int) -> None:
    """Save a skipped page once, whatever the number of runs that skip it, and that this run did."""
    skipped_id = digest("skipped", skipped.source, skipped.stage, skipped.reason)
    statement = upsert(connection, SkippedPage).on_conflict_do_nothing()
    connection.execute(statement, [{"id": skipped_id, **skipped.model_dump()}])
    link = {"run_id": run_id, "ordinal": ordinal, "skipped_id": skipped_id}
    connection.execute(insert(RunSkip), [link])


def _province_of_today(province: str) -> str | None:
    """Return the one province of today that the land of a province went to, ``None`` where it went to several."""
    successors = {row.id: row.successors for row in provinces()}
    found: set[str] = set()
    waiting = [province]
    while waiting:
        own = waiting.pop()
        waiting.extend(successors[own])
        found.update({own} if not successors[own] else ())
    return found.pop() if len(found) == 1 else None


def _vocabulary_rows() -> Rows:
    """Return the vocabularies the tables hold, as rows."""
    fields = {"id", "era", "name", "full_name", "city", "code", "valid_from", "valid_to", "region"}
    successions = {(row.id, other) for row in provinces() for other in row.successors}
    successions |= {(other, row.id) for row in provinces() for other in row.predecessors}
    kinds = {"id", "name", "form", "family", "level", "mass", "scale", "valid_from", "valid_to"}
    return {
        "provinces": [
            {**row.model_dump(mode="json", include=fields), "today_id": _province_of_today(row.id)}
            for row in provinces()
        ],
        "province_successions": [
            {"predecessor_id": before, "successor_id": after} for before, after in sorted(successions)
        ],
        "award_types": [row.model_dump(mode="json", include=kinds) for row in award_types()],
    }


def save_vocabulary(connection: Connection) -> None:
    """Bring the provinces and award types of the database up to the vocabularies of this version."""
    for name, rows in _vocabulary_rows().items():
        table = _TABLES[name]
        keys = [column.name for column in table.primary_key]
        statement = upsert(connection, table)
        changed = {column.name: statement.excluded[column.name] for column in table.c if column.name not in keys}
        if changed:
            statement = statement.on_conflict_do_update(index_elements=keys, set_=changed)
        else:
            statement = statement.on_conflict_do_nothing()
        connection.execute(statement, rows)
