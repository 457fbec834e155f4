"""The grammar of award sentences: a state machine over chunks that yields one draft for each form and group."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from extract.award_chunks import Chunk, Cue, Given, Group, Named
from extract.award_counts import resolve_parts
from extract.award_forms import Form
from extract.award_grantors import grantors_of, is_list_gap
from schemas.records import AwardStatus
from schemas.vocabulary import AwardType

#: A commendation whose form is not told: no entry of the vocabulary, so no ``award_type`` in the record.
UNSPECIFIED = AwardType(
    id="khen_thuong",
    name="khen thưởng",
    form="unspecified",
    family="khen_thuong",
    recipients=("collective", "individual"),
    examples=("khen thưởng",),
)
#: Awards that the President alone decides.
OF_STATE = ("order", "medal", "state_title", "state_prize")
_NEW_SUBJECT = {"give", "passive", "propose", "plan", "receive", "have", "revoke"}
_RECEIVING = {"passive", "receive", "have"}
_SEPARATED = re.compile(r'(?:[,;:.]|(?<!\w)(?:và|còn|trong khi))["”]?\s*(?:đồng chí |ông |bà |có |riêng )?$')
_LINKED = re.compile(r"^[^.;:()]{0,60}?(?:,|;| và| cùng| cùng với)\s*(?:các )?$|^\s*(?:và|,|;|cùng)?\s*$")
_GOES_ON = re.compile(r"(?: |[^;.:]{0,120}?(?:[,;/-]| và| cùng| cùng với| với| cho) ?(?:các |những |cho |gồm |trên |hơn )*)")
_NAMES_OF = re.compile(r"(?: (?:tiêu biểu|xuất sắc))?\s*(?:[:(,;]|là|gồm|gồm có|như|và|cùng|của)?\s*(?:có |các |ông |bà )*")
_SOUVENIR = re.compile(r" lưu niệm| và hoa(?!\w)|, hoa(?!\w)")
_SPEECH = re.compile(r"(?:phát biểu|đánh giá cao|ghi nhận|hoan nghênh|nhấn mạnh|khẳng định)[^.\n]*$")
_DECISION = re.compile(r"quyết định $")
_NOUN_USE = re.compile(
    r"(?:hội nghị|lễ|buổi|chương trình|đại hội|công tác|việc|hoạt động|thư|đáng|tiêu chí|hình thức) +$"
)


@dataclass(frozen=True)
class Draft:
    """One form for one group of recipients, as the grammar reads it.

    Attributes:
        given: The form with the number of its pieces.
        recipients: Groups and names, in order.
        right: The recipients stand behind the form.
        agents: Who gives.
        status: ``None`` where nothing in the clause told it.
        times: How often.
        verb: Offset of the governing verb, ``None`` without one.
        passive: The recipients are the subject.
        part: The form opens a part of an earlier total.
    """

    given: Given
    recipients: tuple[Group | Named, ...]
    right: bool
    agents: tuple[Named, ...]
    status: AwardStatus | None
    times: int = 1
    verb: int | None = None
    passive: bool = False
    part: bool = False


@dataclass
class Carried:
    """What one sentence leaves to the next: the grantor, and status where a list goes on."""

    agents: list[Named] = field(default_factory=list)
    status: AwardStatus | None = None
    topic: Group | Named | None = None


class Grammar:
    """Reads the chunks of one sentence from left to right."""

    def __init__(self, low: str, chunks: Sequence[Chunk], carried: Carried | None = None) -> None:
        """Begin a sentence, with what an open list before it carries over."""
        self.low = low
        self.chunks = chunks
        self.drafts: list[Draft] = []
        self.subjects: list[Group | Named] = []
        self.left: list[Group | Named] = []
        self.to: list[Group | Named] = []
        self.forms: list[Given] = []
        self.owners: dict[int, list[Named]] = {}
        self.agents: list[Named] = list(carried.agents) if carried else []
        self.status: AwardStatus | None = carried.status if carried else None
        self.parts: list[Group] = []
        self.part_of: str = ""
        self.topic: Group | Named | None = carried.topic if carried else None
        self.verb: int | None = None
        self.passive = False
        self.to_open = False
        self.passive_open = False
        self.mandate = False
        self.by_open = False
        self.gift = False
        self.own = False
        self.contest = False
        self.in_part = False
        self.times = 1
        self.barred = (0, 0)
        self._cues: dict[str, Callable[[int, Cue], None]] = {
            "give": self._give,
            "receive": self._receive,
            "have": self._receive,
            "passive": self._passive,
            "propose": self._propose,
            "plan": self._plan,
            "revoke": self._revoke,
            "barred": self._bar,
            "negated": self._negate,
            "gift": self._gift,
            "to": self._to,
            "part": self._part,
            "own": self._own,
            "mandate": self._mandate,
            "unspecified": self._unspecified,
            "semicolon": self._semicolon,
            "colon": self._colon,
        }

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
                self.times = int(chunk.kind.partition(":")[2] or 1)
            else:
                self._cues[chunk.kind](at, chunk)
        self._flush()
        return self.drafts

    # -- what stands around -------------------------------------------------------------------------------------

    def _gap(self, at: int) -> str:
        """Return the folded text between a chunk and the one before."""
        return self.low[self.chunks[at - 1].end : self.chunks[at].start] if at else ""

    def _next(self, at: int) -> Chunk | None:
        return self.chunks[at + 1] if at + 1 < len(self.chunks) else None

    def _begins_subject(self, at: int) -> bool:
        """Say whether a recipient chunk rather begins the next clause: a mark before it, a verb behind it."""
        if not _SEPARATED.search(self.low, max(self.chunks[at].start - 20, 0), self.chunks[at].start):
            return False
        last = self.chunks[at]
        for chunk in self.chunks[at + 1 :]:
            gap = self.low[last.end : chunk.start]
            if isinstance(chunk, Named | Group):
                if isinstance(chunk, Named) and chunk.preposition == "":
                    if not _LINKED.match(gap):
                        return False
                last = chunk
                continue
            if isinstance(chunk, Given):
                return chunk.form is not None and chunk.form.type.id == "bieu_duong" and len(gap) < 25
            verbs = _RECEIVING if isinstance(last, Group) else _NEW_SUBJECT
            return chunk.kind in verbs and len(gap) <= 60 and not re.search(r"[;:]|, |^ và ", gap)
        return False

    def _run(self) -> list[Group | Named]:
        """Return the recipients among the subjects: the run that ends at the verb."""
        run: list[Group | Named] = []
        for chunk in reversed(self.subjects):
            if isinstance(chunk, Named) and chunk.office:
                break
            gap = self.low[chunk.end : run[0].start] if run else ""
            if run and isinstance(chunk, Named) and isinstance(run[0], Group) and run[0].number is None:
                continue
            if run and not (is_list_gap(gap) or (self._alike(chunk, run[0]) and _LINKED.match(gap))):
                break
            run.insert(0, chunk)
        return self._without_apposition(run)

    def _without_apposition(self, run: list[Group | Named]) -> list[Group | Named]:
        """Return the person where the run is only where the person works or learns ("Em A, lớp 10 Trường B, được …")."""
        at = self.subjects.index(run[0]) if run else 0
        before = self.subjects[at - 1] if at else None
        if not isinstance(before, Named) or not before.person or not isinstance(run[0], Named) or run[0].person:
            return run
        gap = self.low[before.end : run[0].start]
        return [before] if re.fullmatch(r"\s*(?:,|-|\()(?:(?! và )[^.;])*", gap) else run

    @staticmethod
    def _alike(first: Group | Named, second: Group | Named) -> bool:
        return isinstance(first, Group) and isinstance(second, Group)

    # -- the end of a group -------------------------------------------------------------------------------------

    def _flush(self) -> None:
        """Close the group that is open and keep its drafts."""
        recipients = self.to or self.left
        if self.parts and self.part_of == "forms":
            recipients = resolve_parts(recipients, self.parts)
        if self.passive and not recipients and self.topic:
            recipients = [self.topic]
        elif self.forms and len(recipients) == 1 and self._is_one(recipients[0]):
            self.topic = recipients[0]
        for given in self.forms:
            if not (self.barred[0] <= given.start < self.barred[1]) and not (self.contest and not recipients):
                agents = self.owners.get(given.start) or self.agents
                self.drafts.append(
                    Draft(
                        given,
                        tuple(recipients),
                        bool(self.to),
                        tuple(agents),
                        self.status,
                        self.times,
                        self.verb,
                        self.passive,
                        self.in_part,
                    )
                )
        owned = [agent for given in self.forms for agent in self.owners.get(given.start, [])]
        if owned and all(agent.person for agent in self.agents):
            self.agents = owned
        self.forms, self.to, self.parts = [], [], []
        self.to_open = self.own = False
        self.part_of = ""
        self.times = 1

    @staticmethod
    def _is_one(chunk: Group | Named) -> bool:
        return chunk.single if isinstance(chunk, Group) else not chunk.office

    def _begin(self, *, passive: bool) -> None:
        """Begin a clause with the subjects gathered."""
        self._resolve_subject_parts()
        self._flush()
        run = self._run()
        self.left = run if passive else []
        self.subjects = []
        self.passive = passive
        self.in_part = False
        self.gift = False
        if not self.mandate:
            self.agents = []

    def _resolve_subject_parts(self) -> None:
        if self.parts and self.part_of == "subjects":
            self.subjects = resolve_parts(self.subjects, self.parts)
            self.parts, self.part_of = [], ""

    # -- chunks that are no cues --------------------------------------------------------------------------------

    def _given(self, at: int, given: Given) -> None:
        form = given.form
        if form is None:
            self._class_part(given)
        elif form.type.form is None:
            self.contest = self.contest or form.type.id == "not_huyc_the_thao"
            self._gift(at, Cue(given.start, given.end, "gift"))
        elif form.type.id == "bieu_duong":
            self._honour(at, given)
        elif (not form.weak or self._is_in_context(at)) and not _SOUVENIR.match(self.low, form.end):
            if form.type.family == "bieu_duong" and not form.titled:
                return
            self._form(at, given)

    def _is_in_context(self, at: int) -> bool:
        before = self.chunks[at - 1] if at else None
        near = len(self._gap(at)) < 14 and "dưới" not in self._gap(at)
        verb = isinstance(before, Cue) and before.kind in ("give", "receive", "have", "passive", "part", "semicolon")
        return (near and (verb or isinstance(before, Given))) or (self.chunks[at].end - self.chunks[at].start > 6 and near)

    def _form(self, at: int, given: Given) -> None:
        if self.forms and not self.to and not self.part_of and all(self._is_honour(form) for form in self.forms):
            self.forms, self.to_open = [], False
        if self.part_of:
            self._flush()
            self.in_part = True
            self.left = [chunk for chunk in self.left if isinstance(chunk, Group)]
        elif self.to_open:
            if self.to and self.forms:
                self._flush()
            self.to_open = False
        elif self.passive and self.forms and self._semicolon_between(self.forms[-1], given):
            self._flush()
        if self.forms and self._is_kind_of(given, self.forms[-1]):
            self.forms.pop()
        self.gift = False
        self.forms.append(given)

    @staticmethod
    def _is_kind_of(given: Given, general: Given) -> bool:
        """Say whether a form is one of those an earlier word told in general ("6 Huân chương khác như: Huân chương …")."""
        if given.form is None or general.form is None or given.form.type is general.form.type:
            return False
        return general.form.weak and given.form.type.family == general.form.type.family and not given.form.weak

    def _semicolon_between(self, first: Given, second: Given) -> bool:
        return ";" in self.low[first.end : second.start]

    @staticmethod
    def _is_honour(given: Given) -> bool:
        return given.form is not None and given.form.type.id in ("bieu_duong", UNSPECIFIED.id)

    def _class_part(self, given: Given) -> None:
        """A class with its number: a part of the form before ("04 Huân chương Lao động, trong đó 01 hạng Nhì")."""
        whole = self.forms[-1] if self.forms else self.drafts[-1].given if self.drafts else None
        if whole is None or whole.form is None:
            return
        if self.forms:
            self.parts, self.forms = [], self.forms[:-1]
            if self.to:
                recipients, self.left = self.to, self.to
                self.to = []
                self.left = [
                    Group(chunk.start, chunk.end, chunk.kinds, bare=True)
                    for chunk in recipients
                    if isinstance(chunk, Group)
                ]
            self._flush()
            self.in_part = True
        part = Given(given.start, given.end, whole.form, given.number, given.quantity)
        owner = self.owners.get(whole.start)
        if owner:
            self.owners[part.start] = owner
        self.forms = [part]
        self._flush()

    def _named(self, at: int, name: Named) -> None:
        before = self.chunks[at - 1] if at else None
        if isinstance(before, Cue) and before.kind == "mandate" and len(self._gap(at)) < 14:
            self.agents, self.mandate, self.subjects = [name], True, []
        elif (isinstance(before, Given) and name.preposition == "of" and len(self._gap(at)) < 40) or self._continues_owner(at, name):
            self._owner(name)
        elif name.preposition == "by":
            self._by(name)
        elif (name.preposition == "place" and not self._behind_to(at)) or name.preposition == "of" or self.own:
            return
        elif self.passive_open:
            if not self.mandate:
                self.agents = [*self.agents, name]
        elif self.to_open and not self._begins_subject(at):
            if name.preposition in ("head", "deputy") and not self.gift:
                self._recipient(Group(name.start, name.end, ("individual",), None, "unknown"))
            elif not self.gift and not name.office and not self._is_apposition(name):
                self._recipient(name)
        else:
            self._subject(name)

    def _behind_to(self, at: int) -> bool:
        before = self.chunks[at - 1] if at else None
        return isinstance(before, Cue) and before.kind == "to" and self.to_open and len(self._gap(at)) < 2

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

    # -- verbs --------------------------------------------------------------------------------------------------

    def _give(self, at: int, cue: Cue) -> None:
        after = self._next(at)
        if self.by_open:
            self.by_open = False
        elif self.passive_open:
            self.passive_open = False
        elif self.subjects:
            agents = grantors_of(self.subjects, self.low, cue.start)
            self._begin(passive=False)
            if not self.mandate or any(not agent.person for agent in agents):
                self.agents = agents
                self.mandate = False
        elif self.to:
            self._flush()
        elif self.forms and isinstance(after, Group | Named) and self._follows(cue, after):
            self.to_open = True
            return
        elif not self.forms:
            self.to_open = False
        self.verb = cue.start
        self.gift = False

    def _follows(self, cue: Cue, after: Group | Named) -> bool:
        return re.fullmatch(r" (?:lãnh đạo |đại diện |các )*", self.low[cue.end : after.start]) is not None

    def _receive(self, at: int, cue: Cue) -> None:
        if self.own or self.part_of:
            return
        if self.passive_open:
            self.passive_open = False
        elif self.subjects:
            self._begin(passive=True)
        elif self.to:
            recipients = self.to
            if all(self._is_honour(form) for form in self.forms):
                self.forms = []
            self._flush()
            self.left, self.passive = recipients, True
        elif self.forms:
            self._drop_honours(at)
        else:
            self.passive = True
        self.verb = cue.start

    def _passive(self, at: int, cue: Cue) -> None:
        self._resolve_subject_parts()
        if self.subjects:
            self._begin(passive=True)
        elif self.to:
            self._flush()
            self.left = []
        elif self.forms:
            self._drop_honours(at)
            if self.forms and self.verb is not None:
                self._flush()
                self.agents = self.agents if self.mandate else []
        self.passive = True
        self.passive_open = True

    def _drop_honours(self, at: int) -> None:
        """Drop an honour that the same recipients' certificate follows ("được biểu dương và nhận Giấy khen")."""
        for chunk in self.chunks[at + 1 : at + 6]:
            if isinstance(chunk, Group) or (isinstance(chunk, Cue) and chunk.kind == "semicolon"):
                return
            if isinstance(chunk, Given) and not self._is_honour(chunk):
                self.forms = [form for form in self.forms if not self._is_honour(form)]
                return

    def _honour(self, at: int, given: Given) -> None:
        if self.passive_open:
            self.passive_open = False
            self.verb = given.start
            after = self._next(at)
            if not (isinstance(after, Given) and after.start - given.end < 12):
                self.forms.append(given)
            return
        if self.forms and not self.to and not self.passive and isinstance(self._next(at), Group):
            self.to_open = True
            return
        if self.forms or self.in_part or (self.passive and not self.subjects and self.verb is not None):
            return
        after = self._next(at)
        if isinstance(after, Given) and after.start - given.end < 12 and not self._is_honour(after):
            self._give(at, Cue(given.start, given.end, "give"))
            return
        counted = isinstance(after, Group) and after.start - given.end < 4
        if not counted or (_NOUN_USE.search(self.low, max(given.start - 16, 0), given.start) and after.number is None):
            return
        agents = grantors_of(self.subjects, self.low, given.start)
        if after.number is None and not agents:
            return
        lead = self.low[max(given.start - 200, self.low.rfind("\n", 0, given.start), 0) : given.start]
        speech = _SPEECH.search(lead) is not None or bool(self.subjects) and isinstance(self.subjects[-1], Named) and self.subjects[-1].person
        self._begin(passive=False)
        if speech:
            return
        self.agents, self.verb = agents, given.start
        self.forms, self.to_open = [given], True

    def _unspecified(self, at: int, cue: Cue) -> None:
        after = self._next(at)
        if isinstance(after, Given) and after.start - cue.end < 12:
            self._give(at, cue)
            return
        if self.forms:
            return
        given = Given(cue.start, cue.end, Form(cue.start, cue.end, UNSPECIFIED))
        if self.passive_open:
            self.passive_open = False
            self.verb = cue.start
            self.forms.append(given)
        elif _DECISION.search(self.low, max(cue.start - 14, 0), cue.start) and self.verb is None:
            self.forms, self.verb = [given], cue.start
        elif isinstance(after, Group | Cue) and self._leads_to_recipients(cue, after):
            agents = grantors_of(self.subjects, self.low, cue.start)
            self._begin(passive=False)
            self.agents, self.verb = agents, cue.start
            self.forms, self.to_open = [given], True

    @staticmethod
    def _leads_to_recipients(cue: Cue, after: Group | Cue) -> bool:
        near = after.start - cue.end < 4
        return near and (after.number is not None if isinstance(after, Group) else after.kind == "to")

    def _propose(self, at: int, cue: Cue) -> None:
        if not self.passive_open:
            self._flush()
        if self.status != "revoked":
            self.status = "proposed"
        if self.passive_open:
            self.agents = []
            return
        self.subjects, self.left, self.agents = [], [], []
        self.passive = self.mandate = False
        self.verb = cue.start

    def _plan(self, at: int, cue: Cue) -> None:
        after = self._next(at)
        if self.low.startswith("xem xét", cue.start) and not (after and after.start - cue.end < 12):
            return
        if self.to:
            self._flush()
        if self.status is None:
            self.status = "planned"
        if self.low.endswith("thưởng", cue.start, cue.end) and not isinstance(self._next(at), Given):
            self._begin(passive=True)
            self.status = "planned"
            self.forms, self.verb = (
                [Given(cue.start + 3, cue.end, Form(cue.start + 3, cue.end, UNSPECIFIED))],
                cue.start,
            )

    def _revoke(self, at: int, cue: Cue) -> None:
        if not any(self._is_award(chunk) for chunk in self.chunks[at + 1 : at + 15]):
            return
        if self.passive_open:
            self.passive_open = False
        elif self.forms and not self.subjects:
            self.status = "revoked"
            return
        else:
            agents = grantors_of(self.subjects, self.low, cue.start) or self.agents
            self._begin(passive=False)
            self.agents = agents
        self.status = "revoked"
        self.verb = cue.start

    @staticmethod
    def _is_award(chunk: Chunk) -> bool:
        form = chunk.form if isinstance(chunk, Given) else None
        return form is not None and form.type.form not in (None, "honour")

    # -- binding words ------------------------------------------------------------------------------------------

    def _to(self, at: int, cue: Cue) -> None:
        after = self._next(at)
        word = self.low[cue.start : cue.end]
        far = len(self.low[cue.end : after.start]) if after else 999
        if word in ("tới", "đến", "với") and (far > 1 or not isinstance(after, Group | Named)):
            return
        counted = isinstance(after, Group) and after.number is not None
        decided = bool(self.forms) and all(self._is_honour(form) for form in self.forms)
        if word == "với" and not (counted and decided) and self.status != "revoked":
            return
        if self.gift and (not self.forms or self.to):
            self.to_open = True
            return
        self.gift = False
        if self.to and not re.search(r"(?:^|,|;| và| cùng)\s*$", self.low[self.to[-1].end : cue.start]):
            self.to_open = False
            return
        if (self.forms and not (self.passive and self.left)) or (not self.forms and self.verb is not None):
            self.to_open = True
            self.subjects = []

    def _part(self, at: int, cue: Cue) -> None:
        if self.forms:
            self.part_of, self.parts = "forms", []
        elif self.subjects:
            self.part_of, self.parts = "subjects", []
        elif self.drafts and self.drafts[-1].given.form:
            self.part_of = "drafts"

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
        named = bool(self.to) and all(isinstance(chunk, Named) for chunk in self.to)
        if named and isinstance(after, Named) and not self._begins_subject(at + 1) and after.start - cue.end < 3:
            return
        if self.forms and (self.to or self.verb is not None):
            self._flush()
        self.to_open = self.gift = self.own = False
        self.part_of = ""
        self.barred = (self.barred[0], min(self.barred[1], cue.start))

    def _colon(self, at: int, cue: Cue) -> None:
        after = self._next(at)
        if self.forms and not self.to and isinstance(after, Group | Named) and after.start - cue.end < 4:
            self.to_open = True

    def _bar(self, at: int, cue: Cue) -> None:
        self._flush()
        self.barred = (cue.start, len(self.low))

    def _negate(self, at: int, cue: Cue) -> None:
        self.barred = (cue.start, max(self.barred[1], cue.end + 40))

    def _gift(self, at: int, cue: Cue) -> None:
        if self.forms and not self.to and not self.left:
            return
        if self.to:
            self._flush()
        self.gift = True
        self.to_open = False
