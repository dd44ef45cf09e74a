"""One quotation of 200 characters looked up in a body of 5,000, against one search by rapidfuzz for the likest stretch.

The words stand there with a few changes, or nowhere. The time of folding the body and of the index is included.
"""

import gc
import random
import time
from collections.abc import Callable
from typing import NamedTuple

from made import arguments
from rapidfuzz import fuzz
from timing import Timed, in_turn, report, say, say_machine

from annotator.corpus.evidence.check import find_evidence
from annotator.corpus.span import Span

_BODY, _QUOTATION, _CHANGES, _REPEATS = 5000, 200, 12, 20
_BOUND = 0.003


class _Clip(NamedTuple):
    id: str
    headline_span: Span | None
    body_spans: tuple[Span, ...]


def main() -> None:
    """Print the ratio and, since the target is a time, the milliseconds of one lookup."""
    parser = arguments(__doc__ or "", rounds=15)
    options = parser.parse_args()
    say_machine()
    chance = random.Random(7)
    body = _text(chance, _BODY)
    altered = list(body[2000 : 2000 + _QUOTATION])
    for at in chance.sample(range(_QUOTATION), _CHANGES):
        altered[at] = "変"
    for name, words in (("altered", "".join(altered)), ("absent", _text(chance, _QUOTATION))):
        status = _find(words, body)
        seconds = in_turn(
            _timed(fuzz.partial_ratio_alignment, words, body),
            _timed(_find, words, body),
            rounds=options.rounds,
        )
        fastest = min(seconds[1])
        say(f"{name}: found to be {status}; {fastest * 1000:.2f} ms, target {_BOUND * 1000:.0f} ms")
        report("  against rapidfuzz alone", seconds[1], seconds[0])


def _find(words: str, body: str) -> str:
    clip = _Clip("a", None, (Span(0, len(body)),))
    return find_evidence(body, [clip], [(words, "a")])[words, "a"].status


def _text(chance: random.Random, length: int) -> str:
    """Return characters as prose has them: half kana, half one of two thousand kanji."""
    return "".join(
        chr(chance.randrange(0x3042, 0x3094) if chance.random() < 0.5 else chance.randrange(0x4E00, 0x55D0))
        for _ in range(length)
    )


def _timed(work: Callable[[str, str], object], words: str, body: str) -> Timed:
    def run() -> float:
        gc.collect()
        start = time.process_time()
        for _ in range(_REPEATS):
            work(words, body)
        return (time.process_time() - start) / _REPEATS

    return run


if __name__ == "__main__":
    main()
