"""Who decides an award: the authority, never the person who hands it over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.awards.chunks import Chunk, Group, Named
from extract.awards.foreign import names_another_state
from extract.rules.sought import Sought
from schemas.folding import fold_key
from schemas.records import Level

_HEAD_OF_STATE = re.compile(r"chủ tịch nước(?: chxhcn việt nam)?|thủ tướng(?: chính phủ)?")
_STATE = re.compile(
    r"(?<!\w)(?:chủ tịch nước|nhà nước|đảng(?! ủy| bộ| đoàn)|(?<!chủ tịch )quốc hội|chủ tịch hồ chí minh)(?!\w)"
)
_HEAD = re.compile(
    r"(?:chủ tịch|thủ tướng|bộ trưởng|giám đốc|tổng giám đốc|hiệu trưởng|cục trưởng|chi cục trưởng|trưởng|tư lệnh"
    r"|tổng thanh tra|chánh án|viện trưởng|chánh thanh tra)(?!\w)"
)
_SIGNS = re.compile(r"(?<!\w)(?:ký|ban hành)(?: ban hành)? (?:các )?quyết định(?: số [\w/-]+)?(?!\w)")
_ISSUES = Sought(r"(?<!\w)(?:ký|ban hành|ký ban hành|công bố|có) (?:các |những |một số )?quyết định(?!\w)")
_OF_DECISION = re.compile(r"(?<!\w)quyết định(?: [^.;,]{0,60})? của $")
#: What may stand between a person and a later post of theirs.
_POSTS = re.compile(r"\s*(?:\([^()]{1,60}\))?\s*[,–-]\s*(?:(?!(?<!\w)(?:và|cùng|đã)(?!\w))[^.;:()]){0,110}")
#: Who issues decisions stands this near before the verb.
_BESIDE = 30
_NEAR = 150


def grantors_of(subjects: Sequence[Group | Named], low: str, verb: int) -> list[Named]:
    """Return who gives: the run of units right before the verb; a person is only a presenter.

    The President and the Prime Minister decide what they hand over.
    """
    run: list[Named] = []
    for chunk in reversed(subjects):
        limit = run[0].start if run else verb
        gap = low[chunk.end : limit]
        if not isinstance(chunk, Named) or (len(gap) > _NEAR if not run else not is_list_gap(gap)):
            break
        run.insert(0, chunk)
    return run


def givers(subjects: Sequence[Group | Named], low: str, verb: int, end: int) -> list[Named]:
    """Return who decides among the subjects of the verb ``low[verb:end]``."""
    agents = grantors_of(subjects, low, verb)
    at = subjects.index(agents[0]) if agents and agents[0] in subjects else 0
    if agents and "trao" in low[verb:end]:
        known = [*subjects[:at], *agents]
        agents = [
            agent for agent in agents if not _is_post(known[known.index(agent) - 1 : known.index(agent)], agent, low)
        ]
    return deciders(agents, low, verb, end)


def _is_post(before: Sequence[Group | Named], agent: Named, low: str) -> bool:
    """Say whether an office right behind a person is that person's post ("ông A (phải), bí thư Huyện ủy, trao …")."""
    person = before[0] if before else None
    if not isinstance(person, Named) or not person.person or not agent.office:
        return False
    return _POSTS.fullmatch(low, person.end, agent.start) is not None


def deciders(agents: Sequence[Named], low: str, verb: int, end: int) -> list[Named]:
    """Return who decides among those who give by the verb ``low[verb:end]``.

    A person who only hands over ("trao") decides nothing. The head of an office who gives ("tặng") or signs ("ký quyết
    định tặng") does, as that office; a unit gives through its deputies.
    """
    if _SIGNS.search(low, max(verb - 20, 0), end):
        return [_as_office(agent) for agent in agents]
    if "trao" in low[verb:end] or low.startswith("gắn", verb):
        return list(agents)
    return [replace(_as_office(agent), preposition=_own(agent.preposition)) for agent in agents]


def _own(preposition: str) -> str:
    return "" if preposition == "deputy" else preposition


def issuers(chunks: Sequence[Chunk], low: str, start: int, end: int) -> list[Named]:
    """Return whose decisions a sentence announces ("Sở A ban hành các quyết định sau:", "công bố quyết định của …")."""
    for chunk in chunks:
        told = isinstance(chunk, Named) and chunk.preposition == "of" and not chunk.person
        if told and _OF_DECISION.search(low, max(chunk.start - 80, start), chunk.start):
            return [chunk] if isinstance(chunk, Named) else []
    match = _ISSUES.search(low, start, end)
    before = [chunk for chunk in chunks if match and isinstance(chunk, Named) and chunk.end <= match.start()]
    if not match or not before or match.start() - before[-1].end > _BESIDE:
        return []
    agent = _as_office(before[-1])
    return [] if agent.person else [agent]


def _as_office(agent: Named) -> Named:
    """Return a head by the office (Chủ tịch UBND tỉnh Lê Văn Mẫu → Chủ tịch UBND tỉnh)."""
    heads = ((position, _HEAD.match(fold_key(position))) for position in agent.positions)
    office = next((position for position, head in heads if head and head.end() < len(fold_key(position))), None)
    return replace(agent, name=office, person=False, office=True, preposition="") if office else agent


def is_list_gap(gap: str) -> bool:
    """Say whether what stands between two names only joins them.

    >>> is_list_gap(", "), is_list_gap(" và "), is_list_gap(" dự, ")
    (True, True, False)
    """
    return (
        re.fullmatch(
            r"\s*(?:\([^()]{1,40}\))?\s*(?:[,;]|,? ?và|,? ?cùng(?: với)?)?\s*"
            r"(?:các |cá nhân |tập thể |đơn vị |gia đình |hộ )*",
            gap,
        )
        is not None
    )


def authority(chunk: Named, *, of_state: bool, owner: bool = False) -> tuple[str, Level | None] | None:
    """Return the name and level of a grantor, ``None`` for a person who only presents.

    Awards of the State (``of_state``) are decided by its President alone: others hand them over, unless the text calls
    them theirs (``owner``).
    """
    states = _STATE.search(fold_key(chunk.name)) or names_another_state(chunk.name)
    if of_state and not owner and not chunk.person and not states:
        return None
    if not chunk.person and chunk.preposition != "deputy":
        return chunk.name, chunk.level
    for position in chunk.positions:
        if _HEAD_OF_STATE.fullmatch(fold_key(position)) and not (of_state and "thủ tướng" in fold_key(position)):
            level: Level = "state_president" if fold_key(position).startswith("chủ tịch") else "government"
            return position, level
    return None


def joined(chunks: Sequence[Named], *, of_state: bool, form_end: int) -> tuple[str | None, Level | None]:
    """Return the names of all grantors of one undivided group joined by "; ", and the first one's level."""
    found = [
        told
        for chunk in chunks
        if (told := authority(chunk, of_state=of_state, owner=form_end <= chunk.start < form_end + 40))
    ]
    if not found:
        return None, None
    return "; ".join(dict.fromkeys(name for name, _ in found)), found[0][1]
