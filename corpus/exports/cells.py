"""Cells that a spreadsheet takes for text (ô an toàn): a formula in a text cell is disarmed, and can be read back.

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-`` or ``@`` as a formula, some even after blanks, quotes or
control characters, and what stands in a corpus was written by strangers. Such a text gets an apostrophe before it,
the sign by which spreadsheets mark text. So does a text that begins with an apostrophe, and the empty text, which
could not be told from a missing value otherwise; the way back is to take one apostrophe from every text that begins
with one. Numbers are no text and stay as they are.
"""

from __future__ import annotations

import unicodedata

MARK = "'"
_FORMULA = frozenset("=+-@")
_QUOTES = frozenset("\"'`´‘’‚‛“”„‟«»‹›＂＇")


def _passed_over(char: str) -> bool:
    """Return whether a spreadsheet may look behind a character for the begin of a formula."""
    return char.isspace() or char in _QUOTES or unicodedata.category(char) in ("Cc", "Cf", "Zs")


def runs(text: str) -> bool:
    r"""Return whether a spreadsheet might run a text as a formula; full-width signs count, too.

    >>> [runs(text) for text in ("=1+1", "  -2", '"@SUM(A1)', "\tx", "＝1", "12 tập thể", "a=b", "")]
    [True, True, True, True, True, False, False, False]
    """
    if text[:1] in ("\t", "\r", "\n"):
        return True
    first = next((char for char in text if not _passed_over(char)), "")
    return unicodedata.normalize("NFKC", first)[:1] in _FORMULA if first else False


def disarm(text: str) -> str:
    """Return a text as a cell: with an apostrophe before it where it might run, is empty or begins with one.

    >>> disarm("=HYPERLINK(1)"), disarm("Sở Y tế"), disarm("'a"), disarm("")
    ("'=HYPERLINK(1)", 'Sở Y tế', "''a", "'")
    """
    return MARK + text if not text or text.startswith(MARK) or runs(text) else text


def restore(cell: str) -> str:
    """Return the text that :func:`disarm` made a cell of.

    >>> [restore(disarm(text)) for text in ("=1", "'a", "", "Sở Y tế")]
    ['=1', "'a", '', 'Sở Y tế']
    """
    return cell.removeprefix(MARK)
