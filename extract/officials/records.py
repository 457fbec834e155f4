"""Officials (cán bộ, lãnh đạo): persons named with a post or acting in office."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.mentions import PersonMention, PositionMention
from extract.officials.departed import departed
from extract.officials.positions import TITLE, find_title, is_weak, post_end
from extract.officials.pronouns import find_pronouns
from extract.officials.roles import ROLES, find_roles
from extract.reading import Reading
from extract.units.forms import extends, form_words, is_longer_form, same_form
from schemas.folding import fold_key
from schemas.records import Official, OfficialRole

_IN_OFFICE = frozenset({"chair", "launch"})
#: Words that are left out where a post is told in short: "Chủ tịch (UBND) tỉnh", "Tổng Giám đốc (Công ty) Mẫu Lộc".
_COMMITTEE_WORDS = frozenset(
    {"ủy", "ban", "nhân", "dân", "tỉnh", "thành", "phố", "tp", "công", "ty", "cổ", "phần", "tnhh", "mtv"}
)
_ADDRESSES = ("ông ", "bà ", "đồng chí ", "đ/c ", "các ông", "các đồng chí")
#: So pupils are spoken of, who act in no office.
_PUPILS = ("em ", "cháu ", "bé ", "các em ")
_MAX_EVIDENCE = 6
#: Callings of awardees: whoever has no other post and only speaks or receives is honoured, no official.
_HONOURED: frozenset[OfficialRole] = frozenset({"receive", "speak"})
_CALLINGS = frozenset({"giáo viên", "giảng viên", "bác sĩ", "điều dưỡng", "y sĩ", "nhân viên", "chiến sĩ"})
#: What stands before a post that only lends its authority or is no person's.
_LENT = (
    "của ",
    "quyền ",
    "thay mặt ",
    "thừa lệnh ",
    "các ",
    "đoàn ",
    "chức danh ",
    "chức vụ ",
    "cho ",
    "nguyên ",
    "làm ",
    "là ",
)
#: Before a post: what was said or reported there is its holder's.
_SAID_BY = (
    "diễn văn của ",
    "phát biểu của ",
    "phát biểu chỉ đạo của ",
    "báo cáo của ",
    "kết luận của ",
    "tham luận của ",
)
_SPOKEN: frozenset[OfficialRole] = frozenset({"chair", "speak", "launch", "report"})
_GRANTS = re.compile(r" (?:đã |cũng |sẽ |vừa |quyết định )*(?:tặng|khen|quyết định|ban hành|công nhận)(?!\w)")
_SIGNS = re.compile(
    r" (?:đã |cũng |vừa |vừa mới )*ký(?: ban hành)? (?:các )?(?:quyết định|kế hoạch|giao ước|văn bản)(?!\w)"
)
_HANDS_OVER = re.compile(r" (?:đã |cũng )?(?:trực tiếp )?trao(?!\w)")


def read_officials(reading: Reading) -> tuple[Official, ...]:
    """Return one official for each person with a post or with an act in office, in the order of first mention.

    ``positions`` are the distinct posts told anywhere in the article, each in its longest form; ``roles`` what the
    verbs tell. The evidence is the expression of name and posts at each mention that told something.
    """
    holders = _named_by_post(reading)
    pronouns = find_pronouns(reading.text, reading.people)
    people = sorted((*reading.people, *holders, *pronouns), key=lambda person: person.start)
    by_name: dict[str, list[tuple[PersonMention, tuple[OfficialRole, ...]]]] = {}
    for person, told in zip(people, find_roles(reading.text, people), strict=True):
        sure = _told_of_post(reading.text.low, person, told) if person in holders else told
        by_name.setdefault(fold_key(person.name), []).append((person, sure))
    dead = departed(reading.text, people)
    found = (_official(reading, mentions) for name, mentions in by_name.items() if name not in dead)
    return tuple(official for official in found if official is not None)


def _named_by_post(reading: Reading) -> list[PersonMention]:
    """Return where a post alone stands for the one person who was named with it ("Giám đốc Sở kết luận hội nghị")."""
    body, low = reading.text.body, reading.text.low
    posts = _posts_by_word(reading.people)
    if not posts:
        return []
    spans = [(person.span_start, person.span_end) for person in reading.people]
    found: list[PersonMention] = []
    at = 0
    while match := find_title(low, at):
        at = match.end()
        if form_words(match[0])[0] not in posts or any(start <= match.start() < stop for start, stop in spans):
            continue
        end = post_end(body, low, match, glued=True)
        at = max(end, match.end())
        words = form_words(body[match.start() : end])
        names = {name for post, name in posts[words[0]] if post == words or extends(post, words)}
        lent = low.endswith(_LENT, 0, match.start()) and not low.endswith(_SAID_BY, 0, match.start())
        if len(names) == 1 and not lent:
            found.append(PersonMention(match.start(), end, names.pop(), (), match.start(), end))
    return found


def _posts_by_word(people: Sequence[PersonMention]) -> dict[str, set[tuple[tuple[str, ...], str]]]:
    """Return each post in words with its holder's name, by the first word, which all forms of a post share."""
    posts: dict[str, set[tuple[tuple[str, ...], str]]] = {}
    for person in people:
        for post in person.positions:
            words = form_words(post.text)
            posts.setdefault(words[0], set()).add((words, person.name))
    return posts


