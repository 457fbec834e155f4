"""What many rows tell of one thing (gom theo chủ): their values by their owner, and the one most of them tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any


def gathered(rows: Iterable[Any]) -> defaultdict[Any, list[Any]]:
    """Return the values of rows of an owner and a value, by the owner, in the order of the rows.

    >>> gathered([("a", 1), ("b", 2), ("a", 3)])["a"]
    [1, 3]
    """
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for owner, value in rows:
        found[owner].append(value)
    return found


def most(counts: Counter[str]) -> str | None:
    """Return what is counted most, of several the first in the alphabet.

    >>> most(Counter("abb")), most(Counter())
    ('b', None)
    """
    return min(counts, key=lambda one: (-counts[one], one), default=None)
