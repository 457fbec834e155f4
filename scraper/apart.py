"""Which repeated lines stand apart from the text of an article (khối đứng ngoài mạch bài).

All articles of a host may share a sentence (whom the department rewards, the law an order goes by), and a site has
lines on every page (its slogan, whom to write to). Both are repeated; only these stand apart from what is new there.
"""

from __future__ import annotations

from collections.abc import Sequence

from scraper.blocks import Page
from scraper.dateline import is_byline

_LINE_TAGS = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6"})
_WHOLE_PAGE = frozenset({"body", "html", "form"})


def standing_apart(page: Page, rules: Sequence[str], repeated: frozenset[int]) -> list[int]:
    """Return the repeated blocks of a body that are none of its text.

    A line between two of the article's own is its text. Before and behind them, a line stands apart where a byline or
    something that was taken out lies between, in another flow of the mark-up; or in a named box of repeated lines.

    Args:
        page: The page.
        rules: For each block the rule that took it out, or nothing.
        repeated: Indexes of the blocks that stand on most pages of the host.
    """
    body = [index for index, rule in enumerate(rules) if not rule]
    own = [index for index in body if index not in repeated and page.blocks[index].is_prose]
    if not own:
        return []
    flows = {page.flow(index) for index in own}
    edges = [index for index in body if index in repeated and not own[0] < index < own[-1]]
    boxed = {index for index in edges if _is_boxed(page, index, body, repeated)}
    joined = {index for index in edges if any(_touches(page, index, step, rules, repeated) for step in (-1, 1))}
    return [index for index in edges if index in boxed or (index not in joined and page.flow(index) not in flows)]


def _touches(page: Page, index: int, step: int, rules: Sequence[str], repeated: frozenset[int]) -> bool:
    """Tell whether the next line that is not repeated, in one direction, is body of this article."""
    while 0 <= index + step < len(page.blocks):
        index += step
        before = page.blocks[index - 1] if index else None
        if rules[index] or is_byline(page.blocks[index], before=before):
            return False
        if index not in repeated:
            return True
    return False


def _is_boxed(page: Page, index: int, body: Sequence[int], repeated: frozenset[int]) -> bool:
    """Tell whether the innermost named element around a block holds repeated lines and no others."""
    element = page.blocks[index].element
    if element >= 0 and page.elements[element].tag in _LINE_TAGS:
        element = page.elements[element].parent
    while element >= 0 and not page.elements[element].names:
        element = page.elements[element].parent
    if element < 0 or page.elements[element].tag in _WHOLE_PAGE:
        return False
    return all(other in repeated for other in body if element in page.ancestors(page.blocks[other].element))
