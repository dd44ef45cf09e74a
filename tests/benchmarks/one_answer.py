"""One durable answer without a screen against one durable row, in one process: on SQLite and on PostgreSQL."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import cycle

import psycopg

from annotator.workflow.labelling.annotate import annotate
from annotator.workflow.labelling.requests import AnswerRequest
from annotator.workflow.project import Project
from tests.benchmarks.corpora import SEEDS, Options, copied, opened, project_file, unit_ids
from tests.benchmarks.measure import Figure, Timed, alternate, ratio, run_annotator
from tests.postgres import ServerUnavailable, run_server

_UNITS = 100_000
_LINES = 200
_WARM_UP = 20
_ROW = "INSERT INTO answer VALUES ('0123456789abcdef0123', 'opinion')"


def measure(options: Options) -> Iterator[Figure]:
    """Yield the ratio on each kind of database."""
    rounds = options.rounds_or(500)
    path = copied(project_file(options.folder, units=min(_UNITS, options.units)), "one-answer.db")
    lines = unit_ids(path, "commentary")
    with (
        opened(path) as project,
        closing(sqlite3.connect(options.folder / "rows.db", isolation_level=None)) as rows,
    ):
        rows.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; DROP TABLE IF EXISTS answer; "
            "CREATE TABLE answer (unit TEXT, label TEXT)"
        )
        reference = _timed(lambda: rows.execute(_ROW))
        yield _compare("one answer, SQLite", reference, _answer(project, lines), rounds, 3)
    try:
        with run_server(safe=True) as server:
            address, plain = server.acquire(), server.create_empty()
            run_annotator("add", str(SEEDS), "--db", address)
            with opened(address) as project, psycopg.connect(plain) as connection:
                connection.execute("CREATE TABLE answer (unit TEXT, label TEXT)")
                connection.commit()
                ours = _answer(project, _lines(address))
                yield _compare("one answer, PostgreSQL", _timed(_committed(connection)), ours, rounds, 5)
    except ServerUnavailable as error:
        yield Figure("one answer, PostgreSQL", f"not measured: {error}")


def _compare(what: str, reference: Timed, ours: Timed, rounds: int, bound: float) -> Figure:
    alternate(reference, ours, rounds=_WARM_UP)
    seconds = alternate(reference, ours, rounds=rounds)
    return ratio(f"{what}, to a bare durable commit", seconds[1], seconds[0], bound)


def _lines(address: str) -> list[str]:
    with psycopg.connect(address) as connection:
        rows = connection.execute(
            "SELECT id FROM unit WHERE kind = 'commentary' ORDER BY document_id, ordinal"
        )
        return [unit for (unit,) in rows]


def _committed(connection: psycopg.Connection) -> Callable[[], object]:
    def commit() -> None:
        connection.execute(_ROW)
        connection.commit()

    return commit


def _answer(project: Project, lines: list[str]) -> Timed:
    """Answer one line after the other, from the middle on, and change the answers in the next turn."""
    middle = len(lines) // 2
    answers = cycle((line, label) for label in ("fact", "mixed") for line in lines[middle : middle + _LINES])

    def give() -> None:
        line, label = next(answers)
        (outcome,) = annotate(project, [AnswerRequest(line, "fact_opinion", label)])
        assert outcome.event

    return _timed(give)


def _timed(act: Callable[[], object]) -> Timed:
    def run() -> float:
        start = time.perf_counter()
        act()
        return time.perf_counter() - start

    return run
