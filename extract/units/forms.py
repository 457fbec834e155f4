"""Forms of one unit's name (cách gọi của một đơn vị): which is the longest, and of what level the unit is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import get_args

from extract.mentions import UnitMention
from extract.rules import load_rules
from extract.text import Text
from extract.units.words import head_type
from schemas.folding import fold_key
from schemas.records import Level
from schemas.vocabulary import UnitType, abbreviations, provinces

_WORD = re.compile(r"[\w']+")
NEEDS_NAME = frozenset(fold_key(cue) for cue in load_rules("units")["needs_name"].cues)
LEVELS: dict[str, Level] = {
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
#: Words that a shorter form leaves out within: "Sở Công Thương (tỉnh) Hà Nam", "Công ty (Cổ phần) …".
_OPTIONAL = frozenset({"tỉnh", "thành", "phố", "cổ", "phần"})
_LEVEL_PARTS = frozenset({"tỉnh", "thành", "phố"})
_PARTS_OF_NAMES = (
    *(
        ("CHQS", "Chỉ huy Quân sự"),
        ("TĐKT", "thi đua khen thưởng"),
        ("CĐ", "Công đoàn"),
        ("BCH", "Ban Chấp hành"),
        ("BTV", "Ban Thường vụ"),
        ("CP", "cổ phần"),
        ("Cty", "công ty"),
    ),
    *(("CTCP", "công ty cổ phần"), ("HLG", "Hội Luật gia"), ("HCM", "Hồ Chí Minh"), ("TPHCM", "thành phố Hồ Chí Minh")),
    *(("GD", "giáo dục"), ("ĐT", "đào tạo"), ("THPT", "trung học phổ thông"), ("THCS", "trung học cơ sở")),
    *(
        ("LĐLĐVN", "Liên đoàn Lao động Việt Nam"),
        ("TMCP", "thương mại cổ phần"),
        ("HND", "Hội Nông dân"),
        ("VN", "Việt Nam"),
    ),
)
#: Words in full by abbreviation, where it has one reading; beside the vocabulary's, parts of names of units.
_ABBREVIATIONS = {
    **{fold_key(short): fold_key(full) for short, full in _PARTS_OF_NAMES},
    **{
        fold_key(short): fold_key(entry.full[0])
        for entry in abbreviations()
        for short in (entry.name, *entry.variants)
        if len(entry.full) == 1 and " " not in short
    },
}


#: Fields of departments, whose abbreviations have one reading only together.
_FIELDS = {
    "kh&cn": "khoa học công nghệ", "kh&đt": "kế hoạch đầu tư", "tn&mt": "tài nguyên môi trường", "nn&ptnt":
    "nông nghiệp phát triển nông thôn", "nn&mt": "nông nghiệp môi trường", "tt&tt": "thông tin truyền thông",
    "bv&ptr": "bảo vệ phát triển rừng",
}  # fmt: skip
_BRACKETED = re.compile(r" \([^()]{2,16}\)(?= )")
_JOINED = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, _FIELDS)) + r")(?!\w)")


def unit_level(text: Text, low: str, kind: UnitType) -> Level | None:
    """Return the administrative level of a unit by its folded name; ``None`` where neither type nor name tells it."""
    city = _CITY.search(low) if kind.level in {None, "province"} and ("phố" in low or "tp" in low) else None
    return _city_level(text, city["name"]) if city else _level(low, kind.level)


@lru_cache(maxsize=65536)
def _level(low: str, level: str | None) -> Level | None:
    if level == "central":
        return "ministry"
    if level in get_args(Level):
        return level  # type: ignore[return-value]
    word = _LEVEL_WORD.search(low)
    if word:
        return LEVELS[word[0]]
    return "ministry" if _CENTRAL.search(low) else None


def _city_level(text: Text, name: str | None) -> Level:
    if name is None:
        return "district" if re.search(r"(?<!\w)tỉnh (?!ủy)", text.low) and not _names_a_city(text.low) else "province"
    return "province" if name in _CITIES else "district"


def _names_a_city(low: str) -> bool:
    return any(low.find(f"{word} {city}") >= 0 for city in _CITIES for word in ("thành phố", "tp.", "tp"))


Named = tuple[UnitMention, str]
"""A mention and the folded name of its unit: for an office the part behind the post, else the whole of it."""

_COMMITTEE = re.compile(r"(?:ban thường vụ|ban chấp hành|btv|bch) ")
#: Common words that stand for the unit of a type that the text names.
_COMMON_WORDS = {"hội đồng": "hoi_dong_tdkt", "nhà trường": "truong"}
#: The centre of an association whose name is told elsewhere: "Trung ương Hội" of the "Hội Nông dân Việt Nam".
_CENTRAL_ASSOCIATION = ("trung", "ương", "hội")
_Key = tuple[str, ...]


@lru_cache(maxsize=65536)
def _key(low: str) -> _Key:
    """Return the words of a folded name, abbreviations written out."""
    if "(" in low:
        low = _BRACKETED.sub("", low)
    if "&" in low:
        low = _JOINED.sub(lambda short: _FIELDS[short[0]], low)
    written_out = (part for word in _WORD.findall(low) for part in _ABBREVIATIONS.get(word, word).split())
    words = tuple(part.lstrip("0") for part in written_out if part != "và")
    return words[2:] if words[:3] == _CENTRAL_ASSOCIATION and len(words) > 3 else words


@lru_cache(maxsize=65536)
def _core(key: _Key) -> _Key:
    return key[:1] + tuple(word for word in key[1:] if word not in _OPTIONAL)


def _compatible(one: _Key, other: _Key) -> bool:
    """Return whether two names tell no different levels: the town of Lạng Sơn is not the province of that name."""
    told, other_told = _LEVEL_PARTS.intersection(one), _LEVEL_PARTS.intersection(other)
    return not told or not other_told or told == other_told


class _Forms:
    """The names of the units of one text, by their words."""

    def __init__(self, found: Sequence[Named]) -> None:
        self.found = found
        self.keys = [_key(low) for _, low in found]
        self.places: dict[_Key, list[int]] = {}
        for at, key in enumerate(self.keys):
            self.places.setdefault(key, []).append(at)
        self.by_first: dict[str, list[_Key]] = {}
        self.by_core: dict[_Key, list[_Key]] = {}
        for key in self.places:
            self.by_first.setdefault(key[0], []).append(key)
            self.by_core.setdefault(_core(key), []).append(key)
        self.surfaces: dict[_Key, str] = {}
        self.known: dict[tuple[str, _Key], list[_Key]] = {}

    def _longest(self, kind: str, key: _Key) -> list[_Key]:
        """Return the longest names that write out a name of a type, none of them short for another."""
        if key == _CENTRAL_ASSOCIATION:
            longer = [words for words in self.by_first.get("hội", ()) if words[-2:] == ("việt", "nam")]
        else:
            longer = [words for words in self.by_first[key[0]] if extends(words, key) and self._fits(words, kind, key)]
        return [words for words in longer if not any(extends(other, words) for other in longer)]

    def _of_type(self, kind: str, low: str) -> list[_Key]:
        """Return the longest names of a type that a common word for it may stand for, the word itself left out."""
        named = zip(self.found, self.keys, strict=True)
        keys = dict.fromkeys(key for (unit, name), key in named if unit.type == kind and name != low)
        return [key for key in keys if not any(extends(other, key) for other in keys)]

    def _fits(self, words: _Key, kind: str, key: _Key) -> bool:
        return len(key) > 2 or any(self.found[at][0].type == kind for at in self.places[words])

    def full(self, at: int) -> _Key | None:
        """Return the longest form of the unit of a mention, ``None`` when it is the longest itself."""
        mention, low = self.found[at]
        asked = mention.type, self.keys[at]
        tops = self.known.get(asked)
        if tops is None:
            common = _COMMON_WORDS.get(low)
            tops = self.known[asked] = self._of_type(common, low) if common else self._longest(*asked)
        if len(tops) <= 1:
            return tops[0] if tops else None
        if low not in NEEDS_NAME and low.rpartition(" ")[2] not in _ENDS_OPEN:
            return None
        return self._nearest(tops, at, first=mention.type == "so" or low in _COMMON_WORDS)

    def _nearest(self, tops: Sequence[_Key], at: int, *, first: bool) -> _Key | None:
        """Return which of several units a short form stands for.

        The host's ("Sở") is told first, others last before it; units in a person's post only when there is no other.
        """
        before = [index for index in range(at) if self.keys[index] in tops]
        acting = [index for index in before if not self.found[index][0].in_position] or before
        return self.keys[acting[0 if first else -1]] if acting else None

    def surface(self, key: _Key) -> str:
        """Return the longest way a name is written."""
        if key not in self.surfaces:
            same = [words for words in self.by_core[_core(key)] if _compatible(words, key)]
            names = (_unit_name(*self.found[at]) for words in same for at in self.places[words])
            self.surfaces[key] = max(names, key=lambda name: (not name.lower().startswith("trung ương"), len(name)))
        return self.surfaces[key]


def _unit_name(mention: UnitMention, low: str) -> str:
    return mention.name[len(mention.name) - len(low) :]


def _inner_units(found: Sequence[Named]) -> Iterator[Named]:
    """Yield the units whose standing committee is named: a short form may stand for them ("Công đoàn ngành")."""
    for mention, low in found:
        inner = _COMMITTEE.match(low) if mention.type == "ban_thuong_vu" else None
        rest = low[inner.end() :] if inner is not None else ""
        kind = head_type(rest)
        if kind is not None and rest not in NEEDS_NAME:
            name = mention.name[-len(rest) :]
            start = mention.end - len(rest)
            yield replace(mention, start=start, name=name, full=name, type=kind.id, in_position=True), rest


def longest_forms(found: Sequence[Named]) -> tuple[UnitMention, ...]:
    """Return the mentions with ``full`` set; a bare head ("Sở") that stands for no unit of the text is left out."""
    forms = _Forms([*found, *_inner_units(found)])
    done = []
    for at, (mention, low) in enumerate(found):
        longer = forms.full(at)
        if mention.full != mention.name:
            done.append(replace(mention, full=forms.surface(_key(fold_key(mention.full)))))
        elif longer is not None or mention.office or mention.in_position or low not in NEEDS_NAME:
            done.append(_with_form(mention, low, forms.surface(longer or forms.keys[at]), forms, longer))
    return tuple(done)


def _with_form(mention: UnitMention, low: str, full: str, forms: _Forms, longer: _Key | None) -> UnitMention:
    """Return a mention with the longest way its unit's name is written; an office keeps its post."""
    full = mention.name[: len(mention.name) - len(low)] + full
    unit = forms.found[forms.places[longer][0]][0] if longer else mention
    kind = unit.type if low in _COMMON_WORDS else mention.type
    if full == mention.name and unit.level == mention.level:
        return mention
    return replace(mention, full=full, type=kind, level=unit.level)


