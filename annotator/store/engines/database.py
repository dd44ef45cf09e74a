"""What all databases share: read transactions that see one moment, and write transactions that are durable or undone.

How each database keeps these promises is in `sqlite` and `postgresql`.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from annotator.store.errors import from_database

# Seconds that a write waits for other writers, unless the caller says otherwise.
PATIENCE = 20.0


class Database(ABC):
    """An open database; `where` names it in messages, without any password."""

    is_sqlite = False

    def __init__(self, engine: Engine, where: str, *, patience: float) -> None:
        self.engine = engine
        self.where = where
        self._patience = patience

    @property
    def folder(self) -> Path | None:
        """The folder of a SQLite file; None for a database on a server."""
        return None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a read transaction; all its statements see one moment of the database."""
        with self._translated(), self._read_transaction() as connection:
            yield connection

    @contextmanager
    def writing(self, *, owner: str | None = None, patience: float | None = None) -> Iterator[Connection]:
        """Open a write transaction; at the end of the block its changes are durable, or undone if it raises.

        Writers take turns. An annotator who writes only her own rows passes her name as `owner`: where the database
        can, she writes at the same time as other owners. Raises Busy after waiting `patience` seconds for others.
        """
        seconds = self._patience if patience is None else patience
        with self._translated(), self._write_transaction(owner, seconds) as connection:
            yield connection

    def defer_checkpoints(self) -> None:  # noqa: B027
        """Let no commit copy a write-ahead log into its file; `checkpoint_if_large` does it instead."""

    def checkpoint_if_large(self) -> None:  # noqa: B027
        """Copy the write-ahead log into the file where it has grown; nobody who reads or writes waits for it."""

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @abstractmethod
    def _read_transaction(self) -> AbstractContextManager[Connection]:
        """Begin a read transaction."""

    @abstractmethod
    def _write_transaction(self, owner: str | None, patience: float) -> AbstractContextManager[Connection]:
        """Begin a write transaction; commit at the end of the block, roll back if it raises."""

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn errors of SQLAlchemy and of the driver into StoreError."""
        try:
            yield
        except (DBAPIError, self.engine.dialect.loaded_dbapi.Error) as error:
            raise from_database(error, where=self.where) from error


@contextmanager
def pipelined(connection: Connection) -> Iterator[None]:
    """Send the statements of the block to a server in one round trip; their rows are not read.

    An error of a statement is raised at the end of the block at the latest.
    """
    if connection.dialect.name != "postgresql":
        yield
        return
    raw: Any = connection.connection.driver_connection
    try:
        with raw.pipeline():
            yield
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError(None, None, error, connection_invalidated=raw.closed) from error


def engine_options() -> dict[str, Any]:
    """Return the options of every engine."""
    return {"json_serializer": to_json, "json_deserializer": orjson.loads}


def to_json(value: object) -> str:
    """Serialize to JSON with sorted keys; named tuples become arrays."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_SORT_KEYS).decode()


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(value)
    raise TypeError(f"{type(value).__name__} is not a JSON value")
