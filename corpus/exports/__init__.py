"""Exports of a corpus (xuất dữ liệu): CSV, JSONL, Parquet, spaCy DocBin and SQLite, each with its descriptions.

:func:`export` writes them; ``docs/exports.md`` tells what stands in which file.
"""

from corpus.exports.writing import PARTS, ExportFormat, export

__all__ = ["PARTS", "ExportFormat", "export"]
