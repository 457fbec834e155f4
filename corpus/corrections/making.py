"""Makes statements about the values of a database (lập lời đính chính), and refuses what does not fit it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection

from corpus.corrections.anchors import anchor_of, anchors_of
from corpus.corrections.applying import correct
from corpus.corrections.statements import ARTICLE_FIELDS, Action, EventReference, Kind, Statement, Values, text_hash
from corpus.corrections.values import MODELS, explain_invalid, fields_of, found_in, values_of
from corpus.database import UsageError
from corpus.highlights import find_article
from corpus.stored import read_stored
from schemas.errors import CorpusError
from schemas.folding import compose
from schemas.pages import Article
from schemas.records import Evidence, Record


@dataclass(frozen=True, slots=True)
class Author:
    """Who says something, and why."""

    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value of an article under the name that commands know it by.

    Attributes:
        name: Such as ``award.0`` or ``campaign.0.phase.1``.
        kind: Its kind.
        values: Its fields.
        evidence: Where it stands.
        campaign: Of a phase, the name of its campaign.
    """

    name: str
    kind: Kind
    values: Values
    evidence: tuple[Evidence, ...]
    campaign: str | None = None


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as the database holds it."""

    key: str
    url: str | None
    source: str
    pipeline_version: str
    record: Record

    @property
    def values(self) -> tuple[Value, ...]:
        """Return all values of the record with their names."""
        return named_values(self.record)

    def value(self, name: str) -> Value:
        """Return the value of a name.

        Raises:
            UsageError: there is none.
        """
        short = name.removeprefix(f"{self.key}.")
        found = next((value for value in self.values if value.name == short), None)
        if found is None:
            raise UsageError(f"no value {name!r}; `thidua correct list` names them", source=self.source)
        return found


def read_article(connection: Connection, wanted: str) -> StoredArticle:
    """Return an article by its id or the begin of it, the id of its page, its address or its source.

    Raises:
        UsageError: there is no such article, or there are several.
    """
    row = find_article(connection, wanted)
    record = cast(Record, read_stored(connection, row.id))
    return StoredArticle(row.id, row.url, row.source, row.pipeline_version, record)


def named_values(record: Record) -> tuple[Value, ...]:
    """Return the values of a record with the names of their rows."""
    found: list[Value] = []
    numbers: dict[str, int] = {}
    for kind, value, campaign in found_in(record):
        prefix = kind
        if campaign is not None:
            prefix = f"campaign.{numbers['campaign'] - 1}.phase"
        place = numbers[prefix] = numbers.get(prefix, 0) + 1
        name = f"{prefix}.{place - 1}"
        within = cast(Any, campaign).name if campaign is not None else None
        found.append(Value(name, cast(Kind, kind), values_of(value), cast(Any, value).evidence, within))
    return tuple(found)


def now() -> str:
    """Return the present time as statements tell it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def times_from(when: str) -> Iterator[str]:
    """Yield a time and the ones after it, a microsecond apart: statements made at once keep their order.

    >>> later = times_from("2026-01-01T08:00:00.000009+00:00")
    >>> next(later), next(later)
    ('2026-01-01T08:00:00.000009+00:00', '2026-01-01T08:00:00.000010+00:00')
    """
    time = datetime.fromisoformat(when)
    while True:
        yield time.isoformat(timespec="microseconds")
        time += timedelta(microseconds=1)


def state_value(
    article: StoredArticle, found: Value, action: Action, by: Author, *, when: str | None = None, **rest: Any
) -> Statement:
    """Return a statement about a value that stands in an article."""
    return _statement(
        article,
        action,
        by,
        when=when,
        kind=found.kind,
        evidence=anchors_of(article.record.body, found.evidence),
        was=found.values,
        campaign=found.campaign,
        **rest,
    )


def state_changes(
    article: StoredArticle, found: Value, fields: Values, by: Author, *, times: Iterator[str]
) -> Iterator[Statement]:
    """Yield a statement for each field that is otherwise; each keeps what the ones before have made of the value."""
    for field, value in fields.items():
        yield state_value(article, found, "change", by, when=next(times), field=field, value=value)
        found = replace(found, values=found.values | {field: value})


