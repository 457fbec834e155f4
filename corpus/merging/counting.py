"""Which award rows are counted (đếm không trùng): of several reports of one award, the fullest one.

Award rows of one occasion, form and status are compared report by report, the fullest report first: the one that tells
most numbers, exactly, then a portal's before a newspaper's. A row of a later report repeats a row that is counted
already unless grantor or type of award tell them apart; it then adds only the kinds of recipients the counted row
leaves open. A row that names no award ("khen thưởng 76 tập thể, cá nhân") repeats the awards that another report names,
where the numbers agree or its own report names none. Rows of one report never repeat each other, and rows of a copied
article add nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, delete, insert

from corpus.derived_tables import KINDS, AwardCount, CountReason
from corpus.merging.adrift import place_adrift
from corpus.merging.entries import AwardEntry, may_be_one, read_entries, total

#: Forms of a row that names no award: it may tell what another report names.
_VAGUE = frozenset({"honour", "unspecified"})
_MORE, _NEARLY = frozenset({"hơn", "trên"}), frozenset({"gần", "ngót", "suýt soát"})
#: A number and the word before it that makes it a bound.
_QUALIFIED = re.compile(
    r"(?<!\w)(?P<word>hơn|trên|ít nhất|không dưới|gần|ngót|suýt soát|xấp xỉ|khoảng|chừng) (?P<number>\d[\d.]*)"
)


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
    entries = read_entries(connection)
    place_adrift(entries)
    rows = [counted.row() for counted in choose(entries)]
    if rows:
        connection.execute(insert(AwardCount), rows)
    return Counter(row["reason"] for row in rows)


def choose(entries: Sequence[AwardEntry]) -> list[Counted]:
    """Return for each award row what it adds."""
    groups: dict[tuple[str, str], list[AwardEntry]] = defaultdict(list)
    for entry in entries:
        groups[entry.occasion or entry.article, entry.status].append(entry)
    return [counted for key in sorted(groups) for counted in _choose_status(groups[key])]


def _choose_status(entries: Sequence[AwardEntry]) -> Iterator[Counted]:
    """Choose among the rows of one occasion and status: the forms first, then what tells none of them."""
    forms: dict[str, list[AwardEntry]] = defaultdict(list)
    for entry in entries:
        forms[entry.form].append(entry)
    named: list[AwardEntry] = []
    tell_forms = {entry.article for entry in entries if entry.form not in _VAGUE}
    for form in sorted(forms, key=lambda form: (form in _VAGUE, form)):
        group = forms[form]
        if form in _VAGUE:
            repeats = {entry.id: _vague_twin(entry, named, tell_forms) for entry in group}
            yield from (
                Counted(entry, "told by a fuller report", twin, ()) for entry in group if (twin := repeats[entry.id])
            )
            group = [entry for entry in group if not repeats[entry.id]]
        chosen = list(_choose_group(group))
        named += [counted.entry for counted in chosen if counted.repeats is None and form not in _VAGUE]
        yield from chosen


def _vague_twin(entry: AwardEntry, named: Sequence[AwardEntry], tell_forms: Container[str]) -> AwardEntry | None:
    """Return the award that another report names and this row tells without its form.

    Their numbers or totals are the same, or the total is that of all awards of the other report; or this report names
    no form at all.
    """
    others = [other for other in named if other.article != entry.article]
    told_in_all = total(entry)
    sums = {other.article: sum(map(total, [one for one in others if one.article == other.article])) for other in others}
    told = {kind: number for kind, number in entry.numbers.items() if number}
    same = [
        other
        for other in others
        if told and (told_in_all in (total(other), sums[other.article]) or told.items() <= other.numbers.items())
    ]
    if same:
        return min(same, key=lambda other: (total(other) != told_in_all, -total(other), other.id))
    return _twin(entry, others) if entry.form == "unspecified" and entry.article not in tell_forms else None


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
    told = sum(bool(number) for other in mine for number in other.numbers.values())
    exact = sum(other.quantity == "exact" for other in mine)
    return (-exact, -told, *entry.fuller)


def _twin(entry: AwardEntry, counted: Sequence[AwardEntry]) -> AwardEntry | None:
    """Return the counted row that a row of another report repeats: the one of the nearest numbers."""
    same = [other for other in counted if may_be_one(entry, other)]
    return min(same, key=lambda other: (-_agreement(entry, other), other.id), default=None)


def _agreement(one: AwardEntry, other: AwardEntry) -> int:
    """Return how many numbers two rows have in common, less those in which they differ."""
    pairs = [(one.numbers[kind], other.numbers[kind]) for kind in KINDS]
    return sum((left == right) - (left != right) for left, right in pairs if left is not None and right is not None)


def _gaps(entry: AwardEntry, counted: AwardEntry) -> list[str]:
    """Return the kinds of recipients that a row tells and the counted one leaves open; a joint total leaves none."""
    if counted.numbers["joint"] is not None or entry.numbers["joint"] is not None:
        return []
    return [kind for kind in KINDS[:3] if entry.numbers[kind] and counted.numbers[kind] is None]
