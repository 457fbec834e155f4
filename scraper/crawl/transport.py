"""One request and its response (yêu cầu và phản hồi), through Scrapy's downloader, within limits of size and time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import responses
from typing import Any, Protocol
from urllib.parse import urlsplit

from scrapy import exceptions as scrapy
from scrapy import signals
from scrapy.http.request import NO_CALLBACK, Request

from schemas.crawls import AddressRole
from schemas.errors import FetchError
from scraper.archive import Exchange
from scraper.archive.pages import PAGE_TYPES
from scraper.crawl.safety import PRIVATE
from scraper.encodings import content_type

#: Bytes of a response as it comes over the wire.
LARGEST = {"article": 10_000_000, "listing": 10_000_000, "feed": 20_000_000, "sitemap": 50_000_000, "robots": 1_000_000}
#: What is no page at all; servers call feeds and sitemaps by many names.
_NO_TEXT = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip", "application/vnd.")


@dataclass(frozen=True)
class Reply:
    """A response, whole or not.

    Attributes:
        exchange: The request and the response.
        cut: Why the body is not whole, in words that can be counted: ``larger than 10 MB``, ``content type video/mp4``.
        passing: What cut it may not do so again.
    """

    exchange: Exchange
    cut: str | None = None
    passing: bool = False


class NoReplyError(FetchError):
    """No response came.

    Attributes:
        refused: The address was not asked for at all.
    """

    def __init__(self, reason: str, *, refused: bool = False) -> None:
        """Keep the reason, in words that can be counted."""
        super().__init__(reason)
        self.refused = refused


class Transport(Protocol):
    """Asks for one address."""

    async def get(self, address: str, *, role: AddressRole, headers: Mapping[str, str], timeout: float) -> Reply:
        """Return the response to a GET request.

        Raises:
            NoReplyError: none came.
        """
        ...  # pragma: no cover


def unwanted_type(header: str, role: AddressRole) -> str | None:
    """Return why a content type is none of an address of this role; a missing one is no reason.

    >>> unwanted_type("text/html; charset=utf-8", "article"), unwanted_type("application/PDF", "article")
    (None, 'content type application/pdf')
    >>> unwanted_type("text/plain", "sitemap"), unwanted_type("", "article")
    (None, None)
    """
    name = content_type(header)[0][:60]
    is_page = role in ("article", "listing")
    wanted = (not name or name in PAGE_TYPES) if is_page else not name.startswith(_NO_TEXT)
    return None if wanted else f"content type {name}"


class ScrapyTransport:
    """Asks through the downloader of a Scrapy crawler."""

    def __init__(self, crawler: Any) -> None:
        """Watch the downloads of a crawler."""
        self._crawler = crawler
        crawler.signals.connect(self._headers_received, signals.headers_received)
        crawler.signals.connect(self._bytes_received, signals.bytes_received)

    async def get(self, address: str, *, role: AddressRole, headers: Mapping[str, str], timeout: float) -> Reply:
        """See :class:`Transport`."""
        meta = {"download_timeout": timeout, "role": role, "received": 0}
        request = Request(address, headers=dict(headers), meta=meta, callback=NO_CALLBACK, dont_filter=True)
        started = datetime.now(UTC)
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception as error:
            raise self._no_reply(error, address) from error
        return _reply(request, response, started)

    def _headers_received(self, headers: Any, body_length: int, request: Any) -> None:
        role = request.meta.get("role", "robots")
        kind = headers.get("Content-Type", b"").decode("latin-1")
        _stop(request, unwanted_type(kind, role))
        if isinstance(body_length, int):
            _stop(request, _too_large(body_length, role))

    def _bytes_received(self, data: bytes, request: Any) -> None:
        request.meta["received"] = request.meta.get("received", 0) + len(data)
        _stop(request, _too_large(request.meta["received"], request.meta.get("role", "robots")))

    def _no_reply(self, error: Exception, address: str) -> NoReplyError:
        from twisted.internet import reactor

        host = (urlsplit(address).hostname or "").lower()
        if isinstance(error, scrapy.CannotResolveHostError):
            refused = host in getattr(reactor.nameResolver, "refused", {})
            return NoReplyError(PRIVATE, refused=True) if refused else NoReplyError("host not found")
        if isinstance(error, scrapy.DownloadTimeoutError):
            return NoReplyError("timeout")
        if isinstance(error, scrapy.UnsupportedURLSchemeError | scrapy.NotSupported):
            return NoReplyError(f"scheme {urlsplit(address).scheme}", refused=True)
        if isinstance(error, scrapy.DownloadConnectionRefusedError):
            return NoReplyError("no connection")
        return NoReplyError("connection lost")


def _too_large(size: int, role: AddressRole) -> str | None:
    limit = LARGEST[role]
    return f"larger than {limit // 1_000_000} MB" if size > limit else None


def _stop(request: Any, reason: str | None) -> None:
    """Stop a download for a reason; what came so far is kept."""
    if reason:
        request.meta["cut"] = reason
        raise scrapy.StopDownload(fail=False)


def _reply(request: Any, response: Any, started: datetime) -> Reply:
    """Return what Scrapy gives in the words of the archive."""
    cut = request.meta.get("cut")
    lost = "dataloss" in response.flags
    exchange = Exchange(
        url=request.url,
        status=response.status,
        started=started,
        body=response.body,
        request_headers=_pairs((response.request or request).headers),
        reason=responses.get(response.status, ""),
        response_headers=_pairs(response.headers),
        ip=str(response.ip_address) if response.ip_address else None,
        truncated="length" if cut or lost else None,
    )
    return Reply(exchange, cut or ("connection lost" if lost else None), passing=not cut)


def _pairs(headers: Any) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name in headers for value in headers.getlist(name)]
