"""Forms of one unit's name (cách gọi của một đơn vị): which is the longest, and of what level the unit is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import get_args

from extract.mentions import UnitMention
from extract.rules import load_rules
from extract.text import Text
from schemas.folding import fold_key
from schemas.records import Level
from schemas.vocabulary import UnitType, provinces

_WORD = re.compile(r"[\w']+")
_NEEDS_NAME = frozenset(fold_key(cue) for cue in load_rules("units")["needs_name"].cues)
_LEVELS: dict[str, Level] = {
    "tỉnh": "province", "huyện": "district", "quận": "district", "thị xã": "district", "tx": "district",
    "xã": "commune", "phường": "commune", "thị trấn": "commune", "đặc khu": "commune",
}  # fmt: skip
_LEVEL_WORD = re.compile(r"(?<!\w)(?:tỉnh|thị xã|huyện|quận|tx|(?<!tác )xã(?! hội)|phường|thị trấn|đặc khu)(?!\w)")
_CITY = re.compile(r"(?<!\w)(?:thành phố|tp\.?)(?: +(?P<name>\w.*))?$")
_CENTRAL = re.compile(r"(?<!\w)(?:trung ương|việt nam)(?!\w)")
_CITIES = frozenset(
    fold_key(name).removeprefix("tp. ").removeprefix("tp ")
    for row in provinces()
    if row.city
    for name in (row.name, *row.aliases)
)
#: Last words of names that leave the place to the text: "Hội Luật gia tỉnh".
_ENDS_OPEN = frozenset({"tỉnh", "phố", "tp", "huyện", "quận", "xã", "phường", "ngành"})
_TERRITORY = frozenset({"tỉnh", "thành", "phố"})
_ABBREVIATIONS = {
    "ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "lđlđ": "liên đoàn lao động", "lđlđvn": "liên đoàn lao động việt nam",
    "mttq": "mặt trận tổ quốc", "tp": "thành phố", "tx": "thị xã", "tw": "trung ương", "cđ": "công đoàn",
    "bch": "ban chấp hành", "btv": "ban thường vụ", "hcm": "hồ chí minh", "gd": "giáo dục", "đt": "đào tạo",
    "tđkt": "thi đua khen thưởng", "bđbp": "bộ đội biên phòng", "bql": "ban quản lý", "htx": "hợp tác xã", "cp": "cổ phần", "cty": "công ty",
    "ctcp": "công ty cổ phần", "hlg": "hội luật gia", "qltt": "quản lý thị trường", "thpt": "trung học phổ thông", "thcs": "trung học cơ sở",
}  # fmt: skip


def unit_level(text: Text, name: str, kind: UnitType) -> Level | None:
    """Return the administrative level of a unit, where its type or its name tells; ``None`` where neither does."""
    low = fold_key(name)
    city = _CITY.search(low)
    if city and (kind.level in {None, "province"}):
        return _city_level(text, city["name"])
    if kind.level == "central":
        return "ministry"
    if kind.level in get_args(Level):
        return kind.level  # type: ignore[return-value]
    word = _LEVEL_WORD.search(low)
    if word:
        return _LEVELS[word[0]]
    return "ministry" if _CENTRAL.search(low) else None


def _city_level(text: Text, name: str | None) -> Level:
    if name is None:
        return "district" if re.search(r"(?<!\w)tỉnh (?!ủy)", text.low) and not _names_a_city(text.low) else "province"
    return "province" if name in _CITIES else "district"


def _names_a_city(low: str) -> bool:
    return any(low.find(f"{word} {city}") >= 0 for city in _CITIES for word in ("thành phố", "tp.", "tp"))


_Key = tuple[str, ...]


@lru_cache(maxsize=65536)
def _key(name: str) -> _Key:
    """Return the words of a name, abbreviations written out."""
    low = fold_key(name)
    return tuple(part for word in _WORD.findall(low) for part in _ABBREVIATIONS.get(word, word).split() if part != "và")


Named = tuple[UnitMention, str]
"""A mention and the name of its unit: for an office the part behind the post, else the mention's own name."""


def longest_forms(found: Sequence[Named]) -> tuple[UnitMention, ...]:
    """Return the mentions with ``full`` set; a bare head ("Sở") that stands for no unit of the text is left out."""
    keys = [_key(name) for _, name in found]
    forms: dict[tuple[str, _Key], list[int]] = {}
    for at, (mention, _) in enumerate(found):
        forms.setdefault((mention.type, keys[at]), []).append(at)
    done = []
    for at, (mention, name) in enumerate(found):
        if mention.full != mention.name:
            done.append(mention)
            continue
        longer = _longer_form(found, keys, forms, at)
        if longer is None and not mention.office and not mention.in_position and fold_key(name) in _NEEDS_NAME:
            continue
        same = [index for index, words in enumerate(keys) if words == (longer or keys[at])]
        done.append(_with_form(found, same, mention, name))
    return tuple(done)


def _with_form(found: Sequence[Named], same: Sequence[int], mention: UnitMention, name: str) -> UnitMention:
    """Return a mention with the longest way its unit's name is written; an office keeps its post."""
    full = max((found[at][1] for at in same), key=len)
    post = mention.name[: len(mention.name) - len(name)]
    return replace(mention, full=post + full, level=found[same[0]][0].level)


def _longer_form(
    found: Sequence[Named], keys: Sequence[_Key], forms: Mapping[tuple[str, _Key], Sequence[int]], at: int
) -> _Key | None:
    kind, key = found[at][0].type, keys[at]
    longer = [words for other, words in forms if (other == kind or len(key) > 2) and _extends(words, key)]
    tops = [words for words in longer if not any(_extends(other, words) for other in longer)]
    if len(tops) <= 1:
        return tops[0] if tops else None
    name = fold_key(found[at][1])
    if name not in _NEEDS_NAME and name.rpartition(" ")[2] not in _ENDS_OPEN:
        return None
    chosen = _nearest(found, [at for at, words in enumerate(keys) if words in tops], at, first=kind == "so")
    return keys[chosen[0]] if chosen else None


def _nearest(found: Sequence[Named], chosen: Sequence[int], at: int, *, first: bool) -> list[int]:
    """Return which of several units a short form stands for: the host's ("Sở") is told first, others last before it."""
    before = [index for index in chosen if index < at]
    acting = [index for index in before if not found[index][0].in_position] or before
    return acting[:1] if first else acting[-1:]


def _extends(longer: _Key, key: _Key) -> bool:
    """Return whether a name is a longer form of another: it begins alike, or adds words of territory only."""
    if len(longer) <= len(key):
        return False
    if longer[: len(key)] == key:
        return True
    return tuple(w for w in longer if w not in _TERRITORY) == tuple(w for w in key if w not in _TERRITORY)


def is_longer_form(longer: str, short: str) -> bool:
    """Return whether one name is a longer way to write another: it goes on behind it, or adds words of territory.

    >>> is_longer_form("Phó Giám đốc Sở Công Thương", "Phó giám đốc Sở")
    True
    """
    return _extends(_key(longer), _key(short))


def same_form(one: str, other: str) -> bool:
    """Return whether two names are the same but for case, spelling and abbreviations.

    >>> same_form("Uỷ ban nhân dân tỉnh", "UBND tỉnh")
    True
    """
    return _key(one) == _key(other)
