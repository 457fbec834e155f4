"""Lists of emulation movements taken apart: one name for each item (danh sách phong trào thi đua)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.campaigns.named import LONGEST_NAME
from extract.rules import load_rules

_RULES = load_rules("campaigns")
_STOP = _RULES["stop"].compile()
_NO_CAMPAIGN = _RULES["no_campaign"].compile()
_KNOWN = _RULES["known"].compile()
_IN_QUOTES = re.compile(r"\"\s*([^\"\n]{3,250}?)\s*\"")
#: From the mark that opens a part in quotation marks inside a name to the mark that closes the part.
_NESTED = re.compile(r"\"[^\"\n]{3,150}\"(?=\s?\")")
_ITEM_HEAD = re.compile(r"[\s,;:.(-]*(?:và )?phong trào (?:thi đua )?")
_BLANK_EDGE = " \t,;:.\"'-("


def list_items(low: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Return the offsets of the names in a list: split at semicolons, else by quotes, else at commas."""
    whole = low[start:stop]
    if ";" in whole:
        edges = _split(low, start, stop, ";")
    elif '"' in whole:
        edges = [(start + item.start(1), start + item.end(1)) for item in _IN_QUOTES.finditer(whole)]
    else:
        edges = _split(low, start, stop, ",")
        edges = edges if len(edges) > 2 else [(start, stop)]
    headed = ";" in whole and _ITEM_HEAD.match(low, start) is not None
    for first, last in edges:
        head = _ITEM_HEAD.match(low, first, last) if headed else None
        first = head.end() if head else first
        found = _IN_QUOTES.search(low, first, last)
        first, last = _unquoted(low, found) if found else trimmed(low, first, cut(low, first, last))
        if 5 <= last - first <= LONGEST_NAME and not _NO_CAMPAIGN.match(low[first:last]):
            yield first, last


def _unquoted(low: str, found: re.Match[str]) -> tuple[int, int]:
    return found.start(1), nested_end(low, found.end() - 1) or found.end(1)


def nested_end(low: str, mark: int) -> int | None:
    """Return the end of a name whose last part has quotation marks of its own, else ``None``.

    Args:
        low: Folded text, in which an opening mark looks like a closing one.
        mark: Where the first quotation mark inside the name stands: it opens the part if a blank leads to it.
    """
    nested = _NESTED.match(low, mark) if low[mark - 1] == " " else None
    return nested.end() if nested else None


def _split(low: str, start: int, stop: int, mark: str) -> list[tuple[int, int]]:
    """Return the parts between marks; a mark inside a known movement's name does not split."""
    kept = [match.span() for match in _KNOWN.finditer(low, start, stop)]
    marks = [at for at in range(start, stop) if low[at] == mark and not any(a <= at < b for a, b in kept)]
    return list(zip([start, *(at + 1 for at in marks)], [*marks, stop], strict=True))


def cut(low: str, start: int, stop: int) -> int:
    """Return where an unquoted name that begins at ``start`` ends, at ``stop`` at the latest."""
    end = _STOP.search(low, start + 3, stop)
    return end.start() if end else stop


def trimmed(low: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets without blanks and marks at both edges."""
    while start < end and low[start] in _BLANK_EDGE:
        start += 1
    while end > start and low[end - 1] in _BLANK_EDGE:
        end -= 1
    return start, end
