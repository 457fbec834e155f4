"""Options that several commands share (tuỳ chọn dùng chung)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Layout(StrEnum):
    """How an answer is written."""

    table = "table"
    csv = "csv"
    json = "json"


Database = Annotated[str, typer.Option("--db", metavar="URL", help="The database.")]
Format = Annotated[Layout, typer.Option("--format", help="How to write the answer.")]
