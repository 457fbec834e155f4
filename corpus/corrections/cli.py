"""``thidua correct``: says what is right, is otherwise, is missing or is none; a build applies it (đính chính)."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.database import DEFAULT_URL
from corpus.options import Database, Layout
from corpus.progress import messages

if TYPE_CHECKING:
    from corpus.corrections.statements import Statement

correct = typer.Typer(
    no_args_is_help=True,
    help="Say what is right, is otherwise, is missing or is none; a build applies it.",
)

LedgerFolder = Annotated[Path, typer.Option("--ledger", metavar="DIR", help="The folder of the ledger.")]
Who = Annotated[str, typer.Option("--who", metavar="NAME", envvar="THIDUA_WHO", help="Who says so.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason.")]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", help="A field and its value; null is what the text does not say."),
]
ArticleName = Annotated[str, typer.Argument(metavar="ARTICLE", help="Its id or the begin of it, page id or address.")]
ValueName = Annotated[str, typer.Argument(metavar="VALUE", help="Its name, such as award.0; see `correct list`.")]
ListFormat = Annotated[Layout, typer.Option("--format", help="How to write a list.")]
EventName = Annotated[str, typer.Argument(metavar="EVENT", help="ARTICLE, or ARTICLE.event.0 where it tells several.")]
Articles = Annotated[list[str] | None, typer.Argument(metavar="[ARTICLE…]", help="Their ids, page ids or addresses.")]
_LEDGER = Path("corrections")


@correct.callback(invoke_without_command=True)
def ledger(
    context: typer.Context,
    state: Annotated[bool, typer.Option("--state", help="List what became of every statement.")] = False,
    taken: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE", help="Add statements (.jsonl) or Label Studio annotations (.json)."),
    ] = None,
    given: Annotated[bool, typer.Option("--export", help="Write all statements, in the order of time.")] = False,
    who: Annotated[
        str, typer.Option(metavar="NAME", help="Who made the annotations taken in; else as Label Studio names them.")
    ] = "",
    why: Annotated[str, typer.Option(metavar="TEXT", help="The reason annotations get.")] = "annotated in Label Studio",
    folder: LedgerFolder = _LEDGER,
    layout: ListFormat = Layout.table,
    db: Database = DEFAULT_URL,
) -> None:
    """Say what is right, is otherwise, is missing or is none; a build applies it."""
    from corpus.corrections.commands import export_statements, import_file, list_states
    from corpus.corrections.making import Author
    from corpus.render import FORMATS

    if context.invoked_subcommand:
        return
    if given:
        sys.stdout.write(export_statements(folder))
    if state:
        sys.stdout.write(FORMATS[layout.value](list_states(db)))
    if taken and import_file(db, taken, folder, messages(), by=Author(who, why)):
        raise typer.Exit(1)


def _add(folder: Path, statements: Iterable[Statement]) -> None:
    from corpus.corrections.ledger import append

    made = list(statements)
    files = append(folder, made)
    for one in made:
        messages().print(f"{one.action} {one.kind}: added to {files[0]} as {one.id}; the next build applies it")


@correct.command("list")
def list_values(article: ArticleName, layout: ListFormat = Layout.table, db: Database = DEFAULT_URL) -> None:
    """List the values of an article with their names and what was said of them."""
    from corpus.corrections import commands
    from corpus.render import FORMATS

    sys.stdout.write(FORMATS[layout.value](commands.list_values(db, article)))


@correct.command()
def confirm(
    article: ArticleName,
    value: ValueName,
    who: Who,
    why: Why,
    folder: LedgerFolder = _LEDGER,
    db: Database = DEFAULT_URL,
) -> None:
    """Say that a value is right as it stands."""
    from corpus.corrections.commands import add_statements
    from corpus.corrections.making import Author

    _add(folder, add_statements(db, article, "confirm", value, Author(who, why)))


@correct.command()
def change(
    article: ArticleName,
    value: ValueName,
    who: Who,
    why: Why,
    sets: Sets = None,
    folder: LedgerFolder = _LEDGER,
    db: Database = DEFAULT_URL,
) -> None:
    """Say that fields of a value, or of the article itself, are otherwise."""
    from corpus.corrections.commands import add_statements
    from corpus.corrections.making import Author

    _add(folder, add_statements(db, article, "change", value, Author(who, why), assignments=sets or ()))


@correct.command()
def delete(
    article: ArticleName,
    value: ValueName,
    who: Who,
    why: Why,
    folder: LedgerFolder = _LEDGER,
    db: Database = DEFAULT_URL,
) -> None:
    """Say that a value is none."""
    from corpus.corrections.commands import add_statements
    from corpus.corrections.making import Author

    _add(folder, add_statements(db, article, "delete", value, Author(who, why)))


@correct.command()
def add(
    article: ArticleName,
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="event, official, unit, campaign, phase, award, province.")
    ],
    who: Who,
    why: Why,
    quote: Annotated[list[str], typer.Option(metavar="TEXT", help="The characters it stands in; may be repeated.")],
    sets: Sets = None,
    campaign: Annotated[str | None, typer.Option(metavar="NAME", help="The campaign a phase belongs to.")] = None,
    folder: LedgerFolder = _LEDGER,
    db: Database = DEFAULT_URL,
) -> None:
    """Say that a value is missing."""
    from corpus.corrections.commands import add_value
    from corpus.corrections.making import Author

    made = add_value(db, article, kind, Author(who, why), quotes=quote, assignments=sets or (), campaign=campaign)
    _add(folder, made)


@correct.command()
def merge(
    event: EventName, other: EventName, who: Who, why: Why, folder: LedgerFolder = _LEDGER, db: Database = DEFAULT_URL
) -> None:
    """Say that two events are reports of one occasion."""
    from corpus.corrections.commands import pair_events
    from corpus.corrections.making import Author

    _add(folder, pair_events(db, "merge", event, other, Author(who, why)))


@correct.command()
def split(
    event: EventName, other: EventName, who: Who, why: Why, folder: LedgerFolder = _LEDGER, db: Database = DEFAULT_URL
) -> None:
    """Say that two events are two occasions."""
    from corpus.corrections.commands import pair_events
    from corpus.corrections.making import Author

    _add(folder, pair_events(db, "split", event, other, Author(who, why)))


@correct.command()
def tasks(
    articles: Articles = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here, not to standard output.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the labeling interface of the project here.")
    ] = None,
    db: Database = DEFAULT_URL,
) -> None:
    """Write articles as tasks of Label Studio, what was read as predictions; `--import` takes the annotations."""
    from corpus.corrections.commands import export_tasks

    export_tasks(db, articles or (), output, config)


@correct.command()
def gold(
    target: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write ID.json and ID.txt to.")],
    articles: Articles = None,
    db: Database = DEFAULT_URL,
) -> None:
    """Write corrected articles as gold records for `thidua evaluate`."""
    from corpus.corrections.commands import export_gold

    messages().print(f"{export_gold(db, target, articles or ())} gold records written to {target}")
