"""How far the name of an organisation goes (tên cơ quan, đơn vị): its head word and what belongs to it."""

from __future__ import annotations

import re

from extract.names import full_name_end
from extract.units.blocks import DANGLING, GATHERED, IN_BRACKETS, REGION_ENDS, REGION_FOLLOWS
from extract.units.compounds import (
    FUNCTION_WORDS,
    TASK_BREAKS,
    UP_TO_COUNTRY,
    begins_activity,
    closed_run,
    closes_item,
    is_bound,
    is_name_number,
    numbered_run,
    short_form_end,
    task_end,
)
from extract.units.places import country_end, named_place_end
from extract.units.state import NameState
from extract.units.wholes import may_belong
from extract.units.words import (
    CENTRES,
    CLOSED,
    FIELDS,
    FREE,
    GRADES,
    GROUPS,
    HEAD_LEVELS,
    HEADS,
    JOINED,
    NEVER_NESTED,
    NUMBERED,
    OPEN,
    PLACE,
    PREDICATES,
    TASKED,
    VILLAGE_BODIES,
    WORKS,
    YOUTH,
)

_QUARTER = re.compile(r" (?:[ivx]+|\d+)(?!\w)")
_ZONES = re.compile(r"khu (?:công nghiệp|kinh tế|chế xuất)\Z")
#: Other committees than those for a task have short names.
_SHORT_TASK = 4
_QUOTED = re.compile(r' "[^"\n]{2,40}"')


