"""Several reports of one occasion are one row, and its awards are counted once."""

from __future__ import annotations

import itertools
import json

import pytest
from sqlalchemy import Engine, text

from corpus.build import build
from corpus.database import UsageError
from corpus.derive import derive
from corpus.merging.adrift import place_adrift
from corpus.merging.candidates import candidate_pairs
from corpus.merging.clusters import Clusters
from corpus.merging.counting import choose
from corpus.merging.entries import AwardEntry, grantor_words
from corpus.merging.hosts import read_host, rivals
from corpus.merging.likeness import Profile, cosine, rarest
from corpus.merging.movements import movement_name
from corpus.merging.report import counts_of, merges, several_reports
from corpus.merging.scoring import conditions, told_again
from corpus.merging.told import Day, Told
from schemas.pages import RawPage

#: Two reports of one occasion, one of the year before, one of another province on the same day.
REPORTS = {
    "so": (
        "Sở Công Thương tổng kết công tác năm 2023",
        "2024-01-12",
        (
            "Sáng 11/01/2024, Sở Công Thương tỉnh Yên Bái tổ chức Hội nghị tổng kết công tác năm 2023, triển"
            " khai nhiệm vụ năm 2024. Ông Lò Văn Mít, Phó Chủ tịch UBND tỉnh, dự và chỉ đạo hội nghị.\nTại"
            " hội nghị, Giám đốc Sở Công Thương Đỗ Thị Mơ đã trao Giấy khen cho 7 tập thể và 15 cá nhân hoàn"
            " thành xuất sắc nhiệm vụ năm 2023."
        ),
    ),
    "bao": (
        "Ngành Công Thương Yên Bái triển khai nhiệm vụ 2024",
        "2024-01-13",
        (
            "Ngày 11/01/2024, ngành Công Thương tỉnh Yên Bái tổng kết công tác năm 2023. Hội nghị do Sở Công"
            " Thương tỉnh Yên Bái tổ chức, có ông Lò Văn Mít, Phó Chủ tịch UBND tỉnh, tham dự.\nDịp này,"
            " nhiều tập thể, cá nhân được Giám đốc Sở Công Thương Đỗ Thị Mơ tặng Giấy khen."
        ),
    ),
    "nam-truoc": (
        "Sở Công Thương tổng kết công tác năm 2022",
        "2023-01-11",
        (
            "Sáng 10/01/2023, Sở Công Thương tỉnh Yên Bái tổ chức Hội nghị tổng kết công tác năm 2022, triển"
            " khai nhiệm vụ năm 2023. Ông Lò Văn Mít, Phó Chủ tịch UBND tỉnh, dự và chỉ đạo hội nghị.\nTại"
            " hội nghị, Giám đốc Sở Công Thương Đỗ Thị Mơ đã trao Giấy khen cho 5 tập thể và 11 cá nhân hoàn"
            " thành xuất sắc nhiệm vụ năm 2022."
        ),
    ),
    "tinh-khac": (
        "Sở Công Thương tổng kết công tác năm 2023",
        "2024-01-12",
        (
            "Sáng 11/01/2024, Sở Công Thương tỉnh Lào Cai tổ chức Hội nghị tổng kết công tác năm 2023. Bà"
            " Giàng Thị Su, Phó Chủ tịch UBND tỉnh, dự hội nghị.\nTại hội nghị, Giám đốc Sở Công Thương Vàng"
            " A Tủa trao Giấy khen cho 3 tập thể và 4 cá nhân."
        ),
    ),
}


def pages(*names: str) -> list[RawPage]:
    return [
        RawPage(
            source=f"{name}.txt", id=name, kind="text", title=title, published=published, content=f"{title}\n{body}"
        )
        for name in names
        for title, published, body in [REPORTS[name]]
    ]


def occasions(engine: Engine) -> list[set[str]]:
    query = (
        "SELECT r.occasion_id, a.page_id FROM occasion_reports r JOIN events e ON e.id = r.event_id"
        " JOIN articles a ON a.id = e.article_id ORDER BY 1"
    )
    with engine.connect() as connection:
        rows = connection.execute(text(query)).all()
    return [{page for _, page in group} for _, group in itertools.groupby(rows, key=lambda row: row[0])]


@pytest.fixture
def built(engine: Engine) -> Engine:
    build(pages(*REPORTS), engine, options={})
    return engine


def test_reports_of_one_occasion_are_one_row_and_look_alikes_are_not(built: Engine) -> None:
    found = occasions(built)
    assert {"so", "bao"} in found
    assert {"nam-truoc"} in found
    assert {"tinh-khac"} in found


