"""The invariants of a database (kiểm tra): each a query that returns what breaks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text

from corpus.database import reading
from corpus.derived_checks import BUILT, DERIVED_CHECKS
from corpus.integrity import STORAGE, broken_constraints, lost_references
from corpus.search.index import INDEX_CHECKS

_FOUND = {
    "event_id": "events",
    "official_id": "officials",
    "article_unit_id": "article_units",
    "campaign_id": "campaigns",
    "phase_id": "phases",
    "award_id": "awards",
}


def _unproved() -> str:
    """Return the query of values without evidence; a province may come from the host alone."""
    parts = (
        f"SELECT id FROM {table} WHERE NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.{owner} = {table}.id)"
        for owner, table in _FOUND.items()
    )
    return " UNION ALL ".join(parts)


def _strange_owners() -> str:
    """Return the query of evidence whose value belongs to another article."""
    parts = (
        f"SELECT evidence.article_id || ' evidence ' || evidence.ordinal FROM evidence JOIN {table} AS owner"
        f" ON owner.id = evidence.{column} WHERE owner.article_id <> evidence.article_id"
        for column, table in (_FOUND | {"article_province_id": "article_provinces"}).items()
        if table != "phases"
    )
    return " UNION ALL ".join(parts)


def _counted_twice() -> str:
    """Return the query of articles whose body another counted article has, or is like."""
    counted = "(SELECT id, body_id FROM articles WHERE id NOT IN (SELECT article_id FROM duplicates))"
    return (
        f"SELECT a.id || ' and ' || b.id FROM {counted} a JOIN {counted} b ON b.body_id = a.body_id AND b.id > a.id"
        f" WHERE {BUILT} UNION ALL SELECT a.id || ' and ' || b.id FROM similar_bodies s"
        f" JOIN {counted} a ON a.body_id = s.one JOIN {counted} b ON b.body_id = s.other WHERE {BUILT}"
    )


#: What must hold, and the query of the rows that break it, or one for each kind of database; one column names the row.
CHECKS: Mapping[str, str | Mapping[str, str]] = {
    "evidence stands in its article's text": (
        "SELECT e.article_id || ' evidence ' || e.ordinal || ': ' || e.quote FROM evidence e"
        " JOIN articles a ON a.id = e.article_id"
        " WHERE substr(a.text, e.start_offset + 1, e.end_offset - e.start_offset) <> e.quote"
    ),
    "every value has evidence": _unproved(),
    "evidence belongs to a value of its own article": _strange_owners(),
    "references lead somewhere": lost_references(),
    "rows keep their constraints": broken_constraints(),
    "what is stored is sound": STORAGE,
    "no unit without an article": ("SELECT id FROM units WHERE id NOT IN (SELECT unit_id FROM article_units)"),
    "no person without an article": ("SELECT id FROM persons WHERE id NOT IN (SELECT person_id FROM officials)"),
    "awards and officials belong to an event of their article": (
        "SELECT w.id FROM awards w JOIN events e ON e.id = w.event_id WHERE e.article_id <> w.article_id"
        " UNION ALL "
        "SELECT o.id FROM officials o JOIN events e ON e.id = o.event_id WHERE e.article_id <> o.article_id"
    ),
    "every event has a type": "SELECT id FROM events WHERE id NOT IN (SELECT event_id FROM event_types)",
    "an article with events, campaigns or awards is relevant": (
        "SELECT id FROM articles WHERE NOT relevant AND id IN (SELECT article_id FROM events"
        " UNION SELECT article_id FROM campaigns UNION SELECT article_id FROM awards)"
    ),
    "no more named recipients than an exact count": (
        "SELECT w.id || ': ' || count(*) FROM awards w JOIN award_recipients r ON r.award_id = w.id"
        " WHERE w.quantity = 'exact' AND coalesce(w.joint, w.collectives + w.individuals + w.households) IS NOT NULL"
        " GROUP BY w.id HAVING count(*) > coalesce(w.joint, w.collectives + w.individuals + w.households)"
    ),
    "text blocks lie in the text, in order": (
        "SELECT b.article_id || ' block ' || b.ordinal FROM text_blocks b JOIN articles a ON a.id = b.article_id"
        " LEFT JOIN text_blocks n ON n.article_id = b.article_id AND n.ordinal = b.ordinal + 1"
        " WHERE b.end_offset > length(a.text) OR n.start_offset < b.end_offset"
    ),
    "read = articles + skipped, in every run": (
        "SELECT 'run ' || id FROM runs WHERE finished IS NOT NULL"
        " AND (n_read <> n_new + n_changed + n_unchanged + n_skipped"
        " OR n_skipped <> (SELECT count(*) FROM run_skips WHERE run_id = runs.id))"
    ),
    "the last build has compared every body": (f"SELECT id FROM bodies WHERE NOT compared AND {BUILT}"),
    "an article that repeats another points at one that repeats none": (
        "SELECT article_id FROM duplicates WHERE original_id IN (SELECT article_id FROM duplicates)"
    ),
    "no article is counted twice": _counted_twice(),
    "fetched = articles + skipped, of every portal": (
        "SELECT portal || ': ' || url FROM crawl_fetches WHERE role = 'article' AND outcome IN ('fetched', 'unchanged')"
        " AND url NOT IN (SELECT url FROM articles WHERE url IS NOT NULL)"
        " AND url NOT IN (SELECT url FROM skipped_pages WHERE url IS NOT NULL)"
    ),
    "every article is in the search index, and nothing else": INDEX_CHECKS,
    "a skipped page belongs to a run": (
        "SELECT source FROM skipped_pages WHERE id NOT IN (SELECT skipped_id FROM run_skips)"
    ),
    **DERIVED_CHECKS,
}


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One invariant and the rows that break it."""

    name: str
    violations: tuple[str, ...]

    def line(self) -> str:
        """Return the outcome for a reader: one line, and one more for each violation."""
        outcome = f"{len(self.violations)} violations" if self.violations else "ok"
        return "".join([f"{self.name}: {outcome}\n", *(f"  {violation}\n" for violation in self.violations)])


def check(engine: Engine) -> tuple[CheckResult, ...]:
    """Return what breaks the invariants of a database, in the order of :data:`CHECKS`.

    Raises:
        CorpusError: the database cannot be read.
    """
    with reading(engine) as connection:
        return tuple(
            CheckResult(name, tuple(str(found) for found in connection.scalars(text(_for(query, connection)))))
            for name, query in CHECKS.items()
        )


def _for(query: str | Mapping[str, str], connection: Connection) -> str:
    return query if isinstance(query, str) else query[connection.dialect.name]
