"""A database of a few pages of the examples, read by the real pipeline, and exports of it."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from sqlalchemy import Engine

from corpus.commands import build_database
from corpus.database import open_database

EXAMPLES = Path(__file__).parents[2] / "examples"


def build_examples(folder: Path, pattern: str = "0[1-9]-*") -> Engine:
    """Return the database of the examples whose names fit a pattern."""
    address = f"sqlite:///{folder / 'examples.db'}"
    pages = sorted(str(path) for path in EXAMPLES.glob(pattern))
    assert len(pages) > 5
    build_database([*pages, "none.html"], address=address, rebuild=False, console=Console(quiet=True))
    return open_database(address)
