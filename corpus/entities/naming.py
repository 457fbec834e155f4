"""The name a unit is shown under (tên đầy đủ): the fullest of those it is called by, with its place."""

from __future__ import annotations

import re
from functools import cache

from corpus.entities.names import read_name
from corpus.entities.places import full_name_of, latest_of
from corpus.entities.resolving import UnitKey
from corpus.entities.units import Gathered
from schemas.vocabulary import departments

_SHORT = re.compile(r"\b(?!TP)[A-ZĐ&.-]{2,}\b")
#: Types of which each province has a body of its own; of others the province may be but that of the news.
_OF_PROVINCES = frozenset(
    {"so", "van_phong_ubnd", "thue", "hai_quan", "kho_bac", "bao_hiem_xa_hoi", "thong_ke", "du_tru", "qltt", "hdnd"}
    | {"tinh_uy", "ban_tinh_uy", "doan_dbqh", "ldld_tinh", "cd_nganh_dp", "mttq", "hoi_doan_the", "doan_tn", "cong_an"}
    | {"bien_phong", "toa_an_vks", "lien_minh_htx", "ban_tdkt", "hoi_dong_tdkt", "ubnd", "ubnd_tinh"}
)


def full_name(key: UnitKey, gathered: Gathered) -> str:
    """Return the name a unit is shown under; it tells the province of a unit that has one.

    >>> from collections import Counter
    >>> full_name(UnitKey("hòa bình", ("sở", "công", "thương")), Gathered(aliases=Counter({"SCT": 1})))
    'Sở Công Thương tỉnh Hòa Bình'
    """
    alias = fullest(gathered)
    alias = alias[0].upper() + alias[1:]
    read = read_name(alias)
    official = official_names().get(read.department or "", alias)
    if key.line is None:
        return official if not key.in_article_only else alias
    province = latest_of(key.line)
    place = full_name_of(key.line)
    if not key.words:
        return place
    if read.department:
        return f"{official} {place}"
    if read.line:
        return alias
    if read.open_level:
        rest = key.words[len(read.words) + len(read.open_level.split()) :]
        own = " ".join(word.capitalize() for word in rest)
        return f"{alias} {own}, {place}" if own else f"{alias} {province.name}"
    if read.below:
        return f"{alias}, {place}"
    return f"{alias} {place}" if gathered.type in _OF_PROVINCES else f"{alias} ({province.name})"


def fullest(gathered: Gathered) -> str:
    """Return the fullest of the names a unit is called by: without abbreviations, with its place, the commonest."""

    def rank(name: str) -> tuple[object, ...]:
        read = read_name(name)
        return (
            read.bare,
            read.line is None and not read.national,
            len(_SHORT.findall(name)),
            not name[:1].isupper(),
            -gathered.aliases[name],
            -len(name),
            name,
        )

    return min(gathered.aliases, key=rank)


@cache
def official_names() -> dict[str, str]:
    """Return the official name of each department and ministry, by its id."""
    return {entry.id: entry.name for entry in departments()}
