"""What every match of a pattern holds and begins with, read off Python's own parse of the pattern.

Where none of the words stands the pattern cannot match, and ``in`` finds that out many times as fast as a search does;
where no such letter stands no match begins, which saves a look at each alternative.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

#: More words than this cost what they save.
_MOST = 16
#: Letters of a class that are told one by one.
_SMALL_CLASS = 4
#: Words shorter than this stand nearly everywhere.
_SHORTEST = 2
#: Words longer than this are no rarer.
_LONG_ENOUGH = 5

_CATEGORIES = {ops.CATEGORY_DIGIT: r"\d", ops.CATEGORY_SPACE: r"\s", ops.CATEGORY_WORD: r"\w"}

_Texts = frozenset[str]
_EMPTY: _Texts = frozenset(("",))


def needed_words(pattern: str) -> tuple[str, ...]:
    """Return words of which every match holds at least one; none where there are too many, or none can be told.

    >>> needed_words("(?:trao|tặng) [^.]{0,30}bằng khen")
    ('bằng khen',)
    >>> needed_words("ký (?:kết|vào)?"), needed_words("(?:a|b)?c")
    (('ký ',), ())
    """
    _, words = _of_sequence(_parser.parse(pattern))
    return words if all(len(word.strip()) >= _SHORTEST for word in words) else ()


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> tuple[_Texts | None, tuple[str, ...]]:
    """Return all texts a sequence matches, ``None`` where they cannot be listed, and the words it needs."""
    told, texts = True, _EMPTY
    found = []
    for operation, value in items:
        exact, words = _of_item(operation, value)
        if exact is not None and len(exact) * len(texts) <= _MOST:
            texts = frozenset(map("".join, product(texts, exact)))
            continue
        found += [_words(texts), words]
        told, texts = False, exact or _EMPTY
    found.append(_words(texts))
    return (texts if told else None), max(found, key=_worth)


def _of_item(operation: Any, value: Any) -> tuple[_Texts | None, tuple[str, ...]]:
    if operation is ops.LITERAL:
        return frozenset(chr(value)), ()
    if operation is ops.IN and len(value) <= _SMALL_CLASS and all(kind is ops.LITERAL for kind, _ in value):
        return frozenset(chr(code) for _, code in value), ()
    if operation in (ops.AT, ops.ASSERT, ops.ASSERT_NOT):
        return _EMPTY, ()
    if operation is ops.SUBPATTERN:
        return (None, ()) if _changes_case(value) else _of_sequence(value[-1])
    if operation is ops.BRANCH:
        return _of_branches([_of_sequence(branch) for branch in value[1]])
    if operation in (ops.MAX_REPEAT, ops.MIN_REPEAT):
        return _of_repeat(*value)
    return None, ()


def _changes_case(group: tuple[Any, ...]) -> bool:
    """Return whether letters of the group stand for others, too: ``(?i:…)``."""
    return bool(group[1] & re.IGNORECASE)


def _of_branches(branches: list[tuple[_Texts | None, tuple[str, ...]]]) -> tuple[_Texts | None, tuple[str, ...]]:
    texts = [exact for exact, _ in branches if exact is not None]
    every = [words or _words(exact or _EMPTY) for exact, words in branches]
    needed = _words(frozenset(word for words in every for word in words)) if all(every) else ()
    return (frozenset().union(*texts) if len(texts) == len(branches) else None), needed


def _of_repeat(least: int, most: Any, items: Iterable[tuple[Any, Any]]) -> tuple[_Texts | None, tuple[str, ...]]:
    exact, words = _of_sequence(items)
    if least == 0:
        return (exact | _EMPTY if exact is not None and most == 1 else None), ()
    return (exact if most == 1 else None), words


def _words(texts: _Texts) -> tuple[str, ...]:
    """Return the texts without those that hold another of them; none where one is empty or they are too many."""
    kept: list[str] = []
    for text in sorted(texts, key=lambda text: (len(text), text)):
        if not any(shorter in text for shorter in kept):
            kept.append(text)
    return tuple(kept) if kept[0].strip() and len(kept) <= _MOST else ()


def _worth(words: tuple[str, ...]) -> int:
    """Return how much is gained by looking for the words first: long ones are rare, few are soon looked for."""
    if not words:
        return -_MOST * _LONG_ENOUGH
    return 4 * min(min(len(word.strip()) for word in words), _LONG_ENOUGH) - len(words)


class _Open(Exception):
    """A pattern may begin with too much to be listed."""


def first_letters(pattern: str) -> str:
    r"""Return the class of characters that a match begins with.

    Empty where it cannot be told, and where a search sees the first letter by itself already.

    >>> first_letters(r"(?<!\w)(?:trao|tặng) cờ|[.;]? ?nhận"), first_letters("trao|nhận"), first_letters("(?:trao )?$")
    ('[;\\ \\.nt]', '', '')
    """
    parsed = _parser.parse(pattern)
    try:
        letters, empty = _begins(parsed)
    except _Open:
        return ""
    return "" if empty or _is_led_by_letter(parsed) else "[" + "".join(sorted(letters)) + "]"


def _is_led_by_letter(items: Any) -> bool:
    """Return whether the first thing looked at is a letter: Python's search then passes over all others at once."""
    operation, value = items[0]
    if operation is ops.SUBPATTERN:
        return _is_led_by_letter(value[-1])
    if operation is ops.BRANCH:
        return all(branch[0][0] is ops.LITERAL for branch in value[1])
    return operation in (ops.LITERAL, ops.IN)


def _begins(items: Iterable[tuple[Any, Any]]) -> tuple[set[str], bool]:
    """Return the characters a sequence begins with, and whether it may match nothing."""
    letters: set[str] = set()
    for operation, value in items:
        more, empty = _begin_of(operation, value)
        letters |= more
        if not empty:
            return letters, False
    return letters, True


def _begin_of(operation: Any, value: Any) -> tuple[set[str], bool]:
    if operation is ops.LITERAL:
        return {re.escape(chr(value))}, False
    if operation is ops.IN:
        return {_of_class(kind, told) for kind, told in value}, False
    if operation in (ops.AT, ops.ASSERT, ops.ASSERT_NOT):
        return set(), True
    if operation is ops.SUBPATTERN and not _changes_case(value):
        return _begins(value[-1])
    if operation is ops.BRANCH:
        branches = [_begins(branch) for branch in value[1]]
        return set().union(*(letters for letters, _ in branches)), any(empty for _, empty in branches)
    if operation in (ops.MAX_REPEAT, ops.MIN_REPEAT):
        letters, empty = _begins(value[2])
        return letters, empty or value[0] == 0
    raise _Open


def _of_class(kind: Any, told: Any) -> str:
    if kind is ops.LITERAL:
        return re.escape(chr(told))
    if kind is ops.RANGE:
        return "-".join(re.escape(chr(code)) for code in told)
    if kind is ops.CATEGORY and told in _CATEGORIES:
        return _CATEGORIES[told]
    raise _Open
