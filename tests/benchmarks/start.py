"""`annotator --help` against an interpreter that loads Typer and the help's own module, and nothing else."""

import subprocess
import sys
import time

from made import arguments
from timing import Timed, in_turn, report, say_machine


def main() -> None:
    """Start both in turn."""
    options = arguments(__doc__ or "", rounds=15).parse_args()
    reference = _started("-c", "import typer, typer.rich_utils")
    ours = _started("-m", "annotator", "--help")
    reference(), ours()
    say_machine()
    seconds = in_turn(reference, ours, rounds=options.rounds)
    report("annotator --help", seconds[1], seconds[0], 1.5)


def _started(*arguments: str) -> Timed:
    def run() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start

    return run


if __name__ == "__main__":
    main()
