"""What the articles name (các lần nhắc tên): units, hosts, grantors, recipients and officials, article by article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from corpus.crawl_tables import Duplicate
from corpus.entities.places import line_of
from corpus.tables import (
    ArticleProvince,
    ArticleRow,
    ArticleUnit,
    AwardGrantor,
    AwardRecipient,
    AwardRow,
    EventOrganizer,
    EventRow,
    OfficialPosition,
    OfficialRow,
)

Place = tuple[str, int]
"""Id of a row and the place of a name in it."""


@dataclass(slots=True)
class Named:
    """A unit with a part in an article."""

    id: str
    name: str
    type: str | None
    level: str | None


@dataclass(slots=True)
class Holder:
    """An official of an article, with the posts as written and the day of the publication, or else of the event."""

    id: str
    name: str
    day: str | None
    positions: list[str] = field(default_factory=list)


@dataclass(slots=True)
class ArticleNames:
    """The names of one article.

    Attributes:
        id: Id of the article.
        counted: It repeats no other article.
        provinces: Ids of the provinces it is about.
        units: Its units.
        hosts: Hosts of its events, by event and place.
        grantors: Grantors of its awards, by award and place.
        recipients: Named recipients of its awards, by award and place, and whether each is one of its units.
        holders: Its officials.
    """

    id: str
    counted: bool = True
    provinces: set[str] = field(default_factory=set)
    units: list[Named] = field(default_factory=list)
    hosts: list[tuple[Place, str]] = field(default_factory=list)
    grantors: list[tuple[Place, str]] = field(default_factory=list)
    recipients: list[tuple[Place, str]] = field(default_factory=list)
    holders: list[Holder] = field(default_factory=list)

    @property
    def lines(self) -> frozenset[str]:
        """The provinces, each in all its eras as one."""
        return frozenset(line_of(one) for one in self.provinces)


def read_names(connection: Connection) -> Iterator[ArticleNames]:
    """Yield the names of every article that has some, in the order of the articles' ids."""
    found: dict[str, ArticleNames] = {}
    copies = set(connection.scalars(select(Duplicate.article_id)))

    def article(own: str) -> ArticleNames:
        if own not in found:
            found[own] = ArticleNames(own, counted=own not in copies)
        return found[own]

    columns = (ArticleUnit.article_id, ArticleUnit.id, ArticleUnit.name, ArticleUnit.type, ArticleUnit.level)
    for own, unit, name, kind, level in connection.execute(select(*columns)):
        article(own).units.append(Named(unit, name, kind, level))
    for own, row, ordinal, name in connection.execute(_names(EventOrganizer, EventOrganizer.event_id, EventRow)):
        article(own).hosts.append(((row, ordinal), name))
    for own, row, ordinal, name in connection.execute(_names(AwardGrantor, AwardGrantor.award_id, AwardRow)):
        article(own).grantors.append(((row, ordinal), name))
    recipients = _names(AwardRecipient, AwardRecipient.award_id, AwardRow)
    for own, row, ordinal, name in connection.execute(recipients.where(AwardRecipient.unit_id.is_not(None))):
        article(own).recipients.append(((row, ordinal), name))
    for own, holder in _holders(connection):
        article(own).holders.append(holder)
    for own, province in connection.execute(select(ArticleProvince.article_id, ArticleProvince.province_id)):
        if own in found:
            found[own].provinces.add(province)
    for own in sorted(found):
        yield _in_order(found.pop(own))


def _names(table: Any, owner: Any, parent: Any) -> Any:
    """Return the query of the names that hang on a row of an article."""
    return select(parent.article_id, owner, table.ordinal, table.name).join(parent, parent.id == owner)


def _holders(connection: Connection) -> Iterator[tuple[str, Holder]]:
    positions: dict[str, list[tuple[int, str]]] = defaultdict(list)
    columns = (OfficialPosition.official_id, OfficialPosition.ordinal, OfficialPosition.position)
    for official, ordinal, position in connection.execute(select(*columns)):
        positions[official].append((ordinal, position))
    told = select(OfficialRow.article_id, OfficialRow.id, OfficialRow.name, EventRow.start_date, ArticleRow.published)
    told = told.join(ArticleRow, ArticleRow.id == OfficialRow.article_id)
    told = told.outerjoin(EventRow, EventRow.id == OfficialRow.event_id)
    for own, official, name, start, published in connection.execute(told):
        day = published or start
        posts = [position for _, position in sorted(positions[official])]
        yield own, Holder(official, name, day[:10] if day else None, posts)


def _in_order(names: ArticleNames) -> ArticleNames:
    """Return the names of an article in an order that does not hang on that of the rows."""
    names.units.sort(key=lambda unit: unit.id)
    names.holders.sort(key=lambda holder: holder.id)
    for listed in (names.hosts, names.grantors, names.recipients):
        listed.sort()
    return names
