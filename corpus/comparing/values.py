"""The values of an article side by side (giá trị): which one of the old is which one of the new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.stored import StoredRecord
from schemas.records import Evidence

#: What of an award's count is compared: whether it adds to the sums, and what.
_COUNT = ("counted", "collectives", "individuals", "households", "joint")
_ARTICLE = ("title", "published", "byline", "url", "portal", "relevant")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an article, as it is compared.

    Attributes:
        kind: ``event``, ``award`` …
        id: Id of its row.
        name: What it is called in a list of differences.
        fields: What is told of it.
        quotes: The words it was read from.
        counted: Of an award, what it adds to the sums.
    """

    kind: str
    id: str
    name: str
    fields: Mapping[str, Any]
    quotes: tuple[str, ...] = ()
    counted: Mapping[str, Any] = field(default_factory=dict)

    @property
    def same(self) -> tuple[Any, ...]:
        """All that must be the same where nothing has changed."""
        return self.name, self.fields, self.quotes

    def likeness(self, other: Value) -> int:
        """Return how much speaks for this being the other value: the same words count most, then the same name."""
        same = sum(self.fields[name] == other.fields[name] for name in self.fields)
        shared = bool(set(self.quotes) & set(other.quotes))
        named = self.name == other.name
        return (100 * shared + 50 * named + same) if shared or named else 0


def _quotes(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    return tuple(one.quote for one in evidence)


def _value(kind: str, own: str, model: Any, name: str, counted: Mapping[str, Any] | None = None) -> Value:
    fields = model.model_dump(exclude={"evidence", "phases"})
    return Value(kind, own, name, fields, _quotes(model.evidence), counted or {})


def values_of(stored: StoredRecord) -> Iterator[Value]:
    """Yield all values of an article, and first the article itself."""
    article, record, ids = stored.article, stored.record, stored.ids
    fields = {name: article[name] for name in _ARTICLE}
    yield Value("article", article["id"], record.title or record.id, fields | {"repeats": stored.repeats})
    for own, source in zip(ids["province_sources"], record.province_sources, strict=True):
        yield _value("province", own, source, source.name)
    for own, event in zip(ids["events"], record.events, strict=True):
        yield _value("event", own, event, " + ".join(event.types))
    for own, official in zip(ids["officials"], record.officials, strict=True):
        yield _value("official", own, official, official.name)
    for own, unit in zip(ids["units"], record.units, strict=True):
        yield _value("unit", own, unit, unit.name)
    for own, campaign in zip(ids["campaigns"], record.campaigns, strict=True):
        yield _value("campaign", own, campaign, campaign.name)
    phases = [phase for campaign in record.campaigns for phase in campaign.phases]
    for own, phase in zip(stored.phase_ids, phases, strict=True):
        yield _value("phase", own, phase, phase.label or "phase")
    for own, award in zip(ids["awards"], record.awards, strict=True):
        count = stored.derived.get(own, {})
        yield _value("award", own, award, award.name, {name: count.get(name) for name in _COUNT})


def pairs(old: Sequence[Value], new: Sequence[Value]) -> Iterator[tuple[Value | None, Value | None]]:
    """Yield each value of one kind with what it has become: ``None`` beside one that went or came.

    The same values go together first; of the rest, those read from the same words, then those of the same name.
    """
    if [value.same for value in old] == [value.same for value in new]:
        yield from zip(old, new, strict=True)
        return
    scores = [(one.likeness(other), -i, -j) for i, one in enumerate(old) for j, other in enumerate(new)]
    alike: dict[int, int] = {}
    taken: set[int] = set()
    for score, i, j in sorted(scores, reverse=True):
        if score and -i not in alike and -j not in taken:
            alike[-i] = -j
            taken.add(-j)
    for place, value in enumerate(old):
        yield value, new[alike[place]] if place in alike else None
    for place, value in enumerate(new):
        if place not in taken:
            yield None, value
