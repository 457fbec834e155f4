"""Articles that repeat another, with the truth which repeats which, and articles that only look so (bài trùng)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

from warcio.warcwriter import WARCWriter

from tests.portal.articles import Article, Part
from tests.portal.site import Site
from tests.portal.warc import CRAWLED, site_pages, write_page


@dataclass(frozen=True)
class Repeat:
    """One article that repeats another.

    Attributes:
        url: The address of the copy.
        of: The address of the first one.
        kind: ``exact`` where the body is the same to the letter, ``near`` where somebody has edited it.
        change: What is different, in a few words.
    """

    url: str
    of: str
    kind: Literal["exact", "near"]
    change: str


@dataclass(frozen=True)
class RepeatedSites:
    """The truth about an archive with copies in it.

    Attributes:
        articles: Every article at its own address, copies and lookalikes included.
        repeats: The copies.
        lookalikes: Pairs of addresses whose texts share their sentences and not their facts: no copies.
    """

    articles: tuple[Article, ...]
    repeats: tuple[Repeat, ...]
    lookalikes: tuple[tuple[str, str], ...]


def _same(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return parts


def _signed(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    first = replace(parts[0], text="(TĐKT) - " + parts[0].text)
    return (
        first,
        *parts[1:],
        Part("paragraph", "Bài đã đăng trên cổng thông tin của tỉnh bạn, được giới thiệu lại để các đơn vị tham khảo."),
    )


def _without_caption(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Drop the picture with its caption; where there is none, give the article one."""
    kept = tuple(part for part in parts if part.kind != "caption")
    return (
        kept if kept != parts else (*parts[:1], Part("caption", "Toàn cảnh buổi lễ (Ảnh: cộng tác viên)"), *parts[1:])
    )


def _reworded(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Change a word here and there, as an editor does, and no fact."""
    for old, new in (
        ("ông ", "đồng chí "),
        ("Đến dự", "Tới dự"),
        ("tổ chức", "đã tổ chức"),
        ("Dịp này", "Nhân dịp này"),
    ):
        parts = tuple(replace(part, text=part.text.replace(old, new, 1)) for part in parts)
    return parts


def _cut(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return parts[:-1]


#: What those who repost do to a text.
CHANGES: tuple[tuple[str, Literal["exact", "near"], Callable[[tuple[Part, ...]], tuple[Part, ...]]], ...] = (
    ("nothing", "exact", _same),
    ("signed, with a line on where it is from", "near", _signed),
    ("with or without a caption", "near", _without_caption),
    ("a word here and there", "near", _reworded),
    ("without its last paragraph", "near", _cut),
)


def repost(article: Article, number: int, site: Site) -> tuple[Article, Repeat]:
    """Return an article as another site publishes it a day or two later, and what is true of the copy.

    Args:
        article: The article as it first stood, with its address.
        number: The number of the copy; it also decides what is changed.
        site: The site that publishes the copy.
    """
    change, kind, edit = CHANGES[number % len(CHANGES)]
    published = article.published + timedelta(days=1 + number % 2, minutes=17)
    copy = replace(article, number=number, published=published, parts=edit(article.parts), url="")
    copy = replace(copy, url=site.base + site.family.article_path(copy))
    return copy, Repeat(copy.url, article.url, kind, change)


def lookalike(article: Article, number: int, site: Site) -> Article:
    """Return next year's article of the same occasion: the same sentences and persons, other days and figures."""
    parts = tuple(replace(part, text=_other_facts(part.text, number)) for part in article.parts)
    title = _other_facts(article.title, number)
    title = title if title != article.title else f"{title} (lần {number % 7 + 2})"
    other = replace(article, number=number, title=title, published=article.published + timedelta(days=366), parts=parts)
    return replace(other, url=site.base + site.family.article_path(other))


def make_repeats(path: Path, *, articles: int = 40, copies: int = 10, seed: int = 3) -> RepeatedSites:
    """Write a WARC file of two sites, the second of which reposts from the first, and return the truth.

    The oldest ``copies`` articles about thi đua of the first site are reposted by the second; the first site's print
    and AMP views of these are archived at their own addresses; ``copies`` articles have a lookalike a year later.

    Args:
        path: The file to write.
        articles: How many articles each of the sites has of its own.
        copies: How many are reposted.
        seed: Other seeds give other articles.
    """
    first = Site("wordpress", "http://tdkt.goc.example", articles=articles, seed=seed)
    second = Site("nukeviet", "http://snv.dang-lai.example", articles=articles, seed=seed + 1)
    originals = [article for article in first.articles if article.relevant][:copies]
    reposts = [repost(article, 1000 + n, second) for n, article in enumerate(originals)]
    alike = [(article, lookalike(article, 2000 + n, first)) for n, article in enumerate(originals)]
    second.add(copy for copy, _ in reposts)
    first.add(other for _, other in alike)
    views = [
        Repeat(first.base + view, article.url, "exact", "print view or AMP")
        for article in originals
        for view in first.family.views(article)
    ]
    _write(path, (first, second), [view.url.removeprefix(first.base) for view in views])
    return RepeatedSites(
        first.articles + second.articles,
        tuple(repeat for _, repeat in reposts) + tuple(views),
        tuple((one.url, other.url) for one, other in alike),
    )


def _write(path: Path, sites: Sequence[Site], views: Sequence[str]) -> None:
    """Write all pages of the sites, then further views of the first one."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        pages = [page for site in sites for page in site_pages(site, listings=False)]
        pages += [(sites[0].base + view, page, "article") for view in views if (page := sites[0].page(view))]
        for step, (url, page, role) in enumerate(pages):
            write_page(writer, url, page, CRAWLED + timedelta(seconds=step), role=role)


def _other_facts(text: str, salt: int) -> str:
    """Change every number of a text; a year becomes the next one."""

    def changed(match: re.Match[str]) -> str:
        number = match[0]
        if re.fullmatch(r"20\d\d", number):
            return str(int(number) + 1)
        return str((int(number) * 7 + salt) % 10 ** len(number)).zfill(len(number))

    return re.sub(r"\d+", changed, re.sub(r"\d\d(?=/\d\d/20\d\d)", f"{salt % 27 + 1:02}", text))
