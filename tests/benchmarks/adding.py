"""Adding 100,000 small documents on all cores, against one core: the pace, and how memory grows with their number."""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from made import arguments, endless_posts, opened, workplace
from timing import Timed, in_turn, report, say, say_machine

from annotator.workflow.importing.documents import add

# Files in one folder.
_A_FOLDER = 1000


def main() -> None:
    """Measure whole runs, each into a database of its own."""
    parser = arguments(__doc__ or "", rounds=3)
    parser.add_argument("--documents", metavar="N", type=int, default=100_000, help="[%(default)s]")
    parser.add_argument(
        "--child", metavar="FOLDER", type=Path, help="add a folder and print the memory it took"
    )
    parser.add_argument("--cores", metavar="N", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    if options.child:
        _add_and_tell(options.child, options.cores)
        return
    say_machine()
    with workplace(options) as place:
        few = _folder(place, options.documents // 10)
        many = _folder(place, options.documents)
        for folder in (few, many):
            say(
                f"{folder.name}: {_child(folder, options.cores)[1]:.0f} MiB at most in the process that writes"
            )
        one, all_ = in_turn(_run(many, 1), _run(many, options.cores), rounds=options.rounds)
        report(f"all {options.cores} cores against one", all_, one)
        say(f"{options.documents / min(all_):.0f} documents a second at best")


def _folder(place: Path, count: int) -> Path:
    """Return a folder of so many documents, each a file, made from the posts under seeds/."""
    folder = place / f"{count}-files"
    if not folder.exists():
        partial = place / "files.part"
        for number, (_, text) in zip(range(count), endless_posts(), strict=False):
            inner = partial / f"{number // _A_FOLDER:04}"
            inner.mkdir(parents=True, exist_ok=True)
            (inner / f"{number:06}.txt").write_text(text, "utf-8")
        partial.rename(folder)
    return folder


def _run(folder: Path, count: int) -> Timed:
    return lambda: _child(folder, count)[0]


def _child(folder: Path, count: int) -> tuple[float, float]:
    """Add a folder in a process of its own; return the seconds and the MiB that it took."""
    told = subprocess.run(
        [sys.executable, __file__, "--child", str(folder), "--cores", str(count)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    return float(told[0]), float(told[1])


def _add_and_tell(folder: Path, count: int) -> None:
    database = folder.with_suffix(".db")
    for name in (database.name, f"{database.name}-wal", f"{database.name}-shm"):
        database.with_name(name).unlink(missing_ok=True)
    start = time.perf_counter()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])
    with opened(database) as project:
        add(project, [str(folder)])
    seconds = time.perf_counter() - start
    say(f"{seconds} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}")


if __name__ == "__main__":
    main()
