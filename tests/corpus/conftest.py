"""An empty database, one way to fill it, and a pipeline that is known in every detail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from corpus_samples import make_article, make_record, save
from sqlalchemy import Engine

from corpus.database import open_database
from corpus.store import save_vocabulary


@pytest.fixture
def address(tmp_path: Path) -> str:
    """The URL of a database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'thidua.db'}"


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    """An empty database with its vocabularies."""
    engine = open_database(address, write=True)
    with engine.begin() as connection:
        save_vocabulary(connection)
    yield engine
    engine.dispose()


@pytest.fixture
def saved(engine: Engine) -> Callable[..., str]:
    """Saves a page in the empty database."""
    return lambda *args, **values: save(engine, *args, **values)


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cleaning and extraction that hand on what is written by hand in ``corpus_samples``."""
    monkeypatch.setattr("corpus.reading.clean_page", make_article)
    monkeypatch.setattr("corpus.reading.read_record", make_record)
