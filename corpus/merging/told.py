"""What each article tells of an occasion (lời kể về sự kiện): the facts reports are compared by, read from the rows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from corpus.gathering import gathered
from corpus.merging.hosts import Host, read_host
from corpus.merging.likeness import Profile, rarest
from corpus.tables import (
    ArticleProvince,
    ArticleRow,
    AwardRow,
    EventOrganizer,
    EventRow,
    EventTypeRow,
    EvidenceRow,
    OfficialRow,
    ProvinceRow,
)
from extract.names import SYLLABLE
from extract.sentences import split_sentences
from extract.units.words import PROVINCES
from schemas.dates import granularity, told_day
from schemas.folding import fold, fold_key

#: A day without a year: "sáng 24/5", "ngày 8-2", "ngày 8 tháng 2".
_DAY = re.compile(r"(?<![\d/.-])(?P<day>[12]?\d|0\d|3[01])(?:[/.-]|\s*tháng\s*)(?P<month>1[0-2]|0?[1-9])(?![\d/.-]*\d)")
#: A meeting with the press about an occasion is none of its reports.
_PRESS = re.compile(r"(?<!\w)(?:họp báo|gặp mặt báo chí|gặp gỡ báo chí|buổi thông tin báo chí)(?!\w)")
#: The part of the day beside a date: "chiều 16/1", "sáng nay".
_HALF = re.compile(r"(?<!\w)(?P<half>sáng|chiều|tối)(?= (?:ngày|nay|qua|hôm|mùng|\d))")
#: A day told by that of the publication.
_NEAR = re.compile(r"(?<!\w)(?:sáng|trưa|chiều|tối|đêm|hôm) (?P<nearness>nay|qua)(?!\w)")
#: A place below the province, by its level and its name.
_PLACE = re.compile(
    r"(?<!\w)(?P<level>[Hh]uyện|[Tt]hị xã|[Qq]uận|[Xx]ã|[Pp]hường|[Tt]hị trấn|[Tt]hành phố|TP\.?)"
    rf" (?P<name>{SYLLABLE}(?: {SYLLABLE})*)"
)
#: Characters of a text that tell what it is about.
_LEAD = 400
#: Terms kept of each article to find its likes by.
_TERMS = 40


class Day(NamedTuple):
    """A day as told; ``year`` is ``None`` where it is not told or only inferred."""

    month: int
    day: int
    year: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """One event as one article tells it.

    Attributes:
        event: Id of the event row.
        article: Id of the article row.
        days: Its first and last day, or the days named beside it where no date with a year was read.
        near: The only day that the article names before an event without a date: it may be that of the event.
        half: The part of the day: ``"sáng"``, ``"chiều"``, ``"tối"``.
        month: Its month, ``YYYY-MM``, where that or a day is told.
        published: Day of publication.
        provinces: Names of its province, or of those of its article.
        places: Places below the province that its sentences name, folded, by level: ``("huyện", "hàm yên")``.
        hosts: Its hosts.
        types: Its types.
        persons: Folded names of the officials of its article.
        numbers: Forms, numbers and totals of the awards its article tells as conferred.
        press: Its article opens with a press conference: the occasion itself is another.
        terms: The terms of its article that weigh most; reports of one occasion share some of them.
    """

    event: str
    article: str
    days: frozenset[Day]
    near: frozenset[Day]
    half: str | None
    month: str | None
    published: str | None
    provinces: frozenset[str]
    places: frozenset[tuple[str, str]]
    hosts: frozenset[Host]
    types: frozenset[str]
    persons: frozenset[str]
    numbers: frozenset[tuple[str, int]]
    press: bool
    terms: tuple[str, ...]


def read_told(connection: Connection) -> Iterator[Told]:
    """Yield every event of all articles, article by article in the order of their ids."""
    events = select(EventRow, ArticleRow.text, ArticleRow.published).join(
        ArticleRow, ArticleRow.id == EventRow.article_id
    )
    rows = connection.execute(events.order_by(EventRow.article_id, EventRow.ordinal))
    facts = _Facts(connection)
    for _, told in groupby(rows.mappings(), key=lambda row: row["article_id"]):
        same = list(told)
        profile = Profile.of(same[0]["text"])
        terms = tuple(rarest((profile.names, profile.words), _TERMS))
        for row in same:
            yield facts.told(row, terms)


class _Facts:
    """The facts that hang on events and articles, by their ids."""

    def __init__(self, connection: Connection) -> None:
        self.types = gathered(connection.execute(select(EventTypeRow.event_id, EventTypeRow.type)))
        self.hosts = gathered(connection.execute(select(EventOrganizer.event_id, EventOrganizer.name)))
        names = select(ProvinceRow.id, ProvinceRow.name)
        self.province_names = {row.id: row.name for row in connection.execute(names)}
        places = select(ArticleProvince.article_id, ArticleProvince.province_id)
        self.provinces = gathered(connection.execute(places))
        spans = select(EvidenceRow.event_id, EvidenceRow.start_offset, EvidenceRow.end_offset)
        self.spans: dict[str | None, list[tuple[int, int]]] = defaultdict(list)
        for event, start, end in connection.execute(spans.where(EvidenceRow.event_id.is_not(None))):
            self.spans[event].append((start, end))
        self.persons = gathered(connection.execute(select(OfficialRow.article_id, OfficialRow.name)))
        self.numbers: dict[str, set[tuple[str, int]]] = defaultdict(set)
        kinds = (AwardRow.collectives, AwardRow.individuals, AwardRow.households, AwardRow.joint)
        awards = select(AwardRow.article_id, AwardRow.form, *kinds).where(AwardRow.status == "conferred")
        for article, form, *numbers in connection.execute(awards):
            told = [number for number in numbers if number]
            self.numbers[article].update((form, number) for number in (*told, sum(told)) if number)

    def told(self, row: Any, terms: tuple[str, ...]) -> Told:
        event, article = row["id"], row["article_id"]
        ids = [row["province_id"]] if row["province_id"] else self.provinces[article]
        sentences = _sentences(row["text"], self.spans[event])
        days = _days_of(row) or frozenset(_days_in(sentences))
        return Told(
            event=event,
            article=article,
            days=days,
            near=frozenset() if days else self._only_day_before(row),
            half=_half(sentences),
            month=_month(row["start_date"]),
            published=told_day(row["published"]),
            provinces=frozenset(self.province_names[one] for one in ids),
            places=frozenset(_places(sentences)),
            hosts=frozenset(read_host(name) for name in self.hosts[event]),
            types=frozenset(self.types[event]),
            persons=frozenset(fold_key(name) for name in self.persons[article]),
            numbers=frozenset(self.numbers[article]),
            press=_PRESS.search(fold(row["text"][:_LEAD])) is not None,
            terms=terms,
        )

    def _only_day_before(self, row: Any) -> frozenset[Day]:
        """Return the day that an article names before an event without a date; nothing where it names several."""
        if row["start_date"]:
            return frozenset()
        first = min((start for start, _ in self.spans[row["id"]]), default=0)
        before = fold(row["text"][:first])
        found = {Day(int(day["month"]), int(day["day"]), None) for day in _DAY.finditer(before)}
        found.update(_days_from(told_day(row["published"]), before))
        return frozenset(found) if len({day[:2] for day in found}) == 1 else frozenset()


def _days_from(published: str | None, folded: str) -> Iterator[Day]:
    """Yield the days that a text names by the day of its publication: "sáng nay", "hôm qua"."""
    if published is None:
        return
    for match in _NEAR.finditer(folded):
        day = date.fromisoformat(published) - timedelta(days=match["nearness"] == "qua")
        yield Day(day.month, day.day, day.year)


def _days_of(row: Any) -> frozenset[Day]:
    """Return the first and last day of an event row; the year only where it is told or that of the publication."""
    certain = row["year_source"] != "context"
    told = filter(None, map(told_day, (row["start_date"], row["end_date"])))
    return frozenset(Day(int(day[5:7]), int(day[8:]), int(day[:4]) if certain else None) for day in told)


def _sentences(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    return [
        text[start:end]
        for start, end in split_sentences(text)
        if any(start < last and first < end for first, last in spans)
    ]


def _days_in(sentences: Iterable[str]) -> Iterator[Day]:
    """Yield the first day without a year that each sentence names."""
    for sentence in sentences:
        if match := _DAY.search(fold(sentence)):
            yield Day(int(match["month"]), int(match["day"]), None)


def _half(sentences: Iterable[str]) -> str | None:
    """Return the part of the day that the sentences name first."""
    return next((match["half"] for sentence in sentences if (match := _HALF.search(fold(sentence)))), None)


def _places(sentences: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the places below the province that sentences name; a city may be a province, and is left out then."""
    for sentence in sentences:
        for match in _PLACE.finditer(sentence):
            name = fold_key(match["name"])
            if name not in PROVINCES:
                yield fold_key(match["level"]), name


def _month(start: str | None) -> str | None:
    """Return the month of a date, ``None`` where only its year is told."""
    return start[:7] if start and granularity(start) != "year" else None