def _told_of_post(low: str, holder: PersonMention, told: Sequence[OfficialRole]) -> tuple[OfficialRole, ...]:
    """Return the roles that are a person's: an office "tặng" by decision, a person "trao" by hand."""
    if _GRANTS.match(low, holder.end):
        return ()
    if _SIGNS.match(low, holder.end):
        return ("sign",)
    sure = _SPOKEN if not _HANDS_OVER.match(low, holder.end) else _SPOKEN | {"present"}
    return tuple(role for role in told if role in sure)


def _official(reading: Reading, mentions: Sequence[tuple[PersonMention, tuple[OfficialRole, ...]]]) -> Official | None:
    told = {role for _, roles in mentions for role in roles}
    posts = [post for person, _ in mentions for post in person.positions]
    if not posts and not told & _IN_OFFICE and not ("present" in told and _addressed(reading.text.low, mentions)):
        return None
    if not posts and any(reading.text.low.startswith(_PUPILS, person.span_start) for person, _ in mentions):
        return None
    titles = {_title(post) for post in posts}
    if all(is_weak(title) for title in titles) and told <= (_HONOURED if titles <= _CALLINGS else {"receive"}):
        return None
    spans = {(person.span_start, person.span_end) for person, roles in mentions if roles or person.positions}
    return Official(
        name=mentions[0][0].name,
        positions=distinct_posts(posts),
        roles=tuple(role for role in ROLES if role in told),
        evidence=tuple(reading.text.evidence(*span) for span in sorted(spans)[:_MAX_EVIDENCE]),
    )


def _addressed(low: str, mentions: Sequence[tuple[PersonMention, tuple[OfficialRole, ...]]]) -> bool:
    """Return whether who hands over is spoken of as officials are: "Bà A và ông B trao Bằng khen"."""
    return any("present" in roles and low.startswith(_ADDRESSES, person.span_start) for person, roles in mentions)


def _title(post: PositionMention) -> str:
    title = TITLE.match(fold_key(post.text))
    return title["title"] if title else ""


def distinct_posts(posts: Sequence[PositionMention]) -> tuple[str, ...]:
    """Return the posts told, each once in its longest form, in the order of first mention."""
    kept: list[str] = []
    for post in posts:
        if any(same_form(post.text, other) or _tells_more(other, post.text) for other in (*kept, *_once_held(kept))):
            continue
        shorter = [at for at, other in enumerate(kept) if _tells_more(post.text, other)]
        if shorter:
            kept[shorter[0]] = post.text
            kept = [other for at, other in enumerate(kept) if at not in shorter[1:]]
        else:
            kept.append(post.text)
    return tuple(kept)


def _once_held(posts: Sequence[str]) -> list[str]:
    """Return the former posts without the word that says so: what was done "as Bí thư" is no post beside them."""
    return [post.partition(" ")[2] for post in posts if fold_key(post).startswith(("nguyên ", "cựu "))]


def _tells_more(longer: str, short: str) -> bool:
    """Return whether a post is a longer way to write another, which may be the colloquial one.

    >>> _tells_more("Chủ tịch UBND quận Mẫu", "Chủ tịch quận Mẫu"), _tells_more("Chủ tịch HĐND quận", "Chủ tịch quận")
    (True, False)
    """
    return is_longer_form(longer, short) or _is_colloquial(form_words(longer), form_words(short))


def _is_colloquial(longer: Sequence[str], short: Sequence[str]) -> bool:
    """Return whether the shorter words are those of the longer without the committee's: "Chủ tịch quận"."""
    rest = list(short)
    for word in longer:
        if rest and word == rest[0]:
            rest.pop(0)
        elif word not in _COMMITTEE_WORDS:
            return not rest
    return not rest and len(short) < len(longer)
