"""Reads a database for export (đọc để xuất): all as it stood at one moment, by keys, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Engine, Select, Table, select

from corpus.database import reading

#: Rows held in memory at a time.
PIECE = 1000


@contextmanager
def one_moment(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees the database as it stands now, whatever a build saves meanwhile.

    Raises:
        CorpusError: the database cannot be read.
    """
    with reading(engine) as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        else:
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def stream(connection: Connection, query: Select[Any]) -> Iterator[Sequence[Any]]:
    """Yield the rows of a query; no more than :data:`PIECE` of them are in memory."""
    yield from connection.execution_options(yield_per=PIECE).execute(query)


def plain(value: Any) -> Any:
    """Return a value as text, number or truth value; PostgreSQL gives sums of whole numbers as decimals.

    >>> plain(Decimal(3)), plain(Decimal("0.5")), plain("a"), plain(None)
    (3, 0.5, 'a', None)
    """
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def in_order(table: Table, *columns: Any) -> Select[Any]:
    """Return the query of columns of a table, or of all, in the order of its key."""
    return select(*(columns or (table,))).order_by(*table.primary_key)
