"""Reviews of several years: what a sentence about them leaves open for the sentences behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.awards.chunks import Chunk, Named
from extract.rules import load_rules
from extract.text import Sentence, Text

_REVIEW = load_rules("awards")["review_opens"].sought()
_CLOSES = load_rules("awards")["review_closes"].compile()
_OCCASION = load_rules("awards")["occasion"].compile()
_REPORTS = load_rules("awards")["reports"].compile()
_GOES_ON = load_rules("awards")["goes_on"].compile()
_ITEM = re.compile(r"[-+•*·–►▪●] ?(?=[^\W\d]|\d)|\d{1,2}(?:\.\d{1,2})?[.)/] ?(?!\d)|[a-zđ][.)] ")
#: A line so near behind one that looks back goes on with it where it begins like this.
_NEXT_LINE = 4
_ADDS = re.compile(
    r"(?:ngoài ra|bên cạnh đó|cùng với đó|đặc biệt|không những|không chỉ|đồng thời|hơn nữa|không dừng lại"
    r"|(?:ông|bà|anh|chị|cô|thầy|cụ|công ty|đơn vị|nhà trường|bệnh viện) (?:cũng|còn))(?!\w)"
)
#: Headline and lead end here at the latest.
_LEADS = 900
#: How far into a sentence a frame of time stands.
_LEAD = 140


def is_item(text: Text, sentence: Sentence) -> bool:
    """Say whether the sentence stands in an item of a list: its line begins with a dash, a number or a letter."""
    line = text.low.rfind("\n", 0, sentence.start) + 1
    return sentence.kind == "list_item" or _ITEM.match(text.low, line) is not None


def opens_time(text: Text, sentence: Sentence, end: int) -> bool:
    """Say whether the sentence, up to its first award at ``end``, opens a time of its own or tells of the occasion."""
    lead = text.low[sentence.start : min(end, sentence.start + _LEAD)]
    return _OCCASION.search(lead) is not None or _CLOSES.match(lead) is not None


def adds_line(text: Text, sentence: Sentence, back: int) -> bool:
    """Say whether a sentence goes on in the line that ends behind ``back``, or in the next with a word that adds."""
    if text.low.find("\n", back, sentence.start) < 0:
        return True
    return sentence.start - back < _NEXT_LINE and _ADDS.match(text.low, sentence.start) is not None


def is_handed_over(chunks: Sequence[Chunk], verb: int | None, low: str) -> bool:
    """Say whether a named person hands over right here ("Bộ trưởng A tặng …"), which no review tells."""
    if verb is None:
        return False
    before = [chunk for chunk in chunks if chunk.end <= verb]
    giver = before[-1] if before else None
    return isinstance(giver, Named) and giver.person and low[giver.end : verb] in (" ", " đã ")


def is_section(text: Text, sentence: Sentence) -> bool:
    """Say whether the sentence is the heading of a section, and no numbered line of a list nor what opens one."""
    return sentence.kind == "heading" and not is_item(text, sentence) and text.body[sentence.end - 1] != ":"


def is_headline(text: Text, sentence: Sentence) -> bool:
    """Say whether a sentence stands in the first two lines, or without a full stop."""
    led = sentence.start < _LEADS and text.body.count("\n", 0, sentence.start) < 2
    return led or text.body[sentence.end - 1] not in ".;:!…/"


@dataclass
class Reviews:
    """Walks over the sentences in order and knows which stand in a review of past years.

    A review opens with a frame of several years ("Trong 5 năm qua, …") and covers the sentences of its paragraph, list
    items and paragraphs that go on with it, until another time or the occasion itself begins.
    """

    text: Text
    _open: bool = False
    _paragraph: int = -1
    _at: int = 0

    def covers(self, index: int) -> bool:
        """Say whether an earlier sentence's review covers sentence ``index``; calls must go upwards."""
        covered = False
        while self._at <= index:
            covered = self._step(self.text.sentences[self._at])
            self._at += 1
        return covered

    def _step(self, sentence: Sentence) -> bool:
        lead = self.text.low[sentence.start : min(sentence.start + _LEAD, sentence.end)]
        paragraph = self.text.low.rfind("\n", 0, sentence.start) + 1
        fresh, self._paragraph = paragraph != self._paragraph, paragraph
        opens = _REVIEW.search(lead)
        if opens is None and not self._open:
            return False
        told = _OCCASION.search(lead) or _CLOSES.match(lead)
        if opens and (not told or _REPORTS.search(lead, 0, opens.start())):
            covered, self._open = False, True
        elif told or sentence.kind == "caption" or (sentence.kind == "heading" and not is_item(self.text, sentence)):
            covered = self._open = False
        else:
            goes_on = not fresh or is_item(self.text, sentence) or _GOES_ON.match(lead) is not None
            covered = self._open = self._open and goes_on
        return covered
