"""Which unit is part of which (đơn vị cấp trên), as their names tell, and which took over from which."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

from corpus.entities.names import Words, read_name
from corpus.entities.naming import fullest, official_names
from corpus.entities.places import full_name_of, successors_of
from corpus.entities.resolving import COUNTRY, UnitKey
from corpus.entities.units import Gathered
from corpus.entity_tables import SuccessionBasis
from extract.rules.trie import alternation
from extract.units.forms import form_words
from extract.units.words import HEADS
from schemas.folding import fold_key
from schemas.vocabulary import Department, departments

#: Types whose name may hold the name of the unit they are part of, and the types of such units.
_PARTS = frozenset(
    {"phong_so", "ban_thuong_vu", "cong_an", "to_doi", "cdcs", "dang_uy", "trung_tam", "chi_cuc", "doan_tn"}
    | {"phong_huyen", "ban_tdkt", "hoi_dong_tdkt", "ban_chi_dao", "van_phong_ubnd", "quan_doi", "bien_phong"}
)
_WHOLES = frozenset(
    {"so", "bo", "ubnd_tinh", "ubnd_huyen", "ubnd_xa", "tinh_uy", "huyen_uy", "cong_an", "ldld_tinh", "tld", "ldld"}
    | {"doanh_nghiep", "tap_doan", "truong", "benh_vien", "ngan_hang", "chinh_phu", "quan_doi"}
)
_WHOLE = re.compile(
    r"(?<!\w)(?:tỉnh đoàn|thành đoàn|huyện đoàn|"
    + alternation(sorted(head for head, kind in HEADS.items() if kind.id in _WHOLES))
    + r")(?!\w)"
)
_COMMITTEE: Words = ("ủy", "ban", "nhân", "dân")
_UNION: Words = ("liên", "đoàn", "lao", "động")
#: The unit of the same place that units of a type are part of.
_OVER: Mapping[str, Words] = {
    **dict.fromkeys(("so", "van_phong_ubnd", "phong_huyen", "phong_xa"), _COMMITTEE),
    **dict.fromkeys(("cd_nganh_dp", "cd_xa"), _UNION),
    "ban_tinh_uy": ("cấp", "ủy"),
}
#: Types whose district bodies are part of the body of the province that bears the same name.
_STACKED = frozenset(
    {"cong_an", "ubnd", "ubnd_tinh", "ubnd_huyen", "mttq", "doan_tn", "hoi_doan_the", "ldld_huyen", "ldld", "ldld_tinh"}
    | {"huyen_uy", "hdnd", "kho_bac", "bao_hiem_xa_hoi"}
)
_DISTRICT = re.compile(r"(?<!\w)(?:huyện|quận|thị xã|thành phố) ")
_NAMES = {_COMMITTEE: "Ủy ban nhân dân", _UNION: "Liên đoàn Lao động"}


def parent_of(key: UnitKey, gathered: Gathered, known: Mapping[UnitKey, Gathered]) -> UnitKey | None:
    """Return the unit that a unit is part of: named in its own name, or of the same place; else ``None``.

    The people's committee and the labour federation of a place are parents also where no article names them; any other
    parent is one of the known units.
    """
    if key.in_article_only or not gathered.aliases:
        return None
    inner = _inner(key, gathered)
    for candidate in (inner, *_above(key, gathered.type)):
        if candidate and candidate != key and (candidate in known or _is_implied(candidate)):
            return candidate
    return None


def _inner(key: UnitKey, gathered: Gathered) -> UnitKey | None:
    """Return the unit that the end of a unit's name names: "Phòng Hình sự Công an tỉnh X"."""
    name = fullest(gathered)
    found = _WHOLE.search(fold_key(name), 1) if gathered.type in _PARTS else None
    if found is None:
        return None
    read = read_name(" ".join(name.split())[found.start() :])
    if read.bare:
        return None
    return UnitKey(COUNTRY if read.national else read.line or key.scope, read.words)


def _above(key: UnitKey, kind: str | None) -> Iterator[UnitKey]:
    """Yield the units of a place that units of a type are part of, the nearest first."""
    words = " ".join(key.words)
    district = _DISTRICT.search(words)
    place = tuple(words[district.start() :].split()) if district else ()
    if kind and kind in _OVER and key.line:
        yield UnitKey(key.scope, _OVER[kind] + place)
    if kind in _STACKED and district and key.line:
        yield UnitKey(key.scope, key.words[: len(key.words) - len(place)])
    if kind in _STACKED and key.line and not district:
        yield UnitKey(COUNTRY, (*key.words, "việt", "nam"))
        yield UnitKey(COUNTRY, ("tổng", *key.words, "việt", "nam"))
        yield UnitKey(COUNTRY, ("bộ", *key.words))


def _is_implied(key: UnitKey) -> bool:
    return key.line is not None and any(key.words[: len(words)] == words for words in _NAMES)


def implied(key: UnitKey) -> Gathered:
    """Return a unit that no article names, under the name such units have."""
    head = next(words for words in _NAMES if key.words[: len(words)] == words)
    place = " ".join(key.words[len(head) :])
    own = _titled(place) if place else full_name_of(key.line or "")
    name = f"{_NAMES[head]} {own}"
    level = "district" if place else "province"
    kind = read_name(name).type
    return Gathered(aliases=Counter({name: 0}), types=Counter([kind] if kind else []), levels=Counter([level]))


def _titled(place: str) -> str:
    """Return a place in capitals behind its level.

    >>> _titled("thị xã sơn tây")
    'thị xã Sơn Tây'
    """
    level = next((one for one in ("thành phố", "thị xã", "huyện", "quận") if place.startswith(f"{one} ")), "")
    return " ".join([level, *(word.capitalize() for word in place[len(level) :].split())]).strip()


def successions(known: Mapping[UnitKey, Gathered]) -> Iterator[tuple[UnitKey, UnitKey, SuccessionBasis]]:
    """Yield each unit with the one that took over from it, where both are known."""
    for key in sorted(known):
        department = _by_words().get(key.words)
        for after in department.successors if department else ():
            if (successor := UnitKey(key.scope, form_words(official_names()[after]))) in known:
                yield key, successor, "department"
        if key.line and (department or known[key].level == "province"):
            for line in successors_of(key.line):
                if (successor := UnitKey(line, key.words)) in known:
                    yield key, successor, "province"


@cache
def _by_words() -> dict[Words, Department]:
    return {form_words(entry.name): entry for entry in departments()}
