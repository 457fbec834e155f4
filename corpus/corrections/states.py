"""What became of the statements of a ledger, kept in the database (tình trạng đính chính)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, case, delete, exists, insert, select, update

from corpus.corrections.applying import Corrected, Outcome, State
from corpus.corrections.ledger import Ledger
from corpus.corrections.statements import PAIR_ACTIONS, Statement
from corpus.corrections.tables import ArticleCorrection, CorrectionState
from corpus.tables import ArticleRow

#: States that somebody should look at, in the order they are reported in.
REPORTED: tuple[State, ...] = (
    "sentence gone",
    "does not fit",
    "no article",
    "overruled",
    "waiting",
    "not in the ledger",
)


def correction_rows(key: str, corrected: Corrected) -> list[dict[str, Any]]:
    """Return the rows of what became of the statements about an article."""
    return [
        {"article_id": key, "ordinal": ordinal, "value_id": _value_id(key, corrected, outcome), **_columns(outcome)}
        for ordinal, outcome in enumerate(corrected.outcomes)
    ]


def _value_id(key: str, corrected: Corrected, outcome: Outcome) -> str | None:
    place = corrected.places.get(id(outcome.slot)) if outcome.slot else None
    return f"{key}.{place}" if place else None


def _columns(outcome: Outcome) -> dict[str, Any]:
    one = outcome.statement
    return {
        **_told(one),
        "field": one.field,
        "value": None if one.action in ("confirm", "delete") else _json(one.value),
        "read_value": None if outcome.read is None else _json(outcome.read),
        "state": outcome.state,
        "note": outcome.note,
    }


def _told(one: Statement) -> dict[str, Any]:
    told = {"statement_id": one.id, "stated": one.when, "who": one.who, "why": one.why}
    return told | {"action": one.action, "kind": one.kind}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def save_ledger(connection: Connection, ledger: Ledger) -> bool:
    """Bring the statements of the database up to a ledger; those it no longer holds stay and are marked.

    Returns:
        Whether statements about pairs of events came or went.
    """
    query = select(CorrectionState.statement_id, CorrectionState.state, CorrectionState.action)
    known = {row.statement_id: row for row in connection.execute(query)}
    told = {one.id: one for one in ledger.statements}
    absent = {own for own, row in known.items() if row.state == "not in the ledger"}
    came = [one for own, one in told.items() if own not in known.keys() - absent]
    went = [own for own in known if own not in told and own not in absent]
    _set_states(connection, dict.fromkeys(went, ("not in the ledger", None)))
    connection.execute(delete(CorrectionState).where(CorrectionState.statement_id.in_(absent & told.keys())))
    if came:
        connection.execute(insert(CorrectionState), [_state_row(one, ledger) for one in came])
    return any(one.action in PAIR_ACTIONS for one in came) or any(known[own].action in PAIR_ACTIONS for own in went)


def _state_row(one: Statement, ledger: Ledger) -> dict[str, Any]:
    rest = {"article_id": one.article, "statement": one.line(), "source": ledger.sources.get(one.id, "")}
    return {**_told(one), **rest, "state": "waiting", "note": None}


def settle_states(connection: Connection) -> Counter[str]:
    """Write what became of every statement about a value, and return the number of statements by state."""
    saved = select(ArticleCorrection.statement_id, ArticleCorrection.state, ArticleCorrection.note)
    found = {row.statement_id: (row.state, row.note) for row in connection.execute(saved)}
    about_values = CorrectionState.action.not_in(PAIR_ACTIONS) & (CorrectionState.state != "not in the ledger")
    article = exists().where(ArticleRow.id == CorrectionState.article_id)
    waits = case((article, "waiting"), else_="no article")
    connection.execute(update(CorrectionState).where(about_values).values(state=waits, note=None))
    present = set(connection.scalars(select(CorrectionState.statement_id).where(about_values)))
    _set_states(connection, {own: told for own, told in found.items() if own in present})
    return Counter(connection.scalars(select(CorrectionState.state)))


def _set_states(connection: Connection, states: Mapping[str, tuple[str, str | None]]) -> None:
    for own, (state, note) in states.items():
        where = CorrectionState.statement_id == own
        connection.execute(update(CorrectionState).where(where).values(state=state, note=note))


def stated_pairs(connection: Connection) -> list[Statement]:
    """Return the statements about pairs of events, in the order of their time."""
    told = select(CorrectionState.statement).where(
        CorrectionState.action.in_(PAIR_ACTIONS), CorrectionState.state != "not in the ledger"
    )
    return sorted(map(Statement.model_validate_json, connection.scalars(told)), key=lambda one: one.order)


def save_pair_states(connection: Connection, states: Mapping[str, tuple[str, str | None]]) -> None:
    """Write what became of statements about pairs, by their ids."""
    _set_states(connection, states)


def state_lines(states: Counter[str]) -> list[str]:
    """Return what became of the statements of a ledger, for a reader; nothing where there are none.

    >>> state_lines(Counter({"applied": 3, "sentence gone": 1}))
    ['4 corrections: 3 applied, 1 sentence gone; see thidua correct --state']
    >>> state_lines(Counter(applied=1))
    ['1 corrections: 1 applied']
    """
    if not states:
        return []
    order = ("applied", "agrees", *REPORTED)
    parts = ", ".join(f"{states[state]} {state}" for state in order if states[state])
    hint = "; see thidua correct --state" if any(states[state] for state in REPORTED) else ""
    return [f"{states.total()} corrections: {parts}{hint}"]
