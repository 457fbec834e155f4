"""Corrected articles as gold records (bản ghi chuẩn): ``ID.json`` with the keys of the guidelines, and ``ID.txt``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Connection, select

from corpus.corrections.making import StoredArticle, read_article
from corpus.corrections.tables import ArticleCorrection
from corpus.database import UsageError

_LONGEST_QUOTE = 160
#: The keys of the annotation guidelines; ``quote`` stands where evidence is asked for.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "events": ("types", "start", "end", "province", "organizers", "quote"),
    "officials": ("name", "positions", "roles"),
    "units": ("name", "roles"),
    "campaigns": ("name", "launcher", "start", "end", "phases", "quote"),
    "awards": (
        "form",
        "name",
        "grantor",
        "status",
        "collectives",
        "individuals",
        "households",
        "joint",
        "quantity",
        "recipients",
        "period",
        "quote",
    ),
}
_PHASE = ("label", "start", "end")


def gold_object(article: StoredArticle) -> dict[str, Any]:
    """Return an article's record as a gold record, with the article's key as its id."""
    record = article.record
    told: dict[str, Any] = {
        "id": article.key,
        "published": record.published,
        "url": record.url,
        "title": record.title,
        "relevant": record.relevant,
        "provinces": list(record.provinces),
    }
    return told | {name: [_gold_value(one, keys) for one in getattr(record, name)] for name, keys in _KEYS.items()}


def _gold_value(value: BaseModel, keys: tuple[str, ...]) -> dict[str, Any]:
    told = value.model_dump(mode="json")
    told["quote"] = told["evidence"][0]["quote"][:_LONGEST_QUOTE]
    if "phases" in told:
        told["phases"] = [{name: phase[name] for name in _PHASE} for phase in told["phases"]]
    return {name: told[name] for name in keys}


def gold_articles(connection: Connection) -> Iterator[StoredArticle]:
    """Yield the articles of which every value was confirmed, changed or added by people."""
    holds = ArticleCorrection.state.in_(("applied", "agrees"))
    corrected = select(ArticleCorrection.article_id).where(holds).distinct().order_by(ArticleCorrection.article_id)
    for key in connection.scalars(corrected).all():
        article = read_article(connection, key)
        query = select(ArticleCorrection.value_id).where(ArticleCorrection.article_id == key, holds)
        vouched = set(connection.scalars(query))
        if all(f"{key}.{value.name}" in vouched for value in article.values if value.kind != "province"):
            yield article


def write_gold(folder: Path, article: StoredArticle) -> None:
    """Write the gold record and the text of an article to a folder.

    Raises:
        UsageError: a file cannot be written.
    """
    told = json.dumps(gold_object(article), ensure_ascii=False, indent=1) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{article.key}.json").write_text(told, encoding="utf-8")
        (folder / f"{article.key}.txt").write_text(article.record.body, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"cannot be written ({error.strerror})", source=str(folder)) from error
