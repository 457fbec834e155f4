"""Sources in (đọc nguồn): files, folders and globs of pages, dumps and archives become raw pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Literal

from schemas.errors import ReadError
from schemas.pages import RawPage, Skipped
from scraper.dumps import read_lines, read_parquet
from scraper.encodings import decode
from scraper.entries import skip
from scraper.limits import MAX_PAGE_BYTES

_TEXT = (".txt",)
_HTML = (".html", ".htm", ".aspx")
_LINES = (".jsonl", ".jsonl.gz", ".jsonl.zst")
_WARC = (".warc", ".warc.gz", ".wet", ".wet.gz")
_ENDINGS = (*_TEXT, *_HTML, *_LINES, ".parquet", *_WARC)
_MAGIC = re.compile(r"[*?[]")
#: A WARC file of an archive: the files of one folder are one archive, in which a page may have several revisions.
_NUMBERED = re.compile(r"\d{5}\.warc\.gz")


def read_sources(sources: Sequence[str]) -> Iterator[RawPage | Skipped]:
    """Yield every page of the sources in order, and a :class:`Skipped` for everything that cannot be read.

    A source is a file, a folder (searched through, in sorted order) or a glob. Dumps and archives are read line by
    line, row by row and record by record, so that one of any size takes the memory of its largest page, which is
    bounded by :data:`MAX_PAGE_BYTES`. The WARC files of one archive folder are read as one. Nothing is raised for a
    bad source: it is named with what is wrong and what to do, and the rest goes on.
    """
    for _, group in groupby(_found(sources), _unit):
        yield from _read_unit(group)


def _found(sources: Sequence[str]) -> Iterator[Path | Skipped]:
    for source in sources:
        paths = _files(source)
        if isinstance(paths, Skipped):
            yield paths
        else:
            yield from paths


def _unit(item: Path | Skipped) -> Path | int:
    """Return what is the same for files that are read together: the folder of an archive."""
    numbered = isinstance(item, Path) and _NUMBERED.fullmatch(item.name)
    return item.parent if isinstance(item, Path) and numbered else id(item)


def _read_unit(group: Iterable[Path | Skipped]) -> Iterator[RawPage | Skipped]:
    items = list(group)
    files = [item for item in items if isinstance(item, Path)]
    if len(files) > 1:
        from scraper.archive import read_archive

        yield from read_archive(files, files[0].parent)
        return
    for item in items:
        if isinstance(item, Path):
            yield from _read_file(item)
        else:
            yield item


def _supported(path: Path) -> bool:
    return path.name.lower().endswith(_ENDINGS)


def _files(source: str) -> list[Path] | Skipped:
    path = Path(source)
    try:
        if path.is_file():
            return [path]
        if path.is_dir():
            found = sorted(item for item in path.rglob("*") if _supported(item) and item.is_file())
            return found or skip(source, f"no readable file in this folder: put {_spoken()} files in it")
        if _MAGIC.search(source):
            matches = sorted(Path(path.anchor).glob(str(path.relative_to(path.anchor))))
            found = [item for item in matches if _supported(item) and item.is_file()]
            return found or skip(source, f"no readable file matches: look for {_spoken()} files")
    except (OSError, ValueError) as error:
        return skip(source, f"cannot be opened ({error}): check the path")
    return skip(source, "no such file or folder: check the path")


def _spoken() -> str:
    return ", ".join(_ENDINGS[:-1]) + " or " + _ENDINGS[-1]


def _read_file(path: Path) -> Iterator[RawPage | Skipped]:
    name = path.name.lower()
    try:
        if name.endswith(_LINES):
            yield from read_lines(path)
        elif name.endswith(".parquet"):
            yield from read_parquet(path)
        elif name.endswith(_WARC):
            from scraper.archive import read_warc

            yield from read_warc(path)
        elif name.endswith(_TEXT + _HTML):
            yield _read_page(path)
        else:
            yield skip(str(path), f"no reader for this kind of file: give {_spoken()}")
    except OSError as error:
        yield skip(str(path), f"cannot be read ({error.strerror or error}): check the file and its rights")


def _read_page(path: Path) -> RawPage | Skipped:
    size = path.stat().st_size
    if size > MAX_PAGE_BYTES:
        return skip(str(path), f"{size:,} bytes in one page, more than {MAX_PAGE_BYTES:,}: split it into pages")
    try:
        content, encoding = decode(path.read_bytes())
    except ReadError as error:
        return skip(str(path), error.message)
    if not content.strip():
        return skip(str(path), "the file is empty: nothing to read")
    kind: Literal["text", "html"] = "text" if path.name.lower().endswith(_TEXT) else "html"
    return RawPage(source=str(path), id=_stem(path), kind=kind, content=content, encoding=encoding)


def _stem(path: Path) -> str:
    ending = next(ending for ending in _ENDINGS if path.name.lower().endswith(ending))
    return path.name[: -len(ending)] or path.name
