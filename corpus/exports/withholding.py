"""The text-free edition (bản không kèm văn bản): addresses, hashes, offsets and values, no words of an article.

Bodies, titles, quotes and the texts taken out by the cleaning are replaced by their hashes; with the texts at hand,
:mod:`corpus.exports.rejoin` puts them back. What was read from them stays: names, dates, numbers, forms.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from corpus.exports.tables import Column, ExportTable, Row

#: Columns that hold words of an article, in whatever table; values of corrections and choices may quote it.
WITHHELD = frozenset({"text", "quote", "title", "value", "read_value", "statement", "note"})


def text_hash(text: str | None) -> str | None:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal digits; ``None`` where there is none.

    >>> text_hash("thi đua")[:12]
    '371d02d56926'
    """
    return None if text is None else hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _hashed(column: Column) -> tuple[Column, ...]:
    name, description = f"{column.name}_hash", f"SHA-256 of {column.name} in UTF-8"
    columns = [replace(column, name=name, description=description)]
    if column.name == "text":
        columns.append(Column("text_length", "integer", column.required, "length of text in code points"))
    return tuple(columns)


def _cells(column: Column, cell: Any) -> tuple[Any, ...]:
    if column.name not in WITHHELD:
        return (cell,)
    length = None if cell is None else len(cell)
    return (text_hash(cell), length) if column.name == "text" else (text_hash(cell),)


def without_text(table: ExportTable) -> ExportTable:
    """Return a table with hashes in place of the words of articles."""
    if table.part == "statistics" or not any(column.name in WITHHELD for column in table.columns):
        return table
    columns = tuple(
        made for column in table.columns for made in (_hashed(column) if column.name in WITHHELD else (column,))
    )

    def rows(connection: Connection) -> Iterator[Row]:
        for row in table.rows(connection):
            yield [made for column, cell in zip(table.columns, row, strict=True) for made in _cells(column, cell)]

    return replace(table, columns=columns, rows=rows)


def _bare(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return a value of a record with hashes in place of its quotes."""
    bare: dict[str, Any] = {}
    for key, value in found.items():
        if key == "quote":
            bare["quote_hash"] = text_hash(value)
        else:
            bare[key] = [_bare(one) for one in value] if key in ("evidence", "phases") else value
    return bare


def record_without_text(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record of JSON values without body, title and quotes, with their hashes in place of them."""
    bare: dict[str, Any] = {}
    for key, value in record.items():
        if key in ("body", "title"):
            bare[f"{key}_hash"] = text_hash(value)
        elif isinstance(value, list):
            bare[key] = [_bare(one) if isinstance(one, dict) else one for one in value]
        else:
            bare[key] = value
    return bare | {"body_length": len(record["body"])}
