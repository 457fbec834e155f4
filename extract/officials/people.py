"""Persons named in a text (người được nêu tên), with the posts told at each mention."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.mentions import PersonMention, PositionMention, UnitMention
from extract.names import full_name_end, full_name_start, is_surname, name_end
from extract.officials import links
from extract.officials.positions import TITLE, chain, find_title, is_weak
from extract.rules import load_rules
from extract.rules.trie import alternation, spaced, words
from extract.text import Text
from schemas.folding import fold_key

_RULES = load_rules("officials")
_CALLS = sorted({fold_key(cue) for cue in _RULES["honorific"].cues})
_HON = r"(?:" + alternation(_CALLS) + r")(?!\w)"
_HONORIFIC = re.compile(words(_CALLS) + rf"(?:[ .,/-]{{0,3}}{_HON})*[ .]*(?:: ?)?")


@dataclass(slots=True)
class _Person:
    """A person while the text is read: where the name stands, and posts as they are found."""

    start: int
    end: int
    span_start: int
    span_end: int
    posts: list[PositionMention] = field(default_factory=list)
    honorific: bool = False
    #: The posts stand before the name, so that a post behind it begins the next person.
    fronted: bool = False
    #: The one before it in a list under one word of address: "các đồng chí A và B".
    listed_after: _Person | None = None


class _People:
    """Finds the persons of one text: by honorific, by post, by repetition."""

    def __init__(self, text: Text, units: Sequence[UnitMention]) -> None:
        self.text, self.body, self.low = text, text.body, text.low
        self.units = [(unit.start, unit.end) for unit in units]
        self.by_start: dict[int, _Person] = {}
        self.by_end: dict[int, _Person] = {}
        #: Posts told once for a list split at semicolons, with the first person of it.
        self.headed: list[tuple[_Person, Sequence[PositionMention]]] = []

    def _add(self, person: _Person) -> _Person:
        self.by_start[person.start] = person
        self.by_end[person.end] = person
        return person

    def by_honorific(self) -> None:
        """Find names behind words of address and ranks, and bare names listed behind them."""
        at = 0
        while match := _HONORIFIC.search(self.low, at):
            if self._within_name(match):
                at = match.start() + match[0].index(" ")
                continue
            at = match.end()
            end = name_end(self.body, self.low, at)
            if end == at or "\n" in self.body[match.start() : at] or self._in_unit(match.start()):
                continue
            at = self._named_kin(match, end)
            person = self._add(_Person(at, end, match.start(), end, honorific=True))
            at = self._listed(person, end)

    def _named_kin(self, match: re.Match[str], end: int) -> int:
        """Return where a name begins whose first syllable is a word of kin behind a calling: "NSND Anh Tú"."""
        kin = match[0].rstrip().rpartition(" ")[2]
        start = match.start() + len(match[0].rstrip()) - len(kin)
        named = (
            kin in links.KIN and start > match.start() and self.body[start].isupper() and self.body[start - 2].isalpha()
        )
        return start if named and " " not in self.body[match.end() : end] else match.end()

    def _within_name(self, match: re.Match[str]) -> bool:
        """Return whether a capitalised word of kin follows a family name: "Đoàn Anh Mẫu"."""
        start = match.start()
        if not (self.body[start].isupper() and match[0].partition(" ")[0] in links.KIN and " " in match[0]):
            return False
        before = links.CAPITALISED_BEFORE.search(self.body, max(start - 30, 0), start)
        return before is not None and any(map(is_surname, self.low[before.start() : start].split()))

    def _in_unit(self, offset: int) -> bool:
        """Return whether an offset lies inside a unit's name, where "luật gia" is no calling."""
        at = bisect.bisect_right(self.units, (offset, len(self.body))) - 1
        return at >= 0 and self.units[at][0] < offset < self.units[at][1]

    def _listed(self, person: _Person, at: int) -> int:
        """Find bare full names that follow in a list: "các ông, bà: A, B và C"."""
        while separator := links.AND.match(self.low, at):
            end = full_name_end(self.body, self.low, separator.end())
            if end == separator.end() or not links.AFTER_LISTED.match(self.low, end):
                break
            person = self._add(
                _Person(
                    separator.end(),
                    end,
                    separator.end(),
                    end,
                    honorific=True,
                    listed_after=person,
                )
            )
            at = end
        return at

    def by_post(self) -> None:
        """Find the persons that hold the posts named in the text."""
        at = 0
        while match := find_title(self.low, at):
            at = max(self._post(match), match.end())

    def _post(self, match: re.Match[str]) -> int:
        if self.low.endswith(links.SOUGHT, 0, match.start()) or self.low.endswith(links.OF_CLASS, 0, match.end()):
            return match.end()
        before = self._person_before(match.start())
        title = spaced(match["title"])
        if before is None and is_weak(title):
            return match.end()
        if before is not None and self._new_subject(before, match):
            before = None
        free = before is None or bool(before.posts)
        posts, end = chain(self.body, self.low, match, glued=free)
        if before is None and len(posts) > 1 and self.low.endswith(links.ON_BEHALF, 0, match.start()):
            posts, end = posts[:1], posts[0].end
        if is_weak(title) and title in _CALLS and self._called(match):
            return match.end()
        if posts[0].end == match.end() and (is_weak(title) or self._merely_named(match)):
            return match.end()
        if posts[-1].end == match.end() and self.low.startswith(links.INDEFINITE, end):
            return end
        after = self._person_after(end, posts) if free else None
        if after is not None:
            after.posts.extend(posts)
            after.span_start, after.fronted = min(match.start(), after.span_start), True
            return self._fronts(match.start(), after, posts, self.low[end : after.start])
        if before is not None and not (before.fronted and links.ANOTHER.match(self.body, end)):
            self._follows(before, posts, end)
        return end

    def _fronts(self, start: int, person: _Person, posts: Sequence[PositionMention], link: str) -> int:
        """Give posts before a name to those listed behind it; return where the list ends."""
        if ":" in link and self.low.endswith(links.OF_SEVERAL, 0, start):
            self.headed.append((person, posts))
        return self._shared(person, posts, listed=":" in link or "gồm" in link)

    def _follows(self, person: _Person, posts: Sequence[PositionMention], end: int) -> None:
        """Give posts behind a name to the person, and to all of "các đồng chí A và B nguyên Phó Giám đốc"."""
        beside = posts[0].start == person.end + 1
        person.posts.extend(posts)
        person.span_end = end + 1 if self.body[end : end + 1] == ")" else end
        if person.start not in self.by_start:
            self._add(person)
        other = person.listed_after if beside else None
        while other is not None and not other.posts:
            other.posts.extend(posts)
            other = other.listed_after
        self._elected(person, posts)
        self._beside(person, posts)

    def _beside(self, person: _Person, posts: Sequence[PositionMention]) -> None:
        """Give a post to the bare names joined to its holder in a list: "; A và B, Phó Giám đốc Sở"."""
        joined = links.JOINED_TO.search(self.low, max(person.span_start - 6, 0), person.span_start)
        start = full_name_start(self.body, self.low, joined.start()) if joined else person.start
        if joined is None or start >= joined.start() or start in self.by_start:
            return
        if not links.OPENS_PART.search(self.low, max(start - 10, 0), start) or self._in_unit(start):
            return
        self._add(_Person(start, joined.start(), start, joined.start(), posts=list(posts)))

    def by_heading(self) -> None:
        """Give the posts of a heading to every part of its list: "các đồng chí Ủy viên Bộ Chính trị: A, …; B, …"."""
        starts = sorted(self.by_start)
        for first, posts in self.headed:
            end = self.text.sentence_at(first.start).end
            for start in starts[bisect.bisect_right(starts, first.start) : bisect.bisect_left(starts, end)]:
                person = self.by_start[start]
                if not links.PART_BEFORE.search(self.low, max(start - 8, 0), start):
                    continue
                if person.fronted or self.low.find("; các ", first.start, start) >= 0:
                    break
                person.posts[:0] = posts

    def _new_subject(self, before: _Person, match: re.Match[str]) -> bool:
        """Return whether an office behind a comma begins a clause: "… của đại biểu A, Chủ tịch nước đã tặng"."""
        told = before.fronted or " " not in self.body[before.start : before.end]
        return told and match["title"] in links.STATE and links.GRANTING.match(self.low, match.end()) is not None

    def _called(self, match: re.Match[str]) -> bool:
        """Return whether a calling stands before a bare name, not before a place of work: "bác sĩ Mẫu"."""
        return name_end(self.body, self.low, match.end() + 1) > match.end() + 1

    def _merely_named(self, match: re.Match[str]) -> bool:
        """Return whether a post without unit only says what a person does there: "do ông A làm trưởng đoàn"."""
        if not self.low.endswith(" làm ", 0, match.start()):
            return False
        clause = self.low[self.text.sentence_at(match.start()).start : match.start()]
        return not self.body[match.start("title")].isupper() or links.DONE_BY.search(clause) is not None

    def _elected(self, person: _Person, posts: Sequence[PositionMention]) -> None:
        """Give the post of an election to all it names: "A, chức vụ; B, chức vụ làm Cụm phó"."""
        new = [post for post in posts if self.low.endswith(" làm ", 0, post.start)]
        if not new:
            return
        ends = {other.span_end: other for other in self.by_start.values()}
        at = person
        while gap := links.LISTED_BEFORE.search(self.low, max(at.span_start - 20, 0), at.span_start):
            previous = ends.get(gap.start())
            if previous is None or previous is at or previous.fronted or any(post in previous.posts for post in new):
                break
            if any(self.low.endswith(" làm ", 0, post.start) for post in previous.posts):
                break
            previous.posts.extend(new)
            at = previous

    def _shared(self, person: _Person, posts: Sequence[PositionMention], *, listed: bool) -> int:
        """Give a post to every name of a list behind it: "các Phó Giám đốc Sở: A, B"."""
        at = person.end
        while separator := links.AND.match(self.low, at):
            known = self._at(separator.end())
            if known is None:
                end = full_name_end(self.body, self.low, separator.end())
                if end == separator.end():
                    break
                known = _Person(separator.end(), end, separator.end(), end)
            elif known.honorific and not listed:
                break
            if known.posts or not links.AFTER_LISTED.match(self.low, known.end) or self._has_post(known.end):
                break
            known.posts.extend(posts)
            known.fronted = True
            self._add(known)
            at = known.end
        return at

    def _has_post(self, end: int) -> bool:
        separator = re.compile(r",? ?[-(,] ?").match(self.low, end)
        return separator is not None and TITLE.match(self.low, separator.end()) is not None

    def _person_before(self, start: int) -> _Person | None:
        separator = links.BEFORE_POST.search(self.low, max(start - 45, 0), start)
        if separator is None:
            return self._addressed_before(start)
        if (separator["appointed"] or separator[0] == " là ") and self._of_career(separator.start()):
            return None
        end = separator.start()
        known = self.by_end.get(end)
        if known is None and separator["appointed"]:
            known = next((person for person in self.by_end.values() if person.span_end == end), None)
        if known is not None:
            return known
        name_start = full_name_start(self.body, self.low, end)
        if name_start == end or links.PLACE_BEFORE.search(self.low, max(name_start - 16, 0), name_start):
            return None
        if name_end(self.body, self.low, name_start) != end or name_start in self.by_start:
            return None
        return _Person(name_start, end, name_start, end)

    def _of_career(self, offset: int) -> bool:
        """Return whether an appointment is one of long ago: "Tháng 6/1997, ông A được bổ nhiệm làm …"."""
        return links.LONG_AGO.search(self.low, self.text.sentence_at(offset).start, offset) is not None

    def _addressed_before(self, start: int) -> _Person | None:
        """Return the person behind a word of address whose post follows with nothing between: "ông A Giám đốc Sở"."""
        named = self.body[start].isupper() or self.low.startswith(links.FORMERLY, start)
        person = self.by_end.get(start - 1) if named else None
        return person if person is not None and person.honorific and self.body[start - 1] == " " else None

    def _person_after(self, end: int, posts: Sequence[PositionMention]) -> _Person | None:
        link = links.LINK.match(self.low, end)
        if link is None or link.end() == end:
            return None
        start = link.end()
        known = self._at(start)
        if known is not None and (known.honorific or not link["link"].strip()):
            return (
                known if self._links(link["link"], posts[0].start) and self._takes(link["link"], posts, known) else None
            )
        opens = link["link"] == ", " and self._opens(posts[0].start) and not self._has_post(self._name_end(start))
        if (link["link"].strip() in {",", "là"} and not opens) or link["then"]:
            return None
        if not self._links(link["link"], posts[0].start):
            return None
        stop = full_name_end(self.body, self.low, start)
        if stop == start or self._names_unit(stop) or self._names_place(posts[-1], start, stop):
            return None
        return self._add(_Person(start, stop, start, stop))

    def _names_unit(self, end: int) -> bool:
        """Return whether what looks like a name is the unit whose post somebody behind a dash holds."""
        dash = links.THEN_NAMED.match(self.body, end)
        if dash is None:
            return False
        called = _HONORIFIC.match(self.low, dash.end())
        return called is not None and name_end(self.body, self.low, called.end()) > called.end()

    def _names_place(self, post: PositionMention, start: int, stop: int) -> bool:
        """Return whether what looks like a name is the place of a level that the article names elsewhere, too."""
        before, _, level = self.low[post.start : post.end].rpartition(" ")
        if level not in links.LEVELS or start != post.end + 1:
            return False
        place = f" {level} {self.low[start:stop]}"
        return self.low.count(place) > self.low.count(before.rpartition(" ")[2] + place)

    def _opens(self, start: int) -> bool:
        """Return whether a post opens its sentence, so that it is nobody else's: "Bí thư Tỉnh ủy, Lê Văn A nói"."""
        return self.text.sentence_at(start).start == start

    def _name_end(self, start: int) -> int:
        return full_name_end(self.body, self.low, start)

    def _takes(self, link: str, posts: Sequence[PositionMention], person: _Person) -> bool:
        """Return whether a person behind "P, đồng chí N" has the post before it."""
        lent = self.low.endswith(("các ", "của ", "quyền ", "mặt "), 0, posts[0].start)
        return link != ", " or not (lent or self._has_post(person.end))

    def _links(self, link: str, start: int) -> bool:
        """Return whether words behind a post give it away: "công nhận P cho N" does, "Bằng khen của P cho N" not."""
        return not link.endswith((" cho ", " đối với ")) or self._appointed(start)

    def _appointed(self, start: int) -> bool:
        """Return whether a post is being given: "công nhận Cụm trưởng cho đồng chí A"."""
        return self.low.endswith(links.GIVING, 0, start)

    def _at(self, start: int) -> _Person | None:
        """Return the person whose expression begins at an offset, behind an honorific or not."""
        honorific = _HONORIFIC.match(self.low, start)
        return self.by_start.get(honorific.end() if honorific else start)

    def repeated(self) -> None:
        """Find bare repetitions of the full names found so far."""
        taken = sorted(self.by_start)
        names = {self.body[person.start : person.end] for person in self.by_start.values()}
        for name in sorted(names, key=len, reverse=True):
            at = self.body.find(name) if " " in name else -1
            while at >= 0:
                end = at + len(name)
                if self._alone(at, end) and not self._inside(at, taken) and at not in self.by_start:
                    self._add(_Person(at, end, at, end))
                at = self.body.find(name, end)

    def _alone(self, start: int, end: int) -> bool:
        return not (self.body[start - 1 : start].isalnum() or self.body[end : end + 1].isalnum())

    def _inside(self, offset: int, starts: Sequence[int]) -> bool:
        at = bisect.bisect_right(starts, offset) - 1
        return at >= 0 and offset < self.by_start[starts[at]].end

    def mentions(self) -> tuple[PersonMention, ...]:
        """Return the persons in order, second mentions ("ông Yên") under the full name of the first."""
        found: list[PersonMention] = []
        full: dict[str, str] = {}
        for start in sorted(self.by_start):
            person = self.by_start[start]
            name = self._full_name(self.body[person.start : person.end], full)
            if name is not None and (not found or person.start >= found[-1].end):
                posts = tuple(person.posts)
                found.append(PersonMention(person.start, person.end, name, posts, person.span_start, person.span_end))
        return tuple(found)

    def _full_name(self, surface: str, full: dict[str, str]) -> str | None:
        key = fold_key(surface)
        if key in full:
            return full[key]
        if " " not in key and len(key) > 1:
            return None
        words = key.split()
        for count in range(1, len(words) + 1):
            full[" ".join(words[-count:])] = surface
        return surface


def find_people(text: Text, units: Sequence[UnitMention]) -> tuple[PersonMention, ...]:
    """Return the persons named with a post or an honorific, and where they are named again, in order.

    Honorifics, ranks and degrees are no part of a name. Historical figures, places, schools and prizes that bear a
    person's name, bylines and photographers are no persons. ``positions`` are the posts told at that mention.

    Args:
        text: The article.
        units: Its units; a name that lies within one ("Trường THPT Lê Quý Mẫu") is none.
    """
    people = _People(text, units)
    people.by_honorific()
    people.by_post()
    people.by_heading()
    people.repeated()
    return people.mentions()
