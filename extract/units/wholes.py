"""Which larger unit a part may belong to (đơn vị trực thuộc): "Đội Cảnh sát hình sự, Công an huyện Mường Mẫu"."""

from __future__ import annotations

import re

from extract.rules.trie import spaced
from extract.units.words import HEADS

#: Parts of a larger unit, whose name may follow after a comma or a dash, and the types that have such parts.
_PART = re.compile(r"(?:phòng|vụ|viện|cục|chi cục|đội|khoa|trung tâm|ban thi đua|trạm|thanh tra)(?!\w)")
_SMALL_PART = re.compile(r"(?:phòng|đội|khoa|trạm|tổ)(?!\w)")
#: Parts that have none of their own: beside another part they are a unit of their own.
_NO_WHOLE = re.compile(r"(?:đội|khoa|trạm|tổ|hải đội|đại đội|trung đội|tiểu đoàn)(?!\w)")
_WHOLES = frozenset(
    {"so", "bo", "ubnd", "ubnd_tinh", "ubnd_huyen", "ubnd_xa", "cong_an", "cuc_vu_tong_cuc", "benh_vien", "truong"}
    | {"doanh_nghiep", "tap_doan", "tinh_uy", "qltt", "chi_cuc", "quan_doi", "ban_tdkt", "bao_dai"}
)
#: Wholes of small parts only: a centre or an institute beside them is a unit of its own.
_NEVER_WHOLE = frozenset({"benh_vien", "doanh_nghiep"})
#: Units that have no parts with names, though others of their type do.
_UNDIVIDED = re.compile(r"(?:công an (?:xã|phường|thị trấn)|viện nghiên cứu|trung đoàn cảnh sát)(?!\w)")


def may_belong(low: str, part: int, part_head: str, whole: int, whole_head_end: int) -> bool:
    """Return whether a part ``low[part:]`` with the head ``part_head`` may belong to the unit named at ``whole``."""
    head = spaced(low[whole:whole_head_end])
    kind = HEADS[head].id
    if kind not in _WHOLES or not _PART.match(low, part) or _UNDIVIDED.match(low, whole):
        return False
    if _NO_WHOLE.match(head):
        return False
    small = _SMALL_PART.match(low, part) is not None
    if not small and (kind in _NEVER_WHOLE or _PART.match(head)):
        return False
    return head.split()[0] != part_head.split()[0]
