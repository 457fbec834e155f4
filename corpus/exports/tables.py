"""Which tables an export has (bảng xuất ra): columns with types, keys, references, and how their rows are read."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

from sqlalchemy import Boolean, Connection, Engine, Float, Integer, LargeBinary, Table

from corpus.columns import Base
from corpus.exports.reading import in_order, plain, stream
from corpus.questions import Answer
from corpus.stats import TABLES, answer

Kind = Literal["string", "integer", "number", "boolean", "array"]
#: What may be exported: articles with their values and what the corpus makes of them; the books; the standard tables.
Part = Literal["records", "crawls", "statistics"]
#: Tables of the books: what was crawled, read and skipped.
_BOOKS = ("crawl_fetches", "runs", "run_skips", "skipped_pages")
#: Tables of the moment: who writes to the database just now. No export has their rows.
PASSING = ("writers",)
#: Tables that only serve to find copies, or that the description replaces.
_LEFT_OUT = ("body_bands", "schema_version", *PASSING)
_KINDS: tuple[tuple[type[Any], Kind], ...] = ((Boolean, "boolean"), (Integer, "integer"), (Float, "number"))
_SPAN = ("first", "last")

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an exported table; ``required`` says that no cell of it is empty."""

    name: str
    kind: Kind
    required: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns of a table that name rows of another."""

    columns: tuple[str, ...]
    table: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table as it is exported.

    Attributes:
        name: Its name, that of its file without the ending.
        part: What it belongs to.
        description: What a row is.
        columns: Its columns.
        key: Columns that tell its rows apart; the rows are sorted by them.
        references: What its rows refer to.
        rows: Reads its rows, a few in memory at a time.
    """

    name: str
    part: Part
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    rows: Callable[[Connection], Iterator[Row]]


def _kind(column: Any) -> Kind:
    return next((kind for kind_of_column, kind in _KINDS if isinstance(column.type, kind_of_column)), "string")


def _descriptions() -> dict[str, str]:
    """Return the first paragraph of what is written about each table."""
    found = {}
    for mapper in Base.registry.mappers:
        text = inspect.getdoc(mapper.class_) or ""
        found[str(mapper.local_table)] = " ".join(text.split("\n\n")[0].split())
    return found


def _references(table: Table, names: Collection[str]) -> tuple[Reference, ...]:
    keys = (key for key in table.foreign_keys if key.column.table.name in names)
    found = [Reference((key.parent.name,), key.column.table.name, (key.column.name,)) for key in keys]
    return tuple(sorted(found, key=lambda reference: reference.columns))


def _stored(table: Table, description: str, names: Collection[str]) -> ExportTable:
    columns = [column for column in table.columns if not isinstance(column.type, LargeBinary)]
    query = in_order(table, *columns)
    return ExportTable(
        table.name,
        _part(table.name),
        description,
        tuple(Column(column.name, _kind(column), not column.nullable) for column in columns),
        tuple(column.name for column in table.primary_key),
        _references(table, names),
        lambda connection: stream(connection, query),
    )


def stored_tables(parts: Collection[Part]) -> list[ExportTable]:
    """Return the tables of the database that belong to the parts, by name."""
    names = {name for name in Base.metadata.tables if name not in _LEFT_OUT and _part(name) in parts}
    described = _descriptions()
    return [_stored(Base.metadata.tables[name], described.get(name, ""), names) for name in sorted(names)]


def _part(name: str) -> Part:
    return "crawls" if name in _BOOKS else "records"


def _column(found: Answer, place: int, groups: int) -> Column:
    name = found.columns[place]
    if place < groups or name in _SPAN:
        return Column(name, "string", place < groups)
    fraction = any(isinstance(row[place], float) for row in found.rows)
    return Column(name, "number" if fraction else "integer")


def _given(rows: Sequence[Row], _connection: Connection) -> Iterator[Row]:
    yield from rows


def statistics_tables(engine: Engine) -> list[ExportTable]:
    """Return the standard tables (T1, T2 …) as they are answered now."""
    tables = []
    for name, standard in TABLES.items():
        found = answer(engine, name)
        found = replace(found, rows=tuple(tuple(map(plain, row)) for row in found.rows))
        rows = sorted(found.rows, key=lambda row: tuple(str(cell) for cell in row))
        tables.append(
            ExportTable(
                f"statistics_{name.lower()}",
                "statistics",
                "; ".join((f"{name}: {standard.title}", *found.notes)),
                tuple(_column(found, place, len(standard.by)) for place in range(len(found.columns))),
                standard.by,
                (),
                partial(_given, rows),
            )
        )
    return tables
