"""Nouns that tell kinds of recipients: a wide list behind a number, a narrow one without."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from extract.numbers import NUMBER_WORDS
from extract.phrases import PhraseTree
from extract.rules import load_rules
from schemas.vocabulary.entries import RecipientKind

#: Rules of nouns that tell recipients with or without a number.
NOUNS: dict[str, tuple[RecipientKind, ...]] = {
    "collective": ("collective",),
    "individual": ("individual",),
    "household": ("household",),
    "mixed": ("collective", "individual"),
    "staff": ("individual",),
}
#: Rules of nouns that tell recipients only behind a number.
_COUNTED: dict[str, tuple[RecipientKind, ...]] = {
    "counted_individual": ("individual",),
    "counted_collective": ("collective",),
}
_CUES = (
    *("give", "receive", "have", "passive", "propose", "plan", "revoke", "barred", "negated", "gift", "to", "part"),
    *("own", "mandate", "unspecified"),
)
#: Last syllables of persons' posts and callings ("3 xóm trưởng", "5 kiểm soát viên").
_PERSON_ENDS = frozenset({"trưởng", "phó", "viên", "sĩ", "sư", "thủ", "binh"})
#: What stands before or behind such a syllable where it is none ("tăng trưởng", "trưởng thành", "tập thể viên chức").
_NO_POST = frozenset({"tập", "thể", "đơn", "vị", "hộ", "tăng", "công", "quốc", "học", "bệnh", "thành", "chức", "hiến"})


@cache
def lexicon() -> PhraseTree[str]:
    """Return cue words and nouns, with the id of their rule."""
    tree: PhraseTree[str] = PhraseTree()
    rules = load_rules("awards")
    for kind in (*NOUNS, *_CUES, "plain"):
        for cue in rules[kind].cues:
            tree.add(cue, kind)
    return tree


@cache
def _counted() -> PhraseTree[tuple[RecipientKind, ...]]:
    """Every noun that tells recipients behind a number, with its kinds."""
    tree: PhraseTree[tuple[RecipientKind, ...]] = PhraseTree()
    rules = load_rules("awards")
    for kind, kinds in (*_COUNTED.items(), *NOUNS.items()):
        for cue in rules[kind].cues:
            tree.add(cue, kinds)
    return tree


@cache
def staff() -> frozenset[str]:
    """Return the nouns that without a number mean the whole staff of a unit."""
    return frozenset(load_rules("awards")["staff"].cues)


@cache
def singular() -> frozenset[str]:
    """Return the nouns that without a number mean one recipient."""
    return frozenset(load_rules("awards")["single"].cues)


def noun_at(words: Sequence[str], at: int, *, counted: bool) -> tuple[tuple[RecipientKind, ...], int] | None:
    """Return the kinds of recipient that a noun tells, and the index behind it.

    Args:
        words: Folded words of the sentence.
        at: Where the noun begins.
        counted: A number or a word of number stands before.
    """
    found = lexicon().match(words, at)
    if not counted:
        return (NOUNS[found[0]], found[1]) if found and found[0] in NOUNS else None
    told = _counted().match(words, at)
    if found and found[0] not in NOUNS and (told is None or found[1] > told[1]):
        return None
    for end in (told[1],) if told else _ends_of_name(words, at):
        if (
            words[end : end + 1]
            and words[end] in _PERSON_ENDS
            and _NO_POST.isdisjoint((*words[at:end], *words[end + 1 : end + 2]))
        ):
            return ("individual",), end + 1
    return told


def _ends_of_name(words: Sequence[str], at: int) -> tuple[int, ...]:
    """Return where the last syllable of a calling may stand that begins here ("xóm trưởng", "hướng dẫn viên")."""
    begins = at < len(words) and words[at].isalpha() and words[at] not in NUMBER_WORDS
    return (at + 1, at + 2) if begins else ()
