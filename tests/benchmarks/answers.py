"""One durable answer on a large project against one durable row in SQLite, in one process and on one disk."""

import sqlite3
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any

from made import arguments, copied, database, opened, workplace
from sqlalchemy import event
from timing import Timed, in_turn, report, say, say_machine

from annotator.store import documents
from annotator.workflow.labelling.actions import answer, unit_state
from annotator.workflow.project import Project


def main() -> None:
    """Give answers and write rows in turn."""
    parser = arguments(__doc__ or "", units=100_000, rounds=500)
    parser.add_argument("--profile", action="store_true", help="print where an answer spends its time")
    options = parser.parse_args()
    say_machine()
    with workplace(options) as folder:
        path = copied(database(folder, units=options.units), "answers.db")
        with opened(path) as project, closing(_plain(folder / "plain.db")) as plain:
            reference, ours = _row(plain), _answer(project)
            in_turn(reference, ours, rounds=20)
            spent = _watch(project) if options.profile else {}
            seconds = in_turn(reference, ours, rounds=options.rounds)
            say(f"{options.units:,} units")
            report("one answer", seconds[1], seconds[0])
            _say_shares(spent, seconds[1])


def _say_shares(spent: dict[str, list[float]], answers: Sequence[float]) -> None:
    """Print how much of an answer each statement takes, by medians, which a stall of the disk does not move."""
    whole, rest = median(answers), 1.0
    shares = {words: median(each) * len(each) / len(answers) / whole for words, each in spent.items()}
    for words, part in sorted(shares.items(), key=lambda item: -item[1]):
        rest -= part
        say(f"  {part:6.1%}  {len(spent[words]) / len(answers):.1f} x  {words}")
    if spent:
        say(f"  {rest:6.1%}         everything outside SQLite")


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
    answers = {line: unit_state(project, line).answer_to("fact_opinion") for line in lines}
    labels = {line: given.label if given else None for line, given in answers.items()}
    following = cycle(lines)

    def run() -> float:
        line = next(following)
        labels[line] = label = "opinion" if labels[line] == "fact" else "fact"
        start = time.perf_counter()
        outcome = answer(project, line, dimension="fact_opinion", label=label)
        seconds = time.perf_counter() - start
        assert outcome.event
        return seconds

    return run


def _watch(project: Project) -> dict[str, list[float]]:
    """Keep the seconds that each statement and the commit take in the driver."""
    spent: dict[str, list[float]] = defaultdict(list)
    started = [0.0]

    def before(*_: Any) -> None:
        started[0] = time.perf_counter()

    def after(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        spent[" ".join(statement.split())[:80]].append(time.perf_counter() - started[0])

    engine = project.database.engine
    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    commit = engine.dialect.do_commit

    def timed_commit(connection: Any) -> None:
        start = time.perf_counter()
        commit(connection)
        spent["COMMIT"].append(time.perf_counter() - start)

    vars(engine.dialect)["do_commit"] = timed_commit
    return spent


if __name__ == "__main__":
    main()
