"""Which provinces an article is about: a documented weighing of where their names stand.

A province is the article's when its events happen there or concern its units and people, not when it is mentioned in
passing. Every mention is weighed by what it is part of and by where it stands:

======================  =====  =================================================================================
evidence                score  why
======================  =====  =================================================================================
host of the page            5  the authority that puts up the page is the province's own
title                       4  a title names whom the news is about
unit, in the lead           4  "Sở Y tế tỉnh X tổ chức": the actors of the occasion
place, in the lead          3  "tại TP. Y, tỉnh X"; nothing when the whole country meets there
post, in the lead           2  "Chủ tịch UBND tỉnh X … ký quyết định": one more than a post later
home, in the lead         1.5  where the person honoured lives or learns: "(35 tuổi, trú huyện Y, tỉnh X)"
unit, later               1.5  a unit of the province takes part; of several such mentions the sum, at most 4
post, later                 1  an official of the province is present
listed, in a cluster        1  "các tỉnh A, B và C" are the members that meet
only one named            1.5  no other province is named, and this one by more than a passing word
only one, spoken of       3.5  no other province is named, and "UBND tỉnh", "thành phố" mean the one
institution                 1  a university or newspaper that bears the name of its seat
any other                 0.2  a passing mention, a later home province, a comparison
provincial newspaper        -  its host decides when nothing else does
======================  =====  =================================================================================

The lead is the first paragraphs. A province counts from :data:`_ENOUGH` points on when it has at least half the points
of the first; it is the one in force on the day, where the day is told. A province that acts by its bare name ("tỉnh X
khen thưởng") counts as a unit, and so does a unit with its address behind it. In the meeting of a cluster every
province with a unit or post counts. An occasion of the whole country has no province unless a unit of the province
stands in title or lead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise

from extract.dates.article_day import article_day
from extract.mentions import ProvinceMention
from extract.names import full_name_start
from extract.provinces.hosts import province_of_host
from extract.provinces.mentions import find_provinces
from extract.provinces.names import in_force, is_city, province_of, was_in_force
from extract.reading import Reading
from extract.rules import load_rules
from extract.text import Text
from schemas.folding import compose
from schemas.records import ProvinceOrigin, ProvinceSource
from schemas.vocabulary import Province

_RULES = load_rules("provinces")
_UNIT = _RULES["unit_before"].compile()
_PLACE = _RULES["place_before"].compile()
_ADDRESS = _RULES["address_before"].compile()
_HOME = _RULES["home_before"].compile()
_NATIONAL = _RULES["national"].compile()
_CENTRAL = _RULES["central"].compile()
_INSTITUTION = _RULES["institution_before"].compile()
_VENUE = _RULES["venue"].compile()
_CLUSTER = _RULES["cluster"].compile()
_BLOCK = _RULES["block"].compile()
_WITH_WORD = _RULES["with_province_word"].compile()
_POST = _RULES["post_before"].compile()
_RESIDES = _RULES["resides_before"].compile()
_DEED = _RULES["deed_after"].compile()
_GRANTED = _RULES["granted_before"].compile()
_OCCASION = _RULES["occasion_before"].compile()
_OWN_CITY = _RULES["own_city"].sought()
_OWN_PROVINCE = _RULES["own_province"].compile()
#: Between a unit's head and the province in its name: no mark, and no word that begins another clause.
_INSIDE_UNIT = re.compile(
    r"(?:(?! (?:tại|ở|đến|cho|và|với|do|tổ chức|trao|tặng|nhận|được|đã|có|là|từ|về) )[^.;:,\n()])*\Z"
)
#: Between a unit and the province it lies in: "Công an huyện A (tỉnh B)", "Trường THPT A, huyện B, tỉnh C".
_ADDRESS_OF_UNIT = re.compile(
    r"(?: ?\(|,) ?(?:(?:thuộc )?(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tp\.?)"
    r" [^\W\d]+(?: [^\W\d]+){0,3}, ?){0,2} ?\Z"
)
#: The lead is the lines within this many characters.
_LEAD = 700
_WINDOW = 70
_ENOUGH = 3.0
#: A province of this many units and posts that make up this share of all mentions is the article's.
_MANY, _DOMINANT = 3, 0.6
#: So many provinces in a row are a list.
_LIST = 3
_WEIGHTS = {
    "title": 4.0,
    "lead_unit": 4.0,
    "lead_place": 3.0,
    "unit": 1.5,
    "post": 1.0,
    "listed": 1.0,
    "institution": 1.0,
    "lead_post": 1.0,
    "post_leads": 1.0,
    "lead_home": 1.5,
    "own": 3.5,
    "alone": 1.5,
    "passing": 0.2,
}
#: Where central bodies meet.
_SEATS = ("Hà Nội", "Hồ Chí Minh")
_ONCE = ("title", "lead_unit", "lead_place", "lead_home", "own", "alone", "post_leads")
_UNIT_ROLES = ("lead_unit", "lead_post", "unit", "post")
#: The one province an article names is its own when it is named this often.
_OFTEN = 4
#: Types and levels of units that belong to one province.
_LOCAL = ("so", "province", "district", "commune")
_OF_PROVINCE = re.compile(r"(?<!\w)(?:tỉnh|huyện|quận|thị xã|xã|phường)(?!\w)")
#: A name in quotation marks, such as that of a national movement.
_QUOTED = re.compile(r'"[^"\n]{1,120}"')
_HOST = 5.0
_MOST_LATER = 4.0


@dataclass(slots=True)
class _Case:
    """What speaks for one province."""

    name: str
    roles: list[str] = field(default_factory=list)
    mentions: list[tuple[str, ProvinceMention]] = field(default_factory=list)

    def score(self) -> float:
        """Return the points of the mentions; those after the lead count to a limit."""
        fronted = ["post_leads"] if "lead_post" in self.roles else []
        once = sum(_WEIGHTS[role] for role in _ONCE if role in {*self.roles, *fronted})
        later = sum(_WEIGHTS[role] for role in self.roles if role not in _ONCE)
        return once + min(later, _MOST_LATER)


def decide_provinces(reading: Reading) -> tuple[ProvinceSource, ...]:
    """Return the provinces of an article with the source of each decision, the strongest first.

    ``reading`` holds its province mentions and, where they are found already, its units. Without evidence in the text
    the page's host decides; an occasion of the whole country has none.
    """
    return _Choice(reading).sources()


class _Choice:
    """The weighing of one article."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._text = reading.text
        self._low = reading.text.low

    def sources(self) -> tuple[ProvinceSource, ...]:
        cases = self._cases()
        host = self._host()
        scores = {key: case.score() + (_HOST if host and host[0] == key else 0) for key, case in cases.items()}
        if host and host[0] not in scores and not self._is_national:
            scores[host[0]] = _HOST
        chosen = self._in_force(self._chosen(scores, cases, host[0] if host else None))
        if not chosen and not self._is_national and (host := self._host(press=True)):
            chosen = [host[0]]
        return tuple(self._source(key, cases.get(key), host) for key in chosen)

    def _chosen(self, scores: dict[str, float], cases: dict[str, _Case], host: str | None) -> list[str]:
        order = sorted(scores, key=lambda key: -scores[key])
        enough = max(_ENOUGH, scores[order[0]] / 2) if order else _ENOUGH
        if self._is_cluster:
            return [key for key in order if key == host or key == order[0] or _acts(cases[key])]
        if self._is_national or self._is_central:
            return [key for key in order if scores[key] >= enough and (key == host or self._leads(cases[key]))]
        return [key for key in order if scores[key] >= enough]

    def _in_force(self, chosen: list[str]) -> list[str]:
        """Return the chosen provinces without those that were no more, unless only such were chosen."""
        return [key for key in chosen if was_in_force(key, self._day)] or chosen

    def _leads(self, case: _Case) -> bool:
        """Return whether a province leads an article that names central bodies: in its head, or by far the most."""
        if any(role in ("lead_unit", "lead_place", "title", "own") for role in case.roles):
            return True
        if len(case.roles) == len(self._reading.province_mentions) >= _OFTEN and not self._is_national:
            return True
        acting = sum(role in ("unit", "post", "lead_post") for role in case.roles)
        return acting >= _MANY and acting >= _DOMINANT * len(self._reading.province_mentions)

    def _cases(self) -> dict[str, _Case]:
        cases: dict[str, _Case] = {}
        for mention in self._reading.province_mentions:
            row = self._row(mention)
            case = cases.setdefault(row.id, _Case(row.name))
            role = self._role(mention)
            case.roles.append(role)
            case.mentions.append((role, mention))
        for key, name in self._title_names.items():
            if key in cases or not self._is_national:
                cases.setdefault(key, _Case(name)).roles.append("title")
        if len(cases) == 1:
            self._weigh_alone(*cases.items())
        return cases

    def _row(self, mention: ProvinceMention) -> Province:
        """Return the province a mention means on the article's day, where that day is told for sure."""
        row = province_of(mention.province_id)
        return (in_force(row, self._day) or row) if self._is_dated else row

    def _weigh_alone(self, named: tuple[str, _Case]) -> None:
        """Add what speaks for the only province an article names."""
        key, case = named
        fronted = any(role in case.roles for role in ("lead_home", "lead_unit", "lead_post"))
        acting = sum(role in ("unit", "post") for role in case.roles)
        told = fronted or len(case.roles) >= _OFTEN or acting > (0 if self._is_local else 1)
        if told and not (self._is_national or self._is_central):
            case.roles.append("alone")
        if self._speaks_of_own(key):
            case.roles.append("own")

    def _speaks_of_own(self, key: str) -> bool:
        """Return whether the text says "UBND tỉnh" or "thành phố" where a province of that kind is meant."""
        return (_OWN_CITY if is_city(key) else _OWN_PROVINCE).search(self._low) is not None

    def _role(self, mention: ProvinceMention) -> str:
        """Return what a mention is part of."""
        low, start = self._low, mention.start
        floor = max(start - _WINDOW, low.rfind("\n", 0, start) + 1)
        word = _last(_WITH_WORD, low, floor, start)
        start = word.start() if word and word.end() == start else start
        in_lead = start < self._lead_end
        unit = self._unit_role(mention, floor, start)
        if unit not in ("post", "institution") and self._is_home(floor, start):
            return "lead_home" if in_lead else "passing"
        unit = unit or self._deed_role(mention, floor, start, named=word is not None)
        if unit in ("unit", "post") and in_lead:
            return f"lead_{unit}"
        if unit:
            return unit
        if self._is_cluster and mention in self._listed:
            return "listed"
        if _from_home(low, start):
            return "passing"
        placed = _PLACE.search(low, floor, start) or _ADDRESS.search(low, floor, start)
        return "lead_place" if in_lead and placed and not self._meets_there(mention) else "passing"

    def _meets_there(self, mention: ProvinceMention) -> bool:
        """Return whether the country or its central bodies meet at a place, which does not make it theirs."""
        return self._is_national or (self._is_central and mention.name in _SEATS)

    def _unit_role(self, mention: ProvinceMention, floor: int, start: int) -> str | None:
        """Return what unit or post the mention is part of, ``None`` for neither."""
        for unit in self._reading.unit_mentions:
            if unit.start <= mention.start and mention.end <= unit.end:
                if _INSTITUTION.search(self._low, unit.start, start):
                    return "institution"
                if self._meets_there(mention) and _VENUE.match(self._low, unit.start, start):
                    return "passing"
                return "post" if unit.in_position else "unit"
        for head in _UNIT.finditer(self._low, floor, start):
            if _INSIDE_UNIT.match(self._low, head.end(), start):
                if _INSTITUTION.search(self._low, head.start(), start):
                    return "institution"
                return "post" if _POST.search(self._low, max(head.start() - 30, floor), head.start()) else "unit"
        return None

    def _is_home(self, floor: int, start: int) -> bool:
        """Return whether a person lives or learns there: "(35 tuổi, trú xã A, tỉnh B)", "Lê Văn A (THPT chuyên B)"."""
        if _RESIDES.search(self._low, floor, start):
            return True
        bracket = self._low.rfind("(", floor, start)
        if bracket < 0 or self._low.find(")", bracket, start) >= 0:
            return False
        return full_name_start(self._text.body, self._low, bracket - 1) < bracket - 1

    def _deed_role(self, mention: ProvinceMention, floor: int, start: int, *, named: bool) -> str | None:
        """Return the role of a province that acts by its bare name, or in which a unit named before it lies."""
        low = self._low
        for unit in () if self._meets_there(mention) else self._reading.unit_mentions:
            if floor <= unit.end < start and _ADDRESS_OF_UNIT.match(low, unit.end, start):
                return "post" if unit.in_position else "unit"
        placed = _last(_PLACE, low, floor, start)
        if placed and placed.end() >= start - 1:
            return None
        if _DEED.match(low, mention.end) or _GRANTED.search(low, floor, start):
            return "unit"
        return "unit" if named and _OCCASION.search(low, floor, start) else None

    @cached_property
    def _listed(self) -> frozenset[ProvinceMention]:
        """The members of lists of three or more provinces."""
        runs: list[list[ProvinceMention]] = [[]]
        for before, mention in pairwise(self._reading.province_mentions):
            if self._low[before.end : mention.start].strip(" ,;") in ("", "và", "tỉnh", "và tỉnh"):
                runs[-1] = runs[-1] or [before]
                runs[-1].append(mention)
            else:
                runs.append([])
        return frozenset(mention for run in runs if len(run) >= _LIST for mention in run)

    @cached_property
    def _title(self) -> str:
        return self._text.low_title

    @cached_property
    def _title_names(self) -> dict[str, str]:
        """The provinces the title names, by their ids."""
        title = Text(compose(self._text.title or ""), published=self._day.isoformat())
        found = find_provinces(title, dates=())
        return {mention.province_id: mention.name for mention in found if not _from_home(title.low, mention.start)}

    @cached_property
    def _day(self) -> date:
        return article_day(self._text, self._reading.dates)

    @cached_property
    def _is_dated(self) -> bool:
        """Return whether the day is published or told as a day of events, not guessed from years spoken of."""
        told = (mention for mention in self._reading.dates if mention.kind in ("publication", "event"))
        return bool(self._text.published) or any(mention.first == self._day.isoformat() for mention in told)

    @cached_property
    def _lead_end(self) -> int:
        """Where the lead ends: with the line that holds the 700th character."""
        end = self._low.find("\n", _LEAD)
        return end if 0 <= end < 2 * _LEAD else min(_LEAD, len(self._low))

    @cached_property
    def _is_national(self) -> bool:
        title, lead = (_QUOTED.sub(" ", part) for part in (self._title, self._low[: self._lead_end]))
        return bool(_NATIONAL.search(title) or (not self._is_local and _NATIONAL.search(lead)))

    @cached_property
    def _is_central(self) -> bool:
        return bool(_CENTRAL.search(self._title) or _CENTRAL.search(self._low, 0, self._lead_end))

    @cached_property
    def _is_local(self) -> bool:
        """Return whether the first unit that acts in the lead is one of a province: guests may be of the centre."""
        units = (unit for unit in self._reading.unit_mentions if not (unit.in_position or unit.office))
        first = next(units, None)
        if first is None or first.start >= self._lead_end:
            return False
        return (
            first.type in _LOCAL
            or first.level in _LOCAL
            or bool(_OF_PROVINCE.search(self._low, first.start, first.end))
        )

    @cached_property
    def _is_cluster(self) -> bool:
        head = self._title + "\n" + self._low[: self._lead_end]
        return _BLOCK.search(head) is not None and (_CLUSTER.search(head) is not None or self._has_members)

    @cached_property
    def _has_members(self) -> bool:
        """Return whether a block's members are units of one kind: "Sở Y tế A, Sở Y tế B, Sở Y tế C"."""
        kinds: dict[str, set[str]] = {}
        for mention in self._reading.province_mentions:
            floor = max(mention.start - _WINDOW, self._low.rfind("\n", 0, mention.start) + 1)
            head = _last(_UNIT, self._low, floor, mention.start)
            if head is not None and _INSIDE_UNIT.match(self._low, head.end(), mention.start):
                kinds.setdefault(head[0], set()).add(mention.province_id)
        return any(len(members) >= _LIST for members in kinds.values())

    def _host(self, *, press: bool = False) -> tuple[str, str] | None:
        row = province_of_host(self._text.host, self._day, press=press)
        return (row.id, row.name) if row else None

    def _source(self, key: str, case: _Case | None, host: tuple[str, str] | None) -> ProvinceSource:
        """Return why a province was chosen: the mention of most weight, or the title or host alone."""
        origin: ProvinceOrigin
        if case is None or not case.mentions:
            name, origin = (case.name, "text") if case else (host[1] if host else "", "host")
            return ProvinceSource(name=name, province_id=key, origin=origin)
        role, mention = max(case.mentions, key=lambda pair: _WEIGHTS[pair[0]])
        evidence = self._text.evidence(mention.start, mention.end)
        origin = "unit" if role in _UNIT_ROLES else "text"
        return ProvinceSource(name=case.name, province_id=key, origin=origin, evidence=(evidence,))


def _acts(case: _Case) -> bool:
    return any(role in ("unit", "post", "listed", "lead_unit", "lead_post", "title") for role in case.roles)


def _from_home(low: str, start: int) -> bool:
    """Return whether a name at an offset is where somebody comes from or goes to."""
    home = _last(_HOME, low, max(start - _WINDOW, 0), start)
    return home is not None and home.end() >= start - 1


def _last(pattern: re.Pattern[str], low: str, start: int, end: int) -> re.Match[str] | None:
    found = list(pattern.finditer(low, start, end))
    return found[-1] if found else None
