"""Units: what is found, in which form, and with which part in the events."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from extract.officials.people import find_people
from extract.reading import Reading
from extract.text import Text
from extract.units import find_units, mark_positions, read_units
from extract.units.hosts import subject_units
from schemas.folding import compose, fold_key
from schemas.records import Award, Campaign, Event, EventType, Evidence, Unit
from tests.inline import InlineExample, differences, example_params, text_of

GOLD = Path(__file__).parents[3] / "shared" / "gold" / "pages"


@pytest.mark.parametrize("example", example_params("units", tags={"unit"}))
def test_example(example: InlineExample) -> None:
    found = [("unit", unit.start, unit.end, unit) for unit in find_units(text_of(example))]
    assert differences(example, found) == []


def reading_of(body: str) -> Reading:
    """Return a text with its units and people."""
    reading = Reading(Text(body))
    reading.unit_mentions = find_units(reading.text)
    reading.people = find_people(reading.text, reading.unit_mentions)
    reading.unit_mentions = mark_positions(reading.unit_mentions, reading.people)
    return reading


def whole(body: str) -> tuple[Evidence, ...]:
    return (Evidence(start=0, end=len(body), quote=body),)


def roles_of(units: tuple[Unit, ...]) -> dict[str, tuple[str, ...]]:
    return {unit.name: tuple(unit.roles) for unit in units}


def test_mentions_stand_in_the_text_in_order_and_never_overlap() -> None:
    body = "Sở Công Thương tỉnh Hà Nam, UBND tỉnh và Bộ Công Thương họp. Sở nhận Cờ."
    found = find_units(Text(body))
    assert [body[unit.start : unit.end] for unit in found] == [unit.name for unit in found]
    assert all(before.end <= after.start for before, after in pairwise(found))


def test_units_in_a_persons_post_are_marked() -> None:
    reading = reading_of("Sở Y tế họp. Ông Lê Văn Mẫu, Giám đốc Sở Nội vụ dự. Bộ Y tế khen.")
    assert {unit.name: unit.in_position for unit in reading.unit_mentions} == {
        "Sở Y tế": False,
        "Giám đốc Sở Nội vụ": True,
        "Bộ Y tế": False,
    }


def test_a_bare_head_without_its_unit_is_no_mention() -> None:
    assert find_units(Text("Sở tặng Giấy khen cho 3 tập thể.")) == ()


def test_the_hosts_department_is_the_one_told_first() -> None:
    found = find_units(Text("Sở Công Thương họp cùng Sở Nội vụ. Sở tặng Giấy khen."))
    assert found[-1].full == "Sở Công Thương"


def test_other_bare_heads_stand_for_the_unit_told_last() -> None:
    found = find_units(Text("Hội Nông dân tỉnh Hà Nam và Hội Khuyến học tỉnh Hà Nam họp. Các hội viên của Hội dự."))
    assert [unit.full for unit in found][-1] == "Hội Khuyến học tỉnh Hà Nam"


@pytest.mark.parametrize(
    ("body", "level"),
    [
        ("UBND thành phố họp. Thành phố Hải Phòng phát triển.", "province"),
        ("UBND thành phố họp theo kế hoạch của tỉnh Lào Cai.", "district"),
        ("Đảng ủy xã Mường Mẫu họp.", "commune"),
        ("Hội Luật gia Việt Nam họp.", "ministry"),
        ("Hội Luật gia Mẫu Sơn họp.", None),
    ],
)
def test_level(body: str, level: str | None) -> None:
    assert find_units(Text(body))[0].level == level


def test_parts_come_from_events_awards_and_campaigns() -> None:
    body = "Sở Công Thương tỉnh Hà Nam tổng kết. UBND tỉnh tặng Cờ cho Sở; Công ty CP Mẫu Lộc nhận Bằng khen."
    reading = reading_of(body)
    reading.events = (Event(types=("review",), organizers=("Sở Công Thương tỉnh Hà Nam",), evidence=whole(body)),)
    reading.awards = (
        Award(form="emulation_flag", name="Cờ", grantor="UBND tỉnh; Giám đốc Sở", status="conferred", quantity="exact",
              recipients=("Sở", "Công ty CP Mẫu Lộc", "ông Lê Văn Mẫu"), evidence=whole(body)),
    )  # fmt: skip
    reading.campaigns = (Campaign(name="thi đua", launcher="Sở", evidence=whole(body)),)
    assert roles_of(read_units(reading)) == {
        "Sở Công Thương tỉnh Hà Nam": ("organizer", "recipient", "launcher"),
        "UBND tỉnh": ("grantor",),
        "Công ty CP Mẫu Lộc": ("recipient",),
    }


@pytest.mark.parametrize(
    ("grantor", "units"),
    [("tỉnh Hà Nam", {"tỉnh Hà Nam": ("grantor",)}), ("tỉnh", {}), ("tỉnh đã", {})],
)
def test_an_area_acts_by_its_name(grantor: str, units: dict[str, tuple[str, ...]]) -> None:
    reading = reading_of("Chủ tịch UBND tỉnh dự. Nhiều người được tỉnh Hà Nam tặng Bằng khen; tỉnh đã biểu dương.")
    reading.awards = (
        Award(form="merit_certificate", name="Bằng khen", status="conferred", quantity="unknown", grantor=grantor,
              evidence=whole(reading.text.body)),
    )  # fmt: skip
    assert roles_of(read_units(reading)) == units


def test_a_unit_named_only_within_an_office_may_launch() -> None:
    body = "Chủ tịch Công đoàn Giáo dục tỉnh phát động phong trào."
    reading = reading_of(body)
    reading.campaigns = (Campaign(name="phong trào", launcher="Công đoàn Giáo dục tỉnh", evidence=whole(body)),)
    (unit,) = read_units(reading)
    assert (unit.name, unit.roles, unit.evidence[0].quote) == (
        "Công đoàn Giáo dục tỉnh",
        ("launcher",),
        "Công đoàn Giáo dục tỉnh",
    )


def test_names_of_no_unit_get_no_part() -> None:
    reading = reading_of("Giám đốc Sở Y tế tặng Giấy khen.")
    reading.campaigns = (Campaign(name="phong trào", launcher="Nhà trường", evidence=whole(reading.text.body)),)
    assert read_units(reading) == ()


@pytest.mark.parametrize(
    ("body", "signatories"),
    [
        ("Sở Y tế, Sở Nội vụ và Sở Xây dựng ký giao ước thi đua.", ["Sở Y tế", "Sở Nội vụ", "Sở Xây dựng"]),
        (
            "LĐLĐ tỉnh tổ chức lễ ký giao ước thi đua giữa Công đoàn ngành Y tế và Công đoàn Viên chức tỉnh.",
            ["Công đoàn ngành Y tế", "Công đoàn Viên chức tỉnh"],
        ),
        ("UBND tỉnh dự lễ ký kết giao ước thi đua của Khối thi đua số 2.", ["Khối thi đua số 2"]),
        ("Công ty CP Mẫu A và Công ty CP Mẫu B thay mặt Khối thi đua số 2 ký giao ước thi đua.",
         ["Công ty CP Mẫu A", "Công ty CP Mẫu B", "Khối thi đua số 2"]),
        ("UBND tỉnh tổ chức lễ ký giao ước thi đua.", []),
        ("Khối gồm 2 đơn vị: Sở Y tế, Sở Nội vụ. Thủ trưởng 2 đơn vị ký giao ước thi đua.", ["Sở Y tế", "Sở Nội vụ"]),
        ("Đoàn Sở Y tế Hà Nam tham gia ký giao ước thi đua Khối thi đua số 2.",
         ["Sở Y tế Hà Nam", "Khối thi đua số 2"]),
        ("Lãnh đạo Sở Y tế ký giao ước thi đua với đại diện Công đoàn ngành Y tế.",
         ["Sở Y tế", "Công đoàn ngành Y tế"]),
        ("Đại diện 03 Sở Y tế: Hà Nam, Nam Định, Thái Bình đã ký kết giao ước thi đua.",
         ["Sở Y tế Hà Nam", "Sở Y tế Nam Định", "Sở Y tế Thái Bình"]),
        ("Công đoàn Sở Y tế ký giao ước thi đua dưới sự chứng kiến của lãnh đạo Sở Nội vụ.", ["Công đoàn Sở Y tế"]),
        ("Sở Y tế chọn ngày 5/1 để tổng kết công tác năm và ký giao ước thi đua.", []),
        ("Sở Y tế phát động thi đua; 14 phòng ký giao ước thi đua.", []),
    ],
)  # fmt: skip
def test_signatories(body: str, signatories: list[str]) -> None:
    units = read_units(reading_of(body))
    assert [unit.name for unit in units if "signatory" in unit.roles] == signatories


@pytest.mark.parametrize(
    ("body", "participants"),
    [
        ("Đến dự có đại diện lãnh đạo Ban Thi đua - Khen thưởng tỉnh.", ["Ban Thi đua - Khen thưởng tỉnh"]),
        ("Lãnh đạo 3 đơn vị: Sở Xây dựng, Sở Y tế, Sở Tư pháp cùng tham dự.", ["Sở Xây dựng", "Sở Y tế", "Sở Tư pháp"]),
        ("Về phía Bộ Y tế có ông Lê Văn Mẫu.", ["Bộ Y tế"]),
        ("Các đại biểu dự họp tại hội trường Sở Y tế.", []),
        ("Dự có ông Lê Văn Mẫu, Giám đốc Sở Y tế.", []),
        ("Sở Y tế làm cụm trưởng năm tới.", ["Sở Y tế"]),
        ("Cụm thi đua số 2 gồm: Sở Y tế (Cụm trưởng), Sở Nội vụ và Đài Phát thanh và Truyền hình.",
         ["Sở Y tế", "Sở Nội vụ", "Đài Phát thanh và Truyền hình"]),
        ("Tham gia Cụm có Sở Y tế các tỉnh: Hà Nam, Nam Định và thành phố Hà Nội, Hải Phòng.",
         ["Sở Y tế tỉnh Hà Nam", "Sở Y tế tỉnh Nam Định", "Sở Y tế thành phố Hà Nội", "Sở Y tế thành phố Hải Phòng"]),
        ("Đại diện Sở Y tế các tỉnh: Hà Nam, Nam Định góp ý.", []),
        ("Dự có lãnh đạo các sở: Y tế, Nội vụ và Xây dựng.", ["Sở Y tế", "Sở Nội vụ", "Sở Xây dựng"]),
        ("Các sở y tế, nội vụ phối hợp tốt; các sở Y tế, Nội vụ phối hợp tốt.", []),
        ("Hội nghị do Sở Y tế Hà Nam, Cụm trưởng và Sở Y tế Nam Định, Cụm phó chủ trì.",
         ["Sở Y tế Hà Nam", "Sở Y tế Nam Định"]),
        ("Đại biểu nghe báo cáo điển hình của Chi cục Kiểm lâm, Trung tâm Khuyến nông.",
         ["Chi cục Kiểm lâm", "Trung tâm Khuyến nông"]),
        ("UBND tỉnh Hà Nam giao Sở Nội vụ thu hồi Bằng khen.", ["Sở Nội vụ"]),
        ("Giữ vai trò cụm phó là Sở Y tế Hà Nam; Sở Y tế Nam Định được giới thiệu làm Trưởng cụm.",
         ["Sở Y tế Hà Nam", "Sở Y tế Nam Định"]),
        ("Cụm trưởng phát biểu; Sở Y tế Hà Nam góp ý.", []),
        ("Bộ Công Thương và Bộ Nội vụ đã kiến nghị thu hồi Huân chương.", ["Bộ Công Thương", "Bộ Nội vụ"]),
        ("Tại các điểm cầu có lãnh đạo các đơn vị: Sở Y tế (Khối phó), Sở Nội vụ.", ["Sở Y tế", "Sở Nội vụ"]),
        ("Thí sinh dự thi đến từ các trường: THPT Tân Mẫu, THPT Sơn Mẫu.", []),
        ("Hội nghị nghe thông báo ý kiến của Bộ Y tế.", []),
        ("Bộ Y tế đã đề nghị Bộ Quốc phòng tặng Cờ thi đua.", ["Bộ Y tế"]),
        ("Sở báo cáo theo kết luận của Tỉnh ủy Hà Nam, UBND tỉnh Hà Nam đề nghị Thủ tướng tặng Bằng khen.",
         ["UBND tỉnh Hà Nam"]),
        ("Sở Nội vụ yêu cầu UBND huyện Mường Mẫu, UBND huyện Sơn Mẫu thu hồi hiện vật khen thưởng.",
         ["Sở Nội vụ", "UBND huyện Mường Mẫu", "UBND huyện Sơn Mẫu"]),
        ("UBND tỉnh giao Sở Xây dựng rà soát quy hoạch.", []),
        ("Báo cáo của Sở Nội vụ - cơ quan thường trực của Hội đồng nêu rõ.", ["Sở Nội vụ"]),
        ("Đại hội có cơ quan thường trực là Ban Dân tộc tỉnh.", ["Ban Dân tộc tỉnh"]),
        ("Đại diện Sở Y tế, Sở Nội vụ ký giao ước thi đua trước sự chứng kiến của đại biểu.", []),
    ],
)  # fmt: skip
def test_participants(body: str, participants: list[str]) -> None:
    reading = reading_of(body)
    reading.events = (Event(types=("review",), evidence=whole(body)),)
    units = read_units(reading)
    assert [unit.name for unit in units if "participant" in unit.roles] == participants


@pytest.mark.parametrize(
    ("body", "hosts"),
    [
        ("Buổi lễ trao Giấy khen được Sở Y tế tổ chức, có đại diện các trường dự.", ["Sở Y tế"]),
        ("Đây là buổi lễ do Sở Y tế - Sở Nội vụ và UBND tỉnh cùng tổ chức.", ["Sở Y tế", "Sở Nội vụ", "UBND tỉnh"]),
        ("Tại hội nghị, kế hoạch được Sở Y tế tổ chức thực hiện.", []),
        ("Các phong trào do Sở Y tế tổ chức.", []),
    ],
)
def test_who_holds_an_occasion_by_a_passive(body: str, hosts: list[str]) -> None:
    reading = reading_of(body)
    reading.events = (Event(types=("award_ceremony",), evidence=whole(body)),)
    assert [unit.name for unit in read_units(reading) if "organizer" in unit.roles] == hosts
    assert read_units(reading_of(body)) == ()


@pytest.mark.parametrize(
    ("body", "recipients"),
    [
        ("Cờ thi đua được trao cho 2 tập thể là Trường Tiểu học Sơn Mẫu (huyện Thử), Trường THCS An Mẫu.",
         ["Trường Tiểu học Sơn Mẫu", "Trường THCS An Mẫu"]),
        ("Giấy khen cho 2 tập thể. Sở Y tế góp ý.", []),
        ("Đề nghị tặng 02 tập thể:\n- Sở Y tế;\n- Văn phòng Sở Nội vụ.\nBộ Y tế góp ý.",
         ["Sở Y tế", "Văn phòng Sở Nội vụ"]),
        ("Đề nghị tặng 01 tập thể\n- Đề nghị của Sở Y tế.", []),
        ("Đề nghị tặng 01 tập thể:\n- Nhân dân và cán bộ huyện Mẫu Sơn.", []),
        ("Sở Y tế Hà Nam là một trong 5 đơn vị được UBND tỉnh tặng Cờ.", ["Sở Y tế Hà Nam"]),
        ("Sở Y tế Hà Nam là một trong những đơn vị làm tốt.", []),
        ("Tặng Bằng khen 02 tập thể (Khoa Nội tiết, Khoa Nhi) cùng 4 cá nhân.", ["Khoa Nội tiết", "Khoa Nhi"]),
        ("Ba tập thể được khen thưởng lần này là Sở Y tế, Sở Nội vụ, Sở Xây dựng.",
         ["Sở Y tế", "Sở Nội vụ", "Sở Xây dựng"]),
        ("Giấy khen được tặng cho:\n1. Tập thể (02):\n- Sở Y tế;\n- Sở Nội vụ.\n2. Cá nhân: ông Mẫu.",
         ["Sở Y tế", "Sở Nội vụ"]),
    ],
)  # fmt: skip
def test_units_listed_as_receiving(body: str, recipients: list[str]) -> None:
    reading = reading_of(body)
    flag = Award(form="emulation_flag", name="Cờ", status="proposed", quantity="exact", evidence=whole(body))
    reading.awards = (flag,)
    assert [unit.name for unit in read_units(reading) if "recipient" in unit.roles] == recipients


@pytest.mark.parametrize(("types", "parts"), [(("nomination",), ("organizer",)), (("launch",), None)])
def test_a_council_that_weighs_holds_the_meeting(types: tuple[EventType, ...], parts: tuple[str, ...] | None) -> None:
    reading = reading_of("Hội đồng Thi đua - Khen thưởng tỉnh họp. Hội đồng bỏ phiếu; thư ký của Hội đồng ghi.")
    reading.events = (Event(types=types, evidence=whole(reading.text.body)),)
    assert roles_of(read_units(reading)).get("Hội đồng Thi đua - Khen thưởng tỉnh") == parts


def test_a_block_that_holds_a_meeting_with_a_pledge_signs_it() -> None:
    reading = reading_of("Khối thi đua số 2 tổng kết; Sở Y tế dự.")
    organizers = ("Khối thi đua số 2", "Sở Y tế")
    reading.events = (Event(types=("review", "pledge"), organizers=organizers, evidence=whole(reading.text.body)),)
    assert roles_of(read_units(reading)) == {"Khối thi đua số 2": ("organizer", "signatory"), "Sở Y tế": ("organizer",)}


def test_a_block_whose_members_sign_signs_with_them() -> None:
    reading = reading_of("Sở Y tế, Khối trưởng Khối thi đua số 2, tổng kết. Lãnh đạo sáu cơ quan ký giao ước thi đua.")
    reading.events = (Event(types=("review", "pledge"), organizers=("Sở Y tế",), evidence=whole(reading.text.body)),)
    assert roles_of(read_units(reading)) == {"Sở Y tế": ("organizer",), "Khối thi đua số 2": ("signatory",)}


def test_a_block_receives_nothing() -> None:
    reading = reading_of("Hội nghị suy tôn Sở Y tế dẫn đầu Khối thi đua số 2.")
    names = ("Sở Y tế", "Khối thi đua số 2")
    body = reading.text.body
    flag = Award(form="emulation_flag", name="Cờ", status="proposed", quantity="exact", recipients=names,
                 evidence=whole(body))  # fmt: skip
    reading.awards = (flag,)
    assert roles_of(read_units(reading)) == {"Sở Y tế": ("recipient",)}


@pytest.mark.parametrize(
    ("body", "hosts"),
    [
        (
            "Khối các sở quản lý nhà nước 1 gồm các sở: Y tế, Nội vụ tổ chức họp.",
            ("Khối các sở quản lý nhà nước 1",),
        ),
        ("Sở Y tế, đơn vị Cụm trưởng Cụm thi đua số 7, tổ chức hội nghị.", ("Sở Y tế",)),
        ("Bám sát kế hoạch của Cục Thuế, Thuế tỉnh Hà Nam tổ chức hội nghị.", ("Thuế tỉnh Hà Nam",)),
        ("Sở Y tế, Cụm thi đua số 7 tổ chức hội nghị.", ("Sở Y tế", "Cụm thi đua số 7")),
    ],
)
def test_subjects_of_a_verb(body: str, hosts: tuple[str, ...]) -> None:
    reading = reading_of(body)
    assert subject_units(reading, reading.text.sentences[0], body.index("tổ chức")) == hosts


@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold annotation is not here")
def test_named_units_of_the_gold_pages_are_found() -> None:
    missed = []
    for path in sorted(GOLD.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        body = compose(record.get("body") or "")
        found = {fold_key(form) for unit in find_units(Text(body)) for form in (unit.full, unit.name)}
        missed += [unit["name"] for unit in record["units"] if fold_key(unit["name"]) not in found]
    assert len(missed) <= 3


@pytest.mark.parametrize(
    ("body", "roles"),
    [
        ("Công đoàn trường Hoa Mẫu 2 lần được Bộ Y tế tặng Bằng khen.",
         {"Công đoàn trường Hoa Mẫu": ("recipient",), "Bộ Y tế": ("grantor",)}),
        ("Sở Y tế (huyện Mẫu) và Sở Nội vụ mỗi đơn vị được tặng một Bằng khen.",
         {"Sở Y tế": ("recipient",), "Sở Nội vụ": ("recipient",)}),
        ("Năm 2010, Sở Y tế nhận Cờ thi đua.", {"Sở Y tế": ("recipient",)}),
        ("Sở Y tế có 5 cá nhân được tặng Bằng khen.", {}),
        ("Kế hoạch của Sở Y tế được tặng Bằng khen.", {}),
        ("Sở Y tế nhận 20 suất quà.", {}),
        ("Tặng Bằng khen cho Sở Y tế và Sở Nội vụ.", {"Sở Y tế": ("recipient",), "Sở Nội vụ": ("recipient",)}),
        ("Công bố tặng Giấy khen Tổ lò nung số 1.", {"Tổ lò nung số 1": ("recipient",)}),
        ("Ảnh: tặng bằng khen UBND tỉnh cho các đơn vị.", {}),
        ("Anh Mẫu được Sở Y tế và nhiều tập thể tuyên dương.", {"Sở Y tế": ("grantor",)}),
        ("Sau đó, Sở Y tế, Sở Nội vụ đã khen thưởng đột xuất hai người.",
         {"Sở Y tế": ("grantor",), "Sở Nội vụ": ("grantor",)}),
        ("Sở Y tế trao Bằng khen của Thủ tướng cho 2 người.", {}),
        ("24 tập thể được tặng Bằng khen. Danh sách có Sở Y tế, Sở Nội vụ.",
         {"Sở Y tế": ("recipient",), "Sở Nội vụ": ("recipient",)}),
        ("Đề nghị tặng Bằng khen cho 3 tập thể, trong đó có Sở Y tế.", {"Sở Y tế": ("recipient",)}),
        ("Tặng Bằng khen cho 2 khoa (khoa Nội và khoa Dược).",
         {"khoa Nội": ("recipient",), "khoa Dược": ("recipient",)}),
        ("Sở Y tế chính thức phát động phong trào thi đua.", {"Sở Y tế": ("launcher",)}),
        ("Đợt thi đua do Sở Y tế phát động.", {"Sở Y tế": ("launcher",)}),
        ("Ông Lò Văn Mẫu thay mặt Sở Y tế phát động đợt thi đua.", {"Sở Y tế": ("launcher",)}),
        ("Sở Y tế phát động quyên góp.", {}),
    ],
)  # fmt: skip
def test_parts_by_the_plain_order_of_words(body: str, roles: dict[str, tuple[str, ...]]) -> None:
    reading = reading_of(body)
    reading.awards = (Award(form="merit_certificate", name="Bằng khen", status="conferred", quantity="exact",
                            evidence=whole(body)),)  # fmt: skip
    reading.campaigns = (Campaign(name="phong trào thi đua", evidence=whole(body)),)
    assert roles_of(read_units(reading)) == roles


@pytest.mark.parametrize(
    ("body", "hosts"),
    [
        ("Sở Y tế, tỉnh Hà Mẫu tổ chức trao tặng Bằng khen.", ["Sở Y tế"]),
        ("Sáng nay, Sở Y tế gặp mặt, khen thưởng 5 người.", ["Sở Y tế"]),
        ("Lễ tôn vinh do Sở Y tế chủ trì.", ["Sở Y tế"]),
        ("Sở Y tế tổ chức thực hiện việc khen thưởng.", []),
        ("5 người được Sở Y tế tặng Bằng khen.", ["Sở Y tế"]),
    ],
)
def test_hosts_where_the_events_tell_none(body: str, hosts: list[str]) -> None:
    reading = reading_of(body)
    reading.events = (Event(types=("award_ceremony",), evidence=whole(body)),)
    reading.awards = (Award(form="merit_certificate", name="Bằng khen", status="conferred", quantity="exact",
                            grantor="Sở Y tế" if "được" in body else None, evidence=whole(body)),)  # fmt: skip
    assert [unit.name for unit in read_units(reading) if "organizer" in unit.roles] == hosts
