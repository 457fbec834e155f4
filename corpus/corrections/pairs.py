"""Statements about pairs of events (gộp, tách): which events of the database they are about, and which hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from corpus.corrections.anchors import locate
from corpus.corrections.applying import State, UnfitError
from corpus.corrections.statements import EventReference, Statement, text_hash
from corpus.corrections.states import save_pair_states, stated_pairs
from corpus.corrections.values import agreement, alike, values_of
from corpus.stored import read_stored
from schemas.records import Event, Record

Pair = tuple[str, str]


@dataclass(slots=True)
class StatedPairs:
    """Pairs of events that people found to be one occasion, and pairs they found to be two."""

    together: list[Pair] = field(default_factory=list)
    apart: list[Pair] = field(default_factory=list)


def read_pairs(connection: Connection) -> StatedPairs:
    """Return the pairs that hold, and write what became of each statement, in the caller's transaction.

    The later of two statements that contradict each other wins, also where the contradiction takes several: who finds
    A and B one occasion, and B and C, has found A and C one.
    """
    events = _Events(connection)
    states: dict[str, tuple[State, str | None]] = {}
    found: list[tuple[Statement, Pair]] = []
    for statement in stated_pairs(connection):
        try:
            found.append((statement, events.pair(statement)))
        except UnfitError as error:
            states[statement.id] = (error.state, error.message)
    pairs = _that_hold(found, states)
    save_pair_states(connection, states)
    return pairs


def _that_hold(found: Sequence[tuple[Statement, Pair]], states: dict[str, tuple[State, str | None]]) -> StatedPairs:
    """Return the pairs of statements that contradict no later one, and note the state of each."""
    held = StatedPairs()
    groups = _Groups()
    for statement, (one, other) in reversed(found):
        if statement.action == "merge" and groups.may_join(one, other):
            groups.join(one, other)
            held.together.append((one, other))
        elif statement.action == "split" and groups.root(one) != groups.root(other):
            groups.part(one, other)
            held.apart.append((one, other))
        else:
            states[statement.id] = ("overruled", "later statements about these events say otherwise")
            continue
        states[statement.id] = ("applied", None)
    return held


class _Groups:
    """Events found to be one occasion, and which of them must stay apart."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}
        self._apart: list[Pair] = []

    def root(self, event: str) -> str:
        while (above := self._parents.get(event, event)) != event:
            event = above
        return event

    def may_join(self, one: str, other: str) -> bool:
        joined = {self.root(one), self.root(other)}
        return not any({self.root(left), self.root(right)} == joined for left, right in self._apart)

    def join(self, one: str, other: str) -> None:
        self._parents[self.root(other)] = self.root(one)

    def part(self, one: str, other: str) -> None:
        self._apart.append((one, other))


class _Events:
    """The events of articles, read when they are asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._records: dict[str, Record | None] = {}

    def pair(self, statement: Statement) -> Pair:
        """Return the ids of the two events of a statement.

        Raises:
            UnfitError: one of them is not there, or both are the same.
        """
        other = statement.other
        assert other is not None
        own = EventReference(
            article=statement.article,
            text_hash=statement.text_hash,
            evidence=statement.evidence,
            was=statement.was or {},
        )
        one, two = self._id(own), self._id(other)
        if one == two:
            raise UnfitError("does not fit", "both are the same event now")
        return one, two

    def _id(self, wanted: EventReference) -> str:
        if wanted.article not in self._records:
            self._records[wanted.article] = read_stored(self._connection, wanted.article)
        record = self._records[wanted.article]
        if record is None:
            raise UnfitError("no article", f"no article {wanted.article}")
        return f"{wanted.article}.event.{_place(record, wanted)}"


def _place(record: Record, wanted: EventReference) -> int:
    """Return which event of a record is wanted."""
    span = _span(record.body, wanted)
    scores: Counter[int] = Counter()
    for place, event in enumerate(record.events):
        told = values_of(event)
        if _touches(event, span) and alike("event", told, wanted.was):
            scores[place] = 1 + agreement(told, wanted.was)
    if not scores:
        raise UnfitError("does not fit", "the event is no longer read")
    return min(scores, key=lambda place: (-scores[place], place))


def _span(body: str, wanted: EventReference) -> tuple[int, int]:
    first = wanted.evidence[0]
    if wanted.text_hash == text_hash(body) and body[first.start : first.end] == first.quote:
        return first.start, first.end
    span = locate(body, first)
    if span is None:
        raise UnfitError("sentence gone", f"{first.quote!r} no longer stands in {wanted.article}")
    return span


def _touches(event: Event, span: tuple[int, int]) -> bool:
    return any(item.start < span[1] and span[0] < item.end for item in event.evidence)
