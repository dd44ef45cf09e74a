"""Whose turn it is to write a SQLite file, so that many who write at once all get their share.

SQLite's own waiting grows longer the longer one waits, and whoever has just written is there first again: of sixteen
writers one may wait for seconds. Here a turn is a few writes that follow each other. Whoever has had hers stands back
for a moment, and of those who wait, whoever has waited longest asks most often, so that the moment is hers.
"""

import random
import sqlite3
import time

# A turn is over after so many seconds, but not before so many writes: where a write is slow, most must not wait.
_TURN = 0.030
_WRITES = 3
# Writes that follow each other within so many seconds belong to one turn.
_BREATH = 0.005
# How many seconds one stands back: longer than the pauses of those who have waited long.
_STAND_BACK = (0.002, 0.004)
# A single write of somebody else is over soon, so that a wait begins with short pauses. Where that was not all, the
# pauses are long at first and halve each time that so many seconds have passed.
_SOON = 0.010
_SHORT = 0.001
_LONG = 0.032
_HALVED_AFTER = 0.080
_SHORTEST = 0.0002


class Turns:
    """The turns of one process at one file."""

    def __init__(self) -> None:
        self._began = 0.0
        self._ended = 0.0
        self._writes = 0

    def begin(self, connection: sqlite3.Connection, patience: float) -> None:
        """Begin a write; raises SQLite's error where others write for longer than `patience` seconds."""
        now = time.monotonic()
        if now - self._ended > _BREATH:
            self._new_turn(now)
        elif now - self._began > _TURN and self._writes >= _WRITES:
            time.sleep(random.uniform(*_STAND_BACK))
            self._new_turn(time.monotonic())
        self._wait(connection, now + patience)
        self._writes += 1

    def end(self) -> None:
        """Note that a write is over."""
        self._ended = time.monotonic()

    def _new_turn(self, now: float) -> None:
        self._began, self._writes = now, 0

    def _wait(self, connection: sqlite3.Connection, deadline: float) -> None:
        asked = time.monotonic()
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                now = time.monotonic()
                if not is_busy(error) or now > deadline:
                    raise
            time.sleep(_pause(now - asked))
            self._new_turn(time.monotonic())


def is_busy(error: sqlite3.Error) -> bool:
    """Tell whether an error of SQLite says that others hold the file."""
    return (error.sqlite_errorname or "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _pause(waited: float) -> float:
    """Return for how many seconds one who has waited for so many asks no more."""
    longest = _SHORT if waited < _SOON else max(_SHORTEST, _LONG * 2 ** (-waited / _HALVED_AFTER))
    return random.uniform(longest / 2, longest)
