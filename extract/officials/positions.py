"""Posts of persons (chức vụ): one post as written with its unit, and chains of them."""

from __future__ import annotations

import re

from extract.mentions import PositionMention
from extract.names import SYLLABLE, UPPER, full_name_end
from extract.rules import load_rules
from extract.rules.trie import alternation, spaced, words
from extract.units.names import tail_end
from extract.units.words import HEADS, PROVINCES
from schemas.folding import fold_key
from schemas.vocabulary import positions

_RULES = load_rules("officials")
_HEAD = alternation(sorted(HEADS))
_WEAK = frozenset(fold_key(cue) for cue in _RULES["weak_title"].cues)
_UNIT_HEAD = re.compile(r"(?:" + _HEAD + r")(?!\w)")


def _titles() -> list[str]:
    """Return the titles without those that are another title with a unit behind it ("Giám đốc" + "Sở")."""
    every = {fold_key(surface) for position in positions() for surface in position.surfaces()}
    every |= {fold_key(cue) for rule in ("title", "weak_title") for cue in _RULES[rule].cues}
    return sorted(title for title in every if not _holds_unit(title, every))


def _holds_unit(title: str, every: set[str]) -> bool:
    words = title.split()
    return any(
        " ".join(words[:count]) in every - _WEAK and _UNIT_HEAD.match(" ".join(words[count:]))
        for count in range(1, len(words))
    )


TITLE = re.compile(
    r"(?P<former>(?<!\w)(?:nguyên|cựu) +(?:là +)?)?(?P<title>" + alternation(_titles()) + r")(?!\w)"
    r"(?P<more>(?: +(?:thường trực|thứ nhất|phụ trách|danh dự|chuyên trách"
    r"|(?<=phụ trách )(?:chung|chuyên môn|kỹ thuật|kinh doanh)))*)"
)
"""A post's title, with "nguyên" before it; at a place where a word begins."""

_TITLES = re.compile(words(_titles()))
_FORMER = re.compile(r"(?<!\w)(?:nguyên|cựu) +(?:là +)?\Z")


def find_title(low: str, at: int) -> re.Match[str] | None:
    """Return the next title of a post in a folded text, with "nguyên" before it."""
    found = _TITLES.search(low, at)
    if found is None:
        return None
    if found[0].startswith("quyền ") and low.endswith("ủy ", 0, found.start()):
        return TITLE.match(low, found.start() + len("quyền "))
    former = _FORMER.search(low, max(found.start() - 14, at), found.start())
    return TITLE.match(low, former.start() if former else found.start())


