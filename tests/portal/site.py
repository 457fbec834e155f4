"""A department's site as a set of pages by address: articles, listings, feeds, sitemaps, robots.txt (trang của sở)."""

from __future__ import annotations

import gzip
import hashlib
import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo

from tests.portal.articles import Article, Part, write_articles
from tests.portal.chrome import Chrome
from tests.portal.families import FAMILIES
from tests.portal.feeds import atom, rss, sitemap_index, url_set

PER_PAGE = 15
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
#: Links that nobody may follow, as a listing shows them beside an article's.
HOSTILE = "".join(
    f' <a href="{address}">Xem thêm</a>'
    for address in (
        "file:///etc/passwd", "ftp://127.0.0.1/tin.html", "javascript:alert(1)", "data:text/html,tin",
        "mailto:vanthu@vidu.example", "http://127.0.0.2/noi-bo/", "http://10.0.0.1/", "http://[::1]/",
        "http://169.254.169.254/latest/", "//cong-khac.example/2024/01/tin-la/", "http://2130706433/",
        "/../../etc/passwd",
    )
)  # fmt: skip
_IGNORED = ("utm_", "fbclid", "PHPSESSID")
_COOKIELESS = re.compile(r"^/\(S\(\w+\)\)(?=/)")


@dataclass(frozen=True)
class Page:
    """What stands at one address.

    Attributes:
        body: The bytes, without any content encoding.
        type: The media type with its charset.
        modified: When it last changed.
    """

    body: bytes
    type: str = "text/html; charset=utf-8"
    modified: datetime = datetime(2026, 1, 5, tzinfo=UTC)

    @property
    def etag(self) -> str:
        """A strong entity tag of the bytes."""
        return f'"{hashlib.sha1(self.body).hexdigest()[:20]}"'

    @property
    def last_modified(self) -> str:
        """The time of change as an HTTP date."""
        return format_datetime(self.modified, usegmt=True)


