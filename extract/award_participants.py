"""Units, people and groups in an award sentence: who gives, who is given, whose form it is."""

from __future__ import annotations

import re

from extract.award_chunks import Cue, Given, Group, Named
from extract.award_clause import OF_STATE, Clause
from extract.award_grantors import is_list_gap

#: Verbs that begin a clause of their own behind its subject.
_NEW_SUBJECT = {"give", "passive", "propose", "plan", "receive", "have", "revoke"}
_DECISION_OF = re.compile(r"quyết định [^.;,]{0,40}của $")
_SPEAKS = re.compile(
    r",? (?:đã |cũng )?(?:nhấn mạnh|cho biết|phát biểu|khẳng định|chúc mừng|bày tỏ|đề nghị|yêu cầu|đánh giá|ghi nhận"
    r"|nói)(?!\w)"
)
_RECEIVING = {"passive", "receive", "have"}
_SEPARATED = re.compile(r'(?:[,;:.]|(?<!\w)(?:và|còn|trong khi))["”]?\s*(?:đồng chí |ông |bà |có |riêng )?$')
_LINKED = re.compile(r"^[^.;:()]{0,60}?(?:,|;| và| cùng| cùng với)\s*(?:các )?$|^\s*(?:và|,|;|cùng)?\s*$")
_GOES_ON = re.compile(
    r"(?: |[^;.:]{0,120}?(?:[,;/-]| và| cùng| cùng với| với| cho) ?(?:các |những |cho |gồm |trên |hơn )*)"
)
_NAMES_OF = re.compile(
    r"(?: (?:tiêu biểu|xuất sắc))?\s*(?:[:(,;]|là|gồm|gồm có|như|và|cùng|của)?\s*(?:có |các |ông |bà )*"
)


class Participants(Clause):
    """Puts units, people and groups where the clause has them."""

    def _begins_subject(self, at: int) -> bool:
        """Say whether a recipient chunk rather begins the next clause: a mark before it, a verb behind it."""
        if not _SEPARATED.search(self.low, max(self.chunks[at].start - 20, 0), self.chunks[at].start):
            return False
        last = self.chunks[at]
        if _SPEAKS.match(self.low, last.end):
            return True
        for chunk in self.chunks[at + 1 :]:
            gap = self.low[last.end : chunk.start]
            if isinstance(chunk, Named | Group):
                if isinstance(chunk, Named) and chunk.preposition == "" and not _LINKED.match(gap):
                    return False
                last = chunk
                continue
            if isinstance(chunk, Given):
                return chunk.form is not None and chunk.form.type.id == "bieu_duong" and len(gap) < 25
            verbs = _RECEIVING if isinstance(last, Group) else _NEW_SUBJECT
            return chunk.kind in verbs and len(gap) <= 60 and not re.search(r"[;:]|, |^ và ", gap)
        return False

    def _named(self, at: int, name: Named) -> None:
        before = self.chunks[at - 1] if at else None
        if self._is_decider(name):
            self._subject(name)
        elif isinstance(before, Cue) and before.kind == "mandate" and len(self._gap(at)) < 14:
            self.agents, self.mandate, self.subjects = [name], True, []
        elif self._is_owner(at, name):
            self._owner(name)
        elif name.preposition == "by":
            self._by(name)
        elif (name.preposition == "place" and not self._behind_to(at)) or name.preposition == "of" or self.own:
            return
        elif self.passive_open:
            if not self.mandate:
                self.agents = [*self.agents, name]
        elif self.to_open and not self._begins_subject(at):
            if name.preposition in ("head", "deputy") and not self.gift and not self._is_for_units():
                self._recipient(Group(name.start, name.end, ("individual",), None, "unknown"))
            elif not self.gift and not name.office and not self._is_apposition(name):
                self._recipient(name)
        else:
            self._subject(name)

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
        return (name.preposition == "of" and len(gap) < 40) or (gap == " " and not name.person)

    def _behind_to(self, at: int) -> bool:
        before = self.chunks[at - 1] if at else None
        return isinstance(before, Cue) and before.kind == "to" and self.to_open and len(self._gap(at)) < 2

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

    def _recipient(self, chunk: Group | Named) -> None:
        """Add a recipient behind the form, where it goes on with the list."""
        if self.to:
            last = self.to[-1]
            gap = self.low[last.end : chunk.start]
            if isinstance(chunk, Group):
                goes_on = _GOES_ON.fullmatch(gap) is not None and (chunk.number is not None or len(gap) < 14)
            elif isinstance(last, Group):
                goes_on = _NAMES_OF.fullmatch(gap) is not None
            else:
                goes_on = is_list_gap(gap)
            if not goes_on:
                return
        self.to.append(chunk)

    def _owner(self, name: Named) -> None:
        if self.status == "revoked" and name.person and not name.positions:
            self.to.append(name)
            return
        for given in self.forms:
            last = given is self.forms[-1]
            shares = given.number is None and given.form is not None and given.form.type.form not in OF_STATE
            if last or (shares and given.start not in self.owners):
                self.owners.setdefault(given.start, []).append(name)

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
        self.by_open = True

    def _subject(self, chunk: Group | Named) -> None:
        if self.to:
            self._flush()
        self.subjects.append(chunk)

    def _group(self, at: int, group: Group) -> None:
        if self.gift and not self.own:
            return
        if self.part_of:
            if not self._begins_subject(at):
                self.parts.append(group)
                return
            self._flush()
        if self.status == "revoked" and self.forms and self._gap(at).strip() == "của":
            self.to.append(group)
        elif self.to_open and not self._begins_subject(at):
            self._recipient(group)
        elif not self.passive_open:
            self._subject(group)
