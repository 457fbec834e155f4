"""A department's site in SharePoint: addresses told by parameters, layout tables, post-back paging, Atom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Any

from tests.portal.articles import Article, Part
from tests.portal.chrome import Chrome
from tests.portal.families.base import Family, excerpt, fill, many, minute

_PAGES = "/tdkt/Pages/"
#: The listing that pages by post-back: what a browser sees, and a crawler must leave alone.
POST_BACK = _PAGES + "tin-tuc.aspx"
#: The session in a path, as ASP.NET writes it for visitors without cookies.
_SESSION = "/(S(lit3py55t21z5v55vlm25s55))"


class SharePoint(Family):
    """``/tdkt/Pages/chi-tiet-tin.aspx?CategoryID=4&ItemID=12``.

    Two listings show the same articles: one pages by post-back (its first page is all there is to see), the other has
    an address for each page.
    """

    name = "sharepoint"
    province, province_id = "Cà Mau", "P34-96"
    unit = "Sở Nội vụ"
    feed, feed_kind = "/tdkt/_layouts/15/dong-tin.aspx?Loai=atom", "atom"
    sitemap = "/sitemap.xml.gz"
    sitemap_parts = ("/sitemap-trang.xml", "/sitemap-tin.xml.gz")
    disallowed = ("/_layouts/", "/_vti_bin/", "/tdkt/SiteAssets/")

    def article_path(self, article: Article) -> str:
        """The page of details with the article's number; parameters in the order of their names."""
        return f"{_PAGES}chi-tiet-tin.aspx?CategoryID=4&ItemID={article.number}"

    def listing_path(self, page: int) -> str:
        """The plain listing, with ``Trang=N`` from the second page on."""
        return f"{_PAGES}danh-sach-tin.aspx" + (f"?Trang={page}" if page > 1 else "")

    def link(self, article: Article) -> str:
        """Some links have their parameters the other way round, or a session in the path."""
        if article.number % 5 == 1:
            return f"{_PAGES}chi-tiet-tin.aspx?ItemID={article.number}&CategoryID=4"
        return (_SESSION if article.number % 5 == 3 else "") + self.article_path(article)

    def views(self, article: Article) -> tuple[str, ...]:
        """The print view."""
        return (self._print_path(article),)

    def view_page(self, article: Article, path: str) -> str:
        """The article alone; its canonical address is not told."""
        return (
            '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />'
            f'<title>In bài viết</title></head><body onload="window.print();">'
            f'<table width="700"><tr><td><b>{escape(article.title)}</b></td></tr>'
            f"<tr><td>Ngày đăng: {minute(article)}</td></tr><tr><td>{''.join(_blocks(article.parts))}</td></tr></table>"
            "</body></html>"
        )

    def article_page(self, article: Article, chrome: Chrome) -> str:
        """A page of details; only a ``div`` tells the title."""
        main = fill(
            "sharepoint-article.html",
            title=escape(article.title),
            time=minute(article),
            views=article.number * 53 % 1400,
            number=article.number,
            body="".join(_blocks(article.parts)),
            byline=escape(article.byline),
            print=escape(self._print_path(article)),
            older=self._items(chrome.older),
        )
        return self._frame("Chi tiết tin", main, chrome, escape(self.article_path(article)))

    def listing_page(self, page: int, pages: int, articles: Sequence[Article], chrome: Chrome) -> str:
        """The plain listing."""
        numbers = self.numbers(page, pages, here="<b>{n}</b> ", other='<a href="{path}">Trang {n}</a> ')
        return self._frame("Danh sách tin", self._rows(articles, numbers), chrome, self.listing_path(page))

    def more_pages(self, articles: Sequence[Article], chrome: Chrome) -> dict[str, str]:
        """The listing that pages by post-back."""
        target = "javascript:__doPostBack(&#39;ctl00$PlaceHolderMain$DataPager$ctl0{n}&#39;,&#39;&#39;)"
        pager = many(f'<a class="trang" href="{target}">{{text}}</a> ', ["2", "3", "4", "Trang sau"])
        return {POST_BACK: self._frame("Tin tức", self._rows(articles[:15], pager), chrome, POST_BACK)}

    def describe(self) -> dict[str, Any]:
        """The family with both listings and its selectors."""
        shown = {"item": "td.tin a.tieude", "date": "td.tin .ngay"}
        return {
            "cms": "sharepoint",
            "article": r"^/tdkt/Pages/chi-tiet-tin\.aspx\?(?:.*&)?ItemID=\d+",
            "listings": [
                {"url": POST_BACK, **shown, "next": "a.trang"},
                {
                    "url": self.listing_path(1),
                    "paging": _PAGES + "danh-sach-tin.aspx?Trang={page}",
                    "first": 2,
                    **shown,
                },
            ],
            "selectors": {
                "title": [".tieude-baiviet"],
                "published": [".ngay-dang"],
                "byline": [".tacgia"],
                "body": [".ms-rtestate-field"],
            },
        }

    def listed(self, article: Article) -> str:
        """A link of the class that listings use."""
        return f'<a class="tieude" href="{escape(self.link(article))}">{escape(article.title)}</a>'

    def _rows(self, articles: Sequence[Article], pager: str) -> str:
        rows = "".join(
            f'<tr><td class="anh"><img src="/tdkt/PublishingImages/{article.number}.jpg" alt="" /></td><td class="tin">'
            f'{self.listed(article)} <span class="ngay">({article.published:%d/%m/%Y})</span><br />{excerpt(article)}'
            "</td></tr>\n"
            for article in articles
        )
        return f'<table class="danhsachtin">{rows}</table><div class="phantrang">{pager}</div>'

    def _print_path(self, article: Article) -> str:
        return f"{_PAGES}in-tin.aspx?ItemID={article.number}"

    def _items(self, articles: Sequence[Article]) -> str:
        return "".join(f"<li>{self.listed(article)} <i>({article.published:%d/%m/%Y})</i></li>" for article in articles)

    def _frame(self, title: str, main: str, chrome: Chrome, action: str) -> str:
        return self.framed(
            chrome,
            title=title,
            main=main,
            action=action,
            menu=many(
                '<li class="static"><a class="static menu-item" href="/tdkt/{n}.aspx">{text}</a></li>', chrome.menu
            ),
            recent=self._items(chrome.newer),
            notices=many(
                '<li class="dfwp-item"><a href="/tdkt/Lists/ThongBao/{n}.aspx">{text}</a></li>', chrome.notices
            ),
            counter=many("<tr><td>{text}</td></tr>", chrome.counter),
            footer=many("<div>{text}</div>", map(escape, chrome.footer)),
        )


def _blocks(parts: Sequence[Part]) -> Iterator[str]:
    """Mark up a body as text pasted from Word into the editor of SharePoint."""
    for kind, group in groupby(parts, key=lambda part: part.kind):
        texts = [escape(part.text).replace(" – ", " –&#160;") for part in group]
        match kind:
            case "list_item":
                yield "<ul>" + many('<li class="MsoListParagraph">{text}</li>', texts) + "</ul>\n"
            case "table_row":
                cells = (text.replace("\t", "</p></td><td><p>") for text in texts)
                yield '<table class="MsoTableGrid" border="1"><tbody>'
                yield many("<tr><td><p>{text}</p></td></tr>", cells) + "</tbody></table>\n"
            case "caption":
                picture = (
                    '<div style="text-align:center"><img src="/tdkt/PublishingImages/hn{n}.jpg" alt="hn.jpg" /><br />'
                )
                yield many(picture + "<em>{text}</em></div>\n", texts)
            case _:
                yield many('<p class="MsoNormal" style="text-align:justify">&#8203;{text}</p>\n', texts)
