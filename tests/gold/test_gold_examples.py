"""The gold records of the examples: sound in themselves, and about the pages that they name."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from pathlib import Path
from typing import Any, get_args

import pytest
from bs4 import BeautifulSoup

from schemas.records import AwardForm, AwardStatus, EventType, OfficialRole, Quantity, UnitRole

GOLD = Path(__file__).parent / "examples"
EXAMPLES = Path(__file__).parents[2] / "examples"
RECORDS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(GOLD.glob("*.json"))}
EACH = pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
KINDS = ("events", "officials", "units", "campaigns", "awards")
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def _markup() -> dict[str, str]:
    """The mark-up or the text of each example by id."""
    pages = {}
    for path in EXAMPLES.glob("[0-9]*.*"):
        encoding = {"02": "cp1258", "24": "utf-16"}.get(path.name[:2], "utf-8")
        pages[path.stem] = path.read_bytes().decode(encoding)
    dumps = (EXAMPLES / "dump.jsonl").read_bytes() + gzip.decompress((EXAMPLES / "archive.jsonl.gz").read_bytes())
    articles = [json.loads(line) for line in dumps.decode("utf-8").splitlines()]
    return pages | {article["id"]: article.get("html") or article["text"] for article in articles}


def _words(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("\u200b", "").split())


PAGES = {name: _words(BeautifulSoup(text, "html.parser").get_text(" ")) for name, text in _markup().items()}


def _entries(record: dict[str, Any]) -> list[dict[str, Any]]:
    entries = [entry for kind in KINDS for entry in record[kind]]
    return entries + [phase for campaign in record["campaigns"] for phase in campaign["phases"]]


def test_every_example_has_its_gold_record():
    assert set(RECORDS) == set(PAGES)
    assert all(record["id"] == name for name, record in RECORDS.items())


@EACH
def test_quotes_stand_in_the_body(record):
    for entry in _entries(record):
        assert entry["quote"] in record["body"]
        assert 0 < len(entry["quote"]) <= 160


@EACH
def test_the_body_stands_in_the_page_and_is_clean(record):
    body, page = record["body"], PAGES[record["id"]].replace(" ", "")
    assert all(_words(block).replace(" ", "") in page for block in re.split(r"[\n\t]", body))
    assert unicodedata.is_normalized("NFC", body)
    assert not re.search(r"\xa0|  |\n\n| \n|\n ", body)
    assert {record["title"], record["byline"]}.isdisjoint(body.split("\n"))


@EACH
def test_boilerplate_is_of_the_page_and_not_of_the_body(record):
    page = PAGES[record["id"]].replace(" ", "")
    for line in record["boilerplate"]:
        assert _words(line).replace(" ", "") in page
        assert line not in record["body"]


@EACH
def test_words_are_those_of_the_schema(record):
    assert all(set(event["types"]) <= set(get_args(EventType)) and event["types"] for event in record["events"])
    assert all(set(official["roles"]) <= set(get_args(OfficialRole)) for official in record["officials"])
    assert all(set(unit["roles"]) <= set(get_args(UnitRole)) and unit["roles"] for unit in record["units"])
    for award in record["awards"]:
        assert award["form"] in get_args(AwardForm)
        assert award["status"] in get_args(AwardStatus)
        assert award["quantity"] in get_args(Quantity)


@EACH
def test_dates_are_dates_in_order(record):
    for entry in _entries(record):
        bounds = [entry[key] for key in ("start", "end") if entry.get(key)]
        assert all(DATE.fullmatch(bound) for bound in bounds)
        assert bounds == sorted(bounds)


@EACH
def test_counts_fit_their_quantity(record):
    for award in record["awards"]:
        counts = [award[key] for key in ("collectives", "individuals", "households")]
        numbers = [number for number in (*counts, award["joint"]) if number]
        assert bool(numbers) == (award["quantity"] != "unknown")
        assert None in counts or award["joint"] is None
        assert counts != [0, 0, 0]


@EACH
def test_a_page_with_nothing_to_extract_has_no_entries(record):
    assert record["relevant"] == any(record[kind] for kind in ("events", "campaigns", "awards"))
    assert record["relevant"] or not (_entries(record) or record["provinces"])
