"""Two writers of one database, and readers beside one."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from corpus_samples import BODY, make_page
from sqlalchemy import Engine, select
from typer.testing import CliRunner

from corpus.build import build
from corpus.cli import app
from corpus.database import database
from corpus.locks import writing
from corpus.runs import Writer
from corpus.stats import awards
from schemas.errors import CorpusError
from schemas.pages import RawPage

ROOT = Path(__file__).parents[2]
HOLDER = """
    import sys, time
    from corpus.database import database
    from corpus.locks import writing
    with database(sys.argv[1], write=True) as engine, writing(engine, "thidua build"):
        print("held", flush=True)
        time.sleep(60)
"""


@pytest.fixture
def holder(engine: Engine, address: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the database."""
    command = [sys.executable, "-c", textwrap.dedent(HOLDER), address]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


@pytest.mark.parametrize("command", ["build", "merge"])
def test_the_second_says_who_writes(
    holder: subprocess.Popen[str], address: str, tmp_path: Path, command: str, pipeline: None
) -> None:
    (tmp_path / "bai.txt").write_text(BODY, encoding="utf-8")
    sources = [str(tmp_path / "bai.txt")] if command == "build" else []
    found = CliRunner().invoke(app, [command, *sources, "--db", address, "--wait", "0.1"])
    assert found.exit_code == 1
    assert f"it is being written to by thidua build (host {socket.gethostname()}, process {holder.pid}) since 2" in (
        found.stderr
    )
    assert found.stderr.endswith("; wait for it with --wait SECONDS\n")


def test_a_killed_holder_blocks_nobody(holder: subprocess.Popen[str], engine: Engine) -> None:
    with pytest.raises(CorpusError, match="it is being written to by thidua build"), writing(engine, "test", wait=0):
        pass
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with engine.connect() as connection:
        assert connection.scalar(select(Writer.pid)) == holder.pid
    with writing(engine, "test", wait=10), engine.connect() as connection:
        assert connection.scalar(select(Writer.pid)) == os.getpid()
    with engine.connect() as connection:
        assert connection.scalar(select(Writer.pid)) is None


def test_the_second_waits(engine: Engine, address: str) -> None:
    ended: list[float] = []

    def hold(begun: threading.Event) -> None:
        with database(address, write=True) as other, writing(other, "thidua build"):
            begun.set()
            time.sleep(0.5)
            ended.append(time.monotonic())

    begun = threading.Event()
    thread = threading.Thread(target=hold, args=[begun])
    thread.start()
    begun.wait()
    with writing(engine, "test", wait=30):
        assert ended
        assert time.monotonic() >= ended[0]
    thread.join()


def test_a_folder_that_cannot_hold_the_lock(sqlite_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(lock: object) -> None:
        raise PermissionError(13, "Permission denied")

    with database(sqlite_address, write=True) as engine:
        monkeypatch.setattr("corpus.locks.FileLock.acquire", refuse)
        with pytest.raises(CorpusError, match=r"cannot be locked \(Permission denied\)"), writing(engine, "test"):
            pass


def test_questions_are_answered_while_a_build_runs(
    engine: Engine, address: str, pipeline: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def ask() -> None:
        with database(address) as reader:
            seen.append(awards(reader).records()[0]["n_entries"])

    def pages() -> Iterator[RawPage]:
        for number in range(3):
            yield make_page(page_id=f"bai-{number}", title=f"Tin {number}")
            ask()

    def derive_and_ask(engine: Engine) -> object:
        with engine.begin() as connection:
            connection.execute(Writer.__table__.update().values(command="thidua build, deriving"))
            ask()
        return derived(engine)

    from corpus.build import derive as derived

    monkeypatch.setattr("corpus.build.derive", derive_and_ask)
    build(pages(), engine, options={})
    ask()
    assert seen[:4] == [0, 0, 0, 0]
    assert seen[4] > 0
