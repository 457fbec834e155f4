"""A department's site in NukeViet: ``slug-12.html`` under a category, ``page-2/``, RSS and a print view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Any

from tests.portal.articles import Article, Part
from tests.portal.chrome import Chrome
from tests.portal.families.base import Family, excerpt, fill, many, minute

_CATEGORY = "/vi/news/thi-dua-khen-thuong/"
_WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


class NukeViet(Family):
    """``/vi/news/thi-dua-khen-thuong/ten-bai-12.html``."""

    name = "nukeviet"
    province, province_id = "Lạng Sơn", "P34-20"
    unit = "Sở Nội vụ"
    feed, feed_kind = "/vi/news/rss/", "rss"
    sitemap = "/sitemap.xml"
    sitemap_parts = ("/sitemap-about.xml", "/sitemap-news.xml.gz")
    disallowed = ("/admin/", "/vi/seek/", "/vi/users/")

    def article_path(self, article: Article) -> str:
        """Slug and number under the category."""
        return f"{_CATEGORY}{article.slug}-{article.number}.html"

    def listing_path(self, page: int) -> str:
        """The category, with ``page-N/`` from the second page on."""
        return _CATEGORY + (f"page-{page}/" if page > 1 else "")

    def link(self, article: Article) -> str:
        """Some links lead to the comments or carry a session id."""
        tail = {1: "#comment", 3: f"?PHPSESSID=0c7f{article.number:04}ab91e2d5"}.get(article.number % 6, "")
        return self.article_path(article) + tail

    def views(self, article: Article) -> tuple[str, ...]:
        """The print view."""
        return (self._print_path(article),)

    def view_page(self, article: Article, path: str) -> str:
        """The article with its source at the end."""
        title = escape(article.title)
        return (
            f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>'
            f'<meta name="robots" content="noindex, nofollow"><link rel="canonical" href="{article.url}"></head>'
            f'<body><div id="print"><div id="hd_print"><h2 class="pull-left">{self.unit}</h2></div><div id="content">'
            f'<h1>{title}</h1><ul class="list-inline"><li>{_time(article)}</li></ul><div class="clear"></div>'
            f'<div id="hometext">{escape(article.parts[0].text)}</div>'
            f'<div class="bodytext">{"".join(_blocks(article.parts[1:]))}</div></div>'
            f'<div id="footer"><div id="url"><strong>URL của bản tin này: </strong>{article.url}</div>'
            f"<div>&copy; {self.unit} tỉnh {self.province}</div></div></div></body></html>"
        )

    def article_page(self, article: Article, chrome: Chrome) -> str:
        """A news page of the default theme."""
        title = escape(article.title)
        head = (
            f'<title>{title} - {escape(chrome.unit)}</title><meta charset="utf-8">'
            f'<meta property="og:title" content="{title}"><link rel="canonical" href="{article.url}">'
        )
        main = fill(
            "nukeviet-article.html",
            title=title,
            time=_time(article),
            print=self._print_path(article),
            lead=escape(article.parts[0].text),
            body="".join(_blocks(article.parts[1:])),
            byline=escape(article.byline),
            newer=self._related(chrome.newer),
            older=self._related(chrome.older),
        )
        return self._frame(head, main, chrome)

    def listing_page(self, page: int, pages: int, articles: Sequence[Article], chrome: Chrome) -> str:
        """A category: title, minute and first words of each article."""
        items = "".join(
            f'<div class="news_column panel panel-default"><div class="panel-body featured">'
            f'<h3>{self.listed(article)}</h3><div class="text-muted">'
            '<ul class="list-unstyled list-inline"><li><em class="fa fa-clock-o">&nbsp;</em> '
            f'<span class="date">{minute(article)}</span></li><li><em class="fa fa-eye">&nbsp;</em> '
            f"Đã xem: {article.number * 37 % 900}</li></ul></div>{excerpt(article)}</div></div>\n"
            for article in articles
        )
        here, other = '<li class="active"><a href="#">{n}</a></li>', f'<li><a href="{self.base}{{path}}">{{n}}</a></li>'
        numbers = self.numbers(page, pages, here=here, other=other)
        more = (
            f'<li><a rel="next" href="{self.base}{self.listing_path(page + 1)}">&raquo;</a></li>'
            if page < pages
            else ""
        )
        main = (
            f'<div class="news">{items}<div class="text-center"><ul class="pagination">{numbers}{more}</ul></div></div>'
        )
        return self._frame('<title>Thi đua khen thưởng</title><meta charset="utf-8">', main, chrome)

    def describe(self) -> dict[str, Any]:
        """The family with its listing and selectors."""
        return {
            "cms": "nukeviet",
            "article": r"^/vi/news/(?!print/)[\w-]+/[\w-]+-\d+\.html$",
            "listings": [
                {
                    "url": self.listing_path(1),
                    "paging": _CATEGORY + "page-{page}/",
                    "first": 2,
                    "item": ".featured h3 a",
                    "date": ".featured .date",
                    "next": "a[rel='next']",
                }
            ],
            "selectors": {
                "title": ["h1.title"],
                "published": ["em.time"],
                "byline": [".news_column .h5.text-right"],
                "body": ["#hometext, #news-bodyhtml"],
            },
        }

    def _print_path(self, article: Article) -> str:
        return self.article_path(article).replace("/news/", "/news/print/", 1)

    def _related(self, articles: Sequence[Article]) -> str:
        return "".join(
            f'<li><em class="fa fa-angle-right">&nbsp;</em><h4>{self.listed(article)}</h4> '
            f"<em>({article.published:%d/%m/%Y})</em></li>"
            for article in articles
        )

    def _frame(self, head: str, main: str, chrome: Chrome) -> str:
        return self.framed(
            chrome,
            head=head,
            main=main,
            menu=many('<li><a title="{text}" href="/vi/muc-{n}/">{text}</a></li>', chrome.menu),
            recent=many('<li class="clearfix">{text}</li>', map(self.listed, chrome.older[:3])),
            notices=many('<li><a href="/vi/thong-bao/{n}.html">{text}</a></li>', chrome.notices),
            counter=many('<li class="display-table-row">{text}</li>', chrome.counter),
            footer=many("<p>{text}</p>", map(escape, chrome.footer)),
        )


def _time(article: Article) -> str:
    return f"{_WEEKDAYS[article.published.weekday()]} - {minute(article)}"


def _blocks(parts: Sequence[Part]) -> Iterator[str]:
    """Mark up a body as the editor of NukeViet does."""
    for kind, group in groupby(parts, key=lambda part: part.kind):
        texts = [escape(part.text) for part in group]
        match kind:
            case "list_item":
                yield "<ol>" + many("<li>{text}</li>", texts) + "</ol>\n"
            case "table_row":
                cells = (text.replace("\t", "</td>\n<td>") for text in texts)
                yield '<table border="1" cellpadding="1" cellspacing="1" style="width:500px;"><tbody>'
                yield many("<tr>\n<td>{text}</td>\n</tr>\n", cells) + "</tbody></table>\n"
            case "caption":
                pattern = (
                    '<div class="image-center"><img alt="anh" src="/uploads/news/anh-{n}.jpg"><p class="imgdesc">{text}'
                )
                yield many(pattern + "</p></div>\n", texts)
            case _:
                yield many('<div style="text-align: justify;">{text}</div>\n', texts)