def state_added(
    article: StoredArticle,
    kind: Kind,
    values: Values,
    spans: Sequence[tuple[int, int]],
    by: Author,
    *,
    when: str | None = None,
    campaign: str | None = None,
) -> Statement:
    """Return the statement that a value is missing that stands in stretches of the text."""
    anchors = tuple(anchor_of(article.record.body, *span) for span in spans)
    return _statement(article, "add", by, when=when, kind=kind, evidence=anchors, value=values, campaign=campaign)


def state_article(article: StoredArticle, field: str, value: Any, by: Author) -> Statement:
    """Return the statement that the title or the publication time of an article is another."""
    was = {name: getattr(article.record, name) for name in ARTICLE_FIELDS}
    return _statement(article, "change", by, kind="article", was=was, field=field, value=value)


def state_pair(
    action: Action, one: tuple[StoredArticle, Value], other: tuple[StoredArticle, Value], by: Author
) -> Statement:
    """Return the statement that two events are one occasion, or two."""
    article, value = other
    reference = EventReference(
        article=article.key,
        url=article.url,
        text_hash=text_hash(article.record.body),
        evidence=anchors_of(article.record.body, value.evidence),
        was=value.values,
    )
    return state_value(*one, action, by, other=reference)


def _statement(
    article: StoredArticle, action: Action, by: Author, *, when: str | None = None, **rest: Any
) -> Statement:
    told: dict[str, Any] = {"article": article.key, "url": article.url, "text_hash": text_hash(article.record.body)}
    try:
        return Statement(when=when or now(), who=by.who, why=by.why, action=action, **told, **rest)
    except ValidationError as error:
        raise UsageError(explain_invalid(error), source=article.source) from error


def find_quote(article: StoredArticle, quote: str) -> tuple[int, int]:
    """Return where a quote stands in an article.

    Raises:
        UsageError: it stands nowhere, or several times.
    """
    body, wanted = article.record.body, compose(quote)
    number = body.count(wanted) if wanted else 0
    if number != 1:
        raise UsageError(
            f"the quote stands {number} times in the text; give one that stands once", source=article.source
        )
    start = body.index(wanted)
    return start, start + len(wanted)


def read_fields(kind: str, assignments: Iterable[str]) -> Values:
    """Return the fields that ``NAME=VALUE`` give, as JSON values.

    Lists are written as JSON or with semicolons between their items; ``null`` is what the text does not say.

    Raises:
        UsageError: an assignment has no ``=``, or the kind no such field.
    """
    told: Values = {}
    for text in assignments:
        name, equals, value = text.partition("=")
        known = ARTICLE_FIELDS if kind == "article" else fields_of(kind)
        if not equals or name not in known:
            raise UsageError(f"{text!r} sets no field of {kind}; known are {', '.join(known)}")
        told[name] = value if kind == "article" else _read_field(kind, name, compose(value))
    return told


def _read_field(kind: str, name: str, text: str) -> Any:
    adapter = TypeAdapter[Any](MODELS[kind].model_fields[name].annotation or str)
    try:
        return adapter.dump_python(adapter.validate_json(text), mode="json")
    except ValidationError:
        listed = MODELS[kind].model_json_schema()["properties"][name].get("type") == "array"
        return [item.strip() for item in text.split(";") if item.strip()] if listed else text


def refuse_unfit(article: StoredArticle, statements: Iterable[Statement]) -> None:
    """Apply statements to an article as the database holds it, one after the other.

    Raises:
        UsageError: one of them does not fit.
    """
    body = Article(
        id=article.record.id,
        source=article.source,
        title=article.record.title,
        published=article.record.published,
        content_hash="",
        text=article.record.body,
        blocks=(),
    )
    try:
        corrected = correct(body, article.record, statements)
    except CorpusError as error:
        raise UsageError(error.message, source=article.source) from error
    for outcome in corrected.outcomes:
        if outcome.state not in ("applied", "agrees", "overruled"):
            raise UsageError(f"{outcome.state}: {outcome.note}", source=article.source)


def event_of(article: StoredArticle, name: str | None) -> Value:
    """Return an event of an article: the one of a name, or the only one.

    Raises:
        UsageError: there is no such event, or there are several and none was named.
    """
    if name:
        value = article.value(name)
        if value.kind != "event":
            raise UsageError(f"{name} is no event", source=article.source)
        return value
    events = [value for value in article.values if value.kind == "event"]
    if len(events) != 1:
        raise UsageError(f"tells of {len(events)} events; name one as ARTICLE.event.0", source=article.source)
    return events[0]
