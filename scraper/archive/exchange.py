"""A request with its response as WARC records out (ghi bản ghi WARC), packed and ready to be appended."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from typing import Literal
from urllib.parse import urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from schemas.crawls import Fetch
from schemas.errors import ArchiveError
from scraper.archive.records import MAX_HEAD, payload_digest

Headers = Sequence[tuple[str, str]]

SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
FETCH_HEADER = "Thidua-Fetch"
LOG_HEADER = "Thidua-Log"
LOG_TYPE = "application/x-ndjson"
_WARC = "WARC/1.1"
_ADDRESS = re.compile(r"https?://[!-~]+", re.IGNORECASE)
#: Headers that no longer hold for the bytes that are kept; the archive keeps them under another name.
_FRAMING = frozenset({"transfer-encoding", "content-length"})


@dataclass(frozen=True)
class Exchange:
    """A request and the response to it, as they went over the network.

    Attributes:
        url: The address asked for.
        status: HTTP status of the response.
        started: When the request was sent; with a time zone.
        body: The payload without its transfer encoding (no chunks), with its content encoding.
        method: HTTP method.
        request_headers: Names and values as sent.
        reason: The words behind the status.
        response_headers: Names and values as received.
        ip: Address of the server.
        truncated: Why the body is not whole: it was cut at a ``length`` or a ``time``.
    """

    url: str
    status: int
    started: datetime
    body: bytes = b""
    method: str = "GET"
    request_headers: Headers = ()
    reason: str = ""
    response_headers: Headers = ()
    ip: str | None = None
    truncated: Literal["length", "time"] | None = None

    @property
    def digest(self) -> str:
        """SHA-1 of the body as WARC writes it."""
        return payload_digest(self.body)

    @property
    def date(self) -> str:
        """When the request was sent, as WARC writes it."""
        return warc_date(self.started)

    def header(self, name: str) -> str | None:
        """Return the first response header of a name."""
        return next((value for key, value in self.response_headers if key.lower() == name.lower()), None)


@dataclass(frozen=True)
class Earlier:
    """An archived response that another one repeats: its address and date in WARC's words, and its payload digest."""

    url: str
    date: str
    digest: str


def warc_date(moment: datetime) -> str:
    """Return a moment in UTC as WARC writes it, to the microsecond.

    >>> warc_date(datetime(2026, 3, 8, 10, 45, tzinfo=UTC))
    '2026-03-08T10:45:00.000000Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def utc_minute(moment: datetime) -> str:
    """Return a moment in UTC as the crawl log has it, to the minute.

    >>> utc_minute(datetime(2026, 3, 8, 10, 45, 12, tzinfo=UTC))
    '2026-03-08T10:45'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")


class _HttpHeaders(StatusAndHeaders):  # type: ignore[misc]
    """HTTP headers that are written as they came: in UTF-8, not percent-encoded."""

    def to_ascii_bytes(self, filter_func: object = None) -> bytes:
        return bytes(self.to_str(filter_func).encode("utf-8", "replace")) + b"\r\n"


