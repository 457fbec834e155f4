"""One article as the database holds it (bài viết): its body, and every value as a labelled stretch of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, or_, select

from corpus.corrections.tables import ArticleCorrection
from corpus.crawl_tables import Duplicate
from corpus.database import UsageError, reading
from corpus.tables import (
    ArticleProvince,
    ArticleRow,
    ArticleUnit,
    ArticleUnitRole,
    AwardRow,
    CampaignRow,
    EventRow,
    EventTypeRow,
    EvidenceRow,
    OfficialPosition,
    OfficialRoleRow,
    OfficialRow,
    PhaseRow,
    ProvinceRow,
)


@dataclass(frozen=True, slots=True)
class Highlight:
    """A stretch of the body and the value it shows."""

    start: int
    end: int
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article as it is shown: what is known of it, its body, and the highlights in their order."""

    title: str
    facts: tuple[tuple[str, str], ...]
    text: str
    highlights: tuple[Highlight, ...]


def find_article(connection: Connection, wanted: str) -> Any:
    """Return the row of the one article with this id, page id, address, source or begin of an id.

    Raises:
        UsageError: there is no such article, or there are several.
    """
    exact = or_(
        ArticleRow.id == wanted, ArticleRow.page_id == wanted, ArticleRow.url == wanted, ArticleRow.source == wanted
    )
    for condition in (exact, ArticleRow.id.startswith(wanted, autoescape=True)):
        rows = connection.execute(select(ArticleRow.__table__).where(condition).order_by(ArticleRow.id).limit(6)).all()
        if len(rows) == 1:
            return rows[0]
        if rows:
            ids = ", ".join(row.id for row in rows[:5])
            raise UsageError(f"{wanted!r} names several articles; name one of {ids}")
    raise UsageError(f"no article {wanted!r}; `thidua stats coverage --by article` lists them")


def _lists(connection: Connection, value: Any, owner: Any, order: Any, owners: Iterable[str]) -> dict[str, list[str]]:
    """Return the values of each owner in the order of a column."""
    found: dict[str, list[str]] = {name: [] for name in owners}
    for name, item in connection.execute(select(owner, value).where(owner.in_(list(found))).order_by(order)):
        found[name].append(item)
    return found


def _period(row: Any) -> str:
    return "–".join(date for date in (row.start_date, row.end_date) if date)


def _rows(connection: Connection, table: Any, article_id: str) -> Sequence[Any]:
    return connection.execute(select(table.__table__).where(table.article_id == article_id)).all()


def _event_labels(connection: Connection, article_id: str) -> dict[str, str]:
    rows = _rows(connection, EventRow, article_id)
    types = _lists(connection, EventTypeRow.type, EventTypeRow.event_id, EventTypeRow.ordinal, (row.id for row in rows))
    return {row.id: " ".join(filter(None, ["+".join(types[row.id]), _period(row)])) for row in rows}


def _official_labels(connection: Connection, article_id: str) -> dict[str, str]:
    rows = _rows(connection, OfficialRow, article_id)
    ids = [row.id for row in rows]
    posts = _lists(connection, OfficialPosition.position, OfficialPosition.official_id, OfficialPosition.ordinal, ids)
    roles = _lists(connection, OfficialRoleRow.role, OfficialRoleRow.official_id, OfficialRoleRow.role, ids)
    return {
        row.id: ": ".join(filter(None, [", ".join([row.name, *posts[row.id]]), "+".join(roles[row.id])]))
        for row in rows
    }


def _unit_labels(connection: Connection, article_id: str) -> dict[str, str]:
    rows = _rows(connection, ArticleUnit, article_id)
    roles = _lists(
        connection,
        ArticleUnitRole.role,
        ArticleUnitRole.article_unit_id,
        ArticleUnitRole.role,
        (row.id for row in rows),
    )
    return {row.id: f"{row.name}: {'+'.join(roles[row.id])}" for row in rows}


def _campaign_labels(connection: Connection, article_id: str) -> dict[str, str]:
    return {row.id: f"{row.name} {_period(row)}".strip() for row in _rows(connection, CampaignRow, article_id)}


