"""Progress of long work: a counter on a terminal, silence in a pipe."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.workflow.adding import AddReport

# Seconds between two paintings of the counter.
_PAUSE = 0.1


@contextmanager
def adding() -> "Iterator[Callable[[AddReport], None]]":
    """Show how many documents were read so far."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    last = 0.0

    def show(report: "AddReport") -> None:
        nonlocal last
        if time.monotonic() - last > _PAUSE:
            last = time.monotonic()
            sys.stderr.write(f"\r\x1b[Kread {report.read} documents, {report.new} new")
            sys.stderr.flush()

    try:
        yield show
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
