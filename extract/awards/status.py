"""Whether a sentence tells of today's award or of history, and the year or span the award is for."""

from __future__ import annotations

import re

from extract.rules import load_rules
from extract.rules.sought import Sought
from extract.text import Sentence, Text
from schemas.records import AwardStatus

_HISTORY = load_rules("awards")["history"].sought()
_OCCASION = load_rules("awards")["occasion"].compile()
_LAW = load_rules("awards")["law"].compile()
_WAR = re.compile(r"kháng chiến(?! hạng| chống (?:mỹ|pháp)(?: cứu nước)? hạng)")
_PAST = re.compile(r"(?<!\w)(?:từng|nhiều lần|năm nào|hằng năm|nhiều năm liền|nhiều năm liên tục)(?!\w)[^.;\n]*$")
_OFTEN = re.compile(r"(?<!\w)(?:nhiều lần|từng|(?:\d{1,2}|hai|ba|bốn|năm) lần) (?:(?:được|vinh dự|quyết định) )*$")
_REASON = re.compile(r"(?:với (?:những|các)|để ghi nhận|ghi nhận|nhằm|vì|nhờ)(?!\w)")
_YEAR = re.compile(r"(?:1(?<![\d/.-]1)9|2(?<![\d/.-]2)0)\d\d(?!\d)")
_CLAUSE_YEAR = re.compile(
    r"(?:^|[.;,:] |\(|- )(?:vào |trong |và |đến |tháng \d+[-/ ]|ngày [\d/.-]+[-/])?(?:năm )?((?:19|20)\d\d)(?=[,: )]|$)"
)
_YEAR_BEHIND = re.compile(
    r"[^.;,]{0,40}?\((?!sinh|sn |ngụ|quê)(?:[^()\d]{0,20})((?:19|20)\d\d)(?:[^()]{0,30})\)"
    r"|(?: đợt [\w/]+)?,? (?:vào |trong )?(?:các )?năm ((?:19|20)\d\d)(?= *[,;.)]| và |$)"
)
#: The year ends the clause ("… do Hội trao tặng năm 2005,"); that of the merit is none of the award.
_YEAR_LATER = re.compile(
    r"(?: (?!(?:vì|do (?:có|đã)|thành tích|phong trào|nhiệm vụ|công tác|kế hoạch|giai đoạn|thi đua|tổng kết|tiêu biểu"
    r"|xuất sắc|chương trình|hoạt động|trong)(?!\w))[^\s;.,()]+){0,12}? năm ((?:19|20)\d\d)(?= *[,;.)]| *$)",
    re.MULTILINE,
)
_SPAN = Sought(r"(?<!\d)((?:19|20)\d\d)(?: ?- ?| đến (?:năm )?)((?:19|20)\d\d)(?!\d)")
_TOLD = Sought(
    r"(?:giai đoạn|nhiệm kỳ|năm học"
    r"|(?:thành tích|thi đua|nhiệm vụ|xuất sắc|công tác|hoạt động|tiêu biểu|khen thưởng|triển vọng)"
    r"[^.;\d]{0,60}? năm|(?<!sinh )(?<!thành lập )năm) ((?:19|20)\d\d)(?: ?- ?((?:19|20)\d\d))?(?!\d|/)"
)
_WEIGHED = re.compile(
    r"(?<!\w)(?:đề nghị|bình xét|xét|suy tôn|lấy ý kiến|hiệp y)(?!\w)[^.\n]{0,60}?(?<!\w)"
    r"(?:thi đua|khen|tặng|thưởng|danh hiệu)"
)
_DECIDED = re.compile(
    r"(?<!\w)(?:trao|công bố|công nhận|quyết định (?:số|tặng|khen)|đón nhận|tuyên dương|tôn vinh)(?!\w)"
)
_LIFE = re.compile(
    r"(?:ông|bà|anh|chị|cô|thầy|cụ) (?:cũng |còn )?(?:đã|từng|còn)(?: (?:vinh dự|nhiều lần))? (?:được|nhận|đón)"
)
_TODAY = re.compile(r"(?:sáng|chiều|tối|ngày|hôm nay|vừa qua|mới đây)(?!\w)")
_REVIEWED = re.compile(
    r"(?:tổng kết|khen thưởng|bình xét|biểu dương|tuyên dương|thành tích|điển hình tiên tiến|báo cáo)[^.\n\d]{0,80}?"
    r"(?<!sinh )(?<!thành lập )(?<!từ )(?:năm học|giai đoạn|nhiệm kỳ|năm) "
    r"((?:19|20)\d\d)(?: ?- ?((?:19|20)\d\d))?(?!\d|/)"
)
_ONE_YEAR = re.compile(
    r"(?<![\w/])(?:(?:3|03|6|06|9|09|10|11|ba|sáu|chín|mười) tháng|quý (?:i{1,3}|iv|[1-4])(?!\w)|trong năm(?! \d)"
    r"|nửa (?:đầu )?năm|(?<!\w )năm (\d{4})(?! ?[-–]| đến))(?! năm)"
)
_LEGISLATES = re.compile(
    r"(?<!\w)(?:ban hành|dự thảo|lấy ý kiến)[^.\n]{0,60}?(?<!\w)(?:thông tư|nghị định|quy chế|quy định|luật)(?!\w)"
)
_CEREMONY = re.compile(r"(?<!\w)(?:lễ|hội nghị|chương trình|buổi|gala|đêm)(?: gặp mặt,?| trao tặng)? $")
#: "nhiều danh hiệu cao quý như …": a record of what was awarded over the years.
_HONOURS = re.compile(
    r"(?<!\w)(?:nhiều|các|những) (?:phần thưởng|danh hiệu|hình thức khen thưởng)(?: [^\W\d_]+){0,5}(?: như|:"
    r"| gồm| trong đó)"
)
_CLASSES = re.compile(r"hạng (?:nhất|nhì)(?:,| và|, hạng| và hạng)? (?:nhì|ba)(?!\w)")
_TO_COME = re.compile(r"(?<!\w)(?:sẽ|dự kiến) (?:được )?(?:diễn ra|tổ chức|khai mạc)(?!\w)")
_LATEST = 2035
_AGO = re.compile(
    r"cách đây (?:hơn |gần |khoảng |đúng )?(?:\d{1,2}|một|hai|ba|bốn|năm|mười|hai mươi) năm(?! thành lập)(?!\w)"
)
#: A merit of the wars and the years behind them was rewarded long ago.
_WAR_YEAR = re.compile(
    r"(?<!\w)(?:chiến công|chiến đấu|chiến dịch|chiến tranh|kháng chiến|cách mạng|tiễu phỉ)(?!\w)[^.;\n]{0,60}?"
    r" năm 19\d\d(?!\d)"
)
_MOURNS = re.compile(
    r"(?<!\w)(?:từ trần|tạ thế|vĩnh biệt|lễ tang|tang lễ|lễ viếng|quốc tang|(?<!người )qua đời|điếu văn|đưa tang)(?!\w)"
)
_OBITUARY = 260
#: A year that is aimed at, or the end of a span, may be still to come.
_AIMED_AT = re.compile(
    r"(?:(?<!\w)(?:đến|tới|trước|sau|tầm nhìn|định hướng|mục tiêu)(?: (?:hết|cuối|đầu|giữa))?(?: năm)? |\d{4} ?[-–] ?)$"
)
#: Pages on the web tell of nothing earlier than this as of the day.
_RECORDED = 2000
#: What an article is about stands in its first characters.
_LEAD = 600


