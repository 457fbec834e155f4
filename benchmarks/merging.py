"""How well reports of one occasion are joined, and look-alikes kept apart.

    python benchmarks/merging.py [--errors [PART ...]]

Builds ``tests/corpus/reports`` into a database of its own and prints pairwise precision and recall on the part that
rules may be tuned on and on the part held out, and how many pairs of look-alikes were joined; then the same for
``../shared/gold/merge`` (newspaper articles of 2017) where that is there. A pair is two articles that tell of one
occasion. ``--errors`` lists missed and false pairs with their points, of some parts or of all: rules are tuned without
looking at ``held_out``.
"""

from __future__ import annotations

import argparse
import itertools
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from corpus.build import build
from corpus.database import open_database
from corpus.derived_tables import OccasionReport
from corpus.merging.pairs import Pairs
from corpus.merging.told import read_told
from corpus.tables import ArticleRow, EventRow
from scraper.readers import read_sources

ROOT = Path(__file__).parents[1]
REPORTS = ROOT / "tests" / "corpus" / "reports"
NEWSPAPERS = ROOT.parent / "shared" / "gold" / "merge"
#: The kinds of occasions of the newspaper articles that the corpus collects.
SCOPES = {"core", "spot_reward", "state_prize", "revocation", "nomination"}

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Truth:
    """Which articles tell of one occasion, by their ids in the source.

    Attributes:
        source: The file of the articles.
        parts: Names of the parts and their articles; a pair belongs to every part that holds one of its articles.
        same: Pairs that tell of one occasion.
        ignored: Pairs that are not scored.
        alike: Pairs that look alike and tell of two.
    """

    source: Path
    parts: Mapping[str, frozenset[str]]
    same: frozenset[Pair]
    ignored: frozenset[Pair]
    alike: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Score:
    """What was joined of one part: right, missed and false pairs, and look-alikes joined."""

    right: frozenset[Pair]
    missed: frozenset[Pair]
    false: frozenset[Pair]
    alike: frozenset[Pair]

    @property
    def precision(self) -> float:
        """The share of the joined pairs that are right."""
        return len(self.right) / max(1, len(self.right) + len(self.false))

    @property
    def recall(self) -> float:
        """The share of the true pairs that were joined."""
        return len(self.right) / max(1, len(self.right) + len(self.missed))


def pairs_of(articles: Sequence[str]) -> Iterator[Pair]:
    """Yield all pairs of articles, each with the smaller id first."""
    yield from itertools.combinations(sorted(articles), 2)


def written() -> Truth:
    """Return the truth of the reports written for the tests."""
    truth = json.loads((REPORTS / "truth.json").read_text(encoding="utf-8"))
    events = {event["id"]: event for event in truth["events"]}
    parts: dict[str, set[str]] = defaultdict(set)
    for event in events.values():
        parts[event["split"]].update(event["reports"])
    alike = (
        tuple(sorted(pair))
        for look in truth["look_alikes"]
        for pair in itertools.product(*(events[own]["reports"] for own in look["events"]))
    )
    return Truth(
        source=REPORTS / "reports.jsonl",
        parts={name: frozenset(articles) for name, articles in parts.items()},
        same=frozenset(pair for event in events.values() for pair in pairs_of(event["reports"])),
        ignored=frozenset(),
        alike=frozenset(alike),
    )


def newspapers() -> Truth:
    """Return the truth of the newspaper articles."""
    clusters = json.loads((NEWSPAPERS / "clusters.json").read_text(encoding="utf-8"))
    negatives = json.loads((NEWSPAPERS / "hard_negatives.json").read_text(encoding="utf-8"))
    found: dict[bool, set[Pair]] = {True: set(), False: set()}
    for cluster in clusters:
        found[cluster["scope"] in SCOPES].update(pairs_of(cluster["articles"]))
    return Truth(
        source=NEWSPAPERS / "articles.jsonl.gz",
        parts={"newspapers": frozenset()},
        same=frozenset(found[True]),
        ignored=frozenset(found[False] - found[True]),
        alike=frozenset(tuple(sorted(negative["pair"])) for negative in negatives),
    )


