"""How well the pipeline reads the annotated pages; a change that makes it clearly worse fails here."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from corpus.evaluate import Evaluation, Values, evaluate
from corpus.gold import GoldPages, read_gold
from corpus.lines import record_object
from corpus.reading import read_pages
from schemas.pages import RawPage, Skipped
from scraper.readers import read_sources

ROOT = Path(__file__).parents[2]
#: F1 no change may fall under; raised when the pipeline gets better.
FLOORS = {
    "relevance": 0.96,
    "provinces": 0.93,
    "event_date": 0.9,
    "official_name": 0.97,
    "position": 0.95,
    "unit": 0.85,
    "campaign": 0.85,
    "phase": 0.85,
    "award": 0.82,
    "award_form": 0.9,
    "grantor": 0.9,
}


def compared(gold: dict[str, Values], pages: Iterable[RawPage | Skipped]) -> Evaluation:
    """Return how what is read from the pages compares with gold."""
    records = (record for record in read_pages(pages) if not isinstance(record, Skipped))
    return evaluate(gold, {record.id: record_object(record) for record in records})


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return compared(read_gold(ROOT / "tests" / "gold" / "examples"), read_sources([str(ROOT / "examples")]))


@pytest.mark.parametrize("row", FLOORS)
def test_the_examples_are_read_well(evaluation: Evaluation, row: str) -> None:
    assert evaluation.scores[row].f1 >= FLOORS[row], evaluation.errors()


#: The same for the department pages of our own writing; ``unseen`` may be measured, never mended with.
DEPARTMENTS = {
    "departments": {
        "relevance": 0.97,
        "provinces": 0.93,
        "event_date": 0.9,
        "official_name": 0.97,
        "position": 0.97,
        "unit": 0.85,
        "campaign": 0.9,
        "phase": 0.88,
        "award": 0.8,
        "award_form": 0.88,
        "grantor": 0.88,
    },
    "unseen": {
        "relevance": 0.95,
        "official_name": 0.95,
        "position": 0.95,
        "unit": 0.75,
        "award": 0.6,
        "award_form": 0.75,
        "grantor": 0.8,
    },
}


@pytest.fixture(scope="module")
def of_departments() -> dict[str, Evaluation]:
    folders = {name: ROOT / "tests" / "gold" / name for name in DEPARTMENTS}
    gold = {name: read_gold(folder) for name, folder in folders.items()}
    return {name: compared(gold[name], GoldPages(gold[name], folder)) for name, folder in folders.items()}


@pytest.mark.parametrize(("name", "row"), [(name, row) for name, floors in DEPARTMENTS.items() for row in floors])
def test_department_pages_are_read_well(of_departments: dict[str, Evaluation], name: str, row: str) -> None:
    f1 = of_departments[name].scores[row].f1
    assert f1 >= DEPARTMENTS[name][row], f"{row} of {name} fell to {f1:.3f}"
