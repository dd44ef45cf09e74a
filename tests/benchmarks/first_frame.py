"""From the start of the process to the first frame with the current unit's text, in a pseudo-terminal of 120x40."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.corpora import Options, copied, go_to_middle, project_file
from tests.benchmarks.measure import Figure, Timed, alternate, environment, ratio
from tests.terminal import Terminal

_REFERENCE = Path(__file__).with_name("first_frame_reference.py")
_SMALL = 1_000


def measure(options: Options) -> Iterator[Figure]:
    """Start the reference and the program in turn, on a small and on a large project."""
    for units in sorted({_SMALL, options.units}):
        path = copied(project_file(options.folder, units=units), "first-frame.db")
        unit, text = go_to_middle(path)
        reference = _first_frame((sys.executable, str(_REFERENCE), str(path), unit), text)
        ours = _first_frame(
            (sys.executable, "-m", "annotator", "open", "--db", str(path), "--no-copies"),
            text,
        )
        # Once, so that the files are in the system's cache.
        reference(), ours()
        seconds = alternate(reference, ours, rounds=options.rounds_or(11))
        yield ratio(f"first frame, {units:,} units", seconds[1], seconds[0], 1.2)


def _first_frame(command: tuple[str, ...], text: str) -> Timed:
    def run() -> float:
        with Terminal(command, environment=environment()) as terminal:
            return terminal.until(text) - terminal.started

    return run
