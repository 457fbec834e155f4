"""Precision, recall and F1 against gold records (đánh giá), micro-averaged over all articles.

What is compared, row by row:

* ``relevance``: the article is rightly called relevant or not; ``provinces``: names of provinces;
* ``event_date``: first and last day of events, their types where no day is told; ``event_types``: types of the events
  paired by date;
* ``official_name``: names; ``position``, ``role``: of the officials paired by name;
* ``unit``: names of units, alike; ``unit_role``: roles of the units paired;
* ``campaign``: names of campaigns, alike; ``phase``: first and last day of phases;
* ``award``: form, status and all four counts; ``award_form``: form and status; ``grantor``: of the awards paired by
  form and status.

How names are compared is told in :mod:`corpus.naming`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.naming import contains, folded, same_words
from corpus.render import aligned

#: A record as JSON values with the keys of the annotation guidelines.
Values = Mapping[str, Any]
Same = Callable[[Any, Any], bool]

#: The rows whose F1 is averaged into one figure.
MAIN_ROWS = ("event_date", "official_name", "position", "unit", "campaign", "phase", "award")
_COUNTS = ("collectives", "individuals", "households", "joint")


def _alike(one: str | None, other: str | None) -> bool:
    return same_words(one, other) or contains(one, other)


def _same_name(one: str | None, other: str | None) -> bool:
    return folded(one) == folded(other)


def _equal(one: Any, other: Any) -> bool:
    return bool(one == other)


def _by(name: str, same: Same) -> Same:
    return lambda one, other: same(one.get(name), other.get(name))


def _days(value: Values) -> tuple[str | None, str | None]:
    start, end = value.get("start"), value.get("end")
    return start, None if end == start else end


def _same_event(gold: Values, predicted: Values) -> bool:
    if _days(gold) != _days(predicted):
        return False
    return bool(gold.get("start") or set(gold["types"]) & set(predicted.get("types") or ()))


def _same_phase(gold: Values, predicted: Values) -> bool:
    return (gold.get("start"), gold.get("end")) == (predicted.get("start"), predicted.get("end"))


def _same_campaign(gold: Values, predicted: Values) -> bool:
    one, other = gold.get("name"), predicted.get("name")
    return same_words(one, other, share=0.6) or contains(one, other)


def _same_form(gold: Values, predicted: Values) -> bool:
    return gold.get("form") == predicted.get("form") and gold.get("status") == predicted.get("status")


def _award_counts(award: Values) -> tuple[int | None, ...]:
    """Return the four counts; a joint count that is not told is none."""
    return (*(award.get(name, 0) for name in _COUNTS[:3]), award.get("joint") or 0)


def _same_award(gold: Values, predicted: Values) -> bool:
    return _same_form(gold, predicted) and _award_counts(gold) == _award_counts(predicted)


def _show_event(event: Values) -> str:
    return f"{'–'.join(filter(None, _days(event))) or 'no date'} {'+'.join(event.get('types') or ())}"


def _show_award(award: Values) -> str:
    counts = "/".join("?" if award.get(name) is None else str(award[name]) for name in _COUNTS)
    return f"{award.get('form')} {award.get('status')} {counts} {award.get('quote') or ''}".strip()[:150]


def _show_phase(phase: Values) -> str:
    return f"{phase.get('label') or ''} {phase.get('start')}–{phase.get('end')}".strip()


def _name(value: Values) -> str:
    return str(value.get("name"))


@dataclass(slots=True)
class Score:
    """One row of the evaluation: how many values the gold holds, how many were predicted, how many pair."""

    gold: int = 0
    predicted: int = 0
    hits: int = 0

    @property
    def precision(self) -> float:
        """Share of the predicted values that are right; 1 where nothing was to be found and nothing was."""
        if self.predicted:
            return self.hits / self.predicted
        return 0.0 if self.gold else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold values that were found."""
        return self.hits / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        if self.hits:
            return 2 * self.precision * self.recall / (self.precision + self.recall)
        return 0.0 if self.gold or self.predicted else 1.0


@dataclass(frozen=True, slots=True)
class Mistake:
    """What one row of one article misses and what it has too much."""

    row: str
    article: str
    missed: tuple[str, ...]
    extra: tuple[str, ...]


