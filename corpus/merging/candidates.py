"""Which reports may tell of one occasion (cặp ứng viên): pairs worth scoring, found without comparing all with all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence

from corpus.merging.told import Told

#: Terms that two reports share when nothing else brings them together.
_SHARED = 4
#: A term in more reports than this brings nobody together.
_COMMON = 300


def candidate_pairs(told: Sequence[Told]) -> Iterator[tuple[int, int]]:
    """Yield the places of two reports of different articles that share a day and a term, or several terms.

    The first place is the smaller one; no pair comes twice. Terms are those of :attr:`Told.terms`, so the time grows
    with the number of reports that share some, not with the number of pairs.
    """
    days, terms = _Postings(), _Postings()
    for here, report in enumerate(told):
        same_day = set(days.seen([day[:2] for day in report.days | report.near]))
        for there, shared in sorted(terms.seen(report.terms).items()):
            if told[there].article != report.article and (shared >= _SHARED or there in same_day):
                yield there, here
        days.add(here, [day[:2] for day in report.days | report.near])
        terms.add(here, report.terms)


class _Postings:
    """The places of the reports that hold a key."""

    def __init__(self) -> None:
        self._places: dict[Hashable, list[int]] = defaultdict(list)

    def seen(self, keys: Sequence[Hashable]) -> Counter[int]:
        """Return how many of the keys each earlier report holds."""
        lists = (self._places[key] for key in dict.fromkeys(keys) if key in self._places)
        return Counter(place for places in lists if len(places) <= _COMMON for place in places)

    def add(self, place: int, keys: Sequence[Hashable]) -> None:
        for key in dict.fromkeys(keys):
            self._places[key].append(place)
