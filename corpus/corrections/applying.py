"""Applies statements to one article (áp dụng đính chính): a record as read in, the corrected one out.

Statements are taken in the order of their time, each upon what the ones before have made. So the later of two that
contradict each other wins, and the earlier one is marked as overruled. Applying a ledger twice changes nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from pydantic import BaseModel, TypeAdapter, ValidationError

from corpus.corrections.anchors import locate
from corpus.corrections.statements import PAIR_ACTIONS, Anchor, Statement, Values, text_hash
from corpus.corrections.values import (
    LISTS,
    agreement,
    alike,
    explain_invalid,
    found_in,
    make_value,
    same_values,
    values_of,
)
from schemas.dates import Timestamp
from schemas.errors import CorpusError
from schemas.folding import fold_key
from schemas.pages import Article
from schemas.records import Campaign, CampaignPhase, Evidence, Record

#: What became of a statement; see ``docs/corrections.md``.
State = Literal[
    "applied", "agrees", "overruled", "sentence gone", "does not fit", "no article", "waiting", "not in the ledger"
]
_FIELDS: Mapping[str, TypeAdapter[Any]] = {"title": TypeAdapter(str), "published": TypeAdapter(Timestamp)}


class UnfitError(CorpusError):
    """A statement that cannot be applied, with the state it gets."""

    def __init__(self, state: State, note: str) -> None:
        """Keep the state beside the reason."""
        super().__init__(note)
        self.state: State = state


@dataclass(eq=False, slots=True)
class Slot:
    """One value at work.

    Attributes:
        kind: Kind of the value.
        values: Its fields now.
        evidence: Its evidence now.
        read: Its fields as the pipeline read them; ``None`` of an added one.
        parent: Of a phase, the slot of its campaign.
        gone: Whether it was deleted.
        outcomes: What was said of it.
    """

    kind: str
    values: Values
    evidence: tuple[Evidence, ...]
    read: Values | None = None
    parent: Slot | None = None
    gone: bool = False
    outcomes: list[Outcome] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Outcome:
    """What became of one statement: the state, why, the value it is about and that value as it was read."""

    statement: Statement
    state: State
    note: str | None = None
    slot: Slot | None = None
    read: Values | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """An article with its corrected record, and what became of the statements about it.

    Attributes:
        article: The article.
        record: The corrected record.
        outcomes: One for each statement, in the order of their time.
        places: Of each value that a statement is about, its kind and place in the record, of a phase the places of
            its campaign and its own; by the slot's identity.
    """

    article: Article
    record: Record
    outcomes: tuple[Outcome, ...] = ()
    places: Mapping[int, str] = field(default_factory=dict)


def correct(article: Article, record: Record, statements: Iterable[Statement]) -> Corrected:
    """Return an article and its record with statements applied; those about pairs of events are left aside."""
    told = {one.id: one for one in statements if one.action not in PAIR_ACTIONS}
    if not told:
        return Corrected(article, record)
    work = _Work(article, record)
    for statement in sorted(told.values(), key=lambda one: one.order):
        work.take(statement)
    return work.result()


class _Work:
    """The values of one article while statements are applied."""

    def __init__(self, article: Article, record: Record) -> None:
        self.article, self.record = article, record
        self.hash = text_hash(article.text)
        self.outcomes: list[Outcome] = []
        self.title: list[Outcome] = []
        self.slots: list[Slot] = []
        campaigns: dict[int, Slot] = {}
        for kind, value, campaign in found_in(record):
            told = values_of(value)
            slot = Slot(kind, told, cast(Any, value).evidence, read=told, parent=campaigns.get(id(campaign)))
            campaigns[id(value)] = slot
            self.slots.append(slot)

    def take(self, statement: Statement) -> None:
        actions: Mapping[str, Callable[[Statement], Outcome]] = {
            "confirm": self._confirm,
            "change": self._change,
            "add": self._add,
            "delete": self._delete,
        }
        act = self._article_field if statement.kind == "article" else actions[statement.action]
        try:
            self.outcomes.append(act(statement))
        except UnfitError as error:
            self.outcomes.append(Outcome(statement, error.state, error.message))
        except CorpusError as error:
            self.outcomes.append(Outcome(statement, "does not fit", error.message))

    # --- the article itself

    def _article_field(self, statement: Statement) -> Outcome:
        told = statement.was or {} if statement.action == "confirm" else {str(statement.field): statement.value}
        read = {name: getattr(self.article, name) for name in told}
        for name, value in told.items():
            try:
                _FIELDS[name].validate_python(value)
            except (ValidationError, KeyError) as error:
                reason = explain_invalid(error) if isinstance(error, ValidationError) else "no such field"
                raise UnfitError("does not fit", f"{name}: {reason}") from error
        outcome = Outcome(statement, "agrees" if read == told else "applied", read=read)
        self.article = self.article.model_copy(update=told)
        self.record = self.record.model_copy(update=told)
        for earlier in self.title:
            _overrule(earlier, outcome)
        self.title.append(outcome)
        return outcome

    # --- values

    def _confirm(self, statement: Statement) -> Outcome:
        told = statement.was or {}
        evidence = self._evidence(statement)
        slot = self._slot_of(statement, told) or self._new(statement, told, evidence)
        note = None if slot.read is not None else "the pipeline does not read it"
        return self._set(slot, told, evidence or slot.evidence, statement, note)

    def _add(self, statement: Statement) -> Outcome:
        told = cast(Values, statement.value)
        evidence = self._evidence(statement)
        made = make_value(statement.kind, told, evidence, published=self.record.published)
        full = values_of(made)
        slot = self._slot_of(statement, full) or self._new(statement, full, evidence)
        return self._set(slot, full, evidence, statement, None)

    def _change(self, statement: Statement) -> Outcome:
        evidence = self._evidence(statement)
        was = statement.was or {}
        slot = self._slot_of(statement, was, was | {str(statement.field): statement.value})
        if slot is None:
            raise UnfitError("does not fit", "the pipeline no longer reads this value")
        if statement.field not in slot.values:
            raise UnfitError("does not fit", f"no field {statement.field!r}")
        told = slot.values | {str(statement.field): statement.value}
        return self._set(slot, told, slot.evidence or evidence, statement, None)

    def _delete(self, statement: Statement) -> Outcome:
        self._evidence(statement)
        slot = self._slot_of(statement, statement.was or {})
        if slot is None:
            return Outcome(statement, "agrees", "the pipeline does not read it")
        slot.gone = True
        return self._note(slot, Outcome(statement, "applied", slot=slot, read=slot.read))

    def _evidence(self, statement: Statement) -> tuple[Evidence, ...]:
        """Return where the evidence of a statement stands now.

        Raises:
            UnfitError: the first, which the value rests on, stands nowhere.
        """
        spans = [self._locate(statement, anchor) for anchor in statement.evidence]
        if spans and spans[0] is None:
            quote = statement.evidence[0].quote
            number = len(self.article.text.split(quote)) - 1
            gone = f"stands {number} times, nowhere between the same words" if number else "no longer stands there"
            raise UnfitError("sentence gone", f"{quote!r} {gone}")
        return tuple(
            Evidence(start=start, end=end, quote=self.article.text[start:end]) for start, end in filter(None, spans)
        )

    def _locate(self, statement: Statement, anchor: Anchor) -> tuple[int, int] | None:
        if statement.text_hash == self.hash and self.article.text[anchor.start : anchor.end] == anchor.quote:
            return anchor.start, anchor.end
        return locate(self.article.text, anchor)

    def _slot_of(self, statement: Statement, *wanted: Values) -> Slot | None:
        """Return the value a statement is about: of its kind, at its place, and a reading of the same thing.

        Raises:
            UnfitError: several different values fit equally well.
        """
        spans = [self._locate(statement, anchor) for anchor in statement.evidence]
        near = [slot for slot in self.slots if slot.kind == statement.kind and _touch(slot, spans)]
        scores = {
            id(slot): max(
                (agreement(slot.values, told) for told in wanted if alike(slot.kind, slot.values, told)), default=-1
            )
            for slot in near
        }
        best = max(scores.values(), default=-1)
        found = [slot for slot in near if scores[id(slot)] == best >= 0]
        if not found:
            return None
        if any(not same_values(slot.values, found[0].values) for slot in found):
            raise UnfitError("does not fit", f"{len(found)} values of this kind stand there")
        return min(found, key=lambda slot: slot.gone)

    def _new(self, statement: Statement, told: Values, evidence: tuple[Evidence, ...]) -> Slot:
        slot = Slot(statement.kind, told, evidence, parent=self._campaign(statement))
        make_value(slot.kind, told, evidence, published=self.record.published)
        self.slots.append(slot)
        return slot

    def _campaign(self, statement: Statement) -> Slot | None:
        if statement.kind != "phase":
            return None
        wanted = fold_key(statement.campaign or "")
        found = [slot for slot in self.slots if slot.kind == "campaign" and not slot.gone]
        named = [slot for slot in found if fold_key(str(slot.values["name"])) == wanted]
        if len(named) != 1:
            raise UnfitError("does not fit", f"{len(named)} campaigns are called {statement.campaign!r}")
        return named[0]

    def _set(
        self, slot: Slot, told: Values, evidence: tuple[Evidence, ...], statement: Statement, note: str | None
    ) -> Outcome:
        """Give a value the fields told; what cannot be one leaves everything as it was."""
        make_value(slot.kind, told, evidence, published=self.record.published)
        agrees = slot.read is not None and not slot.gone and same_values(slot.values, told)
        state: State = "agrees" if agrees and statement.action != "confirm" else "applied"
        slot.values, slot.evidence, slot.gone = dict(told), evidence, False
        moved = statement.evidence and evidence and evidence[0].start != statement.evidence[0].start
        notes = [note, f"moved from {statement.evidence[0].start} to {evidence[0].start}" if moved else None]
        return self._note(slot, Outcome(statement, state, "; ".join(filter(None, notes)) or None, slot, slot.read))

    def _note(self, slot: Slot, outcome: Outcome) -> Outcome:
        for earlier in slot.outcomes:
            _overrule(earlier, outcome)
        slot.outcomes.append(outcome)
        return outcome

    # --- the result

    def result(self) -> Corrected:
        made: dict[str, list[BaseModel]] = {kind: [] for kind in LISTS}
        places: dict[int, str] = {}
        for slot in self.slots:
            if slot.gone or slot.kind == "phase":
                continue
            value = make_value(slot.kind, slot.values, slot.evidence, published=self.record.published)
            places[id(slot)] = own = f"{slot.kind}.{len(made[slot.kind])}"
            if isinstance(value, Campaign):
                value = self._with_phases(slot, value, own, places)
            made[slot.kind].append(value)
        return Corrected(self.article, self._record(made), tuple(self.outcomes), places)

    def _with_phases(self, slot: Slot, campaign: Campaign, own: str, places: dict[int, str]) -> Campaign:
        phases: list[BaseModel] = []
        for part in self.slots:
            if part.parent is slot and not part.gone:
                places[id(part)] = f"{own}.phase.{len(phases)}"
                phases.append(make_value("phase", part.values, part.evidence, published=None))
        return campaign.model_copy(update={"phases": tuple(cast(list[CampaignPhase], phases))})

    def _record(self, made: Mapping[str, list[BaseModel]]) -> Record:
        told: dict[str, Any] = {LISTS[kind]: tuple(values) for kind, values in made.items()}
        if any(slot.kind == "province" and slot.outcomes for slot in self.slots):
            told["provinces"] = tuple(dict.fromkeys(cast(Any, value).name for value in made["province"]))
        if any(outcome.slot for outcome in self.outcomes):
            told["relevant"] = bool(made["event"] or made["campaign"] or made["award"])
        return Record(**{**dict(self.record), **told})


def _touch(slot: Slot, spans: Iterable[tuple[int, int] | None]) -> bool:
    """Return whether a value stands at one of the places; what has no place is told of the whole article."""
    told = [span for span in spans if span]
    if not told or not slot.evidence:
        return slot.kind == "province"
    return any(item.start < end and start < item.end for item in slot.evidence for start, end in told)


def _overrule(earlier: Outcome, later: Outcome) -> None:
    """Mark an earlier statement that a later one about the same value contradicts."""
    if earlier.state in ("applied", "agrees") and _contradict(earlier.statement, later.statement):
        earlier.state = "overruled"
        earlier.note = f"{later.statement.who} said otherwise on {later.statement.when[:10]} ({later.statement.id})"


def _contradict(one: Statement, other: Statement) -> bool:
    if "delete" in (one.action, other.action):
        return one.action != other.action
    mine, theirs = _said(one), _said(other)
    return any(not same_values({name: mine[name]}, {name: theirs[name]}) for name in mine.keys() & theirs.keys())


def _said(statement: Statement) -> Values:
    """Return the fields a statement says, by their names."""
    if statement.action == "change":
        return {str(statement.field): statement.value}
    return dict((statement.value if statement.action == "add" else statement.was) or {})
