"""Opens databases: SQLite files and PostgreSQL by URL.

On SQLite every commit is on disk when it returns (WAL with synchronous=FULL), and every write begins with BEGIN
IMMEDIATE, so that no transaction turns from reading to writing half way.
"""

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from annotator.store.errors import Busy, StoreError, from_database

_WRITE = "annotator_write"
# Milliseconds that SQLite itself waits; longer waits are spread by `_immediately`.
_BUSY_TIMEOUT = 100
# Seconds that a write waits for others, unless the caller says otherwise.
PATIENCE = 20.0


class Database:
    """An open database; `where` names it in messages, without any password."""

    def __init__(self, engine: Engine, where: str, *, patience: float) -> None:
        self.engine = engine
        self.where = where
        self._patience = patience

    @property
    def folder(self) -> Path | None:
        """The folder of a SQLite file; None where the database is a server's."""
        return Path(self.where).resolve().parent if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        """Tell whether this is a SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the database."""
        with self._translated(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self, *, patience: float | None = None) -> Iterator[Connection]:
        """Give a connection whose changes are on disk, all or none, when the block ends.

        While others write it waits for so many seconds, else as long as the database was opened for.
        """
        with self._translated(), self.engine.connect() as plain:
            connection = plain.execution_options(**{_WRITE: True})
            with _begun(connection, self._patience if patience is None else patience):
                yield connection

    def use_wal(self) -> None:
        """Let a SQLite file be read while it is written; it stays so."""
        if not self.is_sqlite:
            return
        with self._translated(), self.engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            if raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                raw.execute("PRAGMA journal_mode=WAL")

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            raise from_database(error, where=self.where) from error


@contextmanager
def _begun(connection: Connection, patience: float) -> Iterator[None]:
    """Begin a write, waiting in short uneven steps while others write, and commit at the end."""
    deadline = time.monotonic() + patience
    pause = 0.002
    while True:
        try:
            transaction = connection.begin()
            break
        except DBAPIError as error:
            if not isinstance(from_database(error, where=""), Busy) or time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(pause / 2, pause))
            pause = min(pause * 1.5, 0.05)
    with transaction:
        yield


def open_database(address: str, *, must_exist: bool = False, patience: float = PATIENCE) -> Database:
    """Open the database at a path or URL, making a SQLite file unless it must exist; nothing is read yet.

    Raises StoreError for an address that no driver takes.
    """
    if "://" not in address:
        return _open_sqlite(Path(address), must_exist=must_exist, patience=patience)
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise StoreError(
            "this is no database URL",
            where="--db",
            advice="Give a path (SQLite) or postgresql+psycopg://user@host/name.",
        ) from error
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(Path(url.database or ""), must_exist=must_exist, patience=patience)
    if url.get_backend_name() != "postgresql":
        raise StoreError(
            f"{url.get_backend_name()} is no database that this program knows",
            where=url.render_as_string(hide_password=True),
            advice="Give a path (SQLite) or postgresql+psycopg://user@host/name.",
        )
    try:
        engine = create_engine(url.set(drivername="postgresql+psycopg"), **_json())
    except ModuleNotFoundError as error:
        raise StoreError(
            "PostgreSQL needs the driver psycopg",
            where=url.render_as_string(hide_password=True),
            advice='Install it with: pip install "annotator[postgres]".',
        ) from error
    return Database(engine, url.render_as_string(hide_password=True), patience=patience)


def is_there(address: str) -> bool:
    """Tell whether a database stands at an address; of a server's only the server can tell."""
    if "://" not in address:
        return Path(address).exists()
    if not address.startswith("sqlite"):
        return True
    return Path(make_url(address).database or "").exists()


def _open_sqlite(path: Path, *, must_exist: bool, patience: float) -> Database:
    _check_file(path)
    if must_exist and not path.exists():
        raise StoreError(
            "there is no such database",
            where=str(path),
            advice="Make one with `annotator add PATH`, or name another with --db.",
        )
    # A URL made from parts takes any name; one made from text would read `?` and `%` in it.
    engine = create_engine(URL.create("sqlite", database=str(path)), **_json())
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return Database(engine, str(path), patience=patience)


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


def _json() -> dict[str, Any]:
    return {
        "json_serializer": _to_json,
        "json_deserializer": orjson.loads,
    }


def _to_json(value: object) -> str:
    """Write JSON with stable bytes; named tuples become arrays."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_SORT_KEYS).decode()


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(value)
    raise TypeError(f"{type(value).__name__} is no JSON value")


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    # The journal's mode is written into the file, so it is set by `use_wal` once the file is known to be ours.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT}")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _on_begin(connection: Connection) -> None:
    write = connection.get_execution_options().get(_WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
