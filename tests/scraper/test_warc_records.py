"""Records out of WARC files: whole ones are read, whatever stands around them; damage is named once."""

import gzip
import hashlib
import tracemalloc
import zlib
from io import BytesIO

import pytest
from archive_samples import address, http, markup, packed, page, record
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.archive.records import MAX_HEAD, Damage, WarcRecord, _Reader, payload_digest, read_records
from scraper.archive.streams import CHUNK, open_stream

CONTENTS = st.lists(st.binary(max_size=300) | st.sampled_from([b"WARC/1.0\r\n", b"\r\n\r\n"]), min_size=1, max_size=5)
GARBAGE = [b"\0" * 700, b"rubbish\nWAR", b"\x1f\x8b\x08 no member", b"\x1f"]


@pytest.fixture
def read(tmp_path):
    def run(data, **values):
        path = tmp_path / "a.warc"
        path.write_bytes(data)
        return list(read_records(path, **values))

    return run


def contents(items):
    return [item.content for item in items if isinstance(item, WarcRecord)]


def reasons(items):
    return [item.reason for item in items if isinstance(item, Damage)]


@pytest.mark.parametrize(
    "pack", [packed, lambda *records: gzip.compress(b"".join(records)), lambda *records: b"".join(records)]
)
def test_records_are_read_however_the_file_is_packed(tmp_path_factory, pack):
    path = tmp_path_factory.mktemp("warc") / "a.warc.gz"

    @given(CONTENTS)
    @settings(max_examples=60, deadline=None)
    def check(given_contents):
        path.write_bytes(pack(*(record("resource", content) for content in given_contents)))
        items = list(read_records(path))
        assert [item.content for item in items] == given_contents
        assert [item.number for item in items] == list(range(len(given_contents)))
        assert [item.complete for item in items] == [True] * len(given_contents)
        assert items[-1].end == path.stat().st_size

    check()


def test_blocks_of_gzip_that_end_within_records_are_put_together(read):
    whole = page(1) + page(2) + page(3)
    blocks = [gzip.compress(whole[at : at + 100]) for at in range(0, len(whole), 100)]
    items = read(b"".join([*blocks, gzip.compress(b"")]))
    assert contents(items) == [http(markup(number)) for number in (1, 2, 3)]
    assert reasons(items) == []


def test_offsets_lead_back_to_the_record(read, tmp_path):
    data = packed(page(1), page(2), page(3))
    items = read(data)
    for item in items:
        (first, *_) = read_records(tmp_path / "a.warc", start=item.offset)
        assert (first.content, first.end) == (item.content, item.end)
    assert [item.end for item in items[:-1]] == [item.offset for item in items[1:]]


@pytest.mark.parametrize("packing", ["gzip", "plain"])
def test_a_torn_tail_of_any_length_gives_the_records_before_it(read, packing):
    pack = packed if packing == "gzip" else lambda *records: b"".join(records)
    before, last = pack(page(1), page(2)), pack(record("resource", b"mau", WARC_Target_URI=address(3)))
    whole = len(last) if packing == "gzip" else len(last) - len(b"\r\n\r\n")
    for length in range(len(last)):
        items = read(before + last[:length])
        expected = [http(markup(1)), http(markup(2))] + ([b"mau"] if length >= whole else [])
        assert contents(items) == expected
        damages = [item.offset for item in items if isinstance(item, Damage)]
        assert damages == ([len(before)] if 0 < length < whole else [])


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_between_members_is_named_and_passed_over(read, garbage):
    first, second = packed(page(1)), packed(page(2))
    items = read(first + garbage + second + garbage)
    assert contents(items) == [http(markup(1)), http(markup(2))]
    assert [item.offset for item in items if isinstance(item, Damage)] == [
        len(first),
        len(first + garbage + second),
    ]


def test_a_torn_member_before_whole_ones_costs_one_record(read):
    first, second, third = packed(page(1)), packed(page(2)), packed(page(3))
    for length in range(1, len(second)):
        items = read(first + second[:length] + third)
        assert contents(items) == [http(markup(1)), http(markup(3))]
        assert len(reasons(items)) == 1


def test_a_changed_byte_gives_no_changed_record(tmp_path):
    path = tmp_path / "a.warc.gz"
    whole = packed(page(1), page(2), page(3))
    good = [http(markup(number)) for number in (1, 2, 3)]

    @given(st.integers(0, len(whole) - 1), st.integers(1, 255))
    @settings(max_examples=300, deadline=None)
    def check(at, change):
        data = bytearray(whole)
        data[at] ^= change
        path.write_bytes(data)
        items = list(read_records(path))
        assert set(contents(items)) <= set(good)
        assert len(contents(items)) >= 2

    check()


