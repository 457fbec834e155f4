"""The one folding of Vietnamese text for matching; vocabularies and texts go through it alike.

Text is stored in NFC as written; it is *matched* folded. Folding keeps the length, so an offset in the folded
text is an offset in the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONE = {
    old: new
    for new, old in zip(
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        strict=True,
    )
}
#: Old-style tone placement at the end of a syllable: hoà, thuỷ. "quý" is no such syllable: its u belongs to qu.
_OLD_TONE = re.compile(r"(?:o[àáảãạèéẻẽẹ]|u(?<!qu)[ỳýỷỹỵ])(?!\w)")
_SY = re.compile(r"\bsỹ\b")
#: What stands for what; replaced one by one, since most texts hold few of them (str.translate is ten times as slow).
_ALIKE = (
    *((blank, " ") for blank in "\u00a0\u2002\u2003\u2009\u202f\u3000\t"),
    *((dash, "-") for dash in "–—‐‑−"),
    *((quote, '"') for quote in "“”„«»"),
    *((quote, "'") for quote in "‘’ʼ"),
    ("ð", "đ"),
)


def compose(text: str) -> str:
    """Return the text in NFC: one code point for each Vietnamese letter.

    >>> len(compose("Hòa"))
    3
    """
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return composed text folded for matching, of the same length.

    Case, the two tone placements (``Uỷ``/``Ủy``), ``sỹ``/``sĩ``, ``Ð``/``Đ``, blanks, dashes and quotation marks are
    made alike; line breaks stay. Text that is not in NFC must be composed first.

    >>> fold("Uỷ ban Nhân dân – Hoà Bình")
    'ủy ban nhân dân - hòa bình'
    >>> fold("quý III; chiến sỹ; thuỷ sản; hoàn")
    'quý iii; chiến sĩ; thủy sản; hoàn'
    """
    low = text.lower()
    if len(low) != len(text):
        low = "".join(char if len(char.lower()) != 1 else char.lower() for char in text)
    for char, alike in _ALIKE:
        if char in low:
            low = low.replace(char, alike)
    if "sỹ" in low:
        low = _SY.sub("sĩ", low)
    return _OLD_TONE.sub(lambda match: _TONE[match[0]], low)


@lru_cache(maxsize=1 << 14)
def fold_key(text: str) -> str:
    """Return the folded text with single blanks and none at the ends, as a key to compare names by.

    >>> fold_key("  Sở  Công Thương ")
    'sở công thương'
    """
    return " ".join(fold(compose(text)).split())
