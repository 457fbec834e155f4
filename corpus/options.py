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
Wait = Annotated[
    float, typer.Option(metavar="SECONDS", min=0, help="Wait so long for another process that writes to the database.")
]
Format = Annotated[Layout, typer.Option("--format", help="How to write the answer.")]
