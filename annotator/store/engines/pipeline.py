"""Several statements on one way to a PostgreSQL server and back.

The driver's own pipeline sends each statement as it comes, and waits on the socket for each; here all of them are in
the first packet that leaves. A statement is parsed once on a connection and has a name there from then on, also where
it fails. Like the driver, this waits without holding up other threads, and an interrupt cancels what the server does.
"""

import select
import sys
from collections.abc import Generator, Iterator, MutableMapping, Sequence
from itertools import count
from typing import Any

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.generators import fetch_many, send
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGconn, PGresult

# The names that statements have on a connection, by their words.
Names = MutableMapping[str, bytes]
# A statement's words, with $1 and so on for its values, and the values.
Statement = tuple[str, Sequence[Any]]

# The codes of a name that the server does not know, and of one that stands for other columns by now.
_OLD_NAMES = ("26000", "0A000")

# What a result answers: the words that have a name from then on, with it, or None for a statement that ran.
_Step = tuple[str, bytes] | None

_numbers = count()


def exchange(raw: "psycopg.Connection[Any]", names: Names, statements: Sequence[Statement]) -> list[Any]:
    """Run statements and return the rows of the last one.

    They are in one transaction or a part of one, as their own words say. Raises the driver's error of the first one
    that fails; none of those behind it is run then.
    """
    transformer = Transformer(raw)
    with raw.lock:
        result = raw.wait(_exchanged(raw.pgconn, transformer, names, statements))
    transformer.set_pgresult(result)
    return transformer.load_rows(0, result.ntuples, tuple)


def is_alive(raw: "psycopg.Connection[Any]") -> bool:
    """Tell whether a connection is as quiet as it was left: a server says its last word to one that it closes."""
    if raw.closed:
        return False
    if sys.platform == "win32":
        return not select.select([raw.pgconn.socket], [], [], 0)[0]
    waiting = select.poll()
    waiting.register(raw.pgconn.socket, select.POLLIN)
    return not waiting.poll(0)


def _exchanged(
    pgconn: PGconn, transformer: Any, names: Names, statements: Sequence[Statement]
) -> Generator[Any, Any, PGresult]:
    new: dict[str, bytes] = {}
    steps: list[_Step] = []
    pgconn.enter_pipeline_mode()
    try:
        for words, values in statements:
            name = names.get(words) or new.get(words)
            if name is None:
                name = new[words] = b"annotator_%d" % next(_numbers)
                pgconn.send_prepare(name, words.encode())
                steps.append((words, name))
            pgconn.send_query_prepared(name, transformer.dump_sequence(values, [PyFormat.TEXT] * len(values)))
            steps.append(None)
        pgconn.pipeline_sync()
        yield from send(pgconn)
        return (yield from _last(pgconn, names, iter(steps)))
    except psycopg.Error as error:
        if error.sqlstate in _OLD_NAMES:
            names.clear()
        raise
    finally:
        _leave(pgconn)


def _leave(pgconn: PGconn) -> None:
    """Bring a connection back to how it was; one with results that nobody took is closed."""
    if pgconn.status == ConnStatus.OK:
        try:
            pgconn.exit_pipeline_mode()
        except psycopg.OperationalError:
            pgconn.finish()


def _last(pgconn: PGconn, names: Names, steps: Iterator[_Step]) -> Generator[Any, Any, PGresult]:
    """Take what comes back, up to the end of the pipeline, note the names there are, and return the last result."""
    last: PGresult | None = None
    failed: PGresult | None = None
    while True:
        results = yield from fetch_many(pgconn)
        if failed is None and any(result.status == ExecStatus.FATAL_ERROR for result in results):
            failed = results[-1]
        if not results or results[-1].status == ExecStatus.PIPELINE_SYNC or pgconn.status != ConnStatus.OK:
            break
        last = results[-1]
        named = next(steps, None)
        if named is not None and last.status == ExecStatus.COMMAND_OK:
            names[named[0]] = named[1]
    if failed is not None:
        raise error_from_result(failed)
    if last is None or not results:
        raise psycopg.OperationalError("the connection to the server was lost")
    return last
