"""People told by a given name alone ("tài xế Bắc", "cho Nhơng"), or by their merit ("đóng góp của ông A")."""

from __future__ import annotations

import re

from extract.awards.chunks import Named
from extract.names import SYLLABLE, UPPER, full_name_start, is_surname
from extract.text import Text
from extract.units.words import PROVINCES

#: A given name of one or two syllables that no further capital follows.
_GIVEN = re.compile(
    rf"(?![{UPPER}]{{2}}){SYLLABLE}(?: {SYLLABLE})?(?![\w’'])(?! [{UPPER}]| ?\d)"
    r"(?=\s*(?:[,.;:()–-]|$)| (?:vì|do|và|đã|được|có|với|tại|là|để|ngay|sau|về|trước|trong|nhân|khi|cùng|từng|còn|cũng"
    r"|vừa|nhận|này|kèm|ở|vào|theo|bởi|nên|mới|sẽ|lên|đến|tới|bằng|số|mức)(?!\w))",
    re.MULTILINE,
)
_GOES_ON = re.compile(rf"\w| [{UPPER}]")
_ADDRESS = r"(?:em|anh|chị|ông|bà|cháu|bạn|cô|thầy|cậu|cụ|bác|chú)"
#: Somebody's merit, which stands for who has it.
_MERIT = re.compile(
    r"(?<!\w)(?:công lao|đóng góp|cống hiến|thành tích|thành tựu|hành động|việc làm|nghĩa cử|nỗ lực|chiến công)(?!\w)"
    r"[^.;:\n]{0,110}(?<!\w)của (?:đồng chí |ông |bà |anh |chị |em |các )*$"
)
#: A given name of plain letters before a family name.
_FOREIGN = re.compile(rf"[A-Z][a-z]{{2,}}(?: [A-Z][a-z]{{2,}})? ({SYLLABLE})(?!\w)(?! [{UPPER}])")
#: A name of one to three syllables, itself or joined to another, right before it receives.
_SUBJECT = re.compile(
    rf"((?![{UPPER}]{{2}}){SYLLABLE}(?: {SYLLABLE}){{0,2}})(?: và {SYLLABLE}(?: {SYLLABLE})?)?"
    r" (?:(?:đều|đã|cũng|còn|vừa|mới|vinh dự|từng|luôn|là đơn vị|liên tục|nhiều lần|hai lần|ba lần|\d lần) ){0,3}"
    r"(?:được|nhận|đón nhận|đạt|giành)(?!\w)"
)
_OPENS = re.compile(r"(?:^|[.,;:!?\n”\"]|(?<!\w)(?:và|cho biết|rằng|nay|đó|này|ngày|hôm|nào))\s*$")
_BEGINS = re.compile(r"(?:^|[.:!?\n])\s*$")
#: So many places of a name are looked at.
_PLACES = 12


def given_name(text: Text, start: int, limit: int) -> int:
    """Return where the given name ends that begins at ``start``, or ``start`` where none does."""
    match = _GIVEN.match(text.body, start, limit)
    return match.end() if match else start


def foreign_born(text: Text, start: int) -> int:
    """Return where a foreign given name with a Vietnamese family name ends ("Penny Phạm"), or ``start``."""
    match = _FOREIGN.match(text.body, start)
    return match.end() if match and is_surname(text.low[match.start(1) : match.end()]) else start


def full_name_of(text: Text, start: int, end: int) -> str | None:
    """Return the full name that ends with the given name ``body[start:end]`` elsewhere in the article, if one does."""
    name, at = text.body[start:end], -1
    for _ in range(_PLACES):
        at = text.body.find(name, at + 1)
        if at < 0:
            return None
        behind = at + len(name)
        if at != start and not _GOES_ON.match(text.body, behind):
            first = full_name_start(text.body, text.low, behind)
            if first < at:
                return text.body[first:behind]
    return None


def is_addressed(text: Text, start: int, end: int) -> bool:
    """Say whether the article elsewhere calls somebody by this name ("em Nhơng")."""
    name = re.escape(text.low[start:end])
    return re.search(rf"(?<!\w){_ADDRESS}(?: [^\W\d_]+){{0,2}} {name}(?!\w)", text.low) is not None


def subject_before_verb(text: Text, start: int, limit: int) -> Named | None:
    """Return the person by a given name, or the province, that begins a clause and receives ("Hưng được nhận …")."""
    match = _SUBJECT.match(text.body, start, limit)
    if match is None or not _OPENS.search(text.low, max(start - 24, 0), start):
        return None
    end = match.end(1)
    if text.low[start:end] in PROVINCES:
        if not _BEGINS.search(text.low, max(start - 4, 0), start):
            return None
        return Named(start, end, text.body[start:end])
    full = full_name_of(text, start, end)
    if full is None and not is_addressed(text, start, end):
        return None
    return Named(start, end, full or text.body[start:end], person=True)


def is_of_merit(low: str, start: int) -> bool:
    """Say whether the name at ``start`` tells whose merit is the subject ("Đóng góp của ông A đã được tặng …")."""
    return _MERIT.search(low, max(start - 140, 0), start) is not None
