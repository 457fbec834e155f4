"""What the local portal does wrong on demand, and where a good crawler must end up each time (cố tình trục trặc).

A misbehaviour turns the answer a well-behaved portal would give into a bad one. :data:`MISBEHAVIOURS` tells of each
what the crawl log must say in the end, so that one test can go through them all.
"""

from __future__ import annotations

import gzip
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from threading import Event
from typing import Literal

from tests.portal.answers import Answer, not_found, redirect

#: Bytes after which an endless page ends after all: far above any sensible limit, and no danger to the machine.
ENDLESS = 200_000_000
#: Bytes a decompression bomb unpacks to.
BOMB = 512_000_000
#: Seconds of ``Retry-After``.
RETRY_AFTER = 1


@dataclass(frozen=True)
class Scene:
    """What a misbehaviour may know.

    Attributes:
        url: The address that was asked for.
        attempt: 1 at the first request for this address.
        elsewhere: ``http://localhost:…``: another host, whose log must stay empty.
        private: ``http://127.0.0.2:…``: another loopback address, whose log must stay empty.
        closing: Set when the portal is shut down: whoever waits must stop.
    """

    url: str
    attempt: int
    elsewhere: str
    private: str
    closing: Event


@dataclass(frozen=True)
class Misbehaviour:
    """One thing that goes wrong at an article's address.

    Attributes:
        what: What the portal does.
        outcome: How the crawl log must say that the address ended (``FetchOutcome``).
        must: What else a good crawler does or leaves.
        act: Turns the right answer into the wrong one.
        status: The last status the crawl log must tell, where one is fixed.
        page: Whether the archive must hold the article as a readable page in the end.
        tries: How often one crawl asks for the address; ``None`` where retries and their limit decide.
        times: At how many first requests it goes wrong; ``None`` for all.
    """

    what: str
    outcome: Literal["fetched", "gone", "refused", "failed"]
    must: str
    act: Callable[[Answer, Scene], Answer]
    status: int | None = None
    page: bool = False
    tries: int | None = None
    times: int | None = None


def _throttled(answer: Answer, scene: Scene) -> Answer:
    return not_found(429).with_headers(("Retry-After", str(RETRY_AFTER)))


def _busy_until(answer: Answer, scene: Scene) -> Answer:
    free = datetime.now(UTC) + timedelta(seconds=RETRY_AFTER + 1)
    return not_found(503).with_headers(("Retry-After", format_datetime(free, usegmt=True)))


def _slow_drip(answer: Answer, scene: Scene) -> Answer:
    return replace(answer, body=_drip(scene)).without_headers("Content-Encoding")


def _drip(scene: Scene) -> Iterator[bytes]:
    yield b"<!doctype html><html><title>"
    while not scene.closing.wait(0.1):
        yield b"."


def _hanging(answer: Answer, scene: Scene) -> Answer:
    return replace(answer, body=_nothing(scene))


def _nothing(scene: Scene) -> Iterator[bytes]:
    scene.closing.wait(120)
    yield b""


def _endless(answer: Answer, scene: Scene) -> Answer:
    return replace(answer, body=_flood(scene)).without_headers("Content-Encoding")


