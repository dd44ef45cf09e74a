"""The only writer to standard output and standard error, and the exit codes.

Data goes to standard output, messages to standard error. Control characters of documents and file names are escaped.
"""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from typing import Any, NoReturn

import typer

from annotator.corpus.source import CONTROL_CHARACTERS


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
    raise TypeError(f"{type(value).__name__} is no JSON value")