class Site:
    """One department's site in one family.

    Attributes:
        articles: The truth about each article, oldest first; those taken down stay, marked ``gone``.
        closed: Paths of articles that robots.txt closes.
        crawl_delay: Seconds, as robots.txt tells; ``None`` for no such line.
    """

    def __init__(
        self,
        family: str,
        base: str,
        *,
        articles: int,
        seed: int = 1,
        crawl_delay: float | None = None,
        switches: Collection[str] = (),
    ) -> None:
        """Write the articles and lay out the pages; ``switches`` are those of the local portal."""
        self.family = FAMILIES[family](base)
        self.base = base
        self.crawl_delay = crawl_delay
        self.switches = switches
        self.closed: list[str] = []
        self.visits = 0
        written = write_articles(articles, seed=seed, province=self.family.province)
        self.articles = tuple(replace(a, url=base + self.family.article_path(a)) for a in written)
        self._first = self.articles
        self._lay_out()

    @property
    def listed(self) -> tuple[Article, ...]:
        """The articles that stand in listings, newest first."""
        return tuple(article for article in reversed(self.articles) if not article.gone)

    @property
    def listing_pages(self) -> int:
        """How many listing pages there are."""
        return max(1, -(-len(self.listed) // PER_PAGE))

    def page(self, target: str) -> Page | None:
        """Return what stands at a path with its query, or ``None``; tracking parameters make no difference."""
        if "restless" in self.switches:
            self.visits += 1
        make = self._routes.get(canonical(target))
        number = self._listing_number(canonical(target))
        if number and ("repeating_listing" in self.switches or (make is None and "last_page_again" in self.switches)):
            return self._listing(number)
        return make() if make else None

    def change(self, number: int) -> Article:
        """Publish an article anew with one paragraph more, and return its new truth."""
        article = self._article(number)
        text = f"Tin bổ sung lần {article.revision}: đến 17 giờ cùng ngày, danh sách khen thưởng đã được niêm yết."
        parts = (*article.parts, Part("paragraph", text))
        return self._put(replace(article, parts=parts, revision=article.revision + 1))

    def vanish(self, number: int) -> Article:
        """Take an article down: no list names it any more, and its address is not found."""
        return self._put(replace(self._article(number), gone=True))

    def publish(self, count: int = 1, *, seed: int = 99) -> tuple[Article, ...]:
        """Publish articles that are newer than all others, and return them."""
        last = self.articles[-1]
        newest = max(article.number for article in self.articles)
        fresh = []
        for step, article in enumerate(write_articles(count, seed=seed, province=self.family.province), 1):
            article = replace(article, number=newest + step, published=last.published + timedelta(days=step))
            fresh.append(replace(article, url=self.base + self.family.article_path(article)))
        self.add(fresh)
        return tuple(fresh)

    def add(self, articles: Iterable[Article]) -> None:
        """Publish articles that somebody else has written, each at the address it tells."""
        self.articles = tuple(sorted((*self.articles, *articles), key=lambda article: article.published))
        self._lay_out()

    def close(self, path: str) -> None:
        """Close a path by robots.txt."""
        self.closed.append(path)

    def _article(self, number: int) -> Article:
        return next(article for article in self.articles if article.number == number)

    def _put(self, changed: Article) -> Article:
        self.articles = tuple(changed if old.number == changed.number else old for old in self.articles)
        self._lay_out()
        return changed

    def _lay_out(self) -> None:
        """Say which page stands at which address; pages are written when they are asked for."""
        routes: dict[str, Callable[[], Page]] = {"/robots.txt": self._robots, "/": lambda: self._listing(1)}
        routes |= {self.family.listing_path(n): lambda n=n: self._listing(n) for n in range(1, self.listing_pages + 1)}
        routes[self.family.feed] = self._feed
        routes |= self._sitemaps()
        for article in self.articles:
            if article.gone:
                continue
            routes[self.family.article_path(article)] = lambda a=article: self._article_page(a)
            for path in self.family.views(article):
                routes[path] = lambda a=article, path=path: _html(self.family.view_page(a, path), a)
        more = self.family.more_pages(self.listed, self._chrome())
        routes |= {path: lambda path=path: _html(more[path]) for path in more}
        self._routes = {canonical(path): make for path, make in routes.items()}

    def _chrome(self, newer: Sequence[Article] = (), older: Sequence[Article] = ()) -> Chrome:
        return Chrome(self.family.unit, self.family.province, newer, older, 1_204_518 + self.visits)

    def _article_page(self, article: Article) -> Page:
        # Neighbours as at the start: a page must not change because another article is published or taken down.
        place = bisect_left(self._first, article.published, key=lambda other: other.published)
        older = self._first[max(0, place - 5) : place]
        newer = [other for other in self._first[place : place + 4] if other.number != article.number][:3]
        return _html(self.family.article_page(article, self._chrome(newer, older)), article)

    def _listing(self, page: int) -> Page:
        shown, last = min(page, self.listing_pages), self.listing_pages
        if "repeating_listing" in self.switches:
            shown, last = 1, page + 1
        articles = self.listed[(shown - 1) * PER_PAGE : shown * PER_PAGE]
        text = self.family.listing_page(page, last, articles, self._chrome())
        if "hostile_links" in self.switches:
            text = text.replace(self.family.listed(articles[0]), self.family.listed(articles[0]) + HOSTILE, 1)
        return _html(text, *articles[:1])

    def _listing_number(self, target: str) -> int | None:
        """Tell which listing page an address asks for, whether or not there is one."""
        pattern = re.escape(canonical(self.family.listing_path(987654))).replace("987654", r"(\d+)")
        match = re.fullmatch(pattern, target)
        return int(match[1]) if match else None

    def _feed(self) -> Page:
        newest = self.listed[:20]
        write = {"rss": rss, "atom": atom}[self.family.feed_kind]
        body = write(f"{self.family.unit} tỉnh {self.family.province}", self.base + self.family.feed, newest)
        return Page(body, f"application/{self.family.feed_kind}+xml; charset=utf-8", modified(newest[0]))

    def _sitemaps(self) -> dict[str, Callable[[], Page]]:
        others, articles = self.family.sitemap_parts

        def part(path: str, body: bytes) -> Page:
            zipped = path.endswith(".gz")
            return Page(
                gzip.compress(body, mtime=0) if zipped else body, "application/x-gzip" if zipped else "text/xml"
            )

        index = [self.base + path for path in self.family.sitemap_parts]
        plain = [(self.base + "/", "2026-01-05"), (self.base + "/gioi-thieu/", "2023-05-02")]
        return {
            self.family.sitemap: lambda: part(self.family.sitemap, sitemap_index(index)),
            others: lambda: part(others, url_set(plain)),
            articles: lambda: part(
                articles, url_set([(a.url, modified(a).strftime("%Y-%m-%dT%H:%M:%S+00:00")) for a in self.listed])
            ),
        }

    def _robots(self) -> Page:
        lines = ["User-agent: *"]
        lines += [f"Disallow: {path}" for path in (*self.family.disallowed, *self.closed)]
        lines += [f"Crawl-delay: {self.crawl_delay}"] if self.crawl_delay is not None else []
        lines += ["", f"Sitemap: {self.base}{self.family.sitemap}"]
        return Page("\n".join(lines).encode(), "text/plain")


def modified(article: Article) -> datetime:
    """When an article last changed: as it was published, or a day later for each revision."""
    return (article.published + timedelta(days=article.revision - 1)).replace(tzinfo=VIETNAM).astimezone(UTC)


def canonical(target: str, *, without: Collection[str] = ()) -> str:
    """Return a path with its query sorted and without what makes no difference, such as sessions.

    Args:
        target: A path with its query.
        without: Parameters (``name=value``) to leave out, too.

    >>> canonical("/a.aspx?utm_source=x&ItemID=4&CatID=1#top")
    '/a.aspx?CatID=1&ItemID=4'
    """
    parts = urlsplit(target)
    pairs = sorted((key, value) for key, value in parse_qsl(parts.query) if not key.startswith(_IGNORED))
    query = urlencode([pair for pair in pairs if "=".join(pair) not in without])
    return _COOKIELESS.sub("", parts.path) + ("?" + query if query else "")


def _html(text: str, article: Article | None = None) -> Page:
    return Page(text.encode(), modified=modified(article)) if article else Page(text.encode())
