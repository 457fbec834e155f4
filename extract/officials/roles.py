"""Roles of persons at an event (vai trò): read from the verb behind a name or the words that lead up to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from extract.mentions import PersonMention
from extract.rules import load_rules
from extract.rules.trie import alternation
from extract.text import Text
from schemas.folding import fold_key
from schemas.records import OfficialRole

_RULES = load_rules("officials")
_ACTS: dict[str, str] = {
    fold_key(cue): rule.value or ""
    for rule in _RULES.values()
    if rule.id.startswith("does_") or rule.id == "no_act"
    for cue in rule.cues
}
_ADVERB = r"(?:(?:" + alternation(sorted({fold_key(cue) for cue in _RULES["adverb"].cues})) + r")(?!\w) *)*"
_ON_BEHALF = r"(?:(?:thay mặt|thừa ủy quyền|đại diện|thừa lệnh|được sự ủy quyền)(?!\w)(?:[^.;:!?\"]|\.(?=\w)){0,110}?)?"
_ACT = r"(?P<act>" + alternation(sorted(_ACTS)) + r")(?!\w)"
#: "ông A đến huyện B trao …": the way there stands before the verb.
_GOES = (
    r"(?:(?:đến|tới|về|xuống) (?!nay|(?:tham )?dự|thăm|chúc|chung|trao|tặng|động)[^.;:,!?\"]{2,50}? (?:để )?"
    r"(?=trao|tặng|thăm|dự|tham dự|chúc mừng|động viên))?"
)
_FIRST = re.compile(
    rf"[ ,)-]*(?:\([^()\n]{{1,40}}\)[ ,-]*)?(?:người *)?{_ADVERB}{_ON_BEHALF}[ ,]*{_ADVERB}{_GOES}{_ACT}"
)
_NEXT = re.compile(rf"[^.;:!?\"]{{0,140}}?(?:, | và |, đồng thời |; đồng thời | rồi ){_ADVERB}{_ACT}")
#: "… được UBND tỉnh tặng Bằng khen": who gives stands between.
_GIVEN = re.compile(
    r"[ ,)-]*(?:(?:đã|vinh dự|cũng|vừa|là người|nằm trong) *)*được (?!giao|mời|cử|phân công|ủy quyền)"
    r"[^.;:!?\"\n]{2,90}?"
    r"(?<!\w)(?:tặng|trao tặng|trao|khen thưởng|biểu dương|truy tặng|phong tặng|tuyên dương)(?!\w)"
)
_STOPS = frozenset({"speak"})
_JOINED = re.compile(r" *(?:\([^()]*\))?[ ,]*(?:và|cùng|cùng với)?(?: các)? *\Z")
_LISTED = re.compile(r"[ ,;.]*(?:và|cùng|cùng với|với)?(?: có)?(?: các)?(?: (?:đồng chí|đ/c|ông|bà|ông, bà))? *\Z")
_AT = re.compile(
    r" *(?:\([^()]*\) *)?(?:tại|tai|trong|cùng các) +(?:lễ|hội nghị|đại hội|buổi|chương trình|đại biểu|cuộc)"
)
_MILD = re.compile(r"[ ,]*(?:đã |cũng )*(?:nêu rõ|kêu gọi)")
_ATTENDED = re.compile(
    r"(?<!\w)(?:cùng|đã|cũng|đều)(?: (?:đến|tới|về|cùng)){0,2} "
    r"(?:tham dự|dự|có mặt|chung vui|chia vui)(?!\w)[^.;,]{0,40}[.]?\Z"
)
_GOES_ON = re.compile(r"[;,] *(?:và|cùng)? *(?:các)? *\Z| và *\Z")
_FINITE = re.compile(r"(?<!\w)" + _ACT)
_AWARDED = _RULES["awarded_thing"].compile()
#: Flowers and gifts go with an award when they go to those who get it.
_HONOURED = re.compile(
    r"tập thể|cá nhân|cho các điển hình|(?:được|nhận) [^.;,]{0,40}(?:khen|tuyên dương|biểu dương|tôn vinh|vinh danh)"
)
_FLOWERS = re.compile(r" *(?:hoa|lẵng hoa|quà|bức trướng|bức tranh)(?!\w)")
_HANDED = _RULES["handed_by"].compile()
_BY_THEM = ("do ", "được ")
#: "ông A (chủ trì)": what a person does told in brackets.
_IN_BRACKETS = re.compile(r" ?\((?:đồng )?(?:chủ trì|chủ tọa)\)")
#: Between a person and the relative they are told by: "ông A - con trai của ông B - cho biết".
_RELATIVE = re.compile(
    r" ?[-,(] ?(?:là )?(?:con|con trai|con gái|vợ|chồng|cháu|em|anh|chị|em trai|em gái|mẹ|cha|bố|phu nhân)"
    r"(?: ruột)?(?: của)?(?: cố)? *\Z"
)
_CALLS_TO_JOIN = re.compile(
    r"[^.;:!?\"]{0,80}(?<!\w)(?:bước vào|hưởng ứng|tham gia|thực hiện|đẩy mạnh) (?:tốt )?"
    r"(?:các )?(?:đợt|phong trào|cuộc vận động|cao điểm|tháng) (?:cao điểm )?thi đua"
)
#: A withdrawal names who had an award, not who receives one.
_WITHDRAWN = re.compile(r"(?<!\w)(?:hủy bỏ|hủy|thu hồi|tước)(?!\w)")
#: What is asked for is not received yet.
_PROPOSED = re.compile(
    r"(?<!\w)(?:đề nghị|đề xuất|kiến nghị|trình)(?!\w)[^;]*(?<!\w)(?:tặng|trao|khen|phong)(?!\w)[^;]* và(?: các)? *\Z"
)
#: "ông A, bà B lên trao", "ông A; ông B đồng chủ trì": what several do at once.
_TOGETHER = re.compile(r"[ ,)-]*(?:cùng|đồng|lần lượt|cùng nhau|lên)(?: cùng)? ")
_ALSO_ACT = re.compile(r"(?:[,;] *(?:và|cùng)? *| và | cùng )(?:các)? *\Z")
_ATTENDED_LIST = _RULES["attended_list"].compile()
#: A list of those present that opens with whom they represent: "Công ty có các đồng chí: A; B".
_OPENS_LIST = re.compile(r"[^.;:,!?\"]{3,80} có(?: các)?:? *\Z")
_LEADS = {str(rule.value): rule.compile() for rule in _RULES.values() if rule.id.startswith("led_")}
ROLES: tuple[OfficialRole, ...] = get_args(OfficialRole)


class _Line:
    """One sentence with its persons, and the roles each of them has in it."""

    def __init__(self, text: Text, start: int, end: int, people: Sequence[PersonMention]) -> None:
        self.low, self.start, self.end, self.people = text.low, start, end, people
        self.roles: list[set[str]] = [set() for _ in people]

    def read(self, inherited: set[str]) -> set[str]:
        """Fill the roles; return what a list that goes on in the next line inherits."""
        carried = set(inherited)
        before = self.start
        for at, person in enumerate(self.people):
            lead = self.low[before : max(person.span_start, before)]
            listed = at > 0 and _LISTED.match(lead) is not None
            if not listed:
                found = self._led(lead, first=at == 0)
                carried = found if found or (at == 0 and not inherited) else carried & self._kept(lead, at)
            elif self.roles[at - 1] - carried:
                carried = carried & {"attend"} if ";" in lead else set()
            acts = set() if self._is_relative(at) else self._does(at) | self._handed(at)
            self.roles[at] |= self._inherits(carried, lead, acts, listed=listed)
            self._refine(at, acts)
            before = person.span_end
        return carried & {"attend", "chair"}

    def _inherits(self, carried: set[str], lead: str, acts: set[str], *, listed: bool) -> set[str]:
        """Return what holds of a person from the words that lead up to the list; own acts may end it."""
        if not acts:
            return carried
        if listed:
            return set() if ";" in lead and "present" in acts else carried & {"attend"}
        return carried - {"receive"} if "present" in acts else carried

    def _led(self, lead: str, *, first: bool) -> set[str]:
        found = {role for role, cue in _LEADS.items() if cue.search(lead)}
        if "receive" in found and (_WITHDRAWN.search(self.low, self.start, self.end) or _PROPOSED.search(lead)):
            found.discard("receive")
        if first and _OPENS_LIST.match(lead) and _ATTENDED_LIST.search(self.low, self.start, self.end):
            found.add("attend")
        if "attend" in found and "speak" in found and not re.search(r"(?<!\w)(?:dự|có mặt|phía)(?!\w)", lead[-60:]):
            found.discard("attend")
        return found

    def _kept(self, lead: str, at: int) -> set[str]:
        """Return what a list goes on with over words that name no person ("đại diện lãnh đạo tỉnh; ông …")."""
        if at == 0:
            return {"attend", "chair"}
        return {"attend", "receive"} if _GOES_ON.search(lead) and not _FINITE.search(lead) else set()

    def _does(self, at: int) -> set[str]:
        person = self.people[at]
        begin = self._behind_relative(at)
        stop = next((other.span_start for other in self.people[at + 1 :] if other.span_start >= begin), self.end)
        if _IN_BRACKETS.match(self.low, begin):
            return {"chair"}
        acts = self._acts(begin, max(stop, begin))
        if not acts and _ATTENDED.search(self.low, person.span_end, self._clause_end(person.span_end)):
            acts = {"attend"}
        return acts

    def _behind_relative(self, at: int) -> int:
        """Return where the verb of a person may begin: behind a relative who tells who it is."""
        end = self.people[at].span_end
        if at + 1 < len(self.people):
            relative = self.people[at + 1]
            if _RELATIVE.match(self.low, end, max(relative.span_start, end)):
                return relative.span_end
        return end

    def _is_relative(self, at: int) -> bool:
        return at > 0 and self._behind_relative(at - 1) == self.people[at].span_end

    def _handed(self, at: int) -> set[str]:
        """Return what the giver of a passive does: "nhận Giấy khen do ông A trao", "được ông A trao Giấy khen"."""
        person = self.people[at]
        by_them = self.low.endswith(_BY_THEM, self.start, max(person.span_start, self.start))
        handed = _HANDED.match(self.low, person.span_end, self.end) if by_them else None
        if handed is None:
            return set()
        told = _AWARDED.search(self.low, self.start, person.span_start) or _AWARDED.search(
            self.low, handed.end(), min(handed.end() + 80, self.end)
        )
        return {"present"} if told else set()

    def _clause_end(self, start: int) -> int:
        end = self.low.find(";", start, self.end)
        return end if end >= 0 else self.end

    def _refine(self, at: int, acts: set[str]) -> None:
        """Add what the verb tells, to those joined with "và" before it too."""
        person = self.people[at]
        if not acts and "receive" not in self.roles[at] and _AT.match(self.low, person.span_end):
            acts = {"attend"}
        if self.roles[at] & {"report", "launch"} and acts == {"speak"} and _MILD.match(self.low, person.span_end):
            acts = set()
        self.roles[at] |= acts
        together = acts and _TOGETHER.match(self.low, person.span_end, self.end)
        while acts and at > 0:
            gap = self.low[self.people[at - 1].span_end : self.people[at].span_start]
            several = together and _ALSO_ACT.fullmatch(gap) and not self.roles[at - 1]
            if not several and (not gap or not _JOINED.match(gap) or ("," in gap and "và" not in gap)):
                break
            at -= 1
            self.roles[at] |= acts

    def _acts(self, start: int, stop: int) -> set[str]:
        """Return the roles told by the verb at an offset and by the verbs joined to it."""
        found: set[str] = set()
        if _GIVEN.match(self.low, start, stop):
            return {"receive"}
        match = _FIRST.match(self.low, start, min(self.end, stop + 40))
        while match is not None:
            role = self._role(match)
            if role and not (match["act"] == "chỉ đạo" and "attend" in found):
                found.add(role)
            if role in _STOPS and not self._goes_on(match):
                break
            match = _NEXT.match(self.low, match.end(), self.end)
            if match is not None and match.start("act") >= stop:
                break
        return found

    def _goes_on(self, match: re.Match[str]) -> bool:
        return match["act"] in {"phát biểu", "kết luận", "khai mạc", "bế mạc", "chỉ đạo", "chúc mừng", "biểu dương"}

    def _role(self, match: re.Match[str]) -> str:
        act = " ".join(match["act"].split())
        role = _ACTS[act]
        if act == "kêu gọi" and _CALLS_TO_JOIN.match(self.low, match.end(), self.end):
            return "launch"
        if role != "present":
            return role
        rest = self.low[match.end() : self.end]
        if _FLOWERS.match(rest):
            return "present" if _HONOURED.search(rest) else "attend"
        return "present" if _AWARDED.search(act + rest[:120]) else ""


def find_roles(text: Text, people: Sequence[PersonMention]) -> list[tuple[OfficialRole, ...]]:
    """Return for each person mention the roles told of it, in the order of the record.

    A role is read from the verb behind the name ("ông A trao"), from the words that lead up to a list ("Tới dự có …"),
    and through coordination ("A và B đồng chủ trì"). Lists that go on in the next line inherit what led up to them.
    """
    by_sentence: dict[int, list[int]] = {}
    for index, person in enumerate(people):
        by_sentence.setdefault(text.sentence_at(person.start).start, []).append(index)
    roles: list[tuple[OfficialRole, ...]] = [()] * len(people)
    inherited: set[str] = set()
    for sentence in text.sentences:
        indexes = by_sentence.get(sentence.start, [])
        line = _Line(text, sentence.start, sentence.end, [people[index] for index in indexes])
        carried = line.read(inherited)
        for index, found in zip(indexes, line.roles, strict=True):
            roles[index] = tuple(role for role in ROLES if role in found)
        inherited = _inherited(text.low, sentence.start, sentence.end, carried, empty=not indexes)
    return roles


def _inherited(low: str, start: int, end: int, carried: set[str], *, empty: bool) -> set[str]:
    if not low[start:end].endswith((";", ":", "có gs.", "có ts.", "có pgs.ts.", "có")):
        return set()
    if empty:
        return {role for role in ("attend", "chair") if _LEADS[role].search(low, start, end)}
    return carried
