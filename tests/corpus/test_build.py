from __future__ import annotations

import pytest
from corpus_samples import BODY, make_article, make_page, make_record
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import OperationalError
from test_store import dump

import corpus.build as building
from corpus.build import BuildReport, build
from corpus.check import check
from corpus.runs import Run
from corpus.tables import ArticleRow
from schemas.errors import CleanError, CorpusError, NotAnArticleError
from schemas.pages import Article, RawPage, Skipped

RUNS = {"runs", "run_skips"}


def run(engine: Engine, *pages: RawPage | Skipped, **options: bool) -> BuildReport:
    report = build(pages, engine, options={"sources": ["x"]}, **options)
    broken = [result for result in check(engine) if result.violations]
    assert broken == []
    return report


def counts(report: BuildReport) -> tuple[int, int, int, int]:
    return (*(report.articles[kind] for kind in ("new", "changed", "unchanged")), report.skipped.total())


def sources(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return sorted(connection.scalars(select(ArticleRow.source)))


@pytest.mark.usefixtures("pipeline")
class TestBuild:
    def test_same_input_twice_gives_the_same_rows(self, engine: Engine) -> None:
        pages = (make_page(), make_page("Trời mưa.", page_id="bai-2"), Skipped(source="x", stage="read", reason="no"))
        assert counts(run(engine, *pages)) == (2, 0, 0, 1)
        before = dump(engine, without=RUNS)
        assert counts(run(engine, *pages)) == (0, 0, 2, 1)
        assert dump(engine, without=RUNS) == before
        assert counts(run(engine, *pages, rebuild=True)) == (0, 2, 0, 1)
        assert dump(engine, without=RUNS) == before

    def test_what_has_not_changed_is_not_read(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        run(engine, make_page())
        monkeypatch.setattr("corpus.reading.clean_page", lambda page, **_: pytest.fail("read again"))
        assert counts(run(engine, make_page())) == (0, 0, 1, 0)

    def test_a_new_pipeline_reads_again(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        run(engine, make_page())
        monkeypatch.setattr(building, "pipeline_version", lambda: "next")
        assert counts(run(engine, make_page())) == (0, 1, 0, 0)
        assert counts(run(engine, make_page())) == (0, 0, 1, 0)

    def test_a_changed_page_is_replaced(self, engine: Engine) -> None:
        run(engine, make_page())
        assert counts(run(engine, make_page("Sửa lại."))) == (0, 1, 0, 0)
        assert sources(engine) == ["bai-1.txt"]
        assert dump(engine)["awards"] == []

    def test_a_run_keeps_its_books(self, engine: Engine) -> None:
        report = run(engine, make_page(), Skipped(source="x", stage="read", reason="empty"))
        with engine.connect() as connection:
            row = connection.execute(select(Run.__table__)).one()
        assert (row.n_read, row.n_new, row.n_skipped, row.options) == (2, 1, 1, '{"sources": ["x"]}')
        assert row.finished >= row.started
        assert report.lines() == [
            "read 2 = 1 articles (1 new, 0 changed, 0 unchanged) + 1 skipped",
            "  1 skipped: read: empty",
        ]


@pytest.mark.usefixtures("pipeline")
class TestPagesOfOneKey:
    def test_the_same_page_twice_is_saved_once(self, engine: Engine) -> None:
        skipped: list[Skipped] = []
        page = make_page(url="https://a.vn/1")
        twice = make_page(url="https://a.vn/1", source="other.html")
        report = build([page, twice], engine, options={}, on_skip=skipped.append)
        assert (counts(report), report.failed) == ((1, 0, 0, 1), 0)
        assert skipped == [
            Skipped(
                source="other.html",
                stage="save",
                reason="the same page as bai-1.txt",
                failed=False,
                url="https://a.vn/1",
            )
        ]

    @pytest.mark.parametrize("url", ["https://a.vn/1", None])
    def test_two_pages_of_one_key_are_both_kept(self, engine: Engine, url: str | None) -> None:
        given = {"url": url} if url else {}
        one = make_page(source="a/bai-1.txt", **given)
        other = make_page("Bài khác.", source="b/bai-1.txt", **given)
        assert counts(run(engine, one, other)) == (2, 0, 0, 0)
        assert sources(engine) == ["a/bai-1.txt", "b/bai-1.txt"]
        before = dump(engine, without=RUNS)
        assert counts(run(engine, other, one)) == (0, 0, 2, 0)
        assert dump(engine, without=RUNS) == before

    def test_a_file_of_another_folder_does_not_replace(self, engine: Engine) -> None:
        run(engine, make_page(source="a/bai-1.txt"))
        assert counts(run(engine, make_page("Bài khác.", source="b/bai-1.txt"))) == (1, 0, 0, 0)
        assert sources(engine) == ["a/bai-1.txt", "b/bai-1.txt"]

    def test_one_file_by_two_paths_is_one_page(self, engine: Engine) -> None:
        run(engine, make_page(source="bai-1.txt"))
        assert counts(run(engine, make_page("Sửa lại.", source="./bai-1.txt"))) == (0, 1, 0, 0)


@pytest.mark.usefixtures("pipeline")
class TestFailures:
    @pytest.mark.parametrize(
        ("component", "error", "stage", "reason"),
        [
            ("clean_page", CleanError("no article in this page", source="x"), "clean", "no article in this page"),
            ("clean_page", ZeroDivisionError("by\nzero"), "clean", "ZeroDivisionError: by zero"),
            ("read_record", RecursionError(), "extract", "RecursionError"),
        ],
    )
    def test_a_crash_costs_one_page(
        self,
        engine: Engine,
        monkeypatch: pytest.MonkeyPatch,
        component: str,
        error: Exception,
        stage: str,
        reason: str,
    ) -> None:
        whole = {"clean_page": make_article, "read_record": make_record}[component]

        def crash(given: RawPage | Article, **_: object) -> object:
            if given.id == "hỏng":
                raise error
            return whole(given)

        monkeypatch.setattr(f"corpus.reading.{component}", crash)
        report = run(engine, make_page(), make_page(page_id="hỏng"), make_page(page_id="bai-3"))
        assert (counts(report), report.failed) == ((2, 0, 0, 1), 1)
        assert [row[1:4] for row in dump(engine)["skipped_pages"]] == [("hỏng.txt", stage, reason)]

    def test_a_record_that_breaks_a_constraint_costs_one_page(
        self, engine: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def wrong(article: Article) -> object:
            record = make_record(article)
            awards = tuple(award.model_copy(update={"award_type": "not_there"}) for award in record.awards)
            return record.model_copy(update={"awards": awards}) if article.id == "hỏng" else record

        monkeypatch.setattr("corpus.reading.read_record", wrong)
        report = run(engine, make_page(), make_page(page_id="hỏng"))
        assert counts(report) == (1, 0, 0, 1)
        assert dump(engine)["skipped_pages"][0][2] == "save"

    def test_a_page_that_no_longer_reads_is_no_article(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        run(engine, make_page())

        def crash(page: RawPage, **_: object) -> Article:
            raise CleanError("nothing left")

        monkeypatch.setattr("corpus.reading.clean_page", crash)
        assert counts(run(engine, make_page("Nay trống."))) == (0, 0, 0, 1)
        assert sources(engine) == []

    def test_a_text_that_cannot_be_stored_costs_one_page(self, engine: Engine) -> None:
        assert counts(run(engine, make_page("\ud800"), make_page())) == (1, 0, 0, 1)

    def test_a_database_that_cannot_be_written_ends_the_run(
        self, engine: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OperationalError("INSERT", {}, Exception("database or disk is full"))

        monkeypatch.setattr(building, "replace_article", full)
        with pytest.raises(
            CorpusError, match=r"cannot be written \(database or disk is full\); the articles before are"
        ):
            build([make_page()], engine, options={})
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT finished FROM runs")) is None


def test_the_sample_holds_what_the_tests_rest_on() -> None:
    assert make_record(make_article(make_page())).body == BODY


class TestPagesWithoutAnArticle:
    def test_a_list_of_articles_is_skipped_and_no_failure(
        self, engine: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(page: RawPage, **_: object) -> Article:
            raise NotAnArticleError("a list of articles")

        monkeypatch.setattr("corpus.reading.clean_page", refuse)
        report = build([make_page()], engine, options={})
        assert (report.skipped.total(), report.failed) == (1, 0)
        assert "a list of articles" in report.lines()[1]
