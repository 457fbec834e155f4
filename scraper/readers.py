"""Dumps in (đọc nguồn): files, folders and globs of .txt, .html, .jsonl and .jsonl.gz become raw pages."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Literal

from pydantic import ValidationError

from schemas.errors import ReadError
from schemas.folding import compose
from schemas.pages import RawPage, Skipped
from scraper.encodings import decode

#: Bytes a page may have; what is larger is refused by name.
MAX_PAGE_BYTES = 20_000_000
_TEXT = (".txt",)
_HTML = (".html", ".htm", ".aspx")
_LINES = (".jsonl", ".jsonl.gz")
_ENDINGS = _TEXT + _HTML + _LINES
_MAGIC = re.compile(r"[*?[]")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?")
_FIELDS = ("id", "url", "published", "retrieved", "title", "text", "html")


def read_sources(sources: Sequence[str]) -> Iterator[RawPage | Skipped]:
    """Yield every page of the sources in order, and a :class:`Skipped` for everything that cannot be read.

    A source is a file, a folder (searched through, in sorted order) or a glob. JSONL is read line by line, so a dump
    of any size takes the memory of its longest line, which is bounded by :data:`MAX_PAGE_BYTES`. Nothing is raised for
    a bad source: it is named with what is wrong and what to do, and the rest goes on.
    """
    for source in sources:
        paths = _files(source)
        if isinstance(paths, Skipped):
            yield paths
            continue
        for path in paths:
            yield from _read_file(path)


def _skip(source: str, reason: str) -> Skipped:
    return Skipped(source=source, stage="read", reason=reason)


def _supported(path: Path) -> bool:
    return path.name.lower().endswith(_ENDINGS)


def _files(source: str) -> list[Path] | Skipped:
    path = Path(source)
    try:
        if path.is_file():
            return [path]
        if path.is_dir():
            found = sorted(item for item in path.rglob("*") if _supported(item) and item.is_file())
            return found or _skip(source, f"no readable file in this folder: put {_spoken()} files in it")
        if _MAGIC.search(source):
            matches = sorted(Path(path.anchor).glob(str(path.relative_to(path.anchor))))
            found = [item for item in matches if _supported(item) and item.is_file()]
            return found or _skip(source, f"no readable file matches: look for {_spoken()} files")
    except (OSError, ValueError) as error:
        return _skip(source, f"cannot be opened ({error}): check the path")
    return _skip(source, "no such file or folder: check the path")


def _spoken() -> str:
    return ", ".join(_ENDINGS[:-1]) + " or " + _ENDINGS[-1]


def _read_file(path: Path) -> Iterator[RawPage | Skipped]:
    name = path.name.lower()
    try:
        if name.endswith(_LINES):
            yield from _read_lines(path)
        elif name.endswith(_TEXT + _HTML):
            yield _read_page(path)
        else:
            yield _skip(str(path), f"no reader for this kind of file: give {_spoken()}")
    except OSError as error:
        yield _skip(str(path), f"cannot be read ({error.strerror or error}): check the file and its rights")


def _read_page(path: Path) -> RawPage | Skipped:
    size = path.stat().st_size
    if size > MAX_PAGE_BYTES:
        return _skip(str(path), f"{size:,} bytes in one page, more than {MAX_PAGE_BYTES:,}: split it into pages")
    try:
        content, encoding = decode(path.read_bytes())
    except ReadError as error:
        return _skip(str(path), error.message)
    if not content.strip():
        return _skip(str(path), "the file is empty: nothing to read")
    kind: Literal["text", "html"] = "text" if path.name.lower().endswith(_TEXT) else "html"
    return RawPage(source=str(path), id=_stem(path), kind=kind, content=content, encoding=encoding)


def _stem(path: Path) -> str:
    ending = next(ending for ending in _ENDINGS if path.name.lower().endswith(ending))
    return path.name[: -len(ending)] or path.name


def _read_lines(path: Path) -> Iterator[RawPage | Skipped]:
    number = 0
    try:
        with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as stream:
            for number, line in _lines(stream):
                where = f"{path}:{number}"
                if line is None:
                    yield _skip(where, f"more than {MAX_PAGE_BYTES:,} bytes in one line: split it into pages")
                elif line.strip():
                    yield _read_line(line, where)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        reason = "no gzip file" if isinstance(error, gzip.BadGzipFile) else "the gzip stream is cut short or broken"
        yield _skip(f"{path}:{number + 1}", f"{reason}: fetch it again (lines before this one were read)")
        return
    if number == 0:
        yield _skip(str(path), "the file is empty: nothing to read")


def _lines(stream: BinaryIO | gzip.GzipFile) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line with its number from 1; ``None`` for a line above the limit, whose bytes are passed over."""
    number = 0
    while line := stream.readline(MAX_PAGE_BYTES + 1):
        number += 1
        if len(line) <= MAX_PAGE_BYTES:
            yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_PAGE_BYTES)
        yield number, None


def _read_line(line: bytes, where: str) -> RawPage | Skipped:
    try:
        entry = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return _skip(where, "not UTF-8: write the dump in UTF-8")
    except (json.JSONDecodeError, RecursionError) as error:
        return _skip(where, f"not JSON ({str(error).splitlines()[0]}): write one JSON object a line")
    if not isinstance(entry, dict):
        return _skip(where, "not a JSON object: write one JSON object a line")
    try:
        return _page_of(entry, where)
    except ReadError as error:
        return _skip(where, error.message)


def _page_of(entry: dict[str, Any], where: str) -> RawPage:
    values = {name: _string(entry, name) for name in _FIELDS}
    html, text = values.pop("html"), values.pop("text")
    content = compose(html or text or "")
    if not content:
        raise ReadError('neither "text" nor "html" holds anything: give one of them')
    url = values["url"]
    given = values.pop("id") or hashlib.sha256((url or content).encode()).hexdigest()[:16]
    moments = {name: _moment(values.pop(name), name) for name in ("published", "retrieved")}
    try:
        return RawPage.model_validate(
            {"source": where, "id": given, "kind": "html" if html else "text", "content": content, **values, **moments}
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise ReadError(f'"{first["loc"][0]}" is wrong ({first["msg"]}): correct it or leave it out') from error


def _string(entry: dict[str, Any], name: str) -> str | None:
    """Return a field as text: numbers are taken as ids, blanks as nothing; lone surrogates are replaced."""
    value = entry.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and name == "id":
        value = str(value)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ReadError(f'"{name}" is {type(value).__name__}, not text: write it as a string or leave it out')
    value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value if value.strip() else None


def _moment(value: str | None, name: str) -> str | None:
    """Return an ISO day or moment to the minute.

    A ``published`` that is no such thing makes the line a skipped one: it would be trusted, and a page without it
    would get another date silently.
    """
    if value is None:
        return None
    match = _MOMENT.fullmatch(value.strip())
    return f"{match[1]}T{match[2]}" if match else value.strip()
