"""A snapshot as one SQLite file: written anew row by row, so that the same rows give the same bytes.

With texts it is a database that ``thidua`` opens like any other; without them it holds the tables of the text-free
edition, with their keys.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, create_engine, insert
from sqlalchemy.pool import NullPool

from corpus.columns import Base
from corpus.exports.reading import PIECE, in_order, stream
from corpus.exports.tables import PASSING, ExportTable, Row
from corpus.search.index import index_all

_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "BOOLEAN"}


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == PIECE:
            yield batch
            batch = []
    if batch:
        yield batch


def copy_database(connection: Connection, path: Path) -> None:
    """Write a copy of all tables of a corpus, with its constraints and indexes, to a file that is not there."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.connect() as copy:
        Base.metadata.create_all(copy)
        for table in (one for one in Base.metadata.sorted_tables if one.name not in PASSING):
            for batch in _batches(stream(connection, in_order(table))):
                copy.execute(insert(table), [dict(row._mapping) for row in batch])  # type: ignore[attr-defined]
        index_all(copy)
        copy.commit()
    engine.dispose()


def _declaration(table: ExportTable) -> str:
    parts = [f'"{one.name}" {_TYPES[one.kind]}{" NOT NULL" if one.required else ""}' for one in table.columns]
    parts.append(f"PRIMARY KEY ({_names(table.key)})")
    parts += [
        f'FOREIGN KEY ({_names(one.columns)}) REFERENCES "{one.table}" ({_names(one.others)})'
        for one in table.references
    ]
    return f'CREATE TABLE "{table.name}" ({", ".join(parts)})'


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def write_tables(connection: Connection, tables: Sequence[ExportTable], path: Path) -> None:
    """Write tables with their keys to a file that is not there."""
    with closing(sqlite3.connect(path)) as out:
        for table in tables:
            out.execute(_declaration(table))
            places = ", ".join("?" * len(table.columns))
            for batch in _batches(table.rows(connection)):
                out.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', [tuple(row) for row in batch])
        out.commit()


def count_rows(path: Path, names: Iterable[str]) -> dict[str, int]:
    """Return how many rows each of these tables of a file has."""
    with closing(sqlite3.connect(path)) as file:
        return {name: file.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in sorted(names)}