@given(st.binary(max_size=2000))
@settings(max_examples=200, deadline=None)
def test_no_bytes_at_all_raise_anything(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.warc"
    for begin in (b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08"):
        path.write_bytes(begin + data)
        assert all(isinstance(item, Damage | WarcRecord) for item in read_records(path, digests=True))


@pytest.mark.parametrize(
    "pack", [packed, lambda *records: b"".join(records), lambda *records: gzip.compress(b"".join(records))]
)
@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (record("response", b"x", length=None), "without Content-Length"),
        (record("response", b"x", length="viele"), "is no number"),
        (record("response", b"x", length="-5"), "is no number"),
        (record("response", b"x" * 50, length=10), "length does not fit"),
        (record("response", b"x", version="0.9"), "WARC 0.9"),
        (record("response", b"x", Long="y" * MAX_HEAD), "headers are larger"),
    ],
)
def test_a_bad_record_is_named_and_the_next_one_read(read, pack, bad, reason):
    items = read(pack(page(1), bad, page(2)))
    assert contents(items) == [http(markup(1)), http(markup(2))]
    (told,) = reasons(items)
    assert reason in told


@pytest.mark.parametrize("pack", [packed, lambda *records: b"".join(records)])
@pytest.mark.parametrize("length", [700, 10_000_000])
def test_a_length_that_is_too_large_costs_one_record(read, pack, length):
    items = read(pack(page(1), record("response", b"x", length=length), page(2), page(3)))
    assert contents(items) == [http(markup(number)) for number in (1, 2, 3)]
    assert len(reasons(items)) == 1


@pytest.mark.parametrize("version", ["0.17", "0.18", "1.0", "1.1"])
def test_every_version_that_is_laid_out_alike_is_read(read, version):
    assert contents(read(packed(record("resource", b"mau", version=version)))) == [b"mau"]


def test_an_empty_file_holds_nothing(read):
    assert read(b"") == []
    assert read(gzip.compress(b"")) == []
    assert read(b"\r\n\r\n") == []


def test_line_breaks_of_other_systems_are_read(read):
    content = b"mau"
    items = read(b"\n\nWARC/1.0\nWARC-Type: resource\nContent-Length: 3\n\nmau\n\n" + record("resource", content))
    assert contents(items) == [content, content]
    assert items[0].offset == 2


def test_large_blocks_are_kept_in_part_only(read):
    body = b"a" * 3_000_000
    tracemalloc.start()
    large, small = read(packed(record("response", http(body)), page(1)), limit=100_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (large.complete, len(large.content), large.length) == (False, CHUNK, len(http(body)))
    assert large.http[0].get_statuscode() == "200"
    assert small.complete
    assert peak < 10_000_000


def test_digests_are_those_of_the_bytes(read):
    (item,) = read(packed(page(1)), digests=True)
    assert item.payload_digest == payload_digest(markup(1))
    assert item.block_digest == payload_digest(http(markup(1)))
    (other,) = read(packed(record("resource", b"x" * 100_000)), digests=True)
    assert (other.payload_digest, other.block_digest) == (None, payload_digest(b"x" * 100_000))
    (endless,) = read(packed(record("response", b"x" * 100_000)), digests=True)
    assert endless.payload_digest is None


def test_angle_brackets_around_an_address_are_left_out(read):
    (item,) = read(record("response", http(b"x"), WARC_Target_URI="<https://so.example.vn/1>"))
    assert item.url == "https://so.example.vn/1"


def test_much_garbage_is_searched_in_linear_time(read):
    noise = b"".join(hashlib.sha256(str(number).encode()).digest() for number in range(100_000))
    items = read(packed(page(1)) + noise + b"\x1f\x8b\x08" * 20_000 + packed(page(2)))
    assert contents(items) == [http(markup(1)), http(markup(2))]


class CountingFile(BytesIO):
    """Counts the bytes read from it."""

    count = 0

    def read(self, size=-1):
        data = super().read(size)
        self.count += len(data)
        return data


def nested_members(number, filler):
    """Return members of stored blocks, each of which holds all that follow it and ends with a wrong checksum."""
    data = filler
    for _ in range(number):
        packer = zlib.compressobj(0, wbits=31)
        data = packer.compress(record("resource", data)) + packer.flush()[:-8] + b"checksum"
    return data


@pytest.mark.parametrize("packing", ["gzip", "plain"])
def test_records_that_claim_each_other_do_not_cost_the_square(packing):
    filler = b"x" * 100_000
    if packing == "gzip":
        data = nested_members(100, filler)
    else:
        data = b"".join(record("resource", b"x", length=90_000) for _ in range(100)) + filler
    file = CountingFile(data)
    items = list(_Reader(open_stream(file), None, digests=False).items())
    assert contents(items) == []
    assert 1 <= len(items) <= 101
    assert file.count < 25 * len(data)
