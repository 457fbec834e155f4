"""Units with their parts in the events (vai trò của đơn vị): who hosts, grants, receives, launches, signs, attends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

from extract.mentions import UnitMention
from extract.reading import Reading
from extract.rules import load_rules
from extract.text import Sentence
from extract.units.acts import listed_recipients, told_parts
from extract.units.forms import extends, form_words, same_unit
from extract.units.lists import units_of_fields, units_of_places
from extract.units.places import named_area
from extract.units.signing import PLEDGE, all_sign, signatories
from extract.units.taking_part import ATTENDING, MEMBERS, charged, executors, guests, heads_block, members
from extract.units.words import head_type
from schemas.folding import fold_key
from schemas.records import Evidence, Unit, UnitRole

_RULES = load_rules("units")
_OFFICES_ALONE = frozenset({"chinh_phu", "chu_tich_nuoc", "quoc_hoi"})
#: What opens a list of units that share a head word; by place only members of a block are told so.
_LISTING = (MEMBERS, ATTENDING, PLEDGE, re.compile(r"(?<!\w)(?:lãnh đạo|đại diện)(?!\w)"))
_COUNCIL_ACTS = _RULES["council_acts"].compile()
_COUNCIL_MEETS = _RULES["council_meets"].compile()
_ROLES: tuple[UnitRole, ...] = get_args(UnitRole)
_MAX_EVIDENCE = 6
_CONFERRING = frozenset({"award_ceremony", "award_decision", "honouring"})
_FEW = 2
#: The people of an area, who may receive an award and are no organisation.
_AREA = "dia_phuong"
#: Groups of units, in which their members are commended.
_BLOCK = "khoi_thi_dua"
_FRONT = "mttq"
_BySentence = dict[int, tuple[Sentence, list[UnitMention]]]


@dataclass(slots=True)
class _Party:
    """A unit while its parts are gathered."""

    name: str
    type: str | None
    mentions: list[UnitMention] = field(default_factory=list)
    roles: set[UnitRole] = field(default_factory=set)
    evidence: set[tuple[int, int]] = field(default_factory=set)
    #: The words of the name, by which forms of it are told.
    words: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.words = form_words(self.name)

    def rename(self, name: str) -> None:
        """Give the unit a longer form of its name."""
        self.name, self.words = name, form_words(name)


class _Parties:
    """The units of one article, by the longest form of their names."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.parties: list[_Party] = []
        self.by_name: dict[str, _Party] = {}
        for mention in reading.unit_mentions:
            if not mention.office:
                self.meet(mention)

    def _party(self, mention: UnitMention) -> _Party:
        key = fold_key(mention.full)
        party = self.by_name.get(key)
        if party is None:
            words = form_words(mention.full)
            party = next((p for p in self.parties if same_unit(p.words, words)), None) or self._front(words)
        if party is None:
            party = _Party(mention.full, mention.type)
            self.parties.append(party)
        elif len(mention.full) > len(party.name):
            party.rename(mention.full)
        self.by_name[key] = party
        self.by_name.setdefault(fold_key(mention.name), party)
        return party

    def _front(self, words: tuple[str, ...]) -> _Party | None:
        """Return the committee of the Front that its short name stands for: "Mặt trận Tổ quốc Việt Nam"."""
        if words[:2] != ("mặt", "trận"):
            return None
        return next((p for p in self.parties if p.type == _FRONT and p.words[-len(words) :] == words), None)

    def deny_grant(self, mention: UnitMention, sentence: Sentence) -> None:
        """Take the part of a grantor from a unit to which an award of the sentence is given."""
        awards = [award for award in self.reading.awards if mention.name in (award.grantor or "").split("; ")]
        if awards and all(sentence.start <= span.start < sentence.end for award in awards for span in award.evidence):
            self.by_name[fold_key(mention.full)].roles.discard("grantor")

    def meet(self, mention: UnitMention) -> None:
        """Add a mention that no other component knows."""
        self._party(mention).mentions.append(mention)

    def give(self, name: str, role: UnitRole, evidence: Sequence[Evidence]) -> None:
        """Give a part to the unit of a name another component read, when it is a unit."""
        if not name:
            return
        party = self._named(name, evidence)
        if party is not None and not (role == "recipient" and party.type == _BLOCK):
            party.roles.add(role)
            party.evidence |= self._shown(party, evidence)

    def _named(self, name: str, evidence: Sequence[Evidence]) -> _Party | None:
        key = fold_key(name)
        for span in evidence:
            for mention in self.reading.unit_mentions:
                inside = span.start <= mention.start < span.end
                if inside and not mention.office and fold_key(mention.name) == key:
                    return self.by_name[fold_key(mention.full)]
        party = self.by_name.get(key)
        if party is not None:
            return party
        words = form_words(name)
        known = next((p for p in self.parties if p.words == words or extends(p.words, words)), None)
        return known or self._in_office(name) or self._area(name, evidence)

    def _area(self, name: str, evidence: Sequence[Evidence]) -> _Party | None:
        """Return a party for an area that acts by its name: "tỉnh Hà Nam tặng Bằng khen"."""
        area = named_area(self.reading.text, name, [(span.start, span.end) for span in evidence])
        if area is None:
            return None
        party = _Party(name, None, [area])
        self.parties.append(party)
        self.by_name[fold_key(name)] = party
        return party

    def _in_office(self, name: str) -> _Party | None:
        """Return a party for a unit named only within an office ("Chủ tịch Công đoàn Giáo dục tỉnh")."""
        for mention in self.reading.unit_mentions:
            if mention.type in _OFFICES_ALONE:
                continue
            if (
                mention.office
                and mention.name != name
                and mention.name.endswith(f" {name}")
                and head_type(fold_key(name))
            ):
                start = mention.end - len(name)
                unit = replace(mention, start=start, name=name, full=name, office=False)
                party = self._party(unit)
                party.mentions.append(unit)
                return party
        return None

    def _shown(self, party: _Party, evidence: Sequence[Evidence]) -> set[tuple[int, int]]:
        near = [m for m in party.mentions if any(span.start <= m.start < span.end for span in evidence)]
        return {(mention.start, mention.end) for mention in (near or party.mentions)[:1]}

    def roles(self, mention: UnitMention) -> set[UnitRole]:
        """Return the parts found so far of the unit of a mention."""
        return self.by_name[fold_key(mention.full)].roles

    def add(self, mention: UnitMention, role: UnitRole) -> None:
        """Give a part to the unit of a mention."""
        party = self.by_name[fold_key(mention.full)]
        party.roles.add(role)
        party.evidence.add((mention.start, mention.end))


