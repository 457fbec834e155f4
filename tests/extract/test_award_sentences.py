"""Lists under headers, reviews over several sentences, totals: what one sentence alone does not tell."""

from __future__ import annotations

import pytest

from extract.awards.foreign import is_of_another_state
from extract.awards.forms import Form
from extract.awards.labels import read_labels
from extract.awards.proposals import only_weighs
from extract.awards.records import read_awards
from extract.awards.scan import find_chunks
from extract.awards.scope import Reviews, is_item
from extract.officials.people import find_people
from extract.reading import Reading
from extract.text import Text
from extract.units.mentions import find_units
from schemas.pages import BlockKind, TextBlock
from schemas.records import Award
from schemas.vocabulary import award_types


def text_of(*lines: tuple[BlockKind, str] | str) -> Text:
    """Return a text of one block a line; a line alone is a paragraph."""
    blocks, start, bodies = [], 0, []
    for line in lines:
        kind, body = line if isinstance(line, tuple) else ("paragraph", line)
        end = start + len(body)
        blocks.append(TextBlock(start=start, end=end, kind=kind, source_start=start, source_end=end))
        bodies.append(body)
        start = end + 1
    return Text("\n".join(bodies), blocks=tuple(blocks))


def read(*lines: tuple[BlockKind, str] | str) -> list[tuple[str, str, int | None, int | None]]:
    """Return form, status, collectives and individuals of the awards."""
    return [(one.form, one.status, one.collectives, one.individuals) for one in awards(*lines)]


def awards(*lines: tuple[BlockKind, str] | str) -> tuple[Award, ...]:
    text = text_of(*lines)
    units = find_units(text)
    return read_awards(Reading(text, unit_mentions=units, people=find_people(text, units)))


def test_recipients_on_the_lines_behind_a_header_are_counted() -> None:
    found = awards(
        "Tại hội nghị, Sở Nội vụ đã trao:",
        "* Cờ thi đua của UBND tỉnh:",
        "- Trường Trung học phổ thông Lê Lợi;",
        "- Chi cục Kiểm lâm.",
        "* Bằng khen của Chủ tịch UBND tỉnh:",
        "+ Tập thể: Trung tâm Y tế huyện Tam Đảo",
        "+ Cá nhân: 15 đồng chí",
        "Hội nghị kết thúc.",
    )
    assert [(one.form, one.collectives, one.individuals, one.quantity) for one in found] == [
        ("emulation_flag", 2, 0, "exact"),
        ("merit_certificate", 1, 15, "exact"),
    ]
    assert found[0].recipients == ("Trường Trung học phổ thông Lê Lợi", "Chi cục Kiểm lâm")


def test_items_that_name_nobody_leave_the_count_open() -> None:
    found = read(
        "Sở tặng Giấy khen cho các tập thể có thành tích trong:", "- Công tác tuyên truyền;", "- Chuyển đổi số."
    )
    assert found == [("commendation", "conferred", None, 0)]


def test_a_counted_header_needs_no_items() -> None:
    found = read("Sở Nội vụ tặng Giấy khen cho 02 tập thể:", "- Chi cục Kiểm lâm;", "- Chi cục Thủy lợi.")
    assert found == [("commendation", "conferred", 2, 0)]


def test_numbered_lines_that_look_like_headings_are_items() -> None:
    found = read(
        "Sở Nội vụ công khai danh sách các tập thể được đề nghị khen thưởng, gồm:",
        ("heading", "1. Huân chương Lao động hạng Ba: đề nghị tặng 02 tập thể"),
        ("list_item", "- Chi cục Kiểm lâm;"),
        ("heading", "2. Danh hiệu Anh hùng Lao động: đề nghị phong tặng 03 tập thể"),
    )
    assert found == [("order", "proposed", 2, 0), ("state_title", "proposed", 3, 0)]


def test_headings_of_sections_are_not_read() -> None:
    assert read(("heading", "Sở tặng Giấy khen cho 03 tập thể")) == []


def test_a_council_that_weighs_decides_what_its_items_give() -> None:
    found = read(
        "Hội đồng nghe kết quả bình xét của các vùng và bỏ phiếu với kết quả như sau:",
        "- Đề nghị Chính phủ tặng Bằng khen của Thủ tướng Chính phủ cho 10 sở.",
        "- Tặng Cờ thi đua của Bộ Y tế cho 15 sở.",
    )
    assert found == [("merit_certificate", "proposed", 10, 0), ("emulation_flag", "conferred", 15, 0)]


@pytest.mark.parametrize(
    ("low", "weighs"), [("hội đồng bình xét như sau:", True), ("hội đồng đề nghị như sau:", False), ("kết quả:", False)]
)
def test_only_weighs(low: str, weighs: bool) -> None:
    text = text_of(low)
    assert only_weighs(find_chunks(text, 0, len(low), []), low) is weighs


