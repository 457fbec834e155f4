"""A writer killed at any moment: nothing stored is lost, nothing is there twice, no torn record is a page."""

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from archive_samples import PORTAL, address, exchange, fetch, http, markup, packed, page, record
from test_archive import opened, pages, warcio_check

from schemas.errors import ArchiveError
from schemas.pages import RawPage
from scraper.archive import Archive, checking, index, read_crawl_log, recovery, validate, warc_files

#: Fetches what waits, as a crawl does, and tells each address once it is stored.
WRITER = """
import sys
from pathlib import Path
from archive_samples import PORTAL, exchange, fetch
from scraper.archive import Archive

with Archive(Path(sys.argv[1]), portal=PORTAL, max_bytes=20_000) as archive:
    if sys.argv[2] == "first":
        archive.add(fetch(number, outcome="waiting") for number in range(int(sys.argv[3])))
        print("listed", flush=True)
    for item in archive.waiting():
        number = int(item.url.rpartition("/")[2])
        if number % 10 == 9:
            archive.note(fetch(number, outcome="failed", reason="timeout"))
        else:
            archive.store(exchange(number), fetch(number))
        print(number, flush=True)
"""
PAGES = 250


@pytest.fixture
def kept(tmp_path):
    """Return the folder of an archive with three pages, and the log in it."""
    folder = tmp_path / "so-mau"
    with opened(folder) as archive:
        archive.add(fetch(number, outcome="waiting") for number in range(5))
        for number in range(3):
            archive.store(exchange(number), fetch(number))
        log = list(archive.fetches())
    return folder, log


def run_and_kill(folder, mode, lines, after):
    """Run the writer, kill it ``after`` seconds from so many of its lines, and return what it said was stored."""
    command = [sys.executable, "-c", WRITER, str(folder), mode, str(PAGES)]
    tests = Path(__file__).parent
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": f"{tests}:{tests.parents[1]}"}
    )
    first = [process.stdout.readline() for _ in range(lines)]
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate(timeout=60)
    return [int(line) for line in [*first, *rest.splitlines()] if line.strip().isdigit()]


def test_ten_kills_at_random_moments_lose_nothing_and_store_nothing_twice(tmp_path):
    folder, moments, told = tmp_path / "so-mau", random.Random(4), list[int]()
    for kill in range(10):
        lines = 0 if kill % 3 == 2 else moments.randint(1, 15)
        after = moments.uniform(0, 0.02 if lines else 1.5)
        told += run_and_kill(folder, "go on" if kill else "first", lines, after)
        assert len(told) == len(set(told))
        with opened(folder) as archive:
            log = {item.url: item.outcome for item in archive.fetches()}
            assert list(read_crawl_log(folder)) == list(archive.fetches())
        assert len(log) == PAGES
        assert [number for number in told if log[address(number)] == "waiting"] == []
        assert validate(folder) == []
    assert len(told) > 20
    with opened(folder) as archive:
        for item in list(archive.waiting()):
            archive.store(exchange(int(item.url.rpartition("/")[2])), fetch(int(item.url.rpartition("/")[2])))
    found = pages(folder)
    assert {type(item) for item in found} == {RawPage}
    assert len(found) == len({item.url for item in found})
    assert {int(item.url.rpartition("/")[2]) for item in found} >= {number for number in told if number % 10 != 9}
    assert validate(folder) == []
    assert warcio_check(folder) == (0, "")


