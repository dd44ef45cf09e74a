"""What the benchmarks share: two things timed in turn, and their figures printed as ratios.

A figure is the median over the rounds of ours divided by the reference of the same round, with the least and the
greatest of them.
"""

import os
import platform
import sys
from collections.abc import Callable, Sequence
from statistics import median

Timed = Callable[[], float]


def in_turn(reference: Timed, *ours: Timed, rounds: int) -> list[list[float]]:
    """Run the reference and ours one after the other, `rounds` times; return the seconds of each, reference first."""
    runs = (reference, *ours)
    seconds: list[list[float]] = [[] for _ in runs]
    for _ in range(rounds):
        for run, kept in zip(runs, seconds, strict=True):
            kept.append(run())
    return seconds


def share(values: Sequence[float], part: float) -> float:
    """Return the value that `part` of all are not above."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def report(what: str, ours: Sequence[float], reference: Sequence[float], target: float | None = None) -> None:
    """Print ours against the reference, round by round, and whether the target is met."""
    ratios = [one / other for one, other in zip(ours, reference, strict=True)]
    middle = median(ratios)
    verdict = f"; target {target:g}: {'met' if middle <= target else 'MISSED'}" if target is not None else ""
    say(
        f"{what}: {middle:.2f} times the reference "
        f"(min {min(ratios):.2f}, max {max(ratios):.2f}, {len(ratios)} rounds{verdict})"
    )


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def say_machine() -> None:
    """Print what the figures depend on."""
    busy = os.getloadavg()[0]
    say(f"{os.cpu_count()} CPUs (load {busy:.1f}), Python {platform.python_version()}, {platform.system()}")
