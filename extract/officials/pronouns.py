"""Pronouns that stand for the one official just told of ("Bà mong muốn …", "…”, ông nói")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extract.mentions import PersonMention
from extract.rules import load_rules
from extract.text import Sentence, Text

_PRONOUN = load_rules("officials")["pronoun"].compile()
_BEGINS = re.compile(r"(?:\A|[.!?;:,] |[\")] ?[,-]? ?|, đồng thời |\n)\Z")
_FEMALE = re.compile(r"(?<!\w)(?:bà|chị|cô|thị)(?!\w)")
_MALE = re.compile(r"(?<!\w)(?:ông|anh|thầy|văn)(?!\w)")
#: So many sentences back a person may have been named.
_BACK = 2


def find_pronouns(text: Text, people: Sequence[PersonMention]) -> list[PersonMention]:
    """Return the pronouns that can only mean one official: the last one told of, in the same paragraph.

    Each is returned as a mention of that person without posts. A pronoun of the other sex is left out, and one behind a
    sentence that names several officials.
    """
    held = {person.name for person in people if person.positions}
    officials = [person for person in people if person.name in held]
    if not officials:
        return []
    sexes = {name: _sex(text.low, (person for person in officials if person.name == name)) for name in held}
    found: list[PersonMention] = []
    for match in _PRONOUN.finditer(text.low, officials[0].end):
        start, end = match.span()
        if _BEGINS.search(text.low, max(start - 14, 0), start):
            names = _named_before(text, officials, start)
            names -= {name for name in names if {sexes[name], _SEX.get(match[0], "")} == {"f", "m"}}
            if len(names) == 1:
                found.append(PersonMention(start, end, names.pop(), (), start, end))
    return found


_SEX = {"ông": "m", "bà": "f"}


def _sex(low: str, mentions: Iterable[PersonMention]) -> str:
    """Return "f" or "m" where a word of address or the middle name tells, else nothing."""
    told = " ".join(low[mention.span_start : mention.end] for mention in mentions)
    female, male = _FEMALE.search(told) is not None, _MALE.search(told) is not None
    return "" if female == male else "f" if female else "m"


def _named_before(text: Text, officials: Sequence[PersonMention], offset: int) -> set[str]:
    """Return the officials named last: in the same sentence, or in one of the sentences of the line before it."""
    at = text.sentence_index(offset)
    for index in range(at, max(at - _BACK, 0) - 1, -1):
        sentence = text.sentences[index]
        if "\n" in text.body[sentence.end : offset]:
            return set()
        names = _names_in(officials, sentence, offset)
        if names:
            return names
    return set()


def _names_in(officials: Sequence[PersonMention], sentence: Sentence, offset: int) -> set[str]:
    return {
        person.name for person in officials if sentence.start <= person.start < sentence.end and person.end <= offset
    }
