"""Orders of other states: awards where our units or people are given them, and none of ours where others are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.awards.chunks import Group, Named
from extract.awards.forms import Form
from extract.names import is_surname
from extract.rules.sought import Sought
from extract.text import Sentence, Text
from schemas.folding import fold_key

_NAMES = (
    r"(?:mỹ|hoa kỳ|trung quốc|nga|liên bang nga|liên xô|cộng hòa pháp|pháp|hàn quốc|triều tiên|nhật bản|anh|thái lan"
    r"|lào|campuchia|cu ?ba|ấn độ|liên bang đức|israel|ukraine|philippines|indonesia|malaysia|singapore|australia"
    r"|ba lan|hungary|italy|mông cổ|đài loan|belarus|syria|iran|iraq|pakistan|afghanistan|myanmar|thổ nhĩ kỳ|ai cập"
    r"|brazil|canada|mexico|venezuela|tây ban nha|thụy điển|phần lan|bulgaria)(?!\w)"
)
_STATES = re.compile(rf"(?<!\w)(?<!chống )(?!(?:anh|pháp)(?!\w)){_NAMES}")
#: A state's organ with the state's name: it gives.
_GIVER = re.compile(
    r"(?<!\w)(?:chính phủ|nhà nước|quốc vương|nhà vua|nữ hoàng|tổng thống|quốc hội|quân đội|lục quân|hoàng gia|đại sứ"
    r"|chủ tịch)"
    rf" (?:nước |cộng hòa (?:dân chủ nhân dân |xã hội chủ nghĩa )?)?{_NAMES}"
)
_OURS = re.compile(r"(?<!\w)(?:việt nam|chủ tịch nước|nước ta|ubnd|nhà nước ta|đảng và nhà nước)(?!\w)")
#: People of a state whose name alone may be another word ("phi công Anh").
_THEIRS = Sought(
    r"(?<!\w)(?:quân đội|không quân|hải quân|lục quân|phi công|binh sĩ|binh lính|tổng thống|thủ tướng|cảnh sát)"
    rf" (?:hoàng gia )?{_NAMES}"
)
_OURS_AT_ALL = re.compile(
    r"(?<!\w)(?:việt nam|ubnd|ủy ban nhân dân|nước ta|hà nội|hồ chí minh|hcm"
    rf"|chủ tịch nước(?! (?:cộng hòa )?(?:dân chủ nhân dân )?{_NAMES}))(?!\w)"
)
_BARE = re.compile(r"(?:huân chương|huy chương|huân, huy chương)(?: (?:danh dự|anh dũng|cao quý|các loại))?")
_OUR_ORDERS = re.compile(
    r"hu[âa]n chương (?:lao động|độc lập|sao vàng|quân công|chiến công|bảo vệ|dũng cảm|kháng chiến)"
)
_ORGAN = re.compile(
    r"(?:chính phủ|nhà nước|quốc hội|quân đội|hội đồng nhà nước|bộ [^\W\d_]+(?: [^\W\d_]+){0,2}?)"
    rf" (?:nước |hoàng gia |vương quốc |cộng hòa (?:dân chủ nhân dân |xã hội chủ nghĩa )?)?{_NAMES}"
)
#: What an article is about stands in its first characters.
_LEAD = 300
_FOREIGN_FORMS = ("order", "medal", "state_prize")


#: Recipients are ours ("7 cá nhân của Việt Nam", "ba bác sĩ Việt Nam").
_OUR_PEOPLE = re.compile(
    r"(?:tập thể|cá nhân|đơn vị|đồng chí|cán bộ|người|chuyên gia|sĩ|nhà khoa học|công dân|tổ chức)"
    r"(?: (?:của|nước|người|phía))? việt nam(?!\w)"
)
_EMBASSY = ("đại sứ quán", "tổng lãnh sự quán")


def are_ours(text: Text, sentence: Sentence, recipients: Sequence[Group | Named]) -> bool:
    """Say whether recipients are units or people of ours: named and of no other state, or said to be ours."""
    abroad = _is_abroad(text)
    for chunk in recipients:
        if isinstance(chunk, Named):
            home = (
                is_surname(fold_key(chunk.name).partition(" ")[0]) and not abroad if chunk.person else not chunk.office
            )
            key = fold_key(chunk.name)
            if home and not _STATES.search(key) and ("việt nam" in key or not key.startswith(_EMBASSY)):
                return True
    groups = any(isinstance(chunk, Group) for chunk in recipients)
    return groups and _OUR_PEOPLE.search(text.low, sentence.start, sentence.end) is not None


def is_of_another_state(
    text: Text, sentence: Sentence, form: Form, grantor: str | None, recipients: Sequence[Group | Named] = ()
) -> bool:
    """Say whether a state award is another state's: its giver is, or a plain "huân chương" stands beside one.

    What another state gives to our units and people is an award like any.

    Args:
        text: The article.
        sentence: The sentence that tells the award.
        form: The form.
        grantor: Who gives, where told.
        recipients: Who is given it.
    """
    if form.type.form not in _FOREIGN_FORMS:
        return False
    if are_ours(text, sentence, recipients):
        return False
    if grantor and _STATES.search(fold_key(grantor)):
        return not _OURS.search(fold_key(grantor))
    if _GIVER.search(text.low, sentence.start, form.start):
        return True
    if _is_abroad(text):
        return True
    told = text.low[sentence.start : sentence.end]
    plain = _BARE.fullmatch(text.low, form.start, form.end) is not None
    if not plain or _OURS.search(told):
        return False
    lead = text.low[:_LEAD]
    return _STATES.search(told) is not None or (_STATES.search(lead) is not None and not _OUR_ORDERS.search(text.low))


def _is_abroad(text: Text) -> bool:
    """Say whether an article leads with another state and never speaks of ours."""
    lead = text.low[:_LEAD]
    return bool(_STATES.search(lead) or _THEIRS.search(lead)) and _OURS_AT_ALL.search(text.low) is None


def names_another_state(grantor: str | None) -> bool:
    """Say whether a grantor is another state or an organ of one.

    >>> names_another_state("Vương quốc Campuchia"), names_another_state("Chủ tịch nước"), names_another_state(None)
    (True, False, False)
    """
    if grantor is None:
        return False
    key = fold_key(grantor)
    return _STATES.search(key) is not None and _OURS.search(key) is None and "tỉnh" not in key


def with_state(text: Text, agents: Sequence[Named]) -> list[Named]:
    """Return who gives with the name of the state whose organ they are ("Chính phủ Hoàng gia Campuchia")."""
    found = []
    for agent in agents:
        organ = None if agent.person else _ORGAN.match(text.low, agent.start)
        longer = organ is not None and organ.end() > agent.end
        name = text.body[agent.start : organ.end()] if organ and longer else agent.name
        found.append(replace(agent, name=name, end=organ.end()) if organ and longer else agent)
    return found
