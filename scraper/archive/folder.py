"""The archive of one portal (kho lưu trữ): WARC files that are the truth, and an index that is made from them."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from filelock import FileLock, Timeout

from schemas.crawls import Fetch
from schemas.errors import ArchiveError
from scraper.archive.exchange import Earlier, Exchange, RecordPacker, utc_minute
from scraper.archive.index import Index, IndexedResponse, Known
from scraper.archive.recovery import is_whole, recover, warc_files

INDEX = "index.sqlite"
LOCK = "writer.lock"
HOLDER = "writer.json"


@dataclass(frozen=True)
class Stored:
    """What became of an exchange.

    Attributes:
        kind: ``response``, or ``revisit`` where the page is as it was and its bytes are kept once.
        fetch: The row of the crawl log as saved.
    """

    kind: Literal["response", "revisit"]
    fetch: Fetch


class Archive:
    """The archive of one portal, open for one writer.

    ``with Archive(folder, portal=…) as archive`` opens it: what a killed writer left is recovered, and
    :attr:`messages` says how. What :meth:`store`, :meth:`note` and :meth:`add` return from is on the disk.
    """

    def __init__(self, folder: Path, *, portal: str, max_bytes: int = 1_000_000_000) -> None:
        """Name the archive.

        Args:
            folder: Its folder, made when it is not there.
            portal: The portal's id.
            max_bytes: A WARC file that has reached this size is followed by the next one.
        """
        self.folder, self.portal, self.max_bytes = folder, portal, max_bytes
        self.messages: tuple[str, ...] = ()
        self._lock = FileLock(folder / LOCK, timeout=0)
        self._index: Index | None = None
        self._warc = ""
        self._size = 0

    def __enter__(self) -> Self:
        """Open the archive."""
        return self.open()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the archive."""
        self.close()

    def open(self) -> Self:
        """Take the archive for writing and recover what a killed writer left.

        Raises:
            ArchiveError: another writer holds it, or the folder cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._take()
            self._index, self.messages = recover(self.folder, self.folder / INDEX)
            files = warc_files(self.folder)
            if files:
                self._warc, self._size = files[-1].name, files[-1].stat().st_size
        except (OSError, sqlite3.Error) as error:
            self.close()
            raise ArchiveError(f"cannot be opened for writing ({error})", source=str(self.folder)) from error
        except BaseException:
            self.close()
            raise
        return self

    def close(self) -> None:
        """Leave the archive to the next writer."""
        if self._index:
            self._index.close()
            self._index = None
        if self._lock.is_locked:
            with suppress(OSError):
                (self.folder / HOLDER).unlink(missing_ok=True)
            self._lock.release()

    def store(self, exchange: Exchange, fetch: Fetch) -> Stored:
        """Save a request with its response, and how the fetch ended.

        A payload that this address gave before with this status is written as a ``revisit`` record, a 304 too; the
        row is then ``unchanged`` where it was to be ``fetched``. ``fetched`` and ``status`` are taken from the
        exchange where the row does not tell them.

        Raises:
            ArchiveError: it cannot be written; the archive is as it was before.
        """
        earlier = self._earlier(exchange, fetch)
        values: dict[str, object] = {"fetched": fetch.fetched or utc_minute(exchange.started)}
        values["status"] = exchange.status if fetch.status is None else fetch.status
        if earlier and fetch.outcome == "fetched":
            values["outcome"] = "unchanged"
        fetch = fetch.model_copy(update=values)

        def pack(packer: RecordPacker) -> None:
            packer.add_exchange(exchange, fetch, earlier)

        offset, size = self._append(pack)
        if not earlier:
            fetch = fetch.model_copy(update={"warc": self._warc, "offset": offset})
        self._save(size, noted=[fetch], response=_indexed(exchange, fetch, earlier))
        return Stored("revisit" if earlier else "response", self.index.fetch(fetch.url) or fetch)

    def note(self, fetch: Fetch) -> None:
        """Save how a fetch ended that gave no response: refused, timed out.

        Raises:
            ArchiveError: it cannot be written.
        """
        _, size = self._append(lambda packer: packer.add_log([fetch], "noted"))
        self._save(size, noted=[fetch.model_copy(update={"warc": None, "offset": None})])

    def add(self, fetches: Iterable[Fetch]) -> int:
        """Save addresses that were listed and return how many are new.

        Known ones stay as they are; one whose day was not known gets it from the first listing that tells it.

        Raises:
            ArchiveError: they cannot be written.
        """
        told, new = self.index.news(fetches)
        if told:
            _, size = self._append(lambda packer: packer.add_log(told, "listed"))
            self._save(size, listed=told)
        return new

    def waiting(self) -> Iterator[Fetch]:
        """Yield the addresses that are listed and not fetched yet, those listed first at the head."""
        return self.index.fetches("waiting")

    def known(self, url: str) -> Known | None:
        """Return what the archive holds of a canonical address, or None where it was never listed."""
        return self.index.known(url)

    def fetch(self, url: str) -> Fetch | None:
        """Return the row of the crawl log of a canonical address."""
        return self.index.fetch(url)

    def fetches(self) -> Iterator[Fetch]:
        """Yield the crawl log in the order in which the addresses were first told."""
        return self.index.fetches()

    @property
    def index(self) -> Index:
        """The open index.

        Raises:
            ArchiveError: the archive is not open.
        """
        if self._index is None:
            raise ArchiveError("the archive is not open", source=str(self.folder))
        return self._index

    def _take(self) -> None:
        holder = self.folder / HOLDER
        try:
            self._lock.acquire()
        except Timeout as error:
            told = holder.read_text(encoding="utf-8") if holder.exists() else "{}"
            raise ArchiveError(f"another writer holds it: {_spoken(told)}", source=str(self.folder)) from error
        who = {"pid": os.getpid(), "host": socket.gethostname(), "since": utc_minute(datetime.now(UTC))}
        holder.write_text(json.dumps(who), encoding="utf-8")

    def _earlier(self, exchange: Exchange, fetch: Fetch) -> Earlier | None:
        if exchange.status == 304:
            known = self.index.known(fetch.url)
            return self.index.earlier(fetch.url, digest=known.digest, status=200) if known and known.digest else None
        if exchange.truncated or not exchange.body:
            return None
        return self.index.earlier(fetch.url, digest=exchange.digest, status=exchange.status)

    def _save(
        self,
        size: int,
        *,
        noted: Iterable[Fetch] = (),
        listed: Iterable[Fetch] = (),
        response: IndexedResponse | None = None,
    ) -> None:
        """Bring the index up to what was appended; an archive whose index lags behind its files is closed."""
        try:
            self.index.save(self._warc, size, noted=noted, listed=listed, response=response)
        except sqlite3.Error as error:
            self.close()
            message = f"its index cannot be written ({error}); what was stored is safe: open it again"
            raise ArchiveError(message, source=str(self.folder)) from error

    def _append(self, pack: Callable[[RecordPacker], None]) -> tuple[int, int]:
        """Append records and return the offset of the first and the size of the file after them."""
        packer = RecordPacker()
        pack(packer)
        if not self._warc or self._size >= self.max_bytes:
            self._begin_file()
        offset = self._size
        self._size = self._write(self.folder / self._warc, packer.packed(), offset)
        return offset, self._size

    def _begin_file(self) -> None:
        name = f"{int(self._warc[:5] or 0) + 1:05}.warc.gz"
        packer = RecordPacker()
        packer.add_info(name, self.portal)
        size = self._write(self.folder / name, packer.packed(), 0)
        self._warc, self._size = name, size
        self._save(size)

    def _write(self, path: Path, data: bytes, offset: int) -> int:
        """Append to a file; what cannot be written whole is taken back."""
        fresh = not offset
        try:
            with path.open("ab") as file:
                try:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                except OSError:
                    os.truncate(path, offset)
                    raise
            if fresh:
                _sync_folder(self.folder)
        except OSError as error:
            raise ArchiveError(f"cannot be written ({error.strerror or error})", source=str(path)) from error
        return offset + len(data)


def _sync_folder(folder: Path) -> None:
    """Bring a new name in a folder to the disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _spoken(told: str) -> str:
    try:
        who = json.loads(told)
        return f"process {who['pid']} on {who['host']} since {who['since']} UTC"
    except (ValueError, KeyError, TypeError):
        return "a process that has not told its number yet"


def _indexed(exchange: Exchange, fetch: Fetch, earlier: Earlier | None) -> IndexedResponse:
    return IndexedResponse(
        url=fetch.url,
        asked=exchange.url,
        date=exchange.date,
        status=exchange.status,
        digest=earlier.digest if earlier else exchange.digest,
        repeats=earlier is not None,
        whole=is_whole(exchange.truncated, len(exchange.body), repeats=earlier is not None),
        etag=exchange.header("ETag"),
        last_modified=exchange.header("Last-Modified"),
    )
