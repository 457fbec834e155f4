"""Offices that grant and that no finder knows: told by the words around them ("Trưởng Thuế thành phố công nhận …")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.awards.chunks import Named
from extract.names import UPPER

_HEAD = (
    r"(?:[Tt]rưởng|[Gg]iám đốc|[Tt]ổng [Gg]iám đốc|[Hh]iệu trưởng|[Tt]ư lệnh|[Cc]hủ nhiệm|[Cc]hủ tịch|[Cc]ục trưởng"
    r"|[Tt]ổng cục trưởng|[Vv]iện trưởng|[Cc]hánh|[Bb]ộ trưởng|[Cc]hỉ huy trưởng)"
)
_GIVES = r"(?:tặng|trao tặng|truy tặng|khen tặng|tặng thưởng|công nhận|khen thưởng|tuyên dương|biểu dương)(?!\w)"
_DONE = r"(?: (?:cũng|đã|vừa|sẽ|tiếp tục|quyết định|ký quyết định))*"
_OWNER = re.compile(
    rf" của ((?:{_HEAD}|[A-ZĐ])"
    r"[^,;.:()\"\n]{1,70}?)(?=[,;.:()\"\n]|$| (?:và|vì|cho|có|đã|do|nhân|trong|năm|về|đối với|tặng|trao)(?!\w))"
)
_ASKED = re.compile(
    r" ((?:Chánh|Trưởng|Giám đốc|Tổng Giám đốc|Hiệu trưởng|Chủ tịch|Cục trưởng|Tổng cục trưởng|Bộ trưởng|Ban Thường vụ)"
    r"(?: [^,;.:()\"\n]{1,60}?)??)(?= (?:xem xét|xét|quyết định|khen|tặng|công nhận|trao|ký)(?!\w))"
)
_OFFICE = re.compile(rf"{_HEAD}(?!\w)(?:[^,;.:()\"\n]|,(?= [a-zđ])){{0,90}}?(?={_DONE} (?:{_GIVES}|trao(?!\w)))")
_ORGANS = re.compile(
    rf"(?:[Cc]ác )(?:bộ|sở)(?!\w)[^;.:()\"\n]{{0,50}}?(?={_DONE} (?:tặng|trao tặng|khen thưởng)(?!\w))"
)
_PLACE = re.compile(
    rf"(?:[Tt]ỉnh|[Tt]hành phố|TP\.?|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Xx]ã|[Pp]hường)"
    rf"(?: (?!{_GIVES})[{UPPER}][^\W\d_]*){{1,4}}"
    rf"(?={_DONE} {_GIVES})"
)
_SHAPES = (_OFFICE, _ORGANS, _PLACE)
#: Words that such an office may begin with.
FIRST_WORDS = frozenset(
    ("trưởng", "giám", "tổng", "hiệu", "tư", "chủ", "cục", "viện", "chánh", "bộ", "chỉ", "các", "tỉnh", "thành",
     "tp", "tp.", "huyện", "quận", "thị", "xã", "phường")
)  # fmt: skip
#: Before a head of office: a deputy or one no longer in office, who only hands over.
_NO_HEAD = ("phó ", "nguyên ", "cựu ", "thường trực ", "quyền ")
#: A clause begins here, or one who gives is told ("được", "do").
_BEGINS = re.compile(r"(?:^|[.;:\n–-] ?|, |(?<!\w)(?:và|được|do|bởi|vừa|đồng thời|này|nay|nhân dịp này,?) )$")


def owner_behind(body: str, end: int, limit: int, named: Sequence[Named]) -> Named | None:
    """Return the office that "của" tells right behind a form, where no finder knows it."""
    return _office(_OWNER.match(body, end, limit), named, "of")


def asked_behind(body: str, end: int, limit: int, named: Sequence[Named]) -> Named | None:
    """Return the head of an office that "đề nghị" asks to give, where no finder knows it."""
    return _office(_ASKED.match(body, end, limit), named)


def giver_at(body: str, low: str, start: int, limit: int, named: Sequence[Named]) -> Named | None:
    """Return the office, organs or province at ``start`` that give, where no finder knows them.

    >>> giver_at("Hiệu trưởng tặng Giấy khen", "hiệu trưởng tặng giấy khen", 0, 26, ()).name
    'Hiệu trưởng'
    """
    if low.endswith(_NO_HEAD, 0, start):
        return None
    if not body[start].isupper() and not _BEGINS.search(low, max(start - 16, 0), start):
        return None
    for shape in _SHAPES:
        match = shape.match(body, start, limit)
        if match:
            inside = [chunk for chunk in named[:4] if start <= chunk.start < match.end()]
            known = " - " in match[0] or any(chunk.person or chunk.office or chunk.start == start for chunk in inside)
            return None if known else Named(start, match.end(), match[0], office=True)
    return None


def _office(match: re.Match[str] | None, named: Sequence[Named], preposition: str = "") -> Named | None:
    if match is None or _knows(named, match.start(1), match.end()):
        return None
    name = match[1].rstrip()
    return Named(match.start(1), match.start(1) + len(name), name, office=True, preposition=preposition)


def _knows(named: Sequence[Named], start: int, end: int) -> bool:
    """Say whether a finder knows a name that begins in the stretch."""
    return any(start <= chunk.start < end for chunk in named[:4])
