"""What the commands do that read pages (các lệnh đọc trang): sources to a database, to lines, to scores."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from itertools import chain
from pathlib import Path
from typing import TextIO

from rich.console import Console

from corpus.archives import archive_of, import_crawl_logs, portals_in
from corpus.build import build
from corpus.corrections.ledger import DEFAULT_LEDGER, read_ledger
from corpus.database import UsageError, database
from corpus.evaluate import Evaluation, Values, evaluate
from corpus.gold import GoldPages, read_gold, read_predictions
from corpus.lines import record_line, record_object
from corpus.locks import DEFAULT_WAIT, writing
from corpus.progress import counted
from corpus.reading import learn_chrome, read_pages
from schemas.pages import Skipped
from schemas.records import Record
from scraper.readers import read_sources


def _name(skipped: Skipped, console: Console) -> None:
    console.print(f"{skipped.source}: skipped ({skipped.stage}): {skipped.reason}")


def build_database(
    sources: Sequence[str],
    *,
    address: str,
    rebuild: bool,
    ledger: Path | None = None,
    wait: float = DEFAULT_WAIT,
    console: Console,
) -> int:
    """Build a database from sources, with the crawl logs of archives and the corrections of a ledger.

    Returns:
        How many pages failed, and lines of the ledger that are no statement.

    Raises:
        UsageError: the ledger does not exist.
        CorpusError: another process writes to the database and does not end within ``wait`` seconds.
    """
    corrections = read_ledger(ledger or DEFAULT_LEDGER, must_exist=ledger is not None)
    for bad in corrections.bad:
        console.print(f"{bad.source}: not applied: {bad.reason}")
    found = [archive_of(source) for source in sources]
    portals, unread = portals_in(found)
    with database(address, write=True) as engine, writing(engine, "thidua build", wait=wait):
        report = build(
            chain(unread, counted(read_sources(found), console=console), import_crawl_logs(engine, found)),
            engine,
            options={"sources": list(sources), "rebuild": rebuild},
            portals=portals,
            rebuild=rebuild,
            chrome=learn_chrome(read_sources(found)),
            ledger=corrections,
            on_skip=lambda skipped: _name(skipped, console),
        )
    for line in report.lines():
        console.print(line)
    return report.failed + len(corrections.bad)


def _write(records: Iterable[Record | Skipped], out: TextIO, console: Console) -> int:
    failed = 0
    for outcome in records:
        if isinstance(outcome, Skipped):
            failed += outcome.failed
            _name(outcome, console)
        else:
            out.write(record_line(outcome))
    return failed


def extract_records(sources: Sequence[str], *, output: Path | None, console: Console) -> int:
    """Write the records of sources as lines of JSON, one page at a time, and return how many pages failed.

    Raises:
        UsageError: the output file cannot be written.
    """
    found = [archive_of(source) for source in sources]
    portals, unread = portals_in(found)
    try:
        target = output.open("w", encoding="utf-8") if output else nullcontext(sys.stdout)
    except OSError as error:
        raise UsageError(f"cannot be written ({error.strerror}); name another file", source=str(output)) from error
    with target as out:
        pages = chain(unread, counted(read_sources(found), console=console))
        return _write(read_pages(pages, learn_chrome(read_sources(found)), portals), out, console)


def _predict(gold: dict[str, Values], folder: Path, console: Console) -> tuple[dict[str, Values], int]:
    records: dict[str, Values] = {}
    failed = 0
    for outcome in read_pages(counted(GoldPages(gold, folder), console=console)):
        if isinstance(outcome, Skipped):
            failed += outcome.failed
            _name(outcome, console)
        else:
            records[outcome.id] = record_object(outcome)
    return records, failed


def evaluate_folder(
    folder: Path, *, predictions: Path | None, articles: Path | None, console: Console
) -> tuple[Evaluation, int]:
    """Return the scores of predictions, or of what is read here and now, and how many articles could not be read.

    Raises:
        UsageError: the folder holds no gold records, or the predictions cannot be read.
    """
    gold = read_gold(folder)
    if predictions:
        return evaluate(gold, read_predictions(predictions)), 0
    predicted, failed = _predict(gold, articles or folder, console)
    return evaluate(gold, predicted), failed
