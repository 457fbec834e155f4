"""Opens the database of a corpus, or says in one line why it cannot and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, SQLAlchemyError

import corpus.corrections.tables
import corpus.derived_tables
import corpus.entity_tables
import corpus.tables  # noqa: F401 - declares the tables of articles
from corpus.columns import Base
from corpus.runs import SCHEMA_VERSION, SchemaVersion
from schemas.errors import CorpusError

DEFAULT_URL = "sqlite:///thidua.db"


class UsageError(CorpusError):
    """The question itself is wrong: a word, a value or an address that does not exist."""


def _parse(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise UsageError(f"not a database URL; write for example {DEFAULT_URL}", source=address) from error
    if url.get_backend_name() != "sqlite":
        raise UsageError(f"only SQLite databases can be opened; write for example {DEFAULT_URL}", source=address)
    return url


def _switch_on_foreign_keys(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute("PRAGMA foreign_keys = ON")


def _leave_syncing_to_checkpoints(connection: sqlite3.Connection, _record: Any) -> None:
    """A crash of the machine may cost the last articles, which the next build reads again; it breaks nothing."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


def _connect(url: URL, *, write: bool) -> Engine:
    engine = create_engine(url)
    event.listen(engine, "connect", _switch_on_foreign_keys)
    if write:
        event.listen(engine, "connect", _leave_syncing_to_checkpoints)
    return engine


def _check_version(engine: Engine, *, source: str) -> None:
    if not inspect(engine).has_table(SchemaVersion.__tablename__):
        raise CorpusError("a database of another program; name another file", source=source)
    with engine.connect() as connection:
        version = connection.scalar(select(SchemaVersion.version))
    if version != SCHEMA_VERSION:
        age = "a newer" if version is not None and version > SCHEMA_VERSION else "an older"
        raise CorpusError(
            f"written by {age} version of thidua (tables {version}, this one reads {SCHEMA_VERSION}); "
            "name another file, or move this one away and run `thidua build` again from its sources",
            source=source,
        )


def _create(engine: Engine) -> None:
    """Make all tables in an empty database, or none; one that has tables already stays as it is."""
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        if not inspect(connection).get_table_names():
            Base.metadata.create_all(connection)
            connection.execute(insert(SchemaVersion).values(version=SCHEMA_VERSION))
        connection.commit()


def _explain(error: SQLAlchemyError, *, source: str) -> CorpusError:
    cause = error.orig if isinstance(error, DBAPIError) else error
    words = str(cause)
    if "not a database" in words:
        return CorpusError("not a database; name another file", source=source)
    if "locked" in words:
        return CorpusError("another program is writing to it; wait until it is done", source=source)
    return CorpusError(f"cannot be opened or written ({words}); name a file in a writable folder", source=source)


def open_database(address: str = DEFAULT_URL, *, write: bool = False) -> Engine:
    """Return the engine of a corpus database with foreign keys on.

    Args:
        address: SQLAlchemy URL, such as ``sqlite:///thidua.db``.
        write: Make the database when it is not there, and be sure that it can be written.

    Raises:
        UsageError: the address is no URL of a database this program can open.
        CorpusError: it is missing, not writable, no database, of another program or of another version.
    """
    url = _parse(address)
    in_memory = url.database in (None, "", ":memory:")
    if not (write or in_memory or Path(str(url.database)).exists()):
        raise CorpusError("no such database; make one with `thidua build SOURCE…`", source=address)
    engine = _connect(url, write=write)
    try:
        if write:
            _create(engine)
        _check_version(engine, source=address)
    except SQLAlchemyError as error:
        raise _explain(error, source=address) from error
    return engine


@contextmanager
def database(address: str = DEFAULT_URL, *, write: bool = False) -> Iterator[Engine]:
    """Give an open database and close it; arguments and errors are those of :func:`open_database`."""
    engine = open_database(address, write=write)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection to read by.

    Raises:
        CorpusError: the database cannot be read.
    """
    try:
        with engine.connect() as connection:
            yield connection
    except DatabaseError as error:
        raise CorpusError(
            f"cannot be read ({error.orig}); build it again from its sources", source=str(engine.url)
        ) from error
