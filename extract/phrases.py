"""Phrases found word by word: a tree that costs one look-up a word, however many phrases it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Generic, TypeVar

from schemas.folding import fold_key

V = TypeVar("V")
WORD = re.compile(r"\w+|[^\w\s]")


def words_of(text: str) -> list[str]:
    """Return the words and marks of a text.

    >>> words_of("hộ, cá nhân")
    ['hộ', ',', 'cá', 'nhân']
    """
    return WORD.findall(text)


class PhraseTree(Generic[V]):
    """Phrases with their values.

    >>> tree = PhraseTree[int]()
    >>> tree.add("Bằng khen", 1)
    >>> tree.match(["tặng", "bằng", "khen", "cho"], 1)
    (1, 3)
    """

    def __init__(self) -> None:
        """Begin with no phrase."""
        self._root: dict[str, _Node[V]] = {}

    def add(self, phrase: str, value: V) -> None:
        """Add a phrase; it is folded. A later value replaces an earlier one."""
        nodes, node = self._root, None
        for word in words_of(fold_key(phrase)):
            node = nodes.setdefault(word, _Node())
            nodes = node.next
        if node is not None:
            node.values = (value,)

    def first_words(self) -> frozenset[str]:
        """Return the words a phrase may begin with."""
        return frozenset(self._root)

    def match(self, words: Sequence[str], at: int) -> tuple[V, int] | None:
        """Return the value of the longest phrase that begins at a word, and the index after its last word."""
        nodes, found = self._root, None
        for index in range(at, len(words)):
            node = nodes.get(words[index])
            if node is None:
                break
            if node.values:
                found = (node.values[0], index + 1)
            nodes = node.next
        return found


class _Node(Generic[V]):
    __slots__ = ("next", "values")

    def __init__(self) -> None:
        self.next: dict[str, _Node[V]] = {}
        self.values: tuple[V, ...] = ()