class NameScan(NameState):
    """One pass over what follows a head word; see :func:`tail_end`."""

    __slots__ = ()

    def run(self) -> int:
        """Return where the name ends."""
        level = HEAD_LEVELS.get(self.head)
        if level:
            self._level(level, self.end)
        if self.kind in TASKED and not self.shouted:
            self._take_task()
        while self._step():
            pass
        dangling = DANGLING.search(self.low, self.start, self.end) if self.kind == "khoi_thi_dua" else None
        return dangling.start() if dangling else self.end

    def _take_task(self) -> None:
        """Take the task a committee is named after."""
        end = task_end(self.body, self.low, self.end)
        words = self.body[self.end : end].split()
        if any(word.isupper() and word.isalpha() for word in words):
            return
        loose = self.kind != "ban_chi_dao" and (len(words) > _SHORT_TASK or "," in self.body[self.end : end])
        if words and not loose and (self.kind == "ban_chi_dao" or words[0] not in PREDICATES):
            self._take(end, "sector")

    def _step(self) -> bool:
        if self.kind == "khoi_thi_dua" and self._gathers():
            return True
        piece = self._piece(self.end)
        if piece is None:
            return self._short_form() or self._comma()
        group, start, end = piece
        if self.body.find("\t", self.end, start) >= 0 or (self.placed and group not in {"level", "join"}):
            return False
        upper = self.body[start].isupper() and not self.shouted
        match group:
            case "name_end":
                return self._abroad(start, end) or (upper and (self._place_at(start) or self._within_name(start, end)))
            case "sector":
                return self._sector(start, end, upper)
            case "sector_activity":
                return self._activity(end, upper)
            case "head":
                return self._head(self._phrase(start, end), end, upper)
            case "level":
                return self._level(self._phrase(start, end), end)
            case "number":
                return self._number(start, end)
            case "and" | "join":
                return self._joined(group, end)
            case "word":
                return self._word(start, end, upper)
            case "no_head":
                return upper and self.kind in OPEN and self._word(start, end, upper)
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

    def _sector(self, start: int, end: int, upper: bool) -> bool:
        if not (upper or self.last in {"head", "sector", "sector_activity", "number"}):
            return self._up_to_country() or self._closed_run()
        if not upper and self.kind in CLOSED and self.last == "sector":
            return False
        if self.low.startswith("các ", start) and self.last != "head" and self.kind not in GROUPS:
            works = self.low.startswith(("các công trình", "các khu ", "các dự án"), start)
            return works and self.kind == "van_phong_ubnd" and self._take(end, "sector")
        return self._take(end, "sector")

    def _activity(self, end: int, upper: bool) -> bool:
        if upper or self._is_nameless_firm() or (self.last == "head" and self._proper_follows(end)):
            return self._take(end, "sector_activity")
        return self._up_to_country() or self._closed_run()

    def _is_nameless_firm(self) -> bool:
        """Say whether only a firm's legal form is told so far, so that its line of business names it."""
        return self.kind == "doanh_nghiep" and self.low.endswith((" cp", " cổ phần", " tnhh", " mtv"), 0, self.end)

    def _proper_follows(self, end: int) -> bool:
        piece = self._piece(end)
        if piece is None:
            return False
        numbered = piece[0] == "number" and self.low.startswith("số ", piece[1])
        return numbered or piece[0] == "sector" or (piece[0] == "word" and self.body[piece[1]].isupper())

    def _head(self, head: str, end: int, upper: bool) -> bool:
        kind = HEADS[head]
        if kind.id == "thon_to" and self.post and not upper and self._capital_follows(end):
            return self._level(head, end)
        if self.glued and not upper and head in YOUTH and self._person_within(end):
            return self._level("tỉnh", end - len(" đoàn"))
        if kind.id == "thon_to" and self.kind in VILLAGE_BODIES and not self.placed:
            return named_place_end(self.body, self.low, end, glued=self.glued) > end and self._level(head, end)
        if kind.id in NEVER_NESTED or (head == self.head and self.last != "head"):
            return False
        if kind.id == "nganh":
            return self._take(end, "head")
        inner = self.last == "head" and (self.kind == "post" or self.kind == kind.id == "quan_doi")
        if not (upper or self._capital_follows(end) or inner):
            return False
        level = HEAD_LEVELS.get(head) if self.kind == "post" else None
        if self.kind not in GROUPS and (kind.id not in GROUPS or self.last == "head"):
            self.kind = kind.id
        return self._level(level, end) if level else self._take(end, "head")

    def _person_within(self, end: int) -> bool:
        """Return whether "tỉnh Đoàn" is a level and a person of the family Đoàn: "các KCN tỉnh Đoàn Viết Mẫu"."""
        surname = end - len("đoàn")
        return (
            not PLACE.match(self.low, end)
            and self.body.count(" ", surname, full_name_end(self.body, self.low, surname)) >= 2
        )

    def _level(self, level: str, end: int) -> bool:
        place = PLACE.match(self.low, end)
        if place is not None and self.body[end : place.end()].strip(" .")[:1].isupper():
            end = place.end()
        elif level != "tỉnh":
            end = named_place_end(self.body, self.low, end, glued=self.glued)
        self.placed = True
        return self._take(end, "place")

    def _number(self, start: int, end: int) -> bool:
        named = self.kind in NUMBERED or self.low.endswith("khu vực", 0, self.end) or self.low.startswith("số", start)
        return named and is_name_number(self.body, self.low, start, end) and self._take(end, "number")

    def _joined(self, group: str, end: int) -> bool:
        piece = self._piece(end)
        if piece is None:
            return False
        kind, start, end = piece
        upper = self.body[start].isupper()
        if kind == "head" and group == "join":
            ways = (self._partner, self._members, self._field, self._branch, self._whole)
            return any(way(start, end) for way in ways)
        if kind == "head":
            return self._grade(start, end)
        if self.placed:
            return False
        if kind == "sector" and group == "join" and self.last == "sector":
            return self._take(end, kind)
        if kind in {"sector", "sector_activity"} and (upper or self.kind == "khoi_thi_dua"):
            return (self.last != "head" or self.kind in JOINED) and self._take(end, kind)
        tied = group == "join" or "&" in self.low[self.end : start] or (upper and self.kind not in WORKS)
        if kind in {"word", "sector"} and tied and self._abbreviated(start, end):
            return self._take(end, "word")
        if kind == "word" and upper and self.kind in FREE:
            self.proper = 0
            return full_name_end(self.body, self.low, start) == start and self._take(end, "word")
        return False

    def _abbreviated(self, start: int, end: int) -> bool:
        """Return whether a dash or "&" joins two abbreviations: "Phòng GD - ĐT", "Bộ TN & MT"."""
        if self.last not in {"word", "sector", "head"}:
            return False
        before = self.body[max(self.end - 8, 0) : self.end].rpartition(" ")[2]
        return before.isupper() and self.body[start:end].isupper()

    def _members(self, start: int, end: int) -> bool:
        """Take the members of an emulation block: "Cụm thi đua số 6 - Sở Công Thương các tỉnh …"."""
        if self.kind != "khoi_thi_dua" or self.placed or HEADS[self._phrase(start, end)].id == self.kind:
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
        if piece[0] == "head":
            return self._whole(piece[1], piece[2])
        return self._further_field(*piece) or self._further_task(*piece)

    def _further_field(self, kind: str, start: int, end: int) -> bool:
        """Take the fields of a centre that end with "và": "Trung tâm Văn hóa, Thể thao và Truyền thông"."""
        if self.kind not in CENTRES or kind != "sector" or self.body[start].islower() or self.placed:
            return False
        last = self._piece(end)
        closing = self._piece(last[2]) if last is not None and last[0] == "and" else None
        return closing is not None and closing[0] == "sector" and self._take(end, kind)

    def _further_task(self, kind: str, start: int, end: int) -> bool:
        """Take a further task in lower case: "Phòng Quản lý, hỗ trợ doanh nghiệp", "… khu công nghiệp, khu kinh tế"."""
        if self.kind not in OPEN or self.body[start].isupper() or self.placed:
            return False
        if self.low.startswith("khu ", start) and _ZONES.search(self.low, self.start, self.end):
            return kind == "sector" and self._take(end, kind)
        if kind != "sector_activity" or self.last not in {"sector", "sector_activity"}:
            return False
        following = self._piece(end)
        return following is not None and following[0] in {"sector", "number"} and self._take(end, kind)

    def _abroad(self, start: int, end: int) -> bool:
        """Take the country of a mission abroad: "Đại sứ quán Việt Nam tại Liên bang Nga"."""
        if self.kind != "ngoai_giao" or self.low[start:end] != "tại":
            return False
        country = country_end(self.body, self.low, end)
        self.placed = True
        return country > end and self._take(country, "place")

    def _partner(self, start: int, end: int) -> bool:
        """Take the second partner of a joint venture, whose name is no head: "Liên danh Tân Ví - Trường Mẫu"."""
        venture = self.head in {"liên danh", "liên doanh"} and self.last == "word" and self.body[start].isupper()
        return venture and self._take(end, "word")

    def _field(self, start: int, end: int) -> bool:
        """Take what a block gathers beside another field: "Khối thi đua Tài chính - Ngân hàng"."""
        field = self.kind == "khoi_thi_dua" and not self.placed and HEADS[self._phrase(start, end)].id in FIELDS
        return field and self._take(end, "sector")

    def _grade(self, start: int, end: int) -> bool:
        """Take the second grade of a school: "Trường Tiểu học và THCS Mường Mẫu"."""
        grade = self.kind == "truong" and not self.placed and self._phrase(start, end) in GRADES
        return grade and self._take(end, "head")

    def _branch(self, start: int, end: int) -> bool:
        """Take the branch of a firm: "Ngân hàng … Việt Nam - Chi nhánh Hà Nam"."""
        if self.kind not in FREE or self.low[start:end] != "chi nhánh":
            return False
        return self._take(
            NameScan(self.body, self.low, start, end, kind="doanh_nghiep", glued=self.glued).run(), "place"
        )

    def _short_form(self) -> bool:
        """Take a short form in brackets with which the name goes on: "Liên đoàn Lao động (LĐLĐ) tỉnh Cà Mau"."""
        end = self.end if self.placed else short_form_end(self.body, self.low, self.end)
        return end > self.end and self._take(end, self.last)

    def _quoted(self) -> bool:
        """Take the quoted end of a firm's or a club's name."""
        quoted = _QUOTED.match(self.low, self.end) if self.kind in FREE else None
        return quoted is not None and self._take(quoted.end(), "word")

    def _whole(self, start: int, end: int) -> bool:
        """Take the larger unit a part belongs to: "Phòng Quản lý Đất đai, Sở Tài nguyên và Môi trường"."""
        head = self._phrase(start, end)
        whole = HEADS[head].id
        if self.kind == "khoi_thi_dua" and whole == "khoi_thi_dua":
            return not self.low.startswith(",", self.end) and self._take(end, "head")
        if self.placed or not may_belong(self.low, self.start, self.head, start, end):
            return False
        if self.end == self.start + len(self.head) and not self.head.startswith("ban thi đua"):
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

    def _within_name(self, start: int, end: int) -> bool:
        """Take a word that ends names elsewhere, between other syllables of a proper name: "Lê Quý Đôn"."""
        single = " " not in self.low[start:end] and self.last == "word"
        given = self.proper == 1 and self.low[start:end] in {"quý", "ca", "anh"}
        given = given and (self.kind == "truong" or not _QUARTER.match(self.low, end))
        return single and (given or self._capital_follows(end)) and self._take(end, "word")

    def _up_to_country(self) -> bool:
        """Take syllables in lower case that the country's name closes: "Hội Nghệ sĩ sân khấu Việt Nam"."""
        begun = self.last in {"head", "word", "completed", "sector", "sector_activity"}
        closed = UP_TO_COUNTRY.match(self.body, self.end) if begun else None
        if closed is None or not TASK_BREAKS.isdisjoint(closed[0].split()):
            return False
        if PREDICATES.intersection(closed[0].split()) and not begins_activity(self.low, self.end + 1):
            return False
        return self._take(closed.end(), "completed")

    def _closed_run(self) -> bool:
        """Take the lower-case end of a name that is made of more than proper names."""
        if self.kind not in OPEN or self.shouted or self.proper > 1:
            return False
        if self.last not in {"word", "sector", "sector_activity"} or self.low.endswith("việt nam", 0, self.end):
            return False
        end = closed_run(self.body, self.low, self.end, proper=self.kind in FREE)
        return end > self.end and self._take(end, "completed")

    def _completes(self, start: int, end: int) -> bool:
        if self.last == "head" and self.kind in NUMBERED:
            numbered = numbered_run(self.body, self.low, self.end)
            if numbered > self.end:
                return self._take(numbered, "sector")
        if self.low[start:end] in PREDICATES:
            bound = self.last == "word" and self.proper == 1 and is_bound(self.low, start, end)
            return self._take(end, "completed") if bound else self._closed_run()
        if self._up_to_country() or self._closed_run():
            return True
        if self.low[start:end] in FUNCTION_WORDS:
            return False
        if self.proper > 1:
            return (
                self.proper == 2
                and self.kind == "to_doi"
                and closes_item(self.low, end)
                and self._take(end, "completed")
            )
        if self.last == "head" and self.kind in WORKS:
            return self._capital_follows(end) and self._take(end, "word")
        if self.last not in {"word", "sector", "sector_activity"}:
            return False
        if self.last != "word" and not (self.kind in FREE and self._capital_follows(end)):
            return False
        return self._take(end, "completed")


def tail_end(body: str, low: str, start: int, end: int, *, kind: str, glued: bool = False) -> int:
    """Return where the name of a unit ends whose head is ``body[start:end]``.

    Args:
        body: The article's text.
        low: The folded text.
        start: Begin of the head.
        end: End of the head.
        kind: Id of the head's unit type, or "post" where the head is the title of a post ("Giám đốc").
        glued: A post stands before the unit, so that a person's name may follow it without a comma.

    >>> text = "Sở Công Thương tổ chức hội nghị"
    >>> text[:tail_end(text, text.lower(), 0, 2, kind="so")]
    'Sở Công Thương'
    """
    return NameScan(body, low, start, end, kind=kind, glued=glued).run()
