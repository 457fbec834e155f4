"""Awards read from sentences, lists and tables: inline examples, tables, repetitions, speed of choice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.awards import STEMS, read_awards
from extract.people import find_people
from extract.reading import Reading
from extract.text import Text
from extract.units import find_units
from schemas.folding import fold_key
from schemas.pages import TextBlock
from schemas.records import Award
from schemas.vocabulary import award_types
from tests.inline import InlineExample, differences, example_params

GOLD = Path(__file__).parents[3] / "shared" / "gold"


def blocks_of(body: str) -> tuple[TextBlock, ...]:
    blocks, start = [], 0
    for line in body.split("\n"):
        end = start + len(line)
        kind = "table_row" if "\t" in line else "list_item" if line.startswith("- ") else "paragraph"
        blocks.append(TextBlock(start=start, end=end, kind=kind, source_start=start, source_end=end))
        start = end + 1
    return tuple(blocks)


def read(body: str, title: str | None = None, published: str | None = None) -> tuple[Award, ...]:
    text = Text(body, title, published, blocks=blocks_of(body))
    units = find_units(text)
    return read_awards(Reading(text, unit_mentions=units, people=find_people(text, units)))


def span_of(award: Award) -> tuple[str, int, int, Award]:
    """The award's name inside its evidence; the evidence itself where the name is put together."""
    evidence = award.evidence[0]
    at = evidence.quote.rfind(award.name)
    if at < 0:
        return "award", evidence.start, evidence.end, award
    return "award", evidence.start + at, evidence.start + at + len(award.name), award


@pytest.mark.parametrize("example", example_params("awards", tags={"award"}))
def test_example(example: InlineExample) -> None:
    found = read(example.text, example.context.get("title"), example.context.get("published"))
    assert differences(example, [span_of(award) for award in found]) == []
