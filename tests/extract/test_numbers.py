"""Numbers in digits and words, and the words that qualify them."""

from __future__ import annotations

import pytest

from extract.numbers import NUMBER, NUMBER_WORDS, is_year_word, quantity_before, read_number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("04", 4),
        ("0", 0),
        ("1.780", 1780),
        ("1.234.567", 1234567),
        ("01 (một)", 1),
        ("ba", 3),
        ("năm", 5),
        ("mười", 10),
        ("mười lăm", 15),
        ("hai mươi", 20),
        ("hai mươi mốt", 21),
        ("Ba mươi tư", 34),
        ("một trăm linh năm", 105),
        ("hai trăm năm mươi", 250),
        ("một nghìn hai trăm", 1200),
        ("ba nghìn", 3000),
        ("hai triệu", 2000000),
        ("tập thể", None),
        ("68,16", None),
        ("", None),
    ],
)
def test_read_number(words: str, number: int | None) -> None:
    assert read_number(words) == number


@pytest.mark.parametrize(
    ("low", "found"),
    [
        ("cho 04 tập thể", ["04"]),
        ("1.780 cá nhân", ["1.780"]),
        ("01 (một) tập thể", ["01 (một)"]),
        ("hai mươi mốt hộ", ["hai mươi mốt"]),
        ("tỷ lệ 68,16%", []),
        ("đạt 95% kế hoạch", []),
        ("đạt 95 % kế hoạch", []),
        ("ngày 22/6/2020", []),
        ("quyết định số 15/qđ-ubnd", []),
        ("0225.3.123.456", []),
        ("ngày 14-5", []),
        ("covid-19", []),
        ("hàng trăm", []),
        ("trăm hoa", []),
    ],
)
def test_number_pattern(low: str, found: list[str]) -> None:
    assert [match[0] for match in NUMBER.finditer(low)] == found


@pytest.mark.parametrize(
    ("low", "year"),
    [
        ("trong năm đơn vị", True),
        ("5 năm qua", True),
        ("hai năm liền", False),
        ("cho năm đơn vị", False),
        ("tổng kết năm học", True),
    ],
)
def test_year_word(low: str, year: bool) -> None:
    start = low.index("năm")
    assert is_year_word(low, start, start + 3) is year


def test_year_word_asks_for_the_word_alone() -> None:
    assert not is_year_word("trong ba đơn vị", 6, 8)


@pytest.mark.parametrize(
    ("low", "at", "quantity"),
    [
        ("hơn 200 gương", 4, ("at_least", 0)),
        ("trên 1.780 lượt", 5, ("at_least", 0)),
        ("có gần 200 người", 7, ("about", 3)),
        ("nhiều tập thể", 6, ("unknown", 0)),
        ("cho 200 người", 4, None),
    ],
)
def test_quantity_before(low: str, at: int, quantity: tuple[str, int] | None) -> None:
    assert quantity_before(low, at) == quantity


def test_number_words_begin_numbers_and_qualifiers() -> None:
    assert {"một", "mười", "nhiều", "các", "hàng"} <= NUMBER_WORDS
