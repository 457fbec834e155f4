"""Words that join a post to a name, names to one another, and what tells that they do not belong together."""

from __future__ import annotations

import re

from extract.names import SYLLABLE
from extract.officials.positions import APPOINTED

#: Words between which a name and its post stand: "ông A, Giám đốc", "ông A làm Trưởng đoàn", "ông A Giám đốc Sở".
BEFORE_POST = re.compile(
    r"(?=[-,( :])(?:(?P<age>[,( ]{1,3}(?:\d{2} tuổi|(?:sinh năm|sn) ?\d{4})(?:, |\) ?-? ?| - ))"
    r"|,? kiêm (?:nhiệm )?(?:chức )?|,? ?[-(:] ?|, (?:nay là |hiện là |là |với cương vị )?"
    r"| (?:hiện |nay |hiện nay |hiện đang )?là |,|"
    rf"(?P<appointed>{APPOINTED}))\Z"
)
#: Words of kin that are given names, too: "Đoàn Anh Mẫu".
KIN = frozenset({"anh", "em", "cô", "bác", "bà", "mẹ", "cháu", "chú"})
CAPITALISED_BEFORE = re.compile(rf"(?<![\w.])(?:{SYLLABLE} ){{1,3}}\Z")
LONG_AGO = re.compile(r"(?<!\w)(?:năm|tháng \d{1,2}[/-]|từ|đến) *(?:19|20)\d\d(?!\d)|(?<!\w)từng(?!\w)")
#: Behind a title without unit: a workplace that is not named makes no post ("giám đốc một công ty").
INDEFINITE = (" một ", " của một ", " 1 ")
#: Behind a unit that looks like a name: whose post it is ("Giám đốc Thảo Mẫu Viên - Tiến sĩ Lê Văn Mẫu").
THEN_NAMED = re.compile(rf" ?[–-] (?:{SYLLABLE} ?[–-] )?")
FORMERLY = ("nguyên ", "cựu ")
#: Before a post that all of a list hold.
OF_SEVERAL = ("các ", "các đồng chí ", "các đ/c ", "các ông ", "các ông, bà ", "các vị ")
#: Before a post that is stood for or voted on, and nobody's yet.
SOUGHT = ("ứng viên ", "ứng cử viên ", "ứng cử ", "bầu cử ")
#: Teachers in charge of a class hold no post.
OF_CLASS = ("giáo viên chủ nhiệm", "giảng viên chủ nhiệm", "cô chủ nhiệm", "thầy chủ nhiệm")
#: "… do ông A, Phó Giám đốc Sở làm Trưởng đoàn": a part played, no post.
DONE_BY = re.compile(r"(?<!\w)do (?!(?:ông|bà|đồng chí)? ?được)[^;]{4,120}\Z")
PART_BEFORE = re.compile(r"; (?:và )?\Z")
LINK = re.compile(
    r"(?P<then>(?:,? (?:thời đó|lúc bấy giờ|bấy giờ|khi đó|lúc đó|hiện nay|cũ|mới))*)"
    r"(?P<link>, | cho | (?:lại )?đối với | ?(?:gồm|gồm có|là)?(?: có)? ?:? ?)"
)
#: Words before an office that only lends its authority: the next post is another person's.
ON_BEHALF = ("ủy quyền ", "ủy quyền của ", "thay mặt ", "thừa lệnh ", "đại diện ", "nhiệm của ", "nhiệm vụ ")
STATE = frozenset({"chủ tịch nước", "thủ tướng", "thủ tướng chính phủ"})
GRANTING = re.compile(
    r"(?: chính phủ)? (?:đã |vừa |cũng |sẽ |có )*(?:quyết định|ký|tặng|truy tặng|gửi|khen|yêu cầu|chỉ đạo|giao)(?!\w)"
)
LISTED_BEFORE = re.compile(r"(?:;|,| và|; và|, và) \Z")
JOINED_TO = re.compile(r" (?:và|cùng) \Z")
OPENS_PART = re.compile(r"(?:[;:]|^|\n|[;,] (?:các )?(?:đồng chí|ông|bà)?) ?\Z")
#: What gives a post: "công nhận Cụm trưởng cho đồng chí A", "bổ nhiệm lại Giám đốc đối với ông A".
GIVING = ("công nhận ", "bổ nhiệm ", "bổ nhiệm lại ", "bầu ", "chỉ định ", "chức danh ", "chức vụ ", "chức ")
AND = re.compile(r"(?:, và|,| và|;) +")
AFTER_LISTED = re.compile(
    r"[,.;)]|\Z|\n| (?:nguyên|cựu) | và | cùng | đồng | đã | (?:dự|tham dự|nhận|trao|tặng|"
    r"chủ trì|phát biểu|ký|báo cáo|trình bày|đến|tới|về|được|lên|cũng|vừa|chứng kiến|lần lượt|là)(?!\w)"
)
#: Levels that a place's name follows, which may look like a person's: "Chủ tịch huyện Thạch Mẫu".
LEVELS = frozenset({"huyện", "quận", "xã", "phường", "trấn"})
#: Two capitalised syllables behind a post are its own holder's, whatever the family name.
ANOTHER = re.compile(rf" {SYLLABLE} {SYLLABLE}(?=[,.;\n]| và | cùng )")
PLACE_BEFORE = re.compile(
    r"(?:trường|đường|phố|phường|xã|huyện|quận|tỉnh|thành phố|thcs|thpt|tiểu học|mầm non|giải thưởng|giải|quỹ|"
    r"tượng đài|chuyên|mang tên|bệnh viện|nhà máy|công ty|cung văn hóa|tên) \Z"
)
