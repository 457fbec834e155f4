"""Parts of units that their own sentence tells: who holds by a passive, who is listed as receiving."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.mentions import PersonMention, UnitMention
from extract.rules import load_rules
from extract.text import Sentence
from extract.units.giving import GIVING, given_parts
from schemas.records import UnitRole

_RULES = load_rules("units")
_HELD = _RULES["held"].compile()
_HOLDS_IT = _RULES["holds_it"].compile()
_GIVEN_TO = _RULES["given_to"].sought()
_ONE_OF = _RULES["one_of"].compile()
_GIVEN_ON = _RULES["given_on"].compile()
_GIVEN_MANY = _RULES["given_many"].compile()
_GIVEN_LIST = _RULES["given_list"].sought()
#: How far names stand behind the begin of their sentence, and the sentence before it reaches back.
_OPENING, _BEFORE = 110, 300
_BULLETED = re.compile(r"\n *[-+•*]")
_ITEM = re.compile(r" *[-+•*] *\Z")
_BY = re.compile(r"(?<!\w)(?:do|được) (?:(?:tập thể|lãnh đạo|các|đảng ủy,? |chỉ huy) *)*\Z")
_AND = re.compile(
    r"(?: *\([^()\n]{1,60}\))?[ ,;]*(?:và|cùng|cùng với|với|-|phối hợp(?: cùng)?(?: với)?)?[ ,]*"
    r"(?:(?:lãnh đạo|các) )*\Z"
)


def told_parts(
    low: str, sentence: Sentence, mentions: Sequence[UnitMention], people: Sequence[PersonMention], *, hosted: bool
) -> Iterator[tuple[UnitMention, UnitRole]]:
    """Yield the units of one sentence with the parts its verbs tell.

    Args:
        low: The folded text.
        sentence: The sentence.
        mentions: Its units, without offices and those inside a person's post.
        people: The persons named in the text.
        hosted: Whether the hosts of the events are known, so that other verbs of holding tell none.
    """
    gives = GIVING.search(low, sentence.start, sentence.end) is not None
    for chain in _chains(low, mentions):
        after = low[chain[-1].end : sentence.end]
        passive = _BY.search(low[max(chain[0].start - 40, sentence.start) : chain[0].start]) is not None
        if passive and _HOLDS_IT.match(after) and _HELD.search(low, sentence.start, chain[0].start):
            yield from ((mention, "organizer") for mention in chain)
        if (
            _GIVEN_TO.search(low, sentence.start, chain[0].start)
            or _ONE_OF.match(after)
            or _goes_on(low, sentence, chain)
        ):
            yield from ((mention, "recipient") for mention in chain)
        elif gives:
            roles = list(given_parts(low, sentence, chain, people, passive=passive))
            yield from ((mention, role) for role in roles for mention in chain if not (hosted and role == "organizer"))


def _goes_on(low: str, sentence: Sentence, chain: Sequence[UnitMention]) -> bool:
    """Return whether a sentence opens with the names of those an award goes to that the sentence before tells."""
    if chain[0].start - sentence.start > _OPENING or not _GIVEN_ON.match(low, sentence.start, chain[0].start):
        return False
    return _GIVEN_MANY.search(low, max(sentence.start - _BEFORE, 0), sentence.start) is not None


def _chains(low: str, mentions: Sequence[UnitMention]) -> Iterator[list[UnitMention]]:
    """Yield the units in runs, those joined by commas and conjunctions together."""
    run: list[UnitMention] = []
    for mention in mentions:
        if run and not _AND.match(low[run[-1].end : mention.start]):
            yield run
            run = []
        run.append(mention)
    if run:
        yield run


def listed_recipients(low: str, mentions: Sequence[UnitMention]) -> Iterator[UnitMention]:
    """Yield the units that stand, a line each, below a line that tells how many are given an award."""
    for given in _GIVEN_LIST.finditer(low) if _BULLETED.search(low) else ():
        start, end = given.span("list")
        for mention in mentions:
            if start < mention.start < end and _ITEM.match(low, low.rfind("\n", 0, mention.start) + 1, mention.start):
                yield mention
