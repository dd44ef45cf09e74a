"""Spreads work over all cores: results come in the order of the things, whichever core they were made on.

Only so much is in flight that memory stays flat however many things there are. The first things are worked on here,
one by one: few need no other processes, which take a while to start.
"""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, get_context, parent_process
from typing import TypeVar

Thing = TypeVar("Thing")
Result = TypeVar("Result")

# Work on this weight takes about as long as starting the processes.
_WORTH_IT = 2 << 20
# A core takes so much at a time: at most one thing more than this weight, and no more things than this.
_CHUNK = 1 << 18
_CHUNK_THINGS = 64
# Chunks in flight for each core: the one that is worked on, and the next.
_AHEAD = 2


def spread(
    work: Callable[[Thing], list[Result]],
    things: Iterable[Thing],
    *,
    weight: Callable[[Thing], int],
    cores: int | None = None,
) -> Generator[Result, None, None]:
    """Yield the results of all things in order; `work` and what it takes and gives can be pickled.

    `weight` says how many bytes a thing has. Raises Refused where a process was ended from outside.
    """
    cores = cores or _cores()
    left = iter(things)
    done = 0
    while cores == 1 or done < _WORTH_IT:
        if (thing := next(left, None)) is None:
            return
        done += weight(thing)
        yield from work(thing)
    yield from _spread(work, _chunks(left, weight), cores)


def _spread(
    work: Callable[[Thing], list[Result]], chunks: Iterator[list[Thing]], cores: int
) -> Iterator[Result]:
    # A copy of this process would hold its database connections; a new one holds nothing.
    pool = ProcessPoolExecutor(cores, mp_context=get_context("spawn"), initializer=_begin)
    flying: deque[Future[list[Result]]] = deque()
    try:
        for chunk in chunks:
            flying.append(pool.submit(_work_on, work, chunk))
            if len(flying) > _AHEAD * cores:
                yield from flying.popleft().result()
        while flying:
            yield from flying.popleft().result()
    except BrokenProcessPool as error:
        # What can go wrong elsewhere is a tenth of a second of imports, which the other processes do without.
        from annotator.workflow.errors import Refused

        raise Refused(
            "A process that read documents was ended from outside, or memory ran out. "
            "What was done before is kept; run the command again."
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _chunks(things: Iterable[Thing], weight: Callable[[Thing], int]) -> Iterator[list[Thing]]:
    chunk: list[Thing] = []
    held = 0
    for thing in things:
        chunk.append(thing)
        held += weight(thing)
        if held >= _CHUNK or len(chunk) == _CHUNK_THINGS:
            yield chunk
            chunk, held = [], 0
    if chunk:
        yield chunk


def _work_on(work: Callable[[Thing], list[Result]], chunk: list[Thing]) -> list[Result]:
    return [result for thing in chunk for result in work(thing)]


def _begin() -> None:
    """Leave the interrupt key to the process that started this one, and end when that one is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
