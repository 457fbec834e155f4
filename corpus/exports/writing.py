"""Exports a database (xuất dữ liệu): the files of a format, a Data Package and a Croissant description beside them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Engine

from corpus.columns import Base
from corpus.database import UsageError
from corpus.exports.about import about
from corpus.exports.croissant import croissant
from corpus.exports.csv_files import write_csv
from corpus.exports.datapackage import data_package
from corpus.exports.files import ExportFile, described
from corpus.exports.jsonl_files import RECORDS, record_table, record_values, write_lines, write_objects
from corpus.exports.parquet_files import write_parquet
from corpus.exports.reading import one_moment
from corpus.exports.sqlite_file import copy_database, count_rows, write_tables
from corpus.exports.tables import Column, ExportTable, Part, Row, statistics_tables, stored_tables
from corpus.exports.withholding import record_without_text, without_text
from corpus.stored import stored_records

ExportFormat = Literal["csv", "jsonl", "parquet", "docbin", "sqlite"]
PARTS: tuple[Part, ...] = get_args(Part)
_WriteTable = Callable[[Path, Sequence[Column], Iterable[Row]], int]


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be written where."""

    engine: Engine
    connection: Connection
    folder: Path
    parts: tuple[Part, ...]
    with_text: bool

    def tables(self) -> list[ExportTable]:
        """Return the tables of the parts asked for, without texts where that is asked for."""
        tables = stored_tables(self.parts)
        if "statistics" in self.parts:
            tables += statistics_tables(self.engine)
        return tables if self.with_text else [without_text(table) for table in tables]

    def write(self, tables: Iterable[ExportTable], ending: str, write: _WriteTable) -> Iterator[ExportFile]:
        """Write each table to a file of its name."""
        for table in tables:
            path = self.folder / f"{table.name}.{ending}"
            rows = write(path, table.columns, table.rows(self.connection))
            yield described(path, rows, table.description, table)


def _csv(order: _Order) -> Iterator[ExportFile]:
    yield from order.write(order.tables(), "csv", write_csv)


def _parquet(order: _Order) -> Iterator[ExportFile]:
    yield from order.write(order.tables(), "parquet", write_parquet)


def _jsonl(order: _Order) -> Iterator[ExportFile]:
    if "records" in order.parts:
        path = order.folder / "articles.jsonl"
        records: Iterable[Mapping[str, Any]] = map(record_values, stored_records(order.connection))
        rows = write_objects(path, records if order.with_text else map(record_without_text, records))
        yield described(path, rows, RECORDS, record_table(with_text=order.with_text))
    others = (table for table in order.tables() if table.part != "records")
    yield from order.write(others, "jsonl", write_lines)


def _docbin(order: _Order) -> Iterator[ExportFile]:
    from corpus.exports.docbin_files import write_docs

    for path, docs in write_docs(order.folder, stored_records(order.connection)):
        yield described(path, docs, "a Doc an article, its values as spans")


def _sqlite(order: _Order) -> Iterator[ExportFile]:
    path = order.folder / "thidua.db"
    if order.with_text:
        copy_database(order.connection, path)
        names = list(Base.metadata.tables)
    else:
        write_tables(order.connection, order.tables(), path)
        names = [table.name for table in order.tables()]
    numbers = count_rows(path, names)
    tables = ", ".join(f"{name} {number}" for name, number in numbers.items())
    yield described(path, sum(numbers.values()), f"all tables with the number of their rows: {tables}")


_WRITERS: Mapping[ExportFormat, Callable[[_Order], Iterator[ExportFile]]] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "parquet": _parquet,
    "docbin": _docbin,
    "sqlite": _sqlite,
}


def _check(name: ExportFormat, parts: Collection[Part], *, with_text: bool) -> None:
    if name == "docbin" and not with_text:
        raise UsageError("a DocBin is made of texts; take csv, jsonl, parquet or sqlite --without-text")
    if name == "docbin" and parts and set(parts) != {"records"}:
        raise UsageError("a DocBin holds records alone; take csv, jsonl or parquet for other parts")
    if name == "sqlite" and parts:
        raise UsageError("a snapshot holds all tables; --what is for csv, jsonl and parquet")


def _parts(name: ExportFormat, parts: Collection[Part]) -> tuple[Part, ...]:
    if name == "sqlite":
        return ("records", "crawls")
    if name == "docbin":
        return ("records",)
    return tuple(part for part in PARTS if part in parts or not parts)


def _new_folder(target: Path) -> Path:
    """Return an empty folder beside the target, to write in until all is there."""
    if target.is_file() or (target.is_dir() and any(target.iterdir())):
        raise UsageError("there is something already; name a folder that is empty or not there", source=str(target))
    folder = target.with_name(f".{target.name}.unfinished")
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    except OSError as error:
        raise UsageError(f"cannot be written ({error.strerror}); name another folder", source=str(target)) from error
    return folder


def _write_json(path: Path, values: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def export(
    engine: Engine,
    name: ExportFormat,
    target: Path,
    *,
    parts: Collection[Part] = (),
    with_text: bool = True,
    licence: str | None = None,
) -> list[ExportFile]:
    """Write a database to a folder in a format, with ``datapackage.json`` and ``croissant.json``.

    The same rows give the same bytes. The folder is there when all is written, and not before.

    Args:
        engine: An open database.
        name: The format.
        target: A folder that is empty or not there.
        parts: What to export; everything where nothing is named. A snapshot is always whole, a DocBin of records.
        with_text: Whether bodies, titles and quotes are in it, or their hashes.
        licence: Name or address of the licence the data may be passed on under.

    Returns:
        The files written, without the two descriptions.

    Raises:
        UsageError: the folder holds something or cannot be made, or the format has no such parts or edition.
        CorpusError: the database cannot be read.
    """
    _check(name, parts, with_text=with_text)
    folder = _new_folder(target)
    try:
        with one_moment(engine) as connection:
            order = _Order(engine, connection, folder, _parts(name, parts), with_text)
            files = list(_WRITERS[name](order))
            told = about(engine, connection, licence=licence, with_text=with_text)
        _write_json(folder / "datapackage.json", data_package(told, files))
        _write_json(folder / "croissant.json", croissant(told, files))
        if target.is_dir():
            target.rmdir()
        folder.rename(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return files
