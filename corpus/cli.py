"""The ``thidua`` command: each command a few lines that call one function.

Exit codes: 0 done, 1 some sources failed or an invariant is broken, 2 usage. Data goes to standard output, messages to
standard error. What reads pages is imported by the commands that need it: the pipeline takes longer to load than a
question takes to answer.
"""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from typer.core import TyperGroup

from corpus.corrections.cli import correct
from corpus.database import DEFAULT_URL, UsageError, database
from corpus.locks import DEFAULT_WAIT
from corpus.options import Database, Format, Layout, Wait
from corpus.portals_cli import portals
from corpus.progress import messages
from schemas.errors import ThiduaError
from schemas.records import Record


class _Commands(TyperGroup):
    """The commands; an error this project raises becomes one line and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except ThiduaError as error:
            messages().print(f"thidua: {error}")
            raise typer.Exit(2 if isinstance(error, UsageError) else 1) from error


class Subject(StrEnum):
    """What may be counted, and the standard tables."""

    awards = "awards"
    events = "events"
    campaigns = "campaigns"
    officials = "officials"
    coverage = "coverage"
    T1 = "T1"
    T2 = "T2"
    T3 = "T3"
    T4 = "T4"
    T5 = "T5"
    T6 = "T6"
    T7 = "T7"


class Entity(StrEnum):
    """What stands once for many articles."""

    units = "units"
    persons = "persons"


app = typer.Typer(
    name="thidua",
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Pages of Vietnamese departments in; a database of thi đua – khen thưởng events out.",
)

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE…",
        help="Files, folders, globs: .txt .html .jsonl .parquet .warc .wet; or an archived portal",
    ),
]


def _leave(failed: int) -> None:
    if failed:
        raise typer.Exit(1)


@app.command()
def build(
    sources: Sources,
    db: Database = DEFAULT_URL,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Read unchanged pages again, too.")] = False,
    ledger: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Apply these corrections; else those of corrections/.")
    ] = None,
    wait: Wait = DEFAULT_WAIT,
) -> None:
    """Build the database from pages; what has not changed is not read again."""
    from corpus.commands import build_database

    failed = build_database(sources, address=db, rebuild=rebuild, ledger=ledger, wait=wait, console=messages())
    _leave(failed)


@app.command()
def extract(
    sources: Sources,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here, not to standard output.")
    ] = None,
) -> None:
    """Write what is read from pages as JSON, one record a line, without a database."""
    from corpus.commands import extract_records

    _leave(extract_records(sources, output=output, console=messages()))


@app.command()
def fetch(
    portals: Annotated[
        list[str], typer.Argument(metavar="PORTAL…", help="Ids of portals, paths of definitions (.toml), or hosts.")
    ],
    contact: Annotated[
        str,
        typer.Option(envvar="THIDUA_CONTACT", metavar="ADDRESS", help="Your mail or web address, for their logs."),
    ],
    raw: Annotated[Path, typer.Option(metavar="DIR", help="The folder of archives.")] = Path("raw"),
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Articles from this day, month or year on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Articles up to this day, month or year.")] = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, help="At most so many articles a portal.")] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask again for known articles that have changed.")] = False,
) -> None:
    """Fetch the articles of portals into archives, politely; what is there already is not fetched again."""
    from corpus.fetching import fetch_portals

    failed = fetch_portals(
        portals, raw=raw, since=since, until=until, limit=limit, refresh=refresh, contact=contact, console=messages()
    )
    _leave(failed)


@app.command()
def stats(
    what: Annotated[Subject, typer.Argument(help="What to count, or a standard table.")],
    by: Annotated[list[str] | None, typer.Option(metavar="WORD,…", help="Group by these words.")] = None,
    where: Annotated[
        list[str] | None, typer.Option(metavar="CONDITION", help="Such as 'province=Hải Phòng' or 'year>=2020'.")
    ] = None,
    status: Annotated[
        str | None, typer.Option(metavar="STATUS", help="Awards of this status, or all; else the conferred.")
    ] = None,
    bounds: Annotated[bool, typer.Option("--bounds", help="Add the least and the greatest number told.")] = False,
    per: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Divide by the numbers of this file, such as population.")
    ] = None,
    evidence: Annotated[bool, typer.Option("--evidence", help="List the sentences instead of the numbers.")] = False,
    layout: Format = Layout.table,
    db: Database = DEFAULT_URL,
) -> None:
    """Answer a question: how many awards, events, campaigns, officials; how much is covered."""
    from corpus.asking import answer_question, unmet_expectations
    from corpus.render import FORMATS

    with database(db) as engine:
        found = answer_question(
            engine, what.value, by=by or (), where=where or (), status=status, bounds=bounds, per=per, evidence=evidence
        )
        unmet = unmet_expectations(engine, what.value)
    for warning in unmet:
        messages().print(f"warning: {warning}")
    for note in found.notes:
        messages().print(f"note: {note}")
    sys.stdout.write(FORMATS[layout.value](found))


@app.command()
def show(
    article: Annotated[str, typer.Argument(help="Its id or the begin of it, the id of its page, its address.")],
    page: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a page that stands alone.")] = None,
    db: Database = DEFAULT_URL,
) -> None:
    """Show an article with every value highlighted and labelled."""
    from corpus.highlights import read_article
    from corpus.show import as_text, write_html

    with database(db) as engine:
        shown = read_article(engine, article)
    if page:
        write_html(shown, page)
    else:
        console = Console()
        console.print(as_text(shown), soft_wrap=not console.is_terminal)


@app.command()
def merge(
    occasions: Annotated[bool, typer.Option("--occasions", help="List the occasions with several reports.")] = False,
    joined: Annotated[bool, typer.Option("--joined", help="List the pairs joined, and on what grounds.")] = False,
    review: Annotated[bool, typer.Option("--review", help="List the pairs left apart that are worth a look.")] = False,
    counts: Annotated[
        str | None, typer.Option(metavar="ID", help="Show the award counts of an occasion side by side.")
    ] = None,
    layout: Annotated[Layout, typer.Option("--format", help="How to write a list.")] = Layout.table,
    wait: Wait = DEFAULT_WAIT,
    db: Database = DEFAULT_URL,
) -> None:
    """Find anew which reports tell of one occasion; or list what was found."""
    from corpus.merging.commands import list_merges, merge_anew

    lists = [name for name, asked in (("occasions", occasions), ("joined", joined), ("review", review)) if asked]
    if lists or counts:
        sys.stdout.write(list_merges(db, lists, counts, layout.value))
    else:
        merge_anew(db, messages(), wait=wait)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="Words that must all be there; words in quotes stand side by side.")],
    fields: Annotated[
        str, typer.Option("--in", metavar="FIELD,…", help="Where to look: text, units, persons.")
    ] = "text,units,persons",
    limit: Annotated[int, typer.Option(metavar="N", help="Most hits to show.")] = 20,
    layout: Format = Layout.table,
    db: Database = DEFAULT_URL,
) -> None:
    """Find articles by words of their text, units and persons, with and without diacritics."""
    from corpus.render import FORMATS
    from corpus.search.searching import search as find

    with database(db) as engine:
        found = find(engine, query, fields=[field.strip() for field in fields.split(",") if field.strip()], limit=limit)
    for note in found.notes:
        messages().print(f"note: {note}")
    sys.stdout.write(FORMATS[layout.value](found))


@app.command()
def entities(
    what: Annotated[Entity, typer.Argument(help="What to list.")],
    name: Annotated[str, typer.Option(metavar="TEXT", help="Only those with a name that holds this.")] = "",
    province: Annotated[str | None, typer.Option(metavar="NAME", help="Only those of this province.")] = None,
    review: Annotated[bool, typer.Option("--review", help="List the pairs that may be one and stay apart.")] = False,
    layout: Annotated[Layout, typer.Option("--format", help="How to write the list.")] = Layout.table,
    db: Database = DEFAULT_URL,
) -> None:
    """List the units with all their names, or the persons with their posts."""
    from corpus.entities.commands import list_entities

    kind: Literal["unit", "person"] = "unit" if what is Entity.units else "person"
    found = list_entities(db, kind, review=review, name=name, province=province, layout=layout.value)
    sys.stdout.write(found)


@app.command()
def check(db: Database = DEFAULT_URL) -> None:
    """Test the invariants of a database; exit code 1 when one is broken."""
    from corpus.check import check as check_database

    with database(db) as engine:
        results = check_database(engine)
    for result in results:
        sys.stdout.write(result.line())
    _leave(sum(len(result.violations) for result in results))


class ExportLayout(StrEnum):
    """What an export is written as."""

    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"
    docbin = "docbin"
    sqlite = "sqlite"


class ExportPart(StrEnum):
    """What an export holds."""

    records = "records"
    crawls = "crawls"
    statistics = "statistics"


@app.command()
def export(
    layout: Annotated[ExportLayout, typer.Argument(metavar="FORMAT", help="csv, jsonl, parquet, docbin or sqlite.")],
    target: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that is empty or not there.")],
    what: Annotated[list[ExportPart] | None, typer.Option(help="Only this part; else everything.")] = None,
    without_text: Annotated[
        bool, typer.Option("--without-text", help="Hashes in place of bodies, titles and quotes.")
    ] = False,
    licence: Annotated[
        str | None, typer.Option(metavar="NAME|URL", help="The licence the data may be passed on under.")
    ] = None,
    db: Database = DEFAULT_URL,
) -> None:
    """Write the database as files for other programs, with a Data Package and a Croissant description."""
    from corpus.exports.commands import export_database

    parts = {part.value for part in what or ()}
    export_database(
        db, layout.value, target, parts=parts, with_text=not without_text, licence=licence, console=messages()
    )


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="URL of the database as it was.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="URL of the database as it is.")],
    layout: Format = Layout.table,
) -> None:
    """List the articles and values that were added, changed and deleted between two databases, and why."""
    from corpus.comparing.commands import compare_databases

    compare_databases(old, new, layout.value, messages())


@app.command()
def evaluate(
    gold_dir: Annotated[Path, typer.Argument(help="Folder with a gold record ID.json for each article.")],
    predictions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Score these records, as `thidua extract` writes them.")
    ] = None,
    articles: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the articles ID.txt or ID.html are; else in GOLD_DIR.")
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what is missed and what is too much.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write the scores as JSON.")] = False,
) -> None:
    """Print precision, recall and F1 against gold records."""
    from corpus.commands import evaluate_folder

    evaluation, failed = evaluate_folder(gold_dir, predictions=predictions, articles=articles, console=messages())
    if errors:
        sys.stdout.write(evaluation.errors())
    sys.stdout.write(json.dumps(evaluation.as_json()) + "\n" if as_json else evaluation.table())
    _leave(failed)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    sys.stdout.write(json.dumps(Record.model_json_schema(), ensure_ascii=False, indent=1) + "\n")


@app.command()
def version() -> None:
    """Print the versions of the program, of its pipeline and of its tables."""
    from corpus.runs import SCHEMA_VERSION
    from corpus.versions import pipeline_version

    sys.stdout.write(f"thidua {package_version('thidua')}, pipeline {pipeline_version()}, tables {SCHEMA_VERSION}\n")


app.add_typer(correct, name="correct")
app.add_typer(portals, name="portals")


def main() -> None:
    """Run the command line and leave with its exit code."""
    app()
