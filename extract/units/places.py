"""Places at the end of a unit's name (địa danh): districts, towns, communes, countries."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.mentions import UnitMention
from extract.names import is_surname
from extract.text import Text
from extract.units.forms import LEVELS
from extract.units.words import DISTRICT_NUMBER, RUN, SYLLABLE_LOW
from schemas.folding import fold_key

#: How the names of countries begin, before a capitalised word.
_COUNTRY = re.compile(r" (?:liên bang|cộng hòa(?: dân chủ nhân dân| liên bang)?|vương quốc|hợp chúng quốc)(?= )")

#: The name of an area that may act for its authorities.
_AREA = re.compile(r"(?:(?P<level>tỉnh|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)|thành phố|tp\.?) *(?=\w)")


def named_area(text: Text, name: str, near: Sequence[tuple[int, int]]) -> UnitMention | None:
    """Return the mention of an area that is told by its name, best one within certain spans; ``None`` for other names.

    Args:
        text: The article.
        name: The name as another component read it.
        near: Spans of the body in which the area acts.
    """
    area = _AREA.match(fold_key(name))
    start = next((at for span in near if (at := text.body.find(name, *span)) >= 0), text.body.find(name))
    if area is None or start < 0 or not name[-1].isalnum() or not name[area.end() : area.end() + 1].isupper():
        return None
    level = LEVELS.get(area["level"] or "")
    return UnitMention(start, start + len(name), name, "dia_phuong", level, name)


def named_place_end(body: str, low: str, end: int, *, glued: bool) -> int:
    """Return the end of the district, town or commune named behind a word of level, ``end`` when none is.

    A person's name behind it is none of it; ``glued`` tells that one may follow without a comma.

    >>> text = "UBND xã Mường Mẫu"
    >>> text[named_place_end(text, text.lower(), len("UBND xã"), glued=False) :]
    ''
    """
    run = RUN.match(body, end)
    if run is None:
        numbered = DISTRICT_NUMBER.match(body, end)
        return numbered.end() if numbered else end
    words = list(SYLLABLE_LOW.finditer(low, end, run.end()))
    if len(words) <= 2:
        return run.end()
    if glued and is_surname(words[0][0]):
        return end
    for taken, left in ((2, 2), (1, 3), (3, 2)):
        if len(words) - taken >= left and is_surname(words[taken][0]):
            return words[taken - 1].end()
    return words[2 if len(words) == 3 else 1].end()


def country_end(body: str, low: str, end: int) -> int:
    """Return the end of the country named behind "tại", ``end`` when none is."""
    title = _COUNTRY.match(low, end)
    run = RUN.match(body, title.end() if title else end)
    return run.end() if run else end