def read_units(reading: Reading) -> tuple[Unit, ...]:
    """Return the units with a part in the article's events, each once under the longest form of its name.

    Hosts, grantors, recipients and launchers are taken over from the events, awards and campaigns that were read;
    signatories of pledges and participants are read from the text. Offices ("Giám đốc Sở"), units inside a person's
    post and units merely cited are left out. The evidence is where the unit is named.
    """
    parties = _Parties(reading)
    for event in reading.events:
        for name in event.organizers:
            parties.give(name, "organizer", event.evidence)
    for award in reading.awards:
        for name in (award.grantor or "").split("; "):
            parties.give(name, "grantor", award.evidence)
        for name in award.recipients:
            parties.give(name, "recipient", award.evidence)
    for campaign in reading.campaigns:
        parties.give(campaign.launcher or "", "launcher", campaign.evidence)
    _read_councils(parties)
    _read_sentences(parties)
    _read_blocks(parties)
    _read_givers(parties)
    return tuple(_unit(reading, party) for party in parties.parties if party.roles and party.type != _AREA)


def _unit(reading: Reading, party: _Party) -> Unit:
    spans = sorted(party.evidence) or [(mention.start, mention.end) for mention in party.mentions[:1]]
    level = next((mention.level for mention in party.mentions if mention.level), None)
    return Unit(
        name=party.name,
        roles=tuple(role for role in _ROLES if role in party.roles),
        type=party.type,
        level=level,
        evidence=tuple(reading.text.evidence(*span) for span in spans[:_MAX_EVIDENCE]),
    )


def _read_sentences(parties: _Parties) -> None:
    reading = parties.reading
    by_sentence: _BySentence = {}
    for mention in reading.unit_mentions:
        if not mention.office and not mention.in_position:
            sentence = reading.text.sentence_at(mention.start)
            by_sentence.setdefault(sentence.start, (sentence, []))[1].append(mention)
    _read_told(parties, by_sentence)
    found = _read_shared(parties)
    for sentence, mentions in by_sentence.values():
        found += members(reading.text.low, sentence, mentions)
    for mention in found:
        parties.add(mention, "participant")
    if all_sign(reading):
        for mention in found:
            parties.add(mention, "signatory")
    for sentence, mentions in by_sentence.values():
        for mention in signatories(reading.text.low, sentence, mentions):
            parties.add(mention, "signatory")
    if reading.events or reading.campaigns:
        for sentence, mentions in by_sentence.values():
            _read_taking_part(parties, sentence, mentions)


