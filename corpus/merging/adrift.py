"""Awards of articles that tell no event (khen thưởng kể lướt): they may be those of an occasion that others report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from corpus.merging.entries import AwardEntry, may_be_one, total
from schemas.dates import told_day

#: Days between two publications of which the later one tells of the same award in passing.
_NEAR = 10


def place_adrift(entries: Sequence[AwardEntry]) -> None:
    """Set the occasion of each award told without an event to that of the award it repeats, where one does.

    That is an award of the same form, status and grantor, of a province in common, published within days, whose total
    is the same.
    """
    placed: dict[tuple[str, str, int], list[AwardEntry]] = defaultdict(list)
    for entry in entries:
        if entry.occasion is not None and total(entry):
            placed[entry.form, entry.status, total(entry)].append(entry)
    for entry in entries:
        if entry.occasion is None:
            entry.occasion = _occasion(entry, placed[entry.form, entry.status, total(entry)])


def _occasion(entry: AwardEntry, alike: Iterable[AwardEntry]) -> str | None:
    found = {other.occasion for other in alike if other.article != entry.article and _repeats(entry, other)}
    return found.pop() if len(found) == 1 else None


def _repeats(one: AwardEntry, other: AwardEntry) -> bool:
    days = [told_day(entry.published) for entry in (one, other)]
    if not (one.grantor and other.grantor and one.provinces & other.provinces and all(days)):
        return False
    first, last = sorted(date.fromisoformat(day) for day in days if day)
    return (last - first).days <= _NEAR and may_be_one(one, other)
