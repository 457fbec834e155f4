"""WARC and WET files of anybody as sources: pages, revisions, charsets, and what is no page."""

import gzip
import socket
import tracemalloc

import brotli
import pytest
import zstandard
from archive_samples import PORTAL, address, exchange, fetch, http, markup, packed, page, record

from schemas.pages import RawPage, Skipped
from scraper.archive import Archive, pages
from scraper.readers import read_sources

BODY = "Sở Mẫu tặng Giấy khen cho các tập thể được đề nghị."
HTML = f"<html><body><p>{BODY}</p></body></html>"


@pytest.fixture
def read(tmp_path):
    def run(data, name="a.warc.gz"):
        (tmp_path / name).write_bytes(data)
        return list(read_sources([str(tmp_path / name)]))

    return run


def skipped(items):
    return [item.reason for item in items if isinstance(item, Skipped)]


def test_an_archive_is_read_without_network(read, tmp_path, monkeypatch):
    monkeypatch.setattr(socket, "socket", lambda *given, **named: pytest.fail("a socket"))
    first, second = read(packed(record("warcinfo", b"x: y"), page(1), record("request", b"GET / HTTP/1.1"), page(2)))
    assert (first.content, first.url, first.retrieved) == (markup(1).decode(), address(1), "2026-03-08T10:45")
    assert first.source.startswith(f"{tmp_path / 'a.warc.gz'}:")
    assert first.source != second.source
    assert first.id != second.id
    assert first.id == read(page(1), "b.warc")[0].id


def test_responses_that_are_no_pages_are_left(read):
    images = [page(number, b"\x89PNG", content_type="image/png") for number in range(3)]
    found = read(packed(*images, page(3, status=404), page(4), record("response", b"dns", WARC_Target_URI="dns:x")))
    assert [item.url for item in found] == [address(4)]


def test_a_file_without_a_page_is_named(read):
    assert "no page in it" in skipped(read(packed(page(1, status=404))))[0]
    assert "no page in it" in skipped(read(b"", "b.warc"))[0]
    assert "begin no WARC record" in skipped(read(b"<html>", "c.warc"))[0]


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstandard.ZstdCompressor().compress)],
)
def test_content_encodings_are_undone(read, encoding, pack):
    (found,) = read(packed(page(1, pack(HTML.encode()), headers=[f"Content-Encoding: {encoding}"])))
    assert found.content == HTML


def test_chunks_of_a_raw_archive_are_put_together(read):
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(HTML.encode()), HTML.encode())
    (found,) = read(packed(page(1, body, headers=["Transfer-Encoding: chunked"])))
    assert found.content == HTML


def test_a_bomb_is_named_and_the_rest_read(read):
    bomb = page(1, gzip.compress(b" " * 30_000_000), headers=["Content-Encoding: gzip"])
    bad, good = read(packed(bomb, page(2)))
    assert "a decompression bomb" in bad.reason
    assert good.url == address(2)


@pytest.mark.parametrize("charset", ["utf-8", "windows-1258", "utf-16-le"])
@pytest.mark.parametrize("told", ["header", "meta", "nothing"])
def test_charsets_are_told_by_header_page_and_content(read, charset, told):
    decomposed = BODY if charset != "windows-1258" else "Sở Công Thương và các đơn vị"
    meta = f"<meta charset={charset}>" if told == "meta" else ""
    data = f"<html>{meta}<p>{decomposed}</p></html>"
    if charset == "windows-1258":
        data = "".join(_cp1258(char) for char in data)
    kind = f'text/html; charset="{charset}"' if told == "header" else "text/html"
    (found,) = read(packed(page(1, data.encode(charset), content_type=kind)))
    assert decomposed in found.content
    assert charset.removesuffix("-le").replace("windows-", "cp") in found.encoding


