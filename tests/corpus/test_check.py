from __future__ import annotations

from collections.abc import Callable

import pytest
from corpus_samples import make_page
from sqlalchemy import Engine, text

from corpus.build import build
from corpus.check import CHECKS, CheckResult, check
from corpus.derive import derive
from schemas.errors import CorpusError

DAMAGE = {
    "evidence stands in its article's text": "UPDATE articles SET text = 'X' || text",
    "every value has evidence": "DELETE FROM evidence WHERE phase_id IS NOT NULL",
    "evidence belongs to a value of its own article": (
        "UPDATE evidence SET award_id = (SELECT min(id) FROM awards WHERE article_id <> evidence.article_id)"
        " WHERE award_id IS NOT NULL"
    ),
    "references lead somewhere": "DELETE FROM persons",
    "rows keep their constraints": "UPDATE awards SET form = 'cup'",
    "what is stored is sound": "UPDATE awards SET form = 'cup'",
    "no unit without an article": "INSERT INTO units (id, folded_name) VALUES ('u', 'sở')",
    "no person without an article": "INSERT INTO persons (id, folded_name) VALUES ('p', 'lê')",
    "awards and officials belong to an event of their article": (
        "UPDATE officials SET event_id = (SELECT min(id) FROM events WHERE article_id <> officials.article_id)"
    ),
    "every event has a type": "DELETE FROM event_types",
    "an article with events, campaigns or awards is relevant": "UPDATE articles SET relevant = false",
    "no more named recipients than an exact count": (
        "INSERT INTO award_recipients (award_id, ordinal, name)"
        " SELECT id, 0, 'Lê Văn Thử' FROM awards WHERE form = 'commendation'"
    ),
    "text blocks lie in the text, in order": "UPDATE text_blocks SET end_offset = 9999",
    "read = articles + skipped, in every run": (
        "INSERT INTO runs (started, finished, pipeline_version, options,"
        " n_read, n_new, n_changed, n_unchanged, n_skipped) VALUES ('a', 'b', '1', '{}', 1, 0, 0, 0, 1)"
    ),
    "the last build has compared every body": "UPDATE bodies SET compared = false",
    "an article that repeats another points at one that repeats none": (
        "INSERT INTO duplicates SELECT original_id, article_id, kind, similarity FROM duplicates"
    ),
    "no article is counted twice": "DELETE FROM duplicates",
    "fetched = articles + skipped, of every portal": (
        "INSERT INTO crawl_fetches (portal, url, role, listed, outcome)"
        " VALUES ('so-a', 'https://a.vn/9', 'article', '2025-01-01', 'fetched')"
    ),
    "every article is in the search index, and nothing else": "DELETE FROM search_entries WHERE field = 'persons'",
    "a skipped page belongs to a run": (
        "INSERT INTO skipped_pages (id, source, stage, reason) VALUES ('s', 'a.txt', 'read', 'empty')"
    ),
    "every event is in one occasion": "DELETE FROM occasion_reports",
    "no occasion without a report": "INSERT INTO occasions (id, n_reports) VALUES ('o', 0)",
    "every campaign is in one movement": "DELETE FROM movement_reports",
    "every award is weighed once, and none of a copy": "DELETE FROM award_counts",
    "an award that repeats another repeats a counted one of its occasion": (
        "UPDATE award_counts SET counted = false, repeats_id = award_id"
    ),
    "the parts of a total add up to no more than it": "UPDATE awards SET joint = 1, collectives = 2",
    "no award counts more than it tells": "UPDATE award_counts SET collectives = 99",
    "a count lies within its bounds": "UPDATE award_counts SET individuals = 5, individuals_low = 7",
}

#: What lets a row in that breaks a constraint.
UNGUARDED = {
    "sqlite": ("PRAGMA foreign_keys = OFF", "PRAGMA ignore_check_constraints = ON"),
    "postgresql": (
        "SET LOCAL session_replication_role = replica",
        "SET LOCAL allow_system_table_mods = on",
        "ALTER TABLE awards DROP CONSTRAINT ck_awards_form_known",
    ),
}


@pytest.fixture
def two_articles(engine: Engine, saved: Callable[..., str]) -> Engine:
    saved(make_page())
    saved(make_page(page_id="bai-2"))
    build([], engine, options={})
    derive(engine)
    return engine


def broken(engine: Engine) -> dict[str, tuple[str, ...]]:
    return {result.name: result.violations for result in check(engine) if result.violations}


def test_a_sound_database_passes(two_articles: Engine) -> None:
    assert [result.name for result in check(two_articles)] == list(CHECKS)
    assert broken(two_articles) == {}


def test_every_check_has_its_damage() -> None:
    assert set(DAMAGE) == set(CHECKS)


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damage_is_found(two_articles: Engine, name: str) -> None:
    with two_articles.connect() as connection:
        for statement in UNGUARDED[connection.dialect.name]:
            connection.execute(text(statement))
        if name == "no more named recipients than an exact count":
            connection.execute(text("UPDATE awards SET collectives = 0, individuals = 0"))
        connection.execute(text(DAMAGE[name]))
        if connection.dialect.name == "postgresql" and name == "what is stored is sound":
            connection.execute(text("UPDATE pg_index SET indisvalid = false WHERE indrelid = 'awards'::regclass"))
        connection.commit()
        if connection.dialect.name == "sqlite":
            connection.execute(text("PRAGMA ignore_check_constraints = OFF"))
    assert broken(two_articles).get(name), broken(two_articles)


def test_a_result_names_what_breaks_it() -> None:
    assert CheckResult("sound", ()).line() == "sound: ok\n"
    assert CheckResult("broken", ("row 1", "row 2")).line() == "broken: 2 violations\n  row 1\n  row 2\n"


def test_a_database_that_cannot_be_read(two_articles: Engine) -> None:
    with two_articles.begin() as connection:
        connection.execute(text("DROP TABLE text_blocks"))
    with pytest.raises(
        CorpusError, match=r"cannot be read \((no such table: text_blocks|relation \"text_blocks\" does not exist)\)"
    ):
        check(two_articles)
