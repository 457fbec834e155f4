"""Finds the chunks of a sentence, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from extract.awards.called import full_name_of, given_name, is_addressed
from extract.awards.chunks import Chunk, Cue, Given, Group, Named, preposition_before
from extract.awards.classes import each_class
from extract.awards.forms import Form, extend_form, is_foreign, is_honorific, is_party_badge, surfaces, surfaces_longer
from extract.awards.naming import Naming
from extract.awards.nouns import NOUNS, lexicon, noun_at, singular, staff
from extract.awards.offices import FIRST_WORDS as GIVER_WORDS
from extract.awards.offices import asked_behind, giver_at, owner_behind
from extract.awards.settling import settle
from extract.awards.titles import LEAD, title_at
from extract.names import full_name_end
from extract.numbers import NUMBER, NUMBER_WORDS, is_year_word, quantity_before, read_number
from extract.text import Text
from schemas.records import Quantity
from schemas.vocabulary.entries import RecipientKind

#: What may begin with a word, as bits.
_NUMBER, _FORM, _CUE, _TITLE = 1, 2, 4, 8
_CLASS = re.compile(r"hạng (?:nhất|nhì|ba|i{1,3})(?!\w)")
_CLASS_OF = re.compile(
    r"(hạng (?:nhất|nhì|ba|i{1,3})(?:(?:, | và )(?:hạng )?(?:nhất|nhì|ba|i{1,3})(?!\w))*)(?=:? (?:cho |có )?\d| cho )"
)
_MANY = re.compile(
    r"(?:các|những|nhiều|một số|hàng (?:(?:chục|trăm) )?(?:chục|trăm|nghìn|ngàn|vạn|triệu)|đông đảo|toàn thể)"
    r"(?: lượt)? +"
)
#: "45/45 cá nhân": so many of so many. Not behind words that make it a day.
_SHARE = re.compile(r"(?<!ngày )(?<!sáng )(?<!chiều )(?<!tối )(?<![\w/.,-])(\d{1,4})/(\d{1,4})(?= [^\W\d_])")
#: "ba năm liền được …": so many times. "nhiều năm liền" tells no number.
_YEARS_RUN = re.compile(
    r"(\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|nhiều) năm (?:học )?(?:liền kề|liền|liên tục|liên tiếp)"
    r"(?: (?:liền|liên tục|liên tiếp|đều|vinh dự|đơn vị|sở|nhà trường|công ty)){0,2}"
    r"(?= từ \d| (?:được (?:tặng|công nhận|nhận|trao|xét|suy tôn)|đạt|nhận|đón nhận|là(?! đơn vị)"
    r"|giữ vững danh hiệu)(?!\w)"
    r"|, [^.,;:\d\n]{2,50}? (?:được (?:tặng|công nhận|nhận|trao)|đạt|nhận|đón nhận)(?!\w))"
)
#: Behind these a number ranks or names, and counts nothing ("học lớp 5").
_RANKED = frozenset({"hạng", "lớp", "quận", "khóa"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_MANY_BEFORE = re.compile(r"nhiều(?<!\wnhiều) [^.;:\d]{0,45}(?:,| và)(?: các)? $")
_PLACE_HEADS = frozenset({"huyện", "xã", "phường", "quận", "tỉnh", "trấn", "thôn", "bản", "phố", "tp"})
#: A number in brackets behind its noun: "Tập thể (05):", "cá nhân (gồm 08 người)".
_NUMBER_BEHIND = re.compile(
    r" ?\((?:gồm |có )?(\d{1,3})(?: (?:tập thể|cá nhân|đơn vị|đồng chí|người|hộ(?: gia đình)?))?\)"
)
_BEFORE_NOUN = ("nam", "nữ", "cựu", '"')
#: Verbs that give only right before a form ("cấp Bằng khen", "cài Huy hiệu").
_GIVES_FORM = frozenset({"cấp", "cài", "đeo", "đính", "thưởng"})
_LEVEL_OF = re.compile(
    r"cấp (?:trung ương|tỉnh|thành phố|huyện|quận|xã|phường|cơ sở|bộ|ngành|toàn quốc)(?=:? (?:có |cho |là )?\d)"
)
#: "đoàn thanh niên các tỉnh": a noun that many have is no one.
_OF_MANY = re.compile(
    r"(?: (?!và|có)[^\W\d_]+){0,5} các (?:tỉnh|thành|huyện|quận|xã|phường|trường|đơn vị|địa phương)(?!\w)"
)
#: Nouns before a nation's or a unit's name ("người Việt", "lãnh đạo Sở").
_PEOPLE = frozenset(
    {"người", "công dân", "lãnh đạo", "đại diện", "thành viên", "cán bộ", "nhân viên", "người dân", "phụ nữ"}
)
_LINK = re.compile(r" ?(?:,|/|-| và| cùng| hoặc)(?: các)? ")


@cache
def _begins() -> dict[str, int]:
    """Return what may begin with a word: a number, a form, a cue or noun, or several of them."""
    begins = dict.fromkeys(lexicon().first_words() | {";", ":", "hạng", "là", *_GIVES_FORM}, _CUE)
    for kind, words in ((_FORM, surfaces().first_words()), (_NUMBER, NUMBER_WORDS)):
        for word in words:
            begins[word] = begins.get(word, 0) | kind
    begins['"'] = _TITLE
    return begins


def find_chunks(text: Text, start: int, end: int, named: Sequence[Named]) -> list[Chunk]:
    """Return the chunks of ``body[start:end]`` in order; ``named`` are the units and people in it, in order."""
    return _Chunker(text, start, end, named).read()


class _Chunker(Naming):
    """Walks over the words of one sentence."""

    def read(self) -> list[Chunk]:
        """Return the chunks of the sentence."""
        begins, named, after = _begins(), {chunk.start for chunk in self.named}, 0
        for at, (word, start) in enumerate(zip(self.words, self.starts, strict=True)):
            if at < after:
                continue
            readers = _NUMBER if word[0].isdigit() else begins.get(word, 0)
            if readers or start in named or word in GIVER_WORDS or self.body[start].isupper():
                after = self._step(at, start, readers)
        return list(settle(self.chunks, self.low, self.body))

    def _step(self, at: int, start: int, readers: int) -> int:
        """Read the chunk that begins at a word and return the index of the word behind it, 0 where none begins."""
        after = self._giver(start) if self.words[at] in GIVER_WORDS else 0
        if not after and readers & _NUMBER:
            after = self._numbered(at, start)
        if not after and self.named and self.named[0].start <= start:
            after = self._named(at, start)
        capital = self.body[start].isupper()
        if not after and capital:
            after = self._unit_before_verb(at, start)
        if not after and readers & _FORM:
            after = self._form(at, start)
        if not after and readers & _CUE:
            after = self._noun_or_cue(at, start)
        if not after and self.low.endswith(LEAD, 0, start):
            after = self._title(start)
        if not after and capital:
            after = self._name(at, start)
        return after

    def _numbered(self, at: int, start: int) -> int:
        years = _YEARS_RUN.match(self.low, start, self.limit)
        if years:
            told = read_number(years[1]) or 0  # "nhiều" tells no number
            self.chunks.append(Cue(start, years.end(), f"times:{told}"))
            return self._index(years.end())
        if self.words[at] in ("các", "những") and (behind := self._listed_places(start)):
            return behind
        many = _MANY.match(self.low, start, self.limit)
        if many and self._opens_list(many.end()):
            self.head = many.end()
            return self._index(many.end())
        if many:
            return self._counted(self._index(many.end()), start, None, "unknown", "lượt" in many[0])
        share = _SHARE.match(self.low, start, self.limit)
        if share and int(share[1]) <= int(share[2]):
            return self._counted(self._index(share.end() + 1), start, int(share[1]), "exact", False)
        if self.words[at] == "ba" and self.words[at + 1 : at + 2] in (["mẹ"], ["má"]):
            return 0
        match = NUMBER.match(self.low, start, self.limit)
        if not match or is_year_word(self.low, start, match.end()) or self._is_year(match):
            return 0
        number = read_number(match[0])
        if number is None or (at and self.words[at - 1] in _RANKED):
            return 0
        after = self._index(match.end())
        times = self.words[after : after + 1] == ["lượt"]
        qualified = quantity_before(self.low, start)
        quantity: Quantity = qualified[0] if qualified and qualified[0] != "unknown" else "exact"
        first = qualified[1] if qualified else start
        return self._counted(after + times, first, number, quantity, times)

    def _is_year(self, number: re.Match[str]) -> bool:
        """Say whether a number behind "năm" is a year ("năm 2020 Hội được tặng …")."""
        return self.low.endswith("năm ", 0, number.start()) and _YEAR.fullmatch(number[0]) is not None

    def _counted(self, at: int, start: int, number: int | None, quantity: Quantity, times: bool) -> int:
        if at >= len(self.words):
            return 0
        if number is not None and self.words[at] == "hạng":
            match = _CLASS.match(self.low, self.starts[at], self.limit)
            if match:
                self.chunks.append(Given(start, match.end(), None, number, quantity))
                return self._index(match.end())
        if self.words[at] == "lần" and self.words[at + 1 : at + 2] != ["xét"]:
            told = number is not None or self.low.startswith("nhiều", start)
            self.chunks.append(Cue(start, self.spans[at][1], f"times:{number or 0}" if told else "times"))
            return at + 1
        if self.words[at] in _BEFORE_NOUN and self._has_noun(at + 1) and not lexicon().match(self.words, at):
            at += 1
        found = surfaces().match(self.words, at)
        noun = noun_at(self.words, at, counted=True)
        if found and (not noun or found[1] > noun[1]) and found[0].type.family != "bieu_duong":
            first = len(self.chunks)
            after = self._form(at, self.starts[at], whole=True)
            given = self.chunks[first] if first < len(self.chunks) else None
            if isinstance(given, Given):
                many = number is None
                self.chunks[first] = replace(
                    given, start=start, number=number, quantity=quantity, times=times, many=many
                )
            return after
        return self._group(at, start, number, quantity, times) if noun else 0

    def _has_noun(self, at: int) -> bool:
        """Say whether a noun or a form begins at a word."""
        return at < len(self.words) and bool(noun_at(self.words, at, counted=True) or surfaces().match(self.words, at))

    def _group(
        self, at: int, start: int, number: int | None, quantity: Quantity, times: bool, *, bare: bool = False
    ) -> int:
        kinds: tuple[RecipientKind, ...] = ()
        while True:
            noun = noun_at(self.words, at, counted=not bare)
            if not noun or surfaces_longer(self.words, at, noun[1]):
                break
            kinds += tuple(kind for kind in noun[0] if kind not in kinds)
            after, end = noun[1], self.spans[noun[1] - 1][1]
            inner = noun_at(self.words, after, counted=True) if len(kinds) > 1 and len(noun[0]) > 1 else None
            if inner and self.words[after] in ("cá", "tập"):  # "20 gương cá nhân"
                kinds, after, end = inner[0], inner[1], self.spans[inner[1] - 1][1]
            link = _LINK.match(self.low, end, self.limit)
            if not link or self._begins_named(link.end()) or (number is not None and "các" in link[0]):
                break
            if self.body[link.end()].isupper():
                break
            at = self._index(link.end())
        if not kinds:
            return 0
        behind = _NUMBER_BEHIND.match(self.low, end, self.limit) if number is None and not times else None
        if behind:
            self.chunks.append(Group(start, behind.end(), kinds, int(behind[1])))
            return self._index(behind.end())
        if bare and kinds == ("individual",) and (called := self._called(start, end)):
            return called
        single = bare and self.low[start:end] in singular() and _OF_MANY.match(self.low, end) is None
        if bare and self.low[start:end] in staff():
            kinds, single = ("collective",), True
        self.chunks.append(Group(start, end, kinds, number, quantity, times, bare, single))
        return after

    def _called(self, start: int, end: int) -> int:
        """Read a noun and a given name as one person ("tài xế Bắc"); return the word behind, 0 where none is told."""
        name = end + 1
        if self.low[end:name] != " " or not self.body[name : name + 1].isupper() or self._begins_named(name):
            return 0
        if self.low[start:end] in _PEOPLE:
            return 0
        behind = given_name(self.text, name, self.limit)
        if behind == name or full_name_end(self.body, self.low, name) > behind:
            return 0
        full = full_name_of(self.text, name, behind)
        if full is None and not is_addressed(self.text, name, behind):
            return 0
        before = preposition_before(self.low, start)
        self.chunks.append(Named(start, behind, full or self.body[name:behind], person=True, preposition=before))
        return self._index(behind)

    def _form(self, at: int, start: int, *, whole: bool = False) -> int:
        found = surfaces().match(self.words, at)
        if not found or self.words[at : at + 3] == ["huy", "hiệu", "quả"]:  # "phát huy hiệu quả"
            return 0
        surface, after = found
        end = self.spans[at + surface.length - 1][1]
        rest = (end, self.spans[after - 1][1]) if after > at + surface.length else None
        form = extend_form(self.low, Form(start, end, surface.type, surface.weak), self.limit)
        if is_honorific(self.body, form) or is_party_badge(self.low, form) or is_foreign(self.body, form):
            return after
        many = _MANY_BEFORE.search(self.low, max(form.start - 60, 0), form.start) is not None
        each = [] if whole or many or self._is_counted_by_times() else each_class(self.low, form)
        self.chunks.extend(each or [Given(form.start, form.end, form, many=many)])
        if rest and not any(rest[0] <= chunk.start <= rest[1] for chunk in self.named[:4]):
            self._grantor_of_surface(rest)
            return after
        return self._index(form.end) if rest else self._unnamed_owner(form.end)

    def _unnamed_owner(self, end: int) -> int:
        """Take what stands behind "của" as the grantor where no unit or office was found there."""
        return self._office(owner_behind(self.body, end, self.limit, self.named)) or self._index(end)

    def _is_counted_by_times(self) -> bool:
        """Say whether the verb tells how often, so that classes in a row are one entry ("6 lần được tặng …")."""
        return any(isinstance(chunk, Cue) and chunk.kind.startswith("times") for chunk in self.chunks[-4:])

    def _grantor_of_surface(self, rest: tuple[int, int]) -> None:
        low = self.low[rest[0] : rest[1]]
        lead = len(low) - len(low.lstrip().removeprefix("của").lstrip())
        start = rest[0] + lead
        self.chunks.append(Named(start, rest[1], self.body[start : rest[1]], office=True, preposition="of"))

    def _noun_or_cue(self, at: int, start: int) -> int:
        if self.words[at] in ";:":
            self.chunks.append(Cue(start, start + 1, "semicolon" if self.words[at] == ";" else "colon"))
            return at + 1
        if self.words[at] == "hạng":
            return self._class(start)
        if self.words[at] == "là" or self.words[at] in _GIVES_FORM:
            after = self._before_form(at, start)
            if after:
                return after
        found = lexicon().match(self.words, at)
        if not found:
            return 0
        kind, after = found
        if after == at + 1 and self._is_in_name(at):
            return 0
        if kind in NOUNS:
            headed = self._headed(start, after) if kind == "collective" and self._is_capital(start, after) else 0
            return headed or self._group(at, start, None, "unknown", False, bare=True)
        if self.words[after - 1] == "hiệu" and surfaces().match(self.words, after - 2):
            after -= 2
        if kind != "plain":
            self.chunks.append(Cue(start, self.spans[after - 1][1], kind))
        return max(self._asked(self.spans[after - 1][1]), after) if kind == "propose" else after

    def _is_capital(self, start: int, after: int) -> bool:
        """Say whether a noun begins with a capital, or a name stands behind it in a list ("A và tổ Văn")."""
        if self.body[start].isupper() or not self.low.endswith((", ", " và ", "cho "), 0, start):
            return self.body[start].isupper()
        return any(self.body[at].isupper() for at in self.starts[after : after + 1])

    def _is_in_name(self, at: int) -> bool:
        """Say whether a word is a syllable of a place's name ("huyện Phong Điền")."""
        if not at or self.low[self.starts[at] - 1] != " ":
            return False
        if self.words[at] == "mẫu":
            return self.body[self.starts[at]].isupper() and self.words[at - 1][-1].isalpha()
        if self.words[at - 1] not in _PLACE_HEADS:
            return False
        following = self.starts[at + 1 : at + 2]
        return self.body[self.starts[at]].isupper() and bool(following) and self.body[following[0]].isupper()

    def _asked(self, end: int) -> int:
        """Take the head of an office behind "đề nghị" as the one who decides, where no finder knows the office."""
        return self._office(asked_behind(self.body, end, self.limit, self.named))

    def _office(self, office: Named | None) -> int:
        """Keep an office and return the index of the word behind it, 0 without one."""
        if office is None:
            return 0
        self.chunks.append(office)
        return self._index(office.end)

    def _giver(self, start: int) -> int:
        """Read who gives where no finder knows the office; behind a person or post it is that person's post."""
        before = self.chunks[-1] if self.chunks else None
        if isinstance(before, Named) and (before.person or before.office) and start - before.end < 3:
            return 0
        return self._office(giver_at(self.body, self.low, start, self.limit, self.named))

    def _before_form(self, at: int, start: int) -> int:
        """Read a verb that is one only before a form: it gives, or "là" says of counted people what they became."""
        found = surfaces().match(self.words, at + 1)
        form = found[0].type if found and found[0].type.family != "bieu_duong" else None
        if self.words[at] == "cấp" and form is None:
            return self._level(start)
        if form is None or form.form is None or self.words[at - 1 : at] == ["việc"]:
            return 0
        if self.words[at] != "là":
            self.chunks.append(Cue(start, self.spans[at][1], "give"))
            return at + 1
        before = self.chunks[-1] if self.chunks else None
        counted = isinstance(before, Group) and before.number is not None and start - before.end < 2
        if not counted or form.form not in ("emulation_title", "state_title"):
            return 0
        self.chunks.append(Cue(start, self.spans[at][1], "receive"))
        return at + 1

    def _level(self, start: int) -> int:
        """Read a level that opens its own count of a title ("cấp tỉnh 389 hộ, cấp xã 1.900 hộ")."""
        match = _LEVEL_OF.match(self.low, start, self.limit)
        told = [chunk.form for chunk in self.chunks if isinstance(chunk, Given) and chunk.form]
        if not match or not told or told[-1].type.form != "emulation_title":
            return 0
        self.chunks.append(Given(start, match.end(), None))
        return self._index(match.end())

    def _title(self, start: int) -> int:
        """Read a title that the vocabulary does not know behind "danh hiệu"."""
        form = title_at(self.low, start, self.limit)
        if form is None:
            return 0
        self.chunks.append(Given(form.start, form.end, form))
        return self._unnamed_owner(form.end)

    def _class(self, start: int) -> int:
        """Read a class that opens its own count ("hạng Nhì 4 tập thể"), or stands behind it ("4 đồng chí hạng Nhì")."""
        match = _CLASS_OF.match(self.low, start, self.limit)
        if match:
            self.chunks.append(Given(start, match.end(1), None))
            return self._index(match.end(1))
        match = _CLASS.match(self.low, start, self.limit)
        group = self.chunks[-1] if self.chunks else None
        if not match or not isinstance(group, Group) or group.number is None or start - group.end > 1:
            return 0
        told = [chunk.form for chunk in self.chunks if isinstance(chunk, Given) and chunk.form]
        if not told or " hạng " not in self.low[told[-1].start : told[-1].end]:
            return 0
        self.chunks[-1:] = [Given(start, match.end(), None), group]
        return self._index(match.end())
