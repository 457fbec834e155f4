"""How a question is put together: words to group by and to filter by, measures, joins made only where needed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Engine,
    Executable,
    FromClause,
    Integer,
    Select,
    cast,
    func,
    literal_column,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute

from corpus.database import UsageError, reading
from corpus.dialects import Text
from schemas.folding import compose

#: What stands in a group whose value no article tells.
NOT_TOLD = "(not told)"
_FILTER = re.compile(r"\s*(\w+)\s*(>=|<=|!=|=|>|<)\s*(.*?)\s*", re.DOTALL)
_COMPARE: Mapping[str, Callable[[ColumnElement[Any], str], ColumnElement[bool]]] = {
    "=": lambda column, value: column == value,
    ">=": lambda column, value: column >= value,
    "<=": lambda column, value: column <= value,
    ">": lambda column, value: column > value,
    "<": lambda column, value: column < value,
}

Expression = ColumnElement[Any] | InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True)
class Word:
    """A word one may group and filter by.

    Attributes:
        expression: Its value in a row, null where not told.
        joins: Names of the joins it stands on.
        values: Its known values; empty where any value may be asked for.
        read: Turns what the user wrote into a value of the database.
        owner: Of a word with several values in a row (the types of an event), the column that tells the row; the
            word is then filtered by membership, and grouping counts the row once in each value.
        missing: What stands for null.
    """

    expression: Expression
    joins: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    read: Callable[[str], str] = compose
    owner: Expression | None = None
    missing: str = NOT_TOLD


@dataclass(frozen=True, slots=True)
class Join:
    """A table joined on demand, after the joins it stands on."""

    target: FromClause | type[Any]
    on: ColumnElement[bool]
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What may be asked of one kind of rows.

    Attributes:
        base: The table, or the query, whose rows are counted.
        words: The words by name.
        measures: The columns counted, by name.
        joins: The joins by name.
        always: Joins the measures need.
        totals: Measures that are sums: over the groups they add up to the ungrouped value.
        counted: What a row must be to count at all.
    """

    base: Any
    words: Mapping[str, Word]
    measures: Mapping[str, Expression]
    joins: Mapping[str, Join]
    always: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    counted: ColumnElement[bool] = field(default_factory=true)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question: a table.

    Attributes:
        columns: Names of the columns, groups first.
        rows: The rows; ``None`` where no article tells a number.
        notes: What to know when reading it.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    notes: tuple[str, ...] = field(default=())

    def records(self) -> list[dict[str, Any]]:
        """Return each row as a mapping from column to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def answer_of(engine: Engine, statement: Select[*tuple[Any, ...]]) -> Answer:
    """Return the rows of a query as a table.

    Raises:
        CorpusError: the database cannot be read.
    """
    with reading(engine) as connection:
        rows = connection.execute(statement)
        return Answer(tuple(rows.keys()), tuple(tuple(row) for row in rows))


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition: a word, a comparison, a value."""

    word: str
    operator: str
    value: str


def _known(name: str, words: Mapping[str, Word]) -> str:
    if name not in words:
        raise UsageError(f"unknown word {name!r}; known are {', '.join(words)}")
    return name


def read_groups(texts: Sequence[str], words: Mapping[str, Word]) -> tuple[str, ...]:
    """Return the words to group by, each once: ``["province,year", "form"]`` names three.

    Raises:
        UsageError: a word is not known; the message lists those that are.
    """
    names = (name.strip() for text in texts for name in text.split(","))
    return tuple(dict.fromkeys(_known(name, words) for name in names if name))


def read_filter(text: str, words: Mapping[str, Word]) -> Filter:
    """Return the condition a text states, such as ``year>=2020``.

    Raises:
        UsageError: it is no condition, or its word or value is not known.
    """
    match = _FILTER.fullmatch(text)
    if not match:
        raise UsageError(f"not a condition: {text!r}; write for example province=Hải Phòng or year>=2020")
    name, operator, value = match.groups()
    word = words[_known(name, words)]
    value = value if value == word.missing else word.read(value)
    if word.values and value not in (*word.values, word.missing):
        raise UsageError(f"unknown {name} {value!r}; known are {', '.join(word.values)}")
    return Filter(name, operator, value)


def _compare(column: ColumnElement[Any], condition: Filter, missing: str) -> ColumnElement[bool]:
    text = cast(column, Text)
    if condition.operator == "!=":
        return not_(_compare(column, Filter(condition.word, "=", condition.value), missing))
    if condition.value == missing and condition.operator == "=":
        return column.is_(None)
    return func.coalesce(_COMPARE[condition.operator](text, condition.value), False)


