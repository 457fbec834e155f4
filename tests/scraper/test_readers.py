"""Sources in: every kind of file, and every kind of bad input with its message."""

import gzip
import json
import random
import time
import tracemalloc
from datetime import UTC, date, datetime

import pyarrow
import pytest
import zstandard
from pyarrow import parquet

from schemas.pages import RawPage, Skipped
from scraper import dumps
from scraper.clean import clean_page
from scraper.readers import read_sources

BODY = "Ngày 12/3, Sở Mẫu tặng Giấy khen cho 02 tập thể."


def pages(*sources):
    return list(read_sources([str(source) for source in sources]))


def only_skip(*sources):
    (item,) = pages(*sources)
    assert isinstance(item, Skipped)
    assert item.stage == "read"
    assert "\n" not in item.reason
    return item


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "b.html").write_text(f"<p>{BODY}</p>", encoding="utf-8")
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.HTM").write_text(f"<p>{BODY}</p>", encoding="utf-8")
    (tmp_path / "sub" / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    return tmp_path


def test_a_folder_is_read_through_in_order(folder):
    found = pages(folder)
    assert [(page.id, page.kind) for page in found] == [("a", "text"), ("b", "html"), ("c", "html")]
    assert found[0].content == BODY
    assert found[0].encoding == "utf-8"


def test_globs_are_sorted_and_leave_other_files(folder):
    assert [page.id for page in pages(folder / "**" / "*")] == ["a", "b", "c"]
    assert [page.id for page in pages(folder / "*.txt")] == ["a"]


def test_a_relative_glob_is_read(folder, monkeypatch):
    monkeypatch.chdir(folder / "sub")
    assert [page.id for page in pages("../*.html")] == ["b"]


def test_every_field_of_a_json_line_is_read(tmp_path):
    line = {
        "id": 17,
        "url": "https://so.example.vn/1",
        "published": "2020-06-18T18:35:20+07:00",
        "retrieved": "2020-07-01",
        "title": "Tặng Giấy khen",
        "text": BODY,
    }
    path = tmp_path / "dump.jsonl"
    path.write_text("\ufeff" + json.dumps(line) + "\n\n" + json.dumps({"html": "<p>x</p>"}) + "\n", encoding="utf-8")
    first, second = pages(path)
    assert first == RawPage(
        source=f"{path}:1",
        id="17",
        kind="text",
        content=BODY,
        url=line["url"],
        published="2020-06-18T18:35",
        retrieved="2020-07-01",
        title="Tặng Giấy khen",
    )
    assert (second.kind, second.source, second.published) == ("html", f"{path}:3", None)


def test_a_line_without_an_id_gets_the_same_one_each_time(tmp_path):
    path, packed = tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz"
    path.write_text('{"text": "một"}\n{"text": "hai"}\n{"text": "hai", "url": "https://x.vn/2"}\n', encoding="utf-8")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    ids = [page.id for page in pages(path)]
    assert len(set(ids)) == 3
    assert [page.id for page in pages(packed)] == ids


def test_lone_surrogates_are_replaced(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "chữ \\ud800 hỏng"}\n', encoding="utf-8")
    assert pages(path)[0].content == "chữ \ufffd hỏng"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{not json", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"id": "x"}', 'neither "text" nor "html"'),
        ('{"text": "  "}', 'neither "text" nor "html"'),
        ('{"text": 5}', '"text" is int'),
        ('{"id": true, "text": "a"}', '"id" is bool'),
        ('{"text": "a", "published": "hôm qua"}', '"published" is wrong'),
        ('{"text": "a", "published": "2020-13-01"}', '"published" is wrong'),
        ('{"text": "a", "retrieved": "2020-02-30T10:00"}', '"retrieved" is wrong'),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(tmp_path, line, reason):
    path = tmp_path / "dump.jsonl"
    path.write_text(f'{line}\n{{"text": "{BODY}"}}\n', encoding="utf-8")
    bad, good = pages(path)
    assert isinstance(bad, Skipped)
    assert bad.source == f"{path}:1"
    assert reason in bad.reason
    assert "\n" not in bad.reason
    assert good.content == BODY


def test_a_line_that_is_not_utf8_is_named(tmp_path):
    path = tmp_path / "dump.jsonl"
    path.write_bytes(b'{"text": "caf\xe9"}\n')
    assert "not UTF-8" in only_skip(path).reason


def test_missing_and_empty_sources_are_named(tmp_path):
    assert "no such file" in only_skip(tmp_path / "nowhere.txt").reason
    assert "no such file" in only_skip("bad\0path").reason
    assert "no readable file matches" in only_skip(tmp_path / "*.txt").reason
    assert "no readable file in this folder" in only_skip(tmp_path).reason
    for name in ("a.txt", "b.html", "c.jsonl"):
        (tmp_path / name).write_bytes(b"")
        assert "is empty" in only_skip(tmp_path / name).reason
    (tmp_path / "d.docx").write_bytes(b"PK\x03\x04")
    assert "no reader for this kind" in only_skip(tmp_path / "d.docx").reason
    (tmp_path / "e.txt").write_bytes(b"%PDF-1.7")
    assert "a PDF" in only_skip(tmp_path / "e.txt").reason


def test_a_glob_that_cannot_be_one_is_named(tmp_path):
    assert "cannot be opened" in only_skip(f"{tmp_path}/a**b").reason


def test_a_file_that_may_not_be_read_is_named(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("x", encoding="utf-8")

    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", refuse)
    assert "Permission denied" in only_skip(path).reason


def test_a_cut_gzip_gives_what_it_holds_and_is_named(tmp_path):
    whole = gzip.compress(
        b"".join(json.dumps({"text": f"dòng {n} " + "x" * 500}).encode() + b"\n" for n in range(3000))
    )
    path = tmp_path / "dump.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])
    *good, bad = pages(path)
    assert len(good) > 10
    assert "cut short" in bad.reason
    assert bad.source == f"{path}:{len(good) + 1}"


def test_a_file_that_only_calls_itself_gzip_is_named(tmp_path):
    path = tmp_path / "dump.jsonl.gz"
    path.write_bytes(b'{"text": "x"}\n')
    assert "no gzip file" in only_skip(path).reason


def test_fifty_megabytes_of_one_line_are_refused_fast(tmp_path):
    text, lines = tmp_path / "one.txt", tmp_path / "one.jsonl"
    text.write_bytes(b"a " * 25_000_000)
    lines.write_bytes(b'{"text": "' + b"a " * 25_000_000 + b'"}\n{"text": "' + BODY.encode() + b'"}\n')
    start = time.process_time()
    bad_file, bad_line, good = pages(text, lines)
    assert time.process_time() - start < 5
    assert "50,000,000 bytes in one page" in bad_file.reason
    assert (bad_line.source, good.source) == (f"{lines}:1", f"{lines}:2")
    assert "in one line" in bad_line.reason


def test_a_long_line_below_the_limit_is_cleaned_in_linear_time(tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("Sở Mẫu tặng Giấy khen, " * 250_000, encoding="utf-8")
    (page,) = pages(path)
    start = time.process_time()
    article = clean_page(page)
    assert time.process_time() - start < 10
    assert len(article.text) == len(page.content) - 1


def test_a_dump_is_read_line_by_line(tmp_path, monkeypatch):
    monkeypatch.setattr(dumps, "MAX_PAGE_BYTES", 10_000)
    path = tmp_path / "dump.jsonl"
    path.write_text("".join(json.dumps({"text": "x" * 5000}) + "\n" for _ in range(4000)), encoding="utf-8")
    tracemalloc.start()
    assert sum(isinstance(page, RawPage) for page in read_sources([str(path)])) == 4000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_zstd_lines_are_read_as_plain_ones(tmp_path):
    plain, zst = tmp_path / "a.jsonl", tmp_path / "a.jsonl.zst"
    lines = [json.dumps({"text": f"{BODY} {number}"}).encode() + b"\n" for number in range(50)]
    plain.write_bytes(b"".join(lines))
    pack = zstandard.ZstdCompressor().compress
    zst.write_bytes(pack(b"".join(lines[:20])) + pack(b"".join(lines[20:])))
    assert [page.content for page in pages(zst)] == [page.content for page in pages(plain)]
    assert pages(zst)[7].source == f"{zst}:8"


def test_a_cut_or_broken_zstd_gives_what_it_holds_and_is_named(tmp_path):
    path = tmp_path / "dump.jsonl.zst"
    lines = [json.dumps({"text": random.Random(number).randbytes(400).hex()}) + "\n" for number in range(1000)]
    whole = zstandard.ZstdCompressor().compress("".join(lines).encode())
    path.write_bytes(whole[: len(whole) // 2])
    *good, bad = pages(path)
    assert len(good) > 100
    assert "the zstd stream is cut short" in bad.reason
    assert bad.source == f"{path}:{len(good) + 1}"
    path.write_bytes(b'{"text": "x"}\n')
    assert "zstd stream is cut short or broken" in only_skip(path).reason
    path.write_bytes(b"")
    assert "is empty" in only_skip(path).reason


def test_a_zstd_bomb_is_refused_line_by_line(tmp_path):
    path = tmp_path / "dump.jsonl.zst"
    path.write_bytes(zstandard.ZstdCompressor().compress(b" " * 60_000_000 + b'\n{"text": "sau"}\n'))
    tracemalloc.start()
    bad, good = pages(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ("in one line" in bad.reason, good.content) == (True, "sau")
    assert peak < 90_000_000


def table(path, rows, **values):
    parquet.write_table(pyarrow.Table.from_pylist(rows), path, **values)
    return path


def test_rows_of_parquet_are_read_as_lines(tmp_path):
    moment = datetime(2020, 6, 18, 18, 35, tzinfo=UTC)
    rows = [
        {"id": 17, "text": BODY, "published": moment, "retrieved": date(2020, 7, 1), "title": "Tin", "other": [1]},
        {"id": None, "text": None, "published": None, "retrieved": None, "title": None, "other": None},
        {"id": 19, "text": "  ", "published": None, "retrieved": None, "title": None, "other": None},
        {"id": 20, "text": BODY, "published": None, "retrieved": None, "title": None, "other": None},
    ]
    path = table(tmp_path / "dump.parquet", rows)
    first, *bad, last = pages(path)
    assert first == RawPage(
        source=f"{path}:1",
        id="17",
        kind="text",
        content=BODY,
        published="2020-06-18T18:35",
        retrieved="2020-07-01",
        title="Tin",
    )
    assert ['neither "text" nor "html"' in item.reason for item in bad] == [True, True]
    assert (last.id, last.source) == ("20", f"{path}:4")


def test_what_is_no_parquet_of_pages_is_named(tmp_path):
    path = tmp_path / "a.parquet"
    assert 'no column "text" or "html"' in only_skip(table(path, [{"body": "x"}])).reason
    assert "is empty" in only_skip(parquet_of_none(path)).reason
    path.write_bytes(b"khong phai parquet")
    assert "no Parquet file" in only_skip(path).reason
    whole = table(path, [{"text": f"{BODY} {number}"} for number in range(500)], compression="none").read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "no Parquet file" in only_skip(path).reason
    assert "text" in only_skip(table(path, [{"text": b"x", "html": 5}])).reason


def parquet_of_none(path):
    parquet.write_table(pyarrow.table({"text": pyarrow.array([], pyarrow.string())}), path)
    return path


def test_a_parquet_file_that_may_not_be_read_is_named(tmp_path, monkeypatch):
    path = table(tmp_path / "a.parquet", [{"text": BODY}])

    def refuse(self, mode="r", **values):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", refuse)
    assert "Permission denied" in only_skip(path).reason


def test_a_page_of_parquet_above_the_limit_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(dumps, "MAX_PAGE_BYTES", 1000)
    bad, good = pages(table(tmp_path / "a.parquet", [{"text": "x" * 2000}, {"text": BODY}]))
    assert ("more than 1,000 characters" in bad.reason, good.content) == (True, BODY)
