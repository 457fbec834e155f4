"""One award told several times is one entry: headline, body and caption."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.awards.clause import CERTIFICATES, OF_STATE
from extract.awards.foreign import names_another_state
from extract.awards.totals import adds_up, counts_of, is_some_of, is_total, recipients_of
from schemas.folding import fold_key
from schemas.records import Award, AwardStatus

#: Words for a whole family, which may stand for any of its awards told in full elsewhere.
_GENERAL = frozenset({"huân chương", "huy chương", "kỷ niệm chương", "huy hiệu", "chiến sĩ thi đua"})
_STATE = re.compile(r"(?:chủ tịch nước|nhà nước|đảng|thủ tướng|lãnh đạo đảng)(?!\w)")
_HONOURS = frozenset({"biểu dương", "tuyên dương", "tôn vinh", "vinh danh"})
_ABBREVIATED = {"ubnd": "ủy ban nhân dân", "lđlđ": "liên đoàn lao động", "tp": "thành phố", "tp.": "thành phố"}


@dataclass(frozen=True, slots=True)
class Told:
    """An award as one place of the article tells it.

    Attributes:
        award: The award.
        brief: The place is a headline, a lead or a caption, which may tell less than the body.
        nobody: No recipients are told at all.
        presented: The grantor is only known by who hands over (lãnh đạo xã).
        deputed: Officials are told as recipients, who may take it for their unit, or the host of the ceremony.
        counted: A number of recipients is told, not only names.
        shown: The place is a caption, whose picture may show some of the recipients only.
        shared: Other forms are handed to the same group, so that who got which is left open.
    """

    award: Award
    brief: bool = False
    nobody: bool = False
    presented: bool = False
    deputed: bool = False
    counted: bool = False
    shown: bool = False
    shared: bool = False


def merge_awards(told: Sequence[Told], *, low: str) -> tuple[Award, ...]:
    """Return the awards with every repetition joined to the fuller telling, in the order of the text.

    Args:
        told: Awards as told, in the order of the text.
        low: Folded text, which tells where parts of a total begin.
    """
    kept: list[Told] = []
    for one in told:
        at = next((index for index, other in enumerate(kept) if _same(other, one)), None)
        if at is None:
            kept.append(one)
        else:
            kept[at] = _joined(kept[at], one)
    awards = [one.award for one in _of_the_one_told(_with_certificates(kept))]
    awards = [award for award in awards if not _is_told_by_another(award, awards)]
    awards = [award for award in awards if not _is_taken_back(award, awards)]
    return tuple(award for award in awards if not is_total(award, awards, low))


def _of_the_one_told(told: Sequence[Told]) -> list[Told]:
    """Return the awards with the one person that all others go to as recipient, where an award tells nobody."""
    whole = [one.award for one in told if not one.nobody and one.award.status == "conferred"]
    names = {fold_key(name) for award in whole for name in award.recipients}
    if len(names) != 1 or any(counts_of(award) != (0, 1, 0, None) for award in whole):
        return list(told)
    name = next(name for award in whole for name in award.recipients)
    one_person = {"collectives": 0, "individuals": 1, "households": 0, "quantity": "exact", "recipients": (name,)}
    return [
        replace(one, award=one.award.model_copy(update=one_person))
        if one.nobody and one.award.status == "conferred" and one.award.quantity == "unknown"
        else one
        for one in told
    ]


def _with_certificates(told: Sequence[Told]) -> list[Told]:
    """Return commendations of no form told with the certificate that another place shows of them, uncounted."""
    papers = [one for one in told if one.award.form in CERTIFICATES and one.award.status == "conferred"]
    shown = [one for one in papers if not one.award.recipients]
    found: dict[int, Award] = {}
    used: set[int] = set()
    plain = [one for one in told if _is_plain(one.award)]
    for one in plain:
        theirs = [paper for paper in shown if _shows(paper, one.award, papers, alone=len(plain) == 1)]
        if theirs and len({paper.award.form for paper in theirs}) == 1:
            found[id(one)] = _certified(one.award, theirs[0].award)
            used.update(id(paper) for paper in theirs)
    return [replace(one, award=found[id(one)]) if id(one) in found else one for one in told if id(one) not in used]


def _shows(told: Told, plain: Award, papers: Sequence[Told], *, alone: bool) -> bool:
    """Say whether an uncounted certificate is what a commendation was: the same giver's, or the only one told of.

    ``alone`` says that no other commendation may have been it.
    """
    paper = told.award
    if paper.quantity != "unknown" and (counts_of(paper) != counts_of(plain) or not plain.recipients):
        return False
    if not (told.nobody or _covers(paper, plain)):
        return False
    if paper.grantor and plain.grantor:
        return _one_grantor(paper.grantor, plain.grantor)
    return alone and all(one.award.form == paper.form and one.award.quantity == "unknown" for one in papers)


def _is_plain(award: Award) -> bool:
    return award.form == "unspecified" and award.status == "conferred" and award.quantity != "unknown"


def _certified(award: Award, shown: Award) -> Award:
    """Return a commendation as the certificate that was shown of it."""
    told = {"form": shown.form, "name": shown.name, "award_type": shown.award_type}
    grantor = {"grantor": award.grantor or shown.grantor, "grantor_level": award.grantor_level or shown.grantor_level}
    return award.model_copy(update={**told, **grantor, "evidence": (*award.evidence, *shown.evidence)})


def _is_told_by_another(award: Award, awards: Sequence[Award]) -> bool:
    """Say whether an honour is only the other word for a certificate of the same people."""
    if award.form not in ("honour", "unspecified") or award.status != "conferred":
        return False
    told = [one for one in awards if one.form not in ("honour", "unspecified") and one.status == "conferred"]
    if adds_up(recipients_of(award), [recipients_of(one) for one in told]):
        return True
    if award.form == "honour" and any(_is_commended(award, one) for one in awards):
        return True
    for other in told:
        if award.quantity == "unknown" and not award.recipients and other.quantity != "unknown":
            return True
        if any(counts_of(award)) and _sizes(award) == _sizes(other):
            return True
        if award.form == "unspecified" and _one_grantor(award.grantor, other.grantor) and _is_share(award, other):
            return True
    return False


def _is_commended(award: Award, other: Award) -> bool:
    """Say whether an honour's people are those of a commendation of no form told ("khen thưởng và biểu dương")."""
    plain = other.form == "unspecified" and other.status == "conferred" and any(counts_of(award))
    apart = set(award.recipients) - set(other.recipients) and other.recipients
    return plain and not apart and counts_of(award) == counts_of(other)