def _cp1258(char):
    """Spell a letter as windows-1258 can: its base, and the tone as a character of its own."""
    import unicodedata

    try:
        char.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", char)
        tones = [part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323"]
        rest = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        return rest + "".join(tones)
    return char


def test_the_last_whole_revision_is_the_page(read):
    cut = record(
        "response",
        http(markup(1, 4)),
        WARC_Target_URI=address(1),
        WARC_Date="2026-03-11T00:00:00Z",
        WARC_Truncated="time",
    )
    torn = page(1, gzip.compress(markup(1, 3))[:-9], day="10", headers=["Content-Encoding: gzip"])
    found = read(packed(page(1), page(1, markup(1, 2), day="09"), torn, cut))
    (good,) = [item for item in found if isinstance(item, RawPage)]
    assert ("bản 2" in good.content, good.retrieved) == (True, "2026-03-09T10:45")
    assert [item.failed for item in found if isinstance(item, Skipped)] == [False, True, True]
    assert ["older" in skipped(found)[0], "cut short" in skipped(found)[1], "(time)" in skipped(found)[2]] == [True] * 3


def test_a_payload_of_another_address_is_told_and_no_failure(read):
    profile = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
    revisit = record(
        "revisit", http(b""), WARC_Target_URI=address(2), WARC_Profile=profile, WARC_Payload_Digest="sha1:A"
    )
    found = read(packed(page(1), revisit, record("revisit", b"", WARC_Target_URI=address(3), WARC_Profile="khác")))
    assert [item.failed for item in found if isinstance(item, Skipped)] == [False]
    assert "a revisit record" in skipped(found)[0]


def test_texts_of_a_wet_file_are_pages(read):
    texts = [
        record(
            "conversion", f"Tin {number}\n{BODY}".encode(), Content_Type="text/plain", WARC_Target_URI=address(number)
        )
        for number in range(2)
    ]
    found = read(packed(record("warcinfo", b"a: b"), *texts), "CC-MAIN.warc.wet.gz")
    assert [(item.kind, item.url) for item in found] == [("text", address(0)), ("text", address(1))]
    assert found[0].content == f"Tin 0\n{BODY}"
    assert found == [
        item.model_copy(update={"source": old.source})
        for item, old in zip(read(b"".join(texts), "b.wet"), found, strict=True)
    ]


def test_resources_and_pages_without_a_type_are_pages(read):
    resource = record("resource", HTML.encode(), Content_Type="text/html", WARC_Target_URI=address(1))
    untyped = record(
        "response", b"HTTP/1.0 200 OK\r\nServer: x\r\n\r\n<!DOCTYPE html>" + HTML.encode(), WARC_Target_URI=address(2)
    )
    data = record("resource", b"1,2", Content_Type="text/csv", WARC_Target_URI=address(3))
    found = read(packed(resource, untyped, data))
    assert [(item.url, item.retrieved) for item in found] == [(address(1), None), (address(2), None)]


def test_records_without_address_or_date_are_told_apart(read):
    found = read(
        packed(record("response", http(HTML.encode())), record("response", http(markup(2)), WARC_Date="hôm qua"))
    )
    assert [(item.url, item.retrieved) for item in found] == [(None, None), (None, None)]
    assert found[0].id != found[1].id


def test_what_is_wrong_with_a_page_is_named(read):
    font = "Sở Mẫu: vµ c¸c cña ®îc ngµy vµ c¸c cña".replace("®îc", "®\xadîc")
    found = read(
        packed(
            page(1, b""),
            page(2, b" \n"),
            page(3, b"%PDF-1.7"),
            page(4, font.encode("latin-1", "replace")),
            page(5, HTML.encode(), headers=["Content-Encoding: rot13"]),
        )
    )
    assert [type(item) for item in found] == [Skipped] * 4 + [RawPage]
    told = zip(("is empty", "is empty", "a PDF", "TCVN3"), skipped(found), strict=True)
    assert [word in reason for word, reason in told] == [True] * 4
    assert found[4].content == HTML


def test_a_page_above_the_limit_is_named(read, monkeypatch):
    monkeypatch.setattr(pages, "MAX_PAGE_BYTES", 70_000)
    image = page(3, b"\x89PNG" * 100_000, content_type="image/png")
    found = read(packed(page(1, b"<p>a" * 20_000), page(2, b"<p>a" * 100_000), image, page(4)))
    assert ["more than 70,000" in reason for reason in skipped(found)] == [True, True]
    assert [item.url for item in found if isinstance(item, RawPage)] == [address(4)]


def test_damage_is_named_with_its_place_and_the_rest_read(read, tmp_path):
    first = packed(page(1))
    bad, *good = sorted(read(first + b"\0" * 99 + packed(page(2))), key=lambda item: isinstance(item, RawPage))
    assert bad.source == f"{tmp_path / 'a.warc.gz'}:{len(first)}"
    assert "the rest of the file is read" in bad.reason
    assert len(good) == 2


def test_a_file_that_may_not_be_read_is_named(read, monkeypatch):
    def refuse(*given, **named):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(pages, "read_records", refuse)
    assert "Permission denied" in skipped(read(packed(page(1))))[0]


def test_the_files_of_an_archive_are_read_as_one(tmp_path):
    folder = tmp_path / "raw" / PORTAL
    with Archive(folder, portal=PORTAL, max_bytes=1) as archive:
        for number in (1, 2):
            archive.store(exchange(number), fetch(number))
        archive.store(exchange(1, markup(1, 2), minute=3), fetch(1))
    (tmp_path / "raw" / "z.html").write_text(HTML, encoding="utf-8")
    found = list(read_sources([str(tmp_path / "raw")]))
    assert [type(item).__name__ for item in found] == ["Skipped", "RawPage", "RawPage", "RawPage"]
    files = sorted(str(path) for path in folder.glob("*.warc.gz"))
    for sources in ([str(folder)], files, [str(folder / "*.gz")]):
        assert list(read_sources(sources)) == found[:3]
    assert [item.url for item in read_sources(files[:1])] == [address(1)]


def test_memory_is_bounded_by_the_largest_page(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "MAX_PAGE_BYTES", 100_000)
    path = tmp_path / "a.warc.gz"
    with path.open("wb") as file:
        for number in range(120):
            file.write(gzip.compress(page(number, markup(number) + b"<p>" + b"chu " * 5000), 1))
    tracemalloc.start()
    assert sum(isinstance(item, RawPage) for item in read_sources([str(path)])) == 120
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000
