"""From a portal to the database: ``thidua fetch``, then ``thidua build``, against what is true of the articles."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from corpus.cli import app
from schemas.crawls import Fetch
from scraper.archive import read_crawl_log, validate
from tests.portal import MISBEHAVIOURS, Article, LocalPortal

#: Two listing pages.
ARTICLES = 18
#: The Crawl-delay of one portal, long enough to be seen through the noise of a busy machine.
DELAY = 0.1


def fetch(definitions: list[Path], raw: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Crawl portals in a process of their own, as a user does."""
    command = [sys.executable, "-c", "from corpus.cli import main; main()", "fetch", *map(str, definitions)]
    command += ["--raw", str(raw), "--contact", "kiemthu@vidu.example", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=240, env=os.environ)


def thidua(*arguments: object) -> Result:
    """Run a command that needs no network."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert not isinstance(result.exception, AssertionError), result.exception
    return result


def rows(db: str, query: str) -> list[dict[str, Any]]:
    """Return the rows of a query on the database of a test."""
    from sqlalchemy import create_engine, text

    engine = create_engine(db)
    with engine.connect() as connection:
        found = [dict(row) for row in connection.execute(text(query)).mappings()]
    engine.dispose()
    return found


def coverage(db: str) -> dict[str, Counter[str]]:
    """Return the sums of ``stats coverage`` over all months, by portal."""
    sums: dict[str, Counter[str]] = {}
    for row in json.loads(thidua("stats", "coverage", "--format", "json", "--db", db).stdout):
        numbers = {key: value for key, value in row.items() if isinstance(value, int)}
        sums.setdefault(row["portal"], Counter()).update(numbers)
    return sums


def crawl_log(raw: Path, portal: LocalPortal) -> dict[str, Fetch]:
    """Return the rows of a portal's crawl log by address."""
    return {row.url: row for row in read_crawl_log(raw / f"local-{portal.site.family.name}")}


def told(article: Article) -> tuple[str, str, str, str]:
    """What the database must tell of an article."""
    return (article.url, article.title, article.timestamp, article.body)


@dataclass
class Crawled:
    """Three portals, one of each family, after a crawl and a build."""

    portals: list[LocalPortal]
    definitions: list[Path]
    raw: Path
    db: str
    fetched: subprocess.CompletedProcess[str]
    built: Result

    @property
    def articles(self) -> list[Article]:
        return [article for portal in self.portals for article in portal.articles]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("crawl")
    with ExitStack() as stack:
        first = stack.enter_context(LocalPortal("wordpress", articles=ARTICLES, delay=DELAY))
        reposts = [article for article in first.articles if article.relevant][:5]
        second = stack.enter_context(LocalPortal("nukeviet", articles=ARTICLES, delay=0.02, reposts=reposts))
        third = stack.enter_context(LocalPortal("sharepoint", articles=ARTICLES, delay=0.02))
        portals = [first, second, third]
        definitions = [portal.definition(folder) for portal in portals]
        raw, db = folder / "raw", f"sqlite:///{folder / 'thidua.db'}"
        fetched = fetch(definitions, raw)
        built = thidua("build", raw, "--db", db)
        yield Crawled(portals, definitions, raw, db, fetched, built)


def test_every_article_is_asked_for_once(crawled: Crawled) -> None:
    assert crawled.fetched.returncode == 0, crawled.fetched.stderr
    for portal in crawled.portals:
        assert Counter(len(portal.hits(article.number)) for article in portal.articles) == {1: len(portal.articles)}
        for article in portal.articles:
            assert [hit for view in portal.site.family.views(article) for hit in portal.hits(view)] == []


def test_the_crawl_is_polite(crawled: Crawled) -> None:
    for portal in crawled.portals:
        assert portal.log[0].path == "/robots.txt"
        assert {hit.method for hit in portal.log} == {"GET"}
        assert [hit for hit in portal.log if "cookie" in hit.headers] == []
        assert all("kiemthu@vidu.example" in hit.headers["user-agent"] for hit in portal.log)
        assert portal.trap == []


def test_crawl_delay_is_kept(crawled: Crawled) -> None:
    assert min(crawled.portals[0].gaps()) > DELAY * 0.8


