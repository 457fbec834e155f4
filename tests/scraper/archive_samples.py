"""Exchanges and WARC files of our own making."""

import gzip
from datetime import UTC, datetime, timedelta

from schemas.crawls import Fetch
from scraper.archive import Exchange

PORTAL = "so-mau"
START = datetime(2026, 3, 8, 1, 0, tzinfo=UTC)


def address(number):
    return f"https://so.example.vn/tin/{number}"


def fetch(number, *, role="article", outcome="fetched", **values):
    return Fetch(portal=PORTAL, url=address(number), role=role, listed="2026-03-01", outcome=outcome, **values)


def markup(number, revision=1):
    text = f"Ngày {number % 28 + 1}/3, Sở Mẫu tặng Giấy khen cho {number:02} tập thể (bản {revision})."
    return f"<html><head><meta charset='utf-8'></head><body><h1>Tin {number}</h1><p>{text}</p></body></html>".encode()


def exchange(number, body=None, *, minute=0, status=200, headers=(), **values):
    given = [("Content-Type", "text/html; charset=utf-8"), *headers]
    return Exchange(
        address(number),
        status,
        START + timedelta(minutes=minute),
        markup(number) if body is None else body,
        response_headers=given,
        request_headers=[("User-Agent", "thidua")],
        reason="OK",
        **values,
    )


def record(kind, content=b"", *, version="1.0", length=True, **headers):
    """Return an unpacked WARC record; ``WARC_Date`` among the names stands for ``WARC-Date``."""
    lines = [f"WARC/{version}", f"WARC-Type: {kind}", "WARC-Record-ID: <urn:uuid:1>"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(content)}"] if length is True else [f"Content-Length: {length}"] if length else []
    return "\r\n".join([*lines, "", ""]).encode() + content + b"\r\n\r\n"


def http(body, *, status=200, content_type="text/html; charset=utf-8", headers=()):
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {content_type}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def page(number, body=None, *, day="08", **values):
    """Return the unpacked response record of a page as anybody's crawler writes it."""
    content = http(markup(number) if body is None else body, **values)
    date = f"2026-03-{day}T10:45:12Z"
    return record("response", content, WARC_Target_URI=address(number), WARC_Date=date)


def packed(*records):
    return b"".join(gzip.compress(item, mtime=0) for item in records)
