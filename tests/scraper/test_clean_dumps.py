"""Text dumps: lines of a page without mark-up, and newspaper texts of a JSONL line."""

import pytest

from schemas.errors import CleanError
from schemas.pages import RawPage
from scraper.clean import clean_page

TITLE = "Sở Mẫu sơ kết phong trào thi đua quý I và bàn nhiệm vụ quý II"
LEAD = "Ngày 12/3, Sở Mẫu tổ chức hội nghị sơ kết phong trào thi đua quý I và bàn nhiệm vụ quý II năm nay."
AWARD = "Tại hội nghị, 02 tập thể và 05 cá nhân được Giám đốc Sở tặng Giấy khen vì có thành tích xuất sắc."
LONG = (
    "Phát biểu tại hội nghị, lãnh đạo Sở ghi nhận kết quả các phòng, đơn vị đã đạt được, đồng thời đề nghị khắc phục "
    "ngay những chỉ tiêu còn thấp, đổi mới nội dung phong trào và chú trọng khen thưởng người lao động trực tiếp."
)


def clean(*lines, **given):
    return clean_page(RawPage(source="dump.txt", id="dump", kind="text", content="\n".join(lines), **given))


def body(article):
    return article.text.split("\n")


def rules(article):
    return [(block.rule, block.text) for block in article.removed]


def test_a_whole_page_in_lines():
    found = clean(
        "Thứ Sáu, 12/05/2023 - 09:21",
        "TRANG CHỦ",
        "Trang chủ / Tin tức / Hoạt động của Sở",
        "Tin mới",
        "Lễ công bố quyết định nghỉ hưu",
        TITLE,
        "10/05/2023 15:20:00",
        "Cỡ chữ: A- A A+",
        LEAD,
        "Quang cảnh hội nghị",
        AWARD,
        "Lê Thị Mẫu",
        "In trang",
        "Chia sẻ:",
        "Công khai danh sách đề nghị khen thưởng đợt mới",
        "Bản quyền thuộc Sở Mẫu",
        "Số người online: 12",
    )
    assert body(found) == [LEAD, "Quang cảnh hội nghị", AWARD]
    assert [block.kind for block in found.blocks] == ["paragraph", "caption", "paragraph"]
    assert (found.title, found.published, found.byline) == (TITLE, "2023-05-10T15:20", "Lê Thị Mẫu")
    assert found.published_choice.origin == "dateline"
    assert rules(found)[-3:] == [
        ("behind-byline", "Công khai danh sách đề nghị khen thưởng đợt mới"),
        ("publisher", "Bản quyền thuộc Sở Mẫu"),
        ("visit-counter", "Số người online: 12"),
    ]


def test_the_hour_may_stand_on_its_own_line():
    found = clean(TITLE, "", "  • 09/03/2021", "  • 16:39", "", LEAD, AWARD)
    assert (found.published, found.published_choice.quote) == ("2021-03-09T16:39", "09/03/2021\n• 16:39")


def test_a_repeated_title_is_the_title():
    found = clean("image banner", TITLE, "", f"     {TITLE}", LEAD, AWARD)
    assert (found.title, body(found)) == (TITLE, [LEAD, AWARD])
    assert rules(found) == [("before-title", "image banner"), ("title", TITLE), ("title", TITLE)]


def test_a_title_in_two_lines_of_capitals():
    found = clean("KHỐI THI ĐUA SỐ 9 TỈNH MẪU", "KÝ KẾT GIAO ƯỚC THI ĐUA NĂM 2020", "12/03/2020", LEAD, AWARD)
    assert found.title == "KHỐI THI ĐUA SỐ 9 TỈNH MẪU KÝ KẾT GIAO ƯỚC THI ĐUA NĂM 2020"


def test_a_title_with_a_full_stop_before_its_dateline():
    assert clean(f"{TITLE}.", "Thứ hai, 06/01/2025", LEAD, AWARD).title == f"{TITLE}."


def test_a_dump_that_begins_with_its_body_has_no_title():
    found = clean(
        "-",
        "Được đăng: 02 Tháng 3 2021",
        "-",
        "Lượt xem: 167",
        LONG,
        AWARD,
        "Nguồn: Văn phòng Sở",
        "Tin mới",
        "- Một tin",
    )
    assert (found.title, found.published, found.byline) == (None, "2021-03-02", "Nguồn: Văn phòng Sở")
    assert body(found) == [LONG, AWARD]


def test_a_bare_day_above_a_body_without_title_is_not_read():
    assert clean("Mẫu, 20/02/2025", LONG, AWARD).published is None


