"""Tries a definition on one page (thử định nghĩa cổng): what each selector gives, beside the block rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from schemas.errors import CleanError
from schemas.pages import Article, Choice, RawPage
from scraper.blocks import clean_text, fold_words
from scraper.clean import clean_page
from scraper.head import host_of, read_meta
from scraper.moments import read_moment
from scraper.portals import Portal, Selectors, family_of, load_family, portal_of, with_family
from scraper.portals.selecting import Match, first_match, outermost
from scraper.selected import ORIGIN

Part = Literal["title", "published", "byline", "body"]
Owner = Literal["portal", "family"]
PARTS: tuple[Part, ...] = ("title", "published", "byline", "body")


@dataclass(frozen=True)
class Line:
    """What the selectors and the rules give for one part of an article.

    Attributes:
        part: The part.
        selector: The selector that matched, ``None`` where none did.
        owner: Whose selector it is.
        selected: What it gave; of ``published`` the moment that was read.
        rule: The rule that the block rules chose by.
        ruled: What they gave.
        value: What the article has by the definition: what the selectors gave where they decide, else the rules.
        agreement: 0–1, the F1 of the words of that and of what the rules alone give; ``None`` where either is nothing.
        decided: Which of them decides.
    """

    part: Part
    selector: str | None
    owner: Owner | None
    selected: str | None
    rule: str | None
    ruled: str | None
    value: str | None
    agreement: float | None
    decided: Literal["selectors", "rules"] | None


@dataclass(frozen=True)
class Removal:
    """What a selector of ``remove`` took out of the body: elements and characters."""

    selector: str
    elements: int
    characters: int


@dataclass(frozen=True)
class Trial:
    """What a definition makes of a page.

    Attributes:
        source: Where the page came from.
        url: Its address where known.
        portal: Id of the portal, ``None`` for a page of none.
        defined: The family that the portal is defined to be of.
        detected: The family that the page shows.
        article: The address is that of an article; ``None`` where the portal has no pattern or the page no address.
        lines: One for each part.
        removals: What was taken out of the body that the selectors gave.
        problem: Why no article was found by the definition.
    """

    source: str
    url: str | None
    portal: str | None
    defined: str | None
    detected: str | None
    article: bool | None
    lines: tuple[Line, ...]
    removals: tuple[Removal, ...]
    problem: str | None


def try_page(page: RawPage, portal: Portal | None = None) -> Trial:
    """Return what a definition makes of a page, and the block rules beside it.

    Args:
        page: A page of HTML.
        portal: Its portal; by default that of the host it tells. A page of a host that no portal of the registry has
            is tried with the selectors of the family it shows, while a build reads it by the rules alone.
    """
    tree = LexborHTMLParser(page.content)
    told = read_meta(tree, page.content)
    url = page.url or told.url
    portal = portal or portal_of(host_of(url) or told.host)
    detected = family_of(tree)
    selectors = _Selecting.of(portal, detected, page.retrieved)
    article, problem = _cleaned(page, selectors.all)
    ruled, _ = _cleaned(page, Selectors())
    matches = {part: first_match(tree, getattr(selectors.all, part)) for part in PARTS}
    body = matches["body"]
    removals = _remove(tree, body.nodes if body else (), selectors.all.remove)
    return Trial(
        source=page.source,
        url=url,
        portal=portal.id if portal else None,
        defined=portal.cms if portal else None,
        detected=detected,
        article=portal.is_article(url, page.retrieved) if portal and url else None,
        lines=tuple(_line(part, matches[part], selectors.owner(part, matches[part]), article, ruled) for part in PARTS),
        removals=removals,
        problem=problem,
    )


@dataclass(frozen=True)
class _Selecting:
    """The selectors that hold for a page, and those of its family among them."""

    all: Selectors
    family: Selectors

    @classmethod
    def of(cls, portal: Portal | None, detected: str | None, day: str | None) -> _Selecting:
        family = (portal.cms if portal else None) or detected
        below = load_family(family).selectors if family else Selectors()
        return cls(with_family(portal, detected).selectors_on(day) if portal else below, below)

    def owner(self, part: Part, match: Match | None) -> Owner | None:
        if match is None:
            return None
        return "family" if match.selector in getattr(self.family, part) else "portal"


def _cleaned(page: RawPage, selectors: Selectors) -> tuple[Article | None, str | None]:
    """Return the article by some selectors, or why there is none."""
    try:
        return clean_page(page, selectors), None
    except CleanError as error:
        return None, error.message


def _remove(tree: LexborHTMLParser, body: Sequence[LexborNode], selectors: Sequence[str]) -> tuple[Removal, ...]:
    """Take what no body is out of the elements of the body, and return what was taken."""
    inside = {node.mem_id for top in body for node in top.css("*")}
    removals = []
    for selector in selectors:
        found = [node for node in outermost(tree.css(selector)) if node.mem_id in inside]
        if found:
            removals.append(Removal(selector, len(found), sum(len(_text(node)) for node in found)))
        for node in found:
            node.decompose()
    return tuple(removals)


def _text(node: LexborNode) -> str:
    return clean_text(node.text(separator=" "))


def _line(part: Part, match: Match | None, owner: Owner | None, article: Article | None, ruled: Article | None) -> Line:
    by, value = _told(part, article)
    rule, alone = _told(part, ruled)
    return Line(
        part=part,
        selector=match.selector if match else None,
        owner=owner,
        selected=_selected(part, match),
        rule=rule,
        ruled=alone,
        value=value,
        agreement=_agreement(value, alone) if value and alone else None,
        decided=None if by is None else "selectors" if by == ORIGIN else "rules",
    )


def _selected(part: Part, match: Match | None) -> str | None:
    if match is None:
        return None
    if part == "published":
        return read_moment(match.value)
    return " ".join(filter(None, map(_text, match.nodes))) or None if part == "body" else match.value


def _told(part: Part, article: Article | None) -> tuple[str | None, str | None]:
    """Return what an article has for a part, behind the rule that chose it."""
    if article is None:
        return None, None
    if part == "body":
        return article.body_origin, article.text
    choice: Choice | None = getattr(article, f"{part}_choice")
    return (choice.origin, choice.value) if choice else (None, None)


def _agreement(one: str, other: str) -> float:
    """Return the F1 of the words of two texts."""
    words, others = Counter(fold_words(one).split()), Counter(fold_words(other).split())
    total = words.total() + others.total()
    return 2 * (words & others).total() / total if total else float(one == other)
