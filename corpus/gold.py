"""Gold records, their articles, and predictions to compare them with (bản ghi chuẩn)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.database import UsageError
from corpus.evaluate import Values
from schemas.pages import RawPage, Skipped
from scraper.readers import read_sources

#: File names in a folder of gold records that are no record.
_NO_RECORD = {"index"}


def read_gold(folder: Path) -> dict[str, Values]:
    """Return the gold records of a folder, one ``ID.json`` each, by id.

    Raises:
        UsageError: the folder does not exist or holds no records, or a file is no JSON object.
    """
    if not folder.is_dir():
        raise UsageError("no such folder; name one with a file ID.json for each article", source=str(folder))
    paths = [path for path in sorted(folder.glob("*.json")) if path.stem not in _NO_RECORD]
    if not paths:
        raise UsageError("holds no gold records ID.json", source=str(folder))
    return {path.stem: _object(path.read_text(encoding="utf-8"), str(path)) for path in paths}


def _object(text: str, source: str) -> dict[str, Any]:
    try:
        values = json.loads(text)
    except ValueError as error:
        raise UsageError(f"not JSON ({error})", source=source) from error
    if not isinstance(values, dict):
        raise UsageError("not a JSON object", source=source)
    return values


def read_predictions(path: Path) -> dict[str, Values]:
    """Return predicted records, as ``thidua extract`` writes them, by id.

    Raises:
        UsageError: the file cannot be read, or a line is no JSON object with an ``id``.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("cannot be read; write it with `thidua extract`", source=str(path)) from error
    records: dict[str, Values] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            record = _object(line, f"{path}:{number}")
            records[str(record.get("id"))] = record
    return records


@dataclass(frozen=True, slots=True)
class GoldPages:
    """The pages of gold records: ``ID.html``, or ``ID.txt`` with the metadata that gold hands over.

    Attributes:
        gold: The gold records by id.
        folder: Where the pages are.
    """

    gold: Mapping[str, Values]
    folder: Path

    def __iter__(self) -> Iterator[RawPage | Skipped]:
        """Yield the page of each record, or why there is none."""
        for name, record in self.gold.items():
            for page in read_sources([str(self._path(name))]):
                yield page if isinstance(page, Skipped) else _handed_over(page, name, record)

    def _path(self, name: str) -> Path:
        paths = [self.folder / f"{name}{ending}" for ending in (".html", ".txt")]
        return next((path for path in paths if path.exists()), paths[-1])


def _handed_over(page: RawPage, name: str, record: Values) -> RawPage:
    """Return the page with the metadata its gold record hands over: of a text the day and title, of any the address."""
    given = {"id": name, "url": record.get("url") or page.url}
    if page.kind == "text":
        given |= {"published": record.get("published"), "title": record.get("title")}
    return page.model_copy(update=given)
