"""The archive of a portal: what is stored is kept, once, and told again from the WARC files alone."""

import os
import subprocess
import sys

import pytest
from archive_samples import PORTAL, START, address, exchange, fetch, markup
from pydantic import ValidationError

from schemas.crawls import Fetch
from schemas.errors import ArchiveError
from schemas.pages import RawPage, Skipped
from scraper.archive import Archive, Exchange, is_archive, read_archive, read_crawl_log, validate, warc_files
from scraper.archive.exchange import Headers
from scraper.archive.records import read_records


def opened(folder, **values):
    return Archive(folder, portal=PORTAL, **values)


def pages(folder, **values):
    return list(read_archive(warc_files(folder), folder, **values))


def types(folder):
    return [record.type for path in warc_files(folder) for record in read_records(path)]


def warcio_check(folder):
    command = [sys.executable, "-m", "warcio.cli", "check", *map(str, warc_files(folder))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_a_page_is_stored_with_request_and_digests_and_read_again(tmp_path):
    with opened(tmp_path) as archive:
        assert archive.add([fetch(1, outcome="waiting"), fetch(2, outcome="waiting")]) == 2
        stored = archive.store(exchange(1, headers=[("ETag", '"a"'), ("Last-Modified", "hôm qua")]), fetch(1))
        assert (stored.kind, stored.fetch.status, stored.fetch.fetched) == ("response", 200, "2026-03-08T01:00")
        assert [item.url for item in archive.waiting()] == [address(2)]
        known = archive.known(address(1))
        assert (known.outcome, known.etag, known.last_modified) == ("fetched", '"a"', "hôm qua")
        assert known.digest == exchange(1).digest
        assert archive.known(address(9)) is None
    assert types(tmp_path) == ["warcinfo", "metadata", "response", "request"]
    (page,) = pages(tmp_path)
    assert page.content == markup(1).decode()
    assert (page.url, page.retrieved, page.kind) == (address(1), "2026-03-08T01:00", "html")
    assert page.source == f"{tmp_path / '00001.warc.gz'}:{stored.fetch.offset}"
    assert validate(tmp_path) == []
    assert warcio_check(tmp_path) == (0, "")


def test_a_payload_that_comes_again_is_kept_once(tmp_path):
    with opened(tmp_path) as archive:
        first = archive.store(exchange(1), fetch(1))
        again = archive.store(exchange(1, minute=5), fetch(1))
        asked = archive.store(exchange(1, b"", status=304, minute=9), fetch(1, outcome="unchanged"))
        assert [first.kind, again.kind, asked.kind] == ["response", "revisit", "revisit"]
        assert again.fetch.outcome == "unchanged"
        assert (again.fetch.warc, again.fetch.offset) == (first.fetch.warc, first.fetch.offset)
        assert asked.fetch.status == 304
    assert [page.retrieved for page in pages(tmp_path)] == ["2026-03-08T01:00"]
    assert validate(tmp_path) == []
    assert warcio_check(tmp_path)[0] == 0


def test_a_page_that_is_not_modified_refers_to_its_last_revision(tmp_path):
    with opened(tmp_path) as archive:
        for minute, revision in enumerate((1, 2, 1)):
            archive.store(exchange(1, markup(1, revision), minute=minute), fetch(1))
        archive.store(exchange(1, b"", status=304, minute=9), fetch(1, outcome="unchanged"))
    *_, last = [item for path in warc_files(tmp_path) for item in read_records(path) if item.type == "revisit"]
    assert last.header("WARC-Payload-Digest") == exchange(1, markup(1, 1)).digest
    assert last.header("WARC-Refers-To-Date").startswith("2026-03-08T01:00")
    assert validate(tmp_path) == []


def test_the_last_revision_is_the_page_and_the_older_ones_can_be_read(tmp_path):
    with opened(tmp_path) as archive:
        for minute, revision in enumerate((1, 2)):
            archive.store(exchange(1, markup(1, revision), minute=minute), fetch(1))
    older, page = pages(tmp_path)
    assert isinstance(older, Skipped)
    assert (older.reason, older.failed) == ("an older revision of a page", False)
    assert "bản 2" in page.content
    both = pages(tmp_path, revisions=True)
    assert [item.retrieved for item in both] == ["2026-03-08T01:00", "2026-03-08T01:01"]
    with opened(tmp_path) as archive:
        assert archive.store(exchange(1, markup(1, 1), minute=7), fetch(1)).kind == "revisit"
        assert archive.known(address(1)).digest == exchange(1, markup(1, 1)).digest
    assert ["bản 1" in item.content for item in pages(tmp_path) if isinstance(item, RawPage)] == [True]
    assert validate(tmp_path) == []


def test_a_failed_try_does_not_take_the_place_of_a_page(tmp_path):
    with opened(tmp_path) as archive:
        archive.store(exchange(1), fetch(1))
        archive.store(exchange(1, b"<html>l\xe1\xbb\x97i", status=500), fetch(1, outcome="failed", reason="HTTP 500"))
        archive.store(exchange(1, markup(1)[:40], truncated="length"), fetch(1, outcome="failed", reason="too large"))
        assert archive.store(exchange(1), fetch(1)).kind == "revisit"
    cut, page = sorted(pages(tmp_path), key=lambda item: isinstance(item, RawPage))
    assert page.content == markup(1).decode()
    assert "cut when it was archived (length)" in cut.reason
    assert validate(tmp_path) == []


def test_only_articles_are_pages(tmp_path):
    with opened(tmp_path) as archive:
        for number, role in enumerate(("listing", "feed", "sitemap", "robots", "article")):
            archive.store(exchange(number), fetch(number, role=role))
        archive.store(exchange(7, b"%PDF", headers=()), fetch(7).model_copy(update={"role": "article"}))
    found = pages(tmp_path)
    assert [item.url for item in found if isinstance(item, RawPage)] == [address(4)]
    assert ["a PDF" in item.reason for item in found if isinstance(item, Skipped)] == [True]


def test_files_are_rotated_and_the_log_is_the_same_from_the_files_alone(tmp_path):
    with opened(tmp_path, max_bytes=3000) as archive:
        archive.add(fetch(number, outcome="waiting", published="2026-03-02") for number in range(12))
        for number in range(8):
            archive.store(exchange(number), fetch(number))
        archive.note(fetch(8, outcome="refused", reason="robots.txt"))
        archive.note(Fetch(portal=PORTAL, url="javascript:x()\r\nA: b", role="article", listed="2026-01-01"))
        archive.store(exchange(0, minute=1), fetch(0))
        archive.store(exchange(1, b"", status=404), fetch(1, outcome="gone"))
        log = list(archive.fetches())
    assert len(warc_files(tmp_path)) > 2
    assert [item.outcome for item in log[:2]] == ["unchanged", "gone"]
    assert log[5].published == "2026-03-02"
    assert list(read_crawl_log(tmp_path)) == log
    (tmp_path / "index.sqlite").unlink()
    with opened(tmp_path) as archive:
        assert list(archive.fetches()) == log
        assert "made from the WARC files" in archive.messages[0]
        assert archive.known(address(0)).digest == exchange(0).digest
    assert validate(tmp_path) == []


def test_a_day_that_a_later_listing_tells_is_kept(tmp_path):
    with opened(tmp_path) as archive:
        assert archive.add([fetch(1, outcome="waiting"), fetch(1, outcome="waiting", published="2026-03-02")]) == 1
        assert archive.add([fetch(2, outcome="waiting")]) == 1
        archive.store(exchange(2), fetch(2))
        size = (tmp_path / "00001.warc.gz").stat().st_size
        assert archive.add([fetch(2, outcome="waiting"), fetch(1, outcome="waiting", published="2026-03-09")]) == 0
        assert (tmp_path / "00001.warc.gz").stat().st_size == size
        assert archive.add([fetch(2, outcome="waiting", published="2026-03-03")]) == 0
        log = list(archive.fetches())
    assert [(item.published, item.outcome) for item in log] == [("2026-03-02", "waiting"), ("2026-03-03", "fetched")]
    assert list(read_crawl_log(tmp_path)) == log
    (tmp_path / "index.sqlite").unlink()
    with opened(tmp_path) as archive:
        assert list(archive.fetches()) == log


def test_a_second_writer_is_told_who_holds_the_archive(tmp_path):
    with opened(tmp_path), pytest.raises(ArchiveError, match=f"process {os.getpid()} on"):
        opened(tmp_path).open()
    with opened(tmp_path) as archive:
        (tmp_path / "writer.json").write_text("{")
        with pytest.raises(ArchiveError, match="has not told its number"):
            opened(tmp_path).open()
        assert archive.messages == ()


def test_an_archive_that_is_not_open_says_so(tmp_path):
    with pytest.raises(ArchiveError, match="not open"):
        opened(tmp_path).store(exchange(1), fetch(1))


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ArchiveError, match="cannot be opened for writing"):
        opened(tmp_path / "file" / "raw").open()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "https://so.example.vn/a b", "https://so.example.vn/\r\nX: y"])
