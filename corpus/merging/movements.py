"""Campaigns to movements (một phong trào, nhiều bài): the same campaign from its plan to its awards."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from corpus.derived_tables import MovementReport, MovementRow, Stage
from corpus.gathering import gathered, most
from corpus.identity import digest
from corpus.tables import ArticleProvince, CampaignRow, EventRow, EventTypeRow
from extract.units.forms import form_words
from schemas.folding import fold_key

_KIND = re.compile(r"^(?:(?:phong trào|đợt|cuộc vận động|chiến dịch|cao điểm|thi đua|đặc biệt|với chủ đề|chủ đề) ?)+")
_NOT_WORD = re.compile(r"[^\w%]+")
_STAGES: tuple[tuple[frozenset[str], Stage], ...] = (
    (frozenset({"launch", "pledge"}), "launched"),
    (frozenset({"review", "interim_review"}), "reviewed"),
    (frozenset({"award_ceremony", "award_decision", "honouring"}), "awarded"),
    (frozenset({"guidance"}), "planned"),
)


def movement_name(name: str) -> str:
    """Return the words by which campaigns are compared: the name without its kind and punctuation, folded.

    >>> movement_name('Phong trào thi đua "Dạy tốt - Học tốt"'), movement_name("Dạy tốt, học tốt")
    ('dạy tốt học tốt', 'dạy tốt học tốt')
    """
    words = " ".join(_NOT_WORD.sub(" ", fold_key(name)).split())
    return _KIND.sub("", words) or words


def merge_movements(connection: Connection) -> Counter[str]:
    """Write the movements of all campaigns anew, in the caller's transaction.

    Campaigns are one movement where they have the same name, no two different launchers, provinces or periods. What
    would fit several movements begins its own.

    Returns:
        The number of campaigns and of movements.
    """
    for table in (MovementReport, MovementRow):
        connection.execute(delete(table))
    campaigns = _campaigns(connection)
    by_name: dict[str, list[_Campaign]] = defaultdict(list)
    for campaign in campaigns:
        by_name[campaign.key].append(campaign)
    movements = [movement for key in sorted(by_name) for movement in _movements(by_name[key])]
    if movements:
        connection.execute(insert(MovementRow), [_movement(campaigns) for campaigns in movements])
        connection.execute(insert(MovementReport), [row for campaigns in movements for row in _reports(campaigns)])
    return Counter(campaigns=len(campaigns), movements=len(movements))


class _Campaign:
    """A campaign as one article tells it, with what it is compared by."""

    def __init__(self, row: Any, provinces: Sequence[str], types: Sequence[str]) -> None:
        self.row = row
        self.key = movement_name(row.name)
        self.launcher = frozenset(form_words(row.launcher or ""))
        self.provinces = frozenset(provinces)
        first, last = row.start_date or row.end_date, row.end_date or row.start_date
        self.years = (int(first[:4]), int(last[:4])) if first else None
        self.stage: Stage = next((stage for kinds, stage in _STAGES if kinds.intersection(types)), "under way")

    def agrees(self, other: _Campaign) -> bool:
        """Return whether nothing tells two campaigns of one name apart, and something beside the name joins them."""
        if self.years and other.years and not (self.years[0] <= other.years[1] and other.years[0] <= self.years[1]):
            return False
        if self.launcher and other.launcher:
            shared = len(self.launcher & other.launcher)
            return 3 * shared >= 2 * min(len(self.launcher), len(other.launcher))
        return bool(self.provinces & other.provinces) or self.row.article_id == other.row.article_id


def _campaigns(connection: Connection) -> list[_Campaign]:
    provinces = gathered(connection.execute(select(ArticleProvince.article_id, ArticleProvince.province_id)))
    kinds = select(EventRow.article_id, EventTypeRow.type).join(EventTypeRow, EventTypeRow.event_id == EventRow.id)
    types = gathered(connection.execute(kinds))
    rows = connection.execute(select(*CampaignRow.__table__.c).order_by(CampaignRow.id))
    return [_Campaign(row, provinces[row.article_id], types[row.article_id]) for row in rows]


def _movements(campaigns: Sequence[_Campaign]) -> list[list[_Campaign]]:
    """Return the movements among campaigns of one name: each joins the one movement that agrees with it."""
    found: list[list[_Campaign]] = []
    for campaign in sorted(campaigns, key=lambda one: (one.years is None, not one.launcher, one.row.id)):
        fitting = [movement for movement in found if all(campaign.agrees(other) for other in movement)]
        if len(fitting) == 1:
            fitting[0].append(campaign)
        else:
            found.append([campaign])
    return found


def _id(campaigns: Sequence[_Campaign]) -> str:
    return digest("movement", min(campaign.row.id for campaign in campaigns))


def _movement(campaigns: Sequence[_Campaign]) -> dict[str, Any]:
    """Return the row of a movement: its commonest name, launcher and period among its reports."""
    rows = [campaign.row for campaign in campaigns]
    spans = Counter((row.start_date, row.end_date) for row in rows if row.start_date or row.end_date)
    start, end = min(spans, key=lambda span: (-spans[span], str(span)), default=(None, None))
    provinces = Counter(one for campaign in campaigns if len(campaign.provinces) == 1 for one in campaign.provinces)
    return {
        "id": _id(campaigns),
        "name": _commonest([row.name for row in rows]),
        "launcher": _commonest([row.launcher for row in rows if row.launcher]),
        "start_date": start,
        "end_date": end,
        "province_id": most(provinces),
        "n_reports": len({row.article_id for row in rows}),
    }


def _commonest(values: Sequence[str]) -> str | None:
    """Return the value that stands most often, of those the longest, of those the first in order."""
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], -len(value), value), default=None)


def _reports(campaigns: Sequence[_Campaign]) -> list[dict[str, Any]]:
    own = _id(campaigns)
    return [{"campaign_id": campaign.row.id, "movement_id": own, "stage": campaign.stage} for campaign in campaigns]
