"""What the local portal does wrong on demand, and where a good crawler must end up each time (cố tình trục trặc).

A misbehaviour turns the answer a well-behaved portal would give into a bad one. :data:`MISBEHAVIOURS` tells of each
what the crawl log must say in the end, so that one test can go through them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.portal import acts
from tests.portal.acts import Scene
from tests.portal.answers import Answer


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


#: Every misbehaviour of an article's address by name.
MISBEHAVIOURS: dict[str, Misbehaviour] = {
    "not_found": Misbehaviour("404", "gone", "asks once", acts.error_page(404), status=404, tries=1),
    "gone": Misbehaviour("410", "gone", "asks once", acts.error_page(410), status=410, tries=1),
    "forbidden": Misbehaviour("403", "failed", "asks once, tells HTTP 403", acts.error_page(403), status=403, tries=1),
    "throttled": Misbehaviour(
        "429 with Retry-After in seconds, then the page", "fetched", "leaves the host alone for that long",
        acts.throttled, status=200, page=True, tries=2, times=1,
    ),
    "throttled_for_ever": Misbehaviour(
        "429 with Retry-After, always", "failed", "gives up after the retries allowed, tells HTTP 429", acts.throttled,
        status=429,
    ),
    "busy_until": Misbehaviour(
        "503 with Retry-After as an HTTP date, then the page", "fetched", "waits until that moment", acts.busy_until,
        status=200, page=True, tries=2, times=1,
    ),
    "error_once": Misbehaviour(
        "500, then the page", "fetched", "tries again", acts.error_page(500), status=200, page=True, tries=2, times=1
    ),
    "error": Misbehaviour("500, always", "failed", "gives up, tells HTTP 500", acts.error_page(500), status=500),
    "dropped": Misbehaviour(
        "closes the connection without a word, then the page", "fetched", "tries again",
        acts.drop, status=200, page=True, tries=2, times=1,
    ),
    "hanging": Misbehaviour("sends the head and then nothing", "failed", "gives up at the time limit", acts.hanging),
    "slow_drip": Misbehaviour(
        "sends ten bytes a second, for ever", "failed", "stops at the time limit although bytes still come",
        acts.slow_drip,
    ),
    "endless": Misbehaviour("a page without an end", "failed", "stops at the size limit", acts.endless),
    "bomb": Misbehaviour(
        "half a megabyte of gzip that unpacks to half a gigabyte", "failed", "stops unpacking at the size limit",
        acts.decompression_bomb,
    ),
    "truncated_gzip": Misbehaviour(
        "gzip that ends in the middle, always", "failed", "does not take half a page for a page", acts.truncated_gzip
    ),
    "truncated_once": Misbehaviour(
        "a body shorter than its Content-Length, then the page", "fetched", "tries again", acts.truncated_body,
        status=200, page=True, tries=2, times=1,
    ),
    "wrong_charset": Misbehaviour(
        "UTF-8 that its header calls iso-8859-1", "fetched", "reads it as the UTF-8 that it is", acts.wrong_charset,
        status=200, page=True, tries=1,
    ),
    "legacy_charset": Misbehaviour(
        "windows-1258 that only meta tells", "fetched", "reads it in that code page", acts.legacy_charset,
        status=200, page=True, tries=1,
    ),
    "wrong_type": Misbehaviour(
        "a PDF at an article's address", "failed", "keeps it from being a page, tells the type", acts.wrong_type,
        tries=1,
    ),
    "soft_not_found": Misbehaviour(
        "'Không tìm thấy trang' with status 200", "fetched", "the building skips it: it has no article",
        acts.soft_not_found, status=200, tries=1,
    ),
    "redirect_loop": Misbehaviour("redirects in a circle", "failed", "stops after a few rounds", acts.redirect_loop),
    "cookie_wall": Misbehaviour(
        "redirects to itself until a cookie comes back", "failed", "sends no cookie and stops", acts.cookie_wall
    ),
    "redirect_to_other_host": Misbehaviour(
        "redirects to a host that is not the portal's", "refused", "never asks there",
        acts.redirect_to("{elsewhere}/dich"), tries=1,
    ),
    "redirect_to_private": Misbehaviour(
        "redirects to 127.0.0.2", "refused", "never asks there", acts.redirect_to("{private}/dich"), tries=1
    ),
    "redirect_to_file": Misbehaviour(
        "redirects to file:///etc/passwd", "refused", "never opens it", acts.redirect_to("file:///etc/passwd"), tries=1
    ),
    "redirect_to_ftp": Misbehaviour(
        "redirects to ftp:", "refused", "never asks there", acts.redirect_to("ftp://127.0.0.1/tin.html"), tries=1
    ),
    "redirect_to_script": Misbehaviour(
        "redirects to javascript:", "refused", "runs nothing", acts.redirect_to("javascript:alert(1)"), tries=1
    ),
    "meta_refresh": Misbehaviour(
        "a page of 200 that sends browsers to another host", "fetched", "follows neither meta refresh nor script",
        acts.meta_refresh, status=200, tries=1,
    ),
    "moved": Misbehaviour(
        "301 to the article's new address", "fetched", "has the page once, at the new address", acts.moved,
        status=301, tries=1,
    ),
    "moved_home": Misbehaviour(
        "redirects to the home page, as if the article never was", "gone", "takes no listing for an article",
        acts.redirect_to("/"), status=302, tries=1,
    ),
    "empty": Misbehaviour("200 with no body", "failed", "takes nothing for a page", acts.empty, tries=1),
    "disallowed": Misbehaviour(
        "robots.txt closes the address", "refused", "never asks, tells robots.txt", acts.nothing, tries=0
    ),
}  # fmt: skip
