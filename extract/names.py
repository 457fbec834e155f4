"""Names of persons (tên người): where a name begins and ends, and what only looks like one."""

from __future__ import annotations

import re

from extract.rules import load_rules
from extract.rules.trie import alternation
from schemas.folding import fold_key
from schemas.vocabulary import provinces

_RULES = load_rules("officials")

#: Capital letters of Vietnamese, and of the spellings of its minorities.
UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĔĨŎŨŬƠƯČÑÐ" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA, 2))
SYLLABLE = rf"[{UPPER}][^\W\d_]*(?:['’ʼ][^\W\d_]+)?"
_RUN = re.compile(rf"{SYLLABLE}(?: {SYLLABLE}){{0,6}}(?!\w)")
_BACKWARD = re.compile(rf"(?<![\w’'.]){SYLLABLE}(?: {SYLLABLE}){{0,7}}\Z")
_WORD = re.compile(r"[^ ]+")
_SURNAMES = frozenset(fold_key(cue) for cue in _RULES["surname"].cues)
_NOT_A_PERSON = frozenset(fold_key(cue) for cue in _RULES["not_a_person"].cues) | frozenset(
    fold_key(row.name) for row in provinces()
)
_NAME_STOP = re.compile("(?:" + alternation(fold_key(cue) for cue in _RULES["not_in_name"].cues) + r")(?!\w)")
_STOP_FIRST = frozenset(fold_key(cue).split()[0] for cue in _RULES["not_in_name"].cues)
_GIVEN_NAMES = frozenset(fold_key(cue) for cue in _RULES["given_name"].cues)
_MAX_SYLLABLES = 6
#: Countries whose names begin like a family name, before the name of a foreigner.
_COUNTRIES = ("thái lan ", "hà lan ", "hàn quốc ", "mông cổ ")


def is_surname(syllable: str) -> bool:
    """Return whether a folded syllable is a family name (họ).

    The marks of the Ê Đê, Gia Rai and Cơ Ho before a given name count as one ("H'Mẫu", "K'Mẫu").

    >>> is_surname("nguyễn"), is_surname("h'mẫu"), is_surname("tỉnh")
    (True, True, False)
    """
    return syllable in _SURNAMES or (len(syllable) > 2 and syllable[0] in "hyk" and syllable[1] in "'’ʼ")


def name_end(body: str, low: str, start: int) -> int:
    """Return where the run of capitalised syllables that may be a name ends, or ``start`` when there is none.

    The run ends before words that are in no name ("Giám đốc", "Sở"); historical figures and places that look like names
    give none.

    >>> text = "Lê Thị Mẫu Giám đốc"
    >>> text[:name_end(text, text.lower(), 0)]
    'Lê Thị Mẫu'
    """
    end = _run_end(body, low, start)
    return start if low[start:end] in _NOT_A_PERSON else end


def _run_end(body: str, low: str, start: int) -> int:
    run = _RUN.match(body, start)
    if run is None:
        return start
    end = start
    for count, word in enumerate(_WORD.finditer(body, start, run.end())):
        if count >= _MAX_SYLLABLES:
            break
        if low[word.start() : word.end()] in _STOP_FIRST and _stops(low, word.start(), first=count == 0):
            break
        end = word.end()
    return end


def _stops(low: str, start: int, *, first: bool) -> bool:
    stop = _NAME_STOP.match(low, start)
    return stop is not None and (first or " " in stop[0] or stop[0] not in _GIVEN_NAMES)


def full_name_end(body: str, low: str, start: int, *, anyone: bool = False) -> int:
    """Return the end of a full name: a family name and at least one more syllable; ``start`` when there is none.

    Full names are looked for where no honorific tells that a person follows ("UBND tỉnh Nguyễn Văn Mẫu").

    Args:
        body: The article's text.
        low: The folded text.
        start: Where the name begins.
        anyone: Count historical figures too.
    """
    first = _WORD.match(low, start)
    if first is None or not is_surname(first[0]) or low.startswith(_COUNTRIES, start):
        return start
    end = _run_end(body, low, start) if anyone else name_end(body, low, start)
    return end if end > first.end() else start


def full_name_start(body: str, low: str, end: int) -> int:
    """Return where the full name that ends at ``end`` begins, or ``end`` when none does.

    Two syllables behind another are the end of a longer name: "sân bay Tân Sơn Nhất".

    >>> text = "cùng Lê Thị Mẫu"
    >>> text[full_name_start(text, text.lower(), len(text)):]
    'Lê Thị Mẫu'
    """
    run = _BACKWARD.search(body, max(end - 60, body.rfind("\n", 0, end) + 1), end)
    if run is None:
        return end
    words = [word.start() for word in _WORD.finditer(body, run.start(), end)][-_MAX_SYLLABLES:]
    for start in words[:-1]:
        if is_surname(low[start:end].split(" ", 1)[0]):
            within = start == words[-2] and start > run.start() and body[start - 2].islower()
            return end if within else start
    return end
