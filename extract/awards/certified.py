"""Certificates and letters that only honour: "trao giấy chứng nhận cho 40 công nhân giỏi"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.awards.chunks import Chunk, Given
from extract.awards.forms import Form
from extract.rules.sought import Sought
from extract.text import Text
from schemas.vocabulary import AwardType

#: An honour handed over as a paper: no entry of the vocabulary, so no ``award_type`` in the record.
CERTIFIED = AwardType(
    id="giay_chung_nhan",
    name="giấy chứng nhận",
    form="honour",
    family="giay_chung_nhan",
    recipients=("collective", "individual"),
    examples=("giấy chứng nhận",),
)
_PAPER = Sought(
    r"(?:giấy chứng nhận|bằng chứng nhận|chứng nhận|thư (?:khen|biểu dương))(?!\w)(?! (?:đạt chuẩn|quyền|đăng ký"
    r"|sản phẩm|ocop|hoàn thành|tốt nghiệp|hiến máu|vệ sinh|đầu tư|chất lượng|tham gia))"
)
_GIVES = re.compile(r"(?<!\w)(?:trao|tặng|trao tặng|nhận|đón nhận)(?: các)? $")
_MERIT = re.compile(
    r"(?<!\w)(?:thành tích|tiêu biểu|xuất sắc|điển hình|gương|danh hiệu|lao động giỏi|sáng tạo"
    r"|thi đua|phong trào)(?!\w)"
)


def with_certificates(chunks: list[Chunk], text: Text, start: int, end: int) -> list[Chunk]:
    """Return the chunks of ``body[start:end]`` with every honouring paper that is given for merit."""
    papers = [
        Given(match.start(), match.end(), Form(match.start(), match.end(), CERTIFIED, titled=True))
        for match in _PAPER.finditer(text.low, start, end)
        if _GIVES.search(text.low, max(match.start() - 16, start), match.start())
    ]
    if not papers or not _MERIT.search(text.low, start, end) or _tells_form(chunks):
        return chunks
    return sorted([*chunks, *papers], key=lambda chunk: chunk.start)


def _tells_form(chunks: Sequence[Chunk]) -> bool:
    """Say whether the sentence tells a form of its own, beside which a paper is no further award."""
    forms = (chunk.form.type.form for chunk in chunks if isinstance(chunk, Given) and chunk.form)
    return any(form not in (None, "honour", "emulation_title") for form in forms)
