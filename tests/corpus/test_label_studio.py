"""Articles go to Label Studio as tasks and come back as statements: nothing is lost, another text is refused."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree

import pytest
from click.testing import Result
from corpus_samples import BODY, make_article, make_page, make_record
from pydantic import BaseModel, ConfigDict, Field
from typer.testing import CliRunner

from corpus.cli import app
from corpus.corrections.annotations import Task, read_annotation
from corpus.corrections.label_studio import controls, labeling_config, task_of
from corpus.corrections.ledger import read_ledger
from corpus.corrections.making import StoredArticle
from corpus.corrections.values import MODELS, fields_of
from corpus.database import UsageError
from corpus.evaluate import evaluate
from corpus.gold import read_gold
from corpus.identity import page_key

#: A letter beyond U+FFFF before everything: two units of UTF-16, one code point.
ASTRAL = "𝐓in vui 🎉: " + BODY
KEY = page_key(make_page())
Run = Callable[..., Result]
Json = dict[str, Any]


class _Documented(BaseModel):
    """What Label Studio's documentation says of tasks (guide/task_format, guide/predictions, tags)."""

    model_config = ConfigDict(extra="forbid")


class Span(_Documented):
    start: int
    end: int
    text: str | list[str] | None = None
    labels: list[str] | None = None
    choices: list[str] | None = None
    number: float | None = None


class Labelled(_Documented):
    id: str
    from_name: str
    to_name: str
    type: Literal["labels", "choices", "textarea", "number"]
    value: Span


class Relation(_Documented):
    type: Literal["relation"]
    from_id: str
    to_id: str
    direction: Literal["left", "right", "bi"]
    labels: list[str]


class Prediction(_Documented):
    model_version: str
    result: list[Labelled | Relation]


class Documented(_Documented):
    data: dict[str, Any] = Field(min_length=1)
    predictions: list[Prediction] = Field(min_length=1)


def article(body: str = ASTRAL) -> StoredArticle:
    return StoredArticle(KEY, None, "bai-1.txt", "2+abc", make_record(make_article(make_page(body))))


def annotated(task: Json, **values: Any) -> Json:
    """Return a task as an export of Label Studio holds it: the predictions accepted as an annotation."""
    exported = copy.deepcopy(task)
    (prediction,) = exported.pop("predictions")
    annotation = {"id": 7, "completed_by": {"id": 3, "email": "mai@example.org"}, "result": prediction["result"]}
    annotation |= {
        "was_cancelled": False,
        "created_at": "2026-03-01T08:00:00.5Z",
        "updated_at": "2026-03-02T08:00:00.5Z",
    }
    return exported | {"id": 1, "project": 1, "predictions": [], "annotations": [annotation | values]}


def results(task: Json) -> list[Json]:
    return task["annotations"][0]["result"]  # type: ignore[no-any-return]


def result(task: Json, own: str, control: str) -> Json:
    return next(item for item in results(task) if item.get("id") == own and item["from_name"] == control)


class TestFormat:
    def test_a_task_is_as_documented(self) -> None:
        task = task_of(article())
        Documented.model_validate(task)
        (prediction,) = task["predictions"]
        assert prediction["model_version"] == "2+abc"
        assert task["data"]["text"] == ASTRAL

    def test_offsets_count_code_points(self) -> None:
        task = task_of(article())
        regions = [item for item in task["predictions"][0]["result"] if item.get("type") == "labels"]
        assert len(regions) == 8
        for item in regions:
            value = item["value"]
            assert ASTRAL[value["start"] : value["end"]] == value["text"]

    def test_the_interface_has_every_label_and_control(self) -> None:
        root = ElementTree.fromstring(labeling_config())
        labels = {label.get("value") for label in root.iter("Label")}
        assert labels == {*MODELS, "evidence"}
        named = {one.get("name"): one for one in root.iter() if one.get("perRegion") and one.get("name")}
        assert set(named) == set(controls()) == {f"{kind}_{field}" for kind in MODELS for field in fields_of(kind)}
        for item in task_of(article())["predictions"][0]["result"]:
            if item["type"] in ("choices", "textarea", "number"):
                control = named[item["from_name"]]
                assert control.tag.lower() == item["type"]
                chosen = {choice.get("value") for choice in control.iter("Choice")}
                assert set(item["value"].get("choices", ())) <= chosen

    def test_values_come_back_as_they_went(self) -> None:
        stored = article()
        (one, _) = stored.record.events[0].evidence[0], None
        more = stored.record.events[0].model_copy(
            update={"evidence": (one, *stored.record.awards[0].evidence), "end": "2024-03-13"}
        )
        stored = StoredArticle(KEY, None, "x", "1", stored.record.model_copy(update={"events": (more,)}))
        task = annotated(task_of(stored))
        values = read_annotation(stored, task["annotations"][0], Task("x", task))
        assert sorted(values, key=lambda value: value.name) == sorted(stored.values, key=lambda value: value.name)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pipeline: None) -> Run:
    """Runs a command in a folder with a database of the sample article."""
    monkeypatch.chdir(tmp_path)
    Path("bai-1.txt").write_text(ASTRAL, encoding="utf-8")

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments))

    assert call("build", "bai-1.txt").exit_code == 0
    return call


