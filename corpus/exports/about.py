"""What is told of an export (mô tả gói xuất): versions, coverage, sources, licence, the moment of its data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from corpus.exports.reading import plain
from corpus.runs import SCHEMA_VERSION, Run
from corpus.stats import answer
from corpus.tables import ArticleRow

NO_LICENCE = (
    "No licence is stated. The texts belong to those who published them; whoever passes this export on has to settle "
    "what is allowed, and name a licence with --licence."
)
_NAME = re.compile(r"[-a-zA-Z0-9._]+")


@dataclass(frozen=True, slots=True)
class About:
    """What descriptions tell of an export as a whole.

    Attributes:
        created: When the last build ended, or began where none has ended; ``None`` without any.
        pipeline_versions: Which versions read the articles, and how many each.
        coverage: The answer to ``thidua stats coverage --by portal``, a mapping a portal.
        hosts: The hosts of the articles, and how many of each.
        licence: The name or address of a licence; ``None`` where none is stated.
        with_text: Whether it holds the words of articles.
    """

    created: str | None
    pipeline_versions: Mapping[str, int]
    coverage: tuple[Mapping[str, Any], ...]
    hosts: Mapping[str | None, int]
    licence: str | None
    with_text: bool
    schema_version: int = SCHEMA_VERSION

    @property
    def edition(self) -> str:
        """``full`` or ``text-free``."""
        return "full" if self.with_text else "text-free"

    @property
    def version(self) -> str:
        """The versions of the pipeline in one word: the one that read all, or the one that read most and a plus."""
        versions = sorted(self.pipeline_versions.items(), key=lambda item: (-item[1], item[0]))
        first = versions[0][0].split("+")[0] if versions else "0"
        return first if first.count(".") == 2 else f"{first}.0"

    def licence_entry(self) -> dict[str, str]:
        """Return the licence as an entry of a Data Package."""
        if self.licence is None:
            return {"name": "not-stated", "title": NO_LICENCE}
        if "://" in self.licence:
            return {"name": "stated", "path": self.licence, "title": self.licence}
        name = self.licence if _NAME.fullmatch(self.licence) else "stated"
        return {"name": name, "title": self.licence}

    def summary(self) -> str:
        """Return in a sentence or two what the export is."""
        number = sum(self.hosts.values())
        days = [row[name] for row in self.coverage for name in ("first", "last") if row[name]]
        span = f", published {min(days)} to {max(days)}" if days else ""
        told = f"{number} articles of {len(self.hosts)} hosts{span}"
        text = "" if self.with_text else " No words of articles: addresses, hashes, offsets and values."
        return (
            f"Events of thi đua – khen thưởng (emulation and commendation) in Vietnam as articles tell of them: {told}."
            + text
        )


def _counts(connection: Connection, column: Any) -> dict[Any, int]:
    found = connection.execute(select(column, func.count()).group_by(column))
    return dict(sorted(((key, number) for key, number in found), key=lambda item: str(item[0])))


def about(engine: Engine, connection: Connection, *, licence: str | None, with_text: bool) -> About:
    """Return what is to be told of a database at the moment that the connection sees."""
    created = connection.scalar(select(func.coalesce(func.max(Run.finished), func.max(Run.started))))
    found = answer(engine, "coverage", by=("portal",)).records()
    rows = [{name: plain(value) for name, value in row.items()} for row in found]
    return About(
        created,
        _counts(connection, ArticleRow.pipeline_version),
        tuple(sorted(rows, key=lambda row: str(row["portal"]))),
        _counts(connection, ArticleRow.host),
        licence,
        with_text,
    )
