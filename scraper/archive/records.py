"""WARC records in (bản ghi WARC): one after another in bounded memory, damage named and passed over."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from scraper.archive.streams import CHUNK, DamagedError, PlainStream, open_stream

#: Bytes the headers of a record may have.
MAX_HEAD = 65_536
_VERSION = re.compile(rb"WARC/(\d\.\d+)\s*$")
_READ_VERSIONS = frozenset({b"0.17", b"0.18", b"1.0", b"1.1"})
_HTTP_TYPES = frozenset({"response", "request", "revisit"})
_parser = StatusAndHeadersParser(["WARC/"], verify=False)


@dataclass(frozen=True)
class Damage:
    """Bytes of a WARC file that hold no whole record.

    Attributes:
        offset: Where they begin in the file.
        reason: What is wrong with them.
    """

    offset: int
    reason: str


@dataclass(frozen=True)
class WarcRecord:
    """A whole record.

    Attributes:
        number: Place in the file, from 0; damage is not counted.
        offset: Bytes from the start of the file to the record, or to the gzip member it begins in.
        end: Offset after it; ``None`` where another record follows in the same gzip member.
        headers: Its WARC headers.
        content: Its block; only the begin of it where it is larger than the limit.
        length: Bytes of the block.
        block_digest: SHA-1 of the block as WARC writes it, where asked for.
        payload_digest: SHA-1 of the block without the HTTP headers, where asked for and there are any.
    """

    number: int
    offset: int
    end: int | None
    headers: StatusAndHeaders
    content: bytes
    length: int
    block_digest: str | None = None
    payload_digest: str | None = None

    @property
    def complete(self) -> bool:
        """Whether ``content`` is the whole block."""
        return len(self.content) == self.length

    def header(self, name: str) -> str:
        """Return a WARC header, blank where there is none."""
        return self.headers.get_header(name) or ""

    @property
    def type(self) -> str:
        """The WARC type in lower case."""
        return self.header("WARC-Type").lower()

    @property
    def url(self) -> str:
        """The address, without the angle brackets some writers add."""
        return self.header("WARC-Target-URI").strip().removeprefix("<").removesuffix(">")

    @cached_property
    def http(self) -> tuple[StatusAndHeaders, bytes] | None:
        """The HTTP headers of a response and its payload as archived; ``None`` where the block is no such thing."""
        return split_http(self.content) if self.type in ("response", "revisit") else None


def split_http(content: bytes) -> tuple[StatusAndHeaders, bytes] | None:
    """Return the headers of an HTTP response and what follows them, or ``None`` where it is none."""
    if not content.startswith(b"HTTP/"):
        return None
    stream = BytesIO(content)
    headers = _parser.parse(stream)
    return headers, content[stream.tell() :]


def read_records(
    path: Path, *, start: int = 0, limit: int | None = None, digests: bool = False
) -> Iterator[WarcRecord | Damage]:
    """Yield every whole record of a WARC file in order, and the damage between them.

    A gzip member is checked to its end before its record is yielded, so that no torn record is taken for a whole one.

    Args:
        path: A file of gzip members or an unpacked one; its first bytes tell.
        start: Offset of the first record to read.
        limit: Bytes of a block that are kept; of a larger one only the begin is. None keeps every block.
        digests: Compute the digests of each record.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        yield from _Reader(open_stream(file, start), limit, digests=digests).items()


class _RecordError(Exception):
    """The bytes at hand are no record."""


