"""The shapes of dates in folded Vietnamese text: expressions tried only where a digit or a cue word stands."""

from __future__ import annotations

import re

from extract.rules.sought import Sought
from extract.rules.trie import alternation

#: Months in words; Giêng and Chạp are the first and the last.
MONTH_WORDS = {
    "giêng": 1,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười một": 11,
    "mười hai": 12,
    "chạp": 12,
}
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
MONTHS_IN_WORDS = {"hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "tám": 8, "chín": 9, "mười": 10}
PARTS_OF_DAY = r"(?:rạng sáng|sáng sớm|sáng|trưa|chiều tối|chiều|tối|đêm|khuya)"
WEEKDAYS = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"

_D = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_M = r"(?:0?[1-9]|1[0-2])(?!\d)"
_Y = r"(?:1[89]|20)\d\d(?!\d)"
_WORD = "(?:" + "|".join(sorted(MONTH_WORDS, key=len, reverse=True)) + r")(?!\w)"
_WHICH = r"(?:này|trước|tới|sau|qua|vừa qua)(?!\w)"
#: What may not follow a date: letters, percents, a further slash ("15/2014/QĐ-UBND"), decimals.
_END = r"(?![\w%])(?! ?%)(?! ?/ ?\w)(?!-[a-zđ])(?![.,:]\d)"
#: After a whole date a slash may lead to a second one: (19-5-1890 / 19-5-2017).
_END_OF_DAY = r"(?![\w%])(?! ?/ ?(?!\d{1,2}[/.-]\d)\w)(?!-[a-zđ])(?![.,:]\d)"


def _year(name: str, *, separators: str = "/.-") -> str:
    return rf"(?: ?[{separators}] ?|,? (?:của )?năm (?:học )?)(?P<{name}>{_Y})"


def _any(patterns: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items()))