def test_the_order_of_builds_changes_nothing(engine: Engine) -> None:
    for name in reversed(list(REPORTS)):
        build(pages(name), engine, options={})
    assert {"so", "bao"} in occasions(engine)
    before = counts(engine)
    derive(engine)
    assert counts(engine) == before


def counts(engine: Engine) -> list[tuple[object, ...]]:
    query = (
        "SELECT a.page_id, c.counted, c.reason, c.collectives, c.individuals FROM award_counts c"
        " JOIN awards w ON w.id = c.award_id JOIN articles a ON a.id = w.article_id ORDER BY 1"
    )
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_an_award_of_one_occasion_is_counted_once(built: Engine) -> None:
    assert counts(built) == [
        ("bao", 0, "told by a fuller report", None, None),
        ("nam-truoc", 1, "only report", 5, 11),
        ("so", 1, "fullest report", 7, 15),
        ("tinh-khac", 1, "only report", 3, 4),
    ]


def test_what_a_merge_rests_on_is_kept(built: Engine) -> None:
    (joined,) = merges(built, "joined").records()
    assert joined["score"] == pytest.approx(sum(json.loads(joined["basis"]).values()), abs=0.001)
    assert {joined["title"], joined["other_title"]} == {REPORTS["so"][0], REPORTS["bao"][0]}
    (reported,) = several_reports(built).records()
    assert (reported["n_reports"], reported["start"]) == (2, "2024-01-11")
    assert {row["article"] for row in counts_of(built, reported["id"][:12]).records()} == {"so", "bao"}


def test_an_unknown_occasion_is_named(built: Engine) -> None:
    with pytest.raises(UsageError, match="0 occasions are called 'nowhere'"):
        counts_of(built, "nowhere")


def test_a_copy_of_an_article_adds_nothing(engine: Engine) -> None:
    (page,) = pages("so")
    copy = page.model_copy(update={"id": "copy", "source": "copy.txt"})
    build([page, copy], engine, options={})
    assert [row[1:] for row in counts(engine)] == [(1, "only report", 7, 15)]


def told(event: str, **values: object) -> Told:
    given: dict[str, object] = {
        "event": event,
        "article": event,
        "days": frozenset(),
        "near": frozenset(),
        "half": None,
        "month": None,
        "published": None,
        "provinces": frozenset(),
        "places": frozenset(),
        "hosts": frozenset(),
        "persons": frozenset(),
        "numbers": frozenset(),
        "types": frozenset({"review"}),
        "press": False,
        "terms": (),
    }
    return Told(**(given | values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        ({"days": frozenset({Day(1, 11, 2024)})}, {"days": frozenset({Day(1, 11, None)})}, 1),
        ({"days": frozenset({Day(1, 11, 2024)})}, {"days": frozenset({Day(1, 11, 2023)})}, -1),
        ({"month": "2024-01"}, {"month": "2024-02"}, -1),
        ({"published": "2024-01-11"}, {"published": "2024-01-12"}, 0),
        ({"published": "2024-01-11"}, {"published": "2024-03-12"}, -1),
        ({}, {}, -1),
    ],
)
def test_days_speak_for_or_against(one: dict[str, object], other: dict[str, object], sign: int) -> None:
    day = conditions(told("a", **one), told("b", **other))["day"]
    assert (day > 0) - (day < 0) == sign


@pytest.mark.parametrize(
    ("ground", "one", "same", "other"),
    [
        ("provinces", {"Yên Bái"}, {"Yên Bái", "Lào Cai"}, {"Lào Cai"}),
        ("hosts", {read_host("Sở Công Thương")}, {read_host("Sở Công Thương Yên Bái")}, {read_host("UBND tỉnh")}),
        ("hosts", {read_host("Sở Y tế"), read_host("Sở Tư pháp")}, {read_host("Sở Y tế")}, {read_host("Sở Nội vụ")}),
        ("persons", {"lò văn mít"}, {"lò văn mít"}, {"giàng thị su"}),
        ("numbers", {("commendation", 7)}, {("commendation", 7)}, {("commendation", 3)}),
    ],
)
def test_facts_speak_for_and_against(ground: str, one: set[object], same: set[object], other: set[object]) -> None:
    name = "province" if ground == "provinces" else ground
    mine = told("a", **{ground: frozenset(one)})
    assert conditions(mine, told("b", **{ground: frozenset(same)}))[name] > 0
    assert conditions(mine, told("b", **{ground: frozenset(other)}))[name] < 0
    assert conditions(mine, told("b"))[name] == 0


def test_other_parts_of_the_day_and_other_places_speak_against() -> None:
    morning, noon = told("a", half="sáng"), told("b", half="chiều")
    assert conditions(morning, noon)["half"] < 0 == conditions(morning, told("b"))["half"]
    place = told("a", places=frozenset({("huyện", "hàm yên"), ("xã", "thái hòa")}))
    assert conditions(place, told("b", places=frozenset({("huyện", "sơn dương")})))["place"] < 0
    for places in (frozenset(), {("huyện", "hàm yên")}, {("phường", "an hòa")}):
        assert conditions(place, told("b", places=frozenset(places)))["place"] == 0


