"""What a portal and a family of portals are (cổng thông tin, hệ quản trị nội dung), as data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from selectolax.lexbor import LexborHTMLParser

_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?")
_LAST_PORT = 65535
_EMPTY = LexborHTMLParser("<html></html>")


def _is_css(selector: str) -> str:
    try:
        _EMPTY.css(selector)
    except Exception as error:
        raise ValueError(f"{selector!r} is no CSS selector") from error
    return selector


def _is_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no regular expression ({error})") from error
    return pattern


def _is_host(host: str) -> str:
    if not _HOST.fullmatch(host) or int(host.partition(":")[2] or 0) > _LAST_PORT:
        raise ValueError(f"{host!r} is no host: write it in small letters without scheme and path")
    return host


Css = Annotated[str, AfterValidator(_is_css)]
Pattern = Annotated[str, AfterValidator(_is_pattern)]
Host = Annotated[str, AfterValidator(_is_host)]
Rate = Annotated[float, Field(ge=0, le=1)]
FamilyId = Annotated[str, Field(pattern=r"^[a-z0-9]+$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Selectors(_Frozen):
    """CSS selectors of an article page; of each tuple the first that matches an element with a value decides.

    Attributes:
        title: The headline.
        published: What tells the publication time.
        byline: Who wrote it, or where it was taken from.
        body: The element that holds the body, lead included; several elements of one selector are all body.
        remove: What is no body within it, such as related articles; all of them apply.
    """

    title: tuple[Css, ...] = ()
    published: tuple[Css, ...] = ()
    byline: tuple[Css, ...] = ()
    body: tuple[Css, ...] = ()
    remove: tuple[Css, ...] = ()

    def over(self, below: Selectors) -> Selectors:
        """Return these selectors, and those of another set for the fields that are not set here.

        >>> Selectors(title=("h1",), byline=()).over(Selectors(title=("h2",), byline=(".by",), body=("main",)))
        Selectors(title=('h1',), published=(), byline=(), body=('main',), remove=())
        """
        return below.model_copy(update={name: getattr(self, name) for name in self.model_fields_set})


class Paging(_Frozen):
    """How a listing goes on and what it lists; what portals of one family have in common.

    Attributes:
        paging: Address of a further page with ``{page}`` in it: joined to the listing's address, or set among the
            parameters of the listing's address where it begins with ``?``.
        first: The number that the template makes first; the plain address is the page before it.
        step: What the number grows by from page to page: 1, or the articles on a page where it counts articles.
        last: The last number to ask for, ``None`` to go on until a page lists nothing new.
        item: CSS of the links to articles.
        date: CSS of the day beside a link, within the block of the link.
        next: CSS of the link to the next page, where there is one.
    """

    paging: str | None = None
    first: int = Field(default=1, ge=0)
    step: int = Field(default=1, ge=1)
    last: int | None = Field(default=None, ge=0)
    item: Css | None = None
    date: Css | None = None
    next: Css | None = None

    @model_validator(mode="after")
    def _has_a_place_for_the_number(self) -> Paging:
        if self.paging is not None and self.paging.count("{page}") != 1:
            raise ValueError(f"paging {self.paging!r} needs {{page}} once")
        return self


class Listing(Paging):
    """A page that lists articles (trang danh mục), with its further pages.

    Attributes:
        url: Its address, relative to the portal's home page or absolute.
    """

    url: str

    def addresses(self, home: str) -> Iterator[str]:
        """Yield the address of the listing and those of its further pages: without end where no last one is set.

        >>> news = Listing(url="/tin?cat=3", paging="?page={page}", first=2, last=3)
        >>> list(news.addresses("https://snv.example.vn/"))
        ['https://snv.example.vn/tin?cat=3', 'https://snv.example.vn/tin?cat=3&page=2', 'https://snv.example.vn/tin?cat=3&page=3']
        """
        start = urljoin(home, self.url)
        yield start
        number = self.first
        while self.paging is not None and (self.last is None or number <= self.last):
            yield _page_address(start, self.paging.replace("{page}", str(number)))
            number += self.step


def _page_address(start: str, page: str) -> str:
    """Return the address of a further page: joined to that of the listing, or with its parameters set in it."""
    if not page.startswith("?"):
        return urljoin(start, page)
    parts, told = urlsplit(start), parse_qsl(page[1:], keep_blank_values=True)
    names = {name for name, _ in told}
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in names]
    return urlunsplit(parts._replace(query=urlencode(kept + told, safe="/:,")))


class Politeness(_Frozen):
    """How a portal is asked: seconds between two requests, seconds to wait for an answer, further tries."""

    delay: float = Field(default=1.0, ge=0)
    timeout: float = Field(default=30, gt=0)
    retries: int = Field(default=3, ge=0)


class Expectations(_Frozen):
    """What a healthy crawl gives: shares of articles with a title, a publication time and a body, and how many.

    ``None`` where nothing is known to expect.
    """

    title: Rate | None = None
    published: Rate | None = None
    body: Rate | None = None
    articles_per_month: int | None = Field(default=None, ge=0)


class Version(_Frozen):
    """How a portal was before a redesign.

    Attributes:
        until: The first day on which it was so no more.
        cms: The family it was of, where it was another one.
        article: Pattern of its articles' addresses, where it was another one.
        selectors: Selectors that were other ones.
    """

    until: date
    cms: FamilyId | None = None
    article: Pattern | None = None
    selectors: Selectors = Selectors()


class Portal(_Frozen):
    """A site of a department (cổng thông tin của sở, ngành), as the loader completes it from its family.

    Attributes:
        id: Its name in commands and folders, kebab case.
        name: What the site calls itself.
        province: Id of its province in ``provinces.csv`` when it was last looked at, ``None`` for central organs.
        unit: The department.
        hosts: Its hosts, each with its port where it has one; the first is the main one.
        scheme: Scheme of its addresses.
        cms: Id of its family, ``None`` where a page must tell.
        encoding: Encoding of its pages where they tell a wrong one.
        verified: Somebody has run this definition against the live site.
        verified_reason: How and when; or why not.
        loopback: It is a test portal on this machine. The registry refuses it.
        listings: Pages that list its articles.
        feeds: Addresses of RSS and Atom feeds.
        sitemaps: Addresses of sitemaps and sitemap indexes.
        article: Pattern that is found in path and query of an article's address, ``None`` where it is not known.
        selectors: Selectors of its article pages today.
        politeness: How it is asked.
        expect: What a healthy crawl gives.
        versions: How it was before its redesigns, the oldest first.
        notes: What to beware of, and where the facts are from.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
    name: str = Field(min_length=1)
    province: str | None = None
    unit: str = Field(min_length=1)
    hosts: tuple[Host, ...] = Field(min_length=1)
    scheme: Literal["https", "http"] = "https"
    cms: FamilyId | None = None
    encoding: str | None = None
    verified: bool
    verified_reason: str = Field(min_length=1)
    loopback: bool = False
    listings: tuple[Listing, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    article: Pattern | None = None
    selectors: Selectors = Selectors()
    politeness: Politeness = Politeness()
    expect: Expectations = Expectations()
    versions: tuple[Version, ...] = ()
    notes: str = ""

    @model_validator(mode="after")
    def _versions_in_order(self) -> Portal:
        days = [version.until for version in self.versions]
        if days != sorted(set(days)):
            raise ValueError("versions must stand in the order of their days, each day once")
        return self

    @property
    def home(self) -> str:
        """Address of its home page."""
        return f"{self.scheme}://{self.hosts[0]}/"

    def address(self, url: str) -> str:
        """Return an address of the portal in full; relative ones start at the home page."""
        return urljoin(self.home, url)

    def is_article(self, address: str, day: str | None = None) -> bool | None:
        """Tell whether an address was that of an article on a day; ``None`` where there is no pattern to tell by.

        Args:
            address: The address in full.
            day: As for :meth:`selectors_on`.
        """
        pattern = self._on(day).article
        if pattern is None:
            return None
        try:
            parts = urlsplit(address)
        except ValueError:
            return False
        asked = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return re.search(pattern, asked) is not None

    def selectors_on(self, day: str | None) -> Selectors:
        """Return the selectors of its pages as they were on a day.

        Args:
            day: The day the page was fetched (ISO, a time behind it is of no matter); ``None`` for today's.
        """
        return self._on(day).selectors

    def _on(self, day: str | None) -> Portal | Version:
        """Return the version that holds for a day, the portal itself where none does."""
        then = (version for version in self.versions if day is not None and day[:10] < version.until.isoformat())
        return next(then, self)

    def filled(self, family: Family) -> Portal:
        """Return the portal with what its family knows where the definition says nothing."""
        told = self.model_fields_set
        selectors = self.selectors.over(family.selectors)
        listings = tuple(listing.model_copy(update=_missing(listing, family.listing)) for listing in self.listings)
        inherited = {name: getattr(family, name) for name in ("feeds", "sitemaps", "article") if name not in told}
        return self.model_copy(update={"cms": family.id, "selectors": selectors, "listings": listings, **inherited})


def _missing(listing: Listing, paging: Paging) -> dict[str, object]:
    """Return what a listing does not say; a listing with a template of its own takes no numbers from elsewhere."""
    told = set(listing.model_fields_set)
    if "paging" in told:
        told |= {"first", "step", "last"}
    return {name: getattr(paging, name) for name in Paging.model_fields if name not in told}


class Detection(_Frozen):
    """The marks by which pages of a family are known.

    Attributes:
        generator: Patterns that begin the generator the page names, in small letters.
        code: Patterns in scripts of the page.
        addresses: Patterns in the addresses of its scripts, style sheets, forms and own pictures.
        elements: CSS of elements that no other family has.
        names: Patterns that a class or an id matches as a whole.
        layout: It has no marks but its shape: text in tables within tables.
    """

    generator: tuple[Pattern, ...] = ()
    code: tuple[Pattern, ...] = ()
    addresses: tuple[Pattern, ...] = ()
    elements: tuple[Css, ...] = ()
    names: tuple[Pattern, ...] = ()
    layout: bool = False


class Family(_Frozen):
    """What the portals of one content management system have in common (hệ quản trị nội dung).

    Attributes:
        id: Its name in definitions.
        name: Its own name.
        detect: How its pages are known.
        listing: How its listings go on.
        feeds: Where its feeds are by convention.
        sitemaps: Where its sitemaps are by convention.
        article: Pattern that is found in path and query of an article's address.
        selectors: Selectors of its article pages.
        notes: What to beware of.
    """

    id: FamilyId
    name: str = Field(min_length=1)
    detect: Detection
    listing: Paging = Paging()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    article: Pattern | None = None
    selectors: Selectors = Selectors()
    notes: str = ""
