"""From a key to the last byte of the repaint, in a pseudo-terminal of 120x40: moving, opening, answering, undoing.

On projects of three sizes, and on documents made to be slow: ten thousand lines under one clip, five hundred
quotations in one line, a paragraph of five megabytes, text that would act on the terminal.
"""

import sys
from itertools import chain
from pathlib import Path

from made import ANNOTATOR, arguments, copied, database, middle, workplace
from slow_documents import slow_projects
from terminal import Terminal
from timing import report, say, say_machine, share, verdict

_REFERENCE = Path(__file__).with_name("keys_reference.py")
_KEYS = {"down": b"\x1b[B", "up": b"\x1b[A", "quotation": b";", "answer": b"q", "backspace": b"\x7f"}
_SMALL, _LARGE = 100, 100_000


def main() -> None:
    """Press each key in both programs in turn, on projects of three sizes and on documents made to be slow."""
    parser = arguments(__doc__ or "", units=1_000_000, rounds=50)
    parser.add_argument("--slow", action="store_true", help="only the documents made to be slow")
    options = parser.parse_args()
    say_machine()
    with workplace(options) as folder:
        if not options.slow:
            for units in sorted({min(size, options.units) for size in (_SMALL, _LARGE, options.units)}):
                path = copied(database(folder, units=units), "keys.db")
                say(f"{units:,} units")
                _measure(path, middle(path)[1], options.rounds)
        for name, path, words in slow_projects(folder):
            say(name)
            _measure(path, words, options.rounds)


def _measure(path: Path, words: str, rounds: int) -> None:
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
        say(f"  memory: {program.memory() / 1e6:.0f} MB; target 200 MB: {verdict(program.memory() <= 200e6)}")
    for name in _KEYS:
        report(f"  {name}", ours[name], reference[name], 2.5)
    later = _later(list(chain(*ours.values())), list(chain(*reference.values())))
    say(f"  all keys, 95th percentile: {later:+.1f} ms; target +20 ms: {verdict(later <= 20)}")


def _later(ours: list[float], reference: list[float]) -> float:
    """Return by how many milliseconds the 95th percentile of ours is above the reference's."""
    return 1000 * (share(ours, 0.95) - share(reference, 0.95))


if __name__ == "__main__":
    main()
