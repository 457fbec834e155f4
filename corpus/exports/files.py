"""What an export has written (Gói xuất): its files, with their sizes and hashes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from corpus.exports.tables import ExportTable

#: The media types of the formats by the ending of their files.
MEDIA_TYPES = {
    "csv": "text/csv",
    "jsonl": "application/jsonlines",
    "parquet": "application/x-parquet",
    "spacy": "application/octet-stream",
    "db": "application/vnd.sqlite3",
}


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file of an export.

    Attributes:
        path: Its name in the folder.
        description: What it holds.
        rows: How many rows, records or Docs.
        size: Its bytes.
        sha256: SHA-256 of them, in hexadecimal digits.
        table: The table it holds, where it holds just one.
    """

    path: str
    description: str
    rows: int
    size: int
    sha256: str
    table: ExportTable | None = None

    @property
    def ending(self) -> str:
        """The ending of the file, which tells its format."""
        return self.path.rsplit(".", 1)[1]

    @property
    def media_type(self) -> str:
        """The media type of its format."""
        return MEDIA_TYPES[self.ending]


def described(path: Path, rows: int, description: str, table: ExportTable | None = None) -> ExportFile:
    """Return a file that is written, with its size and hash."""
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return ExportFile(path.name, description, rows, path.stat().st_size, digest, table)
