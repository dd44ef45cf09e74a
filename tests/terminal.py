"""A program in a pseudo-terminal, seen as a person sees it: the text on its screen, and when it appeared.

Output is time-stamped when it is read and drawn afterwards, so that drawing does not delay a stamp.
"""

import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from fcntl import ioctl
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import pyte

# A repaint is over when nothing has been painted for this many seconds.
QUIET = 0.06
# The longest wait for something to appear, in seconds.
PATIENCE = 120.0


class _Chunk(NamedTuple):
    """Bytes that were read at once, and when."""

    at: float
    data: bytes


class Terminal:
    """A running program and its screen; leaving the context ends the program."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._ours, theirs = pty.openpty()
        ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        colours = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self.started = time.perf_counter()
        self.program = subprocess.Popen(
            command,
            cwd=folder,
            env={**(os.environ if environment is None else environment), **colours},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.program.poll() is None:
            self.program.kill()
            self.program.wait()
        if not self._closed:
            self.close()

    def close(self) -> None:
        """Close the window; the program is sent no signal, as under `nohup`."""
        os.close(self._ours)
        self._closed = True

    @property
    def text(self) -> str:
        """The text on the screen, row by row."""
        # pyte's own `display` fails on a cell whose wide character was painted over and is therefore empty.
        rows = (self._screen.buffer[y] for y in range(self._screen.lines))
        return "\n".join("".join(row[x].data for x in range(self._screen.columns)) for row in rows)

    def until(self, seen: str | Callable[[str], object]) -> float:
        """Wait until a text, or what a function looks for, is on the screen; return when its last bytes came."""
        found = (lambda text: seen in text.replace("\n", "")) if isinstance(seen, str) else seen
        at, deadline = time.perf_counter(), time.perf_counter() + PATIENCE
        while not found(self.text):
            chunks = self._read(first=QUIET)
            for chunk in chunks:
                at = chunk.at
                self._stream.feed(chunk.data)
                if found(self.text):
                    self._draw(chunks[chunks.index(chunk) + 1 :])
                    return at
            over = time.perf_counter() > deadline or (not chunks and self.program.poll() is not None)
            assert not over, f"the screen does not show {seen!r} but:\n{self.text}"
        return at

    def type(self, keys: str) -> None:
        """Type keys."""
        os.write(self._ours, keys.encode())

    def press(self, keys: str) -> float:
        """Type keys; return the seconds until the last byte of the repaint."""
        sent = time.perf_counter()
        self.type(keys)
        chunks = self._read(first=PATIENCE)
        assert chunks, f"nothing was painted after {keys!r}"
        self._draw(chunks)
        return chunks[-1].at - sent

    def settle(self) -> None:
        """Wait until nothing more is painted."""
        while chunks := self._read(first=5 * QUIET):
            self._draw(chunks)

    def end(self) -> int:
        """Wait until the program has ended; return its exit code."""
        deadline = time.perf_counter() + PATIENCE
        while self.program.poll() is None and time.perf_counter() < deadline:
            self._draw(self._read(first=QUIET))
        return self.program.wait(timeout=10)

    def memory(self) -> int:
        """Return the bytes of memory that the program holds (Linux)."""
        status = Path(f"/proc/{self.program.pid}/status").read_text(encoding="ascii")
        return next(1024 * int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))

    def _draw(self, chunks: Sequence[_Chunk]) -> None:
        for chunk in chunks:
            self._stream.feed(chunk.data)

    def _read(self, *, first: float) -> list[_Chunk]:
        """Read until nothing comes for a moment; wait up to `first` seconds for the first bytes."""
        chunks: list[_Chunk] = []
        wait = first
        while select.select([self._ours], [], [], wait)[0]:
            try:
                data = os.read(self._ours, 1 << 16)
            except OSError:  # The program has closed the terminal.
                break
            if not data:
                break
            chunks.append(_Chunk(time.perf_counter(), data))
            wait = QUIET
        return chunks