def _phase_labels(connection: Connection, article_id: str) -> dict[str, str]:
    query = (
        select(PhaseRow.__table__)
        .join(CampaignRow, CampaignRow.id == PhaseRow.campaign_id)
        .where(CampaignRow.article_id == article_id)
    )
    return {row.id: f"{row.label or ''} {_period(row)}".strip() for row in connection.execute(query)}


def _award_labels(connection: Connection, article_id: str) -> dict[str, str]:
    labels = {}
    for row in _rows(connection, AwardRow, article_id):
        counts = ((row.collectives, "collectives"), (row.individuals, "individuals"), (row.households, "households"))
        told = [f"{'?' if number is None else number} {name}" for number, name in counts if number != 0]
        parts = [f"{row.joint} in all"] if row.joint is not None else told
        labels[row.id] = f"{row.name} ({row.form}), {row.status}: {', '.join(parts)} ({row.quantity})"
    return labels


def _province_labels(connection: Connection, article_id: str) -> dict[str, str]:
    query = (
        select(ArticleProvince.id, ProvinceRow.name)
        .join(ProvinceRow, ProvinceRow.id == ArticleProvince.province_id)
        .where(ArticleProvince.article_id == article_id)
    )
    return {row.id: row.name for row in connection.execute(query)}


_LABELS = {
    "event": ("event_id", _event_labels),
    "award": ("award_id", _award_labels),
    "campaign": ("campaign_id", _campaign_labels),
    "phase": ("phase_id", _phase_labels),
    "official": ("official_id", _official_labels),
    "unit": ("article_unit_id", _unit_labels),
    "province": ("article_province_id", _province_labels),
}


def _repetitions(connection: Connection, article_id: str) -> dict[str, str]:
    """Return which article this one repeats, and which ones repeat it."""
    own = select(Duplicate.__table__).where(Duplicate.article_id == article_id)
    others = select(Duplicate.__table__).where(Duplicate.original_id == article_id).order_by(Duplicate.article_id)
    return {
        "repeats": ", ".join(_copy(row.original_id, row) for row in connection.execute(own)),
        "repeated by": ", ".join(_copy(row.article_id, row) for row in connection.execute(others)),
    }


def _copy(other: str, row: Any) -> str:
    return f"{other} ({row.kind}, {row.similarity:.0%})"


def _corrections(connection: Connection, article_id: str) -> dict[str, str]:
    """Return what people said of the article's values, as far as it holds."""
    query = (
        select(ArticleCorrection.__table__)
        .where(ArticleCorrection.article_id == article_id, ArticleCorrection.state.in_(("applied", "agrees")))
        .order_by(ArticleCorrection.ordinal)
    )
    told = []
    for row in connection.execute(query):
        name = (row.value_id or row.kind).removeprefix(f"{article_id}.")
        what = " ".join(filter(None, (row.action, name, row.field)))
        told.append(f"{what} ({row.who}, {row.stated[:10]})")
    return {"corrections": "; ".join(told)}


def read_article(engine: Engine, wanted: str) -> ShownArticle:
    """Return an article as it is to be shown.

    Args:
        engine: An open database.
        wanted: Its id or the begin of it, the id of its page, its address or its source.

    Raises:
        UsageError: there is no such article, or there are several.
        CorpusError: the database cannot be read.
    """
    with reading(engine) as connection:
        row = find_article(connection, wanted)
        labels = {kind: (column, make(connection, row.id)) for kind, (column, make) in _LABELS.items()}
        evidence = _rows(connection, EvidenceRow, row.id)
        repeated = _repetitions(connection, row.id)
        corrected = _corrections(connection, row.id)
    highlights = [
        Highlight(item.start_offset, item.end_offset, kind, names[getattr(item, column)])
        for item in evidence
        for kind, (column, names) in labels.items()
        if getattr(item, column)
    ]
    facts = {name: getattr(row, name) for name in ("id", "source", "url", "portal", "published", "byline")}
    told = tuple((name, value) for name, value in (facts | repeated | corrected).items() if value)
    ordered = sorted(set(highlights), key=lambda item: (item.start, -item.end, item.kind, item.label))
    return ShownArticle(row.title or row.page_id, told, row.text, tuple(ordered))
