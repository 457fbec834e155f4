"""Names of emulation movements and drives, each once (tên phong trào, đợt thi đua)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from extract.campaigns.described import described, drives, known_movements, titled, yearly
from extract.campaigns.named import QUOTED, Named
from extract.campaigns.quoted import campaign_drives, known_quoted, listed, quoted, rows, told
from extract.campaigns.themes import themes
from extract.rules import load_rules
from extract.text import Text
from schemas.folding import compose, fold_key

_PAST_AGE = load_rules("campaigns")["past_age"].sought()
#: Without one of these no sentence is on a past age.
_PAST_STEMS = (
    *("kháng chiến", "chống pháp", "chống mỹ", "đánh mỹ", "tiền tuyến", "bao cấp"),
    *("những năm", "thập ", "ở miền bắc"),
)
_HEAD = re.compile(r"(?:phong trào|đợt)(?: thi đua)? ")
_MARKS = re.compile(r"[^\w ]+")
#: A virtue has no more words.
_VIRTUE_WORDS = 4
#: Names of so many words that are told again without some of them are the same.
_MANY_WORDS = 7


def find_names(text: Text) -> list[Named]:
    """Return each movement and drive once, in the order of the text; a yearly one only when it is launched here."""
    return _without_yearly(text, _with_themes(text, _merged(text, _of_today(text))))


def name_in_title(text: Text) -> str | None:
    """Return the movement that the title names in quotation marks."""
    title = Text(compose(text.title or ""))
    first = next(iter(quoted(title)), None)
    return title.body[first.name_start : first.name_end] if first else None


def _of_today(text: Text) -> Iterator[Named]:
    """Return every name found but those of the wars and the times before the reform."""
    old = any(stem in text.low for stem in _PAST_STEMS)
    for name in _all_names(text):
        sentence = text.sentence_at(name.name_start)
        if not (old and _PAST_AGE.search(text.low, sentence.start, sentence.end)):
            yield name


def _all_names(text: Text) -> Iterator[Named]:
    for find in (
        themes,
        quoted,
        campaign_drives,
        rows,
        known_quoted,
        listed,
        described,
        known_movements,
        titled,
        told,
        yearly,
        drives,
    ):
        yield from find(text)


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
    one, two = (_words(text.body[item.name_start : item.name_end]) for item in (name, other))
    short, long = sorted((one, two), key=len)
    longer = name if len(one) > len(two) else other
    part = _half(short, long) and not _one_of_several(text.low[longer.name_start : longer.name_end], short)
    return long.startswith(short) or part or _shortened(short, long)


def _words(name: str) -> str:
    """Return the folded words of a name without its head and its marks."""
    return " ".join(_MARKS.sub(" ", _HEAD.sub("", fold_key(name))).split())


def _one_of_several(name: str, part: str) -> bool:
    """Return whether a part of a name is one of the virtues that it sets side by side: "Đoàn kết, quyết thắng"."""
    if len(part.split()) > _VIRTUE_WORDS:
        return False
    before = name[: max(name.find(part), 0)].rstrip()
    return before.endswith((",", "-", ";"))


def _half(short: str, long: str) -> bool:
    """Return whether a name stands in a long one and is the better half of it: less is another that it mentions."""
    return short in long and 2 * len(short.split()) >= len(long.split())


def _shortened(short: str, long: str) -> bool:
    """Return whether a name is a long one told again without some of its words."""
    words, rest = short.split(), iter(long.split())
    return len(words) >= _MANY_WORDS and words[:2] == long.split()[:2] and all(word in rest for word in words)


def _with_themes(text: Text, named: list[Named]) -> list[Named]:
    """Return the names, with the theme of a drive told a sentence later in the place of what describes it."""
    themed: list[Named] = []
    for name in named:
        if themed and name.described and _beside(text, themed[-1], name):
            continue
        told = themed[-1] if themed and name.again else None
        if told and _may_have_theme(told) and (told.launched or not name.launched) and _one_kind(text, name, told):
            themed[-1] = replace(name, launched=told.launched, told=told)
        else:
            themed.append(name)
    return themed


def _beside(text: Text, before: Named, name: Named) -> bool:
    """Return whether a description only stands beside a name in quotation marks: ""60 ngày …", đợt thi đua …"."""
    between = text.low[before.name_end : name.start]
    return before.rank == QUOTED and between.strip(' "') in (",", "-", "(", ", một", ", là")


def _may_have_theme(name: Named) -> bool:
    return name.described or not name.rank


def _one_kind(text: Text, name: Named, other: Named) -> bool:
    """Return whether both speak of a drive, or both of a movement: "đợt thi đua", "phong trào"."""
    kinds = ("đợt", "cao điểm"), ("phong trào", "cuộc vận động")
    heads = [[text.low.startswith(kind, item.start) for kind in kinds] for item in (name, other)]
    return heads[0] == heads[1] or not any(heads[0]) or not any(heads[1])


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
