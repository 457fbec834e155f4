"""What portals list, fetch and fail, beside what the articles are."""

from __future__ import annotations

from typing import Any

import pytest
from corpus_samples import BODY, make_page
from sqlalchemy import Engine, select
from test_build import run as build

from corpus.coverage import COVERAGE, NOT_CRAWLED, coverage
from corpus.crawl_tables import CrawlFetch
from corpus.crawls import save_fetches
from corpus.portal_states import CrawlState
from corpus.stats import answer
from schemas.crawls import Fetch
from schemas.pages import RawPage, Skipped

HOST = "https://sct.haiphong.gov.vn"


def fetch(number: int, outcome: str = "fetched", **values: Any) -> Fetch:
    given = {"portal": "so-a", "role": "article", "listed": "2025-03-01", "fetched": "2025-03-02T08:00"}
    return Fetch.model_validate({**given, "url": f"{HOST}/{number}", "outcome": outcome, **values})


def page(number: int, content: str = BODY, *, published: str | None = "2025-01-10") -> RawPage:
    return make_page(content, page_id=f"bai-{number}", url=f"{HOST}/{number}", published=published, portal="so-a")


def save(engine: Engine, *fetches: Fetch) -> None:
    with engine.begin() as connection:
        save_fetches(connection, fetches)


def row(engine: Engine, **asked: Any) -> dict[str, Any]:
    (found,) = coverage(engine, **asked).records()
    return found


@pytest.fixture
def crawled(engine: Engine, pipeline: None) -> Engine:
    """A portal of eight addresses: three articles, one of them a copy, one skipped, three failed, one waiting."""
    log = (
        fetch(1),
        fetch(2, "unchanged"),
        fetch(3, published="2025-04-01"),
        fetch(4, published="2025-04-02"),
        fetch(5, "failed", reason="HTTP 500", published="2025-04-03"),
        fetch(6, "gone", reason="HTTP 404"),
        fetch(7, "refused", reason="robots.txt", published="2025-04-03"),
        fetch(8, "waiting", fetched=None),
        fetch(9, role="listing"),
    )
    save(engine, *log)
    skipped = Skipped(source="00001.warc.gz:9", stage="clean", reason="no article", url=f"{HOST}/4")
    build(engine, page(1), page(2), page(3, "Trời mưa.", published="2025-04-01T09:00"), skipped)
    return engine


@pytest.mark.usefixtures("pipeline")
class TestCounts:
    def test_every_address_ends_somewhere(self, crawled: Engine) -> None:
        found = row(crawled)
        listed = {name: found[name] for name in ("n_listed", "n_fetched", "n_failed", "n_skipped")}
        assert listed == {"n_listed": 8, "n_fetched": 4, "n_failed": 3, "n_skipped": 1}
        became = {name: found[name] for name in ("n_articles", "n_relevant", "n_dated", "n_titled", "n_duplicates")}
        assert became == {"n_articles": 2, "n_relevant": 1, "n_dated": 2, "n_titled": 2, "n_duplicates": 1}
        assert found["n_fetched"] == found["n_articles"] + found["n_duplicates"] + found["n_skipped"]
        assert (found["n_events"], found["n_awards"]) == (1, 2)
        assert (found["first"], found["last"]) == ("2025-01-10", "2025-04-01")

    def test_failures_are_told_by_reason(self, crawled: Engine) -> None:
        save(crawled, fetch(10, "failed", reason="HTTP 500"), fetch(11, "failed"))
        assert row(crawled)["failures"] == "HTTP 500 (2), HTTP 404 (1), failed (1), robots.txt (1)"
        found = coverage(crawled, by=["reason"], where=["reason=HTTP 500"])
        assert [(item["reason"], item["n_failed"]) for item in found.records()] == [("HTTP 500", 2)]

    def test_a_month_is_that_of_the_publication(self, crawled: Engine) -> None:
        found = answer(crawled, "coverage").records()
        counts = [
            (item["portal"], item["month"], item["n_listed"], item["n_failed"], item["n_articles"]) for item in found
        ]
        assert counts == [
            ("so-a", "2025-01", 2, 0, 1),
            ("so-a", "2025-02", 0, 0, 0),
            ("so-a", "2025-03", 0, 0, 0),
            ("so-a", "2025-04", 4, 2, 1),
            ("so-a", "unknown", 2, 1, 0),
        ]
        assert [item["failures"] for item in found] == [
            "",
            "",
            "",
            "HTTP 500 (1), robots.txt (1)",
            "HTTP 404 (1)",
        ]

    def test_months_in_any_order_of_the_words(self, crawled: Engine) -> None:
        found = coverage(crawled, by=["month", "portal"])
        assert [item[:2] for item in found.rows][:2] == [("2025-01", "so-a"), ("2025-02", "so-a")]

    def test_groups_add_up(self, crawled: Engine) -> None:
        total = row(crawled)
        for name in COVERAGE.words:
            groups = coverage(crawled, by=[name]).records()
            for measure in COVERAGE.totals:
                assert sum(item[measure] or 0 for item in groups) == total[measure], (name, measure)


