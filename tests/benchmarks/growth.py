"""How parse time grows with the text, for texts made to be slow: each is doubled up to the largest document."""

import gc
import time
from collections.abc import Callable, Iterator
from itertools import pairwise

from annotator.corpus.parse import parse
from annotator.formats.readers.inputs import LARGEST_DOCUMENT, MOST_LINES
from tests.benchmarks.corpora import Options
from tests.benchmarks.hostile_texts import SHAPES
from tests.benchmarks.measure import Figure

_BOUND = 2.3
_DOUBLINGS = 4
# Shorter runs measure the clock rather than the parser; such texts are parsed several times.
_SHORTEST = 0.02


def measure(options: Options) -> Iterator[Figure]:
    """Yield the greatest ratio of CPU times of one doubling for each shape, with evidence."""
    # A full collection walks over all modules too, which would look like a step.
    gc.freeze()
    for name, shape in SHAPES.items():
        size = _first_size(shape)
        texts = [shape(size << doubling) for doubling in range(_DOUBLINGS + 1)]
        # In turn, so that other work on the machine falls on all sizes alike.
        rounds = [[_seconds(text) for text in texts] for _ in range(options.rounds_or(3))]
        ratios = [after / before for before, after in pairwise(map(min, zip(*rounds, strict=True)))]
        measured = ", ".join(f"{ratio:.2f}" for ratio in ratios)
        work = f"time of each doubling up to {len(texts[-1]):,} characters: {name}"
        yield Figure(work, measured, f"{_BOUND} times", max(ratios) <= _BOUND)


def _first_size(shape: Callable[[int], str]) -> int:
    """Return the size from which four doublings reach the largest document."""
    size = LARGEST_DOCUMENT >> _DOUBLINGS
    while _is_too_large(shape(size << _DOUBLINGS)):
        size //= 2
    return size


def _is_too_large(text: str) -> bool:
    return len(text.encode()) > LARGEST_DOCUMENT or text.count("\n") >= MOST_LINES


def _seconds(text: str) -> float:
    """Return the least CPU time of parsing a text."""
    times: list[float] = []
    while not times or sum(times) < _SHORTEST:
        gc.collect()
        start = time.process_time()
        parse(text)
        times.append(time.process_time() - start)
    return min(times)
