"""The marks of boilerplate: every rule takes out its examples and leaves its counterexamples."""

import pytest

from schemas.errors import VocabularyError
from schemas.folding import fold
from scraper.marks import load_marks, parse_marks

MARKS = load_marks().by_id.values()
EXAMPLES = [(mark.id, line) for mark in MARKS for line in mark.examples]
COUNTEREXAMPLES = [line for mark in MARKS for line in mark.counterexamples]
BODY_LINES = [
    "Hôm nay, 12 tập thể được tặng Bằng khen.",
    "Trước đó, ngày 10/5, Công đoàn ngành tổ chức lễ ký giao ước.",
    "Sáng 12/3/2020, Sở Mẫu tổ chức hội nghị.",
    "Quang cảnh hội nghị",
    "- Giai đoạn 1: Từ tháng 6 đến tháng 9 năm 2024;",
    "1. Phòng Quản lý công nghiệp",
    "Bài viết đoạt giải Nhất được tặng Bằng khen.",
    "Tin vui đến với ngành",
    "Kết quả cụ thể như sau:",
    "Chủ đề thi đua năm 2023",
    "Thời gian thi đua: từ 02/4 đến 30/12/2019",
    "Tổng cộng: 12 tập thể",
    "Thông báo kết luận của Giám đốc Sở",
    "Ông Lê Văn Mẫu, Giám đốc Sở, chịu trách nhiệm điều hành Khối thi đua.",
    "Liên kết bốn nhà trong sản xuất nông nghiệp",
    "Video về gương điển hình được trình chiếu tại hội nghị.",
]


@pytest.mark.parametrize(("rule", "line"), EXAMPLES)
def test_a_mark_takes_out_its_examples(rule, line):
    found = load_marks().find(fold(line))
    assert found is not None
    assert found[0] == rule


@pytest.mark.parametrize("line", COUNTEREXAMPLES + BODY_LINES)
def test_marks_leave_body_lines(line):
    assert load_marks().find(fold(line)) is None


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Thứ hai, 06/01/2025", "date-bar"),
        ("• 09/03/2021 • 16:39", "date-bar"),
        ("(28/02/2014)", "date-bar"),
        ("Đăng ngày: 14/01/2019 08:35 Lượt xem: 1.204 In bài viết", "visit-counter"),
    ],
)
def test_a_line_made_of_pieces_is_taken_out(line, rule):
    assert load_marks().find(fold(line)) == (rule, "piece")


def test_a_long_line_falls_under_no_mark():
    assert load_marks().find("tin khác " * 60) is None
    assert load_marks().find(fold("Địa chỉ: " + "phố Mẫu " * 45)) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[mark]]\nid = "a"\nreach = "line"\ncues = ["x"]\nexamples = ["x"]\ncolour = 1', "colour"),
        ('[[mark]]\nid = "a"\nreach = "line"\nexamples = ["x"]', "cues or a pattern"),
        ('[[mark]]\nid = "a"\nreach = "line"\ncues = ["x"]\npattern = "x"\nexamples = ["x"]', "cues or a pattern"),
        ('[[mark]]\nid = "a"\nreach = "line"\npattern = "(x)"\nexamples = ["x"]', "has a group"),
        ('[[mark]]\nid = "a"\nreach = "line"\ncues = ["x"]\nexamples = []', "examples"),
        ('[[mark]]\nid = "a"\nreach = "far"\ncues = ["x"]\nexamples = ["x"]', "reach"),
        ('[[mark]]\nid = "a"\nreach = "line"\ncues = ["x"]\nexamples = ["x"]\n' * 2, "stands twice"),
        ("[other]\na = 1", "unknown tables"),
    ],
)
def test_a_file_that_breaks_its_rules_is_refused(text, message):
    with pytest.raises(VocabularyError, match=message):
        parse_marks(text)
