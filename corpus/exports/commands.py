"""What ``thidua export`` does (lệnh xuất)."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from rich.console import Console

from corpus.database import database
from corpus.exports.writing import PARTS, ExportFormat, export


def export_database(
    address: str,
    name: ExportFormat,
    target: Path,
    *,
    parts: Collection[str],
    with_text: bool,
    licence: str | None,
    console: Console,
) -> None:
    """Write a database to a folder and tell what stands there."""
    with database(address) as engine:
        files = export(
            engine, name, target, parts=[part for part in PARTS if part in parts], with_text=with_text, licence=licence
        )
    number, size = sum(file.rows for file in files), sum(file.size for file in files)
    console.print(f"{target}: {len(files)} files, {number} rows, {size / 1e6:.1f} MB; datapackage.json describes them")
