"""The only writer to standard output and standard error, and the exit codes.

Data goes to standard output, messages and progress to standard error, progress on a terminal only. Control characters
of documents and file names are escaped.
"""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from annotator.corpus.source import CONTROL_CHARACTERS

if TYPE_CHECKING:
    from annotator.workflow.importing.report import ImportReport

# Seconds between two updates of the status line.
_PAUSE = 0.1


class ExitCode(IntEnum):
    """The exit codes of the commands."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    INTERRUPTED = 130


def write_line(line: str) -> None:
    """Write one line of data to standard output."""
    _write(escaped(line) + "\n")


def write_bytes(line: bytes) -> None:
    """Write a line of bytes, its line end included, to standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def write_json(value: object) -> None:
    """Write a value as one line of JSON."""
    import json

    text = json.dumps(value, ensure_ascii=False, default=_json_value)
    _write(CONTROL_CHARACTERS.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n")


def write_table(rows: Iterable[Sequence[object]], headings: Sequence[str]) -> None:
    """Write rows to standard output in aligned columns."""
    for line in _aligned([headings, *rows]):
        write_line(line)


def message_table(rows: Sequence[Sequence[object]]) -> None:
    """Write rows to standard error in aligned columns."""
    for line in _aligned(rows):
        message(line)


def message(text: str) -> None:
    """Write a message to standard error; lines after the first are indented."""
    sys.stderr.write(escaped(text).replace("\n", "\n  ") + "\n")
    sys.stderr.flush()


def fail(text: str, code: ExitCode = ExitCode.REFUSED) -> NoReturn:
    """End the command with one message."""
    message(f"annotator: {text}")
    raise typer.Exit(code)


@contextmanager
def import_progress() -> "Iterator[Callable[[ImportReport], None]]":
    """Show how many documents were read so far."""
    with _status_line() as write:
        yield lambda report: write(f"read {report.read} documents, {report.new} new")


@contextmanager
def counter(verb: str) -> Iterator[Callable[[int, int | None], None]]:
    """Show how much is done, and of how much where that is known."""
    with _status_line() as write:
        yield lambda done, total: write(
            f"{verb} {done:,}" if total is None else f"{verb} {done:,} of {total:,}"
        )


@contextmanager
def _status_line() -> Iterator[Callable[[str], None]]:
    """Give a function that replaces the status line, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    last = 0.0

    def write(text: str) -> None:
        nonlocal last
        if time.monotonic() - last > _PAUSE:
            last = time.monotonic()
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()

    try:
        yield write
    finally:
        clear_line()


@contextmanager
def progress_bar(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """Show a bar for work of a known length; the function takes how much more is done."""
    hidden = not sys.stderr.isatty()
    with typer.progressbar(length=length, label=label, file=sys.stderr, hidden=hidden) as shown:
        yield shown.update


def clear_line() -> None:
    """Clear the status line, so that a message can be written there."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def escaped(text: str) -> str:
    """Return a text with its control characters escaped."""
    return CONTROL_CHARACTERS.sub(lambda match: match.group().encode("unicode_escape").decode(), text)


def width() -> int:
    """Return the columns of the terminal; 80 where standard output is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 80


def discard_output() -> None:
    """Discard further output: nobody reads standard output any more, and the interpreter still flushes it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()


def _aligned(rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """Yield rows with their columns aligned; all rows have equally many."""
    texts = [[escaped(str(cell)) for cell in row] for row in rows]
    widths = [max(map(_cell_width, column)) for column in zip(*texts, strict=True)]
    for row in texts:
        padded = (cell + " " * (width - _cell_width(cell)) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()


def _cell_width(text: str) -> int:
    """Return how many columns a text takes in a terminal."""
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _json_value(value: object) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is not a JSON value")
