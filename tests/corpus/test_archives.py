"""An archive of a portal as a source: its pages become articles, its crawl log coverage."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.archives import archive_of, archives_in, import_crawl_logs
from corpus.check import check
from corpus.cli import app
from corpus.coverage import coverage
from corpus.database import database
from schemas.crawls import Fetch
from scraper.archive import Archive

sys.path.insert(0, str(Path(__file__).parents[1] / "scraper"))
from archive_samples import PORTAL, exchange, fetch

LONG = "Sở Mẫu tặng Giấy khen cho các tập thể có thành tích trong phong trào thi đua. " * 4


def html(number: int) -> bytes:
    text = f"Ngày {number}/3/2026, tại hội trường số {number * 7}, ông Lê Văn {number} khai mạc. {LONG}"
    body = f"<h1>Tin số {number} của Sở</h1><p>{text}</p>"
    return f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


def fill(folder: Path, *, portal: str = PORTAL) -> Path:
    """Write an archive of three pages of which one is empty, a lost one, and one that waits."""
    with Archive(folder / portal, portal=portal) as archive:
        archive.add([fetch(number, outcome="waiting").model_copy(update={"portal": portal}) for number in range(5)])
        for number, body in ((1, html(1)), (2, html(2)), (3, b" ")):
            archive.store(exchange(number, body), fetch(number).model_copy(update={"portal": portal}))
        gone = fetch(4, outcome="gone", reason="HTTP 404").model_copy(update={"portal": portal})
        archive.store(exchange(4, b"", status=404), gone)
    return folder / portal


def build(*arguments: str) -> str:
    return CliRunner().invoke(app, ["build", *arguments]).stderr


@pytest.mark.parametrize("source", [PORTAL, f"raw/{PORTAL}", "raw"])
def test_an_archive_brings_its_crawl_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    fill(tmp_path / "raw")
    monkeypatch.chdir(tmp_path)
    build(source)
    with database("sqlite:///thidua.db") as engine:
        (found,) = coverage(engine, by=["portal"]).records()
        assert [result for result in check(engine) if result.violations] == []
    names = ("portal", "n_listed", "n_fetched", "n_failed", "n_skipped", "n_articles", "failures")
    assert tuple(found[name] for name in names) == (PORTAL, 5, 3, 1, 1, 2, "HTTP 404 (1)")


def test_a_page_that_was_read_from_elsewhere_gets_its_portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path / "raw")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("corpus.build._portal_id", lambda page, article: None)
    build("raw")
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert "(0 new, 2 changed, 0 unchanged)" in build("raw")
    assert "(0 new, 0 changed, 2 unchanged)" in build("raw")


def test_two_portals_are_two(tmp_path: Path) -> None:
    first, second = fill(tmp_path / "raw", portal="so-a"), fill(tmp_path / "raw", portal="so-b")
    assert archives_in(tmp_path / "raw") == [first, second]
    assert archives_in(first) == [first]
    assert archives_in(first / "00001.warc.gz") == []


def test_a_file_goes_before_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path / "raw")
    monkeypatch.chdir(tmp_path)
    assert archive_of(PORTAL) == f"raw/{PORTAL}"
    assert [archive_of(source) for source in ("so-khác", f"./{PORTAL}", "")] == ["so-khác", f"./{PORTAL}", ""]
    (tmp_path / PORTAL).mkdir()
    assert archive_of(PORTAL) == PORTAL


def test_a_log_that_cannot_be_read_costs_no_other(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = fill(tmp_path / "raw", portal="so-a"), fill(tmp_path / "raw", portal="so-b")

    def read(folder: Path) -> list[Fetch]:
        if folder == first:
            raise PermissionError(13, "Permission denied")
        return [fetch(1).model_copy(update={"portal": "so-b"})]

    monkeypatch.setattr("corpus.archives.read_crawl_log", read)
    with database(address, write=True) as engine:
        (skipped,) = import_crawl_logs(engine, [str(tmp_path / "raw"), str(second)])
        assert (skipped.source, skipped.failed) == (str(first), True)
        assert "the crawl log cannot be read (Permission denied)" in skipped.reason
        assert [row["portal"] for row in coverage(engine, by=["portal"]).records()] == ["so-b"]
