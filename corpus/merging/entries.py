"""Award rows as counting sees them (khen thưởng để đếm), and whether two of them may be one award."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from corpus.crawl_tables import Duplicate
from corpus.derived_tables import KINDS, OccasionReport
from corpus.gathering import gathered
from corpus.tables import ArticleProvince, ArticleRow, AwardGrantor, AwardRow, EvidenceRow, ProvinceRow
from extract.units.forms import form_words
from schemas.folding import fold
from schemas.vocabulary import award_types

#: Award types that one authority alone awards, whoever hands them over.
_ONE_GRANTOR = frozenset(kind.id for kind in award_types() if kind.grantor)
#: Heads of units, who sign for them.
_OFFICES = tuple(
    tuple(fold(office).split())
    for office in ("Tổng Giám đốc", "Giám đốc", "Chủ tịch", "Bộ trưởng", "Cục trưởng", "Trưởng ban", "Hiệu trưởng")
)


@dataclass(slots=True)
class AwardEntry:
    """An award row as counting sees it.

    Attributes:
        id: Id of the row.
        article: Id of its article.
        occasion: The occasion it was given at, or ``None``.
        form: Form of the award.
        status: Its status.
        award_type: Id of its award type, where one fits.
        grantor: Words of the names of its grantors.
        level: Level of its grantor.
        quantity: Whether its numbers are exact.
        numbers: Its numbers by kind of recipient, ``None`` where not told.
        quote: Its evidence, folded.
        provinces: Names of the provinces of its article.
        published: When its article was published.
        fuller: What ranks its report: a smaller value is a fuller report.
    """

    id: str
    article: str
    occasion: str | None
    form: str
    status: str
    award_type: str | None
    grantor: frozenset[str]
    level: str | None
    quantity: str
    numbers: dict[str, int | None]
    quote: str
    provinces: frozenset[str]
    published: str | None
    fuller: tuple[Any, ...]


def total(entry: AwardEntry) -> int:
    """Return all recipients of an award, 0 where no number is told."""
    return sum(number or 0 for number in entry.numbers.values())


def may_be_one(one: AwardEntry, other: AwardEntry) -> bool:
    """Return whether neither type, level nor grantor tells two awards of one form apart."""
    if one.award_type and other.award_type and not _one_type(one.award_type, other.award_type):
        return False
    if one.award_type in _ONE_GRANTOR and one.award_type == other.award_type:
        return True
    if one.level and other.level and one.level != other.level:
        return False
    if not (one.grantor and other.grantor):
        return True
    return 2 * len(one.grantor & other.grantor) >= min(len(one.grantor), len(other.grantor))


def grantor_words(name: str) -> tuple[str, ...]:
    """Return the words of the unit that awards: its head and itself are one grantor.

    >>> grantor_words("Giám đốc Sở Y tế"), grantor_words("Chủ tịch UBND tỉnh")
    (('sở', 'y', 'tế'), ('ủy', 'ban', 'nhân', 'dân', 'tỉnh'))
    """
    words = form_words(name)
    return next((words[len(office) :] for office in _OFFICES if words[: len(office)] == office), ()) or words


def _one_type(one: str, other: str) -> bool:
    """Return whether two award types are the same, or one is a kind of the other: ``giay_khen_so``, ``giay_khen``."""
    return one.startswith(other) or other.startswith(one)


def read_entries(connection: Connection) -> list[AwardEntry]:
    """Return every award row of an article that is no copy, with the occasion it belongs to."""
    grantors = gathered(connection.execute(select(AwardGrantor.award_id, AwardGrantor.name)))
    places = _Places(connection)
    columns = [*AwardRow.__table__.c, ArticleRow.portal, ArticleRow.published]
    statement = select(*columns).join(ArticleRow, ArticleRow.id == AwardRow.article_id)
    statement = statement.where(AwardRow.article_id.not_in(select(Duplicate.article_id))).order_by(AwardRow.id)
    return [_entry(row, grantors[row["id"]], places) for row in connection.execute(statement).mappings()]


def _entry(row: Mapping[Any, Any], grantors: Sequence[str], places: _Places) -> AwardEntry:
    return AwardEntry(
        id=row["id"],
        article=row["article_id"],
        occasion=places.occasion(row["id"], row["article_id"], row["event_id"]),
        form=row["form"],
        status=row["status"],
        award_type=row["award_type_id"],
        grantor=frozenset(word for name in grantors for word in grantor_words(name)),
        level=row["grantor_level"],
        quantity=row["quantity"],
        numbers={kind: row[kind] for kind in KINDS},
        quote=places.quotes.get(row["id"], ""),
        provinces=frozenset(places.provinces[row["article_id"]]),
        published=row["published"],
        fuller=(row["portal"] is None, row["published"] or "9"),
    )


class _Places:
    """Where awards and events stand in their articles, and the occasions of the events."""

    def __init__(self, connection: Connection) -> None:
        self.quotes: dict[str | None, str] = {}
        self._starts: dict[str | None, int] = {}
        awards = select(EvidenceRow.award_id, EvidenceRow.start_offset, EvidenceRow.quote)
        for award, start, quote in connection.execute(awards.where(EvidenceRow.award_id.is_not(None))):
            self._starts.setdefault(award, start)
            self.quotes[award] = f"{self.quotes.get(award, '')} {fold(quote)}".strip()
        provinces = select(ArticleProvince.article_id, ProvinceRow.name).join(ProvinceRow)
        self.provinces = gathered(connection.execute(provinces))
        occasions = connection.execute(select(OccasionReport.event_id, OccasionReport.occasion_id))
        self._occasions: dict[str | None, str] = {row.event_id: row.occasion_id for row in occasions}
        self._events: dict[str, list[tuple[int, str | None]]] = defaultdict(list)
        first = func.min(EvidenceRow.start_offset)
        events = select(EvidenceRow.article_id, EvidenceRow.event_id, first).where(EvidenceRow.event_id.is_not(None))
        for article, event, start in connection.execute(events.group_by(EvidenceRow.article_id, EvidenceRow.event_id)):
            self._events[article].append((start, event))
        for told in self._events.values():
            told.sort(key=lambda place: (place[0], place[1] or ""))

    def occasion(self, award: str, article: str, event: str | None) -> str | None:
        """Return the occasion of an award: that of its event, else of the event told last before it."""
        if event is None:
            at = self._starts.get(award, 0)
            told = self._events.get(article, [])
            before = [own for start, own in told if start <= at]
            event = before[-1] if before else told[0][1] if told else None
        return self._occasions.get(event)