@pytest.fixture
def task(run: Run) -> Json:
    """The sample article as it is exported, annotated without a change."""
    assert run("correct", "tasks", "-o", "tasks.json", "--config", "interface.xml").exit_code == 0
    assert Path("interface.xml").read_text(encoding="utf-8") == labeling_config()
    (exported,) = json.loads(Path("tasks.json").read_text(encoding="utf-8"))
    return annotated(exported)


def taken(run: Run, *tasks: Json, code: int = 0) -> Result:
    Path("export.json").write_text(json.dumps(tasks), encoding="utf-8")
    found = run("correct", "--import", "export.json")
    assert found.exit_code == code, found.output
    return found


def listed(run: Run) -> dict[str, str]:
    rows = json.loads(run("correct", "list", "bai-1", "--format", "json").stdout)
    return {row["value"]: row["fields"] for row in rows}


class TestImport:
    def test_what_was_left_as_it_is_is_confirmed(self, run: Run, task: Json) -> None:
        before = listed(run)
        assert taken(run, task).stderr == "8 statements added to corrections, 0 were there\n"
        assert taken(run, task).stderr == "0 statements added to corrections, 8 were there\n"
        statements = read_ledger(Path("corrections")).statements
        assert {(one.action, one.who) for one in statements} == {("confirm", "mai@example.org")}
        assert run("build", "bai-1.txt").stderr.splitlines()[-1] == "8 corrections: 8 applied"
        assert listed(run) == before

    def test_changes_deletions_and_additions(self, run: Run, task: Json) -> None:
        result(task, "award.0", "award_collectives")["value"]["number"] = 13
        result(task, "award.0", "award_form")["value"]["choices"] = ["honour"]
        result(task, "official.0", "official_positions")["value"]["text"] = ["Giám đốc Sở", "Bí thư"]
        kept = [item for item in results(task) if "award.1" not in (item.get("id"), item.get("from_id"))]
        start = ASTRAL.index("hai đợt")
        value = {"start": start, "end": start + 7, "text": "hai đợt"}
        added = {"id": "aB3", "to_name": "text"}
        kept += [
            {**added, "from_name": "label", "type": "labels", "value": {**value, "labels": ["phase"]}},
            {**added, "from_name": "phase_label", "type": "textarea", "value": {**value, "text": ["Đợt 2"]}},
        ]
        task["annotations"][0]["result"] = kept
        taken(run, task)
        actions = [one.action for one in read_ledger(Path("corrections")).statements]
        assert sorted(actions) == ["add", *["change"] * 3, *["confirm"] * 5, "delete"]
        assert run("build", "bai-1.txt").stderr.splitlines()[-1] == "10 corrections: 10 applied"
        found = listed(run)
        assert found["award.0"].startswith("form=honour; name=Giấy khen")
        assert "collectives=13" in found["award.0"]
        assert "positions=['Giám đốc Sở', 'Bí thư']" in found["official.0"]
        assert found["campaign.0.phase.1"] == "label=Đợt 2"
        assert "award.1" not in found

    def test_a_region_drawn_longer_and_one_with_a_new_id(self, run: Run, task: Json) -> None:
        for item in results(task):
            if item.get("id") == "unit.0":
                item["id"] = "xyz"
        region = result(task, "event.0", "label")["value"]
        region |= {"end": region["end"] + 14, "text": ASTRAL[region["start"] : region["end"] + 14]}
        taken(run, task)
        statements = read_ledger(Path("corrections")).statements
        assert sorted(one.action for one in statements) == ["add", *["confirm"] * 7]
        run("build", "bai-1.txt")
        rows = json.loads(run("correct", "list", "bai-1", "--format", "json").stdout)
        (event,) = (row for row in rows if row["value"].startswith("event"))
        assert event["evidence"] == "tổ chức hội nghị phát động thi đua tại Hải Phòng"

    def test_offsets_in_units_of_utf_16_are_known_by_the_text(self, run: Run, task: Json) -> None:
        def units(offset: int) -> int:
            return len(ASTRAL[:offset].encode("utf-16-le")) // 2

        for item in results(task):
            if item.get("type") == "labels":
                value = item["value"]
                value |= {"start": units(value["start"]), "end": units(value["end"])}
        taken(run, task)
        assert {one.action for one in read_ledger(Path("corrections")).statements} == {"confirm"}

    def test_another_text_is_refused_and_the_rest_is_taken(self, run: Run, task: Json) -> None:
        other = copy.deepcopy(task) | {"id": 2}
        other["data"]["text_hash"] = "0" * 64
        edited = copy.deepcopy(task) | {"id": 3}
        edited["data"]["text"] += "!"
        found = taken(run, other, edited, task, code=1)
        reason = "refused: annotated in another text than the database has; export the tasks anew"
        assert found.stderr.splitlines()[:2] == [f"export.json task {number}: {reason}" for number in (2, 3)]
        assert "8 statements added" in found.stderr

    def test_the_text_of_the_database_may_have_moved(self, run: Run, task: Json) -> None:
        Path("bai-1.txt").write_text("Tin mới. " + ASTRAL, encoding="utf-8")
        run("build", "bai-1.txt")
        assert "annotated in another text" in taken(run, task, code=1).stderr
        assert not Path("corrections").exists()

    def test_cancelled_annotations_and_numbers_for_names(self, run: Run, task: Json) -> None:
        task["annotations"].append(task["annotations"][0] | {"completed_by": 4, "updated_at": None, "created_at": None})
        task["annotations"][0]["was_cancelled"] = True
        taken(run, task)
        assert {one.who for one in read_ledger(Path("corrections")).statements} == {"annotator 4"}

    def test_what_makes_no_value_is_refused(self, run: Run, task: Json) -> None:
        wrong = []
        for number, change in enumerate(("text", "missing", "label", "campaign", "foreign"), start=1):
            bad = copy.deepcopy(task) | {"id": number}
            if change == "text":
                result(bad, "award.0", "label")["value"]["text"] = "Không có"
            elif change == "missing":
                results(bad).remove(result(bad, "award.0", "award_form"))
            elif change == "label":
                result(bad, "award.0", "label")["value"]["labels"] = ["party"]
            elif change == "campaign":
                kept = [item for item in results(bad) if item.get("id") != "campaign.0"]
                bad["annotations"][0]["result"] = kept
            else:
                bad["data"] = {"text": "x"}
            wrong.append(bad)
        lines = taken(run, *wrong, code=1).stderr.splitlines()
        assert [line.split("refused: ")[1][:30] for line in lines[:5]] == [
            "'Không có' does not stand at 2",
            "award 'tặng Giấy khen cho 12 t",
            "no kind 'party' of values",
            "phase 'Đợt 1 từ tháng 3/2024' ",
            "no task that `thidua correct t",
        ]

    @pytest.mark.parametrize(("content", "message"), [("[1]", "no list of tasks"), ("[", "not JSON")])
    def test_a_file_that_is_no_export(self, run: Run, content: str, message: str) -> None:
        Path("export.json").write_text(content, encoding="utf-8")
        found = run("correct", "--import", "export.json")
        assert found.exit_code == 2
        assert message in found.stderr


