"""The vocabularies: award types, positions, unit types, event types, departments, abbreviations and provinces, as data.

Every entry has examples; a test runs over all of them. The loader refuses unknown keys, ids that stand twice, entries
without examples and references that lead nowhere.
"""

from schemas.vocabulary.entries import Abbreviation, AwardType, Department, EventKind, Position, Province, UnitType
from schemas.vocabulary.loader import (
    abbreviations,
    award_types,
    departments,
    event_types,
    positions,
    provinces,
    provinces_on,
    unit_types,
)

__all__ = [
    "Abbreviation",
    "AwardType",
    "Department",
    "EventKind",
    "Position",
    "Province",
    "UnitType",
    "abbreviations",
    "award_types",
    "departments",
    "event_types",
    "positions",
    "provinces",
    "provinces_on",
    "unit_types",
]
