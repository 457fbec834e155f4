"""What each misbehaviour of the local portal does to an answer."""

from __future__ import annotations

import gzip
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from threading import Event

from tests.portal.answers import Answer, not_found, redirect

#: Bytes after which an endless page ends after all: far above any sensible limit, and no danger to the machine.
ENDLESS = 200_000_000
#: Bytes a decompression bomb unpacks to.
BOMB = 512_000_000
#: Seconds of ``Retry-After``.
RETRY_AFTER = 1
#: Parameters that redirects add to an article's own address; the portal serves the same article with and without them.
LOOPING, MOVED = "vong=1", "bai=moi"


@dataclass(frozen=True)
class Scene:
    """What a misbehaviour may know.

    Attributes:
        url: The address that was asked for.
        attempt: 1 at the first request for this address.
        moved: Whether it was asked for at its new address.
        elsewhere: ``http://localhost:…``: another host, whose log must stay empty.
        private: ``http://127.0.0.2:…``: another loopback address, whose log must stay empty.
        closing: Set when the portal is shut down: whoever waits must stop.
    """

    url: str
    attempt: int
    moved: bool
    elsewhere: str
    private: str
    closing: Event


def throttled(answer: Answer, scene: Scene) -> Answer:
    """Answer 429 with the seconds to wait."""
    return not_found(429).with_headers(("Retry-After", str(RETRY_AFTER)))


def busy_until(answer: Answer, scene: Scene) -> Answer:
    """Answer 503 with the moment to come back at."""
    free = datetime.now(UTC) + timedelta(seconds=RETRY_AFTER + 1)
    return not_found(503).with_headers(("Retry-After", format_datetime(free, usegmt=True)))


def slow_drip(answer: Answer, scene: Scene) -> Answer:
    """Send ten bytes a second, for ever."""
    return replace(answer, body=_drip(scene)).without_headers("Content-Encoding")


def _drip(scene: Scene) -> Iterator[bytes]:
    yield b"<!doctype html><html><title>"
    while not scene.closing.wait(0.1):
        yield b"."


def hanging(answer: Answer, scene: Scene) -> Answer:
    """Send the head and nothing more."""
    return replace(answer, body=_silence(scene))


def _silence(scene: Scene) -> Iterator[bytes]:
    scene.closing.wait(120)
    yield b""


def endless(answer: Answer, scene: Scene) -> Answer:
    """Send a page without an end."""
    return replace(answer, body=_flood(scene)).without_headers("Content-Encoding")


