"""Many who write at once, each in a process of its own: our answers, or rows of a bare table.

They write as fast as they can, or each at a steady rate.

Each has written once when all of them begin at the same moment. What each one did comes back through a pipe when the
time is over.
"""

import os
import pickle
import random
import sqlite3
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from statistics import median
from typing import NamedTuple

import psycopg
from sqlalchemy import select, text

from annotator.store.tables import EventRow, table_of
from annotator.workflow.project import Project, open_project
from tests.annotating import answer

# Makes one write, and returns what it can be found by.
Write = Callable[[], str]


class Work(NamedTuple):
    """What one of the crowd did: the seconds of each write, what they are found by, and what went wrong.

    `processor` are the seconds that a processor worked for it.
    """

    seconds: list[float]
    written: list[str]
    errors: list[str]
    processor: float = 0.0


def crowd(
    count: int,
    seconds: float,
    begin: Callable[[int], tuple[Write, Callable[[], None]]],
    *,
    rate: float | None = None,
) -> list[Work]:
    """Let so many processes write for so long; `begin` gives each its write, and what ends it.

    With a `rate` each writes so many times a second, else as fast as it can.
    """
    ready, go = os.pipe(), os.pipe()
    pipes: list[tuple[int, int]] = []
    for number in range(count):
        pipe = os.pipe()
        child = os.fork()
        if child == 0:
            _child(number, seconds, rate, begin, ready[1], go, pipe[1])
        os.close(pipe[1])
        pipes.append((child, pipe[0]))
    for _ in range(count):
        os.read(ready[0], 1)
    os.close(go[1])
    works = []
    for child, reading in pipes:
        with closing(os.fdopen(reading, "rb")) as pipe_file:
            content = pipe_file.read()
        os.waitpid(child, 0)
        works.append(pickle.loads(content) if content else Work([], [], ["the process ended"]))
    for one in (*ready, go[0]):
        os.close(one)
    return works


def _child(
    number: int,
    seconds: float,
    rate: float | None,
    begin: Callable[[int], tuple[Write, Callable[[], None]]],
    ready: int,
    go: tuple[int, int],
    pipe: int,
) -> None:
    work = Work([], [], [])
    try:
        os.close(go[1])
        write, end = begin(number)
        # The first write makes ready what every session makes ready once, so it has no place among the times.
        work.written.append(write())
        os.write(ready, b"r")
        os.read(go[0], 1)
        over = time.monotonic() + seconds
        worked = time.process_time()
        # Those who write at a rate begin at different moments of their first interval.
        due = time.monotonic() + (random.random() / rate if rate else 0)
        while max(due, time.monotonic()) < over:
            if rate:
                time.sleep(max(0, due - time.monotonic()))
                due += 1 / rate
            start = time.perf_counter()
            try:
                work.written.append(write())
            except Exception as error:
                work.errors.append(str(error))
            work.seconds.append(time.perf_counter() - start)
        work = work._replace(processor=time.process_time() - worked)
        end()
        with closing(os.fdopen(pipe, "wb")) as writing:
            writing.write(pickle.dumps(work))
    except BaseException:
        traceback.print_exc()
        # Nobody waits for one that never came to its beginning.
        os.write(ready, b"f")
    finally:
        os._exit(0)


def answering(address: str, units: Sequence[str]) -> Callable[[int], tuple[Write, Callable[[], None]]]:
    """Give each of a crowd her own name and her answers to a project."""

    def begin(number: int) -> tuple[Write, Callable[[], None]]:
        project, turn = opened(address, f"p{number}"), 0

        def write() -> str:
            nonlocal turn
            turn += 1
            # Another target each time, so that each is an event.
            target = f"{turn} {os.getpid()}"
            outcome = answer(
                project, units[turn % len(units)], dimension="stance", label="favor", target=target
            )
            assert outcome.event
            return outcome.event.id

        return write, project.close

    return begin


def rows_of_file(path: str) -> Callable[[int], tuple[Write, Callable[[], None]]]:
    """Give each of a crowd a bare durable commit to a SQLite file, with SQLite's own way of waiting."""

    def begin(number: int) -> tuple[Write, Callable[[], None]]:
        connection = sqlite3.connect(path, isolation_level=None, timeout=60)
        connection.execute("PRAGMA synchronous=FULL")

        def write() -> str:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO answer VALUES (?, ?)", (f"p{number}", "opinion"))
            connection.execute("COMMIT")
            return ""

        return write, connection.close

    return begin


def rows_of_server(url: str) -> Callable[[int], tuple[Write, Callable[[], None]]]:
    """Give each of a crowd a bare durable commit to a PostgreSQL database."""

    def begin(number: int) -> tuple[Write, Callable[[], None]]:
        connection = psycopg.connect(url)

        def write() -> str:
            connection.execute("INSERT INTO answer VALUES (%s, %s)", (f"p{number}", "opinion"))
            connection.commit()
            return ""

        return write, connection.close

    return begin


def opened(address: str, name: str) -> Project:
    """Open a project as one of the crowd."""
    return open_project(
        address, annotator=name, clock=lambda: datetime.now(UTC), randomness=random.SystemRandom().randbytes
    )


def units_of(address: str) -> list[str]:
    """Return the commentary lines of a project."""
    query = text("SELECT id FROM unit WHERE kind = 'commentary' ORDER BY document_id, ordinal")
    with opened(address, "aya") as project, project.database.reading() as connection:
        return list(connection.execute(query).scalars())


def stored_events(address: str) -> list[str]:
    """Return the ids of all events of a project."""
    with opened(address, "aya") as project, project.database.reading() as connection:
        return list(connection.execute(select(table_of(EventRow).c.id)).scalars())


def typical(works: Sequence[Work]) -> float:
    """Return the median of all writes, in seconds."""
    return median(second for work in works for second in work.seconds)


def percentile(works: Sequence[Work], part: float) -> float:
    """Return the seconds that `part` of all writes did not exceed."""
    seconds = sorted(second for work in works for second in work.seconds)
    return seconds[min(len(seconds) - 1, int(part * len(seconds)))]


def slowest(works: Sequence[Work]) -> float:
    """Return the longest write of all, in seconds."""
    return max(second for work in works for second in work.seconds)


def least_share(works: Sequence[Work]) -> float:
    """Return how much the least of the crowd has written, of what would be fair."""
    written = [len(work.written) for work in works]
    return min(written) * len(written) / sum(written)
