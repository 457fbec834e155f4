"""Which unit a name of an article is (xác định đơn vị): its words, and the place that makes them one unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from corpus.entities.names import UnitName, Words, read_name, tidy, unit_part
from corpus.entities.places import is_always_city, is_city, written_level
from corpus.entity_tables import UnitBasis
from corpus.identity import digest
from extract.names import UPPER
from extract.units.forms import form_words
from schemas.folding import fold_key

COUNTRY = "việt nam"
_ARTICLE = "article "
_LEVELS = ("huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu", "thành phố")
_TOLD = re.compile(
    r"(?<!\w)(?<![Tt]ác )(?P<level>"
    + "|".join(f"[{word[0]}{word[0].upper()}]{word[1:]}" for word in _LEVELS)
    + r"|TP\.?|TX\.?)"
    rf" ?(?P<name>\d{{1,2}}(?!\w|[/.,]\d)|[{UPPER}][\w']*(?: [{UPPER}][\w']*){{0,2}})"
)
_LONGEST_PLACE = 4


class UnitKey(NamedTuple):
    """What tells one unit from every other.

    Attributes:
        scope: The province it belongs to, the country, or the one article it is known in.
        words: The words of its name, a place below the province included.
    """

    scope: str
    words: Words

    @property
    def id(self) -> str:
        """The id of its row."""
        return digest("unit entity", self.scope, *self.words)

    @property
    def line(self) -> str | None:
        """The province it belongs to."""
        return None if self.scope == COUNTRY or self.scope.startswith(_ARTICLE) else self.scope

    @property
    def in_article_only(self) -> bool:
        """Whether which unit it is is known within one article only."""
        return self.scope.startswith(_ARTICLE)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A name of an article: which unit it is, on what ground, and how it is written there."""

    key: UnitKey
    basis: UnitBasis
    written: str
    name: UnitName


class ArticleUnits:
    """The units that the names of one article stand for.

    Args:
        article: Id of the article.
        lines: The provinces it is about.
        names: The names it uses for units and offices.
        text: Reads its text; asked for where a name leaves its place to it.
    """

    def __init__(self, article: str, lines: frozenset[str], names: Iterable[str], text: Callable[[], str]) -> None:
        """Keep what the names are resolved by."""
        self._own = f"{_ARTICLE}{article}"
        self._lines, self._text = lines, text
        self._names = [part for name in names if (part := unit_part(name))]
        self._line = next(iter(lines)) if len(lines) == 1 else None

    def resolve(self, name: str) -> Resolved | None:
        """Return which unit a name stands for; ``None`` where it names none."""
        written = unit_part(name)
        return self.resolve_unit(written) if written else None

    def resolve_unit(self, written: str) -> Resolved:
        """Return which unit the name of a unit stands for, also where nothing of it is known."""
        written = tidy(written)
        read = read_name(written, self._lines)
        key, basis = self._place(read) or self._bare(read) or (UnitKey(self._own, _told(read)), "article only")
        return Resolved(key, basis, written, read)

    def _place(self, read: UnitName) -> tuple[UnitKey, UnitBasis] | None:
        """Return the unit whose name, with the article's place, tells which one it is."""
        if read.national:
            return UnitKey(COUNTRY, read.words), "national"
        if read.line:
            return UnitKey(read.line, read.words), "named province"
        if read.open_level and not self._of_province(read.open_level):
            return self._below(read, read.open_level)
        if self._line is None or (read.bare and not read.open_level):
            return None
        return UnitKey(self._line, read.words), "province of article"

    def _of_province(self, level: str) -> bool:
        """Return whether a level without a place is that of the article's province, which may be a city."""
        city = self._line is not None and is_always_city(self._line)
        return level == ("thành phố" if city else "tỉnh")

    def _below(self, read: UnitName, level: str) -> tuple[UnitKey, UnitBasis] | None:
        """Return the unit of the one place of a level that the article tells of."""
        places = [place for told, place in self._places if told == level]
        shortest = min(places, key=len, default=())
        if not shortest or any(place[: len(shortest)] != shortest for place in places):
            return None
        scope = self._line or self._own
        return UnitKey(scope, (*read.words, *level.split(), *shortest)), "told in article"

    def _bare(self, read: UnitName) -> tuple[UnitKey, UnitBasis] | None:
        """Return the one unit of the article whose name begins with a bare head."""
        if not read.bare or read.open_level:
            return None
        found = {
            placed[0]
            for name in self._names
            if (other := read_name(name, self._lines)).words[: len(read.words)] == read.words
            and not other.bare
            and (placed := self._place(other))
        }
        return (found.pop(), "told in article") if len(found) == 1 else None

    @cached_property
    def _places(self) -> list[tuple[str, Words]]:
        """The places below the province that the article tells of, by their level."""
        told = [place for name in self._names for place in _places_in(read_name(name, self._lines).words)]
        for match in _TOLD.finditer(self._text()):
            told.append((written_level(fold_key(match["level"])), form_words(match["name"])))
        return [(level, place) for level, place in told if level != "thành phố" or not is_city(" ".join(place))]


def _told(read: UnitName) -> Words:
    """Return the words of a name that is known in its article only, its open level included."""
    return (*read.words, *(read.open_level or "").split())


def _places_in(words: Words) -> Iterator[tuple[str, Words]]:
    """Yield the place below the province at the end of a name's words, with its level."""
    for level in _LEVELS:
        head = tuple(level.split())
        for at in range(len(words) - len(head)):
            before = words[at - 1] if at else ""
            if words[at : at + len(head)] == head and before not in ("tác", "thị"):
                place = words[at + len(head) :]
                if 0 < len(place) <= _LONGEST_PLACE:
                    yield level, place
