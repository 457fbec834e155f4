"""The bytes of a WARC file (luồng byte), packed or plain, with the place of every record and a way on after damage."""

from __future__ import annotations

import re
import zlib
from typing import BinaryIO

CHUNK = 65_536
GZIP_MAGIC = b"\x1f\x8b\x08"
#: Compressed bytes that show whether a gzip member begins with a record.
_TRIAL = 512
#: How many times the size of a file may be read again to find records in damage.
_READ_AGAIN = 8
_RECORD_LINE = re.compile(rb"WARC/\d")


class DamagedError(Exception):
    """The bytes at :attr:`PlainStream.start` cannot be read; :meth:`PlainStream.recover` goes on after them."""


class PlainStream:
    """The bytes of an unpacked file.

    Attributes:
        start: Offset in the file from which the next record is read.
        end: Offset in the file after the last byte handed out.
    """

    packed = False

    def __init__(self, file: BinaryIO, start: int = 0) -> None:
        """Read from ``start`` on."""
        self._file = file
        self._out = b""
        self._at = 0
        self._next = start
        self.start = start
        self._size = file.seek(0, 2)
        self._read_again = 0
        file.seek(start)

    @property
    def end(self) -> int:
        """Offset after the last byte handed out."""
        return self._next - len(self._out) + self._at

    def begin(self) -> None:
        """Let the next record begin here.

        Raises:
            DamagedError: no record can begin here.
        """
        self.start = self.end

    def _more(self) -> bytes:
        data = self._file.read(CHUNK)
        self._next += len(data)
        return data

    def _fill(self) -> bool:
        if self._at < len(self._out):
            return True
        self._out, self._at = b"", 0
        self._out = self._more()
        return bool(self._out)

    def read(self, size: int) -> bytes:
        """Return at most ``size`` bytes; nothing where the bytes of the record end."""
        if not self._fill():
            return b""
        data = self._out[self._at : self._at + size]
        self._at += len(data)
        return data

    def readline(self, limit: int = CHUNK) -> bytes:
        """Return a line with its end, or as much of it as ``limit`` allows."""
        parts: list[bytes] = []
        while limit > 0 and self._fill():
            found = self._out.find(b"\n", self._at, self._at + limit)
            stop = found + 1 if found >= 0 else min(self._at + limit, len(self._out))
            parts.append(self._out[self._at : stop])
            limit -= stop - self._at
            self._at = stop
            if found >= 0:
                break
        return b"".join(parts)

    def find_record(self) -> bytes:
        """Return the next line that begins a record, or nothing where the bytes end."""
        fresh = True
        while line := self.readline():
            if fresh and _RECORD_LINE.match(line):
                return line
            fresh = line.endswith(b"\n")
        return b""

    def lacks(self, size: int) -> bool:
        """Whether the file is known to end within the next ``size`` bytes."""
        return self.end + size > self._size

    def _may_read_again(self, size: int) -> bool:
        """Count bytes that are read again; records that claim each other's bytes must not cost the square of a file."""
        self._read_again += size
        return self._read_again <= _READ_AGAIN * self._size

    def go_back(self, offset: int) -> None:
        """Read again from an offset that was passed, as far as that is worth it."""
        if not self._may_read_again(self.end - offset):
            return
        self._file.seek(offset)
        self._out, self._at, self._next = b"", 0, offset

    def recover(self) -> bool:
        """Go on at the next place where a record may begin; false where there is none."""
        return False