def published_year(text: Text) -> int | None:
    """Return the year of publication, else the latest year the text names."""
    if text.published:
        return int(text.published[:4])
    years = [match for match in _YEAR.finditer(text.low) if int(match[0]) <= _LATEST]
    told = [match for match in years if not _AIMED_AT.search(text.low, max(match.start() - 24, 0), match.start())]
    return max((int(match[0]) for match in told or years), default=None)


def is_law(text: Text, sentence: Sentence) -> bool:
    """Say whether the sentence tells what holders of an award are entitled to, or what the law says."""
    return _LAW.search(text.low, sentence.start, sentence.end) is not None


def is_legislating(text: Text) -> bool:
    """Say whether title or first lines tell of rules on awards, under which nobody is given any yet."""
    lead = f"{text.low_title}\n{text.low[:_LEAD]}"
    return _LEGISLATES.search(lead) is not None


def is_history(text: Text, sentence: Sentence, first: int) -> bool:
    """Say whether the sentence, up to its first award chunk at ``first``, looks back on years gone by."""
    lead = text.low[sentence.start : first]
    if _OCCASION.search(lead) or _REASON.match(lead):
        return False
    return _HISTORY.search(lead) is not None


def is_proposing(text: Text) -> bool:
    """Say whether title or first lines tell that awards are asked for or weighed, and of none decided."""
    lead = f"{text.low_title}\n{text.low[:500]}"
    return _WEIGHED.search(lead) is not None and _DECIDED.search(lead) is None


def is_occasion(text: Text, sentence: Sentence, first: int) -> bool:
    """Say whether the sentence, up to its first award at ``first``, tells of the day itself."""
    lead = text.low[sentence.start : first]
    return _OCCASION.search(lead) is not None or _TODAY.match(lead) is not None


def is_war_merit(text: Text, sentence: Sentence) -> bool:
    """Say whether the sentence tells of merit in the resistance wars, which was rewarded in earlier years."""
    return _WAR.search(text.low, sentence.start, sentence.end) is not None


def is_biography(text: Text, sentence: Sentence) -> bool:
    """Say whether the sentence goes on with a person's life ("Ông đã được Nhà nước tặng …")."""
    return _LIFE.match(text.low, sentence.start) is not None


