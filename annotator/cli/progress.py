"""Progress of long work: a counter or a bar on a terminal, silence in a pipe."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from annotator.workflow.importing.report import ImportReport

# Seconds between two paintings of the counter.
_PAUSE = 0.1


@contextmanager
def adding() -> "Iterator[Callable[[ImportReport], None]]":
    """Show how many documents were read so far."""
    with _counter() as write:
        yield lambda report: write(f"read {report.read} documents, {report.new} new")


@contextmanager
def counting(verb: str) -> Iterator[Callable[[int, int | None], None]]:
    """Show how much is done, of how much where that is known."""
    with _counter() as write:
        yield lambda done, total: write(
            f"{verb} {done:,}" if total is None else f"{verb} {done:,} of {total:,}"
        )


@contextmanager
def _counter() -> Iterator[Callable[[str], None]]:
    """Give what paints a line over the one before, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    last = 0.0

    def write(words: str) -> None:
        nonlocal last
        if time.monotonic() - last > _PAUSE:
            last = time.monotonic()
            sys.stderr.write(f"\r\x1b[K{words}")
            sys.stderr.flush()

    try:
        yield write
    finally:
        clear()


@contextmanager
def bar(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """Show a bar for work of a known length; the function that is given takes how much more is done."""
    hidden = not sys.stderr.isatty()
    with typer.progressbar(length=length, label=label, file=sys.stderr, hidden=hidden) as shown:
        yield shown.update


def clear() -> None:
    """Leave the row to a message; the next painting begins on a fresh one."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
