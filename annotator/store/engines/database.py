"""What the databases have in common: readings that see one moment, and writes that are all on disk or not at all.

How each of them brings that about stands in `sqlite` and `postgresql`.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from annotator.store.errors import from_database

# Seconds that a write waits for others, unless the caller says otherwise.
PATIENCE = 20.0


class Database(ABC):
    """An open database; `where` names it in messages, without any password."""

    is_sqlite = False
    # What SQLAlchemy raises, and the driver where it runs a statement alone.
    _errors: tuple[type[Exception], ...]

    def __init__(self, engine: Engine, where: str, *, patience: float) -> None:
        self.engine = engine
        self.where = where
        self._errors = (DBAPIError, engine.dialect.loaded_dbapi.Error)
        self._patience = patience
        self._kept: list[Connection] = []

    @property
    def folder(self) -> Path | None:
        """The folder of a SQLite file; None where the database is a server's."""
        return None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the database."""
        with self._translated(), self._reading() as connection:
            yield connection

    @contextmanager
    def writing(self, *, owner: str | None = None, patience: float | None = None) -> Iterator[Connection]:
        """Give a connection whose changes are on disk, all or none, when the block ends.

        Nobody else writes meanwhile. With an `owner`, an annotator who writes only what is her own, others who do
        the same may write at the same time where the database can. While others write it waits for so many
        seconds, else as long as the database was opened for.
        """
        waits = self._patience if patience is None else patience
        with self._translated(), self._writing(owner, waits) as connection:
            yield connection

    def close(self) -> None:
        """Give all connections back."""
        with suppress(IndexError):
            while True:
                self._kept.pop().close()
        self.engine.dispose()

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Connection]:
        """Begin a reading transaction."""

    @abstractmethod
    def _writing(self, owner: str | None, patience: float) -> AbstractContextManager[Connection]:
        """Begin a writing transaction, and commit it at the end."""

    @contextmanager
    def _lent(self) -> Iterator[Connection]:
        """Lend a connection to a write, and keep it for the next one: to get one takes as long as a small write."""
        try:
            connection = self._kept.pop()
        except IndexError:
            connection = self.engine.connect()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        # Of writes at the same time one keeps its own: the others' are for readings too, and there are only so many.
        if self._kept:
            connection.close()
        else:
            self._kept.append(connection)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except self._errors as error:
            raise from_database(error, where=self.where) from error


def engine_options() -> dict[str, Any]:
    """Return what every engine is made with."""
    return {"json_serializer": to_json, "json_deserializer": orjson.loads}


def to_json(value: object) -> str:
    """Write JSON with stable bytes; named tuples become arrays."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_SORT_KEYS).decode()


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(value)
    raise TypeError(f"{type(value).__name__} is no JSON value")
