"""Label lines ("Cờ thi đua: 54 tập thể", "54 tập thể: Cờ thi đua") rewritten to the verbs the grammar knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.awards.chunks import Chunk, Cue, Given, Group, Named
from extract.numbers import read_number

_BESIDE = re.compile(r" ?(?:[-–(] ?)?")
_BEFORE_FORM = re.compile(r":? ?(?:được )?(?:tặng |nhận )?(?:danh hiệu )?[\"“]?")
_TO_NAME = re.compile(r'"? (?:ông |bà |anh |chị |em |đồng chí |tập thể |hai ông |các ông |các em )?')
_NEXT_PART = re.compile(r"[\"”]?,(?: và| đồng thời)?(?: đã)? ")
_IS = re.compile(r'["”]?(?: (?:năm|trong|tại|đợt|dịp)[\w ]{1,24}?)? là:? (?:các |đơn vị |tập thể |ông |bà |đồng chí )?')
_NUMBER = re.compile(r'["”]?:? *: ?(\d{1,3}(?:\.\d{3})+|\d+)(?= *(?:[;,/]|\.?$|\.?\n))', re.MULTILINE)
#: A form stands this near behind its label's colon.
_BESIDE_COLON = 6
#: Verbs of one predicate stand this near.
_NEAR = 40
_VERBS = ("propose", "give", "passive")


@dataclass(frozen=True, slots=True)
class Labelled:
    """Chunks without labels.

    Attributes:
        chunks: The chunks, with a binding word where a label stood.
        proposed: A label itself says that it is a proposal ("Huân chương …: đề nghị tặng 02 tập thể").
        labelled: Some label was found.
    """

    chunks: list[Chunk]
    proposed: bool = False
    labelled: bool = False


def read_labels(chunks: Sequence[Chunk], low: str) -> Labelled:
    """Return the chunks of a sentence with every label replaced by a binding word of the grammar.

    Args:
        chunks: The chunks in order.
        low: Folded text of the article.
    """
    found: list[Chunk] = []
    proposed = labelled = False
    at = 0
    while at < len(chunks):
        chunk = chunks[at]
        if _begins_list_part(found, chunk, low):
            found.append(Cue(chunk.start, chunk.start, "semicolon"))
        found.append(_as_honoured(found[-1] if found else None, chunk, low))
        at += 1
        if isinstance(chunk, Given) and _is_certificate(chunk):
            behind = _owner_end(chunks, at)
            number = _NUMBER.match(low, chunks[behind - 1].end)
            if number and read_number(number[1]):
                found[-1] = replace(chunk, end=number.end(1), number=read_number(number[1]))
                labelled = True
                continue
            given = _given_verbs(chunks, behind)
            if given:
                found[-1:] = [Cue(chunk.start, chunk.start, "give"), chunk, *chunks[at:behind]]
                at = behind + given
                continue
            verbs = _label_verbs(chunks, behind, low)
            if verbs:
                proposed = proposed or any(verb.kind == "propose" for verb in verbs)
                found.extend(chunks[at:behind])
                found.append(Cue(chunks[behind].start, chunks[behind].start, "to"))
                at, labelled = behind + 1 + len(verbs), True
            elif _is_told_whose(chunks, behind, low):
                end = chunks[behind - 1].end
                found.extend([*chunks[at:behind], Cue(end, chunks[behind].start, "to")])
                at = behind
            elif _stands_beside(chunks, behind, low) or _is_given(found, chunks, behind, low):
                end = chunks[behind - 1].end
                found.extend([*chunks[at:behind], Cue(end, end, "to")])
                at = behind
        elif isinstance(chunk, Cue) and chunk.kind == "colon" and _counts_form(chunks, at, low):
            found[-1] = Cue(chunk.start, chunk.end, "receive")
            labelled = True
        elif isinstance(chunk, Cue) and chunk.kind == "colon" and _gives_form(chunks, at):
            found[-1] = Cue(chunk.start, chunk.end, "give")
    return Labelled(found, proposed, labelled)


def _as_honoured(before: Chunk | None, chunk: Chunk, low: str) -> Chunk:
    """Return the bearers of a title as recipients where they are honoured ("tuyên dương 40 gia đình văn hóa")."""
    if not isinstance(before, Given) or before.form is None or before.form.type.form != "honour":
        return chunk
    if not isinstance(chunk, Given) or chunk.form is None or chunk.number is None:
        return chunk
    kinds = chunk.form.type.recipients
    if chunk.form.type.form != "emulation_title" or len(kinds) != 1 or low[before.end : chunk.start].strip():
        return chunk
    return Group(chunk.start, chunk.end, kinds, chunk.number, chunk.quantity)


def _is_certificate(given: Given) -> bool:
    """Say whether it is a form without a number of its own, and no honour, which is a verb itself."""
    return given.form is not None and given.number is None and given.form.type.form not in (None, "honour")


def _owner_end(chunks: Sequence[Chunk], at: int) -> int:
    """Return the index behind the owner of a form ("của UBND tỉnh")."""
    while at < len(chunks):
        chunk = chunks[at]
        if not isinstance(chunk, Named) or chunk.preposition != "of":
            break
        at += 1
    return at


def _given_verbs(chunks: Sequence[Chunk], at: int) -> int:
    """Return how many verbs make a form the subject of what is given ("Bằng khen được tặng cho 24 cá nhân")."""
    kinds = [chunk.kind for chunk in chunks[at : at + 3] if isinstance(chunk, Cue)]
    if kinds != ["passive", "give", "to"] or chunks[at + 2].start - chunks[at].end >= _NEAR:
        return 0
    return len(kinds) - 1


def _label_verbs(chunks: Sequence[Chunk], at: int, low: str) -> list[Cue]:
    """Return the verbs between a label's colon and its recipients ("…: đề nghị tặng 02 tập thể")."""
    if not _is_colon(chunks, at) or low[chunks[at - 1].end : chunks[at].start].strip('"” '):
        return []
    verbs: list[Cue] = []
    for chunk in chunks[at + 1 : at + 5]:
        if not isinstance(chunk, Cue) or chunk.kind not in _VERBS:
            told = isinstance(chunk, Group) and chunk.number is not None
            return verbs if told and verbs and chunk.start - verbs[-1].end < 6 else []
        verbs.append(chunk)
    return []


