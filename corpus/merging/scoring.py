"""Whether two reports tell of one occasion (chấm điểm): a sum of what speaks for and against it, each with its name.

The points were set by hand on newspaper reports of 2017 and on a part of the reports written for the tests;
``benchmarks/merging.py`` measures them on these and on the part held out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from corpus.merging.hosts import rivals
from corpus.merging.likeness import Profile, cosine
from corpus.merging.told import Day, Told

#: Sum from which two reports tell of one occasion.
THRESHOLD = 3.1
#: Sum from which a pair left apart is worth a look.
REVIEW = 2.2
#: Most that the likeness of two texts speaks for them: reports of two yearly reviews share their formulas.
MOST_OF_TEXT = 4.5
_HOSTS = 1.6
#: Other hosts of the same kind, another part of one day, another place below the province, a press conference.
_RIVALS, _OTHER_HALF, _OTHER_PLACE, _PRESS = -4.0, -3.5, -3.0, -5.0
#: What is told of one award: given, decided or praised.
_AWARDING = frozenset({"award_ceremony", "award_decision", "honouring"})
#: Points that no likeness of texts outweighs.
_SURE = 12.0
_SAME_DAY, _OTHER_DAY, _NO_DAY = 1.6, -5.0, -0.4
#: Days between two publications after which undated reports speak of different occasions.
_FAR = 30


def score(one: Told, other: Told, profiles: tuple[Profile, Profile]) -> dict[str, float]:
    """Return the points for (above zero) and against two reports telling of one occasion, by their grounds."""
    mine, theirs = profiles
    words, names = 8 * cosine(mine.words, theirs.words), 4 * cosine(mine.names, theirs.names)
    excess = min(MOST_OF_TEXT - words - names, 0.0)
    points = {"words": words, "names": names, "formulas": excess, **conditions(one, other)}
    return {ground: round(value, 3) for ground, value in points.items() if value}


def told_again(one: Told, other: Told) -> dict[str, float]:
    """Return the points of two events of one article: they are one where one of them at least is told without a day.

    An article keeps its occasions apart; what it tells without a day, of the same type and no other host, is an
    occasion that it tells elsewhere.
    """
    undated = not (one.days or one.month) or not (other.days or other.month)
    hosted = not (one.hosts and other.hosts) or bool(_words(one) & _words(other))
    again = undated and hosted and bool(one.types & other.types)
    return {"told again": _SURE} if again else {"told apart": -_SURE}


def conditions(one: Told, other: Told) -> Mapping[str, float]:
    """Return the points of :func:`score` that need no text."""
    return {
        "day": _day(one, other),
        "half": _OTHER_HALF if one.half and other.half and one.half != other.half else 0.0,
        "province": _province(one, other),
        "place": _place(one, other),
        "hosts": _hosts(one, other),
        "types": _types(one, other),
        "persons": _shared(one.persons, other.persons, same=0.3, other_points=-0.5),
        "numbers": _numbers(one, other),
        "press": _PRESS if one.press != other.press else 0.0,
    }


def _day(one: Told, other: Told) -> float:
    """Weigh the days told; else the months; else the days of publication."""
    if one.days and other.days:
        return _SAME_DAY if _shared_day(one.days, other.days) else _OTHER_DAY
    if _shared_day(one.days | one.near, other.days | other.near):
        return _SAME_DAY
    if one.month and other.month and one.month != other.month:
        return _OTHER_DAY
    if one.published and other.published:
        apart = abs((date.fromisoformat(one.published) - date.fromisoformat(other.published)).days)
        return _OTHER_DAY if apart > _FAR else 0.0
    return _NO_DAY


def _shared_day(one: Collection[Day], other: Collection[Day]) -> bool:
    return any(a[:2] == b[:2] and _may_equal(a.year, b.year) for a in one for b in other)


def _may_equal(one: int | None, other: int | None) -> bool:
    return one is None or other is None or one == other


def _province(one: Told, other: Told) -> float:
    return _shared(one.provinces, other.provinces, same=0.5, other_points=-5.0)


def _place(one: Told, other: Told) -> float:
    """Weigh the places of one level that both name."""
    levels = {level for level, _ in one.places} & {level for level, _ in other.places}
    return _OTHER_PLACE if levels and not one.places & other.places else 0.0


def _hosts(one: Told, other: Told) -> float:
    """Weigh the share of words that the names of the hosts have in common; hosts of one kind differ by their own."""
    if not (one.hosts and other.hosts):
        return 0.0
    if rivals(one.hosts, other.hosts):
        return _RIVALS
    mine, theirs = _words(one), _words(other)
    shared = len(mine & theirs) / max(1, min(len(mine), len(theirs)))
    return min(_HOSTS * (shared - 0.5), 0.4)


def _words(told: Told) -> set[str]:
    """Return all words of the names of the hosts."""
    return {word for host in told.hosts for word in host.words}


def _types(one: Told, other: Told) -> float:
    """Weigh the types: any in common; a report of the award alone is none against a ceremony."""
    if one.types & other.types:
        return 0.3
    return 0.0 if one.types & _AWARDING and other.types & _AWARDING else -1.2


def _numbers(one: Told, other: Told) -> float:
    """Weigh the numbers of the award forms that both tell."""
    forms = {form for form, _ in one.numbers} & {form for form, _ in other.numbers}
    if not forms:
        return 0.0
    same = any(form in forms for form, _ in one.numbers & other.numbers)
    return 0.6 if same else -0.6


def _shared(one: frozenset[str], other: frozenset[str], *, same: float, other_points: float) -> float:
    """Return the points of two sets, none where either is empty."""
    if not (one and other):
        return 0.0
    return same if one & other else other_points
