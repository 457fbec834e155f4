"""Zstandard streams (giải nén zstd) in bounded memory; one that is cut short is told from a whole one."""

from __future__ import annotations

import io
from pathlib import Path
from typing import IO, Any

import zstandard

#: Packed bytes unpacked at once: a block of four bytes may give 128 KB.
_STEP = 512
#: Bytes a frame may ask for to look back; a frame that needs more is refused.
_WINDOW = 2**27


class ZstdReader(io.RawIOBase):
    """The content of the frames of a file, one after another.

    Reading raises EOFError where the last frame is cut short and ``zstandard.ZstdError`` where one is broken.
    """

    def __init__(self, file: IO[bytes]) -> None:
        """Read from an open file, which is closed with the reader."""
        self._file = file
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._packed = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer and return how many bytes it was given; 0 where the frames end."""
        while not self._ready:
            if not self._packed:
                self._packed = self._file.read(_STEP)
            if not self._packed:
                if self._frame:
                    raise EOFError("the zstd stream is cut short")
                return 0
            self._ready = memoryview(self._unpack())
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _unpack(self) -> bytes:
        if self._frame is None:
            self._frame = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
        data = self._frame.decompress(self._packed)
        self._packed = self._frame.unused_data
        if self._frame.eof:
            self._frame = None
        return data

    def close(self) -> None:
        """Close the file, too."""
        self._file.close()
        super().close()


def open_zstd(path: Path) -> io.BufferedReader:
    """Open a file for reading what it holds unpacked."""
    return io.BufferedReader(ZstdReader(path.open("rb")), 65_536)
