"""Names of movements in quotation marks, themes and slogans (tên phong trào trong ngoặc kép)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.campaigns.lists import list_items, nested_end
from extract.campaigns.named import QUOTED, Named, is_launched, matches_at
from extract.rules import load_rules
from extract.text import Text

_RULES = load_rules("campaigns")
#: One expression for each head: each begins with a literal, so that the scan skips what is none.
_QUOTED = tuple(re.compile(re.escape(cue) + str(_RULES["quoted"].pattern)) for cue in _RULES["head"].cues)
_QUOTED_DRIVE = _RULES["quoted_drive"].compile()
_THEME = _RULES["theme"].compile()
_PLAIN_THEME = _RULES["plain_theme"].compile()
_OWNER = _RULES["theme_owner"].compile()
_OWNER_AFTER = _RULES["owner_after"].compile()
_LIST = _RULES["list"].compile()
_TOLD = tuple(_RULES[name].compile() for name in ("followed", "initiatives", "told_emulation"))
_NO_CAMPAIGN = _RULES["no_campaign"].compile()
_NEXT_QUOTED = re.compile(r"\s*(?:[;,]|,?\s*và)\s*([\"'])\s*(?P<name>[^\"\n]{3,250}?)\s*\1")
_PLURAL = re.compile(r"(?:các|những|nhiều|\d) $")
_LIST_END = re.compile(r"…|\.\.|[.!?]+(?=\s|$)|\n")
#: How far from the end of a theme its owner may stand.
_OWNER_REACH = 200


def quoted(text: Text) -> Iterator[Named]:
    """Return the names in quotation marks behind the head of a movement, and those that follow in a row."""
    for match in (match for head in (*_QUOTED, _QUOTED_DRIVE) for match in head.finditer(text.low)):
        if _NO_CAMPAIGN.match(match["name"]) or _closes(text, match.start("mark")):
            continue
        launched = is_launched(text, match.start("name"))
        end = _name_end(match)
        yield Named(match.start(), match.start("name"), end, QUOTED, launched)
        follower = _NEXT_QUOTED.match(text.low, max(match.end(), end + 1))
        while follower:
            yield Named(follower.start("name"), follower.start("name"), follower.end("name"), QUOTED, launched)
            follower = _NEXT_QUOTED.match(text.low, follower.end())


def _closes(text: Text, mark: int) -> bool:
    """Return whether a quotation mark closes a quotation; a straight one between blanks is told by those before it."""
    body = text.body
    if body[mark] not in "\"'":
        return body[mark] in "”’»"
    before, after = body[mark - 1 : mark].isspace(), body[mark + 1 : mark + 2].isspace()
    if before != after:
        return after
    return body.count(body[mark], body.rfind("\n", 0, mark) + 1, mark) % 2 == 1


def themes(text: Text) -> Iterator[Named]:
    """Return the themes of movements, in quotation marks or set apart by a colon."""
    for pattern in (_THEME, _PLAIN_THEME):
        for match in matches_at(pattern, text.low, ("chủ đề", "khẩu hiệu", "phương châm")):
            plain = pattern is _PLAIN_THEME
            if plain and not text.body[match.start("name")].isupper():
                continue
            sentence = text.sentence_at(match.start())
            owners = list(_OWNER.finditer(text.low, max(sentence.start, match.start() - _OWNER_REACH), match.start()))
            of_pact = plain or match["theme"]
            own = owners and (owners[-1]["movement"] or (owners[-1]["pact"] and of_pact))
            if own or _OWNER_AFTER.match(text.low, match.end()):
                start, launched = owners[-1].start() if own else match.start(), is_launched(text, match.start())
                yield Named(start, match.start("name"), _name_end(match), 2 if plain else QUOTED, launched)


def _name_end(match: re.Match[str]) -> int:
    """Return the end of a name without the full stop that closes its sentence inside the quotation marks.

    A part in quotation marks of its own at the end belongs to the name.
    """
    name = match["name"]
    nested = nested_end(match.string, match.end() - 1)
    if nested:
        return nested
    return match.start("name") + len(name if name.endswith("..") else name.rstrip(" .,;"))


def told(text: Text) -> Iterator[Named]:
    """Return the movements that their own words tell: an example to follow, so many initiatives, a slogan."""
    for pattern in _TOLD:
        for match in pattern.finditer(text.low):
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
