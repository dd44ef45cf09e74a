"""From a key to the last byte of the repaint, in a pseudo-terminal of 120x40: moving, answering, undoing."""

import sys
from itertools import chain
from pathlib import Path

from made import ANNOTATOR, arguments, copied, database, middle, workplace
from terminal import Terminal
from timing import report, say, say_machine, share, verdict

_REFERENCE = Path(__file__).with_name("keys_reference.py")
_KEYS = {"down": b"\x1b[B", "up": b"\x1b[A", "answer": b"q", "backspace": b"\x7f"}


def main() -> None:
    """Press each key in both programs in turn, on a small and on a large project."""
    options = arguments(__doc__ or "", units=100_000, rounds=50).parse_args()
    say_machine()
    with workplace(options) as folder:
        for units in (100, options.units):
            path = copied(database(folder, units=units), "keys.db")
            say(f"{units:,} units")
            _measure(path, options.rounds)


def _measure(path: Path, rounds: int) -> None:
    _, words = middle(path)
    ours: dict[str, list[float]] = {name: [] for name in _KEYS}
    reference: dict[str, list[float]] = {name: [] for name in _KEYS}
    command = (sys.executable, "-m", "annotator", "open", "--db", str(path), "--as", ANNOTATOR)
    with Terminal((sys.executable, str(_REFERENCE))) as plain, Terminal(command) as program:
        plain.until("海峡の通航")
        program.until(words)
        for number in range(rounds + 3):
            for name, keys in _KEYS.items():
                seconds = plain.press(keys), program.press(keys)
                if number >= 3:
                    reference[name].append(seconds[0])
                    ours[name].append(seconds[1])
    for name in _KEYS:
        report(f"  {name}", ours[name], reference[name])
        say(f"    95 of 100 are within {_later(ours[name], reference[name]):+.1f} ms of the reference's")
    every, plainly = list(chain(*ours.values())), list(chain(*reference.values()))
    report("  all keys", every, plainly, 2.5)
    later = _later(every, plainly)
    say(f"  all keys, 95th percentile: {later:+.1f} ms; target +20 ms: {verdict(later <= 20)}")


def _later(ours: list[float], reference: list[float]) -> float:
    """Return by how many milliseconds the 95th percentile of ours is above the reference's."""
    return 1000 * (share(ours, 0.95) - share(reference, 0.95))


if __name__ == "__main__":
    main()
