"""What every family of the local portal tells: its addresses, its pages, and how a portal definition describes it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any, ClassVar

from tests.portal.articles import Article
from tests.portal.chrome import TODAY, Chrome

_HERE = Path(__file__).parent


def fill(name: str, **values: object) -> str:
    """Fill a template that stands beside this module; values are mark-up already.

    Raises:
        KeyError: the template asks for a value that is not given.
    """
    return _template(name).substitute(values)


@cache
def _template(name: str) -> Template:
    return Template((_HERE / name).read_text("utf-8"))


def many(pattern: str, texts: Iterable[str]) -> str:
    """Write the pattern once for each text, with ``{text}`` and the number ``{n}`` filled in.

    >>> many("<li>{n}. {text}</li>", ["Trang chủ"])
    '<li>1. Trang chủ</li>'
    """
    return "".join(pattern.format(text=text, n=n) for n, text in enumerate(texts, 1))


def excerpt(article: Article) -> str:
    """The first words of the lead, as listings show them."""
    return escape(" ".join(article.parts[0].text.split()[:18])) + " […]"


def minute(article: Article) -> str:
    """When an article came out, as sites print it."""
    return f"{article.published:%d/%m/%Y %H:%M}"


class Family(ABC):
    """One content management system with one department's site in it.

    Paths begin with ``/`` and may hold a query. ``base`` is the scheme and host the site is served at.
    """

    name: ClassVar[str]
    province: ClassVar[str]
    #: Id of the province in provinces.csv.
    province_id: ClassVar[str]
    unit: ClassVar[str]
    feed: ClassVar[str]
    feed_kind: ClassVar[str]
    sitemap: ClassVar[str]
    #: Parts of the sitemap index; the last is for articles, those before for other pages.
    sitemap_parts: ClassVar[tuple[str, str]]
    #: What robots.txt closes, beside articles that a test closes.
    disallowed: ClassVar[tuple[str, ...]]

    def __init__(self, base: str) -> None:
        """Serve the site at ``base``, such as ``http://127.0.0.1:8000``."""
        self.base = base

    @abstractmethod
    def article_path(self, article: Article) -> str:
        """The canonical address of an article."""

    @abstractmethod
    def listing_path(self, page: int) -> str:
        """The address of a listing page; 1 is the newest."""

    @abstractmethod
    def article_page(self, article: Article, chrome: Chrome) -> str:
        """The article as a page."""

    @abstractmethod
    def listing_page(self, page: int, pages: int, articles: Sequence[Article], chrome: Chrome) -> str:
        """One page of the listing with links to the others."""

    @abstractmethod
    def views(self, article: Article) -> tuple[str, ...]:
        """Other addresses of the same article: print view, AMP."""

    @abstractmethod
    def view_page(self, article: Article, path: str) -> str:
        """The page at one of the addresses of :meth:`views`."""

    @abstractmethod
    def describe(self) -> dict[str, Any]:
        """Return what a portal definition says of the family: cms, listings, article, selectors."""

    def more_pages(self, articles: Sequence[Article], chrome: Chrome) -> dict[str, str]:
        """Further pages by address; none unless the family has some."""
        return {}

    def link(self, article: Article) -> str:
        """The address of an article as the site's own pages write it; some carry tracking parameters."""
        path = self.article_path(article)
        if article.number % 4:
            return path
        return path + ("&" if "?" in path else "?") + f"utm_source=trangchu&utm_medium=tin-{article.number}"

    def framed(self, chrome: Chrome, **values: object) -> str:
        """Fill the frame of the family's pages."""
        return fill(
            f"{self.name}-frame.html",
            feed=escape(self.feed),
            unit=f"{escape(chrome.unit)} tỉnh {chrome.province}",
            today=TODAY,
            hotline=chrome.hotline,
            **values,
        )

    def numbers(self, page: int, pages: int, *, here: str, other: str) -> str:
        """Write the numbers of the pages of a listing: ``{n}`` and ``{path}`` of this page and of the others."""
        return "".join(
            (here if n == page else other).format(n=n, path=escape(self.listing_path(n))) for n in range(1, pages + 1)
        )

    def listed(self, article: Article) -> str:
        """An ``a`` element that links to an article."""
        return f'<a href="{escape(self.link(article))}" title="{escape(article.title)}">{escape(article.title)}</a>'
