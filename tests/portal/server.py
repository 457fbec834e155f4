"""The local portal: a department's site over HTTP on loopback, with a log and with misbehaviours on demand."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from tests.portal.acts import LOOPING, MOVED
from tests.portal.answers import Answer, not_found, serve
from tests.portal.articles import Article
from tests.portal.definition import write_definition
from tests.portal.misbehaviours import MISBEHAVIOURS, Scene
from tests.portal.reposts import repost
from tests.portal.site import PER_PAGE, Site, canonical


@dataclass
class Hit:
    """One request as the portal saw it.

    Attributes:
        time: Seconds of the monotonic clock when it came in.
        method: ``GET`` and so on.
        path: Path and query as they were asked for.
        headers: Headers of the request, names in small letters.
        status: What was answered; 0 where the connection was dropped.
        sent: Bytes of the body that were handed to the network.
    """

    time: float
    method: str
    path: str
    headers: dict[str, str]
    status: int = 0
    sent: int = 0


class LocalPortal:
    """A department's site on 127.0.0.1; a context manager.

    Args:
        family: ``wordpress``, ``nukeviet`` or ``sharepoint``.
        port: 0 for any free one.
        articles: How many articles; 15 stand on a listing page.
        seed: Other seeds give other articles.
        delay: ``Crawl-delay`` of robots.txt in seconds; ``None`` for none.
        misbehave: Names of :data:`MISBEHAVIOURS` by article number, or ``"all"``: each at one article of its own.
        switches: Names of what the whole site does (see :attr:`SWITCHES`).
        reposts: Articles of another portal that this one publishes a day or two later, with small changes.

    Attributes:
        log: Every request in order.
        trap: Requests that reached the hosts nobody may ask: a good crawler leaves it empty.
        victims: The article number at which each misbehaviour stands.
        repeats: Which of the articles repeat which.

    >>> with LocalPortal(articles=3) as portal:
    ...     portal.articles[0].url.startswith(portal.base)
    True
    """

    #: What the whole site may do, and what a good crawler makes of it.
    SWITCHES: Mapping[str, str] = {
        "no_validators": "tells neither ETag nor Last-Modified: the digest of the page must tell that nothing changed",
        "restless": "the visit counter moves with every request, without validators: another digest, the same article",
        "no_cookies": "sets no cookies (without it every answer sets one, and none may come back)",
        "repeating_listing": "every listing page shows the newest articles, and pages never end: stop at nothing new",
        "last_page_again": "numbers beyond the last page show the last page again, with status 200: stop there",
        "robots_missing": "robots.txt is 404: everything is allowed",
        "robots_failing": "robots.txt is 500: nothing may be fetched until it can be read",
        "no_compression": "never sends gzip",
        "hostile_links": "listings link to file:, ftp:, javascript:, private addresses and other hosts: refused, told",
    }

    def __init__(
        self,
        family: str = "wordpress",
        *,
        port: int = 0,
        articles: int = 8 * PER_PAGE,
        seed: int = 1,
        delay: float | None = 0.05,
        misbehave: Mapping[int, str] | Literal["all"] | None = None,
        switches: Iterable[str] = (),
        reposts: Iterable[Article] = (),
    ) -> None:
        """Bind the port and write the articles; nothing is answered before the portal is entered."""
        self.switches = frozenset(switches)
        if unknown := self.switches - set(self.SWITCHES):
            raise ValueError(f"no such switch: {', '.join(sorted(unknown))}")
        rules = dict(enumerate(MISBEHAVIOURS, 1)) if misbehave == "all" else dict(misbehave or {})
        if strange := set(rules.values()) - set(MISBEHAVIOURS):
            raise ValueError(f"no such misbehaviour: {', '.join(sorted(strange))}")
        self.log: list[Hit] = []
        self.trap: list[Hit] = []
        self.rules: dict[str, str] = {}
        self.attempts: Counter[str] = Counter()
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), self._answer, self.log)
        self._trap = _Server(("127.0.0.1", 0), _nothing_here, self.trap)
        self._servers = [self._server, self._trap]
        with suppress(OSError):  # only Linux has the whole of 127.0.0.0/8 without being told
            self._servers.append(_Server(("127.0.0.2", self._trap.server_port), _nothing_here, self.trap))
        self.site = Site(family, self.base, articles=articles, seed=seed, crawl_delay=delay, switches=self.switches)
        copies = [repost(article, 1000 + number, self.site) for number, article in enumerate(reposts)]
        self.site.add(copy for copy, _ in copies)
        self.repeats = tuple(repeat for _, repeat in copies)
        self.victims: dict[str, int] = {}
        for number, name in rules.items():
            self.misbehave(number, name)

    @property
    def host(self) -> str:
        """Host and port, as ``hosts`` of a definition names them."""
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def base(self) -> str:
        """Scheme and host, without a slash at the end."""
        return f"http://{self.host}"

    @property
    def articles(self) -> tuple[Article, ...]:
        """The truth about each article, oldest first; those taken down stay, marked ``gone``."""
        return self.site.articles

    def article(self, number: int) -> Article:
        """Return the article of that number as it now is."""
        return next(article for article in self.articles if article.number == number)

    def misbehave(self, where: int | str, name: str) -> None:
        """Let an article (by number) or any path misbehave from now on; counting of its requests begins anew.

        Raises:
            KeyError: there is no such misbehaviour.
        """
        MISBEHAVIOURS[name]
        path = self.site.family.article_path(self.article(where)) if isinstance(where, int) else where
        if isinstance(where, int):
            self.victims[name] = where
        if name == "disallowed":
            self.site.close(path)
        self.rules[canonical(path)] = name
        self.attempts[canonical(path)] = 0

    def behave(self) -> None:
        """End all misbehaviour at articles and paths."""
        self.rules.clear()
        self.site.closed.clear()

    def change(self, number: int) -> Article:
        """Publish an article anew with one paragraph more, and return its new truth."""
        return self.site.change(number)

    def vanish(self, number: int) -> Article:
        """Take an article down: no list names it any more, and its address answers 404."""
        return self.site.vanish(number)

    def publish(self, count: int = 1) -> tuple[Article, ...]:
        """Publish articles newer than all others, and return them."""
        return self.site.publish(count)

    def hits(self, what: int | str) -> list[Hit]:
        """Return the requests for an article (by number) or a path, whatever tracking parameters they carried."""
        path = self.site.family.article_path(self.article(what)) if isinstance(what, int) else what
        return [hit for hit in list(self.log) if canonical(hit.path) == canonical(path)]

    def gaps(self) -> list[float]:
        """Return the seconds between each request and the next."""
        times = [hit.time for hit in list(self.log)]
        return [later - earlier for earlier, later in pairwise(times)]

    def definition(self, folder: Path, **changes: Any) -> Path:
        """Write the portal's definition into a folder and return the file; ``changes`` replace its keys."""
        return write_definition(self, folder, changes)

    def __enter__(self) -> Self:
        """Begin to answer."""
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, and free the ports."""
        self.closing.set()
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def _answer(self, hit: Hit) -> Answer:
        with self._lock:
            path = canonical(hit.path, without=(LOOPING, MOVED))
            page = self.site.page(path)
            compress = "no_compression" not in self.switches
            validators = not self.switches & {"no_validators", "restless"}
            answer = serve(page, hit.headers, compress=compress, validators=validators) if page else not_found()
            if "no_cookies" not in self.switches:
                answer = answer.with_headers(("Set-Cookie", "phien=a81f; Path=/; HttpOnly"))
            if path == "/robots.txt" and (status := self.robots_status):
                answer = not_found(status)
            return self._spoilt(answer, path, moved=MOVED in hit.path)

    @property
    def robots_status(self) -> int | None:
        """The status robots.txt fails with, where it does."""
        if "robots_missing" in self.switches:
            return 404
        return 500 if "robots_failing" in self.switches else None

    def _spoilt(self, answer: Answer, path: str, *, moved: bool) -> Answer:
        """Let the rule for an address have its way with the answer."""
        self.attempts[path] += 1
        name = self.rules.get(path)
        if name is None:
            return answer
        rule = MISBEHAVIOURS[name]
        if rule.times is not None and self.attempts[path] > rule.times:
            return answer
        trap = self._trap.server_port
        elsewhere, private = f"http://localhost:{trap}", f"http://127.0.0.2:{trap}"
        scene = Scene(self.base + path, self.attempts[path], moved, elsewhere, private, self.closing)
        return rule.act(answer, scene)


class _Server(ThreadingHTTPServer):
    """A server that hands each request to one function and writes it into a log."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], answer: Any, log: list[Hit]) -> None:
        self.answer = answer
        self.log = log
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: askers hang up in the middle, that is what the tests are for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        hit = Hit(time.monotonic(), self.command, self.path, {k.lower(): v for k, v in self.headers.items()})
        self.server.log.append(hit)
        self.rfile.read(int(hit.headers.get("content-length", 0)))
        answer = self.server.answer(hit)
        hit.status = answer.status
        if answer.dropped:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._send_head(answer)
        if self.command == "HEAD":
            return
        for piece in [answer.body] if isinstance(answer.body, bytes) else answer.body:
            self.wfile.write(piece)
            self.wfile.flush()
            hit.sent += len(piece)

    do_HEAD = do_POST = do_GET

    def _send_head(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if isinstance(answer.body, bytes):
            if answer.status != 304:
                self.send_header("Content-Length", str(len(answer.body)))
        else:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet: the log is :attr:`LocalPortal.log`."""


def _nothing_here(hit: Hit) -> Answer:
    return Answer(200, (("Content-Type", "text/html"),), b"<html><body>A trap</body></html>")
