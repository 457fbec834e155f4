"""What only a server does: it is away, it refuses, its database will not do; in one clear line, without password."""

from __future__ import annotations

from pathlib import Path

import pytest
from postgres_server import GUEST, READER, Server
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from corpus.cli import app
from corpus.database import UsageError, database, open_database
from corpus.dialects import Text
from corpus.tables import UnitRow
from schemas.errors import CorpusError

WRONG = "sai-mat-khau"


def failure(address: str, command: str = "check") -> str:
    """Return what a command says of a database it cannot open: one line."""
    found = CliRunner().invoke(app, [command, *(["nowhere"] if command == "build" else []), "--db", address])
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.count("\n") == 1
    assert WRONG not in found.stderr
    return found.stderr


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    message = failure(f"postgresql://lan:{WRONG}@/thidua?host={tmp_path}")
    assert message.startswith("thidua: postgresql://lan:***@/thidua?host=")
    assert ": the server cannot be reached (" in message
    assert message.endswith("; start it, or name its host and port in the address\n")


def test_a_port_nobody_listens_at() -> None:
    assert ": the server cannot be reached (" in failure(f"postgresql://lan:{WRONG}@127.0.0.1:1/thidua")


@pytest.mark.parametrize("secret", [f":{WRONG}@", "@"])
def test_a_wrong_password(postgres: Server, secret: str) -> None:
    address = postgres.address("postgres", READER).replace(f"{READER}@", f"{READER}{secret}")
    message = failure(address)
    assert ": the server refuses this user and password; put the right one into the address, PGPASSWORD or " in message


def test_a_password_among_the_options(postgres: Server) -> None:
    message = failure(postgres.address("postgres", READER) + f"&password={WRONG}")
    assert "the server refuses this user and password" in message


def test_a_missing_database(postgres: Server) -> None:
    for command in ("check", "build"):
        assert ": no such database; make an empty one with `createdb absent`, then build it\n" in failure(
            postgres.address("absent"), command
        )


def test_a_user_nobody_knows(postgres: Server) -> None:
    assert "the server knows no such user; name another one in the address" in failure(
        postgres.address("postgres", "stranger")
    )


def test_a_user_that_may_not_write(postgres: Server, bare_postgresql: str) -> None:
    postgres.run(f"GRANT CONNECT ON DATABASE {bare_postgresql} TO {GUEST}")
    owner = create_engine(postgres.address(bare_postgresql))
    with owner.begin() as connection:
        connection.execute(text("REVOKE CREATE ON SCHEMA public FROM PUBLIC"))
    owner.dispose()
    with pytest.raises(CorpusError, match="the user may not make or write tables there"):
        open_database(postgres.address(bare_postgresql, GUEST), write=True)


def test_a_database_without_tables(postgres: Server, bare_postgresql: str) -> None:
    with pytest.raises(CorpusError, match="an empty database; make one with `thidua build SOURCE…`"):
        open_database(postgres.address(bare_postgresql))


def test_an_encoding_without_vietnamese(postgres: Server) -> None:
    postgres.run("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'")
    with pytest.raises(CorpusError, match=r"its encoding is LATIN1, .* `createdb --encoding UTF8 --template template0"):
        open_database(postgres.address("latin"), write=True)
    postgres.drop("latin")


def test_without_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.addresses.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'thidua\[postgresql\]'"):
        open_database("postgresql://host/thidua")


NAMES = ["Đồng Nai", "Hà Nội", "hà nội", "An Giang", "Ðắk Lắk", "(không rõ)", "2024", "Z", "a", "Ă"]


def test_text_is_ordered_by_code_points(address: str) -> None:
    with database(address, write=True) as engine, engine.begin() as connection:
        connection.execute(UnitRow.__table__.insert(), [{"id": name, "folded_name": name} for name in NAMES])
        by_column = connection.scalars(UnitRow.__table__.select().order_by(UnitRow.folded_name))
        assert list(by_column) == sorted(NAMES)
        by_cast = UnitRow.__table__.select().order_by(UnitRow.id.cast(Text).desc())
        assert list(connection.scalars(by_cast)) == sorted(NAMES, reverse=True)
        assert list(connection.scalars(text("SELECT length(id) FROM units WHERE id = 'Đồng Nai'"))) == [8]
        assert list(connection.scalars(text("SELECT substr(id, 1, 4) FROM units WHERE id = 'Đồng Nai'"))) == ["Đồng"]
