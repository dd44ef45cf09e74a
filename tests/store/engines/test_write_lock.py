"""Of many who want to write a file at once, whoever has waited longest is next, and nobody writes on and on."""

import sqlite3
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from annotator.store.engines import write_lock
from annotator.store.engines.write_lock import Turns

# Seconds of a span of time.
SPAN = 0.030


class Time:
    """A clock that only sleeping moves, and what was slept."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        """Return the time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time go by."""
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Time:
    """The time that turns are taken by."""
    clock = Time()
    monkeypatch.setattr(write_lock, "time", clock)
    return clock


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a file that nobody else writes."""
    connection = sqlite3.connect(tmp_path / "a.db", isolation_level=None, timeout=0)
    yield connection
    connection.close()


def write(mine: Turns, connection: sqlite3.Connection, clock: Time, seconds: float) -> None:
    """Write for so long."""
    mine.begin(connection, 1)
    clock.now += seconds
    connection.execute("COMMIT")
    mine.end()


def test_a_single_write_never_stands_back(clock: Time, connection: sqlite3.Connection) -> None:
    mine = Turns()
    for _ in range(100):
        write(mine, connection, clock, 0.001)
        clock.now += 0.1
    assert clock.slept == []


def test_writes_without_a_pause_leave_a_moment_in_every_span(
    clock: Time, connection: sqlite3.Connection
) -> None:
    mine, ends = Turns(), []
    for _ in range(100):
        write(mine, connection, clock, 0.002)
        ends.append(clock.now)
    spans = int((ends[-1] - ends[0]) / SPAN)
    assert len(clock.slept) in (spans, spans + 1)
    # Nobody writes in the first moments of a span but who has just stood back.
    assert not [end for end in ends if end % SPAN < 0.003]


def test_slow_writes_have_a_turn_of_several(clock: Time, connection: sqlite3.Connection) -> None:
    mine = Turns()
    for _ in range(30):
        write(mine, connection, clock, 0.2)
    assert len(clock.slept) <= 10


def asked_while_others_write(
    clock: Time, connection: sqlite3.Connection, path: Path, seconds: float
) -> list[tuple[float, float]]:
    """Wait in vain, and return when one asked, counted from the first time, and how far into a span that was."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    first = clock.now
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        Turns().begin(connection, seconds)
    other.close()
    slept = list(clock.slept)
    moments = [first + sum(slept[:count]) for count in range(len(slept) + 1)]
    return [(moment - first, moment % SPAN) for moment in moments]


def test_who_waits_asks_when_others_stand_back_and_the_longest_first(
    clock: Time, connection: sqlite3.Connection, tmp_path: Path
) -> None:
    asked = asked_while_others_write(clock, connection, tmp_path / "a.db", 1.5)
    assert max(after - before for (before, _), (after, _) in pairwise(asked) if after < 0.009) <= 0.001
    later = [(at, place) for at, place in asked if 0.012 < at < 0.5]
    assert all(place < 0.002 for _, place in later)
    assert 12 <= len(later) <= 17
    assert [place for _, place in later] == sorted((place for _, place in later), reverse=True)
    assert 1.5 <= asked[-1][0] < 1.5 + 2 * SPAN


def test_who_has_waited_very_long_asks_on_while_others_stand_back(
    clock: Time, connection: sqlite3.Connection, tmp_path: Path
) -> None:
    asked = asked_while_others_write(clock, connection, tmp_path / "a.db", 1.5)
    late = [(at, place) for at, place in asked if at > 0.6]
    assert all(place < 0.004 for _, place in late)
    assert len(late) > 4 * len({(clock_at // SPAN) for clock_at, _ in late})


def test_another_error_is_not_waited_out(clock: Time, connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")
    with pytest.raises(sqlite3.OperationalError, match="within a transaction"):
        Turns().begin(connection, 1)
    assert clock.slept == []
