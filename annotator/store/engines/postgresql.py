"""PostgreSQL by URL: one project on a server, for a team.

A reading is a read-only transaction at REPEATABLE READ, so that all its statements see one moment. A write holds an
advisory lock until it is committed: an annotator's own write is alone among her own sessions, any other is alone.
A transaction begins when its first statement runs, and goes to the server and back with it; what is only written waits
for the next reading, or the end. Passwords come from the URL, the environment or the service file, and no message
holds one.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from zlib import crc32

from sqlalchemy import URL, Connection, create_engine, event

from annotator.store.engines.database import Database, engine_options
from annotator.store.errors import StoreError
from annotator.store.statements import BATCH

if TYPE_CHECKING:
    from annotator.store.engines.pipeline import Names, Statement

# The advisory lock of the whole project; its bytes spell the program's name.
_PROJECT = 0x616E6E6F
# Each transaction begins with one of these. A write reads what it depends on only after its lock, by a statement of
# its own: at READ COMMITTED, whatever the server's default is, a statement sees what stood when it began.
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_WRITE = "BEGIN ISOLATION LEVEL READ COMMITTED"
_LOCK = "SELECT set_config('lock_timeout', $1, true), pg_advisory_xact_lock($2)"
_OWN_LOCKS = (
    "SELECT set_config('lock_timeout', $1, true), pg_advisory_xact_lock_shared($2::int),"
    " pg_advisory_xact_lock($2::int, $3::int)"
)
# Under which a connection keeps the names of its statements.
_NAMES = "annotator_names"
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

    def __init__(self, connection: Connection, beginning: Sequence["Statement"]) -> None:
        self._connection = connection
        self._waiting = list(beginning)
        self._empty = len(self._waiting)
        self._begun = False

    def add(self, words: str, values: Sequence[Any]) -> None:
        """Let a statement wait whose result nobody asks for."""
        self._waiting.append((words, values))

    def rows(self, words: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """Send what waits and a statement, and return the statement's rows."""
        self.add(words, values)
        return self._send()

    def flush(self) -> None:
        """Send what waits."""
        if self._waiting:
            self._send()

    def commit(self) -> None:
        """Send what waits, and put the transaction on disk; one that never began has nothing to put there."""
        if self._begun or len(self._waiting) > self._empty:
            self.add("COMMIT", ())
            self._send()

    def _send(self) -> Sequence[Sequence[Any]]:
        """Send what waits, and return the rows of the last statement.

        A connection that was lost since its last use is replaced, as long as nothing can have come of it.
        """
        # The driver is there only where somebody uses PostgreSQL.
        from annotator.store.engines.pipeline import exchange, is_alive

        sent, self._waiting = self._waiting, []
        first, self._begun = not self._begun, True
        while first and not is_alive(self._raw):
            self._connection.invalidate()
        try:
            return exchange(self._raw, self._names, sent)
        except self._connection.dialect.loaded_dbapi.OperationalError:
            if not (first and sent[-1][0] != "COMMIT" and self._raw.closed):
                raise
        self._connection.invalidate()
        return exchange(self._raw, self._names, sent)

    @property
    def _raw(self) -> Any:
        return self._connection.connection.driver_connection

    @property
    def _names(self) -> "Names":
        names: Names = self._connection.info.setdefault(_NAMES, {})
        return names


class PostgresDatabase(Database):
    """An open database of a PostgreSQL server."""

    def __init__(self, url: URL, *, patience: float) -> None:
        # The driver begins nothing by itself: `_READ` and its like do.
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            isolation_level="AUTOCOMMIT",
            connect_args={
                **{name: value for name, value in _CONNECTION.items() if name not in url.query},
                # `exchange` prepares what runs often. A driver that did so too would at times forget all there is.
                "prepare_threshold": None,
            },
            **engine_options(),
        )
        super().__init__(engine, shown(url), patience=patience)
        # Whatever goes wrong is raised; the driver's own words about it would be written across the screen.
        logging.getLogger("psycopg").setLevel(logging.CRITICAL)
        event.listen(engine, "before_execute", _flush)
        # Words that are no expression of SQLAlchemy's come by here alone.
        event.listen(engine, "before_cursor_execute", _flush)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self.engine.connect() as connection, _transaction(connection, [(_READ, ())]):
            yield connection

    @contextmanager
    def _writing(self, owner: str | None, patience: float) -> Iterator[Connection]:
        # 0 would mean to wait for ever.
        milliseconds = str(max(1, round(patience * 1000)))
        lock = (
            (_LOCK, (milliseconds, _PROJECT))
            if owner is None
            else (_OWN_LOCKS, (milliseconds, _PROJECT, _number_of(owner)))
        )
        with self._lent() as connection, _transaction(connection, [(_WRITE, ()), lock]) as batch:
            if owner is None:
                # Also what is done beside the database within this write has nobody else beside it.
                batch.flush()
            yield connection


def open_postgresql(url: URL, *, patience: float) -> PostgresDatabase:
    """Open a server's database; nothing is asked of the server yet. Raises StoreError without the driver."""
    try:
        return PostgresDatabase(url, patience=patience)
    except ModuleNotFoundError as error:
        raise StoreError(
            "PostgreSQL needs the driver psycopg",
            where=shown(url),
            advice='Install it with: pip install "hashtag-annotator[postgres]".',
        ) from error


def shown(url: URL) -> str:
    """Return a URL for messages: without its password, and without its options, which may hold another."""
    return url.set(query={}).render_as_string(hide_password=True)


@contextmanager
def _transaction(connection: Connection, beginning: Sequence["Statement"]) -> Iterator[_Batch]:
    """Let a connection's statements wait for each other, and put what they write on disk in the end."""
    batch = _Batch(connection, beginning)
    connection.execution_options(**{BATCH: batch})
    try:
        yield batch
        batch.commit()
        # SQLAlchemy ends what it takes for a transaction of its own; nothing goes to the server for that.
        connection.rollback()
    except BaseException:
        # Here and not where the connection is given back: SQLAlchemy would write that it is lost across the screen.
        if not connection.invalidated:
            _roll_back(connection)
        raise


def _roll_back(connection: Connection) -> None:
    """Undo what a transaction did; no one uses a connection again on which that fails."""
    raw: Any = connection.connection.driver_connection
    try:
        raw.rollback()
    except connection.dialect.loaded_dbapi.Error:
        connection.invalidate()


def _flush(connection: Connection, *_: object) -> None:
    """Send what waits before SQLAlchemy runs a statement of its own."""
    batch = connection.get_execution_options().get(BATCH)
    if batch is not None:
        batch.flush()


def _number_of(owner: str) -> int:
    """Return the number of an annotator's own lock; two of one number only wait for each other."""
    return crc32(owner.encode()) - 2**31