def _is_taken_back(award: Award, awards: Sequence[Award]) -> bool:
    """Say whether an award is told as given only because it was taken back, which is an entry of its own."""
    if award.status not in ("conferred", "retrospective"):
        return False
    return any(
        other.status == "revoked"
        and other.form == award.form
        and _one_name(award, other)
        and _one_grantor(award.grantor, other.grantor)
        and ("unknown" in (award.quantity, other.quantity) or counts_of(award) == counts_of(other))
        for other in awards
    )


def _is_share(award: Award, other: Award) -> bool:
    """Say whether every kind that an award counts has the same number in another one."""
    pairs = [(count, whole) for count, whole in zip(counts_of(award), counts_of(other), strict=True) if count != 0]
    pairs = [pair for pair in pairs if pair != (None, None)]
    return bool(pairs) and all(count is not None and count == whole and count > 1 for count, whole in pairs)


def _sizes(award: Award) -> tuple[int, ...]:
    return tuple(sorted(count for count in counts_of(award) if count))


def _same(one: Told, other: Told) -> bool:
    first, second = one.award, other.award
    return (
        first.form == second.form
        and (first.status == second.status or _mere_repeat(first, second))
        and _one_name(first, second)
        and _one_source(one, other)
        and (
            _is_deputed(one, second)
            or _is_deputed(other, first)
            or _is_bereaved(one, second)
            or _is_bereaved(other, first)
            or _one_count(one, other)
        )
    )


def _one_source(one: Told, other: Told) -> bool:
    first, second = one.award, other.award
    foreign = [award for award in (first, second) if names_another_state(award.grantor)]
    if len(foreign) == 1 and first.name != second.name and _plain_name(foreign[0]) in _GENERAL:
        return False
    free = first.status == "revoked" or first.form == "unspecified" or one.presented or other.presented
    vague = [award for award in (first, second) if award.quantity == "unknown" and not award.recipients]
    free = free or (first.status == "proposed" and len(vague) == 1)
    badge = first.form == "commemorative_medal" and _plain_name(first) == _plain_name(second)
    free = free or (badge and bool(set(first.recipients) & set(second.recipients)))
    free = free or (first.form in OF_STATE and _is_our_state(first.grantor) and _is_our_state(second.grantor))
    return free or _one_grantor(first.grantor, second.grantor)


