"""Archives as sources (kho lưu trữ): a portal's name stands for its archive, and its crawl log goes with the pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import Engine

from corpus.crawls import save_fetches
from schemas.errors import PortalError
from schemas.pages import Skipped
from scraper.archive import is_archive, read_crawl_log
from scraper.portals import Portal, load_portals
from scraper.portals.kept import kept_portal

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


def portals_in(sources: Sequence[str]) -> tuple[dict[str, Portal], list[Skipped]]:
    """Return the definitions that archives in the sources were fetched by, by id, and those that cannot be read.

    A portal of the registry is left out: there its definition is kept up.
    """
    registered = {portal.id for portal in load_portals()}
    portals: dict[str, Portal] = {}
    unread: list[Skipped] = []
    for folder in dict.fromkeys(path for source in sources for path in archives_in(Path(source))):
        try:
            portal = kept_portal(folder)
        except PortalError as error:
            reason = f"{error.message}: its pages are cleaned without it; fetch again to write it anew"
            unread.append(Skipped(source=str(error.source), stage="read", reason=reason))
            continue
        if portal and portal.id not in registered:
            portals[portal.id] = portal
    return portals, unread


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