def test_a_day_named_before_an_event_speaks_for_it_only() -> None:
    near, day = told("a", near=frozenset({Day(6, 25, None)})), told("b", days=frozenset({Day(6, 25, 2020)}))
    assert conditions(near, day)["day"] > 0
    assert conditions(told("a", near=frozenset({Day(6, 24, None)}), published="2020-06-26"), day)["day"] <= 0


def test_an_award_told_alone_is_none_against_its_ceremony() -> None:
    alone = told("a", types=frozenset({"award_decision"}))
    assert conditions(alone, told("b", types=frozenset({"congress", "award_ceremony"})))["types"] == 0
    assert conditions(alone, told("b", types=frozenset({"launch"})))["types"] < 0


def test_hosts_whose_abbreviation_nobody_writes_out_are_no_rivals() -> None:
    assert not rivals([read_host("Sở VHTTDL")], [read_host("Sở Văn hóa, Thể thao và Du lịch")])


def test_a_press_conference_is_no_report_of_the_occasion() -> None:
    assert conditions(told("a", press=True), told("b"))["press"] < 0


def test_what_an_article_tells_without_a_day_it_has_told_before() -> None:
    dated = told("a", days=frozenset({Day(1, 11, 2024)}))
    assert sum(told_again(dated, told("b")).values()) > 0
    assert sum(told_again(dated, told("b", days=frozenset({Day(1, 12, 2024)}))).values()) < 0
    assert sum(told_again(dated, told("b", types=frozenset({"launch"}))).values()) < 0
    hosted = [told(name, hosts=frozenset({read_host(host)})) for name, host in (("a", "UBND tỉnh"), ("b", "Bộ Y tế"))]
    assert sum(told_again(*hosted).values()) < 0


def test_candidates_share_a_day_and_a_term_or_several_terms() -> None:
    day = frozenset({Day(1, 11, None)})
    reports = [
        told("a", days=day, terms=("yên bái",)),
        told("b", days=day, terms=("yên bái",)),
        told("c", terms=("yên bái",)),
        told("d", terms=tuple("klmn")),
        told("e", terms=tuple("klmn")),
    ]
    assert list(candidate_pairs(reports)) == [(0, 1), (3, 4)]


def test_groups_that_do_not_agree_on_average_stay_apart() -> None:
    scores = {frozenset("ab"): 9.0, frozenset("bc"): 5.0, frozenset("ac"): -4.0}
    clusters = Clusters("abc", lambda one, other: {"told": scores[frozenset((one, other))]}, threshold=3.0)
    clusters.join([(("a", "b"), {"told": 9.0}), (("b", "c"), {"told": 5.0})])
    assert clusters.groups() == [["a", "b"], ["c"]]
    assert [(join.one, join.other) for join in clusters.refused] == [("b", "c")]


def test_people_may_join_and_part() -> None:
    pairs = [(("a", "b"), {"told": 9.0}), (("b", "c"), {"told": 9.0})]
    clusters = Clusters("abcd", lambda one, other: {"told": 9.0}, threshold=3.0, apart=[("c", "a")])
    clusters.join(pairs, together=[("a", "d")])
    assert clusters.groups() == [["a", "b", "d"], ["c"]]


def entry(name: str, **values: object) -> AwardEntry:
    article, _, number = name.partition(".")
    numbers = dict.fromkeys(("collectives", "individuals", "households", "joint"))
    given: dict[str, object] = {
        "id": name,
        "article": article,
        "occasion": "o",
        "form": "commendation",
        "status": "conferred",
        "award_type": None,
        "grantor": frozenset(),
        "level": None,
        "quantity": "exact",
        "quote": "",
        "provinces": frozenset({"Yên Bái"}),
        "published": "2024-01-12",
        "fuller": (number,),
    }
    told_numbers = {kind: values.pop(kind) for kind in list(numbers) if kind in values}
    return AwardEntry(**(given | values), numbers=numbers | told_numbers)  # type: ignore[arg-type]


def chosen(*entries: AwardEntry) -> dict[str, tuple[str, int | None, int | None]]:
    rows = [counted.row() for counted in choose(entries)]
    return {row["award_id"]: (row["reason"], row["collectives"], row["individuals"]) for row in rows}


def test_rows_of_one_report_never_repeat_each_other() -> None:
    assert chosen(entry("a.1", collectives=3), entry("a.2", collectives=3)) == {
        "a.1": ("only report", 3, None),
        "a.2": ("only report", 3, None),
    }