def build_source(truth: Truth, engine: Engine) -> None:
    """Build the articles of a truth into a database that is open for writing."""
    build(read_sources([str(truth.source)]), engine, options={})


def joined(engine: Engine) -> frozenset[Pair]:
    """Return the pairs of articles that the corpus holds for reports of one occasion."""
    statement = select(OccasionReport.occasion_id, ArticleRow.page_id)
    statement = statement.join(EventRow, EventRow.id == OccasionReport.event_id)
    reports: dict[str, set[str]] = defaultdict(set)
    with engine.connect() as connection:
        for occasion, page in connection.execute(statement.join(ArticleRow, ArticleRow.id == EventRow.article_id)):
            reports[occasion].add(page)
    return frozenset(pair for pages in reports.values() for pair in pairs_of(tuple(pages)))


def score(truth: Truth, found: frozenset[Pair], part: str) -> Score:
    """Compare the joined pairs with the truth of one part; a part without articles is the whole."""
    articles = truth.parts[part]
    mine = {pair for pair in found | truth.same | truth.alike if not articles or articles.intersection(pair)}
    same, ours = truth.same & mine, found & mine
    return Score(
        right=frozenset(ours & same),
        missed=frozenset(same - ours),
        false=frozenset(ours - same - truth.ignored),
        alike=frozenset(ours & truth.alike),
    )


def points(engine: Engine, pairs: frozenset[Pair]) -> Iterator[tuple[Pair, dict[str, float] | None]]:
    """Yield the points of the likest events of each pair of articles; ``None`` where one of them tells no event."""
    with engine.connect() as connection:
        told = list(read_told(connection))
        pages: dict[str, str] = dict(
            tuple(row) for row in connection.execute(select(ArticleRow.id, ArticleRow.page_id))
        )
        events: dict[str, list[Any]] = defaultdict(list)
        for report in told:
            events[pages[report.article]].append(report.event)
        scored = Pairs(connection, told)
        for one, other in sorted(pairs):
            crossed = itertools.product(events[one], events[other])
            best = max((scored.points(*pair) for pair in crossed), key=lambda found: sum(found.values()), default=None)
            yield (one, other), best


def print_scores(truth: Truth, engine: Engine, *, errors: Sequence[str] | None) -> None:
    """Print the scores of all parts of a built source, and the errors of those named; of all where none is named."""
    found = joined(engine)
    print(
        f"{'part':12} {'precision':>9} {'recall':>7} {'right':>6} {'missed':>7} {'false':>6} {'look-alikes joined':>19}"
    )
    for part in truth.parts:
        result = score(truth, found, part)
        numbers = f"{len(result.right):6} {len(result.missed):7} {len(result.false):6} {len(result.alike):19}"
        print(f"{part:12} {result.precision:9.3f} {result.recall:7.3f} {numbers}")
        if errors is not None and (part in errors or not errors):
            _print_errors(engine, result)


def _print_errors(engine: Engine, result: Score) -> None:
    for name, pairs in (("missed", result.missed), ("false", result.false)):
        for (one, other), found in points(engine, pairs):
            total = "no event" if found is None else f"{sum(found.values()):.2f} {found}"
            print(f"  {name} {one} + {other}: {total}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what the corpus makes of both collections."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", nargs="*", metavar="PART", help="list missed and false pairs with their points")
    errors = parser.parse_args(arguments).errors
    truths = [written(), *([newspapers()] if NEWSPAPERS.is_dir() else [])]
    for truth in truths:
        with tempfile.TemporaryDirectory() as folder:
            engine = open_database(f"sqlite:///{folder}/reports.db", write=True)
            build_source(truth, engine)
            print_scores(truth, engine, errors=errors)
            engine.dispose()


if __name__ == "__main__":
    main()
