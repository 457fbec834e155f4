"""Roles of persons at an event (vai trò): read from the verb behind a name or the words that lead up to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from extract.mentions import PersonMention
from extract.officials.acts import FINITE, find_acts
from extract.rules import load_rules
from extract.text import Text
from schemas.records import OfficialRole

_RULES = load_rules("officials")
_JOINED = re.compile(r" *(?:\([^()]*\))?[ ,]*(?:và|cùng|cùng với)?(?: các)? *\Z")
_LISTED = re.compile(
    r"(?: ?\([^()\n]{1,40}\))?[ ,;.]*(?:và|cùng|cùng với|với)?(?: có)?(?: các)?"
    r"(?: (?:đồng chí|đ/c|ông|bà|ông, bà))? *\Z"
)
_AT = re.compile(
    r" *(?:\([^()]*\) *)?(?:tại|tai|trong|cùng các) +(?:lễ|hội nghị|đại hội|buổi|chương trình|đại biểu|cuộc)"
)
_MILD = re.compile(r"[ ,]*(?:đã |cũng )*(?:nêu rõ|nêu bật|kêu gọi)")
_ATTENDED = re.compile(
    r"(?<!\w)(?:cùng|đã|cũng|đều)(?: (?:đến|tới|về|cùng)){0,2} "
    r"(?:tham dự|dự|có mặt|chung vui|chia vui)(?!\w)[^.;,]{0,40}[.]?\Z"
)
_GOES_ON = re.compile(r"[;,] *(?:và|cùng)? *(?:các)? *\Z| và *\Z|: *\Z")
_AWARDED = _RULES["awarded_thing"].compile()
_HANDED = _RULES["handed_by"].compile()
_BY_THEM = re.compile(r"(?<!\w)(?:do|được|bởi) (?:(?:hai|các) )?\Z")
#: "báo cáo do ông A, Trưởng phòng đọc".
_READ = re.compile(r"[ ,)-]*(?:đã |trực tiếp |thay mặt [^.;:,]{3,60}? )?(?:đọc|trình bày|công bố)(?!\w)")
#: "ông A (chủ trì)": what a person does told in brackets.
_IN_BRACKETS = re.compile(r" ?\((?:đồng )?(?:chủ trì|chủ tọa)\)")
#: Between a person and the relative they are told by: "ông A - con trai của ông B - cho biết".
_RELATIVE = re.compile(
    r" ?[-,(] ?(?:là )?(?:con|con trai|con gái|vợ|chồng|cháu|em|anh|chị|em trai|em gái|mẹ|cha|bố|phu nhân)"
    r"(?: ruột)?(?: của)?(?: cố)? *\Z"
)
#: A withdrawal names who had an award, not who receives one.
_WITHDRAWN = re.compile(r"(?<!\w)(?:hủy bỏ|hủy|thu hồi|tước)(?!\w)")
#: What is asked for is not received yet.
_PROPOSED = re.compile(
    r"(?<!\w)(?<!theo )(?:đề nghị|đề xuất|kiến nghị|trình|xin)(?!\w)(?! của)"
    r"(?:[^;]|; *(?:và )?(?=tặng|công nhận|phong|trao|truy tặng|huân chương|bằng khen|danh hiệu|cờ|hạng))*"
    r"(?<!\w)(?:tặng|trao|khen|phong|công nhận|danh hiệu)(?!\w)[^;]*\Z"
)
#: Words said in a letter are not said at the event.
_WRITTEN = re.compile(r"(?:^|[.;,\n] ?)trong (?:bức |lá )?(?:thư|điện mừng|công văn|công điện|văn bản|chỉ thị)(?!\w)")
#: "Trao đổi với báo, lãnh đạo Ban xác nhận ông A …": somebody else says it.
_ANOTHER_SAYS = re.compile(
    r", [^,.;]{3,80} (?:xác nhận|cho biết|cho hay|khẳng định|nói|nhấn mạnh|thông tin|thông báo|đề nghị|yêu cầu)(?!\w)"
)
#: "\"…\" - ông A", "\"…!\", bà B": whoever stands behind a sentence in quotation marks has said it.
_AFTER_QUOTE = re.compile(r"(?P<stop>[.,!?])?\"(?:(?P<dash> ?- ?)|,? )\Z")
#: Words that tell of those present.
_THERE = re.compile(r"(?<!\w)(?:dự|có mặt|phía|chứng kiến)(?!\w)")
_LONG_QUOTE = 40
_SAYS = re.compile(r"[ ,)]*: ?\"")
#: "ông A, bà B lên trao", "ông A; ông B đồng chủ trì": what several do at once.
_TOGETHER = re.compile(r"[ ,)-]*(?:cùng|đồng|lần lượt|cùng nhau|lên)(?: cùng)? ")
_ALSO_ACT = re.compile(r"(?:[,;] *(?:và|cùng)? *| và | cùng )(?:các)? *\Z")
_ATTENDED_LIST = _RULES["attended_list"].compile()
#: A list of those present that opens with whom they represent: "Công ty có các đồng chí: A; B".
_OPENS_LIST = re.compile(r"[^.;:,!?\"]{3,80} có(?: các)?:? *\Z")
_LEADS = {str(rule.value): rule.sought() for rule in _RULES.values() if rule.id.startswith("led_")}
_BULLETS = "-+*•"
ROLES: tuple[OfficialRole, ...] = get_args(OfficialRole)


class _Line:
    """One sentence with its persons, and the roles each of them has in it."""

    def __init__(self, text: Text, start: int, end: int, people: Sequence[PersonMention]) -> None:
        self.low, self.start, self.end, self.people = text.low, start, end, people
        self.roles: list[set[str]] = [set() for _ in people]

    def read(self, inherited: set[str]) -> set[str]:
        """Fill the roles; return what a list that goes on in the next line inherits."""
        carried = set(inherited)
        for at in range(len(self.people)):
            lead = self._gap(at)
            listed = at > 0 and _LISTED.match(lead) is not None
            if not listed:
                found = self._led(lead, first=at == 0)
                carried = found if found or (at == 0 and not inherited) else carried & self._kept(lead, at)
            elif self.roles[at - 1] - carried:
                carried = carried & {"attend"} if ";" in lead else set()
            acts = set() if self._is_relative(at) else self._does(at) | self._handed(at)
            self.roles[at] |= self._inherits(carried, lead, acts, listed=listed)
            self._refine(at, acts)
        return carried & {"attend", "chair"}

    def _inherits(self, carried: set[str], lead: str, acts: set[str], *, listed: bool) -> set[str]:
        """Return what holds of a person from the words that lead up to the list; own acts may end it."""
        if not acts:
            return carried
        if listed:
            return set() if ";" in lead and "present" in acts else carried & {"attend"}
        return carried - {"receive"} if "present" in acts else carried

    def _led(self, lead: str, *, first: bool) -> set[str]:
        if not lead.strip():
            return set()
        found = {role for role, cue in _LEADS.items() if cue.search(lead)}
        if {"receive", "attend"} <= found and not lead.rstrip().endswith("cho"):
            found.discard("receive")
        if {"present", "receive"} <= found:
            found.discard("receive")
        if {"sign", "attend"} <= found and not _THERE.search(lead):
            found.discard("attend")
        if "speak" in found and _ANOTHER_SAYS.search(lead):
            found.discard("speak")
        if "receive" in found and (_WITHDRAWN.search(self.low, self.start, self.end) or _PROPOSED.search(lead)):
            found.discard("receive")
        if first and _OPENS_LIST.match(lead) and _ATTENDED_LIST.search(self.low, self.start, self.end):
            found.add("attend")
        if "attend" in found and "speak" in found and not _THERE.search(lead[-60:]):
            found.discard("attend")
        return found

    def _kept(self, lead: str, at: int) -> set[str]:
        """Return what a list goes on with over words that name no person ("đại diện lãnh đạo tỉnh; ông …")."""
        if at == 0:
            return {"attend", "chair"}
        goes_on = _GOES_ON.search(lead) and '"' not in lead and not FINITE.search(lead)
        return {"attend", "receive"} if goes_on else set()

    def _does(self, at: int) -> set[str]:
        person = self.people[at]
        begin = self._behind_relative(at)
        stop = next((other.span_start for other in self.people[at + 1 :] if other.span_start >= begin), self.end)
        if _IN_BRACKETS.match(self.low, begin):
            return {"chair"}
        if self._is_quoted(person.span_start) or _SAYS.match(self.low, begin, self.end):
            return {"speak"}
        acts = find_acts(self.low, begin, max(stop, begin), self.end)
        if "speak" in acts and _WRITTEN.search(self.low, self.start, max(person.span_start, self.start)):
            acts.discard("speak")
        if not acts and _ATTENDED.search(self.low, person.span_end, self._clause_end(person.span_end)):
            acts = {"attend"}
        return acts

    def _is_quoted(self, start: int) -> bool:
        """Return whether a whole sentence in quotation marks stands right before an offset."""
        mark = _AFTER_QUOTE.search(self.low, max(start - 6, 0), start)
        opened = self.low.rfind('"', self.low.rfind("\n", 0, start) + 1, mark.start()) if mark else -1
        if mark is None or opened < 0 or mark.start() - opened < _LONG_QUOTE:
            return False
        begins = self.low[:opened].rstrip(" ")[-1:] in ("", ".", ":", "\n", "-")
        return begins and (mark["dash"] is not None or mark["stop"] is not None)

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
        """Return what those do of whom a passive tells: "nhận Giấy khen do ông A và bà B trao", "do ông A đọc"."""
        first, last = self._list_around(at)
        start, end = self.people[first].span_start, self.people[last].span_end
        if not _BY_THEM.search(self.low, max(start - 12, self.start), max(start, self.start)):
            return set()
        if _READ.match(self.low, end, self.end):
            return {"report"}
        handed = _HANDED.match(self.low, end, self.end)
        told = handed and (
            _AWARDED.search(self.low, self.start, start)
            or _AWARDED.search(self.low, handed.end(), min(handed.end() + 80, self.end))
        )
        return {"present"} if told else set()

    def _gap(self, at: int) -> str:
        """Return the words between a person and the one before, or from the beginning of the sentence."""
        before = self.people[at - 1].span_end if at else self.start
        return self.low[before : self.people[at].span_start]

    def _list_around(self, at: int) -> tuple[int, int]:
        """Return the first and the last person of the list, without semicolons, that holds a person."""
        first = last = at
        while first > 0 and _in_list(self._gap(first)):
            first -= 1
        while last + 1 < len(self.people) and _in_list(self._gap(last + 1)):
            last += 1
        return first, last

    def _subjects(self, at: int) -> int:
        """Return where the list begins that is the subject of one verb: "Ông A, P; bà B, P; ông C đã đến dự"."""
        first = at
        while first > 0 and _LISTED.match(self._gap(first)) and not self.roles[first - 1]:
            first -= 1
        lead = self._gap(first).rstrip()
        return first if not lead or lead.endswith((",", ":", "-")) else at

    def _clause_end(self, start: int) -> int:
        end = self.low.find(";", start, self.end)
        return end if end >= 0 else self.end

    def _refine(self, at: int, acts: set[str]) -> None:
        """Add what the verb tells, to those joined with "và" before it too."""
        person = self.people[at]
        named = not self.low.endswith("của ", 0, person.span_start)
        if not acts and named and "receive" not in self.roles[at] and _AT.match(self.low, person.span_end):
            acts = {"attend"}
        if self.roles[at] & {"report", "launch"} and acts == {"speak"} and _MILD.match(self.low, person.span_end):
            acts = set()
        self.roles[at] |= acts
        together = acts and _TOGETHER.match(self.low, person.span_end, self.end)
        for before in range(self._subjects(at) if acts else at, at):
            self.roles[before] |= acts
        while acts and at > 0:
            gap = self._gap(at)
            several = together and _ALSO_ACT.fullmatch(gap) and not self.roles[at - 1]
            if not several and (not gap or not _JOINED.match(gap) or ("," in gap and "và" not in gap)):
                break
            at -= 1
            self.roles[at] |= acts


def _in_list(gap: str) -> bool:
    return ";" not in gap and _LISTED.match(gap) is not None


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
    following = [*text.sentences[1:], None]
    for sentence, after in zip(text.sentences, following, strict=False):
        indexes = by_sentence.get(sentence.start, [])
        line = _Line(text, sentence.start, sentence.end, [people[index] for index in indexes])
        carried = line.read(inherited)
        for index, found in zip(indexes, line.roles, strict=True):
            roles[index] = tuple(role for role in ROLES if role in found)
        bullets = after is not None and all(text.low[at] in _BULLETS for at in (sentence.start, after.start))
        inherited = _inherited(text.low, sentence.start, sentence.end, carried, empty=not indexes, bullets=bullets)
    return roles


def _inherited(low: str, start: int, end: int, carried: set[str], *, empty: bool, bullets: bool) -> set[str]:
    """Return what the next line inherits: behind marks that leave a list open, and from one bullet to the next."""
    if not low[start:end].endswith((";", ":", "có gs.", "có ts.", "có pgs.ts.", "có")) and not bullets:
        return set()
    if empty and not bullets:
        return {role for role in ("attend", "chair") if _LEADS[role].search(low, start, end)}
    return carried