def _flood(scene: Scene) -> Iterator[bytes]:
    paragraphs = "<p>Danh sách khen thưởng còn tiếp theo ở trang sau.</p>\n".encode() * 1000
    for _ in range(ENDLESS // len(paragraphs)):
        if scene.closing.is_set():
            return
        yield paragraphs


def decompression_bomb(answer: Answer, scene: Scene) -> Answer:
    """Send :func:`bomb`."""
    return replace(answer, body=bomb()).with_headers(("Content-Encoding", "gzip"))


@cache
def bomb(size: int = BOMB) -> bytes:
    """Return gzip of ``size`` blanks (a multiple of a million), made without packing them all.

    After a full flush deflate packs equal blocks to equal bytes, so that one packed block can be repeated.
    """
    block = b" " * 1_000_000
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    count, check = size // len(block), 0
    for _ in range(count):
        check = zlib.crc32(block, check)
    tail = packer.flush() + check.to_bytes(4, "little") + (count * len(block) % 2**32).to_bytes(4, "little")
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff" + packed * count + tail


def truncated_gzip(answer: Answer, scene: Scene) -> Answer:
    """Send the first half of a gzipped page, as if it were all."""
    packed = gzip.compress(_plain(answer), mtime=0)
    return replace(answer, body=packed[: len(packed) // 2]).with_headers(("Content-Encoding", "gzip"))


def truncated_body(answer: Answer, scene: Scene) -> Answer:
    """Send a third of what Content-Length tells."""
    whole = _plain(answer)
    told = answer.without_headers("Content-Encoding").with_headers(("Content-Length", str(len(whole))))
    return replace(told, body=iter([whole[: len(whole) // 3]]))


def wrong_charset(answer: Answer, scene: Scene) -> Answer:
    """Call UTF-8 iso-8859-1 in the header."""
    return answer.with_headers(("Content-Type", "text/html; charset=iso-8859-1"))


def legacy_charset(answer: Answer, scene: Scene) -> Answer:
    """Send windows-1258, with the tone marks apart as that code page wants them, told by ``meta`` alone."""
    text = _plain(answer).decode().replace('charset="utf-8"', 'charset="windows-1258"')
    text = text.replace('charset="UTF-8"', 'charset="windows-1258"').replace("charset=utf-8", "charset=windows-1258")
    page = tones_apart(text).encode("cp1258", "xmlcharrefreplace")
    return replace(answer.without_headers("Content-Encoding").with_headers(("Content-Type", "text/html")), body=page)


def tones_apart(text: str) -> str:
    """Return the text with tone marks as characters of their own, while ă, â, ê, ô, ơ, ư stay whole.

    >>> len(tones_apart("Tổ")), tones_apart("ư") == "ư"
    (3, True)
    """
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = []
    for char in text:
        letters = unicodedata.normalize("NFD", char)
        tone = "".join(mark for mark in letters[1:] if mark in tones)
        rest = unicodedata.normalize("NFC", "".join(mark for mark in letters if mark not in tones))
        out.append(rest + tone if tone and char.isalpha() else char)
    return "".join(out)


def wrong_type(answer: Answer, scene: Scene) -> Answer:
    """Send a PDF."""
    return (
        replace(answer, body=b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        .without_headers("Content-Encoding")
        .with_headers(("Content-Type", "application/pdf"))
    )


def soft_not_found(answer: Answer, scene: Scene) -> Answer:
    """Send the error page with status 200."""
    return replace(not_found(), status=200)


def redirect_loop(answer: Answer, scene: Scene) -> Answer:
    """Redirect to an address that redirects to itself."""
    return redirect(scene.url + ("&" if "?" in scene.url else "?") + LOOPING)


def cookie_wall(answer: Answer, scene: Scene) -> Answer:
    """Redirect to the same address until a cookie comes back, which is never looked at."""
    return redirect(scene.url).with_headers(("Set-Cookie", "kiemtra=1; Path=/"))


def meta_refresh(answer: Answer, scene: Scene) -> Answer:
    """Send browsers to another host by meta refresh and by script."""
    body = f'<html><head><meta http-equiv="refresh" content="0;url={scene.elsewhere}/dich"></head><body>…</body></html>'
    script = f'<script>location.href = "{scene.elsewhere}/dich"</script>'
    return replace(answer, body=(body + script).encode()).without_headers("Content-Encoding")


def _plain(answer: Answer) -> bytes:
    assert isinstance(answer.body, bytes)
    packed = ("Content-Encoding", "gzip") in answer.headers
    return gzip.decompress(answer.body) if packed else answer.body


def error_page(status: int) -> Callable[[Answer, Scene], Answer]:
    """Answer with the error page of a status."""
    return lambda answer, scene: not_found(status)


def redirect_to(location: str) -> Callable[[Answer, Scene], Answer]:
    """Redirect to an address, in which ``{elsewhere}`` and ``{private}`` stand for the traps."""
    return lambda answer, scene: redirect(location.format(elsewhere=scene.elsewhere, private=scene.private))


def nothing(answer: Answer, scene: Scene) -> Answer:
    """Answer as ever."""
    return answer


def moved(answer: Answer, scene: Scene) -> Answer:
    """Redirect for good to a new address of the article, and serve it there."""
    return answer if scene.moved else redirect(scene.url + ("&" if "?" in scene.url else "?") + MOVED, 301)


def empty(answer: Answer, scene: Scene) -> Answer:
    """Send no byte of a body."""
    return replace(answer, body=b"").without_headers("Content-Encoding")


def drop(answer: Answer, scene: Scene) -> Answer:
    """Close the connection without a word."""
    return Answer(0, dropped=True)
