"""Hosts of occasions (đơn vị tổ chức): whether those that two reports name may be the same, or are rivals."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from extract.units.forms import form_words
from extract.units.words import HEADS, PROVINCES

_PROVINCE = re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, PROVINCES), key=len, reverse=True)) + r")(?!\w)")
#: Words of level, which name no unit by themselves.
_LEVELS = frozenset(["tỉnh", "thành", "phố", "huyện", "quận", "thị", "xã", "phường", "trấn", "ngành"])
_VOWEL = re.compile(r"[aàáảãạăâeêiìíỉĩịoôơuưyỳýỷỹỵ]|[ằắẳẵặầấẩẫậèéẻẽẹềếểễệòóỏõọồốổỗộờớởỡợùúủũụừứửữự]")


@dataclass(frozen=True, slots=True)
class Host:
    """A host as two reports compare it.

    Attributes:
        kind: Type of the unit; ``None`` where its name begins with no known head.
        own: Words of its name behind the head, without words of level and names of provinces: ``{"xây", "dựng"}``.
            Empty where an abbreviation stands among them that nobody writes out.
        words: All words of its name without names of provinces.
    """

    kind: str | None
    own: frozenset[str]
    words: frozenset[str]


@lru_cache(maxsize=65536)
def read_host(name: str) -> Host:
    """Return what a name of a host is compared by.

    >>> host = read_host("Sở Xây dựng tỉnh Hà Nam")
    >>> host.kind, sorted(host.own), sorted(host.words)
    ('so', ['dựng', 'xây'], ['dựng', 'sở', 'tỉnh', 'xây'])
    """
    words = _PROVINCE.sub(" ", " ".join(form_words(name))).split()
    counts = range(len(words), 0, -1)
    head = next((count for count in counts if " ".join(words[:count]) in HEADS), 0)
    kind = HEADS[" ".join(words[:head])].id if head else None
    own = frozenset(words[head:]) - _LEVELS
    written_out = all(_VOWEL.search(word) or word.isdigit() for word in own)
    return Host(kind, own if written_out else frozenset(), frozenset(words))


def rivals(one: Collection[Host], other: Collection[Host]) -> bool:
    """Return whether both name hosts of one kind and none of those is the same: two districts, two departments.

    >>> rivals([read_host("Sở Xây dựng")], [read_host("Sở Y tế")])
    True
    >>> rivals([read_host("Sở Xây dựng")], [read_host("Công đoàn ngành Y tế")])
    False
    """
    shared = [
        bool(mine.own & theirs.own)
        for mine in one
        for theirs in other
        if mine.kind and mine.kind == theirs.kind and mine.own and theirs.own
    ]
    return bool(shared) and not any(shared)
