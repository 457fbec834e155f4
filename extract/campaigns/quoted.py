"""Names of movements in quotation marks, lists and slogans (tên phong trào trong ngoặc kép)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.campaigns.lists import list_items
from extract.campaigns.named import QUOTED, Named, is_launched, matches_at, matches_with_quote
from extract.campaigns.themes import name_end
from extract.rules import load_rules
from extract.text import Text

_RULES = load_rules("campaigns")
_HEADS = _RULES["head"].cues
_QUOTED = {head: re.compile(re.escape(head) + str(_RULES["quoted"].pattern)) for head in _HEADS}
_QUOTED_DRIVE = _RULES["quoted_drive"].compile()
_LIST = _RULES["list"].compile()
_ROW = _RULES["row"].compile()
_OTHER_NAMES = _RULES["other_names"].compile()
_SEVERAL = _RULES["several"].compile()
_FIRST_QUOTED = re.compile(r"\"\s*(?P<name>[^\"\n]{3,250}?)\s*\"")
_CAMPAIGN_DRIVE = _RULES["campaign_drive"].compile()
_DAYS_DRIVE = _RULES["days_drive"].compile()
_CAMPAIGN_ACTS = _RULES["campaign_acts"].compile()
_CAMPAIGN_IS = _RULES["campaign_is"].compile()
_EXAMPLE_OF = _RULES["example_of"].compile()
_KNOWN_QUOTED = _RULES["known_quoted"].compile()
_FOLLOWED, _INITIATIVES, _TOLD = (_RULES[name].compile() for name in ("followed", "initiatives", "told_emulation"))
_NO_CAMPAIGN = _RULES["no_campaign"].compile()
_NEXT_QUOTED = re.compile(
    r"(?:\s*\([^()\n]{5,60}\))?\s*(?:[;,](?: và)?|và)\s*"
    r"(?:(?:các )?(?:phong trào|cuộc vận động|chiến dịch|đợt thi đua)(?: thi đua)? )?"
    r"([\"'])\s*(?P<name>[^\"\n]{3,250}?)\s*\1"
)
_PLURAL = re.compile(r"(?:các|những|nhiều|\d) $")
#: How far before a row it is told that there are several, before a campaign what is done with it.
_SEVERAL_REACH = 40
_ACTS_REACH = 60
#: Before a name that only tells what a part of another movement is.
_IS = ("là ", "là: ")
_LIST_END = re.compile(r"…|\.\.|[.!?]+(?=\s|$)|\n")


def quoted(text: Text) -> Iterator[Named]:
    """Return the names in quotation marks behind the head of a movement, and those that follow in a row."""
    for match in _behind_heads(text.low):
        if _NO_CAMPAIGN.match(match["name"]) or _closes(text, match.start("mark")):
            continue
        launched = is_launched(text, match.start("name"))
        end = name_end(match)
        yield Named(match.start(), match.start("name"), end, QUOTED, launched)
        yield from _followers(text, max(match.end(), end + 1), launched=launched)


def _behind_heads(low: str) -> Iterator[re.Match[str]]:
    for head, pattern in _QUOTED.items():
        yield from matches_with_quote(pattern, low, (head,))
    yield from matches_with_quote(_QUOTED_DRIVE, low, ("đợt ", "phong trào", "cuộc vận động"))


def _followers(text: Text, end: int, *, launched: bool, listed: bool = False) -> Iterator[Named]:
    """Return the names that follow in a row, each in quotation marks."""
    follower = _NEXT_QUOTED.match(text.low, end)
    while follower:
        if not _NO_CAMPAIGN.match(follower["name"]):
            name = follower.start("name")
            yield Named(name, name, name_end(follower), QUOTED, launched, listed=listed)
        follower = _NEXT_QUOTED.match(text.low, follower.end())


def rows(text: Text) -> Iterator[Named]:
    """Return the movements of a row: "nhiều phong trào đã đi vào đời sống như: "A"; "B""."""
    heads = ("phong trào", "cuộc vận động", "đợt thi đua", "đợt cao điểm", "đợt đột kích", "đợt nước rút")
    for match in matches_with_quote(_ROW, text.low, heads):
        if _OTHER_NAMES.search(match["between"]):
            continue
        first = _FIRST_QUOTED.match(text.low, match.end())
        several = _SEVERAL.search(text.low, max(match.start() - _SEVERAL_REACH, 0), match.start())
        if not first or not several or _closes(text, match.end()) or _NO_CAMPAIGN.match(first["name"]):
            continue
        launched = is_launched(text, match.end())
        yield Named(match.start(), first.start("name"), name_end(first), QUOTED, launched, listed=True)
        yield from _followers(text, first.end(), launched=launched, listed=True)


def campaign_drives(text: Text) -> Iterator[Named]:
    """Return the campaigns and stretches of days in quotation marks: "chiến dịch "…"", ""60 ngày …""."""
    for match in (*matches_with_quote(_CAMPAIGN_DRIVE, text.low, ("chiến dịch",)), *_of_days(text.low)):
        start, end, sentence = *match.span(), text.sentence_at(match.start())
        before = _CAMPAIGN_ACTS.search(text.low, max(sentence.start, start - _ACTS_REACH), start)
        drive = before or _CAMPAIGN_IS.match(text.low, end)
        if drive and not text.low.endswith(_IS, 0, start) and not _closes(text, match.start("name") - 1):
            yield Named(start, match.start("name"), name_end(match), QUOTED, is_launched(text, start))


def _of_days(low: str) -> Iterator[re.Match[str]]:
    """Return the stretches of days with a name: "80 ngày "…"", ""60 ngày …""."""
    at = low.find(" ngày ")
    while at >= 0:
        first = at
        while first and low[first - 1].isdigit():
            first -= 1
        mark = low.rfind('"', max(first - 2, 0), first)
        match = None
        if first < at:
            match = _DAYS_DRIVE.match(low, mark) if mark >= 0 else _CAMPAIGN_DRIVE.match(low, first)
        if match:
            yield match
        at = low.find(" ngày ", at + 1)


def known_quoted(text: Text) -> Iterator[Named]:
    """Return the country's movements that somebody is an example of: "gương "Dân vận khéo""."""
    for match in _KNOWN_QUOTED.finditer(text.low):
        if not _EXAMPLE_OF.search(text.low, max(match.start() - _ACTS_REACH, 0), match.start()):
            continue
        yield Named(match.start("name"), match.start("name"), name_end(match), 2, launched=False)


