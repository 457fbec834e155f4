"""Chunks of award sentences where no unit or person was found beforehand, and readings at the edge of the grammar."""

from __future__ import annotations

import pytest

from extract.awards.chunks import Chunk, Cue, Given, Group, Named
from extract.awards.records import read_awards
from extract.awards.scan import find_chunks
from extract.officials.people import find_people
from extract.reading import Reading
from extract.text import Text
from extract.units.mentions import find_units
from schemas.records import Award


def chunks(body: str) -> list[Chunk]:
    return find_chunks(Text(body), 0, len(body), [])


def read(body: str) -> tuple[Award, ...]:
    text = Text(body)
    units = find_units(text)
    return read_awards(Reading(text, unit_mentions=units, people=find_people(text, units)))


def names(body: str) -> list[tuple[str, bool, str]]:
    return [(chunk.name, chunk.person, chunk.preposition) for chunk in chunks(body) if isinstance(chunk, Named)]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("nhận Bằng khen UBND tỉnh", [("UBND tỉnh", False, "of")]),
        ("nhận Giấy khen của Trưởng ban Quản trị", [("Trưởng ban Quản trị", False, "of")]),
        ("tặng Bằng khen cho CSGT Lê Văn Mẫu vì", [("CSGT Lê Văn Mẫu", True, "")]),
        (
            "tặng Bằng khen cho Xưởng May số 5, Xưởng Dệt số 2.",
            [("Xưởng May số 5", False, ""), ("Xưởng Dệt số 2", False, "")],
        ),
        ("tặng Bằng khen cho Trung úy bộ đội biên phòng cứu sống học sinh", []),
        ("họp tại hang Sơn Mẫu", []),
        ("Lê Văn Mẫu dự, Xưởng May vắng", [("Lê Văn Mẫu", True, "")]),
    ],
)
def test_names_that_no_finder_knows(body: str, found: list[tuple[str, bool, str]]) -> None:
    assert names(body) == found


@pytest.mark.parametrize(
    ("body", "kinds", "number"),
    [
        ("cho 04 tập thể", ("collective",), 4),
        ("cho 25 tập thể và cá nhân", ("collective", "individual"), 25),
        ("cho ba điều dưỡng và Câu lạc bộ Thầy thuốc", ("individual",), 3),
        ("cho hàng chục nghìn người dân", ("individual",), None),
    ],
)
def test_groups(body: str, kinds: tuple[str, ...], number: int | None) -> None:
    group = next(chunk for chunk in chunks(body) if isinstance(chunk, Group))
    assert (group.kinds, group.number) == (kinds, number)


@pytest.mark.parametrize(
    "body", ["xếp hạng ba đơn vị", "tổng số 05", "trong năm đơn vị", "có 3 tập thể lao động xuất sắc"]
)
def test_numbers_of_no_recipients(body: str) -> None:
    assert not [chunk for chunk in chunks(body) if isinstance(chunk, Group) and chunk.number is not None]


def test_bearers_of_a_title_are_people() -> None:
    first = chunks("4 NSƯT được phong tặng danh hiệu NSND")[0]
    assert isinstance(first, Group)
    assert (first.kinds, first.number) == (("individual",), 4)


def test_title_before_a_name_is_no_form() -> None:
    assert not [chunk for chunk in chunks("hàng trăm NSND Lê Văn Mẫu") if isinstance(chunk, Given)]


def test_passive_without_a_verb_near_is_idle() -> None:
    body = "được " + "cán bộ và nhân dân trong vùng hết lòng ủng hộ, " * 5 + "tặng"
    assert not [chunk for chunk in chunks(body) if isinstance(chunk, Cue) and chunk.kind == "passive"]


