"""The grammar of award sentences: a state machine over chunks that yields one draft for each form and group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.awards.chunks import Chunk, Cue, Given, Group, Named
from extract.awards.clause import CERTIFICATES, UNSPECIFIED, Draft
from extract.awards.forms import Form
from extract.awards.participants import ADDS
from extract.awards.pieces import Pieces

_SOUVENIR = re.compile(r" lưu niệm| và hoa(?!\w)|, hoa(?!\w)| toàn đoàn| giải(?!\w)")
#: A flag beside a cup, or for those who won, is a contest's prize.
_WON = re.compile(r"[^.;:\n]{0,80}?(?<!\w)(?:đạt|đoạt|giành) giải(?!\w)")

#: "Mỗi tập thể được tặng Bằng khen là …" tells who they are.
_EACH = re.compile(r" ?[^.;\n]{0,25}?(?:được|nhận) [^.;\n]{0,90}(?: là |: )")
#: A title the vocabulary does not know, right before whom it counts.
_UNKNOWN_TITLE = re.compile(r"(?<!\w)danh hiệu [^,;.:]{3,30}$")
#: So begins a sentence that lists guests.
_GUESTS = re.compile(r"(?:đến dự|tới dự|về dự|tham dự|dự|cùng dự|có mặt)(?!\w)")
#: "nhận phụng dưỡng 5 Bà mẹ": who is cared for is given no title.
_CARES = re.compile(r"(?<!\w)(?:nhận )?(?:phụng dưỡng|chăm sóc|đỡ đầu|nuôi dưỡng|thăm hỏi)(?!\w)")
_AND = re.compile(r"[^,;.:()]{0,40} và ")
#: Cues behind which a weak surface is an award.
_CONTEXT = ("give", "receive", "have", "passive", "part", "semicolon", "revoke", "propose")
#: What may stand between a semicolon and the next name of a list.
_NEXT_NAME = re.compile(r" {0,2}(?:(?:và|cùng|các|tập thể|cá nhân|đơn vị) ){0,2}")
#: What an award is for, told before "cho" ("vì đã đóng góp hiện vật cho bảo tàng", "do có công với nước").
_REASON = re.compile(
    r"(?<!\w)(?:vì|do (?:có|đã)|bởi|nhờ)(?!\w)[^.;:\n]*$|(?<!\w)(?:đóng góp|cống hiến|ủng hộ|hỗ trợ"
    r"|giúp đỡ)[^,.;:\n]{0,60} $"
)
#: Who is charged with something receives nothing ("ủy quyền cho ông A ký Giấy khen").
_CHARGES = ("ủy quyền ", "giao ", "nhờ ", "giao nhiệm vụ ", "phân công ")
#: Whoever stands before is left out of a list.
_LEFT_OUT = ("không có", "chưa có", "vắng")
#: Which method reads which cue.
_READERS = {
    "give": "_give",
    "receive": "_receive",
    "have": "_receive",
    "passive": "_passive",
    "propose": "_propose",
    "plan": "_plan",
    "revoke": "_revoke",
    "barred": "_bar",
    "negated": "_negate",
    "gift": "_gift",
    "to": "_to",
    "part": "_part",
    "own": "_own",
    "mandate": "_mandate",
    "unspecified": "_unspecified",
    "semicolon": "_semicolon",
    "colon": "_colon",
}


def _sum(chunks: Sequence[Chunk]) -> int:
    """Return the sum of the numbers that groups and forms tell."""
    return sum(chunk.number or 0 for chunk in chunks if isinstance(chunk, Group | Given))


class Grammar(Pieces):
    """Reads the chunks of one sentence from left to right."""

    def read(self) -> list[Draft]:
        """Return the drafts of the sentence in order."""
        for at, chunk in enumerate(self.chunks):
            if isinstance(chunk, Given):
                self._given(at, chunk)
            elif isinstance(chunk, Named):
                self._named(at, chunk)
            elif isinstance(chunk, Group):
                self._group(at, chunk)
            elif chunk.kind.startswith("times"):
                self._times(at, chunk)
            else:
                getattr(self, _READERS[chunk.kind])(at, chunk)
        self._flush()
        return self.drafts

    def _given(self, at: int, given: Given) -> None:
        form = given.form
        if self.each and given.number == 1:
            given = replace(given, number=None)
        if self._is_bearer(at, given):
            self.to.append(Group(given.start, given.end, form.type.recipients if form else (), given.number))
        elif form is None and given.number is None:
            self._class_group(given)
        elif form is None:
            self._class_part(given)
        elif form.type.form is None:
            if self.low.endswith(("lên ", "lên lá "), 0, given.start):
                if self.forms and not self.to:
                    self.to = [Group(given.start, given.end, ("collective",), bare=True, single=True)]
                return
            self.contest = self.contest or form.type.id == "not_huyc_the_thao"
            self._gift(at, Cue(given.start, given.end, "gift"))
        elif form.type.id == "bieu_duong":
            self._honour(at, given)
        elif (not form.weak or self._is_in_context(at)) and not self._is_prize(form):
            if form.type.family == "bieu_duong" and not form.titled:
                return
            if self.low.endswith("ngoài ", 0, form.start) or (
                form.type.form == "state_title" and not self._is_governed(at)
            ):
                return
            self._form(at, given)

    def _is_prize(self, form: Form) -> bool:
        """Say whether a form is a contest's prize or a souvenir ("trao Cúp, Cờ cho các đội đạt giải")."""
        if _SOUVENIR.match(self.low, form.end):
            return True
        flag = form.weak and form.type.family == "co_thi_dua"
        beside = self.low.endswith(("cúp, ", "cúp và "), 0, form.start)
        return flag and (beside or _WON.match(self.low, form.end) is not None)

    def _is_bearer(self, at: int, given: Given) -> bool:
        """Say whether a counted title ends the recipients ("Bằng khen cho 4 tập thể và 3 tập thể tiên tiến")."""
        last, form = self.to[-1] if self.to else None, given.form
        if not self.to_open or last is not self.chunks[at - 1] or not isinstance(last, Group) or last.number is None:
            return False
        if form is None or given.number is None or form.type.form != "emulation_title" or form.titled:
            return False
        papers = all(one.form and one.form.type.form in CERTIFICATES for one in self.forms)
        return papers and form.type.recipients == last.kinds and _AND.fullmatch(self._gap(at)) is not None

    def _is_governed(self, at: int) -> bool:
        """Say whether a title is given here, and does not only name its bearers ("chân dung Mẹ Việt Nam anh hùng")."""
        given, before, after = self.chunks[at], self.chunks[at - 1] if at else None, self._next(at)
        if isinstance(given, Given) and given.form is not None and given.form.titled:
            return True
        if isinstance(after, Cue) and after.kind in ("passive", "to") and after.start - given.end < 12:
            return True
        gap = self._gap(at)
        if isinstance(given, Given) and given.number is not None and self._names_guests(before):
            return False
        listed = isinstance(before, Given) and len(gap) < 40
        return listed or (
            isinstance(before, Cue | Named | Group)
            and ("danh hiệu" in gap or (len(gap) < 16 and not isinstance(before, Group)))
        )

    def _names_guests(self, before: Chunk | None) -> bool:
        """Say whether counted bearers of a title are guests or given a present ("thăm, tặng quà 05 Mẹ …")."""
        present = isinstance(before, Cue) and before.kind in ("gift", "to")
        if isinstance(before, Cue) and _CARES.search(self.low, before.start, before.end + 20):
            return True
        lead = self.low.rfind("\n", 0, self.chunks[0].start) + 1
        return present or isinstance(before, Named) or _GUESTS.match(self.low, lead) is not None

    def _is_in_context(self, at: int) -> bool:
        before = self.chunks[at - 1] if at else None
        near = len(self._gap(at)) < 14 and "dưới" not in self._gap(at)
        verb = isinstance(before, Cue) and before.kind in _CONTEXT
        return (near and (verb or isinstance(before, Given))) or (
            self.chunks[at].end - self.chunks[at].start > 6 and near
        )

    def _form(self, at: int, given: Given) -> None:
        if self.forms and not self.to and not self.part_of and all(self._is_honour(form) for form in self.forms):
            self.forms, self.to_open = [], False
        indirect = [] if self.forms or self.to or self.passive else self._indirect(at)
        if indirect:
            self.to, self.subjects, self.forms, self.gift = indirect, [], [given], False
            return
        beside = self._beside(at)
        if beside:
            self._of_beside(given, beside)
            return
        if self.part_of:
            if self._splits(given):
                self.forms = []
            self._flush()
            self.in_part = True
            self.left = [chunk for chunk in self.left if isinstance(chunk, Group)]
        elif self.to_open:
            if self.to and self.forms:
                self._flush()
            elif self.to and "(" in self.low[self.to[-1].end : given.start]:
                self.to = []
            self.to_open = False
        elif self.passive and self.forms and self._semicolon_between(self.forms[-1], given):
            self._flush()
        if self.forms and self._is_kind_of(given, self.forms[-1]):
            self.forms.pop()
        self.gift = False
        self.forms.append(given)

    def _splits(self, given: Given) -> bool:
        """Say whether a counted form is a part of the form before ("3 đơn vị được tặng Cờ, trong đó 1 Cờ của …")."""
        if given.number is None or given.form is None or self.part_of != "forms" or len(self.forms) != 1:
            return False
        whole = self.forms[0].form
        return whole is not None and whole.type.family == given.form.type.family

    def _of_beside(self, given: Given, recipients: list[Group | Named]) -> None:
        """Read a form whose counted recipients stand right before it."""
        self._flush()
        self.left, self.subjects, self.forms = recipients, [], [given]
        self.passive, self.passive_open, self.gift, self.in_part = True, False, False, False
        self.verb = recipients[0].start if self.verb is None else self.verb

    @staticmethod
    def _is_kind_of(given: Given, general: Given) -> bool:
        """Say whether an earlier word told the form in general ("6 Huân chương khác như: Huân chương …")."""
        if given.form is None or general.form is None or given.form.type is general.form.type:
            return False
        return general.form.weak and given.form.type.family == general.form.type.family and not given.form.weak

    def _semicolon_between(self, first: Given, second: Given) -> bool:
        return ";" in self.low[first.end : second.start]

    def _to(self, at: int, cue: Cue) -> None:
        after = self._next(at)
        word = self.low[cue.start : cue.end]
        far = len(self.low[cue.end : after.start]) if after else 999
        if word in ("tới", "đến", "với") and (far > 1 or not isinstance(after, Group | Named)):
            return
        if self.low.endswith(_CHARGES, 0, cue.start):
            return
        counted = isinstance(after, Group) and after.number is not None
        decided = bool(self.forms) and all(self._is_honour(form) for form in self.forms)
        if word == "với" and not (counted and decided) and self.status != "revoked":
            return
        if self.forms and not counted and _REASON.search(self.low, max(self.forms[-1].end, cue.start - 160), cue.start):
            return
        if self.gift and (not self.forms or self.to):
            self.to_open = True
            return
        self.gift = False
        if self.to and not re.search(r"(?:^|,|;| và| cùng)\s*$", self.low[self.to[-1].end : cue.start]):
            person = isinstance(after, Named) and after.person and far < 2
            told = any(isinstance(chunk, Named) or chunk.number is not None for chunk in self.to)
            if told or not (counted or person):
                self.to_open = False
                return
            self.to = []
        if self._takes_recipients(at):
            self.to_open, self.passive_open = True, False
            self.subjects = []

    def _takes_recipients(self, at: int) -> bool:
        """Say whether "cho" leads to recipients: behind a verb, or a form whose recipients are not told before it."""
        if not self.forms:
            return self.verb is not None
        direct = isinstance(self.chunks[at - 1], Given | Named) and len(self._gap(at)) < 3
        return direct or self.by_told or not (self.passive and self.left)

    def _part(self, at: int, cue: Cue) -> None:
        self.part_at = cue.start
        self._drop_total(at)
        if self.forms:
            self.part_of, self.parts = "forms", []
        elif self.subjects:
            self.part_of, self.parts = "subjects", []
        elif self.drafts and self.drafts[-1].given.form:
            self.part_of = "drafts"

    def _drop_total(self, at: int) -> None:
        """Drop a commendation of no form told that its parts add up to ("khen thưởng 8 cá nhân, trong đó …")."""
        draft = self.drafts[-1] if self.drafts and not self.forms else None
        forms = [draft.given] if draft else self.forms
        if not forms or any(given.form is None or given.form.type is not UNSPECIFIED for given in forms):
            return
        total = _sum(draft.recipients if draft else self.to or self.left)
        behind = self.chunks[at + 1 :]
        if total == 0 or total != _sum(behind) or not any(isinstance(chunk, Given) for chunk in behind):
            return
        if draft:
            self.drafts.pop()
        self.forms, self.to, self.to_open = [], [], False

    def _own(self, at: int, cue: Cue) -> None:
        self._flush()
        after = self.chunks[at + 1 : at + 5]
        if not self.drafts or not any(isinstance(chunk, Group) and chunk.number is not None for chunk in after):
            return
        last = self.drafts[-1]
        self.forms = [Given(last.given.start, last.given.end, last.given.form)]
        self.to_open = self.own = True

    def _mandate(self, at: int, cue: Cue) -> None:
        self._flush()
        self.subjects = []

    def _semicolon(self, at: int, cue: Cue) -> None:
        after = self._next(at)
        named = bool(self.to) and isinstance(self.to[-1], Named) and self.to_open
        beside = after is not None and _NEXT_NAME.fullmatch(self.low, cue.end, after.start) is not None
        if named and beside and isinstance(after, Named) and not self._begins_subject(at + 1):
            return
        if self.to_open and self._adds_counts(at):
            return
        if self.forms and (self.to or self.verb is not None):
            self._flush()
        self.nominees, self.to = [], []
        if isinstance(after, Cue) and after.kind == "give" and after.start - cue.end < 3:
            self.left, self.passive = [], False
        if self.subjects and _UNKNOWN_TITLE.search(
            self.low, max(self.subjects[0].start - 40, 0), self.subjects[0].start
        ):
            self.subjects = []
        self.to_open = self.gift = self.own = False
        self.part_of = ""
        self.barred = (self.barred[0], min(self.barred[1], cue.start))

    def _adds_counts(self, at: int) -> bool:
        """Say whether a semicolon only goes on counting ("cho 14 cá nhân thuộc Sở A; 3 tập thể thuộc Sở B")."""
        after = self._next(at)
        last = self.to[-1] if self.to else None
        if last is None or not isinstance(after, Group) or after.number is None:
            return False
        if isinstance(last, Group) and last.number is None:
            return False
        if ADDS.fullmatch(self.low, self.chunks[at].end, after.start) is None:
            return False
        for chunk in self.chunks[at + 1 :]:
            if not isinstance(chunk, Group | Named):
                return isinstance(chunk, Cue) and chunk.kind == "semicolon"
        return True

    def _colon(self, at: int, cue: Cue) -> None:
        after = self._next(at)
        if self.forms and not self.to and isinstance(after, Group | Named) and after.start - cue.end < 4:
            self.to_open = True
            if isinstance(after, Named):
                self.to = [chunk for chunk in self.left if isinstance(chunk, Group) and chunk.number is not None]
        elif not self.forms and self._labels_giver(at):
            self.agents, self.subjects = [chunk for chunk in self.subjects[-1:] if isinstance(chunk, Named)], []

    def _labels_giver(self, at: int) -> bool:
        """Say whether a unit before a colon gives what follows ("Sở Y tế: Giấy khen cho 4 tập thể")."""
        last = self.subjects[-1] if self.subjects else None
        if not isinstance(last, Named) or last.person or self.chunks[at].start - last.end > 1:
            return False
        given, to = (*self.chunks[at + 1 : at + 3], None, None)[:2]
        return isinstance(given, Given) and isinstance(to, Cue) and to.kind == "to"

    def _bar(self, at: int, cue: Cue) -> None:
        if self._weighs_proposal(at, cue):
            self._give(at, cue)
            return
        if self.low.startswith(_LEFT_OUT, cue.start):
            self.to, self.left, self.subjects = [], [], []
        self._flush()
        self.barred = (cue.start, len(self.low))

    def _weighs_proposal(self, at: int, cue: Cue) -> bool:
        """Say whether someone is asked to weigh awards for people told ("trình Bộ xét tặng cờ cho 2 tập thể")."""
        if self.status != "proposed" or not self.low.startswith("xét tặng", cue.start):
            return False
        if self.verb is None or cue.start - self.verb >= 80:
            return False
        near = self.chunks[at : at + 6]
        to = next((place for place, chunk in enumerate(near) if isinstance(chunk, Cue) and chunk.kind == "to"), 6)
        named = any(isinstance(chunk, Named) and not chunk.office for chunk in near[to + 1 : to + 2])
        counted = any(isinstance(chunk, Group) and chunk.number is not None for chunk in near)
        told = any(isinstance(chunk, Group) and chunk.number is not None for chunk in self.left)
        return named or counted or told or bool(self.nominees)

    def _negate(self, at: int, cue: Cue) -> None:
        self.forms = [form for form in self.forms if not self.barred[0] <= form.start < self.barred[1]]
        first = self.barred[0] if self.barred[1] > cue.start else cue.start
        self.barred = (first, max(self.barred[1], cue.end + 40))

    def _gift(self, at: int, cue: Cue) -> None:
        if self.low.startswith("mỗi", cue.start) and _EACH.match(self.low, cue.end):
            return
        if self.forms and not self.to and not self.left:
            return
        if self.to:
            self._flush()
        self.gift = True
        self.each = self.low.startswith("mỗi", cue.start)
        self.to_open = False
