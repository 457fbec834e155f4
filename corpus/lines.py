"""Records as lines of JSON (bản ghi JSONL): the keys of the annotation guidelines, the body, and the evidence."""

from __future__ import annotations

import json
from typing import Any

from schemas.records import Record

_FOUND = ("events", "officials", "units", "campaigns", "awards")


def _with_quote(found: dict[str, Any]) -> dict[str, Any]:
    """Return a value with ``quote``, the first of its evidence."""
    return found | {"quote": found["evidence"][0]["quote"]}


def record_object(record: Record) -> dict[str, Any]:
    """Return a record as JSON values, every value that carries evidence with its ``quote``."""
    values = record.model_dump(mode="json")
    for kind in _FOUND:
        values[kind] = [_with_quote(found) for found in values[kind]]
    for campaign in values["campaigns"]:
        campaign["phases"] = [_with_quote(phase) for phase in campaign["phases"]]
    return values


def record_line(record: Record) -> str:
    """Return a record as one line of JSON."""
    return json.dumps(record_object(record), ensure_ascii=False) + "\n"