def test_listing_pages_are_read_in_order(crawled: Crawled) -> None:
    for portal in crawled.portals:
        pages = [portal.site.family.listing_path(number) for number in (1, 2, 3)]
        assert [hit.path for hit in portal.log if hit.path in pages] == pages[: len(portal.articles) // 15 + 2]


def test_post_back_paging_is_refused_by_name(crawled: Crawled) -> None:
    assert "post-back paging" in crawled.fetched.stderr


def test_the_archives_are_valid(crawled: Crawled) -> None:
    for portal in crawled.portals:
        assert validate(crawled.raw / f"local-{portal.site.family.name}") == []


def test_every_article_is_in_the_database_once(crawled: Crawled) -> None:
    assert crawled.built.exit_code == 0, crawled.built.stderr
    found = rows(crawled.db, "SELECT url, title, published, text FROM articles")
    assert sorted(tuple(row.values()) for row in found) == sorted(told(article) for article in crawled.articles)


def test_articles_know_their_portal_and_author(crawled: Crawled) -> None:
    found = {row["url"]: row for row in rows(crawled.db, "SELECT url, portal, byline FROM articles")}
    for portal in crawled.portals:
        for article in portal.articles:
            row = found[article.url]
            assert row["portal"] == f"local-{portal.site.family.name}"
            assert (row["byline"] or "").endswith(article.byline), article.url


def test_relevance(crawled: Crawled) -> None:
    found = {row["url"]: bool(row["relevant"]) for row in rows(crawled.db, "SELECT url, relevant FROM articles")}
    wrong = [article.title for article in crawled.articles if found[article.url] != article.relevant]
    assert len(wrong) <= len(crawled.articles) * 0.05, wrong


def test_coverage_adds_up(crawled: Crawled) -> None:
    sums = coverage(crawled.db)
    for portal in crawled.portals:
        total = sums[f"local-{portal.site.family.name}"]
        count = len(portal.articles)
        assert (total["n_listed"], total["n_fetched"], total["n_failed"]) == (count, count, 0)
        own = count - len(portal.repeats)
        assert (total["n_articles"], total["n_dated"], total["n_skipped"]) == (own, own, 0)
        assert total["n_duplicates"] == len(portal.repeats)


def test_reposts_are_linked_to_the_first(crawled: Crawled) -> None:
    query = """SELECT copy.url AS url, first.url AS of, d.kind AS kind FROM duplicates d
    JOIN articles copy ON copy.id = d.article_id JOIN articles first ON first.id = d.original_id"""
    found = {(row["url"], row["of"], row["kind"]) for row in rows(crawled.db, query)}
    assert found == {(repeat.url, repeat.of, repeat.kind) for repeat in crawled.portals[1].repeats}


def test_a_second_run_fetches_and_changes_nothing(crawled: Crawled) -> None:
    before = [len(portal.log) for portal in crawled.portals]
    assert fetch(crawled.definitions, crawled.raw).returncode == 0
    for portal, start in zip(crawled.portals, before, strict=True):
        urls = {article.url.removeprefix(portal.base) for article in portal.articles}
        assert [hit.path for hit in portal.log[start:] if hit.path in urls] == []
    again = thidua("build", crawled.raw, "--db", crawled.db)
    assert again.exit_code == 0
    assert f"(0 new, 0 changed, {len(crawled.articles)} unchanged)" in again.stderr


def test_what_is_new_or_changed_is_fetched_and_what_vanished_is_kept(tmp_path: Path) -> None:
    db = f"sqlite:///{tmp_path / 'thidua.db'}"
    with LocalPortal(articles=8, delay=0.02) as portal:
        definition = portal.definition(tmp_path)
        fetch([definition], tmp_path / "raw")
        thidua("build", tmp_path / "raw", "--db", db)
        new, changed, vanished = portal.publish(2), portal.change(8), portal.vanish(3)
        start = len(portal.log)
        assert fetch([definition], tmp_path / "raw", "--refresh").returncode == 0
        whole = [hit.path for hit in portal.log[start:] if hit.status == 200]
        assert {article.url.removeprefix(portal.base) for article in (*new, changed)} <= set(whole)
        unchanged = {article.url.removeprefix(portal.base) for article in portal.articles if article.number in (4, 5)}
        assert unchanged.isdisjoint(whole)
        thidua("build", tmp_path / "raw", "--db", db)
        log = crawl_log(tmp_path / "raw", portal)
    found = {row["url"]: row["text"] for row in rows(db, "SELECT url, text FROM articles")}
    assert found == {article.url: article.body for article in portal.articles}
    assert log[vanished.url].outcome == "gone"


def test_an_unknown_portal_needs_a_host_and_nothing_else(tmp_path: Path) -> None:
    unknown = dict.fromkeys(("cms", "selectors", "listings", "article", "feeds", "sitemaps"))
    with ExitStack() as stack:
        portals = [
            stack.enter_context(LocalPortal(family, articles=16, delay=0.02)) for family in ("nukeviet", "sharepoint")
        ]
        definitions = [portal.definition(tmp_path, **unknown) for portal in portals]
        fetched = fetch(definitions, tmp_path / "raw")
        assert fetched.returncode == 0, fetched.stderr
        for portal in portals:
            log = crawl_log(tmp_path / "raw", portal)
            assert {log[article.url].outcome for article in portal.articles} == {"fetched"}
            assert Counter(len(portal.hits(article.number)) for article in portal.articles) == {1: 16}


#: Troubles that leave something in the archive which must not become an article, and troubles that pass.
TROUBLES = (
    *(name for name, rule in MISBEHAVIOURS.items() if rule.page),
    *("soft_not_found", "meta_refresh", "wrong_type", "truncated_gzip", "empty", "moved", "error", "disallowed"),
)


def test_trouble_costs_no_good_article_and_makes_no_bad_one(tmp_path: Path) -> None:
    db, misbehave = f"sqlite:///{tmp_path / 'thidua.db'}", dict(enumerate(TROUBLES, 2))
    with LocalPortal(articles=len(TROUBLES) + 3, delay=0.01, misbehave=misbehave) as portal:
        definition = portal.definition(tmp_path, politeness={"delay": 0.01, "timeout": 10, "retries": 1})
        assert fetch([definition], tmp_path / "raw").returncode == 1
        thidua("build", tmp_path / "raw", "--db", db)
        log, moved = crawl_log(tmp_path / "raw", portal), portal.article(portal.victims["moved"])
    found = {row["url"]: row for row in rows(db, "SELECT url, title, published, text FROM articles")}
    arrived = found.pop(moved.url + "?bai=moi")
    assert (arrived["title"], arrived["text"]) == (moved.title, moved.body)
    readable = [a for a in portal.articles if a.number not in misbehave or MISBEHAVIOURS[misbehave[a.number]].page]
    assert sorted(tuple(row.values()) for row in found.values()) == sorted(told(article) for article in readable)
    outcomes = {name: log[portal.article(number).url].outcome for number, name in misbehave.items()}
    assert outcomes == {name: MISBEHAVIOURS[name].outcome for name in TROUBLES}
    total = coverage(db)["local-wordpress"]
    failed = sum(outcome in ("failed", "refused", "gone") for outcome in outcomes.values())
    assert (total["n_articles"], total["n_failed"]) == (len(readable) + 1, failed)
