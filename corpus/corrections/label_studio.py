"""Articles as tasks of Label Studio (xuất sang Label Studio): what the pipeline read as predictions.

The format is that of Label Studio's documentation (guide/task_format, guide/predictions, tags/text): a value is a
region of type ``labels`` with the id of its row; its fields are results of the same id by the controls of
:func:`labeling_config`; further evidence and phases are regions that relations tie to their value.

Label Studio counts ``start`` and ``end`` in code points, as records do; versions up to 2021 counted UTF-16 units, which
differ after a character beyond U+FFFF. What comes back is held against the text of the region, so either is read
rightly, see :mod:`corpus.corrections.annotations`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any, Literal

from sqlalchemy import Connection, select

from corpus.corrections.making import StoredArticle, Value, read_article
from corpus.corrections.statements import text_hash
from corpus.corrections.values import MODELS, fields_of
from corpus.show import COLOURS
from corpus.tables import ArticleRow
from schemas.records import Evidence

Control = Literal["choices", "number", "textarea"]
Result = dict[str, Any]
#: Label of a region that is further evidence of another one.
EVIDENCE = "evidence"
EVIDENCE_OF, PHASE_OF = "evidence of", "phase of"
#: Names of the object and of the control that marks regions.
TEXT, LABEL = "text", "label"


@dataclass(frozen=True, slots=True)
class FieldControl:
    """How a field is entered: by which control, whether it is a list, and what may be chosen."""

    kind: str
    field: str
    control: Control
    many: bool
    choices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the name of the control, such as ``award_form``."""
        return f"{self.kind}_{self.field}"


@cache
def controls() -> dict[str, FieldControl]:
    """Return the control of every field of every kind, by its name."""
    found = (_control(kind, field) for kind in MODELS for field in fields_of(kind))
    return {control.name: control for control in found}


def _control(kind: str, field: str) -> FieldControl:
    told = MODELS[kind].model_json_schema()["properties"][field]
    many = told.get("type") == "array"
    options = [told["items"]] if many else told.get("anyOf", [told])
    choices = tuple(value for option in options for value in option.get("enum", ()))
    if choices:
        return FieldControl(kind, field, "choices", many, choices)
    number = any(option.get("type") == "integer" for option in options)
    return FieldControl(kind, field, "number" if number else "textarea", many)


def labeling_config() -> str:
    """Return the labeling interface of a project that takes the tasks: one label a kind, one control a field."""
    labels = [f'    <Label value="{kind}" background="{COLOURS[kind][1]}"/>' for kind in COLOURS] + [
        f'    <Label value="{EVIDENCE}" background="#eeeeee"/>'
    ]
    relations = [f'    <Relation value="{name}"/>' for name in (EVIDENCE_OF, PHASE_OF)]
    lines = [
        "<View>",
        f'  <Labels name="{LABEL}" toName="{TEXT}">',
        *labels,
        "  </Labels>",
        f'  <Text name="{TEXT}" value="${TEXT}" granularity="symbol"/>',
        "  <Relations>",
        *relations,
        "  </Relations>",
        *(line for control in controls().values() for line in _control_lines(control)),
        "</View>",
    ]
    return "\n".join(lines) + "\n"


def _control_lines(control: FieldControl) -> Iterator[str]:
    shown = f'perRegion="true" whenTagName="{LABEL}" whenLabelValue="{control.kind}"'
    common = f'name="{control.name}" toName="{TEXT}" {shown}'
    yield f'  <Header value="{control.field}" {shown}/>'
    if control.control == "number":
        yield f'  <Number {common} min="0"/>'
    elif control.control == "textarea":
        yield f'  <TextArea {common} editable="true" maxSubmissions="{100 if control.many else 1}"/>'
    else:
        yield f'  <Choices {common} choice="{"multiple" if control.many else "single"}">'
        yield from (f'    <Choice value="{escape(choice)}"/>' for choice in control.choices)
        yield "  </Choices>"


def task_of(article: StoredArticle) -> dict[str, Any]:
    """Return an article as a task: its text, what names it, and what the database holds of it as prediction.

    ``data.values`` repeats the predicted values, since exports of Label Studio leave predictions out.
    """
    record = article.record
    values = [value for value in article.values if value.evidence]
    data = {
        TEXT: record.body,
        "article": article.key,
        "url": article.url,
        "title": record.title,
        "published": record.published,
        "text_hash": text_hash(record.body),
        "values": [_exported(value) for value in values],
    }
    result = [item for value in values for item in _results(value, record.body)]
    return {"data": data, "predictions": [{"model_version": article.pipeline_version, "result": result}]}


def _exported(value: Value) -> dict[str, Any]:
    spans = [[item.start, item.end] for item in value.evidence]
    told = {"id": value.name, "kind": value.kind, "values": value.values, "evidence": spans}
    return told | ({"campaign": value.campaign} if value.campaign else {})


def _results(value: Value, text: str) -> Iterator[Result]:
    first, *more = value.evidence
    yield _region(value.name, value.kind, first)
    for field, told in value.values.items():
        control = controls()[f"{value.kind}_{field}"]
        if told is not None and told != []:
            yield _field(value.name, control, told, first)
    for number, item in enumerate(more, start=1):
        own = f"{value.name}.{EVIDENCE}.{number}"
        yield _region(own, EVIDENCE, item)
        yield _relation(own, value.name, EVIDENCE_OF)
    if value.kind == "phase":
        yield _relation(value.name, value.name.partition(".phase.")[0], PHASE_OF)


def _region(own: str, label: str, item: Evidence) -> Result:
    value = {"start": item.start, "end": item.end, "text": item.quote, "labels": [label]}
    return {"id": own, "from_name": LABEL, "to_name": TEXT, "type": "labels", "value": value}


def _field(own: str, control: FieldControl, told: Any, item: Evidence) -> Result:
    place = {"start": item.start, "end": item.end}
    key = {"choices": "choices", "number": "number", "textarea": "text"}[control.control]
    listed = told if control.many or control.control == "number" else [told]
    kind = {"id": own, "from_name": control.name, "to_name": TEXT, "type": control.control}
    return {**kind, "value": place | {key: listed}}


def _relation(one: str, other: str, label: str) -> Result:
    return {"type": "relation", "from_id": one, "to_id": other, "direction": "right", "labels": [label]}


def tasks(connection: Connection, wanted: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """Yield the tasks of articles, of all relevant ones where none is named.

    Raises:
        UsageError: there is no such article, or several are called so.
    """
    relevant = select(ArticleRow.id).where(ArticleRow.relevant).order_by(ArticleRow.id)
    for name in wanted or connection.scalars(relevant).all():
        yield task_of(read_article(connection, name))


def as_json(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield the text of a JSON list of tasks piece by piece, one task a line."""
    yield "["
    for number, task in enumerate(found):
        yield (",\n" if number else "\n") + json.dumps(task, ensure_ascii=False)
    yield "\n]\n"
