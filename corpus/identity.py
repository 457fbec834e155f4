"""Which rows are the same (định danh): deterministic keys from the fewest stable fields.

* A page is its address; without one, the name of its file and the id in it. Moving a corpus to another folder or
  machine changes no key.
* A unit is its folded name within the one province of its article, a person a folded name with the same posts there.
  Where an article has no province or several, both are kept to the article: a wrong join cannot be undone, a missing
  one can be made later.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from schemas.folding import fold_key
from schemas.pages import RawPage

_LINE = re.compile(r":\d+$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def digest(*parts: str) -> str:
    """Return 20 hexadecimal digits that stand for the parts in this order.

    >>> digest("a", "b") == digest("ab", "")
    False
    """
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def file_of(source: str) -> str:
    """Return the path of a source without the line number a dump adds.

    >>> file_of("dump.jsonl:17")
    'dump.jsonl'
    """
    return _LINE.sub("", source)


def page_key(page: RawPage) -> str:
    """Return the key of a page: its address, or else its file's name and its id."""
    if page.url:
        return digest("url", page.url)
    return digest("file", Path(file_of(page.source)).name, page.id)


def second_key(page: RawPage) -> str:
    """Return the key of another page that has the same :func:`page_key`: its content tells them apart."""
    return digest("twin", page_key(page), page.content_hash)


def unit_key(name: str, *, scope: str) -> str:
    """Return the key of a unit; ``scope`` is the id of a province or of an article."""
    return digest("unit", fold_key(name), scope)


def person_key(name: str, positions: Iterable[str], *, scope: str, article: str) -> str:
    """Return the key of a person; without any post a person is kept to the article."""
    posts = sorted(fold_key(position) for position in positions)
    return digest("person", fold_key(name), scope if posts else article, *posts)


def period_years(period: str | None) -> tuple[int | None, int | None]:
    """Return the first and last year of an award's period as told.

    >>> period_years("giai đoạn 2016-2020"), period_years("năm học 2023-2024"), period_years(None)
    ((2016, 2020), (2023, 2024), (None, None))
    """
    years = [int(year) for year in _YEAR.findall(period or "")]
    return (min(years), max(years)) if years else (None, None)
