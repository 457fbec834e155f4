"""Reads a record back from the rows of its article (đọc lại bản ghi): what was saved, corrected where it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, get_args

from sqlalchemy import Connection, select

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

_Evidence = Mapping[str, tuple[Evidence, ...]]


def read_stored(connection: Connection, article_id: str) -> Record | None:
    """Return the record that the rows of an article make, or nothing where there is no such article.

    Roles stand in the order of their vocabulary; all else is as it was saved.
    """
    row = connection.execute(select(ArticleRow.__table__).where(ArticleRow.id == article_id)).one_or_none()
    return _Reader(connection, row).record() if row else None


class _Reader:
    """Reads the rows of one article."""

    def __init__(self, connection: Connection, row: Any) -> None:
        self._connection, self._row = connection, row
        self._evidence = self._read_evidence()

    def record(self) -> Record:
        sources = tuple(self._provinces())
        row = self._row
        return Record(
            id=row.page_id,
            published=row.published,
            title=row.title,
            url=row.url,
            relevant=row.relevant,
            provinces=tuple(dict.fromkeys(source.name for source in sources)),
            province_sources=sources,
            events=tuple(self._events()),
            officials=tuple(self._officials()),
            units=tuple(self._units()),
            campaigns=tuple(self._campaigns()),
            awards=tuple(self._awards()),
            body=row.text,
        )

    def _rows(self, table: Any) -> Any:
        query = select(table.__table__).where(table.article_id == self._row.id).order_by(table.ordinal)
        return self._connection.execute(query).all()

    def _read_evidence(self) -> _Evidence:
        found: dict[str, list[Evidence]] = defaultdict(list)
        for row in self._rows(EvidenceRow):
            owner = next(getattr(row, name) for name in EVIDENCE_OWNERS if getattr(row, name))
            found[owner].append(Evidence(start=row.start_offset, end=row.end_offset, quote=row.quote))
        return {owner: tuple(items) for owner, items in found.items()}

    def _values(self, column: Any, owner: Any, own: str, order: Any = None) -> tuple[Any, ...]:
        """Return the values of a column in the rows of an owner."""
        return tuple(
            self._connection.scalars(select(column).where(owner == own).order_by(column if order is None else order))
        )

    def _provinces(self) -> Any:
        for row in self._rows(ArticleProvince):
            name = self._province(row.province_id)
            yield ProvinceSource(
                name=name, province_id=row.province_id, origin=row.origin, evidence=self._evidence.get(row.id, ())
            )

    def _province(self, own: str | None) -> Any:
        return self._connection.scalar(select(ProvinceRow.name).where(ProvinceRow.id == own)) if own else None

    def _events(self) -> Any:
        for row in self._rows(EventRow):
            yield Event(
                types=self._values(EventTypeRow.type, EventTypeRow.event_id, row.id, EventTypeRow.ordinal),
                start=row.start_date,
                end=row.end_date,
                year_source=row.year_source,
                province=self._province(row.province_id),
                organizers=self._values(EventOrganizer.name, EventOrganizer.event_id, row.id, EventOrganizer.ordinal),
                evidence=self._evidence[row.id],
            )

    def _officials(self) -> Any:
        for row in self._rows(OfficialRow):
            roles = self._values(OfficialRoleRow.role, OfficialRoleRow.official_id, row.id)
            yield Official(
                name=row.name,
                positions=self._values(
                    OfficialPosition.position, OfficialPosition.official_id, row.id, OfficialPosition.ordinal
                ),
                roles=_ordered(roles, OfficialRole),
                evidence=self._evidence[row.id],
            )

    def _units(self) -> Any:
        for row in self._rows(ArticleUnit):
            roles = self._values(ArticleUnitRole.role, ArticleUnitRole.article_unit_id, row.id)
            yield Unit(
                name=row.name,
                roles=_ordered(roles, UnitRole),
                type=row.type,
                level=row.level,
                evidence=self._evidence[row.id],
            )

    def _campaigns(self) -> Any:
        for row in self._rows(CampaignRow):
            yield Campaign(
                name=row.name,
                launcher=row.launcher,
                start=row.start_date,
                end=row.end_date,
                phases=tuple(self._phases(row.id)),
                evidence=self._evidence[row.id],
            )

    def _phases(self, campaign: str) -> Any:
        query = select(PhaseRow.__table__).where(PhaseRow.campaign_id == campaign).order_by(PhaseRow.ordinal)
        for row in self._connection.execute(query):
            yield CampaignPhase(
                label=row.label, start=row.start_date, end=row.end_date, evidence=self._evidence[row.id]
            )

    def _awards(self) -> Any:
        for row in self._rows(AwardRow):
            grantors = self._values(AwardGrantor.name, AwardGrantor.award_id, row.id, AwardGrantor.ordinal)
            same = {name: getattr(row, name) for name in Award.model_fields if hasattr(row, name)}
            yield Award(
                **same,
                award_type=row.award_type_id,
                grantor="; ".join(grantors) or None,
                recipients=self._values(AwardRecipient.name, AwardRecipient.award_id, row.id, AwardRecipient.ordinal),
                evidence=self._evidence[row.id],
            )


def _ordered(roles: tuple[str, ...], vocabulary: Any) -> Any:
    return tuple(sorted(roles, key=get_args(vocabulary).index))
