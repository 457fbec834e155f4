"""Builds in processes of their own, to be killed: run as a program, with the folder of the repository as its folder.

Reads lines of JSON with ``address``, ``source`` and ``rebuild``; answers each with the id of a process that builds, and
when that has ended, with how. Everything is imported once, so that a build begins the moment it is asked for.
"""

from __future__ import annotations

import json
import os
import sys
import traceback

from corpus.build import build
from corpus.database import database
from corpus.locks import writing
from corpus.reading import learn_chrome
from scraper.readers import read_sources


def run(address: str, source: str, rebuild: bool) -> None:
    """Build a database from the pages of a source."""
    with database(address, write=True) as engine, writing(engine, "thidua build", wait=20):
        chrome = learn_chrome(read_sources([source]))
        build(read_sources([source]), engine, options={}, rebuild=rebuild, chrome=chrome)


def main() -> None:
    """Build as often as asked for."""
    for line in sys.stdin:
        process = os.fork()
        if not process:
            try:
                run(**json.loads(line))
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        print(process, flush=True)
        print(os.waitpid(process, 0)[1], flush=True)


if __name__ == "__main__":
    main()
