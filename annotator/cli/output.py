"""The only writer to standard output and standard error, and the owner of exit codes.

Data goes to standard output, everything else to standard error; nothing that a document or a file name holds can
act on the terminal.
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
    """How a command ended."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    INTERRUPTED = 130


def data(line: str) -> None:
    """Write one line of data to standard output."""
    _write(harmless(line) + "\n")


def raw(line: bytes) -> None:
    """Write bytes that end in a line end to standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def json_data(value: object) -> None:
    """Write a value as one line of JSON."""
    import json

    words = json.dumps(value, ensure_ascii=False, default=_plain)
    _write(CONTROL_CHARACTERS.sub(lambda match: f"\\u{ord(match.group()):04x}", words) + "\n")


def table(rows: Iterable[Sequence[object]], headings: Sequence[str]) -> None:
    """Write rows in aligned columns, readable in a pipe too."""
    for line in _aligned([headings, *rows]):
        data(line)


def say_table(rows: Sequence[Sequence[object]]) -> None:
    """Tell the person something in aligned columns beside the data."""
    for line in _aligned(rows):
        say(line)


def say(message: str) -> None:
    """Tell the person something beside the data; only its first line begins at the margin."""
    sys.stderr.write(harmless(message).replace("\n", "\n  ") + "\n")
    sys.stderr.flush()


def fail(message: str, code: ExitCode = ExitCode.REFUSED) -> NoReturn:
    """End the command with one clear message."""
    say(f"annotator: {message}")
    raise typer.Exit(code)


def harmless(words: str) -> str:
    """Return words with every character that could act on a terminal written out."""
    return CONTROL_CHARACTERS.sub(lambda match: match.group().encode("unicode_escape").decode(), words)


def width() -> int:
    """Return how many columns the person's terminal has; 80 where standard output is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 80


def leave_pipe() -> None:
    """Keep the interpreter from writing to a pipe that nobody reads any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write(words: str) -> None:
    sys.stdout.buffer.write(words.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()


def _aligned(rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """Yield rows with their columns aligned; every row has as many as the first."""
    texts = [[harmless(str(cell)) for cell in row] for row in rows]
    widths = [max(map(_cells, column)) for column in zip(*texts, strict=True)]
    for row in texts:
        padded = (cell + " " * (width - _cells(cell)) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()


def _cells(words: str) -> int:
    """Return how many columns words take in a terminal."""
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in words)


def _plain(value: object) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is no JSON value")
