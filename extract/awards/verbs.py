"""Verbs of an award sentence: give, receive, honour, propose, plan, revoke."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.awards.chunks import Chunk, Cue, Given, Group, Named
from extract.awards.clause import UNSPECIFIED
from extract.awards.forms import Form
from extract.awards.grantors import deciders, givers, grantors_of
from extract.awards.participants import Participants

_SENT_TO = re.compile(r"(?<!\w)(?:tờ trình|hồ sơ|văn bản|công văn|báo cáo|gửi|trình) [^.;,]{0,40}$")
_CHOOSING = ("suy tôn", "bình chọn", "lựa chọn", "giới thiệu")
_FOUND = re.compile(r" (?:được |đã )*(?:xét|xác định|đánh giá|công bố)? ?(?:là |đạt |có )?")
_DONE = re.compile(r"(?<!\w)đã (?:(?:ký |ban hành )?quyết định )?$")
#: Who was asked decides ("thành tích đề nghị khen thưởng, Hội đồng thống nhất: Tặng …").
_AGREED = re.compile(
    r"[,:;.][^,;.]{0,160}?(?<!\w)(?:thống nhất|nhất trí|biểu quyết|quyết nghị|quyết định|đồng ý|thông qua)"
    r"(?: việc| cao| toàn bộ| [^\W\d_]+ \d+%| nội dung)?(?: như)?(?: sau)? ?:?[ \n-]*$"
)
#: Someone is chosen or a paper is sent so that another may give ("được giới thiệu để UBND tỉnh tặng").
_CHOSEN = re.compile(
    r"(?<!\w)(?:giới thiệu|chọn|bình|bầu|suy tôn|gửi|chuyển|nộp|lập|hoàn thiện|hoàn tất|trình|thông qua|thống nhất"
    r"|làm|tham mưu|hồ sơ|danh sách|tờ trình|đủ điều kiện|xứng đáng)(?!\w)[^;.\n]*$"
)
#: What may stand between a form and the next one who gives to the same.
_NEXT_GIVER = re.compile(r'"?(?: ?\([^()]{1,40}\))?(?: năm \d{4})?(?:,| và|, và|, đồng thời) ')
#: "chưa có cơ quan nào kiến nghị thu hồi": nothing is taken back.
_NOBODY = re.compile(r"(?<!\w)(?:chưa|không) (?:có|bị|ai|cơ quan|đơn vị)(?!\w)[^.;:\n]{0,60}$")
#: Who receives in the name of a body ("ông A đại diện Công ty nhận").
_DEPUTED = re.compile(r"(?<!\w)(?:đại diện|thay mặt)(?: cho)? (?!gia đình|người)[^.;:\n]*$")
_MARK = re.compile(r"[,;:.\n]")
_NO_SUBJECT = re.compile(
    r"(?:\W|(?<!\w)(?:và|đồng thời|đã|còn|cũng|ngoài ra|bên cạnh đó|sẽ|nhất trí|thống nhất|quyết định|dịp này"
    r"|nhân dịp này|(?:số|ngày) [\w/.-]+|\d{1,2}|[a-zđ])(?!\w))*"
)
#: What was told before is taken back ("Giấy khen … đã bị thu hồi").
_SUFFERS = re.compile(r"(?<!\w)(?:bị|đã được|sẽ được|phải)(?: [^\W\d_]+){0,4} $")
#: A verb that takes back has no object behind it.
_NO_OBJECT = re.compile(r" ?(?:[.,;)]|$|(?:theo|từ|do|vì|trước|kể từ|và nộp)(?!\w))", re.MULTILINE)


class Verbs(Participants):
    """Opens a clause at each verb, with its subjects as grantors or recipients."""

    def _give(self, at: int, cue: Cue) -> None:
        after, proposed_at = self._next(at), self.verb
        if self.by_open:
            self.by_open = False
            self.to_open = self._gives_form_to(cue, after)
        elif self.passive_open:
            self.passive_open = False
            self.agents = deciders(self.agents, self.low, cue.start, cue.end)
            self.to_open = self._gives_form_to(cue, after)
        elif self.subjects and self._are_given(at):
            self._begin_of_recipients(cue)
        elif self.subjects:
            agents = givers(self.subjects, self.low, cue.start, cue.end)
            shared = self.left if agents and self._goes_on_passive(at, agents[0]) else []
            self._begin(passive=False)
            self.left, self.passive = shared, bool(shared)
            if not self.mandate or (self.mandate_used and any(not agent.person for agent in agents)):
                self.agents = agents
                self.mandate = False
            self.mandate_used = True
            self.asked = self.agents if self.status == "proposed" else []
        elif self.to or (isinstance(after, Given) and self._all_counted()):
            self._flush()
        elif self.forms and isinstance(after, Group | Named) and self._follows(cue, after):
            self.to_open = True
            return
        elif not self.forms:
            self.to_open = False
            if not self.mandate and self._has_unread_subject(at):
                self.agents = []
            if self.status == "proposed" and not self.agents and not self.passive:
                self.agents = self.asked
        if self.status == "proposed" and self._is_decided(proposed_at, cue):
            self.status = None
        elif self.status is None and self._is_chosen_for(at):
            self.status = "proposed"
        self.verb = cue.start
        self.gift = False
        self.recognised = self.low.startswith("công nhận", cue.start)

    def _is_decided(self, proposed_at: int | None, cue: Cue) -> bool:
        """Say whether what was proposed is given: it "was" given, or who was asked agreed in a clause of its own."""
        if _DONE.search(self.low, max(cue.start - 24, 0), cue.start):
            return True
        first = self.chunks[0].start if proposed_at is None else proposed_at
        return _AGREED.search(self.low, first, cue.start) is not None

    def _is_chosen_for(self, at: int) -> bool:
        """Say whether someone was chosen so that another gives ("giới thiệu Sở A để UBND tỉnh tặng Cờ")."""
        giver = self.chunks[at - 1] if at else None
        if not isinstance(giver, Named) or not self.low.endswith("để ", 0, giver.start):
            return False
        return _CHOSEN.search(self.low, max(giver.start - 140, self.chunks[0].start - 60, 0), giver.start) is not None

    def _are_given(self, at: int) -> bool:
        """Say whether counted people before an active verb are who is given ("Có 5 tập thể tặng Bằng khen.")."""
        last, behind = self.subjects[-1], self.chunks[at + 1 :]
        if last is not self.chunks[at - 1] or not isinstance(last, Group) or last.number is None:
            return False
        if len(self._gap(at)) > 1 or not behind or not isinstance(behind[0], Given) or behind[0].number is not None:
            return False
        rest = next((chunk for chunk in behind if not isinstance(chunk, Given | Named)), None)
        return rest is None or (isinstance(rest, Cue) and rest.kind == "semicolon")

    def _has_unread_subject(self, at: int) -> bool:
        """Say whether someone whom no finder knows gives, behind a semicolon ("…; Công đoàn ngành tặng …")."""
        before = self.chunks[at - 1] if at else None
        opened = isinstance(before, Cue) and before.kind == "semicolon"
        return opened and _NO_SUBJECT.fullmatch(self._gap(at)) is None

    def _goes_on_passive(self, at: int, agent: Named) -> bool:
        """Say whether another giver follows for the same people ("Sở được A tặng Cờ, B tặng Bằng khen")."""
        if not (self.passive and self.left) or self.to or agent.person:
            return False
        if not self.forms:
            if not self._is_next_item(agent):
                return False
        else:
            last = max([form.end for form in self.forms] + [owner.end for owner in self._owners()])
            if not _NEXT_GIVER.fullmatch(self.low, last, agent.start):
                return False
        for chunk in self.chunks[at + 1 :]:
            if isinstance(chunk, Given) or (isinstance(chunk, Cue) and chunk.kind.startswith("times")):
                continue
            if isinstance(chunk, Named) and chunk.preposition == "of":
                continue
            if isinstance(chunk, Cue):
                return not (chunk.kind == "part" or self.low.startswith(("cho", "đối với", "dành cho"), chunk.start))
            return self.low.endswith((", ", " và "), 0, chunk.start)
        return True

    def _is_next_item(self, agent: Named) -> bool:
        """Say whether one who gives stands right behind the semicolon that ends a passive clause."""
        told = bool(self.drafts) and self.drafts[-1].passive and not self.drafts[-1].right
        return told and self.low.endswith("; ", 0, agent.start)

    def _gives_form_to(self, cue: Cue, after: Chunk | None) -> bool:
        """Say whether recipients stand behind the verb without "cho" ("Giấy khen được Sở A tặng 3 tập thể")."""
        beside = isinstance(after, Group | Named) and after.start - cue.end < 2
        return bool(self.forms) and not self.left and beside

    def _all_counted(self) -> bool:
        """Say whether every form told so far has a number of its own and needs no recipients."""
        return bool(self.forms) and all(form.number is not None for form in self.forms)

    def _follows(self, cue: Cue, after: Group | Named) -> bool:
        return re.fullmatch(r" (?:lãnh đạo |đại diện |các )*", self.low[cue.end : after.start]) is not None

    def _receive(self, at: int, cue: Cue) -> None:
        if self._part_gets_another(at):
            self._begin_of_part(cue)
            return
        if self.own or self.part_of in ("forms", "drafts"):
            return
        if cue.kind == "have" and not self.passive_open and not self.mandate:
            self._flush()
            self.agents = []
        if self.passive_open:
            self.passive_open = False
        elif self.subjects:
            self._begin_of_recipients(cue)
        elif self.to:
            recipients = self.to
            if all(self._is_honour(form) for form in self.forms):
                self.forms = []
            self._flush()
            self.left, self.passive = recipients, True
        elif self.forms:
            self._drop_honours(at)
        else:
            self.passive, self.elided = True, self._elides_subject(cue.start)
            counted = any(isinstance(chunk, Group) and (chunk.number or 0) > 1 for chunk in self.left)
            self.left = self.left if self.elided and not (counted and self.times > 1) else []
        self.verb = cue.start

    def _begin_of_recipients(self, cue: Cue) -> None:
        """Begin a clause whose subjects receive; subjects of another verb are none of them."""
        near = self._is_near(cue.start)
        recognised = self.recognised and self.low.startswith("đạt", cue.start)
        agents = self.agents if recognised else []
        self._begin(passive=True)
        self.recognised = recognised
        self.agents = self.agents or agents
        if not near:
            self.left = []
        last = self.left[-1] if self.left else None
        if isinstance(last, Named) and last.person and _DEPUTED.search(self.low, last.end, cue.start):
            self.left = [Group(cue.start, cue.start, ("collective",), bare=True, single=True)]

    def _part_gets_another(self, at: int) -> bool:
        """Say whether counted parts get a form of their own ("…, trong đó 03 tập thể được tặng Bằng khen")."""
        if self.part_of != "forms" or not self.parts or not self.forms or self.parts[-1] is not self.chunks[at - 1]:
            return False
        if self.parts[-1].number is None or len(self._gap(at)) > 25:
            return False
        kinds = (chunk for chunk in self.chunks[at + 1 : at + 5] if not isinstance(chunk, Named))
        first = next((chunk for chunk in kinds if not isinstance(chunk, Cue) or chunk.kind != "give"), None)
        whole = self.forms[-1].form
        return (
            isinstance(first, Given)
            and first.form is not None
            and whole is not None
            and first.form.type is not whole.type
        )

    def _begin_of_part(self, cue: Cue) -> None:
        """Begin a clause whose parts of the recipients before get another form."""
        parts, self.parts, self.part_of = list(self.parts), [], ""
        self._flush()
        self.left, self.subjects = [*parts], []
        self.agents = self.agents if self.mandate else []
        self.passive = self.in_part = True
        self.verb = cue.start

    def _passive(self, at: int, cue: Cue) -> None:
        if self._part_gets_another(at):
            self._begin_of_part(cue)
            self.passive_open = True
            return
        if self.forms and not self.to and isinstance(self.chunks[at - 1], Given) and self._forms_are_subject(at):
            told = isinstance(self._next(at), Named) and not self.mandate
            self.agents = grantors_of(self.subjects, self.low, self.forms[0].start) or ([] if told else self.agents)
            self.subjects, self.passive, self.passive_open = [], True, True
            return
        self._resolve_subject_parts()
        self.elided = not self.subjects and self._elides_subject(cue.start)
        uncounted = all(isinstance(chunk, Group) and chunk.number is None for chunk in self.left)
        if not self.forms and not self._goes_on_with_subject(cue) and (uncounted or not (self.subjects or self.elided)):
            self.left = []
        if self.subjects:
            self._begin_of_recipients(cue)
        elif self.to:
            self._flush()
            self.left = []
        elif self.forms:
            self._drop_honours(at)
            if self.forms and self.verb is not None and not self._forms_are_subject(at):
                self._flush()
                self.agents = self.agents if self.mandate else []
        if self.owned and not self.mandate and isinstance(self._next(at), Named):
            self.agents, self.owned = [], False
        if self.low.endswith("cũng ", 0, cue.start) and self.drafts:
            self.also = list(self.drafts[-1].agents)
        self.passive = True
        self.passive_open = True

    def _goes_on_with_subject(self, cue: Cue) -> bool:
        """Say whether a verb stands in one clause with an earlier one ("Đơn vị nào đạt 95 điểm sẽ được tặng …")."""
        return self.verb is not None and _MARK.search(self.low, self.verb, cue.start) is None

    def _forms_are_subject(self, at: int) -> bool:
        """Say whether "được" tells what happens to the forms before it ("Cờ thi đua được đề nghị cho Sở A")."""
        by, give, to = (*self.chunks[at + 1 : at + 4], None, None, None)[:3]
        gives = isinstance(by, Named) and isinstance(give, Cue) and give.kind == "give"
        if gives and isinstance(to, Group) and give is not None and to.start - give.end < 2:
            return True
        for chunk in self.chunks[at + 1 : at + 6]:
            if isinstance(chunk, Given) or (isinstance(chunk, Cue) and chunk.kind == "semicolon"):
                return False
            if isinstance(chunk, Cue) and chunk.kind == "to":
                return True
        return False

    def _drop_honours(self, at: int) -> None:
        """Drop an honour that the same recipients' certificate follows ("được biểu dương và nhận Giấy khen")."""
        for chunk in self.chunks[at + 1 : at + 6]:
            if isinstance(chunk, Group) or (isinstance(chunk, Cue) and chunk.kind == "semicolon"):
                return
            if isinstance(chunk, Given) and not self._is_honour(chunk):
                self.forms = [form for form in self.forms if not self._is_honour(form)]
                return

    def _propose(self, at: int, cue: Cue) -> None:
        if not self.passive_open and self._are_proposed(at, cue):
            self._begin(passive=True)
            self.status, self.verb = "proposed", cue.start
            return
        colon = self.chunks[at - 1] if at else None
        if isinstance(colon, Cue) and colon.kind == "colon" and self.forms and not self.to:
            self.status, self.verb, self.to_open, self.agents = "proposed", cue.start, True, []
            return
        if not self.passive_open:
            self._flush()
        if self.status != "revoked":
            self.status = "proposed"
        if self.passive_open:
            self.agents = []
            return
        self._nominate(cue)
        self.asked = self._addressed(at, cue) or self.asked
        self.subjects, self.left, self.agents = [], [], []
        self.passive = self.mandate = False
        self.verb = cue.start

    def _addressed(self, at: int, cue: Cue) -> list[Named]:
        """Return whom a paper goes to that asks ("gửi tờ trình cho Bộ Y tế đề nghị tặng …")."""
        before = self.chunks[at - 1] if at else None
        if not isinstance(before, Named) or before.person or cue.start - before.end > 1:
            return []
        return [before] if _SENT_TO.search(self.low, max(before.start - 60, 0), before.start) else []

    def _are_proposed(self, at: int, cue: Cue) -> bool:
        """Say whether counted people right before "đề nghị" are those proposed ("34 nhà giáo đề nghị phong tặng …")."""
        last = self.subjects[-1] if self.subjects else None
        if not isinstance(last, Group) or last.number is None or last.kinds != ("individual",):
            return False
        if cue.start - last.end > 1 and not _FOUND.fullmatch(self.low, last.end, cue.start):
            return False
        kinds = [chunk.kind for chunk in self.chunks[at + 1 : at + 5] if isinstance(chunk, Cue)]
        found = cue.start - last.end > 1
        weighed = isinstance(self._next(at), Cue) and self.low.startswith("xét tặng", self.chunks[at + 1].start)
        return (found or weighed or (bool(kinds) and kinds[0] in ("give", "passive"))) and "to" not in kinds

    def _nominate(self, cue: Cue) -> None:
        """Keep who was chosen ("suy tôn Sở A") as recipients of what is proposed next."""
        if self.low.startswith(_CHOOSING, cue.start):
            self.nominees, self.choosing = [], True
        elif self.choosing and self.subjects:
            named = [chunk for chunk in self.subjects if isinstance(chunk, Named) or chunk.number is not None]
            self.nominees = [
                chunk for chunk in named if not (isinstance(chunk, Named) and (chunk.office or chunk.person))
            ]

    def _plan(self, at: int, cue: Cue) -> None:
        after = self._next(at)
        if self.low.startswith("xem xét", cue.start) and not (after and after.start - cue.end < 12):
            return
        if self.to:
            self._flush()
        if self.status is None:
            self.status = "planned"
        weighed = self.status == "proposed" and self.low.endswith("thưởng", cue.start, cue.end)
        if weighed and not isinstance(self._next(at), Given):
            self._begin(passive=True)
            self.status = "planned"
            self.forms, self.verb = (
                [Given(cue.start + 3, cue.end, Form(cue.start + 3, cue.end, UNSPECIFIED))],
                cue.start,
            )

    def _revoke(self, at: int, cue: Cue) -> None:
        if _NOBODY.search(self.low, max(cue.start - 80, 0), cue.start):
            self.barred = (cue.start, max(self.barred[1], cue.end + 60))
            return
        if not any(self._is_award(chunk) for chunk in self.chunks[at + 1 : at + 15]):
            self._revoke_told(cue)
            return
        if self.passive_open:
            self.passive_open = False
        elif self.forms and not self.subjects and not self.to:
            self.status = "revoked"
            return
        else:
            agents = grantors_of(self.subjects, self.low, cue.start) or self.agents
            self._begin(passive=False)
            self.agents = agents
        self.status = "revoked"
        self.verb = cue.start

    def _revoke_told(self, cue: Cue) -> None:
        """Take back what the sentence told before ("Đối với Giấy khen tặng ông A, Sở đã ra quyết định thu hồi")."""
        leads = ("to", "give")
        first = next((chunk for chunk in self.chunks if not isinstance(chunk, Cue) or chunk.kind not in leads), None)
        suffers = _SUFFERS.search(self.low, max(cue.start - 40, 0), cue.start) is not None
        if not (isinstance(first, Given) or suffers) or not _NO_OBJECT.match(self.low, cue.end):
            return
        if self.forms:
            self.status = "revoked"
        self.drafts = [replace(draft, status="revoked", verb=cue.start) for draft in self.drafts]

    @staticmethod
    def _is_award(chunk: Chunk) -> bool:
        form = chunk.form if isinstance(chunk, Given) else None
        return form is not None and form.type.form not in (None, "honour")
