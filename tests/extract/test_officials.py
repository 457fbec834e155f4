"""Officials: names, posts and roles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.officials import find_people, read_officials
from extract.officials.roles import find_roles
from extract.reading import Reading
from extract.text import Text
from extract.units.mentions import find_units
from schemas.folding import compose, fold_key
from schemas.records import Official
from tests.inline import InlineExample, differences, example_params, text_of

GOLD = Path(__file__).parents[3] / "shared" / "gold" / "pages"


@pytest.mark.parametrize("example", example_params("officials", tags={"person"}))
def test_example(example: InlineExample) -> None:
    text = text_of(example)
    people = find_people(text, find_units(text))
    found = [
        (
            "person",
            person.start,
            person.end,
            {"name": person.name, "positions": [post.text for post in person.positions], "roles": roles},
        )
        for person, roles in zip(people, find_roles(text, people), strict=True)
    ]
    assert differences(example, found) == []


def officials_of(body: str) -> list[Official]:
    reading = Reading(Text(body))
    reading.unit_mentions = find_units(reading.text)
    reading.people = find_people(reading.text, reading.unit_mentions)
    return list(read_officials(reading))


def told(body: str) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {official.name: (official.positions, tuple(official.roles)) for official in officials_of(body)}


def test_one_official_a_person_with_every_post_in_its_longest_form() -> None:
    body = (
        "Dự có bà Lê Thị Mẫu, Phó Giám đốc Sở. Bà Mẫu phát biểu.\n"
        "Phó Giám đốc Sở Y tế Lê Thị Mẫu, Bí thư Chi bộ trao Giấy khen cho 3 cá nhân."
    )
    assert told(body) == {
        "Lê Thị Mẫu": (("Phó Giám đốc Sở Y tế", "Bí thư Chi bộ"), ("attend", "speak", "present")),
    }


def test_evidence_is_the_expression_of_name_and_posts() -> None:
    (official,) = officials_of("Tới dự có đồng chí Lê Văn Mẫu, Phó Giám đốc Sở Y tế và các đại biểu.")
    assert [evidence.quote for evidence in official.evidence] == ["đồng chí Lê Văn Mẫu, Phó Giám đốc Sở Y tế"]


@pytest.mark.parametrize(
    "body",
    [
        "Sở tặng Giấy khen cho ông Lê Văn Mẫu.",
        "Anh Lê Văn Mẫu chia sẻ niềm vui nhận Giấy khen.",
        "Bà Lê Thị Mẫu, giáo viên Trường THCS Sơn Mẫu nhận Bằng khen.",
    ],
)
def test_people_without_post_or_act_in_office_are_no_officials(body: str) -> None:
    assert officials_of(body) == []


def test_a_person_who_chairs_is_an_official_without_a_post() -> None:
    assert told("Hội nghị do đồng chí Lê Văn Mẫu chủ trì.") == {"Lê Văn Mẫu": ((), ("chair",))}


def test_posts_that_do_not_lengthen_one_another_are_kept() -> None:
    body = "Ông Lê Văn Mẫu, Giám đốc Sở Y tế. Ông Lê Văn Mẫu, Chủ tịch Hội Đông y, Giám đốc Sở."
    assert told(body)["Lê Văn Mẫu"][0] == ("Giám đốc Sở Y tế", "Chủ tịch Hội Đông y")


def test_a_shorter_post_gives_way_to_every_longer_one() -> None:
    body = "Ông Lê Văn Mẫu, Giám đốc. Ông Lê Văn Mẫu, Giám đốc Sở. Ông Lê Văn Mẫu, Giám đốc Sở Y tế Hà Nam."
    assert told(body)["Lê Văn Mẫu"][0] == ("Giám đốc Sở Y tế Hà Nam",)


def test_lists_go_on_over_lines() -> None:
    body = (
        "Tới dự hội nghị có các đồng chí:\n- Lê Văn Mẫu, Phó Chủ tịch UBND tỉnh;\n- Trần Thị Thử, Giám đốc Sở Y tế.\n"
        "Đồng chí Ngô Văn Giả, Chánh Văn phòng trình bày báo cáo."
    )
    assert {name: roles for name, (_, roles) in told(body).items()} == {
        "Lê Văn Mẫu": ("attend",),
        "Trần Thị Thử": ("attend",),
        "Ngô Văn Giả": ("report",),
    }


def test_an_election_gives_its_post_to_all_it_names() -> None:
    body = "Hội nghị bầu ông Lê Văn Mẫu, Giám đốc Sở Y tế; bà Trần Thị Thử, Giám đốc Sở Nội vụ làm Khối phó."
    assert {name: posts for name, (posts, _) in told(body).items()} == {
        "Lê Văn Mẫu": ("Giám đốc Sở Y tế", "Khối phó"),
        "Trần Thị Thử": ("Giám đốc Sở Nội vụ", "Khối phó"),
    }


def test_an_appointment_gives_the_post_before_it() -> None:
    body = "Hội nghị công nhận Cụm trưởng cho đồng chí Lê Văn Mẫu (Giám đốc Sở Y tế)."
    assert told(body)["Lê Văn Mẫu"][0] == ("Cụm trưởng", "Giám đốc Sở Y tế")


@pytest.mark.parametrize(
    ("body", "roles"),
    [
        ("Ông Lê Văn Mẫu, Giám đốc Sở (bên phải) và bà Trần Thị Thử, Phó Giám đốc Sở tại buổi lễ.", ("attend",)),
        ("Phó Giám đốc Sở Lê Văn Mẫu tặng hoa cho các tập thể, cá nhân điển hình.", ("present",)),
        ("Phó Giám đốc Sở Lê Văn Mẫu trao quyết định nghỉ hưu cho ông Trần Văn Thử.", ()),
        ("Báo cáo tổng kết, Phó Giám đốc Sở Lê Văn Mẫu nêu rõ kết quả.", ("report",)),
        ("Tham dự hội nghị, Phó Giám đốc Sở Lê Văn Mẫu đánh giá cao kết quả.", ("attend", "speak")),
        ("Giám đốc Sở Lê Văn Mẫu phát biểu và trao Bằng khen cho 3 tập thể.", ("speak", "present")),
        ("Đ/c Lê Văn Mẫu, Khối phó và lãnh đạo 5 đơn vị cùng tham dự.", ("attend",)),
        ("Đây là ông Lê Văn Mẫu, Giám đốc Sở.", ()),
    ],
)
def test_roles(body: str, roles: tuple[str, ...]) -> None:
    assert told(body)["Lê Văn Mẫu"][1] == roles


@pytest.mark.parametrize(
    "body",
    [
        "UBND tỉnh truy tặng Bằng khen cho ông Lê Văn Mẫu, nguyên Giám đốc Sở Y tế.",
        "Bà Trần Thị Giả, vợ cố Bí thư Huyện ủy Lê Văn Mẫu nhận hoa.",
        "Lễ tang nguyên Chủ tịch UBND tỉnh, Đại tá Lê Văn Mẫu cử hành sáng 3/5.",
        "Ông Lê Văn Mẫu, nguyên Giám đốc Sở Y tế từ trần lúc 2 giờ sáng.",
    ],
)
def test_the_dead_are_no_officials(body: str) -> None:
    assert told(body) == {}


def test_who_comes_to_a_funeral_is_not_dead() -> None:
    body = "Sau lễ tang Đại tá Lê Văn Mẫu, bà Trần Thị Thử, Giám đốc Sở nói. Khi xảy ra sự cố, Phó Giám đốc Hà Giả dự."
    assert set(told(body)) == {"Trần Thị Thử", "Hà Giả"}


@pytest.mark.parametrize(
    ("pronoun", "roles"),
    [
        ("Bà mong muốn tập thể Sở cố gắng.", ("attend", "speak")),
        ("Ông mong muốn tập thể Sở cố gắng.", ("attend",)),
        ("Bà Giả mong muốn được giúp.", ("attend",)),
        ("Đồng chí nhấn mạnh ba việc.", ("attend", "speak")),
        ("“Phải làm ngay”, bà nói.", ("attend", "speak")),
        ("\nBà mong muốn tập thể Sở cố gắng.", ("attend",)),
    ],
)
def test_a_pronoun_means_the_official_named_before(pronoun: str, roles: tuple[str, ...]) -> None:
    assert told(f"Bà Lê Thị Mẫu, Phó Chủ tịch UBND tỉnh dự lễ. {pronoun}")["Lê Thị Mẫu"][1] == roles


def test_a_pronoun_behind_two_officials_means_neither() -> None:
    body = "Ông Lê Văn Mẫu, Giám đốc Sở và ông Hà Thử, Phó Giám đốc Sở dự lễ. Ông nhấn mạnh ba việc."
    assert {roles for _, roles in told(body).values()} == {("attend",)}


def test_speech_of_one_is_not_given_to_the_next() -> None:
    body = "Sau phát biểu khai mạc của Chủ tịch Hội Lê Văn Mẫu, bà Trần Thị Thử, Phó Chủ tịch Hội trình bày báo cáo."
    assert {name: roles for name, (_, roles) in told(body).items()} == {
        "Lê Văn Mẫu": ("speak",),
        "Trần Thị Thử": ("report",),
    }


@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold annotation is not here")
def test_officials_of_the_gold_pages_are_found_with_their_posts() -> None:
    wanted, missed = 0, []
    for path in sorted(GOLD.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        found = told(compose(record.get("body") or ""))
        for official in record["officials"]:
            wanted += 1
            posts = {fold_key(post) for post in found.get(official["name"], ((), ()))[0]}
            if not {fold_key(post) for post in official["positions"]} <= posts:
                missed.append(official["name"])
    assert len(missed) <= wanted // 20


@pytest.mark.parametrize(
    ("after", "roles"),
    [
        ("Giám đốc Sở kết luận hội nghị.", ("attend", "speak")),
        ("Giám đốc Sở đã trao Giấy khen cho 5 cá nhân.", ("attend", "present")),
        ("Giám đốc Sở tặng Giấy khen cho 5 cá nhân.", ("attend",)),
        ("Ghi nhận kết quả đó, Giám đốc Sở tặng Giấy khen cho 5 cá nhân.", ("attend",)),
        ("Giấy khen của Giám đốc Sở được trao cho 5 cá nhân.", ("attend",)),
        ("Chánh Văn phòng kết luận hội nghị.", ("attend",)),
    ],
)
def test_a_post_alone_stands_for_the_person_named_with_it(after: str, roles: tuple[str, ...]) -> None:
    assert told(f"Dự có ông Lê Văn Mẫu, Giám đốc Sở Y tế.\n{after}")["Lê Văn Mẫu"][1] == roles


def test_a_post_of_two_persons_stands_for_neither() -> None:
    body = "Ông Lê Văn Mẫu, Phó Giám đốc Sở. Bà Lê Thị Thử, Phó Giám đốc Sở. Phó Giám đốc Sở kết luận hội nghị."
    assert {roles for _, roles in told(body).values()} == {()}
