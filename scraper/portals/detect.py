"""Which family a page is of (nhận dạng hệ quản trị nội dung): by what it names itself, its scripts, its classes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraper.portals.definition import Detection, Family
from scraper.portals.loader import load_families

#: What a mark weighs: the page names its generator, runs its script, loads its files, has its elements, uses its names.
_GENERATOR, _CODE, _ADDRESS, _ELEMENT, _NAME = 8, 4, 4, 2, 1
#: What the marks of a family must weigh: one name alone may be chance.
_LEAST = 2
#: Share of a page's text within tables that lay it out: nested ones, a single one.
_MOST, _NEARLY_ALL = 0.5, 0.9
_ADDRESSES = {"script": "src", "link": "href", "form": "action", "img": "src"}
#: Characters of an address that are looked at: a picture may stand in its address itself.
_LONGEST_ADDRESS = 500
_ABSOLUTE = re.compile(r"(?:[a-z]+:)?//", re.IGNORECASE)


def detect_family(html: str) -> str | None:
    """Return the id of the family that a page is of, ``None`` where no family has marks enough or two have as many.

    >>> detect_family('<html><head><meta name="generator" content="WordPress 6.4"></head></html>')
    'wordpress'
    """
    return family_of(LexborHTMLParser(html))


def family_of(tree: LexborHTMLParser) -> str | None:
    """Return the id of the family of a page that is parsed already (see :func:`detect_family`)."""
    traits = _Traits.of(tree)
    weights = {
        family.id: _weigh(marks, traits) + _ELEMENT * _elements(family.detect, tree) for family, marks in _compiled()
    }
    best = max(weights.values(), default=0)
    found = [name for name, weight in weights.items() if weight == best]
    if best >= _LEAST:
        return found[0] if len(found) == 1 else None
    return next((family.id for family, _ in _compiled() if family.detect.layout and _is_laid_out(tree)), None)


@dataclass(frozen=True)
class _Marks:
    """The marks of a family, compiled."""

    generator: tuple[re.Pattern[str], ...]
    code: tuple[re.Pattern[str], ...]
    addresses: tuple[re.Pattern[str], ...]
    names: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, detection: Detection) -> _Marks:
        names = [f"^(?:{pattern})$" for pattern in detection.names]
        kinds = (detection.generator, detection.code, detection.addresses, names)
        return cls(*(tuple(re.compile(pattern, re.MULTILINE) for pattern in patterns) for patterns in kinds))


@cache
def _compiled() -> tuple[tuple[Family, _Marks], ...]:
    return tuple((family, _Marks.of(family.detect)) for family in load_families())


@dataclass(frozen=True)
class _Traits:
    """What a page shows of the system behind it."""

    generator: str
    code: str
    addresses: str
    names: str

    @classmethod
    def of(cls, tree: LexborHTMLParser) -> _Traits:
        generators = (node.attributes.get("content") or "" for node in tree.css("meta[name=generator i]"))
        code = (node.text() for node in tree.css("script:not([src])"))
        return cls(
            "\n".join(generators).strip().lower(),
            "\n".join(code),
            "\n".join(_addresses(tree)),
            "\n".join(sorted(_names(tree))),
        )


def _addresses(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield the addresses of what a page is made with; pictures and forms of other sites tell nothing of it."""
    for node in tree.css("script[src], link[href], form[action], img[src]"):
        tag = node.tag or ""
        address = (node.attributes.get(_ADDRESSES[tag]) or "").strip()
        if tag in ("script", "link") or not _ABSOLUTE.match(address):
            yield address[:_LONGEST_ADDRESS]


def _names(tree: LexborHTMLParser) -> set[str]:
    names: set[str] = set()
    for node in tree.css("[class], [id]"):
        attributes = node.attributes
        names.update((attributes.get("class") or "").split())
        names.add((attributes.get("id") or "").strip())
    return names


def _weigh(marks: _Marks, traits: _Traits) -> int:
    return (
        _GENERATOR * any(pattern.match(traits.generator) for pattern in marks.generator)
        + _CODE * _count(marks.code, traits.code)
        + _ADDRESS * _count(marks.addresses, traits.addresses)
        + _NAME * _count(marks.names, traits.names)
    )


def _elements(detection: Detection, tree: LexborHTMLParser) -> int:
    return sum(tree.css_first(selector) is not None for selector in detection.elements)


def _count(patterns: Iterable[re.Pattern[str]], text: str) -> int:
    return sum(pattern.search(text) is not None for pattern in patterns)


def _is_laid_out(tree: LexborHTMLParser) -> bool:
    """Tell whether tables lay out a page: one within another with most of its text, or one with nearly all of it."""
    body = tree.body
    whole = _length(body) if body is not None else 0
    if body is None or not whole:
        return False
    share = sum(map(_length, _outer_tables(body))) / whole
    nested = body.css_first("table table") is not None
    return share > (_MOST if nested else _NEARLY_ALL)


def _outer_tables(body: LexborNode) -> Iterator[LexborNode]:
    for table in body.css("table"):
        parent = table.parent
        while parent is not None and parent.tag != "table":
            parent = parent.parent
        if parent is None:
            yield table


def _length(node: LexborNode) -> int:
    """Return how many characters of text a node holds, blanks and scripts aside."""
    silent = sum(len("".join(script.text().split())) for script in node.css("script, style"))
    return len("".join(node.text().split())) - silent
