"""PostgreSQL by URL: one project on a server, for a team.

A reading is a read-only transaction at REPEATABLE READ, so that all its statements see one moment. A write holds an
advisory lock until it is committed: an annotator's own write is alone among her own sessions, any other is alone.
Passwords come from the URL, the environment or the service file, and no message holds one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from sqlalchemy import URL, Connection, create_engine
from sqlalchemy.exc import DBAPIError

from annotator.store.database import Database, engine_options
from annotator.store.errors import StoreError

# The advisory lock of the whole project; its bytes spell the program's name.
_PROJECT = 0x616E6E6F
# Each transaction begins with one of these, which is a single way to the server and back. A write reads what it
# depends on only after its lock, by a statement of its own: a statement sees what stood when it began.
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_ALONE = "BEGIN; SET LOCAL lock_timeout = {patience}; SELECT pg_advisory_xact_lock({project})"
_OWN = (
    "BEGIN; SET LOCAL lock_timeout = {patience};"
    " SELECT pg_advisory_xact_lock_shared({project}), pg_advisory_xact_lock({project}, {owner})"
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

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._begun(_READ) as connection:
            yield connection

    @contextmanager
    def _writing(self, owner: str | None, patience: float) -> Iterator[Connection]:
        # 0 would mean to wait for ever.
        milliseconds = max(1, round(patience * 1000))
        beginning = _ALONE if owner is None else _OWN
        words = beginning.format(patience=milliseconds, project=_PROJECT, owner=_number_of(owner or ""))
        with self._begun(words) as connection:
            yield connection
            connection.commit()

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


def _number_of(owner: str) -> int:
    """Return the number of an annotator's own lock; two of one number only wait for each other."""
    return crc32(owner.encode()) - 2**31
