"""Numbers as officialese writes them: zero-padded, with thousands, in words; and the words that qualify them."""

from __future__ import annotations

import re

from schemas.folding import fold_key
from schemas.records import Quantity

_UNITS = {
    "không": 0,
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "nhăm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
_SCALES = {"mười": 10, "mươi": 10, "chục": 10, "trăm": 100, "nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000}
_FILLERS = ("linh", "lẻ")
_WORD = "|".join((*_UNITS, *_SCALES, *_FILLERS))
_FIRST = "|".join((*_UNITS, "mười", "chục"))
_DIGITS = r"\d{1,3}(?:\.\d{3})+(?!\d)|\d+"

#: A number in folded text. It is neither a part of a date or a document's number, nor a rate, nor a fraction.
NUMBER = re.compile(
    rf"(?<![\w/.,-])(?:(?:{_DIGITS})(?![.,/-]?\d|[%/]| %|\w)(?: ?\([\w ]{{2,30}}\))?"
    rf"|(?:{_FIRST})(?: (?:{_WORD}))*(?!\w))"
)
_QUANTITIES: dict[Quantity, tuple[str, ...]] = {
    "at_least": ("hơn", "trên", "ít nhất", "tối thiểu", "không dưới"),
    "about": ("gần", "khoảng", "xấp xỉ", "ước", "chừng"),
    "unknown": (
        *("nhiều", "các", "những", "một số", "đông đảo"),
        *("hàng chục", "hàng trăm", "hàng nghìn", "hàng ngàn", "hàng vạn"),
    ),
}
_BY_WORD = {word: quantity for quantity, words in _QUANTITIES.items() for word in words}
#: Words a number or a word that qualifies one may begin with.
NUMBER_WORDS = frozenset((*_UNITS, *_SCALES, *(word.split()[0] for word in _BY_WORD), "toàn"))
_QUANTITY_END = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(_BY_WORD, key=len, reverse=True))})(?= *$)")
#: Words before "năm" that make it a year, never five.
_YEAR_BEFORE = re.compile(
    r"(?:(?<!\w)(?:trong|cả|mỗi|hằng|hàng|từng|cuối|đầu|giữa|qua|mấy|nhiều|các|những|vài|theo|của|đến|từ|nửa|bao"
    r"|\w+ kết)|\d) *$"
)


def read_number(words: str) -> int | None:
    """Return the number that digits or words tell, ``None`` for what is no whole number.

    "năm" is read as five: whether it is a year the context tells (:func:`is_year_word`).

    >>> [read_number(words) for words in ("04", "1.780", "hai mươi mốt", "mười lăm", "một trăm linh năm", "01 (một)")]
    [4, 1780, 21, 15, 105, 1]
    >>> read_number("68,16"), read_number("tập thể")
    (None, None)
    """
    key = re.sub(r" ?\(.*\)$", "", fold_key(words))
    if re.fullmatch(_DIGITS, key):
        return int(key.replace(".", ""))
    return _read_words(key.split())


def _read_words(words: list[str]) -> int | None:
    if not words or any(word not in _UNITS and word not in _SCALES and word not in _FILLERS for word in words):
        return None
    total = group = digit = 0
    for word in words:
        if word in _UNITS:
            digit = digit * 10 + _UNITS[word]
            continue
        scale = _SCALES.get(word, 1)
        if scale >= 1_000:
            total, group, digit = total + (group + digit or 1) * scale, 0, 0
        elif scale > 1:
            group, digit = group + (digit or 1) * scale, 0
    return total + group + digit


def is_year_word(low: str, start: int, end: int) -> bool:
    """Say whether the number ``low[start:end]`` of folded text is the word "năm" in the sense of a year.

    >>> is_year_word("trong năm đơn vị đã cố gắng", 6, 9), is_year_word("tặng cờ cho năm đơn vị", 12, 15)
    (True, False)
    """
    return low[start:end] == "năm" and _YEAR_BEFORE.search(low, max(start - 12, 0), start) is not None


def quantity_before(low: str, start: int, floor: int = 0) -> tuple[Quantity, int] | None:
    """Return how a number or noun at ``start`` is qualified and where the qualifying word begins.

    >>> quantity_before("có hơn 200 gương", 7), quantity_before("cho 04 tập thể", 4)
    (('at_least', 3), None)
    """
    match = _QUANTITY_END.search(low, max(start - 14, floor), start)
    return (_BY_WORD[match[0]], match.start()) if match else None
