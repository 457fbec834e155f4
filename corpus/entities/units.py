"""Units of all articles (đơn vị toàn kho): every name gathered under the unit it stands for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.entities.mentions import ArticleNames, Named, Place
from corpus.entities.places import latest_of, line_of
from corpus.entities.resolving import ArticleUnits, Resolved, UnitKey
from corpus.gathering import most


@dataclass(slots=True)
class Gathered:
    """What the articles tell of one unit.

    Attributes:
        aliases: In how many articles it is called by each name.
        articles: How many articles name it.
        types: How many of its mentions have each unit type.
        levels: How many have each level.
        provinces: How many articles give its province in each era.
        named: A name of it tells its province.
    """

    aliases: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    types: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    provinces: Counter[str] = field(default_factory=Counter)
    named: bool = False

    @property
    def type(self) -> str | None:
        """The type most mentions have."""
        return most(self.types)

    @property
    def level(self) -> str | None:
        """The level most mentions have."""
        return most(self.levels)


@dataclass(slots=True)
class Units:
    """The units of all articles, and which of them each name stands for.

    Attributes:
        gathered: What is told of each.
        links: The unit of each unit of an article, by its id.
        hosts: The unit of each host, by event and place; so the grantors and recipients, by award and place.
        grantors: See ``hosts``.
        recipients: See ``hosts``.
    """

    gathered: dict[UnitKey, Gathered] = field(default_factory=lambda: defaultdict(Gathered))
    links: dict[str, Resolved] = field(default_factory=dict)
    hosts: dict[Place, UnitKey] = field(default_factory=dict)
    grantors: dict[Place, UnitKey] = field(default_factory=dict)
    recipients: dict[Place, UnitKey] = field(default_factory=dict)

    def add(self, article: ArticleNames, resolver: ArticleUnits) -> None:
        """Gather the names of an article; those of a copy are linked and not counted."""
        told: dict[UnitKey, set[str]] = defaultdict(set)
        for unit, resolved in self._units(article, resolver):
            self.links[unit.id] = resolved
            told[resolved.key].add(resolved.written)
            self._kind(resolved, unit.type or resolved.name.type, unit.level)
        for listed, into in (
            (article.hosts, self.hosts),
            (article.grantors, self.grantors),
            (article.recipients, self.recipients),
        ):
            for place, name in listed:
                if found := resolver.resolve(name):
                    into[place] = found.key
                    told[found.key].add(found.written)
                    self._kind(found, found.name.type, None)
        for key, names in told.items():
            self._count(key, names, article)

    def see(self, resolved: Resolved, article: ArticleNames) -> None:
        """Gather a unit that only the post of an official names."""
        if resolved.key not in self.gathered:
            self._kind(resolved, resolved.name.type, None)
        gathered = self.gathered[resolved.key]
        gathered.aliases.setdefault(resolved.written, 0)
        self._give_province(resolved.key, article)

    def _units(self, article: ArticleNames, resolver: ArticleUnits) -> Iterator[tuple[Named, Resolved]]:
        for unit in article.units:
            resolved = resolver.resolve(unit.name) or resolver.resolve_unit(unit.name)
            yield unit, resolved

    def _kind(self, resolved: Resolved, kind: str | None, level: str | None) -> None:
        gathered = self.gathered[resolved.key]
        gathered.named = gathered.named or resolved.basis == "named province"
        if kind and not resolved.name.bare:
            gathered.types[kind] += 1
        if level and not resolved.name.bare:
            gathered.levels[level] += 1

    def _count(self, key: UnitKey, names: set[str], article: ArticleNames) -> None:
        gathered = self.gathered[key]
        gathered.articles += article.counted
        for name in names:
            gathered.aliases[name] += article.counted
        self._give_province(key, article)

    def _give_province(self, key: UnitKey, article: ArticleNames) -> None:
        for province in article.provinces:
            if line_of(province) == key.line:
                self.gathered[key].provinces[province] += 1

    def province_of(self, key: UnitKey) -> str | None:
        """Return the id of a unit's province in the era most articles tell."""
        if key.line is None:
            return None
        return most(self.gathered[key].provinces) or latest_of(key.line).id
