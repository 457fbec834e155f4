"""Names of one unit in many articles are one unit, officials of one name one person only where their posts say so."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, func, select, text

from corpus.columns import Base
from corpus.database import open_database
from corpus.derive import derive
from corpus.entities.names import read_name, unit_part
from corpus.entities.places import read_place
from corpus.entities.report import list_persons, list_reviews, list_units
from corpus.entities.saving import join_entities
from corpus.entity_tables import EntityReview, PersonEntity, PersonLink, PersonPost, UnitEntity, UnitSuccession
from corpus.rows import ArticleRows
from corpus.stats import awards, officials
from corpus.store import remove_article, replace_article, save_vocabulary
from schemas.pages import Article
from schemas.records import Award, Evidence, Official, ProvinceSource, Record, Unit
from schemas.vocabulary import provinces

HOA_BINH, PHU_THO, SON_LA, HAI_PHONG = "P63-17", "P34-25", "P63-14", "P63-31"
_NAMES = {row.id: row.name for row in provinces()}
#: The tables that entities are written to.
TABLES = [table for name, table in sorted(Base.metadata.tables.items()) if name in {
    "unit_entities", "unit_aliases", "unit_links", "unit_successions", "grantor_links", "recipient_links",
    "organizer_links", "person_entities", "person_posts", "person_links", "entity_reviews",
}]  # fmt: skip


@dataclass(frozen=True)
class Told:
    """An article by the names in it."""

    id: str
    places: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    persons: tuple[tuple[str, tuple[str, ...]], ...] = ()
    grantor: str | None = None
    published: str | None = None
    more: str = ""


def tell(engine: Engine, *articles: Told) -> None:
    for told in articles:
        names = [*told.units, *(name for name, _ in told.persons), *filter(None, [told.grantor])]
        names += [post for _, posts in told.persons for post in posts]
        body = "\n".join([*names, *(_NAMES[place] for place in told.places), told.more or told.id])

        def seen(quote: str, body: str = body) -> tuple[Evidence, ...]:
            start = body.index(quote)
            return (Evidence(start=start, end=start + len(quote), quote=quote),)

        record = Record(
            id=told.id,
            relevant=True,
            body=body,
            published=told.published,
            provinces=tuple(_NAMES[place] for place in told.places),
            province_sources=tuple(
                ProvinceSource(name=_NAMES[place], province_id=place, origin="text", evidence=seen(_NAMES[place]))
                for place in told.places
            ),
            units=tuple(Unit(name=name, roles=("participant",), evidence=seen(name)) for name in told.units),
            officials=tuple(
                Official(name=name, positions=posts, roles=("attend",), evidence=seen(name))
                for name, posts in told.persons
            ),
            awards=tuple(
                Award(
                    form="commendation",
                    name="Giấy khen",
                    grantor=grantor,
                    status="conferred",
                    quantity="unknown",
                    evidence=seen(grantor),
                )
                for grantor in filter(None, [told.grantor])
            ),
        )
        article = Article(
            id=told.id, source=f"{told.id}.txt", published=told.published, content_hash=told.id, text=body, blocks=()
        )
        rows = ArticleRows(told.id, article, record, pipeline_version="1", content_hash=told.id).rows
        with engine.begin() as connection:
            replace_article(connection, told.id, rows)


def derive_entities(engine: Engine) -> None:
    with engine.begin() as connection:
        join_entities(connection)


def unit_of(engine: Engine, article: str, name: str) -> str:
    query = (
        "SELECT e.name FROM unit_links l JOIN article_units u ON u.id = l.article_unit_id"
        " JOIN unit_entities e ON e.id = l.entity_id WHERE u.article_id = :article AND u.name = :name"
    )
    with engine.connect() as connection:
        return str(connection.execute(text(query), {"article": article, "name": name}).scalar_one())


def link_of(engine: Engine, article: str, name: str) -> tuple[str, str]:
    query = (
        "SELECT l.entity_id, l.basis FROM unit_links l JOIN article_units u ON u.id = l.article_unit_id"
        " WHERE u.article_id = :article AND u.name = :name"
    )
    with engine.connect() as connection:
        return tuple(connection.execute(text(query), {"article": article, "name": name}).one())  # type: ignore[return-value]


def persons_of(engine: Engine, name: str) -> list[list[str]]:
    """Return the articles of each person of a name."""
    query = (
        "SELECT l.entity_id, o.article_id FROM person_links l JOIN officials o ON o.id = l.official_id"
        " WHERE o.name = :name ORDER BY l.entity_id, o.article_id"
    )
    with engine.connect() as connection:
        rows = connection.execute(text(query), {"name": name}).all()
    return sorted([row[1] for row in group] for _, group in itertools.groupby(rows, key=lambda row: row[0]))


def everything(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {table.name: sorted(map(tuple, connection.execute(select(table))), key=repr) for table in TABLES}


#: Names that are one unit, each with the provinces of its article; the units stay apart from one another.
ONE_UNIT: dict[str, list[tuple[str, tuple[str, ...]]]] = {
    "Sở Công Thương tỉnh Hòa Bình": [
        ("Sở Công Thương", (HOA_BINH,)),
        ("SCT", (HOA_BINH,)),
        ("Sở Công thương tỉnh Hòa Bình", ()),
        ("Sở Công Thương Hoà Bình", (HOA_BINH, SON_LA)),
    ],
    "Sở Công Thương tỉnh Sơn La": [("Sở Công Thương", (SON_LA,)), ("Sở CT Sơn La", (HOA_BINH,))],
    "Sở Văn hóa, Thể thao và Du lịch tỉnh Sơn La": [
        ("Sở VH, TT & DL", (SON_LA,)),
        ("Sở VHTTDL Sơn La", ()),
        ("Sở Văn hoá, Thể thao và Du lịch tỉnh", (SON_LA,)),
    ],
    "Sở Nông nghiệp và Phát triển nông thôn tỉnh Sơn La": [
        ("Sở NN&PTNT", (SON_LA,)),
        ("Sở Nông nghiệp và PTNT tỉnh Sơn La", ()),
    ],
    "Sở Nông nghiệp và Môi trường tỉnh Sơn La": [("Sở NN&MT", (SON_LA,))],
    "Bộ Lao động - Thương binh và Xã hội": [
        ("Bộ LĐ-TB&XH", (SON_LA,)),
        ("Bộ Lao động, Thương binh và Xã hội", ()),
        ("Bộ LĐTBXH", (HOA_BINH, SON_LA)),
    ],
    "Công an thành phố Hải Phòng": [("Công an thành phố", (HAI_PHONG,)), ("Công an TP. Hải Phòng", ())],
    "Công an tỉnh Sơn La": [("Công an tỉnh", (SON_LA,)), ("Công an Sơn La", ())],
    "Công an thành phố Sơn La, tỉnh Sơn La": [("Công an thành phố Sơn La", (SON_LA,)), ("Công an TP. Sơn La", ())],
    "Tỉnh đoàn Sơn La": [
        ("Tỉnh đoàn", (SON_LA,)),
        ("Tỉnh đoàn Sơn La", ()),
        ("Đoàn TNCS Hồ Chí Minh tỉnh Sơn La", ()),
    ],
    "Trung ương Đoàn TNCS Hồ Chí Minh": [("T.Ư Đoàn", (SON_LA,)), ("Trung ương Đoàn TNCS Hồ Chí Minh", ())],
    "Huyện đoàn Mai Sơn, tỉnh Sơn La": [
        ("Huyện đoàn Mai Sơn", (SON_LA,)),
        ("Đoàn Thanh niên huyện Mai Sơn", (SON_LA,)),
    ],
    "Ủy ban MTTQ Việt Nam tỉnh Sơn La": [
        ("Ủy ban MTTQ Việt Nam tỉnh", (SON_LA,)),
        ("Ủy ban Mặt trận Tổ quốc tỉnh Sơn La", ()),
    ],
    "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam": [
        ("Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam", ()),
        ("Ủy ban MTTQ Việt Nam", (SON_LA,)),
    ],
    "UBND huyện Mai Sơn, tỉnh Sơn La": [("UBND huyện Mai Sơn", (SON_LA,))],
    "UBND huyện Mai Sơn, tỉnh Hòa Bình": [("UBND huyện Mai Sơn", (HOA_BINH,))],
    "Công đoàn ngành Giáo dục tỉnh Sơn La": [
        ("Công đoàn ngành Giáo dục tỉnh Sơn La", ()),
        ("Công đoàn Giáo dục tỉnh", (SON_LA,)),
    ],
    "Trường THPT Chu Văn Mơ (Sơn La)": [("Trường THPT Chu Văn Mơ", (SON_LA,)), ("THPT Chu Văn Mơ", (SON_LA,))],
    "Trường THPT Chu Văn Mơ (Hòa Bình)": [("Trường THPT Chu Văn Mơ", (HOA_BINH,))],
}


def mentions() -> Iterator[tuple[Told, str, str]]:
    for unit, ways in ONE_UNIT.items():
        for number, (name, places) in enumerate(ways):
            told = Told(f"{list(ONE_UNIT).index(unit):02}-{number}", places, (name,))
            yield told, name, unit


def test_of_names_that_look_alike_none_are_joined_wrongly_and_those_of_one_unit_all_are(engine: Engine) -> None:
    found = list(mentions())
    tell(engine, *(told for told, _, _ in found))
    derive_entities(engine)
    linked = [(link_of(engine, told.id, name)[0], unit) for told, name, unit in found]
    wrong = [
        pair for pair in itertools.combinations(linked, 2) if (pair[0][0] == pair[1][0]) != (pair[0][1] == pair[1][1])
    ]
    assert wrong == []


def test_a_unit_has_the_fullest_of_its_names(engine: Engine) -> None:
    tell(engine, Told("a", (HOA_BINH,), ("SCT",)), Told("b", (SON_LA,), ("UBND tỉnh", "huyện đoàn Mai Sơn")))
    derive_entities(engine)
    assert unit_of(engine, "a", "SCT") == "Sở Công Thương tỉnh Hòa Bình"
    assert unit_of(engine, "b", "UBND tỉnh") == "UBND tỉnh Sơn La"
    assert unit_of(engine, "b", "huyện đoàn Mai Sơn") == "Huyện đoàn Mai Sơn, tỉnh Sơn La"


def test_departments_and_provinces_that_took_over_are_linked_and_not_joined(engine: Engine) -> None:
    names = ("Sở Kế hoạch và Đầu tư", "Sở Tài chính")
    tell(engine, Told("a", (SON_LA,), names), Told("b", (HOA_BINH,), names[1:]), Told("c", (PHU_THO,), names[1:]))
    derive_entities(engine)
    with engine.connect() as connection:
        names_of = {row.id: row.name for row in connection.execute(select(UnitEntity.id, UnitEntity.name))}
        rows = connection.execute(select(UnitSuccession.__table__)).all()
    assert sorted((names_of[one], names_of[other], basis) for one, other, basis in rows) == [
        ("Sở Kế hoạch và Đầu tư tỉnh Sơn La", "Sở Tài chính tỉnh Sơn La", "department"),
        ("Sở Tài chính tỉnh Hòa Bình", "Sở Tài chính tỉnh Phú Thọ", "province"),
        ("Ủy ban nhân dân tỉnh Hòa Bình", "Ủy ban nhân dân tỉnh Phú Thọ", "province"),
    ]


def test_a_short_name_is_a_unit_only_where_the_article_says_which(engine: Engine) -> None:
    tell(
        engine,
        Told("one", (SON_LA,), ("Sở", "Sở Y tế")),
        Told("two", (SON_LA,), ("Sở", "Sở Y tế", "Sở Nội vụ")),
        Told("none", (SON_LA,), ("Sở",)),
        Told("town", (SON_LA,), ("UBND huyện",), more="Sáng nay, huyện Mai Sơn sơ kết. UBND huyện tặng quà."),
        Told("towns", (SON_LA,), ("UBND huyện",), more="Huyện Mai Sơn và huyện Yên Mít thi đua."),
        Told("many", (SON_LA, HOA_BINH), ("UBND tỉnh", "Thành ủy")),
        Told("city", (HAI_PHONG,), ("UBND thành phố", "UBND tỉnh")),
    )
    derive_entities(engine)
    assert unit_of(engine, "one", "Sở") == "Sở Y tế tỉnh Sơn La"
    assert link_of(engine, "one", "Sở")[1] == "told in article"
    assert unit_of(engine, "town", "UBND huyện") == "UBND huyện Mai Sơn, tỉnh Sơn La"
    alone = [("two", "Sở"), ("none", "Sở"), ("towns", "UBND huyện"), ("many", "UBND tỉnh"), ("many", "Thành ủy")]
    alone.append(("city", "UBND tỉnh"))
    assert {link_of(engine, *mention)[1] for mention in alone} == {"article only"}
    assert len({link_of(engine, *mention)[0] for mention in alone}) == len(alone)
    assert link_of(engine, "city", "UBND thành phố")[1] == "province of article"


@pytest.mark.parametrize(
    ("name", "parent"),
    [
        ("Phòng Y tế huyện Mai Sơn", "Ủy ban nhân dân huyện Mai Sơn"),
        ("Sở Y tế", "Ủy ban nhân dân tỉnh Sơn La"),
        ("Công đoàn ngành Giáo dục tỉnh Sơn La", "Liên đoàn Lao động tỉnh Sơn La"),
        ("Phòng Cảnh sát hình sự Công an tỉnh Sơn La", "Công an tỉnh Sơn La"),
        ("Công an tỉnh Sơn La", "Bộ Công an"),
        ("Ban Thường vụ Tỉnh đoàn Sơn La", "Tỉnh đoàn Sơn La"),
        ("Trường THPT Chu Văn Mơ", None),
    ],
)
def test_a_units_name_tells_what_it_is_part_of(engine: Engine, name: str, parent: str | None) -> None:
    from extract.units.words import head_type
    from schemas.folding import fold_key

    kind = head_type(fold_key(name))
    assert kind is not None
    tell(engine, Told("a", (SON_LA,), (name, "Công an tỉnh", "Bộ Công an", "Tỉnh đoàn Sơn La")))
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE article_units SET type = :type WHERE name = :name"), {"type": kind.id, "name": name}
        )
    derive_entities(engine)
    query = (
        "SELECT p.name FROM unit_links l JOIN article_units u ON u.id = l.article_unit_id JOIN unit_entities e"
        " ON e.id = l.entity_id LEFT JOIN unit_entities p ON p.id = e.parent_id WHERE u.name = :name"
    )
    with engine.connect() as connection:
        found = connection.execute(text(query), {"name": name}).scalar_one()
    assert (found and found.split(", ")[0]) == parent


def test_the_office_that_grants_is_its_unit(engine: Engine) -> None:
    tell(
        engine,
        Told("a", (SON_LA,), (), grantor="Chủ tịch UBND tỉnh"),
        Told("b", (), (), grantor="UBND tỉnh Sơn La"),
        Told("c", (SON_LA,), (), grantor="Bộ trưởng Công an"),
        Told("d", (SON_LA,), (), grantor="nhà hảo tâm"),
    )
    derive_entities(engine)
    query = "SELECT g.award_id, e.name FROM grantor_links g JOIN unit_entities e ON e.id = g.entity_id ORDER BY 1"
    with engine.connect() as connection:
        assert connection.execute(text(query)).all() == [
            ("a.award.0", "UBND tỉnh Sơn La"),
            ("b.award.0", "UBND tỉnh Sơn La"),
            ("c.award.0", "Bộ Công an"),
        ]


def held(article: str, place: str, day: str | None, *posts: str, name: str = "Lò Văn Mít") -> Told:
    return Told(article, (place,), (), ((name, posts),), published=day)


def test_who_rises_in_one_unit_is_one_person_with_the_posts_and_their_days(engine: Engine) -> None:
    tell(
        engine,
        held("a", SON_LA, "2016-03-01", "Phó Giám đốc Sở Y tế"),
        held("b", SON_LA, "2018-05-02", "Phó Giám đốc Sở Y tế tỉnh Sơn La"),
        held("c", SON_LA, "2019-01-03", "Giám đốc Sở Y tế"),
        held("d", SON_LA, "2021-01-04", "nguyên Phó Giám đốc Sở Y tế", "Giám đốc Sở Y tế"),
    )
    derive_entities(engine)
    assert persons_of(engine, "Lò Văn Mít") == [["a", "b", "c", "d"]]
    with engine.connect() as connection:
        posts = connection.execute(select(PersonPost.__table__).order_by(PersonPost.ordinal)).all()
    assert [(row.position, row.former, row.first_seen, row.last_seen) for row in posts] == [
        ("Phó Giám đốc Sở Y tế tỉnh Sơn La", False, "2016-03-01", "2018-05-02"),
        ("Giám đốc Sở Y tế", False, "2019-01-03", "2021-01-04"),
        ("nguyên Phó Giám đốc Sở Y tế", True, "2021-01-04", "2021-01-04"),
    ]
    assert len({row.unit_entity_id for row in posts}) == 1


def both(post: str, other: str, days: tuple[str | None, str | None] = (None, None), place: str = SON_LA) -> list[Told]:
    """Return two articles of one name, each with a post."""
    return [held("a", SON_LA, days[0], post), held("b", place, days[1], other)]


_APART, _ONE = [["a"], ["b"]], [["a", "b"]]


@pytest.mark.parametrize(
    ("articles", "persons"),
    [
        # A name alone, a post without a unit, a title of many holders: nobody is joined.
        ([held("a", SON_LA, None), held("b", SON_LA, None)], _APART),
        (both("Giám đốc", "Giám đốc"), _APART),
        (both("giáo viên Trường THPT Chu Văn Mơ", "giáo viên Trường THPT Chu Văn Mơ"), _APART),
        (both("Ủy viên Trung ương Đảng", "Ủy viên Trung ương Đảng"), _APART),
        # One name in two provinces, and in two units of one province.
        (both("Giám đốc Sở Y tế", "Giám đốc Sở Y tế", place=HOA_BINH), _APART),
        (both("Giám đốc Sở Y tế", "Giám đốc Sở Nội vụ"), _APART),
        # Two districts that the articles of one province call "huyện".
        (both("Chủ tịch UBND huyện", "Chủ tịch UBND huyện"), _APART),
        # Who was director is no deputy later; after long years another may bear the name.
        (both("Giám đốc Sở Y tế", "Phó Giám đốc Sở Y tế", ("2016-01-01", "2018-01-01")), _APART),
        (both("Giám đốc Sở Y tế", "Giám đốc Sở Y tế", ("2003-01-01", "2024-01-01")), _APART),
        (both("Phó Giám đốc Sở Y tế", "Giám đốc Sở Y tế", ("2003-01-01", "2024-01-01")), _APART),
        # The same post in other words; an office of the country, whatever the years and the place.
        (both("Giám đốc SYT", "Giám đốc Sở Y tế tỉnh"), _ONE),
        (both("Thứ trưởng Nội vụ", "Thứ trưởng Bộ Nội vụ"), _ONE),
        (both("Thủ tướng", "Thủ tướng Chính phủ", ("2003-01-01", "2024-01-01"), HOA_BINH), _ONE),
        # Two posts told together join those who hold one of them.
        (
            [
                held("a", SON_LA, None, "Bí thư Tỉnh ủy"),
                held("b", SON_LA, None, "Bí thư Tỉnh ủy Sơn La", "Chủ tịch HĐND tỉnh"),
                held("c", SON_LA, None, "Chủ tịch Hội đồng nhân dân tỉnh Sơn La"),
            ],
            [["a", "b", "c"]],
        ),
    ],
)
def test_officials_of_one_name_are_one_person_where_posts_and_days_say_so(
    engine: Engine, articles: Sequence[Told], persons: list[list[str]]
) -> None:
    tell(engine, *articles)
    derive_entities(engine)
    assert persons_of(engine, "Lò Văn Mít") == persons


def test_what_is_uncertain_is_listed_for_review(engine: Engine) -> None:
    tell(
        engine,
        held("a", SON_LA, "2016-01-01", "Giám đốc Sở Y tế"),
        held("b", SON_LA, "2018-01-01", "Phó Giám đốc Sở Y tế"),
        held("c", HAI_PHONG, "2003-01-01", "Giám đốc Sở Y tế", name="Giàng Thị Su"),
        held("d", HAI_PHONG, "2024-01-01", "Giám đốc Sở Y tế", name="Giàng Thị Su"),
        held("e", HOA_BINH, None, "Giám đốc", name="Quách Văn Đu"),
        held("f", HOA_BINH, None, "Trưởng phòng", name="Quách Văn Đu"),
        Told("g", (), ("Bộ Nông nghiệp", "Bộ Nông nghiệp và Môi trường")),
    )
    derive_entities(engine)
    with engine.connect() as connection:
        reasons = connection.scalars(select(EntityReview.reason).order_by(EntityReview.reason)).all()
    assert reasons == ["longer name", "posts out of order", "same province", "years apart"]


def test_entities_are_the_same_in_whatever_order_articles_come(tmp_path: object) -> None:
    articles = [told for told, _, _ in mentions()] + [
        held("p1", SON_LA, "2016-03-01", "Phó Giám đốc Sở Y tế"),
        held("p2", SON_LA, "2019-01-03", "Giám đốc Sở Y tế", "Tỉnh ủy viên"),
        held("p3", SON_LA, "2017-01-03", "Giám đốc Sở Y tế"),
        held("p4", SON_LA, None, "Giám đốc SYT"),
        held("p5", HOA_BINH, None, "Giám đốc Sở Y tế"),
        Told("g", (SON_LA,), ("Sở", "Sở Y tế"), grantor="Giám đốc Sở"),
    ]
    seeds = random.Random(7)
    found = []
    for number in range(4):
        engine = open_database(f"sqlite:///{tmp_path}/{number}.db", write=True)
        with engine.begin() as connection:
            save_vocabulary(connection)
        cut = seeds.randrange(len(articles))
        tell(engine, *articles[:cut])
        derive_entities(engine)
        tell(engine, *articles[cut:])
        derive_entities(engine)
        found.append(everything(engine))
        engine.dispose()
        seeds.shuffle(articles)
    assert all(other == found[0] for other in found)
    assert all(found[0][name] for name in ("unit_entities", "unit_links", "person_links", "grantor_links"))


def test_what_an_article_told_goes_with_it(engine: Engine) -> None:
    tell(engine, held("a", SON_LA, None, "Giám đốc Sở Y tế"), Told("b", (SON_LA,), ("Sở Y tế",)))
    derive_entities(engine)
    with engine.begin() as connection:
        for article in ("a", "b"):
            remove_article(connection, article)
        join_entities(connection)
        for table in TABLES:
            assert connection.scalar(select(func.count()).select_from(table)) == 0


def test_a_copy_is_linked_and_not_counted(engine: Engine) -> None:
    tell(engine, held("a", SON_LA, None, "Giám đốc Sở Y tế"), held("b", SON_LA, None, "Giám đốc Sở Y tế"))
    tell(engine, Told("c", (SON_LA,), ("Sở Y tế",)), Told("d", (SON_LA,), ("Sở Y tế",)))
    with engine.begin() as connection:
        for copy, original in (("b", "a"), ("d", "c")):
            query = "INSERT INTO duplicates (article_id, original_id, kind, similarity) VALUES (:c, :o, 'exact', 1.0)"
            connection.execute(text(query), {"c": copy, "o": original})
    derive_entities(engine)
    with engine.connect() as connection:
        assert connection.scalar(select(PersonEntity.n_articles)) == 1
        assert connection.scalar(select(func.count()).select_from(PersonLink)) == 2
        assert connection.scalar(select(UnitEntity.n_articles).where(UnitEntity.name.startswith("Sở Y tế"))) == 1


@pytest.mark.parametrize(
    ("name", "line", "level", "below"),
    [
        ("sở y tế tỉnh thừa thiên - huế", "thừa thiên huế", None, False),
        ("ubnd huyện điện biên", None, None, True),
        ("ubnd tp. hcm", "hồ chí minh", None, False),
        ("đoàn tncs hồ chí minh", None, None, False),
        ("hợp tác xã", None, None, False),
        ("bộ lao động - thương binh và xã hội", None, None, False),
        ("thông tấn xã việt nam", None, None, False),
        ("ủy ban an toàn giao thông quốc gia", None, None, False),
        ("ubnd xã", None, "xã", False),
    ],
)
def test_the_place_at_the_end_of_a_name(name: str, line: str | None, level: str | None, below: bool) -> None:
    place = read_place(name)
    assert (place.line, place.open_level, place.below) == (line, level, below)


def test_the_town_of_hue_is_told_from_the_later_city() -> None:
    assert read_place("ubnd thành phố huế").line == "huế"
    before = read_place("ubnd thành phố huế", frozenset({"thừa thiên huế"}))
    assert (before.line, before.below) == ("thừa thiên huế", True)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Chủ tịch nước", "Chủ tịch nước"),
        ("Thủ tướng", "Thủ tướng"),
        ("Giám đốc của Sở Y tế", "Sở Y tế"),
        ("Trưởng phòng Nội vụ huyện Mai Sơn", "Phòng Nội vụ huyện Mai Sơn"),
        ("Đại sứ quán Việt Nam tại Lào", "Đại sứ quán Việt Nam tại Lào"),
        ("Giám đốc", None),
        ("huyện Mai Sơn", "huyện Mai Sơn"),
        ("Lò Văn Mít", None),
    ],
)
def test_the_unit_of_an_office(name: str, unit: str | None) -> None:
    assert unit_part(name) == unit


def test_what_has_two_readings_is_no_department() -> None:
    assert read_name("BCT").department is None
    assert read_name("BCT").bare
    assert read_name("UBND").bare
    assert read_name("SCT").department == "so_cong_thuong"
    assert read_name("Bộ Quốc phòng Lào").department is None


def test_units_persons_and_doubts_are_listed(engine: Engine) -> None:
    tell(
        engine,
        held("a", SON_LA, "2019-01-03", "Giám đốc Sở Y tế"),
        held("b", SON_LA, "2021-01-04", "Giám đốc SYT"),
        held("c", SON_LA, None, "Trưởng phòng"),
        Told("d", (HOA_BINH,), ("SYT", "Sở Y tế")),
        Told("e", (), ("Bộ Nông nghiệp", "Bộ Nông nghiệp và Môi trường")),
    )
    derive_entities(engine)
    (unit,) = list_units(engine, name="SYT", province="Hòa Bình").records()
    assert (unit["name"], unit["parent"], unit["n_articles"], unit["names"]) == (
        "Sở Y tế tỉnh Hòa Bình",
        "Ủy ban nhân dân tỉnh Hòa Bình",
        1,
        "SYT | Sở Y tế",
    )
    assert [(row["n_articles"], row["posts"]) for row in list_persons(engine, name="lò văn").records()] == [
        (2, "Giám đốc Sở Y tế (2019-01-03 – 2021-01-04)"),
        (1, "Trưởng phòng"),
    ]
    assert [row["province"] for row in list_persons(engine, province="Sơn La").records()] == ["Sơn La"]
    assert [row["reason"] for row in list_reviews(engine, "person").records()] == ["same province"]
    assert [row["other_name"] for row in list_reviews(engine, "unit").records()]


def test_one_person_counts_once_and_grantors_by_the_name_of_the_unit(engine: Engine) -> None:
    tell(
        engine,
        Told("a", (SON_LA,), ("SYT",), (("Lò Văn Mít", ("Phó Giám đốc Sở Y tế",)),), "SYT", "2016-01-01"),
        Told("b", (SON_LA,), ("Sở Y tế",), (("Lò Văn Mít", ("Giám đốc Sở Y tế",)),), "Giám đốc Sở Y tế", "2019-01-01"),
    )
    derive(engine)
    assert officials(engine).records()[0]["n_persons"] == 1
    assert [row["grantor"] for row in awards(engine, by=["grantor"]).records()] == ["Sở Y tế tỉnh Sơn La"]
