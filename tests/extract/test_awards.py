"""Awards read from sentences, lists and tables: inline examples, tables, repetitions, speed of choice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.awards.records import STEMS, read_awards
from extract.officials.people import find_people
from extract.reading import Reading
from extract.text import Text
from extract.units.mentions import find_units
from schemas.folding import fold_key
from schemas.pages import TextBlock
from schemas.records import Award
from schemas.vocabulary import award_types
from tests.inline import InlineExample, differences, example_params

GOLD = Path(__file__).parents[3] / "shared" / "gold"


def blocks_of(body: str) -> tuple[TextBlock, ...]:
    blocks, start = [], 0
    for line in body.split("\n"):
        end = start + len(line)
        kind = "table_row" if "\t" in line else "list_item" if line.startswith("- ") else "paragraph"
        blocks.append(TextBlock(start=start, end=end, kind=kind, source_start=start, source_end=end))
        start = end + 1
    return tuple(blocks)


def read(body: str, title: str | None = None, published: str | None = None) -> tuple[Award, ...]:
    text = Text(body, title, published, blocks=blocks_of(body))
    units = find_units(text)
    return read_awards(Reading(text, unit_mentions=units, people=find_people(text, units)))


def span_of(award: Award) -> tuple[str, int, int, Award]:
    """The award's name inside its evidence; the evidence itself where the name is put together."""
    evidence = award.evidence[0]
    at = evidence.quote.rfind(award.name)
    if at < 0:
        return "award", evidence.start, evidence.end, award
    return "award", evidence.start + at, evidence.start + at + len(award.name), award


@pytest.mark.parametrize("example", example_params("awards", tags={"award"}))
def test_example(example: InlineExample) -> None:
    found = read(example.text, example.context.get("title"), example.context.get("published"))
    assert differences(example, [span_of(award) for award in found]) == []


def test_every_surface_holds_a_stem() -> None:
    """A sentence is only looked at when it holds a stem, so every surface form must hold one."""
    surfaces = [
        f"danh hiệu {surface}" if kind.family == "bieu_duong" and kind.id != "bieu_duong" else surface
        for kind in award_types()
        if kind.form
        for surface in (*kind.surfaces(), *kind.weak)
    ]
    assert [surface for surface in surfaces if not any(stem in f"{fold_key(surface)} " for stem in STEMS)] == []


def test_nothing_without_award_words() -> None:
    assert read("Giá gạo hôm nay tăng nhẹ tại các chợ đầu mối.") == ()


def test_evidence_is_short_and_stands_in_the_body() -> None:
    body = (
        "Nhân dịp này, Bộ Công Thương tặng Bằng khen cho 04 tập thể thuộc các lĩnh vực công nghiệp, năng lượng, "
        "thương mại nội địa, xuất nhập khẩu, khuyến công và 07 cá nhân có nhiều đóng góp cho ngành trong năm qua."
    )
    (award,) = read(body)
    evidence = award.evidence[0]
    assert body[evidence.start : evidence.end] == evidence.quote
    assert len(evidence.quote) <= 160
    assert "Bằng khen" in evidence.quote
    assert (award.collectives, award.individuals) == (4, 7)


def test_list_keeps_proposal_and_grantor() -> None:
    awards = read(
        "Hội đồng đề nghị UBND tỉnh tặng:\n- Cờ thi đua cho 02 tập thể;\n- Bằng khen cho 03 cá nhân.\nSở họp tiếp."
    )
    assert [(award.form, award.status, award.grantor) for award in awards] == [
        ("emulation_flag", "proposed", "UBND tỉnh"),
        ("merit_certificate", "proposed", "UBND tỉnh"),
    ]


def test_headline_and_caption_merge_into_the_body() -> None:
    body = (
        "Sở Y tế trao Giấy khen cho nhiều tập thể\n"
        "Sáng 12/3, Sở Y tế họp mặt.\n"
        "Sở Y tế tặng Giấy khen cho 05 tập thể và 09 cá nhân.\n"
        "Ông Lê Văn Mẫu trao Giấy khen cho bà Trần Thị Thử."
    )
    (award,) = read(body)
    assert (award.collectives, award.individuals, award.quantity) == (5, 9, "exact")
    assert len(award.evidence) == 3


