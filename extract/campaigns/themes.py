"""Themes, mottos and names told apart from their movement (chủ đề, khẩu hiệu, tên gọi của phong trào)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.campaigns.lists import nested_end
from extract.campaigns.named import QUOTED, Named, is_launched, matches_at, matches_with_quote
from extract.rules import load_rules
from extract.text import Sentence, Text

_RULES = load_rules("campaigns")
_THEME = _RULES["theme"].compile()
_PLAIN_THEME = _RULES["plain_theme"].compile()
_OWNER = _RULES["theme_owner"].compile()
_OWNER_AFTER = _RULES["owner_after"].compile()
_BY = _RULES["theme_by"].compile()
_SPOKEN_AGAIN = _RULES["spoken_again"].compile()
_WORDS = ("chủ đề", "khẩu hiệu", "phương châm", *(f"{verb} tên" for verb in ("mang", "lấy", "có", "với", "được đặt")))
_NAMES = ("tên của phong trào", "tên gọi của phong trào", "tên của đợt thi đua", "tên gọi của đợt thi đua")
#: A sentence that goes on with the theme of the movement told before it.
_GOES_ON = re.compile(r"\W*(?:(?:với|mang|lấy|theo|bám sát) )?(?:chủ đề|khẩu hiệu|tên gọi|mang tên|lấy tên)(?!\w)")
#: Between a movement and a theme: the movement has a name of its own.
_NAME_BETWEEN = re.compile(r"\"[^\"\n]{3,250}\"")
#: Right before a theme: it is launched as such.
_LAUNCHED_HERE = re.compile(r"phát động (?:thi đua )?(?:theo |với )?$")
_HERE = 28
#: What is no movement's theme where somebody only competes: a motto, the theme of a year.
_OF_OTHERS = re.compile(r"phương châm|chủ đề năm \d")
#: How far from a theme its owner may stand.
_OWNER_REACH = 200


def themes(text: Text) -> Iterator[Named]:
    """Return the themes of movements, in quotation marks or set apart by a colon."""
    for match in matches_with_quote(_THEME, text.low, (*_WORDS, *_NAMES)):
        yield from _of_owner(text, match, plain=False)
    for match in matches_at(_PLAIN_THEME, text.low, _WORDS[:2]):
        if text.body[match.start("name")].isupper():
            yield from _of_owner(text, match, plain=True)


def _of_owner(text: Text, match: re.Match[str], *, plain: bool) -> Iterator[Named]:
    """Return the name when it is a movement that the theme belongs to."""
    low, start = text.low, match.start()
    sentence = text.sentence_at(start)
    owners = list(_OWNER.finditer(low, max(sentence.start, start - _OWNER_REACH), start))
    if owners and _NAME_BETWEEN.search(low, owners[-1].end(), start):
        if not _LAUNCHED_HERE.search(low, start - _HERE, start):
            return
        owners = []
    direct = _OWNER_AFTER.match(low, match.end())
    owner = _last_owner(text, owners, of_pact=plain or bool(match.groupdict().get("theme")))
    if owner and owner[0] == "thi đua" and _OF_OTHERS.match(low, start):
        return
    after = None if owners else _owner_behind(text, match.end(), sentence)
    before = None if owners or after else _owner_told_before(text, sentence, start)
    by = None if owners else _BY.match(low, match.end())
    inside = _OWNER.search(low, start, match.start("name"))
    own = (inside and (inside["movement"] or inside["wider"])) or _LAUNCHED_HERE.search(low, start - _HERE, start)
    if not (owner or direct or after or before or by or own):
        return
    head = owner.start() if owner else start
    again = not by and (not owner or bool(_SPOKEN_AGAIN.match(low, owner.end())))
    name = match.start("name"), name_end(match)
    yield Named(head, *name, 2 if plain else QUOTED, is_launched(text, start), again=again)


def _last_owner(text: Text, owners: list[re.Match[str]], *, of_pact: bool) -> re.Match[str] | None:
    last = owners[-1] if owners else None
    if last and last["wider"] and not _is_launched_anywhere(text):
        return None
    return last if last and (last["movement"] or last["wider"] or (last["pact"] and of_pact)) else None


def _is_launched_anywhere(text: Text) -> bool:
    """Return whether anything is launched in the article: then its drives and months are movements of its own."""
    return "phát động" in text.low or "ra quân" in text.low


def _owner_behind(text: Text, end: int, sentence: Sentence) -> re.Match[str] | None:
    """Return the movement told behind a theme that opens its sentence: "Mang tên "…", sau 3 tháng, đợt thi đua …"."""
    owner = _OWNER.search(text.low, end, min(sentence.end, end + _OWNER_REACH))
    return owner if owner and owner["movement"] and owner[0] != "thi đua" else None


def _owner_told_before(text: Text, sentence: Sentence, start: int) -> re.Match[str] | None:
    """Return the movement launched in the sentence before one that only goes on with its theme."""
    at = text.sentence_index(sentence.start)
    if not at or not _GOES_ON.match(text.low, sentence.start, start + 12):
        return None
    before = text.sentences[at - 1]
    owners = list(_OWNER.finditer(text.low, before.start, before.end))
    launched = owners and is_launched(text, owners[-1].end())
    return owners[-1] if launched and (owners[-1]["movement"] or owners[-1]["wider"]) else None


def name_end(match: re.Match[str]) -> int:
    """Return the end of a name without the full stop that closes its sentence inside the quotation marks.

    A part in quotation marks of its own at the end belongs to the name.
    """
    name = match["name"]
    nested = nested_end(match.string, match.end() - 1)
    if nested:
        return nested
    return match.start("name") + len(name if name.endswith("..") else name.rstrip(" .,;"))
