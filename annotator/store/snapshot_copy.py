"""Databases of other copies, for reading: what is read is a copy in a temporary folder, the file is left as it is."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from annotator.store import schema
from annotator.store.engines.open import Database, open_database
from annotator.store.errors import StoreError, from_database

_SQLITE = b"SQLite format 3\x00"


def is_database(path: Path) -> bool:
    """Tell whether a file begins as a SQLite database does; raises OSError where it cannot be read."""
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


@contextmanager
def open_copy(path: Path) -> Iterator[Database]:
    """Open the project of a SQLite file as it is at this moment, migrated to the current schema.

    Raises StoreError, naming the file, for one that is damaged, holds no project, or is from a newer program.
    """
    with TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        try:
            _copy(path, copy)
        except sqlite3.Error as error:
            raise from_database(error, where=str(path)) from error
        database = open_database(str(copy))
        database.where = str(path)
        try:
            schema.migrate(database)
            yield database
        finally:
            database.close()


def _copy(path: Path, copy: Path) -> None:
    """Copy a database while others may write it, and check the copy."""
    address = f"file:{quote(str(path.resolve()))}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        (answer,) = target.execute("PRAGMA quick_check(1)").fetchone()
        if answer != "ok":
            raise StoreError("the database is damaged", where=str(path), advice="Restore the newest backup.")
        if not target.execute("SELECT 1 FROM sqlite_master WHERE name = 'event'").fetchone():
            raise StoreError(
                "this database holds no project", where=str(path), advice="Name the database of another copy."
            )
