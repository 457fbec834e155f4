from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus.evaluate import evaluate
from corpus.naming import contains, folded, same_words

SCORER = Path(__file__).parents[3] / "shared" / "tools" / "score.py"

GOLD: dict[str, Any] = {
    "relevant": True,
    "provinces": ["Thanh Hóa", "Hà Nội"],
    "events": [
        {"types": ["launch", "award_ceremony"], "start": "2024-03-12", "end": None},
        {"types": ["review"], "start": None, "end": None},
    ],
    "officials": [
        {"name": "Lê Văn Thử", "positions": ["Phó Chủ tịch UBND tỉnh", "Ủy viên"], "roles": ["speak", "attend"]},
        {"name": "Trần Thị Mẫu", "positions": ["Giám đốc Sở Y tế"], "roles": []},
    ],
    "units": [
        {"name": "Ủy ban nhân dân tỉnh Thanh Hoá", "roles": ["organizer", "grantor"]},
        {"name": "Sở Y tế", "roles": ["recipient"]},
    ],
    "campaigns": [
        {
            "name": "phong trào thi đua năm 2024",
            "phases": [
                {"label": "Đợt 1", "start": "2024-01", "end": "2024-06"},
                {"label": "Đợt 2", "start": "2024-07", "end": "2024-12"},
            ],
        }
    ],
    "awards": [
        {
            "form": "merit_certificate",
            "status": "conferred",
            "grantor": "UBND tỉnh",
            "collectives": 3,
            "individuals": 0,
            "households": 0,
            "joint": None,
            "quote": "tặng 3 tập thể",
        },
        {
            "form": "order",
            "status": "proposed",
            "grantor": None,
            "collectives": None,
            "individuals": 1,
            "households": 0,
        },
    ],
}


def changed(**values: Any) -> dict[str, Any]:
    return {**copy.deepcopy(GOLD), **values}


def f1(predicted: dict[str, Any]) -> dict[str, float]:
    return {row: round(score.f1, 3) for row, score in evaluate({"a": GOLD}, {"a": predicted}).scores.items()}


def test_the_gold_itself_is_right_everywhere() -> None:
    evaluation = evaluate({"a": GOLD}, {"a": GOLD})
    assert {row: score.f1 for row, score in evaluation.scores.items()} == dict.fromkeys(evaluation.scores, 1.0)
    assert len(evaluation.scores) == 14
    assert (evaluation.mean, evaluation.mistakes, evaluation.errors()) == (1.0, [], "")


def test_a_missing_prediction_misses_everything() -> None:
    evaluation = evaluate({"a": GOLD}, {"b": GOLD})
    assert {score.hits for score in evaluation.scores.values()} == {0}
    assert evaluation.mean == 0.0
    assert evaluation.scores["award"].precision == 0.0


@pytest.mark.parametrize(
    ("predicted", "row", "score"),
    [
        (changed(provinces=["THANH HOÁ"]), "provinces", 0.667),
        (changed(events=[{"types": ["review"], "start": "2024-03-12", "end": "2024-03-12"}]), "event_date", 0.667),
        (changed(events=[{"types": ["review"], "start": "2024-03-12", "end": "2024-03-12"}]), "event_types", 0.0),
        (changed(events=[{"types": ["launch"], "start": None}]), "event_date", 0.0),
        (changed(officials=[{"name": "lê văn thử", "positions": ["Chủ tịch Hội"]}]), "official_name", 0.667),
        (changed(officials=[{"name": "lê văn thử", "positions": ["Phó Chủ tịch Ủy ban"]}]), "position", 0.667),
        (changed(units=[{"name": "UBND Thanh Hóa", "roles": ["grantor"]}]), "unit", 0.667),
        (changed(units=[{"name": "UBND Thanh Hóa", "roles": ["grantor"]}]), "unit_role", 0.667),
        (changed(campaigns=[{"name": "thi đua năm 2024"}]), "campaign", 1.0),
        (changed(campaigns=[{"name": "thi đua năm 2024"}]), "phase", 0.0),
        (changed(awards=[{**GOLD["awards"][0], "joint": 0}]), "award", 0.667),
        (changed(awards=[{**GOLD["awards"][0], "collectives": 4}]), "award", 0.0),
        (changed(awards=[{**GOLD["awards"][0], "collectives": 4, "grantor": "Bộ"}]), "award_form", 0.667),
        (changed(awards=[{**GOLD["awards"][0], "grantor": "Bộ"}]), "grantor", 0.0),
        (changed(awards=[GOLD["awards"][0]] * 2), "award", 0.5),
    ],
)
def test_what_is_wrong_costs_its_row(predicted: dict[str, Any], row: str, score: float) -> None:
    assert f1(predicted)[row] == score


