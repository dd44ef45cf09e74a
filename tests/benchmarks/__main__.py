"""Runs benchmarks and prints one Markdown table: `python -m tests.benchmarks [NAME…]`.

Without names it runs those of what a person feels while labelling; `all` runs every one. Run it on a machine that does
nothing else. `--keep FOLDER` keeps the projects that are made there and uses them again.
"""

import os
import platform
import sqlite3
import sys
import tempfile
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks import (
    add,
    commands,
    crowds,
    export,
    first_frame,
    growth,
    install_size,
    keys,
    one_answer,
    parse,
    search,
)
from tests.benchmarks.corpora import Options
from tests.benchmarks.measure import Figure

BENCHMARKS: dict[str, Callable[[Options], Iterator[Figure]]] = {
    "commands": commands.measure,
    "first-frame": first_frame.measure,
    "keys": keys.measure,
    "one-answer": one_answer.measure,
    "parse": parse.measure,
    "crowds": crowds.measure,
    "install-size": install_size.measure,
    "growth": growth.measure,
    "search": search.measure,
    "export": export.measure,
    "add": add.measure,
}
LABELLING = ("commands", "first-frame", "keys", "one-answer", "parse", "crowds", "install-size")
LIBRARIES = ("textual", "sqlalchemy", "sqlmodel", "pydantic", "typer", "psycopg", "orjson", "lxml")


def main() -> None:
    """Print the machine, then each figure as it comes."""
    options = _options()
    load = os.getloadavg()[0]
    _print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, load average {load:.1f} at the start; "
        f"{platform.python_implementation()} {platform.python_version()}, SQLite {sqlite3.sqlite_version}; "
        + ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    )
    _print("\n| work | measured | bound | |\n| --- | --- | --- | --- |")
    missed = 0
    with ExitStack() as stack:
        if options.keep:
            options.folder = options.keep.resolve()
            options.folder.mkdir(parents=True, exist_ok=True)
        else:
            name = stack.enter_context(tempfile.TemporaryDirectory(prefix="annotator-benchmark-"))
            options.folder = Path(name)
        for benchmark in options.names:
            for figure in BENCHMARKS[benchmark](options):
                missed += figure.met is False
                _print(figure.row())
    _print(f"\nload average {os.getloadavg()[0]:.1f} at the end; bounds missed: {missed}")


def _options() -> Options:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"all, or some of: {', '.join(BENCHMARKS)}")
    parser.add_argument(
        "--keep", metavar="FOLDER", type=Path, help="keep the projects there, and use them again"
    )
    parser.add_argument("--units", metavar="N", type=int, default=1_000_000, help="of the largest project")
    parser.add_argument("--documents", metavar="N", type=int, default=10_000, help="of add and export")
    parser.add_argument("--rounds", metavar="N", type=int, help="instead of each benchmark's own number")
    options = parser.parse_args(namespace=Options())
    options.names = list(BENCHMARKS) if options.names == ["all"] else options.names or list(LABELLING)
    unknown = [name for name in options.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"unknown benchmark {unknown[0]!r}; choose from {', '.join(BENCHMARKS)}")
    return options


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
