"""One entry of a dump to a raw page (mục dữ liệu): a line of JSON or a row of Parquet with the same fields."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from schemas.errors import ReadError
from schemas.folding import compose
from schemas.pages import RawPage, Skipped

FIELDS = ("id", "url", "published", "retrieved", "title", "text", "html")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?")


def skip(source: str, reason: str) -> Skipped:
    """Return that a source cannot be read."""
    return Skipped(source=source, stage="read", reason=reason)


def read_line(line: bytes, where: str) -> RawPage | Skipped:
    """Return the page of a line of JSON, or what is wrong with it."""
    try:
        entry = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return skip(where, "not UTF-8: write the dump in UTF-8")
    except (json.JSONDecodeError, RecursionError) as error:
        return skip(where, f"not JSON ({str(error).splitlines()[0]}): write one JSON object a line")
    if not isinstance(entry, dict):
        return skip(where, "not a JSON object: write one JSON object a line")
    try:
        return page_of(entry, where)
    except ReadError as error:
        return skip(where, error.message)


def page_of(entry: Mapping[str, Any], where: str) -> RawPage:
    """Return the page of an entry.

    Raises:
        ReadError: the entry holds no page, or a field that is none.
    """
    values = {name: _string(entry, name) for name in FIELDS}
    html, text = values.pop("html"), values.pop("text")
    content = compose(html or text or "")
    if not content:
        raise ReadError('neither "text" nor "html" holds anything: give one of them')
    url = values["url"]
    given = values.pop("id") or hashlib.sha256((url or content).encode()).hexdigest()[:16]
    moments = {name: _moment(values.pop(name), name) for name in ("published", "retrieved")}
    try:
        return RawPage.model_validate(
            {"source": where, "id": given, "kind": "html" if html else "text", "content": content, **values, **moments}
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise ReadError(f'"{first["loc"][0]}" is wrong ({first["msg"]}): correct it or leave it out') from error


def _string(entry: Mapping[str, Any], name: str) -> str | None:
    """Return a field as text: numbers are taken as ids, blanks as nothing; lone surrogates are replaced."""
    value = entry.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and name == "id":
        value = str(value)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ReadError(f'"{name}" is {type(value).__name__}, not text: write it as a string or leave it out')
    value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value if value.strip() else None


def _moment(value: str | None, name: str) -> str | None:
    """Return an ISO day or moment to the minute.

    A ``published`` that is no such thing makes the line a skipped one: it would be trusted, and a page without it
    would get another date silently.
    """
    if value is None:
        return None
    match = _MOMENT.fullmatch(value.strip())
    return f"{match[1]}T{match[2]}" if match else value.strip()
