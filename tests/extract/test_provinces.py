"""Provinces: names in text, hosts, and which provinces an article is about."""

import json
from datetime import date
from pathlib import Path

import pytest

from extract.dates.article_day import article_day
from extract.dates.mentions import find_dates
from extract.mentions import UnitMention
from extract.provinces import decide_provinces, find_provinces
from extract.provinces.hosts import province_of_host
from extract.provinces.names import in_force, row_before_merger, row_on
from extract.reading import Reading
from extract.text import Text
from schemas.folding import compose
from tests.inline import differences, example_params, text_of

PAGES = Path(__file__).parents[3] / "shared" / "gold" / "pages"


@pytest.mark.parametrize("example", example_params("provinces", tags={"province"}))
def test_examples(example):
    found = [("province", mention.start, mention.end, mention) for mention in find_provinces(text_of(example))]
    assert differences(example, found) == []


def reading_of(body, *, title=None, published="2019-05-20", host=None, units=()):
    text = Text(body, title, published, host)
    reading = Reading(text, dates=find_dates(text))
    reading.province_mentions = find_provinces(text, dates=reading.dates)
    reading.unit_mentions = tuple(
        UnitMention(body.index(name), body.index(name) + len(name), name, "any", None, name, in_position=post)
        for name, post in units
    )
    return reading


def decided(body, **context):
    return [source.name for source in decide_provinces(reading_of(body, **context))]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("Sáng 15/5, Sở Y tế tỉnh Bến Tre tổ chức hội nghị tổng kết.", ["Bến Tre"]),
        ("Sáng 15/5, tại huyện Mẫu, tỉnh Kiên Giang, bà con họp mặt mừng công.", ["Kiên Giang"]),
        ("Nông dân giỏi ở xã Mẫu, huyện Thử, Hải Dương có nhiều sáng kiến.", ["Hải Dương"]),
        # The whole country meets in a city.
        ("Tối 12/4, tại Hà Nội, Hội Khuyến học Việt Nam tôn vinh các dòng họ.", []),
        ("Sáng 20/5, tại TP. Đà Nẵng, Bộ Quốc phòng tổ chức Đại hội thi đua toàn quân.", []),
        # Home provinces of recipients, comparisons, guests.
        ("Bộ Y tế tặng Bằng khen cho bà Lê Thị Mẫu (Nghệ An) và ông Trần Văn Thử, quê ở Cà Mau.", []),
        ("Sở Y tế tỉnh Bến Tre tổ chức hội nghị. Dự có Giám đốc Sở Y tế Trà Vinh.", ["Bến Tre"]),
        ("Ông Lê Mẫu nhận Giấy khen. Ông từng học tập kinh nghiệm tỉnh Lâm Đồng.", []),
        # Central guests do not take a province's event away.
        ("Thừa ủy quyền của Chủ tịch nước, lãnh đạo tỉnh trao Huân chương cho Công an tỉnh Sơn La.", ["Sơn La"]),
        # "Thành phố" and "tỉnh" mean the one province that is named.
        ("UBND thành phố tặng Bằng khen cho 3 tập thể. Cả Hải Phòng vui mừng.", ["Hải Phòng"]),
        ("Tỉnh ủy, HĐND tặng hoa. Người dân yêu Hải Phòng.", []),
        ("Tỉnh ủy, HĐND tặng hoa. Người dân yêu Ninh Bình.", ["Ninh Bình"]),
        # A province that acts by its bare name; a unit with its address; an occasion of the province.
        ("Tỉnh Trà Vinh khen thưởng 6 tập thể. Trà Vinh có nhiều gương tốt.", ["Trà Vinh"]),
        ("Ngay hôm ấy, gia đình nhận Bằng khen từ tỉnh Trà Vinh.", ["Trà Vinh"]),
        ("Đại hội Thi đua yêu nước tỉnh Phú Yên bế mạc. Dự có Thứ trưởng Bộ Nội vụ.", ["Phú Yên"]),
        ("Chủ tịch UBND tỉnh Phú Yên Lê Mẫu ký quyết định truy tặng Bằng khen.", ["Phú Yên"]),
        # Where the one who is honoured lives counts while no other province is named.
        ("Em Lê Thị Mẫu (18 tuổi, trú xã Thử, Phú Yên) vừa được Huyện đoàn tặng Giấy khen.", ["Phú Yên"]),
        ("Công an tỉnh Phú Yên khen thưởng anh Lê Văn Mẫu (trú xã Thử, huyện Giả, Trà Vinh).", ["Phú Yên"]),
        ("Thủ tướng tặng Bằng khen cho em Lê Văn Mẫu (THPT chuyên Trà Vinh).", []),
        ("Nhiều người nói về ca sĩ. Nhà anh ở địa chỉ số 1 đường Mẫu, Trà Vinh. Anh đi Phú Yên rồi.", []),
        # Nothing is named.
        ("UBND thành phố tặng Bằng khen cho 3 tập thể.", []),
    ],
)
def test_decides_by_what_the_name_is_part_of(body, wanted):
    assert decided(body) == wanted


