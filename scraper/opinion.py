"""A second opinion (ý kiến thứ hai) on what is body, asked only where the rules are unsure."""

from __future__ import annotations

from scraper.blocks import fold_words


def second_opinion(content: str) -> str:
    """Return the folded words of what trafilatura takes for the body of an HTML page, nothing where it finds none.

    The library is imported on the first call: most runs never need it.
    """
    from trafilatura import extract

    return fold_words(extract(content, include_comments=False, include_tables=True, favor_recall=True) or "")