@pytest.mark.usefixtures("pipeline")
class TestNotCrawled:
    def test_zero_is_told_from_not_crawled(self, crawled: Engine) -> None:
        build(crawled, make_page("Tin báo."), page(22, "Tin khác.", published="2026-01-01"))
        found = {item["portal"]: item for item in coverage(crawled, by=["portal"]).records()}
        assert found["(none)"]["n_listed"] is None
        assert found["(none)"]["n_articles"] == 1
        months = {item["month"]: item for item in coverage(crawled, by=["month"], where=["portal=so-a"]).records()}
        assert (months["2026-01"]["n_listed"], months["2026-01"]["n_articles"]) == (0, 1)

    def test_a_note_explains_the_dash(self, crawled: Engine) -> None:
        assert NOT_CRAWLED not in coverage(crawled).notes
        build(crawled, make_page("Tin báo."))
        assert NOT_CRAWLED in coverage(crawled, by=["portal"]).notes

    def test_no_zeros_between_months_of_a_portal_without_a_log(self, engine: Engine) -> None:
        build(engine, page(1, "Một."), page(2, "Hai.", published="2025-06-01"))
        assert [item[1] for item in coverage(engine, by=["portal", "month"]).rows] == ["2025-01", "2025-06"]

    def test_an_empty_database(self, engine: Engine) -> None:
        assert (row(engine)["n_articles"], row(engine)["n_listed"]) == (0, None)
        assert answer(engine, "coverage").rows == ()


class TestLog:
    def test_the_later_account_stays(self, engine: Engine) -> None:
        later = fetch(1, "failed", reason="HTTP 500", fetched="2025-03-09T08:00")
        save(engine, fetch(1), later)
        save(engine, fetch(1))
        with engine.connect() as connection:
            (found,) = connection.execute(select(CrawlFetch.__table__)).all()
        assert (found.outcome, found.fetched, found.host) == ("failed", "2025-03-09T08:00", "sct.haiphong.gov.vn")

    def test_an_address_that_waited_is_fetched(self, engine: Engine) -> None:
        save(engine, fetch(1, "waiting", fetched=None))
        save(engine, fetch(1))
        assert row(engine)["n_fetched"] == 1

    def test_a_long_log_is_saved_in_parts(self, engine: Engine) -> None:
        save(engine, *(fetch(number) for number in range(2500)))
        assert row(engine)["n_listed"] == 2500


def test_redirects_and_links_that_are_no_pages_are_no_listed_articles(engine: Engine) -> None:
    save(
        engine,
        fetch(1, status=200),
        fetch(2, "unchanged", status=304),
        fetch(3, status=301),
        fetch(4, "gone", status=302, reason="redirect to the home page"),
        fetch(5, "refused", url="mailto:vanthu@sct.vn", reason="scheme mailto", fetched=None),
        fetch(6, "refused", reason="robots.txt", fetched=None),
    )
    found = row(engine, by=["portal"])
    assert (found["n_listed"], found["n_fetched"], found["n_failed"]) == (4, 2, 2)
    state = CrawlState()
    with engine.connect() as connection:
        for each in connection.execute(select(CrawlFetch.__table__)):
            state.add(each)
    assert state.numbers() == (4, 2, 2, 0)
    assert not state.lost
