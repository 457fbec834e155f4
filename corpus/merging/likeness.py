"""How alike two texts are (độ giống nhau): cosine of their words and of the names in them, rare ones weighing more."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from corpus.merging.frequencies import rarity, terms
from schemas.folding import fold

Vector = Mapping[str, float]
"""Weights by term, of length one."""

#: A name: two syllables or more that begin with capitals.
_NAME = re.compile(r"[A-ZĐÀ-ỸƠƯ][\wà-ỹ]*(?:\s+[A-ZĐÀ-ỸƠƯ][\wà-ỹ]*)+")


@dataclass(frozen=True, slots=True)
class Profile:
    """What a text is compared by: its words, and the names it holds."""

    words: Vector
    names: Vector

    @classmethod
    def of(cls, text: str) -> Profile:
        """Return the profile of a composed text."""
        return cls(_words(text), _names(text))


def _words(text: str) -> Vector:
    counts = Counter(terms(fold(text)))
    return _unit({term: (1 + math.log(number)) * rarity(term) for term, number in counts.items()})


def _names(text: str) -> Vector:
    counts = Counter(" ".join(fold(match[0]).split()) for match in _NAME.finditer(text))
    return _unit({name: (1 + math.log(number)) * _rarity_of_name(name) for name, number in counts.items()})


def _rarity_of_name(name: str) -> float:
    """Return the rarity of a name: that of its rarest pair of syllables."""
    return max(rarity(f"{left} {right}") for left, right in pairwise(name.split()))


def _unit(weights: dict[str, float]) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {term: weight / length for term, weight in weights.items() if weight > 0} if length else {}


def cosine(one: Vector, other: Vector) -> float:
    """Return how alike two vectors are, from 0 to 1.

    >>> round(cosine({"a": 0.6, "b": 0.8}, {"b": 1.0}), 3)
    0.8
    """
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return sum(weight * long[term] for term, weight in short.items() if term in long)


def rarest(vectors: Iterable[Vector], number: int) -> list[str]:
    """Return the terms that weigh most in the vectors, each once, the heaviest first."""
    weights: dict[str, float] = {}
    for vector in vectors:
        for term, weight in vector.items():
            weights[term] = max(weight, weights.get(term, 0.0))
    return sorted(weights, key=lambda term: (-weights[term], term))[:number]
