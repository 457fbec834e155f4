"""What the local portal sends: a status, headers, and a body that may come in pieces and never end."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass, replace
from http import HTTPStatus

from tests.portal.site import Page


@dataclass(frozen=True)
class Answer:
    """One response.

    Attributes:
        status: The HTTP status.
        headers: Pairs as they are sent; a length is added where the body is bytes and none is told.
        body: The bytes, or pieces that are sent one by one before the connection is closed.
        dropped: Whether the connection is closed without a word.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | Iterable[bytes] = b""
    dropped: bool = False

    def with_headers(self, *pairs: tuple[str, str]) -> Answer:
        """Return the answer with headers set, in place of those of the same name."""
        names = {name.lower() for name, _ in pairs}
        kept = tuple(pair for pair in self.headers if pair[0].lower() not in names)
        return replace(self, headers=kept + pairs)

    def without_headers(self, *names: str) -> Answer:
        """Return the answer without the headers of these names."""
        lower = {name.lower() for name in names}
        return replace(self, headers=tuple(pair for pair in self.headers if pair[0].lower() not in lower))


def serve(page: Page, asked: dict[str, str], *, compress: bool, validators: bool = True) -> Answer:
    """Return the answer to a request: 304 where the page is as the asker has it, else the page, gzipped on demand.

    Args:
        page: What stands at the address.
        asked: Headers of the request, names in small letters.
        compress: Whether to send gzip to those who accept it.
        validators: Whether the portal tells ETag and Last-Modified, and minds them.
    """
    headers: tuple[tuple[str, str], ...] = (("Content-Type", page.type),)
    if validators:
        headers += (("ETag", page.etag), ("Last-Modified", page.last_modified))
        if _unchanged(page, asked):
            return Answer(304, headers[1:])
    if compress and page.type.startswith("text/") and "gzip" in asked.get("accept-encoding", ""):
        body = gzip.compress(page.body, mtime=0)
        return Answer(200, (*headers, ("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")), body)
    return Answer(200, headers, page.body)


def not_found(status: int = 404) -> Answer:
    """Return the portal's error page."""
    title = HTTPStatus(status).phrase
    body = f"<!doctype html><html lang='vi'><title>{status} {title}</title><h1>Không tìm thấy trang</h1>"
    return Answer(status, (("Content-Type", "text/html; charset=utf-8"),), body.encode())


def redirect(location: str, status: int = 302) -> Answer:
    """Return a redirect."""
    return Answer(status, (("Location", location), ("Content-Type", "text/html")), b"<html><body>Moved</body></html>")


def _unchanged(page: Page, asked: dict[str, str]) -> bool:
    """Tell whether a conditional request names the page as it is; the entity tag decides where both are told."""
    if tag := asked.get("if-none-match"):
        return page.etag in (tag, tag.removeprefix("W/"), tag.replace("-gzip", ""))
    return asked.get("if-modified-since") == page.last_modified