def test_another_report_fills_what_the_fullest_leaves_open() -> None:
    assert chosen(entry("a.1", collectives=3, households=2), entry("b.1", individuals=8, collectives=4)) == {
        "a.1": ("fullest report", 3, None),
        "b.1": ("fills a gap", None, 8),
    }
    third = entry("c.1", individuals=9)
    assert chosen(entry("a.1", collectives=3, households=2), entry("b.1", individuals=8), third)["c.1"][1:] == (
        None,
        None,
    )


def test_another_grantor_gives_another_award() -> None:
    ministry, province = frozenset({"bộ", "trưởng"}), frozenset({"chủ", "tịch", "tỉnh"})
    assert chosen(entry("a.1", collectives=3, grantor=ministry), entry("b.1", collectives=3, grantor=province)) == {
        "a.1": ("fullest report", 3, None),
        "b.1": ("other award", 3, None),
    }


@pytest.mark.parametrize("field", ["award_type", "level"])
def test_another_class_is_another_award(field: str) -> None:
    one, other = entry("a.1", collectives=3, **{field: "x"}), entry("b.1", collectives=3, **{field: "y"})
    assert chosen(one, other)["b.1"][0] == "other award"


def test_a_head_and_the_unit_are_one_grantor() -> None:
    head, unit = frozenset(grantor_words("Giám đốc Sở")), frozenset(grantor_words("Sở Y tế tỉnh"))
    assert (
        chosen(entry("a.1", collectives=3, grantor=head), entry("b.1", collectives=3, grantor=unit))["b.1"][1] is None
    )


def test_what_one_authority_alone_awards_is_one_whoever_hands_it_over() -> None:
    kind = {"form": "creative_labour", "award_type": "bang_lao_dong_sang_tao"}
    rows = (
        entry("a.1", individuals=14, level="ministry", **kind),
        entry("b.1", individuals=13, level="province", **kind),
    )
    assert chosen(*rows)["b.1"] == ("told by a fuller report", None, None)


@pytest.mark.parametrize(
    ("form", "numbers", "repeats"),
    [
        ("unspecified", {"joint": 11}, True),
        ("unspecified", {"joint": 30}, True),
        ("unspecified", {}, True),
        ("honour", {"joint": 11}, True),
        ("honour", {"individuals": 8}, True),
        ("honour", {"joint": 30}, False),
    ],
)
def test_a_row_without_a_form_repeats_what_another_report_names(
    form: str, numbers: dict[str, int], repeats: bool
) -> None:
    found = chosen(entry("a.1", collectives=3, individuals=8), entry("b.1", form=form, **numbers))
    assert (found["b.1"][0] == "told by a fuller report") is repeats
    assert found["a.1"] == ("only report", 3, 8)


def test_a_report_that_names_a_form_tells_another_award_beside_it() -> None:
    named, vague = entry("b.1", collectives=3), entry("b.2", form="unspecified", collectives=5)
    assert chosen(entry("a.1", collectives=3, individuals=8), named, vague)["b.2"] == ("only report", 5, None)


@pytest.mark.parametrize(
    ("change", "placed"),
    [
        ({}, True),
        ({"joint": 12}, False),
        ({"published": "2024-02-12"}, False),
        ({"published": "2024-01"}, False),
        ({"published": "2024-01-12T07:30"}, True),
        ({"provinces": frozenset({"Lào Cai"})}, False),
        ({"form": "merit_certificate"}, False),
        ({"grantor": frozenset({"bộ"})}, False),
    ],
)
def test_an_award_told_without_an_event_is_that_of_the_same_numbers(change: dict[str, object], placed: bool) -> None:
    whose = {"grantor": frozenset({"sở"})}
    adrift = entry("b.1", **({"occasion": None, "joint": 11, **whose} | change))
    place_adrift([entry("a.1", collectives=3, individuals=8, **whose), adrift])
    assert (adrift.occasion == "o") is placed


def test_a_total_is_not_filled_with_its_parts() -> None:
    assert chosen(entry("a.1", joint=11, collectives=3), entry("b.1", individuals=8))["b.1"][2] is None


def test_likeness_weighs_rare_words() -> None:
    one, other = Profile.of("Sở Công Thương Yên Bái khen"), Profile.of("Sở Công Thương Yên Bái thưởng")
    far = Profile.of("và của các")
    assert cosine(one.words, other.words) > 0.5 > cosine(one.words, far.words)
    assert rarest([one.names], 1) == ["sở công thương yên bái"]
    assert Profile.of("").words == {}


def test_a_movement_is_known_without_its_kind() -> None:
    assert movement_name("đợt thi đua cao điểm") == "đợt thi đua cao điểm"
