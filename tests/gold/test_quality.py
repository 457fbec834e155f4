"""How well the pipeline reads the annotated example pages; a change that makes it clearly worse fails here."""

from pathlib import Path

import pytest

from corpus.evaluate import Evaluation, evaluate
from corpus.gold import read_gold
from corpus.lines import record_object
from corpus.reading import read_pages
from schemas.pages import Skipped
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


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    found = read_pages(read_sources([str(ROOT / "examples")]))
    records = {record.id: record_object(record) for record in found if not isinstance(record, Skipped)}
    return evaluate(read_gold(ROOT / "tests" / "gold" / "examples"), records)


@pytest.mark.parametrize("row", FLOORS)
def test_the_examples_are_read_well(evaluation: Evaluation, row: str) -> None:
    assert evaluation.scores[row].f1 >= FLOORS[row], evaluation.errors()
