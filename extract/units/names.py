"""How far the name of an organisation goes (tên cơ quan, đơn vị): its head word and what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.names import SYLLABLE, full_name_end, is_surname
from extract.rules import load_rules
from extract.rules.trie import alternation, spaced
from extract.units.blocks import DANGLING, GATHERED, IN_BRACKETS, REGION_ENDS, REGION_FOLLOWS
from schemas.folding import fold_key
from schemas.vocabulary import provinces, unit_types

_RULES = load_rules("units")


def _words(cues: Iterable[str]) -> str:
    return alternation(sorted({fold_key(cue) for cue in cues}))


HEADS = {spaced(fold_key(head)): kind for kind in unit_types() for head in (*kind.heads, *kind.abbreviations)}
"""Unit type by folded head or abbreviation."""

PROVINCES = frozenset(fold_key(row.name) for row in provinces())
_PLACES = _words(name for row in provinces() for name in (row.name, *row.aliases))
#: What a word or phrase in a name is; of two kinds the later one counts.
_KINDS = {
    **{spaced(fold_key(cue)): rule for rule in ("no_head", "sector", "sector_activity") for cue in _RULES[rule].cues},
    **dict.fromkeys(HEADS, "head"),
    **{spaced(fold_key(cue)): rule for rule in ("name_end", "level") for cue in _RULES[rule].cues},
    "và": "and",
    "&": "and",
}
_PIECE = re.compile(
    r" *(?:(?P<phrase>"
    + alternation(sorted(_KINDS))
    + r")(?:(?!\w)|(?=và ))|(?P<number>số \w+|\d+|[ivx]+)(?![\w/.,]*\w)"
    r"|(?P<join>-)|(?P<word>\w[\w'&./]*(?<![./])))"
)
_SYLLABLE = re.compile(r"[^ ]+")
_NEVER_NESTED = frozenset({"thon_to", "cac_phong_don_vi", "ho_gia_dinh"})
_ENDS_WITH_LEVEL = re.compile(r"(?<!\w)(?<!hợp tác )(?:" + _words(_RULES["level"].cues) + r")\Z")
#: The word of level a head ends with ("UBND tỉnh").
_HEAD_LEVELS = {head: level[0] for head in HEADS if (level := _ENDS_WITH_LEVEL.search(head))}
_DISTRICT_NUMBER = re.compile(r" \d{1,2}(?![\w/.,%])")
_PLACE = re.compile(r"[ .]*(?:" + _PLACES + r")(?!\w)")
_RUN = re.compile(rf" +{SYLLABLE}(?: {SYLLABLE})*(?!\w)")
_COMPLETES = frozenset(_RULES["predicate"].cues)
#: Types whose names may hold any words, and numbers.
_FREE = frozenset(
    {"doanh_nghiep", "tap_doan", "htx", "truong", "benh_vien", "ngan_hang", "hiep_hoi", "to_doi", "lien_doan"}
)
#: Firms, whose trade may stand in lower case between head and name: "nhà máy sữa Tiên Sơn".
_WORKS = frozenset({"doanh_nghiep"})
_NUMBERED = _FREE | {
    "khoi_thi_dua",
    "quan_doi",
    "bien_phong",
    "cong_an",
    "cuc_vu_tong_cuc",
    "chi_cuc",
    "qltt",
    "thon_to",
}
_JOINED = _FREE | {"khoi_thi_dua", "lien_minh_htx", "trung_tam", "phong_huyen", "phong_so"}
_GROUPS = frozenset({"khoi_thi_dua", "hiep_hoi"})
#: Parts of a larger unit, whose name may follow after a comma or a dash, and the types that have such parts.
_PART = re.compile(r"(?:phòng|vụ|viện|cục|chi cục|đội|khoa|trung tâm|ban thi đua|trạm|thanh tra)(?!\w)")
_SMALL_PART = re.compile(r"(?:phòng|đội|khoa|trạm|tổ)(?!\w)")
_WHOLES = frozenset(
    {"so", "bo", "ubnd", "ubnd_tinh", "ubnd_huyen", "ubnd_xa", "cong_an", "cuc_vu_tong_cuc", "benh_vien", "truong"}
    | {"doanh_nghiep", "tap_doan", "tinh_uy", "qltt", "chi_cuc", "quan_doi", "ban_tdkt"}
)
#: Wholes of small parts only: a centre or an institute beside them is a unit of its own.
_NEVER_WHOLE = frozenset({"benh_vien", "doanh_nghiep"})
_QUARTER = re.compile(r" (?:[ivx]+|\d+)(?!\w)")
_YOUTH = frozenset({"tỉnh đoàn", "huyện đoàn", "quận đoàn"})
_QUOTED = re.compile(r' "[^"\n]{2,40}"')
#: Lower-case syllables of a name that the country's or the centre's name closes: "Hội Nghệ sĩ nhiếp ảnh Việt Nam".
_UP_TO_COUNTRY = re.compile(r"(?: [^\W\d_]+){1,4}(?= (?:Việt Nam|VN|Trung ương|Quốc gia|quốc gia)(?!\w))")
_COUNTED = re.compile(r" +(?:tỉnh|thành|huyện|cấp|năm|tháng|ngày|đơn|tập|cá|người|lần|đồng|triệu|tỷ|%|cán|đội|phòng)")


class NameScan:
    """One pass over what follows a head word; see :func:`tail_end`."""

    __slots__ = ("body", "end", "glued", "head", "kind", "last", "low", "placed", "post", "proper", "shouted", "start")

    def __init__(self, body: str, low: str, start: int, end: int, *, kind: str, glued: bool) -> None:
        """Begin behind the head ``start:end`` of type ``kind``; ``glued``: a person's name may follow directly."""
        self.body, self.low, self.end = body, low, end
        self.start, self.head = start, low[start:end]
        self.kind, self.glued, self.post = kind, glued, kind == "post"
        self.last, self.placed = "head", False
        #: The line is written in capitals: only known words go on with the name.
        self.shouted = end - start > 1 and body[start : end + 24].isupper()
        #: Capitalised words in a row: two or more are a proper name, which no lower-case syllable completes.
        self.proper = 0

    def run(self) -> int:
        """Return where the name ends."""
        level = _HEAD_LEVELS.get(self.head)
        if level:
            self._level(level, self.end)
        while self._step():
            pass
        dangling = DANGLING.search(self.low, self.start, self.end) if self.kind == "khoi_thi_dua" else None
        return dangling.start() if dangling else self.end

    def _step(self) -> bool:
        if self.kind == "khoi_thi_dua" and self._gathers():
            return True
        piece = self._piece(self.end)
        if piece is None:
            return self._comma()
        group, start, end = piece
        if self.body.find("\t", self.end, start) >= 0 or (self.placed and group not in {"level", "join"}):
            return False
        upper = self.body[start].isupper() and not self.shouted
        match group:
            case "name_end":
                return upper and (self._place_at(start) or self._within_name(start, end))
            case "sector":
                return self._sector(start, end, upper)
            case "sector_activity":
                return self._activity(end, upper)
            case "head":
                return self._head(self._phrase(start, end), end, upper)
            case "level":
                return self._level(self._phrase(start, end), end)
            case "number":
                return self._number(self.low[start:end], start, end)
            case "and" | "join":
                return self._joined(group, end)
            case "word":
                return self._word(start, end, upper)
        return False

    def _gathers(self) -> bool:
        """Take what only a block's name goes on with: "các cơ quan", "trên địa bàn", a second name in brackets."""
        if self.shouted or self.placed:
            return False
        more = GATHERED.match(self.low, self.end)
        if more is not None:
            return self._take(more.end(), "sector")
        more = IN_BRACKETS.match(self.low, self.end)
        self.placed = more is not None
        return more is not None and self._take(more.end(), "place")

    def _piece(self, at: int) -> tuple[str, int, int] | None:
        """Return kind, begin and end of the next word or phrase."""
        piece = _PIECE.match(self.low, at)
        if piece is None:
            return None
        group = str(piece.lastgroup)
        start = piece.start(group)
        return (_KINDS[spaced(piece[group])] if group == "phrase" else group), start, piece.end()

    def _phrase(self, start: int, end: int) -> str:
        return spaced(self.low[start:end])

    def _take(self, end: int, last: str) -> bool:
        self.end, self.last = end, last
        self.proper = self.proper + 1 if last == "word" else 0
        return True

    def _sector(self, start: int, end: int, upper: bool) -> bool:
        if not (upper or self.last in {"head", "sector", "sector_activity", "number"}):
            return self._up_to_country()
        if self.low.startswith("các ", start) and self.last != "head" and self.kind not in _GROUPS:
            return False
        return self._take(end, "sector")

    def _activity(self, end: int, upper: bool) -> bool:
        return (upper or (self.last == "head" and self._proper_follows(end))) and self._take(end, "sector_activity")

    def _proper_follows(self, end: int) -> bool:
        piece = self._piece(end)
        return piece is not None and (piece[0] == "sector" or (piece[0] == "word" and self.body[piece[1]].isupper()))

    def _head(self, head: str, end: int, upper: bool) -> bool:
        kind = HEADS[head]
        if kind.id == "thon_to" and self.post and not upper and self._capital_follows(end):
            return self._level(head, end)
        if self.glued and not upper and head in _YOUTH and self._person_within(end):
            return self._level("tỉnh", end - len(" đoàn"))
        if kind.id in _NEVER_NESTED or (head == self.head and self.last != "head"):
            return False
        if kind.id == "nganh":
            return self._take(end, "head")
        if not (upper or self._capital_follows(end) or (self.kind == "post" and self.last == "head")):
            return False
        level = _HEAD_LEVELS.get(head) if self.kind == "post" else None
        if self.kind not in _GROUPS and (kind.id not in _GROUPS or self.last == "head"):
            self.kind = kind.id
        return self._level(level, end) if level else self._take(end, "head")

    def _person_within(self, end: int) -> bool:
        """Return whether "tỉnh Đoàn" is a level and a person of the family Đoàn: "các KCN tỉnh Đoàn Viết Mẫu"."""
        surname = end - len("đoàn")
        return (
            not _PLACE.match(self.low, end)
            and self.body.count(" ", surname, full_name_end(self.body, self.low, surname)) >= 2
        )

    def _capital_follows(self, end: int) -> bool:
        following = self.body[end : end + 4]
        return following[:1] == " " and (following[1:2].isupper() or following[1:] == "số ")

    def _level(self, level: str, end: int) -> bool:
        place = _PLACE.match(self.low, end)
        if place is not None and self.body[end : place.end()].strip(" .")[:1].isupper():
            end = place.end()
        elif level != "tỉnh":
            end = self._named_place(end)
        self.placed = True
        return self._take(end, "place")

    def _named_place(self, end: int) -> int:
        """Return the end of a district, town or commune; a person's name behind it is none of it."""
        run = _RUN.match(self.body, end)
        if run is None:
            numbered = _DISTRICT_NUMBER.match(self.body, end)
            return numbered.end() if numbered else end
        words = list(_SYLLABLE.finditer(self.low, end, run.end()))
        if len(words) <= 2:
            return run.end()
        if self.glued and is_surname(words[0][0]):
            return end
        for taken, left in ((2, 2), (1, 3), (3, 2)):
            if len(words) - taken >= left and is_surname(words[taken][0]):
                return words[taken - 1].end()
        return words[2 if len(words) == 3 else 1].end()

    def _number(self, number: str, start: int, end: int) -> bool:
        region = self.low.endswith("khu vực", 0, self.end)
        if not (region or number.startswith("số") or self.kind in _NUMBERED):
            return False
        if number[0] in "ivx" and not self.body[start].isupper():
            return False
        if number[0].isdigit() and _COUNTED.match(self.low, end):
            return False
        return self._take(end, "number")

    def _joined(self, group: str, end: int) -> bool:
        piece = self._piece(end)
        if piece is None:
            return False
        kind, start, end = piece
        upper = self.body[start].isupper()
        if kind == "head" and group == "join":
            return self._members(start, end) or self._branch(start, end) or self._whole(start, end)
        if self.placed:
            return False
        if kind == "sector" and group == "join" and self.last == "sector":
            return self._take(end, kind)
        if kind in {"sector", "sector_activity"} and (upper or self.kind == "khoi_thi_dua"):
            return (self.last != "head" or self.kind in _JOINED) and self._take(end, kind)
        tied = group == "join" or "&" in self.low[self.end : start]
        if kind in {"word", "sector"} and tied and self._abbreviated(start, end):
            return self._take(end, "word")
        if kind == "word" and upper and self.kind in _FREE:
            self.proper = 0
            return full_name_end(self.body, self.low, start) == start and self._take(end, "word")
        return False

    def _abbreviated(self, start: int, end: int) -> bool:
        """Return whether a dash or "&" joins two abbreviations: "Phòng GD - ĐT", "Bộ TN & MT"."""
        if self.last not in {"word", "sector"}:
            return False
        before = self.body[max(self.end - 8, 0) : self.end].rpartition(" ")[2]
        return before.isupper() and self.body[start:end].isupper()

    def _members(self, start: int, end: int) -> bool:
        """Take the members of an emulation block: "Cụm thi đua số 6 - Sở Công Thương các tỉnh …"."""
        if self.kind != "khoi_thi_dua" or self.placed:
            return False
        numbered = self.last == "number" and self.body[start].isupper()
        return (numbered or REGION_FOLLOWS.match(self.low, start) is not None) and self._take(end, "head")

    def _comma(self) -> bool:
        if not self.low.startswith(", ", self.end):
            return self._quoted()
        piece = self._piece(self.end + 1)
        if piece is None:
            return False
        if self.kind == "khoi_thi_dua" and not self.placed and self.last in {"sector", "word"}:
            if piece[0] == "sector" and self.low[self.end - 4 : self.end] not in REGION_ENDS:
                return self._take(piece[2], "sector")
            return piece[0] == "head" and self._members(piece[1], piece[2])
        return piece[0] == "head" and self._whole(piece[1], piece[2])

    def _branch(self, start: int, end: int) -> bool:
        """Take the branch of a firm: "Ngân hàng … Việt Nam - Chi nhánh Hà Nam"."""
        if self.kind not in _FREE or self.low[start:end] != "chi nhánh":
            return False
        return self._take(
            NameScan(self.body, self.low, start, end, kind="doanh_nghiep", glued=self.glued).run(), "place"
        )

    def _quoted(self) -> bool:
        """Take the quoted end of a firm's or a club's name."""
        quoted = _QUOTED.match(self.low, self.end) if self.kind in _FREE else None
        return quoted is not None and self._take(quoted.end(), "word")

    def _whole(self, start: int, end: int) -> bool:
        """Take the larger unit a part belongs to: "Phòng Quản lý Đất đai, Sở Tài nguyên và Môi trường"."""
        head = self._phrase(start, end)
        whole = HEADS[head].id
        if self.kind == "khoi_thi_dua" and whole == "khoi_thi_dua":
            return self._take(end, "head")
        if _PART.match(head) and not _SMALL_PART.match(self.low, self.start):
            return False
        if whole not in _WHOLES or not _PART.match(self.low, self.start):
            return False
        if self.end == self.start + len(self.head) and not self.head.startswith("ban thi đua"):
            return False
        if whole in _NEVER_WHOLE and not _SMALL_PART.match(self.low, self.start):
            return False
        if head.split()[0] == self.head.split()[0]:
            return False
        stop = NameScan(self.body, self.low, start, end, kind=whole, glued=self.glued).run()
        if stop == end or self.low.startswith((f", {head}", f" và {head}"), stop):
            return False
        self.placed = True
        return self._take(stop, "place")

    def _word(self, start: int, end: int, upper: bool) -> bool:
        if not upper:
            return self._place_at(start) if self.shouted else self._completes(start, end)
        if self._place_at(start):
            return True
        if self.glued and self.low.endswith("việt nam", 0, self.end):
            return False
        return not self._person_follows(start) and self._take(end, "word")

    def _place_at(self, start: int) -> bool:
        place = _PLACE.match(self.low, start)
        if place is None:
            return False
        self.placed = True
        return self._take(place.end(), "place")

    def _within_name(self, start: int, end: int) -> bool:
        """Take a word that ends names elsewhere, between other syllables of a proper name: "Lê Quý Đôn"."""
        single = " " not in self.low[start:end] and self.last == "word"
        given = self.proper == 1 and self.low[start:end] in {"quý", "ca", "anh"} and not _QUARTER.match(self.low, end)
        return single and (given or self._capital_follows(end)) and self._take(end, "word")

    def _person_follows(self, start: int) -> bool:
        end = full_name_end(self.body, self.low, start, anyone=True)
        if self.low[start:end] in PROVINCES:
            return False
        blanks = self.body.count(" ", start, end)
        if not self.glued:
            return blanks >= 2 and self.low.endswith("việt nam", 0, self.end)
        return blanks >= (2 if self.kind in _FREE else 1)

    def _up_to_country(self) -> bool:
        """Take syllables in lower case that the country's name closes: "Hội Nghệ sĩ sân khấu Việt Nam"."""
        begun = self.last in {"head", "word", "completed", "sector", "sector_activity"}
        closed = _UP_TO_COUNTRY.match(self.body, self.end) if begun else None
        if closed is None or _COMPLETES.intersection(closed[0].split()):
            return False
        return self._take(closed.end(), "completed")

    def _completes(self, start: int, end: int) -> bool:
        if self.low[start:end] in _COMPLETES:
            return False
        if self._up_to_country():
            return True
        if self.proper > 1:
            return False
        if self.last == "head" and self.kind in _WORKS:
            return self._capital_follows(end) and self._take(end, "word")
        if self.last not in {"word", "sector", "sector_activity"}:
            return False
        if self.last != "word" and not (self.kind in _FREE and self._capital_follows(end)):
            return False
        return self._take(end, "completed")


def tail_end(body: str, low: str, start: int, end: int, *, kind: str, glued: bool = False) -> int:
    """Return where the name of a unit ends whose head is ``body[start:end]``.

    Args:
        body: The article's text.
        low: The folded text.
        start: Begin of the head.
        end: End of the head.
        kind: Id of the head's unit type.
        glued: A post stands before the unit, so that a person's name may follow it without a comma.

    >>> text = "Sở Công Thương tổ chức hội nghị"
    >>> text[:tail_end(text, text.lower(), 0, 2, kind="so")]
    'Sở Công Thương'
    """
    return NameScan(body, low, start, end, kind=kind, glued=glued).run()
