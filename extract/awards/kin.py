"""Kin who only take what another is given ("bà A nhận Huân chương của con trai mình")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.awards.chunks import Named

if TYPE_CHECKING:
    from extract.awards.clause import Draft

_KIN = r"(?:con|con trai|con gái|chồng|vợ|cha|bố|mẹ|anh trai|em trai|chị gái|em gái|cháu|chị|anh)"
_BEHIND = re.compile(
    rf"[^.;,\n]{{0,50}}?(?<!\w)(?:của|cho|thay|thay cho|thay mặt|mà) {_KIN}(?: mình| của mình| bà| ông| chị| anh"
    rf"|,|\.|:| vào| tại| vì| trong| do|$)"
)

_BEFORE = re.compile(
    r"(?<!\w)(?:người thân|người nhà|thân nhân|gia đình|vợ|chồng|mẹ|cha|bố|con trai|con gái)(?: [^\W\d_]+){0,3}"
    r" của (?:cố |liệt sĩ |đồng chí )*$"
)


def is_kin_of(low: str, start: int) -> bool:
    """Say whether words before the person at ``start`` tell of the kin ("người thân của anh A")."""
    return _BEFORE.search(low, max(start - 50, 0), start) is not None


def takes_for_kin(low: str, draft: Draft) -> bool:
    """Say whether the one person who receives takes it for somebody of the family, whom the words behind tell."""
    one = len(draft.recipients) == 1 and isinstance(draft.recipients[0], Named) and draft.recipients[0].person
    if not one or not draft.passive or draft.right:
        return False
    return _BEHIND.match(low, draft.given.end, min(draft.given.end + 90, len(low))) is not None
