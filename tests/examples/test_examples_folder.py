"""The examples: every file is described, every row has its file, and the awkward encodings are what they say."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = sorted(path.name for path in EXAMPLES.iterdir() if path.name != "README.md")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (EXAMPLES / "README.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| `")
]


def _text(name: str) -> str:
    encoding = {"02": "cp1258", "24": "utf-16"}.get(name[:2], "utf-8")
    return (EXAMPLES / name).read_bytes().decode(encoding)


def _dumped(name: str) -> list[dict[str, str]]:
    data = (EXAMPLES / name).read_bytes()
    lines = gzip.decompress(data) if name.endswith(".gz") else data
    return [json.loads(line) for line in lines.decode("utf-8").splitlines()]


def test_the_readme_lists_every_file_and_nothing_else():
    assert sorted(row[0].strip("`") for row in ROWS) == FILES


def test_provinces_and_years_are_spread():
    provinces = {province for row in ROWS for province in row[1].split(", ")}
    years = {int(year) for row in ROWS for year in re.findall(r"\d{4}", row[2])}
    assert len(provinces) >= 30
    assert years == set(range(2015, 2027))
    assert sum("nothing to extract**" in row[4] for row in ROWS) == 3


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".html")])
def test_pages_declare_the_charset_they_are_in(name):
    html = _text(name)
    declared = re.search(r"charset=\"?([\w-]+)", html, re.IGNORECASE)
    assert declared
    assert declared[1].lower() == {"02": "windows-1258", "24": "utf-16"}.get(name[:2], "utf-8")
    assert "�" not in html
    assert html.rstrip().endswith("</html>")


def test_one_page_is_decomposed_and_the_others_are_not():
    pages = [name for name in FILES if name.endswith(".html")]
    decomposed = [name for name in pages if not unicodedata.is_normalized("NFC", _text(name))]
    assert [name[:2] for name in decomposed] == ["02", "08"]
    assert unicodedata.is_normalized("NFD", _text(decomposed[1]))


@pytest.mark.parametrize(("name", "number"), [("dump.jsonl", 8), ("archive.jsonl.gz", 4)])
def test_dumps_hold_one_article_a_line(name, number):
    articles = _dumped(name)
    assert len({article["id"] for article in articles}) == len(articles) == number
    keys = {"id", "url", "published", "title", "text", "html"}
    assert all(set(article) <= keys and ("text" in article) != ("html" in article) for article in articles)
