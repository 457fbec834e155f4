from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

from corpus.database import UsageError, database, open_database
from corpus.locks import writing
from schemas.errors import CorpusError


def test_a_new_database_can_be_opened_again(bare_address: str) -> None:
    open_database(bare_address, write=True).dispose()
    open_database(bare_address, write=True).dispose()
    with database(bare_address) as engine, engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM schema_version")) == 1


def test_foreign_keys_are_on(address: str) -> None:
    with database(address, write=True) as engine, engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(text("INSERT INTO province_successions VALUES ('a', 'b')"))


def test_a_database_in_memory_needs_no_file() -> None:
    engine = open_database("sqlite://", write=True)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM articles")) == 0


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("thidua.db", "thidua.db: not a database URL; write for example sqlite:///thidua.db"),
        ("mysql://host/name", "mysql://host/name: only SQLite and PostgreSQL databases can be opened"),
        ("postgresql+asyncpg://lan:mật@host/name", r"postgresql://lan:\*\*\*@host/name: only SQLite and PostgreSQL"),
        ("postgresql//lan:mật khẩu", "not a database URL"),
        ("postgresql://lan:mật@host:cổng/name", r"postgresql://lan:\*\*\*@host:cổng/name: not a database URL"),
    ],
)
def test_a_wrong_address_is_a_usage_error(address: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        open_database(address)


def test_a_missing_database_is_not_made_for_a_question(sqlite_address: str, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such database; make one with `thidua build SOURCE…`"):
        open_database(sqlite_address)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("version", "age"), [(0, "an older"), (99, "a newer")])
@pytest.mark.parametrize("write", [True, False])
def test_another_version_is_refused(address: str, version: int, age: str, write: bool) -> None:
    with database(address, write=True) as engine, engine.begin() as connection:
        connection.execute(text(f"UPDATE schema_version SET version = {version}"))
    message = rf"written by {age} version of thidua \(tables {version}, this one reads .*run `thidua build` again"
    with pytest.raises(CorpusError, match=message):
        open_database(address, write=write)


@pytest.mark.parametrize("write", [True, False])
def test_a_database_of_another_program_is_left_alone(bare_address: str, write: bool) -> None:
    engine = create_engine(bare_address)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE songs (title TEXT)"))
    with pytest.raises(CorpusError, match="a database of another program; name another one"):
        open_database(bare_address, write=write)
    assert inspect(engine).get_table_names() == ["songs"]
    engine.dispose()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "text.db"
    path.write_text("không phải cơ sở dữ liệu " * 50, encoding="utf-8")
    with pytest.raises(CorpusError, match="not a database; name another file"):
        open_database(f"sqlite:///{path}", write=True)
    assert path.read_text(encoding="utf-8").startswith("không")


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"cannot be opened or written \(unable to open database file\)"):
        open_database(f"sqlite:///{tmp_path}/missing/thidua.db", write=True)


def test_a_file_another_program_writes_to(sqlite_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_database(sqlite_address, write=True).dispose()
    other = sqlite3.connect(tmp_path / "thidua.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr("corpus.database.create_engine", _impatient)
    with (
        database(sqlite_address, write=True) as engine,
        pytest.raises(CorpusError, match="another program is writing to it"),
        writing(engine, "thidua build"),
    ):
        pass
    other.rollback()
    other.close()


def _impatient(url: object) -> object:
    from sqlalchemy import create_engine

    return create_engine(url, connect_args={"timeout": 0.01})


def test_tables_are_made_all_or_none(bare_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.database.SCHEMA_VERSION", "no number")
    with pytest.raises(CorpusError):
        open_database(bare_address, write=True)
    monkeypatch.undo()
    with database(bare_address, write=True) as engine, engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM schema_version")) == 1
