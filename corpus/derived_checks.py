"""The invariants of the derived tables: each a query that returns what breaks it."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.derived_tables import KINDS

#: Derived tables are made at the end of a build: after an interrupted one nothing is said of them.
BUILT = "EXISTS (SELECT 1 FROM runs WHERE id = (SELECT max(id) FROM runs) AND finished IS NOT NULL)"
_PARTS = "coalesce({0}.collectives, 0) + coalesce({0}.individuals, 0) + coalesce({0}.households, 0)"


def _out_of_bounds() -> str:
    """Return the query of numbers below their least or above their greatest value ("hơn 200": 200, at least 201)."""
    return " UNION ALL ".join(
        f"SELECT award_id || ' {kind}' FROM award_counts WHERE {kind} + 1 < {kind}_low OR {kind} > {kind}_high + 1"
        for kind in KINDS
    )


def _more_than_told() -> str:
    """Return the query of counts above what their award row tells."""
    above = " OR ".join(f"coalesce(c.{kind}, 0) > coalesce(w.{kind}, 0)" for kind in KINDS)
    return f"SELECT w.id FROM awards w JOIN award_counts c ON c.award_id = w.id WHERE {above}"


DERIVED_CHECKS: Mapping[str, str] = {
    "every event is in one occasion": (
        f"SELECT id FROM events WHERE id NOT IN (SELECT event_id FROM occasion_reports) AND {BUILT}"
    ),
    "no occasion without a report": (
        "SELECT id FROM occasions WHERE id NOT IN (SELECT occasion_id FROM occasion_reports)"
    ),
    "every campaign is in one movement": (
        f"SELECT id FROM campaigns WHERE id NOT IN (SELECT campaign_id FROM movement_reports) AND {BUILT}"
    ),
    "every award is weighed once, and none of a copy": (
        f"SELECT id FROM awards WHERE article_id NOT IN (SELECT article_id FROM duplicates)"
        f" AND id NOT IN (SELECT award_id FROM award_counts) AND {BUILT} UNION ALL"
        " SELECT w.id FROM awards w JOIN award_counts c ON c.award_id = w.id"
        f" WHERE w.article_id IN (SELECT article_id FROM duplicates) AND {BUILT}"
    ),
    "an award that repeats another repeats a counted one of its occasion": (
        "SELECT c.award_id FROM award_counts c LEFT JOIN award_counts r ON r.award_id = c.repeats_id"
        " WHERE c.repeats_id IS NOT NULL"
        " AND (r.award_id IS NULL OR NOT r.counted OR coalesce(r.occasion_id, '') <> coalesce(c.occasion_id, ''))"
    ),
    "the parts of a total add up to no more than it": (
        f"SELECT id FROM awards w WHERE joint < {_PARTS.format('w')} UNION ALL"
        " SELECT t.award_id FROM award_counts t JOIN award_counts p ON p.repeats_id = t.award_id"
        f" WHERE t.joint IS NOT NULL GROUP BY t.award_id, t.joint HAVING sum({_PARTS.format('p')}) > t.joint"
    ),
    "no award counts more than it tells": _more_than_told(),
    "a count lies within its bounds": _out_of_bounds(),
}
