"""Whose turn it is to write a SQLite file, so that many who write at once all get their share.

SQLite's own waiting grows longer the longer one waits, and whoever has just written is there first again: of sixteen
writers one may wait for seconds. Here everybody who waits asks again after short uneven pauses, the shorter the
longer she has waited, and whoever has written without a pause for a while stands back for a moment.
"""

import random
import sqlite3
import time

# Seconds that one process writes without a pause before it stands back, and how long it does: sixteen of these are
# below a second, and a write that follows another one seldom waits.
_SLICE = 0.050
_STAND_BACK = (0.001, 0.003)
# Writes that follow each other within so many seconds are without a pause.
_BREATH = 0.005
# The longest pause between two asks, and the wait after which the pauses are shortest.
_PAUSE = 0.008
_SHORTEST = 0.0005
_LONG_WAIT = 0.5


class Turns:
    """The turns of one process at one file."""

    def __init__(self) -> None:
        self._began = 0.0
        self._ended = 0.0

    def begin(self, connection: sqlite3.Connection, patience: float) -> None:
        """Begin a write; raises SQLite's error where others write for longer than `patience` seconds."""
        now = time.monotonic()
        if now - self._ended > _BREATH:
            self._began = now
        elif now - self._began > _SLICE:
            time.sleep(random.uniform(*_STAND_BACK))
            self._began = 0.0
        self._wait(connection, now + patience)
        if not self._began:
            self._began = time.monotonic()

    def end(self) -> None:
        """Note that a write is over."""
        self._ended = time.monotonic()

    def _wait(self, connection: sqlite3.Connection, deadline: float) -> None:
        asked = time.monotonic()
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                waited = time.monotonic() - asked
                if not is_busy(error) or asked + waited > deadline:
                    raise
            self._began = 0.0
            longest = max(_SHORTEST, _PAUSE * (1 - waited / _LONG_WAIT))
            time.sleep(random.uniform(longest / 8, longest))


def is_busy(error: sqlite3.Error) -> bool:
    """Tell whether an error of SQLite says that others hold the file."""
    return (error.sqlite_errorname or "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
