"""Neither a killed process nor a power cut loses an acknowledged action or damages a database.

`python -m tests.crash.run` is the long version.
"""

from pathlib import Path

import pytest

from tests.crash.kills import SIGNALS, Tally, create_project, kill_many
from tests.crash.power_cuts import cut_many, record

pytestmark = pytest.mark.crash


@pytest.fixture
def units(tmp_path: Path, post_text: str) -> list[str]:
    """The units of a project at a.db."""
    (tmp_path / "post.txt").write_text(post_text, "utf-8")
    return create_project(str(tmp_path / "a.db"), tmp_path / "post.txt")


def test_no_signal_loses_what_was_acknowledged(tmp_path: Path, units: list[str]) -> None:
    kinds: dict[str, Tally] = {}
    kill_many(str(tmp_path / "a.db"), units, 12, 20260102, kinds)
    assert kinds.keys() == SIGNALS.keys()
    for tally in kinds.values():
        assert (tally.lost, tally.damaged, tally.faults) == (0, 0, [])
    assert sum(tally.acknowledged for tally in kinds.values()) > 0


def cuts(folder: Path, units: list[str], *, acts: int, synced: bool) -> Tally:
    """Record actions on a.db, and cut the power at random moments."""
    start = (folder / "a.db").read_bytes()
    try:
        ops = record(folder / "a.db", units, acts, 20260102, synced=synced)
    except OSError:
        pytest.skip("what this Python's SQLite does cannot be recorded")
    (folder / "cut").mkdir()
    return cut_many(start, ops, folder / "cut", 40, 20260102)


def test_no_power_cut_loses_what_was_acknowledged(tmp_path: Path, units: list[str]) -> None:
    tally = cuts(tmp_path, units, acts=90, synced=True)
    assert tally.acknowledged > 0
    assert (tally.lost, tally.damaged, tally.faults) == (0, 0, [])


def test_the_simulation_finds_losses_where_nothing_is_synced(tmp_path: Path, units: list[str]) -> None:
    tally = cuts(tmp_path, units, acts=90, synced=False)
    assert tally.lost + tally.damaged > 0
