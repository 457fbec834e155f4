"""Finds the provinces an article names, and leaves out wards, streets, firms and persons that bear their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from extract.dates.article_day import article_day
from extract.mentions import DateMention, ProvinceMention
from extract.names import SYLLABLE, is_surname
from extract.provinces.names import (
    MERGED,
    NAMES,
    city_of_district,
    name_key,
    needs_word,
    province_of_district,
    row_before_merger,
    row_on,
)
from extract.rules import load_rules
from extract.text import Text
from schemas.vocabulary import Province

_RULES = load_rules("provinces")
_WITH_WORD = _RULES["with_province_word"].compile()
_SMALL_PLACE = _RULES["small_place_before"].compile()
_DISTRICT = _RULES["district_before"].compile()
_NAMED_AFTER = _RULES["named_after_before"].compile()
_GOES_ON = _RULES["name_goes_on"].compile()
_FORMER = _RULES["former"].compile()
_RUN_BEFORE = re.compile(rf"(?<![\w.]){SYLLABLE}(?: {SYLLABLE}){{0,3}} \Z")
#: Before a family name these make a person of what follows; other words before it make it part of a unit's name.
_TITLES = {"ông", "bà", "anh", "chị", "em", "chí", "gs", "ts", "pgs", "bs", "ths"}
#: Family names that are words of units, too.
_UNIT_WORDS = {"đoàn", "hội", "ban", "công", "bí", "quản", "tòa", "hồ", "thành", "đài", "tài", "an"}
_NEAR = 40


def find_provinces(text: Text, *, dates: Sequence[DateMention] | None = None) -> tuple[ProvinceMention, ...]:
    """Return the provinces named in an article in order, each as the row in force at the article's day.

    The span is the name alone, without "tỉnh". Wards, streets, firms, teams and persons that bear a province's name are
    left out; a district leads to the province it lies in ("huyện Quảng Ninh" to Quảng Bình).

    Args:
        text: The article.
        dates: Its dates, where they have been found already; they give the day when no publication time is known.
    """
    day = article_day(text, dates)
    found = []
    for match in NAMES.finditer(text.low):
        if text.body[match.end() - 1].isdigit() or text.body[match.start() + match[0].rfind(" ") + 1].isupper():
            row = _read(text, match, day)
            if row:
                found.append(ProvinceMention(match.start(), match.end(), row.id, row.name))
    return tuple(found)


def _read(text: Text, match: re.Match[str], day: date) -> Province | None:
    """Return the province a name means here, ``None`` when it is none."""
    low, start, end = text.low, match.start(), match.end()
    near = max(start - _NEAR, low.rfind("\n", 0, start) + 1)
    key = name_key(match[0])
    city = city_of_district(key)
    if city:
        return row_on(city, day) if day < MERGED else None
    district = _at_end(_DISTRICT, low, near, start)
    if district:
        inside = province_of_district(district["kind"], key)
        return row_on(inside, day) if inside else None
    if not _at_end(_WITH_WORD, low, near, start):
        if needs_word(key) or _GOES_ON.match(low, end) or _is_person(text.body, low, near, start):
            return None
        if _at_end(_SMALL_PLACE, low, near, start) or _at_end(_NAMED_AFTER, low, near, start):
            return None
    if day >= MERGED and _FORMER.match(low, end):
        return row_before_merger(key) or row_on(key, day)
    return row_on(key, day)


def _at_end(pattern: re.Pattern[str], low: str, start: int, end: int) -> re.Match[str] | None:
    match = None
    for found in pattern.finditer(low, start, end):
        match = found
    return match if match and match.end() == end else None


def _is_person(body: str, low: str, near: int, start: int) -> bool:
    """Return whether a family name stands before: "Nguyễn Bình Định", not "Sở Công Thương Hải Phòng"."""
    run = _RUN_BEFORE.search(body, near, start)
    if not run or run[0].isupper():
        return False
    words = low[run.start() : start].split()
    for at, word in enumerate(words):
        if is_surname(word) and word not in _UNIT_WORDS and len(words) - at <= 2:
            return at == 0 or words[at - 1] in _TITLES
    return False
