"""Reads records back from their rows (đọc lại bản ghi): what was saved, corrected where it was, and what came of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from sqlalchemy import Connection, select

from corpus.crawl_tables import Duplicate
from corpus.derived_tables import AwardCount, MovementReport, OccasionReport
from corpus.entity_tables import PersonLink, UnitLink
from corpus.tables import (
    EVIDENCE_OWNERS,
    ArticleProvince,
    ArticleRow,
    ArticleUnit,
    ArticleUnitRole,
    AwardGrantor,
    AwardRecipient,
    AwardRow,
    CampaignRow,
    EventOrganizer,
    EventRow,
    EventTypeRow,
    EvidenceRow,
    OfficialPosition,
    OfficialRoleRow,
    OfficialRow,
    PhaseRow,
    ProvinceRow,
)
from schemas.records import (
    Award,
    Campaign,
    CampaignPhase,
    Event,
    Evidence,
    Official,
    OfficialRole,
    ProvinceSource,
    Record,
    Unit,
    UnitRole,
)

#: Articles held in memory at a time, with all their values.
ARTICLES = 100
_ROLES = {role: place for place, role in enumerate((*get_args(OfficialRole), *get_args(UnitRole)))}
#: What the corpus makes of values: the table, its column that names the value, the table of the value.
_DERIVED: tuple[tuple[Any, Any, Any], ...] = (
    (OccasionReport, OccasionReport.event_id, EventRow),
    (MovementReport, MovementReport.campaign_id, CampaignRow),
    (AwardCount, AwardCount.award_id, AwardRow),
    (UnitLink, UnitLink.article_unit_id, ArticleUnit),
    (PersonLink, PersonLink.official_id, OfficialRow),
)


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """The record of one article as the database holds it.

    Attributes:
        article: The columns of the article's row.
        record: The record that its rows make; roles stand in the order of their vocabulary, all else as it was saved.
        ids: The ids of the values by kind (``events``, ``awards`` …), in the order of the record.
        phase_ids: The ids of the phases of all campaigns, in the order of the record.
        derived: By the id of an event, campaign or award, the columns of what the corpus makes of it.
        repeats: Id of the article that this one repeats.
    """

    article: Mapping[str, Any]
    record: Record
    ids: Mapping[str, tuple[str, ...]]
    phase_ids: tuple[str, ...] = ()
    derived: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    repeats: str | None = None


def stored_records(connection: Connection) -> Iterator[StoredRecord]:
    """Yield the records of all articles in the order of their ids, :data:`ARTICLES` in memory at a time."""
    after = ""
    while True:
        query = select(ArticleRow.id).where(ArticleRow.id > after).order_by(ArticleRow.id).limit(ARTICLES)
        ids = list(connection.scalars(query))
        if not ids:
            return
        yield from read_records(connection, ids)
        after = ids[-1]


def read_records(connection: Connection, ids: Sequence[str]) -> Iterator[StoredRecord]:
    """Yield the records of these articles in the order of their ids; there must not be too many for one query."""
    rows = _Rows(connection, ids)
    query = select(ArticleRow.__table__).where(ArticleRow.id.in_(ids)).order_by(ArticleRow.id)
    for article in connection.execute(query):
        yield rows.stored(article)


def read_stored(connection: Connection, article_id: str) -> Record | None:
    """Return the record of one article, ``None`` where there is no such article."""
    return next((stored.record for stored in read_records(connection, [article_id])), None)


class _Rows:
    """All rows of some articles, by what they belong to."""

    def __init__(self, connection: Connection, ids: Sequence[str]) -> None:
        self._connection, self._ids = connection, ids
        self._provinces = self._pairs(select(ProvinceRow.id, ProvinceRow.name))
        self._owned = {
            table: self._of_articles(table)
            for table in (ArticleProvince, ArticleUnit, AwardRow, CampaignRow, EventRow, OfficialRow)
        }
        self._phases = self._below(PhaseRow, PhaseRow.campaign_id, CampaignRow)
        self._types = self._names(EventTypeRow.type, EventTypeRow.event_id, EventRow)
        self._organizers = self._names(EventOrganizer.name, EventOrganizer.event_id, EventRow)
        self._positions = self._names(OfficialPosition.position, OfficialPosition.official_id, OfficialRow)
        self._grantors = self._names(AwardGrantor.name, AwardGrantor.award_id, AwardRow)
        self._recipients = self._names(AwardRecipient.name, AwardRecipient.award_id, AwardRow)
        self._unit_roles = self._names(ArticleUnitRole.role, ArticleUnitRole.article_unit_id, ArticleUnit)
        self._official_roles = self._names(OfficialRoleRow.role, OfficialRoleRow.official_id, OfficialRow)
        self._evidence = self._read_evidence()
        self._derived = self._read_derived()
        repeats = select(Duplicate.article_id, Duplicate.original_id).where(Duplicate.article_id.in_(ids))
        self._repeats = self._pairs(repeats)

    def _pairs(self, query: Any) -> dict[str, str]:
        return dict(self._connection.execute(query).all())

    def _of_articles(self, table: Any) -> dict[str, list[Any]]:
        query = select(table.__table__).where(table.article_id.in_(self._ids)).order_by(table.article_id, table.ordinal)
        found = defaultdict(list)
        for row in self._connection.execute(query):
            found[row.article_id].append(row)
        return found

    def _below(self, table: Any, owner: Any, parent: Any) -> dict[str, list[Any]]:
        """Return the rows of a table by the value of an article that they belong to."""
        query = select(owner.label("owner"), *table.__table__.c).join(parent, parent.id == owner)
        keys = [column for column in table.__table__.c if column.name == "ordinal"] or list(table.__table__.primary_key)
        found = defaultdict(list)
        for row in self._connection.execute(query.where(parent.article_id.in_(self._ids)).order_by(owner, *keys)):
            found[row.owner].append(row)
        return found

    def _names(self, column: Any, owner: Any, parent: Any) -> dict[str, tuple[str, ...]]:
        rows = self._below(column.class_, owner, parent)
        return {own: tuple(getattr(row, column.key) for row in found) for own, found in rows.items()}

    def _read_evidence(self) -> dict[str, tuple[Evidence, ...]]:
        found: dict[str, list[Evidence]] = defaultdict(list)
        for rows in self._of_articles(EvidenceRow).values():
            for row in rows:
                owner = next(getattr(row, name) for name in EVIDENCE_OWNERS if getattr(row, name))
                found[owner].append(Evidence(start=row.start_offset, end=row.end_offset, quote=row.quote))
        return {owner: tuple(items) for owner, items in found.items()}

    def _read_derived(self) -> dict[str, Mapping[str, Any]]:
        found: dict[str, Mapping[str, Any]] = {}
        for table, owner, parent in _DERIVED:
            for own, rows in self._below(table, owner, parent).items():
                found[own] = {
                    key: value for key, value in rows[0]._mapping.items() if key not in ("owner", owner.key, "basis")
                }
        return found

    def stored(self, article: Any) -> StoredRecord:
        """Return the record of an article from its rows."""
        values: dict[str, list[tuple[str, Any]]] = {
            "province_sources": [self._province(row) for row in self._owned[ArticleProvince][article.id]],
            "events": [self._event(row) for row in self._owned[EventRow][article.id]],
            "officials": [self._official(row) for row in self._owned[OfficialRow][article.id]],
            "units": [self._unit(row) for row in self._owned[ArticleUnit][article.id]],
            "campaigns": [self._campaign(row) for row in self._owned[CampaignRow][article.id]],
            "awards": [self._award(row) for row in self._owned[AwardRow][article.id]],
        }
        ids = {kind: tuple(own for own, _ in found) for kind, found in values.items()}
        mine = {own: self._derived[own] for found in ids.values() for own in found if own in self._derived}
        made: dict[str, Any] = {kind: tuple(value for _, value in found) for kind, found in values.items()}
        record = Record(
            id=article.page_id,
            published=article.published,
            title=article.title,
            url=article.url,
            relevant=article.relevant,
            provinces=tuple(dict.fromkeys(source.name for source in made["province_sources"])),
            body=article.text,
            **made,
        )
        phases = tuple(phase.id for own in ids["campaigns"] for phase in self._phases.get(own, ()))
        return StoredRecord(dict(article._mapping), record, ids, phases, mine, self._repeats.get(article.id))

    def _province(self, row: Any) -> tuple[str, ProvinceSource]:
        return row.id, ProvinceSource(
            name=self._provinces[row.province_id],
            province_id=row.province_id,
            origin=row.origin,
            evidence=self._evidence.get(row.id, ()),
        )

    def _event(self, row: Any) -> tuple[str, Event]:
        return row.id, Event(
            types=self._types[row.id],  # type: ignore[arg-type]
            start=row.start_date,
            end=row.end_date,
            year_source=row.year_source,
            province=self._provinces.get(row.province_id),
            organizers=self._organizers.get(row.id, ()),
            evidence=self._evidence[row.id],
        )

    def _official(self, row: Any) -> tuple[str, Official]:
        return row.id, Official(
            name=row.name,
            positions=self._positions.get(row.id, ()),
            roles=_by_vocabulary(self._official_roles.get(row.id, ())),
            evidence=self._evidence[row.id],
        )

    def _unit(self, row: Any) -> tuple[str, Unit]:
        return row.id, Unit(
            name=row.name,
            roles=_by_vocabulary(self._unit_roles[row.id]),
            type=row.type,
            level=row.level,
            evidence=self._evidence[row.id],
        )

    def _campaign(self, row: Any) -> tuple[str, Campaign]:
        phases = (
            CampaignPhase(
                label=phase.label, start=phase.start_date, end=phase.end_date, evidence=self._evidence[phase.id]
            )
            for phase in self._phases.get(row.id, ())
        )
        return row.id, Campaign(
            name=row.name,
            launcher=row.launcher,
            start=row.start_date,
            end=row.end_date,
            phases=tuple(phases),
            evidence=self._evidence[row.id],
        )

    def _award(self, row: Any) -> tuple[str, Award]:
        same = {name: row._mapping[name] for name in Award.model_fields if name in row._mapping}
        return row.id, Award(
            **same,
            award_type=row.award_type_id,
            grantor="; ".join(self._grantors.get(row.id, ())) or None,
            recipients=self._recipients.get(row.id, ()),
            evidence=self._evidence[row.id],
        )


def _by_vocabulary(roles: Sequence[str]) -> Any:
    return tuple(sorted(roles, key=_ROLES.__getitem__))