class _Statement:
    """Builds the one query of a question."""

    def __init__(self, question: Question, groups: Sequence[str]) -> None:
        self.question, self.groups = question, tuple(groups)
        self._joined: list[str] = []
        for name in (*question.always, *(join for group in groups for join in question.words[group].joins)):
            self._join(name)
        self._conditions: list[ColumnElement[bool]] = [question.counted]

    def _join(self, name: str) -> None:
        for needed in self.question.joins[name].after:
            self._join(needed)
        if name not in self._joined:
            self._joined.append(name)

    def keep(self, conditions: Sequence[Filter]) -> None:
        """Keep the rows that meet every condition; equalities of one word are alternatives."""
        alternatives: dict[object, list[Filter]] = defaultdict(list)
        for place, condition in enumerate(conditions):
            alternatives[condition.word if condition.operator == "=" else place].append(condition)
        for options in alternatives.values():
            self._conditions.append(or_(*(self._condition(option) for option in options)))

    def _condition(self, condition: Filter) -> ColumnElement[bool]:
        word = self.question.words[condition.word]
        if word.owner is not None and condition.word not in self.groups:
            return self._member(word, condition)
        for name in word.joins:
            self._join(name)
        return _compare(_column(word.expression), condition, word.missing)

    def _member(self, word: Word, condition: Filter) -> ColumnElement[bool]:
        owner, own = _column(word.owner), self.question.base.id
        if condition.operator == "!=":
            return not_(self._member(word, Filter(condition.word, "=", condition.value)))
        if condition.value == word.missing:
            return _column(own).not_in(select(owner))
        return _column(own).in_(select(owner).where(_compare(_column(word.expression), condition, word.missing)))

    def select_ids(self) -> Select[*tuple[Any, ...]]:
        """Return the query of the ids of the rows that meet the conditions."""
        return self._joined_to(select(_column(self.question.base.id)).distinct()).where(*self._conditions)

    def _joined_to(self, statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        statement = statement.select_from(self.question.base)
        for name in self._joined:
            join = self.question.joins[name]
            statement = statement.outerjoin(join.target, join.on)
        return statement

    def select(self) -> Executable:
        """Return the query."""
        words = [self.question.words[name] for name in self.groups]
        labels = [
            func.coalesce(cast(_column(word.expression), Text), word.missing).label(name)
            for name, word in zip(self.groups, words, strict=True)
        ]
        measures = [_column(value).label(name) for name, value in self.question.measures.items()]
        statement = self._joined_to(select(*labels, *measures))
        # By their places: PostgreSQL takes a name for that of a column, and two bound values for two expressions.
        places = [literal_column(str(place), Integer) for place in range(1, len(labels) + 1)]
        return statement.where(*self._conditions).group_by(*places).order_by(*labels)


def _column(expression: Any) -> ColumnElement[Any]:
    column: ColumnElement[Any] = expression
    return column


def ids_of(question: Question, where: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Return the query of the ids of the rows that a question counts under some conditions.

    Raises:
        UsageError: a word, a condition or a value is not known.
    """
    statement = _Statement(question, ())
    statement.keep([read_filter(text, question.words) for text in where])
    return statement.select_ids()


def ask(
    engine: Engine,
    question: Question,
    *,
    by: Sequence[str] = (),
    where: Sequence[str] = (),
    notes: Sequence[str] = (),
    measures: Mapping[str, Expression] | None = None,
) -> Answer:
    """Return the answer to a question in one query.

    Args:
        engine: An open database.
        question: What kind of rows is asked for.
        by: Words to group by.
        where: Conditions all rows must meet.
        notes: What to know when reading the answer.
        measures: Columns to count in place of those of the question.

    Raises:
        UsageError: a word, a condition or a value is not known.
        CorpusError: the database cannot be read.
    """
    groups = read_groups(by, question.words)
    question = replace(question, measures=measures) if measures else question
    statement = _Statement(question, groups)
    statement.keep([read_filter(text, question.words) for text in where])
    with reading(engine) as connection:
        rows = connection.execute(statement.select()).all()
    repeated = tuple(name for name in groups if question.words[name].owner is not None)
    told = tuple(
        f"what has several values of {name} counts once in each; rows may add up to more than the total"
        for name in repeated
    )
    return Answer((*groups, *question.measures), tuple(tuple(row) for row in rows), (*notes, *told))
