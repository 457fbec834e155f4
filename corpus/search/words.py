"""Words as they are searched for (từ): each folded as written, and without diacritics."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from schemas.folding import compose, fold

_WORD = re.compile(r"[^\W_]+")
#: Longer words are no words; what follows is not looked at.
_LONGEST = 64
#: Most bytes of different words of one text that are indexed; some databases hold no more in one place.
_MOST_BYTES = 400_000


@cache
def _bare_letters() -> dict[int, str]:
    """Return the letter without diacritics of every Latin letter that has some."""
    bare = {ord("đ"): "d"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        parts = unicodedata.normalize("NFD", chr(code))
        if len(parts) > 1 and all(map(unicodedata.combining, parts[1:])):
            bare[code] = parts[0]
    return bare


def without_diacritics(folded: str) -> str:
    """Return folded text without diacritics, of the same length.

    >>> without_diacritics("đồng nai, thừa thiên huế")
    'dong nai, thua thien hue'
    """
    return folded.translate(_bare_letters())


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, folded as written, and without diacritics."""

    start: int
    end: int
    written: str
    bare: str

    def matches(self, wanted: str) -> bool:
        """Return whether this is the word wanted: one with diacritics means only itself."""
        return wanted in (self.written, self.bare)


def words_of(text: str) -> list[Word]:
    """Return the words of composed text, in order."""
    folded = fold(text)
    bare = without_diacritics(folded)
    return [
        Word(start, end, folded[start:end][:_LONGEST], bare[start:end][:_LONGEST])
        for start, end in (found.span() for found in _WORD.finditer(folded))
    ]


def indexed_words(text: str) -> str:
    """Return the different words of a text as they are indexed, separated by blanks.

    A word with diacritics stands there twice: as written, and without.

    >>> indexed_words("Thi đua ở Đồng Nai")
    'thi đua dua ở o đồng dong nai'
    """
    return " ".join(_within_bounds(dict.fromkeys(_forms(compose(text)))))


def _forms(text: str) -> Iterator[str]:
    for word in words_of(text):
        yield word.written
        yield word.bare


def _within_bounds(words: dict[str, None]) -> Iterator[str]:
    left = _MOST_BYTES
    for word in words:
        left -= len(word.encode("utf-8", "replace"))
        if left < 0:
            return
        yield word
