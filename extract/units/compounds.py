"""Lower-case ends of names (phần viết thường của tên): "Công ty Xổ số kiến thiết", "Hội … (LHPN) tỉnh"."""

from __future__ import annotations

import re

from extract.names import is_surname
from extract.rules import load_rules
from extract.units.words import BOUND, KINDS, PLACE, PREDICATES

FUNCTION_WORDS = frozenset(load_rules("units")["function_word"].cues)
#: Lower-case syllables of a name that the country's or the centre's name closes: "Hội Nghệ sĩ nhiếp ảnh Việt Nam".
UP_TO_COUNTRY = re.compile(r"(?: [^\W\d_]+){1,6}(?= (?:Việt Nam|VN|Trung ương|Quốc gia|quốc gia)(?!\w))")
_LEVEL = r" (?:tỉnh|thành phố|tp|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu|trung ương|quốc gia|việt nam)(?!\w)"
_TASK = re.compile(rf"(?:,? [^\W\d_][\w/-]*){{1,9}}?(?={_LEVEL})")
_MOVEMENT = re.compile(
    r"(?: (?:thực hiện|triển khai))?(?: (?:phong trào|chương trình|cuộc vận động|đề án|chiến dịch))?"
    r'(?: thi đua)? "[^"\n]{3,110}"'
)
_NUMBERED = re.compile(r"(?: [^\W\d_]+){1,3}(?= số \d)")
_NEXT = re.compile(r" (?P<word>[^\W\d_]+)(?!\w)")
_MAX = 4
#: What closes a name whatever its last words mean: a capitalised word behind a dash, a number.
_TIES = re.compile(r" ?[-–] ?[^\W\d_a-z]|(?: số| khu vực)? \d{1,3}(?![\d.,/%]*\w)(?! +(?:người|cán|chiến|đồng|tập|cá))")
#: What closes a name: the end of a list's item, a level of territory, the verb of the sentence.
_CLOSES = re.compile(
    r" ?[;()\n]|[,.](?!\w)|:|\s*\Z| (?:tỉnh|thành phố|tp|huyện|quận|thị xã|xã|phường|đặc khu)(?!\w)|"
    r" (?:được|đã|vừa|vinh dự|đạt|nhận|đón nhận|tổ chức|phối hợp|thuộc|của|cho|cùng|với|và)(?!\w)"
)
_SHORT_FORM = re.compile(r" \([A-ZĐ][\w&.-]{1,14}\)")
_GOES_ON = re.compile(r" (?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã|xã|phường|đặc khu|việt nam|trung ương)(?!\w)")
#: What a number counts, when it is none of a name.
_BOUNDARY = re.compile(r"[,.;:)\n]|\Z| \(| (?:và|số) ")
#: Verbs of a committee's own, which begin no task.
_VERBS = (
    *("họp", "tổ chức", "yêu cầu", "đề nghị", "kiến nghị", "tặng", "trao", "khen", "phối hợp", "phát động", "ban hành"),
    *("công bố", "quyết định", "thống nhất", "báo cáo", "ghi nhận", "đánh giá", "biểu dương", "chỉ đạo", "xem xét"),
    *("thông báo", "hướng dẫn", "cho biết", "nhận", "bình xét", "tổng kết", "sơ kết", "lưu ý", "tham mưu"),
)
#: Of the verbs that names hold those that rather are the deed of the unit before them.
_OWN_DEEDS = frozenset({"tổ chức", "kiểm tra", "thanh tra", "thi đua", "khen thưởng", "điều tra", "phối hợp", "đầu tư"})
#: Words that no task holds; others that join its words it may.
TASK_BREAKS = FUNCTION_WORDS - {"và", "sáng", "các", "người", "khu", "hoạt", "đầu", "địa", "hai", "ba", "em"}
_COUNTED = re.compile(r" +(?:tỉnh|thành|huyện|cấp|năm|tháng|ngày|đơn|tập|cá|người|lần|đồng|triệu|tỷ|%|cán|đội|phòng)")


