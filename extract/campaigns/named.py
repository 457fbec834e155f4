"""A movement or drive found by its name, and whether it is launched."""

from __future__ import annotations

from dataclasses import dataclass

from extract.rules import load_rules
from extract.text import Text

_RULES = load_rules("campaigns")
_LAUNCH = _RULES["launch"].compile()
#: Names are no longer than this; what is longer is no name.
LONGEST_NAME = 250


@dataclass(frozen=True, slots=True)
class Named:
    """A name found: ``start`` is where its head ("phong trào thi đua …") begins, ``rank`` how sure the name is."""

    start: int
    name_start: int
    name_end: int
    rank: int
    launched: bool
    listed: bool = False
    drive: bool = False


def is_launched(text: Text, start: int) -> bool:
    """Return whether the words before ``start`` in its sentence tell of a launch."""
    sentence = text.sentence_at(start)
    return _LAUNCH.search(text.low, sentence.start, start) is not None
