r"""Inline-annotated example lines: one sentence of our own, with what must be found in it and nothing else.

A file ``tests/examples/<component>.txt`` holds one example a line::

    # a comment
    Sáng <date first=2020-06-22 kind=event>22/6/2020</date>, Sở họp.
    {published=2020-06-23 title="Hội nghị năm 2020"} Sáng <date first=2020-06-22 year_source=published>22/6</date> …
    !xfail(the year stands in another article) Sáng <date first=2020-06-22>22/6</date> …
    Đường dây nóng 0225.3.123.456.

* ``<tag key=value key="value with blanks">surface</tag>`` marks a span; tags may nest. Text outside tags is verbatim.
  The surface must be found exactly, with exactly the attributes that are given (those not given are free). Values are
  compared as text (:func:`show`): ``none``, ``true``, ``false``, lists joined by ``|``.
* A leading ``{key=value …}`` gives the context (``published``, ``title``, ``host``: see :func:`text_of`).
* A leading ``!xfail(reason)`` marks a known failure; it is strict, so the mark goes when the example passes.
* ``\n`` is a line break, ``\t`` a tab, ``\<`` a literal ``<``, ``\\`` a backslash.
* A line without tags says that nothing is found in it. Blank lines and lines that begin with ``#`` are left out.

A component's test::

    @pytest.mark.parametrize("example", example_params("dates", tags={"date"}))
    def test_example(example):
        found = [("date", m.start, m.end, m) for m in find_dates(text_of(example))]
        assert differences(example, found) == []
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from extract.text import Text

EXAMPLES = Path(__file__).parent / "examples"

_PAIR = r'[a-z_]+=(?:"[^"]*"|[^\s"<>{}]+)'
_PIECE = re.compile(
    r"(?P<text>[^<>\\]+)|(?P<escape>\\[nt<>\\])|</(?P<close>[a-z_]+)>"
    rf"|<(?P<open>[a-z_]+)(?P<attributes>(?:\s+{_PAIR})*)\s*>"
)
_ATTRIBUTE = re.compile(r'([a-z_]+)=(?:"([^"]*)"|([^\s"<>{}]+))')
_XFAIL = re.compile(r"!xfail\(([^)]+)\)\s*")
_CONTEXT = re.compile(rf"\{{\s*({_PAIR}(?:\s+{_PAIR})*)\s*\}}\s*")
_ESCAPES = {r"\n": "\n", r"\t": "\t", r"\<": "<", r"\>": ">", r"\\": "\\"}


class InlineError(ValueError):
    """A line that breaks the notation."""


@dataclass(frozen=True)
class InlineSpan:
    """A marked stretch: ``text[start:end]``."""

    tag: str
    start: int
    end: int
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class InlineExample:
    """A parsed line: its plain text, spans by start (outer before inner), context, reason of a known failure."""

    text: str
    spans: tuple[InlineSpan, ...]
    context: Mapping[str, str]
    xfail: str | None = None


def parse_line(line: str, *, tags: Collection[str]) -> InlineExample:
    """Return the example a line holds.

    Raises:
        InlineError: a tag is unknown, not closed, closed twice or malformed; a context is not closed.
    """
    rest = line.strip()
    xfail = _XFAIL.match(rest)
    rest = rest[xfail.end() :] if xfail else rest
    context = _CONTEXT.match(rest)
    if (rest.startswith("{") and not context) or rest.startswith("!xfail"):
        raise InlineError(f"malformed directive: {line!r}")
    rest = rest[context.end() :] if context else rest
    text, spans = _parse_spans(rest, tags)
    values = _attributes(context[1]) if context else {}
    return InlineExample(text, spans, values, xfail[1] if xfail else None)


def _parse_spans(marked: str, tags: Collection[str]) -> tuple[str, tuple[InlineSpan, ...]]:
    text, position = "", 0
    open_tags: list[tuple[str, int, str]] = []
    spans: list[InlineSpan] = []
    while position < len(marked):
        piece = _PIECE.match(marked, position)
        if not piece:
            raise InlineError(f"malformed tag or escape at {marked[position : position + 30]!r}")
        position = piece.end()
        if piece["open"]:
            if piece["open"] not in tags:
                raise InlineError(f"unknown tag {piece[0]!r}")
            open_tags.append((piece["open"], len(text), piece["attributes"]))
        elif piece["close"]:
            if not open_tags or open_tags[-1][0] != piece["close"]:
                raise InlineError(f"{piece[0]!r} closes nothing that is open in {marked!r}")
            tag, start, attributes = open_tags.pop()
            spans.append(InlineSpan(tag, start, len(text), _attributes(attributes)))
        else:
            text += _ESCAPES[piece[0]] if piece["escape"] else piece[0]
    if open_tags:
        raise InlineError(f"<{open_tags[-1][0]}> is not closed in {marked!r}")
    return text, tuple(sorted(spans, key=lambda span: (span.start, -span.end)))


def _attributes(written: str) -> dict[str, str]:
    found = _ATTRIBUTE.findall(written)
    if len({key for key, _, _ in found}) != len(found):
        raise InlineError(f"an attribute stands twice: {written!r}")
    return {key: quoted or bare for key, quoted, bare in found}


def load_examples(name: str, *, tags: Collection[str]) -> list[tuple[int, InlineExample]]:
    """Return the examples of ``tests/examples/<name>.txt`` with their line numbers.

    Raises:
        InlineError: a line breaks the notation; the message names file and line.
    """
    found = []
    for number, line in enumerate((EXAMPLES / f"{name}.txt").read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            try:
                found.append((number, parse_line(line, tags=tags)))
            except InlineError as error:
                raise InlineError(f"{name}.txt:{number}: {error}") from error
    return found


def example_params(name: str, *, tags: Collection[str]) -> list[Any]:
    """Return the examples of a file as pytest parameters, known failures as strict xfails."""
    return [
        pytest.param(
            example,
            id=f"{name}:{number}",
            marks=[pytest.mark.xfail(reason=example.xfail, strict=True)] if example.xfail else [],
        )
        for number, example in load_examples(name, tags=tags)
    ]


def text_of(example: InlineExample) -> Text:
    """Return the example as an article's text, with the context's publication time, title and host."""
    return Text(
        example.text, example.context.get("title"), example.context.get("published"), example.context.get("host")
    )


def show(value: object) -> str:
    """Return a value as an attribute writes it.

    >>> show(None), show(True), show(("a", 1))
    ('none', 'true', 'a|1')
    """
    if value is None or isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return "|".join(map(show, value))
    return str(value)


def differences(example: InlineExample, found: Iterable[tuple[str, int, int, object]]) -> list[str]:
    """Return what differs between an example and what was found, in words; an empty list is an exact match.

    Args:
        example: What must be found.
        found: Tag, start, end and the object found (or a mapping); attributes are read from it by their names.
    """
    items = list(found)
    actual = {(start, end, tag): value for tag, start, end, value in items}
    wanted = {(span.start, span.end, span.tag): span.attributes for span in example.spans}
    text = example.text
    missed = [f"missed <{tag}> {text[start:end]!r}" for start, end, tag in sorted(wanted.keys() - actual.keys())]
    extra = [f"found <{tag}> {text[start:end]!r}" for start, end, tag in sorted(actual.keys() - wanted.keys())]
    wrong = []
    for key in sorted(wanted.keys() & actual.keys()):
        for name, value in wanted[key].items():
            item = actual[key]
            seen = show(item[name] if isinstance(item, Mapping) else getattr(item, name))
            if seen != value:
                wrong.append(f"{text[key[0] : key[1]]!r}: {name} is {seen}, not {value}")
    twice = [f"{len(items) - len(actual)} found more than once"] if len(items) > len(actual) else []
    return missed + extra + wrong + twice