class RecordPacker:
    """Collects records, each one packed as a gzip member of its own."""

    def __init__(self) -> None:
        """Begin without a record."""
        self._buffer = BytesIO()
        self._writer = WARCWriter(self._buffer, gzip=True, warc_version="1.1")

    def packed(self) -> bytes:
        """Return the records so far."""
        return self._buffer.getvalue()

    def add_info(self, filename: str, portal: str) -> None:
        """Add the record that says what the file is."""
        info = {
            "software": f"thidua/{version('thidua')}",
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "isPartOf": portal,
        }
        self._write(self._writer.create_warcinfo_record(filename, info))

    def add_log(self, fetches: Iterable[Fetch], log: Literal["listed", "noted"]) -> None:
        """Add rows of the crawl log for which there is no response, one line of JSON each."""
        lines = "".join(f"{_line(fetch)}\n" for fetch in fetches).encode()
        headers = {LOG_HEADER: log}
        record = self._writer.create_warc_record(
            "", "metadata", BytesIO(lines), len(lines), warc_content_type=LOG_TYPE, warc_headers_dict=headers
        )
        self._write(record)

    def add_exchange(self, exchange: Exchange, fetch: Fetch, earlier: Earlier | None) -> None:
        """Add the response, or that it repeats an earlier one, and the request behind it."""
        response = self._response(exchange, fetch, earlier)
        self._write(response)
        parts = urlsplit(exchange.url)
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        headers = list(exchange.request_headers)
        if not any(name.lower() == "host" for name, _ in headers):
            headers.insert(0, ("Host", parts.netloc.rpartition("@")[2]))
        http = _HttpHeaders(f"{exchange.method} {target} HTTP/1.1", _clean(headers), is_http_request=True)
        concurrent = {"WARC-Date": exchange.date, "WARC-Concurrent-To": response.rec_headers["WARC-Record-ID"]}
        self._write(
            self._writer.create_warc_record(exchange.url, "request", http_headers=http, warc_headers_dict=concurrent)
        )

    def _response(self, exchange: Exchange, fetch: Fetch, earlier: Earlier | None) -> ArcWarcRecord:
        if not _ADDRESS.fullmatch(exchange.url):
            raise ArchiveError("no http address in ASCII: encode it before it is asked for", source=exchange.url[:200])
        headers = _warc_headers(exchange, fetch)
        same = earlier is not None and exchange.status != 304
        body = b"" if earlier else exchange.body
        http = _HttpHeaders(
            f"{exchange.status} {' '.join(exchange.reason.split())}".strip(),
            _http_headers(exchange, body, same),
            protocol="HTTP/1.1",
        )
        if earlier:
            headers |= {
                "WARC-Profile": SAME_PAYLOAD if same else NOT_MODIFIED,
                "WARC-Refers-To-Target-URI": earlier.url,
                "WARC-Refers-To-Date": earlier.date,
                "WARC-Payload-Digest": earlier.digest,
            }
        return self._writer.create_warc_record(
            exchange.url,
            "revisit" if earlier else "response",
            BytesIO(body),
            len(body),
            http_headers=http,
            warc_headers_dict=headers,
        )

    def _write(self, record: ArcWarcRecord) -> None:
        size = len(record.rec_headers.to_bytes())
        if size > MAX_HEAD - 1000:
            raise ArchiveError(f"{size:,} bytes of headers in one record: its address is too long")
        self._writer.write_record(record)


def _line(fetch: Fetch) -> str:
    """Return a row of the crawl log as JSON in ASCII, without what the place of its record tells."""
    values = fetch.model_dump(mode="json", exclude={"warc", "offset"}, exclude_none=True)
    return json.dumps(values, ensure_ascii=True, sort_keys=True)


def _warc_headers(exchange: Exchange, fetch: Fetch) -> dict[str, str]:
    headers = {"WARC-Date": exchange.date, "Thidua-Portal": fetch.portal, "Thidua-Role": fetch.role}
    if exchange.ip:
        headers["WARC-IP-Address"] = exchange.ip
    if exchange.truncated:
        headers["WARC-Truncated"] = exchange.truncated
    return headers | {FETCH_HEADER: _line(fetch)}


def _http_headers(exchange: Exchange, body: bytes, same: bool) -> list[tuple[str, str]]:
    """Return the response headers; those that no longer hold for the body are kept under another name."""
    kept = []
    length = str(len(exchange.body if same else body))
    for name, value in _clean(exchange.response_headers):
        low = name.lower()
        stale = low in _FRAMING and value != length
        kept.append((f"X-Archive-Orig-{name}" if stale else name, value))
    if not any(name.lower() == "content-length" for name, _ in kept) and exchange.status != 304:
        kept.append(("Content-Length", length))
    return kept


def _clean(headers: Headers) -> list[tuple[str, str]]:
    """Return headers without line breaks, which would begin others, and without characters a value cannot hold."""
    return [(" ".join(name.split()).replace(":", ""), " ".join(value.split())) for name, value in headers]