def is_list_of_honours(text: Text, sentence: Sentence, start: int, end: int) -> bool:
    """Say whether a form at ``start`` is of a record: among "many high awards", or in all classes of its order."""
    return (
        _HONOURS.search(text.low, sentence.start, start) is not None
        or _CLASSES.search(text.low, start, end) is not None
    )


def is_years_ago(text: Text, sentence: Sentence) -> bool:
    """Say whether the sentence tells what happened so many years ago ("được tặng Bằng khen cách đây 20 năm")."""
    return _AGO.search(text.low, sentence.start, sentence.end) is not None


def is_of_the_dead(text: Text, verb: int | None) -> bool:
    """Say whether title or first lines tell of a death, of a life before which the verb at ``verb`` tells."""
    if verb is None or text.low.startswith("truy", verb):
        return False
    return _MOURNS.search(f"{text.low_title}\n{text.low[:_OBITUARY]}") is not None


def is_past_habit(text: Text, start: int) -> bool:
    """Say whether words right before a form at ``start`` tell of earlier times ("từng được", "nhiều năm liền")."""
    return _PAST.search(text.low, max(start - 60, 0), start) is not None


def is_often(text: Text, verb: int | None) -> bool:
    """Say whether a verb tells what was done more than once ("đã nhiều lần tặng", "từng trao")."""
    return verb is not None and _OFTEN.search(text.low, max(verb - 24, 0), verb) is not None


def is_of_one_year(text: Text, sentence: Sentence, first: int, year: int | None) -> bool:
    """Say whether the sentence, up to its first award at ``first``, counts what one year or a part of it brought."""
    frame = _ONE_YEAR.search(text.low, sentence.start, first)
    return frame is not None and (frame[1] is None or (text.published is not None and int(frame[1]) == year))


def is_announced(text: Text, sentence: Sentence, start: int, end: int) -> bool:
    """Say whether a form at ``start`` to ``end`` names a ceremony that is still to come ("Lễ tuyên dương … sẽ …")."""
    named = _CEREMONY.search(text.low, max(start - 30, sentence.start), start)
    return named is not None and _TO_COME.search(text.low, end, sentence.end) is not None


def clause_status(
    text: Text, start: int, end: int, *, clause: int, sentence: int, year: int | None
) -> AwardStatus | None:
    """Return ``retrospective`` where a year before the one the article is about dates the clause or the form itself."""
    if year is None:
        return None
    behind = _YEAR_BEHIND.match(text.low, end, min(end + 90, len(text.low)))
    behind = behind or _YEAR_LATER.match(text.low, end, min(end + 90, len(text.low)))
    if behind:
        return "retrospective" if int(behind[1] or behind[behind.re.groups]) < year - 1 else None
    if _WAR_YEAR.search(text.low, sentence, start) and not _OCCASION.search(text.low, sentence, start):
        return "retrospective"
    lead = _CLAUSE_YEAR.findall(text.low[clause:start]) or _CLAUSE_YEAR.findall(text.low[sentence:start])
    return "retrospective" if lead and is_gone(text, int(lead[-1]), sentence, year) else None


def is_gone(text: Text, told: int, sentence: int, year: int) -> bool:
    """Say whether a year told in the sentence that begins at ``sentence`` is one before those the article is about."""
    return told < max(year - 1, _RECORDED) or (told == year - 1 and not _is_about(text, told, sentence))


def _is_about(text: Text, year: int, sentence: int) -> bool:
    """Say whether an article may be about the year before its publication: it leads with it, or came out soon after.

    The sentence that begins at ``sentence`` tells nothing of what the others are about.
    """
    soon = text.published is None or text.published[5:7] in ("01", "02") or not text.low[:sentence].strip()
    lead = f"{text.low_title}\n{text.low[: min(_LEAD, sentence)]}"
    return soon or re.search(rf"(?<![\d/.-]){year}(?!\d)", lead) is not None


def period_of(text: Text, start: int, end: int, sentence: Sentence) -> str | None:
    """Return the year or span told for an award: behind it, before it in its sentence, or nowhere."""
    clause = max(text.low.rfind(";", sentence.start, start) + 1, sentence.start)
    after = text.low.find(";", end, sentence.end)
    limit = min(end + 110, sentence.end if after < 0 else after)
    for first, last in ((start, limit), (clause, start), (sentence.start, clause)):
        found = list(_TOLD.finditer(text.low, first, last))
        if found:
            return _span(found[0] if first == start else found[-1])
    spans = list(_SPAN.finditer(text.low, sentence.start, start))
    return _span(spans[-1]) if spans else None


def reviewed_period(text: Text) -> str | None:
    """Return the year or span that the occasion reviews, from the title or the first paragraph."""
    for part in (text.low_title, text.low[:600]):
        match = _REVIEWED.search(part)
        if match:
            return _span(match)
    return None


def _span(match: re.Match[str]) -> str:
    return f"{match[1]}-{match[2]}" if match[2] else match[1]
