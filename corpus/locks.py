"""One writer at a time (mỗi lúc một chương trình ghi): who comes second learns who writes, and waits or stops.

The lock itself ends with the process that holds it, however it ends: a lock on the file ``DATABASE.lock`` beside a
SQLite file, an advisory lock of a PostgreSQL database. The table ``writers`` tells who holds it; a row that a killed
process left there blocks nobody.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from corpus.addresses import in_memory, shown
from corpus.dialects import POSTGRESQL
from corpus.failures import explain_failure
from corpus.runs import Writer
from schemas.errors import CorpusError

#: Seconds a second writer waits unasked: a server needs a moment to notice that a client was killed.
DEFAULT_WAIT = 1.0
#: Key of the advisory lock.
_KEY = 0x7468_6964_7561
_PAUSE = 0.1
#: A server notices within a minute that the machine of a client is gone.
_NOTICE = "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3"


@contextmanager
def writing(engine: Engine, command: str, *, wait: float = DEFAULT_WAIT) -> Iterator[None]:
    """Be the only one who writes to a database.

    Args:
        engine: A database opened for writing.
        command: What writes, such as ``thidua build``, for whoever comes second.
        wait: Seconds to wait for another writer to end.

    Raises:
        CorpusError: another process writes to it; the message tells which one, on what machine and since when.
    """
    with _held(engine, wait):
        try:
            _sign(engine, command)
        except SQLAlchemyError as error:
            raise explain_failure(error, engine.url) from error
        try:
            yield
        finally:
            with suppress(SQLAlchemyError), engine.begin() as connection:
                connection.execute(delete(Writer))


@contextmanager
def _held(engine: Engine, wait: float) -> Iterator[None]:
    if in_memory(engine.url):
        yield
    elif engine.dialect.name == POSTGRESQL:
        with engine.connect() as connection:
            _lock(connection.execution_options(isolation_level="AUTOCOMMIT"), engine, wait)
            yield
            with suppress(SQLAlchemyError):
                connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_KEY})")
    else:
        with _file_lock(engine, wait):
            yield


def _lock(connection: Connection, engine: Engine, wait: float) -> None:
    """Take the advisory lock of a database for as long as the connection lasts."""
    connection.exec_driver_sql(_NOTICE)
    end = time.monotonic() + wait
    while not connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({_KEY})").scalar():
        if time.monotonic() >= end:
            raise _refusal(engine)
        time.sleep(_PAUSE)


def _file_lock(engine: Engine, wait: float) -> FileLock:
    lock = FileLock(f"{engine.url.database}.lock", timeout=wait, poll_interval=_PAUSE)
    try:
        lock.acquire()
    except Timeout as error:
        raise _refusal(engine) from error
    except OSError as error:
        raise CorpusError(
            f"cannot be locked ({error.strerror}); put it into a writable folder", source=shown(engine.url)
        ) from error
    return lock


def _sign(engine: Engine, command: str) -> None:
    """Say who writes."""
    since = datetime.now(UTC).isoformat(timespec="seconds")
    values = {"id": 1, "command": command, "host": socket.gethostname(), "pid": os.getpid(), "since": since}
    with engine.begin() as connection:
        connection.execute(delete(Writer))
        connection.execute(insert(Writer), [values])


def _refusal(engine: Engine) -> CorpusError:
    """Return the error that names who writes."""
    with engine.connect() as connection:
        row = connection.execute(select(Writer.__table__)).first()
    who = f"{row.command} (host {row.host}, process {row.pid}) since {row.since}" if row else "another program"
    return CorpusError(f"it is being written to by {who}; wait for it with --wait SECONDS", source=shown(engine.url))
