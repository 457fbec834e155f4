"""The provinces by what they are called: surface forms, hosts, and the row in force on a day."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from extract.rules import load_rules
from extract.rules.trie import alternation
from schemas.folding import fold_key
from schemas.vocabulary import Province, provinces

#: The day the 63 provinces became 34.
MERGED = date(2025, 7, 1)
_PROVINCES = {province.id: province for province in provinces()}
_DASH = re.compile(r" *- *")
#: Aliases that are this short ("HN", "HP") are initials of too much else.
_SHORTEST_ALIAS = 3
#: Names of persons, rivers and firms that name a province only after "tỉnh" or "thành phố".
_NEEDS_WORD = {"hồ chí minh", "hcm"}
_NOT_USED = {"sài gòn", "tth"}
#: Historic provinces still spoken of without "tỉnh".
_RECENT = {"PH-thua-thien-hue", "PH-ha-tay"}


def name_key(surface: str) -> str:
    """Return the key of a name: folded, dashes with blanks around them.

    >>> name_key("Bà Rịa–Vũng Tàu")
    'bà rịa - vũng tàu'
    """
    return _DASH.sub(" - ", fold_key(surface))


def _surfaces(province: Province) -> Iterable[str]:
    """Return the names of a province; "TP. Huế" is "Huế" with a word before it."""
    for surface in (province.name, *province.aliases):
        key = name_key(surface)
        if key.startswith(("tp ", "tp.", "thủ đô")) or len(key) < _SHORTEST_ALIAS or key in _NOT_USED:
            continue
        yield key


def _rows() -> dict[str, tuple[Province, ...]]:
    rows: defaultdict[str, list[Province]] = defaultdict(list)
    for province in _PROVINCES.values():
        for key in _surfaces(province):
            rows[key].append(province)
    rows["hcm"] = rows["hồ chí minh"]
    return {key: tuple(dict.fromkeys(found)) for key, found in rows.items()}


_ROWS = _rows()
#: Districts of the centrally run cities with the key of their city.
_CITY_DISTRICTS = {
    fold_key(cue): rule.value or "" for rule in load_rules("provinces").values() if rule.value for cue in rule.cues
}
#: The names in folded text, the longest first; those of districts of cities among them.
NAMES = re.compile(
    r"(?<!\w)(?:"
    + alternation(form for key in (*_ROWS, *_CITY_DISTRICTS) for form in {key, key.replace(" - ", "-")})
    + r")(?!\w)"
)


def rows_of(key: str) -> tuple[Province, ...]:
    """Return the provinces of all eras that bear a name."""
    return _ROWS.get(key, ())


def needs_word(key: str) -> bool:
    """Return whether a name tells a province only with "tỉnh" or "thành phố" before it.

    >>> needs_word("hồ chí minh"), needs_word("minh hải"), needs_word("bắc ninh")
    (True, True, False)
    """
    return key in _NEEDS_WORD or all(row.era == "historic" and row.id not in _RECENT for row in rows_of(key))


def row_on(key: str, day: date) -> Province:
    """Return the province of a name on a day; of a name out of force, the one that bore it nearest to the day.

    >>> row_on("hải phòng", date(2025, 6, 30)).id, row_on("hải phòng", date(2025, 7, 1)).id
    ('P63-31', 'P34-31')
    >>> row_on("huế", date(2018, 11, 23)).name
    'Thừa Thiên Huế'
    """
    rows = _ROWS[key]
    found = min(rows, key=lambda row: _distance(row, day))
    if found.valid_from and day < found.valid_from and len(found.predecessors) == 1 and found.era != "historic":
        return _before(found, day)
    return found


def _before(province: Province, day: date) -> Province:
    """Return what a province was called before it got its name, when its territory was one province."""
    predecessor = _PROVINCES[province.predecessors[0]]
    renamed = predecessor.successors == (province.id,) and name_key(predecessor.name).endswith(name_key(province.name))
    return predecessor if renamed and predecessor.valid_on(day) else province


def _distance(province: Province, day: date) -> int:
    if province.valid_from and day < province.valid_from:
        return (province.valid_from - day).days
    return (day - province.valid_to).days if province.valid_to and day > province.valid_to else 0


def row_before_merger(key: str) -> Province | None:
    """Return the province that bore a name until the mergers of 2025: "tỉnh Hải Dương (cũ)"."""
    return next((row for row in _ROWS[key] if row.era == "pre2025"), None)


def in_force(province: Province, day: date) -> Province | None:
    """Return the province in force on a day that a province has become; ``None`` when it was divided among several."""
    while not province.valid_on(day) and province.valid_to and day > province.valid_to:
        if len(province.successors) != 1:
            return None
        province = _PROVINCES[province.successors[0]]
    return province


def _districts() -> dict[str, str]:
    """Return districts and towns that bear a province's name, with the key of the province they lie in."""
    found = {}
    for province in _PROVINCES.values():
        if not province.same_name_city.lower().startswith("thành phố"):
            found[name_key(province.same_name_city)] = name_key(province.name)
        for homonym in province.homonym_districts:
            name, _, inside = homonym.partition(" (")
            found[name_key(name)] = name_key(inside.rstrip(")"))
    return {name: inside for name, inside in found.items() if inside in _ROWS}


_DISTRICTS = _districts()
_KINDS = {"h": "huyện", "q": "quận", "tx": "thị xã"}


def city_of_district(key: str) -> str | None:
    """Return the key of the city whose district a name is ("quận long biên"), ``None`` for another name."""
    return _CITY_DISTRICTS.get(key)


def province_of_district(kind: str, key: str) -> str | None:
    """Return the key of the province in which a district of some province's name lies.

    >>> province_of_district("huyện", "quảng ninh"), province_of_district("huyện", "an giang")
    ('quảng bình', None)
    """
    return _DISTRICTS.get(f"{_KINDS.get(kind, kind)} {key}")


def all_provinces() -> tuple[Province, ...]:
    """Return the provinces of all eras."""
    return tuple(_PROVINCES.values())


def province_of(province_id: str) -> Province:
    """Return a province by its id."""
    return _PROVINCES[province_id]


def is_city(province_id: str) -> bool:
    """Return whether a province is a centrally run city."""
    return _PROVINCES[province_id].city


def was_in_force(province_id: str, day: date) -> bool:
    """Return whether a province existed on a day."""
    return _PROVINCES[province_id].valid_on(day)
