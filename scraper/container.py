"""Where in an HTML page the article stands (khung bài viết): the elements that hold it and those that never do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from schemas.errors import NotAnArticleError
from scraper.blocks import Block, Page, fold_words
from scraper.dateline import day_of_title, is_site_name, one_title
from scraper.selected import NOTHING, Selected

_CHROME_TAGS = frozenset({"nav", "aside", "footer", "button", "select", "menu", "marquee", "dialog"})
#: Elements whose class says nothing about the page: WordPress calls captions "caption-attachment".
_NEVER_CHROME = frozenset({"figure", "figcaption", "h1", "h2", "h3", "time", "body", "html", "form"})
_CHROME_NAMES = re.compile(
    r"(?<![a-z])(?:side-?bar\w*|(?:right|left)-?(?:col\w*|pane|side)|cot-?(?:trai|phai)|foot(?:er)?|chan-?trang|copyright"
    r"|nav(?:bar|igation)?|pagenav|menu\w*|breadcrumbs?|duong-?dan|crumbs?|share|sharing|sharedaddy|social\w*|addthis\w*"
    r"|related?\w*|others?|other-?(?:news|article|post)s?|tin-?(?:khac|lien-?quan|cu|moi|cung-?loai|noi-?bat|doc-?nhieu)"
    r"|lien-?quan|cung-?chuyen-?muc|bai-?viet-?khac|comments?(?!-\w)|comment-\w+|binh-?luan|rating|danh-?gia|votes?|voting"
    r"|poll|tags?|keywords?|tu-?khoa|weather|thoi-?tiet|counter|thong-?ke|visitors?|stat(?:istic)?s|banner|advs?|ads?"
    r"|advertis\w*|adv-\w+|quang-?cao|popup|modal|cookies?|toolbar|paging|pagination|pager|search\w*|login|lang(?:uage)?s?"
    r"|hotline|ticker|top-?bar|widget-area|attach(?:ed|ment)?-?(?:files?|list)|attachs?|dinh-?kem|feedback|phan-?hoi|latest-?news|most-?read|recent\w*"
    r"|skip-?links?|lien-?ket)(?![a-z])"
)
_COLUMN = re.compile(
    r"(?<![\w-])(?:col(?:umn)?s?(?:-\w+)*|cot[\w-]*|center|middle|main|primary|content|\w*pane"
    r"|(?!(?:text|align|pull|float|margin|padding|border|rte)-)[\w-]*(?:left|right|trai|phai|giua)"
    r"(?:[-_]?(?:col\w*|content|side|box|main|sec\w*))?)(?![\w-])"
)
_COLUMN_TAGS = frozenset({"article", "main", "section"})
_TITLE_NAMES = re.compile(r"title|tieu-?de|headline|ten-?(?:bai|tin)|heading")
_HEADINGS = {"h1": 4, "h2": 3, "h3": 2, "h4": 2, "h5": 1, "h6": 1}
#: A title needs this many points for its looks and its context, which gives it so many at most.
_LEAST_SCORE = 5
_MOST_CONTEXT = 12
#: What marks and datelines give of that.
_MOST_MARKED = 7
_NO_TITLES = frozenset({"table_row", "caption", "list_item"})
_TITLE_LENGTHS = range(12, 351)


def find_title(page: Page, given: str | None, repeated: frozenset[int] = frozenset()) -> int | None:
    """Return the index of the block that is the article's title, ``None`` where no block is.

    Args:
        page: The page.
        given: The title handed over with the page, which is trusted.
        repeated: Indexes of blocks that stand on most pages of the host: no title of an article.
    """
    wanted = fold_words(given or "")
    chrome = _chrome(page, keep=frozenset())
    keys = (fold_words(page.meta.og_title), fold_words(page.meta.title))
    looks = []
    for index, block in enumerate(page.blocks):
        if _may_be_title(page, block, keys) and (index not in repeated or block.key == wanted):
            score = _look_score(page, index, keys, in_chrome=chrome[block.element])
            looks.append((score + (10 if wanted and block.key == wanted else 0), -index))
    found = _best_in_context(page, sorted(looks, reverse=True))
    while found and one_title(page, found - 1, found):
        found -= 1
    return found


def _best_in_context(page: Page, looks: Sequence[tuple[int, int]]) -> int | None:
    """Return the candidate that looks and context together make the title, the first of equals.

    Args:
        page: The page.
        looks: Score and negative index of each candidate, the highest score first.
    """
    best = (_LEAST_SCORE - 1, 1)
    for score, place in looks:
        if score + _MOST_CONTEXT < best[0]:
            break
        score += _text_score(page, -place)
        if score + _MOST_MARKED >= best[0]:
            best = max(best, (score + _mark_score(page, -place), place))
    return -best[1] if best[1] <= 0 else None


def _may_be_title(page: Page, block: Block, keys: tuple[str, str]) -> bool:
    """Tell whether a block is worth weighing; a link only where the mark-up or the head of the page speaks for it."""
    if block.hidden or block.control or block.kind in _NO_TITLES or len(block.text) not in _TITLE_LENGTHS:
        return False
    if block.links <= 0.8:
        return True
    element = page.elements[block.element]
    if element.tag in _HEADINGS or _title_names(element.names)[0] or _title_names(block.names)[0]:
        return True
    return len(block.text) >= 20 and _told_score(block.key, *keys) > 0


def _look_score(page: Page, index: int, keys: tuple[str, str], *, in_chrome: bool) -> int:
    """Weigh one block as the title by what the head of the page says and by its mark-up."""
    block, element = page.blocks[index], page.elements[page.blocks[index].element]
    score = _told_score(block.key, *keys) + _HEADINGS.get(element.tag, 0)
    above = page.elements[element.parent].names if element.parent >= 0 else ""
    named = [_title_names(names) for names in (element.names, block.names, above) if names]
    score += 3 * any(title for title, _ in named) + 4 * any(headline for _, headline in named)
    score += block.bold - 4 * (block.side == "right" or is_site_name(block.text))
    score -= 6 if in_chrome else 0
    score -= (1 if element.tag in ("h1", "h2") else 3) if block.links > 0.8 else 0
    words = len(block.key.split())
    return score + (words >= 5) + (len(block.text) >= 40) - 3 * (words < 4) - 3 * block.text.endswith(".")


@lru_cache(maxsize=4096)
def _title_names(names: str) -> tuple[bool, bool]:
    """Tell whether classes and ids speak of a title, and whether one is just ``headline``."""
    return _TITLE_NAMES.search(names) is not None, "headline" in names.split()


def _text_score(page: Page, index: int) -> int:
    """Weigh one block as the title by the running text before and behind it."""
    block, near = page.blocks[index], page.blocks[index + 1 : index + 12]
    score = 2 if any(other.is_prose for other in near) else 0
    score += 3 if score and _is_told_again(block, near[:5]) else 0
    return score - 5 if _follows_prose(page, index) else score


def _mark_score(page: Page, index: int) -> int:
    """Weigh one block as the title by its mark, and by the tools and datelines behind it."""
    block, near = page.blocks[index], page.blocks[index + 1 : index + 4]
    score = 2 if near and near[0].mark and near[0].mark[0] in ("visit-counter", "page-tool") else 0
    score -= 8 if block.mark else 0
    dates = [moment for other in near for moment in other.datelines]
    if any(moment.labelled for moment in dates):
        return score + 5
    return score + (3 if dates or day_of_title(block) else 0)


def _is_told_again(block: Block, near: Sequence[Block]) -> bool:
    """Tell whether the running text behind a block says again most of its words, as a lead does of its title."""
    missing = block.words.difference(*(other.words for other in near if other.is_prose))
    return 3 * len(missing) <= len(block.words)


def _follows_prose(page: Page, index: int) -> bool:
    """Tell whether a block stands behind running text in the same flow: then it is a caption or a heading in it."""
    flow = _flow(page, index)
    return any(page.blocks[other].is_prose and _flow(page, other) == flow for other in range(max(index - 4, 0), index))


def _flow(page: Page, index: int) -> int:
    element = page.blocks[index].element
    return element if page.elements[element].tag in ("td", "div") else page.elements[element].parent


def _told_score(key: str, og_title: str, title: str) -> int:
    if og_title and len(key) >= 12 and (key == og_title or key.startswith(og_title)):
        return 8
    return 6 if len(key) >= 20 and key in title else 0


def _chrome(page: Page, *, keep: frozenset[int], by_names: bool = True) -> list[bool]:
    """Tell of each element whether it is none of the article; what holds the title always may be."""
    chrome: list[bool] = []
    for index, element in enumerate(page.elements):
        above = element.parent >= 0 and chrome[element.parent]
        named = by_names and element.names and element.tag not in _NEVER_CHROME
        own = element.tag in _CHROME_TAGS or bool(named and _is_called_chrome(element.names))
        chrome.append(above or (own and index not in keep))
    return chrome


@lru_cache(maxsize=4096)
def _is_called_chrome(names: str) -> bool:
    return _CHROME_NAMES.search(names) is not None


def outside(page: Page, title: int | None, selected: Selected = NOTHING) -> list[str]:
    """Return for each block the rule that puts it outside the article, or nothing.

    Args:
        page: The page.
        title: Index of the block that is its title.
        selected: What the selectors of its portal give; a body among it bounds the article.

    Raises:
        NotAnArticleError: the page lists articles and is none itself.
    """
    holders = [page.blocks[title].element] if title is not None else []
    keep = frozenset(element for holder in (*holders, *selected.body) for element in page.ancestors(holder))
    chrome = _chrome(page, keep=keep)
    if selected.body:
        return _outside_selected(page, title, selected, chrome)
    mass = _mass(page, title, chrome)
    if not mass:
        chrome = _chrome(page, keep=keep, by_names=False)
        mass = _mass(page, title, chrome)
    holder = _climb(page, title, mass) if title is not None else _heaviest(page, mass)
    inside = page.under((holder,)) if holder is not None else [True] * len(page.elements)
    rules = [_outside_rule(block, inside, chrome) for block in page.blocks]
    if _lists_articles(page, rules):
        raise NotAnArticleError("a list of articles, not an article: take the pages it links to")
    return rules


def _outside_selected(page: Page, title: int | None, selected: Selected, chrome: list[bool]) -> list[str]:
    """Return the rules of a page whose body selectors name: that is body, and so are a lead and captions before it."""
    inside = [selected.holds(page, block) for block in page.blocks]
    anywhere = [True] * len(page.elements)
    start = title + 1 if title is not None else inside.index(True)
    lead = range(start, len(inside) - inside[::-1].index(True))
    rules = []
    for index, block in enumerate(page.blocks):
        rule = _outside_rule(block, anywhere, chrome)
        told = inside[index] or (index in lead and _is_lead(block))
        rules.append(rule or ("" if told else "outside-selectors"))
    return rules


def _is_lead(block: Block) -> bool:
    return block.kind == "caption" or (block.is_texty and block.ended)


def _outside_rule(block: Block, inside: Sequence[bool], chrome: Sequence[bool]) -> str:
    if block.hidden:
        return "hidden"
    if block.control:
        return "form-control"
    if not inside[block.element]:
        return "outside-article"
    return "chrome-element" if chrome[block.element] else ""


def _mass(page: Page, title: int | None, chrome: list[bool]) -> dict[int, int]:
    """Return the characters of text behind the title in each element."""
    first = 0 if title is None else title + 1
    behind = (index for index in range(first, len(page.blocks)) if not chrome[page.blocks[index].element])
    return page.mass(index for index in behind if page.blocks[index].is_texty)


def _climb(page: Page, title: int, mass: dict[int, int]) -> int | None:
    """Climb from the title to the element that holds the article, not across the bound of a column."""
    found: int | None = None
    for index in page.ancestors(page.blocks[title].element):
        held = mass.get(index, 0)
        if held >= 40 and held > (mass.get(found, 0) if found is not None else 0):
            found = index
        if found is not None and _is_column(page, index):
            break
    return found


def _is_column(page: Page, index: int) -> bool:
    element = page.elements[index]
    if element.tag == "td":
        return len(page.elements[element.row].cells) > 1 if element.row >= 0 else False
    return element.tag in _COLUMN_TAGS or bool(_COLUMN.search(element.names))


def _heaviest(page: Page, mass: dict[int, int]) -> int | None:
    """Return the innermost element that holds most of the page's text."""
    total = max(mass.values(), default=0)
    found = None
    for index in range(len(page.elements)):
        if total and mass.get(index, 0) >= 0.7 * total:
            found = index
    return found


def _lists_articles(page: Page, rules: list[str]) -> bool:
    """Tell a category page: linked headlines, each with an excerpt, and hardly other text."""
    headlines = excerpts = rest = 0
    since = 9
    for block, rule in zip(page.blocks, rules, strict=True):
        if rule in ("hidden", "form-control", "chrome-element"):
            continue
        if block.links > 0.9 and len(block.text) >= 25:
            headlines, since = headlines + 1, 0
        elif block.is_texty:
            excerpts, rest = (excerpts + 1, rest) if since <= 2 and len(block.text) < 500 else (excerpts, rest + 1)
            since = 9
        else:
            since += 1
    return headlines >= 3 and excerpts >= 3 and excerpts > rest
