"""How the time of reading grows with the text, for texts that are made to be slow: each is doubled four times.

The last doubling gives the largest text that a document may have; a larger one is refused before it is read.
"""

import gc
import time
from collections.abc import Callable
from itertools import pairwise

from hostile import SHAPES
from made import arguments
from timing import say, say_machine, verdict

from annotator.corpus.parse import parse
from annotator.formats.readers.pieces import LARGEST_DOCUMENT, MOST_LINES

_BOUND = 2.3
_DOUBLINGS = 4
# Shorter runs say more about the clock than about the program; such texts are read several times.
_SHORTEST = 0.02


def main() -> None:
    """Print the ratio of the times of each doubling; evidence is on."""
    parser = arguments(__doc__ or "", rounds=5)
    options = parser.parse_args()
    say_machine()
    # A full collection walks over all modules too, and comes when a text has made enough records: one step up.
    gc.freeze()
    for name, shape in SHAPES.items():
        size = _first_size(shape)
        texts = [shape(size << doubling) for doubling in range(_DOUBLINGS + 1)]
        # In turn, so that what else the machine does falls on all sizes alike.
        rounds = [[_seconds(text) for text in texts] for _ in range(options.rounds)]
        ratios = [after / before for before, after in pairwise(map(min, zip(*rounds, strict=True)))]
        say(
            f"{name}, {len(texts[0]):,} to {len(texts[-1]):,} characters: "
            + " ".join(f"{ratio:.2f}" for ratio in ratios)
            + f"; target {_BOUND}: {verdict(max(ratios) <= _BOUND)}"
        )


def _first_size(shape: Callable[[int], str]) -> int:
    """Return the size from which four doublings reach the largest document, halved as often as that needs."""
    size = LARGEST_DOCUMENT >> _DOUBLINGS
    while _is_too_large(shape(size << _DOUBLINGS)):
        size //= 2
    return size


def _is_too_large(text: str) -> bool:
    return len(text.encode()) > LARGEST_DOCUMENT or text.count("\n") >= MOST_LINES


def _seconds(text: str) -> float:
    """Return the least processor time of reading `text`."""
    times: list[float] = []
    while not times or sum(times) < _SHORTEST:
        gc.collect()
        start = time.process_time()
        parse(text)
        times.append(time.process_time() - start)
    return min(times)


if __name__ == "__main__":
    main()
