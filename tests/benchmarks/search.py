"""The first page of hits as the screen asks for it, and how long a filter takes, on a large project."""

import time
from collections.abc import Callable, Iterator
from itertools import islice

from annotator.store.values import UnitFilter
from annotator.workflow.browsing import filters
from annotator.workflow.browsing.search import search_units
from tests.benchmarks.corpora import Options, opened, project_file
from tests.benchmarks.measure import Figure, amount

_PAGE = 50
_TEXTS = {
    "two characters, in many units": "海峡",
    "four characters, in one document": "第7号",
    "two characters, in none": "鯨油",
    "one character, in nearly all": "の",
    "one character, in none": "鯨",
    "a sentence": "内海の沿岸国にとっては外洋に出る唯一の出口",
}
_FILTERS = {
    "a tag": UnitFilter(tag="海峡通航"),
    "publisher and month": UnitFilter(publisher="潮見放送ニュース", since="2022-06", until="2022-06"),
    "altered quotations": UnitFilter(evidence="altered"),
    "own state": UnitFilter(state="unanswered"),
    "an answer": UnitFilter(label=("fact_opinion", "opinion")),
}


def measure(options: Options) -> Iterator[Figure]:
    """Yield the slowest of a few searches of each kind."""
    rounds = options.rounds_or(5)
    with opened(project_file(options.folder, units=options.units)) as project:
        for what, text in _TEXTS.items():
            slowest = _slowest(lambda text=text: list(islice(search_units(project, text), _PAGE)), rounds)  # type: ignore[misc]
            yield amount(f"search, first hits, {options.units:,} units: {what}", slowest, "ms", 100)
        for what, criteria in _FILTERS.items():
            slowest = _slowest(lambda criteria=criteria: filters.apply_filter(project, criteria), rounds)  # type: ignore[misc]
            yield amount(f"filter, {options.units:,} units: {what}", slowest, "ms", 300)


def _slowest(act: Callable[[], object], rounds: int) -> float:
    """Return the milliseconds of the slowest run."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return 1000 * max(times)
