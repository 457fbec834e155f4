"""One article and its record as rows of the tables: pure, nothing is read or written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from corpus.bodies import bands_of, body_key, signature_of, words_of
from corpus.identity import period_years, person_key, unit_key
from corpus.tables import EVIDENCE_OWNERS
from schemas.dates import first_day
from schemas.errors import CorpusError
from schemas.folding import fold_key
from schemas.pages import Article
from schemas.records import Award, Campaign, Event, Evidence, Official, ProvinceSource, Record, Unit
from schemas.vocabulary import Province, provinces

Row = dict[str, Any]
#: Rows by the name of their table; the order of the tables is the order of saving.
Rows = dict[str, list[Row]]


@cache
def _provinces_by_name() -> dict[str, list[Province]]:
    by_name: dict[str, list[Province]] = defaultdict(list)
    for row in provinces():
        by_name[row.name].append(row)
    return by_name


def province_id(name: str, *, day: date | None) -> str:
    """Return the id of the province of that name in force on a day, or else of the latest of that name.

    Raises:
        CorpusError: no province of the vocabulary has the name.
    """
    named = _provinces_by_name().get(name)
    if not named:
        raise CorpusError(f"no province of the vocabulary is called {name!r}")
    for row in named:
        begins = row.valid_from or date.min
        if day and begins <= day <= (row.valid_to or date.max):
            return row.id
    return max(named, key=lambda row: row.valid_from or date.min).id


class ArticleRows:
    """Collects the rows of one article.

    Args:
        key: Id of the article's row.
        article: The article.
        record: What was read from it; its body is the article's text.
        pipeline_version: Version that read it.
        content_hash: Hash of the page it came from.
        portal: Id of the portal it belongs to, where known.
    """

    def __init__(
        self,
        key: str,
        article: Article,
        record: Record,
        *,
        pipeline_version: str,
        content_hash: str,
        portal: str | None = None,
    ) -> None:
        """Collect everything at once; the result stands in ``rows``."""
        if record.body != article.text:
            raise CorpusError("the record's body is not the article's text", source=article.source)
        self.key, self.article, self.record = key, article, record
        self.rows: Rows = defaultdict(list)
        self._province_ids = {source.name: source.province_id for source in record.province_sources}
        ids = sorted(set(self._province_ids.values()))
        self._province_id = ids[0] if len(ids) == 1 else None
        self._scope = self._province_id or key
        self._units = {fold_key(unit.name): unit_key(unit.name, scope=self._scope) for unit in record.units}
        self._event_id = self._id("event", 0) if len(record.events) == 1 else None
        self._add_article(portal=portal, pipeline_version=pipeline_version, content_hash=content_hash)
        self._add_body()
        self._add_blocks()
        self._add_found()

    def _id(self, kind: str, ordinal: int) -> str:
        return f"{self.key}.{kind}.{ordinal}"

    def _add(self, table: str, **values: Any) -> None:
        self.rows[table].append(values)

    def _add_names(self, table: str, owner: str, owner_id: str, names: Iterable[str]) -> None:
        for ordinal, name in enumerate(names):
            unit = self._units.get(fold_key(name))
            self._add(table, **{owner: owner_id}, ordinal=ordinal, name=name, unit_id=unit)

    def _add_evidence(self, owner: str, owner_id: str, evidence: Sequence[Evidence]) -> None:
        for item in evidence:
            self._add(
                "evidence",
                article_id=self.key,
                ordinal=len(self.rows["evidence"]),
                **{**dict.fromkeys(EVIDENCE_OWNERS), owner: owner_id},
                start_offset=item.start,
                end_offset=item.end,
                quote=item.quote,
            )

    def _add_article(self, **told: str | None) -> None:
        article = self.article
        self._add(
            "articles",
            id=self.key,
            page_id=article.id,
            **article.model_dump(exclude=_NOT_COLUMNS["article"]),
            relevant=self.record.relevant,
            body_id=body_key(article.text, title=article.title),
            **told,
        )
        for field in ("title", "published", "byline"):
            choice = getattr(article, f"{field}_choice")
            if choice:
                self._add("article_choices", article_id=self.key, field=field, **choice.model_dump())

    def _add_body(self) -> None:
        words, own = words_of(self.article.text), self.rows["articles"][0]["body_id"]
        signature = signature_of(words)
        self._add("bodies", id=own, n_words=len(words), signature=signature, compared=signature is None)
        for band in bands_of(signature) if signature else ():
            self._add("body_bands", band=band, body_id=own)

    def _add_blocks(self) -> None:
        for ordinal, block in enumerate(self.article.blocks):
            values = block.model_dump(exclude={"start", "end"})
            values |= {"start_offset": block.start, "end_offset": block.end}
            self._add("text_blocks", article_id=self.key, ordinal=ordinal, **values)
        for ordinal, removed in enumerate(self.article.removed):
            self._add("removed_blocks", article_id=self.key, ordinal=ordinal, **removed.model_dump())

    def _add_found(self) -> None:
        for ordinal, source in enumerate(self.record.province_sources):
            self._add_province(ordinal, source)
        for ordinal, unit in enumerate(self.record.units):
            self._add_unit(ordinal, unit)
        for ordinal, event in enumerate(self.record.events):
            self._add_event(ordinal, event)
        for ordinal, official in enumerate(self.record.officials):
            self._add_official(ordinal, official)
        for ordinal, campaign in enumerate(self.record.campaigns):
            self._add_campaign(ordinal, campaign)
        for ordinal, award in enumerate(self.record.awards):
            self._add_award(ordinal, award)

    def _add_province(self, ordinal: int, source: ProvinceSource) -> None:
        own = self._id("province", ordinal)
        self._add(
            "article_provinces",
            id=own,
            article_id=self.key,
            ordinal=ordinal,
            province_id=source.province_id,
            origin=source.origin,
        )
        self._add_evidence("article_province_id", own, source.evidence)

    def _add_unit(self, ordinal: int, unit: Unit) -> None:
        own, folded = self._id("unit", ordinal), fold_key(unit.name)
        unit_id = self._units[folded]
        if all(row["id"] != unit_id for row in self.rows["units"]):
            self._add("units", id=unit_id, folded_name=folded, province_id=self._province_id)
        self._add(
            "article_units",
            id=own,
            article_id=self.key,
            ordinal=ordinal,
            unit_id=unit_id,
            **unit.model_dump(exclude=_NOT_COLUMNS["unit"]),
        )
        for role in dict.fromkeys(unit.roles):
            self._add("article_unit_roles", article_unit_id=own, role=role)
        self._add_evidence("article_unit_id", own, unit.evidence)

    def _event_province(self, event: Event) -> str | None:
        if event.province is None:
            return None
        told = event.start or self.record.published
        return self._province_ids.get(event.province) or province_id(
            event.province, day=first_day(told) if told else None
        )

    def _add_event(self, ordinal: int, event: Event) -> None:
        own = self._id("event", ordinal)
        self._add(
            "events",
            id=own,
            article_id=self.key,
            ordinal=ordinal,
            start_date=event.start,
            end_date=event.end,
            year_source=event.year_source,
            province_id=self._event_province(event),
        )
        for place, kind in enumerate(dict.fromkeys(event.types)):
            self._add("event_types", event_id=own, type=kind, ordinal=place)
        self._add_names("event_organizers", "event_id", own, event.organizers)
        self._add_evidence("event_id", own, event.evidence)

    def _add_official(self, ordinal: int, official: Official) -> None:
        own, name = self._id("official", ordinal), official.name
        person = person_key(name, official.positions, scope=self._scope, article=self.key)
        if all(row["id"] != person for row in self.rows["persons"]):
            self._add("persons", id=person, folded_name=fold_key(name), province_id=self._province_id)
        self._add(
            "officials",
            id=own,
            article_id=self.key,
            ordinal=ordinal,
            person_id=person,
            event_id=self._event_id,
            name=name,
        )
        for place, position in enumerate(official.positions):
            self._add("official_positions", official_id=own, ordinal=place, position=position)
        for role in dict.fromkeys(official.roles):
            self._add("official_roles", official_id=own, role=role)
        self._add_evidence("official_id", own, official.evidence)

    def _add_campaign(self, ordinal: int, campaign: Campaign) -> None:
        own = self._id("campaign", ordinal)
        self._add(
            "campaigns",
            id=own,
            article_id=self.key,
            ordinal=ordinal,
            name=campaign.name,
            launcher=campaign.launcher,
            launcher_unit_id=self._units.get(fold_key(campaign.launcher or "")),
            start_date=campaign.start,
            end_date=campaign.end,
        )
        self._add_evidence("campaign_id", own, campaign.evidence)
        for place, phase in enumerate(campaign.phases):
            part = f"{own}.phase.{place}"
            values = {"label": phase.label, "start_date": phase.start, "end_date": phase.end}
            self._add("phases", id=part, campaign_id=own, ordinal=place, **values)
            self._add_evidence("phase_id", part, phase.evidence)

    def _add_award(self, ordinal: int, award: Award) -> None:
        own = self._id("award", ordinal)
        first, last = period_years(award.period)
        self._add(
            "awards",
            id=own,
            article_id=self.key,
            ordinal=ordinal,
            event_id=self._event_id,
            award_type_id=award.award_type,
            first_year=first,
            last_year=last,
            **award.model_dump(exclude=_NOT_COLUMNS["award"]),
        )
        grantors = (name.strip() for name in (award.grantor or "").split(";"))
        self._add_names("award_grantors", "award_id", own, filter(None, grantors))
        self._add_names("award_recipients", "award_id", own, award.recipients)
        self._add_evidence("award_id", own, award.evidence)


#: Fields with rows or names of their own; any other field is a column of its name.
_NOT_COLUMNS = {
    "article": {"id", "blocks", "removed", "content_hash", "title_choice", "published_choice", "byline_choice"},
    "unit": {"roles", "evidence"},
    "award": {"award_type", "grantor", "recipients", "evidence"},
}
