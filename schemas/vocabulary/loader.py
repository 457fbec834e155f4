"""Reads the vocabularies and refuses what breaks their rules."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from schemas.errors import VocabularyError
from schemas.folding import fold_key
from schemas.vocabulary.entries import (
    Abbreviation,
    AwardType,
    Department,
    Entry,
    EventKind,
    Position,
    Province,
    UnitType,
)

_HERE = Path(__file__).parent
_WORD = re.compile(r"\w+")

EntryT = TypeVar("EntryT", bound=Entry)
ModelT = TypeVar("ModelT", bound=BaseModel)


class _Succeeds(Protocol):
    """What comes from others and goes to others."""

    @property
    def id(self) -> str: ...
    @property
    def predecessors(self) -> tuple[str, ...]: ...
    @property
    def successors(self) -> tuple[str, ...]: ...


def load_entries(path: Path, *, table: str, model: type[EntryT]) -> tuple[EntryT, ...]:
    """Return the entries of one vocabulary file in the file's order.

    Args:
        path: TOML file with one array of tables.
        table: Name of the array.
        model: What each of its tables holds.

    Raises:
        VocabularyError: The file is missing or no TOML, has a key or table that is unknown, an id twice, an entry that
            is incomplete, has a bad date or no examples, or an example that holds no surface form of its entry.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise VocabularyError(f"cannot be read: {error}", source=path.name) from error
    tables = data.pop(table, [])
    if data:
        raise VocabularyError(f"unknown tables or keys {sorted(data)}; wanted [[{table}]]", source=path.name)
    entries = tuple(_entry(model, values, number, path) for number, values in enumerate(tables, start=1))
    _refuse_twice(entries, path)
    for entry in entries:
        _refuse_empty_examples(entry, path)
    return entries


def load_award_types(path: Path) -> tuple[AwardType, ...]:
    """Return the award types of a file; besides :func:`load_entries`, no two may claim one surface form.

    Raises:
        VocabularyError: As :func:`load_entries`, or two award types have a surface form in common.
    """
    entries = load_entries(path, table="award_type", model=AwardType)
    _refuse_shared(entries, path)
    return entries


def load_positions(path: Path) -> tuple[Position, ...]:
    """Return the positions of a file; besides :func:`load_entries`, no two may claim one surface form.

    Raises:
        VocabularyError: As :func:`load_entries`, or two positions have a surface form in common.
    """
    entries = load_entries(path, table="position", model=Position)
    _refuse_shared(entries, path)
    return entries


def load_unit_types(path: Path) -> tuple[UnitType, ...]:
    """Return the unit types of a file, whose parents must be among them; no two may claim one head or abbreviation.

    Raises:
        VocabularyError: As :func:`load_entries`, or a parent is no entry, or two types have a head in common.
    """
    entries = load_entries(path, table="unit_type", model=UnitType)
    _refuse_shared(entries, path)
    ids = {entry.id for entry in entries}
    for entry in entries:
        _refuse_dangling(path, entry.id, entry.parents, ids)
    return entries


def load_departments(path: Path) -> tuple[Department, ...]:
    """Return the departments and ministries of a file, whose predecessors and successors must be among them.

    Raises:
        VocabularyError: As :func:`load_entries`, or a reference dangles or is told on one side only.
    """
    entries = load_entries(path, table="department", model=Department)
    _refuse_lopsided(entries, path)
    return entries


