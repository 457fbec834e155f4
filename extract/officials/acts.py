"""What a person does: the verb behind a name, and the verbs joined to it ("ông A đã đến dự và trao Bằng khen")."""

from __future__ import annotations

import re

from extract.rules import load_rules
from extract.rules.trie import alternation, spaced
from schemas.folding import fold_key

_RULES = load_rules("officials")
_ACTS: dict[str, str] = {
    fold_key(cue): rule.value or ""
    for rule in _RULES.values()
    if rule.id.startswith("does_") or rule.id == "no_act"
    for cue in rule.cues
}
_ADVERB = r"(?:(?:" + alternation(sorted({fold_key(cue) for cue in _RULES["adverb"].cues})) + r")(?!\w) *)*"
_ON_BEHALF = (
    r"(?:(?:thay mặt|thừa ủy quyền|thừa ủy nhiệm|theo ủy quyền|đại diện|thừa lệnh|được sự ủy quyền|"
    r"được [^.;:,!?\"]{3,60}? (?:ủy quyền|ủy nhiệm|phân công))(?!\w)(?:[^.;:!?\"]|\.(?=\w)){0,110}?)?"
)
_ACT = r"(?P<act>" + alternation(sorted(_ACTS)) + r")(?!\w)"
#: Acts that no other word is likely to hold, so that words of manner may stand before them.
_SURE = sorted(act for act in _ACTS if " " in act or act in {"nói", "trao", "tặng", "ký"})
_SURE_ACT = r"(?P<act>" + alternation(_SURE) + r")(?!\w)"
#: "ông A đến huyện B trao …": the way there stands before the verb.
_GOES = (
    r"(?:(?:từ [^.;:,!?\"]{2,40}? )?(?:đến|tới|về|xuống|ra|vào|lên) "
    r"(?!nay|(?:tham )?dự|thăm|chúc|chung|trao|tặng|động)[^.;:,!?\"]{2,50}? (?:để )?"
    r"(?=trao|tặng|thăm|dự|tham dự|chúc mừng|động viên|gặp gỡ|thắp hương))?"
)
_START = r"[ ,)-]*(?:\([^()\n]{1,40}\)[ ,-]*)?(?:người *)?"
_FIRST = re.compile(rf"{_START}{_ADVERB}{_ON_BEHALF}[ ,]*{_ADVERB}{_GOES}{_ACT}")
#: Words that make another clause or a noun of what follows.
_OTHER = (
    r"(?!(?:không|chưa|chẳng|bị|được|nghe|do|để|khi|mà|nếu|vì|là|của|cho|về|từ|trong|tại|sau|trước|theo|các|những|bài|"
    r"lời|ý|cuộc|buổi|lễ|ban|hội|người|và|cùng|với|có|sẽ|trường|phòng|tổ|nhóm|kiểm|thư|bản|giấy|quyết|chuẩn|sách|tiếng|giọng)(?!\w))"
)
#: "ông A nghẹn ngào nói": up to two words of manner.
_MANNER = re.compile(rf"{_START}{_ADVERB}(?:{_OTHER}[^\W\d]+ ){{1,2}}?{_ADVERB}{_SURE_ACT}")
#: "ông A của Công ty B cùng ký", "ông A cùng đoàn công tác trao": the unit, or others, stand before the verb.
_BESIDE = re.compile(
    rf"{_START}(?:của|thuộc|cùng với|cùng|và|với) (?!(?:ký|trao|tặng|dự|phát|báo|tham dự|đồng)(?!\w))"
    r"(?:(?! (?:được|do|bị|để|khi|mà|là|vì|có) )[^.;:!?\"\n]){3,110}?[ ,]"
    rf"{_ADVERB}{_GOES}{_ACT}"
)
_NEXT = re.compile(rf"[^.;:!?\"]{{0,140}}?(?:, | và |, đồng thời |; |; đồng thời | rồi ){_ADVERB}{_ACT}")
#: "… được UBND tỉnh tặng Bằng khen": who gives stands between.
_GIVEN = re.compile(
    r"[ ,)-]*(?:(?:đã|vinh dự|cũng|vừa|là người|nằm trong) *)*được (?!giao|mời|cử|phân công|ủy quyền|đề nghị|"
    r"đề xuất|xét|trình|giới thiệu|suy tôn|bình|[^.;:,]{3,60} (?:ủy quyền|ủy nhiệm|đề nghị))"
    r"[^.;:!?\"\n]{2,90}?"
    r"(?<!\w)(?:tặng|trao tặng|trao|khen thưởng|biểu dương|truy tặng|phong tặng|tuyên dương)(?!\w)"
)
#: "ông A đã đến chia vui", "bà B tới bắt tay từng người": whoever comes there is there.
_COMES = _RULES["comes"].compile()
_GLAD_TO_BE = re.compile(
    r"[^.;:!?\"]{0,40}?(?:vui|vinh dự|phấn khởi|vinh hạnh)[^.;:,!?\"]{0,20} (?:tham dự|đến dự|về dự|dự)(?!\w)"
)
_STOPS = frozenset({"speak"})
#: Speech that goes on with other acts.
_SPEECHES = {"phát biểu", "kết luận", "khai mạc", "bế mạc", "chỉ đạo", "chúc mừng", "biểu dương"}
#: Speech that is over before the next deed: "cảm ơn các cấp, đồng thời phát động".
_WARM_WORDS = {"cảm ơn", "hứa", "bày tỏ", "ghi nhận", "gửi lời cảm ơn", "gửi lời chúc mừng", "tri ân", "khen ngợi"}
_DEEDS = frozenset({"launch", "present", "sign"})
_AWARDED = _RULES["awarded_thing"].compile()
#: Flowers and gifts go with an award when they go to those who get it.
_HONOURED = re.compile(
    r"tập thể|cá nhân|cho các điển hình|(?:được|nhận) [^.;,]{0,40}(?:khen|tuyên dương|biểu dương|tôn vinh|vinh danh)"
)
_FLOWERS = re.compile(r" *(?:hoa|lẵng hoa|quà|bức trướng|bức tranh)(?!\w)")
_CALLS_TO_JOIN = re.compile(
    r"[^.;:!?\"]{0,80}(?<!\w)(?:bước vào|hưởng ứng|tham gia|thực hiện|đẩy mạnh) (?:tốt )?"
    r"(?:các )?(?:đợt|phong trào|cuộc vận động|cao điểm|tháng) (?:cao điểm )?thi đua"
)
FINITE = re.compile(r"(?<!\w)" + _ACT)
"""Any verb that tells an act, anywhere in a clause."""


