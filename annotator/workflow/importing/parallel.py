"""Runs a function over many items in other processes: results come in order, and memory stays flat.

Any `concurrent.futures.Executor` will do. Only a bounded window of items is submitted ahead of the results.
"""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def map_in_order(
    executor: Executor, function: Callable[[Item], Result], items: Iterable[Item], *, window: int
) -> Iterator[Result]:
    """Yield `function(item)` for every item, in order; at most `window` items are submitted and not yet yielded."""
    pending: deque[Future[Result]] = deque()
    try:
        for item in items:
            pending.append(executor.submit(function, item))
            if len(pending) >= window:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        for future in pending:
            future.cancel()


@contextmanager
def process_pool(workers: int) -> Iterator[Executor]:
    """Give a pool of processes that end with the block, or with this process.

    Raises Refused where one of them is killed.
    """
    # A forked process would share the database connections of this one.
    pool = _Pool(workers, mp_context=get_context("spawn"), initializer=_start_worker)
    try:
        yield pool
    except BrokenProcessPool as error:
        # Imported late, since the workers import this module and do not need it.
        from annotator.workflow.errors import Refused

        raise Refused(
            "A process that read documents was ended from outside, or memory ran out. "
            "What was done before is kept; run the command again."
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


class _Pool(ProcessPoolExecutor):
    """Starts its processes with SIGINT blocked, so that Ctrl+C interrupts none that is still starting."""

    def submit(self, function: Callable[..., Result], /, *args: Any, **options: Any) -> "Future[Result]":
        """Submit a call, which may start a process."""
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return super().submit(function, *args, **options)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def available_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start_worker() -> None:
    """End when the parent is gone."""
    parent = parent_process()
    if parent:
        threading.Thread(target=_exit_with, args=(parent.sentinel,), daemon=True).start()


def _exit_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
