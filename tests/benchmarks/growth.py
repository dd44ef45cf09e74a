"""How the time of reading grows with the text, for texts that are made to be slow: each is doubled four times."""

import gc
import time
from itertools import pairwise

from hostile import SHAPES
from made import arguments
from timing import say, say_machine, verdict

from annotator.corpus.parse import parse

_BOUND = 2.3
# Shorter runs say more about the clock than about the program.
_SHORTEST = 0.05


def main() -> None:
    """Print the ratio of the times of each doubling; evidence is on."""
    parser = arguments(__doc__ or "", rounds=5)
    options = parser.parse_args()
    say_machine()
    for name, shape in SHAPES.items():
        size = 1000
        while _seconds(shape(size), 1) < _SHORTEST and size < 1_000_000:
            size *= 2
        times = [_seconds(shape(size << doubling), options.rounds) for doubling in range(5)]
        ratios = [after / before for before, after in pairwise(times)]
        say(
            f"{name}, {size:,} to {size << 4:,} characters: "
            + " ".join(f"{ratio:.2f}" for ratio in ratios)
            + f"; target {_BOUND}: {verdict(max(ratios) <= _BOUND)}"
        )


def _seconds(text: str, rounds: int) -> float:
    """Return the least processor time of reading `text`, after one reading that fills the caches."""
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        parse(text)
        times.append(time.process_time() - start)
    return min(times)


if __name__ == "__main__":
    main()
