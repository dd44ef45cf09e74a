"""A program in a pseudo-terminal, seen as a person sees it: what stands on the screen, and when it came.

Output is stamped as it is read and drawn afterwards, so that drawing delays no stamp.
"""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import pyte

# A repaint is over when nothing has come for so many seconds.
QUIET = 0.06


class Chunk(NamedTuple):
    """Bytes that were read at once, and when."""

    at: float
    data: bytes


class Terminal:
    """A running program and its screen; leaving the context ends the program."""

    def __init__(self, command: Sequence[str], *, columns: int = 120, rows: int = 40) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    def shows(self, words: str) -> bool:
        """Tell whether the words stand in one row of the screen."""
        return any(words in row for row in self._rows())

    def _rows(self) -> list[str]:
        """Return the rows; a cell whose wide character was painted over holds nothing, which `display` cannot take."""
        columns = range(self.screen.columns)
        return ["".join(self.screen.buffer[y][x].data for x in columns) for y in range(self.screen.lines)]

    def until(self, words: str, *, patience: float = 60.0) -> float:
        """Wait until the screen shows the words; return when the bytes came that completed them."""
        deadline = time.perf_counter() + patience
        while time.perf_counter() < deadline:
            for chunk in self._read(QUIET):
                self._stream.feed(chunk.data)
                if self.shows(words):
                    self.settle()
                    return chunk.at
        shown = "\n".join(row.rstrip() for row in self._rows())
        raise TimeoutError(f"the screen does not show {words!r} but:\n{shown}")

    def press(self, keys: bytes) -> float:
        """Send keys; return the seconds until the last byte of the repaint."""
        sent = time.perf_counter()
        os.write(self._master, keys)
        chunks = self._read(QUIET, first=10.0)
        if not chunks:
            raise TimeoutError(f"nothing was painted after {keys!r}")
        self._draw(chunks)
        return chunks[-1].at - sent

    def memory(self) -> int:
        """Return the bytes of memory that the program holds."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        return next(1024 * int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))

    def settle(self) -> None:
        """Wait until nothing more is painted."""
        while chunks := self._read(5 * QUIET):
            self._draw(chunks)

    def _draw(self, chunks: Sequence[Chunk]) -> None:
        for chunk in chunks:
            self._stream.feed(chunk.data)

    def _read(self, quiet: float, *, first: float | None = None) -> list[Chunk]:
        """Read until nothing comes for `quiet` seconds (for the first bytes: `first`)."""
        chunks: list[Chunk] = []
        wait = quiet if first is None else first
        while select.select([self._master], [], [], wait)[0]:
            try:
                data = os.read(self._master, 1 << 16)
            except OSError:  # The program has ended.
                break
            chunks.append(Chunk(time.perf_counter(), data))
            wait = quiet
        return chunks