def test_a_title_and_a_lead_outweigh_later_mentions():
    body = (
        "Sở Công Thương tổ chức hội nghị.\n"
        + "Đoàn đã thăm nhiều nơi.\n" * 60
        + "Có bài của Lào Cai, Sơn La, Cao Bằng."
    )
    assert decided(body, title="Hội nghị ngành Công Thương Lào Cai") == ["Lào Cai"]


def test_a_province_that_acts_throughout_leads_in_spite_of_central_bodies():
    body = (
        "Giám đốc Sở Y tế Bến Tre bị đề nghị thu hồi Bằng khen của Thủ tướng Chính phủ. Chủ tịch UBND tỉnh Bến Tre nói "
        "sẽ xem xét. Ủy viên Ban Thường vụ Tỉnh ủy Bến Tre đồng ý."
    )
    assert decided(body) == ["Bến Tre"]


def test_a_cluster_has_every_province_that_takes_part():
    body = (
        "Ngày 12/10, Hội Làm vườn tỉnh Cà Mau mời họp cụm thi đua các tỉnh miền Tây. Dự có các hội của "
        "An Giang, Bạc Liêu và Cần Thơ. Năm sau họp tại Kon Tum."
    )
    assert sorted(decided(body)) == ["An Giang", "Bạc Liêu", "Cà Mau", "Cần Thơ"]


def test_a_cluster_may_count_its_provinces():
    body = (
        "Hội Luật gia tỉnh Kiên Giang mời họp Cụm thi đua số 2. Dự có các hội của 03 tỉnh "
        "trong Cụm: An Giang, Bạc Liêu và Cà Mau."
    )
    assert sorted(decided(body)) == ["An Giang", "Bạc Liêu", "Cà Mau", "Kiên Giang"]


def test_a_block_has_the_provinces_of_its_member_units():
    body = (
        "Cụm thi đua số 6 gồm Thuế tỉnh Nghệ An, Thuế tỉnh Hà Tĩnh và Thuế thành phố Huế họp tổng kết "
        "tại Trung tâm Hội nghị Quốc gia, Hà Nội."
    )
    assert sorted(decided(body, published="2026-01-19")) == ["Huế", "Hà Tĩnh", "Nghệ An"]
    posts = "Khối thi đua các sở họp. Dự có ông Lê Văn Mẫu, quê ở Nghệ An, bà Trần Thị Thử, quê ở Hà Tĩnh."
    assert sorted(decided(posts)) == []


def test_a_firm_with_its_address_leads_in_spite_of_its_group():
    body = "Công đoàn Công ty TNHH MTV Cao su Mẫu Lộc (Gia Lai) thuộc Tập đoàn Công nghiệp Cao su Việt Nam họp."
    assert decided(body, units=[("Công đoàn Công ty TNHH MTV Cao su Mẫu Lộc", False)]) == ["Gia Lai"]


