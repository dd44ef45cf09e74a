"""Start-up of the commands on a small project, against a bare interpreter and against importing the libraries."""

import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import cycle

from tests.benchmarks.corpora import SEEDS, Options, remove, unit_ids
from tests.benchmarks.measure import Figure, Timed, alternate, environment, ratio, run_annotator


def measure(options: Options) -> Iterator[Figure]:
    """Yield the ratios of `--help`, `status`, `search` and `label`."""
    rounds = options.rounds_or(15)
    path = options.folder / "commands.db"
    remove(path)
    run_annotator("add", str(SEEDS), "--db", str(path))
    (unit, *_) = unit_ids(path, "commentary")
    bare, libraries = _timed("-c", "pass"), _timed("-c", "import sqlmodel, typer")
    seconds = alternate(bare, _timed("-m", "annotator", "--help"), rounds=rounds)
    yield ratio("`annotator --help`, to a bare interpreter", seconds[1], seconds[0], 11)
    labels = cycle(("fact", "opinion"))
    commands = {
        "status": _timed("-m", "annotator", "status", "--db", str(path)),
        "search": _timed("-m", "annotator", "search", "海峡", "--db", str(path)),
        "label": lambda: _timed(
            "-m", "annotator", "label", unit, f"fact_opinion={next(labels)}", "--db", str(path)
        )(),
    }
    seconds = alternate(libraries, *commands.values(), rounds=rounds)
    for name, ours in zip(commands, seconds[1:], strict=True):
        yield ratio(
            f"`annotator {name}`, 16 documents, to importing sqlmodel and typer", ours, seconds[0], 1.4
        )


def _timed(*arguments: str) -> Timed:
    def run() -> float:
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        return time.perf_counter() - start

    return run
