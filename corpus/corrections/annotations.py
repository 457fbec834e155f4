"""Annotations of Label Studio as statements of the ledger (nhập chú giải): what people left, changed and took out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection

from corpus.corrections.label_studio import EVIDENCE, EVIDENCE_OF, LABEL, PHASE_OF, TEXT, controls
from corpus.corrections.making import (
    Author,
    StoredArticle,
    Value,
    read_article,
    state_added,
    state_changes,
    state_value,
    times_from,
)
from corpus.corrections.statements import Kind, Statement, Values, text_hash
from corpus.corrections.values import MODELS, fields_of, make_value, normal, values_of
from corpus.database import UsageError
from schemas.errors import CorpusError
from schemas.records import Evidence

#: Kinds in the order in which they are added: a campaign before its phases.
_ORDER = ("province", "event", "official", "unit", "campaign", "phase", "award")


@dataclass(frozen=True, slots=True)
class Task:
    """One task of an export.

    Attributes:
        source: The file and the number of the task, for messages.
        values: The task as JSON values.
    """

    source: str
    values: Mapping[str, Any]


def read_tasks(path: Path) -> list[Task]:
    """Return the tasks of a file in Label Studio's JSON format.

    Raises:
        UsageError: the file cannot be read, or is no list of tasks.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"cannot be read ({error.strerror})", source=str(path)) from error
    except ValueError as error:
        raise UsageError(f"not JSON ({error})", source=str(path)) from error
    if not isinstance(told, list) or not all(isinstance(item, dict) for item in told):
        raise UsageError("no list of tasks; export from Label Studio as JSON", source=str(path))
    return [Task(f"{path} task {item.get('id', number)}", item) for number, item in enumerate(told, start=1)]


def statements_of(connection: Connection, task: Task, *, why: str, who: str | None = None) -> list[Statement]:
    """Return what the annotations of a task say, in the order of their time.

    A value that was left as it was is confirmed; changed fields are changes; what is not there any more is deleted.

    Args:
        connection: An open database.
        task: The task.
        why: The reason that every statement gets.
        who: Who says so; without it the annotator's address or number.

    Raises:
        UsageError: the task is of no article of the database, or of another text; or an annotation makes no value.
    """
    article = _article(connection, task)
    exported = [_as_exported(told) for told in task.values["data"].get("values", ())]
    made: list[Statement] = []
    for annotation in sorted(task.values.get("annotations") or (), key=_time):
        if not annotation.get("was_cancelled"):
            by = Author(who or _annotator(annotation), why)
            values = read_annotation(article, annotation, task)
            made += _statements(article, exported, values, by, _time(annotation))
    return made


def _article(connection: Connection, task: Task) -> StoredArticle:
    data = task.values.get("data")
    if not isinstance(data, dict) or not isinstance(data.get("article"), str) or not isinstance(data.get(TEXT), str):
        raise UsageError("no task that `thidua correct tasks` wrote", source=task.source)
    article = read_article(connection, data["article"])
    if not text_hash(article.record.body) == data.get("text_hash") == text_hash(data[TEXT]):
        raise UsageError("annotated in another text than the database has; export the tasks anew", source=task.source)
    return article


def _as_exported(told: Mapping[str, Any]) -> tuple[Value, list[list[int]]]:
    return Value(told["id"], told["kind"], told["values"], (), told.get("campaign")), told["evidence"]


def _annotator(annotation: Mapping[str, Any]) -> str:
    who = annotation.get("completed_by")
    if isinstance(who, dict):
        return str(who.get("email") or who.get("id"))
    return f"annotator {who}" if who is not None else "annotator"


def _time(annotation: Mapping[str, Any]) -> str:
    told = annotation.get("updated_at") or annotation.get("created_at")
    try:
        time = datetime.fromisoformat(re.sub(r"Z$", "+00:00", str(told)))
    except ValueError:
        time = datetime.now(UTC)
    return time.astimezone(UTC).isoformat(timespec="microseconds")


# --- from results to values


def read_annotation(article: StoredArticle, annotation: Mapping[str, Any], task: Task) -> list[Value]:
    """Return the values that an annotation holds, under the ids of their regions.

    Raises:
        UsageError: a region does not stand in the text, a phase has no campaign, or the fields make no value.
    """
    results = [item for item in annotation.get("result", ()) if isinstance(item, dict)]
    regions = {item["id"]: item for item in results if item.get("from_name") == LABEL}
    body = article.record.body
    spans = {own: _span(body, item["value"], task) for own, item in regions.items()}
    fields: dict[str, Values] = {own: {} for own in regions}
    ties = {(item["from_id"], label): item["to_id"] for item in results if "from_id" in item for label in _tie(item)}
    for item in results:
        control = controls().get(str(item.get("from_name")))
        if control and item.get("id") in fields:
            fields[item["id"]][control.field] = _told(item["value"], control.control, many=control.many)
    values = []
    for own, item in regions.items():
        kind = item["value"]["labels"][0]
        if kind in MODELS:
            more = [
                spans[one] for one, label in ties if label == EVIDENCE_OF and ties[one, label] == own and one in spans
            ]
            evidence = tuple(Evidence(start=a, end=b, quote=body[a:b]) for a, b in (spans[own], *more))
            values.append(_value(own, kind, fields[own], evidence, article, task))
        elif kind != EVIDENCE:
            raise UsageError(f"no kind {kind!r} of values", source=task.source)
    return _with_campaigns(values, ties, task)