def test_the_address_of_a_unit_makes_it_the_provinces():
    body = "Hiệu trưởng trường THPT Mẫu Sơn (huyện Thử, Phú Yên) cho biết trường khen thưởng em Giả."
    assert decided(body, units=[("trường THPT Mẫu Sơn", True)]) == ["Phú Yên"]


def test_a_title_of_where_somebody_went_is_not_about_the_province():
    assert decided("Ca sĩ Mẫu nhận Bằng khen.", title="Giữa tâm bão, ca sĩ Mẫu đi Phú Yên") == []


def test_a_former_province_is_told_by_its_name_on_a_day_that_is_told():
    body = "Sở Y tế tỉnh Bình Định tổ chức hội nghị."
    assert decided(body, published="2025-08-15") == ["Gia Lai"]
    assert decided(body, published="2025-05-15") == ["Bình Định"]
    assert decided(body, published=None) == ["Bình Định"]


def test_the_only_province_leads_in_spite_of_central_bodies():
    head = "Thủ tướng trao Huân chương cho tập đoàn.\n" + "Đoàn đã thăm nhiều nơi.\n" * 60
    body = head + "Nhà máy mở ở Phú Yên. Người Phú Yên vui. UBND tỉnh Phú Yên, Sở Y tế Phú Yên mừng."
    assert decided(body) == ["Phú Yên"]
    assert decided(body + " Hà Nội xa.") == []


def test_units_found_by_the_pipeline_decide_what_is_part_of_them():
    body = "Hôm nay, Xí nghiệp Nước sạch Đồng Tháp mừng công. Trưởng trạm Bơm Tiền Giang đến chúc mừng."
    assert decided(body) == []
    units = [("Xí nghiệp Nước sạch Đồng Tháp", False), ("trạm Bơm Tiền Giang", True)]
    assert decided(body, units=units) == ["Đồng Tháp"]


def test_the_host_decides_where_the_text_is_silent():
    (source,) = decide_provinces(reading_of("Sở tổ chức hội nghị tổng kết.", host="sct.dongthap.gov.vn"))
    assert (source.name, source.province_id, source.origin, source.evidence) == ("Đồng Tháp", "P63-87", "host", ())


def test_a_newspapers_host_decides_only_when_nothing_else_does():
    body = "Sáng 02/5, huyện tổ chức Hội nghị điển hình tiên tiến."
    assert decided(body, host="baocamau.vn") == ["Cà Mau"]
    assert decided("Sở Y tế tỉnh Gia Lai tổ chức hội nghị.", host="baocamau.vn") == ["Gia Lai"]
    assert decided("Hội nghị toàn quốc biểu dương điển hình tiên tiến.", host="baocamau.vn") == []


def test_the_host_and_the_text_agree_with_evidence_from_the_text():
    body = "Sở Công Thương Đồng Tháp tổ chức hội nghị tổng kết."
    (source,) = decide_provinces(reading_of(body, host="sct.dongthap.gov.vn"))
    assert (source.origin, [item.quote for item in source.evidence]) == ("unit", ["Đồng Tháp"])


def test_a_place_is_read_from_text():
    (source,) = decide_provinces(reading_of("Sáng nay, tại huyện Mẫu, tỉnh Phú Yên, bà con họp mặt."))
    assert (source.origin, [item.quote for item in source.evidence]) == ("text", ["Phú Yên"])


def test_a_title_alone_names_a_province_but_is_no_evidence():
    (source,) = decide_provinces(reading_of("Sở tổ chức hội nghị tổng kết.", title="Ngành Y tế Phú Yên tổng kết"))
    assert (source.name, source.origin, source.evidence) == ("Phú Yên", "text", ())
    assert decided("Sở tổ chức hội nghị toàn quốc.", title="Tuyên dương điển hình tại Phú Yên") == []


def test_news_of_the_whole_country_on_a_portal_has_no_province():
    body = "Sáng 20/5, tại Hà Nội, Thủ tướng dự Đại hội thi đua toàn quốc."
    assert decided(body, host="sct.dongthap.gov.vn") == []


