"""The dead (người đã mất), who are named and honoured but hold no office at an event."""

from __future__ import annotations

from collections.abc import Sequence

from extract.mentions import PersonMention
from extract.rules import load_rules
from extract.text import Text
from schemas.folding import fold_key

_RULES = load_rules("officials")
_BEFORE = _RULES["departed_before"].compile()
_AFTER = _RULES["departed_after"].compile()
_WINDOW = 90


def departed(text: Text, people: Sequence[PersonMention]) -> frozenset[str]:
    """Return the folded names of those of whom the article says that they are dead.

    Said of the name itself: "cố Bí thư Thành ủy A", "lễ tang Đại tướng A", "truy tặng Huân chương cho ông A",
    "ông A qua đời".
    """
    ends = [0, *(person.span_end for person in people)]
    return frozenset(
        fold_key(person.name) for person, end in zip(people, ends, strict=False) if _is_dead(text.low, end, person)
    )


def _is_dead(low: str, floor: int, person: PersonMention) -> bool:
    """Return whether the words at a name tell it; ``floor`` is where the name before it ends."""
    start = max(person.span_start - _WINDOW, low.rfind("\n", 0, person.span_start) + 1, floor)
    if _BEFORE.search(low, start, person.start):
        return True
    return _AFTER.match(low, person.end) is not None or _AFTER.match(low, person.span_end) is not None