def test_a_newspaper_text_begins_with_its_title():
    found = clean(
        "Nhận Bằng khen", "", LEAD, "", AWARD, "Mẫu Văn", "", "Các cá nhân nhận Giấy khen.", published="2018-03-05"
    )
    assert (found.title, found.published, found.byline) == ("Nhận Bằng khen", "2018-03-05", "Mẫu Văn")
    assert body(found) == [LEAD, AWARD, "Các cá nhân nhận Giấy khen."]


def test_captions_behind_the_byline_stay_and_headlines_go():
    caption = "Giám đốc Sở tặng Giấy khen, hội nghị sơ kết phong trào"
    found = clean(TITLE, LEAD, AWARD, "Mẫu Văn", caption, "Ảnh: Mẫu Văn", "Khai trương tuyến xe buýt về xã đảo")
    assert body(found) == [LEAD, AWARD, caption, "Ảnh: Mẫu Văn"]


@pytest.mark.parametrize(
    "line",
    [
        "Minh Mẫu",
        "M.Mẫu",
        "Phòng KTTH-SM",
        "Văn phòng Sở",
        "Phòng Tổ chức cán bộ",
        "(Theo Báo Mẫu)",
        "Tin, ảnh: Minh Mẫu",
        "Bài và ảnh: Minh Mẫu",
        "Tác giả: Minh Mẫu - Phòng Tổng hợp",
        "Hoàng Thị Mẫu - Công chức văn hóa",
        "Nguồn: Trang tin Bộ Mẫu",
        "Minh Mẫu - Hà Mẫu",
        "BBT",
    ],
)
def test_bylines(line):
    found = clean(TITLE, LEAD, AWARD, line)
    assert found.byline == line.strip("()")
    assert body(found) == [LEAD, AWARD]


@pytest.mark.parametrize(
    "line",
    [
        "Phòng Tổng hợp được tặng Giấy khen",
        "Ảnh: Minh Mẫu",
        "Năm 2020",
        "Trao Giấy khen cho các tập thể",
        "Ông Lê Mẫu phát biểu",
        "Văn phòng Sở có 12 người.",
        "1. Phòng Tổng hợp",
    ],
)
def test_lines_that_are_no_bylines(line):
    found = clean(TITLE, LEAD, AWARD, line)
    assert (found.byline, body(found)[-1]) == (None, line)


def test_the_last_of_a_list_of_units_is_no_byline():
    found = clean(TITLE, LEAD, "Danh sách được khen:", "Phòng Tổng hợp", "Phòng Kế hoạch", "Thanh tra Sở")
    assert found.byline is None
    assert body(found)[-1] == "Thanh tra Sở"


def test_an_author_comes_before_a_source():
    assert clean(TITLE, LEAD, AWARD, "Tác giả: Minh Mẫu", "Nguồn tin: so.example.vn").byline == "Tác giả: Minh Mẫu"


def test_a_byline_above_the_body_needs_its_label():
    found = clean(TITLE, "12/03/2020", "Tác giả: Minh Mẫu", "Tin hoạt động", LEAD, AWARD)
    assert (found.byline, body(found)) == ("Tác giả: Minh Mẫu", [LEAD, AWARD])


def test_see_also_takes_one_line_and_the_body_goes_on():
    found = clean(TITLE, LEAD, "Xem thêm:", "Gương sáng của ngành", AWARD, "Đọc thêm: Gương sáng", LONG)
    assert body(found) == [LEAD, AWARD, LONG]


def test_the_article_behind_a_list_of_others_is_read():
    found = clean(TITLE, "12/03/2020", LEAD, "Tin liên quan", "Gương sáng của ngành", LONG, LONG)
    assert body(found) == [LEAD, LONG, LONG]


def test_an_address_in_the_middle_of_an_article_does_not_end_it():
    found = clean(TITLE, LEAD, "Địa chỉ: số 1 phố Mẫu", LONG)
    assert body(found) == [LEAD, LONG]


def test_days_between_paragraphs_stay():
    found = clean(TITLE, LEAD, "Ngày 15/3/2020", LONG, "15/03/2020 10:10")
    assert body(found) == [LEAD, "Ngày 15/3/2020", LONG]


def test_tables_of_a_dump_are_rows_of_cells():
    found = clean(TITLE, LEAD, "| TT | Đơn vị | Điểm |", "|---|---|---|", "| 1 | Huyện A | |", "2\tHuyện B\t9,5", AWARD)
    assert body(found)[1:4] == ["TT\tĐơn vị\tĐiểm", "1\tHuyện A\t", "2\tHuyện B\t9,5"]
    assert [block.kind for block in found.blocks][1:4] == ["table_row"] * 3