def test_a_tail_torn_at_any_byte_is_cut_off_and_kept(kept, tmp_path):
    folder, log = kept
    warc = folder / "00001.warc.gz"
    whole = warc.read_bytes()
    with opened(folder) as archive:
        archive.note(fetch(3, outcome="failed", reason="timeout"))
    record = warc.read_bytes()[len(whole) :]
    (folder / "index.sqlite").unlink()
    warc.write_bytes(whole)
    opened(folder).open().close()
    for length in range(1, len(record)):
        copy = tmp_path / f"copy-{length}"
        shutil.copytree(folder, copy)
        (copy / warc.name).write_bytes(whole + record[:length])
        with opened(copy) as archive:
            assert list(archive.fetches()) == log
            (message,) = archive.messages
        assert f"a torn record of {length:,} bytes" in message
        assert (copy / "00001.torn").read_bytes() == record[:length]
        assert (copy / warc.name).read_bytes() == whole
        shutil.rmtree(copy)


@pytest.mark.parametrize("cut", [1, 100, 300])
def test_a_response_that_was_torn_is_waiting_again(kept, cut):
    folder, _ = kept
    with opened(folder) as archive:
        stored = archive.store(exchange(3), fetch(3))
    (folder / "index.sqlite").unlink()
    warc = folder / "00001.warc.gz"
    warc.write_bytes(warc.read_bytes()[: stored.fetch.offset + cut])
    with opened(folder) as archive:
        assert [item.url for item in archive.waiting()] == [address(3), address(4)]
        assert archive.store(exchange(3), fetch(3)).kind == "response"
    assert [page.url for page in pages(folder)] == [address(number) for number in range(4)]
    assert validate(folder) == []


def test_whole_records_behind_the_index_are_indexed(kept, tmp_path):
    folder, _ = kept
    shutil.copy(folder / "index.sqlite", tmp_path / "old.sqlite")
    with opened(folder) as archive:
        archive.store(exchange(3), fetch(3))
        log = list(archive.fetches())
    shutil.copy(tmp_path / "old.sqlite", folder / "index.sqlite")
    with opened(folder) as archive:
        assert list(archive.fetches()) == log
        assert archive.messages == (f"00001.warc.gz: 2 records behind byte {archive.messages[0].split()[5]} indexed",)
        assert archive.store(exchange(3, minute=9), fetch(3)).kind == "revisit"


@pytest.mark.parametrize("damage", ["garbage", "empty", "version", "ahead"])
def test_an_index_that_cannot_be_trusted_is_made_anew(kept, damage):
    folder, log = kept
    path = folder / "index.sqlite"
    if damage == "garbage":
        path.write_bytes(b"khong phai muc luc" * 400)
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "version":
        with sqlite3.connect(path) as base:
            base.execute("PRAGMA user_version = 99")
        base.close()
    else:
        warc = folder / "00001.warc.gz"
        with opened(folder) as archive:
            archive.store(exchange(4), fetch(4))
        warc.write_bytes(warc.read_bytes()[:-1500])
    with opened(folder) as archive:
        found = list(archive.fetches())
        assert archive.messages
    assert list(read_crawl_log(folder)) == found
    assert damage == "ahead" or found == log


def test_a_file_torn_at_its_begin_is_begun_again(kept):
    folder, log = kept
    (folder / "00002.warc.gz").write_bytes(b"\x1f\x8b\x08\x00")
    with opened(folder) as archive:
        assert "a torn record of 4 bytes at byte 0" in archive.messages[0]
        assert list(archive.fetches()) == log
    assert [path.name for path in warc_files(folder)] == ["00001.warc.gz"]
    with (folder / "00001.warc.gz").open("ab") as file:
        file.write(b"\x1f\x8b")
    (folder / "00001.torn").write_bytes(b"of earlier")
    with opened(folder) as archive:
        assert "kept in 00001.2.torn" in archive.messages[0]
    assert (folder / "00001.torn").read_bytes() == b"of earlier"


def test_damage_in_the_middle_is_told_and_nothing_cut(kept):
    folder, log = kept
    with opened(folder, max_bytes=1) as archive:
        archive.store(exchange(3), fetch(3))
    first = folder / "00001.warc.gz"
    data = bytearray(first.read_bytes())
    data[log[1].offset + 60] ^= 255
    first.write_bytes(data)
    (folder / "index.sqlite").unlink()
    with opened(folder) as archive:
        assert [item.outcome for item in archive.fetches()] == ["fetched", "waiting", "fetched", "fetched", "waiting"]
        assert any("passed over: the gzip member is broken" in message for message in archive.messages)
    assert first.read_bytes() == data
    problems = validate(folder)
    assert len(problems) == 1
    assert f"{first}:{log[1].offset}" in problems[0]


