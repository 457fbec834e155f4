"""Each misbehaviour of the local portal really misbehaves in the way it says."""

from __future__ import annotations

import gzip
import http.client
import socket
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import Message
from typing import NamedTuple

import pytest

from tests.portal import MISBEHAVIOURS, LocalPortal
from tests.portal.acts import BOMB, RETRY_AFTER, bomb


class Reply(NamedTuple):
    """A response, read to its end."""

    status: int
    headers: Message
    body: bytes


class Visitor:
    """Asks a portal for one address at a time."""

    def __init__(self, portal: LocalPortal) -> None:
        self.portal = portal

    @contextmanager
    def opened(self, path: str, **headers: str) -> Iterator[http.client.HTTPResponse]:
        """Hand over a response before its body is read, and hang up in the end."""
        connection = http.client.HTTPConnection(self.portal.host, timeout=3)
        try:
            connection.request("GET", path, headers={key.replace("_", "-"): value for key, value in headers.items()})
            with connection.getresponse() as response:
                yield response
        finally:
            connection.close()

    def ask(self, path: str, **headers: str) -> Reply:
        """Read a whole response."""
        with self.opened(path, **headers) as response:
            return Reply(response.status, response.headers, response.read())

    def victim(self, name: str) -> Reply:
        """Ask for the article at which a misbehaviour stands."""
        return self.ask(self.path(name))

    def path(self, name: str) -> str:
        """The path of that article."""
        return self.portal.article(self.portal.victims[name]).url.removeprefix(self.portal.base)


@pytest.fixture(scope="module")
def visitor() -> Iterator[Visitor]:
    with LocalPortal(articles=len(MISBEHAVIOURS) + 2, misbehave="all") as portal:
        yield Visitor(portal)
        assert portal.trap == []


@pytest.mark.parametrize("name", [name for name, rule in MISBEHAVIOURS.items() if rule.times])
def test_passing_trouble_passes(visitor: Visitor, name: str) -> None:
    article = visitor.portal.article(visitor.portal.victims[name])
    with suppress(http.client.IncompleteRead, http.client.RemoteDisconnected, ConnectionResetError):
        first = visitor.victim(name)
        assert (first.status, article.title.encode() in first.body) != (200, True)
    second = visitor.victim(name)
    assert (second.status, article.title.encode() in second.body) == (200, True)


@pytest.mark.parametrize(
    ("name", "status"),
    [("not_found", 404), ("gone", 410), ("forbidden", 403), ("error", 500), ("throttled_for_ever", 429)],
)
def test_lasting_trouble_lasts(visitor: Visitor, name: str, status: int) -> None:
    assert [visitor.victim(name).status for _ in range(3)] == [status] * 3
    assert MISBEHAVIOURS[name].status == status


def test_retry_after_is_told(visitor: Visitor) -> None:
    assert visitor.victim("throttled_for_ever").headers["Retry-After"] == str(RETRY_AFTER)


@pytest.mark.parametrize(
    ("name", "location"),
    [
        ("redirect_to_other_host", "http://localhost:"),
        ("redirect_to_private", "http://127.0.0.2:"),
        ("redirect_to_file", "file:///etc/passwd"),
        ("redirect_to_ftp", "ftp://"),
        ("redirect_to_script", "javascript:"),
        ("moved_home", "/"),
    ],
)
def test_redirects(visitor: Visitor, name: str, location: str) -> None:
    response = visitor.victim(name)
    assert response.status == 302
    assert response.headers["Location"].startswith(location)


@pytest.mark.parametrize("name", ["redirect_loop", "cookie_wall"])
def test_circles_never_end(visitor: Visitor, name: str) -> None:
    path = visitor.path(name)
    seen = []
    for _ in range(5):
        response = visitor.ask(path, Cookie="kiemtra=1")
        seen.append(path)
        path = response.headers["Location"].removeprefix(visitor.portal.base)
    assert path == seen[-1]


def test_moved_article_stands_at_its_new_address(visitor: Visitor) -> None:
    article = visitor.portal.article(visitor.portal.victims["moved"])
    response = visitor.victim("moved")
    assert response.status == 301
    again = visitor.ask(response.headers["Location"].removeprefix(visitor.portal.base))
    assert (again.status, article.title.encode() in again.body) == (200, True)


def test_slow_drip_never_ends(visitor: Visitor) -> None:
    with visitor.opened(visitor.path("slow_drip")) as response:
        start = time.monotonic()
        assert len(response.read(32)) == 32
    assert time.monotonic() - start > 0.25


def test_hanging_sends_no_body(visitor: Visitor) -> None:
    with socket.create_connection(tuple(visitor.portal.host.split(":")), timeout=0.5) as connection:
        connection.sendall(f"GET {visitor.path('hanging')} HTTP/1.0\r\n\r\n".encode())
        received = until_silent(connection)
    assert received[0].startswith(b"HTTP/1.1 200")
    assert b"".join(received).endswith(b"\r\n\r\n")


