"""The Data Package of an export (``datapackage.json``, Frictionless Data): what stands in which file, and whence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.exports.about import About
from corpus.exports.files import ExportFile
from corpus.exports.tables import Column, ExportTable


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.kind}
    if column.description:
        field["description"] = column.description
    if column.required:
        field["constraints"] = {"required": True}
    return field


def _schema(table: ExportTable) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    schema["primaryKey"] = list(table.key)
    if table.references:
        schema["foreignKeys"] = [
            {
                "fields": list(one.columns),
                "reference": {"resource": "" if one.table == table.name else one.table, "fields": list(one.others)},
            }
            for one in table.references
        ]
    return schema


def _resource(file: ExportFile) -> dict[str, Any]:
    name = file.path.rsplit(".", 1)[0]
    resource: dict[str, Any] = {
        "name": name,
        "path": file.path,
        "description": file.description,
        "format": "sqlite" if file.ending == "db" else file.ending,
        "mediatype": file.media_type,
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "rowCount": file.rows,
    }
    if file.ending in ("csv", "jsonl"):
        resource["encoding"] = "utf-8"
    if file.ending == "csv":
        resource |= {"type": "table", "profile": "tabular-data-resource"}
    else:
        resource["type"] = "file"
    if file.table:
        resource["schema"] = _schema(file.table)
    return resource


def data_package(about: About, files: Sequence[ExportFile]) -> dict[str, Any]:
    """Return the description of an export as JSON values."""
    package: dict[str, Any] = {
        "name": "thidua-corpus",
        "title": "Thi đua – khen thưởng",
        "description": about.summary(),
        "version": about.version,
        "licenses": [about.licence_entry()],
        "keywords": ["Vietnamese", "thi đua", "khen thưởng", "public administration"],
        "sources": [
            {"title": host or "files without an address", "n_articles": number} for host, number in about.hosts.items()
        ],
        "thidua": {
            "edition": about.edition,
            "schema_version": about.schema_version,
            "pipeline_versions": dict(about.pipeline_versions),
            "coverage": list(about.coverage),
        },
        "resources": [_resource(file) for file in files],
    }
    if about.created:
        package["created"] = about.created
    return package
