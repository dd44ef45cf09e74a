"""The long crash run: `python -m tests.crash.run` kills and cuts the power hundreds of times, and prints the counts."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.conftest import POST
from tests.crash.kills import Tally, create_project, kill_many
from tests.crash.power_cuts import cut_many, record

# Kills, or cuts of one record, per database.
_EACH = 60


def main() -> None:
    """Kill, cut, and print a line for each kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=420, help="kills by signals, in all")
    parser.add_argument("--cuts", type=int, default=300, help="power cuts, in all")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    kinds: dict[str, Tally] = {}
    with tempfile.TemporaryDirectory() as name:
        for number in range(0, options.kills, _EACH):
            address, units = _project(Path(name) / f"kill{number}")
            kill_many(str(address), units, min(_EACH, options.kills - number), options.seed + number, kinds)
        total = kinds["power cut"] = Tally()
        for number in range(0, options.cuts, _EACH):
            address, units = _project(Path(name) / f"cut{number}")
            start = address.read_bytes()
            ops = record(address, units, 150, options.seed + number)
            cuts = min(_EACH, options.cuts - number)
            tally = cut_many(start, ops, address.parent, cuts, options.seed + number)
            total.kills += tally.kills
            total.acknowledged += tally.acknowledged
            total.lost += tally.lost
            total.damaged += tally.damaged
            total.faults += tally.faults
    _report(kinds)


def _project(folder: Path) -> tuple[Path, list[str]]:
    folder.mkdir()
    (folder / "post.txt").write_text(POST, "utf-8")
    return folder / "a.db", create_project(str(folder / "a.db"), folder / "post.txt")


def _report(kinds: dict[str, Tally]) -> None:
    for name, tally in kinds.items():
        sys.stdout.write(
            f"{name}: {tally.kills} times, {tally.acknowledged} actions acknowledged; "
            f"lost: {tally.lost}; databases damaged: {tally.damaged}\n"
        )
        sys.stdout.writelines(f"  {fault}\n" for fault in tally.faults)
    sys.exit(any(tally.lost or tally.damaged for tally in kinds.values()))


if __name__ == "__main__":
    main()
