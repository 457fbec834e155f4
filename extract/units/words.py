"""What names of organisations are made of (từ ngữ trong tên): their words, and what each type may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.names import SYLLABLE
from extract.rules import load_rules
from extract.rules.trie import alternation, spaced
from schemas.folding import fold_key
from schemas.vocabulary import UnitType, provinces, unit_types

_RULES = load_rules("units")


def _words(cues: Iterable[str]) -> str:
    return alternation(sorted({fold_key(cue) for cue in cues}))


HEADS = {spaced(fold_key(head)): kind for kind in unit_types() for head in (*kind.heads, *kind.abbreviations)}
"""Unit type by folded head or abbreviation."""


def head_type(low: str) -> UnitType | None:
    """Return the unit type of a folded name by the longest head it begins with, ``None`` when it begins with none."""
    words = low.split()
    heads = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    return next((HEADS[head] for head in heads if head in HEADS), None)


PROVINCES = frozenset(fold_key(row.name) for row in provinces())
_PLACES = _words(name for row in provinces() for name in (row.name, *row.aliases))
#: What a word or phrase in a name is; of two kinds the later one counts.
KINDS = {
    **{spaced(fold_key(cue)): rule for rule in ("no_head", "sector", "sector_activity") for cue in _RULES[rule].cues},
    **dict.fromkeys(HEADS, "head"),
    **{spaced(fold_key(cue)): rule for rule in ("name_end", "level") for cue in _RULES[rule].cues},
    "và": "and",
    "&": "and",
}
PIECE = re.compile(
    r" *(?:(?P<phrase>"
    + alternation(sorted(KINDS))
    + r")(?:(?!\w)|(?=và ))|(?P<number>số \w+|\d+[a-zđ]{0,2}|[ivx]+)(?![\w/.,]*\w)"
    r"|(?P<join>-)|(?P<word>\w[\w'&./]*(?<![./])))"
)
SYLLABLE_LOW = re.compile(r"[^ ]+")
NEVER_NESTED = frozenset({"thon_to", "cac_phong_don_vi", "ho_gia_dinh"})
_ENDS_WITH_LEVEL = re.compile(r"(?<!\w)(?<!hợp tác )(?:" + _words(_RULES["level"].cues) + r")\Z")
#: The word of level a head ends with ("UBND tỉnh").
HEAD_LEVELS = {head: level[0] for head in HEADS if (level := _ENDS_WITH_LEVEL.search(head))}
DISTRICT_NUMBER = re.compile(r"(?: số)? \d{1,2}(?![\w/%]|[.,]\d)")
PLACE = re.compile(r"[ .]*(?:" + _PLACES + r")(?!\w)")
RUN = re.compile(rf" +{SYLLABLE}(?: {SYLLABLE})*(?!\w)")
PREDICATES = frozenset(_RULES["predicate"].cues)
#: Predicates' first syllables that are none by themselves: "Phòng Hồ sơ", "Công ty Vật tư Nông sản".
BOUND = frozenset(_RULES["bound_syllable"].cues)
#: Types named after a task in lower case: "Ban Chỉ đạo vận động hiến máu tình nguyện tỉnh".
TASKED = frozenset({"ban_chi_dao", "uy_ban"})

#: Types whose names may hold any words, and numbers.
FREE = frozenset(
    {"doanh_nghiep", "tap_doan", "htx", "truong", "benh_vien", "ngan_hang", "hiep_hoi", "to_doi", "lien_doan"}
)
#: Types whose names are of words without end, which more lower-case syllables may complete: "Phòng Hồi sức cấp cứu".
OPEN = FREE | {
    *("phong_so", "phong_huyen", "trung_tam", "thiet_che_van_hoa", "van_phong_ubnd", "cuc_vu_tong_cuc", "chi_cuc"),
    *("uy_ban", "ban_chi_dao", "quan_doi", "cdcs", "ngoai_giao"),
}
#: Types whose names are complete with one field: another in lower case is a verb ("Bộ Công Thương thông tin").
CLOSED = frozenset({"so", "bo", "bien_phong"})
#: Types whose names may list fields.
CENTRES = frozenset({"trung_tam", "thiet_che_van_hoa"})
#: Types that a village has its own of: "Chi bộ thôn Đông", "Ban Nhân dân ấp 3".
VILLAGE_BODIES = frozenset({"dang_uy", "hiep_hoi", "hoi_doan_the", "mttq", "doan_tn", "uy_ban"})
#: Firms, whose trade may stand in lower case between head and name: "nhà máy sữa Tiên Sơn".
WORKS = frozenset({"doanh_nghiep"})
NUMBERED = FREE | {
    *("khoi_thi_dua", "quan_doi", "bien_phong", "cong_an", "cuc_vu_tong_cuc", "chi_cuc", "qltt", "thon_to", "thue"),
    *("phong_so", "ban_chi_dao"),
}
#: Grades of schools, of which one school may have two.
GRADES = frozenset({"thcs", "thpt", "tiểu học", "trung học cơ sở", "trung học phổ thông"})
JOINED = FREE | {"khoi_thi_dua", "lien_minh_htx", "trung_tam", "phong_huyen", "phong_so", "ban_tinh_uy", "hoi_doan_the"}
GROUPS = frozenset({"khoi_thi_dua", "hiep_hoi"})
#: Types that a block's name gathers by one word: "Khối thi đua Tài chính - Ngân hàng".
FIELDS = frozenset({"ngan_hang", "bao_hiem_xa_hoi", "kho_bac"})

YOUTH = frozenset({"tỉnh đoàn", "huyện đoàn", "quận đoàn"})
