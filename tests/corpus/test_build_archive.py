"""An archive as the source of a build: every article once, the last revision of it, and nothing torn."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from corpus.cli import app
from schemas.crawls import Fetch
from scraper.archive import Archive, Exchange
from tests.portal.warc import make_site

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


def rows(address: str, query: str) -> list[tuple[object, ...]]:
    engine = create_engine(address)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


def test_an_archive_gives_every_article_once(tmp_path: Path, run: Run) -> None:
    path, address = tmp_path / "site.warc.gz", f"sqlite:///{tmp_path / 'a.db'}"
    truth = make_site(path, 24, portal="so-mau")
    first = run("build", path, "--db", address)
    assert "read 24 = 24 articles (24 new, 0 changed, 0 unchanged) + 0 skipped\n" in first.stderr
    found = dict(rows(address, "select url, title from articles"))
    assert found == {article.url: article.title for article in truth}
    assert "(0 new, 0 changed, 24 unchanged)" in run("build", path, "--db", address).stderr


def test_a_torn_archive_gives_what_is_whole(tmp_path: Path, run: Run) -> None:
    path, address = tmp_path / "site.warc.gz", f"sqlite:///{tmp_path / 'a.db'}"
    make_site(path, 6, portal="so-mau")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    found = run("build", path, "--db", address)
    assert found.exit_code == 1
    assert f"{path}:" in found.stderr
    assert "cut short (the rest of the file is read)" in found.stderr
    assert 0 < rows(address, "select count(*) from articles")[0][0] < 6


def test_a_changed_article_is_changed_and_its_older_revision_told(tmp_path: Path, run: Run) -> None:
    folder, address = tmp_path / "raw" / "so-mau", f"sqlite:///{tmp_path / 'a.db'}"
    url = "https://so.example.vn/tin/1"
    for day, number in enumerate(("02", "03")):
        told = f"Ngày 12/3/2026, Sở Mẫu tặng Giấy khen cho {number} tập thể."
        body = f"<html><h1>Sở Mẫu khen thưởng</h1><p>{told}</p></html>"
        headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip")]
        started = datetime(2026, 3, 12, tzinfo=UTC) + timedelta(days=day)
        exchange = Exchange(url, 200, started, gzip.compress(body.encode(), mtime=0), response_headers=headers)
        with Archive(folder, portal="so-mau") as archive:
            row = Fetch(portal="so-mau", url=url, role="article", listed="2026-03-12", outcome="fetched")
            archive.store(exchange, row)
        found = run("build", folder, "--db", address)
        assert found.exit_code == 0
    assert "read 2 = 1 articles (0 new, 1 changed, 0 unchanged) + 1 skipped" in found.stderr
    assert "1 skipped: read: an older revision of a page" in found.stderr
    assert rows(address, "select url, retrieved from articles") == [(url, "2026-03-13T00:00")]
