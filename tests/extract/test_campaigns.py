"""Campaigns with launcher, period and phases."""

import pytest

from extract.campaigns.phases import Span, inherit_years
from extract.campaigns.records import read_campaigns
from extract.dates.mentions import find_dates
from extract.mentions import DateMention
from extract.officials.people import find_people
from extract.reading import Reading
from extract.text import Text
from extract.units.mentions import find_units, mark_positions
from tests.inline import InlineExample, differences, example_params, text_of


def read(text: Text) -> Reading:
    units = find_units(text)
    people = find_people(text, units)
    return Reading(text, dates=find_dates(text), unit_mentions=mark_positions(units, people), people=people)


@pytest.mark.parametrize("example", example_params("campaigns", tags={"campaign", "phase"}))
def test_example(example: InlineExample) -> None:
    text = text_of(example)
    found: list[tuple[str, int, int, object]] = []
    for campaign in read_campaigns(read(text)):
        start = text.body.index(campaign.name, campaign.evidence[0].start)
        found.append(("campaign", start, start + len(campaign.name), campaign))
        found += [("phase", phase.evidence[0].start, phase.evidence[0].end, phase) for phase in campaign.phases]
    assert differences(example, found) == []


def test_evidence_runs_from_the_head_to_the_closing_mark() -> None:
    campaigns = read_campaigns(Reading(Text("Sở phát động phong trào thi đua “ Ngày sạch ”.")))
    assert [campaign.evidence[0].quote for campaign in campaigns] == ["phong trào thi đua “ Ngày sạch ”"]


def test_evidence_is_no_longer_than_a_quote_may_be() -> None:
    long = "Phong trào thi đua “" + "rất dài " * 25 + "hết”."
    quotes = [campaign.evidence[0].quote for campaign in read_campaigns(Reading(Text(long)))]
    assert [len(quote) for quote in quotes] == [160]


def test_a_name_is_told_once() -> None:
    body = "Phong trào thi đua “Xanh hóa công sở”.\nSở phát động phong trào thi đua “XANH HÓA CÔNG SỞ” năm 2020."
    assert [campaign.name for campaign in read_campaigns(Reading(Text(body)))] == ["Xanh hóa công sở"]


def test_a_chair_of_a_union_launches_for_the_union() -> None:
    body = (
        "Sáng 05/01/2024, Sở Y tế và Công đoàn ngành Y tế tỉnh Long An tổ chức Hội nghị tổng kết. Tại hội nghị, đồng "
        "chí Lê Thị Hạnh - Chủ tịch Công đoàn ngành Y tế tỉnh Long An phát động phong trào thi đua năm 2024."
    )
    (campaign,) = read_campaigns(read(Text(body)))
    assert campaign.launcher == "Công đoàn ngành Y tế tỉnh Long An"


def test_an_official_launches_for_the_host() -> None:
    body = (
        "Sáng 05/01/2024, Sở Y tế tỉnh Long An tổ chức Hội nghị tổng kết. Kết luận hội nghị, đồng chí Lê Thị Hạnh, "
        "Giám đốc Sở, phát động phong trào thi đua năm 2024."
    )
    (campaign,) = read_campaigns(read(Text(body)))
    assert campaign.launcher == "Sở Y tế tỉnh Long An"


def test_a_range_over_two_dates_takes_the_year_of_its_end() -> None:
    body = "Phong trào thi đua “Mùa vàng”: Đợt 1 từ 20/11 đến 15/02/2022."
    first, last = body.index("20/11"), body.index("15/02/2022")
    reading = Reading(
        Text(body),
        dates=(
            DateMention(first, first + 5, "2022-11-20", None, "period", "context"),
            DateMention(last, last + 10, "2022-02-15", None, "period"),
        ),
    )
    (campaign,) = read_campaigns(reading)
    assert [(phase.start, phase.end) for phase in campaign.phases] == [("2021-11-20", "2022-02-15")]


def span(first: str | None, last: str | None, *, told: bool) -> Span:
    return Span(0, 1, first, last, told)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([span("2025-10-01", "2025-12-31", told=True), span("2025-01-01", "2025-03-31", told=False)], "2026-01-01"),
        ([span("2024-10-01", "2025-01-31", told=True), span("2024-02-01", "2024-03-31", told=False)], "2025-02-01"),
        ([span("2024-10-01", "2024-12-31", told=True), span("2024-02-29", "2024-03-31", told=False)], "2024-02-29"),
        ([span("2024-10-01", None, told=True), span("2023-02-01", "2023-03-31", told=False)], "2023-02-01"),
        ([span("2024-10-01", "2024-12-31", told=False), span("2024-11-01", "2024-12-31", told=False)], "2024-11-01"),
    ],
)
def test_a_phase_follows_the_one_before(spans: list[Span], expected: str) -> None:
    assert inherit_years(spans)[1].first == expected


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([span("2023-09-05", "2023-12-31", told=False), span("2023-01-02", "2023-05-25", told=True)], "2022-09-05"),
        ([span("2020-03-05", "2020-04-30", told=False), span("2021-05-01", "2021-07-31", told=True)], "2021-03-05"),
        ([span("2020-03-05", None, told=False), span("2021-05-01", "2021-07-31", told=True)], "2020-03-05"),
    ],
)
def test_a_phase_ends_before_the_one_after(spans: list[Span], expected: str) -> None:
    assert inherit_years(spans)[0].first == expected


def test_a_drive_that_only_the_title_names_is_shown_by_the_body() -> None:
    body = "Từ ngày 03/02 – 19/05/2019 là thời gian của đợt thi đua, với ba nội dung."
    (campaign,) = read_campaigns(read(Text(body, title="Thi đua cao điểm “Trăm ngày ra khơi” được phát động")))
    assert (campaign.name, campaign.start, campaign.end) == ("Trăm ngày ra khơi", "2019-02-03", "2019-05-19")
    assert campaign.evidence[0].quote == "đợt thi đua"
    assert [(phase.start, phase.end) for phase in campaign.phases] == [("2019-02-03", "2019-05-19")]


@pytest.mark.parametrize("title", [None, "Phát động thi đua cao điểm", "Hội thi “Trăm ngày ra khơi”"])
def test_a_title_without_a_name_makes_no_campaign(title: str | None) -> None:
    assert read_campaigns(read(Text("Các ban nêu thời gian của đợt thi đua.", title=title))) == ()


def test_a_title_of_which_the_body_does_not_speak_makes_no_campaign() -> None:
    title = "Thi đua cao điểm “Trăm ngày ra khơi”"
    assert read_campaigns(read(Text("Khối thi đua số 3 họp tại Huế.", title=title))) == ()
