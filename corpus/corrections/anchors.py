"""Finds the characters a statement is about again when the text moved (neo lại dẫn chứng)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.corrections.statements import Anchor
from schemas.folding import compose, fold, fold_key
from schemas.records import Evidence

_CONTEXT = 40
Span = tuple[int, int]


def anchor_of(text: str, start: int, end: int) -> Anchor:
    """Return a stretch of a text with what stands around it."""
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return Anchor(start=start, end=end, quote=text[start:end], before=before, after=after)


def anchors_of(text: str, evidence: tuple[Evidence, ...]) -> tuple[Anchor, ...]:
    """Return the evidence of a value as anchors."""
    return tuple(anchor_of(text, item.start, item.end) for item in evidence)


def locate(text: str, anchor: Anchor) -> Span | None:
    """Return where the characters of an anchor stand in a text, or nothing.

    That is where the quote stands alone; else, of the places with the same characters on both sides, or at least on
    one, the place nearest to the old one. A text whose case, blanks or dashes were changed still holds the quote.
    """
    places = list(_exact(text, anchor.quote)) or list(_folded(text, anchor.quote))
    if len(places) < 2:
        return places[0] if places else None
    equal = {place: _equal_sides(text, place, anchor) for place in places}
    best = max(equal.values())
    if not best:
        return None
    return min((place for place in places if equal[place] == best), key=lambda place: abs(place[0] - anchor.start))


def _exact(text: str, quote: str) -> Iterator[Span]:
    start = text.find(quote)
    while start >= 0:
        yield start, start + len(quote)
        start = text.find(quote, start + 1)


def _folded(text: str, quote: str) -> Iterator[Span]:
    words = fold(compose(quote)).split()
    if words:
        for found in re.finditer(r"\s+".join(map(re.escape, words)), fold(text)):
            yield found.span()


def _equal_sides(text: str, place: Span, anchor: Anchor) -> int:
    start, end = place
    before = text[max(0, start - len(anchor.before)) : start]
    after = text[end : end + len(anchor.after)]
    return (fold_key(before) == fold_key(anchor.before)) + (fold_key(after) == fold_key(anchor.after))