@pytest.mark.parametrize(
    ("line", "item"),
    [("- Cờ thi đua", True), ("1. Cờ thi đua", True), ("1.2. Cờ", True), ("a) Cờ", True), ("2020 là năm", False)],
)
def test_is_item(line: str, item: bool) -> None:
    text = text_of(line)
    assert is_item(text, text.sentences[-1]) is item


def covered(*lines: tuple[BlockKind, str] | str) -> list[bool]:
    text = text_of(*lines)
    reviews = Reviews(text)
    return [reviews.covers(index) for index in range(len(text.sentences))]


def test_a_review_covers_its_paragraph_and_what_goes_on() -> None:
    assert covered(
        "Trong 5 năm qua, phong trào lan rộng. Có 5 tập thể được khen.",
        "Về lĩnh vực công đoàn, có 6 cờ.",
        "- Bằng khen: 7.",
        "Sở Y tế trao Giấy khen.",
        "Có 3 cờ.",
    ) == [False, True, True, True, False, False]


def test_another_time_ends_a_review() -> None:
    assert covered("Trong 5 năm qua, ngành lớn mạnh. Năm 2020, có 5 cờ. Có 3 bằng khen.") == [False, False, False]


def test_a_caption_or_heading_ends_a_review() -> None:
    assert covered("Trong 5 năm qua, ngành lớn mạnh.", ("caption", "Có 5 cờ"), "Có 3 cờ.") == [False, False, False]


def test_the_occasion_is_no_review_of_its_own() -> None:
    assert covered("Tại hội nghị, Sở khen tập thể giai đoạn 2015 - 2020. Có 3 cờ.") == [False, False]


def test_equal_numbers_of_other_classes_are_no_parts() -> None:
    found = read(
        "Hội đồng đề nghị:",
        "- Huân chương Lao động hạng Nhất cho 02 tập thể;",
        "- Huân chương Độc lập hạng Ba cho 01 tập thể;",
        "- Huân chương Độc lập hạng Nhất cho 01 tập thể.",
    )
    assert [one[2] for one in found] == [2, 1, 1]


def test_shares_without_a_word_of_parts_stay() -> None:
    found = read("29 tập thể được UBND tỉnh tặng cờ thi đua. Tổng Liên đoàn tặng cờ thi đua cho 29 tập thể.")
    assert [one[2] for one in found] == [29, 29]


def test_parts_that_do_not_add_up_leave_the_total() -> None:
    found = read(
        "Hội nghị khen thưởng 30 tập thể, cá nhân, trong đó: UBND huyện tặng Giấy khen cho 10 tập thể, 25 cá nhân."
    )
    assert [one[0] for one in found] == ["unspecified", "commendation"]


def test_labels_leave_other_chunks_alone() -> None:
    assert read_labels([], "").chunks == []


@pytest.mark.parametrize(
    ("grantor", "foreign"), [("Chính phủ Nhật Bản", True), ("Hội Hữu nghị Việt Nam - Lào", False), ("UBND tỉnh", False)]
)
def test_a_state_award_is_as_foreign_as_its_giver(grantor: str, foreign: bool) -> None:
    text = text_of("Ông được tặng Huân chương Hữu nghị.")
    kind = next(one for one in award_types() if one.form == "order")
    form = Form(14, 33, kind)
    assert is_of_another_state(text, text.sentences[0], form, grantor) is foreign


def test_a_total_with_more_of_a_kind_in_its_parts_stays() -> None:
    found = read(
        "Sở tặng Giấy khen cho 30 tập thể, cụ thể: Chi cục Kiểm lâm tặng Giấy khen cho 10 tập thể; "
        "Chi cục Thủy lợi tặng Giấy khen cho 20 cá nhân."
    )
    assert [one[2:] for one in found] == [(30, 0), (10, 0), (0, 20)]


def test_labels_and_items_that_no_finder_knows_are_counted() -> None:
    found = read(
        "Theo quyết định, Giấy khen của Giám đốc Sở được tặng cho:",
        "1. Tập thể (02):",
        "- Sở Tư pháp;",
        "- Bưu điện huyện Mẫu.",
        "2. Cá nhân (03): Lê Văn Mẫu, Trần Thị Thử (Sở Tư pháp); Phạm Văn An (nhân viên đại lý).",
    )
    assert found == [("commendation", "conferred", 2, 3)]


def test_labels_without_a_number_head_the_names_below() -> None:
    found = read(
        "Sở Y tế tặng Giấy khen cho:", "* Tập thể:", "- Nhà thuốc số 2;", "* Cá nhân:", "- Lê Văn Mẫu, Sở Y tế."
    )
    assert found == [("commendation", "conferred", 1, 1)]


def test_commended_people_get_the_certificate_told_elsewhere() -> None:
    found = read(
        "Công an huyện tổ chức lễ trao Giấy khen của Giám đốc Công an tỉnh cho những cá nhân tiêu biểu.",
        "Bảy cá nhân được khen thưởng, gồm: Lê Văn Mẫu và những người khác.",
    )
    assert found == [("commendation", "conferred", 0, 7)]
