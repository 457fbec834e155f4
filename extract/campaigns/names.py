"""Names of emulation movements and drives: quoted, listed, described, yearly (tên phong trào thi đua)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from extract.campaigns.lists import cut, list_items, nested_end, trimmed
from extract.rules import load_rules
from extract.text import Text
from schemas.folding import compose, fold_key

_RULES = load_rules("campaigns")
#: One expression for each head: each begins with a literal, so that the scan skips what is none.
_QUOTED = tuple(re.compile(re.escape(cue) + str(_RULES["quoted"].pattern)) for cue in _RULES["head"].cues)
_QUOTED_DRIVE = _RULES["quoted_drive"].compile()
_DRIVES = (_RULES["drive"].compile(), _RULES["dated_drive"].compile())
_THEME = _RULES["theme"].compile()
_OWNER = _RULES["theme_owner"].compile()
_LIST = _RULES["list"].compile()
_DESCRIBED = _RULES["described"].compile()
_NOT_LAUNCHING = _RULES["not_launching"].compile()
_NAMED = _RULES["named"].compile()
_TOLD = tuple(_RULES[name].compile() for name in ("followed", "initiatives", "told_emulation"))
_DIVIDED_YEAR = _RULES["divided_year"].compile()
_MERIT = _RULES["merit"].compile()
_YEARLY = _RULES["yearly"].compile()
_NO_CAMPAIGN = _RULES["no_campaign"].compile()
_LAUNCH = _RULES["launch"].compile()
_NEXT_QUOTED = re.compile(r"\s*(?:[;,]|,?\s*và)\s*([\"'])\s*(?P<name>[^\"\n]{3,250}?)\s*\1")
_QUOTE_GOES_ON = re.compile(r" \"[^\"\n]{3,80}\"")
_HEAD = re.compile(r"(?:phong trào|đợt)(?: thi đua)? ")
_PLURAL = re.compile(r"(?:các|những|nhiều|\d) $")
_LIST_END = re.compile(r"…|\.\.|[.!?]+(?=\s|$)|\n")
#: Names are no longer than this; what is longer is no name.
_LONGEST_NAME = 250
#: Names of so many words that are told again without some of them are the same.
_MANY_WORDS = 7
#: How far before a launch it is looked for who launches, and when.
_BEFORE = 40
#: How far before a movement the merit may stand that it is the field of.
_MERIT_REACH = 120
#: How far from the end of a theme its owner may stand.
_OWNER_REACH = 200


@dataclass(frozen=True, slots=True)
class Named:
    """A name found: ``start`` is where its head ("phong trào thi đua …") begins, ``rank`` how sure the name is."""

    start: int
    name_start: int
    name_end: int
    rank: int
    launched: bool
    listed: bool = False
    drive: bool = False


def find_names(text: Text) -> list[Named]:
    """Return each movement and drive once, in the order of the text; a yearly one only when it is launched here."""
    return _without_yearly(text, _merged(text, _all_names(text)))


def name_in_title(text: Text) -> str | None:
    """Return the movement that the title names in quotation marks."""
    title = Text(compose(text.title or ""))
    first = next(iter(_quoted(title)), None)
    return title.body[first.name_start : first.name_end] if first else None


def _all_names(text: Text) -> Iterator[Named]:
    yield from _quoted(text)
    yield from _themes(text)
    yield from _listed(text)
    yield from _described(text)
    yield from _known_movements(text)
    yield from _told(text)
    yield from _yearly(text)
    yield from _drives(text)


def _launched(text: Text, start: int) -> bool:
    sentence = text.sentence_at(start)
    return _LAUNCH.search(text.low, sentence.start, start) is not None


def _quoted(text: Text) -> Iterator[Named]:
    for match in (match for head in (*_QUOTED, _QUOTED_DRIVE) for match in head.finditer(text.low)):
        if _NO_CAMPAIGN.match(match["name"]):
            continue
        launched = _launched(text, match.start("name"))
        end = _name_end(match)
        yield Named(match.start(), match.start("name"), end, 3, launched)
        follower = _NEXT_QUOTED.match(text.low, max(match.end(), end + 1))
        while follower:
            yield Named(follower.start("name"), follower.start("name"), follower.end("name"), 3, launched)
            follower = _NEXT_QUOTED.match(text.low, follower.end())


def _themes(text: Text) -> Iterator[Named]:
    for match in _THEME.finditer(text.low):
        sentence = text.sentence_at(match.start())
        owners = list(_OWNER.finditer(text.low, max(sentence.start, match.start() - _OWNER_REACH), match.start()))
        if owners and (owners[-1]["movement"] or (owners[-1]["pact"] and match["theme"])):
            start = owners[-1].start()
            yield Named(start, match.start("name"), _name_end(match), 3, _launched(text, match.start()))


def _name_end(match: re.Match[str]) -> int:
    """Return the end of a quoted name without the full stop that closes its sentence inside the quotation marks.

    A part in quotation marks of its own at the end belongs to the name.
    """
    name = match["name"]
    nested = nested_end(match.string, match.end() - 1)
    if nested:
        return nested
    return match.start("name") + len(name if name.endswith("..") else name.rstrip(" .,;"))


def _described(text: Text) -> Iterator[Named]:
    for match in _DESCRIBED.finditer(text.low):
        end = text.sentence_at(match.start()).end
        start, end = trimmed(text.low, match.start(), cut(text.low, match.end(), end))
        quoted = _QUOTE_GOES_ON.match(text.low, end)
        end = quoted.end() if quoted else end
        if match.end() < end <= start + _LONGEST_NAME:
            yield Named(start, start, end, 1, _launched(text, start))


def _known_movements(text: Text) -> Iterator[Named]:
    for match in _NAMED.finditer(text.low):
        if not _MERIT.search(text.low, max(match.start() - _MERIT_REACH, 0), match.start()):
            yield Named(match.start(), match.start(), match.end(), 1, _launched(text, match.start()))


def _told(text: Text) -> Iterator[Named]:
    """Return the movements that their own words tell: an example to follow, so many initiatives, a slogan."""
    for pattern in _TOLD:
        for match in pattern.finditer(text.low):
            yield Named(match.start(), match.start("name"), match.end("name"), 2, _launched(text, match.start()))


def _yearly(text: Text) -> Iterator[Named]:
    for match in _DIVIDED_YEAR.finditer(text.low):
        yield Named(match.start(), match.start("name"), match.end("name"), 0, launched=False)
    for match in _YEARLY.finditer(text.low):
        if _NOT_LAUNCHING.search(text.low, max(match.start() - _BEFORE, 0), match.start()):
            continue
        yield Named(match.start(), match.start("name"), match.end("name"), 0, launched=True)


def _drives(text: Text) -> Iterator[Named]:
    """Return the drives without a name that are launched, or told with their time."""
    for launched, pattern in zip((True, False), _DRIVES, strict=True):
        for match in pattern.finditer(text.low):
            if launched and _NOT_LAUNCHING.search(text.low, max(match.start() - _BEFORE, 0), match.start()):
                continue
            yield Named(match.start("name"), match.start("name"), match.end("name"), 0, launched, drive=True)


def _listed(text: Text) -> Iterator[Named]:
    for match in _LIST.finditer(text.low):
        end = _LIST_END.search(text.low, match.end())
        stop = end.start() if end else len(text.low)
        launched = _launched(text, match.end())
        if '"' not in text.low[match.end() : stop] and not _PLURAL.search(
            text.low, max(match.start() - 12, 0), match.start()
        ):
            continue
        for at, (start, finish) in enumerate(list_items(text.low, match.end(), stop)):
            yield Named(match.start() if at == 0 else start, start, finish, 2, launched, listed=True)


def _merged(text: Text, names: Iterable[Named]) -> list[Named]:
    """Return each campaign once: the surest of overlapping names, the first of equal ones."""
    kept: list[Named] = []
    for name in sorted(names, key=lambda name: (-name.rank, name.start)):
        if any(name.start < other.name_end and other.start < name.name_end for other in kept):
            continue
        same = next((at for at, other in enumerate(kept) if _same(text, name, other)), None)
        if same is None:
            kept.append(name)
        elif name.launched:
            kept[same] = replace(kept[same], launched=True)
    return sorted(kept, key=lambda name: name.start)


def _same(text: Text, name: Named, other: Named) -> bool:
    one, two = (_HEAD.sub("", fold_key(text.body[item.name_start : item.name_end])) for item in (name, other))
    return one in two or two in one or _shortened(one, two) or _shortened(two, one)


def _shortened(short: str, long: str) -> bool:
    """Return whether a name is a long one told again without some of its words."""
    words, rest = short.split(), iter(long.split())
    return len(words) >= _MANY_WORDS and words[:2] == long.split()[:2] and all(word in rest for word in words)


def _without_yearly(text: Text, named: list[Named]) -> list[Named]:
    """Drop a yearly or unnamed drive when the article launches one that has a name: they are the same."""
    real = [name for name in named if name.rank and not name.listed]
    if any(name.launched for name in real):
        return [name for name in named if name.rank or (name.drive and _told_beside(text, name, real))]
    yearly = [name for name in named if not name.rank][:1]
    own = [name for name in yearly if not any(_names_drive(text, name, other) for other in real)]
    return [name for name in named if name.rank or name in own]


def _told_beside(text: Text, drive: Named, real: list[Named]) -> bool:
    """Return whether a drive is told after a movement with a name, as a part of it of its own."""
    before = [name for name in real if name.name_end <= drive.start]
    return bool(before) and not any(_is_drive(text, name) for name in real)


def _names_drive(text: Text, drive: Named, name: Named) -> bool:
    """Return whether a name is that of a drive launched before it: "Đợt thi đua có chủ đề …"."""
    return name.start > drive.name_end and _is_drive(text, name)


def _is_drive(text: Text, name: Named) -> bool:
    return text.low.startswith("đợt", name.start)
