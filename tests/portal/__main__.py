"""Serve the local portal by hand: ``python -m tests.portal --port 8000 --family nukeviet --misbehave``."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from tests.portal.families import FAMILIES
from tests.portal.misbehaviours import MISBEHAVIOURS
from tests.portal.server import LocalPortal


def main() -> None:
    """Serve until interrupted; print the address, and each request as it comes in."""
    parser = argparse.ArgumentParser(prog="python -m tests.portal", description=__doc__)
    parser.add_argument("--family", choices=sorted(FAMILIES), default="wordpress")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--articles", type=int, default=120)
    parser.add_argument("--misbehave", action="store_true", help="every misbehaviour, each at one article")
    parser.add_argument("--switch", action="append", default=[], choices=sorted(LocalPortal.SWITCHES))
    parser.add_argument("--definition", type=Path, metavar="FOLDER", help="write the portal's TOML there")
    parser.add_argument("--list", action="store_true", help="tell every misbehaviour and how a crawl must end there")
    asked = parser.parse_args()
    if asked.list:
        return _list()
    misbehave = "all" if asked.misbehave else None
    with LocalPortal(
        asked.family, port=asked.port, articles=asked.articles, misbehave=misbehave, switches=asked.switch
    ) as portal:
        print(portal.base + portal.site.family.listing_path(1))
        for name, number in portal.victims.items():
            print(f"{name}: {portal.article(number).url}")
        if asked.definition:
            print(portal.definition(asked.definition))
        _follow(portal)


def _list() -> None:
    """Print what goes wrong on demand, and where a good crawler must end up."""
    for name, rule in MISBEHAVIOURS.items():
        print(f"{name}: {rule.what} → {rule.outcome}: {rule.must}")
    for name, text in LocalPortal.SWITCHES.items():
        print(f"--switch {name}: {text}")


def _follow(portal: LocalPortal) -> None:
    """Print each request until the user interrupts."""
    seen = 0
    try:
        while True:
            for hit in portal.log[seen:]:
                print(f"{hit.method} {hit.path} {hit.status}", flush=True)
                seen += 1
            time.sleep(0.2)
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
