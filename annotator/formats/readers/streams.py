"""Opens an input for reading: regular files and standard input, plain or compressed with gzip or Zstandard.

However large a file is or unpacks to, only a block of it is held; what is no regular file is never waited for.
"""

import gzip
import io
import os
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from annotator.formats.errors import FormatError

# So much is read at a time, and can be looked at before it is read.
BLOCK = 1 << 18
# A packed file may come to so many times its size, and a small one to so many bytes all the same.
_MOST_EXPANSION = 200
_SMALL_EXPANSION = 64 << 20
_GZIP, _ZSTANDARD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
# So many packed bytes come to 32 MiB at most, all of them blocks of one repeated byte.
_ZSTANDARD_STEP = 1 << 10
PACKED = (".gz", ".zst")


class Expands(OSError):
    """A packed file that comes to far more than files do."""


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


@contextmanager
def opened(path: Path | None, source: str) -> Iterator[io.BufferedReader]:
    """Give the unpacked bytes of a file, or of standard input; up to BLOCK of them can be peeked at.

    Raises FormatError for what cannot be read, is damaged, or changed while it was read.
    """
    try:
        if path is None:
            yield _unpacked(io.BufferedReader(_Counted(sys.stdin.buffer, None), BLOCK), source)
            return
        with _regular(path, source) as file:
            before = os.fstat(file.fileno())
            yield _unpacked(io.BufferedReader(_Counted(file, before.st_size or None), BLOCK), source)
            after = os.fstat(file.fileno())
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise FormatError(
                "changed while it was read",
                where=source,
                advice="Add it again when it is complete; of it no more than it held at first was read.",
            )
    except Expands as error:
        raise FormatError(
            f"unpacks to more than {_MOST_EXPANSION} times its size",
            where=source,
            advice="The rest was not read; unpack it yourself if it is meant to be so.",
        ) from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _damaged(source, error) from error
    except OSError as error:
        raise FormatError(
            f"cannot be read ({error.strerror or error})",
            where=source,
            advice="Check its rights; it was skipped.",
        ) from error
    except Exception as error:
        # The exceptions of Zstandard are known only where it is loaded.
        if type(error).__name__ != "ZstdError":
            raise
        raise _damaged(source, error) from error


def read_whole(stream: BinaryIO, limit: int) -> bytes | None:
    """Read a stream to its end; None where it holds more than `limit` bytes."""
    blocks: list[bytes] = []
    left = limit
    while block := stream.read(BLOCK):
        left -= len(block)
        if left < 0:
            return None
        blocks.append(block)
    return b"".join(blocks)


def _damaged(source: str, error: Exception) -> FormatError:
    return FormatError(
        f"its packing is damaged or cut short ({error})",
        where=source,
        advice="What came before was read; get the file anew.",
    )


def _regular(path: Path, source: str) -> io.FileIO:
    """Open a regular file; a pipe or a device is refused without waiting for it."""
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise FormatError("no regular file", where=source, advice="It was skipped.")
    return io.FileIO(number, closefd=True)


def _unpacked(stream: io.BufferedReader, source: str) -> io.BufferedReader:
    head = stream.peek(len(_ZSTANDARD))[: len(_ZSTANDARD)]
    packed = head.startswith(_GZIP) or head == _ZSTANDARD
    if not packed:
        if head and source.lower().endswith(PACKED):
            raise FormatError("is not packed as its name says", where=source, advice="It was skipped.")
        return stream
    inner: _Readable = gzip.GzipFile(fileobj=stream) if head.startswith(_GZIP) else _Zstandard(stream)
    return io.BufferedReader(_Counted(inner, None, packed=cast(_Counted, stream.raw)), BLOCK)


class _Zstandard:
    """Unpacks Zstandard frames one after the other; raises EOFError where the last one is cut short."""

    def __init__(self, packed: io.BufferedReader) -> None:
        # Most files are not packed with it.
        import zstandard

        # The largest window that the command-line program takes without being asked to.
        self._unpacker = zstandard.ZstdDecompressor(max_window_size=1 << 27)
        self._packed = packed
        self._frame = self._unpacker.decompressobj()
        self._begun = False
        self._ready = memoryview(b"")

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes; none at the end."""
        while not self._ready:
            block = self._frame.unused_data or self._packed.read(_ZSTANDARD_STEP)
            if self._frame.eof:
                self._frame, self._begun = self._unpacker.decompressobj(), False
            if not block:
                if self._begun:
                    raise EOFError("its last frame does not end")
                return b""
            self._begun = True
            self._ready = memoryview(self._frame.decompress(block))
        given, self._ready = self._ready[:size], self._ready[size:]
        return bytes(given)


class _Counted(io.RawIOBase):
    """Reads up to a size, filling the buffer as far as there is something; minds what a packed stream comes to."""

    def __init__(self, inner: _Readable, size: int | None, packed: "_Counted | None" = None) -> None:
        self._inner = inner
        self._left = size
        self._packed = packed
        self._given = 0

    def readable(self) -> bool:
        """Tell that this can be read."""
        return True

    def readinto(self, buffer: "memoryview", /) -> int:  # type: ignore[override]
        """Fill a buffer; 0 at the end."""
        wanted = len(buffer) if self._left is None else min(len(buffer), self._left)
        filled = 0
        while filled < wanted and (block := self._inner.read(wanted - filled)):
            buffer[filled : filled + len(block)] = block
            filled += len(block)
        if self._left is not None:
            self._left -= filled
        self._given += filled
        if self._packed and self._given > max(_SMALL_EXPANSION, _MOST_EXPANSION * self._packed._given):
            raise Expands
        return filled
