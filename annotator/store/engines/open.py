"""Opens databases by their address: SQLite files by path, PostgreSQL by URL."""

from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from annotator.store.engines.database import PATIENCE, Database
from annotator.store.engines.postgresql import open_postgresql, shown
from annotator.store.engines.sqlite import open_sqlite
from annotator.store.errors import StoreError

__all__ = ["PATIENCE", "Database", "is_there", "open_database"]

_ADVICE = "Give a path (SQLite) or postgresql://user@host/name."


def open_database(address: str, *, must_exist: bool = False, patience: float = PATIENCE) -> Database:
    """Open the database at a path or URL, making a SQLite file unless it must exist; nothing is read yet.

    Raises StoreError for an address that no driver takes.
    """
    url = _url(address)
    if url is None:
        return open_sqlite(Path(address), must_exist=must_exist, patience=patience)
    if url.get_backend_name() == "sqlite":
        return open_sqlite(Path(url.database or ""), must_exist=must_exist, patience=patience)
    if url.get_backend_name() != "postgresql":
        raise StoreError(
            f"{url.get_backend_name()} is no database that this program knows",
            where=shown(url),
            advice=_ADVICE,
        )
    return open_postgresql(url, patience=patience)


def is_there(address: str) -> bool:
    """Tell whether there is a database at an address; True for a server, which only connecting can tell."""
    url = _url(address)
    if url is None:
        return Path(address).exists()
    return url.get_backend_name() != "sqlite" or Path(url.database or "").exists()


def _url(address: str) -> URL | None:
    """Return an address as a URL, or None for a path."""
    if "://" not in address:
        return None
    try:
        return make_url(address)
    except (ArgumentError, ValueError):
        # What was typed may hold a password, and the error repeats it.
        raise StoreError("this is no database URL", where="--db", advice=_ADVICE) from None