def _is_our_state(grantor: str | None) -> bool:
    """Say whether a grantor is the State in one of its names, which decides all its awards."""
    return grantor is None or _STATE.match(fold_key(grantor)) is not None


def _one_count(one: Told, other: Told) -> bool:
    first, second = one.award, other.award
    open_ended = one.nobody or other.nobody or _is_among(one, second) or _is_among(other, first)
    return (open_ended or _agrees(one, second) or _agrees(other, first)) and _one_group(one, other)


def _is_deputed(told: Told, full: Award) -> bool:
    """Say whether an official only takes what a unit is given ("Bí thư A đón nhận Huân chương")."""
    return told.deputed and bool(full.collectives) and not full.individuals


def _is_among(told: Told, full: Award) -> bool:
    """Say whether a caption names one of a group that is told without names elsewhere."""
    if not told.brief or told.award.quantity != "exact":
        return False
    if told.counted:
        complete = all(count is not None for count in counts_of(full)[:3]) or full.joint is not None
        split = full.joint is not None and full.joint == sum(count or 0 for count in counts_of(told.award)[:3])
        return told.shown and complete and not split and is_some_of(counts_of(told.award), counts_of(full))
    if not told.award.recipients:
        return False
    if full.recipients:
        names = {fold_key(name) for name in told.award.recipients}
        known = {fold_key(name) for name in full.recipients}
        return names < known or (names == known and recipients_of(told.award) < recipients_of(full))
    return is_some_of(counts_of(told.award), counts_of(full))


def _is_bereaved(told: Told, full: Award) -> bool:
    """Say whether the family of one who died is handed what he is given ("trao Bằng khen cho gia đình")."""
    award = told.award
    alone = not award.collectives and not award.individuals and award.households == 1 and not award.recipients
    return told.brief and alone and counts_of(full) == (0, 1, 0, None)


def _mere_repeat(first: Award, second: Award) -> bool:
    """Say whether one of two statuses may be the other's, counts being equal.

    A headline upgrades a proposal; what was decided is still to be handed over.
    """
    pair = {first.status, second.status}
    if pair == {"conferred", "proposed"} and _was_granted(first, second):
        return True
    if counts_of(first) != counts_of(second) or not any(counts_of(first)):
        return False
    if pair == {"conferred", "proposed"}:
        return True
    names = [{fold_key(name) for name in award.recipients} for award in (first, second)]
    if pair == {"conferred", "planned"} and not (names[0] or names[1]):
        return True
    return pair in ({"conferred", "planned"}, {"proposed", "planned"}) and bool(names[0] & names[1])


def _was_granted(first: Award, second: Award) -> bool:
    """Say whether one award only tells that the other, of the same giver, was asked for: it has nobody of its own."""
    asked, given = (first, second) if first.status == "proposed" else (second, first)
    if not asked.grantor or not given.grantor or not _one_grantor(asked.grantor, given.grantor):
        return False
    names = {fold_key(name) for name in asked.recipients}
    if names:
        return names <= {fold_key(name) for name in given.recipients}
    return asked.quantity == "unknown"


def _one_name(first: Award, second: Award) -> bool:
    """Say whether class and level words allow one award: "Huân chương Lao động" and its "hạng Ba"."""
    if first.form in ("merit_certificate", "commendation", "emulation_flag", "unspecified"):
        return True
    names = [_plain_name(award) for award in (first, second)]
    if first.form == "honour" and any(name in _HONOURS for name in names):
        return not any(name.startswith("giải thưởng") for name in names)
    open_ended = first.recipients or second.recipients or "unknown" in (first.quantity, second.quantity)
    if any(name in _GENERAL for name in names) and open_ended:
        return True
    return names[0] == names[1] or (
        first.award_type == second.award_type and ("hạng" in names[0]) != ("hạng" in names[1])
    )


