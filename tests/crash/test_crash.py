"""No acknowledged act is lost and no database damaged by the end of a process or of the power: the short version.

`python -m tests.crash.run` is the long one.
"""

from pathlib import Path

import pytest

from tests.crash.killed import SIGNALS, Tally, kill_many, made
from tests.crash.power import cut_many, record

pytestmark = pytest.mark.crash


@pytest.fixture
def units(tmp_path: Path, post_text: str) -> list[str]:
    """The units of a project at a.db."""
    (tmp_path / "post.txt").write_text(post_text, "utf-8")
    return made(str(tmp_path / "a.db"), tmp_path / "post.txt")


def test_no_signal_loses_what_was_acknowledged(tmp_path: Path, units: list[str]) -> None:
    kinds: dict[str, Tally] = {}
    kill_many(str(tmp_path / "a.db"), units, 12, 20260102, kinds)
    assert kinds.keys() == SIGNALS.keys()
    for tally in kinds.values():
        assert (tally.lost, tally.damaged, tally.faults) == (0, 0, [])
    assert sum(tally.acknowledged for tally in kinds.values()) > 0


def cuts(folder: Path, units: list[str], *, acts: int, synced: bool) -> Tally:
    """Record acts on a.db, and cut the power at random moments of them."""
    start = (folder / "a.db").read_bytes()
    try:
        ops = record(folder / "a.db", units, acts, 20260102, synced=synced)
    except OSError:
        pytest.skip("this Python's SQLite cannot be watched")
    (folder / "cut").mkdir()
    return cut_many(start, ops, folder / "cut", 40, 20260102)


def test_no_power_cut_loses_what_was_acknowledged(tmp_path: Path, units: list[str]) -> None:
    tally = cuts(tmp_path, units, acts=90, synced=True)
    assert tally.acknowledged > 0
    assert (tally.lost, tally.damaged, tally.faults) == (0, 0, [])


def test_a_power_cut_is_noticed_where_nothing_is_synced(tmp_path: Path, units: list[str]) -> None:
    tally = cuts(tmp_path, units, acts=90, synced=False)
    assert tally.lost + tally.damaged > 0
