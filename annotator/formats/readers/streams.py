"""Opens inputs for reading: regular files and standard input, plain or compressed with gzip or Zstandard.

However large a file is or unpacks to, only a block of it is in memory; pipes and devices are refused at once.
"""

import codecs
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

from annotator.corpus.encodings import detect_encoding
from annotator.formats.errors import FormatError, needs_extra
from annotator.formats.readers.inputs import LARGEST_DOCUMENT
from annotator.formats.readers.registry import COMPRESSED

# The bytes that are read at a time, and can be peeked at before they are read.
BLOCK = 1 << 18
# A compressed file may unpack to this many times its size, and a small one to this many bytes in any case.
_MOST_EXPANSION = 200
_SMALL_EXPANSION = 64 << 20
_GZIP, _ZSTANDARD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
# This many compressed bytes unpack to 32 MiB at most, all of them blocks of one repeated byte.
_ZSTANDARD_STEP = 1 << 10
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Codecs whose undecodable bytes are all above ASCII.
_ESCAPABLE = frozenset(("utf-8", "utf-8-sig", "cp932", "euc_jp", "euc_jis_2004"))


class ExpansionError(OSError):
    """A compressed file that unpacks to far more than files do."""


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


@contextmanager
def open_stream(path: Path | None, source: str) -> Iterator[io.BufferedReader]:
    """Open a file, or standard input for None, and decompress it; up to BLOCK bytes can be peeked at.

    Raises FormatError for what cannot be read, is damaged, or changed while it was read.
    """
    try:
        if path is None:
            yield _decompressed(io.BufferedReader(_LimitedReader(sys.stdin.buffer, None), BLOCK), source)
            return
        with _open_regular(path, source) as file:
            before = os.fstat(file.fileno())
            yield _decompressed(
                io.BufferedReader(_LimitedReader(file, before.st_size or None), BLOCK), source
            )
            after = os.fstat(file.fileno())
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise FormatError(
                "changed while it was read",
                where=source,
                advice="Add it again when it is complete; of it no more than it held at first was read.",
            )
    except ExpansionError as error:
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
        # Zstandard is imported only for its files.
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


def _open_regular(path: Path, source: str) -> io.FileIO:
    """Open a regular file; a pipe or a device is refused without waiting for it."""
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise FormatError("no regular file", where=source, advice="It was skipped.")
    return io.FileIO(number, closefd=True)


def _decompressed(stream: io.BufferedReader, source: str) -> io.BufferedReader:
    head = stream.peek(len(_ZSTANDARD))[: len(_ZSTANDARD)]
    if not (head.startswith(_GZIP) or head == _ZSTANDARD):
        if head and source.lower().endswith(COMPRESSED):
            raise FormatError("is not packed as its name says", where=source, advice="It was skipped.")
        return stream
    is_gzip = head.startswith(_GZIP)
    inner: _Readable = gzip.GzipFile(fileobj=stream) if is_gzip else _ZstandardReader(stream, source)
    return io.BufferedReader(_LimitedReader(inner, None, compressed=cast(_LimitedReader, stream.raw)), BLOCK)


class _ZstandardReader:
    """Decompresses Zstandard frames one after the other; raises EOFError where the last one is cut short."""

    def __init__(self, compressed: io.BufferedReader, source: str) -> None:
        with needs_extra("Zstandard files need", "zstd", where=source):
            import zstandard
        # The largest window that the command-line program accepts by default.
        self._decompressor = zstandard.ZstdDecompressor(max_window_size=1 << 27)
        self._compressed = compressed
        self._frame = self._decompressor.decompressobj()
        self._in_frame = False
        self._pending = memoryview(b"")

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes; none at the end."""
        while not self._pending:
            block = self._frame.unused_data or self._compressed.read(_ZSTANDARD_STEP)
            if self._frame.eof:
                self._frame, self._in_frame = self._decompressor.decompressobj(), False
            if not block:
                if self._in_frame:
                    raise EOFError("its last frame does not end")
                return b""
            self._in_frame = True
            self._pending = memoryview(self._frame.decompress(block))
        data, self._pending = self._pending[:size], self._pending[size:]
        return bytes(data)


class _LimitedReader(io.RawIOBase):
    """Reads at most `size` bytes, and refuses a compressed stream that expands too far."""

    def __init__(
        self, inner: _Readable, size: int | None, compressed: "_LimitedReader | None" = None
    ) -> None:
        self._inner = inner
        self._remaining = size
        self._compressed = compressed
        self._count = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: "memoryview", /) -> int:  # type: ignore[override]
        """Fill a buffer as far as there are bytes; return how many, 0 at the end."""
        limit = len(buffer) if self._remaining is None else min(len(buffer), self._remaining)
        filled = 0
        while filled < limit and (block := self._inner.read(limit - filled)):
            buffer[filled : filled + len(block)] = block
            filled += len(block)
        if self._remaining is not None:
            self._remaining -= filled
        self._count += filled
        if self._compressed and self._count > max(
            _SMALL_EXPANSION, _MOST_EXPANSION * self._compressed._count
        ):
            raise ExpansionError
        return filled


def stream_encoding(head: bytes, encoding: str | None) -> str:
    """Return the codec of a stream that begins with `head`: by its byte order mark, as asked, or detected."""
    for mark, name in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return name
    return codecs.lookup(encoding).name if encoding else detect_encoding(_complete_lines(head))


def decoded_lines(stream: io.BufferedReader, encoding: str) -> Iterator[str | None]:
    """Yield the lines of a stream with their line ends; None for one of more than LARGEST_DOCUMENT characters.

    An undecodable byte becomes a lone surrogate where the codec allows it, which cleaning counts and replaces.
    """
    errors = "surrogateescape" if encoding in _ESCAPABLE else "replace"
    decoder = codecs.getincrementaldecoder(encoding)(errors=errors)
    parts: list[str] = []
    length = 0
    more = True
    while more:
        block = stream.read(BLOCK)
        more = bool(block)
        text = decoder.decode(block, final=not more)
        *ended, rest = text.split("\n")
        for end in ended:
            length += len(end)
            if length <= LARGEST_DOCUMENT:
                yield "".join((*parts, end, "\n"))
            else:
                yield None
            parts, length = [], 0
        length += len(rest)
        # A line that is too long already is not stored.
        parts = [*parts, rest] if length <= LARGEST_DOCUMENT else []
    if length:
        yield "".join(parts) if length <= LARGEST_DOCUMENT else None


def _complete_lines(head: bytes) -> bytes:
    """Return a stream's head without the line that the end of the block cuts."""
    if len(head) < BLOCK:
        return head
    end = head.rfind(b"\n")
    wide = head[end + 1 : end + 2] == b"\0"
    return head[: end + 1 + wide] if end > 0 else head
