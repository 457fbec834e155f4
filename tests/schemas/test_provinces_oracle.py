"""Provinces against the package vietnamadminunits, an independent list of both maps; skipped where it is not installed.

The package is no dependency of the project: ``pip install vietnamadminunits`` to run these tests.
"""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files

import pytest

from schemas.vocabulary import provinces, provinces_on

database = pytest.importorskip("vietnamadminunits.database")

#: The package was published before Đồng Nai became a city.
MAPS = [("admin_units_legacy", date(2025, 6, 30)), ("admin_units", date(2025, 7, 1))]


def _listed(table: str) -> dict[str, dict[str, str]]:
    rows = database.get_data(fields=["provinceCode", "provinceShort", "province", "provinceKey"], table=table)
    return {row["provinceKey"]: row for row in rows}


@pytest.mark.parametrize(("table", "day"), MAPS)
def test_codes_and_names_agree(table, day):
    listed = {(row["provinceCode"], row["provinceShort"], row["province"]) for row in _listed(table).values()}
    assert {(one.code, one.name, one.full_name) for one in provinces_on(day)} == listed


@pytest.mark.parametrize(("table", "day"), MAPS)
def test_cities_agree(table, day):
    listed = {row["provinceShort"] for row in _listed(table).values() if row["province"].startswith("Thành phố")}
    assert {one.name for one in provinces_on(day) if one.city} == listed


def test_mergers_agree():
    data = files("vietnamadminunits").joinpath("data/converter_2025.json").read_text(encoding="utf-8")
    old, new = (_listed(table) for table, _ in MAPS)
    listed = {
        new[key]["provinceShort"]: {old[before]["provinceShort"] for before in befores}
        for key, befores in json.loads(data)["DICT_PROVINCE"].items()
    }
    names = {one.id: one.name for one in provinces()}
    ours = {one.name: {names[before] for before in one.predecessors} for one in provinces_on(MAPS[1][1])}
    assert ours == listed
