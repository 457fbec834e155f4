"""Persons of all articles (cá nhân toàn kho): officials of one name are one person where their posts say so.

A name alone joins nobody. Officials of one name are one person when they hold a post in the same unit, or an office
there is one of in the country, and the days fit: a deputy may rise, a head does not become deputy again, and after ten
years another may bear the name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, groupby, pairwise

from corpus.entities.posts import Anchor, Post
from corpus.entities.reviewing import Review
from corpus.entity_tables import PersonBasis
from corpus.identity import digest

#: Years without a word after which another may bear the name.
_LONG_AGO = 10


@dataclass(slots=True)
class Official:
    """An official of an article as persons are told by.

    Attributes:
        id: Id of the row.
        name: The name as written.
        article: Id of the article.
        counted: The article repeats no other.
        day: Day of the publication, or else of the event; an ISO prefix.
        line: The one province of the article.
        posts: The posts.
    """

    id: str
    name: str
    article: str
    counted: bool
    day: str | None
    line: str | None
    posts: list[Post]


@dataclass(slots=True)
class Person:
    """Officials that are one person, and what that rests on for each."""

    officials: list[Official]
    basis: dict[str, PersonBasis] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id of its row."""
        return digest("person entity", self.officials[0].id)


@dataclass(frozen=True, slots=True)
class _Seen:
    """One post of one official that may tell who it is."""

    official: Official
    post: Post

    @property
    def day(self) -> str | None:
        """The day it was held; one of before was held on no known day."""
        return None if self.post.former else self.official.day


def join_persons(namesakes: Sequence[Official]) -> tuple[list[Person], list[Review]]:
    """Return the persons among officials of one folded name, and the pairs worth a look."""
    joined = _Joined(namesakes)
    for anchor in sorted(joined.anchors):
        joined.join(anchor)
    persons = joined.persons()
    return persons, [*_named(joined.doubts, persons), *_of_one_province(persons)]


class _Joined:
    """Officials of one name, joined post by post."""

    def __init__(self, namesakes: Sequence[Official]) -> None:
        self._officials = sorted(namesakes, key=lambda official: official.id)
        self._group = {official.id: [official.id] for official in self._officials}
        self._basis: dict[str, PersonBasis] = {}
        self.anchors: dict[Anchor, list[_Seen]] = defaultdict(list)
        self.doubts: list[tuple[str, str, str]] = []
        for official in self._officials:
            for post in official.posts:
                if post.anchor:
                    self.anchors[post.anchor].append(_Seen(official, post))

    def join(self, anchor: Anchor) -> None:
        """Join those who hold a post of one unit, as far as titles and days fit."""
        by_title: dict[str, list[_Seen]] = defaultdict(list)
        for holder in self.anchors[anchor]:
            by_title[holder.post.title].append(holder)
        spells = [spell for title in sorted(by_title) for spell in self._spells(by_title[title])]
        for spell in spells:
            self._unite(spell, _SAME[anchor[0]])
        for one, other in combinations(spells, 2):
            if one[0].post.title == other[0].post.title:
                continue
            if not _fits(one, other):
                self.doubts.append((one[0].official.id, other[0].official.id, "posts out of order"))
            elif _years_between(one, other) > _LONG_AGO:
                self.doubts.append((one[0].official.id, other[0].official.id, "years apart"))
            else:
                self._unite([one[0], other[0]], "national post" if anchor[0] == "national" else "same unit")

    def _spells(self, seen: Sequence[_Seen]) -> list[list[_Seen]]:
        """Return the holders of one title, apart where long years lie between, but for an office of the country."""
        if not seen[0].post.leads:
            return []
        office = (seen[0].post.anchor or ("",))[0] == "national"
        undated = sorted((one for one in seen if one.day is None), key=lambda one: one.official.id)
        dated = sorted((one for one in seen if one.day), key=lambda one: (one.day or "", one.official.id))
        spells: list[list[_Seen]] = []
        for one in dated:
            if spells and (office or _year(one) - _year(spells[-1][-1]) <= _LONG_AGO):
                spells[-1].append(one)
            else:
                spells.append([one])
        for before, after in pairwise(spells):
            self.doubts.append((before[-1].official.id, after[0].official.id, "years apart"))
        if len(spells) > 1:
            return spells
        return [[*undated, *(spells[0] if spells else [])]]

    def _unite(self, seen: Sequence[_Seen], basis: PersonBasis) -> None:
        for one, other in pairwise(seen):
            left, right = self._group[one.official.id], self._group[other.official.id]
            for official in (one.official.id, other.official.id):
                if one.official.article != other.official.article:
                    self._basis.setdefault(official, basis)
            if left is not right:
                left.extend(right)
                for member in right:
                    self._group[member] = left

    def persons(self) -> list[Person]:
        """Return the persons, in the order of their first officials."""
        by_id = {official.id: official for official in self._officials}
        groups = {id(group): sorted(group) for group in self._group.values()}
        return [
            Person([by_id[one] for one in group], {one: self._basis.get(one, "article only") for one in group})
            for group in sorted(groups.values())
        ]


_SAME: dict[str, PersonBasis] = {"national": "national post", "unit": "same post", "words": "same words"}


def _year(seen: _Seen) -> int:
    return int((seen.day or "0")[:4])


def _days(spell: Sequence[_Seen]) -> list[str]:
    return [one.day for one in spell if one.day]


def _fits(one: Sequence[_Seen], other: Sequence[_Seen]) -> bool:
    """Return whether two titles in one unit may be one person's: who holds the higher one holds no lower one later."""
    ranks = one[0].post.rank, other[0].post.rank
    if ranks[0] is None or ranks[1] is None:
        return False
    if ranks[0] == ranks[1]:
        return True
    higher, lower = (one, other) if ranks[0] < ranks[1] else (other, one)
    high, low = _days(higher), _days(lower)
    return not high or not low or max(low) <= min(high)


def _years_between(one: Sequence[_Seen], other: Sequence[_Seen]) -> int:
    """Return the years between the last day of the earlier and the first of the later; zero where they overlap."""
    mine, theirs = _days(one), _days(other)
    if not (mine and theirs):
        return 0
    return max(int(min(mine)[:4]) - int(max(theirs)[:4]), int(min(theirs)[:4]) - int(max(mine)[:4]), 0)


_SCORES = {"posts out of order": 0.5, "years apart": 0.4, "same province": 0.3}


def _named(doubts: Sequence[tuple[str, str, str]], persons: Sequence[Person]) -> Iterator[Review]:
    """Yield the doubts about officials as doubts about the persons they are; none where they were joined after all."""
    own = {official.id: person.id for person in persons for official in person.officials}
    for one, other, reason in doubts:
        if own[one] != own[other]:
            yield Review(own[one], own[other], reason, _SCORES[reason])  # type: ignore[arg-type]


def _of_one_province(persons: Sequence[Person]) -> Iterator[Review]:
    """Yield namesakes whom articles of one province name: each beside the next, not all beside all."""
    placed = sorted(
        {(official.line, person.id) for person in persons for official in person.officials if official.line}
    )
    for _, group in groupby(placed, key=lambda pair: pair[0]):
        for (_, one), (_, other) in pairwise(group):
            yield Review(one, other, "same province", _SCORES["same province"])
