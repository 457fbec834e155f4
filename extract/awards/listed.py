"""Lists whose header tells the award and whose items the recipients, or the header the recipient and items awards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.awards.chunks import Chunk, Cue, Group, Named
from extract.awards.clause import Draft
from extract.names import UPPER, full_name_end
from extract.text import Sentence, Text

_MARK = re.compile(r"\s*(?:[-+•*·–►▪●]|\d{1,2}(?:\.\d{1,2})?[.)/]|[a-zđ][.)])?\s*")
_LABEL = re.compile(
    r"(?:[-+•*·–]|\d{1,2}(?:\.\d{1,2})?[.)/]|[a-zđ][.)])?\s*(?:về |các |đối với )*(?:tập thể|cá nhân|hộ(?: gia đình)?)"
    r"[^.:]{0,30}:"
)
_HEADER = re.compile(
    r"(?<!\w)(?:cho|gồm|gồm có|sau|sau đây|như sau|tập thể|cá nhân|đơn vị|đối với|đồng chí|ông, bà|ông/bà|danh sách)"
    r"(?: [^\W\d_]+){0,2} ?(?:\(\d+\))?:$"
)
#: The header of a list of what somebody was awarded over the years, told as done.
_RECORD = re.compile(
    r"(?<!\w)(?:phần thưởng|danh hiệu|hình thức khen thưởng|thành tích)(?!\w)[^:]*"
    r"(?<!\w)(?:đã|được|từng|đạt)(?!\w)[^:]*:$"
    r"|(?<!\w)đã (?:vinh dự |nhiều lần |liên tục )*(?:được )?(?:trao tặng|tặng thưởng|tặng|đón nhận|nhận)"
    r"(?: [^\W\d_]+){0,6}(?: sau| sau đây| như sau)?:$"
)
_NOT_YET = re.compile(r"(?<!\w)(?:nhân dịp này|dịp này|tại (?:lễ|hội nghị|buổi)|hôm nay|đề nghị|cho)(?!\w)")
_HONORIFIC = re.compile(r"(?:(?:các )?(?:ông|bà|anh|chị|em|đồng chí|đ/c|cô|thầy)(?:, bà|/bà)?:? )")
#: The name that an item begins with; a list of verbs and marks of clauses is none.
_NAME = re.compile(rf"[{UPPER}\d][^,;.:()\n]{{3,80}}(?=\s*(?:[,;.:(\n]|$))")
_CLAUSE = re.compile(r"(?<!\w)(?:đã|được|có|phải|không|là|sẽ|nếu|do|tổ chức|thực hiện)(?!\w)")


def is_label(text: Text, sentence: Sentence) -> bool:
    """Say whether the sentence only heads the recipients of one kind ("* Tập thể:", "Đối với cá nhân (05):")."""
    return _LABEL.fullmatch(text.low, sentence.start, sentence.end) is not None


def heads_names(text: Text, sentence: Sentence) -> bool:
    """Say whether a list's header leads to its recipients ("… được tặng cho:", "… các đơn vị sau:")."""
    return _HEADER.search(text.low, max(sentence.end - 50, sentence.start), sentence.end) is not None


def record_holder(text: Text, sentence: Sentence, chunks: Sequence[Chunk]) -> Group | Named | None:
    """Return whose record a list's header opens ("Những phần thưởng Bệnh viện đã được trao tặng:"), if it does."""
    if text.body[sentence.end - 1] != ":" or _NOT_YET.search(text.low, sentence.start, sentence.end):
        return None
    if not _RECORD.search(text.low, sentence.start, sentence.end):
        return None
    named = next((chunk for chunk in chunks if isinstance(chunk, Named) and not chunk.office), None)
    return named or Group(sentence.start, sentence.end, ("collective",), single=True)


def won(draft: Draft, holder: Group | Named, chunks: Sequence[Chunk]) -> Draft:
    """Return the award that an item of a record only names ("- Cờ thi đua của Bộ: 04 lần") as one its holder got."""
    if draft.recipients or draft.verb is not None or draft.given.form is None:
        return draft
    told = [chunk.kind for chunk in chunks if isinstance(chunk, Cue) and chunk.kind.startswith("times:")]
    times = int(told[0].partition(":")[2]) if told else draft.times
    return replace(
        draft, recipients=(holder,), verb=draft.given.start, passive=True, status="retrospective", times=times
    )


def of_item(text: Text, sentence: Sentence, chunks: Sequence[Chunk], *, names_only: bool) -> tuple[Group | Named, ...]:
    """Return the recipients of one item: its counted groups, all names behind a label, else the name it begins with.

    Args:
        text: The article.
        sentence: The item.
        chunks: The item's chunks.
        names_only: The header leads to names, so that an item is one even where no finder knows it.
    """
    labelled = len(chunks) > 1 and isinstance(chunks[0], Group) and isinstance(chunks[1], Cue)
    names = tuple(chunk for chunk in chunks if isinstance(chunk, Named) and not chunk.office)
    groups = tuple(chunk for chunk in chunks if isinstance(chunk, Group) and chunk.number is not None)
    if groups and not (labelled and groups[0] is chunks[0]):
        return groups
    if labelled:
        return groups[:1] + tuple(name for name in names if name.preposition != "place")
    idle = all(isinstance(chunk, Cue) and chunk.kind == "semicolon" for chunk in chunks)
    return names[:1] or (_first_name(text, sentence) if idle and names_only else ())


def _first_name(text: Text, sentence: Sentence) -> tuple[Named, ...]:
    """Return the name that an item begins with where no finder knows it ("- Bưu điện huyện Mẫu.")."""
    mark = _MARK.match(text.low, sentence.start, sentence.end)
    start = mark.end() if mark else sentence.start
    honorific = _HONORIFIC.match(text.low, start, sentence.end)
    start = honorific.end() if honorific else start
    match = _NAME.match(text.body, start, sentence.end)
    if match is None or _CLAUSE.search(text.low, start, match.end()):
        return ()
    person = full_name_end(text.body, text.low, start) == match.end()
    return (Named(start, match.end(), match[0], person=person or honorific is not None),)
