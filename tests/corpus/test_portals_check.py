"""``thidua portals check``: a definition tried on a saved or an archived page."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from corpus.cli import app
from schemas.crawls import Fetch
from scraper.archive import Archive, Exchange

URL = "https://somau.example.vn/tin/{}"
PAGE = """<!DOCTYPE html><html><head><meta name="generator" content="WordPress 6.4">
<link rel="canonical" href="{url}"></head><body><article><h1 class="entry-title">{title}</h1>
<p class="ngay">Đăng ngày 05/09/2023 14:20</p><div class="entry-content">
<p>Sáng 05/9, Sở Mẫu tổ chức hội nghị sơ kết phong trào thi đua; 12 tập thể được tặng Giấy khen của Giám đốc Sở.</p>
<p>Giám đốc Sở đề nghị các phòng, đơn vị tiếp tục thi đua hoàn thành nhiệm vụ năm 2023 trong quý IV tới đây.</p>
<div class="sharedaddy"><p>Chia sẻ bài này</p></div></div></article></body></html>"""
DEFINITION = """
id = "so-mau"
name = "Sở Mẫu"
unit = "Sở Mẫu"
hosts = ["somau.example.vn"]
cms = "wordpress"
article = "/tin/\\\\d+$"
verified = false
verified_reason = "a test"
[selectors]
published = [".ngay"]
"""


def check(*arguments: str) -> tuple[int, str]:
    found = CliRunner().invoke(app, ["portals", "check", *arguments])
    return found.exit_code, found.output


def trial(*arguments: str) -> dict[str, Any]:
    code, output = check(*arguments, "--json")
    assert code == 0, output
    value = json.loads(output)
    return value | {"lines": {line["part"]: line for line in value["lines"]}}


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "trang.html"
    path.write_text(PAGE.format(url=URL.format(1), title="Sở Mẫu sơ kết phong trào thi đua"), encoding="utf-8")
    return str(path)


@pytest.fixture
def definition(tmp_path: Path) -> str:
    path = tmp_path / "so-mau.toml"
    path.write_text(DEFINITION, encoding="utf-8")
    return str(path)


def test_each_selector_tells_what_it_gave_and_whose_it_is(page: str, definition: str) -> None:
    found = trial(page, "--portal", definition)
    assert (found["portal"], found["defined"], found["detected"]) == ("so-mau", "wordpress", "wordpress")
    assert (found["url"], found["article"], found["problem"]) == (URL.format(1), True, None)
    lines = found["lines"]
    assert lines["title"] == {
        "part": "title",
        "selector": "h1.entry-title",
        "owner": "family",
        "selected": "Sở Mẫu sơ kết phong trào thi đua",
        "rule": lines["title"]["rule"],
        "ruled": "Sở Mẫu sơ kết phong trào thi đua",
        "value": "Sở Mẫu sơ kết phong trào thi đua",
        "agreement": 1.0,
        "decided": "selectors",
    }
    assert (lines["published"]["owner"], lines["published"]["selected"]) == ("portal", "2023-09-05T14:20")
    assert lines["byline"]["decided"] is None
    assert lines["body"]["agreement"] == 1.0
    assert "Chia sẻ" not in lines["body"]["selected"]
    assert found["removals"] == [{"selector": ".sharedaddy", "elements": 1, "characters": 15}]


def test_the_text_names_the_decision_of_each_part(page: str, definition: str) -> None:
    code, output = check(page, "--portal", definition)
    assert code == 0
    assert "article   by its address\nportal    so-mau\nfamily    wordpress detected, wordpress defined\n" in output
    assert "  selectors 2023-09-05T14:20  [portal: .ngay]\n" in output
    assert "byline: not found\n" in output
    assert "  removed   15 characters in 1: .sharedaddy\n" in output


def test_without_a_portal_the_family_reads_the_page(page: str) -> None:
    found = trial(page)
    assert (found["portal"], found["defined"], found["detected"]) == (None, None, "wordpress")
    assert found["lines"]["title"]["owner"] == "family"
    assert found["lines"]["published"]["decided"] == "rules"


def test_a_long_value_is_cut_in_the_text_only(tmp_path: Path) -> None:
    path, title = tmp_path / "dai.html", "Hội nghị " * 20
    path.write_text(PAGE.format(url=URL.format(2), title=title), encoding="utf-8")
    assert (
        "Hội nghị…" in check(str(path))[1]
        or "Hội nghị H…" in check(str(path))[1]
        or "…  [family" in check(str(path))[1]
    )
    assert trial(str(path))["lines"]["title"]["selected"] == title.strip()


def test_a_page_that_is_no_article_says_why(tmp_path: Path, definition: str) -> None:
    path = tmp_path / "loi.html"
    path.write_text(
        "<h1>Không tìm thấy trang</h1><p>Trang không tồn tại.</p><i class=ngay>hôm qua</i>", encoding="utf-8"
    )
    code, output = check(str(path), "--portal", definition)
    assert code == 0
    assert "problem   no article body" in output
    assert "published: not found\n  selectors nothing that can be read  [portal: .ngay]\n" in output


def archive(folder: Path) -> None:
    with Archive(folder, portal="so-mau") as stored:
        for number in (1, 2):
            url, moment = URL.format(number), datetime(2023, 9, number, 8, tzinfo=UTC)
            body = PAGE.format(url=url, title=f"Bài số {number} về phong trào thi đua").encode()
            headers = [("Content-Type", "text/html; charset=utf-8")]
            fetch = Fetch(portal="so-mau", url=url, role="article", listed="2023-09-01", outcome="fetched")
            stored.store(Exchange(url, 200, moment, body, response_headers=headers), fetch)


def test_a_page_of_the_archive(tmp_path: Path, definition: str) -> None:
    archive(tmp_path / "raw" / "so-mau")
    raw = str(tmp_path / "raw")
    assert trial(definition, "--raw", raw)["url"] == URL.format(2)
    assert trial(definition, "--raw", raw, "--url", URL.format(1))["url"] == URL.format(1)
    code, output = check(definition, "--raw", raw, "--url", URL.format(3))
    assert (code, f"holds no page of {URL.format(3)}" in output) == (1, True)


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("sct-quang-binh", "nothing is archived in"),
        ("khong-co.html", "no such page"),
        ("khong-co", "no portal 'khong-co'"),
        ("van-ban.txt", "is a text dump"),
        ("rong.html", "the file is empty"),
    ],
)
def test_what_cannot_be_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, told: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("van-ban.txt").write_text("Sở Mẫu tổ chức hội nghị.", encoding="utf-8")
    Path("rong.html").touch()
    code, output = check(what)
    assert code == 1
    assert told in output
