"""docs/portals.md names every key of a definition and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from scraper.portals import Detection, Expectations, Family, Listing, Politeness, Portal, Selectors, Version

TEXT = (Path(__file__).parents[2] / "docs" / "portals.md").read_text(encoding="utf-8")
SECTIONS = {part.split("\n", 1)[0].strip("`[]"): part for part in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]}


def keys(section: str) -> set[str]:
    """Return the keys in the first column of a section's table."""
    rows = re.findall(r"^\| (`.*?) \|", SECTIONS[section], re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`(\w+)`", row)}


@pytest.mark.parametrize(
    ("section", "model"),
    [("Portal", Portal), ("listings", Listing), ("selectors", Selectors), ("Family", Family), ("detect", Detection)],
)
def test_every_key_is_documented_and_no_other(section: str, model: type[BaseModel]) -> None:
    assert keys(section) == set(model.model_fields)


@pytest.mark.parametrize(
    ("section", "model"), [("versions", Version), ("Portal", Politeness), ("Portal", Expectations)]
)
def test_keys_in_running_text(section: str, model: type[BaseModel]) -> None:
    assert set(re.findall(r"`(\w+)`", SECTIONS[section])) >= set(model.model_fields)
