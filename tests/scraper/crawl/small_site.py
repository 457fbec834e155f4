"""A site in memory, for tests that decide what is asked for: no network, no waiting."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from urllib.parse import urlsplit

from scraper.archive import Archive, Exchange
from scraper.crawl.period import Period
from scraper.crawl.transport import NoReplyError, Reply
from scraper.crawl.visits import Visitor
from scraper.crawl.walk import Walk
from scraper.portals import Listing, Portal

HOME = "https://snv.vidu.vn"
PORTAL = Portal(
    id="thu",
    name="Cổng thử",
    unit="Sở thử",
    hosts=("snv.vidu.vn",),
    cms="wordpress",
    verified=False,
    verified_reason="thử",
    article=r"^/tin/",
    listings=(Listing(url="/muc/", paging="/muc/{page}/", first=2),),
)


def page(text="", *, title="Lễ phát động thi đua", day=None):
    """Return an article as HTML."""
    told = f"<p>Ngày đăng: {day}</p>" if day else ""
    body = "<p>Sáng nay, Sở Nội vụ tổ chức lễ phát động phong trào thi đua yêu nước năm 2025.</p>" * 5
    return f"<html><body><h1>{title}</h1>{told}{body}<p>{text}</p></body></html>"


def listing(*articles, following=None):
    """Return a listing as HTML of articles: a path, or a path with its day."""
    items = [each if isinstance(each, tuple) else (each, None) for each in articles]
    rows = "".join(f'<li><a href="{path}">{path}</a> {day or ""}</li>' for path, day in items)
    more = f'<a rel="next" href="{following}">sau</a>' if following else ""
    return f"<html><body><ul>{rows}</ul>{more}</body></html>"


def answer(status=200, body="", kind="text/html; charset=utf-8", **headers):
    """Return an answer of the site."""
    told = [("Content-Type", kind)] if kind else []
    told += [(name.replace("_", "-"), value) for name, value in headers.items()]
    return status, told, body.encode() if isinstance(body, str) else body


class Site:
    """Answers by path: an answer, a string for a page, an exception, or a list of them, the last of which stays."""

    def __init__(self, **paths):
        self.paths = {"/robots.txt": answer(404)} | paths
        self.asked = []
        self.headers = []
        self.slept = []
        self.now = 0.0

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds

    def clock(self):
        return self.now

    async def get(self, address, *, role, headers, timeout):
        parts = urlsplit(address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        self.asked.append(path if f"{parts.scheme}://{parts.netloc}" == HOME else address)
        self.headers.append(dict(headers))
        given = self.paths.get(path, answer(404))
        if isinstance(given, list):
            given = given.pop(0) if len(given) > 1 else given[0]
        given = given() if callable(given) and not isinstance(given, type) else given
        if isinstance(given, Exception):
            raise given
        if isinstance(given, Reply):
            return given
        return Reply(exchange(address, *(answer(body=given) if isinstance(given, str) else given)))


def exchange(address, status, headers, body, **more):
    return Exchange(address, status, datetime.now(UTC), body=body, response_headers=headers, **more)


def visitor(site, archive, portal=PORTAL, say=lambda message: None):
    return Visitor(portal, archive, site, agent="thidua/1 (+a@vidu.vn)", say=say, sleep=site.sleep, clock=site.clock)


async def visit_once(visitor, fetch, *, conditional=False):
    """Ask for an address and archive how it ended."""
    return visitor.keep(await visitor.ask(fetch, conditional=conditional))


class Crawl:
    """One crawl of a site into a folder, done when it is made."""

    def __init__(self, site, folder, portal=PORTAL, *, since=None, until=None, **wanted):
        self.said = []
        del site.asked[:], site.headers[:]
        with Archive(folder, portal=portal.id) as archive:
            walk = Walk(
                visitor(site, archive, portal, self.said.append),
                period=Period.of(since, until),
                say=self.said.append,
                **wanted,
            )
            asyncio.run(walk.run())
            self.report = walk.report
            self.rows = {row.url.removeprefix(HOME): row for row in archive.fetches()}
        self.asked = list(site.asked)

    def outcome(self, path):
        row = self.rows[path]
        return row.outcome, row.status, row.reason


def lost(reason="timeout", *, refused=False):
    return NoReplyError(reason, refused=refused)
