"""The measures of issue 4 on the saved pages: tuned ones, and ones put aside before the rules were tuned."""

import json

import pytest

from benchmarks.cleaning import FOLDER, TOOLS, Found, Sample, Score, load_samples, main, milliseconds, ours, score
from schemas.pages import RawPage

SAMPLES = load_samples(FOLDER)
TUNED = [sample for sample in SAMPLES if not sample.held_out]
HELD_OUT = [sample for sample in SAMPLES if sample.held_out]


@pytest.mark.parametrize("samples", [TUNED, HELD_OUT], ids=["tuned", "held-out"])
def test_bodies_and_days_reach_the_measure(samples):
    total = score(ours, samples)
    assert total.f1 >= 0.97
    assert total.right >= 0.95 * total.dated
    assert total.wrong == total.invented == 0


def test_titles_reach_the_measure():
    tuned, held_out = score(ours, TUNED), score(ours, HELD_OUT)
    assert tuned.titles == len(TUNED)
    assert held_out.titles == len(HELD_OUT)


def test_there_are_pages_enough_and_some_tell_no_day():
    assert len(SAMPLES) >= 36
    assert sum(not sample.golden["published"] for sample in SAMPLES) >= 6


def test_a_score_counts_what_is_wrong_and_what_is_invented():
    page = RawPage(source="x", id="x", kind="html", content="")
    dated = Sample(page, {"title": "A b", "published": "2020-01-02T08:00", "body": ["một hai", "ba"]}, held_out=False)
    undated = Sample(page, {"title": "A b", "published": None, "body": ["một"]}, held_out=False)
    total = Score()
    total.add(dated, Found("một hai bốn", "A b", "2020-01-02"))
    total.add(dated, Found("", "A", "2020-01-03"))
    total.add(undated, Found("một", "A b", "2020-01-02"))
    assert (total.hits, total.found, total.wanted) == (3, 4, 7)
    assert (total.titles, total.right, total.wrong, total.invented, total.dated) == (2, 1, 1, 1, 2)


def test_every_tool_gives_a_body_and_is_timed():
    sample = next(sample for sample in TUNED if sample.page.id == "wordpress-ben-tre")
    for name, tool in TOOLS.items():
        assert name == "jusText" or score(tool, [sample]).f1 > 0.5
    assert all(spent[sample.page.id] > 0 for spent in milliseconds([sample], 1).values())


def test_errors_tell_of_tuned_pages_only(capsys, monkeypatch, tmp_path):
    golden = {"title": "Khác", "published": None, "byline": None, "body": ["Khác."]}
    for name in ("a", "b"):
        (tmp_path / f"{name}.html").write_text("<h1>Tít của bài viết mẫu</h1><p>Một câu ngắn của bài viết.</p>")
        (tmp_path / f"{name}.json").write_text(json.dumps(golden))
    (tmp_path / "held-out.txt").write_text("b\n")
    monkeypatch.setattr("sys.argv", ["cleaning.py", str(tmp_path), "--errors"])
    main()
    assert capsys.readouterr().out.startswith("a\n  - Khác.\n")
    monkeypatch.setattr("sys.argv", ["cleaning.py", str(tmp_path), "--repeat", "1"])
    main()
    told = capsys.readouterr().out
    assert told.count("held out") == len(TOOLS)
    assert "times as fast as trafilatura" in told
