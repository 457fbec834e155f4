"""Honours and commendations of no form told: words that are verb and award at once."""

from __future__ import annotations

import re

from extract.awards.chunks import Chunk, Cue, Given, Group, Named
from extract.awards.clause import UNSPECIFIED
from extract.awards.forms import Form
from extract.awards.grantors import givers, grantors_of
from extract.awards.verbs import Verbs

_SPEECH = re.compile(r"(?:phát biểu|đánh giá cao|ghi nhận|hoan nghênh|nhấn mạnh|khẳng định)[^.\n]*$")
#: "đã lựa chọn 20 đoàn viên để tuyên dương": whom the verb before chose.
_CHOSEN = re.compile(r"[^,;.:]{0,60} để (?:được )?$")
_DECISION = re.compile(r"quyết định $")
_NOUN_USE = re.compile(
    r"(?:hội nghị|lễ|buổi|chương trình|đại hội|công tác|việc|hoạt động|thư|đáng|tiêu chí|hình thức) +$"
)
_AND_VERB = re.compile(r"(?:,| và) ")
_MONEY = re.compile(r" (?:số tiền |hơn |gần |trên )?\d[\d.,]* ?(?:đồng|nghìn|ngàn|triệu|tỷ|tỉ)(?!\w)")


#: "trích 20 triệu đồng để khen thưởng": what money is spent on.
_SPENT = re.compile(
    r"(?<!\w)(?:trích|chi|dành|sử dụng|dùng|huy động)(?: \S+){0,4}? (?:\d[\d.,]* ?(?:đồng|nghìn|ngàn|triệu|tỷ"
    r"|tỉ)|quỹ|kinh phí"
    r"|ngân sách|tiền)(?!\w)[^.;\n]{0,60}(?<!\w)(?:để|cho|cho việc|nhằm) $"
)


class Honours(Verbs):
    """Reads "tuyên dương", "tôn vinh", "khen thưởng"."""

    def _honour(self, at: int, given: Given) -> None:
        if self.passive_open:
            self.passive_open = False
            self.verb = given.start
            after = self._next(at)
            if not (isinstance(after, Given) and after.start - given.end < 12):
                self.forms.append(given)
            return
        if self.forms and not self.to and not self.passive and self._names_people(given, self._next(at)):
            self.to_open = True
            return
        if self.forms or self.in_part or (self.passive and not self.subjects and self.verb is not None):
            return
        after = self._next(at)
        before = self.chunks[at - 1] if at else None
        if isinstance(before, Cue) and before.kind == "give" and _AND_VERB.fullmatch(self._gap(at)):
            self.subjects = [*self.agents, *self.subjects]
        last = self.subjects[-1] if self.subjects else None
        if isinstance(last, Group) and last.number is not None and _CHOSEN.fullmatch(self.low[last.end : given.start]):
            self._begin(passive=True)
            self.verb, self.forms = given.start, [given]
        elif isinstance(after, Given) and after.start - given.end < 12 and not self._is_honour(after):
            self._give(at, Cue(given.start, given.end, "give"))
        elif isinstance(after, Group) and after.start - given.end < 4:
            self._honour_of(given, after)

    @staticmethod
    def _names_people(given: Given, after: Chunk | None) -> bool:
        """Say whether those honoured stand behind the word ("trao Bằng khen, tuyên dương em A")."""
        person = isinstance(after, Named) and after.person and after.start - given.end < 3
        return isinstance(after, Group) or person

    def _honour_of(self, given: Given, after: Group) -> None:
        """Read an honour with the people behind it; praise in a speech and the word as a noun are none."""
        if after.number is None and _NOUN_USE.search(self.low, max(given.start - 16, 0), given.start):
            return
        agents = grantors_of(self.subjects, self.low, given.start)
        if after.number is None and not agents:
            return
        line = self.low.rfind("\n", 0, given.start) + 1
        last = self.subjects[-1] if self.subjects else None
        speech = _SPEECH.search(self.low[max(given.start - 200, line) : given.start]) is not None
        speech = speech or (isinstance(last, Named) and last.person)
        self._begin(passive=False)
        if speech:
            return
        self.agents, self.verb = agents, given.start
        self.forms, self.to_open = [given], True

    def _unspecified(self, at: int, cue: Cue) -> None:
        after = self._next(at)
        if _MONEY.match(self.low, cue.end) or _SPENT.search(self.low, max(cue.start - 110, 0), cue.start):
            return
        if isinstance(after, Given) and after.start - cue.end < 12:
            self._give(at, cue)
            return
        if self.forms and not self.to:
            return
        given = Given(cue.start, cue.end, Form(cue.start, cue.end, UNSPECIFIED))
        if self.passive_open:
            self.passive_open = False
            self.verb = cue.start
            self.forms.append(given)
        elif _DECISION.search(self.low, max(cue.start - 14, 0), cue.start) and self.verb is None:
            self.forms, self.verb = [given], cue.start
        elif after is not None and self._leads_to_recipients(cue, after):
            agents = givers(self.subjects, self.low, cue.start, cue.end) if self.subjects else self.agents
            self._begin(passive=False)
            self.agents, self.verb = agents, cue.start
            self.forms, self.to_open = [given], True

    def _leads_to_recipients(self, cue: Cue, after: Chunk) -> bool:
        """Say whether recipients stand right behind: counted ones, named ones, or "cho"; uncounted if someone asks."""
        if after.start - cue.end >= 4 or isinstance(after, Given):
            return False
        if isinstance(after, Named):
            return not after.office and not after.preposition
        if isinstance(after, Group):
            told = bool(self.subjects) and isinstance(self.subjects[-1], Named) and not after.bare
            return after.number is not None or (told and self.status in ("planned", "proposed"))
        return after.kind == "to"
