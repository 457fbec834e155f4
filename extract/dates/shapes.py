"""What each shape of a date means: from a match and the words before it to year, month and day."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from extract.dates import patterns as shapes
from extract.dates.atoms import Parts, join

Built = tuple[Parts, Parts | None]


@dataclass(frozen=True, slots=True)
class Lead:
    """The words before a number: "từ", "chiều thứ hai", "ngày"."""

    start: int
    text: str = ""
    noun: str = ""
    edge: str = ""
    day_words: bool = False
    begins: bool = False

    @property
    def of_day(self) -> bool:
        """The number after it counts days."""
        return self.day_words or self.noun.startswith(("ngày", "mùng", "mồng", "hôm"))


#: Reads a match with its lead and the publication day; ``None`` refuses it.
Builder = Callable[[re.Match[str], Lead, date | None], Built | None]


def edge_span(lo: Parts, edge: str) -> tuple[Parts, Parts]:
    """Return what "đầu, giữa, cuối" of a month (ten days each) or of a year (three, six, three months) spans."""
    third = {"đầu": 0, "thượng tuần": 0, "giữa": 1, "trung tuần": 1}.get(edge, 2)
    if lo.month:
        first, last = [(1, 10), (11, 20), (21, None)][third]
        return lo._replace(day=first), lo._replace(day=last)
    start, end = [(1, 3), (4, 9), (10, 12)][third]
    return lo._replace(month=start), lo._replace(month=end)


def _month(word: str) -> int:
    return shapes.MONTH_WORDS.get(word) or int(word)


def _number(written: str | None) -> int | None:
    return int(written) if written else None


def _iso(match: re.Match[str], lead: Lead, today: date | None) -> Built:
    return Parts(int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"])), None


def _dmy(match: re.Match[str], lead: Lead, today: date | None) -> Built | None:
    year = int(match["dmy_y"])
    if year < 100:
        if not lead.of_day and match["sep"] != "/":
            return None
        year += 2000 if year < 50 else 1900
    return Parts(year, int(match["dmy_m"]), int(match["dmy_d"])), None


def _days(match: re.Match[str], lead: Lead, today: date | None) -> Built | None:
    year = _number(match["days_y"])
    if not (lead.of_day or lead.begins or year):
        return None
    first, last = int(match["days_a"]), int(match["days_b"])
    month = _month(match["days_m"] or match["days_mw"])
    if first < last:
        return Parts(year, month, first), Parts(year, month, last)
    before = _shift(year, month, -1)
    return (before._replace(day=first), Parts(year, month, last)) if lead.of_day and last == 1 else None


def _day_of_month(match: re.Match[str], lead: Lead, today: date | None) -> Built | None:
    day, year = int(match["dtm_d"]), _number(match["dtm_y"] or match["dtm_y2"])
    if match["dtm_which"]:
        month = _shift_month(today, _STEP[match["dtm_which"]])
        return (month._replace(day=day) if today else Parts(), None) if lead.of_day else None
    if not (lead.of_day or year):
        return None
    return Parts(year, _month(match["dtm_m"]), day), None


def _months(match: re.Match[str], lead: Lead, today: date | None) -> Built | None:
    count, year = int(match["months_n"]), _number(match["months_y"])
    if match["months_rel"] and today:
        year = today.year - (match["months_rel"] == "ngoái")
    if lead.of_day or not (match["half"] or year):
        return None
    return _first_or_last_months(count, match["half"] or "đầu", year)


def _first_or_last_months(count: int, half: str, year: int | None) -> Built:
    first, last = (1, count) if half == "đầu" else (13 - count, 12)
    return Parts(year, first), Parts(year, last)


def _years(match: re.Match[str], lead: Lead, today: date | None) -> Built | None:
    first, last = int(match["years_a"]), int(match["years_b"])
    if not first < last <= first + 100:
        return None
    if lead.noun == "năm học" and last == first + 1:
        return Parts(first, 9), Parts(last, 5)
    return Parts(first), Parts(last)


def _month_of_year(match: re.Match[str], lead: Lead, today: date | None) -> Built | None:
    month, other, year = int(match["my_m"]), _number(match["my_m2"]), int(match["my_y"])
    if lead.noun == "quý":
        return _quarter(month, year)
    if lead.noun != "tháng" and (other or "/" not in match[0] or lead.noun):
        return None
    return join(Parts(None, month), Parts(year, other)) if other else (Parts(year, month), None)


def _quarter(number: int, year: int | None) -> Built | None:
    return (Parts(year, 3 * number - 2), Parts(year, 3 * number)) if number <= 4 else None


def _day_and_month(match: re.Match[str], lead: Lead, today: date | None) -> Built | None:
    year = _number(match["dm_y"])
    if lead.noun == "tháng" and match["dm_sep"] == "-":
        return _months_between(int(match["dm_d"]), int(match["dm_m"]), year)
    if match["dm_sep"] == "." and not lead.of_day:
        return None
    told = lead.of_day or year or (lead.begins and shapes.AFTER_DAY.match(match.string, match.end()))
    told = told or shapes.OTHER_DAY.match(match.string, match.end())
    if match["dm_sep"] == "-" and not told:
        return None
    return Parts(year, int(match["dm_m"]), int(match["dm_d"])), None


def _months_between(first: int, last: int, year: int | None) -> Built | None:
    return (Parts(year, first), Parts(year, last)) if first < last else None


def _ago(match: re.Match[str], lead: Lead, today: date | None) -> Built:
    if not today:
        return Parts(), None
    days = int(match["ago_n"])
    if match["ago_unit"] == "ngày":
        return Parts.of(today - timedelta(days=days)), None
    return _week(today, -7 * days)


def _year(match: re.Match[str], lead: Lead, today: date | None) -> Built | None:
    year = int(match["year_y"])
    if lead.noun in ("những năm", "thập niên", "thập kỷ") and year % 10 == 0:
        return Parts(year), Parts(year + 9)
    told = lead.noun.endswith("năm") or lead.noun in ("năm học", "giai đoạn", "nhiệm kỳ", "niên khóa")
    return (Parts(year), None) if told or _cued(match) else None


def _cued(match: re.Match[str]) -> bool:
    low, start, end = match.string, match.start(), match.end()
    if not shapes.AFTER_YEAR.match(low, end):
        return False
    before = shapes.BEFORE_YEAR.search(low, max(start - 9, 0), start)
    return bool(before or shapes.LISTED_YEARS.search(low, max(start - 34, 0), start))


def _decade(match: re.Match[str], lead: Lead, today: date | None) -> Built | None:
    if lead.noun not in ("những năm", "thập niên", "thập kỷ"):
        return None
    year = 1900 + int(match["decade_n"])
    return Parts(year), Parts(year + 9)


def _bare_month(match: re.Match[str], lead: Lead, today: date | None) -> Built | None:
    number = int(match["num_m"])
    if lead.noun == "quý":
        return (
            _quarter(number, None) if _is_quarter(match.string, match.string.rfind("quý", 0, match.start())) else None
        )
    return (Parts(None, number), None) if lead.noun == "tháng" else None


def _quarter_of_year(match: re.Match[str], lead: Lead, today: date | None) -> Built | None:
    year = _number(match["roman_y"])
    return (
        _quarter(shapes.QUARTERS[match["roman_q"]], year) if year or _is_quarter(match.string, match.start()) else None
    )


def _is_quarter(low: str, start: int) -> bool:
    return shapes.BEFORE_QUARTER.search(low, max(start - 8, 0), start) is not None


def _worded_month(match: re.Match[str], lead: Lead, today: date | None) -> Built | None:
    """Refuse "tháng năm", "hai tháng một": without a year the word needs a cue before it."""
    year = _number(match["word_y"] or match["word_y2"])
    told = year or lead.edge or lead.begins or shapes.BEFORE_MONTH_WORD.search(match.string, 0, match.start())
    return (Parts(year, _month(match["word_m"])), None) if told and lead.noun != "tháng" else None


def _worded_half(match: re.Match[str], lead: Lead, today: date | None) -> Built | None:
    count = shapes.MONTHS_IN_WORDS[match["word_n"]]
    return _first_or_last_months(count, match["word_half_which"], _number(match["word_half_y"]))


def _days_from_today(days: int) -> Builder:
    def build(match: re.Match[str], lead: Lead, today: date | None) -> Built | None:
        return (Parts.of(today + timedelta(days=days)) if today else Parts()), None

    return build


_STEP = {"này": 0, "trước": -1, "qua": -1, "vừa qua": -1, "rồi": -1, "tới": 1, "sau": 1}


def _counted(match: re.Match[str]) -> bool:
    """Return whether a number or plural stands before: "3 tuần qua", "những tháng tới" are no week and no month."""
    return shapes.COUNTED.search(match.string, max(match.start() - 8, 0), match.start()) is not None


def _week_of(match: re.Match[str], lead: Lead, today: date | None) -> Built | None:
    if _counted(match):
        return None
    return _week(today, 7 * _STEP[match["week_which"]]) if today else (Parts(), None)


def _week(today: date, days: int) -> Built:
    monday = today + timedelta(days=days - (today + timedelta(days=days)).weekday())
    return Parts.of(monday), Parts.of(monday + timedelta(days=6))


def _month_near(match: re.Match[str], lead: Lead, today: date | None) -> Built | None:
    if _counted(match) or lead.of_day:
        return None
    return _shift_month(today, _STEP[match["month_which"]]), None


def _shift_month(today: date | None, step: int) -> Parts:
    return _shift(today.year, today.month, step) if today else Parts()


def _shift(year: int | None, month: int, step: int) -> Parts:
    count = 12 * (year or 0) + month - 1 + step
    return Parts(count // 12 if year else None, count % 12 + 1)


def _year_near(match: re.Match[str], lead: Lead, today: date | None) -> Built | None:
    if _counted(match):
        return None
    if not today:
        return Parts(), None
    year = Parts(today.year - (match["year_which"] == "ngoái"))
    return edge_span(year, match["year_edge"]) if match["year_edge"] else (year, None)


def _year_to_date(match: re.Match[str], lead: Lead, today: date | None) -> Built | None:
    return (Parts(today.year), Parts.of(today)) if today else (Parts(), None)


def _from_now(match: re.Match[str], lead: Lead, today: date | None) -> Built | None:
    return (Parts.of(today) if today else Parts()), None


#: Builders of the shapes that begin with a digit; an hour alone is no date.
NUMERIC: dict[str, Builder] = {
    "iso": _iso,
    "dmy": _dmy,
    "days": _days,
    "dtm": _day_of_month,
    "months": _months,
    "years": _years,
    "my": _month_of_year,
    "dm": _day_and_month,
    "ago": _ago,
    "year": _year,
    "decade": _decade,
    "num": _bare_month,
}
#: Builders of the shapes that begin with a word.
WORDED: dict[str, Builder] = {
    "today": _days_from_today(0),
    "yesterday": _days_from_today(-1),
    "before_yesterday": _days_from_today(-2),
    "tomorrow": _days_from_today(1),
    "week": _week_of,
    "month": _month_near,
    "rel_year": _year_near,
    "since": _year_to_date,
    "from_now": _from_now,
    "roman": _quarter_of_year,
    "word_month": _worded_month,
    "word_half": _worded_half,
}
#: Shapes that count from the publication day.
RELATIVE = frozenset(WORDED) - {"roman", "word_month", "word_half"} | {"ago"}
