"""A pattern that is searched for only where a word stands that every match of it holds."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from extract.rules.needs import first_letters, needed_words


class Sought:
    r"""A pattern that first looks for the words it needs, and finds what the pattern itself would find.

    It pays where most texts hold none of the words; a match at a known place is tried with the pattern itself.

    >>> found = Sought(r"(?<!\w)ký (?:giao ước|cam kết)")
    >>> found.search("sở ký quyết định"), found.search("các khối ký giao ước")[0]
    (None, 'ký giao ước')

    Attributes:
        pattern: The expression, which looks at the first letter before all else.
        needs: Words of which every match holds one.
    """

    __slots__ = ("needs", "pattern")

    def __init__(self, pattern: str) -> None:
        """Read off the pattern what it needs; one that needs no word is searched for everywhere."""
        begins = first_letters(pattern)
        self.pattern = re.compile(f"(?={begins})(?:{pattern})" if begins else pattern)
        self.needs = needed_words(pattern) or ("",)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first match in ``text[start:end]``."""
        for word in self.needs:
            if text.find(word, start, end) >= 0:
                return self.pattern.search(text, start, end)
        return None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Return the matches in ``text[start:end]``."""
        for word in self.needs:
            if text.find(word, start, end) >= 0:
                return self.pattern.finditer(text, start, end)
        return iter(())
