"""PostgreSQL by URL: one project on a server, for a team.

A reading is a read-only transaction at REPEATABLE READ, so that all its statements see one moment. A write holds an
advisory lock until it is committed: an annotator's own write is alone among her own sessions, any other is alone.
Passwords come from the URL, the environment or the service file, and no message holds one.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Connection, create_engine, text

from annotator.store.database import Database, engine_options
from annotator.store.errors import StoreError

# The advisory lock of the whole project; its bytes spell the program's name.
_PROJECT = 0x616E6E6F
_OWN = text(
    f"SELECT set_config('lock_timeout', :patience, true), pg_advisory_xact_lock_shared({_PROJECT}),"
    f" pg_advisory_xact_lock({_PROJECT}, hashtext(:owner))"
)
_ALONE = text(f"SELECT set_config('lock_timeout', :patience, true), pg_advisory_xact_lock({_PROJECT})")
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
        # A lost connection is found out before it is used, not by the statement that needs it.
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            connect_args={name: value for name, value in _CONNECTION.items() if name not in url.query},
            **engine_options(),
        )
        self._readers = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        super().__init__(engine, shown(url), patience=patience)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._readers.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing(self, owner: str | None, patience: float) -> Iterator[Connection]:
        # 0 would mean to wait for ever.
        waits = str(max(1, round(patience * 1000)))
        with self.engine.connect() as connection, connection.begin():
            if owner is None:
                connection.execute(_ALONE, {"patience": waits})
            else:
                connection.execute(_OWN, {"patience": waits, "owner": owner})
            yield connection


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
