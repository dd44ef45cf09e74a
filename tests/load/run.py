"""The long version: `python -m tests.load.run` measures crowds on both databases against bare durable commits.

Turns of ours and of the reference follow each other; the figures of all turns are taken together.
"""

import argparse
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg

from annotator.workflow.importing.documents import add
from tests.load.crowd import (
    Work,
    Write,
    answering,
    crowd,
    least_share,
    opened,
    percentile,
    rows_of_file,
    rows_of_server,
    slowest,
    stored_events,
    typical,
    units_of,
)
from tests.postgres import Server, run_server

SEEDS = Path(__file__).parents[2] / "seeds"
Begin = Callable[[int], tuple[Write, Callable[[], None]]]


def main() -> None:
    """Measure the file, then the server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="for each crowd, in all")
    parser.add_argument("--turns", type=int, default=4)
    parser.add_argument("--processes", type=int, default=16, help="on one SQLite file")
    parser.add_argument("--connections", type=int, default=64, help="to one PostgreSQL server")
    parser.add_argument("--on", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--rate", type=float, help="answers a second of each, instead of as many as it can")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if options.on != "postgresql":
            path, plain = str(Path(name) / "a.db"), str(Path(name) / "plain.db")
            with closing(sqlite3.connect(plain)) as connection:
                connection.executescript(
                    "PRAGMA journal_mode=WAL; CREATE TABLE answer (who TEXT, label TEXT)"
                )
            _measure(
                f"{options.processes} processes, one SQLite file",
                path,
                rows_of_file(plain),
                options.processes,
                options,
            )
        if options.on != "sqlite":
            with run_server(safe=True, connections=options.connections + 20) as server:
                address, plain = server.acquire(), server.create_empty()
                with psycopg.connect(plain) as there:
                    there.execute("CREATE TABLE answer (who TEXT, label TEXT)")
                _measure(
                    f"{options.connections} connections, PostgreSQL",
                    address,
                    rows_of_server(plain),
                    options.connections,
                    options,
                    server,
                )


def _measure(
    what: str,
    address: str,
    reference: Begin,
    count: int,
    options: argparse.Namespace,
    server: Server | None = None,
) -> None:
    with opened(address, "aya") as project:
        add(project, [str(SEEDS)])
    units = units_of(address)
    if options.rate:
        bare_works, our_works = (
            crowd(count, options.seconds, begin, rate=options.rate)
            for begin in (reference, answering(address, units))
        )
        _print_outcome(what, address, our_works)
        _print_times("answers", our_works)
        _print_times("bare commits", bare_works)
        return
    ours: list[list[Work]] = []
    others: list[list[Work]] = []
    served = [0.0, 0.0]
    for _ in range(options.turns):
        for whose, (turns, begin) in enumerate(((others, reference), (ours, answering(address, units)))):
            before = server.processor_seconds() if server else 0.0
            turns.append(crowd(count, options.seconds / options.turns, begin))
            served[whose] += (server.processor_seconds() if server else 0.0) - before
    works = [_together(turns) for turns in zip(*ours, strict=True)]
    bare = [_together(turns) for turns in zip(*others, strict=True)]
    bare_cost, cost = (
        (sum(work.processor for work in crowd) + at_server) / sum(len(work.written) for work in crowd)
        for crowd, at_server in zip((bare, works), served, strict=True)
    )
    answers = sum(len(work.written) for work in works)
    _print_outcome(what, address, works)
    sys.stdout.write(
        f"  median of one answer: {typical(works) / typical(bare):.2f} times that of a bare commit; "
        f"processor time: {cost / bare_cost:.2f} times; "
        f"answers a second: {answers / sum(len(work.written) for work in bare):.2f} of the bare commits\n"
        f"  slowest answer: {slowest(works):.2f} s (bare commit {slowest(bare):.2f} s); "
        f"least share: {least_share(works):.2f} (bare commit {least_share(bare):.2f})\n"
    )
    sys.stdout.flush()


def _print_times(name: str, works: list[Work]) -> None:
    sys.stdout.write(
        f"  {name}: median {typical(works) * 1000:.0f} ms, 99th percentile {percentile(works, 0.99) * 1000:.0f} ms, "
        f"slowest {slowest(works) * 1000:.0f} ms, least share {least_share(works):.2f}\n"
    )
    sys.stdout.flush()


def _print_outcome(what: str, address: str, works: list[Work]) -> None:
    """Print how many answers there are, and what became of them."""
    acknowledged = [event for work in works for event in work.written]
    stored = stored_events(address)
    errors = [error for work in works for error in work.errors]
    sys.stdout.write(
        f"{what}: {len(acknowledged)} answers, errors: {len(errors)}, lost: {len(set(acknowledged) - set(stored))}, "
        f"doubled: {len(stored) - len(set(acknowledged))}\n"
    )
    sys.stdout.writelines(f"  {error}\n" for error in sorted(set(errors)))


def _together(turns: tuple[Work, ...]) -> Work:
    """Return what one of the crowd did in all turns."""
    return Work(
        [second for turn in turns for second in turn.seconds],
        [event for turn in turns for event in turn.written],
        [error for turn in turns for error in turn.errors],
        sum(turn.processor for turn in turns),
    )


if __name__ == "__main__":
    main()
