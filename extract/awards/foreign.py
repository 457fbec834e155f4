"""Orders of other states: awards where our units or people are given them, and none of ours where others are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.awards.chunks import Group, Named
from extract.awards.forms import Form
from extract.names import SYLLABLE, is_surname
from extract.rules.sought import Sought
from extract.text import Sentence, Text
from schemas.folding import fold_key

_EVERY = (
    r"mỹ|hoa kỳ|trung quốc|nga|liên bang nga|liên xô|cộng hòa pháp|pháp|hàn quốc|triều tiên|nhật bản|anh|thái lan"
    r"|lào(?! cai)|campuchia|cu ?ba|ấn độ|liên bang đức|israel|ukraine|philippines|indonesia|malaysia|singapore"
    r"|australia|ba lan|hungary|italy|mông cổ|đài loan|belarus|syria|iran|iraq|pakistan|afghanistan|myanmar|thổ nhĩ kỳ"
    r"|ai cập|brazil|canada|mexico|venezuela|tây ban nha|thụy điển|phần lan|bulgaria|ireland|scotland|đan mạch|na uy"
    r"|hy lạp|romania|argentina|thụy sĩ|hà lan"
)
_NAMES = rf"(?:{_EVERY})(?!\w)"
_STATES = re.compile(rf"(?<!\w)(?<!chống )(?<!phong )(?!(?:anh|pháp)(?!\w)){_NAMES}")
#: A state's organ with the state's name: it gives.
_GIVER = re.compile(
    r"(?<!\w)(?:chính phủ|nhà nước|quốc vương|nhà vua|nữ hoàng|tổng thống|thủ tướng|quốc hội|quân đội|lục quân"
    r"|hoàng gia|đại sứ"
    r"|chủ tịch)"
    rf" (?:nước |cộng hòa (?:dân chủ nhân dân |xã hội chủ nghĩa )?)?{_NAMES}"
)
_OURS = re.compile(
    r"(?<!\w)(?:(?<!chiến ở )(?<!chiến tại )việt nam|chủ tịch nước|nước ta|ubnd|nhà nước ta|đảng và nhà nước)(?!\w)"
)
#: People of a state whose name alone may be another word ("phi công Anh").
_THEIRS = Sought(
    r"(?<!\w)(?:phát xít|đức quốc xã|thế chiến)(?!\w)|(?<!\w)(?:đội tuyển|tuyển thủ|cầu thủ|quân đội|không quân"
    r"|hải quân|lục quân|phi công|binh sĩ|binh lính|tổng thống|thủ tướng|cảnh sát)"
    rf" (?:hoàng gia )?{_NAMES}"
)
#: Behind a noun: of which state people are.
_OF_STATE = re.compile(rf" (?:nhật|đức|{_EVERY})(?!\w)")
_OURS_AT_ALL = re.compile(
    r"(?<!\w)(?:việt nam|ubnd|ủy ban nhân dân|nước ta|hà nội|hồ chí minh|hcm"
    rf"|chủ tịch nước(?! (?:cộng hòa )?(?:dân chủ nhân dân )?{_NAMES}))(?!\w)"
)
_BARE = re.compile(r"(?:huân chương|huy chương|huân, huy chương)(?: (?:danh dự|anh dũng|cao quý|các loại))?")
#: Orders of other states by their names.
_THEIR_ORDERS = re.compile(r"huân chương (?:quốc công|bắc đẩu|cành cọ|văn học nghệ thuật|nữ hoàng|công trạng)")
_OUR_ORDERS = re.compile(
    r"hu[âa]n chương (?:lao động|độc lập|sao vàng|quân công|chiến công|bảo vệ|dũng cảm|kháng chiến)"
)
_ORGAN = re.compile(
    r"(?:chính phủ|nhà nước|quốc hội|quân đội|hội đồng nhà nước|bộ [^\W\d_]+(?: [^\W\d_]+){0,2}?)"
    rf" (?:nước |hoàng gia |vương quốc |cộng hòa (?:dân chủ nhân dân |xã hội chủ nghĩa )?)?{_NAMES}"
)
#: A syllable of a name within a sentence, right before another.
_LONGER_NAME = re.compile(rf"(?<=[\w,] ){SYLLABLE} $")
#: What an article is about stands in its first characters.
_LEAD = 300
_FOREIGN_FORMS = ("order", "medal", "state_prize")


#: Recipients are ours ("7 cá nhân của Việt Nam", "ba bác sĩ Việt Nam").
_OUR_PEOPLE = re.compile(
    r"(?:tập thể|cá nhân|đơn vị|đồng chí|cán bộ|người|chuyên gia|sĩ|nhà khoa học|công dân|tổ chức)"
    r"(?: (?:của|nước|người|phía))? việt nam(?!\w)"
)
#: A unit of ours by its name.
_HOME = re.compile(r"(?<!\w)(?:tỉnh|huyện|xã|ubnd|việt nam|thpt|thcs|tp)(?!\w)")
_EMBASSY = ("đại sứ quán", "tổng lãnh sự quán")


def are_ours(text: Text, sentence: Sentence, recipients: Sequence[Group | Named]) -> bool:
    """Say whether recipients are units or people of ours: named and of no other state, or said to be ours."""
    abroad = _is_abroad(text)
    for chunk in recipients:
        if isinstance(chunk, Named):
            key = fold_key(chunk.name)
            home = is_surname(key.partition(" ")[0]) if chunk.person else not chunk.office
            home = home and (not abroad or _HOME.search(key) is not None)
            theirs = _STATES.search(key) or _THEIRS.search(key) or any(word in key for word in _EMBASSY)
            if home and ("việt nam" in key or not theirs):
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
    if form.type.form in ("honour", "unspecified"):
        return _are_theirs(text, sentence, recipients)
    if form.type.form not in _FOREIGN_FORMS:
        return _is_abroad(text) and not are_ours(text, sentence, recipients)
    if are_ours(text, sentence, recipients):
        return False
    if _THEIR_ORDERS.match(text.low, form.start):
        return True
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


def _are_theirs(text: Text, sentence: Sentence, recipients: Sequence[Group | Named]) -> bool:
    """Say whether those honoured are people of another state ("4.079 công dân Nhật", "hai người Pháp")."""
    if are_ours(text, sentence, recipients):
        return False
    groups = [chunk for chunk in recipients if isinstance(chunk, Group)]
    told = text.low[sentence.start : sentence.end]
    if _GIVER.search(told) and not _OURS.search(told):
        return True
    return _is_abroad(text) or any(_OF_STATE.match(text.low, chunk.end) for chunk in groups)


def _is_abroad(text: Text) -> bool:
    """Say whether an article leads with another state and never speaks of ours."""
    lead = f"{text.low_title}\n{text.low[:_LEAD]}"
    named = any(_is_state(text.body, match.start()) for match in _STATES.finditer(text.low, 0, _LEAD))
    led = named or _STATES.search(text.low_title) or _THEIRS.search(lead)
    return bool(led) and _OURS_AT_ALL.search(text.low) is None


def _is_state(body: str, start: int) -> bool:
    """Say whether a state's name is one in the text: no syllable of a longer name ("bà Đặng Thị Mỹ Nga")."""
    return body[start].isupper() and _LONGER_NAME.search(body, max(start - 12, 0), start) is None


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
