"""Measures the commands on `seeds/`, each as a program of its own: the best of a few runs, in milliseconds.

Run it in the checkout: `python tests/benchmarks/command_line.py`. Figures are information, no test depends on them.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from timing import say, say_machine

ROOT = Path(__file__).parents[2]
RUNS = 5
COMMANDS = (
    ("--version",),
    ("--help",),
    ("parse", "{seeds}"),
    ("add", "{seeds}", "--db", "new-{run}.db"),
    ("add", "{seeds}", "--db", "kept.db"),
    ("status", "--db", "kept.db"),
    ("verify", "--db", "kept.db"),
    ("export", "jsonl", "--db", "kept.db", "--out", "dataset.jsonl"),
)


def main() -> None:
    """Print one line a command."""
    say_machine()
    with tempfile.TemporaryDirectory() as folder:
        _milliseconds(folder, ("add", "{seeds}", "--db", "kept.db"), 0)
        for words in COMMANDS:
            best = min(_milliseconds(folder, words, run) for run in range(RUNS))
            say(f"{best:7.0f} ms  annotator {' '.join(words)}")


def _milliseconds(folder: str, words: tuple[str, ...], run: int) -> float:
    """Return how long a command took."""
    command = [word.format(seeds=ROOT / "seeds", run=run) for word in words]
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "annotator", *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