def test_a_copy_with_one_payload_twice_is_no_valid_archive(kept):
    folder, _ = kept
    shutil.copy(folder / "00001.warc.gz", folder / "00002.warc.gz")
    assert sum("the same payload of the same address" in problem for problem in validate(folder)) == 3


def test_what_is_wrong_with_records_is_told(kept, monkeypatch):
    folder, _ = kept
    profile = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
    wrong = page(7).replace(
        b"Content-Length", b"WARC-Block-Digest: sha1:A\r\nWARC-Payload-Digest: sha1:B\r\nContent-Length"
    )
    nowhere = record(
        "revisit", http(b""), WARC_Target_URI=address(8), WARC_Profile=profile, WARC_Payload_Digest="sha1:C"
    )
    (folder / "00002.warc.gz").write_bytes(packed(wrong, nowhere) + packed(page(8) + page(9)))
    told = [problem.split(": ", 1)[1] for problem in validate(folder)]
    assert [message.partition(",")[0] for message in told] == [
        "the block digest is sha1:A",
        "the payload digest is sha1:B",
        "the revisit refers to a payload that is not in the archive",
        "more than one record in a gzip member",
    ]

    def refuse(*given, **named):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(checking, "read_records", refuse)
    assert ["Permission denied" in problem for problem in validate(folder)] == [True, True]


def test_records_of_strangers_in_an_archive_are_indexed_without_a_row(kept):
    folder, log = kept
    broken = page(7).replace(b"Content-Length", b'Thidua-Fetch: {"portal": 1}\r\nContent-Length')
    (folder / "00002.warc.gz").write_bytes(packed(page(6), broken, record("metadata", b"{", Thidua_Log="noted")))
    with (folder / "00002.warc.gz").open("ab") as file:
        file.write(b"\0" * 9)
    assert list(read_crawl_log(folder)) == log
    with opened(folder) as archive:
        assert list(archive.fetches()) == log
    assert address(7) in {item.url for item in pages(folder)}


def test_an_index_that_cannot_be_brought_up_is_closed(kept, monkeypatch):
    folder, _ = kept
    (folder / "index.sqlite").unlink()

    def refuse(*given, **named):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(recovery, "read_records", refuse)
    with pytest.raises(ArchiveError, match="Permission denied"):
        opened(folder).open()
    monkeypatch.undo()
    opened(folder).open().close()


def test_an_archive_whose_index_lags_behind_is_closed(kept, monkeypatch):
    folder, _ = kept

    def refuse(fetch):
        raise sqlite3.OperationalError("disk I/O error")

    with opened(folder) as archive:
        monkeypatch.setattr(index, "_row", refuse)
        with pytest.raises(ArchiveError, match="disk I/O error"):
            archive.store(exchange(4), fetch(4))
        monkeypatch.undo()
        with pytest.raises(ArchiveError, match="not open"):
            archive.store(exchange(3), fetch(3))
    with opened(folder) as archive:
        assert archive.fetch(address(4)).outcome == "fetched"
        assert archive.fetch(address(3)).outcome == "waiting"
    assert validate(folder) == []


def test_a_folder_that_may_not_be_written_is_named(kept, monkeypatch):
    folder, _ = kept

    def refuse(self, *given, **named):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_text", refuse)
    with pytest.raises(ArchiveError, match="Permission denied"):
        Archive(folder, portal=PORTAL).open()
    monkeypatch.undo()
    opened(folder).open().close()
    assert markup(1).decode() in {page.content for page in pages(folder)}
