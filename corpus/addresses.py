"""Addresses of databases (địa chỉ cơ sở dữ liệu): which can be opened, and how to show them without a password."""

from __future__ import annotations

import re
from importlib.util import find_spec
from urllib.parse import unquote

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from corpus.dialects import POSTGRESQL, SQLITE
from schemas.errors import CorpusError

DEFAULT_URL = "sqlite:///thidua.db"
_EXAMPLES = f"write for example {DEFAULT_URL} or postgresql://USER@HOST/NAME"
_PASSWORD = re.compile(r"(://[^:/@\s]*):[^/\s]*@")
_SECRET_OPTIONS = ("password", "sslpassword")


class UsageError(CorpusError):
    """The question itself is wrong: a word, a value or an address that does not exist."""


def parse_address(address: str) -> URL:
    """Return the URL of a database.

    Args:
        address: ``sqlite:///FILE``, or ``postgresql://USER@HOST/NAME`` with any option of libpq behind ``?``.

    Raises:
        UsageError: it is none, or one that this program cannot open.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise UsageError(f"not a database URL; {_EXAMPLES}", source=_PASSWORD.sub(r"\1:***@", address)) from error
    if url.drivername == SQLITE:
        return url
    if url.drivername not in (POSTGRESQL, f"{POSTGRESQL}+psycopg"):
        raise UsageError(f"only SQLite and PostgreSQL databases can be opened; {_EXAMPLES}", source=shown(url))
    if find_spec("psycopg") is None:
        raise UsageError("PostgreSQL needs psycopg; run pip install 'thidua[postgresql]'", source=shown(url))
    return url.set(drivername=f"{POSTGRESQL}+psycopg")


def shown(url: URL) -> str:
    """Return an address for a reader: the password, if it holds one, is left out.

    >>> from sqlalchemy.engine import make_url
    >>> shown(make_url("postgresql+psycopg://lan:mat-khau@db.example/thidua?password=x"))
    'postgresql://lan:***@db.example/thidua'
    >>> shown(make_url("sqlite:///kho/dữ liệu.db"))
    'sqlite:///kho/dữ liệu.db'
    """
    if url.get_backend_name() == SQLITE:
        return unquote(url.render_as_string())
    url = url.difference_update_query(_SECRET_OPTIONS)
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def in_memory(url: URL) -> bool:
    """Return whether a URL names a SQLite database that ends with the program."""
    return url.get_backend_name() == SQLITE and url.database in (None, "", ":memory:")
