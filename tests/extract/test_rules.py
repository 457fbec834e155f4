"""Every rule matches its examples and none of its counterexamples."""

import pytest

from extract.rules import Rule, load_rules, parse_rules, rule_files
from extract.rules.needs import first_letters, needed_words
from schemas.errors import VocabularyError
from schemas.folding import compose, fold

ALL = [(name, rule) for name in rule_files() for rule in load_rules(name).values()]


@pytest.mark.parametrize(("name", "rule"), ALL, ids=[f"{name}:{rule.id}" for name, rule in ALL])
def test_rule_matches_its_examples_only(name: str, rule: Rule) -> None:
    pattern = rule.compile()
    assert [text for text in rule.examples if not pattern.search(fold(compose(text)))] == []
    assert [text for text in rule.counterexamples if pattern.search(fold(compose(text)))] == []


@pytest.mark.parametrize(("name", "rule"), ALL, ids=[f"{name}:{rule.id}" for name, rule in ALL])
def test_a_rule_sought_by_its_words_finds_the_same(name: str, rule: Rule) -> None:
    pattern, sought = rule.compile(), rule.sought()
    for text in (*rule.examples, *rule.counterexamples):
        low = fold(compose(f"{text} - {text}"))
        assert [match.span() for match in sought.finditer(low)] == [match.span() for match in pattern.finditer(low)]
        first, found = pattern.search(low, 1), sought.search(low, 1)
        assert (found and found.span()) == (first and first.span())


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("(?:sơ|tổng) kết", ("sơ kết", "tổng kết")),
        ("(?:trao |tặng )?cờ [^.]* luân lưu", (" luân lưu",)),
        ("t[ỉi]nh ủy|thành ủy", ("tinh ủy", "tỉnh ủy", "thành ủy")),
        ("(?:khen thưởng)+ (?:đột xuất){2}", ("khen thưởng",)),
        (r"\d+ năm", (" năm",)),
        (r"[^.]{3}\d+", ()),
        ("sở|", ()),
        ("[abcde]", ()),
        ("(?i:sơ kết) vụ", (" vụ",)),
    ],
)
def test_the_words_of_which_every_match_holds_one(pattern: str, needed: tuple[str, ...]) -> None:
    assert needed_words(pattern) == needed


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        (r"(?<!\w)(?:trao|tặng)", "[t]"),
        (r"(?:[-+] ?)?(?:[a-c]\)|\d)", r"[\+\-\da-c]"),
        (r"^\W*trong", ""),
        (r"(?<!\w)[^\d]x", ""),
        (r"(?<!\w).x", ""),
        (r"(?P<who>ông|bà) [^.]+", ""),
        (" *$", ""),
        ("(?i:trao) cờ", ""),
    ],
)
def test_the_letters_a_match_begins_with(pattern: str, letters: str) -> None:
    assert first_letters(pattern) == letters


@pytest.mark.parametrize("cue", [cue for _, rule in ALL for cue in rule.cues])
def test_cues_are_written_composed(cue: str) -> None:
    assert compose(cue) == cue


GOOD = '[[rule]]\nid = "give"\ncues = ["trao"]\nexamples = ["Sở trao cờ."]\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD + GOOD, "a rule id stands twice"),
        (GOOD.replace("cues", "clues"), "clues"),
        (GOOD.replace('["Sở trao cờ."]', "[]"), "examples"),
        (GOOD.replace('cues = ["trao"]\n', ""), "needs either cues or a pattern"),
        (GOOD + 'pattern = "trao"\n', "needs either cues or a pattern"),
        (GOOD + "[other]\n", "unknown tables ['other']"),
        (GOOD.replace('["trao"]', '["trao", "trao"]'), "a cue of rule 'give' stands twice"),
    ],
)
def test_broken_rule_files_are_refused(text: str, message: str) -> None:
    with pytest.raises(VocabularyError) as caught:
        parse_rules(text, source="rules.toml")
    assert message in str(caught.value)
    assert str(caught.value).startswith("rules.toml: ")


def test_a_good_rule_file_is_read() -> None:
    assert parse_rules(GOOD, source="rules.toml")["give"].compile().search("sở trao cờ")
