"""Totals: awards that others told behind them add up to, and who may be some of whom."""

from __future__ import annotations

import re
from collections.abc import Sequence

from schemas.folding import fold_key
from schemas.records import Award

_OPENS_PARTS = re.compile(r"[:(]|(?<!\w)(?:trong đó|gồm|bao gồm|cụ thể|trong số (?:này|đó))(?!\w)")
#: The parts of a total stand this near behind it, in characters.
_PARTS_WITHIN = 700


def is_total(award: Award, awards: Sequence[Award], low: str) -> bool:
    """Say whether the awards told right behind add up to this one: a total, which is no entry of its own."""
    if _is_split_by_class(award, awards):
        return True
    first = award.evidence[0]
    parts = [
        other
        for other in awards
        if other is not award
        and other.status == award.status
        and first.start <= other.evidence[0].start < first.end + _PARTS_WITHIN
        and _may_be_part(other, award)
    ]
    if not parts or not _OPENS_PARTS.search(low, first.start, parts[0].evidence[0].start + 1):
        return False
    total = recipients_of(award)
    running = 0
    for count, part in enumerate(parts, start=1):
        running += recipients_of(part)
        if running == total and total and (count > 1 or award.form == "unspecified"):
            return all(_fits(award, part) for part in parts[:count])
        if running > total:
            break
    return False


def _is_split_by_class(award: Award, awards: Sequence[Award]) -> bool:
    """Say whether an order told without its class is told by classes elsewhere, kind by kind the same number."""
    key = fold_key(award.name).partition(" của ")[0]
    if award.form not in ("order", "medal") or "hạng" in key or not recipients_of(award):
        return False
    classes = [
        counts_of(other)
        for other in awards
        if other.status == award.status and fold_key(other.name).startswith(f"{key} hạng")
    ]
    sums = tuple(sum(count or 0 for count in column) for column in zip(*classes, strict=True))
    return len(classes) > 1 and sums == tuple(count or 0 for count in counts_of(award))


def _may_be_part(part: Award, total: Award) -> bool:
    """Say whether the form allows a part: any certificate of a plain "khen thưởng", a class of the same order."""
    if total.form == "unspecified":
        return part.form != "honour"
    if fold_key(total.name) in ("huân chương", "huy chương"):
        return part.form in ("order", "medal")
    return part.form == total.form and fold_key(part.name).startswith(fold_key(total.name).partition(" của ")[0])


def _fits(total: Award, part: Award) -> bool:
    """Say whether a part has no more of a kind than its total."""
    if total.joint is not None:
        return True
    return all((count or 0) <= (whole or 0) for count, whole in zip(counts_of(part), counts_of(total), strict=True))


def recipients_of(award: Award) -> int:
    """Return how many recipients an award counts, of whatever kind."""
    return sum(count or 0 for count in counts_of(award))


def adds_up(total: int, numbers: Sequence[int]) -> bool:
    """Say whether a run of numbers adds up to a total.

    >>> adds_up(150, [20, 45, 85, 1]), adds_up(150, [20, 45])
    (True, False)
    """
    runs = (numbers[first:last] for first in range(len(numbers)) for last in range(first + 2, len(numbers) + 1))
    return total > 0 and any(sum(run) == total for run in runs)


def counts_of(award: Award) -> tuple[int | None, ...]:
    """Return the counts of collectives, individuals, households, and the joint one."""
    return award.collectives, award.individuals, award.households, award.joint


def is_some_of(some: Sequence[int | None], whole: Sequence[int | None]) -> bool:
    """Say whether the recipients counted may be some of others.

    >>> is_some_of((0, 8, 0, None), (23, 33, 0, None)), is_some_of((0, 8, 0, None), (23, 0, 0, None))
    (True, False)
    """
    if whole[3] is not None:
        return sum(count or 0 for count in some) <= whole[3]
    pairs = list(zip(some[:3], whole[:3], strict=True))
    return some[3] is None and all(not count or other is None or count <= other for count, other in pairs)
