"""Reports to occasions (một sự kiện, nhiều bài): one row for each occasion, made of what its reports tell."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from corpus.derived_tables import MergeRow, OccasionReport, OccasionRow, OccasionType
from corpus.gathering import gathered, most
from corpus.identity import digest
from corpus.merging.clusters import Clusters, Join, Pair
from corpus.merging.pairs import Pairs
from corpus.merging.scoring import REVIEW, THRESHOLD
from corpus.merging.told import read_told
from corpus.tables import ArticleRow, EventRow, EventTypeRow
from schemas.dates import told_day


def merge_occasions(
    connection: Connection, *, together: Iterable[Pair] = (), apart: Iterable[Pair] = ()
) -> Counter[str]:
    """Write the occasions of all events anew, in the caller's transaction.

    Args:
        connection: A database open for writing.
        together: Pairs of events that a person found to be one occasion.
        apart: Pairs that a person found to be two.

    Returns:
        The number of events, of occasions, of joins and of pairs left for review.
    """
    told = list(read_told(connection))
    pairs = Pairs(connection, told)
    known = {report.event for report in told}
    clusters = Clusters(sorted(known), pairs.points, threshold=THRESHOLD, apart=apart)
    clusters.join(pairs.scored(), together=(pair for pair in together if known.issuperset(pair)))
    for table in (OccasionReport, MergeRow, OccasionType, OccasionRow):
        connection.execute(delete(table))
    groups = clusters.groups()
    _save_occasions(connection, groups)
    place = {event: number for number, group in enumerate(groups) for event in group}
    reviews = [join for join in clusters.refused if join.score >= REVIEW and place[join.one] != place[join.other]]
    _save_merges(connection, clusters.joins, reviews)
    return Counter(events=len(told), occasions=len(groups), joined=len(clusters.joins), review=len(reviews))


def _save_occasions(connection: Connection, groups: Sequence[Sequence[str]]) -> None:
    events = _events(connection)
    types = gathered(connection.execute(select(EventTypeRow.event_id, EventTypeRow.type)))
    rows: dict[Any, list[dict[str, Any]]] = {OccasionRow: [], OccasionType: [], OccasionReport: []}
    for group in groups:
        own = digest("occasion", group[0])
        rows[OccasionRow].append(_occasion(own, [events[event] for event in group]))
        kinds = sorted({kind for event in group for kind in types[event]})
        rows[OccasionType] += [{"occasion_id": own, "type": kind} for kind in kinds]
        rows[OccasionReport] += [{"event_id": event, "occasion_id": own} for event in group]
    for table, values in rows.items():
        if values:
            connection.execute(insert(table), values)


def _events(connection: Connection) -> dict[str, Any]:
    """Return what an occasion takes from its reports, by the id of the event."""
    columns = (
        EventRow.id,
        EventRow.article_id,
        EventRow.start_date,
        EventRow.end_date,
        EventRow.year_source,
        EventRow.province_id,
        ArticleRow.title,
        ArticleRow.portal,
        ArticleRow.published,
    )
    rows = connection.execute(select(*columns).join(ArticleRow, ArticleRow.id == EventRow.article_id))
    return {row.id: row for row in rows}


def _occasion(own: str, reports: Sequence[Any]) -> dict[str, Any]:
    """Return the row of an occasion: the date and the province most reports tell, the title of the first report.

    A day goes before a month, a date whose year is told before one whose year was inferred; portals come before
    newspapers, then the earlier publication.
    """
    first = min(reports, key=lambda row: (row.portal is None, row.title is None, row.published or "9", row.id))
    start, end = _date(reports)
    provinces = Counter(row.province_id for row in reports if row.province_id)
    return {
        "id": own,
        "start_date": start,
        "end_date": end,
        "province_id": most(provinces),
        "title": first.title,
        "n_reports": len({row.article_id for row in reports}),
    }


def _date(reports: Sequence[Any]) -> tuple[str | None, str | None]:
    spans = Counter((row.start_date, row.end_date) for row in reports if row.start_date)
    told = {(row.start_date, row.end_date) for row in reports if row.year_source != "context"}

    def rank(span: tuple[str, str | None]) -> tuple[bool, bool, int, str]:
        return (told_day(span[0]) is None, span not in told, -spans[span], span[0])

    return min(spans, key=rank, default=(None, None))


def _save_merges(connection: Connection, joins: Sequence[Join], reviews: Sequence[Join]) -> None:
    rows: dict[Pair, dict[str, Any]] = {}
    for decision, found in (("review", reviews), ("joined", joins)):
        for join in found:
            one, other = sorted((join.one, join.other))
            rows[one, other] = {
                "event_id": one,
                "other_id": other,
                "decision": decision,
                "score": round(join.score, 3),
                "basis": json.dumps(dict(join.points), ensure_ascii=False, sort_keys=True),
            }
    if rows:
        connection.execute(insert(MergeRow), [rows[key] for key in sorted(rows)])
