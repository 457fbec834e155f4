"""Whether two names mean the same to the evaluation (so tên): folded harder than texts are, and compared by words.

Names are compared without case, punctuation and tone placement, with common abbreviations written out. This is the
yardstick of the gold records and no rule of extraction.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_OPEN = {"a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ"}
_FIRST = {"o": "òóỏõọ", "u": "ùúủũụ"}
_TONES = {
    glide + old: new + vowel
    for glide, vowel in (("o", "a"), ("o", "e"), ("u", "y"))
    for old, new in zip(_OPEN[vowel], _FIRST[glide], strict=True)
}
_LONG_FORMS = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "lđlđvn": "liên đoàn lao động việt nam",
    "lđlđ": "liên đoàn lao động",
    "mttq": "mặt trận tổ quốc",
    "tp": "thành phố",
    "tx": "thị xã",
    "tw": "trung ương",
    "cđ": "công đoàn",
    "bch": "ban chấp hành",
    "hcm": "hồ chí minh",
}
_NOT_WORD = re.compile(r"[^\w%/]+")
_SHORT = re.compile(r"(?<!\w)(?:t ư|" + "|".join(_LONG_FORMS) + r")(?!\w)")


def _new_tone(word: str) -> str:
    """Return a word with the tone on the first vowel: ``thuỷ`` becomes ``thủy``."""
    return word[:-2] + _TONES[word[-2:]] if word[-2:] in _TONES else word


@cache
def _folded(text: str) -> str:
    composed = unicodedata.normalize("NFC", text).casefold()
    words = " ".join(_new_tone(word) for word in _NOT_WORD.sub(" ", composed).split())
    return _SHORT.sub(lambda match: _LONG_FORMS.get(match[0], "trung ương"), words)


def folded(text: str | None) -> str:
    """Return a name as it is compared.

    >>> folded("UBND TP. Thanh Hoá")
    'ủy ban nhân dân thành phố thanh hóa'
    """
    return _folded(text or "")


def same_words(one: str | None, other: str | None, *, share: float = 0.8) -> bool:
    """Return whether two names are equal or share that part of the words of the one that has more."""
    left, right = folded(one).split(), folded(other).split()
    if not left or not right:
        return False
    shared = set(left) & set(right)
    return left == right or len(shared) / max(len(set(left)), len(set(right))) >= share


def contains(one: str | None, other: str | None) -> bool:
    """Return whether one name stands in the other and is not much shorter (40 %)."""
    short, long = sorted((f" {folded(one)} ", f" {folded(other)} "), key=len)
    return bool(short.strip()) and short in long and len(short) / len(long) >= 0.4
