"""What a first pass learns of hosts, in the commands that read pages."""

import json
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from typer.testing import CliRunner

from corpus.cli import app
from corpus.reading import learn_chrome
from corpus.tables import ArticleRow
from schemas.pages import RawPage, Skipped
from scraper.chrome import LEAST_PAGES

SLOGAN = "Mỗi cán bộ, công chức là một tấm gương về kỷ cương, tận tụy, sáng tạo và gần dân trong mọi việc được giao."


def line(number: int) -> str:
    lead = f"Ngày {number + 1}/3, xã Mẫu {number} sơ kết phong trào thi đua làm đường, trồng cây và khen 5 hộ dân."
    body = (
        f"<h2>Xã Mẫu số {number} sơ kết phong trào thi đua</h2><p>0{number + 1}/03/2021</p><p>{lead}</p><p>{lead}</p>"
    )
    html = f"{body}<div class='cuoi'><p>{SLOGAN}</p></div>"
    return json.dumps({"id": str(number), "url": f"https://snv.mau.example.vn/tin/{number}", "html": html})


def build(source: Path, address: str) -> str:
    return CliRunner().invoke(app, ["build", str(source), "--db", address]).stderr


def rows(address: str) -> list[tuple[str, str]]:
    with create_engine(address).connect() as connection:
        return [tuple(row) for row in connection.execute(select(ArticleRow.text, ArticleRow.pipeline_version))]


def test_a_build_takes_out_what_most_pages_of_a_host_have(tmp_path: Path) -> None:
    source, address = tmp_path / "site.jsonl", f"sqlite:///{tmp_path / 'thidua.db'}"
    source.write_text("\n".join(map(line, range(LEAST_PAGES - 1))), encoding="utf-8")
    build(source, address)
    before = rows(address)
    assert all(SLOGAN in body for body, _ in before)
    source.write_text("\n".join(map(line, range(LEAST_PAGES))), encoding="utf-8")
    told = build(source, address)
    assert f"{LEAST_PAGES - 1} changed" in told
    after = rows(address)
    assert not any(SLOGAN in body for body, _ in after)
    assert {version for _, version in before}.isdisjoint(version for _, version in after)
    assert f"{LEAST_PAGES} unchanged" in build(source, address)


def test_extract_learns_too(tmp_path: Path) -> None:
    source = tmp_path / "site.jsonl"
    source.write_text("\n".join(map(line, range(LEAST_PAGES))), encoding="utf-8")
    records = CliRunner().invoke(app, ["extract", str(source)]).stdout.splitlines()
    assert len(records) == LEAST_PAGES
    assert not any(SLOGAN in record for record in records)


def test_a_page_that_crashes_the_first_pass_is_left_to_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(page: RawPage) -> None:
        raise ValueError(page.id)

    monkeypatch.setattr("scraper.chrome.structure_of", crash)
    page = RawPage(source="a", id="a", kind="html", content="<p>x</p>", url="https://a.example.vn/1")
    chrome = learn_chrome([page, Skipped(source="b", stage="read", reason="empty")])
    assert chrome.digest("a.example.vn") == ""