def test_an_address_that_would_break_a_header_is_refused(tmp_path, url):
    with opened(tmp_path) as archive:
        with pytest.raises(ArchiveError, match="no http address"):
            archive.store(Exchange(url, 200, START, b"x"), fetch(1))
        archive.store(exchange(1), fetch(1))
    assert validate(tmp_path) == []


def test_an_address_too_long_for_a_record_is_refused(tmp_path):
    with opened(tmp_path) as archive, pytest.raises(ArchiveError, match="too long"):
        archive.store(Exchange("https://so.example.vn/" + "a" * 70_000, 200, START, b"x"), fetch(1))


def test_header_lines_that_no_longer_hold_are_kept_under_another_name(tmp_path):
    headers: Headers = [
        ("Transfer-Encoding", "chunked"),
        ("Content-Length", "17"),
        ("X-Tiêu-đề", "giá\r\ntrị: 1"),
    ]
    with opened(tmp_path) as archive:
        archive.store(exchange(1, headers=headers, ip="127.0.0.1"), fetch(1))
    (response,) = [item for item in read_records(warc_files(tmp_path)[0]) if item.type == "response"]
    names = [name for name, _ in response.http[0].headers]
    assert "X-Archive-Orig-Transfer-Encoding" in names
    assert response.http[0].get_header("Content-Length") == str(len(markup(1)))
    assert response.header("WARC-IP-Address") == "127.0.0.1"
    assert [page.content for page in pages(tmp_path)] == [markup(1).decode()]
    assert warcio_check(tmp_path) == (0, "")


def test_what_cannot_be_written_is_taken_back(tmp_path, monkeypatch):
    with opened(tmp_path) as archive:
        archive.store(exchange(1), fetch(1))
        size = (tmp_path / "00001.warc.gz").stat().st_size

        def full(handle):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(ArchiveError, match="No space left"):
            archive.store(exchange(2), fetch(2))
        monkeypatch.undo()
        assert (tmp_path / "00001.warc.gz").stat().st_size == size
        archive.store(exchange(3), fetch(3))
    assert [page.url for page in pages(tmp_path)] == [address(1), address(3)]
    assert validate(tmp_path) == []


def test_a_row_of_the_log_is_checked():
    with pytest.raises(ValidationError):
        fetch(1, outcome="lost")


def test_a_folder_without_warc_files_is_no_archive(tmp_path):
    assert not is_archive(tmp_path)
    assert not is_archive(tmp_path / "none")
    assert "no WARC file" in validate(tmp_path)[0]
