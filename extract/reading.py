"""What is known of one article while it is read: each component adds its part."""

from __future__ import annotations

from dataclasses import dataclass

from extract.mentions import DateMention, PersonMention, ProvinceMention, UnitMention
from extract.text import Text
from schemas.records import Award, Campaign, Event, Official, ProvinceSource, Unit


@dataclass(slots=True)
class Reading:
    """The state of one article on its way through the pipeline, in the order the parts are filled.

    Attributes:
        text: The article.
        dates: Dates found, in order, none overlapping another.
        province_mentions: Provinces named.
        unit_mentions: Organisations and offices named, those inside positions included.
        people: Persons named with a post or an honorific, second mentions included.
        provinces: Provinces of the article, with the source of each decision.
        campaigns: Campaigns read.
        awards: Awards read.
        events: Events read.
        officials: Officials read, with their roles.
        units: Units with a role, read last of all.
    """

    text: Text
    dates: tuple[DateMention, ...] = ()
    province_mentions: tuple[ProvinceMention, ...] = ()
    unit_mentions: tuple[UnitMention, ...] = ()
    people: tuple[PersonMention, ...] = ()
    provinces: tuple[ProvinceSource, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    awards: tuple[Award, ...] = ()
    events: tuple[Event, ...] = ()
    officials: tuple[Official, ...] = ()
    units: tuple[Unit, ...] = ()