#: What gives a post to somebody: "bầu ông A làm P", "bổ sung ông A, P giữ chức P".
APPOINTED = (
    r"(?:,? (?:được |vừa )*(?:bầu|tín nhiệm bầu|bổ nhiệm|chỉ định|hiệp thương cử))?"
    r"(?: làm|,? giữ (?:chức(?: vụ| danh)?|cương vị)) "
)
_BETWEEN = re.compile(
    r" ?(?:, ?(?:đồng thời là |kiêm )?| ?- ?|, | kiêm (?:nhiệm )?(?:chức )?| đồng thời là |; ?kiêm )(?:là )?"
    r"|" + APPOINTED
)
#: Posts that are one with that of the general secretary.
_SECRETARIES_BESIDE = frozenset({"chủ tịch", "phó chủ tịch", "phó chủ tịch thường trực", "phó hội trưởng"})
_IN_BRACKETS = re.compile(r" ?\((?:là )?")
_OF = re.compile(r" +của +")
_UNIT_AFTER_COMMA = re.compile(r"(?:,| -) (?P<head>" + _HEAD + r")(?!\w)")
_TERM = re.compile(r",? \(?(?:nhiệm kỳ|khóa)(?: thứ)? (?:[ivxlcd]+|\d[\d /-]*|mới)(?:,? (?:nhiệm kỳ) [\d /-]+)?\)?")
_WITHIN = re.compile(rf"(?:, {SYLLABLE}(?: {SYLLABLE}){{0,2}})?, (?=[{UPPER}])")
_PLACES = re.compile("(?:" + alternation(sorted(PROVINCES)) + r")(?!\w)")
_OF_BODY = re.compile(
    r" +của +(?:quốc hội|chính phủ|hội đồng nhân dân(?: tỉnh| thành phố)?|hđnd(?: tỉnh| thành phố)?)(?!\w)"
)
_BRACKET = re.compile(r" \([^()\n]{2,90}\)")
_SHORTEN = 30
_FORMERLY = frozenset({"cũ", "mới", "trước đây", "trước sáp nhập"})
#: Heads whose province or country follows: "Đại sứ Việt Nam tại Lào".
_ENVOY = re.compile(r"(?:đại sứ|đại biện|(?:phó )?tổng lãnh sự|lãnh sự|trưởng đại diện)(?: [^\W\d]+){0,2}\Z")
_POSTED = re.compile(rf"(?: {SYLLABLE}(?: {SYLLABLE}){{0,2}})? (?:tại|ở)(?= [{UPPER}])")
_NEXT_SYLLABLE = re.compile(rf" (?:(?:bang|quốc|hòa) )?{SYLLABLE}(?!\w)")
#: Bodies that every workplace has; which one follows after a comma: "Chủ tịch Công đoàn cơ sở, Công ty A".
_EVERYWHERE = re.compile(
    r" (?:công đoàn(?: cơ sở| bộ phận)?|cđcs|đảng ủy|chi ủy|đảng bộ|chi bộ|hđqt|hội đồng quản trị|hđtv"
    r"|hội đồng thành viên|đoàn thanh niên|chi đoàn|hội đồng trường)\Z"
)
_WORKPLACES = frozenset({"doanh_nghiep", "tap_doan", "truong", "benh_vien", "ngan_hang", "htx"})


def is_weak(title: str) -> bool:
    """Return whether a folded title counts only right behind a name."""
    return title in _WEAK


def post_end(body: str, low: str, match: re.Match[str], *, glued: bool) -> int:
    """Return where the post ends that begins with a title: its unit and what belongs to it included.

    Args:
        body: The article's text.
        low: The folded text.
        match: The title found by :data:`TITLE`.
        glued: A person's name may follow the unit directly.
    """
    title_end = match.end()
    start = match.start("title")
    of = _OF.match(low, title_end)
    if of and _UNIT_HEAD.match(low, of.end()):
        title_end = of.end() - 1
    end = tail_end(body, low, start, title_end, kind="post", glued=glued)
    joined = _UNIT_AFTER_COMMA.match(low, end)
    if joined and _takes_unit(low, start, match.end(), end, joined["head"]):
        unit_end = tail_end(body, low, joined.start("head"), joined.end(), kind=_kind(joined["head"]), glued=glued)
        if unit_end > joined.end() or joined["head"] in {"sở"}:
            end = unit_end
    if low.endswith(" tp.", start, end) and low.startswith("\n", end) and (city := _PLACES.match(low, end + 1)):
        return city.end()
    of_body = _OF_BODY.match(low, end)
    end = _with_places(body, low, of_body.end() if of_body else _posted(body, low, start, end))
    return _with_bracket(body, low, match.end(), end)


def _posted(body: str, low: str, start: int, end: int) -> int:
    """Return the end of the countries an envoy stands between: "Đại sứ Việt Nam tại Lào"."""
    posted = _POSTED.match(body, end) if _ENVOY.match(low, start, end) else None
    if posted is None:
        return end
    end = posted.end()
    while syllable := _NEXT_SYLLABLE.match(body, end):
        if end > posted.end() and full_name_end(body, low, end + 1) > end + 1:
            break
        end = syllable.end()
    return end


def _with_bracket(body: str, low: str, title_end: int, end: int) -> int:
    """Return the end with the bracket that belongs to the unit: "(VCCI)", "(Bộ Y tế)", "(cũ)"."""
    bracket = _BRACKET.match(body, end) if end > title_end else None
    if bracket is None:
        return end
    inner = low[end + 2 : bracket.end() - 1]
    if TITLE.match(inner):
        return end
    if inner in _FORMERLY or _abbreviates(body[end + 2 : bracket.end() - 1]) or _UNIT_HEAD.match(inner):
        return bracket.end()
    return end


