import pytest

from tests import inline
from tests.inline import InlineError, InlineSpan, differences, example_params, load_examples, parse_line, text_of

TAGS = {"date", "unit"}


def test_parses_spans_attributes_and_context():
    line = (
        '!xfail(no rule yet) {published=2020-06-23 title="Hội nghị"} <date first=2020-06-22 kind="a b">22/6</date>, Sở'
    )
    example = parse_line(line, tags=TAGS)
    assert example.text == "22/6, Sở"
    assert example.spans == (InlineSpan("date", 0, 4, {"first": "2020-06-22", "kind": "a b"}),)
    assert example.context == {"published": "2020-06-23", "title": "Hội nghị"}
    assert example.xfail == "no rule yet"
    text = text_of(example)
    assert (text.body, text.title, text.published, text.host) == ("22/6, Sở", "Hội nghị", "2020-06-23", None)


def test_nested_tags_come_outer_first():
    example = parse_line("<unit>Sở <unit>Tỉnh</unit></unit>", tags=TAGS)
    assert [example.text[span.start : span.end] for span in example.spans] == ["Sở Tỉnh", "Tỉnh"]


def test_line_breaks_and_literal_signs():
    assert parse_line(r"a\nb\tc \< d \> \\", tags=TAGS).text == "a\nb\tc < d > \\"


@pytest.mark.parametrize(
    "line",
    [
        "<date>22/6",
        "22/6</date>",
        "<date>22/6</unit>",
        "<date><unit>x</date></unit>",
        "<place>Huế</place>",
        "<date first>22/6</date>",
        '<date first="2020>22/6</date>',
        "<date a=1 a=2>22/6</date>",
        "5 < 6",
        "{published=2020-06-23 22/6",
        "{} 22/6",
        "!xfail() 22/6",
    ],
)
def test_refuses_what_breaks_the_notation(line):
    with pytest.raises(InlineError):
        parse_line(line, tags=TAGS)


def test_names_the_line_of_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(inline, "EXAMPLES", tmp_path)
    (tmp_path / "broken.txt").write_text("# <comment\n\nright\n<date>wrong\n", encoding="utf-8")
    with pytest.raises(InlineError, match=r"broken\.txt:4"):
        load_examples("broken", tags=TAGS)


def test_known_failures_are_strict(tmp_path, monkeypatch):
    monkeypatch.setattr(inline, "EXAMPLES", tmp_path)
    (tmp_path / "some.txt").write_text("right\n!xfail(why) wrong\n", encoding="utf-8")
    right, wrong = example_params("some", tags=TAGS)
    assert (right.id, list(right.marks)) == ("some:1", [])
    assert wrong.marks[0].name == "xfail"
    assert wrong.marks[0].kwargs == {"reason": "why", "strict": True}


def test_differences_name_what_is_missed_extra_wrong_and_doubled():
    example = parse_line("<date first=2020 vague=false>2020</date> và <unit>Sở</unit>", tags=TAGS)
    right = [("date", 0, 4, {"first": "2020", "vague": False}), ("unit", 8, 10, object())]
    assert differences(example, right) == []
    assert differences(example, [*right, right[1]]) == ["1 found more than once"]
    assert differences(example, [("date", 0, 4, {"first": None, "vague": False}), ("unit", 5, 7, object())]) == [
        "missed <unit> 'Sở'",
        "found <unit> 'và'",
        "'2020': first is none, not 2020",
    ]
