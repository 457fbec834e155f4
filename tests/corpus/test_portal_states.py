"""The list of portals: the state of their last crawl, and what is not as it is expected to be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from corpus_samples import BODY, make_article, make_page, make_record
from sqlalchemy import Engine
from test_coverage import fetch, page, save
from typer.testing import CliRunner

from corpus.build import build
from corpus.cli import app
from corpus.expectations import unmet, warnings
from corpus.portal_states import portal_states
from schemas.pages import Article, RawPage
from scraper.archive import Archive
from scraper.portals import Expectations, Listing, Portal, Selectors, load_portals


def portal(name: str = "so-a", **values: Any) -> Portal:
    given = {"name": "Sở A", "unit": "Sở A", "hosts": ("so-a.example.vn",), "verified": False}
    return Portal.model_validate({**given, "id": name, "verified_reason": "made for a test", **values})


def expecting(**values: Any) -> Portal:
    """Return a portal with expectations and selectors."""
    selectors = Selectors(published=(".ngay", "time"), title=("h1",))
    return portal(expect=Expectations(**values), selectors=selectors, listings=(Listing(url="/tin", item="a.tin"),))


def texts(*days: str | None) -> list[RawPage]:
    """Return a page for each day, all of different words."""
    return [page(number, f"Tin số {number}.", published=day) for number, day in enumerate(days)]


@pytest.fixture
def undated(monkeypatch: pytest.MonkeyPatch, pipeline: None) -> None:
    """Cleaning that finds a date only where it was handed over, and no title where the text says so."""

    def clean(given: RawPage, *_: object, **__: object) -> Article:
        title = None if "số 1." in given.content else "Tin"
        return make_article(given).model_copy(update={"published": given.published, "title": title})

    monkeypatch.setattr("corpus.reading.clean_page", clean)


class TestStates:
    def test_a_portal_that_was_never_crawled(self, engine: Engine, tmp_path: Path) -> None:
        found = portal_states([portal(province="P63-31", cms="joomla")], raw=tmp_path, engine=engine)
        assert found.rows == (("so-a", "Hải Phòng", "joomla", "no", None, None, None, None, None, None),)
        assert found.notes == ()

    @pytest.mark.usefixtures("pipeline")
    def test_the_state_by_the_database(self, engine: Engine, tmp_path: Path) -> None:
        log = (fetch(1), fetch(2, "unchanged"), fetch(3, "gone"), fetch(4, "waiting", fetched=None))
        save(engine, *log, fetch(5, role="listing", fetched="2025-03-04T00:00"))
        build([page(1), page(2)], engine, options={})
        (row,) = portal_states([portal()], raw=tmp_path, engine=engine).rows
        assert row[4:] == ("2025-03-04T00:00", 4, 2, 1, 1, 2)

    def test_the_archive_goes_before_the_database(self, engine: Engine, tmp_path: Path) -> None:
        save(engine, fetch(1), fetch(2))
        with Archive(tmp_path / "so-a", portal="so-a") as archive:
            archive.add([fetch(number, "waiting", fetched=None) for number in range(5)])
        (row,) = portal_states([portal()], raw=tmp_path, engine=engine).rows
        assert row[4:] == (None, 5, 0, 0, 5, None)
        (same,) = portal_states([portal()], raw=tmp_path, engine=None).rows
        assert same == row

    @pytest.mark.parametrize("broken", ["", "no index", None])
    def test_an_index_that_is_gone_or_broken_is_no_matter(self, tmp_path: Path, broken: str | None) -> None:
        with Archive(tmp_path / "so-a", portal="so-a") as archive:
            archive.add([fetch(1, "waiting", fetched=None)])
        index = tmp_path / "so-a" / "index.sqlite"
        index.unlink()
        if broken is not None:
            index.write_text(broken, encoding="utf-8")
        (row,) = portal_states([], raw=tmp_path, engine=None).rows
        assert row == ("so-a", None, None, None, None, 1, 0, 0, 1, None)

    def test_listings_that_failed_are_told(self, engine: Engine, tmp_path: Path) -> None:
        failed = {"role": "listing", "reason": "HTTP 500"}
        save(engine, fetch(1, "failed", **failed), fetch(2, "failed", **failed), fetch(3, "gone", role="feed"))
        save(engine, fetch(4, "failed", role="robots", reason="HTTP 404"))
        (note,) = portal_states([portal()], raw=tmp_path, engine=engine).notes
        assert note == "so-a: 3 listings, feeds or sitemaps failed: HTTP 500 (2), gone (1); articles may be missing"

    @pytest.mark.usefixtures("pipeline")
    def test_portals_without_a_definition_stand_behind(self, engine: Engine, tmp_path: Path) -> None:
        build([page(1)], engine, options={})
        found = portal_states([portal("so-b")], raw=tmp_path, engine=engine)
        assert [(row[0], row[9]) for row in found.rows] == [("so-b", None), ("so-a", 1)]


@pytest.mark.usefixtures("undated")
class TestExpectations:
    def test_dates_that_are_missing_name_the_selector(self, engine: Engine) -> None:
        build(texts("2025-01-01", None, None, "2025-01-02"), engine, options={})
        (warning,) = unmet(engine, expecting(published=0.95, title=0.75))
        assert (
            warning == "2 of 4 (50%, expected 95%) have a publication time: look at selectors.published: .ngay | time"
        )
        assert list(unmet(engine, expecting(published=0.5))) == []

    def test_titles_without_a_selector_are_up_to_the_rules(self, engine: Engine) -> None:
        build(texts("2025-01-01", "2025-01-01"), engine, options={})
        (warning,) = unmet(engine, portal(cms="joomla", expect=Expectations(title=1.0)))
        assert warning.endswith(
            "have a title: look at selectors.title (family joomla): there is none, the rules decide"
        )

    def test_pages_without_a_body(self, engine: Engine) -> None:
        save(engine, fetch(0), fetch(1), fetch(2, "gone"))
        build(texts("2025-01-01"), engine, options={})
        (warning,) = unmet(engine, expecting(body=0.9))
        assert warning.startswith("1 of 2 (50%, expected 90%) have a body: look at selectors.body")

    def test_months_with_too_few_articles(self, engine: Engine) -> None:
        days = ("2025-01-01", "2025-02-01", "2025-02-02", "2025-04-01", "2025-05-01")
        save(engine, *(fetch(number) for number in range(5)))
        build(texts(*days), engine, options={})
        (warning,) = unmet(engine, expecting(articles_per_month=2))
        expected = "fewer than 2 articles in 2 months (2025-03: 0, 2025-04: 1): look at listings.item: a.tin"
        assert warning == expected
        assert list(unmet(engine, expecting(articles_per_month=0))) == []

    def test_months_of_a_portal_without_a_log_say_nothing(self, engine: Engine) -> None:
        build(texts("2025-01-01", "2025-02-01", "2025-03-01"), engine, options={})
        assert list(unmet(engine, expecting(articles_per_month=9))) == []

    def test_only_portals_in_the_database_are_looked_at(self, engine: Engine) -> None:
        build(texts(None, None), engine, options={})
        strict = Expectations(published=1.0)
        (warning,) = warnings(engine, [portal(expect=strict), portal("so-b", expect=strict)])
        assert warning.startswith("so-a: 0 of 2 (0%, expected 100%)")


class TestCommand:
    DEFINITION = """
