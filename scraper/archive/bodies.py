"""HTTP payloads as sent to the bytes of a page (giải nén): transfer and content encodings, within a bound."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

import brotli
import zstandard

from schemas.errors import ReadError
from scraper.zstd import ZstdReader

_CHUNK_LINE = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_STEP = 65_536


def decode_body(payload: bytes, *, transfer: str = "", content: str = "", limit: int) -> bytes:
    """Return the bytes of a page from the payload of its response.

    Args:
        payload: The bytes after the HTTP headers, as archived.
        transfer: ``Transfer-Encoding`` of the response. Chunks are put together where there are any; many archives
            keep the header and not the chunks.
        content: ``Content-Encoding`` of the response: gzip, deflate, br, zstd, or several of them in the order applied.
        limit: Bytes the page may have.

    Raises:
        ReadError: the payload is cut short, broken, in an unknown encoding, or unpacks to more than the limit.
    """
    if "chunked" in transfer.lower():
        payload = _join_chunks(payload)
    for name in reversed([name.strip() for name in content.lower().split(",")]):
        payload = _unpack(payload, name, limit)
    if len(payload) > limit:
        raise ReadError(f"{len(payload):,} bytes in one page, more than {limit:,}")
    return payload


def _unpack(payload: bytes, name: str, limit: int) -> bytes:
    """Undo one content encoding; many servers announce one and send the page plain."""
    if name in ("", "identity", "none", "utf-8") or _is_plain(payload):
        return payload
    pieces = _DECODERS.get(name)
    if pieces is None:
        raise ReadError(f"the content encoding {name[:40]!r} is unknown")
    data = bytearray()
    try:
        for piece in pieces(payload):
            data += piece
            if len(data) > limit:
                raise ReadError(f"{len(payload):,} bytes that unpack to more than {limit:,}: a decompression bomb")
    except EOFError as error:
        raise ReadError(f"the {name} body is cut short") from error
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise ReadError(f"the {name} body is broken ({str(error)[:80]})") from error
    return bytes(data)


def _is_plain(payload: bytes) -> bool:
    return not payload or payload[:400].lstrip()[:1] == b"<"


def _join_chunks(payload: bytes) -> bytes:
    """Return the data of the chunks, or the payload where it is in none."""
    at, parts = 0, list[bytes]()
    while size := _CHUNK_LINE.match(payload, at):
        length = int(size[1], 16)
        if not length:
            return b"".join(parts)
        parts.append(payload[size.end() : size.end() + length])
        if len(parts[-1]) < length:
            raise ReadError("the chunked body is cut short")
        at = size.end() + length
    if parts:
        raise ReadError("the chunked body is broken or cut short")
    return payload


def _zlib_pieces(payload: bytes, bits: int) -> Iterator[bytes]:
    """Yield the content of every member one after another; zeros and blanks after them are passed over."""
    while payload.strip(b"\0\r\n\t "):
        inflate = zlib.decompressobj(bits)
        while not inflate.eof:
            piece = inflate.decompress(payload, _STEP)
            if not piece and not payload:
                raise EOFError
            yield piece
            payload = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
        if bits < 16:
            return


def _deflate_pieces(payload: bytes) -> Iterator[bytes]:
    """Yield a deflated payload, with the zlib header the standard asks for or without it as some servers send."""
    with_header = len(payload) > 1 and payload[0] & 0x0F == 8 and int.from_bytes(payload[:2], "big") % 31 == 0
    return _zlib_pieces(payload, zlib.MAX_WBITS if with_header else -zlib.MAX_WBITS)


def _brotli_pieces(payload: bytes) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    piece = decoder.process(payload, output_buffer_limit=_STEP)
    while piece or not (decoder.is_finished() or decoder.can_accept_more_data()):
        yield piece
        piece = decoder.process(b"", output_buffer_limit=_STEP)
    if not decoder.is_finished():
        raise EOFError


def _zstd_pieces(payload: bytes) -> Iterator[bytes]:
    reader = ZstdReader(BytesIO(payload))
    while piece := reader.read(_STEP):
        yield piece


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": lambda payload: _zlib_pieces(payload, 16 + zlib.MAX_WBITS),
    "x-gzip": lambda payload: _zlib_pieces(payload, 16 + zlib.MAX_WBITS),
    "deflate": _deflate_pieces,
    "br": _brotli_pieces,
    "zstd": _zstd_pieces,
}
