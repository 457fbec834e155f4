"""How many recipients of each kind a list of recipients tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.awards.chunks import Given, Group, Named
from extract.awards.grantors import is_list_gap
from extract.numbers import read_number
from schemas.folding import fold_key
from schemas.records import Quantity
from schemas.vocabulary.entries import RecipientKind

_LISTS = re.compile(r"[:(]|(?<!\w)(?:gồm|là|như|cụ thể)(?!\w)")
_YEARS = re.compile(
    r"(?:,? (?:vào |trong )?các năm(?: học)? |,? \((?:các )?(?:năm )?)(?:19|20)\d\d"
    r"(?:(?:, ?| và |; ?)(?:năm )?(?:19|20)\d\d(?!\d| ?-))+"
)
_YEAR = re.compile(r"\d{4}")
#: "Tập thể lao động xuất sắc 4 năm liền".
_RUN = re.compile(
    r'"?,? (?:trong |suốt )?(\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) năm (?:học )?(?:liền|liên tục'
    r"|liên tiếp)(?!\w)"
)
_PERSON = re.compile(r"(?<!\w)(?:ông|bà|anh|chị|em|cô|thầy|bác|đồng chí|đ/c|bản thân|cá nhân)(?!\w)")
_POST = re.compile(
    r"(?:^|[.\n] ?)(?:tân |nguyên )?(?:chủ tịch|phó chủ tịch|bí thư|phó bí thư|giám đốc|phó giám đốc|hiệu trưởng)(?!\w)"
)
#: Who holds an office is a person, named or not ("Huân chương cho Chủ tịch Cuba").
_HOLDER = re.compile(
    r"(?:phó )?(?:chủ tịch|tổng thống|thủ tướng|quốc vương|đại sứ(?! quán)|hoàng tử|công chúa|công tước|nhà vua"
    r"|nữ hoàng|thái tử|hoa hậu|tổng lãnh sự|bộ trưởng|tổng bí thư"
    r"|giám đốc|tổng giám đốc)"
    r" (?!nước$)"
)
#: The article tells of someone dead: what a family takes is that person's award.
_OF_THE_DEAD = ("truy tặng", "truy phong", "nhận thay", "liệt sĩ", "hy sinh", "qua đời", "tử vong", "di ảnh", "xấu số")
#: They only take what somebody of the family is given.
_BEREAVED = ("đại diện gia đình", "thân nhân gia đình")
_KINDS: tuple[RecipientKind, ...] = ("collective", "individual", "household")


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of an award, as in :class:`schemas.records.Award`, and the named recipients."""

    collectives: int | None
    individuals: int | None
    households: int | None
    joint: int | None
    quantity: Quantity
    names: tuple[str, ...] = ()


def tally(recipients: Sequence[Group | Named], given: Given, *, low: str, pieces_first: bool, times: int = 1) -> Tally:
    """Return the counts that recipients and the number of pieces tell.

    Args:
        recipients: Groups and names, in order.
        given: The form with the number of its pieces.
        low: Folded text, which tells what a list of names belongs to.
        pieces_first: The number of pieces counts even where the recipients have a number ("hai Sở được tặng 03 Cờ").
        times: How often it was given, 0 for many times.
    """
    counted, named = _split(recipients, low)
    names = tuple(dict.fromkeys(_names(recipients, low)))
    numbers = [group for group in counted if group.number is not None]
    quantified = given.form is not None and given.start < given.form.start
    alone = quantified and not numbers and len(counted) + len(named) == 1
    if (given.number is not None and (pieces_first or not (numbers or named))) or (
        given.many and (pieces_first or alone)
    ):
        kinds = _kinds_of(counted, named, given)
        if len(kinds) > 1 and pieces_first and not (counted or named):
            kinds = _kinds_before(given, low) or kinds
        return _of_pieces(given, kinds, names)
    return _of_groups(counted, named, given, names, times, low)


