"""`annotator add`: against a bare insert of the same rows, on one core and on all, and as the project grows."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tests.benchmarks.corpora import SEEDS, Options, copied, posts_file, project_file, remove
from tests.benchmarks.measure import Figure, alternate, amount, ratio, run_annotator


def measure(options: Options) -> Iterator[Figure]:
    """Yield the ratios of time and of memory."""
    ours, bare = options.folder / "add.db", options.folder / "bare.db"
    posts = posts_file(options.folder, options.documents)

    def add() -> float:
        remove(ours)
        return run_annotator("add", str(posts), "--db", str(ours)).seconds

    few = options.folder / "few.db"
    remove(few)
    memory = run_annotator(
        "add", str(posts_file(options.folder, options.documents // 10)), "--db", str(few)
    ).memory
    remove(ours)
    whole = run_annotator("add", str(posts), "--db", str(ours))
    yield amount("`add`: peak memory, to that of a tenth of the documents", whole.memory / memory, "times")
    seconds = alternate(lambda: _insert_rows(ours, bare), add, rounds=options.rounds_or(3))
    yield ratio(
        f"`add` of {options.documents:,} documents, to a bare insert of the same rows without the index",
        seconds[1],
        seconds[0],
    )
    yield amount("database, to the stored text", _size(ours) / _text_bytes(ours), "times", 4)
    counts = options.documents // 10, options.documents * 5
    small, large = (project_file(options.folder, documents=count) for count in counts)
    growth = alternate(lambda: _add_seeds(small), lambda: _add_seeds(large), rounds=options.rounds_or(5))
    yield ratio(
        f"`add` of 16 documents to {counts[1]:,}, to the same to {counts[0]:,}", growth[1], growth[0], 1.15
    )


def _insert_rows(source: Path, target: Path) -> float:
    """Insert the rows of a project into an empty one of the same tables; return the seconds of the inserts."""
    remove(target)
    with closing(sqlite3.connect(source)) as rows, closing(sqlite3.connect(target)) as connection:
        tables = [
            (name, sql)
            for name, sql in rows.execute(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql NOT NULL"
            )
            if not name.startswith(("sqlite_", "search"))
        ]
        indexes = rows.execute("SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql NOT NULL")
        connection.execute("PRAGMA journal_mode=WAL")
        for sql in [*(sql for _, sql in tables), *(sql for (sql,) in indexes)]:
            if " ON search" not in sql:
                connection.execute(sql)
        seconds = 0.0
        for name, _ in tables:
            found = rows.execute(f'SELECT * FROM "{name}"').fetchall()
            if found:
                marks = ", ".join("?" * len(found[0]))
                start = time.perf_counter()
                connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', found)
                seconds += time.perf_counter() - start
        start = time.perf_counter()
        connection.commit()
        return seconds + time.perf_counter() - start


def _add_seeds(path: Path) -> float:
    copy = copied(path, "grown.db")
    return run_annotator("add", str(SEEDS), "--db", str(copy)).seconds


def _size(path: Path) -> int:
    files = (path, path.with_name(f"{path.name}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def _text_bytes(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (count,) = connection.execute("SELECT sum(length(CAST(text AS BLOB))) FROM version").fetchone()
    return int(count)
