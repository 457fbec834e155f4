"""``kill -9`` at any moment of a build costs nothing: the next build ends where an undisturbed one does."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_store import dump

from corpus.check import check
from corpus.database import database

ROOT = Path(__file__).parents[2]
KILLS = 10
#: What tells of the runs themselves, and not of the pages.
RUNS = {"runs", "run_skips", "writers", "schema_version"}


class Builds:
    """Builds of one source in processes of their own."""

    def __init__(self, source: Path) -> None:
        self.source, self.killed = source, 0
        self._server = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("killed_builds.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def run(self, address: str, *, rebuild: bool = False, kill_after: float | None = None) -> float:
        """Build, and kill the process after some seconds; return how long it ran."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        asked = {"address": address, "source": str(self.source), "rebuild": rebuild}
        self._server.stdin.write(json.dumps(asked) + "\n")
        self._server.stdin.flush()
        process, begun = int(self._server.stdout.readline()), time.monotonic()
        if kill_after is not None:
            threading.Timer(kill_after, kill, [process]).start()
        status = int(self._server.stdout.readline())
        assert status in ((0, signal.SIGKILL) if kill_after is not None else (0,))
        self.killed += status == signal.SIGKILL
        return time.monotonic() - begun

    def close(self) -> None:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.wait()
        self._server.stdout.close()


def kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


@pytest.fixture
def builds(tmp_path: Path) -> Iterator[Builds]:
    source = tmp_path / "reports.jsonl"
    lines = (ROOT / "tests" / "corpus" / "reports" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    broken = ['{"id": "hỏng"', json.dumps({"id": "trống", "content": ""})]
    source.write_text("\n".join([*lines[:24], lines[3], *broken]) + "\n", encoding="utf-8")
    builds = Builds(source)
    yield builds
    builds.close()


def test_a_killed_build_is_made_good_by_the_next(builds: Builds, address: str, tmp_path: Path) -> None:
    undisturbed = f"sqlite:///{tmp_path / 'undisturbed.db'}"
    builds.run(undisturbed)
    seconds = builds.run(undisturbed, rebuild=True)
    moments = random.Random(9)
    for number in range(KILLS):
        builds.run(address, rebuild=number >= KILLS // 3, kill_after=moments.uniform(0, seconds))
    builds.run(address)
    assert builds.killed >= KILLS // 2
    with database(undisturbed) as one, database(address) as other:
        expected = dump(one, without=RUNS)
        assert expected["articles"]
        assert expected["skipped_pages"]
        assert dump(other, without=RUNS) == expected
        assert [result.name for result in check(other) if result.violations] == []
        assert [result.name for result in check(one) if result.violations] == []
