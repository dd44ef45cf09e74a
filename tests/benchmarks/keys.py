"""From a key to the last byte of the repaint, in a pseudo-terminal of 120x40: moving, opening, answering, undoing.

On projects of three sizes and on documents made to be slow. The screen commits before it repaints.
"""

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from tests.benchmarks.corpora import Options, copied, go_to_middle, project_file
from tests.benchmarks.hostile_documents import hostile_projects
from tests.benchmarks.measure import Figure, amount, environment, percentile, ratio
from tests.terminal import Terminal

_REFERENCE = Path(__file__).with_name("keys_reference.py")
_KEYS = {"next line": "\x1b[B", "previous line": "\x1b[A", "quotation": ";", "answer": "q", "undo": "\x7f"}
_SMALL, _MIDDLE = 100, 100_000
# Rounds that are not counted.
_WARM_UP = 3


def measure(options: Options) -> Iterator[Figure]:
    """Press each key in both programs in turn."""
    rounds = options.rounds_or(50)
    for units in sorted({min(size, options.units) for size in (_SMALL, _MIDDLE, options.units)}):
        path = copied(project_file(options.folder, units=units), "keys.db")
        yield from _measure(f"{units:,} units", path, go_to_middle(path)[1], rounds)
    for name, path, text in hostile_projects(options.folder):
        yield from _measure(name, path, text, rounds)


def _measure(what: str, path: Path, text: str, rounds: int) -> Iterator[Figure]:
    ours: dict[str, list[float]] = {name: [] for name in _KEYS}
    reference: dict[str, list[float]] = {name: [] for name in _KEYS}
    command = (sys.executable, "-m", "annotator", "open", "--db", str(path), "--no-copies")
    with (
        Terminal((sys.executable, str(_REFERENCE)), environment=environment()) as plain,
        Terminal(command, environment=environment()) as program,
    ):
        plain.until("海峡の通航")
        program.until(text)
        for number in range(rounds + _WARM_UP):
            for name, keys in _KEYS.items():
                seconds = plain.press(keys), program.press(keys)
                if number >= _WARM_UP:
                    reference[name].append(seconds[0])
                    ours[name].append(seconds[1])
        memory = program.memory() / 1e6
    for name in _KEYS:
        yield ratio(f"key to repaint, {what}: {name}", ours[name], reference[name], 2.5)
    every, every_reference = list(chain(*ours.values())), list(chain(*reference.values()))
    later = 1000 * (percentile(every, 0.95) - percentile(every_reference, 0.95))
    yield amount(f"key to repaint, {what}: 95th percentile above the reference's", later, "ms", 20)
    yield amount(f"memory of the screen, {what}", memory, "MB", 150)