def told(body: str) -> list[tuple[str, str, int | None, int | None]]:
    return [(award.form, award.status, award.collectives, award.individuals) for award in read(body)]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            "Tỉnh Đoàn tuyên dương 10 gương mặt trẻ (nhận Bằng khen của Trung ương Đoàn).",
            [("merit_certificate", "conferred", 0, 10)],
        ),
        (
            "UBND tỉnh tặng Bằng khen cho 5 tập thể, được nhân dân tặng thưởng hoa.",
            [("merit_certificate", "conferred", 5, 0)],
        ),
        ("Các đơn vị được nhận Giấy khen và tuyên dương.", [("commendation", "conferred", None, 0)]),
        ("Sáng nay, hội nghị biểu dương các tập thể.", []),
        ("Bài viết biểu dương các tập thể xuất sắc.", []),
        ("Ông Lê Văn Mẫu biểu dương 5 tập thể.", []),
        ("UBND tỉnh thu hồi đất của 5 hộ gia đình.", []),
        (
            "UBND tỉnh tặng Bằng khen rồi thu hồi Bằng khen của ông Lê Văn Mẫu.",
            [("merit_certificate", "revoked", 0, 1)],
        ),
        ("5 tập thể do UBND tỉnh tặng Bằng khen.", [("merit_certificate", "conferred", 5, 0)]),
        (
            "Sở được Bộ Nội vụ tặng Cờ thi đua; Bằng khen cho 5 cá nhân.",
            [("emulation_flag", "conferred", 1, 0), ("merit_certificate", "conferred", 0, 5)],
        ),
        (
            "Tỉnh được tặng 02 Cờ thi đua của Bộ Nội vụ; 03 Bằng khen.",
            [("emulation_flag", "conferred", 2, 0), ("merit_certificate", "conferred", 3, 0)],
        ),
        (
            "Ngành được tặng 04 Huân chương Lao động của Chủ tịch nước, trong đó 01 hạng Nhì, 03 hạng Ba.",
            [("order", "conferred", 1, 0), ("order", "conferred", 3, 0)],
        ),
        ("Trong đó, 01 hạng Nhì và 03 hạng Ba là Huân chương.", []),
        ("Riêng Sở có nhiều Giấy khen.", []),
        (
            "Sở tặng Giấy khen cho 5 tập thể và tặng hoa cho 3 cá nhân.",
            [("commendation", "conferred", 5, 0)],
        ),
        (
            "40 tập thể, cá nhân, gồm 12 tập thể và 28 cá nhân, được tặng Giấy khen; 3 cá nhân được tặng Bằng khen.",
            [("commendation", "conferred", 12, 28), ("merit_certificate", "conferred", 0, 3)],
        ),
        (
            "Sở sẽ xem xét, trong quý tới, hồ sơ và tặng Giấy khen cho 5 tập thể.",
            [("commendation", "planned", 5, 0)],
        ),
        (
            "Sở tặng Giấy khen cho 5 tập thể, sẽ tặng Bằng khen cho 3 cá nhân.",
            [("commendation", "conferred", 5, 0), ("merit_certificate", "planned", 0, 3)],
        ),
        ("Ông Lê Văn Mẫu cho biết đã nhận Bằng khen.", []),
        (
            "Nhiều học sinh của các trường đạt giải cao, được Bộ Giáo dục và Đào tạo tặng Bằng khen.",
            [("merit_certificate", "conferred", None, None)],
        ),
    ],
)
def test_clauses(body: str, found: list[tuple[str, str, int | None, int | None]]) -> None:
    assert told(body) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            "Sở tặng Giấy khen cho 15 tập thể, cá nhân.\nÔng Lê Văn Mẫu trao Giấy khen cho bà Trần Thị Thử",
            [("commendation", "conferred", None, None)],
        ),
        (
            "UBND tỉnh tặng Bằng khen cho nhiều tập thể, cá nhân.\nÔng Lê Văn Mẫu trao Bằng khen cho Sở Y tế",
            [("merit_certificate", "conferred", None, None)],
        ),
        (
            "Bệnh viện Đa khoa tỉnh nhận Huân chương\nBệnh viện Đa khoa tỉnh đón nhận Huân chương Lao động hạng Ba.",
            [("order", "conferred", 1, 0)],
        ),
        (
            "Tuyên dương 12 thanh niên.\nTỉnh Đoàn tuyên dương 12 thanh niên.",
            [("honour", "conferred", 0, 12)],
        ),
        (
            "Giám đốc Sở Y tế Lê Văn Mẫu đón nhận Cờ thi đua.\nSở Y tế đón nhận Cờ thi đua của Bộ Y tế.",
            [("emulation_flag", "conferred", 1, 0)],
        ),
        (
            "Hội nghị đề nghị UBND tỉnh tặng Bằng khen cho 7 tập thể.\nTrao Bằng khen cho 7 tập thể",
            [("merit_certificate", "proposed", 7, 0)],
        ),
    ],
)
def test_repetitions(body: str, found: list[tuple[str, str, int | None, int | None]]) -> None:
    assert told(body) == found