@dataclass(slots=True)
class Evaluation:
    """Scores by row, in the order the rows come up, and the mistakes behind them."""

    scores: dict[str, Score] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def mean(self) -> float:
        """Mean F1 of the main rows the gold holds anything of."""
        rows = [self.scores[name].f1 for name in MAIN_ROWS if name in self.scores and self.scores[name].gold]
        return sum(rows) / len(rows) if rows else 0.0

    def compare(
        self, row: str, gold: Iterable[Any], predicted: Iterable[Any], same: Same, *, article: str, show: Any = str
    ) -> list[tuple[Any, Any]]:
        """Pair gold with predicted values one to one, count them in a row, and return the pairs.

        Each gold value takes the first value left that is the same.
        """
        left, pairs, missed = list(predicted), [], []
        score = self.scores.setdefault(row, Score())
        score.predicted += len(left)
        for value in gold:
            score.gold += 1
            place = next((place for place, other in enumerate(left) if same(value, other)), None)
            if place is None:
                missed.append(show(value))
            else:
                pairs.append((value, left.pop(place)))
        score.hits += len(pairs)
        if missed or left:
            self.mistakes.append(Mistake(row, article, tuple(missed), tuple(show(value) for value in left)))
        return pairs

    def add(self, article: str, gold: Values, predicted: Values) -> None:
        """Compare one article's predicted record with its gold record, all rows."""
        self.compare("relevance", [gold["relevant"]], [predicted.get("relevant")], _equal, article=article)
        provinces = (_told(gold, "provinces"), _told(predicted, "provinces"))
        self.compare("provinces", *provinces, _same_name, article=article)
        self._add_events(article, gold, predicted)
        self._add_officials(article, gold, predicted)
        self._add_units(article, gold, predicted)
        self._add_campaigns(article, gold, predicted)
        self._add_awards(article, gold, predicted)

    def _parts(self, row: str, key: str, pairs: Sequence[tuple[Any, Any]], same: Same, *, article: str) -> None:
        """Compare a list of each of two paired values."""
        for one, other in pairs:
            label = f"{article} {one['name']}" if "name" in one else article
            self.compare(row, _told(one, key), _told(other, key), same, article=label)

    def _add_events(self, article: str, gold: Values, predicted: Values) -> None:
        values = (_told(gold, "events"), _told(predicted, "events"))
        pairs = self.compare("event_date", *values, _same_event, article=article, show=_show_event)
        self._parts("event_types", "types", pairs, _equal, article=article)

    def _add_officials(self, article: str, gold: Values, predicted: Values) -> None:
        values = (_told(gold, "officials"), _told(predicted, "officials"))
        pairs = self.compare("official_name", *values, _by("name", _same_name), article=article, show=_name)
        for pair in pairs:
            self._parts("position", "positions", [pair], _alike, article=article)
            self._parts("role", "roles", [pair], _equal, article=article)

    def _add_units(self, article: str, gold: Values, predicted: Values) -> None:
        values = (_told(gold, "units"), _told(predicted, "units"))
        pairs = self.compare("unit", *values, _by("name", _alike), article=article, show=_name)
        self._parts("unit_role", "roles", pairs, _equal, article=article)

    def _add_campaigns(self, article: str, gold: Values, predicted: Values) -> None:
        values = (_told(gold, "campaigns"), _told(predicted, "campaigns"))
        self.compare("campaign", *values, _same_campaign, article=article, show=_name)
        phases = [[phase for campaign in side for phase in _told(campaign, "phases")] for side in values]
        self.compare("phase", phases[0], phases[1], _same_phase, article=article, show=_show_phase)

    def _add_awards(self, article: str, gold: Values, predicted: Values) -> None:
        values = (_told(gold, "awards"), _told(predicted, "awards"))
        self.compare("award", *values, _same_award, article=article, show=_show_award)
        pairs = self.compare("award_form", *values, _same_form, article=article, show=_show_award)
        for one, other in pairs:
            told, read = ([side["grantor"]] if side.get("grantor") else [] for side in (one, other))
            self.compare("grantor", told, read, _alike, article=article)

    def as_json(self) -> dict[str, dict[str, float]]:
        """Return precision, recall, F1 and the numbers of values by row."""
        return {
            name: {"p": row.precision, "r": row.recall, "f1": row.f1, "gold": row.gold, "pred": row.predicted}
            for name, row in self.scores.items()
        }

    def table(self) -> str:
        """Return the scores as aligned text, the mean of the main rows below."""
        rows = [
            (name, f"{row.precision:.3f}", f"{row.recall:.3f}", f"{row.f1:.3f}", row.gold, row.predicted)
            for name, row in self.scores.items()
        ]
        mean = f"mean F1 of {', '.join(MAIN_ROWS)} (those the gold has): {self.mean:.3f}\n"
        return aligned(("row", "P", "R", "F1", "gold", "pred"), rows) + mean

    def errors(self) -> str:
        """Return the mistakes, one row of one article after the other."""
        return "".join(
            f"{item.row:14} {item.article}\n    missed: {list(item.missed)}\n    extra:  {list(item.extra)}\n"
            for item in self.mistakes
        )


def _told(value: Values, key: str) -> list[Any]:
    """Return the items of a list, none when it is missing."""
    return [item for item in value.get(key) or () if item]


def evaluate(gold: Mapping[str, Values], predicted: Mapping[str, Values]) -> Evaluation:
    """Return the scores of predicted records against gold records, both by the id of their article.

    An article without a prediction counts with all its gold values missed; predictions without gold do not count.
    """
    evaluation = Evaluation()
    for article in sorted(gold):
        evaluation.add(article, gold[article], predicted.get(article, {}))
    return evaluation
