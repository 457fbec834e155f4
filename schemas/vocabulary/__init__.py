"""The vocabularies: award types, positions, unit types, event types and provinces, as data with examples.

Every entry has examples; a test runs over all of them. The loader refuses unknown keys, ids that stand twice, entries
without examples and references that lead nowhere.
"""

from schemas.vocabulary.entries import AwardType, EventKind, Position, Province, UnitType
from schemas.vocabulary.loader import award_types, event_types, positions, provinces, unit_types

__all__ = [
    "AwardType",
    "EventKind",
    "Position",
    "Province",
    "UnitType",
    "award_types",
    "event_types",
    "positions",
    "provinces",
    "unit_types",
]
