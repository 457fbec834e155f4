"""Crawls of the local portal in processes of their own: Twisted's reactor starts once in a process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

from rich.console import Console

from corpus.cli import main
from scraper.archive import read_crawl_log

ROOT = Path(__file__).parents[3]
_COMMAND = "from corpus.cli import main; main()"


def start(*arguments, cwd):
    """Start ``thidua fetch`` with every warning an error."""
    command = [sys.executable, "-W", "error", "-c", _COMMAND, "fetch", *map(str, arguments), "--contact", "a@vidu.vn"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1", "http_proxy": "http://127.0.0.1:9"}
    return subprocess.Popen(
        command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def fetch(*arguments, cwd):
    """Run ``thidua fetch`` and return its exit code and what it says on standard error."""
    process = start(*arguments, cwd=cwd)
    out, said = process.communicate(timeout=170)
    assert out == ""
    assert "Traceback" not in said, said
    assert "Warning" not in said, said
    return process.returncode, said


def rows(folder):
    """Return the crawl log of an archive by address."""
    return {fetch.url: fetch for fetch in read_crawl_log(folder)}


_FORKED = multiprocessing.get_context("forkserver")
_FORKED.set_forkserver_preload(["corpus.cli", "corpus.fetching", "tests.scraper.crawl.crawling"])


def _fetch_here(arguments, cwd, said):
    os.chdir(cwd)
    warnings.simplefilter("error")
    with said.open("w") as sys.stderr:
        sys.argv = ["thidua", "fetch", *map(str, arguments), "--contact", "a@vidu.vn"]
        main()


def fetch_forked(*arguments, cwd):
    """Do as :func:`fetch` does in a process that has the program loaded already."""
    said = cwd / "said.txt"
    process = _FORKED.Process(target=_fetch_here, args=(arguments, cwd, said))
    process.start()
    process.join(170)
    text = said.read_text()
    assert "Traceback" not in text, text
    return process.exitcode, text


def start_crawl(definition, raw):
    """Start a crawl in a process that has the program loaded already."""
    process = _FORKED.Process(target=crawl_here, args=(definition, raw))
    process.start()
    return process


def crawl_here(definition, raw):
    """Crawl in this process, as a target of ``multiprocessing``."""
    from scraper.portals import load_portal
    from scraper.spider import crawl

    with Path(os.devnull).open("w") as nowhere:
        crawl(load_portal(str(definition)), Path(raw), contact="a@vidu.vn", console=Console(file=nowhere))


def kill_after(process, portal, hits, seconds):
    """Kill a crawl some seconds after the portal has seen some more requests; tell whether it was still at work."""
    target = len(portal.log) + hits
    while process.is_alive() and len(portal.log) < target:
        time.sleep(0.005)
    time.sleep(seconds)
    alive = process.is_alive()
    if alive:
        os.kill(process.pid, signal.SIGKILL)
    process.join()
    return alive
