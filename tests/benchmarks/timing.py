"""What the benchmarks share: two things timed in turn, and their figures printed as ratios.

A figure is the median of ours divided by the median of the reference, over the same rounds; beside it stand the
least and the greatest ratio of one round, which tell how busy the machine was.
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
    """Print the ratio of the medians, the least and the greatest of a round, and whether the target is met."""
    ratio = median(ours) / median(reference)
    rounds = [one / other for one, other in zip(ours, reference, strict=True)]
    say(
        f"{what}: {ratio:.2f} times the reference (rounds {min(rounds):.2f} to {max(rounds):.2f}, n={len(rounds)})"
        + ("" if target is None else f"; target {target:g}: {verdict(ratio <= target)}")
    )


def verdict(met: bool) -> str:
    """Return the word for a target."""
    return "met" if met else "MISSED"


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def say_machine() -> None:
    """Print what the figures depend on."""
    busy = os.getloadavg()[0]
    say(f"{os.cpu_count()} CPUs (load {busy:.1f}), Python {platform.python_version()}, {platform.system()}")
