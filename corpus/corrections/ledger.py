"""The ledger: a folder of JSON-lines files, read whole and only ever added to (sổ đính chính)."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from corpus.corrections.statements import PAIR_ACTIONS, Statement
from corpus.corrections.values import explain_invalid
from corpus.database import UsageError
from corpus.identity import digest

DEFAULT_LEDGER = Path("corrections")


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line of a ledger that is no statement: where it stands, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The statements of a ledger, in the order of their time.

    Attributes:
        statements: The statements, each once.
        sources: The file and line of each statement, by its id.
        bad: The lines that are no statement.
    """

    statements: tuple[Statement, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    bad: tuple[BadLine, ...] = ()

    def by_article(self) -> dict[str, tuple[Statement, ...]]:
        """Return the statements about values by the key of their article."""
        found: dict[str, list[Statement]] = defaultdict(list)
        for one in self.statements:
            if one.action not in PAIR_ACTIONS:
                found[one.article].append(one)
        return {article: tuple(told) for article, told in found.items()}


def statements_digest(statements: Iterable[Statement]) -> str | None:
    """Return eight hexadecimal digits that stand for statements, or nothing where there are none."""
    ids = sorted(one.id for one in statements)
    return digest("corrections", *ids)[:8] if ids else None


def read_ledger(folder: Path, *, must_exist: bool = True) -> Ledger:
    """Return the ledger of a folder; lines that are no statement are kept aside with their reason.

    Raises:
        UsageError: there is no such folder, unless it need not be there.
    """
    if not folder.is_dir():
        if must_exist or folder.exists():
            raise UsageError("no such folder; name one with the .jsonl files of corrections", source=str(folder))
        return Ledger()
    return ledger_of(path for path in sorted(folder.glob("*.jsonl")))


def ledger_of(paths: Iterable[Path]) -> Ledger:
    """Return the ledger that files make.

    Raises:
        UsageError: a file cannot be read.
    """
    statements: dict[str, Statement] = {}
    sources: dict[str, str] = {}
    bad: list[BadLine] = []
    for path in paths:
        for source, read in _read_file(path):
            if isinstance(read, BadLine):
                bad.append(read)
            else:
                statements.setdefault(read.id, read)
                sources.setdefault(read.id, source)
    ordered = sorted(statements.values(), key=lambda one: one.order)
    return Ledger(tuple(ordered), sources, tuple(bad))


def _read_file(path: Path) -> Iterable[tuple[str, Statement | BadLine]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot be read ({error.strerror})", source=str(path)) from error
    lines = content.split(b"\n")
    for number, line in enumerate(lines, start=1):
        if line.strip():
            source = f"{path}:{number}"
            yield source, _read_line(line, source, last=number == len(lines))


def _read_line(line: bytes, source: str, *, last: bool) -> Statement | BadLine:
    try:
        return Statement.model_validate_json(line.decode("utf-8"))
    except ValidationError as error:
        broken = any(item["type"] == "json_invalid" for item in error.errors(include_url=False))
        reason = "torn: the line was not written to its end" if broken and last else explain_invalid(error)
    except UnicodeDecodeError:
        reason = "torn: the line was not written to its end" if last else "not UTF-8"
    return BadLine(source, reason)


def file_name(who: str) -> str:
    """Return the name of the file that a person's statements stand in.

    >>> file_name("Trần Thị Lan"), file_name("lan@example.org")
    ('trần-thị-lan.jsonl', 'lan-example-org.jsonl')
    """
    return (re.sub(r"[\W_]+", "-", who.lower()).strip("-") or "unnamed") + ".jsonl"


def append(folder: Path, statements: Iterable[Statement]) -> list[Path]:
    """Add statements to the files of those who made them, one each, and return the files.

    A last line that was not written to its end stays as it is, and what is added begins on a line of its own.

    Raises:
        UsageError: a file cannot be written.
    """
    by_file: dict[Path, list[str]] = defaultdict(list)
    for one in statements:
        by_file[folder / file_name(one.who)].append(one.line())
    for path, lines in by_file.items():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _append(path, "".join(lines).encode("utf-8"))
        except OSError as error:
            raise UsageError(f"cannot be written ({error.strerror})", source=str(path)) from error
    return list(by_file)


def _append(path: Path, data: bytes) -> None:
    with path.open("ab+") as file:
        end = file.seek(0, os.SEEK_END)
        if end:
            file.seek(end - 1)
            data = data if file.read(1) == b"\n" else b"\n" + data
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