def load_provinces(path: Path) -> tuple[Province, ...]:
    """Return the provinces of a CSV file: one column a field, lists joined by ``|``, nothing where not known.

    Raises:
        VocabularyError: The file is missing, has other columns than a province has fields, a value that is none of the
            field's kind, an id twice, or a predecessor or successor that dangles or is told on one side only.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, restkey="", strict=True)
            rows, columns = list(reader), tuple(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise VocabularyError(f"cannot be read: {error}", source=path.name) from error
    if set(columns) != set(Province.model_fields):
        wrong = sorted(set(columns) ^ set(Province.model_fields))
        raise VocabularyError(f"unknown or missing columns {wrong}", source=path.name)
    entries = tuple(_entry(Province, _province_values(row), number, path) for number, row in enumerate(rows, start=2))
    _refuse_twice(entries, path)
    _refuse_lopsided(entries, path)
    return entries


def _province_values(row: dict[str, Any]) -> dict[str, Any]:
    """Return a CSV row with lists split, and without the fields that are empty and may be ``None``."""
    values: dict[str, Any] = {}
    for key, value in row.items():
        field = Province.model_fields.get(key)
        kind = str(field.annotation) if field else ""
        if "tuple" in kind:
            values[key] = tuple(part for part in (value or "").split("|") if part)
        else:
            values[key] = None if "None" in kind and not value else value
    return values


def _entry(model: type[ModelT], values: Any, number: int, path: Path) -> ModelT:
    """Return one validated entry, or say which entry of which file is wrong and why."""
    name = values.get("id", f"number {number}") if isinstance(values, dict) else f"number {number}"
    try:
        return model.model_validate(values)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise _error(path, name, faults) from error


def _error(path: Path, entry: str, message: str) -> VocabularyError:
    return VocabularyError(f"entry {entry!r}: {message}", source=path.name)


def _refuse_twice(entries: Iterable[Entry | Province], path: Path) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise _error(path, entry.id, "the id stands twice")
        seen.add(entry.id)


def _words(text: str) -> str:
    """Return the folded words of a text between single blanks, so that ``in`` compares whole words."""
    return f" {' '.join(_WORD.findall(fold_key(text)))} "


def _refuse_empty_examples(entry: Entry, path: Path) -> None:
    surfaces = [_words(surface) for surface in entry.surfaces()]
    for example in entry.examples:
        words = _words(example)
        if not any(surface in words for surface in surfaces):
            raise _error(path, entry.id, f"no surface form stands in the example {example!r}")


def _refuse_shared(entries: Sequence[Entry], path: Path) -> None:
    owners: dict[str, str] = {}
    for entry in entries:
        for surface in sorted({fold_key(surface) for surface in entry.surfaces()}):
            if surface in owners:
                raise _error(path, entry.id, f"{surface!r} is a surface form of {owners[surface]!r} too")
            owners[surface] = entry.id


def _refuse_dangling(path: Path, entry: str, references: Sequence[str], ids: set[str]) -> None:
    for reference in references:
        if reference not in ids:
            raise _error(path, entry, f"refers to {reference!r}, which is no entry")


def _refuse_lopsided(entries: Sequence[_Succeeds], path: Path) -> None:
    by_id = {entry.id: entry for entry in entries}
    for entry in entries:
        _refuse_dangling(path, entry.id, (*entry.predecessors, *entry.successors), set(by_id))
        for other in entry.predecessors:
            if entry.id not in by_id[other].successors:
                raise _error(path, entry.id, f"comes from {other!r}, which does not name it as successor")
        for other in entry.successors:
            if entry.id not in by_id[other].predecessors:
                raise _error(path, entry.id, f"goes to {other!r}, which does not name it as predecessor")


@cache
def award_types() -> tuple[AwardType, ...]:
    """Return the award types (hình thức khen thưởng, danh hiệu thi đua) in the file's order."""
    return load_award_types(_HERE / "award_types.toml")


@cache
def positions() -> tuple[Position, ...]:
    """Return the positions (chức vụ) in the file's order."""
    return load_positions(_HERE / "positions.toml")


@cache
def unit_types() -> tuple[UnitType, ...]:
    """Return the unit types (loại đơn vị) in the file's order."""
    return load_unit_types(_HERE / "unit_types.toml")


@cache
def event_types() -> tuple[EventKind, ...]:
    """Return the event types (loại sự kiện) in the file's order."""
    return load_entries(_HERE / "event_types.toml", table="event_type", model=EventKind)


@cache
def departments() -> tuple[Department, ...]:
    """Return the departments and ministries (sở, bộ) of today and of before in the file's order."""
    return load_departments(_HERE / "departments.toml")


@cache
def abbreviations() -> tuple[Abbreviation, ...]:
    """Return the abbreviations (chữ viết tắt) in the file's order."""
    return load_entries(_HERE / "abbreviations.toml", table="abbreviation", model=Abbreviation)


@cache
def provinces() -> tuple[Province, ...]:
    """Return the provinces of all eras in the file's order."""
    return load_provinces(_HERE / "provinces.csv")


def provinces_on(day: date) -> tuple[Province, ...]:
    """Return the provinces in force on a day, in the file's order; complete from 1 August 2008 on.

    >>> len(provinces_on(date(2025, 6, 30))), len(provinces_on(date(2025, 7, 1)))
    (63, 34)
    >>> [province.full_name for province in provinces_on(date(2024, 12, 31)) if province.code == "46"]
    ['Tỉnh Thừa Thiên Huế']
    """
    return tuple(province for province in provinces() if province.valid_on(day))
