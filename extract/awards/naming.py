"""Names in an award sentence: those the finders know, and those that only their place in the sentence shows."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import replace

from extract.awards.called import foreign_born, full_name_of, given_name, is_addressed, subject_before_verb
from extract.awards.chunks import Chunk, Cue, Group, Named, preposition_before
from extract.awards.forms import surfaces
from extract.awards.nouns import noun_at
from extract.names import UPPER, full_name_end, full_name_start
from extract.phrases import WORD
from extract.text import Text

_MORE_NAMES = re.compile(rf"(?:, ?|;| và )(?:(?:và )?[{UPPER}])")
_PLACES = re.compile(
    r"(?:các |những )?(?:huyện|xã|phường|thị trấn|thị xã|quận|tỉnh|thành phố|thôn|bản|xóm|ấp|khóm|buôn|làng|khu phố"
    r"|đặc khu|trường|đơn vị|địa phương)(?:,| và|:|$)"
)
_CLAUSE_MARKS = frozenset(".,;:–-")
_PROPER = re.compile(
    r'[^,;.:()"\n]{2,90}?(?=[,;.:()"\n]|$| (?:và|vì|có|đã|do|nhân|trong|được|cùng|tại|với|là|năm|về)(?!\w))'
)
#: Short words for kinds of unit, before names that may look like persons' ("NXB Kim Đồng").
_UNIT_HEADS = frozenset(
    {"nxb", "clb", "htx", "cty", "thpt", "thcs", "quỹ", "xưởng", "vở", "phim", "nhóm", "báo", "đài"}
)
_CAPITALS = rf"[{UPPER}][^\W\d_]*(?: [{UPPER}][^\W\d_]*){{0,3}}"
_PLACE_LIST = re.compile(
    r"(?:[Cc]ác|[Nn]hững) (?:huyện|xã|phường|thị trấn|thị xã|quận|tỉnh|thành phố|thôn|bản|xóm|ấp|đặc khu)"
    rf"(?: ({_CAPITALS}(?:, {_CAPITALS})*(?:(?:,| và) {_CAPITALS})))(?!\w)"
)
_PLACE_NAME = re.compile(_CAPITALS)
_JOINS = re.compile(r" |,? (?:và|cùng|cùng với) |[,;] ")
_STRONG = re.compile(r"(?:tập thể|đơn vị|cơ quan|doanh nghiệp|tổ chức|địa phương)(?!\w)")
_NO_NAME_AFTER = re.compile(
    rf"(?:(?<!\w)[{UPPER}][a-zà-ỹ]+|[Tt][Pp]\.?"
    r"|(?i:đường|phố|trường|giải thưởng|giải|phường|xã|thpt|thcs|quận|huyện|tỉnh|cầu|hang|động|núi|sông|đảo|hồ|chùa"
    r"|làng|chủ tịch|đh|đại học|cđ|cao đẳng|học viện|bệnh viện|bv|viện|công ty|cty|tập đoàn|ngân hàng|nhà máy"
    r"|clb|chợ|ga"
    r"|khách sạn|năm|hãng|đội|ubnd|nhà thờ)) $"
)
#: A unit by its abbreviation or head word, right before it receives ("TKV được", "Quỹ BV&PTR tỉnh vinh dự nhận").
_RECEIVER = re.compile(
    r"((?:Quỹ|Công đoàn|Đoàn|Chi đoàn|Chi bộ|Chi hội|Tổ|Đội|Phân xưởng|Xưởng|Ban|Khoa|Phòng|Trạm|Lớp|Liên đội)"
    r"(?: (?!(?:có|đã|cho|là|và|được|do|vừa|cũng|sẽ|năm|nhận|tổ chức|trao|tặng|nào|này|đó|chứng|tiếp|ghi|xác|vì|với|khi"
    r"|để|sau|trước|trong|cứu|giúp|phải|bị|gồm|cùng|tại|ở|về)(?!\w))[^\s,;.:()]+){1,8}?|[A-ZĐ][A-ZĐ&]{2,9})"
    r"(?= (?:(?:đã|cũng|vinh dự|tiếp tục|liên tục|từng|năm \d{4}|\d{1,2} lần|hai lần|ba lần|nhiều lần|là đơn vị) ){0,3}"
    r"(?:được|nhận|đón nhận)(?!\w))"
)


class Naming:
    """Walks over the words of one sentence and reads the names in it."""

    def __init__(self, text: Text, start: int, end: int, named: Sequence[Named]) -> None:
        """Begin the sentence ``body[start:end]``; ``named`` are the units and people in it, in order."""
        self.text, self.low, self.body = text, text.low, text.body
        self.limit = end
        self.spans = [match.span() for match in WORD.finditer(self.low, start, end)]
        self.words = [self.low[first:last] for first, last in self.spans]
        self.starts = [first for first, _ in self.spans]
        self.named = list(named)
        self.chunks: list[Chunk] = []
        self.head = -1

    def _index(self, offset: int) -> int:
        return bisect.bisect_left(self.starts, offset)

    def _named(self, at: int, start: int) -> int:
        while self.named and self.named[0].start < start:
            passed = self.named.pop(0)
            core = self.body.find(passed.name, passed.start, passed.end)
            if passed.person and core >= start:
                self.named.insert(0, replace(passed, start=core))
        if not self.named or self.named[0].start != start:
            return 0
        chunk = self.named.pop(0)
        if self._is_title(at, chunk):
            return 0
        self.chunks.append(chunk)
        return self._index(chunk.end)

    def _is_title(self, at: int, name: Named) -> bool:
        """Say whether what looks like a unit is a title ("công nhận Thôn văn hóa")."""
        found = surfaces().match(self.words, at)
        return found is not None and found[0].type.form is not None and self.spans[found[1] - 1][1] >= name.end

    def _unit_before_verb(self, at: int, start: int) -> int:
        """Read a fund or an abbreviation that no finder knows, at the begin of a clause, before it receives."""
        if at and self.words[at - 1] not in _CLAUSE_MARKS:
            return 0
        match = _RECEIVER.match(self.body, start, self.limit)
        if not match or surfaces().match(self.words, at):
            return 0
        noun = noun_at(self.words, at, counted=False)
        if noun is not None and noun[0] == ("individual",):
            return 0
        if any(match.start() <= chunk.start < match.end() for chunk in self.named[:4]):
            return 0
        self.chunks.append(Named(match.start(), match.end(1), match[1]))
        return self._index(match.end(1))

    def _opens_list(self, start: int) -> bool:
        """Say whether a unit named behind a plural word goes on with others ("các Sở Y tế Lào Cai, Yên Bái")."""
        first = next((chunk for chunk in self.named[:6] if chunk.start == start), None)
        return (
            first is not None and not first.person and _MORE_NAMES.match(self.body, first.end, self.limit) is not None
        )

    def _begins_named(self, offset: int) -> bool:
        return any(chunk.start == offset for chunk in self.named[:6])

    def _name(self, at: int, start: int) -> int:
        end = min(full_name_end(self.body, self.low, start), self.limit)
        opener = self._list_opener(start)
        if end <= start and (subject := subject_before_verb(self.text, start, self.limit)):
            self.chunks.append(subject)
            return self._index(subject.end)
        if end <= start and opener == "to" and (abroad := foreign_born(self.text, start)) > start:
            self.chunks.append(Named(start, abroad, self.body[start:abroad], person=True))
            return self._index(abroad)
        if end <= start and opener == "to" and (called := given_name(self.text, start, self.limit)) > start:
            full = full_name_of(self.text, start, called)
            if full or is_addressed(self.text, start, called):
                self.chunks.append(Named(start, called, full or self.body[start:called], person=True))
                return self._index(called)
        person = end > start and opener != "places" and not self._goes_on(start, end)
        if not person and opener:
            end, person = self._proper(start, places=opener == "places")
        elif not person:
            return at + 1
        if end <= start:
            return at + 1
        name = self.body[start:end]
        self.chunks.append(Named(start, end, name, person=person, preposition=preposition_before(self.low, start)))
        return self._index(end)

    def _goes_on(self, start: int, end: int) -> bool:
        """Say whether what looks like a person's name goes on with a name before it ("Trường THPT Lê Lợi")."""
        before = self.chunks[-1] if self.chunks else None
        unit = isinstance(before, Named) and not before.person and before.end == start - 1
        if unit and self.body.count(" ", start, end) > 1:
            return False
        return _NO_NAME_AFTER.search(self.body, max(start - 24, 0), start) is not None

    def _proper(self, start: int, *, places: bool) -> tuple[int, bool]:
        """Return where a name that no finder knows ends, and whether it is a person's ("CSGT Lê Văn Mẫu")."""
        match = _PROPER.match(self.low, start, self.limit)
        words = match[0].split() if match else []
        capitals = sum(word[0].isupper() for word in self.body[start : match.end()].split()) if match else 0
        if match is None or not words or 2 * capitals < len(words):
            return start, False
        if places or words[0] in _UNIT_HEADS:
            return match.end(), False
        before = self.chunks[-1] if self.chunks else None
        listed = isinstance(before, Named) and before.person
        if listed and 2 <= len(words) <= 5 and capitals == len(words):
            return start + len(match[0].rstrip()), True
        person = full_name_start(self.body, self.low, match.end()) < match.end()
        noun = noun_at(words, 0, counted=False)
        if noun is not None and noun[0] == ("individual",) and noun[1] < len(words):
            return start + len(match[0].rstrip()), True
        return (match.end(), person) if person or capitals < len(words) else (start, False)

    def _listed_places(self, start: int) -> int:
        """Read places that share their head ("các huyện Yên Định, Quảng Xương") and return the word behind them."""
        match = _PLACE_LIST.match(self.body, start, self.limit)
        if match is None:
            return 0
        before = preposition_before(self.low, start)
        found = list(_PLACE_NAME.finditer(self.body, match.start(1), match.end()))
        self.chunks.extend(Named(one.start(), one.end(), one[0], preposition=before) for one in found)
        self.named = [chunk for chunk in self.named if chunk.start >= match.end()]
        return self._index(match.end())

    def _headed(self, start: int, after: int) -> int:
        """Read a unit that no finder knows by its noun's capital in a list ("cho Tổ tuần tra cơ động và 6 cá nhân")."""
        before = self.chunks[-1] if self.chunks else None
        if before is None or not _JOINS.fullmatch(self.low, before.end, start) or not self._is_open_list():
            return 0
        match = _PROPER.match(self.low, start, self.limit)
        end = start + len(match[0].rstrip()) if match else start
        if end <= self.spans[after - 1][1] or _STRONG.match(self.low, start):
            return 0
        self.named = [chunk for chunk in self.named if chunk.start >= end]
        self.chunks.append(Named(start, end, self.body[start:end]))
        return self._index(end)

    def _is_open_list(self) -> bool:
        """Say whether the chunks end in "cho" or in recipients behind it."""
        for chunk in reversed(self.chunks):
            if isinstance(chunk, Cue):
                return chunk.kind == "to"
            if not isinstance(chunk, Group | Named):
                return False
        return False

    def _list_opener(self, start: int) -> str:
        """Return what opens the list of recipients in which a capital at ``start`` begins a name.

        That is ``to`` right behind "cho" or joined to names behind it, ``places`` where the names share a head before
        them ("các huyện: A, B", "các Sở Y tế A, B"), nothing elsewhere.
        """
        at = len(self.chunks) - 1
        while at >= 0 and isinstance(self.chunks[at], Named):
            at -= 1
        before = self.chunks[-1] if self.chunks else None
        opener = self.chunks[at] if at >= 0 else None
        if before is None or before.end > start or not isinstance(opener, Cue):
            return ""
        gap = self.low[before.end : start]
        joined = isinstance(before, Named) and not before.preposition and gap in (", ", " và ", "; ")
        if not joined and not (before is opener and gap == " "):
            return ""
        if opener.kind == "colon":
            return "places" if self._behind_collectives(at) else ""
        if len(self.chunks) > at + 1 and self.chunks[at + 1].start == self.head:
            return "places"
        return "to" if opener.kind == "to" else ""

    def _behind_collectives(self, at: int) -> bool:
        """Say whether the colon ``chunks[at]`` stands right behind collectives ("các huyện: ")."""
        group = self.chunks[at - 1] if at else None
        return (
            isinstance(group, Group)
            and group.kinds == ("collective",)
            and group.number is None
            and self.chunks[at].start - group.end < 2
            and _PLACES.match(self.low, group.start) is not None
        )
