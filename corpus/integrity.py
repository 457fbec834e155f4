"""Queries of rows that break what the tables declare (toàn vẹn dữ liệu), the same for SQLite and PostgreSQL.

Databases refuse such rows; these find those that came in all the same, by a damaged file or switched off constraints.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from sqlalchemy import CheckConstraint, Table

from corpus.columns import Base


def _key(table: Table) -> str:
    """Return the SQL of what names a row: the columns of its key, one after the other."""
    return " || ' ' || ".join(f"CAST({column.name} AS TEXT)" for column in table.primary_key)


def lost_references() -> str:
    """Return the query of the values that refer to a row that is not there."""
    return " UNION ALL ".join(chain.from_iterable(map(_lost, Base.metadata.sorted_tables)))


def _lost(table: Table) -> Iterator[str]:
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
        column, there = key.parent.name, key.column
        yield (
            f"SELECT '{table.name}.{column}: ' || {column} FROM {table.name} WHERE {column} IS NOT NULL"
            f" AND NOT EXISTS (SELECT 1 FROM {there.table.name} AS there"
            f" WHERE there.{there.name} = {table.name}.{column})"
        )


def broken_constraints() -> str:
    """Return the query of the rows that a constraint forbids, or that lack a value; each names the first it breaks."""
    return " UNION ALL ".join(map(_broken, Base.metadata.sorted_tables))


def _broken(table: Table) -> str:
    rules = {str(rule.name): str(rule.sqltext) for rule in table.constraints if isinstance(rule, CheckConstraint)}
    rules |= {f"{table.name}.{column.name}": f"{column.name} IS NOT NULL" for column in table.c if not column.nullable}
    cases = " ".join(f"WHEN NOT ({rules[name]}) THEN '{name}: '" for name in sorted(rules))
    named = f"SELECT CASE {cases} END AS rule, {_key(table)} AS row_key FROM {table.name}"
    return f"SELECT rule || row_key FROM ({named}) AS named WHERE rule IS NOT NULL"


#: The query of what the database itself finds wrong with how it is stored, by the kind of database.
STORAGE = {
    "sqlite": "SELECT integrity_check FROM pragma_integrity_check() WHERE integrity_check <> 'ok'",
    "postgresql": "SELECT CAST(indexrelid AS regclass) FROM pg_index WHERE NOT indisvalid",
}
