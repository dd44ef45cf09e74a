"""PostgreSQL by URL: one project on a server, for a team.

Invariants: a read transaction is REPEATABLE READ and read-only. A write transaction is READ COMMITTED and takes an
advisory lock as its first statement, so that whatever it reads next was committed by all who held the lock before.
Passwords come from the URL, the environment or the service file, and are in no message.
"""

import logging
import select
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zlib import crc32

from sqlalchemy import URL, Connection, create_engine, event, text
from sqlalchemy.exc import DBAPIError, DisconnectionError

from annotator.store.engines.database import Database, engine_options, pipelined
from annotator.store.errors import StoreError

# The key of the project's advisory lock: "anno" in ASCII.
_PROJECT = 0x616E6E6F
_LOCK = text("SELECT set_config('lock_timeout', :timeout, true), pg_advisory_xact_lock(:project)")
# An owner shares the project's lock with other owners, and holds one of her own.
_OWNER_LOCK = text(
    "SELECT set_config('lock_timeout', :timeout, true), pg_advisory_xact_lock_shared(:project),"
    " pg_advisory_xact_lock(CAST(:project AS int), CAST(:owner AS int))"
)
# A lost connection is noticed within seconds; the system's default is a quarter of an hour.
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
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            isolation_level="READ COMMITTED",
            connect_args={name: value for name, value in _CONNECTION.items() if name not in url.query},
            **engine_options(),
        )
        super().__init__(engine, shown(url), patience=patience)
        event.listen(engine, "checkout", _check_open)
        self._reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        # Every error is raised; what the driver and the pool log about it would be printed across the screen.
        for name in ("psycopg", "sqlalchemy.pool"):
            logging.getLogger(name).setLevel(logging.CRITICAL)

    @contextmanager
    def _read_transaction(self) -> Iterator[Connection]:
        with self._reader.connect() as connection, _transaction(connection):
            yield connection

    @contextmanager
    def _write_transaction(self, owner: str | None, patience: float) -> Iterator[Connection]:
        # A timeout of 0 would wait for ever.
        values = {"timeout": str(max(1, round(patience * 1000))), "project": _PROJECT}
        with self.engine.connect() as connection, _transaction(connection):
            # In one round trip with the BEGIN that the driver sends first.
            with pipelined(connection):
                if owner is None:
                    connection.execute(_LOCK, values)
                else:
                    connection.execute(_OWNER_LOCK, {**values, "owner": _lock_key(owner)})
            yield connection


def open_postgresql(url: URL, *, patience: float) -> PostgresDatabase:
    """Open a database on a server without connecting yet. Raises StoreError where the driver is not installed."""
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


def _check_open(raw: Any, _record: object, _proxy: object) -> None:
    """Let the pool replace a connection that was lost since its last use; costs no round trip.

    A server says nothing unasked but that it closes the connection.
    """
    poll = select.poll()
    if not raw.closed:
        poll.register(raw.fileno(), select.POLLIN)
    if raw.closed or poll.poll(0):
        raise DisconnectionError


@contextmanager
def _transaction(connection: Connection) -> Iterator[None]:
    """Commit at the end of the block, or roll back; a lost connection never hides the error that ended the block."""
    transaction = connection.begin()
    try:
        yield
        transaction.commit()
    except BaseException:
        try:
            transaction.rollback()
        except DBAPIError:
            connection.invalidate()
        raise


def _lock_key(owner: str) -> int:
    """Return the number of an annotator's own lock; two annotators with one number only wait for each other."""
    return crc32(owner.encode()) - 2**31
