"""Phrases as one expression that shares their beginnings, so that a scan looks at each letter once."""

from __future__ import annotations

import re
from collections.abc import Iterable

_Node = dict[str, "_Node"]
#: Key of a node at which a phrase ends; no folded phrase holds it.
_END = "\0"


def alternation(phrases: Iterable[str]) -> str:
    r"""Return an expression, without a group around it, that matches any of the phrases, the longest first.

    Blanks match any number of blanks, and dashes match with or without blanks around them. Bound it yourself:
    ``(?<!\w)(?:…)(?!\w)``.

    >>> re.findall(alternation(["sở", "sở y tế", "bộ"]), "sở y tế, bộ y tế")
    ['sở y tế', 'bộ']
    """
    return _render(_tree(phrases))


def _tree(phrases: Iterable[str]) -> _Node:
    root: _Node = {}
    for phrase in map(spaced, phrases):
        node = root
        for char in phrase.replace(" - ", "-"):
            node = node.setdefault(char, {})
        node[_END] = {}
    return root


def words(phrases: Iterable[str]) -> str:
    r"""Return an expression for any of the phrases as whole words, not behind a slash either.

    It looks at what stands before a phrase only where the first letter fits, which searches faster.

    >>> re.findall(words(["sở"]), "sở, cơsở, qđ/sở, sởi")
    ['sở']
    """
    root = _tree(phrases)
    branches = (f"{_escape(char)}(?<![\\w/]{re.escape(char)}){_render(child)}" for char, child in root.items())
    return r"(?:" + "|".join(branches) + r")(?!\w)"


def _render(node: _Node) -> str:
    """Return the expression of what follows a node."""
    branches = [_escape(char) + _render(child) for char, child in node.items() if char != _END]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"
    return f"(?:{body})?" if _END in node else body


def _escape(char: str) -> str:
    return {" ": " +", "-": " *- *"}.get(char) or re.escape(char)


def spaced(phrase: str) -> str:
    """Return a phrase, or what matched it, with single blanks, around dashes too: the key to look it up by.

    >>> spaced("thi đua-khen  thưởng")
    'thi đua - khen thưởng'
    """
    if "-" in phrase:
        phrase = phrase.replace("-", " - ")
    elif "  " not in phrase:
        return phrase
    return " ".join(phrase.split())
