"""The parser against one regular expression that only tells kinds of lines apart, over the posts under seeds/."""

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice

from annotator.corpus.parse import parse
from tests.benchmarks.corpora import Options, seed_texts
from tests.benchmarks.measure import Figure, Timed, alternate, ratio
from tests.benchmarks.parse_reference import classify

_MEGABYTES = 20.0
_DENSEST = "02-harbour-court.txt"


def measure(options: Options) -> Iterator[Figure]:
    """Yield the ratios of CPU time, without and with evidence."""
    seeds = seed_texts()
    for name, texts, bounds in (
        ("seeds/", list(seeds.values()), (16, 30)),
        ("densest post", [seeds[_DENSEST]], (30, 80)),
    ):
        repeated = _repeated(texts)
        seconds = alternate(
            _timed(repeated, classify),
            _timed(repeated, lambda text: parse(text, evidence=False)),
            _timed(repeated, parse),
            rounds=options.rounds_or(5),
        )
        yield ratio(f"parse, {name}, without evidence", seconds[1], seconds[0], bounds[0])
        yield ratio(f"parse, {name}, with evidence", seconds[2], seconds[0], bounds[1])


def _repeated(texts: Sequence[str]) -> list[str]:
    once = sum(len(text.encode()) for text in texts) / len(texts)
    return list(islice(cycle(texts), round(_MEGABYTES * 1e6 / once)))


def _timed(texts: Sequence[str], work: Callable[[str], object]) -> Timed:
    def run() -> float:
        gc.collect()
        start = time.process_time()
        for text in texts:
            work(text)
        return time.process_time() - start

    return run
