"""Archives as sources (kho lưu trữ): a portal's name stands for its archive, and its crawl log goes with the pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import Engine

from corpus.crawls import save_fetches
from schemas.pages import Skipped
from scraper.archive import is_archive, read_crawl_log

#: Where ``thidua fetch`` keeps the archives, each in a folder of its portal's name.
RAW = Path("raw")


def archive_of(source: str, *, raw: Path = RAW) -> str:
    """Return the archive of the portal that a source names, or the source as it is.

    A file or folder of that name goes before: ``sct-lao-cai`` is ``raw/sct-lao-cai`` where nothing else is called so.
    """
    archive = raw / source
    named = Path(source).name == source and not Path(source).exists()
    return str(archive) if named and is_archive(archive) else source


def archives_in(folder: Path) -> list[Path]:
    """Return the archives a folder holds, in sorted order: itself, or folders in it."""
    if is_archive(folder):
        return [folder]
    return [path for path in sorted(folder.rglob("*")) if path.is_dir() and is_archive(path)]


def import_crawl_logs(engine: Engine, sources: Sequence[str]) -> Iterator[Skipped]:
    """Save the crawl logs of all archives in the sources; of one that cannot be read nothing, and it is yielded."""
    folders = dict.fromkeys(path for source in sources for path in archives_in(Path(source)))
    for folder in folders:
        try:
            with engine.begin() as connection:
                save_fetches(connection, read_crawl_log(folder))
        except OSError as error:
            reason = f"the crawl log cannot be read ({error.strerror or error}): check the files and their rights"
            yield Skipped(source=str(folder), stage="read", reason=reason)
