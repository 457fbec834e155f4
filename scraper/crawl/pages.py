"""The order of the pages of a listing (thứ tự các trang): which address follows which."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.errors import FetchError
from scraper.crawl.visits import Visitor
from scraper.portals import Listing

#: Pages of one listing that are read at most, wherever it ends.
MOST_PAGES = 5_000


class PageOrder:
    """The pages that a listing's template makes, in canonical addresses, made as far as they are asked for."""

    def __init__(self, visitor: Visitor, number: int) -> None:
        """Begin with the first page of the portal's listing of that number."""
        self._visitor, self._number = visitor, number
        self._made: Iterator[str] | None = None
        self._last: str | None = None
        self._after: dict[str, str] = {}

    @property
    def listing(self) -> Listing:
        """The listing, as it is known by now."""
        return self._visitor.portal.listings[self._number]

    @property
    def templated(self) -> bool:
        """Whether the listing has a template for the addresses of its pages."""
        return self.listing.paging is not None

    def after(self, url: str) -> str | None:
        """Return the page that follows a page by the template, or ``None``."""
        if not self.templated:
            return None
        if self._made is None:
            self._made = self.listing.addresses(self._visitor.portal.home)
        while url not in self._after and len(self._after) < MOST_PAGES:
            made = next(self._made, None)
            if made is None:
                return None
            self._add(made)
        return self._after.get(url)

    def _add(self, made: str) -> None:
        try:
            url = self._visitor.canonical(made)
        except FetchError:
            return
        if self._last is not None and self._last != url:
            self._after.setdefault(self._last, url)
        self._last = url
