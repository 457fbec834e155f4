"""Movements without quotation marks: described, known, titled, yearly, drives (phong trào, đợt thi đua không tên)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.campaigns.lists import cut, trimmed
from extract.campaigns.named import LONGEST_NAME, Named, is_launched, matches_at
from extract.rules import load_rules
from extract.text import Text

_RULES = load_rules("campaigns")
_DESCRIBED = _RULES["described"].compile()
_DESCRIBED_DRIVE = _RULES["described_drive"].compile()
_DATED = _RULES["dated_description"].compile()
_NAMED = _RULES["named"].compile()
_TITLED = _RULES["titled"].compile()
_TITLED_END = _RULES["titled_end"].compile()
_DIVIDED_YEAR = _RULES["divided_year"].compile()
_YEARLY = _RULES["yearly"].compile()
_DRIVES = (_RULES["drive"].compile(), _RULES["dated_drive"].compile())
_PLAIN_DRIVE = _RULES["plain_drive"].compile()
_NOT_LAUNCHING = _RULES["not_launching"].compile()
_QUOTE_GOES_ON = re.compile(r" \"[^\"\n]{3,80}\"")
_MOVEMENTS = ("phong trào", "cuộc vận động")
#: What is done with a movement that is told without a name.
_ACTS = ("phát động", "hưởng ứng", "tham gia", "mở ", "bước vào", "sơ kết", "tổng kết", "kết thúc")
#: How far before a launch it is looked for who launches, and when.
_BEFORE = 40
#: A name that only its capital sets apart has so many words.
_TITLE_WORDS = range(3, 20)


def described(text: Text) -> Iterator[Named]:
    """Return the movements described by what they do: "đợt thi đua đặc biệt lập thành tích chào mừng …"."""
    for match in matches_at(_DESCRIBED, text.low, ("phong trào", "đợt", "thi đua", "hoạt động", "cao điểm")):
        yield from _until_stop(text, match.start(), match.end())
    for pattern, heads in ((_DESCRIBED_DRIVE, _ACTS), (_DATED, ("phong trào", "đợt", "chiến dịch"))):
        for match in matches_at(pattern, text.low, heads):
            yield from _until_stop(text, match.start("name"), match.end("name"))


def _until_stop(text: Text, start: int, known: int) -> Iterator[Named]:
    """Return the name that leads from ``start`` over ``known`` to where an unquoted name ends."""
    sentence = text.sentence_at(start)
    first, end = trimmed(text.low, start, cut(text.low, known, sentence.end))
    goes_on = _QUOTE_GOES_ON.match(text.low, end)
    end = goes_on.end() if goes_on else end
    if known < end <= first + LONGEST_NAME:
        yield Named(first, first, end, 1, is_launched(text, first))


def known_movements(text: Text) -> Iterator[Named]:
    """Return the movements known by name: "phong trào thi đua Quyết thắng"."""
    for match in matches_at(_NAMED, text.low, (*_MOVEMENTS, "thi đua")):
        yield Named(match.start(), match.start(), match.end(), 1, is_launched(text, match.start()))


def titled(text: Text) -> Iterator[Named]:
    """Return the movements whose name is written with a capital: "phong trào Chủ nhật Xanh"."""
    for match in matches_at(_TITLED, text.low, _MOVEMENTS):
        name = match.end()
        if not (text.body[name].isupper() and text.body[name + 1].islower()):
            continue
        stop = _TITLED_END.search(text.low, name, text.sentence_at(name).end)
        end = stop.start() if stop else text.sentence_at(name).end
        if len(text.low[name:end].split()) in _TITLE_WORDS:
            yield Named(match.start(), *trimmed(text.low, name, end), 1, is_launched(text, match.start()))


def yearly(text: Text) -> Iterator[Named]:
    """Return the yearly movements that are launched, or divided into phases."""
    for match in matches_at(_DIVIDED_YEAR, text.low, ("phong trào thi đua năm", "đợt thi đua năm", "thi đua năm")):
        yield Named(match.start(), match.start("name"), match.end("name"), 0, is_launched(text, match.start()))
    for match in _YEARLY.finditer(text.low):
        if not _told_of_others(text, match.start()):
            yield Named(match.start(), match.start("name"), match.end("name"), 0, launched=True)


def drives(text: Text) -> Iterator[Named]:
    """Return the drives without a name that are launched, or told with their time."""
    for launched, pattern in zip((True, False), _DRIVES, strict=True):
        for match in pattern.finditer(text.low):
            if not (launched and _told_of_others(text, match.start())):
                yield Named(match.start("name"), match.start("name"), match.end("name"), 0, launched, drive=True)
    for match in _PLAIN_DRIVE.finditer(text.low):
        if not _told_of_others(text, match.start()):
            yield Named(match.start("name"), match.start("name"), match.end("name"), 0, launched=True)


def _told_of_others(text: Text, launch: int) -> bool:
    return _NOT_LAUNCHING.search(text.low, max(launch - _BEFORE, 0), launch) is not None
