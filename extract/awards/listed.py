"""Recipients in the items of a list whose header tells the award."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.awards.chunks import Chunk, Cue, Group, Named
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
