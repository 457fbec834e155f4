"""From pairs to occasions (gộp thành sự kiện): the likest reports are joined first, while groups agree on average."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product

Points = Mapping[str, float]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Join:
    """Two groups of reports joined into one: the pair that brought them together, and what that rests on."""

    one: str
    other: str
    score: float
    points: Points


class Clusters:
    """Groups of reports, each begun by one.

    Args:
        reports: Ids of the reports.
        points: What speaks for and against a pair, for pairs that were not scored beforehand.
        threshold: Least mean score between the members of two groups that are joined.
        apart: Pairs that must never stand in one group.
    """

    def __init__(
        self,
        reports: Iterable[str],
        points: Callable[[str, str], Points],
        *,
        threshold: float,
        apart: Iterable[Pair] = (),
    ) -> None:
        """Begin with every report alone."""
        self._group = {report: [report] for report in reports}
        self._points = points
        self._threshold = threshold
        self._apart = {frozenset(pair) for pair in apart}
        self._scores: dict[frozenset[str], float] = {}
        self.joins: list[Join] = []
        self.refused: list[Join] = []

    def join(self, pairs: Iterable[tuple[Pair, Points]], *, together: Iterable[Pair] = ()) -> None:
        """Join the pairs that must stand together, then the scored pairs from the likest on.

        Pairs of groups that do not agree on average are left apart and kept in ``refused``.
        """
        for one, other in together:
            self._unite(Join(one, other, 0.0, {"correction": 0.0}))
        joins = [Join(one, other, sum(points.values()), points) for (one, other), points in pairs]
        for join in joins:
            self._scores[frozenset((join.one, join.other))] = join.score
        for join in sorted(joins, key=lambda join: (-join.score, join.one, join.other)):
            if join.score < self._threshold or not self._agree(join):
                self.refused.append(join)
            elif self._group[join.one] is not self._group[join.other]:
                self._unite(join)

    def groups(self) -> list[list[str]]:
        """Return the groups, each sorted, in the order of their first members."""
        return sorted(sorted(group) for group in {id(group): group for group in self._group.values()}.values())

    def _agree(self, join: Join) -> bool:
        left, right = self._group[join.one], self._group[join.other]
        if left is right:
            return True
        crossed = list(product(left, right))
        if any(frozenset(pair) in self._apart for pair in crossed):
            return False
        return sum(self._score(*pair) for pair in crossed) / len(crossed) >= self._threshold

    def _score(self, one: str, other: str) -> float:
        key = frozenset((one, other))
        if key not in self._scores:
            self._scores[key] = sum(self._points(*sorted(key)).values())
        return self._scores[key]

    def _unite(self, join: Join) -> None:
        left, right = self._group[join.one], self._group[join.other]
        if left is right:
            return
        left.extend(right)
        for member in right:
            self._group[member] = left
        self.joins.append(join)
