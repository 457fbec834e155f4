"""Sentences (câu), offsets intact."""

from __future__ import annotations

import re

#: A full stop that ends no sentence: after a title, an abbreviation or a single capital ("PGS.TS.", "TP. Hà Nội").
_ABBREVIATION = re.compile(
    r"(?:\b(?:GS|PGS|TS|Th[sS]|Th\.S|BS|KS|CN|LS|TP|Tp|TX|Tx|TT|Tt|P|Q|H|X|[Đđ]/c|Đ\.c|Mr|Ms|Dr|St|No|v\.v|tr|T\.Ư|T"
    r"|NXB|Cty|ĐC|Tel|ĐT|BSCKI|BSCKII|CKI|CKII|DS|DSCKI|DSCKII|KTS|TSKH|NCS|Ths|THS|NSND|NSƯT|NGND|NGƯT)|(?<!\w)[A-ZĐ])$"
)
#: A sentence's end: a mark, closing quotes or brackets, then a blank and a new start, or the end of the line.
_END = re.compile(r"[.!?…](?:(?:(?<=\.)/\.|[.!?…]*)[\"”’)\]]*(?=\s|$)|(?<=\.)(?=[A-ZĐÀ-Ỵ][\wà-ỹ]+\s))")
_START = re.compile(r"\s*[\"“‘(\[*•-]*\s*[A-ZĐÀ-Ỵ0-9]")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a text as (start, end), blanks at their ends left out.

    A line break ends a sentence; a full stop after an abbreviation does not.

    >>> text = "PGS.TS. Lê Mẫu dự. Sở tặng Giấy khen./."
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['PGS.TS. Lê Mẫu dự.', 'Sở tặng Giấy khen./.']
    """
    found = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for mark in _END.finditer(text, line.start(), line.end()):
            if _ends_sentence(text, mark.start(), mark.end(), line.end()):
                found.append((start, mark.end()))
                start = mark.end()
        found.append((start, line.end()))
    trimmed = (_trim(text, start, end) for start, end in found)
    return [(start, end) for start, end in trimmed if start < end]


def _ends_sentence(text: str, mark: int, after: int, line_end: int) -> bool:
    if after >= line_end:
        return True
    if text[mark] == "." and _ABBREVIATION.search(text, max(mark - 12, 0), mark):
        return False
    return _START.match(text, after) is not None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
