"""Records and tables as lines of JSON: an article a line, as ``thidua extract`` writes it, and what the corpus adds.

Added are ``article_id``, ``portal``, ``content_hash``, ``pipeline_version`` and ``repeats`` of the article; the
``id`` of every value; the ``occasion_id`` of an event; the ``movement_id`` and ``stage`` of a campaign; and what an
award adds to the sums, as ``count``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.exports.tables import Column, ExportTable, Row
from corpus.lines import record_object
from corpus.stored import StoredRecord

RECORDS = "one record an article, as `thidua extract` writes it, with what the corpus adds"
_LISTS = ("provinces", "province_sources", "events", "officials", "units", "campaigns", "awards")
_OF_ARTICLE = ("portal", "content_hash", "pipeline_version")


def record_values(stored: StoredRecord) -> dict[str, Any]:
    """Return the record of an article as JSON values, with what the corpus adds."""
    values = record_object(stored.record)
    for kind, ids in stored.ids.items():
        values[kind] = [
            {"id": own, **value, **_added(kind, stored.derived.get(own, {}))}
            for own, value in zip(ids, values[kind], strict=True)
        ]
    added = {name: stored.article[name] for name in _OF_ARTICLE}
    return {"article_id": stored.article["id"], **values, **added, "repeats": stored.repeats}


def _added(kind: str, derived: Mapping[str, Any]) -> dict[str, Any]:
    return {"count": dict(derived) or None} if kind == "awards" else dict(derived)


def record_table(*, with_text: bool) -> ExportTable:
    """Return how the lines of records are described as a table: their keys, lists without what stands in them."""
    texts = ("title", "body") if with_text else ("title_hash", "body_hash")
    words = ("article_id", "id", "published", "url", *texts, *_OF_ARTICLE, "repeats")
    required = {"article_id", "id", "body", "body_hash", "content_hash", "pipeline_version"}
    columns = [Column(name, "string", name in required) for name in words]
    columns += [
        Column("relevant", "boolean", required=True),
        *(Column(name, "array", required=True) for name in _LISTS),
    ]
    if not with_text:
        columns.append(Column("body_length", "integer", required=True))
    return ExportTable("articles", "records", RECORDS, tuple(columns), ("article_id",), (), lambda _: iter(()))


def write_objects(path: Path, objects: Iterable[Mapping[str, Any]]) -> int:
    """Write an object a line and return how many there are."""
    number = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for one in objects:
            out.write(json.dumps(one, ensure_ascii=False) + "\n")
            number += 1
    return number


def write_lines(path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> int:
    """Write a row of a table a line, as an object, and return how many there are."""
    names = [column.name for column in columns]
    return write_objects(path, (dict(zip(names, row, strict=True)) for row in rows))


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file, one a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
