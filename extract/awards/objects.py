"""Whom a verb gives to directly, and which names side by side are one."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.awards.chunks import Cue, Given, Group, Named
from extract.awards.clause import Clause
from extract.awards.grantors import is_list_gap
from schemas.folding import fold_key

#: What may stand between a verb and whom it gives to, and between them and the form.
_DIRECTLY = re.compile(r" (?:(?:các|những|cho|ông|bà|đồng chí|em|anh|chị|tập thể) )*")
_EACH_ONE = re.compile(
    r" (?:nhiều (?:danh hiệu|phần thưởng)(?: [^\W\d_]+){0,3}?(?: như|:) )?(?:mỗi (?:[^\W\d_]+ ){1,2}(?:(?:một"
    r'|\d{1,2}) )?)?(?:danh hiệu )?"?'
)
#: A person's post and workplace, before the next person of a list.
_POST = re.compile(r"(?:\s*[,(-](?:(?!(?<!\w)(?:tặng|trao|được|nhận|đã)(?!\w))[^.;:])*)?(?:;|,| và| cùng)(?: và)? ?")
#: What the next person of a list is, no word of address ("thủ môn A và tiền vệ B").
_NOUN_GAP = re.compile(r"(?:,| và| cùng|, và) (?:[^\W\d_]+ ){1,2}")


class Objects(Clause):
    """Reads recipients that stand between the verb and its form."""

    def _indirect(self, at: int) -> list[Group | Named]:
        """Return the recipients between the verb and its form ("tặng Sở A Bằng khen", "… mỗi đơn vị một Cờ")."""
        recipients: list[Group | Named] = []
        for before in reversed(self.chunks[:at]):
            limit = recipients[0].start if recipients else self.chunks[at].start
            gap = self.low[before.end : limit]
            if isinstance(before, Cue) and before.kind == "gift" and not recipients:
                continue
            if isinstance(before, Cue):
                gives = before.kind == "give" and before.start == self.verb and _DIRECTLY.fullmatch(gap)
                return recipients if gives else []
            if isinstance(before, Given) or (isinstance(before, Named) and (before.office or before.preposition)):
                return []
            if not (is_list_gap(gap) if recipients else _EACH_ONE.fullmatch(gap)):
                return []
            recipients.insert(0, before)
        return []

    @staticmethod
    def _is_one_name(last: Group | Named, chunk: Group | Named, gap: str) -> bool:
        """Say whether two units side by side are one and the one it belongs to ("Tổ khai thác số 4 Nông trường A")."""
        if not isinstance(last, Named) or not isinstance(chunk, Named) or gap != " ":
            return False
        return not (last.person or last.office or chunk.person or chunk.office)

    @staticmethod
    def _one_name(last: Group | Named, chunk: Group | Named) -> Named:
        assert isinstance(last, Named)  # asked before
        assert isinstance(chunk, Named)
        return replace(last, end=chunk.end, name=f"{last.name} {chunk.name}")

    @staticmethod
    def _tells_post(last: Group | Named, chunk: Group | Named, gap: str) -> bool:
        """Say whether a bare noun behind a person tells who that is ("ông A, người trực tiếp chỉ huy")."""
        person = isinstance(last, Named) and last.person
        return person and isinstance(chunk, Group) and chunk.bare and chunk.kinds == ("individual",) and gap == ", "

    def _is_next_person(self, last: Named, name: Named) -> bool:
        """Say whether a person follows another one's post and workplace ("ông A, Đội trưởng, Công an tỉnh và bà B")."""
        if not (last.person and name.person):
            return False
        if self.low.startswith(fold_key(name.name), name.start) and _NOUN_GAP.fullmatch(self.low, last.end, name.start):
            return True
        return _POST.fullmatch(self.low, last.end, name.start) is not None
