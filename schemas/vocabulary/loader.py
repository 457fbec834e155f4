"""Reads the vocabularies and refuses what breaks their rules."""

from __future__ import annotations

from schemas.vocabulary.entries import AwardType, EventKind, Position, Province, UnitType


def award_types() -> tuple[AwardType, ...]:
    """Return the award types in the file's order."""
    raise NotImplementedError


def positions() -> tuple[Position, ...]:
    """Return the positions in the file's order."""
    raise NotImplementedError


def unit_types() -> tuple[UnitType, ...]:
    """Return the unit types in the file's order."""
    raise NotImplementedError


def event_types() -> tuple[EventKind, ...]:
    """Return the event types in the file's order."""
    raise NotImplementedError


def provinces() -> tuple[Province, ...]:
    """Return the provinces of all eras in the file's order."""
    raise NotImplementedError