def _tie(item: Mapping[str, Any]) -> Sequence[str]:
    """Return what a relation says; one without a label ties evidence."""
    return item.get("labels") or (EVIDENCE_OF,)


def _told(value: Mapping[str, Any], control: str, *, many: bool) -> Any:
    if control == "number":
        return value.get("number")
    told = value.get("choices" if control == "choices" else "text") or []
    listed = [told] if isinstance(told, str) else list(told)
    return listed if many else (listed[0] if listed else None)


def _span(body: str, value: Mapping[str, Any], task: Task) -> tuple[int, int]:
    """Return where a region stands, in code points; offsets in UTF-16 units are known by the region's text."""
    start, end = int(value["start"]), int(value["end"])
    wanted = value.get("text")
    for span in ((start, end), (_code_points(body, start), _code_points(body, end))):
        if body[slice(*span)] and (wanted is None or _same_text(body[slice(*span)], wanted)):
            return span
    raise UsageError(f"{wanted!r} does not stand at {start}–{end} of the text", source=task.source)


def _code_points(body: str, units: int) -> int:
    """Return how many code points the first UTF-16 units of a text are."""
    return len(body.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))


def _same_text(one: str, other: str) -> bool:
    return one.split() == other.replace("\\n", "\n").split()


def _value(
    own: str, kind: str, fields: Values, evidence: tuple[Evidence, ...], article: StoredArticle, task: Task
) -> Value:
    try:
        made = make_value(kind, fields, evidence, published=article.record.published)
    except CorpusError as error:
        raise UsageError(f"{kind} {evidence[0].quote!r}: {error.message}", source=task.source) from error
    return Value(own, cast(Kind, kind), values_of(made), evidence)


def _with_campaigns(values: Sequence[Value], ties: Mapping[tuple[str, str], str], task: Task) -> list[Value]:
    """Return the values, phases with the names of their campaigns: the one a relation names, or the only one."""
    campaigns = {value.name: value for value in values if value.kind == "campaign"}
    found = []
    for value in values:
        if value.kind == "phase":
            tied = campaigns.get(ties.get((value.name, PHASE_OF), ""))
            only = next(iter(campaigns.values())) if len(campaigns) == 1 else None
            if not (tied or only):
                raise UsageError(f"phase {value.evidence[0].quote!r} belongs to no campaign", source=task.source)
            name = str(cast(Value, tied or only).values["name"])
            value = Value(value.name, value.kind, value.values, value.evidence, name)
        found.append(value)
    return sorted(found, key=lambda value: _ORDER.index(value.kind))


# --- from values to statements


def _statements(
    article: StoredArticle,
    exported: Sequence[tuple[Value, list[list[int]]]],
    values: Sequence[Value],
    by: Author,
    when: str,
) -> Iterator[Statement]:
    """Yield what the values of an annotation say of those that were exported, each a microsecond later."""
    times = times_from(when)
    body = article.record.body
    left = {value.name: value for value in values}
    for was, spans in exported:
        evidence = tuple(Evidence(start=start, end=end, quote=body[start:end]) for start, end in spans)
        before = Value(was.name, was.kind, was.values, evidence, was.campaign)
        now = left.get(was.name)
        if now is None:
            now = _same_place(before, values)
        elif now.kind != was.kind or not _overlap(now.evidence[0], evidence[0]):
            now = None
        if now is None:
            yield state_value(article, before, "delete", by, when=next(times))
            continue
        left.pop(now.name, None)
        yield from _differences(article, before, now, by, times)
    for value in left.values():
        yield _added(article, value, by, next(times))


def _same_place(before: Value, values: Sequence[Value]) -> Value | None:
    """Return the value of the same kind and evidence whose region has another id by now."""
    same = [one for one in values if one.kind == before.kind and one.evidence == before.evidence]
    return same[0] if len(same) == 1 else None


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.start < other.end and other.start < one.end


def _differences(
    article: StoredArticle, before: Value, now: Value, by: Author, times: Iterator[str]
) -> Iterator[Statement]:
    if now.evidence != before.evidence:
        yield _added(article, now, by, next(times))
        return
    fields = [name for name in fields_of(now.kind) if normal(now.values[name]) != normal(before.values.get(name))]
    yield from state_changes(article, before, {name: now.values[name] for name in fields}, by, times=times)
    if not fields:
        yield state_value(article, before, "confirm", by, when=next(times))


def _added(article: StoredArticle, value: Value, by: Author, when: str) -> Statement:
    spans = [(item.start, item.end) for item in value.evidence]
    return state_added(article, value.kind, value.values, spans, by, when=when, campaign=value.campaign)