def closed_run(body: str, low: str, at: int, *, proper: bool) -> int:
    """Return the end of the lower-case syllables that complete a name which ends at ``at``; ``at`` when none do.

    Such syllables belong to the name when something closes it behind them: a mark, a number, a word of level, the verb,
    or, with ``proper``, a proper name. Syllables that begin verbs do only where a dash or a number ties more of the
    name to them.

    >>> text = "Tổ hợp tác Rau xanh được tặng"
    >>> text[: closed_run(text, text.lower(), len("Tổ hợp tác Rau"), proper=True)]
    'Tổ hợp tác Rau xanh'
    """
    end, verbal = at, False
    for _ in range(_MAX):
        syllable = _NEXT.match(low, end)
        if syllable is None or not body[syllable.start("word")].islower() or syllable["word"] in FUNCTION_WORDS:
            return at
        verbal = verbal or (end == at and syllable["word"] in PREDICATES)
        end = syllable.end()
        if _TIES.match(body, end):
            return end
        if not verbal and (_CLOSES.match(low, end) or (proper and _capital_follows(body, low, end))):
            return end
    return at


def _capital_follows(body: str, low: str, end: int) -> bool:
    """Return whether a capitalised word of the name follows, no person's name."""
    if not body[end + 1 : end + 2].isupper():
        return False
    following = _NEXT.match(low, end)
    return following is not None and not is_surname(following["word"])


def short_form_end(body: str, low: str, at: int) -> int:
    """Return the end of a short form in brackets that stands within a name, ``at`` when there is none.

    >>> text = "Liên đoàn Lao động (LĐLĐ) tỉnh họp"
    >>> text[: short_form_end(text, text.lower(), len("Liên đoàn Lao động"))]
    'Liên đoàn Lao động (LĐLĐ)'
    """
    short = _SHORT_FORM.match(body, at)
    if short is None:
        return at
    end = short.end()
    return end if _GOES_ON.match(low, end) or (body[end + 1 : end + 2].isupper() and PLACE.match(low, end)) else at


def task_end(body: str, low: str, at: int) -> int:
    """Return the end of the task a committee is named after, ``at`` when none is told; a level closes it.

    >>> text = "Ban Chỉ đạo phòng, chống dịch tỉnh họp"
    >>> text[: task_end(text, text.lower(), len("Ban Chỉ đạo"))]
    'Ban Chỉ đạo phòng, chống dịch'
    """
    movement = _MOVEMENT.match(low, at)
    if movement is not None:
        return movement.end()
    task = _TASK.match(low, at)
    if task is None or body[at : at + 3] != low[at : at + 3] or low.startswith(_VERBS, at + 1):
        return at
    return task.end() if TASK_BREAKS.isdisjoint(task[0].replace(",", "").split()) else at


def numbered_run(body: str, low: str, at: int) -> int:
    """Return the end of lower-case syllables behind a head that a number closes ("Tổ lò nung số 1"), else ``at``."""
    run = _NUMBERED.match(low, at)
    plain = (
        run is not None and body[at : run.end()] == low[at : run.end()] and FUNCTION_WORDS.isdisjoint(run[0].split())
    )
    return run.end() if run is not None and plain else at


def is_bound(low: str, start: int, end: int) -> bool:
    """Return whether a syllable closes a compound at a mark, for alone it is no verb: "Phòng Hồ sơ, …"."""
    return low[start:end] in BOUND and _BOUNDARY.match(low, end) is not None


def closes_item(low: str, end: int) -> bool:
    """Return whether a mark that closes an item of a list follows."""
    return low.startswith((",", ";", ")", " ("), end)


def begins_activity(low: str, at: int) -> bool:
    """Return whether words that are verbs too, but of names as well, follow: "Hội bảo vệ …"."""
    words = " ".join(low[at : at + 24].split()[:2])
    return KINDS.get(words) == "sector_activity" and words not in _OWN_DEEDS


def is_name_number(body: str, low: str, start: int, end: int) -> bool:
    """Return whether ``body[start:end]`` numbers a unit: a Roman number in capitals, or a figure that counts nothing.

    >>> is_name_number("Đội 5 người", "đội 5 người", 4, 5)
    False
    """
    if low[start] in "ivx":
        return body[start].isupper()
    return not (low[start].isdigit() and _COUNTED.match(low, end))
