"""Units that stay apart and may be one (cặp cần xem lại): neighbours in the alphabet, never all with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from corpus.entities.names import Words
from corpus.entities.places import successors_of
from corpus.entities.resolving import UnitKey
from corpus.entities.units import Gathered
from corpus.entity_tables import ReviewReason

#: Words that tell places and parts: a name that goes on with one of them names another unit.
_PARTS = frozenset({"tỉnh", "thành", "huyện", "quận", "thị", "xã", "phường", "thôn", "số", "chi", "cơ", "khu", "đặc"})
#: Types of which two provinces seldom have one of the same full name each.
_NAMED_ONCE = frozenset({"bao_dai", "doanh_nghiep", "tap_doan", "ngan_hang", "truong", "ngoai_giao", "hiep_hoi"})
_LONG = 4


@dataclass(frozen=True, slots=True)
class Review:
    """Two ids that may be one, why, and how likely from 0 to 1."""

    one: str
    other: str
    reason: ReviewReason
    score: float


def unit_reviews(known: Mapping[UnitKey, Gathered]) -> Iterator[Review]:
    """Yield the pairs of units that are worth a look."""
    told = [key for key in known if known[key].articles and key.words]
    yield from _longer_names(key for key in told if not key.in_article_only)
    same: dict[Words, list[UnitKey]] = defaultdict(list)
    for key in told:
        same[key.words].append(key)
    for words in sorted(same):
        if len(same[words]) > 1:
            yield from _elsewhere(sorted(same[words]), known)


def _longer_names(keys: Iterable[UnitKey]) -> Iterator[Review]:
    """Yield units of one place of which one name goes on where the other ends."""
    for short, longer in pairwise(sorted(keys)):
        rest = longer.words[len(short.words) :]
        begins = len(short.words) > 1 and longer.words[: len(short.words)] == short.words
        if short.scope == longer.scope and begins and rest[0] not in _PARTS and not rest[0].isdigit():
            yield Review(short.id, longer.id, "longer name", len(short.words) / len(longer.words))


def _elsewhere(keys: list[UnitKey], known: Mapping[UnitKey, Gathered]) -> Iterator[Review]:
    """Yield units of one name in two provinces, or in a province and in an article that tells none."""
    placed = [key for key in keys if not key.in_article_only]
    for one, other in pairwise(placed):
        if one.line and other.line and _may_be_one(one, other, known):
            yield Review(one.id, other.id, "same name elsewhere", 0.5)
    if placed and len(keys[0].words) >= _LONG and known[placed[0]].type in _NAMED_ONCE:
        commonest = max(placed, key=lambda key: (known[key].articles, key))
        for key in keys:
            if key.in_article_only:
                yield Review(key.id, commonest.id, "same name without place", 0.7 / len(placed))


def _may_be_one(one: UnitKey, other: UnitKey, known: Mapping[UnitKey, Gathered]) -> bool:
    if known[one].named and known[other].named:
        return False
    named_once = known[one].type in _NAMED_ONCE and len(one.words) >= _LONG
    lines = (one.line or "", other.line or "")
    followed = lines[1] in successors_of(lines[0]) or lines[0] in successors_of(lines[1])
    return named_once or (followed and known[one].level != "province")
