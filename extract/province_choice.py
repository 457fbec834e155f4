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
unit, later               1.5  a unit of the province takes part; of several such mentions the sum, at most 4
post, later                 1  an official of the province is present
any other                 0.2  a passing mention, a home province, a comparison
======================  =====  =================================================================================

The lead is the first paragraphs. A province counts from :data:`_ENOUGH` points on when it has at least half the points
of the first; in the meeting of a cluster every province with a unit or post counts. An occasion of the whole country
has no province unless a unit of the province stands in title or lead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from extract.article_day import article_day
from extract.mentions import ProvinceMention
from extract.province_hosts import province_of_host
from extract.reading import Reading
from extract.rules import load_rules
from schemas.folding import compose, fold
from schemas.records import Evidence, ProvinceSource

_RULES = load_rules("provinces")
_UNIT = _RULES["unit_before"].compile()
_PLACE = _RULES["place_before"].compile()
_HOME = _RULES["home_before"].compile()
_NATIONAL = _RULES["national"].compile()
_CLUSTER = _RULES["cluster"].compile()
#: Between a unit's head and the province in its name: no mark, and no word that begins another clause.
_INSIDE_UNIT = re.compile(
    r"(?:(?! (?:tại|ở|đến|cho|và|với|do|tổ chức|trao|tặng|nhận|được|đã|có|là|từ|về) )[^.;:,\n()])*\Z"
)
#: The lead is the lines within this many characters.
_LEAD = 700
_WINDOW = 70
_ENOUGH = 3.0
_WEIGHTS = {"title": 4.0, "lead_unit": 4.0, "lead_place": 3.0, "unit": 1.5, "post": 1.0, "passing": 0.2}
_HOST = 5.0
_MOST_LATER = 4.0


@dataclass(slots=True)
class _Case:
    """What speaks for one province."""

    name: str
    roles: list[str] = field(default_factory=list)
    evidence: list[tuple[float, ProvinceMention]] = field(default_factory=list)

    def score(self) -> float:
        """Return the points of the mentions; those after the lead count to a limit."""
        once = sum(_WEIGHTS[role] for role in ("title", "lead_unit", "lead_place") if role in self.roles)
        later = sum(_WEIGHTS[role] for role in self.roles if role in ("unit", "post", "passing"))
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
        chosen = self._chosen(scores, cases, host[0] if host else None)
        return tuple(self._source(key, cases.get(key), host) for key in chosen)

    def _chosen(self, scores: dict[str, float], cases: dict[str, _Case], host: str | None) -> list[str]:
        order = sorted(scores, key=lambda key: -scores[key])
        enough = max(_ENOUGH, scores[order[0]] / 2) if order else _ENOUGH
        if self._is_cluster:
            return [key for key in order if key == host or _acts(cases[key]) or scores[key] >= enough]
        if self._is_national:
            return [key for key in order if scores[key] >= enough and (key == host or _leads(cases[key]))]
        return [key for key in order if scores[key] >= enough]

    def _cases(self) -> dict[str, _Case]:
        cases: dict[str, _Case] = {}
        for mention in self._reading.province_mentions:
            case = cases.setdefault(mention.province_id, _Case(mention.name))
            role = self._role(mention)
            case.roles.append(role)
            case.evidence.append((_WEIGHTS[role], mention))
        for case in cases.values():
            if self._title_names(case):
                case.roles.append("title")
        return cases

    def _role(self, mention: ProvinceMention) -> str:
        """Return what a mention is part of."""
        low, start = self._low, mention.start
        floor = max(start - _WINDOW, low.rfind("\n", 0, start) + 1)
        in_lead = start < self._lead_end
        unit = self._unit_role(mention, floor)
        if unit:
            return {"unit": "lead_unit"}.get(unit, unit) if in_lead else unit
        if _ends_with(_HOME, low, floor, start):
            return "passing"
        if in_lead and not self._is_national and _PLACE.search(low, floor, start):
            return "lead_place"
        return "passing"

    def _unit_role(self, mention: ProvinceMention, floor: int) -> str | None:
        for unit in self._reading.unit_mentions:
            if unit.start <= mention.start and mention.end <= unit.end:
                return "post" if unit.in_position else "unit"
        for head in _UNIT.finditer(self._low, floor, mention.start):
            if _INSIDE_UNIT.match(self._low, head.end(), mention.start):
                return "unit"
        return None

    def _title_names(self, case: _Case) -> bool:
        return bool(re.search(rf"(?<!\w){re.escape(fold(case.name))}(?!\w)", self._title))

    @cached_property
    def _title(self) -> str:
        return fold(compose(self._text.title or ""))

    @cached_property
    def _lead_end(self) -> int:
        """Where the lead ends: with the line that holds the 700th character."""
        end = self._low.find("\n", _LEAD)
        return end if 0 <= end < 2 * _LEAD else min(_LEAD, len(self._low))

    @cached_property
    def _is_national(self) -> bool:
        return bool(_NATIONAL.search(self._title) or _NATIONAL.search(self._low, 0, self._lead_end))

    @cached_property
    def _is_cluster(self) -> bool:
        return bool(_CLUSTER.search(self._title) or _CLUSTER.search(self._low, 0, self._lead_end))

    def _host(self) -> tuple[str, str] | None:
        row = province_of_host(self._text.host, article_day(self._text, self._reading.dates))
        return (row.id, row.name) if row else None

    def _source(self, key: str, case: _Case | None, host: tuple[str, str] | None) -> ProvinceSource:
        if case is None and host:
            return ProvinceSource(name=host[1], province_id=key, origin="host")
        assert case
        mention = max(case.evidence, key=lambda pair: pair[0])[1]
        evidence: Evidence = self._text.evidence(mention.start, mention.end)
        return ProvinceSource(name=case.name, province_id=key, origin="text", evidence=(evidence,))


def _acts(case: _Case) -> bool:
    return any(role in ("unit", "post", "lead_unit", "title") for role in case.roles)


def _leads(case: _Case) -> bool:
    return any(role in ("lead_unit", "title") for role in case.roles)


def _ends_with(pattern: re.Pattern[str], low: str, start: int, end: int) -> bool:
    return any(match.end() == end for match in pattern.finditer(low, start, end))