class TestGold:
    def test_articles_of_which_every_value_was_seen_are_gold(self, run: Run, task: Json) -> None:
        assert run("correct", "gold", "gold").stderr == "0 gold records written to gold\n"
        result(task, "award.0", "award_collectives")["value"]["number"] = 13
        taken(run, task)
        run("build", "bai-1.txt")
        assert run("correct", "gold", "gold").stderr == "1 gold records written to gold\n"
        (record,) = read_gold(Path("gold")).values()
        assert Path(f"gold/{KEY}.txt").read_text(encoding="utf-8") == ASTRAL
        assert (record["awards"][0]["collectives"], record["awards"][0]["quote"]) == (
            13,
            "tặng Giấy khen cho 12 tập thể và 30 cá nhân",
        )
        assert record["campaigns"][0]["phases"] == [{"label": "Đợt 1", "start": "2024-03", "end": "2024-06-30"}]
        assert evaluate({KEY: record}, {KEY: record}).mean == 1
        scores = json.loads(run("evaluate", "gold", "--json").stdout)
        assert (scores["award"]["f1"], scores["event_date"]["f1"]) == (0.5, 1)

    def test_articles_that_are_named_are_written_as_they_are(self, run: Run) -> None:
        assert run("correct", "gold", "gold", "bai-1").stderr == "1 gold records written to gold\n"
        assert run("correct", "gold", "gold", "bai-9").exit_code == 2
        assert run("correct", "gold", "bai-1.txt", "bai-1").exit_code == 2
        assert run("correct", "tasks", "-o", "none/tasks.json").exit_code == 2


def test_a_phase_without_campaign() -> None:
    stored = article()
    task = annotated(task_of(stored))
    results(task)[:] = [item for item in results(task) if item.get("id") != "campaign.0"]
    with pytest.raises(UsageError, match="belongs to no campaign"):
        read_annotation(stored, task["annotations"][0], Task("x", task))
