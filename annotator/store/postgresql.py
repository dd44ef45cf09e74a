"""PostgreSQL by URL: one project on a server, for a team.

A reading is a read-only transaction at REPEATABLE READ, so that all its statements see one moment. A write holds an
advisory lock until it is committed: an annotator's own write is alone among her own sessions, any other is alone.
Her own begins when its first statement runs, and goes to the server and back with it; what is only written waits for
the next reading, or the end. Passwords come from the URL, the environment or the service file, and no message holds
one.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from zlib import crc32

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.exc import DBAPIError

from annotator.store.database import Database, engine_options
from annotator.store.errors import StoreError
from annotator.store.statements import BATCH

# The advisory lock of the whole project; its bytes spell the program's name.
_PROJECT = 0x616E6E6F
# Each transaction begins with one of these. A write reads what it depends on only after its lock, by a statement of
# its own: a statement sees what stood when it began.
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_ALONE = "BEGIN; SET LOCAL lock_timeout = {patience}; SELECT pg_advisory_xact_lock({project})"
# The server keeps a plan for words that stay the same.
_OWN_LOCKS = (
    "SELECT set_config('lock_timeout', %(patience)s, true), pg_advisory_xact_lock_shared(%(project)s),"
    " pg_advisory_xact_lock(%(project)s, %(owner)s)"
)
# A cut line is noticed within seconds instead of the quarter of an hour that a system gives it.
_CONNECTION = {
    "application_name": "annotator",
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "3",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}


class _Batch:
    """The statements of a transaction on their way to the server, where each of them alone would wait for an answer."""

    def __init__(self, connection: Connection, beginning: Sequence[tuple[str, Any]]) -> None:
        self._connection = connection
        self._waiting = list(beginning)
        self._empty = len(self._waiting)
        self._begun = False

    def add(self, words: str, values: Any) -> None:
        """Let a statement wait whose result nobody asks for."""
        self._waiting.append((words, values))

    def rows(self, words: str, values: Any) -> Sequence[Sequence[Any]]:
        """Send what waits and a statement, and return the statement's rows."""
        self.add(words, values)
        rows: Sequence[Sequence[Any]] = self._send().fetchall()
        return rows

    def flush(self) -> None:
        """Send what waits."""
        if self._waiting:
            self._send()

    def commit(self) -> None:
        """Send what waits, and put the transaction on disk; one that never began has nothing to put there."""
        if self._begun or len(self._waiting) > self._empty:
            self.add("COMMIT", None)
            self._send()

    @property
    def _raw(self) -> Any:
        return self._connection.connection.driver_connection

    def _send(self) -> Any:
        """Send what waits in one way, and return the cursor of the last statement.

        A connection that was lost since its last use is replaced, as long as nothing can have come of it.
        """
        sent, self._waiting = self._waiting, []
        replaceable = not self._begun and sent[-1][0] != "COMMIT"
        self._begun = True
        try:
            return self._sent(sent)
        except self._connection.dialect.loaded_dbapi.OperationalError:
            if not (replaceable and self._raw.closed):
                raise
        self._connection.invalidate()
        return self._sent(sent)

    def _sent(self, statements: Sequence[tuple[str, Any]]) -> Any:
        raw, cursor = self._raw, None
        # The results are complete when the block ends; to fetch within it would be another way to the server.
        with raw.pipeline():
            for words, values in statements:
                cursor = raw.execute(words, values)
        return cursor


class PostgresDatabase(Database):
    """An open database of a PostgreSQL server."""

    def __init__(self, url: URL, *, patience: float) -> None:
        # The driver begins nothing by itself: `_READ` and its like do.
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            isolation_level="AUTOCOMMIT",
            connect_args={name: value for name, value in _CONNECTION.items() if name not in url.query},
            **engine_options(),
        )
        super().__init__(engine, shown(url), patience=patience)
        # Whatever goes wrong is raised; the driver's own words about it would be written across the screen.
        logging.getLogger("psycopg").setLevel(logging.CRITICAL)
        event.listen(engine, "before_execute", _flush)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._begun(_READ) as connection, _unless_lost(connection):
            yield connection

    @contextmanager
    def _writing(self, owner: str | None, patience: float) -> Iterator[Connection]:
        # 0 would mean to wait for ever.
        milliseconds = max(1, round(patience * 1000))
        if owner is None:
            words = _ALONE.format(patience=milliseconds, project=_PROJECT)
            with self._begun(words) as connection, _unless_lost(connection):
                yield connection
                connection.commit()
            return
        locks = {"patience": str(milliseconds), "project": _PROJECT, "owner": _number_of(owner)}
        with self.engine.connect() as plain:
            batch = _Batch(plain, [("BEGIN", None), (_OWN_LOCKS, locks)])
            connection = plain.execution_options(**{BATCH: batch})
            with _unless_lost(connection):
                yield connection
                batch.commit()

    def _begun(self, beginning: str) -> Connection:
        """Return a connection in a transaction; one that was lost since its last use is replaced."""
        connection = self.engine.connect()
        try:
            connection.exec_driver_sql(beginning)
        except DBAPIError as error:
            connection.close()
            if not error.connection_invalidated:
                raise
            connection = self.engine.connect()
            connection.exec_driver_sql(beginning)
        return connection


def open_postgresql(url: URL, *, patience: float) -> PostgresDatabase:
    """Open a server's database; nothing is asked of the server yet. Raises StoreError without the driver."""
    try:
        return PostgresDatabase(url, patience=patience)
    except ModuleNotFoundError as error:
        raise StoreError(
            "PostgreSQL needs the driver psycopg",
            where=shown(url),
            advice='Install it with: pip install "annotator[postgres]".',
        ) from error


def shown(url: URL) -> str:
    """Return a URL for messages: without its password, and without its options, which may hold another."""
    return url.set(query={}).render_as_string(hide_password=True)


@contextmanager
def _unless_lost(connection: Connection) -> Iterator[None]:
    """Let no one use a connection again that is lost within the block, also by a statement that the driver runs."""
    try:
        yield
    except BaseException:
        raw: Any = None if connection.invalidated else connection.connection.driver_connection
        if raw is not None and raw.closed:
            connection.invalidate()
        raise


def _flush(connection: Connection, *_: object) -> None:
    """Send what waits before SQLAlchemy runs a statement of its own."""
    batch = connection.get_execution_options().get(BATCH)
    if batch is not None:
        batch.flush()


def _number_of(owner: str) -> int:
    """Return the number of an annotator's own lock; two of one number only wait for each other."""
    return crc32(owner.encode()) - 2**31