def _begins_list_part(found: Sequence[Chunk], chunk: Chunk, low: str) -> bool:
    """Say whether a verb begins the next part of a list whose last form is counted ("công nhận 3 …, tặng Giấy …")."""
    before = found[-1] if found else None
    if not isinstance(chunk, Cue) or chunk.kind != "give" or not isinstance(before, Given):
        return False
    return before.number is not None and _NEXT_PART.fullmatch(low, before.end, chunk.start) is not None


def _is_told_whose(chunks: Sequence[Chunk], at: int, low: str) -> bool:
    """Say whether "là" tells behind a form who gets it ("nhận Cờ thi đua của UBND tỉnh là Sở Y tế")."""
    chunk = chunks[at] if at < len(chunks) else None
    recipient = isinstance(chunk, Group) or (
        isinstance(chunk, Named) and not chunk.office and chunk.preposition != "by"
    )
    return chunk is not None and recipient and _IS.fullmatch(low, chunks[at - 1].end, chunk.start) is not None


def _is_colon(chunks: Sequence[Chunk], at: int) -> bool:
    chunk = chunks[at] if at < len(chunks) else None
    return isinstance(chunk, Cue) and chunk.kind == "colon"


def _stands_beside(chunks: Sequence[Chunk], at: int, low: str) -> bool:
    """Say whether counted recipients stand right behind a form, and nothing says that they begin a clause."""
    chunk = chunks[at] if at < len(chunks) else None
    if not isinstance(chunk, Group) or chunk.number is None:
        return False
    after = chunks[at + 1] if at + 1 < len(chunks) else None
    leads = isinstance(after, Cue) and after.kind in ("passive", "receive", "give") and after.start - chunk.end < 30
    return not leads and _BESIDE.fullmatch(low, chunks[at - 1].end, chunk.start) is not None


def _is_given(found: Sequence[Chunk], chunks: Sequence[Chunk], at: int, low: str) -> bool:
    """Say whether a name right behind a form is who gets it from the giver told ("Sở A tặng Giấy khen ông B")."""
    name = chunks[at] if at < len(chunks) else None
    if not isinstance(name, Named) or name.office or name.preposition or len(found) < 3:
        return False
    giver, verb = found[-3], found[-2]
    told = isinstance(verb, Cue) and verb.kind == "give" and isinstance(giver, Named) and giver.preposition != "of"
    if not told or _TO_NAME.fullmatch(low, chunks[at - 1].end, name.start) is None:
        return False
    after = chunks[at + 1] if at + 1 < len(chunks) else None
    return not (isinstance(after, Cue) and after.kind in ("give", "to", "passive", "receive"))


def _gives_form(chunks: Sequence[Chunk], at: int) -> bool:
    """Say whether the colon before index ``at`` stands between who gives and what ("Sở Y tế: Giấy khen cho 5 …")."""
    before = chunks[at - 2] if at >= 2 else None
    form, to = (*chunks[at : at + 2], None, None)[:2]
    lead = chunks[at - 3] if at >= 3 else None
    opens = lead is None or (isinstance(lead, Cue) and lead.kind == "semicolon")
    if not opens or not isinstance(before, Named) or before.preposition or before.person:
        return False
    near = isinstance(form, Given) and form.start - chunks[at - 1].end < _BESIDE_COLON
    return near and isinstance(to, Cue) and to.kind == "to"


def _counts_form(chunks: Sequence[Chunk], at: int, low: str) -> bool:
    """Say whether the colon before index ``at`` stands between counted recipients and their form."""
    before = chunks[at - 2] if at >= 2 else None
    after = chunks[at] if at < len(chunks) else None
    if not isinstance(before, Group) or before.number is None or not isinstance(after, Given):
        return False
    if after.form is None or after.number is not None or low[before.end : chunks[at - 1].start].strip():
        return False
    first = at - 2
    while first and isinstance(chunks[first - 1], Group):
        first -= 1
    lead = chunks[first - 1] if first else None
    opens = lead is None or (isinstance(lead, Cue) and lead.kind in ("semicolon", "part", "colon"))
    behind = _owner_end(chunks, at + 1)
    after = chunks[behind] if behind < len(chunks) else None
    ends = after is None or isinstance(after, Given) or (isinstance(after, Cue) and after.kind == "semicolon")
    return opens and ends and _BEFORE_FORM.fullmatch(low, chunks[at - 1].start, chunks[at].start) is not None
