"""Chunks that the words around do not bear out are dropped: idle verbs, nouns that are no recipients."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.awards.chunks import Chunk, Cue, Given, Group, Named
from extract.names import UPPER

_LEADS_ON = {"give", "unspecified", "propose", "receive", "plan", "revoke"}
_BARE_GAP = re.compile(r" ?(?:,|và|cùng|cùng với|,? hoặc)(?: các)? ")
_INSIDE_NAME = re.compile(rf"[{UPPER}]\w* [{UPPER}]$")
_CLAUSE_BEGIN = re.compile(r"(?:^|[,;:.\n]|(?<!\w)(?:và|này|nay|đây))\s*(?:cả |toàn )?$")
#: "14 cá nhân thuộc 3 đơn vị": the second number tells no recipients.
_PLACED = re.compile(
    r"[^,;.:()]{0,40}(?<!\w)(?:của|thuộc|trực thuộc|tại|ở|trong|đến từ|địa bàn)(?: (?:các|cả|toàn|tổng số))? "
)
#: "cứu 22 ngư dân": who is helped or caught is no recipient.
_OBJECT = re.compile(
    r"(?<!\w)(?:cứu|cứu sống|cứu giúp|giúp|giúp đỡ|hỗ trợ|bắt|bắt giữ|tìm kiếm|chăm sóc|nuôi) (?:được )?$"
)
#: "là một trong 10 gương mặt tiêu biểu, được tặng …": one of them is told, not all.
_ONE_OF = re.compile(r"(?<!\w)(?:1|một) trong (?:số )?(?:những )?$")
_RECEIVES_NEXT = re.compile(r"[^,.;:\n]{0,70}?(?<!\w)(?:được|nhận|đạt)(?!\w)")
#: "làm 3 người chết": who came to harm is no recipient.
_VICTIMS = re.compile(
    r" (?:bị )?(?:chết|tử vong|thiệt mạng|mất tích|thương vong|bị thương|gặp nạn|bị nạn|mắc kẹt|thoát nạn"
    r"|thoát chết)(?!\w)"
)
_BRACKETED = re.compile(r"[^()\n]{0,3}\([^()\n]*")
_PRONOUNS = frozenset({"anh", "chị", "ông", "bà", "em", "cô", "thầy", "bạn"})
#: Words that make a noun one person ("cho chàng sinh viên").
_CLASSIFIERS = ("", "chàng", "nữ", "nam", "vị", "cậu")
_CLASSIFIED = (" cho chàng ", " cho nữ ", " cho nam ", " cho vị ", " cho cậu ")
_OWN = re.compile(r"(?:của|cho|với|và|,) $")
_OF = re.compile(r"(?:của|cho|với|và) $")
_WITH = re.compile(r"(?: \([^()]{1,40}\))? (?:cùng|cùng với|và) ")
_TOGETHER = re.compile(r" (?:và|cùng|cùng với) ")
_STRONG = ("tập thể", "cá nhân", "hộ gia đình")


def settle(found: list[Chunk], low: str, body: str) -> Iterator[Chunk]:
    """Drop cues that the following chunks do not bear out, and bare nouns that are no recipients."""
    chunks = list(_without_places(_whole_staffs(found, low), low))
    for at, chunk in enumerate(chunks):
        following = chunks[at + 1 : at + 5]
        if isinstance(chunk, Cue) and chunk.kind == "passive" and _receives(chunks[at - 1 : at], chunk, following):
            yield Cue(chunk.start, chunk.end, "receive")
            continue
        if isinstance(chunk, Cue) and chunk.kind == "passive" and not _leads_to_verb(chunk, following):
            continue
        if isinstance(chunk, Cue) and chunk.kind == "receive" and _reaches_nothing(chunk, chunks[at + 1 :], low):
            continue
        if isinstance(chunk, Cue) and chunk.kind == "have" and not _has_pieces(chunk, following):
            continue
        if isinstance(chunk, Group) and chunk.bare and _only_tells_kind(chunk, following, low):
            continue
        if isinstance(chunk, Group) and chunk.bare and not _stands_as_recipient(chunk, chunks, at, low, body):
            continue
        if isinstance(chunk, Given) and _is_bearer(chunk, chunks[at + 1 : at + 9]):
            yield Group(chunk.start, chunk.end, ("individual",), chunk.number, chunk.quantity)
            continue
        if isinstance(chunk, Group) and chunk.bare and low.endswith(_CLASSIFIED, 0, chunk.start):
            yield replace(chunk, single=True)
            continue
        if isinstance(chunk, Group) and chunk.bare and _is_any(chunk, low):
            yield replace(chunk, bare=False, single=False)
            continue
        yield chunk


def _whole_staffs(chunks: Sequence[Chunk], low: str) -> Iterator[Chunk]:
    """Join "tập thể" to the people it is made of: one collective ("tập thể cán bộ, giáo viên", "tập thể lớp 9A")."""
    joined = False
    for at, chunk in enumerate(chunks):
        after = chunks[at + 1] if at + 1 < len(chunks) else None
        if joined:
            joined = False
            continue
        whole = isinstance(chunk, Group) and chunk.bare and low[chunk.start : chunk.end] == "tập thể"
        if whole and isinstance(after, Group) and after.bare and low[chunk.end : after.start] == " ":
            joined = True
            yield Group(chunk.start, after.end, ("collective",), None, "unknown", bare=True, single=True)
        else:
            yield chunk


def _without_places(chunks: Iterator[Chunk], low: str) -> Iterator[Chunk]:
    """Drop groups that only tell where those before belong, and what stands in brackets behind a person."""
    before: Chunk | None = None
    person = -1
    for chunk in chunks:
        counted = isinstance(before, Group) and before.number is not None
        placed = counted and isinstance(chunk, Group) and before is not None
        if placed and before is not None and _PLACED.fullmatch(low, before.end, chunk.start):
            continue
        if isinstance(chunk, Group) and _OBJECT.search(low, max(chunk.start - 14, 0), chunk.start):
            continue
        if isinstance(chunk, Group) and _is_one_of(chunk, low):
            yield replace(chunk, number=1)
            continue
        if isinstance(chunk, Group) and _VICTIMS.match(low, chunk.end):
            continue
        inside = isinstance(chunk, Group) or (isinstance(chunk, Named) and not chunk.person)
        if inside and person >= 0 and _BRACKETED.fullmatch(low, person, chunk.start):
            continue
        if isinstance(chunk, Named):
            person = chunk.end if chunk.person else -1
        before = chunk
        yield chunk


def _is_one_of(group: Group, low: str) -> bool:
    """Say whether one of a group is told, and not that the others receive ("là một trong 10 gương mặt")."""
    one = _ONE_OF.search(low, max(group.start - 16, 0), group.start) is not None
    return one and not _RECEIVES_NEXT.match(low, group.end)


def _only_tells_kind(group: Group, following: Sequence[Chunk], low: str) -> bool:
    """Say whether a noun only says what the name right behind it is ("cá nhân ông Lê Văn Mẫu", "đơn vị Sở A")."""
    first = following[0] if following else None
    beside = isinstance(first, Named) and low[group.end : first.start] == " " and not first.office
    return beside and low[group.start : group.end] in ("cá nhân", "tập thể", "đơn vị", "đồng chí")


def _is_bearer(given: Given, following: Sequence[Chunk]) -> bool:
    """Say whether a counted title means the people who bear it, who are given something else ("4 NSƯT được …")."""
    if given.number is None or given.form is None or given.form.type.form != "state_title" or given.form.titled:
        return False
    first = following[0] if following else None
    asked = any(isinstance(chunk, Cue) and chunk.kind == "propose" for chunk in following[:4])
    near = following if asked else following[:4]
    others = any(isinstance(chunk, Given) and chunk.form and chunk.form.type.form for chunk in near)
    return isinstance(first, Cue) and first.kind in ("passive", "receive") and others


def _receives(before: Sequence[Chunk], passive: Cue, following: Sequence[Chunk]) -> bool:
    """Say whether "được" itself means to get: a certificate stands right behind it ("được bằng khen của Hội")."""
    if before and isinstance(before[0], Cue) and passive.start - before[0].end < 2:
        return False
    first = following[0] if following else None
    if not isinstance(first, Given) or first.form is None or first.start - passive.end > 1:
        return False
    return first.form.type.form in ("merit_certificate", "commendation", "emulation_flag", "order")


def _leads_to_verb(passive: Cue, following: Sequence[Chunk]) -> bool:
    for chunk in following:
        if chunk.start - passive.end > 160:
            return False
        if isinstance(chunk, Cue) and chunk.kind in _LEADS_ON:
            return True
        if isinstance(chunk, Given):
            return chunk.form is not None and chunk.form.type.id == "bieu_duong"
        if isinstance(chunk, Cue) and not chunk.kind.startswith("times"):
            return False
    return False


def _reaches_nothing(receive: Cue, following: Sequence[Chunk], low: str) -> bool:
    """Say whether "đạt", "giành" reach no award but a result or a prize ("45 giáo viên có học sinh đạt giải")."""
    if not low.startswith(("đạt", "giành", "đoạt"), receive.start):
        return False
    return not any(isinstance(chunk, Given) for chunk in following)


def _has_pieces(have: Cue, following: Sequence[Chunk]) -> bool:
    first = following[0] if following else None
    return isinstance(first, Given) and first.number is not None and first.start - have.end < 8


def _heads_household(group: Group, after: Chunk | None, low: str) -> bool:
    """Say whether a household is told by its head's name ("hộ ông A", "gia đình bà B")."""
    person = isinstance(after, Named) and after.person and low[group.end : after.start] == " "
    return person and group.kinds == ("household",)


