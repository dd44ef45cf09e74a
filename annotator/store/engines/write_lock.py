"""Whose turn it is to write a SQLite file, so that many who write at once all get their share.

SQLite's own waiting grows longer the longer one waits, and whoever has just written is there first again: of sixteen
writers one may wait for minutes. Here the clock, which all processes of a machine share, divides time into spans. A
turn lasts to the end of a span; whoever writes on and on stands back before it and for a moment after it. Those who
wait ask in that moment, the one who has waited longest first, and leave the others alone in between.
"""

import math
import random
import sqlite3
import time

# Seconds of a span. A turn has some writes at least: where a write is slow, most must not wait.
_SPAN = 0.030
_WRITES = 3
# Writes that follow each other within so many seconds belong to one turn.
_BREATH = 0.005
# For how many seconds of a new span one stands back, and how many before it the last write should be over.
_STAND_BACK = (0.003, 0.005)
_MARGIN = 0.0003
# A single write of somebody else is over soon, so that whoever had no turn just before begins with short pauses.
_SOON = 0.010
_SHORT = 0.001
# In a new span the first one asks after so many seconds, and others up to so much later. The less one has waited, the
# later: by half as much in so many seconds.
_FIRST = 0.0005
_LATER = 0.0005
_HALVED_AFTER = 0.150
# One who has waited for so many seconds asks again and again while the others stand back.
_LONG = 0.500
_AGAIN = 0.0004


class Turns:
    """The turns of one process at one file."""

    def __init__(self) -> None:
        self._began = 0.0
        self._ended = 0.0
        self._writes = 0
        # What a write takes: the longest, which counts for less with every further one.
        self._seconds = 0.0

    def begin(self, connection: sqlite3.Connection, patience: float) -> None:
        """Begin a write; raises SQLite's error where others write for longer than `patience` seconds."""
        asked = time.monotonic()
        soon = _SOON
        if asked - self._ended > _BREATH:
            self._writes = 0
        elif self._writes >= _WRITES and asked + self._seconds + _MARGIN > _next_span(asked):
            time.sleep(_next_span(asked) - asked + random.uniform(*_STAND_BACK))
            self._writes, soon = 0, 0.0
        self._wait(connection, asked, patience, soon)
        self._writes += 1
        self._began = time.monotonic()

    def end(self) -> None:
        """Note that a write is over."""
        self._ended = time.monotonic()
        self._seconds = max(self._ended - self._began, 0.9 * self._seconds)

    def _wait(self, connection: sqlite3.Connection, asked: float, patience: float, soon: float) -> None:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                now = time.monotonic()
                if not is_busy(error) or now > asked + patience:
                    raise
            time.sleep(_pause(now, now - asked, soon))
            self._writes = 0


def is_busy(error: sqlite3.Error) -> bool:
    """Tell whether an error of SQLite says that others hold the file."""
    return (error.sqlite_errorname or "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _pause(now: float, waited: float, soon: float) -> float:
    """Return for how many seconds one who has waited for so many asks no more."""
    if waited < soon:
        return random.uniform(_SHORT / 2, _SHORT)
    if waited > _LONG and now % _SPAN < _STAND_BACK[0]:
        return _AGAIN
    pause = _next_span(now) - now
    return pause + _FIRST + _LATER * math.pow(0.5, (waited + pause) / _HALVED_AFTER)


def _next_span(now: float) -> float:
    return (now // _SPAN + 1) * _SPAN
