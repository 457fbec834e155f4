"""Datelines in every form that portals print."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.folding import fold
from scraper.moments import find_moments, read_time


@pytest.mark.parametrize(
    ("line", "value", "labelled"),
    [
        ("Thứ hai, 06/01/2025", "2025-01-06", False),
        ("18:35 | 18/06/2020", "2020-06-18T18:35", False),
        ("• 09/03/2021 • 16:39", "2021-03-09T16:39", False),
        ("Được đăng: 02 Tháng 3 2021", "2021-03-02", True),
        ("Đăng ngày: 14/01/2019 08:35", "2019-01-14T08:35", True),
        ("Cập nhật lúc: 14:05 27/7/2022 (GMT+7)", "2022-07-27T14:05", True),
        ("Ngày đăng 18/03/2019 | 04:01 PM", "2019-03-18T16:01", True),
        ("31/07/2023 4:15:00 CH", "2023-07-31T16:15", False),
        ("12/07/2023 12:05 SA", "2023-07-12T00:05", False),
        ("Chủ Nhật, Tháng Bảy 10, 2022", "2022-07-10", False),
        ("20 Tháng Mười Hai, 2021", "2021-12-20", False),
        ("Ngày 20 tháng 11 năm 2019 lúc 8h05", "2019-11-20T08:05", False),
        ("Create: T5, 24/12/2015 - 08:17", "2015-12-24T08:17", True),
        ("2021-03-02 07:00", "2021-03-02T07:00", False),
        ("Đăng lúc: Thứ hai - 29/06/2020 10:05", "2020-06-29T10:05", True),
        ("Thu, 12/24/2015 - 08:17", "2015-12-24T08:17", False),
        ("Fri, 05/04/2019", "2019-04-05", False),
        ("Sat, 05/04/2019", "2019-05-04", False),
        ("Thời gian đăng: 05.4.2019", "2019-04-05", True),
    ],
)
def test_a_dateline_is_read(line, value, labelled):
    (moment,) = find_moments(fold(line))
    assert (moment.value, moment.labelled) == (value, labelled)


@pytest.mark.parametrize(
    "line", ["31/02/2019", "12/3", "0866.59.4498", "1/1/1890", "tháng 12/2019", "Số 12/2019/QĐ-UBND", "Thu, 31/31/2015"]
)
def test_what_is_no_day_is_not_read(line):
    assert list(find_moments(fold(line))) == []


def test_an_hour_that_is_none_is_left():
    assert [moment.value for moment in find_moments("06/01/2025 25:00")] == ["2025-01-06"]
    assert read_time("x") is None


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)), st.times())
def test_what_is_printed_is_read(day, time):
    line = f"ngày đăng: {day:%d/%m/%Y} {time:%H:%M}"
    (moment,) = find_moments(line)
    assert moment.value == f"{day.isoformat()}T{time:%H:%M}"
    assert line[moment.start : moment.end] == line[len("ngày đăng: ") :]
