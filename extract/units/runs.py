"""Units named one behind the other (chuỗi đơn vị): lists behind an opening, subjects joined to each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.mentions import UnitMention

LISTED = re.compile(
    r"(?: *\([^()\n]{1,40}\))?[ ,;]*(?:và|cùng|cùng với|với)?(?: +(?:lãnh đạo|đại diện|các|chuyên viên|đơn vị|của))* *$"
)
"""What stands between two units of a list."""

_ACTING_FOR = re.compile(r"[ ,;]*(?:và|cùng|cùng với|với|thay mặt|đại diện cho)?(?: +(?:lãnh đạo|đại diện|các))* *$")


def list_behind(low: str, mentions: Sequence[UnitMention], start: int, opening: re.Pattern[str]) -> list[UnitMention]:
    """Return the units of a list that opens with certain words.

    Args:
        low: The folded text.
        mentions: Units behind the opening.
        start: Where the opening begins.
        opening: What the words between it and the first unit end with.
    """
    found: list[UnitMention] = []
    for mention in mentions:
        before = low[found[-1].end if found else start : mention.start]
        if (found and LISTED.match(before)) or (not found and opening.search(before)):
            found.append(mention)
    return found


def joined_subjects(low: str, subjects: Sequence[UnitMention]) -> list[UnitMention]:
    """Return the last subject and those joined to it before."""
    found = [subjects[-1]]
    for mention in reversed(subjects[:-1]):
        if not _ACTING_FOR.match(low[mention.end : found[0].start]):
            break
        found.insert(0, mention)
    return found
