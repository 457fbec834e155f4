"""Award forms in a stretch of text: the vocabulary's surfaces with class, level and quoted name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract.names import SYLLABLE, UPPER
from extract.phrases import PhraseTree, words_of
from schemas.folding import fold_key
from schemas.vocabulary import AwardType, award_types

#: Families whose surfaces may end in their grantor ("Bằng khen của UBND tỉnh"): the form is what stands before.
_GRANTED = {"bang_khen", "giay_khen", "co_thi_dua"}
_GRANTOR_TAIL = re.compile(
    r" (?:của .*|(?:chủ tịch|ubnd|ủy ban|thủ tướng|ttcp|chính phủ|lđlđ|liên đoàn|giám đốc|bộ(?! tư lệnh)).*)$"
)
#: Heads of forms whose own name may stand in quotation marks ("Huy chương “Chiến sĩ vẻ vang”").
_QUOTED_BEHIND = ("huy chương ", "huân chương ", "kỷ niệm chương ", "huy hiệu ")
_ONE_CLASS = r'(?:hạng )?"?(?:nhất|nhì|ba|i{1,3}|[123])(?!\w)"?'
_MORE_CLASS = r'(?:, | và )(?:hạng )?"?(?:nhất|nhì|ba|i{1,3})(?!\w)"?(?! ?\w*chương)'
_CLASS = re.compile(rf" *,? *\(?(?=hạng ){_ONE_CLASS}(?:{_MORE_CLASS})*\)?")
_QUOTED = re.compile(r' *(?:về |danh hiệu )?"[^"\n]{2,110}"')
_LEVEL = re.compile(
    r"(?: (?:đơn vị )?(?:xuất sắc(?! năm \d{4} và)|dẫn đầu|toàn diện|chuyên đề|hạng đặc biệt|tiêu biểu)"
    r"(?: tiêu biểu)?(?: (?:trong )?phong trào thi đua(?: yêu nước)?)?"
    r"| (?:cấp )?(?:cơ sở|toàn quốc|cấp (?:tỉnh|thành phố|bộ|ngành|trung ương|huyện|quận|cơ sở))| các loại"
    r"| thời kỳ (?:đổi mới|kháng chiến[\w ]{0,25}?)(?= |,|;|\.|$)"
    r"| vì sự nghiệp(?: [^\W\d_]+){1,6}?(?= của | cho |[,;.:]|$))"
)
_TITLE = re.compile(r'(?:danh hiệu|giải thưởng) +"?$')
_PARTY_YEARS = re.compile(r" (?:cao quý )?(?:\d\d,? (?:và )?)+năm(?: tuổi đảng)?")
_NAME_AFTER = re.compile(rf" {SYLLABLE} {SYLLABLE}")


@dataclass(slots=True, unsafe_hash=True)
class Form:
    """An award form in the text.

    Attributes:
        start: Begin of the form.
        end: End of the form with class, level and quoted name, without "của …".
        type: The entry of the vocabulary; ``form`` ``None`` there is a look-alike.
        weak: The surface counts only in an award's context.
        titled: "danh hiệu" stands before.
    """

    start: int
    end: int
    type: AwardType
    weak: bool = False
    titled: bool = False


@dataclass(slots=True, unsafe_hash=True)
class Surface:
    """A surface form of the vocabulary: its entry, whether it is weak, and how many of its words are the form."""

    type: AwardType
    weak: bool
    length: int


@cache
def surfaces() -> PhraseTree[Surface]:
    """Return every surface form of the award types as one tree."""
    tree: PhraseTree[Surface] = PhraseTree()
    for award_type in award_types():
        for surface in award_type.weak:
            tree.add(surface, Surface(award_type, True, len(words_of(fold_key(surface)))))
    for award_type in award_types():
        for surface in award_type.surfaces():
            key = fold_key(surface)
            form = _GRANTOR_TAIL.sub("", key) if award_type.family in _GRANTED else key
            tree.add(surface, Surface(award_type, False, len(words_of(form))))
            head = next((head for head in _QUOTED_BEHIND if key.startswith(head) and len(key) > len(head)), None)
            if head:
                quoted = f'{head}"{key.removeprefix(head)}'
                tree.add(quoted, Surface(award_type, False, len(words_of(quoted))))
    return tree


def surfaces_longer(words: Sequence[str], at: int, after: int) -> bool:
    """Say whether a form begins at a word and reaches beyond ``after`` ("tập thể" in "tập thể lao động xuất sắc")."""
    found = surfaces().match(words, at)
    return found is not None and found[1] > after and found[0].type.family != "bieu_duong"


@cache
def by_id() -> dict[str, AwardType]:
    """Return the award types by id."""
    return {award_type.id: award_type for award_type in award_types()}


def extend_form(low: str, form: Form, limit: int) -> Form:
    """Return the form with the class, level words and quoted name that follow it."""
    end = form.end
    if low.count('"', form.start, end) % 2 and (closed := low.find('"', end, min(end + 80, limit))) > 0:
        end = closed + 1
    opened = low[max(form.start - 2, 0) : form.start].strip() == '"'
    if opened and low[end : end + 2].strip()[:1] == '"':
        end = low.index('"', end) + 1
    for _ in range(3):
        match = (
            _CLASS.match(low, end, limit)
            or _LEVEL.match(low, end, limit)
            or (_QUOTED.match(low, end, limit) if form.type.family != "huan_chuong" and not opened else None)
        )
        if not match:
            break
        end = match.end()
    start = (
        form.start - 1
        if low[form.start - 1 : form.start] == '"' and low.count('"', form.start, end) % 2
        else form.start
    )
    titled = _TITLE.search(low, max(form.start - 12, 0), form.start) is not None
    return Form(start, end, form.type, form.weak, titled)


def is_honorific(body: str, form: Form) -> bool:
    """Say whether the form is a title before a person's name ("NSND Lê Thị A"), which tells of no award.

    >>> is_honorific("Nhà giáo ưu tú Lê Thị Mẫu dự", Form(0, 14, by_id()["dhvd_nha_giao_uu_tu"]))
    True
    """
    return form.type.form == "state_title" and not form.titled and _NAME_AFTER.match(body, form.end) is not None


def is_party_badge(low: str, form: Form) -> bool:
    """Say whether a badge is for years in the Party ("Huy hiệu 45 năm tuổi Đảng"), which is no award."""
    return form.type.family == "huy_hieu" and _PARTY_YEARS.match(low, form.end) is not None


_FOREIGN = re.compile(rf" (?!Lao động|Độc lập|Quân công|Chiến công|Bảo vệ|Kháng chiến|Hạng|Nhà nước)[{UPPER}]")


def is_foreign(body: str, form: Form) -> bool:
    """Say whether a general word goes on with a name that no Vietnamese award bears ("Huân chương Ngôi sao Đồng")."""
    return (
        form.weak and form.type.family in ("huan_chuong", "huy_chuong") and _FOREIGN.match(body, form.end) is not None
    )


def typed_by_grantor(form: Form, name: str, grantor: str | None) -> AwardType:
    """Return the entry that form and grantor together name, the form's own entry where there is none.

    >>> form = Form(0, 9, by_id()["bang_khen"])
    >>> typed_by_grantor(form, "Bằng khen", "Chủ tịch UBND tỉnh").id
    'bang_khen_tinh'
    """
    if not grantor or form.type.family not in _GRANTED or form.type.level:
        return form.type
    words = words_of(fold_key(f"{name} của {grantor}"))
    found = surfaces().match(words, 0)
    return found[0].type if found and found[0].type.family == form.type.family else form.type
