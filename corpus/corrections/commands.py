"""What ``thidua correct`` does (lệnh đính chính): statements made, listed, brought in and written out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, cast

from rich.console import Console
from sqlalchemy import Connection, select

from corpus.corrections.annotations import read_tasks, statements_of
from corpus.corrections.gold import gold_articles, write_gold
from corpus.corrections.label_studio import as_json, labeling_config, tasks
from corpus.corrections.ledger import Ledger, append, ledger_of, read_ledger
from corpus.corrections.making import (
    Author,
    StoredArticle,
    Value,
    event_of,
    find_quote,
    now,
    read_article,
    read_fields,
    refuse_unfit,
    state_added,
    state_article,
    state_changes,
    state_pair,
    state_value,
    times_from,
)
from corpus.corrections.statements import PAIR_ACTIONS, Action, Kind, Statement
from corpus.corrections.tables import ArticleCorrection, CorrectionState
from corpus.corrections.values import KINDS
from corpus.database import UsageError, database, reading
from corpus.questions import Answer


def add_statements(
    address: str, article: str, action: Action, name: str, by: Author, *, assignments: Sequence[str] = ()
) -> list[Statement]:
    """Return the statements that confirm, change or delete a value of an article.

    Raises:
        UsageError: there is no such article or value, or what is said does not fit.
    """
    with database(address) as engine, reading(engine) as connection:
        stored = read_article(connection, article)
    if name == "article":
        fields = read_fields("article", assignments)
        made = [state_article(stored, field, value, by) for field, value in fields.items()]
    else:
        value = stored.value(name)
        fields = read_fields(value.kind, assignments)
        changes = state_changes(stored, value, fields, by, times=times_from(now()))
        made = list(changes) if action == "change" else [state_value(stored, value, action, by)]
    if not made:
        raise UsageError("nothing is changed; say what with --set FIELD=VALUE")
    refuse_unfit(stored, made)
    return made


def add_value(
    address: str,
    article: str,
    kind: str,
    by: Author,
    *,
    quotes: Sequence[str],
    assignments: Sequence[str],
    campaign: str | None = None,
) -> list[Statement]:
    """Return the statement that a value is missing.

    Raises:
        UsageError: the quotes do not stand in the article, or the fields make no value.
    """
    if kind not in KINDS or kind == "article":
        raise UsageError(f"no kind {kind!r} of values; known are {', '.join(KINDS[1:])}")
    with database(address) as engine, reading(engine) as connection:
        stored = read_article(connection, article)
    spans = [find_quote(stored, quote) for quote in quotes]
    fields = read_fields(kind, assignments)
    made = [state_added(stored, cast(Kind, kind), fields, spans, by, campaign=campaign)]
    refuse_unfit(stored, made)
    return made


def pair_events(address: str, action: Action, one: str, other: str, by: Author) -> list[Statement]:
    """Return the statement that two events are one occasion, or two.

    Raises:
        UsageError: an event is not there, or both are the same.
    """
    with database(address) as engine, reading(engine) as connection:
        mine, theirs = (_event(connection, wanted) for wanted in (one, other))
    if mine[0].key == theirs[0].key and mine[1].name == theirs[1].name:
        raise UsageError("both are the same event")
    return [state_pair(action, mine, theirs, by)]


def _event(connection: Connection, wanted: str) -> tuple[StoredArticle, Value]:
    article, dot, place = wanted.rpartition(".event.")
    stored = read_article(connection, article if dot else wanted)
    return stored, event_of(stored, f"event.{place}" if dot else None)


def list_values(address: str, article: str) -> Answer:
    """Return the values of an article with their names, their fields and what was said of them."""
    with database(address) as engine, reading(engine) as connection:
        stored = read_article(connection, article)
        query = select(ArticleCorrection.__table__).where(ArticleCorrection.article_id == stored.key)
        said = connection.execute(query.order_by(ArticleCorrection.ordinal)).all()
    rows = []
    for value in stored.values:
        fields = "; ".join(f"{name}={told}" for name, told in value.values.items() if told not in (None, []))
        notes = [
            f"{row.action} {row.field or ''}".strip() + f" ({row.who})"
            for row in said
            if row.value_id == f"{stored.key}.{value.name}" and row.state in ("applied", "agrees")
        ]
        quote = value.evidence[0].quote if value.evidence else None
        rows.append((value.name, fields, quote, ", ".join(notes) or None))
    return Answer(("value", "fields", "evidence", "corrected"), tuple(rows))


def list_states(address: str) -> Answer:
    """Return what became of every statement at the last build."""
    columns = ("statement_id", "state", "note", "action", "kind", "article_id", "who", "stated", "why", "source")
    query = select(*(CorrectionState.__table__.c[name] for name in columns))
    with database(address) as engine, reading(engine) as connection:
        rows = connection.execute(query.order_by(CorrectionState.stated, CorrectionState.statement_id)).all()
    return Answer(("statement", *columns[1:]), tuple(tuple(row) for row in rows))


def import_file(address: str, file: Path, folder: Path, console: Console, *, by: Author) -> int:
    """Add the statements of a ledger's file, or the annotations of an export of Label Studio, to a ledger.

    Args:
        address: The database.
        file: Lines of JSON, or one JSON list of tasks.
        folder: The ledger.
        console: Where what is refused is named.
        by: Of annotations, who made them (their own names where that is empty) and why.

    Returns:
        How many statements or tasks were refused.

    Raises:
        UsageError: the file cannot be read, or the ledger not written.
    """
    try:
        with file.open(encoding="utf-8", errors="replace") as opened:
            listed = opened.read(1000).lstrip().startswith("[")
    except OSError as error:
        raise UsageError(f"cannot be read ({error.strerror})", source=str(file)) from error
    if listed:
        return _import_annotations(address, file, folder, console, by)
    return _import_statements(address, file, folder, console)


def _import_annotations(address: str, file: Path, folder: Path, console: Console, by: Author) -> int:
    made: list[Statement] = []
    refused = 0
    with database(address) as engine, reading(engine) as connection:
        for task in read_tasks(file):
            try:
                found = statements_of(connection, task, why=by.why, who=by.who or None)
                refuse_unfit(read_article(connection, task.values["data"]["article"]), found)
                made += found
            except UsageError as error:
                console.print(f"{task.source}: refused: {error.message}")
                refused += 1
    _report_added(folder, made, console)
    return refused


def _report_added(folder: Path, statements: Sequence[Statement], console: Console) -> None:
    added = add_new(folder, statements)
    console.print(f"{added} statements added to {folder}, {len(statements) - added} were there")


def _import_statements(address: str, file: Path, folder: Path, console: Console) -> int:
    found = ledger_of([file])
    for line in found.bad:
        console.print(f"{line.source}: {line.reason}")
    with database(address) as engine, reading(engine) as connection:
        fitting, refused = _fitting(connection, found, console)
    _report_added(folder, fitting, console)
    return refused + len(found.bad)


def _fitting(connection: Connection, found: Ledger, console: Console) -> tuple[list[Statement], int]:
    fitting: list[Statement] = []
    for one in found.statements:
        try:
            stored = read_article(connection, one.article)
            if one.action not in PAIR_ACTIONS:
                refuse_unfit(stored, [one])
            fitting.append(one)
        except UsageError as error:
            console.print(f"{found.sources[one.id]}: refused: {error.message}")
    return fitting, len(found.statements) - len(fitting)


def add_new(folder: Path, statements: Iterable[Statement]) -> int:
    """Add the statements that a ledger does not hold yet, and return how many."""
    known = set(read_ledger(folder, must_exist=False).sources)
    new = [one for one in statements if one.id not in known]
    append(folder, new)
    return len(new)


def export_statements(folder: Path) -> str:
    """Return all statements of a ledger as lines, in the order of their time.

    Raises:
        UsageError: there is no such ledger.
    """
    return "".join(one.line() for one in read_ledger(folder).statements)


def export_tasks(address: str, articles: Sequence[str], output: Path | None, config: Path | None) -> None:
    """Write articles as tasks of Label Studio, and the labeling interface for them.

    Raises:
        UsageError: there is no such article, or a file cannot be written.
    """
    with database(address) as engine, reading(engine) as connection, opened(output) as out:
        for piece in as_json(tasks(connection, articles)):
            out.write(piece)
    if config:
        with opened(config) as out:
            out.write(labeling_config())


@contextmanager
def opened(path: Path | None) -> Iterator[TextIO]:
    """Give a file to write to, standard output where there is none.

    Raises:
        UsageError: the file cannot be written.
    """
    if path is None:
        yield sys.stdout
        return
    try:
        with path.open("w", encoding="utf-8") as file:
            yield file
    except OSError as error:
        raise UsageError(f"cannot be written ({error.strerror}); name another file", source=str(path)) from error


def export_gold(address: str, folder: Path, articles: Sequence[str]) -> int:
    """Write articles as gold records, and return how many.

    Without articles named, those are written of which people have vouched for every value.

    Raises:
        UsageError: there is no such article, or a file cannot be written.
    """
    with database(address) as engine, reading(engine) as connection:
        found = [read_article(connection, name) for name in articles] or list(gold_articles(connection))
        for article in found:
            write_gold(folder, article)
    return len(found)