def test_nothing_where_nothing_is_wanted_is_right() -> None:
    empty = {key: [] for key in GOLD} | {"relevant": False}
    evaluation = evaluate({"a": empty}, {"a": empty})
    assert {score.f1 for score in evaluation.scores.values()} == {1.0}
    assert evaluation.mean == 0.0
    assert evaluate({"a": empty}, {"a": GOLD}).scores["unit"].f1 == 0.0


def test_names_are_compared_folded() -> None:
    assert folded("Uỷ ban ND – TP. Hoà Bình") == "ủy ban nd thành phố hòa bình"
    assert folded("Ban Chấp hành T.Ư") == "ban chấp hành trung ương"
    assert folded(None) == ""
    assert same_words("Sở Công Thương tỉnh", "sở công thương", share=0.75)
    assert not same_words("Sở Công Thương tỉnh", "sở công thương")
    assert not same_words("", "")
    assert contains("Sở Công Thương tỉnh Bình Dương", "Sở Công Thương")
    assert not contains("Chủ tịch Hội đồng nhân dân tỉnh Bình Dương", "Chủ tịch")
    assert not contains("", "Chủ tịch")


def test_mistakes_are_listed() -> None:
    evaluation = evaluate({"a": GOLD}, {"a": changed(units=[{"name": "Hội Nông dân"}], events=[], awards=[])})
    listed = evaluation.errors()
    assert "unit           a\n    missed: ['Ủy ban nhân dân tỉnh Thanh Hoá', 'Sở Y tế']\n" in listed
    assert "    extra:  ['Hội Nông dân']\n" in listed
    assert "'2024-03-12 launch+award_ceremony', 'no date review'" in listed
    assert "'merit_certificate conferred 3/0/0/? tặng 3 tập thể'" in listed


def test_the_table_shows_rows_and_mean() -> None:
    table = evaluate({"a": GOLD}, {"a": GOLD}).table().splitlines()
    assert table[0].split() == ["row", "P", "R", "F1", "gold", "pred"]
    assert table[2].split() == ["relevance", "1.000", "1.000", "1.000", "1", "1"]
    assert table[-1].endswith(": 1.000")


def _spoil(record: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return the record with some values dropped, doubled, or mixed up with others of the kind."""
    spoiled = copy.deepcopy(record)
    for key in ("provinces", "events", "officials", "units", "campaigns", "awards"):
        values = [value for value in spoiled[key] if chance.random() < 0.8]
        values += [copy.deepcopy(value) for value in values if chance.random() < 0.2]
        chance.shuffle(values)
        for value in values:
            if isinstance(value, dict) and chance.random() < 0.4:
                field = chance.choice(sorted(value))
                others = [other.get(field) for other in record[key]]
                value[field] = chance.choice([*others, None if field != "types" else []])
        spoiled[key] = values
    return spoiled


@pytest.mark.skipif(not SCORER.exists(), reason="the reference scorer lies beside the project")
@pytest.mark.parametrize("seed", range(5))
def test_the_numbers_are_those_of_the_reference_scorer(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    gold = {f"a{number}": _spoil(GOLD, chance) for number in range(8)}
    for name, record in gold.items():
        for official in record["officials"]:
            official["name"], official["positions"] = official["name"] or "Lê", official["positions"] or []
            official["roles"] = official["roles"] or []
        for value in (*record["units"], *record["campaigns"]):
            value["name"], value["roles"] = value["name"] or "Sở", value.get("roles") or []
        (tmp_path / f"{name}.json").write_text(json.dumps(record), encoding="utf-8")
    predicted = {name: _spoil(GOLD, chance) for name in list(gold)[1:]}
    lines = (json.dumps({"id": name, **record}) for name, record in predicted.items())
    (tmp_path / "predicted.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = evaluate(gold, predicted)
    assert found.as_json() == json.loads(_reference(tmp_path, "--json"))
    assert _reference(tmp_path).splitlines()[-1] == found.table().splitlines()[-1]


def _reference(folder: Path, *options: str) -> str:
    command = [sys.executable, str(SCORER), str(folder), str(folder / "predicted.jsonl"), *options]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
