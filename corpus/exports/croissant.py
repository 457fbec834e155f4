"""The Croissant description of an export (``croissant.json``, JSON-LD of MLCommons): files, record sets and fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.exports.about import NO_LICENCE, About
from corpus.exports.files import ExportFile
from corpus.exports.tables import Column, ExportTable

_TYPES = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean"}
#: The part of the JSON-LD context that every description of the standard has.
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
}
_TERMS = (
    "citeAs",
    "column",
    "equivalentProperty",
    "extract",
    "field",
    "fileProperty",
    "fileObject",
    "fileSet",
    "format",
    "includes",
    "isLiveDataset",
    "jsonPath",
    "key",
    "md5",
    "parentField",
    "path",
    "recordSet",
    "references",
    "regex",
    "repeated",
    "replace",
    "samplingRate",
    "separator",
    "source",
    "subField",
    "transform",
)


def _distribution(file: ExportFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "description": file.description,
        "contentUrl": file.path,
        "contentSize": f"{file.size} B",
        "encodingFormat": file.media_type,
        "sha256": file.sha256,
    }


def _field(file: ExportFile, name: str, column: Column) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{name}/{column.name}",
        "name": column.name,
        "dataType": _TYPES[column.kind],
        "source": {"fileObject": {"@id": file.path}, "extract": {"column": column.name}},
    }


def _record_sets(file: ExportFile) -> list[dict[str, Any]]:
    """Return the record set of a file of one table; lines of JSON without any line have no columns to name."""
    if file.table is None or (file.ending == "jsonl" and not file.rows):
        return []
    return [_record_set(file, file.table)]


def _record_set(file: ExportFile, table: ExportTable) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_field(file, table.name, column) for column in table.columns if column.kind in _TYPES],
    }


def croissant(about: About, files: Sequence[ExportFile]) -> dict[str, Any]:
    """Return the description of an export as JSON-LD values."""
    description: dict[str, Any] = {
        "@context": _CONTEXT | {term: f"cr:{term}" for term in _TERMS},
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "thidua-corpus",
        "description": about.summary(),
        "license": about.licence or NO_LICENCE,
        "citeAs": ", ".join(filter(None, ("thidua-corpus", about.version, about.edition, about.created))),
        "version": about.version,
        "distribution": [_distribution(file) for file in files],
        "recordSet": [made for file in files for made in _record_sets(file)],
    }
    if about.created:
        description |= {"datePublished": about.created, "dateCreated": about.created}
    return description
