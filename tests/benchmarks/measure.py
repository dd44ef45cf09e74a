"""How benchmarks measure: two things timed in turn, their ratio as one row of a table, and a command's peak memory.

A ratio is the median of ours divided by the median of the reference over the same rounds. The least and the greatest
ratio of a single round follow in brackets; they show how busy the machine was.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
ANNOTATOR = "aya"
# Runs one timed call and returns its seconds.
Timed = Callable[[], float]

# A process starts out with its parent's peak memory, so a small process starts the measured one.
_MEASURED = """
import os, sys, time
start = time.perf_counter()
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(process, 0)
sys.stderr.write(f"\\n{time.perf_counter() - start} {usage.ru_maxrss}\\n")
sys.exit(os.waitstatus_to_exitcode(status))
"""


class Figure(NamedTuple):
    """One row of the table; `met` is None for a figure without a bound."""

    work: str
    measured: str
    bound: str = "–"
    met: bool | None = None

    def row(self) -> str:
        """Return the row as Markdown."""
        verdict = {None: "", True: "met", False: "**missed**"}[self.met]
        return f"| {self.work} | {self.measured} | {self.bound} | {verdict} |"


class Run(NamedTuple):
    """What a command took and printed; `memory` is its peak in MiB, without that of its own children."""

    seconds: float
    memory: float
    output: str


def alternate(reference: Timed, *ours: Timed, rounds: int) -> list[list[float]]:
    """Run the reference and ours in turn, `rounds` times; return the seconds of each, reference first."""
    runs = (reference, *ours)
    seconds: list[list[float]] = [[] for _ in runs]
    for _ in range(rounds):
        for run, times in zip(runs, seconds, strict=True):
            times.append(run())
    return seconds


def ratio(work: str, ours: Sequence[float], reference: Sequence[float], bound: float | None = None) -> Figure:
    """Return the ratio of the medians, with the range of the rounds."""
    value = median(ours) / median(reference)
    rounds = [one / other for one, other in zip(ours, reference, strict=True)]
    measured = f"{value:.2f} times ({min(rounds):.2f}–{max(rounds):.2f})"
    if bound is None:
        return Figure(work, measured)
    return Figure(work, measured, f"{bound:g} times", value <= bound)


def amount(work: str, value: float, unit: str, bound: float | None = None) -> Figure:
    """Return a value with its unit."""
    measured = f"{value:.3g} {unit}" if abs(value) < 100 else f"{value:,.0f} {unit}"
    if bound is None:
        return Figure(work, measured)
    return Figure(work, measured, f"{bound:g} {unit}", value <= bound)


def percentile(values: Sequence[float], part: float) -> float:
    """Return the value that `part` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def run_annotator(*arguments: str, folder: Path | None = None) -> Run:
    """Run the program with its arguments to its end, in a process of its own; raises where it fails."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, sys.executable, "-m", "annotator", *arguments],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"annotator {' '.join(arguments)}: {done.stderr}")
    seconds, kibibytes = done.stderr.split()[-2:]
    return Run(float(seconds), int(kibibytes) / 1024, done.stdout)


def environment() -> dict[str, str]:
    """Return the environment of measured programs: as installed, with compiled modules, and as one annotator."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**inherited, "PYTHONPATH": str(ROOT), "ANNOTATOR_NAME": ANNOTATOR}


def progress(line: str) -> None:
    """Print a line beside the table."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
