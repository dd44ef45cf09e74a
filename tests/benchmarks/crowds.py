"""Many annotators who answer at once, at a given pace and as fast as they can, on one SQLite file and on a server."""

from collections.abc import Iterator

from tests.benchmarks.corpora import SEEDS, Options, remove
from tests.benchmarks.measure import Figure, amount, run_annotator
from tests.load.crowd import answering, crowd, least_share, percentile, slowest, stored_events, units_of
from tests.postgres import ServerUnavailable, run_server

_SECONDS = 30


def measure(options: Options) -> Iterator[Figure]:
    """Yield times, shares and losses of each crowd; `--rounds` is the number of seconds."""
    path = options.folder / "crowd.db"
    remove(path)
    seconds = options.rounds_or(_SECONDS)
    yield from _measure(
        "16 processes, SQLite", str(path), 16, seconds, pace=5, paced=(50, 250, 0.85), flat_out=1
    )
    try:
        with run_server(safe=True, connections=84) as server:
            yield from _measure(
                "64 connections, PostgreSQL",
                server.acquire(),
                64,
                seconds,
                pace=2,
                paced=(100, None, None),
                flat_out=5,
            )
    except ServerUnavailable as error:
        yield Figure("64 connections, PostgreSQL", f"not measured: {error}")


def _measure(
    what: str,
    address: str,
    count: int,
    seconds: float,
    *,
    pace: float,
    paced: tuple[float, float | None, float | None],
    flat_out: float,
) -> Iterator[Figure]:
    """Let the crowd answer at its pace, then as fast as it can; `paced` bounds p99, slowest and least share."""
    run_annotator("add", str(SEEDS), "--db", address)
    begin = answering(address, units_of(address))
    works = crowd(count, seconds, begin, rate=pace)
    name = f"{what}, {pace:g} answers a second each"
    p99, longest, share = paced
    yield amount(f"{name}: 99th percentile", 1000 * percentile(works, 0.99), "ms", p99)
    yield amount(f"{name}: slowest", 1000 * slowest(works), "ms", longest)
    least = least_share(works)
    bound = "–" if share is None else f"at least {share:g}"
    yield Figure(f"{name}: least share", f"{least:.2f}", bound, None if share is None else least >= share)
    faster = crowd(count, seconds, begin)
    name = f"{what}, as fast as they can"
    yield amount(f"{name}: slowest", slowest(faster), "s", flat_out)
    acknowledged = [event for work in (*works, *faster) for event in work.written]
    errors = sum(len(work.errors) for work in (*works, *faster))
    stored = stored_events(address)
    lost, doubled = len(set(acknowledged) - set(stored)), len(stored) - len(set(acknowledged))
    measured = f"{len(acknowledged):,} answers; {errors} errors, {lost} lost, {doubled} doubled"
    yield Figure(f"{what}, both", measured, "0 errors, 0 lost", not (errors or lost or doubled))
