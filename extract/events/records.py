"""Events of thi đua - khen thưởng: one occasion, one event, with all its types, its day, its hosts (sự kiện)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import get_args

from extract.events.apart import act_apart
from extract.events.coming import coming_occasions, listed_occasions
from extract.events.days import DECIDED, days_by_sentence
from extract.events.joining import join_occasions, known_occasion, names_hosts, only_asked
from extract.events.later import types_here
from extract.events.nominations import date_by_posting, is_sent
from extract.events.occasions import open_occasion
from extract.events.recalled import recalled_launches
from extract.events.scenes import Occasion, Scene, read_scenes
from extract.events.titled_occasions import title_types, title_year, titled_occasion
from extract.events.unframed import unframed_occasions
from extract.mentions import DateMention
from extract.reading import Reading
from extract.rules import load_rules
from extract.text import Sentence, Text
from extract.units.hosts import lead_hosts
from schemas.records import Event, EventType

_RULES = load_rules("events")
_HERE = _RULES["here"].compile()
_EMULATION = _RULES["emulation"].compile()
_ASIDE = _RULES["aside"].compile()
_SUMMING_UP = _RULES["summing_up"].compile()
_ORDER = get_args(EventType)
#: A meeting that stands further back must say itself that it is one of thi đua - khen thưởng.
_LEAD = 4
#: Types that a plain meeting of another kind can have too.
_PLAIN: frozenset[EventType] = frozenset({"review", "interim_review", "nomination"})


def read_events(reading: Reading) -> tuple[Event, ...]:
    """Return the events the article reports as held, decided or announced, in the order of the text.

    Uses ``reading.awards``, ``reading.unit_mentions``, ``reading.people``, ``reading.dates`` and ``reading.provinces``.
    """
    scenes = read_scenes(reading)
    occasions = _gather(reading, scenes) or _titled(reading, scenes)
    if not occasions and not _sums_up(reading.text):
        occasions = unframed_occasions(reading, scenes)
    return tuple(_event(reading, occasion) for occasion in occasions)


def _gather(reading: Reading, scenes: Sequence[Scene]) -> list[Occasion]:
    """Return the occasions that sentences open, each with what the sentences after it tell of it."""
    titled = title_types(reading.text)
    story = _Story(reading, days_by_sentence(reading), titled, _sums_up(reading.text))
    for scene in scenes:
        story.tell(scene)
    occasions = story.occasions
    for scene in story.early if occasions and not occasions[0].announced else ():
        occasions[0].types |= types_here(reading, scene, occasions[0])
    if occasions and occasions[0].scene.index < _LEAD and not (occasions[0].announced or occasions[0].types <= DECIDED):
        occasions[0].types |= titled
    for occasion in occasions:
        date_by_posting(reading.text.low, reading.dates, occasion)
    if occasions:
        occasions += coming_occasions(reading, scenes, occasions)
        occasions += recalled_launches(reading, occasions)
    return [occasion for occasion in _settled(reading, occasions) if occasion.types]


@dataclass(slots=True)
class _Story:
    """Goes through the sentences in order and gathers the occasions.

    Attributes:
        reading: The article.
        days: Its event dates by the start of their sentence.
        titled: Types that the title tells.
        sums_up: The article sums up a time.
        occasions: What was found so far.
        current: The occasion that sentences go on to tell of.
        main: The occasion that an aside ("Trước đó, …") interrupts, with the line of the aside.
        early: Sentences before the first occasion.
        ahead: The occasion announced last, beside the one that the text tells.
    """

    reading: Reading
    days: dict[int, list[DateMention]]
    titled: set[EventType]
    sums_up: bool
    occasions: list[Occasion] = field(default_factory=list)
    current: Occasion | None = None
    main: tuple[Occasion, int] | None = None
    early: list[Scene] = field(default_factory=list)
    ahead: Occasion | None = None

    def tell(self, scene: Scene) -> None:
        """Take in the next sentence."""
        self._return_from_aside(scene)
        reading, current = self.reading, self.current
        listed = listed_occasions(reading, scene, self.days)
        if listed:
            self.occasions += listed
            return
        opened = open_occasion(reading, scene, self.days, lead=current is None and not self.sums_up)
        if opened and current and not opened.types and _speaks_of_now(reading.text.low, scene.sentence):
            opened = None
        opened = _as_titled(reading, opened, self.titled) if opened and self.titled and not opened.day else opened
        if opened is not None:
            self._open(opened)
        elif current is None:
            self.early.append(scene)
        elif self.ahead and scene.planned and scene.index == self.ahead.scene.index + 1:
            self.ahead.types.add("award_ceremony")
        elif apart := act_apart(reading, scene, current):
            self.occasions.append(apart)
        else:
            current.types |= types_here(reading, scene, current)

    def _open(self, opened: Occasion) -> None:
        low, current, sentence = self.reading.text.low, self.current, opened.scene.sentence
        if current and _withdrawn_here(low, opened):
            current.types |= opened.types
            return
        if current and opened.types == current.types == {"award_decision"}:
            opened.hosts = opened.hosts or current.hosts
        known = known_occasion(self.reading, self.occasions, opened)
        if known is None:
            self.occasions.append(opened)
        else:
            join_occasions(known, opened)
        if current and _is_beside(low, current, opened):
            return
        if current and known is None and _ASIDE.match(low, sentence.start):
            self.main = current, low.rfind("\n", 0, sentence.start)
        self.ahead = opened if opened.announced and current and known is None else None
        self.current = current if opened.announced and current else known or opened

    def _return_from_aside(self, scene: Scene) -> None:
        low, current = self.reading.text.low, self.current
        if self.main and current and low.rfind("\n", 0, scene.sentence.start) != self.main[1]:
            main = self.main[0]
            if not current.scene.holds or names_hosts(self.reading, scene, main):
                self.current, self.main = main, None


def _withdrawn_here(low: str, opened: Occasion) -> bool:
    """Return whether a withdrawal is one of the things that a meeting told before decides on."""
    return opened.types == {"revocation"} and not opened.day and _speaks_of_now(low, opened.scene.sentence)


def _is_beside(low: str, current: Occasion, opened: Occasion) -> bool:
    """Return whether a decision or a proposal is told beside an occasion, which the text then goes on with."""
    if opened.types == {"nomination"}:
        return is_sent(low, opened.scene)
    return opened.types == {"award_decision"} and "award_ceremony" in current.types


def _speaks_of_now(low: str, sentence: Sentence) -> bool:
    """Return whether a sentence says that it goes on with the occasion told."""
    return _HERE.search(low[sentence.start : sentence.end]) is not None


def _sums_up(text: Text) -> bool:
    """Return whether the title says that the article sums up a time: what it tells without a day is no event."""
    return _SUMMING_UP.search(text.low_title) is not None


def _as_titled(reading: Reading, opened: Occasion, titled: set[EventType]) -> Occasion | None:
    """Return an undated occasion with the year of the title; ``None`` for an act beside the meeting of the title."""
    if not opened.types:
        opened.types |= titled
    if not opened.types & titled:
        return None if opened.types == {"launch"} and not opened.scene.holds else opened
    year = title_year(reading.text)
    if year:
        opened.day, opened.start, opened.year_source = year, year, "context"
    return opened


def _titled(reading: Reading, scenes: Sequence[Scene]) -> list[Occasion]:
    """Return the occasion of the title, with what the body tells of it."""
    occasion = titled_occasion(reading, title_types(reading.text))
    if occasion is None:
        return []
    for scene in scenes:
        if scene.index or _HERE.search(reading.text.low, 0, scene.sentence.end):
            occasion.types |= types_here(reading, scene, occasion)
    occasion.hosts = lead_hosts(reading)
    return [occasion]


def _settled(reading: Reading, occasions: list[Occasion]) -> list[Occasion]:
    """Drop withdrawals that are only asked for beside real ones, and plain meetings without thi đua - khen thưởng."""
    dropped = _only_asked_for(reading, [occasion for occasion in occasions if "revocation" in occasion.types])
    plain = [occasion for occasion in occasions if _is_plain(reading, occasion, occasions)]
    kept = [occasion for occasion in occasions if occasion not in dropped and occasion not in plain]
    return [occasion for occasion in kept if not any(_hands_over(other, occasion) for other in kept)]


def _only_asked_for(reading: Reading, revoked: Sequence[Occasion]) -> list[Occasion]:
    """Return the withdrawals that only tell of a real one again, or ask for it: undated ones beside dated ones.

    Where every dated one is only asked for, an undated decision is real.
    """
    low = reading.text.low
    asked = [occasion for occasion in revoked if only_asked(reading, occasion)]
    meant = [occasion for occasion in revoked if occasion.start] or [item for item in revoked if item not in asked]
    if all(occasion in asked for occasion in meant):
        spans = ((item, item.scene.sentence.start) for item in revoked if item not in asked)
        meant += [item for item, start in spans if low.find("quyết định", start, item.verb) >= 0]
    return [occasion for occasion in revoked if meant and occasion not in meant]


def _is_plain(reading: Reading, occasion: Occasion, occasions: Sequence[Occasion]) -> bool:
    """Return whether a meeting has nothing to do with thi đua - khen thưởng; the next one of a kind told has."""
    if not occasion.types <= _PLAIN or _of_emulation(reading.text.low, occasion):
        return False
    if not occasion.announced:
        return True
    again = any(other is not occasion and "nomination" in other.types & occasion.types for other in occasions)
    return not (again or reading.campaigns)


def _hands_over(ceremony: Occasion, decision: Occasion) -> bool:
    """Return whether a ceremony without awards of its own hands over what a decision before it confers."""
    if decision.types != {"award_decision"} or "award_ceremony" not in ceremony.types:
        return False
    if ceremony.scene.awards or ceremony.announced:
        return False
    return bool(decision.start and ceremony.start) and ceremony.scene.index > decision.scene.index


def _of_emulation(low: str, occasion: Occasion) -> bool:
    """Return whether a plain meeting is one of thi đua - khen thưởng: it leads an article on it, or says so."""
    sentence = occasion.scene.sentence
    lead = occasion.scene.index < _LEAD
    return _EMULATION.search(low if lead else low[sentence.start : sentence.end]) is not None


def _event(reading: Reading, occasion: Occasion) -> Event:
    types = occasion.types - ({"award_decision"} if "award_ceremony" in occasion.types else set())
    return Event(
        types=tuple(kind for kind in _ORDER if kind in types),
        start=occasion.start,
        end=occasion.end,
        year_source=occasion.year_source,
        province=_province(reading, occasion),
        organizers=occasion.hosts,
        evidence=(reading.text.evidence(*occasion.quote),),
    )


def _province(reading: Reading, occasion: Occasion) -> str | None:
    """Return the province of the article the sentence names, or its only one; ``None`` for a national occasion."""
    names = tuple(dict.fromkeys(source.name for source in reading.provinces))
    sentence = occasion.scene.sentence
    named = (item.name for item in reading.province_mentions if sentence.start <= item.start < sentence.end)
    here = next((name for name in named if name in names), None)
    return here or (names[0] if len(names) == 1 else None)
