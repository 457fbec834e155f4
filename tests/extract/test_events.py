"""Events: types, day, hosts, occasions kept apart."""

import pytest

from extract.awards.records import read_awards
from extract.campaigns.records import read_campaigns
from extract.dates.mentions import find_dates
from extract.events.records import read_events
from extract.mentions import ProvinceMention
from extract.officials.people import find_people
from extract.reading import Reading
from extract.text import Text
from extract.units.mentions import find_units, mark_positions
from schemas.records import Event, Evidence, ProvinceSource
from tests.inline import InlineExample, differences, example_params, text_of


def read(text: Text) -> Reading:
    units = find_units(text)
    people = find_people(text, units)
    reading = Reading(text, dates=find_dates(text), unit_mentions=mark_positions(units, people), people=people)
    reading.awards = read_awards(reading)
    return reading


def events_of(body: str, published: str) -> tuple[Event, ...]:
    reading = read(Text(body, published=published))
    reading.campaigns = read_campaigns(reading)
    return read_events(reading)


def sentence_of(text: Text, event: Event) -> tuple[int, int]:
    sentence = text.sentence_at(event.evidence[0].start)
    return sentence.start, sentence.end


@pytest.mark.parametrize("example", example_params("events", tags={"event"}))
def test_example(example: InlineExample) -> None:
    text = text_of(example)
    found = [("event", *sentence_of(text, event), event) for event in read_events(read(text))]
    assert differences(example, found) == []


def test_the_quote_begins_with_the_day_and_shows_what_was_held() -> None:
    body = "Sáng 05/01/2020, Sở Y tế tổ chức Hội nghị tổng kết công tác thi đua, khen thưởng năm 2019."
    (event,) = read_events(read(Text(body)))
    assert event.evidence[0].quote == "Sáng 05/01/2020, Sở Y tế tổ chức Hội nghị tổng kết công tác thi đua"


def test_a_quote_is_no_longer_than_160_characters() -> None:
    guests = "với sự tham dự của đông đảo đại biểu các sở, ban, ngành, đoàn thể và doanh nghiệp trên địa bàn, "
    body = f"Nhân kỷ niệm ngày truyền thống, {guests}{guests}sáng 05/01/2020, Sở Y tế tổ chức Hội nghị sơ kết thi đua."
    (event,) = read_events(read(Text(body)))
    quote = event.evidence[0].quote
    assert len(quote) <= 160
    assert "sáng 05/01/2020, Sở Y tế tổ chức Hội nghị sơ kết" in quote


def test_a_quote_of_a_long_sentence_without_a_day_begins_near_the_verb() -> None:
    long = (
        "Nhằm phát huy truyền thống của quê hương, khơi dậy tinh thần đoàn kết và khát vọng vươn lên của mọi tầng lớp, "
    )
    body = f"{long}{long.lower()}Huyện đoàn Tam Bình vừa tổ chức Hội nghị sơ kết phong trào thi đua {'rất dài ' * 25}."
    (event,) = read_events(read(Text(body)))
    quote = event.evidence[0].quote
    assert len(quote) <= 160
    assert "Huyện đoàn Tam Bình vừa tổ chức Hội nghị sơ kết phong trào thi đua" in quote
    assert body[event.evidence[0].start - 1] == " "


LONG_AN = ProvinceSource(name="Long An", province_id="P63-80", origin="host")
HUE = ProvinceSource(name="Thừa Thiên Huế", province_id="P63-46", origin="text")


@pytest.mark.parametrize(
    ("provinces", "mentions", "expected"),
    [
        ((), (), None),
        ((LONG_AN,), (), "Long An"),
        ((LONG_AN, HUE), (), None),
        ((LONG_AN, HUE), (ProvinceMention(30, 33, "P63-46", "Thừa Thiên Huế"),), "Thừa Thiên Huế"),
        ((), (ProvinceMention(30, 33, "P63-46", "Thừa Thiên Huế"),), None),
    ],
)
def test_province(
    provinces: tuple[ProvinceSource, ...], mentions: tuple[ProvinceMention, ...], expected: str | None
) -> None:
    reading = read(Text("Sáng 05/01/2020, tại thành phố Huế, Sở Y tế tổ chức Hội nghị tổng kết thi đua."))
    reading.provinces, reading.province_mentions = provinces, mentions
    assert [event.province for event in read_events(reading)] == [expected]


def test_every_quote_stands_in_the_body() -> None:
    body = "Sáng 05/01/2020, Sở Y tế họp. Tại đây, Khối thi đua tổng kết thi đua và trao Bằng khen cho 2 tập thể."
    for event in read_events(read(Text(body))):
        quotes: tuple[Evidence, ...] = event.evidence
        assert all(body[quote.start : quote.end] == quote.quote for quote in quotes)


def test_several_occasions_announced_in_one_sentence_have_days_of_their_own() -> None:
    body = (
        "Ngày 20/5/2023, Sở Xây dựng ban hành Kế hoạch tổ chức phong trào thi đua “Mái nhà vững”. "
        "Sở sẽ tổ chức sơ kết vào tháng 01/2024 và tổng kết vào tháng 12/2024."
    )
    events = events_of(body, "2023-05-22")
    assert [(event.types, event.start, event.evidence[0].quote) for event in events] == [
        (("launch", "guidance"), "2023-05-20", events[0].evidence[0].quote),
        (("interim_review",), "2024-01", "sơ kết vào tháng 01/2024"),
        (("review",), "2024-12", "tổng kết vào tháng 12/2024"),
    ]


def test_a_day_that_belongs_to_only_one_of_two_reviews_splits_nothing() -> None:
    body = (
        "Ngày 20/5/2023, Sở Xây dựng ban hành Kế hoạch tổ chức phong trào thi đua “Mái nhà vững”. "
        "Sở sẽ sơ kết, tổng kết vào tháng 12/2023 và báo cáo vào tháng 01/2024."
    )
    starts = [event.start for event in events_of(body, "2023-05-22")]
    assert starts == ["2023-05-20", "2023-12"]


@pytest.mark.parametrize(
    ("phases", "start"),
    [
        ("Đợt thi đua từ ngày 05/3/2017 đến ngày 20/9/2017.", "2017"),
        ("Đợt thi đua sôi nổi.", None),
    ],
)
def test_the_launch_of_a_title_takes_the_year_in_which_the_drive_begins(phases: str, start: str | None) -> None:
    title = "Công đoàn phát động đợt thi đua “Mùa vàng”"
    reading = read(Text(f"Các phong trào được phát động gồm: “Mùa vàng”. {phases}", title=title))
    reading.campaigns = read_campaigns(reading)
    (event,) = read_events(reading)
    assert (event.types, event.start) == (("launch",), start)
