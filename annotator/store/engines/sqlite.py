"""SQLite files: every commit is on disk when it returns, and no write goes to a file that is no longer there.

A write begins with BEGIN IMMEDIATE, so that no transaction turns from reading to writing half way. Only the first
connection may make the file: a file that goes away is never silently replaced by an empty one.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from annotator.store.engines.database import Database, engine_options
from annotator.store.engines.write_lock import Turns
from annotator.store.errors import StoreError, Unwritable, from_database

_FILE = "annotator_file"
# Milliseconds that SQLite itself waits where a reading meets somebody who opens or closes the file.
_BUSY_TIMEOUT = 100


class SqliteFile(Database):
    """An open SQLite file."""

    is_sqlite = True

    def __init__(self, path: Path, *, patience: float) -> None:
        # The path is kept whole: the current folder may change, and a URL made from text would read `?` and `%`.
        self.path = path.absolute()
        self._turns = Turns()
        self._checkpoints = True
        engine = create_engine(
            URL.create("sqlite", database=str(path)), creator=self._connect, **engine_options()
        )
        self._may_make = True
        super().__init__(engine, str(path), patience=patience)
        event.listen(engine, "begin", self._begin)
        event.listen(engine, "connect", self._connected)

    @property
    def folder(self) -> Path | None:
        """The file's folder."""
        return self.path.resolve().parent

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing(self, _owner: str | None, patience: float) -> Iterator[Connection]:
        with self._lent() as connection:
            raw = driver_connection(connection)
            # SQLite's own waiting is not fair to those who wait.
            raw.execute("PRAGMA busy_timeout=0")
            try:
                self._turns.begin(raw, patience)
            finally:
                raw.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT}")
            try:
                self._check_place(connection)
                yield connection
                # SQLAlchemy knows of the transaction if one of its own statements was in it.
                if connection.in_transaction():
                    connection.commit()
                else:
                    raw.commit()
            finally:
                self._turns.end()

    def use_wal(self) -> None:
        """Let the file be read while it is written; it stays so."""
        with self._translated(), self.engine.connect() as connection:
            raw = driver_connection(connection)
            if raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                raw.execute("PRAGMA journal_mode=WAL")

    def leave_checkpoints(self) -> None:
        """Let no commit carry what was written over from the log; `checkpoint` does it when there is time."""
        self._checkpoints = False
        self.close()

    def checkpoint(self) -> None:
        """Carry what was written over from the log into the file, as far as nobody is held up by it."""
        with self._translated(), self.engine.connect() as connection:
            driver_connection(connection).execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def log_size(self) -> int:
        """Return how many bytes stand in the log."""
        try:
            return Path(f"{self.path}-wal").stat().st_size
        except OSError:
            return 0

    def _connect(self) -> sqlite3.Connection:
        mode = "rwc" if self._may_make else "rw"
        connection = sqlite3.connect(
            f"{self.path.as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
        )
        # The journal's mode is written into the file, so it is set by `use_wal` once the file is known to be ours.
        connection.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT}")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        if not self._checkpoints:
            connection.execute("PRAGMA wal_autocheckpoint=0")
        self._may_make = False
        return connection

    def _begin(self, connection: Connection) -> None:
        """Begin where SQLAlchemy does, unless it is within a write."""
        raw = driver_connection(connection)
        if not raw.in_transaction:
            raw.execute("BEGIN")

    def _connected(self, _raw: object, record: ConnectionPoolEntry) -> None:
        """Note which file a new connection has opened."""
        record.info[_FILE] = _identity(self.path)

    def _check_place(self, connection: Connection) -> None:
        """Refuse to write to a file that has been taken away or replaced since the connection opened it."""
        if _identity(self.path) == connection.info[_FILE] is not None:
            return
        # The next write opens whatever stands there then.
        self.close()
        connection.invalidate()
        raise Unwritable(
            "the database file is gone or was replaced; nothing was written",
            where=self.where,
            advice="Put the file back, then try again.",
        )


def open_sqlite(path: Path, *, must_exist: bool, patience: float) -> SqliteFile:
    """Open a SQLite file, making it unless it must exist; nothing is read yet."""
    _check_file(path)
    if must_exist and not path.exists():
        raise StoreError(
            "there is no such database",
            where=str(path),
            advice="Make one with `annotator add PATH`, or name another with --db.",
        )
    return SqliteFile(path, patience=patience)


def driver_connection(connection: Connection) -> sqlite3.Connection:
    """Return the driver's own connection to a SQLite file."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another one that is put in its place."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _check_file(path: Path) -> None:
    """Refuse what is no SQLite file before SQLite touches it."""
    if path.is_dir():
        raise StoreError("this is a folder", where=str(path), advice="Name a database file with --db.")
    if not path.parent.is_dir():
        raise StoreError(
            "its folder does not exist",
            where=str(path),
            advice="Make the folder, or name another file with --db.",
        )
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError("the file cannot be read", where=str(path), advice="Check its rights.") from error
    if head and head != b"SQLite format 3\x00":
        raise from_database(sqlite3.DatabaseError("file is not a database"), where=str(path))