def until_silent(connection: socket.socket) -> list[bytes]:
    """Return what comes in until the time limit; fails where the other side hangs up before."""
    received = []
    with suppress(TimeoutError):
        while True:
            received.append(connection.recv(4096))
            assert received[-1], "the portal hung up"
    return received


def test_endless_page_stops_when_nobody_reads(visitor: Visitor) -> None:
    with visitor.opened(visitor.path("endless")) as response:
        assert len(response.read(5_000_000)) == 5_000_000
    time.sleep(0.3)
    hit = visitor.portal.hits(visitor.portal.victims["endless"])[-1]
    assert 5_000_000 <= hit.sent < 60_000_000


def test_bomb_unpacks_to_what_it_says(visitor: Visitor) -> None:
    assert gzip.decompress(bomb(3_000_000)) == b" " * 3_000_000
    response = visitor.victim("bomb")
    packed = response.body
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(packed) < BOMB / 900
    assert len(zlib.decompressobj(31).decompress(packed, 20_000_000)) == 20_000_000


def test_truncated_gzip_is_no_whole_page(visitor: Visitor) -> None:
    packed = visitor.victim("truncated_gzip").body
    with pytest.raises(EOFError):
        gzip.decompress(packed)


def test_charsets(visitor: Visitor) -> None:
    title = {name: visitor.portal.article(visitor.portal.victims[name]).title for name in MISBEHAVIOURS}
    wrong = visitor.victim("wrong_charset")
    assert "iso-8859-1" in wrong.headers["Content-Type"]
    assert title["wrong_charset"] in wrong.body.decode("utf-8")
    legacy = visitor.victim("legacy_charset").body
    assert b"windows-1258" in legacy
    with pytest.raises(UnicodeDecodeError):
        legacy.decode("utf-8")


def test_what_is_no_article(visitor: Visitor) -> None:
    assert visitor.victim("wrong_type").headers["Content-Type"] == "application/pdf"
    assert visitor.victim("empty").body == b""
    soft = visitor.victim("soft_not_found")
    assert (soft.status, "Không tìm thấy" in soft.body.decode()) == (200, True)
    assert b"http-equiv" in visitor.victim("meta_refresh").body


def test_disallowed_stands_in_robots(visitor: Visitor) -> None:
    assert f"Disallow: {visitor.path('disallowed')}\n" in visitor.ask("/robots.txt").body.decode()


def test_unknown_names_are_refused() -> None:
    with pytest.raises(ValueError, match="no such misbehaviour: sulking"):
        LocalPortal(articles=2, misbehave={1: "sulking"})
    with pytest.raises(ValueError, match="no such switch: off"):
        LocalPortal(articles=2, switches=["off"])


def test_behaving_again() -> None:
    with LocalPortal(articles=2, misbehave={1: "gone", 2: "disallowed"}) as portal:
        visitor = Visitor(portal)
        portal.behave()
        assert visitor.victim("gone").status == 200
        assert visitor.path("disallowed") not in visitor.ask("/robots.txt").body.decode()


def test_feeds_can_misbehave() -> None:
    with LocalPortal(articles=2) as portal:
        portal.misbehave(portal.site.family.feed, "error_once")
        assert [Visitor(portal).ask(portal.site.family.feed).status for _ in range(2)] == [500, 200]


def test_endless_listing() -> None:
    with LocalPortal(articles=20, switches=["repeating_listing"]) as portal:
        listing = portal.site.family.listing_path
        far = Visitor(portal).ask(listing(400)).body.decode()
        assert portal.site.family.listed(portal.articles[-1]) in far
        assert listing(401) in far


def test_last_page_again() -> None:
    with LocalPortal(articles=20, switches=["last_page_again"]) as portal:
        listing = portal.site.family.listing_path
        assert portal.site.family.listed(portal.articles[0]) in Visitor(portal).ask(listing(9)).body.decode()


def test_restless_page_differs_each_time() -> None:
    with LocalPortal(articles=2, switches=["restless"]) as portal:
        path = portal.articles[0].url.removeprefix(portal.base)
        one, other = Visitor(portal).ask(path), Visitor(portal).ask(path)
        assert one.body != other.body
        assert one.headers["ETag"] is None


@pytest.mark.parametrize(("switch", "status"), [("robots_missing", 404), ("robots_failing", 500)])
def test_robots_switches(switch: str, status: int) -> None:
    with LocalPortal(articles=1, switches=[switch]) as portal:
        assert Visitor(portal).ask("/robots.txt").status == status


def test_cookies_and_hostile_links() -> None:
    with LocalPortal(articles=2, switches=["hostile_links", "no_compression"]) as portal:
        response = Visitor(portal).ask("/", Accept_Encoding="gzip")
        assert response.headers["Set-Cookie"]
        assert b'href="file:///etc/passwd"' in response.body
        assert b'href="javascript:__doPostBack' not in response.body
    with LocalPortal("sharepoint", articles=2, switches=["no_cookies"]) as portal:
        response = Visitor(portal).ask("/tdkt/Pages/tin-tuc.aspx", Accept_Encoding="gzip")
        assert response.headers["Set-Cookie"] is None
        assert b"__doPostBack" in gzip.decompress(response.body)