def test_total_by_class_leaves_only_the_classes() -> None:
    awards = read("Tỉnh được tặng 04 Huân chương Lao động, trong đó 01 hạng Nhì, 03 hạng Ba.")
    assert [(award.name, award.collectives) for award in awards] == [
        ("Huân chương Lao động hạng Nhì", 1),
        ("Huân chương Lao động hạng Ba", 3),
    ]


def test_classes_behind_recipients() -> None:
    awards = read("Chủ tịch nước tặng 04 Huân chương Lao động cho các tập thể, trong đó 01 hạng Nhì, 03 hạng Ba.")
    assert [(award.collectives, award.individuals) for award in awards] == [(1, 0), (3, 0)]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Sở Y tế được tặng Huân chương Lao động hạng Nhì, hạng Ba.", [("hạng Nhì", 1, 0), ("hạng Ba", 1, 0)]),
        ("Sở Y tế nhận Huân chương Lao động hạng Nhì và Ba.", [("hạng Nhì", 1, 0), ("hạng Ba", 1, 0)]),
        (
            "Chủ tịch nước tặng Huân chương Lao động hạng Nhì cho Sở Y tế, hạng Ba cho Sở Tư pháp và 2 cá nhân.",
            [("hạng Nhì", 1, 0), ("hạng Ba", 1, 2)],
        ),
        ("Sở Y tế được tặng 4 Huân chương Lao động hạng Nhì, hạng Ba.", [("hạng Nhì, hạng Ba", 4, 0)]),
    ],
)
def test_classes_in_a_row_are_awards_of_their_own(body: str, found: list[tuple[str, int, int]]) -> None:
    told = [(award.name, award.collectives, award.individuals) for award in read(body)]
    assert told == [(f"Huân chương Lao động {name}", *counts) for name, *counts in found]


def test_share_of_a_named_unit_is_an_entry_of_its_own() -> None:
    awards = read(
        "648 lượt tập thể, cá nhân nhận Giấy khen của Giám đốc Sở, "
        "riêng Chi cục Kiểm lâm có 11 lượt tập thể và 37 lượt cá nhân."
    )
    assert [(award.joint, award.collectives, award.individuals) for award in awards] == [
        (648, None, None),
        (None, 11, 37),
    ]
    assert {award.grantor for award in awards} == {"Giám đốc Sở"}


def test_one_unit_given_six_times_counts_six() -> None:
    (award,) = read(
        "Từ năm 1968 đến nay, Nhà máy Điện Sông Hồng được Chủ tịch nước 6 lần tặng Huân chương Lao động hạng Ba."
    )
    assert (award.collectives, award.status) == (6, "retrospective")


def test_many_pieces_have_no_number() -> None:
    (award,) = read("Công ty TNHH May Sông Hồng đã nhận được nhiều Bằng khen của Bộ Công Thương.")
    assert (award.collectives, award.individuals, award.quantity, award.status) == (None, 0, "unknown", "retrospective")


def test_elided_subject_is_the_one_before() -> None:
    awards = read(
        "Báo Sông Hồng được Chủ tịch nước tặng Huân chương Lao động hạng Nhì. "
        "Ngoài ra, còn được UBND tỉnh tặng Bằng khen."
    )
    assert [(award.form, award.collectives) for award in awards] == [("order", 1), ("merit_certificate", 1)]


def test_honour_takes_the_host_as_grantor() -> None:
    (award,) = read("Tỉnh Đoàn Vĩnh Long tổ chức lễ tuyên dương thanh niên.\n10 gương mặt trẻ được tuyên dương.")
    assert (award.grantor, award.individuals) == ("Tỉnh Đoàn Vĩnh Long", 10)


def test_certificate_of_the_same_people_replaces_the_honour() -> None:
    awards = read("Tỉnh Đoàn tuyên dương 10 thanh niên.\nTrung ương Đoàn tặng Bằng khen cho 10 thanh niên.")
    assert [award.form for award in awards] == ["merit_certificate"]


def test_state_awards_are_not_granted_by_who_hands_over() -> None:
    (award,) = read("Thủ tướng trao Huân chương Lao động hạng Ba cho Bệnh viện Đa khoa tỉnh.")
    assert (award.grantor, award.grantor_level) == (None, "state_president")


