"""One award told several times is one entry: headline, body and caption."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.folding import fold_key
from schemas.records import Award

_ABBREVIATED = {"ubnd": "ủy ban nhân dân", "lđlđ": "liên đoàn lao động", "tp": "thành phố", "tp.": "thành phố"}


def merge_awards(awards: Sequence[Award]) -> tuple[Award, ...]:
    """Return the awards with every repetition joined to the fuller telling, in the order of the text."""
    kept: list[Award] = []
    for award in awards:
        at = next((index for index, other in enumerate(kept) if _same(other, award)), None)
        if at is None:
            kept.append(award)
        else:
            kept[at] = _joined(kept[at], award)
    return tuple(kept)


def _same(first: Award, second: Award) -> bool:
    return (
        first.form == second.form
        and (first.status == second.status or _mere_repeat(first, second))
        and _one_name(first, second)
        and _one_grantor(first.grantor, second.grantor)
        and (_agrees(first, second) or _agrees(second, first))
        and _one_group(first, second)
    )


def _mere_repeat(first: Award, second: Award) -> bool:
    """Say whether one of two statuses may be the other's: a headline upgrades a proposal, counts being equal."""
    pair = {first.status, second.status}
    return pair == {"conferred", "proposed"} and _counts(first) == _counts(second) and any(_counts(first))


def _one_name(first: Award, second: Award) -> bool:
    """Say whether class and level words allow one award: "Huân chương Lao động" and its "hạng Ba"."""
    if first.form in ("merit_certificate", "commendation", "emulation_flag", "honour", "unspecified"):
        return True
    names = [fold_key(award.name) for award in (first, second)]
    return names[0] == names[1] or (
        first.award_type == second.award_type and ("hạng" in names[0]) != ("hạng" in names[1])
    )


def _one_grantor(first: str | None, second: str | None) -> bool:
    if first is None or second is None:
        return True
    words = [set(_words(name)) for name in (first, second)]
    return words[0] <= words[1] or words[1] <= words[0]


def _words(name: str) -> list[str]:
    return " ".join(_ABBREVIATED.get(word, word) for word in fold_key(name).split()).split()


def _counts(award: Award) -> tuple[int | None, ...]:
    return award.collectives, award.individuals, award.households, award.joint


def _agrees(vague: Award, full: Award) -> bool:
    """Say whether every count that the first tells is the second's."""
    if vague.quantity == "unknown":
        pairs = zip(_counts(vague)[:3], _counts(full)[:3], strict=True)
        told_agree = all(not told or told == other or full.joint is not None for told, other in pairs)
        return told_agree and _covers(vague, full)
    if vague.joint is not None and full.joint is None:
        return vague.joint == sum(count or 0 for count in _counts(full)[:3])
    return all(told is None or told == other for told, other in zip(_counts(vague), _counts(full), strict=True))


def _covers(vague: Award, full: Award) -> bool:
    """Say whether the kinds that an uncounted award leaves open are among those of the counted one."""
    pairs = zip(_counts(vague)[:3], _counts(full)[:3], strict=True)
    return full.joint is not None or all(other is None or other > 0 for told, other in pairs if told is None)


def _one_group(first: Award, second: Award) -> bool:
    """Say whether the named recipients allow one award: no names, or names in common."""
    names = [{fold_key(name) for name in award.recipients} for award in (first, second)]
    if not names[0] or not names[1]:
        return first.period is None or second.period is None or first.period == second.period
    return bool(names[0] & names[1])


def _joined(first: Award, second: Award) -> Award:
    full, other = (first, second) if _weight(first) >= _weight(second) else (second, first)
    grantor = max((award.grantor for award in (full, other) if award.grantor), key=len, default=None)
    names = tuple(dict.fromkeys((*full.recipients, *other.recipients)))
    return full.model_copy(
        update={
            "grantor": full.grantor or grantor,
            "grantor_level": full.grantor_level or other.grantor_level,
            "period": full.period or other.period,
            "recipients": names if len(names) == len(full.recipients) or not full.recipients else full.recipients,
            "evidence": (*full.evidence, *other.evidence),
        }
    )


def _weight(award: Award) -> tuple[int, int]:
    told = sum(count is not None for count in _counts(award)[:3]) - (award.joint is not None)
    return (award.quantity != "unknown", told)