def _names(recipients: Sequence[Group | Named], low: str) -> Iterator[str]:
    """Yield the named recipients; a unit right behind a group only says whose it is ("04 tập thể Công an tỉnh")."""
    for at, chunk in enumerate(recipients):
        before = recipients[at - 1] if at else None
        owner = isinstance(before, Group) and not before.bare and not low[before.end : chunk.start].strip()
        if isinstance(chunk, Named) and not (owner and not chunk.person):
            yield chunk.name


def _split(recipients: Sequence[Group | Named], low: str) -> tuple[list[Group], list[Named]]:
    """Return the groups and the names that count: names listed behind a number belong to it."""
    groups: list[Group] = []
    named: list[Named] = []
    inside = house = False
    for at, chunk in enumerate(recipients):
        before = recipients[at - 1] if at else None
        gap = low[before.end : chunk.start] if before else ""
        if isinstance(chunk, Group):
            inside = house = False
            groups.append(_of_the_dead(chunk, low))
            continue
        house = chunk.person and (_is_household(before, gap, low) or (house and is_list_gap(gap)))
        if house:
            groups = groups[:-1] if isinstance(before, Group) else groups
            groups.append(Group(chunk.start, chunk.start, ("household",), 1))
            continue
        if isinstance(before, Group):
            modifies = not gap.strip() and not before.bare and not (chunk.person and before.number is None)
            inside = modifies or (before.number is not None and _LISTS.search(gap) is not None)
            told = before.bare or _LISTS.search(gap) or (chunk.person and before.kinds == ("individual",))
            if before.number is None and told and len(gap) < 12:
                groups.pop()
        if not inside:
            named.append(chunk)
    return groups, named


def _of_the_dead(group: Group, low: str) -> Group:
    """Return the person for whom a family takes what is given to the dead ("truy tặng Huy hiệu cho gia đình anh")."""
    alone = group.kinds == ("household",) and group.bare and group.number is None
    if alone and low.rfind("truy tặng", max(group.start - 90, 0), group.start) >= 0:
        return replace(group, kinds=("individual",))
    return group


def _is_household(before: Group | Named | None, gap: str, low: str) -> bool:
    """Say whether a person stands for the household, not for one whose kin take the award of a dead."""
    if isinstance(before, Group) and low.startswith(_BEREAVED, before.start):
        return False
    told = isinstance(before, Group) and before.kinds == ("household",) and before.number is None and before.bare
    if not (told and gap == " ") and not gap.endswith(("gia đình ", " hộ ")):
        return False
    return not any(word in low for word in _OF_THE_DEAD)


def _kinds_of(groups: Sequence[Group], named: Sequence[Named], given: Given) -> tuple[RecipientKind, ...]:
    told = {kind for group in groups for kind in group.kinds} | {_kind(name) for name in named}
    return tuple(kind for kind in _KINDS if kind in told) or _kinds_of_form(given)


def _kinds_of_form(given: Given) -> tuple[RecipientKind, ...]:
    kinds = given.form.type.recipients if given.form else ()
    return kinds if len(kinds) == 1 else ("collective", "individual")


def _kind(name: Named) -> RecipientKind:
    return "individual" if name.person or _HOLDER.match(fold_key(name.name)) else "collective"


def _of_pieces(given: Given, kinds: tuple[RecipientKind, ...], names: tuple[str, ...]) -> Tally:
    if len(kinds) > 1 and given.form and len(given.form.type.recipients) == 1:
        kinds = given.form.type.recipients
    counts = {kind: (given.number if len(kinds) == 1 else None) for kind in kinds}
    joint = given.number if len(kinds) > 1 else None
    return _make(counts, joint, given.quantity if given.number is not None else "unknown", names)


