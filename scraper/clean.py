"""Pages to articles (làm sạch): the only place that removes text; every removal keeps its rule and offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from schemas.errors import CleanError
from schemas.pages import Article, BlockKind, Choice, RawPage
from scraper.blocks import Block, Page
from scraper.chrome import SiteChrome, structure_of
from scraper.dateline import choose_byline, choose_published, choose_title
from scraper.head import host_of
from scraper.portals import Selectors
from scraper.selected import selectors_of
from scraper.sheet import Sheet

_PICTURED = re.compile(
    r"(?<!\w)(?:quang cảnh|toàn cảnh|trao|nhận|tặng|phát biểu|chụp|lưu niệm|đại biểu|bìa (?:trái|phải)|ảnh|ký|chúc mừng"
    r"|trình bày)(?!\w)"
)


def clean_page(page: RawPage, selectors: Selectors | None = None, chrome: SiteChrome | None = None) -> Article:
    """Return the article of a page: its body in blocks, and every other block with the rule that removed it.

    A text handed over with its title or publication time keeps them. Body, title, publication time and byline come
    from one set of marks (``boilerplate.toml``) for HTML and dumps alike; HTML has its containers besides. Where the
    host is that of a registered portal, what the portal's selectors match decides; marks and byline rules work within
    the body they name, and the rules decide what they do not match.

    Args:
        page: The page as read.
        selectors: Selectors to take instead of those of the portal; ``Selectors()`` for the rules alone.
        chrome: What a first pass has learned of the hosts.

    Raises:
        CleanError: the page holds no article: it is empty or an error page.
        NotAnArticleError: the page is a list of articles.
    """
    structure = structure_of(page)
    if not structure.blocks:
        raise CleanError("the page holds no text", source=page.source)
    try:
        host = host_of(page.url) or structure.meta.host
        if selectors is None:
            selectors = selectors_of(host, page.retrieved)
        sheet = _decide(page, structure, selectors, chrome.repeated(host) if chrome else frozenset())
    except CleanError as error:
        raise type(error)(error.message, source=page.source) from error
    return _article(page, structure, sheet)


def _decide(page: RawPage, structure: Page, selectors: Selectors | None, repeated: frozenset[int]) -> Sheet:
    """Return the verdicts on a page; where selectors name a body that holds none, the rules look for another."""
    sheet = Sheet(page, structure, selectors, repeated)
    try:
        sheet.decide()
    except CleanError:
        if not sheet.selected.body or selectors is None:
            raise
        return _decide(page, structure, selectors.model_copy(update={"body": ()}), repeated)
    return sheet


def _article(page: RawPage, structure: Page, sheet: Sheet) -> Article:
    blocks, body = structure.blocks, sheet.body
    title, published, byline = _choices(page, structure, sheet)
    url = page.url or structure.meta.url
    # One validation of the whole, its many blocks handed over as plain values, takes half as long as one for each.
    return Article.model_validate(
        {
            "id": page.id,
            "source": page.source,
            "url": url,
            "host": host_of(url) or structure.meta.host,
            "title": title.value if title else None,
            "published": published.value if published else None,
            "byline": byline.value if byline else None,
            "title_choice": title,
            "published_choice": published,
            "byline_choice": byline,
            "retrieved": page.retrieved,
            "encoding": page.encoding,
            "content_hash": page.content_hash,
            "body_origin": sheet.origin,
            "text": "\n".join(blocks[index].text for index in body),
            "blocks": tuple(_kept(blocks, body)),
            "removed": tuple(_removed(blocks, sheet.rules)),
        }
    )


def _choices(page: RawPage, structure: Page, sheet: Sheet) -> tuple[Choice | None, Choice | None, Choice | None]:
    """Return title, publication time and byline: handed over, as selectors say, or as the rules choose."""
    selected = sheet.selected
    title = None if page.title and page.title.strip() else selected.title
    published = None if page.published else selected.published
    return (
        title or choose_title(page, structure, sheet.title, sheet.title_end),
        published or choose_published(page, structure, sheet.title, sheet.body),
        selected.byline or choose_byline(structure.blocks, sheet.bylines),
    )


def _kept(blocks: Sequence[Block], body: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Yield the values of each :class:`TextBlock`."""
    start = 0
    for index in body:
        block = blocks[index]
        end = start + len(block.text)
        yield {
            "start": start,
            "end": end,
            "kind": _kind(blocks, index),
            "source_start": block.start,
            "source_end": block.end,
        }
        start = end + 1


def _kind(blocks: Sequence[Block], index: int) -> BlockKind:
    """Return the kind of a block; a short line of a dump that tells of a picture and ends openly is a caption."""
    block = blocks[index]
    if block.element >= 0 or block.kind != "paragraph" or block.ended or len(block.text) > 200:
        return block.kind
    under_name = index > 0 and (blocks[index - 1].mark or ("", ""))[0] == "picture-name"
    return "caption" if under_name or _PICTURED.search(block.low) else "paragraph"


def _removed(blocks: Sequence[Block], rules: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the values of each :class:`RemovedBlock`."""
    for block, rule in zip(blocks, rules, strict=True):
        if rule:
            yield {"rule": rule, "text": block.text, "source_start": block.start, "source_end": block.end}
