"""Proposals that are none: a decision taken on a proposal, or by a council in its own power."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.awards.chunks import Chunk, Cue

#: "Theo đề nghị của …": the proposal is only what the decision rests on.
_GROUND = re.compile(r"(?:theo|trên cơ sở|căn cứ|xét|qua|từ|sau|với|đồng ý|chấp thuận|nhất trí với)(?: \w+){0,4} $")
_OF = re.compile(r" (?:của|tại|nêu)(?!\w)")
#: "đã xét, trình Bộ trưởng ký Quyết định tặng …": the decision is signed.
_SIGNED = re.compile(
    r"[^.;]{0,70}?(?<!\w)(?:đã )?(?:ký|ban hành)(?: ban hành)? quyết định (?:tặng|khen|công nhận|phong)"
)
#: "bình xét và công nhận 3 tập thể": who weighs decides.
_DECIDED = re.compile(
    r"(?: \w+){0,2}(?:,| và|, và|;|,? đã) (?:(?:thống nhất|đồng ý|quyết định|đã) )*"
    r"(?:công nhận|tặng|khen thưởng|trao)(?!\w)"
)
#: What a meeting is held for, and what it is told before it decides.
_AGENDA = re.compile(
    r"(?<!\w)(?:họp|hội nghị|phiên|hội ý|nội dung|chương trình)(?!\w)[^.\n]*?(?<!\w)(?:để|nhằm|về việc|:|bàn|thảo luận)"
    r" ?(?:[^\W\d_]+,? ){0,4}?(?:xem xét|xét|bình xét|bàn|cho ý kiến|thảo luận|thẩm định)(?!\w)"
)
_HEARS = re.compile(
    r"(?<!\w)nghe (?:[^\W\d_]+ ){0,12}?(?:báo cáo|trình bày|thông qua|đọc|tờ trình|công bố|tóm tắt)(?!\w)"
)
_COUNTED = re.compile(r"(?<![\d/.-])\d{1,4} (?:tập thể|cá nhân|đơn vị|hồ sơ|hộ|trường hợp|đồng chí)(?!\w)")
_DECIDES = re.compile(
    r"(?<!\w)(?:thống nhất|nhất trí|biểu quyết|bỏ phiếu|quyết định|quyết nghị|kết luận|đồng ý|suy tôn|kết quả)(?!\w)"
)
_VOTES = re.compile(r"(?<!\w)(?:thống nhất|nhất trí|biểu quyết|bỏ phiếu|quyết nghị)(?!\w)")
#: "Kết quả bình xét, có 93 hộ đạt …": what came of it.
_RESULT = re.compile(r"(?: [^\W\d_]+){0,4}?[,:]? (?:đã )?(?:có|đạt|được) ")
#: "được bình chọn là …" says what somebody became.
_CHOSEN = ("bình chọn", "bình xét", "xét chọn", "suy tôn")
_WEIGHS = ("xét", "bình xét", "xét chọn", "bình chọn", "bình bầu")


def without_idle(chunks: Sequence[Chunk], low: str) -> list[Chunk]:
    """Return the chunks of a sentence without words of proposal that propose nothing."""
    return [
        chunk for chunk in chunks if not (isinstance(chunk, Cue) and chunk.kind == "propose" and _is_idle(chunk, low))
    ]


def _is_idle(cue: Cue, low: str) -> bool:
    word = low[cue.start : cue.end]
    if _SIGNED.match(low, cue.end) and not word.startswith(("thủ tục", "hồ sơ", "hoàn")):
        return True
    if word in _WEIGHS and _DECIDED.match(low, cue.end):
        return True
    if (
        word in _WEIGHS
        and low.endswith(("kết quả ", "kết quả qua ", "qua "), 0, cue.start)
        and _RESULT.match(low, cue.end)
    ):
        return True
    if word in _CHOSEN and low.startswith(" là ", cue.end):
        return True
    if word == "xét đề nghị":
        return _OF.match(low, cue.end) is not None
    ground = _GROUND.search(low, max(cue.start - 40, 0), cue.start)
    return ground is not None and _OF.match(low, cue.end) is not None


def only_weighs(chunks: Sequence[Chunk], low: str) -> bool:
    """Say whether all that proposes among the chunks is a council's weighing, which may end in decisions."""
    words = [low[chunk.start : chunk.end] for chunk in chunks if isinstance(chunk, Cue) and chunk.kind == "propose"]
    return bool(words) and all(word in _WEIGHS for word in words)


def is_agenda(low: str, start: int, end: int) -> bool:
    """Say whether the sentence ``low[start:end]`` only tells what a meeting is held for, or hears before it decides.

    Counts that are weighed are proposals, unless the vote on them is told behind.
    """
    if "xét" not in low[start:end] and "nghe " not in low[start:end]:
        return False
    told = _AGENDA.search(low, start, end) or _HEARS.search(low, start, end)
    if told is None or _DECIDES.search(low, told.end(), end):
        return False
    return _COUNTED.search(low, told.end(), end) is None or _VOTES.search(low, end) is not None
