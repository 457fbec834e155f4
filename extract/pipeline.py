"""The pipeline on one screen: which component runs when, and what becomes a record."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from extract.awards import read_awards
from extract.campaigns import read_campaigns
from extract.dates import find_dates
from extract.events import read_events
from extract.officials import find_people, read_officials
from extract.provinces import decide_provinces, find_provinces
from extract.reading import Reading
from extract.relevance import may_be_relevant
from extract.text import Text
from extract.units import find_units, mark_positions, read_units
from schemas.errors import ExtractError
from schemas.pages import Article
from schemas.records import Record

PIPELINE_VERSION = "3"
"""Raised whenever the same article may give another record; a build reads again what an older version read."""


def _dates(reading: Reading) -> None:
    reading.dates = find_dates(reading.text)


def _provinces(reading: Reading) -> None:
    reading.province_mentions = find_provinces(reading.text, dates=reading.dates)


def _units(reading: Reading) -> None:
    reading.unit_mentions = find_units(reading.text)


def _officials(reading: Reading) -> None:
    reading.people = find_people(reading.text, reading.unit_mentions)
    reading.unit_mentions = mark_positions(reading.unit_mentions, reading.people)
    reading.provinces = decide_provinces(reading)


def _campaigns(reading: Reading) -> None:
    reading.campaigns = read_campaigns(reading)


def _awards(reading: Reading) -> None:
    reading.awards = read_awards(reading)


def _events(reading: Reading) -> None:
    reading.events = read_events(reading)


def _roles(reading: Reading) -> None:
    reading.officials = read_officials(reading)
    reading.units = read_units(reading)


#: The components in order; each adds its part to the reading and may use every part before it.
COMPONENTS: dict[str, Callable[[Reading], None]] = {
    "dates": _dates,
    "provinces": _provinces,
    "units": _units,
    "officials": _officials,
    "campaigns": _campaigns,
    "awards": _awards,
    "events": _events,
    "roles": _roles,
}


def run_component(name: str, reading: Reading) -> None:
    """Let one component add its part to a reading.

    Raises:
        ExtractError: the component failed; the message names it.
    """
    try:
        COMPONENTS[name](reading)
    except Exception as error:
        raise ExtractError(f"component {name!r} failed: {type(error).__name__}: {error}") from error


@contextmanager
def _without_collection() -> Iterator[None]:
    """Let no garbage collection run: what one article leaves is little, and looking for cycles in it costs a tenth."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def read_record(article: Article) -> Record:
    """Return what an article tells (article → record).

    Nothing dear is run on an article that does not speak of thi đua or khen thưởng at all; an article in which no
    event, campaign or award is found is not relevant, and its record holds nothing else.

    Raises:
        ExtractError: a component failed; the message names it.
    """
    reading = Reading(Text.of(article))
    if may_be_relevant(reading.text):
        with _without_collection():
            for name in COMPONENTS:
                run_component(name, reading)
    if not (reading.events or reading.campaigns or reading.awards):
        return _record(article, Reading(reading.text), relevant=False)
    return _record(article, reading, relevant=True)


def _record(article: Article, reading: Reading, *, relevant: bool) -> Record:
    return Record(
        id=article.id,
        published=article.published,
        title=article.title,
        url=article.url,
        relevant=relevant,
        provinces=tuple(source.name for source in reading.provinces),
        province_sources=reading.provinces,
        events=reading.events,
        officials=reading.officials,
        units=reading.units,
        campaigns=reading.campaigns,
        awards=reading.awards,
        body=article.text,
    )
