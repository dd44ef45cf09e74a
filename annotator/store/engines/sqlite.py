"""SQLite files: every commit is on disk when it returns, and nothing is written to a file that is no longer there.

Invariants: a write transaction begins with BEGIN IMMEDIATE, so no transaction turns from reading to writing half way.
Only the first connection may create the file, so a file that disappears is never replaced by an empty one.
"""

import random
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from annotator.store.engines.database import Database, engine_options
from annotator.store.errors import NOT_A_DATABASE, StoreError, Unwritable, is_busy

# Where a pooled connection keeps the identity of the file that it opened.
_FILE = "annotator_file"
# The execution option of a write transaction: how many seconds it waits for other writers.
_PATIENCE = "annotator_patience"
# Bytes in the write-ahead log from which a checkpoint is worth while; SQLite itself begins at four times as many.
_LARGE_LOG = 1 << 20
# Milliseconds that SQLite waits where a read meets somebody who opens or closes the file.
_BUSY_TIMEOUT = 100
# Seconds between two tries of a writer that waits: random, and shorter the longer it has waited.
_LONGEST_PAUSE = 0.008
_SHORTEST_PAUSE = 0.002
_HALVED_AFTER = 0.2


class SqliteFile(Database):
    """An open SQLite file."""

    is_sqlite = True

    def __init__(self, path: Path, *, patience: float) -> None:
        # Absolute, because the current folder may change; not as a URL, where `?` and `%` have a meaning.
        self.path = path.absolute()
        self._auto_checkpoint = True
        self._may_create = True
        engine = create_engine(
            URL.create("sqlite", database=str(path)), creator=self._connect, **engine_options()
        )
        super().__init__(engine, str(path), patience=patience)
        event.listen(engine, "begin", _begin)
        event.listen(engine, "connect", self._connected)

    @property
    def folder(self) -> Path | None:
        """The file's folder."""
        return self.path.resolve().parent

    @contextmanager
    def _read_transaction(self) -> Iterator[Connection]:
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def _write_transaction(self, _owner: str | None, patience: float) -> Iterator[Connection]:
        with (
            self.engine.connect().execution_options(**{_PATIENCE: patience}) as connection,
            connection.begin(),
        ):
            self._check_file_identity(connection)
            yield connection

    def use_wal(self) -> None:
        """Let the file be read while it is written; the file keeps this setting."""
        with self._translated(), self.engine.connect() as connection:
            raw = driver_connection(connection)
            if raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                raw.execute("PRAGMA journal_mode=WAL")

    def defer_checkpoints(self) -> None:
        self._auto_checkpoint = False
        self.close()

    def checkpoint(self) -> None:
        """Copy the write-ahead log into the file, as far as nobody has to wait for it."""
        with self._translated(), self.engine.connect() as connection:
            driver_connection(connection).execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def checkpoint_if_large(self) -> None:
        with suppress(OSError):
            if Path(f"{self.path}-wal").stat().st_size > _LARGE_LOG:
                self.checkpoint()

    def _connect(self) -> sqlite3.Connection:
        mode = "rwc" if self._may_create else "rw"
        connection = sqlite3.connect(
            f"{self.path.as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
        )
        # The journal mode is written into the file: `use_wal` sets it once the file is known to be a project.
        connection.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT}")
        connection.execute("PRAGMA synchronous=FULL")
        if sys.platform == "darwin":
            # A plain fsync leaves the data in the drive's cache there.
            connection.execute("PRAGMA fullfsync=ON")
        connection.execute("PRAGMA foreign_keys=ON")
        if not self._auto_checkpoint:
            connection.execute("PRAGMA wal_autocheckpoint=0")
        self._may_create = False
        return connection

    def _connected(self, _raw: object, record: ConnectionPoolEntry) -> None:
        """Note which file a new connection has opened."""
        record.info[_FILE] = _identity(self.path)

    def _check_file_identity(self, connection: Connection) -> None:
        """Refuse to write to a file that was moved away or replaced since the connection opened it."""
        if _identity(self.path) == connection.info[_FILE] is not None:
            return
        # The next write opens whatever is at the path then.
        self.close()
        connection.invalidate()
        raise Unwritable(
            "the database file is gone or was replaced; nothing was written",
            where=self.where,
            advice="Put the file back, then try again.",
        )


def open_sqlite(path: Path, *, must_exist: bool, patience: float) -> SqliteFile:
    """Open a SQLite file, creating it unless it must exist; nothing is read yet."""
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


def _begin(connection: Connection) -> None:
    """Begin the transaction that SQLAlchemy asks for: the driver is in autocommit mode and begins none itself."""
    raw = driver_connection(connection)
    patience = connection.get_execution_options().get(_PATIENCE)
    if patience is None:
        raw.execute("BEGIN")
    else:
        _begin_immediate(raw, patience)


def _begin_immediate(raw: sqlite3.Connection, patience: float) -> None:
    """Begin a write transaction, trying again while others write.

    SQLite's own waiting sleeps longer the longer one has waited, which starves a writer among many. Random pauses
    give each writer the same chance at every commit, and shorter ones after a while give the longest waiting more.
    """
    start = time.monotonic()
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                waited = time.monotonic() - start
                if not is_busy(error) or waited > patience:
                    raise
            pause = max(_SHORTEST_PAUSE, _LONGEST_PAUSE * 0.5 ** (waited / _HALVED_AFTER))
            time.sleep(random.uniform(0, 2 * pause))
    finally:
        raw.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT}")


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
        raise NOT_A_DATABASE.error(str(path))