class GzipStream(PlainStream):
    """The unpacked bytes of gzip members; they end before each member that begins with a record.

    Offsets are those of members in the packed file: ``start`` is the member a record begins in, ``end`` the offset
    after the last member that was read whole.
    """

    packed = True

    def __init__(self, file: BinaryIO, start: int = 0) -> None:
        """Read the members from ``start`` on, which must be the begin of one."""
        super().__init__(file, start)
        self._packed = b""
        self._position = self._member = self._whole = self._passed = start
        self._inflate: zlib._Decompress | None = None
        self._held = b""
        self._failure: DamagedError | None = None

    @property
    def end(self) -> int:
        """Offset after the last member that was read whole."""
        return self._passed if self._held or self._failure else self._whole

    def begin(self) -> None:
        """Let the next record begin here.

        Raises:
            DamagedError: no record can begin here.
        """
        self.start = self._member
        if not self._fill():
            self._out, self._at, self._held = self._held, 0, b""
        self.start = self._member
        if self._failure:
            failure, self._failure = self._failure, None
            raise failure

    def _more(self) -> bytes:
        while not self._held and not self._failure:
            if self._inflate:
                data = self._unpack()
            elif self._load():
                data = self._open()
            else:
                return b""
            if data:
                return data
        return b""

    def _load(self) -> bool:
        if not self._packed:
            self._packed = self._file.read(CHUNK)
        return bool(self._packed)

    def _open(self) -> bytes:
        """Open the next member; it is held back where it begins with a record or cannot be read."""
        self._member, self._passed = self._position, self._whole
        first = b""
        try:
            self._expect_magic()
            while self._inflate and len(first) < 5:
                first += self._unpack()
        except DamagedError as failure:
            self._failure, self._inflate = failure, None
            return b""
        if first.startswith(b"WARC/"):
            self._held = first
            return b""
        return first

    def _expect_magic(self) -> None:
        if len(self._packed) < len(GZIP_MAGIC):
            self._packed += self._file.read(CHUNK)
        if not self._packed.startswith(GZIP_MAGIC):
            raise DamagedError("bytes that are no gzip member")
        self._inflate = zlib.decompressobj(31)

    def _unpack(self) -> bytes:
        """Return more bytes of the open member, and close it at its end."""
        inflate = self._inflate
        if inflate is None or not self._load():
            raise DamagedError("the gzip member is cut short")
        before = len(self._packed)
        try:
            data = inflate.decompress(self._packed, CHUNK)
        except zlib.error as error:
            raise DamagedError("the gzip member is broken") from error
        self._packed = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
        self._position += before - len(self._packed)
        if inflate.eof:
            self._inflate, self._whole = None, self._position
        return data

    def lacks(self, size: int) -> bool:
        """Unknown before the members are read."""
        return False

    def go_back(self, offset: int) -> None:
        """Stay: a member is read once."""

    def recover(self) -> bool:
        """Go on at the next member that begins with a record; false where there is none."""
        again = self._may_read_again(self._position - self.start)
        found = _find_member(self._file, self.start + 1 if again else max(self.start + 1, self._position))
        self._out, self._at, self._packed, self._inflate = b"", 0, b"", None
        self._held, self._failure = b"", None
        self._file.seek(0 if found is None else found, 2 if found is None else 0)
        self._position = self._file.tell()
        return found is not None


def _find_member(file: BinaryIO, start: int, stop: int | None = None) -> int | None:
    """Return the offset of the first gzip member from ``start`` on that begins with a record."""
    offset = start
    while stop is None or offset < stop:
        file.seek(offset)
        data = file.read(CHUNK)
        if len(data) < len(GZIP_MAGIC):
            return None
        at = data.find(GZIP_MAGIC)
        while at >= 0:
            if _begins_record(file, offset + at):
                return offset + at
            at = data.find(GZIP_MAGIC, at + 1)
        offset += len(data) - len(GZIP_MAGIC) + 1
    return None


def _begins_record(file: BinaryIO, offset: int) -> bool:
    file.seek(offset)
    try:
        return zlib.decompressobj(31).decompress(file.read(_TRIAL), 5) == b"WARC/"
    except zlib.error:
        return False


def open_stream(file: BinaryIO, start: int = 0) -> PlainStream:
    """Return the stream of an open file: packed or plain is told by its first bytes, not by its name."""
    file.seek(0)
    head = file.read(_TRIAL).lstrip()
    plain = head.startswith(b"WARC/")
    packed = not plain and (head.startswith(GZIP_MAGIC) or _find_member(file, 0, CHUNK) is not None)
    return GzipStream(file, start) if packed else PlainStream(file, start)