def _is_any(group: Group, low: str) -> bool:
    """Say whether whoever earns it is meant ("đơn vị nào đạt 95 điểm sẽ được …")."""
    return low.startswith(" nào ", group.end)


def _stands_as_recipient(group: Group, chunks: Sequence[Chunk], at: int, low: str, body: str) -> bool:
    if low.endswith("công nhận là ", 0, group.start):
        return False
    if low.startswith(_STRONG, group.start):
        return True
    if _INSIDE_NAME.search(body, max(group.start - 12, 0), group.start + 1):
        return False
    before = chunks[at - 1] if at else None
    after = chunks[at + 1] if at + 1 < len(chunks) else None
    if _is_any(group, low) or _heads_household(group, after, low):
        return True
    one = low[group.start : group.end] in _PRONOUNS or (group.single and group.kinds == ("individual",))
    if one and isinstance(after, Group) and after.number is not None:
        return _TOGETHER.fullmatch(low, group.end, after.start) is not None
    if isinstance(before, Cue) and before.kind == "to" and low[before.end : group.start].strip() in _CLASSIFIERS:
        return True
    given = isinstance(before, Cue) and before.kind == "give" and low[before.end : group.start] == " "
    listed = (
        isinstance(after, Cue)
        and after.kind == "gift"
        and any(isinstance(one, Given) for one in chunks[at + 2 : at + 4])
    )
    if given and group.single and (isinstance(after, Given) or listed):
        return True
    if isinstance(before, Group) and _BARE_GAP.fullmatch(low, before.end, group.start):
        return True
    person = isinstance(before, Named) and before.person and group.single and group.kinds == ("individual",)
    if person and before is not None and _WITH.fullmatch(low, before.end, group.start):
        return True
    if isinstance(before, Group) and not low[before.end : group.start].strip():
        return False
    leads = isinstance(after, Cue) and after.kind in ("passive", "receive") and after.start - group.end < 12
    if leads and low[group.start : group.end] in _PRONOUNS:
        told = any(isinstance(one, Group | Named) for one in chunks[:at])
        own = _OWN if told else _OF
        return own.search(low, max(group.start - 12, 0), group.start) is None
    return leads and _CLAUSE_BEGIN.search(low, max(group.start - 14, 0), group.start) is not None
