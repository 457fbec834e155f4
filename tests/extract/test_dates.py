"""Dates: inline examples, the table of expressions, and what no example shows."""

import csv
from datetime import date
from pathlib import Path

import pytest

from extract.dates.atoms import Parts, join
from extract.dates.mentions import find_dates
from extract.text import Text
from schemas.dates import first_day, last_day
from tests.inline import differences, example_params, text_of

TABLE = Path(__file__).parents[3] / "shared" / "gold" / "dates.tsv"


@pytest.mark.parametrize("example", example_params("dates", tags={"date"}))
def test_examples(example):
    found = [("date", mention.start, mention.end, mention) for mention in find_dates(text_of(example))]
    assert differences(example, found) == []


@pytest.mark.skipif(not TABLE.exists(), reason="the table of date expressions is not here")
def test_table_of_expressions(capsys):
    with TABLE.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    misses = {row["id"]: seen for row in rows if (seen := _seen(row)) != _wanted(row)}
    with capsys.disabled():
        print(f"\ndates.tsv: {len(rows) - len(misses)} of {len(rows)} right; missed: {misses or 'none'}")
    assert len(misses) <= 3
    assert [row["id"] for row in rows if row["kind"] == "none" and row["id"] in misses] == []


def _wanted(row):
    return [] if row["kind"] == "none" else [(row["start"], row["end"], row["time"])]


def _seen(row):
    start = row["context"].index(row["expr"])
    return [
        (str(first_day(mention.first)), str(last_day(mention.last or mention.first)), mention.time or "")
        for mention in find_dates(Text(row["context"], published=row["ref_date"]))
        if mention.start < start + len(row["expr"]) and mention.end > start and mention.first
    ]


def test_spans_of_different_forms_do_not_overlap():
    text = Text("Sáng nay, ngày 22/6 (thứ hai), từ 25/6 đến 30/6/2020 và 6 tháng đầu năm 2020.", published="2020-06-22")
    found = find_dates(text)
    assert [text.body[mention.start : mention.end] for mention in found] == [
        "Sáng nay, ngày 22/6",
        "từ 25/6 đến 30/6/2020",
        "6 tháng đầu năm 2020",
    ]
    assert [(mention.first, mention.last) for mention in found] == [
        ("2020-06-22", None),
        ("2020-06-25", "2020-06-30"),
        ("2020-01", "2020-06"),
    ]


@pytest.mark.parametrize("published", ["2020", "2020-06", "2020-06-23", "2020-06-23T08:00"])
def test_publication_may_be_partial(published):
    (mention,) = find_dates(Text("Ngày 22/6, chi bộ họp.", published=published))
    assert mention.first == "2020-06-22"


def test_impossible_days_are_none():
    assert find_dates(Text("Ngày 31/4/2020, ngày 29/02/2021, ngày 2020-13-01.", published="2021-05-01")) == ()


def test_upper_case_and_other_blanks_give_the_same_dates():
    plain = find_dates(Text("Chiều thứ hai, ngày 22/6/2020, Sở họp.", published="2020-06-23"))
    loud = find_dates(Text("CHIỀU THỨ HAI, NGÀY\u00a022/6/2020, SỞ HỌP.", published="2020-06-23"))
    assert plain == loud


def test_an_empty_article_has_no_dates():
    assert find_dates(Text("")) == ()


def test_a_leap_day_falls_back_to_its_month():
    assert Parts(None, 2, 29).with_year(2021) == Parts(2021, 2)


@pytest.mark.parametrize(
    ("first", "last", "joined"),
    [
        (Parts(2023, 10, 1), Parts(None, 12, 31), (Parts(2023, 10, 1), Parts(2023, 12, 31))),
        (Parts(2023, 10, 1), Parts(None, 3, 31), (Parts(2023, 10, 1), Parts(2024, 3, 31))),
        (Parts(2025, 5), Parts(2025, 5, 20), (Parts(2025, 5), Parts(2025, 5, 20))),
        (Parts(2025), Parts(2020), None),
        (Parts(2025, 8, 1), Parts(2025, 7, 31), None),
    ],
)
def test_join(first, last, joined):
    assert join(first, last) == joined


def test_parts_of_a_day():
    assert Parts.of(date(2020, 2, 29)).iso() == "2020-02-29"
