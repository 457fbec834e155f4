"""What went wrong with a database (lỗi cơ sở dữ liệu), in one line with what to do."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from corpus.addresses import shown
from corpus.dialects import POSTGRESQL
from schemas.errors import CorpusError

#: Words of a failure, and what to tell of it.
_Explanations = Sequence[tuple[tuple[str, ...], str]]

_SQLITE: _Explanations = (
    (("not a database",), "not a database; name another file"),
    (("locked",), "another program is writing to it; wait until it is done"),
)
_POSTGRESQL: _Explanations = (
    (("password authentication failed", "no password supplied"), "the server refuses this user and password; {check}"),
    (("role", "does not exist"), "the server knows no such user; name another one in the address"),
    (("database", "does not exist"), "no such database; make an empty one with `createdb {name}`, then build it"),
    (("permission denied",), "the user may not make or write tables there ({words}); GRANT it CREATE on the schema"),
    (("no pg_hba.conf entry",), "the server lets this user or machine not in ({words}); see its pg_hba.conf"),
    (
        ("refused", "timeout", "translate host", "resolve host", "No such file", "unreachable", "Network is down"),
        "the server cannot be reached ({words}); start it, or name its host and port in the address",
    ),
)
_CHECK = "put the right one into the address, PGPASSWORD or ~/.pgpass"
#: Explanations of which all words must stand in the failure; of the others, one.
_ALL = ("does not exist",)


def first_line(error: SQLAlchemyError) -> str:
    """Return the words of a failure in one line."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    lines = [line.strip() for line in str(cause).splitlines() if line.strip()]
    return lines[0] if lines else type(cause).__name__


def _fits(marks: Sequence[str], words: str) -> bool:
    found = [mark in words for mark in marks]
    return all(found) if set(_ALL) & set(marks) else any(found)


def explain_failure(error: SQLAlchemyError, url: URL) -> CorpusError:
    """Return the error that tells why a database cannot be opened or written, never its password."""
    words, postgresql = first_line(error), url.get_backend_name() == POSTGRESQL
    for marks, told in _POSTGRESQL if postgresql else _SQLITE:
        if _fits(marks, words):
            message = told.format(check=_CHECK, name=url.database, words=words)
            return CorpusError(message, source=shown(url))
    place = "see the log of the server" if postgresql else "name a file in a writable folder"
    return CorpusError(f"cannot be opened or written ({words}); {place}", source=shown(url))