def find_acts(low: str, start: int, stop: int, end: int) -> set[str]:
    """Return the roles told by the verb behind a name and by the verbs joined to it.

    Args:
        low: The folded text.
        start: Where the name, or its posts, end.
        stop: Where the next person is named.
        end: Where the sentence ends.
    """
    if _GIVEN.match(low, start, stop):
        return {"receive"}
    comes = _COMES.match(low, start, min(end, stop + 40))
    if comes is not None:
        return {"attend"} | _joined(low, comes.end(), stop, end, {"attend"})
    match = _first(low, start, stop, end)
    if match is None:
        return set()
    found = {_role(low, match, end)} - {""}
    if match["act"] in {"bày tỏ", "chia sẻ"} and _GLAD_TO_BE.match(low, match.end(), end):
        found.add("attend")
    joined = (
        _joined(low, match.end(), stop, end, found) if not _is_last(match) or _words(match) in _WARM_WORDS else set()
    )
    return found | (joined & _DEEDS if _words(match) in _WARM_WORDS else joined)


def _first(low: str, start: int, stop: int, end: int) -> re.Match[str] | None:
    """Return the verb behind a name: directly, or behind words of manner, the person's unit or others."""
    match = _FIRST.match(low, start, min(end, stop + 40))
    if match is not None:
        return match
    match = _MANNER.match(low, start, min(end, stop)) or _BESIDE.match(low, start, min(end, stop))
    return match if match is not None and _ACTS[_words(match)] != "receive" else None


def _joined(low: str, at: int, stop: int, end: int, told: set[str]) -> set[str]:
    """Return the roles told by the verbs that go on behind an act."""
    found: set[str] = set()
    while match := _NEXT.match(low, at, end):
        if match.start("act") >= stop:
            break
        role = _role(low, match, end)
        if role not in _DEEDS and low.find(";", at, match.start("act")) >= 0 and "đồng thời" not in match[0]:
            break
        if role and not (match["act"] == "chỉ đạo" and "attend" in told | found):
            found.add(role)
        if _is_last(match):
            break
        at = match.end()
    return found


def _is_last(match: re.Match[str]) -> bool:
    """Return whether what follows an act is what was said, not what was done."""
    return _ACTS[_words(match)] in _STOPS and match["act"] not in _SPEECHES


def _words(match: re.Match[str]) -> str:
    return spaced(match["act"])


def _role(low: str, match: re.Match[str], end: int) -> str:
    act = _words(match)
    role = _ACTS[act]
    if act == "kêu gọi" and _CALLS_TO_JOIN.match(low, match.end(), end):
        return "launch"
    if role != "present":
        return role
    rest = low[match.end() : end]
    if _FLOWERS.match(rest):
        return "present" if _HONOURED.search(rest) else "attend"
    return "present" if _AWARDED.search(act + rest[:120]) else ""