def _closes(text: Text, mark: int) -> bool:
    """Return whether a quotation mark closes a quotation; a straight one between blanks is told by those before it."""
    body = text.body
    if body[mark] not in "\"'":
        return body[mark] in "”’»"
    before, after = body[mark - 1 : mark].isspace(), body[mark + 1 : mark + 2].isspace()
    if before != after:
        return after
    return body.count(body[mark], body.rfind("\n", 0, mark) + 1, mark) % 2 == 1


def told(text: Text) -> Iterator[Named]:
    """Return the movements that their own words tell: an example to follow, so many initiatives, a slogan."""
    matches = [*matches_at(_FOLLOWED, text.low, ("phong trào", "cuộc vận động")), *_INITIATIVES.finditer(text.low)]
    if any(begin in text.low for begin in ('"thi đua', '" thi đua', 'chiến dịch "')):
        matches += _TOLD.finditer(text.low)
    for match in matches:
        group = "drive" if match.groupdict().get("drive") else "name"
        yield Named(match.start(), *match.span(group), 2, is_launched(text, match.start()))


def listed(text: Text) -> Iterator[Named]:
    """Return the items of "các phong trào thi đua như: …"."""
    for match in _LIST.finditer(text.low):
        end = _LIST_END.search(text.low, match.end())
        stop = end.start() if end else len(text.low)
        launched = is_launched(text, match.end())
        if '"' not in text.low[match.end() : stop] and not _PLURAL.search(
            text.low, max(match.start() - 12, 0), match.start()
        ):
            continue
        for at, (start, finish) in enumerate(list_items(text.low, match.end(), stop)):
            yield Named(match.start() if at == 0 else start, start, finish, 2, launched, listed=True)
