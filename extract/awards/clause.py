"""One clause of an award sentence: what was gathered so far, and how it becomes drafts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extract.awards.chunks import Chunk, Given, Group, Named
from extract.awards.counts import resolve_parts, years_listed
from extract.awards.grantors import is_list_gap
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
CERTIFICATES = ("merit_certificate", "commendation")
#: Awards that the President alone decides.
OF_STATE = ("order", "medal", "state_title", "state_prize")
_SAYING = re.compile(
    r"(?<!\w)(?:chúc mừng|cho biết|cho rằng|khẳng định|phát biểu|đến dự|tới dự|tham dự|nói|kể|chia sẻ|để|mà)"
    r"(?!\w)"
)
_ELIDED = re.compile(
    r"(?:^|[,;.\n:]|(?<!\w)và) ?(?:(?:ngoài ra|bên cạnh đó|đồng thời|trước đó|sau đó|từ đó|và|còn|cũng|đã|từng|vinh dự"
    r"|lại|liên tục|(?:\d{1,2}|nhiều|hai|ba|bốn|năm) (?:lần|năm (?:liền|liên tục|liên tiếp))|năm \d{4}|vừa|mới|nay)"
    r",? ?)*$"
)
#: Where a unit lies, between commas ("Bản A, xã B và ông C").
_PLACE = re.compile(r"^, (?:xã|phường|thị trấn|thị xã|huyện|quận|thành phố|tỉnh)(?: [^\W\d_]+){1,4}(?=(?:,|;| và) )")
#: Words that go on with a noun, up to the unit that it belongs to.
_ATTRIBUTE = re.compile(r"(?: (?!(?:và|cùng|với|cho|do|là|đã|được|có|của|thì|mà|tại|ở)(?!\w))[^\W\d_]+){1,4} ")
_WHO = re.compile(r" ?(?:là|gồm|gồm có|:|\()(?: (?:các|đồng chí|ông|bà|anh|chị|em))* ?")
_WITH = re.compile(r"(?<!\w)(?:cùng|cùng với|và) $")
#: Joins one more person to a name ("anh A cùng anh trai").
_BESIDE = re.compile(r" (?:cùng|cùng với|và) ")
_OTHERS = re.compile(r"(?: [^\W\d_]+){0,3} khác(?!\w)")
LINKED = re.compile(
    r"^(?:(?!(?<!\w)(?:được|bị)(?!\w))[^.;:()]){0,60}?(?:,|;| và| cùng| cùng với)\s*(?:các )?$|^\s*(?:và|,|;"
    r"|cùng)?\s*$"
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


def _without_brackets(gap: str) -> str:
    return re.sub(r" ?\([^()]*\)", "", gap) if "(" in gap else gap


class Clause:
    """The state of the reading, from left to right.

    Attributes:
        subjects: Recipients and names since the last verb: who gives or who is given.
        left: Recipients before a passive verb.
        to: Recipients behind the form.
        nominees: Who was chosen ("suy tôn Sở A, đề nghị …"): recipients of what is proposed, where no others are told.
        forms: Forms waiting for their recipients.
        owners: Grantors told by "của …", by the begin of their form.
        agents: Grantors told by the verb's subject.
        asked: Whom the last proposal asked to give.
        also: Who gave what the same clause's people "also" got.
        mandate_used: Someone has handed over what the mandate's office decided; another may give on his own.
        recognised: People are recognised as bearers of the title that "đạt" tells behind them.
        part_of: What the parts being read split: ``forms``, ``subjects``, ``drafts`` or nothing.
    """

    def __init__(self, low: str, chunks: Sequence[Chunk], carried: Carried | None = None) -> None:
        """Begin a sentence, with what an open list before it carries over."""
        self.low = low
        self.chunks = chunks
        self.drafts: list[Draft] = []
        self.subjects: list[Group | Named] = []
        self.left: list[Group | Named] = []
        self.to: list[Group | Named] = []
        self.nominees: list[Group | Named] = []
        self.forms: list[Given] = []
        self.owners: dict[int, list[Named]] = {}
        self.agents: list[Named] = list(carried.agents) if carried else []
        self.status: AwardStatus | None = carried.status if carried else None
        self.parts: list[Group] = []
        self.part_of: str = ""
        self.part_at = 0
        self.asked: list[Named] = []
        self.also: list[Named] = []
        self.whole: Given | None = None
        self.topic: Group | Named | None = carried.topic if carried else None
        self.verb: int | None = None
        self.passive = False
        self.elided = False
        self.to_open = False
        self.passive_open = False
        self.mandate = self.mandate_used = False
        self.owned = False
        self.choosing = False
        self.by_open = False
        self.by_told = False
        self.gift = False
        self.each = False
        self.own = False
        self.recognised = False
        self.contest = False
        self.in_part = False
        self.times = 1
        #: Whose each form was, where several lose theirs.
        self.whose: dict[int, list[Named]] = {}
        self.barred = (0, 0)

    def _gap(self, at: int) -> str:
        """Return the folded text between a chunk and the one before."""
        return self.low[self.chunks[at - 1].end : self.chunks[at].start] if at else ""

    def _next(self, at: int) -> Chunk | None:
        return self.chunks[at + 1] if at + 1 < len(self.chunks) else None

    def _run(self) -> list[Group | Named]:
        """Return the recipients among the subjects: the run that ends at the verb."""
        run: list[Group | Named] = []
        for chunk in reversed(self.subjects):
            if isinstance(chunk, Named) and chunk.office:
                break
            gap = _PLACE.sub("", _without_brackets(self.low[chunk.end : run[0].start])) if run else ""
            if run and isinstance(chunk, Named) and isinstance(run[0], Group) and self._tells_kind(run[0]):
                if not (run[0].single and run[0].kinds == ("individual",) and _BESIDE.fullmatch(gap)):
                    continue
                run.insert(0, chunk)
                continue
            if len(run) == 1 and self._is_of_unit(chunk, run[0], gap):
                run = [chunk]
                continue
            if run and self._is_employer(chunk, run[0], gap):
                continue
            if run and self._joins_others(chunk, run[0], gap):
                leader = self._last_person(chunk)
                run[:0] = [leader] if leader else []
                break
            if run and self._are_named(chunk, gap):
                run.insert(0, chunk)
                break
            if run and not (is_list_gap(gap) or (self._alike(chunk, run[0]) and LINKED.match(gap))):
                break
            run.insert(0, chunk)
        run = [chunk for at, chunk in enumerate(run) if not at or not self._is_workplace(run[at - 1], chunk)]
        return self._without_apposition(run)

    @staticmethod
    def _are_named(chunk: Group | Named, gap: str) -> bool:
        """Say whether names behind counted people say who these are ("Hai đơn vị là A và B")."""
        return isinstance(chunk, Group) and (chunk.number or 0) > 1 and _WHO.fullmatch(gap) is not None

    @staticmethod
    def _tells_kind(group: Group) -> bool:
        """Say whether a noun without a number stands for names before it, and for no household."""
        return group.number is None and group.kinds != ("household",)

    @staticmethod
    def _is_employer(chunk: Group | Named, person: Group | Named, gap: str) -> bool:
        """Say whether a unit right before a person is where the person works ("phóng viên Báo A Lê Văn Mẫu")."""
        unit = isinstance(chunk, Named) and not chunk.person
        return unit and isinstance(person, Named) and person.person and gap == " "

    def _joins_others(self, chunk: Group | Named, others: Group | Named, gap: str) -> bool:
        """Say whether a number only tells who is with someone told before ("ông A, kỹ sư Sở B, cùng 5 người khác")."""
        if not isinstance(others, Group) or others.number is None:
            return False
        if isinstance(chunk, Named) and chunk.person and is_list_gap(gap):
            return False
        return _WITH.search(gap) is not None and _OTHERS.match(self.low, others.end) is not None

    def _last_person(self, chunk: Group | Named) -> Named | None:
        """Return the last person among the subjects up to a chunk."""
        before = self.subjects[: self.subjects.index(chunk) + 1]
        return next((one for one in reversed(before) if isinstance(one, Named) and one.person), None)

    @staticmethod
    def _is_of_unit(chunk: Group | Named, unit: Group | Named, gap: str) -> bool:
        """Say whether a unit only tells whose the counted people before it are ("40 gia đình tiêu biểu EVN")."""
        if not isinstance(chunk, Group) or chunk.number is None or not isinstance(unit, Named):
            return False
        return not unit.person and not unit.office and _ATTRIBUTE.fullmatch(gap) is not None

    def _is_workplace(self, before: Group | Named, chunk: Group | Named) -> bool:
        """Say whether a unit between commas only tells where the person before works."""
        if not isinstance(before, Named) or not before.person or not isinstance(chunk, Named) or chunk.person:
            return False
        return self.low[before.end : chunk.start].strip() == "," and self.low[chunk.end : chunk.end + 1] == ","

    def _is_near(self, verb: int) -> bool:
        """Say whether the last subject belongs to a verb: no other verb of saying stands between."""
        last = self.subjects[-1]
        gap = self.low[last.end : verb]
        if isinstance(last, Group) and last.number is None and not last.bare and gap.rstrip().endswith(","):
            self.elided = True
            return False
        if isinstance(last, Group) and ";" in gap:
            return False
        return _SAYING.search(gap) is None and (isinstance(last, Group) or len(gap) <= 90)

    def _elides_subject(self, verb: int) -> bool:
        """Say whether the clause of a verb has no subject of its own ("Ngoài ra, còn được …")."""
        return _ELIDED.search(self.low[max(verb - 50, 0) : verb]) is not None

    def _without_apposition(self, run: list[Group | Named]) -> list[Group | Named]:
        """Return the person where the run is only where the person works ("Em A, lớp 10 Trường B, được …")."""
        at = self.subjects.index(run[0]) if run else 0
        before = self.subjects[at - 1] if at else None
        if not isinstance(before, Named) or not before.person or not isinstance(run[0], Named) or run[0].person:
            return run
        gap = self.low[before.end : run[0].start]
        return [before] if re.fullmatch(r"\s*(?:,|-|\()(?:(?! và )[^.;])*", gap) else run

    @staticmethod
    def _alike(first: Group | Named, second: Group | Named) -> bool:
        return isinstance(first, Group) and isinstance(second, Group)

    def _flush(self) -> None:
        """Close the group that is open and keep its drafts."""
        recipients = self.to or self.left or ([] if self.passive or self.verb is None else self.nominees)
        if self.parts and self.part_of == "forms":
            recipients = resolve_parts(recipients, self.parts)
        if self.passive and not recipients and self.topic and self.elided:
            recipients = [self.topic]
        elif self.forms and len(recipients) == 1 and self._is_one(recipients[0]):
            self.topic = recipients[0]
        for given in self.forms:
            agents = self.owners.get(given.start) or self._agents_for(given)
            if not (self.barred[0] <= given.start < self.barred[1]) and not (self.contest and not agents):
                self.drafts.append(
                    Draft(
                        given,
                        tuple(self.whose.get(given.start) or self._share_of(given, recipients)),
                        bool(self.to),
                        tuple(agents),
                        self.status,
                        self._times_of(given, recipients),
                        self.verb,
                        self.passive,
                        self.in_part,
                    )
                )
        owned = [agent for given in self.forms for agent in self.owners.get(given.start, [])]
        if owned and all(agent.person for agent in self.agents):
            self.agents, self.owned = owned, True
        self.times = 1 if self.forms else self.times
        self.forms, self.to, self.parts = [], [], []
        self.to_open = self.own = self.by_told = False
        self.part_of = ""

    def _times_of(self, given: Given, recipients: Sequence[Group | Named]) -> int:
        """Return how often one recipient got a form: as told, or once in each year listed behind it."""
        if any(isinstance(chunk, Group) and (chunk.number or 0) > 1 for chunk in recipients):
            return 1
        if self.times != 1 or len(recipients) > 1 or (recipients and not self._is_one(recipients[0])):
            return self.times
        owners = self.owners.get(given.start, [])
        return years_listed(self.low, max([given.end, *(owner.end for owner in owners)])) or 1

    def _share_of(self, given: Given, recipients: Sequence[Group | Named]) -> Sequence[Group | Named]:
        """Return whom one of several forms goes to: titles of one kind to that kind, counted pieces uncounted.

        "danh hiệu Lao động tiên tiến, Tập thể lao động tiên tiến cho 20 cá nhân và 3 tập thể" gives each its own.
        """
        if len(self.forms) < 2 or given.form is None:
            return recipients
        if self._has_one_each(recipients):
            return [recipients[self.forms.index(given)]]
        kinds = given.form.type.recipients
        if len(kinds) == 1 and given.form.type.form in ("emulation_title", "state_title"):
            recipients = [
                chunk
                if not isinstance(chunk, Group) or chunk.kinds == kinds
                else replace(chunk, kinds=kinds, number=None)
                for chunk in recipients
                if not isinstance(chunk, Group) or kinds[0] in chunk.kinds
            ]
        if given.number is not None:
            return [replace(chunk, number=None) if isinstance(chunk, Group) else chunk for chunk in recipients]
        return recipients

    def _has_one_each(self, recipients: Sequence[Group | Named]) -> bool:
        """Say whether as many people are named as classes of one order ("hạng Nhì, hạng Ba cho ông A và bà B")."""
        classes = all(given.form and given.start >= given.form.end for given in self.forms[1:])
        named = all(isinstance(chunk, Named) and chunk.person for chunk in recipients)
        return classes and named and len(recipients) == len(self.forms)

    def _agents_for(self, given: Given) -> list[Named]:
        """Return who gives a form; whose certificate an earlier one was says nothing of a title.

        The President gives no titles of emulation.
        """
        agents = self.agents or self.also
        if given.form is None or given.form.type.form != "emulation_title":
            return agents
        return [] if self.owned else [agent for agent in agents if agent.name.lower() != "chủ tịch nước"]

    @staticmethod
    def _is_one(chunk: Group | Named) -> bool:
        return chunk.single if isinstance(chunk, Group) else not chunk.office

    def _begin(self, *, passive: bool) -> None:
        """Begin a clause with the subjects gathered."""
        self._resolve_subject_parts()
        self._flush()
        run, self.also = self._run(), []
        self.left = run if passive else []
        self.subjects = []
        self.whole = None
        self.passive = passive
        self.in_part = self.recognised = False
        self.gift = False
        if not self.mandate:
            self.agents, self.owned = [], False

    def _resolve_subject_parts(self) -> None:
        if self.parts and self.part_of == "subjects":
            self.subjects = resolve_parts(self.subjects, self.parts)
            self.parts, self.part_of = [], ""

    @staticmethod
    def _is_honour(given: Given) -> bool:
        return given.form is not None and given.form.type.id in ("bieu_duong", UNSPECIFIED.id)
