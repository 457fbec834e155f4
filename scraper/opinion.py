"""A second opinion (ý kiến thứ hai) on what is body, asked only where the rules are unsure."""

from __future__ import annotations

from scraper.blocks import fold_words


def second_opinion(content: str) -> str:
    """Return the folded words of what trafilatura takes for the body of an HTML page, nothing where it finds none.

    The library is imported on the first call: most runs never need it. Its own fallbacks are left out; they would
    cost as much again.
    """
    from trafilatura import extract

    seen = extract(content, fast=True, include_comments=False, include_tables=True, favor_recall=True)
    return fold_words(seen or "")