def _read_taking_part(parties: _Parties, sentence: Sentence, mentions: Sequence[UnitMention]) -> None:
    """Add those who take part, where they are not more than that."""
    low = parties.reading.text.low
    for mention in guests(low, sentence, mentions):
        if "organizer" not in parties.roles(mention):
            parties.add(mention, "participant")
    for mention in mentions:
        if heads_block(low, sentence, mention) and not parties.roles(mention):
            parties.add(mention, "participant")
    for mention in executors(low, sentence, mentions):
        roles = parties.roles(mention)
        if roles == {"organizer"} and charged(low, sentence, mention):
            roles.clear()
        if not roles:
            parties.add(mention, "participant")


def _read_told(parties: _Parties, by_sentence: _BySentence) -> None:
    """Add the parts that sentences tell of units beside those of the events, awards and campaigns read."""
    low = parties.reading.text.low
    events, given = parties.reading.events, bool(parties.reading.awards)
    held, hosted = bool(events), any(event.organizers for event in events)
    told = {"organizer": held, "recipient": given, "grantor": given, "launcher": bool(parties.reading.campaigns)}
    for sentence, mentions in by_sentence.values():
        for mention, role in told_parts(low, sentence, mentions, parties.reading.people, hosted=hosted):
            if told[role] and not (role == "recipient" and mention.type == _BLOCK):
                parties.add(mention, role)
            if role == "recipient":
                parties.deny_grant(mention, sentence)
    if given:
        for mention in listed_recipients(low, [unit for _, mentions in by_sentence.values() for unit in mentions]):
            parties.add(mention, "recipient")


def _read_givers(parties: _Parties) -> None:
    """Make those who confer the awards hosts of the occasion, where nobody is told to hold it and few give."""
    reading = parties.reading
    if any(event.organizers for event in reading.events) or any(
        "organizer" in party.roles for party in parties.parties
    ):
        return
    if not any(_CONFERRING.intersection(event.types) for event in reading.events):
        return
    conferred = {
        name for award in reading.awards if award.status == "conferred" for name in (award.grantor or "").split("; ")
    }
    givers = [party for party in parties.parties if "grantor" in party.roles and party.roles != {"recipient"}]
    givers = [party for party in givers if any(mention.name in conferred for mention in party.mentions)]
    if len(givers) <= _FEW:
        for party in givers:
            party.roles.add("organizer")


def _read_councils(parties: _Parties) -> None:
    """Make a council for emulation and commendation that meets the one that holds the meeting."""
    low = parties.reading.text.low
    if not any("nomination" in event.types for event in parties.reading.events):
        return
    for mention in parties.reading.unit_mentions:
        if mention.type != "hoi_dong_tdkt" or mention.office or mention.in_position:
            continue
        sentence = parties.reading.text.sentence_at(mention.start)
        if _COUNCIL_ACTS.match(low, mention.end) or _COUNCIL_MEETS.search(low, sentence.start, mention.start):
            parties.add(mention, "organizer")


def _read_blocks(parties: _Parties) -> None:
    """Make an emulation block a signatory that holds a meeting with a pledge, or all whose members sign there.

    A block whose members are named when they sign signs nothing itself.
    """
    if not any("pledge" in event.types for event in parties.reading.events):
        return
    blocks = [party for party in parties.parties if party.type == _BLOCK]
    everybody = all_sign(parties.reading)
    named = any("signatory" in party.roles for party in parties.parties if party.type != _BLOCK)
    for block in blocks:
        if (everybody and len(blocks) == 1) or ("organizer" in block.roles and not named):
            block.roles.add("signatory")


def _read_shared(parties: _Parties) -> list[UnitMention]:
    """Return the units that share a head word in a list: members of a block by place, members and guests by field.

    Those of a list by place may sign a pact.
    """
    text = parties.reading.text
    found = []
    for mentions, cues in ((units_of_places(text), _LISTING[:1]), (units_of_fields(text), _LISTING)):
        for mention in mentions:
            sentence = text.sentence_at(mention.start)
            if any(cue.search(text.low, sentence.start, sentence.end) for cue in cues):
                parties.meet(mention)
                found.append(mention)
            elif PLEDGE.search(text.low, mention.end, sentence.end):
                parties.meet(mention)
                parties.add(mention, "signatory")
    return found
