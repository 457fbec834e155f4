"""Values of a record as statements hold them (giá trị): their fields apart from their evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from corpus.corrections.statements import Kind, Values
from corpus.rows import province_id
from schemas.dates import first_day
from schemas.errors import CorpusError
from schemas.folding import fold_key
from schemas.records import Award, Campaign, CampaignPhase, Event, Evidence, Official, ProvinceSource, Record, Unit
from schemas.vocabulary import award_types, provinces

MODELS: Mapping[str, type[BaseModel]] = {
    "province": ProvinceSource,
    "event": Event,
    "official": Official,
    "unit": Unit,
    "campaign": Campaign,
    "phase": CampaignPhase,
    "award": Award,
}
#: What a record calls the values of a kind.
LISTS: Mapping[str, str] = {
    "province": "province_sources",
    "event": "events",
    "official": "officials",
    "unit": "units",
    "campaign": "campaigns",
    "award": "awards",
}
_NOT_FIELDS = {"evidence", "phases"}
KINDS: tuple[Kind, ...] = get_args(Kind)


def fields_of(kind: str) -> tuple[str, ...]:
    """Return the fields of a kind of values that a statement may change."""
    return tuple(name for name in MODELS[kind].model_fields if name not in _NOT_FIELDS)


def values_of(found: BaseModel) -> Values:
    """Return the fields of a value without its evidence, as JSON values."""
    return found.model_dump(mode="json", exclude=_NOT_FIELDS)


def make_value(kind: str, values: Values, evidence: tuple[Evidence, ...], *, published: str | None) -> BaseModel:
    """Return the value that its fields and its evidence make.

    Raises:
        CorpusError: they make none: a word no vocabulary knows, a count below zero, an end before the start.
    """
    told = dict(values)
    if kind == "province":
        told = _province(told, published)
    try:
        made = MODELS[kind].model_validate_json(_json(told, evidence))
    except ValidationError as error:
        raise CorpusError(explain_invalid(error)) from error
    _check_period(told)
    if kind == "event" and told.get("province"):
        province_id(told["province"], day=None)
    if kind == "award" and told.get("award_type") not in {None, *(row.id for row in award_types())}:
        raise CorpusError(f"award_type: no type of award is called {told['award_type']!r}")
    return made


def _json(values: Values, evidence: tuple[Evidence, ...]) -> str:
    """Return the JSON of a value; lists of JSON become the tuples of the model."""
    told = values | {"evidence": [item.model_dump() for item in evidence]}
    return json.dumps(told, ensure_ascii=False)


def explain_invalid(error: ValidationError) -> str:
    """Return what is wrong with a value, field by field, in one line."""
    parts = []
    for item in error.errors(include_url=False):
        place = ".".join(str(part) for part in item["loc"])
        message = item["msg"].removeprefix("Value error, ")
        parts.append(f"{place}: {message}" if place else message)
    return "; ".join(parts)


def _province(values: Values, published: str | None) -> Values:
    """Return the fields of a province whose name alone may be told."""
    name = str(values.get("name"))
    in_force = province_id(name, day=first_day(published) if published else None)
    named = {row.id for row in provinces() if row.name == name}
    own = values.get("province_id")
    return {"origin": "text"} | values | {"name": name, "province_id": own if own in named else in_force}


def _check_period(values: Values) -> None:
    start, end = values.get("start"), values.get("end")
    if start and end and end < start[: len(end)]:
        raise CorpusError(f"end: {end} is before {start}")


def alike(kind: str, one: Values, other: Values) -> bool:
    """Return whether two values of a kind that stand at one place are readings of the same thing."""
    if kind == "award":
        return bool(one["form"] == other["form"] and one["status"] == other["status"])
    if kind == "event":
        return bool(set(one["types"]) & set(other["types"]))
    if kind == "phase":
        told = [(value["label"] and fold_key(value["label"]), value["start"]) for value in (one, other)]
        return (
            any(mine == theirs and mine is not None for mine, theirs in zip(*told, strict=True)) or told[0] == told[1]
        )
    names = [fold_key(str(value["name"])) for value in (one, other)]
    return names[0] in names[1] or names[1] in names[0]


def agreement(one: Values, other: Values) -> int:
    """Return how many fields of two values are the same."""
    return sum(normal(one.get(name)) == normal(other.get(name)) for name in one.keys() | other.keys())


def normal(value: Any) -> Any:
    """Return a value in which the order of a list does not count."""
    return sorted(value) if isinstance(value, list) else value


def same_values(one: Values, other: Values) -> bool:
    """Return whether two values say the same; a list that is empty says what a missing one does."""
    return all(_said(one.get(name)) == _said(other.get(name)) for name in one.keys() | other.keys())


def _said(value: Any) -> Any:
    return None if value == [] else normal(value)


def found_in(record: Record) -> list[tuple[str, BaseModel, BaseModel | None]]:
    """Return the kind of every value of a record, the value, and of a phase its campaign."""
    found: list[tuple[str, BaseModel, BaseModel | None]] = []
    for kind, name in LISTS.items():
        for value in getattr(record, name):
            found.append((kind, value, None))
            phases = value.phases if isinstance(value, Campaign) else ()
            found.extend(("phase", phase, value) for phase in phases)
    return found