def test_one_sentence_is_an_article():
    assert body(clean(LEAD)) == [LEAD]


def test_a_title_handed_over_is_removed_where_the_text_repeats_it():
    found = clean("Sơ kết quý I", LEAD, AWARD, title="Sơ kết quý I")
    assert (found.title, body(found)) == ("Sơ kết quý I", [LEAD, AWARD])
    assert body(clean(LEAD, AWARD, title="Tít khác")) == [LEAD, AWARD]


def test_the_head_of_a_page_is_not_its_title():
    found = clean(f"{TITLE} - Trang tin Sở Mẫu", "Tin hoạt động", "# " + TITLE, "(12/03/2020)", LEAD, AWARD)
    assert (found.title, found.published, body(found)) == (TITLE, "2020-03-12", [LEAD, AWARD])


def test_marks_of_markdown_are_no_text():
    found = clean(
        "[Trang chủ](/) > [Tin tức](/tin)",
        f"# {TITLE}",
        "*Đăng ngày: 12/03/2021*",
        f"**{LEAD}**",
        "![ảnh](/a.jpg)",
        "*Các tập thể nhận Giấy khen*",
        "Kế hoạch đăng trên [trang tin](/x) của Sở.",
        "[Gương sáng của ngành](/y)",
        "![]()",
        "## Tin liên quan",
        "- [Hội trại](/b)",
    )
    assert (found.title, found.published) == (TITLE, "2021-03-12")
    assert body(found) == [LEAD, "Các tập thể nhận Giấy khen", "Kế hoạch đăng trên trang tin của Sở."]
    assert found.blocks[1].kind == "caption"
    assert ("links", "Gương sáng của ngành") in rules(found)


def test_the_name_of_the_department_is_no_title():
    found = clean(
        "SỞ CÔNG THƯƠNG TỈNH MẪU", TITLE, "Ngày đăng: 05/01/2022   Lượt xem: 321   Tác giả: Admin", LEAD, AWARD
    )
    assert (found.title, found.published) == (TITLE, "2022-01-05")


def test_the_byline_tells_that_the_body_goes_on_behind_related_articles():
    found = clean(
        TITLE, LEAD, "Bài liên quan", "Gương sáng của ngành năm qua", AWARD, "Minh Mẫu", "Tin khác", "Một tin"
    )
    assert (body(found), found.byline) == ([LEAD, AWARD], "Minh Mẫu")
    excerpts = [f"Sở Mẫu khen thưởng đột xuất {n} tập thể trong đợt mưa bão vừa qua." for n in range(2)]
    assert body(clean(TITLE, LEAD, AWARD, "Tin liên quan", *excerpts, "Tin khác", "Sở Mẫu")) == [LEAD, AWARD]


def test_headlines_with_their_days_need_no_heading():
    items = ["Hội thi lái xe giỏi năm 2012 (05/12/2012)", "Đội thanh tra số 2 nhận Giấy khen 30/11/2012 08:10"]
    found = clean(TITLE, LEAD, AWARD, "Văn phòng Sở", *items, "Khai trương tuyến xe buýt")
    assert (body(found), found.byline) == ([LEAD, AWARD], "Văn phòng Sở")
    assert rules(found)[-3:] == [("dated-headlines", text) for text in [*items, "Khai trương tuyến xe buýt"]]


def test_phases_with_their_days_stay():
    phases = [
        "Đợt 1: từ 01/01/2022 đến 30/6/2022",
        "Đợt 2: từ 01/7/2022 đến 31/12/2022",
        "Đợt 3 (01/01/2023 - 30/6/2023)",
    ]
    assert body(clean(TITLE, LEAD, *phases, AWARD)) == [LEAD, *phases, AWARD]


def test_a_dump_of_a_category_page_is_a_list():
    excerpts = [line for n in range(3) for line in (f"Sở Mẫu khen thưởng lần {n}", LEAD, "Xem tiếp »")]
    with pytest.raises(CleanError, match="a list of articles"):
        clean("Thi đua - Khen thưởng", *excerpts)
    assert clean(TITLE, LEAD, *["Xem thêm tại đây", LONG, AWARD] * 4).title == TITLE


@pytest.mark.parametrize("content", ["", " \n\u00a0\n", "Trang chủ\nLượt xem: 12", "Tin khác\n- Một tin (12/03/2020)"])
def test_dumps_without_an_article_are_named(content):
    with pytest.raises(CleanError, match=r"dump\.txt: "):
        clean(content)
