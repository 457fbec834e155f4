"""Tile grids: every province once, and the archipelagos off the coast."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import altair as alt
import plots
import pytest
from tiles import ISLANDS, Era, Tile, tiles

from schemas.vocabulary import provinces_on

ERAS = pytest.mark.parametrize(
    ("era", "day", "number"), [("pre2025", date(2024, 12, 31), 63), ("from2025", date(2025, 7, 1), 34)]
)


def drawn(era: Era, numbers: dict[str, int], covered: dict[str, int]) -> dict[str, dict[str, Any]]:
    chart = plots.tile_map(era, numbers, covered, alt.Title("Thử"), legend="lượt")
    return {row["name"]: row for row in chart.to_dict()["data"]["values"]}


@ERAS
def test_every_province_is_one_tile(era: Era, day: date, number: int) -> None:
    names = [tile.label for tile in tiles(era) if not tile.island]
    assert len(names) == number
    assert Counter(names) == Counter(province.name for province in provinces_on(day))


@ERAS
def test_no_two_tiles_share_a_place(era: Era, day: date, number: int) -> None:
    assert max(Counter((tile.column, tile.row) for tile in tiles(era)).values()) == 1


@ERAS
def test_the_archipelagos_are_tiles_off_the_coast(era: Era, day: date, number: int) -> None:
    found: dict[str, Tile] = {tile.label: tile for tile in tiles(era)}
    assert {name: found[name].province for name in ISLANDS} == {"Hoàng Sa": "Đà Nẵng", "Trường Sa": "Khánh Hòa"}
    land = max(tile.column for tile in found.values() if not tile.island)
    assert all(found[name].column > land + 1 for name in ISLANDS)
    assert found["Hoàng Sa"].row < found["Trường Sa"].row


@ERAS
def test_an_archipelago_shows_its_province_and_no_number_of_its_own(era: Era, day: date, number: int) -> None:
    found = drawn(era, {"Đà Nẵng": 7}, {"Khánh Hòa": 3})
    assert [found[name]["number"] for name in ("Đà Nẵng", "Hoàng Sa", "Khánh Hòa", "Trường Sa")] == [7, 7, 0, 0]
    assert [found[name]["below"] for name in ("Hoàng Sa", "Trường Sa")] == ["(Đà Nẵng)", "(Khánh Hòa)"]


def test_nothing_known_is_told_from_nothing_found() -> None:
    found = drawn("from2025", {"Huế": 1200}, {"Huế": 2, "Lai Châu": 1})
    assert [found[name]["below"] for name in ("Huế", "Lai Châu", "Sơn La")] == ["1.200", "0", "–"]
    assert [found[name]["number"] for name in ("Huế", "Lai Châu", "Sơn La")] == [1200, 0, None]


def test_what_stands_in_no_tile_is_told() -> None:
    numbers = {"Huế": 3, "(none)": 12, "Hà Tây": 5}
    assert plots.elsewhere(numbers, "from2025") == "không rõ tỉnh 12, Hà Tây 5"
