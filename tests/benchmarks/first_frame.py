"""From the start of the process to the first frame that shows the current unit, in a pseudo-terminal of 120x40."""

import sys
from pathlib import Path

from made import ANNOTATOR, arguments, copied, database, middle, workplace
from terminal import Terminal
from timing import Timed, in_turn, report, say, say_machine

_REFERENCE = Path(__file__).with_name("frame_reference.py")


def main() -> None:
    """Start the reference and the program in turn."""
    options = arguments(__doc__ or "", units=100_000, rounds=11).parse_args()
    with workplace(options) as folder:
        path = copied(database(folder, units=options.units), "first-frame.db")
        unit, words = middle(path)
        ours = (sys.executable, "-m", "annotator", "open", "--db", str(path), "--as", ANNOTATOR)
        reference = (sys.executable, str(_REFERENCE), str(path), unit)
        # Once for what the machine keeps of the files.
        for command in (reference, ours):
            _first_frame(command, words)()
        say_machine()
        seconds = in_turn(_first_frame(reference, words), _first_frame(ours, words), rounds=options.rounds)
        say(f"{options.units:,} units, {path.stat().st_size / 1e6:.0f} MB")
        report("first frame", seconds[1], seconds[0], 1.5)


def _first_frame(command: tuple[str, ...], words: str) -> Timed:
    def run() -> float:
        with Terminal(command) as terminal:
            return terminal.until(words) - terminal.started

    return run


if __name__ == "__main__":
    main()
