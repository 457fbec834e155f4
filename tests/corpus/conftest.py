"""An empty database, one way to fill it, and a pipeline that is known in every detail.

``address`` and ``engine`` are both a SQLite file and a PostgreSQL database: every test that asks for them runs on both.
``bare_address`` is a database without tables, ``sqlite_address`` for what only a file can be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from corpus_samples import make_article, make_record, save
from postgres_server import EmptiedDatabase, NoServerError, Server, running_server
from sqlalchemy import Engine

from corpus.database import database
from corpus.store import save_vocabulary

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server; tests that need one are skipped where none can be started."""
    try:
        with running_server() as server:
            yield server
    except NoServerError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def emptied(postgres: Server) -> Iterator[EmptiedDatabase]:
    """A PostgreSQL database with tables, which tests use one after the other."""
    made = EmptiedDatabase(postgres)
    yield made
    made.drop()


@pytest.fixture(params=DATABASES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database that holds nothing: a SQLite file that is not there, PostgreSQL tables without rows."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'thidua.db'}"
    else:
        emptied = request.getfixturevalue("emptied")
        yield emptied.address
        emptied.empty()


@pytest.fixture
def bare_postgresql(postgres: Server) -> Iterator[str]:
    """The name of a new PostgreSQL database."""
    name = postgres.fresh()
    yield name
    postgres.drop(name)


@pytest.fixture(params=DATABASES)
def bare_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'thidua.db'}"
    postgres: Server = request.getfixturevalue("postgres")
    return postgres.address(request.getfixturevalue("bare_postgresql"))


@pytest.fixture(scope="module", params=DATABASES)
def module_address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a database without tables, for all tests of a module."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('module')}/thidua.db"
    else:
        postgres: Server = request.getfixturevalue("postgres")
        name = postgres.fresh()
        yield postgres.address(name)
        postgres.drop(name)


@pytest.fixture
def sqlite_address(tmp_path: Path) -> str:
    """The URL of a SQLite database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'thidua.db'}"


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    """An empty database with its vocabularies, on SQLite and on PostgreSQL."""
    with database(address, write=True) as engine:
        with engine.begin() as connection:
            save_vocabulary(connection)
        yield engine


@pytest.fixture
def saved(engine: Engine) -> Callable[..., str]:
    """Saves a page in the empty database."""
    return lambda *args, **values: save(engine, *args, **values)


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cleaning and extraction that hand on what is written by hand in ``corpus_samples``."""
    monkeypatch.setattr("corpus.reading.clean_page", make_article)
    monkeypatch.setattr("corpus.reading.read_record", make_record)