def _with_places(body: str, low: str, end: int) -> int:
    """Return the end of the places that follow a unit: "Trường Mầm non An Hiệp, Tuy An, Phú Yên"."""
    within = _WITHIN.match(body, end)
    place = _PLACES.match(low, within.end()) if within else None
    return place.end() if place else end


def _kind(head: str) -> str:
    return HEADS[spaced(head)].id


def _abbreviates(inner: str) -> bool:
    if len(inner) > _SHORTEN:
        return False
    return (
        (inner.isupper() and not inner.isdigit())
        or inner.lower().startswith("miền")
        or (inner[:1].isupper() and " " not in inner)
    )


def _takes_unit(low: str, start: int, title_end: int, end: int, head: str) -> bool:
    """Return whether a unit behind a comma belongs to the post: "Trưởng phòng Thi đua, Bộ Công Thương"."""
    if end == title_end:
        return True
    own = low[start:end]
    if _EVERYWHERE.search(own):
        return _kind(head) in _WORKPLACES
    return own.startswith(
        (
            "trưởng phòng",
            "phó trưởng phòng",
            "phó phòng",
            "trưởng khoa",
            "phó trưởng khoa",
            "tổ trưởng",
            "đội trưởng",
            "tổ phó",
            "đội phó",
            "quản đốc",
        )
    ) or bool(
        re.search(r" (?:phòng|vụ|viện|khoa|đội|trung tâm|chi cục|trạm) ", own) and not head.startswith(own.split()[-1])
    )


def chain(body: str, low: str, match: re.Match[str], *, glued: bool) -> tuple[list[PositionMention], int]:
    """Return the posts that follow one another from a title on, and where the last one ends.

    Commas, dashes and "kiêm" split posts; a comma inside a unit's name does not. Words of term ("nhiệm kỳ 2020 - 2025")
    are left out.
    """
    found: list[PositionMention] = []
    step: re.Match[str] | None = match
    end = match.end()
    while step is not None:
        post = post_end(body, low, step, glued=glued)
        if found and post == step.end() and is_weak(spaced(step["title"])):
            break
        start = step.start()
        if found and found[-1].end == end and _one_post(low, found[-1], start, post):
            start = found.pop().start
        end = _after_term(low, post)
        found.append(
            PositionMention(start, post, body[start:post].replace("\n", " "), former=step["former"] is not None)
        )
        between = _BETWEEN.match(low, end)
        step = TITLE.match(low, between.end()) if between else None
        if step is not None and low.endswith(" làm ", 0, step.start()) and not body[step.start()].isupper():
            break
    return _bracketed(body, low, found, end)


def _one_post(low: str, first: PositionMention, start: int, end: int) -> bool:
    """Return whether a dash joins two titles of one unit: "Phó Chủ tịch - Tổng Thư ký Hội Y học"."""
    dash = low[first.end : start]
    if dash != " - " or low[first.start : first.end] not in _SECRETARIES_BESIDE:
        return False
    longer = TITLE.match(low, start)
    return longer is not None and longer["title"] == "tổng thư ký" and longer.end() < end


def _bracketed(body: str, low: str, found: list[PositionMention], end: int) -> tuple[list[PositionMention], int]:
    """Return the posts with one that stands in brackets behind the last: "Giám đốc Sở Y tế (Khối trưởng)"."""
    bracket = _IN_BRACKETS.match(low, end)
    step = TITLE.match(low, bracket.end()) if bracket else None
    if step is None:
        return found, end
    post = post_end(body, low, step, glued=False)
    if low[post : post + 1] != ")":
        return found, end
    return [*found, PositionMention(step.start(), post, body[step.start() : post])], post + 1


def _after_term(low: str, end: int) -> int:
    term = _TERM.match(low, end)
    return term.end() if term else end