class _Reader:
    """Reads the records of one stream; ``line`` is the first line of the next record where that was read already."""

    def __init__(self, stream: PlainStream, limit: int | None, *, digests: bool) -> None:
        self.stream, self.limit, self.digests = stream, limit, digests
        self.number = self.offset = self.body = 0
        self.line = b""

    def items(self) -> Iterator[WarcRecord | Damage]:
        while True:
            try:
                if not self._begin():
                    return
                yield self._record()
                self.number += 1
            except DamagedError as error:
                yield Damage(self.stream.start, str(error))
                if not self._recover():
                    return
            except _RecordError as error:
                yield Damage(self.offset, str(error))
                self._go_on()

    def _begin(self) -> bool:
        self.stream.begin()
        self.offset = self.stream.start - (0 if self.stream.packed else len(self.line))
        while not self.line.strip():
            self.line = self.stream.readline()
            if not self.line:
                return False
        if not self.stream.packed:
            self.offset = self.stream.end - len(self.line)
        self.body = self.stream.end
        return True

    def _recover(self) -> bool:
        self.line = b""
        return self.stream.recover()

    def _go_on(self) -> None:
        """Look for the next record behind the one that could not be read."""
        self.line = b""
        self.stream.go_back(self.body)
        try:
            self.line = self.stream.find_record()
        except DamagedError:
            self._recover()

    def _record(self) -> WarcRecord:
        headers = self._headers()
        self.body = self.stream.end
        length = _length(headers)
        digests = _Digests(http=(headers.get_header("WARC-Type") or "").lower() in _HTTP_TYPES)
        content = self._content(length, digests if self.digests else None)
        self._finish()
        more = self.stream.packed and self.line
        end = None if more else self.stream.end - len(self.line)
        block, payload = digests.values() if self.digests else (None, None)
        return WarcRecord(self.number, self.offset, end, headers, content, length, block, payload)

    def _headers(self) -> StatusAndHeaders:
        """Return the headers that begin with the line at hand."""
        first, self.line = self.line, b""
        version = _VERSION.match(first)
        if not version:
            raise _RecordError("bytes that begin no WARC record")
        if version[1] not in _READ_VERSIONS:
            raise _RecordError(f"a record of WARC {version[1].decode()}: convert the file to WARC 1.0 or 1.1")
        head = first
        while (line := self.stream.readline(MAX_HEAD)).strip():
            head += line
            if len(head) > MAX_HEAD:
                raise _RecordError(f"a record whose headers are larger than {MAX_HEAD:,} bytes")
        if not line:
            raise _RecordError("a record cut short in its headers")
        return _parser.parse(BytesIO(head))

    def _content(self, length: int, digests: _Digests | None) -> bytes:
        if self.stream.lacks(length):
            raise _RecordError("a record cut short: the file ends before it does")
        keep = length if self.limit is None or length <= self.limit else min(CHUNK, self.limit)
        kept, left = bytearray(), length
        while left:
            data = self.stream.read(min(left, CHUNK))
            if not data:
                raise _RecordError(f"a record cut short: {left:,} of {length:,} bytes are not there")
            left -= len(data)
            kept += data[: keep - len(kept)]
            if digests:
                digests.update(data)
        return bytes(kept)

    def _finish(self) -> None:
        """Read the blank lines after a record; something else before two of them shows that its length is wrong."""
        blank = 0
        while line := self.stream.readline():
            if line.strip():
                if blank < 2 and not line.startswith(b"WARC/"):
                    raise _RecordError("a record whose length does not fit: something else follows than a record")
                self.line = line
                return
            blank += 1


def _length(headers: StatusAndHeaders) -> int:
    value = (headers.get_header("Content-Length") or "").strip()
    if not value:
        raise _RecordError("a record without Content-Length")
    if not value.isascii() or not value.isdigit() or len(value) > 15:
        raise _RecordError("a record whose Content-Length is no number")
    return int(value)


class _Digests:
    """SHA-1 of a block and, behind the headers of an HTTP message, of its payload."""

    def __init__(self, *, http: bool) -> None:
        self._block = hashlib.sha1(usedforsecurity=False)
        self._payload = hashlib.sha1(usedforsecurity=False) if http else None
        self._head: bytes | None = b""

    def update(self, data: bytes) -> None:
        self._block.update(data)
        if self._payload is None:
            return
        if self._head is None:
            self._payload.update(data)
            return
        self._head += data
        end = self._head.find(b"\r\n\r\n")
        if end >= 0:
            self._payload.update(self._head[end + 4 :])
            self._head = None
        elif len(self._head) > MAX_HEAD:
            self._payload, self._head = None, None

    def values(self) -> tuple[str, str | None]:
        """Return the digests of block and payload as WARC writes them."""
        known = self._payload is not None and self._head is None
        return _spell(self._block.digest()), _spell(self._payload.digest()) if known and self._payload else None


def _spell(value: bytes) -> str:
    return f"sha1:{base64.b32encode(value).decode()}"


def payload_digest(payload: bytes) -> str:
    """Return the SHA-1 of a payload as WARC writes it.

    >>> payload_digest(b"")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    return _spell(hashlib.sha1(payload, usedforsecurity=False).digest())
