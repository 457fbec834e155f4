"""What ``thidua stats`` does (lệnh thống kê): an answer, its rates, or the sentences behind it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from corpus.expectations import warnings
from corpus.proofs import proofs
from corpus.questions import Answer, read_groups
from corpus.rates import with_rates
from corpus.stats import QUESTIONS, TABLES, answer


def answer_question(
    engine: Engine,
    what: str,
    *,
    by: Sequence[str],
    where: Sequence[str],
    status: str | None,
    bounds: bool,
    per: Path | None,
    evidence: bool,
) -> Answer:
    """Return the answer that is asked for, with rates where a file of denominators is given; or the evidence.

    Raises:
        UsageError: a word, a condition, a value or the file is not as it should be.
    """
    if evidence:
        return proofs(engine, what, where=where, status=status)
    found = answer(engine, what, by=by, where=where, status=status, bounds=bounds)
    if per is None:
        return found
    table = TABLES.get(what)
    question = QUESTIONS[table.what if table else what][0]
    return with_rates(found, question, per, read_groups(by or (table.by if table else ()), question.words))


def unmet_expectations(engine: Engine, what: str) -> list[str]:
    """Return what portals were expected to give and did not, where coverage is asked for."""
    from scraper.portals import load_portals

    table = TABLES.get(what)
    return list(warnings(engine, load_portals())) if "coverage" in (what, table and table.what) else []
