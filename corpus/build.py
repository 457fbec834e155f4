"""Builds the database from pages (dựng kho dữ liệu), article by article; what has not changed is not read again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import OperationalError

from corpus.addresses import shown
from corpus.corrections.applying import correct
from corpus.corrections.ledger import Ledger, statements_digest
from corpus.corrections.states import correction_rows, save_ledger, settle_states, state_lines
from corpus.derive import derive, derived_lines
from corpus.duplicates import link_duplicates
from corpus.failures import first_line
from corpus.identity import file_of, page_key, second_key
from corpus.reading import NO_PORTALS, explain, read_page
from corpus.rows import ArticleRows
from corpus.runs import Run
from corpus.store import remove_article, replace_article, save_skipped, save_vocabulary
from corpus.tables import ArticleRow
from corpus.versions import pipeline_version
from schemas.errors import CorpusError
from schemas.pages import Article, RawPage, Skipped
from schemas.records import Record
from scraper.chrome import SiteChrome
from scraper.portals import Portal, portal_of
from scraper.portals.kept import selectors_digest

Outcome = Literal["new", "changed", "unchanged"]
NO_LEDGER = Ledger()
_SAME_PAGE = "the same page as "
#: What must be as it was for an article not to be read again.
_SAME = (ArticleRow.content_hash, ArticleRow.pipeline_version, ArticleRow.portal)


@dataclass(slots=True)
class BuildReport:
    """What became of the pages of one run: ``read = articles + skipped``, always.

    Attributes:
        articles: Number of articles that are new, changed and unchanged.
        skipped: Number of skipped pages by their reason.
        failed: Number of skipped pages where something went wrong; a list of articles or a repetition is no failure.
        repeated: Number of articles of the whole database that repeat another, by the kind of copy.
        derived: Numbers of events, occasions, campaigns and movements of the whole database, see
            :func:`corpus.derive.derive`; empty where nothing changed.
        corrections: Number of statements of the ledger by what became of them.
    """

    articles: Counter[Outcome] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    repeated: Counter[str] = field(default_factory=Counter)
    derived: Counter[str] = field(default_factory=Counter)
    corrections: Counter[str] = field(default_factory=Counter)

    @property
    def read(self) -> int:
        """Number of pages read, the skipped ones included."""
        return self.articles.total() + self.skipped.total()

    def lines(self) -> list[str]:
        """Return the report for a reader: the sum, then the reasons, the most frequent first."""
        kinds = ", ".join(f"{self.articles[kind]} {kind}" for kind in ("new", "changed", "unchanged"))
        total = f"read {self.read} = {self.articles.total()} articles ({kinds}) + {self.skipped.total()} skipped"
        reasons = (f"  {number} skipped: {reason}" for reason, number in self.skipped.most_common())
        kinds = ", ".join(f"{self.repeated[kind]} {kind}" for kind in ("exact", "near"))
        copies = [f"articles that repeat another: {self.repeated.total()} ({kinds})"] if self.repeated else []
        return [total, *reasons, *copies, *derived_lines(self.derived), *state_lines(self.corrections)]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page belongs: the key of its article, what is there, and the source that took it in this run."""

    key: str
    outcome: Outcome
    stored: bool
    taken_by: str | None = None


def _another_file(one: str, other: str) -> bool:
    return Path(file_of(one)).absolute() != Path(file_of(other)).absolute()