def _of_groups(
    groups: Sequence[Group], named: Sequence[Named], given: Given, names: tuple[str, ...], times: int, low: str
) -> Tally:
    counts: dict[RecipientKind, int | None] = {}
    joint: int | None = None
    qualities: list[Quantity] = []
    for group in groups:
        number = group.number
        if number is None and group.bare and group.single:
            number = 1
        if len(group.kinds) > 1 and number is not None:
            joint = (joint or 0) + number
        for kind in group.kinds:
            counts[kind] = _add(counts.get(kind, 0), number if len(group.kinds) == 1 else None)
        qualities.append("unknown" if number is None else group.quantity if group.number is not None else "exact")
    for name in named:
        counts[_kind(name)] = _add(counts.get(_kind(name), 0), 1)
        qualities.append("exact")
    if not counts and times > 1:
        return _make({_kind_before(given, low): times}, None, "exact", names)
    if not counts:
        counts = dict.fromkeys(_kinds_of_form(given))
    if times != 1:
        counts = {kind: number * times or None if number is not None else None for kind, number in counts.items()}
    return _make(counts, joint, _quantity(qualities) if times else "unknown", names)


def _kinds_before(given: Given, low: str) -> tuple[RecipientKind, ...]:
    """Return the kind of one who holds a post and got so many pieces ("Tân Chủ tịch được tặng 13 Bằng khen")."""
    first = max(low.rfind("\n", 0, given.start), low.rfind(". ", 0, given.start), given.start - 180, 0)
    return ("individual",) if _POST.search(low, first, given.start) else ()


def _kind_before(given: Given, low: str) -> RecipientKind:
    """Return what those are who got a form so many times and whom no finder knows: a body, where no person is told."""
    kinds = _kinds_of_form(given)
    person = _PERSON.search(low, max(low.rfind(".", 0, given.start), given.start - 150, 0), given.start)
    return kinds[0] if len(kinds) == 1 else "individual" if person else "collective"


def _add(before: int | None, more: int | None) -> int | None:
    return None if before is None or more is None else before + more


def _quantity(qualities: Sequence[Quantity]) -> Quantity:
    told = [quantity for quantity in qualities if quantity != "unknown"]
    if not told:
        return "unknown"
    return next((quantity for quantity in told if quantity != "exact"), "exact")


def _make(
    counts: dict[RecipientKind, int | None], joint: int | None, quantity: Quantity, names: tuple[str, ...]
) -> Tally:
    collectives, individuals, households = (counts.get(kind, 0) for kind in _KINDS)
    if not (joint or collectives or individuals or households):
        quantity = "unknown"
    return Tally(collectives, individuals, households, joint, quantity, names)


def years_listed(low: str, end: int) -> int:
    """Return how many years are listed behind a form that ends at ``end``, 0 where fewer than two are.

    >>> years_listed("cờ thi đua các năm 2012, 2018 và 2019", 10), years_listed("cờ thi đua năm 2012", 10)
    (3, 0)
    """
    run = _RUN.match(low, end)
    if run:
        return read_number(run[1]) or 0
    match = _YEARS.match(low, end)
    return len(_YEAR.findall(match[0])) if match else 0


def resolve_parts(total: Sequence[Group | Named], parts: Sequence[Group]) -> list[Group | Named]:
    """Return the parts where they split a joint total by kind ("40 tập thể, cá nhân, gồm 12 tập thể và 28 cá nhân").

    Where no total is told the parts are all that is known. Any other breakdown (by place, sex, sector) leaves the total
    as it is.
    """
    counted = [part for part in parts if part.number is not None]
    if counted and all(isinstance(chunk, Group) and chunk.number is None for chunk in total):
        return list(counted)
    groups = [chunk for chunk in total if isinstance(chunk, Group)]
    joint = groups[-1] if groups and len(groups[-1].kinds) > 1 and groups[-1].number is not None else None
    numbers = [part.number for part in parts if part.number is not None and len(part.kinds) == 1]
    if joint is None or joint.number is None or not numbers or sum(numbers) != joint.number:
        return list(total)
    return [*(chunk for chunk in total if chunk is not joint), *parts]
