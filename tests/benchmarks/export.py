"""The memory and the pace of `annotator export jsonl` on N and on ten times N documents, a child process each.

The pace is set against reading and writing the same lines with orjson, the library that writes them.
"""

import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import orjson
from made import arguments, database, opened, workplace
from timing import say, say_machine

from annotator.workflow.exchange.export import export

# A process begins with its parent's peak of memory, so a small one stands between.
_SMALL = (sys.executable, "-c", "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))")


class Run(NamedTuple):
    """What one export took: the most memory, before it and in it, the seconds and the bytes."""

    before: int
    most: int
    seconds: float
    size: int


def main() -> None:
    """Export a small and a large project."""
    parser = arguments(__doc__ or "")
    parser.add_argument("--documents", metavar="N", type=int, default=300, help="[%(default)s]")
    parser.add_argument("--child", nargs=2, type=Path, metavar=("DATABASE", "FILE"), help="export in here")
    options = parser.parse_args()
    if options.child:
        _export(*options.child)
        return
    say_machine()
    with workplace(options) as folder:
        runs = []
        for posts in (options.documents, 10 * options.documents):
            path, out = database(folder, posts=posts), folder / "export.jsonl"
            run = _run(path, out)
            runs.append(run)
            say(
                f"{posts:,} documents: {run.size / 1e6:.0f} MB, peak memory {run.most / 1024:.1f} MiB "
                f"({(run.most - run.before) / 1024:.1f} MiB above the program's own), "
                f"{run.size / run.seconds / 1e6:.1f} MB/s, "
                f"{run.seconds / _copied(out):.1f} times as long as reading and writing the lines with orjson"
            )
        say(f"peak memory at ten times the documents: {runs[1].most / runs[0].most:.3f} times")


def _run(path: Path, out: Path) -> Run:
    child = [*_SMALL, sys.executable, __file__, "--child", str(path), str(out)]
    before, most, seconds = subprocess.run(child, check=True, capture_output=True, text=True).stdout.split()
    return Run(int(before), int(most), float(seconds), out.stat().st_size)


def _export(path: Path, out: Path) -> None:
    with opened(path) as project:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.perf_counter()
        export(project, "jsonl", out)
        seconds = time.perf_counter() - start
    say(f"{before} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss} {seconds}")


def _copied(path: Path) -> float:
    start = time.perf_counter()
    with path.open("rb") as lines:
        for line in lines:
            orjson.dumps(orjson.loads(line))
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
