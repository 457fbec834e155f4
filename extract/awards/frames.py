"""The frame of time a clause stands in, told by the words that open it: gone by, still to come, or a custom."""

from __future__ import annotations

import re
from typing import Literal

from extract.text import Sentence, Text

Frame = Literal["past", "ahead", "coming", "custom"]

#: What may stand before a frame of time: the begin of a clause, or a word that leads to it.
_OPENS = r"(?:^|[,;:.(–-] ?|(?<!\w)(?:ngay|trong|hồi|ở|vào|từ|và|thì|nhưng|còn|khi|sau|sau khi|đến|cũng) )"
_NUMBER = r"(?:\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|nhiều|các)"
_PAST = (
    r"(?:năm học|năm|kỳ|đợt|lần|quý|khóa|khoá|nhiệm kỳ|vụ|mùa|giai đoạn) (?:liền )?(?:trước|ngoái)(?: đó)?"
    r"(?! khi)(?!\w)"
    r"|(?:đầu |giữa |cuối )(?:năm|quý|tháng) (?:ngoái|trước)(?!\w)"
    rf"|qua {_NUMBER} (?:đợt|lần|kỳ|vụ|mùa)(?!\w)"
    r"|(?:nhìn|điểm|ôn) lại (?!\w* ?(?:hội nghị|buổi))"
    rf"|{_NUMBER} năm học (?:gần nhất|gần đây|qua|liền|trước|trở lại)|{_NUMBER} năm (?:gần nhất|trước)(?!\w)"
    r"|những năm (?!tới|tiếp|sau)|thời (?:kỳ )?(?:chống|kháng chiến|chiến tranh|bao cấp|đánh mỹ)(?!\w)"
    r"|tính (?:chung|từ|đến|riêng)(?!\w)|(?:lũy|luỹ) kế(?!\w)|kể từ(?!\w)"
    r"|như vậy,? [^,;.]{0,50}?(?:đã có|đã được)(?!\w)"
)
_COMING = (
    r"(?:cuối|hết|đến cuối) (?:năm|đợt|kỳ|quý|tháng|vụ|phong trào|chiến dịch)(?! (?:\d|ngoái|trước|qua|vừa))(?!\w)"
    r"|(?:tổng kết|sơ kết|kết thúc) (?:đợt|phong trào|chiến dịch|thời gian|năm học|năm|phát động)(?! \d)(?!\w)"
    r"|(?:khi|lúc|dịp|sau|sau khi|lễ|hội nghị) (?:tổng kết|kết thúc|sơ kết)(?!\w)"
)
#: Still to come, whatever the article is about.
_AHEAD = (
    r"(?:năm|tháng|quý|thời gian|tuần|đợt|kỳ|sắp|ngày) tới(?!\w)|tới đây(?!\w)|sang năm(?!\w)|ngày mai(?!\w)"
    r"|(?:theo|có) kế hoạch(?!\w)|theo dự kiến(?!\w)"
)
_CUSTOM = (
    r"(?:kết thúc |cuối |hết |sau )?(?:mỗi|từng|hằng|hàng) (?:năm học|tháng|quý|năm|đợt|tuần|kỳ|vụ|mùa|chặng|giai đoạn)"
    r"(?!\w)|định kỳ(?!\w)"
)
#: The resistance wars as a frame of time: what they are told of was given long ago.
_WARS = re.compile(
    r"(?:^|[,;:–-] ?|(?<!\w)(?:cho biết|rằng|là|và) )(?:trong|qua|suốt|trải qua)(?: (?:suốt|các|những|hai|2|cả))* "
    r"(?:cuộc |cuộc chiến tranh |thời kỳ )*(?:kháng chiến|chiến tranh)(?!\w)"
)
_FRAME = re.compile(rf"{_OPENS}(?:(?P<custom>{_CUSTOM})|(?P<ahead>{_AHEAD})|(?P<past>{_PAST})|(?P<coming>{_COMING}))")
_BACK_THEN = re.compile(r"hồi(?<!\whồi) (?:đầu |giữa |cuối )?(?:năm|quý|tháng|nửa|mùa|kỳ|đợt)(?!\w)")
#: A frame that another one closes ("Năm trước …; năm nay …").
_NOW = re.compile(
    r"(?<!\w)(?:năm nay|năm học này|lần này|đợt này|kỳ này|hôm nay|dịp này|nhân dịp|tại (?:buổi )?lễ)(?!\w)"
)
_TERM = re.compile(r"(?:trong|suốt|cả) nhiệm kỳ(?!\w)")
#: "Với kết quả năm 2021, …": the year of the merit opens the sentence.
_MERIT_YEAR = re.compile(r"[^,;.:\d]{0,60}(?<!\w)(?:năm|năm học) ((?:19|20)\d\d)(?: ?- ?(?:19|20)\d\d)?,")
_LAUNCHES = re.compile(
    r"(?<!\w)(?:phát động|giao ước|cam kết|kế hoạch|hướng dẫn|chỉ thị|thể lệ|ra quân|triển khai)(?!\w)"
)
_REVIEWS = re.compile(r"(?<!\w)(?:tổng kết|sơ kết|trao|tuyên dương|biểu dương|tôn vinh|khen|kết quả)(?!\w)")
_LEAD = 450


def frame_of(text: Text, sentence: Sentence, start: int) -> Frame | None:
    """Return the last frame of time that the sentence opens before ``start``, ``None`` where it opens none.

    >>> text = Text("Năm trước, Hội được tặng Bằng khen.")
    >>> frame_of(text, text.sentences[0], 20)
    'past'
    """
    found = next(reversed(list(_FRAME.finditer(text.low[sentence.start : start]))), None)
    then = _BACK_THEN.search(text.low, sentence.start, start) or _TERM.match(text.low, sentence.start)
    then = then or _WARS.search(text.low[sentence.start : start])
    if found is None:
        return "past" if then else None
    if _NOW.search(text.low, sentence.start + found.end(), start):
        return None
    if then:
        return "past"
    kinds: tuple[Frame, ...] = ("past", "ahead", "custom", "coming")
    return next(kind for kind in kinds if found[kind])


def is_launching(text: Text, sentence: Sentence) -> bool:
    """Say whether title and first lines before a sentence tell of a drive that begins, and of none reviewed."""
    lead = f"{text.low_title}\n{text.low[: min(_LEAD, sentence.start)]}"
    return _LAUNCHES.search(lead) is not None and _REVIEWS.search(lead) is None


def year_of_merit(text: Text, sentence: Sentence, start: int) -> int | None:
    """Return the year whose results open the sentence ("Với kết quả năm 2021, …")."""
    match = _MERIT_YEAR.match(text.low, sentence.start, start)
    return int(match[1]) if match else None