id = "so-a"
name = "Sở A"
unit = "Sở A"
hosts = ["127.0.0.1:8000"]
loopback = true
verified = true
verified_reason = "made for a test"
expect = { published = 0.9 }
"""

    @pytest.mark.usefixtures("undated")
    def test_a_definition_given_by_its_path(self, engine: Engine, address: str, tmp_path: Path) -> None:
        build(texts(None, None), engine, options={})
        (tmp_path / "so-a.toml").write_text(self.DEFINITION, encoding="utf-8")
        given = ["--portal", str(tmp_path / "so-a.toml"), "--raw", str(tmp_path), "--format", "json", "--db", address]
        found = CliRunner().invoke(app, ["portals", *given])
        assert (found.exit_code, found.stderr.partition(" (")[0]) == (0, "warning: so-a: 0 of 2")
        (row,) = json.loads(found.stdout)
        assert (row["portal"], row["verified"], row["n_listed"], row["n_articles"]) == ("so-a", "yes", None, 2)

    def test_without_a_database_all_portals_are_listed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        found = CliRunner().invoke(app, ["portals", "--format", "csv"])
        assert found.stdout.count("\n") == len(load_portals()) + 1
        assert found.stderr.startswith("note: sqlite:///thidua.db: no such database")

    def test_a_database_that_is_asked_for_must_be_there(self, tmp_path: Path) -> None:
        found = CliRunner().invoke(app, ["portals", "--db", f"sqlite:///{tmp_path}/none.db"])
        assert (found.exit_code, found.stdout) == (1, "")

    @pytest.mark.usefixtures("undated")
    def test_coverage_warns_of_portals_of_the_registry(
        self, engine: Engine, address: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        build(texts(None, None), engine, options={})
        monkeypatch.setattr("scraper.portals.load_portals", lambda: (expecting(published=0.9),))
        found = CliRunner().invoke(app, ["stats", "coverage", "--db", address])
        assert found.stderr.startswith("warning: so-a: 0 of 2 (0%, expected 90%) have a publication time")


def test_the_sample_holds_what_the_tests_rest_on() -> None:
    assert make_record(make_article(make_page(BODY))).relevant
