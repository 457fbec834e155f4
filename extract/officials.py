"""Officials (cán bộ, lãnh đạo): persons named with a post or acting in office."""

from __future__ import annotations

from collections.abc import Sequence

from extract.mentions import PersonMention, PositionMention
from extract.people import find_people
from extract.positions import TITLE, is_weak
from extract.reading import Reading
from extract.roles import ROLES, find_roles
from extract.unit_forms import is_longer_form, same_form
from schemas.folding import fold_key
from schemas.records import Official, OfficialRole

__all__ = ["find_people", "read_officials"]

_IN_OFFICE = frozenset({"chair", "launch"})
_MAX_EVIDENCE = 6


def read_officials(reading: Reading) -> tuple[Official, ...]:
    """Return one official for each person with a post or with an act in office, in the order of first mention.

    ``positions`` are the distinct posts told anywhere in the article, each in its longest form; ``roles`` what the
    verbs tell. The evidence is the expression of name and posts at each mention that told something.
    """
    roles = find_roles(reading.text, reading.people)
    by_name: dict[str, list[tuple[PersonMention, tuple[OfficialRole, ...]]]] = {}
    for person, told in zip(reading.people, roles, strict=True):
        by_name.setdefault(fold_key(person.name), []).append((person, told))
    found = (_official(reading, mentions) for mentions in by_name.values())
    return tuple(official for official in found if official is not None)


def _official(reading: Reading, mentions: Sequence[tuple[PersonMention, tuple[OfficialRole, ...]]]) -> Official | None:
    told = {role for _, roles in mentions for role in roles}
    posts = [post for person, _ in mentions for post in person.positions]
    if not posts and not told & _IN_OFFICE:
        return None
    if all(_weak(post) for post in posts) and told <= {"receive"}:
        return None
    spans = {(person.span_start, person.span_end) for person, roles in mentions if roles or person.positions}
    return Official(
        name=mentions[0][0].name,
        positions=distinct_posts(posts),
        roles=tuple(role for role in ROLES if role in told),
        evidence=tuple(reading.text.evidence(*span) for span in sorted(spans)[:_MAX_EVIDENCE]),
    )


def _weak(post: PositionMention) -> bool:
    title = TITLE.match(fold_key(post.text))
    return title is not None and is_weak(title["title"])


def distinct_posts(posts: Sequence[PositionMention]) -> tuple[str, ...]:
    """Return the posts told, each once in its longest form, in the order of first mention."""
    kept: list[str] = []
    for post in posts:
        if any(same_form(post.text, other) or is_longer_form(other, post.text) for other in kept):
            continue
        shorter = [at for at, other in enumerate(kept) if is_longer_form(post.text, other)]
        if shorter:
            kept[shorter[0]] = post.text
            kept = [other for at, other in enumerate(kept) if at not in shorter[1:]]
        else:
            kept.append(post.text)
    return tuple(kept)
