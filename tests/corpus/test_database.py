from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from corpus.database import UsageError, open_database
from schemas.errors import CorpusError


def make(path: Path, *statements: str) -> str:
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    return f"sqlite:///{path}"


def versioned(path: Path, version: int) -> str:
    return make(path, "CREATE TABLE schema_version (version INTEGER)", f"INSERT INTO schema_version VALUES ({version})")


def test_a_new_database_can_be_opened_again(address: str) -> None:
    open_database(address, write=True).dispose()
    open_database(address, write=True).dispose()
    engine = open_database(address)
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(text("SELECT count(*) FROM schema_version")) == 1
    engine.dispose()


def test_a_database_in_memory_needs_no_file() -> None:
    engine = open_database("sqlite://", write=True)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM articles")) == 0


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("thidua.db", "thidua.db: not a database URL; write for example sqlite:///thidua.db"),
        ("mysql://host/name", "only SQLite databases can be opened"),
    ],
)
def test_a_wrong_address_is_a_usage_error(address: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        open_database(address)


def test_a_missing_database_is_not_made_for_a_question(address: str, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such database; make one with `thidua build SOURCE…`"):
        open_database(address)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("version", "age"), [(0, "an older"), (99, "a newer")])
@pytest.mark.parametrize("write", [True, False])
def test_another_version_is_refused(tmp_path: Path, version: int, age: str, write: bool) -> None:
    address = versioned(tmp_path / "old.db", version)
    with pytest.raises(CorpusError, match=rf"written by {age} version of thidua \(tables {version}, this one reads"):
        open_database(address, write=write)


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    address = make(tmp_path / "other.db", "CREATE TABLE songs (title)")
    with pytest.raises(CorpusError, match="a database of another program; name another file"):
        open_database(address, write=True)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "text.db"
    path.write_text("không phải cơ sở dữ liệu " * 50, encoding="utf-8")
    with pytest.raises(CorpusError, match="not a database; name another file"):
        open_database(f"sqlite:///{path}", write=True)
    assert path.read_text(encoding="utf-8").startswith("không")


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"cannot be opened or written \(unable to open database file\)"):
        open_database(f"sqlite:///{tmp_path}/missing/thidua.db", write=True)


def test_a_database_another_program_writes_to(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_database(address, write=True).dispose()
    other = sqlite3.connect(tmp_path / "thidua.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr("corpus.database.create_engine", _impatient)
    with pytest.raises(CorpusError, match="another program is writing to it"):
        open_database(address, write=True)
    other.rollback()
    other.close()


def _impatient(url: object) -> object:
    from sqlalchemy import create_engine

    return create_engine(url, connect_args={"timeout": 0.01})


def test_tables_are_made_all_or_none(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.database.SCHEMA_VERSION", "no number")
    with pytest.raises(CorpusError):
        open_database(address, write=True)
    monkeypatch.undo()
    engine = open_database(address, write=True)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM schema_version")) == 1
    engine.dispose()
