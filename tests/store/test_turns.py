"""Of many who want to write a file at once, whoever has waited longest is next, and nobody writes on and on."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.store import turns
from annotator.store.turns import Turns


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
    monkeypatch.setattr(turns, "time", clock)
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


def test_writes_without_a_pause_stand_back_after_a_while(clock: Time, connection: sqlite3.Connection) -> None:
    mine = Turns()
    for _ in range(100):
        write(mine, connection, clock, 0.002)
    assert 3 <= len(clock.slept) <= 8


def test_slow_writes_have_a_turn_of_several(clock: Time, connection: sqlite3.Connection) -> None:
    mine = Turns()
    for _ in range(30):
        write(mine, connection, clock, 0.2)
    assert len(clock.slept) <= 10


def test_who_has_waited_longer_asks_more_often(
    clock: Time, connection: sqlite3.Connection, tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        Turns().begin(connection, 1.5)
    other.close()
    begun, pauses = 0.0, []
    for pause in clock.slept:
        pauses.append((begun, pause))
        begun += pause
    early = [pause for at, pause in pauses if 0.05 < at < 0.15]
    late = [pause for at, pause in pauses if at > 0.7]
    assert max(pause for at, pause in pauses if at < 0.008) <= 0.001
    assert min(early) > 10 * max(late)
    assert 1.5 <= begun < 1.6


def test_another_error_is_not_waited_out(clock: Time, connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")
    with pytest.raises(sqlite3.OperationalError, match="within a transaction"):
        Turns().begin(connection, 1)
    assert clock.slept == []