class _Builder:
    """One run over pages."""

    def __init__(
        self,
        engine: Engine,
        *,
        rebuild: bool,
        chrome: SiteChrome,
        portals: Mapping[str, Portal],
        ledger: Ledger,
        on_skip: Callable[[Skipped], None],
    ) -> None:
        self.engine, self.rebuild, self.on_skip = engine, rebuild, on_skip
        self.ledger, self.corrections = ledger, ledger.by_article()
        self.chrome, self.portals = chrome, portals
        self.report = BuildReport()
        self.version = pipeline_version()
        self.run_id = 0
        self._taken: set[str] = set()
        self._changed = rebuild

    def start(self, options: Mapping[str, Any]) -> None:
        values = {"started": _now(), "pipeline_version": self.version}
        values["options"] = json.dumps(options, ensure_ascii=False, sort_keys=True)
        with self.engine.begin() as connection:
            save_vocabulary(connection)
            self._changed |= save_ledger(connection, self.ledger)
            self.run_id = connection.scalars(insert(Run).values(values).returning(Run.id)).one()

    def finish(self) -> None:
        self.report.repeated = link_duplicates(self.engine)
        if self._changed or self._interrupted():
            self.report.derived = derive(self.engine)
        with self.engine.begin() as connection:
            self.report.corrections = settle_states(connection)
        counts = {f"n_{kind}": self.report.articles[kind] for kind in ("new", "changed", "unchanged")}
        counts |= {"n_read": self.report.read, "n_skipped": self.report.skipped.total()}
        with self.engine.begin() as connection:
            connection.execute(update(Run).where(Run.id == self.run_id).values(finished=_now(), **counts))

    def _interrupted(self) -> bool:
        """Return whether the run before this one ended before it had made the derived tables."""
        before = select(Run.finished).where(Run.id < self.run_id).order_by(Run.id.desc()).limit(1)
        with self.engine.connect() as connection:
            return connection.scalar(before) is None

    def take(self, page: RawPage | Skipped) -> None:
        """Save one page, or why it is skipped."""
        if isinstance(page, Skipped):
            self._skip(page)
            return
        place = self._place(page)
        if place.taken_by is not None:
            reason = _SAME_PAGE + place.taken_by
            self._skip(Skipped(source=page.source, stage="save", reason=reason, failed=False, url=page.url))
        elif place.outcome == "unchanged":
            self._count(place)
        else:
            self._read(page, place)

    def _version_of(self, page: RawPage, host: str | None, key: str) -> str:
        """Return the version that reads a page: the pipeline's, with digests of what else its article depends on.

        That is what was learned of its host, the selectors of a portal that is in no registry, and its corrections.
        """
        portal = self.portals.get(page.portal) if page.portal else None
        digests = (
            self.chrome.digest(host),
            selectors_digest(portal) if portal else None,
            statements_digest(self.corrections.get(key, ())),
        )
        return "+".join((self.version, *filter(None, digests)))

    def _place(self, page: RawPage) -> _Place:
        base, twin = page_key(page), second_key(page)
        columns = (ArticleRow.id, ArticleRow.source, ArticleRow.host, *_SAME)
        with self.engine.connect() as connection:
            found = connection.execute(select(*columns).where(ArticleRow.id.in_((base, twin))))
            stored = {row.id: row for row in found}
        first = stored.get(base)
        other = first is not None and first.content_hash != page.content_hash
        if other and first is not None:
            other = base in self._taken or (not page.url and _another_file(first.source, page.source))
        key = twin if other or twin in stored else base
        row = stored.get(key)
        if row is None:
            return _Place(key, "new", stored=False)
        same = row.content_hash == page.content_hash and row.pipeline_version == self._version_of(page, row.host, key)
        same = same and page.portal in (None, row.portal)
        outcome: Outcome = "unchanged" if same and not self.rebuild else "changed"
        return _Place(key, outcome, stored=True, taken_by=row.source if key in self._taken else None)

    def _count(self, place: _Place) -> None:
        self._taken.add(place.key)
        self.report.articles[place.outcome] += 1

    def _read(self, page: RawPage, place: _Place) -> None:
        read = read_page(page, self.chrome, self.portals)
        skipped = read if isinstance(read, Skipped) else self._save(page, place, read)
        if skipped:
            self._skip(skipped, key=place.key if place.stored else None)
        else:
            self._count(place)

    def _save(self, page: RawPage, place: _Place, read: tuple[Article, Record]) -> Skipped | None:
        try:
            corrected = correct(*read, self.corrections.get(place.key, ()))
            made = ArticleRows(
                place.key,
                corrected.article,
                corrected.record,
                pipeline_version=self._version_of(page, read[0].host, place.key),
                content_hash=page.content_hash,
                portal=_portal_id(page, read[0]),
            )
            made.rows["article_corrections"] = correction_rows(place.key, corrected)
            with self.engine.begin() as connection:
                replace_article(connection, place.key, made.rows)
            self._changed = True
        except OperationalError:
            raise
        except Exception as error:
            return Skipped(source=page.source, stage="save", reason=explain(error), url=page.url)
        return None

    def _skip(self, skipped: Skipped, *, key: str | None = None) -> None:
        """Save a skipped page; an article it was earlier is taken out: a page is one or the other."""
        ordinal = self.report.skipped.total()
        with self.engine.begin() as connection:
            self._remove(connection, key)
            save_skipped(connection, skipped, run_id=self.run_id, ordinal=ordinal)
        repeated = skipped.stage == "save" and skipped.reason.startswith(_SAME_PAGE)
        self.report.skipped["the same page twice" if repeated else f"{skipped.stage}: {skipped.reason}"] += 1
        self.report.failed += skipped.failed
        self.on_skip(skipped)

    def _remove(self, connection: Connection, key: str | None) -> None:
        if key:
            remove_article(connection, key)
            self._changed = True


def _portal_id(page: RawPage, article: Article) -> str | None:
    """Return the portal a page was fetched from, or the one whose host its article has."""
    portal = None if page.portal else portal_of(article.host)
    return portal.id if portal else page.portal


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def build(
    pages: Iterable[RawPage | Skipped],
    engine: Engine,
    *,
    options: Mapping[str, Any],
    portals: Mapping[str, Portal] = NO_PORTALS,
    rebuild: bool = False,
    chrome: SiteChrome | None = None,
    ledger: Ledger = NO_LEDGER,
    on_skip: Callable[[Skipped], None] = lambda skipped: None,
) -> BuildReport:
    """Save pages as articles with their records, or as skipped pages with stage and reason.

    Where other processes may write to the database, too, hold :func:`corpus.locks.writing`.

    A page is read again when its content or the pipeline's version has changed. Two different pages of one key in a
    run are both kept; the same page twice is saved once and skipped once.

    Args:
        pages: What the readers yield.
        engine: A database opened for writing.
        options: How the run was asked for; kept with the run.
        portals: Portals that are in no registry, by id, to clean their pages by.
        rebuild: Read unchanged pages again, too.
        chrome: What :func:`learn_chrome` has learned of the hosts; where that changes, their pages are read again.
        ledger: Corrections, applied to the record of each article before its rows are made.
        on_skip: Called with every skipped page.

    Raises:
        CorpusError: the database can no longer be written; what was saved before stays.
    """
    builder = _Builder(
        engine, rebuild=rebuild, chrome=chrome or SiteChrome(), portals=portals, ledger=ledger, on_skip=on_skip
    )
    try:
        builder.start(options)
        for page in pages:
            builder.take(page)
        builder.finish()
    except OperationalError as error:
        raise CorpusError(
            f"cannot be written ({first_line(error)}); the articles before are saved, build again to go on",
            source=shown(engine.url),
        ) from error
    return builder.report
