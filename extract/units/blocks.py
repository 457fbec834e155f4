"""What names of emulation blocks and clusters (khối, cụm thi đua) are made of beside the words of other names."""

from __future__ import annotations

import re

#: What only names of emulation blocks go on with: whose members they gather, and where.
_MEMBER = (
    r"(?:đơn vị(?= y tế| giáo dục| văn hóa| kinh tế| sản xuất| hành chính)|"
    r"cơ quan|doanh nghiệp|đơn vị sự nghiệp|trường|sở|tổng công ty|tập đoàn|tỉnh|thành phố|thành|huyện|thị xã|quận|"
    r"xã|phường|thị trấn|hội|ban|bộ|ngành|đoàn thể|bệnh viện)"
)
GATHERED = re.compile(
    rf"(?: -)? (?:(?:các )?cơ quan|các {_MEMBER}(?:(?:,|,? và) (?:đơn vị|{_MEMBER}))*|hệ thống thi đua|"
    r"quản lý nhà nước(?: \d{1,2}(?![\w/.,]))?|quản lý tổng hợp|"
    r"trên địa bàn|trực thuộc|thuộc|khu vực|nội địa|vùng cao|biên giới|đồng bằng|ven biển|miền núi|trung ương)(?!\w)"
)
DANGLING = re.compile(r"(?: -)?(?: (?:các|trên địa bàn|(?<!trực )thuộc|khu vực|hệ thống thi đua))+\Z")
IN_BRACKETS = re.compile(r" ?\((?:(?:khối|cụm)(?: thi đua)? [^()\n]{3,70}|đbscl)\)")
#: Behind a comma in a block's name: kinds of members that a region closes ("Sở Tư pháp, Thi hành án các tỉnh …").
REGION_FOLLOWS = re.compile(r"[^.;:\n]{2,50} (?:các (?:tỉnh|huyện|thành phố|quận|xã)|trực thuộc)(?!\w)")

REGION_ENDS = frozenset({" bắc", " nam", " bộ", "guyên", "long", "hồng"})
"""The last four or five characters of regions, behind which a comma ends the name."""
