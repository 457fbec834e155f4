"""Which award rows are counted (đếm không trùng): of several reports of one award, the fullest one.

Award rows of one occasion, form and status are compared report by report, the fullest report first: the one that tells
most numbers, exactly, then a portal's before a newspaper's. A row of a later report repeats a row that is counted
already unless grantor or type of award tell them apart; it then adds only the kinds of recipients the counted row
leaves open. Rows of one report never repeat each other, and rows of a copied article add nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from corpus.crawl_tables import Duplicate
from corpus.derived_tables import AwardCount, CountReason, OccasionReport
from corpus.tables import ArticleRow, AwardGrantor, AwardRow, EvidenceRow
from extract.units.forms import form_words
from schemas.folding import fold

KINDS = ("collectives", "individuals", "households", "joint")
_MORE, _NEARLY = frozenset({"hơn", "trên"}), frozenset({"gần", "ngót", "suýt soát"})
#: A number and the word before it that makes it a bound.
_QUALIFIED = re.compile(
    r"(?<!\w)(?P<word>hơn|trên|ít nhất|không dưới|gần|ngót|suýt soát|xấp xỉ|khoảng|chừng) (?P<number>\d[\d.]*)"
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
    fuller: tuple[Any, ...]


@dataclass(slots=True)
class Counted:
    """What an award row adds to the sums."""

    entry: AwardEntry
    reason: CountReason
    repeats: AwardEntry | None = None
    kinds: Sequence[str] = field(default=KINDS)

    def row(self) -> dict[str, Any]:
        """Return the row of the table of counts."""
        row: dict[str, Any] = {
            "award_id": self.entry.id,
            "occasion_id": self.entry.occasion,
            "counted": self.repeats is None,
            "repeats_id": self.repeats.id if self.repeats else None,
            "reason": self.reason,
        }
        for kind in KINDS:
            number = self.entry.numbers[kind] if kind in self.kinds else None
            low, high = bounds(number, self.entry.quantity, self.entry.quote)
            row |= {kind: number, f"{kind}_low": low, f"{kind}_high": high}
        return row


def bounds(number: int | None, quantity: str, quote: str) -> tuple[int | None, int | None]:
    """Return the least and the greatest number that the words allow; ``None`` where they set no bound.

    Of several numbers in one quote only the one behind "hơn" or "gần" is bounded by it.

    >>> bounds(200, "at_least", "hơn 200 cá nhân"), bounds(200, "about", "gần 200 cá nhân")
    ((201, None), (None, 199))
    >>> bounds(12, "at_least", "12 tập thể và hơn 200 cá nhân"), bounds(0, "about", "gần 200 cá nhân")
    ((12, 12), (0, 0))
    """
    if not number or quantity == "exact":
        return number, number
    words = {match["number"].replace(".", "").lstrip("0"): match["word"] for match in _QUALIFIED.finditer(quote)}
    if words and str(number) not in words:
        return number, number
    word = words.get(str(number), "")
    if quantity == "at_least":
        return number + (word in _MORE), None
    return None, number - 1 if word in _NEARLY else None


def count_awards(connection: Connection) -> Counter[str]:
    """Write anew what each award row adds to the sums, in the caller's transaction.

    Returns:
        How many rows there are for each reason.
    """
    connection.execute(delete(AwardCount))
    rows = [counted.row() for counted in choose(_entries(connection))]
    if rows:
        connection.execute(insert(AwardCount), rows)
    return Counter(row["reason"] for row in rows)


def choose(entries: Sequence[AwardEntry]) -> list[Counted]:
    """Return for each award row what it adds."""
    groups: dict[tuple[str, ...], list[AwardEntry]] = defaultdict(list)
    for entry in entries:
        groups[entry.occasion or entry.article, entry.form, entry.status].append(entry)
    return [counted for key in sorted(groups) for counted in _choose_group(groups[key])]


def _choose_group(entries: Sequence[AwardEntry]) -> Iterator[Counted]:
    """Choose among the rows of one occasion, form and status, report by report."""
    ordered = sorted(entries, key=lambda entry: (_rank(entry, entries), entry.article, entry.id))
    reports = [list(report) for _, report in groupby(ordered, key=lambda entry: entry.article)]
    first: CountReason = "fullest report" if len(reports) > 1 else "only report"
    taken: list[AwardEntry] = []
    filled: dict[str, set[str]] = defaultdict(set)
    for number, report in enumerate(reports):
        twins = [_twin(entry, taken) for entry in report]
        for entry, twin in zip(report, twins, strict=True):
            if twin is None:
                taken.append(entry)
                yield Counted(entry, "other award" if number else first)
                continue
            gaps = [kind for kind in _gaps(entry, twin) if kind not in filled[twin.id]]
            filled[twin.id].update(gaps)
            yield Counted(entry, "fills a gap" if gaps else "told by a fuller report", twin, gaps)


def _rank(entry: AwardEntry, entries: Sequence[AwardEntry]) -> tuple[Any, ...]:
    """Rank a report among those of one occasion and form: by how much it tells, and how exactly."""
    mine = [other for other in entries if other.article == entry.article]
    told = sum(number is not None for other in mine for number in other.numbers.values())
    exact = sum(other.quantity == "exact" for other in mine)
    return (-exact, -told, *entry.fuller)


def _twin(entry: AwardEntry, counted: Sequence[AwardEntry]) -> AwardEntry | None:
    """Return the counted row that a row of another report repeats: the one of the nearest numbers."""
    same = [other for other in counted if _may_be_one(entry, other)]
    return min(same, key=lambda other: (-_agreement(entry, other), other.id), default=None)


def _may_be_one(one: AwardEntry, other: AwardEntry) -> bool:
    if one.award_type and other.award_type and not _one_type(one.award_type, other.award_type):
        return False
    if one.level and other.level and one.level != other.level:
        return False
    if not (one.grantor and other.grantor):
        return True
    return 2 * len(one.grantor & other.grantor) >= min(len(one.grantor), len(other.grantor))


def _one_type(one: str, other: str) -> bool:
    """Return whether two award types are the same, or one is a kind of the other: ``giay_khen_so``, ``giay_khen``."""
    return one.startswith(other) or other.startswith(one)


def _agreement(one: AwardEntry, other: AwardEntry) -> int:
    """Return how many numbers two rows have in common, less those in which they differ."""
    pairs = [(one.numbers[kind], other.numbers[kind]) for kind in KINDS]
    return sum((left == right) - (left != right) for left, right in pairs if left is not None and right is not None)


def _gaps(entry: AwardEntry, counted: AwardEntry) -> list[str]:
    """Return the kinds of recipients that a row tells and the counted one leaves open; a joint total leaves none."""
    if counted.numbers["joint"] is not None or entry.numbers["joint"] is not None:
        return []
    return [kind for kind in KINDS[:3] if entry.numbers[kind] and counted.numbers[kind] is None]


def _entries(connection: Connection) -> list[AwardEntry]:
    """Return every award row of an article that is no copy, with the occasion it belongs to."""
    grantors: dict[str, list[str]] = defaultdict(list)
    for award, name in connection.execute(select(AwardGrantor.award_id, AwardGrantor.name)):
        grantors[award].append(name)
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
        grantor=frozenset(word for name in grantors for word in form_words(name)),
        level=row["grantor_level"],
        quantity=row["quantity"],
        numbers={kind: row[kind] for kind in KINDS},
        quote=places.quotes.get(row["id"], ""),
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
