"""One durable answer on a large project against one durable row in SQLite, in one process and on one disk."""

import sqlite3
import time
from collections import defaultdict
from contextlib import closing
from itertools import cycle
from pathlib import Path
from typing import Any

from made import arguments, database, opened, workplace
from sqlalchemy import event
from timing import Timed, in_turn, report, say, say_machine

from annotator.store import documents
from annotator.workflow.answering import answer
from annotator.workflow.project import Project


def main() -> None:
    """Give answers and write rows in turn."""
    parser = arguments(__doc__ or "", units=100_000, rounds=500)
    parser.add_argument("--profile", action="store_true", help="print where an answer spends its time")
    options = parser.parse_args()
    say_machine()
    with workplace(options) as folder:
        path = database(folder, units=options.units)
        with opened(path) as project, closing(_plain(folder / "plain.db")) as plain:
            reference, ours = _row(plain), _answer(project)
            in_turn(reference, ours, rounds=20)
            spent = _watch(project) if options.profile else {}
            seconds = in_turn(reference, ours, rounds=options.rounds)
            say(f"{options.units:,} units")
            report("one answer", seconds[1], seconds[0])
            total = sum(seconds[1])
            for words, part in sorted(spent.items(), key=lambda item: -item[1]):
                say(f"  {part / total:5.1%}  {words}")
            if spent:
                say(f"  {1 - sum(spent.values()) / total:5.1%}  everything outside SQLite")


def _plain(path: Path) -> sqlite3.Connection:
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE answer (unit TEXT, label TEXT)"
    )
    return connection


def _row(connection: sqlite3.Connection) -> Timed:
    def run() -> float:
        start = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO answer VALUES (?, ?)", ("0123456789abcdef0123", "opinion"))
        connection.execute("COMMIT")
        return time.perf_counter() - start

    return run


def _answer(project: Project) -> Timed:
    """Answer one line after the other, from the middle of the project on."""
    with project.database.reading() as connection:
        half = documents.document_count(connection) // 2
        lines = [
            line.id
            for number in range(half, half + 40)
            for line in documents.read_document(connection, number).parse.commentary
        ]
    given = ((line, label) for label in cycle(("fact", "opinion", "forecast")) for line in lines)

    def run() -> float:
        line, label = next(given)
        start = time.perf_counter()
        answer(project, line, dimension="fact_opinion", label=label)
        return time.perf_counter() - start

    return run


def _watch(project: Project) -> dict[str, float]:
    """Add up the seconds that each statement and the commit take in the driver."""
    spent: dict[str, float] = defaultdict(float)
    started = [0.0]

    def before(*_: Any) -> None:
        started[0] = time.perf_counter()

    def after(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        spent[" ".join(statement.split())[:90]] += time.perf_counter() - started[0]

    engine = project.database.engine
    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    commit = engine.dialect.do_commit

    def timed_commit(connection: Any) -> None:
        start = time.perf_counter()
        commit(connection)
        spent["COMMIT"] += time.perf_counter() - start

    vars(engine.dialect)["do_commit"] = timed_commit
    return spent


if __name__ == "__main__":
    main()