def _flood(scene: Scene) -> Iterator[bytes]:
    paragraphs = "<p>Danh sách khen thưởng còn tiếp theo ở trang sau.</p>\n".encode() * 1000
    for _ in range(ENDLESS // len(paragraphs)):
        if scene.closing.is_set():
            return
        yield paragraphs


def _bomb(answer: Answer, scene: Scene) -> Answer:
    return replace(answer, body=bomb()).with_headers(("Content-Encoding", "gzip"))


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


def _truncated_gzip(answer: Answer, scene: Scene) -> Answer:
    packed = gzip.compress(_plain(answer), mtime=0)
    return replace(answer, body=packed[: len(packed) // 2]).with_headers(("Content-Encoding", "gzip"))


def _truncated_body(answer: Answer, scene: Scene) -> Answer:
    whole = _plain(answer)
    told = answer.without_headers("Content-Encoding").with_headers(("Content-Length", str(len(whole))))
    return replace(told, body=iter([whole[: len(whole) // 3]]))


def _wrong_charset(answer: Answer, scene: Scene) -> Answer:
    return answer.with_headers(("Content-Type", "text/html; charset=iso-8859-1"))


def _legacy_charset(answer: Answer, scene: Scene) -> Answer:
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


def _wrong_type(answer: Answer, scene: Scene) -> Answer:
    return (
        replace(answer, body=b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        .without_headers("Content-Encoding")
        .with_headers(("Content-Type", "application/pdf"))
    )


def _soft_not_found(answer: Answer, scene: Scene) -> Answer:
    return replace(not_found(), status=200)


def _redirect_loop(answer: Answer, scene: Scene) -> Answer:
    joint = "&" if "?" in scene.url else "?"
    return redirect(scene.url if "vong=" in scene.url else f"{scene.url}{joint}vong=1")


def _cookie_wall(answer: Answer, scene: Scene) -> Answer:
    return redirect(scene.url).with_headers(("Set-Cookie", "kiemtra=1; Path=/"))


def _meta_refresh(answer: Answer, scene: Scene) -> Answer:
    body = f'<html><head><meta http-equiv="refresh" content="0;url={scene.elsewhere}/dich"></head><body>…</body></html>'
    script = f'<script>location.href = "{scene.elsewhere}/dich"</script>'
    return replace(answer, body=(body + script).encode()).without_headers("Content-Encoding")


def _plain(answer: Answer) -> bytes:
    assert isinstance(answer.body, bytes)
    packed = ("Content-Encoding", "gzip") in answer.headers
    return gzip.decompress(answer.body) if packed else answer.body


def _status(status: int) -> Callable[[Answer, Scene], Answer]:
    return lambda answer, scene: not_found(status)


def _to(location: str) -> Callable[[Answer, Scene], Answer]:
    return lambda answer, scene: redirect(location.format(elsewhere=scene.elsewhere, private=scene.private))


def _same(answer: Answer, scene: Scene) -> Answer:
    return answer


#: Every misbehaviour of an article's address by name.
MISBEHAVIOURS: dict[str, Misbehaviour] = {
    "not_found": Misbehaviour("404", "gone", "asks once", _status(404), status=404, tries=1),
    "gone": Misbehaviour("410", "gone", "asks once", _status(410), status=410, tries=1),
    "forbidden": Misbehaviour("403", "failed", "asks once, tells HTTP 403", _status(403), status=403, tries=1),
    "throttled": Misbehaviour(
        "429 with Retry-After in seconds, then the page", "fetched", "leaves the host alone for that long",
        _throttled, status=200, page=True, tries=2, times=1,
    ),
    "throttled_for_ever": Misbehaviour(
        "429 with Retry-After, always", "failed", "gives up after the retries allowed, tells HTTP 429", _throttled,
        status=429,
    ),
    "busy_until": Misbehaviour(
        "503 with Retry-After as an HTTP date, then the page", "fetched", "waits until that moment", _busy_until,
        status=200, page=True, tries=2, times=1,
    ),
    "error_once": Misbehaviour(
        "500, then the page", "fetched", "tries again", _status(500), status=200, page=True, tries=2, times=1
    ),
    "error": Misbehaviour("500, always", "failed", "gives up, tells HTTP 500", _status(500), status=500),
    "dropped": Misbehaviour(
        "closes the connection without a word, then the page", "fetched", "tries again",
        lambda answer, scene: Answer(0, dropped=True), status=200, page=True, tries=2, times=1,
    ),
    "hanging": Misbehaviour("sends the head and then nothing", "failed", "gives up at the time limit", _hanging),
    "slow_drip": Misbehaviour(
        "sends ten bytes a second, for ever", "failed", "stops at the time limit although bytes still come", _slow_drip
    ),
    "endless": Misbehaviour("a page without an end", "failed", "stops at the size limit", _endless),
    "bomb": Misbehaviour(
        "half a megabyte of gzip that unpacks to half a gigabyte", "failed", "stops unpacking at the size limit", _bomb
    ),
    "truncated_gzip": Misbehaviour(
        "gzip that ends in the middle, always", "failed", "does not take half a page for a page", _truncated_gzip
    ),
    "truncated_once": Misbehaviour(
        "a body shorter than its Content-Length, then the page", "fetched", "tries again", _truncated_body,
        status=200, page=True, tries=2, times=1,
    ),
    "wrong_charset": Misbehaviour(
        "UTF-8 that its header calls iso-8859-1", "fetched", "reads it as the UTF-8 that it is", _wrong_charset,
        status=200, page=True, tries=1,
    ),
    "legacy_charset": Misbehaviour(
        "windows-1258 that only meta tells", "fetched", "reads it in that code page", _legacy_charset,
        status=200, page=True, tries=1,
    ),
    "wrong_type": Misbehaviour(
        "a PDF at an article's address", "failed", "keeps it from being a page, tells the type", _wrong_type, tries=1
    ),
    "soft_not_found": Misbehaviour(
        "'Không tìm thấy trang' with status 200", "fetched", "the building skips it: it has no article",
        _soft_not_found, status=200, tries=1,
    ),
    "redirect_loop": Misbehaviour("redirects in a circle", "failed", "stops after a few rounds", _redirect_loop),
    "cookie_wall": Misbehaviour(
        "redirects to itself until a cookie comes back", "failed", "sends no cookie and stops", _cookie_wall
    ),
    "redirect_to_other_host": Misbehaviour(
        "redirects to a host that is not the portal's", "refused", "never asks there", _to("{elsewhere}/dich"), tries=1
    ),
    "redirect_to_private": Misbehaviour(
        "redirects to 127.0.0.2", "refused", "never asks there", _to("{private}/dich"), tries=1
    ),
    "redirect_to_file": Misbehaviour(
        "redirects to file:///etc/passwd", "refused", "never opens it", _to("file:///etc/passwd"), tries=1
    ),
    "redirect_to_ftp": Misbehaviour(
        "redirects to ftp:", "refused", "never asks there", _to("ftp://127.0.0.1/tin.html"), tries=1
    ),
    "redirect_to_script": Misbehaviour(
        "redirects to javascript:", "refused", "runs nothing", _to("javascript:alert(1)"), tries=1
    ),
    "meta_refresh": Misbehaviour(
        "a page of 200 that sends browsers to another host", "fetched", "follows neither meta refresh nor script",
        _meta_refresh, status=200, tries=1,
    ),
    "disallowed": Misbehaviour(
        "robots.txt closes the address", "refused", "never asks, tells robots.txt", _same, tries=0
    ),
}  # fmt: skip