def test_award_type_follows_form_and_grantor() -> None:
    awards = read("Sở Tư pháp được Bộ Tư pháp tặng Cờ thi đua, UBND tỉnh tặng Bằng khen.")
    assert [award.award_type for award in awards] == ["co_bo", "bang_khen_tinh"]
    assert awards[0].grantor_level == "ministry"


def test_table_with_columns_of_counts() -> None:
    body = (
        "Hội đồng đề nghị khen thưởng năm 2022 như sau:\n"
        "TT\tHình thức khen thưởng\tSố lượng\n"
        "1\tKỷ niệm chương\t12\n"
        "2\tBằng khen của UBND tỉnh\t30\n"
        "3\tHình thức khác\t4\n"
        "Cộng\t\t46"
    )
    awards = read(body)
    assert [(award.form, award.individuals, award.joint, award.grantor, award.period) for award in awards] == [
        ("commemorative_medal", 12, None, None, "2022"),
        ("merit_certificate", None, 30, "UBND tỉnh", "2022"),
    ]
    assert {award.status for award in awards} == {"proposed"}


def test_table_with_a_row_a_recipient() -> None:
    body = (
        "Danh sách khen thưởng:\n"
        "TT\tTên đơn vị\tDanh hiệu\tCơ quan khen\n"
        "1\tPhòng Kế hoạch\tTập thể lao động tiên tiến\tGiám đốc Sở\n"
        "2\tVăn phòng\tTập thể lao động tiên tiến\tGiám đốc Sở\n"
        "3\tÔng Lê Văn Mẫu\tLao động tiên tiến\tGiám đốc Sở\n"
        "\t\t\t"
    )
    awards = read(body)
    assert [(award.name, award.collectives, award.individuals, award.grantor) for award in awards] == [
        ("Tập thể lao động tiên tiến", 2, 0, "Giám đốc Sở"),
        ("Lao động tiên tiến", 0, 1, "Giám đốc Sở"),
    ]
    assert awards[0].recipients == ("Phòng Kế hoạch", "Văn phòng")


def test_rows_of_one_cell_head_the_rows_below() -> None:
    body = (
        "Kết quả khen thưởng năm 2020 như sau:\n"
        "Nội dung\tTập thể\tCá nhân\n"
        "I. UBND tỉnh khen thưởng\n"
        "Bằng khen\t02\t03\n"
        "II. Đề nghị Thủ tướng Chính phủ\t\t\n"
        "Bằng khen\t0\t1\n"
        "Cộng\t2\t4\n"
    )
    awards = read(body)
    assert [(award.grantor, award.status, award.collectives, award.individuals) for award in awards] == [
        ("UBND tỉnh", "conferred", 2, 3),
        ("Thủ tướng Chính phủ", "proposed", 0, 1),
    ]


def test_heads_tell_persons_from_collectives_in_a_list_of_names() -> None:
    body = (
        "Danh sách được tặng Giấy khen:\n"
        "STT\tHọ và tên\tĐơn vị\n"
        "I\tTẬP THỂ\t\n"
        "1\tThanh tra\tSở\n"
        "II\tCÁ NHÂN\t\n"
        "1\tLê Văn Mẫu\tThanh tra\n"
        "2\tH'Hen Mẫu\tThanh tra\n"
    )
    assert [(award.collectives, award.individuals) for award in read(body)] == [(1, 2)]


def test_tables_of_other_things_are_left_alone() -> None:
    assert read("Bằng khen\nMặt hàng\tGiá\nGạo\t12.000\n") == ()
    assert read("Bằng khen\nTên\tGiá") == ()


@pytest.mark.skipif(not GOLD.exists(), reason="the annotated articles are not at hand")
@pytest.mark.parametrize("folder", ["pages"])
def test_gold(folder: str) -> None:
    """Nine of ten awards of department pages are right in form, status and every count."""
    hits = told = found = 0
    for path in sorted((GOLD / folder).glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        awards = read(gold.get("body") or "", gold.get("title"), gold.get("published"))
        wanted = [tuple(award[key] for key in KEYS) for award in gold["awards"]]
        seen = [tuple(getattr(award, key) for key in KEYS) for award in awards]
        hits += sum(min(wanted.count(item), seen.count(item)) for item in set(wanted))
        told, found = told + len(wanted), found + len(seen)
    assert 2 * hits / (told + found) >= 0.92


KEYS = ("form", "status", "collectives", "individuals", "households", "joint")
