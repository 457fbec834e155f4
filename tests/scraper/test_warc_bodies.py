"""Payloads out of their encodings: whole or refused, and never larger than the limit."""

import gzip
import tracemalloc
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.errors import ReadError
from scraper.archive.bodies import decode_body

LIMIT = 1_000_000


def raw_deflate(data):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "x-gzip": lambda data: gzip.compress(data[:7]) + gzip.compress(data[7:]) + b"\0\0",
    "deflate": zlib.compress,
    "Deflate ": raw_deflate,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
    "gzip, br": lambda data: brotli.compress(gzip.compress(data)),
}


@pytest.mark.parametrize("name", PACKERS)
@given(st.binary(max_size=3000))
@settings(max_examples=40, deadline=None)
def test_what_is_packed_comes_out(name, data):
    assert decode_body(PACKERS[name](data), content=name, limit=LIMIT) == data


@pytest.mark.parametrize("name", PACKERS)
def test_a_body_cut_at_any_length_is_refused(name):
    body = PACKERS[name]("(p)Tặng Giấy khen 12".encode())
    whole = len(body.rstrip(b"\0")) if name == "x-gzip" else len(body)
    refused = 0
    for length in range(1, whole):
        try:
            got = decode_body(body[:length], content=name, limit=LIMIT)
        except ReadError:
            refused += 1
        else:
            assert name == "x-gzip"
            assert got == "(p)Tặng".encode()[:7]
    assert refused >= whole - 2


@pytest.mark.parametrize("name", PACKERS)
def test_a_bomb_is_cut(name):
    body = PACKERS[name](b" " * 60_000_000)
    tracemalloc.start()
    with pytest.raises(ReadError, match="more than 1,000,000"):
        decode_body(body, content=name, limit=LIMIT)
    assert tracemalloc.get_traced_memory()[1] < 40_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_a_broken_body_is_refused(name):
    with pytest.raises(ReadError, match=r"is broken|cut short"):
        decode_body(b"khong phai du lieu nen " * 10, content=name, limit=LIMIT)


@pytest.mark.parametrize("name", ["", "identity", "none", "gzip", "br", "lạ"])
def test_a_page_that_is_sent_plain_is_taken_as_it_is(name):
    assert decode_body(b"\n <html>", content=name, limit=LIMIT) == b"\n <html>"


def test_an_unknown_encoding_is_named():
    with pytest.raises(ReadError, match="'compress' is unknown"):
        decode_body(b"\x1f\x9d\x90", content="compress", limit=LIMIT)


def test_a_page_above_the_limit_is_refused():
    with pytest.raises(ReadError, match="1,000,001 bytes in one page"):
        decode_body(b"x" * (LIMIT + 1), limit=LIMIT)


@given(st.lists(st.binary(min_size=1, max_size=200), max_size=6))
@settings(max_examples=60, deadline=None)
def test_chunks_are_put_together(parts):
    body = b"".join(b"%x;name=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    assert decode_body(body, transfer="Chunked", limit=LIMIT) == b"".join(parts)


def test_chunks_that_are_cut_or_broken_are_refused():
    body = b"5\r\nabcde\r\n3\r\nabc\r\n"
    for cut in (body[:7], body, b"5\r\nabcde\r\nzz\r\n"):
        with pytest.raises(ReadError, match="chunked body"):
            decode_body(cut, transfer="chunked", limit=LIMIT)
    assert decode_body(b"<p>khong co khuc</p>", transfer="chunked", limit=LIMIT) == b"<p>khong co khuc</p>"
