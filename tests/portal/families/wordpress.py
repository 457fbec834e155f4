"""A department's site in WordPress: dates in the address, ``/page/2/``, RSS, AMP and a print view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Any

from tests.portal.articles import Article, Part
from tests.portal.chrome import Chrome
from tests.portal.families.base import Family, excerpt, fill, many, minute


class WordPress(Family):
    """``/2024/01/ten-bai/`` under ``/chuyen-muc/tin-tuc/``."""

    name = "wordpress"
    province, province_id = "An Giang", "P34-91"
    unit = "Ban Thi đua – Khen thưởng"
    feed, feed_kind = "/feed/", "rss"
    sitemap = "/sitemap_index.xml"
    sitemap_parts = ("/page-sitemap.xml", "/post-sitemap.xml.gz")
    disallowed = ("/wp-admin/", "/*?s=")

    def article_path(self, article: Article) -> str:
        """Year, month and slug."""
        return f"/{article.published:%Y/%m}/{article.slug}/"

    def listing_path(self, page: int) -> str:
        """The category, with ``page/N/`` from the second page on."""
        return "/chuyen-muc/tin-tuc/" + (f"page/{page}/" if page > 1 else "")

    def views(self, article: Article) -> tuple[str, ...]:
        """An AMP page and a print view."""
        path = self.article_path(article)
        return (path + "amp/", path + "?print=print")

    def view_page(self, article: Article, path: str) -> str:
        """The article alone, naming its canonical address."""
        title = escape(article.title)
        head = f'<meta charset="utf-8"><title>{title}</title><link rel="canonical" href="{article.url}">'
        plain = f"<h1>{title}</h1><p>{minute(article)}</p>{''.join(_blocks(article.parts))}"
        if path.endswith("amp/"):
            return (
                f'<!doctype html><html amp lang="vi"><head>{head}</head><body>'
                f'<article class="amp-wp-article">{plain}</article></body></html>'
            )
        return (
            f'<!doctype html><html lang="vi"><head>{head}<meta name="robots" content="noindex"></head>'
            f'<body class="print-page" onload="window.print()">{plain}<p>URL: {article.url}</p></body></html>'
        )

    def article_page(self, article: Article, chrome: Chrome) -> str:
        """A single post of a common theme."""
        path, title = self.article_path(article), escape(article.title)
        iso = f"{article.published:%Y-%m-%dT%H:%M:%S}+07:00"
        head = (
            f"<title>{title} | {escape(chrome.unit)}</title>"
            f'<link rel="canonical" href="{self.base}{path}"><link rel="amphtml" href="{self.base}{path}amp/">'
            f'<meta property="og:title" content="{title}"><meta property="article:published_time" content="{iso}">'
        )
        main = fill(
            "wordpress-article.html",
            number=article.number,
            title=title,
            iso=iso,
            time=minute(article),
            byline=escape(article.byline),
            body="".join(_blocks(article.parts)),
            path=path,
            related=many("<li>{text}</li>", map(self.listed, chrome.older)),
        )
        return self._frame(head, f"single single-post postid-{article.number}", main, chrome)

    def listing_page(self, page: int, pages: int, articles: Sequence[Article], chrome: Chrome) -> str:
        """A category archive: title, day and excerpt of each post."""
        items = "".join(
            f'<article class="post hentry"><h2 class="entry-title">{self.listed(article)}</h2>'
            f'<div class="entry-meta"><time class="entry-date" datetime="{article.published:%Y-%m-%d}">'
            f'{article.published:%d/%m/%Y}</time></div><div class="entry-summary"><p>{excerpt(article)}</p></div>'
            "</article>\n"
            for article in articles
        )
        here = '<span aria-current="page" class="page-numbers current">{n}</span> '
        numbers = self.numbers(page, pages, here=here, other='<a class="page-numbers" href="{path}">{n}</a> ')
        forward = f'<a class="next page-numbers" href="{self.listing_path(page + 1)}">Tiếp</a>' if page < pages else ""
        main = (
            f'<h1 class="page-title">Chuyên mục: Tin tức</h1>\n{items}'
            f'<nav class="navigation pagination"><div class="nav-links">{numbers}{forward}</div></nav>'
        )
        return self._frame("<title>Tin tức</title>", "archive category", main, chrome)

    def describe(self) -> dict[str, Any]:
        """The family with its listing and selectors."""
        return {
            "cms": "wordpress",
            "article": r"^/20\d\d/\d\d/[^/?]+/$",
            "listings": [
                {
                    "url": self.listing_path(1),
                    "paging": "/chuyen-muc/tin-tuc/page/{page}/",
                    "first": 2,
                    "item": "h2.entry-title a",
                    "date": "time.entry-date",
                    "next": "a.next.page-numbers",
                }
            ],
            "selectors": {
                "title": ["h1.entry-title"],
                "published": ["time.entry-date.published"],
                "byline": [".byline .author"],
                "body": [".entry-content"],
                "remove": [".sharedaddy"],
            },
        }

    def _frame(self, head: str, classes: str, main: str, chrome: Chrome) -> str:
        return self.framed(
            chrome,
            head=head,
            classes=classes,
            main=main,
            base=self.base,
            menu=many('<li class="menu-item"><a href="/muc-{n}/">{text}</a></li>', chrome.menu),
            recent=many("<li>{text}</li>", map(self.listed, chrome.newer)),
            notices=many('<li><a href="/thong-bao/{n}/">{text}</a></li>', chrome.notices),
            counter=many("<p>{text}</p>", chrome.counter),
            footer=many("<p>{text}</p>", map(escape, chrome.footer)),
        )


def _blocks(parts: Sequence[Part]) -> Iterator[str]:
    """Mark up a body as the block editor does: neighbours that belong to one list or table share it."""
    for kind, group in groupby(parts, key=lambda part: part.kind):
        texts = [escape(part.text) for part in group]
        match kind:
            case "list_item":
                yield f'<ul class="wp-block-list">{"".join(f"<li>{text}</li>" for text in texts)}</ul>\n'
            case "table_row":
                rows = "".join("<tr><td>" + text.replace("\t", "</td><td>") + "</td></tr>" for text in texts)
                yield f'<figure class="wp-block-table"><table><tbody>{rows}</tbody></table></figure>\n'
            case "caption":
                yield from (
                    f'<figure class="wp-block-image"><img src="/wp-content/uploads/a.jpg" alt="">'
                    f'<figcaption class="wp-element-caption">{text}</figcaption></figure>\n'
                    for text in texts
                )
            case _:
                yield from (f"<p>{text}</p>\n" for text in texts)
