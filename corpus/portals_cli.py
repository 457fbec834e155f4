"""The ``thidua portals`` commands: the registry of portals and the trial of a definition on a page."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from sqlalchemy import Engine

from corpus.database import DEFAULT_URL, open_database
from corpus.options import Database, Format, Layout
from corpus.progress import messages
from schemas.errors import CorpusError, PortalError

if TYPE_CHECKING:
    from schemas.pages import RawPage
    from scraper.portals import Portal
    from scraper.trial import Line, Trial

portals = typer.Typer(invoke_without_command=True, help="The portals, and what a definition makes of a page.")

#: Characters of a value that are shown.
_LONGEST = 80


@portals.callback()
def list_portals(
    context: typer.Context,
    portal: Annotated[
        list[str] | None, typer.Option(metavar="ID|FILE.toml", help="Only this portal; may be given several times.")
    ] = None,
    raw: Annotated[Path, typer.Option(metavar="DIR", help="Where the archives of the portals are.")] = Path("raw"),
    layout: Format = Layout.table,
    db: Database = DEFAULT_URL,
) -> None:
    """List the portals with the state of their last crawl."""
    if context.invoked_subcommand is not None:
        return
    from corpus.portal_states import portal_states
    from corpus.render import FORMATS
    from scraper.portals import load_portal, load_portals

    only = [load_portal(name) for name in portal or ()]
    with _opened(db) as engine:
        found = portal_states(only or load_portals(), raw=raw, engine=engine, others=not only)
    for warning in found.notes:
        messages().print(f"warning: {warning}")
    sys.stdout.write(FORMATS[layout.value](found))


@contextmanager
def _opened(address: str) -> Iterator[Engine | None]:
    """Give the database; none, and say so, where it is not asked for by name and cannot be opened."""
    try:
        engine = open_database(address)
    except CorpusError as error:
        if address != DEFAULT_URL:
            raise
        messages().print(f"note: {error}; nothing is said about articles")
        yield None
        return
    try:
        yield engine
    finally:
        engine.dispose()


@portals.command()
def check(
    what: Annotated[str, typer.Argument(metavar="ID|PAGE", help="A saved page; or a portal: its last archived page.")],
    portal: Annotated[
        str | None, typer.Option(metavar="ID|FILE.toml", help="Try this definition; else that of the page's host.")
    ] = None,
    url: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Take the archived page of this address; else the last.")
    ] = None,
    raw: Annotated[Path, typer.Option(metavar="DIR", help="Where the archives of the portals are.")] = Path("raw"),
    as_json: Annotated[bool, typer.Option("--json", help="Write whole values, as JSON.")] = False,
) -> None:
    """Try a portal's definition on one page: what each selector gives, beside the block rules."""
    from scraper.trial import try_page

    page, defined = _page(what, portal, raw, url)
    trial = try_page(page, defined)
    sys.stdout.write(json.dumps(asdict(trial), ensure_ascii=False, indent=1) + "\n" if as_json else _text(trial))


def _page(what: str, named: str | None, raw: Path, url: str | None) -> tuple[RawPage, Portal | None]:
    """Return the page to try on, and the portal that was named."""
    from scraper.portals import load_portal

    given = load_portal(named) if named else None
    if Path(what).exists() and not what.endswith(".toml"):
        return _last_page(what, url), given
    if what.lower().endswith((".html", ".htm", ".aspx")):
        raise PortalError("no such page: check the path", source=what)
    portal = load_portal(what)
    folder = raw / portal.id
    if not folder.exists():
        raise PortalError(f"nothing is archived in {folder}: fetch the portal first, or give a saved page", source=what)
    return _last_page(str(folder), url), given or portal


def _last_page(source: str, url: str | None) -> RawPage:
    """Return the page of an address, or the page of a source that was fetched last.

    Raises:
        PortalError: the source holds no such page, or a page that is no HTML.
    """
    from schemas.pages import RawPage
    from scraper.readers import read_sources

    last: RawPage | None = None
    reason = "holds no page"
    for item in read_sources([source]):
        if not isinstance(item, RawPage):
            reason = item.reason
        elif url in (None, item.url) and (last is None or (item.retrieved or "") >= (last.retrieved or "")):
            last = item
    if last is None:
        raise PortalError(f"holds no page of {url}" if url else reason, source=source)
    if last.kind != "html":
        raise PortalError("is a text dump: selectors need the HTML of a page", source=last.source)
    return last


def _text(trial: Trial) -> str:
    head = [
        ("page", trial.source),
        ("address", trial.url or "not told"),
        (
            "article",
            {True: "by its address", False: "not by its address", None: "no pattern to tell by"}[trial.article],
        ),
        ("portal", trial.portal or "none of the registry: a build reads the page by the rules alone"),
        ("family", f"{trial.detected or 'none'} detected, {trial.defined or 'none'} defined"),
        *([("problem", trial.problem)] if trial.problem else []),
    ]
    lines = [f"{name:<9} {value}\n" for name, value in head]
    for line in trial.lines:
        lines += ["\n", *_part(line)]
    for entry in trial.removals:
        lines.append(f"  removed   {entry.characters:,} characters in {entry.elements}: {entry.selector}\n")
    return "".join(lines)


def _part(line: Line) -> list[str]:
    agreement = "" if line.agreement is None else f", agreement {line.agreement:.2f}"
    told = [f"{line.part}: decided by the {line.decided}{agreement}\n" if line.decided else f"{line.part}: not found\n"]
    if line.selector:
        told.append(f"  selectors {_short(line.part, line.selected)}  [{line.owner}: {line.selector}]\n")
    if line.ruled:
        told.append(f"  rules     {_short(line.part, line.ruled)}  [{line.rule}]\n")
    return told


def _short(part: str, value: str | None) -> str:
    """Return a value as far as a line shows it; of a body its length."""
    if part == "body":
        return f"{len(value or ''):,} characters"
    value = value or "nothing that can be read"
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