def extends(longer: _Key, key: _Key) -> bool:
    """Return whether a name is by its words a longer form of another: see :func:`is_longer_form`."""
    if len(longer) <= len(key) or longer[0] != key[0]:
        return False
    if longer[: len(key)] == key:
        return True
    return _core(longer) == _core(key) and _compatible(longer, key)


def same_unit(one: _Key, other: _Key) -> bool:
    """Return whether two names differ at most by words that one may leave out ("Sở Y tế (tỉnh) Hà Nam")."""
    return _core(one) == _core(other) and _compatible(one, other)


def is_longer_form(longer: str, short: str) -> bool:
    """Return whether one name is a longer way to write another: it goes on behind it, or adds words one may leave out.

    >>> is_longer_form("Phó Giám đốc Sở Công Thương", "Phó giám đốc Sở")
    True
    """
    return extends(form_words(longer), form_words(short))


def same_form(one: str, other: str) -> bool:
    """Return whether two names are the same but for case, spelling and abbreviations.

    >>> same_form("Uỷ ban nhân dân tỉnh", "UBND tỉnh")
    True
    """
    return form_words(one) == form_words(other)


@lru_cache(maxsize=65536)
def form_words(name: str) -> _Key:
    """Return the words by which names are compared: folded, abbreviations written out.

    >>> form_words("UBND tỉnh")
    ('ủy', 'ban', 'nhân', 'dân', 'tỉnh')
    """
    return _key(fold_key(name))
