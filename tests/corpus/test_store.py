from __future__ import annotations

from collections.abc import Callable

import pytest
from corpus_samples import BODY, make_article, make_page, make_record, save, seen
from sqlalchemy import Engine, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from corpus.columns import Base
from corpus.identity import page_key, person_key, second_key
from corpus.rows import ArticleRows, province_id
from corpus.store import remove_article, save_vocabulary
from schemas.dates import first_day
from schemas.errors import CorpusError
from schemas.records import Official, ProvinceSource, Unit
from schemas.vocabulary import provinces

VOCABULARY = {"provinces", "province_successions", "award_types", "schema_version"}


def dump(engine: Engine, *, without: set[str] = frozenset()) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of every table in a fixed order."""
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name not in without
        }


def test_every_value_of_a_record_has_its_rows(engine: Engine, saved: Callable[..., str]) -> None:
    key = saved(make_page())
    rows = dump(engine, without=VOCABULARY)
    assert {name: len(found) for name, found in rows.items() if found} == {
        "articles": 1,
        "bodies": 1,
        "body_bands": 42,
        "article_choices": 1,
        "text_blocks": 1,
        "removed_blocks": 1,
        "article_provinces": 1,
        "units": 1,
        "persons": 1,
        "events": 1,
        "event_types": 2,
        "event_organizers": 1,
        "article_units": 1,
        "article_unit_roles": 2,
        "officials": 1,
        "official_positions": 1,
        "official_roles": 2,
        "campaigns": 1,
        "phases": 1,
        "awards": 2,
        "award_grantors": 1,
        "evidence": 8,
    }
    assert rows["awards"][0][:3] == (f"{key}.award.0", key, 0)


def test_every_field_has_its_column() -> None:
    article = make_article(make_page(url="https://sct.haiphong.gov.vn/1"))
    made = ArticleRows("k", article, make_record(article), pipeline_version="1", content_hash="h")
    for name, rows in made.rows.items():
        for row in rows:
            assert set(row) == set(Base.metadata.tables[name].columns.keys()), name


def test_awards_and_officials_belong_to_the_only_event(engine: Engine, saved: Callable[..., str]) -> None:
    key = saved(make_page())
    with engine.connect() as connection:
        linked = connection.scalars(text("SELECT event_id FROM awards UNION ALL SELECT event_id FROM officials"))
        assert list(linked) == [f"{key}.event.0"] * 3


def test_with_two_events_nothing_is_linked(engine: Engine, saved: Callable[..., str]) -> None:
    page = make_page()
    record = make_record(make_article(page))
    saved(page, record.model_copy(update={"events": record.events * 2}))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM awards WHERE event_id IS NOT NULL")) == 0


def test_saving_twice_changes_nothing(engine: Engine, saved: Callable[..., str]) -> None:
    saved(make_page())
    before = dump(engine)
    saved(make_page())
    with engine.begin() as connection:
        save_vocabulary(connection)
    assert dump(engine) == before


def test_a_changed_article_replaces_all_its_rows(engine: Engine, saved: Callable[..., str]) -> None:
    saved(make_page())
    saved(make_page("Không có gì."))
    rows = dump(engine, without=VOCABULARY)
    assert {name for name, found in rows.items() if found} == {
        "articles",
        "bodies",
        "article_choices",
        "text_blocks",
        "removed_blocks",
    }


def test_units_and_persons_stay_while_another_article_names_them(engine: Engine, saved: Callable[..., str]) -> None:
    first, second = saved(make_page()), saved(make_page(page_id="bai-2"))
    with engine.begin() as connection:
        remove_article(connection, first)
    rows = dump(engine)
    assert len(rows["units"]) == len(rows["persons"]) == len(rows["bodies"]) == 1
    with engine.begin() as connection:
        remove_article(connection, second)
    rows = dump(engine)
    assert rows["units"] == rows["persons"] == rows["evidence"] == rows["bodies"] == rows["body_bands"] == []


def test_evidence_can_be_checked_in_sql(engine: Engine, saved: Callable[..., str]) -> None:
    saved(make_page())
    query = (
        "SELECT count(*) FROM evidence e JOIN articles a ON a.id = e.article_id"
        " WHERE substr(a.text, e.start_offset + 1, e.end_offset - e.start_offset) = e.quote"
    )
    with engine.connect() as connection:
        assert connection.scalar(text(query)) == 8


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("awards", "collectives = -1"),
        ("awards", "form = 'cup'"),
        ("awards", "status = 'won'"),
        ("awards", "award_type_id = 'nothing'"),
        ("awards", "event_id = 'nothing'"),
        ("events", "end_date = '2024-03-11'"),
        ("events", "start_date = '2024-3-12'"),
        ("campaigns", "end_date = '2023'"),
        ("evidence", "end_offset = start_offset - 1"),
        ("evidence", "quote = quote || '!'"),
        ("evidence", "award_id = (SELECT id FROM awards LIMIT 1), event_id = (SELECT id FROM events LIMIT 1)"),
        ("article_provinces", "province_id = 'P63-00'"),
        ("event_types", "type = 'party'"),
    ],
)
def test_the_tables_refuse(engine: Engine, saved: Callable[..., str], table: str, change: str) -> None:
    saved(make_page())
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(f"UPDATE {table} SET {change}"))


def test_a_period_may_end_in_the_month_it_begins(engine: Engine, saved: Callable[..., str]) -> None:
    saved(make_page())
    with engine.begin() as connection:
        connection.execute(text("UPDATE events SET start_date = '2024-03-12', end_date = '2024-03'"))
        assert connection.scalar(text("SELECT end_date FROM events")) == "2024-03"


def test_a_run_must_add_up(engine: Engine) -> None:
    values = {"started": "x", "pipeline_version": "1", "options": "{}", "n_read": 2, "n_new": 1}
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(insert(Base.metadata.tables["runs"]), [values])


def test_a_record_of_another_text_is_refused() -> None:
    article = make_article(make_page())
    with pytest.raises(CorpusError, match="not the article's text"):
        ArticleRows("k", article, make_record(make_article(make_page("khác"))), pipeline_version="1", content_hash="h")


def test_the_province_of_an_event_is_the_one_in_force() -> None:
    assert province_id("Hải Phòng", day=first_day("2024-03-12")) == "P63-31"
    assert province_id("Hải Phòng", day=first_day("2026-03-12")) == "P34-31"
    assert province_id("Hải Phòng", day=None) == "P34-31"
    assert province_id("Hà Giang", day=first_day("2026-01-01")) == "P63-02"
    with pytest.raises(CorpusError, match="'Hà Hải'"):
        province_id("Hà Hải", day=None)


def test_an_event_may_be_in_a_province_that_the_article_does_not_list(
    engine: Engine, saved: Callable[..., str]
) -> None:
    page = make_page()
    record = make_record(make_article(page))
    events = tuple(event.model_copy(update={"province": "Hà Giang"}) for event in record.events)
    saved(page, record.model_copy(update={"events": events}))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT province_id FROM events")) == "P63-02"


def test_without_one_province_units_are_kept_to_the_article(engine: Engine) -> None:
    for page in (make_page(), make_page(page_id="bai-2")):
        record = make_record(make_article(page))
        sources = (*record.province_sources, ProvinceSource(name="Hà Nội", province_id="P63-01", origin="host"))
        save(engine, page, record.model_copy(update={"province_sources": sources}))
    rows = dump(engine)
    assert len(rows["units"]) == len(rows["persons"]) == 2


def test_a_name_twice_in_an_article_is_one_row(engine: Engine, saved: Callable[..., str]) -> None:
    page = make_page()
    record = make_record(make_article(page))
    proof = seen(BODY, "Sở Công Thương")
    values = {
        "units": (*record.units, Unit(name="SỞ CÔNG THƯƠNG", roles=("recipient",), evidence=proof)),
        "officials": (*record.officials, *record.officials),
    }
    saved(page, record.model_copy(update=values))
    rows = dump(engine)
    assert (len(rows["units"]), len(rows["article_units"])) == (1, 2)
    assert (len(rows["persons"]), len(rows["officials"])) == (1, 2)


def test_a_person_without_a_post_is_kept_to_the_article(engine: Engine, saved: Callable[..., str]) -> None:
    official = Official(name="Trần Đình Mẫu", evidence=seen(BODY, "Trần Đình Mẫu"))
    for page in (make_page(), make_page(page_id="bai-2")):
        saved(page, make_record(make_article(page)).model_copy(update={"officials": (official,)}))
    assert len(dump(engine)["persons"]) == 2


def test_keys_stand_for_pages() -> None:
    page = make_page(source="a/dump.jsonl:3")
    assert page_key(page) == page_key(make_page(source="b/dump.jsonl:7"))
    assert page_key(page) != page_key(make_page(source="a/other.jsonl:3"))
    assert page_key(make_page(url="https://a.vn/1")) == page_key(make_page("khác", url="https://a.vn/1", page_id="x"))
    assert second_key(page) != second_key(make_page("khác", source="a/dump.jsonl:3"))
    posts = ["Chủ tịch", "Bí thư"]
    one = person_key("Lê Văn Thử", posts, scope="P63-01", article="a")
    assert one == person_key("LÊ VĂN THỬ", reversed(posts), scope="P63-01", article="b")
    assert one != person_key("Lê Văn Thử", posts[:1], scope="P63-01", article="a")


def test_the_vocabularies_stand_in_the_database(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Base.metadata.tables["provinces"])) == len(
            provinces()
        )
        successor = connection.scalar(
            text("SELECT successor_id FROM province_successions WHERE predecessor_id = 'P63-02'")
        )
    assert successor == "P34-08"
