"""Units: what is found, in which form, and with which part in the events."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.people import find_people
from extract.reading import Reading
from extract.text import Text
from extract.units import find_units, mark_positions, read_units
from schemas.folding import compose
from schemas.records import Award, Campaign, Event, Evidence
from tests.inline import InlineExample, differences, example_params, text_of


@pytest.mark.parametrize("example", example_params("units", tags={"unit"}))
def test_example(example: InlineExample) -> None:
    found = [("unit", unit.start, unit.end, unit) for unit in find_units(text_of(example))]
    assert differences(example, found) == []
