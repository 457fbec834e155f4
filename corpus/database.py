"""Opens the database of a corpus, or says in one line why it cannot and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

import corpus.corrections.tables
import corpus.derived_tables
import corpus.entity_tables
import corpus.tables  # noqa: F401 - declares the tables of articles
from corpus.addresses import DEFAULT_URL, UsageError, in_memory, parse_address, shown
from corpus.columns import Base
from corpus.dialects import POSTGRESQL, SQLITE, is_postgresql
from corpus.failures import explain_failure, first_line
from corpus.runs import SCHEMA_VERSION, SchemaVersion
from schemas.errors import CorpusError

__all__ = ["DEFAULT_URL", "UsageError", "database", "open_database", "reading"]

_MAKE = "make one with `thidua build SOURCE…`"
#: Seconds to wait for a server that does not answer.
_PATIENCE = 10
#: Key of the advisory lock under which tables are made.
_MAKING = 0x7468_6964


def _switch_on_foreign_keys(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute("PRAGMA foreign_keys = ON")


def _leave_syncing_to_checkpoints(connection: sqlite3.Connection, _record: Any) -> None:
    """A crash of the machine may cost the last articles, which the next build reads again; it breaks nothing."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


def _connect(url: URL, *, write: bool) -> Engine:
    if url.get_backend_name() == POSTGRESQL:
        patience = {} if "connect_timeout" in url.query else {"connect_timeout": _PATIENCE}
        return create_engine(url, connect_args=patience)
    engine = create_engine(url)
    event.listen(engine, "connect", _switch_on_foreign_keys)
    if write:
        event.listen(engine, "connect", _leave_syncing_to_checkpoints)
    return engine


def _check_version(engine: Engine, *, source: str) -> None:
    tables = inspect(engine)
    if not tables.has_table(SchemaVersion.__tablename__):
        if tables.get_table_names():
            raise CorpusError("a database of another program; name another one", source=source)
        raise CorpusError(f"an empty database; {_MAKE}", source=source)
    with engine.connect() as connection:
        version = connection.scalar(select(SchemaVersion.version))
    if version != SCHEMA_VERSION:
        age = "a newer" if version is not None and version > SCHEMA_VERSION else "an older"
        raise CorpusError(
            f"written by {age} version of thidua (tables {version}, this one reads {SCHEMA_VERSION}); "
            "name another database, or put this one away and run `thidua build` again from its sources",
            source=source,
        )


def _create(engine: Engine, *, source: str) -> None:
    """Make all tables in an empty database, or none; one that has tables already stays as it is."""
    if inspect(engine).has_table(SchemaVersion.__tablename__):
        return
    with engine.connect() as connection:
        if is_postgresql(connection):
            _check_encoding(connection, source=source)
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MAKING})")
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        if not inspect(connection).get_table_names():
            Base.metadata.create_all(connection, checkfirst=False)
            connection.execute(insert(SchemaVersion).values(version=SCHEMA_VERSION))
        connection.commit()


def _check_encoding(connection: Connection, *, source: str) -> None:
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        raise CorpusError(
            f"its encoding is {encoding}, which lacks Vietnamese letters; "
            "make a database with `createdb --encoding UTF8 --template template0 NAME`",
            source=source,
        )


def open_database(address: str = DEFAULT_URL, *, write: bool = False) -> Engine:
    """Return the engine of a corpus database with foreign keys on.

    Args:
        address: SQLAlchemy URL, such as ``sqlite:///thidua.db`` or ``postgresql://USER@HOST/NAME``.
        write: Make the tables when they are not there (with SQLite, the file, too), and be sure that it can be written.

    Raises:
        UsageError: the address is no URL of a database this program can open.
        CorpusError: it is missing, not writable, no database, of another program or of another version; or the server
            cannot be reached or refuses the user.
    """
    url = parse_address(address)
    source = shown(url)
    is_file = url.get_backend_name() == SQLITE and not in_memory(url)
    if is_file and not write and not Path(str(url.database)).exists():
        raise CorpusError(f"no such database; {_MAKE}", source=source)
    engine = _connect(url, write=write)
    try:
        if write:
            _create(engine, source=source)
        _check_version(engine, source=source)
    except SQLAlchemyError as error:
        engine.dispose()
        raise explain_failure(error, url) from error
    except CorpusError:
        engine.dispose()
        raise
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
            f"cannot be read ({first_line(error)}); build it again from its sources", source=shown(engine.url)
        ) from error