@pytest.mark.parametrize(
    ("host", "day", "wanted"),
    [
        ("sotuphap.bacgiang.gov.vn", "2019-01-14", "P63-24"),
        ("www.bacgiang.gov.vn", "2025-07-01", "P34-24"),
        ("hoinongdanhungyen.vn", "2022-05-13", "P63-33"),
        ("sctyenbai.gov.vn", "2019-01-01", "P63-15"),
        ("soct.ninhthuan.gov.vn", "2019-01-01", "P63-58"),
        ("sodulich.baria-vungtau.gov.vn", "2024-05-21", "P63-77"),
        ("syt.tphcm.gov.vn", "2020-01-01", "P63-79"),
        ("skhcn.hue.gov.vn", "2025-08-01", "P34-46"),
        ("batdkt.thuathienhue.gov.vn:8080", "2018-01-01", "PH-thua-thien-hue"),
        ("batdkt.thuathienhue.gov.vn", "2025-08-01", "P34-46"),
        ("thiduakhenthuongvn.org.vn", "2019-01-01", None),
        ("baobacgiang.com.vn", "2019-01-01", None),
        ("vnexpress.net", "2019-01-01", None),
        ("localhost", "2019-01-01", None),
        ("", "2019-01-01", None),
        (None, "2019-01-01", None),
    ],
)
def test_province_of_host(host, day, wanted):
    row = province_of_host(host, date.fromisoformat(day))
    assert (row.id if row else None) == wanted


def test_a_divided_province_has_no_successor():
    old = row_on("lai châu", date(2003, 1, 1))
    assert old.id == "PH-lai-chau-2003"
    assert in_force(old, date(2010, 1, 1)) is None
    assert in_force(old, date(2003, 1, 1)) is old


def test_the_province_of_a_name_before_the_mergers():
    assert row_before_merger("hải dương").id == "P63-30"
    assert row_before_merger("hà tây") is None


@pytest.mark.parametrize(
    ("body", "published", "wanted"),
    [
        ("Ngày 03/01/2025, Sở họp.", "2025-01-06T08:00", "2025-01-06"),
        ("Ngày 03/01/2025, Sở họp. Thi đua từ 05/8/2025 đến 20/12/2025.", None, "2025-01-03"),
        ("Tổng kết năm 2019, so với năm 2018.", None, "2019-12-31"),
        ("Không có ngày nào.", None, "2026-04-30"),
        ("Hội nghị ngày 03/01/2999.", None, "2026-04-30"),
    ],
)
def test_article_day(body, published, wanted):
    assert article_day(Text(body, published=published)).isoformat() == wanted


@pytest.mark.skipif(not PAGES.exists(), reason="the annotated pages are not here")
def test_provinces_of_annotated_pages():
    wrong = {}
    for path in sorted(PAGES.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if gold["relevant"]:
            host = gold["url"].split("/")[2]
            seen = decided(compose(gold["body"]), title=gold["title"], published=gold["published"], host=host)
            if set(seen) != set(gold["provinces"]):
                wrong[path.stem] = seen
    assert wrong == {}


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("Sáng 20/5, tại thành phố Sơn La, Chủ tịch nước trao Huân chương cho các cá nhân có công.", ["Sơn La"]),
        ("Sáng 20/5, tại TP. Hồ Chí Minh, Bộ trưởng Bộ Y tế gặp mặt các thầy thuốc.", []),
        ("Em học ở Trường Đại học Nội chính Hà Nội, theo báo Tin nhanh Hà Nội.", []),
    ],
)
def test_central_bodies_and_institutions_lend_no_province(body, wanted):
    assert decided(body) == wanted


def test_an_institution_found_as_a_unit_lends_no_province():
    body = "Trường Đại học Mẫu Hà Nội mừng công."
    assert decided(body, units=[("Trường Đại học Mẫu Hà Nội", False)]) == []
