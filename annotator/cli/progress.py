"""Progress of long work: a counter or a bar on a terminal, nothing in a pipe."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from annotator.workflow.importing.report import ImportReport

# Seconds between two updates of the counter.
_PAUSE = 0.1


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
