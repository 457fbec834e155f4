"""What SQLite and PostgreSQL say differently (phương ngữ SQL): the one place that tells them apart.

Statements built with SQLAlchemy run on both. Text is ordered by code points on both: columns are declared so, and
what is cast to text for sorting or comparing is cast to :data:`Text`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, String, Table
from sqlalchemy.dialects import postgresql, sqlite

SQLITE, POSTGRESQL = "sqlite", "postgresql"

#: Text ordered by code points, whatever the locale of the database.
Text = String().with_variant(String(collation="C"), POSTGRESQL)

UpsertStatement = sqlite.Insert | postgresql.Insert


def upsert(connection: Connection, table: type[Any] | Table) -> UpsertStatement:
    """Return an insert that can say what becomes of rows whose key is taken.

    Its ``on_conflict_do_nothing`` and ``on_conflict_do_update`` are those of SQLAlchemy for either database.
    """
    return postgresql.insert(table) if is_postgresql(connection) else sqlite.insert(table)


def is_postgresql(connection: Connection) -> bool:
    """Return whether a connection leads to PostgreSQL, and not to SQLite."""
    return connection.dialect.name == POSTGRESQL
