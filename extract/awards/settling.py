"""Chunks that the words around do not bear out are dropped: idle verbs, nouns that are no recipients."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.awards.chunks import Chunk, Cue, Given, Group, Named
from extract.names import UPPER

_LEADS_ON = {"give", "unspecified", "propose", "receive", "plan", "revoke"}
_BARE_GAP = re.compile(r" ?(?:,|và|cùng|cùng với|,? hoặc)(?: các)? ")
_INSIDE_NAME = re.compile(rf"[{UPPER}]\w* [{UPPER}]$")
_CLAUSE_BEGIN = re.compile(r"(?:^|[,;:.\n]|(?<!\w)(?:và|này|nay|đây))\s*(?:cả |toàn )?$")
_STRONG = ("tập thể", "cá nhân", "hộ gia đình")


def settle(chunks: list[Chunk], low: str, body: str) -> Iterator[Chunk]:
    """Drop cues that the following chunks do not bear out, and bare nouns that are no recipients."""
    for at, chunk in enumerate(chunks):
        following = chunks[at + 1 : at + 5]
        if isinstance(chunk, Cue) and chunk.kind == "passive" and _receives(chunks[at - 1 : at], chunk, following):
            yield Cue(chunk.start, chunk.end, "receive")
            continue
        if isinstance(chunk, Cue) and chunk.kind == "passive" and not _leads_to_verb(chunk, following):
            continue
        if isinstance(chunk, Cue) and chunk.kind == "have" and not _has_pieces(chunk, following):
            continue
        if isinstance(chunk, Group) and chunk.bare and _only_tells_kind(chunk, following, low):
            continue
        if isinstance(chunk, Group) and chunk.bare and not _stands_as_recipient(chunk, chunks, at, low, body):
            continue
        if isinstance(chunk, Given) and _is_bearer(chunk, following):
            yield Group(chunk.start, chunk.end, ("individual",), chunk.number, chunk.quantity)
            continue
        yield chunk


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
    others = any(isinstance(chunk, Given) and chunk.form and chunk.form.type.form for chunk in following)
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


def _has_pieces(have: Cue, following: Sequence[Chunk]) -> bool:
    first = following[0] if following else None
    return isinstance(first, Given) and first.number is not None and first.start - have.end < 8


def _stands_as_recipient(group: Group, chunks: Sequence[Chunk], at: int, low: str, body: str) -> bool:
    if low.startswith(_STRONG, group.start):
        return True
    if _INSIDE_NAME.search(body, max(group.start - 12, 0), group.start + 1):
        return False
    before = chunks[at - 1] if at else None
    after = chunks[at + 1] if at + 1 < len(chunks) else None
    if isinstance(before, Cue) and before.kind == "to" and not low[before.end : group.start].strip():
        return True
    if isinstance(before, Group) and _BARE_GAP.fullmatch(low, before.end, group.start):
        return True
    if isinstance(before, Group) and not low[before.end : group.start].strip():
        return False
    leads = isinstance(after, Cue) and after.kind in ("passive", "receive") and after.start - group.end < 12
    return leads and _CLAUSE_BEGIN.search(low, max(group.start - 14, 0), group.start) is not None
