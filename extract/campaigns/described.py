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
_DESCRIBABLE = _RULES["describable"].compile()
_DESCRIBES_NOTHING = _RULES["describes_nothing"].compile()
_DONE = _RULES["done_with_movement"].compile()
_CARRIED_ON = _RULES["carried_on"].compile()
_DATED_SOON = _RULES["dated_soon"].compile()
_NAMED = _RULES["named"].compile()
_TITLED = _RULES["titled"].compile()
_CAMPAIGN_KNOWN = _RULES["campaign_known"].compile()
_TITLED_END = _RULES["titled_end"].compile()
_DIVIDED_YEAR = _RULES["divided_year"].compile()
_YEARLY = _RULES["yearly"].compile()
_DRIVES = (_RULES["drive"].compile(), _RULES["dated_drive"].compile())
_PLAIN_DRIVE = _RULES["plain_drive"].compile()
_NOT_LAUNCHING = _RULES["not_launching"].compile()
_QUOTE_GOES_ON = re.compile(r" \"[^\"\n]{3,80}\"")
_MOVEMENTS = ("phong trào", "cuộc vận động")
#: How far before a launch it is looked for who launches, and when.
_BEFORE = 40
#: Right before a movement that "thi đua" does not tell to be one.
_JUST_LAUNCHED = re.compile(r"phát động (?:(?:các|một|mạnh mẽ|rộng rãi) )?$")
#: Stretches of days to compete in: "50 ngày đêm thi đua …".
_DAYS = re.compile(r"(?<!\d)\d{2,3} ngày(?: đêm)? thi đua (?=[^\W\d_])")
#: A name that only its capital sets apart has so many words.
_TITLE_WORDS = range(3, 20)


def described(text: Text) -> Iterator[Named]:
    """Return the movements described by what they do: "đợt thi đua đặc biệt lập thành tích chào mừng …"."""
    heads = ("phong trào", "đợt", "thi đua", "hoạt động", "cao điểm", "chiến dịch thi đua")
    for match in matches_at(_DESCRIBED, text.low, heads):
        yield from _until_stop(text, match.start(), match.end())
    for match in matches_at(_DESCRIBABLE, text.low, ("phong trào", "đợt", "chiến dịch", "tháng cao", "cao điểm")):
        if _describes(text.low, match):
            yield from _until_stop(text, match.start(), match.end())
    if "ngày thi đua" in text.low or "ngày đêm thi đua" in text.low:
        for match in _DAYS.finditer(text.low):
            if not _DESCRIBES_NOTHING.match(text.low, match.end()):
                yield from _until_stop(text, match.start(), match.end())


def _describes(low: str, head: re.Match[str]) -> bool:
    """Return whether words behind the head of a movement describe it: it is launched, joined, reviewed or dated."""
    start, end = head.span()
    if _DESCRIBES_NOTHING.match(low, end):
        return False
    if low.startswith("phong trào", start) and "thi đua" not in head[0]:
        return _JUST_LAUNCHED.search(low, max(start - _BEFORE, 0), start) is not None
    before = max(start - _BEFORE, 0), start
    drive = "thi đua" in head[0] and not head[0].startswith("phong trào")
    carried_on = drive and _CARRIED_ON.search(low, *before)
    return bool(carried_on or _DONE.search(low, *before) or _DATED_SOON.match(low, end))


def _until_stop(text: Text, start: int, known: int) -> Iterator[Named]:
    """Return the name that leads from ``start`` over ``known`` to where an unquoted name ends."""
    sentence = text.sentence_at(start)
    first, end = trimmed(text.low, start, cut(text.low, known, sentence.end))
    goes_on = _QUOTE_GOES_ON.match(text.low, end)
    end = goes_on.end() if goes_on else end
    if known < end <= first + LONGEST_NAME:
        yield Named(first, first, end, 1, is_launched(text, first), described=True)


def known_movements(text: Text) -> Iterator[Named]:
    """Return the movements known by name: "phong trào thi đua Quyết thắng"."""
    for match in matches_at(_NAMED, text.low, (*_MOVEMENTS, "thi đua")):
        yield Named(match.start(), match.start(), match.end(), 1, is_launched(text, match.start()))


def titled(text: Text) -> Iterator[Named]:
    """Return the movements whose name is written with a capital: "phong trào Chủ nhật Xanh"."""
    for match in matches_at(_TITLED, text.low, (*_MOVEMENTS, "chiến dịch")):
        name = match.end()
        before = max(match.start() - _BEFORE, 0), match.start()
        if match[0].startswith("chiến") and not _CAMPAIGN_KNOWN.search(text.low, *before):
            continue
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
