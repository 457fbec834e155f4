"""Titles that no vocabulary knows: what "danh hiệu" names, in quotation marks or by words of merit."""

from __future__ import annotations

import re

from extract.awards.forms import Form, surfaces
from extract.awards.nouns import noun_at
from extract.phrases import words_of
from schemas.vocabulary import AwardType

#: A title of a movement or a branch: no entry of the vocabulary, so no ``award_type`` in the record.
TITLED = AwardType(
    id="danh_hieu",
    name="danh hiệu",
    form="emulation_title",
    family="bieu_duong",
    recipients=("collective", "individual"),
    examples=("danh hiệu",),
)
LEAD = "danh hiệu "
_QUOTED = re.compile(r'"([^"\n]{4,90})"')
_PLAIN = re.compile(
    r'(?!và |của |cho |này |trên |thi đua |cao quý |vinh dự )[^,;.:()"\n]{4,60}?'
    r"(?<!\w)(?:giỏi|xuất sắc|tiêu biểu|ưu tú|kiểu mẫu|gương mẫu|vững mạnh)(?: xuất sắc| tiêu biểu)?(?!\w)"
)
_LEVEL = re.compile(
    r" (?:các cấp|cấp (?:trung ương|tỉnh|thành phố|huyện|quận|xã|phường|cơ sở|bộ|ngành|toàn quốc))(?!\w)"
)
#: Titles of contests, products, places and scholars.
_NO_AWARD = re.compile(
    r"(?<!\w)(?:hoa hậu|á hậu|hoa khôi|nam vương|nữ hoàng|quán quân|á quân|vô địch|vua|cầu thủ|bàn thắng|thủ môn"
    r"|bóng vàng|di sản|di tích|thương hiệu|sản phẩm|nhãn hiệu|chuẩn|nông thôn mới|danh dự|tiến sĩ|giáo sư"
    r"|thạc sĩ|viện sĩ|liệt sĩ|công viên|khách sạn|điểm đến|đô thị|kỷ lục|top|trong sạch|học sinh giỏi|văn minh)(?!\w)"
)
_MEMBER = re.compile(r"(?:nông dân|công nhân|nữ|phụ nữ|người|thanh niên|học sinh|sinh viên|chiến sĩ|cán bộ)(?!\w)")


def title_at(low: str, start: int, limit: int) -> Form | None:
    """Return the title at ``start``, right behind "danh hiệu", where the vocabulary knows none in it.

    >>> form = title_at('danh hiệu "người thợ khéo" cho 3 cá nhân', 10, 40)
    >>> form.end, form.type.recipients
    (26, ('individual',))
    """
    match = _QUOTED.match(low, start, limit)
    match = match or _PLAIN.match(low, start, limit)
    if match is None or _NO_AWARD.search(match[0]):
        return None
    words = words_of(match[0].strip('"'))
    if any(found and found[1] for found in (surfaces().match(words, at) for at in range(len(words)))):
        return None
    level = _LEVEL.match(low, match.end(), limit)
    noun = noun_at(words, 0, counted=True)
    kinds = ("individual",) if _MEMBER.match(match[0].strip('"')) else noun[0] if noun else TITLED.recipients
    end = level.end() if level else match.end()
    return Form(start, end, TITLED.model_copy(update={"recipients": kinds}), titled=True)
