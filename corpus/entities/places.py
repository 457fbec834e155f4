"""The place a unit's name tells (địa danh trong tên): a province at its end, or a level whose place the text tells."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from schemas.folding import fold_key
from schemas.vocabulary import Province, provinces

#: Names of provinces that are too short, or names of other things, to tell a province without a level before them.
_WEAK = frozenset({"sài gòn", "hn", "hp", "hcm", "hồ chí minh", "huế"})
_LEVEL = r"tỉnh|thành phố|tp\.?"
_BELOW = r"(?:huyện|quận|thị xã|tx\.?|(?<!tác )xã|phường|thị trấn|đặc khu|thôn|bản|ấp|đường|số)"
_BELOW_BEFORE = re.compile(rf"(?<!\w){_BELOW} *\Z")
_OPEN = re.compile(
    r"(?<!\w)(?P<level>tỉnh|thành phố|tp\.?|huyện|quận|thị xã|tx\.?|(?<!tác )xã|phường|thị trấn|đặc khu)\Z"
)
_SHORT_LEVELS = {"tp": "thành phố", "tx": "thị xã"}
_PLACED = re.compile(
    r"(?<!\w)(?:huyện|quận|thị xã|tx\.?|(?<!tác )(?<!tấn )xã(?! hội)|phường|thị trấn|đặc khu|thành phố|tp\.?)(?!\w) *\w"
)


def line_of(province_id: str) -> str:
    """Return what stands for a province in all its eras: its folded name.

    A province that kept its name on 1 July 2025 keeps its units, also where it took in others.

    >>> line_of("P63-17"), line_of("P63-25") == line_of("P34-25")
    ('hòa bình', True)
    """
    return fold_key(_by_id()[province_id].name)


@cache
def _by_id() -> dict[str, Province]:
    return {row.id: row for row in provinces()}


@cache
def latest_of(line: str) -> Province:
    """Return the latest province of a line."""
    same = [row for row in provinces() if fold_key(row.name) == line]
    return max(same, key=lambda row: (str(row.valid_from or ""), row.id))


def full_name_of(line: str) -> str:
    """Return the full name of the latest province of a line, as it stands within a name.

    >>> full_name_of("hòa bình")
    'tỉnh Hòa Bình'
    """
    name = latest_of(line).full_name
    return name[0].lower() + name[1:]


@cache
def is_city(line: str) -> bool:
    """Return whether a province is a centrally run city in any era."""
    return any(row.city for row in provinces() if fold_key(row.name) == line)


@cache
def is_always_city(line: str) -> bool:
    """Return whether a province was a centrally run city before 2025 and is one since.

    >>> is_always_city("hải phòng"), is_always_city("đồng nai")
    (True, False)
    """
    return all(row.city for row in provinces() if fold_key(row.name) == line and row.era != "historic")


@cache
def successors_of(line: str) -> tuple[str, ...]:
    """Return the provinces that took a province over, by another name.

    >>> successors_of("hòa bình")
    ('phú thọ',)
    """
    ids = {other for row in provinces() if fold_key(row.name) == line for other in row.successors}
    return tuple(sorted({line_of(one) for one in ids} - {line}))


@cache
def _lines() -> dict[str, str]:
    """Return the line of every folded name of a province; an official name goes before another's alias."""
    found: dict[str, str] = {}
    for row in provinces():
        for alias in row.aliases:
            bare = re.sub(rf"^(?:{_LEVEL}) *", "", fold_key(alias))
            found.setdefault(_plain(bare), fold_key(row.name))
    return found | {_plain(fold_key(row.name)): fold_key(row.name) for row in provinces()}


def _plain(low: str) -> str:
    """Return a folded name with blanks for its hyphens, however they are set."""
    return " ".join(low.replace("-", " ").split())


@cache
def _tail() -> re.Pattern[str]:
    longest_first = sorted(_lines(), key=lambda name: (-len(name), name))
    names = "|".join(r"[ -]+".join(map(re.escape, name.split())) for name in longest_first)
    return re.compile(rf"[ ,(\-]+(?:(?P<level>{_LEVEL})(?(level) *))?(?P<name>{names})\)?\Z")


@dataclass(frozen=True, slots=True)
class Place:
    """The place at the end of a name.

    Attributes:
        rest: The name without it.
        line: The province it tells, ``None`` where it tells none.
        open_level: The level the name ends with ("UBND huyện"), whose place the text tells.
        below: The name tells a place below the province, which stays in ``rest``.
    """

    rest: str
    line: str | None = None
    open_level: str | None = None
    below: bool = False


def written_level(level: str) -> str:
    """Return a folded word of level written out.

    >>> written_level("tp."), written_level("huyện")
    ('thành phố', 'huyện')
    """
    bare = level.rstrip(".")
    return _SHORT_LEVELS.get(bare, bare)


def read_place(low: str, around: frozenset[str] = frozenset()) -> Place:
    """Return the place at the end of a folded name.

    Args:
        low: The name.
        around: Lines of the provinces of its article: they tell the town of Huế from the later city.

    >>> read_place("sở công thương tỉnh hòa bình").line, read_place("ubnd huyện hòa bình").line
    ('hòa bình', None)
    >>> read_place("công an thành phố lạng sơn")
    Place(rest='công an thành phố lạng sơn', line='lạng sơn', open_level=None, below=True)
    >>> read_place("ubnd tỉnh")
    Place(rest='ubnd', line=None, open_level='tỉnh', below=False)
    """
    if opened := _OPEN.search(low):
        return Place(low[: opened.start()].rstrip(" ,"), open_level=written_level(opened["level"]))
    found = _tail().search(low)
    if found is None or not _tells(low, found):
        return Place(low, below=_PLACED.search(low) is not None)
    line = _lines()[_plain(found["name"])]
    if found["level"] not in (None, "tỉnh") and not _is_central(line, around):
        return Place(low, line=_home_of(line, around), below=True)
    rest = low[: found.start()].rstrip(" ,-(")
    return Place(rest, line=line, below=_PLACED.search(rest) is not None)


def _tells(low: str, found: re.Match[str]) -> bool:
    """Return whether the name of a province at the end of a name means the province."""
    if found["level"]:
        return True
    weak = found["name"] in _WEAK and not low.startswith("sở ")
    return not weak and not _BELOW_BEFORE.search(low[: found.start("name")])


def _is_central(line: str, around: frozenset[str]) -> bool:
    """Return whether "thành phố X" is a province: it is none in an article of the province it was the town of."""
    return is_city(line) and not (around & _former()[line])


def _home_of(line: str, around: frozenset[str]) -> str:
    """Return the province of a town that bears the name of a province."""
    return min(around & _former()[line], default=line)


@cache
def _former() -> dict[str, set[str]]:
    """Return the provinces that became one of another name without being joined or split: Thừa Thiên Huế."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in provinces():
        after = [_by_id()[one] for one in row.successors]
        if len(after) == 1 and len(after[0].predecessors) <= 1 and after[0].name != row.name:
            found[fold_key(after[0].name)].add(fold_key(row.name))
    return found