def _plain_name(award: Award) -> str:
    """Return the name without quotation marks, the word "danh hiệu" and whose it is."""
    plain = fold_key(award.name).replace('"', "").removeprefix("danh hiệu ").partition(" của ")[0]
    return plain.removesuffix(" các loại").removesuffix(" các hạng")


def _one_grantor(first: str | None, second: str | None) -> bool:
    return first is None or second is None or _one_name_of(first, second)


def _words(name: str) -> list[str]:
    name = name.lower().removeprefix("nhà ") if name.lower() == "nhà trường" else name
    return " ".join(_ABBREVIATED.get(word, word) for word in fold_key(name).split()).split()


def _agrees(told: Told, full: Award) -> bool:
    """Say whether every count that the first tells is the second's."""
    vague = told.award
    pairs = list(zip(counts_of(vague), counts_of(full), strict=True))
    if vague.quantity == "unknown":
        open_ended = all(not count or count == other or full.joint is not None for count, other in pairs[:3])
        return open_ended and (told.shared or _covers(vague, full))
    if vague.joint is not None and full.joint is None:
        return vague.joint == sum(count or 0 for count in counts_of(full)[:3])
    if told.brief:
        return all(not count or count == other for count, other in pairs)
    return all(count is None or count == other for count, other in pairs)


def _covers(vague: Award, full: Award) -> bool:
    """Say whether the kinds that an uncounted award leaves open are among those of the counted one.

    What is asked for "các tập thể, cá nhân" says no more than "recipients".
    """
    if vague.status == "proposed" and counts_of(vague) == (None, None, 0, None) and any(counts_of(full)):
        return True
    pairs = zip(counts_of(vague)[:3], counts_of(full)[:3], strict=True)
    return full.joint is not None or all(other is None or other > 0 for told, other in pairs if told is None)


def _one_group(one: Told, other: Told) -> bool:
    """Say whether names and periods allow one group: names in common, or none and the same period."""
    first, second = one.award, other.award
    names = [{fold_key(name) for name in award.recipients} for award in (first, second)]
    if names[0] and names[1]:
        return any(_one_name_of(name, another) for name in names[0] for another in names[1])
    vague = one.brief or other.brief or "unknown" in (first.quantity, second.quantity)
    return vague or first.period is None or second.period is None or first.period == second.period


def _one_name_of(first: str, second: str) -> bool:
    """Say whether two names may be one unit's or person's: one holds all words of the other."""
    words = [set(_words(name)) for name in (first, second)]
    return words[0] <= words[1] or words[1] <= words[0]


def _joined(first: Told, second: Told) -> Told:
    full, other = (first, second) if _weight(first) >= _weight(second) else (second, first)
    among = not other.nobody and not other.shared and not full.award.joint and _is_among(full, other.award)
    if among or _is_bereaved(full, other.award):
        full, other = other, full
    names = full.award.recipients or other.award.recipients
    grantors = [one.award.grantor for one in sorted((full, other), key=lambda one: one.presented)]
    award = full.award.model_copy(
        update={
            "status": _status_of(full, other),
            "grantor": next((grantor for grantor in grantors if grantor), None),
            "grantor_level": full.award.grantor_level or other.award.grantor_level,
            "period": full.award.period or other.award.period,
            "recipients": names,
            "evidence": (*full.award.evidence, *other.award.evidence),
        }
    )
    return replace(
        full,
        award=award,
        brief=first.brief and second.brief,
        nobody=first.nobody and second.nobody,
        presented=first.presented and second.presented,
        deputed=first.deputed and second.deputed,
        counted=first.counted or second.counted,
        shown=first.shown and second.shown,
    )


def _status_of(full: Told, other: Told) -> AwardStatus:
    """Return the status of two tellings: a proposal where only the headline gives, else what was conferred."""
    if full.award.status == other.award.status:
        return full.award.status
    proposed = "proposed" in (full.award.status, other.award.status)
    given = next((one for one in (full, other) if one.award.status == "conferred"), full)
    return "proposed" if proposed and given.brief else given.award.status


def _weight(told: Told) -> tuple[bool, bool, int]:
    """Return how full a telling is: recipients told, numbers told, how many kinds have a number."""
    counts = counts_of(told.award)
    return (
        not told.nobody and not told.deputed,
        told.award.quantity != "unknown",
        sum(bool(count) for count in counts[:3]),
    )