#: Everything that begins with a digit, the group that closes last names the shape; the order decides.
NUMERIC = _any(
    {
        "iso": rf"(?P<iso_y>{_Y})-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)(?!\d)"
        r"(?:[t ](?P<iso_time>\d\d:\d\d)(?::\d\d)?(?:\.\d+)?(?:z|[+-]\d\d:?\d\d)?)?",
        "time": r"(?P<hour>[01]?\d|2[0-4])(?: ?(?:h|g|giờ)(?: ?(?P<minute>[0-5]\d)(?: ?phút|')?)?"
        r"|:(?P<minute2>[0-5]\d))(?!\w)",
        "dmy": rf"(?P<dmy_d>{_D}) ?(?P<sep>[/.-]) ?(?P<dmy_m>{_M}) ?(?P=sep) ?(?P<dmy_y>{_Y}|\d\d){_END_OF_DAY}",
        "days": r"(?<!tháng )(?<!quý )"
        rf"(?P<days_a>{_D})(?: ?, ?{_D})* ?(?:-|,|và|đến hết|đến|tới|&) ?(?:(?:ngày|mùng|mồng) ){{0,2}}"
        rf"(?P<days_b>{_D})"
        rf"(?: ?[/.-] ?(?P<days_m>{_M})|,? tháng (?P<days_mw>{_M}|{_WORD}))(?:{_year('days_y')})?{_END}",
        "months": r"(?P<months_n>0?[1-9]|1[0-2]) tháng(?: (?P<half>đầu|cuối))?(?: của)?(?: năm)?"
        rf"(?: (?P<months_y>{_Y}){_END}| (?P<months_rel>nay|ngoái)(?!\w)|(?<=năm)(?!\w)(?! học| \d))",
        "dtm": rf"(?P<dtm_d>{_D})(?:,| ?/)? tháng (?:(?P<dtm_m>{_M}|{_WORD})"
        rf"(?:{_year('dtm_y')}|,? (?P<dtm_y2>{_Y}))?|(?P<dtm_which>{_WHICH})){_END}",
        "years": rf"(?P<years_a>{_Y}) ?[-/] ?(?P<years_b>{_Y}){_END}",
        "my": rf"(?P<my_m>{_M})(?:(?: ?(?:-|,|và|đến) ?)(?:tháng )?(?P<my_m2>{_M}))?{_year('my_y')}{_END}",
        "dm": rf"(?P<dm_d>{_D}) ?(?P<dm_sep>[/.-]) ?(?P<dm_m>{_M})(?:{_year('dm_y')})?{_END}",
        "ago": r"(?P<ago_n>[1-9]\d?) (?P<ago_unit>ngày|tuần) trước(?! (?:khi|đó|ngày|lúc|thời|hội|lễ))",
        "year": rf"(?P<year_y>{_Y}){_END}",
        "decade": r"(?P<decade_n>[3-9]0)(?!\d)(?: của)?(?: thế kỷ (?:trước|20|xx))?",
        "num": rf"(?P<num_m>{_M}){_END}",
    }
)
#: Expressions that begin with a word.
WORDED = _any(
    {
        "today": rf"(?:ngày )?hôm nay(?!\w)|{PARTS_OF_DAY} nay(?!\w)",
        "yesterday": rf"(?:ngày )?hôm qua(?!\w)|{PARTS_OF_DAY}(?: ngày)?(?: hôm)? qua(?!\w)",
        "before_yesterday": r"(?:ngày )?hôm kia(?!\w)",
        "tomorrow": rf"(?:ngày|{PARTS_OF_DAY}) mai(?!\w)",
        "week": r"tuần (?P<week_which>vừa qua|qua|trước|rồi|này|tới|sau)(?!\w)",
        "month": rf"tháng (?P<month_which>{_WHICH})",
        "rel_year": r"(?:(?P<year_edge>đầu|giữa|cuối) )?năm (?P<year_which>nay|ngoái)(?!\w)",
        "since": r"từ đầu năm (?:đến|tới) nay(?!\w)",
        "from_now": r"từ nay(?= ?(?:-|đến|tới|cho))",
        "roman": rf"quý (?P<roman_q>iv|i{{1,3}})(?!\w)(?:{_year('roman_y')})?",
        "word_month": rf"tháng (?P<word_m>{_WORD})(?:{_year('word_y')}|,? (?P<word_y2>{_Y}))?",
        "word_half": rf"(?P<word_n>{'|'.join(MONTHS_IN_WORDS)}) tháng (?P<word_half_which>đầu|cuối)(?: của)? năm"
        rf"(?: (?P<word_half_y>{_Y}))?(?! học)",
    }
)
_ANCHORS = (
    *("hôm ", "ngày hôm", "ngày mai", "sáng ", "trưa ", "chiều ", "tối ", "đêm ", "khuya ", "tuần ", "tháng ", "năm n"),
    *("đầu năm n", "giữa năm n", "cuối năm n", "từ nay", "từ đầu năm", "quý i"),
    *(f"{count} tháng" for count in MONTHS_IN_WORDS),
)
#: Where an expression may begin: a number, or the first words of what WORDED reads.
BEGINNINGS = Sought("[0-9]+|" + alternation(_ANCHORS))
#: The words before a number, read backwards from it.
LEAD = re.compile(
    r"(?<!\w)(?:(?P<begin>từ) )?"
    rf"(?:(?P<relative>(?:ngày )?hôm (?:nay|qua|kia)|{PARTS_OF_DAY} (?:nay|qua|mai)|ngày mai)(?: ?[,(-] ?| ))?"
    rf"(?:(?P<part>{PARTS_OF_DAY})(?: cùng)?[ ,]+)?"
    rf"(?:(?P<weekday>{WEEKDAYS}) ?[,(-]? ?)?"
    rf"(?:(?P<part2>{PARTS_OF_DAY})[ ,]+)?"
    r"(?:(?P<edge>thượng tuần|trung tuần|hạ tuần|(?<!bắt )(?<!lần )đầu|giữa|cuối) )?"
    r"(?:(?P<noun>ngày (?:mùng|mồng|rằm)|ngày|mùng|mồng|hôm|tháng|quý"
    r"|năm học|niên khóa|những năm|thập niên|thập kỷ|các năm|năm"
    r"|giai đoạn|nhiệm kỳ|thời kỳ) )?\Z"
)
#: The last words of such a lead: a number after any other word has none.
LEAD_ENDS = frozenset(
    (
        *("ngày", "mùng", "mồng", "rằm", "hôm", "tháng", "quý", "học", "khóa", "năm", "niên", "kỷ", "đoạn", "kỳ"),
        *("nay", "qua", "kia", "mai", "sáng", "trưa", "chiều", "tối", "đêm", "khuya", "cùng"),
        *("hai", "ba", "tư", "sáu", "bảy", "nhật", "2", "3", "4", "5", "6", "7"),
        *("đầu", "giữa", "cuối", "tuần", "từ", "các", "những"),
    )
)
#: Nouns that make a whole lead when the word before them is in no lead.
LEAD_NOUNS = frozenset({"ngày", "tháng", "năm", "quý"})
#: From a first date to the second.
TO = re.compile(
    r" ?,?(?P<to> ?[-/]| (?:cho )?(?:đến|tới))(?: ?(?P<now>nay)(?!\w)"
    r"| ?(?P<year_end>(?:hết|cuối) năm(?: nay)?)(?!\w| \d| học)"
    r"| ?(?P<edge>(?:hết |đầu |giữa |cuối ){0,2})"
    rf"(?:\d{{1,2}} ?(?:h|g|giờ|:) ?(?:[0-5]\d)?(?: phút)?,? )?(?:{PARTS_OF_DAY} )?(?:{WEEKDAYS},? )?"
    rf"(?P<noun>ngày mùng |ngày |mùng |tháng |quý |năm |hôm )?)"
)
#: The hour after a full date.
TIME_AFTER = re.compile(
    r"[ ,|•-]{0,4}(?:(?:lúc|vào lúc) )?(?P<hour>[01]?\d|2[0-3]):(?P<minute2>[0-5]\d)(?::\d\d)?(?!\d)"
    r"(?: ?(?P<half>am|pm|sa|ch)(?!\w))?"
    r"(?: giờ(?!\w))?"
)
ZONE = re.compile(r" ?\(gmt ?[+-]\d+\)")
#: What may stand between an hour and the date it belongs to.
AFTER_TIME = re.compile(rf"[ ,|(-]*(?:{PARTS_OF_DAY}[ ,]*)?\Z")
AFTERNOON = re.compile(r"(?:chiều|tối|đêm)")
#: What makes a bare four-digit number a year: a cue before it, and nothing countable after it.
BEFORE_YEAR = re.compile(r"(?<!\w)(?:cùng kỳ|so với|đầu|cuối|xuân|hè|tết|từ|đến|tới|hết|trước|sau) \Z")
AFTER_YEAR = re.compile(r" ?(?:[),;.:\n-]|\Z|(?:đến|tới|và|được|của|có|là|đạt|tại|cho|do|trên|theo)(?!\w))")
#: The years before it in a list: "các năm 2019, 2020 và 2021".
LISTED_YEARS = re.compile(r"(?<!\w)năm [0-9]{4}(?:, ?[0-9]{4}){0,3}(?: ?,| và) ?\Z")
#: What must follow a day written "15-5" of which only "từ" says that it is one.
AFTER_DAY = re.compile(r" ?(?:[,.;:)\n-]|\Z|(?:đến|tới)(?!\w))")
#: What follows a day written "15-5" that no word says to be one: a second day written like it.
OTHER_DAY = re.compile(r" (?:cho )?(?:đến|tới) (?:hết )?\d{1,2}-\d{1,2}(?![\d%])")
#: What a quarter without a year needs before it: "Phú Quý 2" is a ship.
BEFORE_QUARTER = re.compile(
    r"(?:\A|[\n,.;:(-] ?|(?<!\w)(?:trong|hồi|đầu|cuối|giữa|hết|của|từ|đến|sang|vào|và|với|năm"
    r"|thúc|tác|vụ|hoạch|kết|đua|kỳ|quả|báo|cáo|ban) )\Z"
)
BEFORE_MONTH_WORD = re.compile(r"(?<!\w)(?:trong|vào|từ|đến) \Z")
COUNTED = re.compile(r"(?:\d|những|các|vài|mấy|nhiều|hai|ba|năm|hàng|hằng|mỗi) \Z")
