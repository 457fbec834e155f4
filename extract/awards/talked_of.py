"""Awards only talked of: wished for, asked about, told as somebody's fault. The text does not say they are given."""

from __future__ import annotations

import re

#: "nên truy tặng", "có ý kiến phong tặng": someone would like it.
_WISHED = re.compile(
    r"(?<!\w)(?:đáng lẽ|đáng lý|lẽ ra|giá như|mong mỏi|mong muốn|mong|ước|ước gì|hy vọng|kỳ vọng|chờ|chờ đợi|ý kiến"
    r"|dư luận|tin đồn|muốn|đòi|vận động|kêu gọi|quyết tâm|liệu|xứng đáng(?: để)?"
    r"|(?<!trở )(?<!làm )(?<!gây )(?<!tạo )(?<!thành )nên)"
    r"(?: (?!đã|vừa|vẫn|và|để|nay|đề|trình|quyết)[^\W\d_]+){0,4} $"
)
#: "nên được tặng" says what came of it, where a reason stands before.
_THEREFORE = re.compile(r"(?<!\w)(?:vì|do|bởi|nhờ)(?!\w)[^.;\n]*(?<!\w)nên ")
#: "việc tặng Bằng khen cho …", "chuyện phong tặng …": the deed as a matter talked of.
_MATTER = re.compile(
    r"(?<!\w)(?:việc|chuyện) (?:(?!đã|được|và|thì|là)[^\W\d_]+ ){0,3}$"
    r"|(?<!\w)(?:việc|chuyện) (?:trao|tặng|phong|truy|công nhận|khen)[^.;:\n]{0,80}(?:,| và) $"
)
#: A paper whose subject the matter is decides or asks for it.
_PAPER = re.compile(
    r"(?<!\w)(?:quyết định|nghị quyết|công bố|thông báo|văn bản|tờ trình|công văn|đề nghị|trình|thống nhất|đồng ý"
    r"|thông qua|biểu quyết|kết luận|hội nghị|phiên họp|họp|thực hiện|bằng|hoàn thành|tổ chức|tiến hành)(?!\w)"
)
#: Fault is found with how awards were weighed.
_BLAMED = re.compile(
    r"(?<!\w)(?:(?:có|những|các|nhiều|để xảy ra) (?:vi phạm|khuyết điểm|sai phạm)(?:, (?:khuyết điểm"
    r"|vi phạm))?(?: \w+){0,3}"
    r" trong|vi phạm(?: [^\W\d_]+){0,6} trong (?:việc )?(?:thẩm định|xét|đề nghị|khen)|(?:thực hiện"
    r"|làm) (?:không đúng|sai)|không đúng (?:quy|trình)|buông lỏng|thiếu trách nhiệm|trách nhiệm (?:trong |về "
    r"|đối với )?việc|bị kỷ luật)(?!\w)"
)
#: "được nhân dân tôn vinh": esteem of people at large is no award.
_ESTEEM = re.compile(
    r"(?<!\w)(?:được|bởi) (?:nhân dân|người dân|bà con|khán giả|công chúng|dư luận|mọi người|người hâm mộ"
    r"|bạn bè|cộng đồng mạng"
    r"|đồng nghiệp|dân làng|cư dân mạng|lịch sử|hậu thế|thế giới)(?!\w)[^.;]{0,40}$"
)
#: "tôi đã được nhiều Bằng khen": who speaks tells of himself.
_SPEAKER = re.compile(r"(?<!\w)(?:tôi|chúng tôi|chúng ta|mình)(?: (?:cứ|hãy|đã|từng|cũng|còn|vừa|mới|chưa))* $")
#: What a body is there for.
_DUTY = re.compile(r"(?<!\w)(?:có|là|các|với) (?:nhiệm vụ|chức năng|trách nhiệm|thẩm quyền|quyền hạn)(?!\w)")
_ACTED = re.compile(r"(?<!\w)(?:đã|vừa|thống nhất|ngày \d|sáng|chiều)(?!\w)")
#: What an article lays down for all who may earn it, or puts up as prizes.
_PUT_UP = re.compile(
    r"(?<!\w)(?:cuộc thi|hội thi|dự thi|giải (?:nhất|nhì|ba|khuyến khích|thưởng)|thí sinh|vòng chung kết|trở lên"
    r"|tối đa|đạt huy chương|ai vi phạm|(?:làm|thực hiện) tốt (?:thì )?sẽ)(?!\w)"
)
_PAPERS = r"(?:bằng khen|giấy khen|huân chương|huy chương|danh hiệu)"
#: The papers of awards are forged; who uncovers other forgeries is given an award.
_FORGED = re.compile(
    rf"(?<!\w)(?:làm giả (?:[^\s.;]+ ){{0,3}}?{_PAPERS}|{_PAPERS} \"? ?giả"
    rf"|{_PAPERS}[^.;\n]{{0,90}}(?<!\w)(?:(?:nhờ|thuê) (?:người )?làm giả|làm giả mà có|đều là giả)"
    r"|ăn chặn [^.;\n]{0,30}thưởng)(?!\w)"
)
#: So far before the verb its words stand.
_BACK = 130


def is_put_up(low: str, before: int, end: int) -> bool:
    """Say whether awards to come, for nobody named, are the prizes of a contest or what a rule promises."""
    return _PUT_UP.search(low, before, end) is not None


def is_fraud(low: str, start: int, end: int) -> bool:
    """Say whether ``low[start:end]`` tells of forged papers or rewards held back."""
    return _FORGED.search(low, start, end) is not None


def is_question(body: str, end: int) -> bool:
    """Say whether the sentence that ends at ``end`` asks.

    >>> is_question("Ai được tặng Bằng khen?", 23), is_question("Sở tặng Cờ.", 11)
    (True, False)
    """
    return body[max(end - 3, 0) : end].rstrip("\"”' )").endswith("?")


def is_duty(low: str, before: int, start: int, end: int) -> bool:
    """Say whether ``low[start:end]`` only tells what a body is for, as it or the sentence from ``before`` on says."""
    return _DUTY.search(low, before, end) is not None and _ACTED.search(low, start, end) is None


def is_only_talked_of(low: str, sentence: int, verb: int, *, asked: bool = False) -> bool:
    """Say whether words before the governing verb, in the sentence that begins at ``sentence``, only talk of the award.

    What is ``asked`` for is told, even as a matter ("Việc tặng Cờ cho Sở được đề nghị").

    >>> low = "theo tôi, nên truy tặng danh hiệu cho ông"
    >>> is_only_talked_of(low, 0, low.index("truy")), is_only_talked_of("sở đã tặng cờ", 0, 6)
    (True, False)
    """
    if _BLAMED.search(low, sentence, verb) or _SPEAKER.search(low, max(verb - 30, sentence), verb):
        return True
    first = max(verb - _BACK, sentence)
    if _ESTEEM.search(low, max(verb - 60, sentence), verb):
        return True
    if _WISHED.search(low, max(verb - 50, first), verb):
        return _THEREFORE.search(low, first, verb) is None and not low.startswith("quyết định", verb)
    return not asked and _MATTER.search(low, first, verb) is not None and _PAPER.search(low, first, verb) is None
