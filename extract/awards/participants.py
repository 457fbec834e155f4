"""Units, people and groups in an award sentence: who gives, who is given, whose form it is."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.awards.called import is_of_merit
from extract.awards.chunks import Cue, Given, Group, Named
from extract.awards.clause import LINKED, OF_STATE
from extract.awards.grantors import is_list_gap
from extract.awards.kin import is_kin_of
from extract.awards.objects import Objects
from schemas.folding import fold_key

#: Verbs that begin a clause of their own behind its subject.
_NEW_SUBJECT = {"give", "passive", "propose", "plan", "receive", "have", "revoke"}
_DECISION_OF = re.compile(r"quyết định [^.;,]{0,40}của $")
_BY_DECISION = re.compile(r"(?<!\w)theo quyết định [^.;,]{0,60}của $")
_SPEAKS = re.compile(
    r",? (?:đã |cũng )?(?:nhấn mạnh|cho biết|phát biểu|khẳng định|chúc mừng|bày tỏ|đề nghị|yêu cầu|đánh giá|ghi nhận"
    r"|nói)(?!\w)"
)
_RECEIVING = {"passive", "receive", "have"}
_SEPARATED = re.compile(r'(?:[,;:.]|(?<!\w)(?:và|còn|trong khi))["”]?\s*(?:đồng chí |ông |bà |có |riêng )?$')
_GOES_ON = re.compile(
    r"(?: |[^;.:]{0,120}?(?:[,;/-]| và| cùng| cùng với| với| cho) ?(?:các |những |cho |gồm |trên |hơn )*)"
)
#: What may stand between a recipient and others who are not counted ("Ban chỉ huy công trường cùng nhiều kỹ sư").
_AND_MANY = re.compile(r"(?: (?!(?:vì|do|có|đã|trong|nhân|để|khi|được|là)(?!\w))[\w-]+){1,8},? (?:và|cùng|cùng với) ")
#: What may stand between counted recipients and their form ("05 đồng chí Chiến sĩ thi đua", "54 tập thể: Cờ").
_BESIDE = re.compile(r' ?:? ?(?:(?:đạt |là )?danh hiệu )?"?')
#: What may stand between a form and its own count ("Lao động tiên tiến 16 người", "Cờ thi đua: 54 tập thể").
_COUNT_OF = re.compile(r'"?\)?(?: của [\w ]{2,40})?(?: ?[:-])? ?(?:có |cho |là )?')
#: A predicate that tells who was meant ("nhận Cờ thi đua là Sở A").
_PREDICATE = re.compile(
    r"(?:[^.;:]{0,70}(?<!\w))?(?:là|gồm|gồm có|bao gồm|thuộc về)(?: các| đơn vị| tập thể| đồng chí)*:? $"
)
#: Words between a form and "của …" that tell of something else's owner ("lên lá cờ truyền thống của Sở").
_ELSEWHERE = re.compile(r"(?<!\w)(?:lên|cho|vào|tại|đến|tới|trên|vì|trong)(?!\w)")
_BRACKET = re.compile(r"^ \([^()]{1,60}\)")
_REVOKED_OF = re.compile(r"[^.;:,]{0,40}(?<!\w)của(?: các)?")
#: Units that are given awards.
_BEARERS = re.compile(r"(?:công ty|tổng công ty|tập đoàn|trường|bệnh viện|doanh nghiệp|hợp tác xã|trung tâm)(?!\w)")
_STATE = re.compile(r"(?:nhà nước|chủ tịch nước|chính phủ|thủ tướng|đảng)(?!\w)")
#: Who holds such an office gives awards.
_GRANTING = re.compile(r"(?:chủ tịch nước|thủ tướng|bộ trưởng|chủ tịch (?:ubnd|ủy ban)|giám đốc sở|tổng bí thư)(?!\w)")
_PINNED = re.compile(r" (?:lên|vào) (?:lá )?(?:cờ|quân kỳ|quốc kỳ)(?:(?: [^\W\d_]+){1,3})?(?: của)? ")
_IS = re.compile(r"(?<!\w)là(?: ông| bà| đồng chí| em| anh| chị)? ?$")
#: Rest of a name that no finder knew to the end, before the next one of a list.
_REST = re.compile(
    r"(?: (?!(?:trong|vì|tại|đã|nhân|có|về|với|năm|do|để|khi|và|được|cùng|là|đang|sẽ|ở|vào|theo)(?!\w))[^\W\d_]+){1,5}"
    r"(?=[;,]| và )"
)
_NAMES_OF = re.compile(
    r"(?: [^,;.:()]{1,60}?(?=: )|(?: (?:tiêu biểu|xuất sắc))?)\s*(?:[:(,;]|là|gồm|gồm có|như|và|cùng|của)?\s*"
    r"(?:có |các |ông |bà )*"
)
#: What may stand between a semicolon and recipients that a list adds.
ADDS = re.compile(r" {0,2}(?:(?:và|cùng|cùng với|cùng các|đồng thời) )?")


class Participants(Objects):
    """Puts units, people and groups where the clause has them."""

    def _begins_subject(self, at: int) -> bool:
        """Say whether a recipient chunk rather begins the next clause: a mark before it, a verb behind it."""
        if not _SEPARATED.search(self.low, max(self.chunks[at].start - 20, 0), self.chunks[at].start):
            return False
        last = self.chunks[at]
        if isinstance(last, Named) and _SPEAKS.match(self.low, last.end):
            return True
        for chunk in self.chunks[at + 1 :]:
            gap = self.low[last.end : chunk.start]
            if isinstance(chunk, Named | Group):
                if isinstance(chunk, Named) and chunk.preposition == "" and not LINKED.match(gap):
                    return False
                if isinstance(chunk, Named) and isinstance(self.chunks[at], Group) and not chunk.person:
                    return False
                last = chunk
                continue
            if isinstance(chunk, Given):
                return chunk.form is not None and chunk.form.type.id == "bieu_duong" and len(gap) < 25
            if chunk.kind == "receive" and not any(isinstance(one, Given) for one in self.chunks[at + 2 :]):
                return False
            verbs = _RECEIVING if isinstance(last, Group) else _NEW_SUBJECT
            return chunk.kind in verbs and len(gap) <= 60 and not re.search(r"[;:]|, |^ và ", gap)
        return False

    def _named(self, at: int, name: Named) -> None:
        before = self.chunks[at - 1] if at else None
        if self._is_decider(name):
            self._subject(name)
            if _BY_DECISION.search(self.low, max(name.start - 80, 0), name.start):
                self.agents, self.mandate, self.mandate_used, self.subjects = [name], True, True, []
        elif isinstance(before, Cue) and before.kind == "mandate" and len(self._gap(at)) < 14:
            self.agents, self.mandate, self.subjects = [replace(name, preposition="")], True, []
            self.mandate_used = False
        elif self._is_pinned(name):
            self.to = [name]
        elif self._is_predicate(name):
            self._identify(name)
        elif self._is_owner(at, name):
            self._owner(name)
        elif name.person and self._is_kin(name):
            self._relative(at, name)
        elif self._is_of_merit(at, name):
            self._subject(name)
        elif name.preposition == "by":
            self._by(name)
        elif self._says_who(name):
            self._subject(name)
        elif (
            (name.preposition == "place" and not self._behind_to(at) and not self._is_introduced(at))
            or name.preposition == "of"
            or self.own
        ):
            return
        elif self.passive_open:
            if not self.mandate:
                self.agents = [*self.agents, name]
        elif self.to_open and not self._begins_subject(at):
            if name.preposition in ("head", "deputy") and not self.gift and not self._is_for_units():
                self._recipient(at, Group(name.start, name.end, ("individual",), None, "unknown"))
            elif not self.gift and not name.office and not self._is_apposition(name):
                self._recipient(at, name)
        else:
            self._subject(name)

    def _says_who(self, name: Named) -> bool:
        """Say whether a name tells who the counted subjects right before it are ("Hai đơn vị là A và B được …")."""
        last = self.subjects[-1] if self.subjects else None
        if name.office or self.to_open or self.passive_open or last is None:
            return False
        return self._are_named(last, self.low[last.end : name.start])

    def _is_pinned(self, name: Named) -> bool:
        """Say whether a form is pinned on the flag of a unit ("gắn Huân chương lên lá cờ truyền thống của Sở")."""
        if not self.forms or any(isinstance(chunk, Named) or chunk.number for chunk in self.to):
            return False
        return _PINNED.fullmatch(self.low, self.forms[-1].end, name.start) is not None

    def _is_kin(self, name: Named) -> bool:
        """Say whether a person's kin are told, who only take the award ("người thân của anh A nhận …")."""
        return name.preposition == "of" and is_kin_of(self.low, name.start)

    def _relative(self, at: int, name: Named) -> None:
        """Take the person whose kin are told as the recipient."""
        run = self.to if self.to_open else self.subjects
        if run and isinstance(run[-1], Group) and run[-1].number is None and name.start - run[-1].end < 30:
            run.pop()
        if self.to_open:
            self._recipient(at, name)
        elif not self.passive_open:
            self._subject(name)

    def _is_predicate(self, name: Named) -> bool:
        """Say whether a name tells who the recipients are that the clause left open ("nhận Cờ thi đua là Sở A")."""
        if not self.forms or self.to or name.office or self.part_of or self.verb is None:
            return False
        if any(isinstance(chunk, Named) for chunk in self.left) or name.preposition == "of":
            return False
        last = max([form.end for form in self.forms] + [agent.end for agent in self._owners()])
        return name.start - last < 90 and _PREDICATE.match(self.low[last : name.start]) is not None

    def _is_of_merit(self, at: int, name: Named) -> bool:
        """Say whether the merit of a name is the subject ("Những đóng góp của ông A đã được tặng …")."""
        after = self._next(at)
        if name.preposition != "of" or name.office or not isinstance(after, Cue) or after.kind not in _RECEIVING:
            return False
        near = after.start - name.end < 12 and not self.forms
        return near and is_of_merit(self.low, name.start)

    def _owners(self) -> list[Named]:
        return [agent for form in self.forms for agent in self.owners.get(form.start, [])]

    def _identify(self, name: Named) -> None:
        """Take a predicate's name as recipient, with the numbers told before."""
        self.to = [chunk for chunk in self.left if isinstance(chunk, Group) and chunk.number is not None]
        self.to.append(name)
        self.left, self.subjects = [], []
        self.to_open, self.passive_open = True, False

    def _is_decider(self, name: Named) -> bool:
        """Say whether a decision of this office is told ("Quyết định số 12 của Chủ tịch UBND tỉnh tặng …")."""
        if name.preposition != "of" or self.forms:
            return False
        return _DECISION_OF.search(self.low[max(name.start - 60, 0) : name.start]) is not None

    def _is_owner(self, at: int, name: Named) -> bool:
        """Say whether a name tells whose the form right before it is ("Bằng khen của Bộ", "Bằng khen UBND tỉnh")."""
        if not isinstance(self.chunks[at - 1] if at else None, Given):
            return self._continues_owner(at, name)
        gap = self._gap(at)
        if name.person and not name.positions and self.status != "revoked":
            return False
        owns = name.preposition == "of" and len(gap) < 40 and _ELSEWHERE.search(gap) is None
        return owns or (gap == " " and not name.person)

    def _behind_to(self, at: int) -> bool:
        before = self.chunks[at - 1] if at else None
        return isinstance(before, Cue) and before.kind == "to" and self.to_open and len(self._gap(at)) < 2

    def _is_introduced(self, at: int) -> bool:
        """Say whether "là" brings in the subject of the verb that follows ("Đó là ông A được nhận …")."""
        name, after = self.chunks[at], self._next(at)
        if self.forms or not (isinstance(after, Cue) and after.kind in _RECEIVING and after.start - name.end < 40):
            return False
        return _IS.search(self.low, max(name.start - 12, 0), name.start) is not None

    def _is_for_units(self) -> bool:
        """Say whether the form is one that heads take for their unit: an order or a flag."""
        form = self.forms[-1].form if self.forms else None
        return form is not None and form.type.form in ("order", "emulation_flag")

    def _is_apposition(self, name: Named) -> bool:
        """Say whether a unit behind a person is where the person works ("ông A, Chánh Thanh tra Sở")."""
        last = self.to[-1] if self.to else None
        if not isinstance(last, Named) or not last.person or name.person:
            return False
        return re.search(r";|(?<!\w)(?:và|cùng)(?!\w)", self.low[last.end : name.start]) is None

    def _is_item(self, at: int) -> bool:
        """Say whether recipients begin an item of a list whose items a semicolon ends ("A vì …; cùng B vì …")."""
        before = self.chunks[at - 1] if at else None
        return isinstance(before, Cue) and before.kind == "semicolon" and ADDS.fullmatch(self._gap(at)) is not None

    def _recipient(self, at: int, chunk: Group | Named) -> None:
        """Add a recipient behind the form, where it goes on with the list."""
        if self.to:
            last = self.to[-1]
            gap = self.low[last.end : chunk.start]
            told_before = isinstance(last, Group) and bool(self.forms) and last.end <= self.forms[0].start
            if self._is_employer(last, chunk, gap):
                noun = self.to[-2] if len(self.to) > 1 else None
                self.to[-2 if isinstance(noun, Group) and noun.bare else -1 :] = [chunk]
                return
            if self._is_one_name(last, chunk, gap):
                self.to[-1] = self._one_name(last, chunk)
                return
            if self._tells_post(last, chunk, gap):
                return
            if told_before or self._is_item(at):
                goes_on = True
            elif isinstance(chunk, Group):
                goes_on = _GOES_ON.fullmatch(gap) is not None and (chunk.number is not None or len(gap) < 14)
                goes_on = goes_on or (not chunk.bare and _AND_MANY.fullmatch(gap) is not None)
            elif isinstance(last, Group):
                goes_on = _NAMES_OF.fullmatch(gap) is not None
            elif self._is_next_person(last, chunk):
                goes_on = True
            else:
                goes_on = is_list_gap(_REST.sub("", gap, 1) if _REST.match(gap) else gap)
            if not goes_on:
                return
        self.to.append(chunk)

    def _owner(self, name: Named) -> None:
        if self.status == "revoked" and self._loses(name):
            if self.to and len(self.forms) > len(self.whose) and self._are_taken_from(name):
                self.whose.update({given.start: [name] for given in self.forms if given.start not in self.whose})
                return
            self.to.append(name)
            self.to_open = True
            return
        for given in self.forms:
            last = given is self.forms[-1]
            shares = given.number is None and given.form is not None and given.form.type.form not in OF_STATE
            if last or (shares and given.start not in self.owners):
                self.owners.setdefault(given.start, []).append(name)

    def _are_taken_from(self, name: Named) -> bool:
        """Say whether the one whose award it was is one of several who lose theirs ("… của A và B, gồm: X của B")."""
        return len(self.to) > 1 and any(isinstance(chunk, Named) and chunk.name == name.name for chunk in self.to)

    def _loses(self, name: Named) -> bool:
        """Say whether "của" tells whose award is taken back, and not who gave it ("hủy Huân chương của Công ty A")."""
        if name.person or name.office:
            return name.person and not any(_GRANTING.match(fold_key(position)) for position in name.positions)
        form = self.forms[-1].form if self.forms else None
        of_state = form is not None and form.type.form in OF_STATE and not _STATE.match(fold_key(name.name))
        return of_state or _BEARERS.match(fold_key(name.name)) is not None

    def _continues_owner(self, at: int, name: Named) -> bool:
        """Say whether a name goes on with the owners of a form ("của UBND tỉnh và Liên đoàn Lao động tỉnh")."""
        before = self.chunks[at - 1] if at else None
        if not isinstance(before, Named) or not self.forms or name.preposition not in ("", "of") or self.to_open:
            return False
        owners = self.owners.get(self.forms[-1].start, [])
        after = self._next(at)
        leads = isinstance(after, Cue) and after.kind in _NEW_SUBJECT and after.start - name.end < 25
        return before in owners and is_list_gap(self._gap(at).replace("của", "")) and not leads

    def _by(self, name: Named) -> None:
        if self.subjects and not self.forms:
            self._begin(passive=True)
        if self.forms:
            for given in self.forms:
                self.owners.setdefault(given.start, [name])
        else:
            self.agents = [name]
        self.by_open = self.by_told = True

    def _subject(self, chunk: Group | Named) -> None:
        if self.to:
            self._flush()
        last = self.subjects[-1] if self.subjects else None
        if last is not None and self._is_one_name(last, chunk, self.low[last.end : chunk.start]):
            self.subjects[-1] = self._one_name(last, chunk)
            return
        self.subjects.append(chunk)

    def _leads_to_form(self, at: int) -> bool:
        """Say whether counted recipients stand right before their form ("05 đồng chí Chiến sĩ thi đua cơ sở")."""
        last = self.chunks[at]
        for chunk in self.chunks[at:]:
            gap = self.low[last.end : chunk.start] if chunk.start >= last.end else ""
            if isinstance(chunk, Group):
                if chunk.number is None or not is_list_gap(gap):
                    return False
                last = chunk
            elif not (isinstance(chunk, Cue) and chunk.kind == "colon"):
                return isinstance(chunk, Given) and self._is_plain_form(chunk) and _BESIDE.fullmatch(gap) is not None
        return False

    @staticmethod
    def _is_plain_form(given: Given) -> bool:
        """Say whether a form has no number of its own and is an award by itself."""
        form = given.form
        return form is not None and given.number is None and form.type.form not in (None, "honour")

    def _beside(self, at: int) -> list[Group | Named]:
        """Return the counted recipients right before a form."""
        last = self.subjects[-1] if self.subjects else None
        given = self.chunks[at]
        if not isinstance(last, Group) or last.number is None or not isinstance(given, Given):
            return []
        if not self._is_plain_form(given) or not _BESIDE.fullmatch(self.low, last.end, given.start):
            return []
        return [chunk for chunk in self._run() if isinstance(chunk, Group) and chunk.number is not None]

    def _counts_form(self, at: int, group: Group) -> bool:
        """Say whether a number stands right behind its form ("Lao động tiên tiến 16 người")."""
        last = self.forms[-1] if self.forms else None
        if last is None or last.number is not None or group.number is None or self.to or self.part_of:
            return False
        if self.left and self.chunks[at - 1] is not last:
            return False
        return _COUNT_OF.fullmatch(self.low, last.end, group.start) is not None

    def _is_aside(self, group: Group) -> bool:
        """Say whether the parts were told in brackets that are closed again before a group."""
        opened = self.low.rfind("(", max(self.part_at - 3, 0), self.part_at)
        return opened >= 0 and ")" in self.low[self.part_at : group.start]

    def _resumes(self, at: int, group: Group) -> bool:
        """Say whether a count of another kind goes on behind names of the first ("4 tập thể gồm A, B và 9 cá nhân")."""
        whole, before = self.to[0] if self.to else None, self.chunks[at - 1]
        if self.part_of != "forms" or self.parts or not isinstance(whole, Group) or group.number is None:
            return False
        if self._is_item(at):
            before = self.chunks[at - 2]
            joins = isinstance(before, Named)
        else:
            joins = isinstance(before, Named) and is_list_gap(_BRACKET.sub("", self._gap(at)))
        return joins and not set(whole.kinds) & set(group.kinds)

    def _goes_on_in_parts(self, group: Group) -> bool:
        gap = self.low[self.parts[-1].end : group.start] if self.parts else "."
        return is_list_gap(gap) or (group.number is not None and LINKED.match(gap) is not None)

    def _group(self, at: int, group: Group) -> None:
        if self.gift and not self.own:
            return
        if self.part_of and self._is_aside(group):
            self.part_of, self.parts = "", []
        if self._resumes(at, group):
            self.part_of = ""
            self.to.append(group)
            return
        if self.part_of:
            if self._goes_on_in_parts(group) or not self._begins_subject(at):
                self.parts.append(group)
                return
            self._flush()
        if self.status == "revoked" and self.forms and _REVOKED_OF.fullmatch(self._gap(at).strip()):
            self.to.append(group)
        elif self._leads_to_form(at):
            self._flush()
            self.to_open = False
            self.subjects.append(group)
        elif self._counts_form(at, group):
            self.agents = [] if self.left and not self.mandate else self.agents
            self.left, self.to, self.to_open = [], [group], True
        elif self.to_open and not self._begins_subject(at):
            self._recipient(at, group)
        elif not self.passive_open:
            self._subject(group)
