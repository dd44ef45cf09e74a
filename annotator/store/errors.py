"""What can go wrong between the program and its database, as messages that say what, where and what to do.

Invariants: errors of SQLite are told apart by result code, those of PostgreSQL by SQLSTATE, never by wording. No
message repeats a driver's text about a failed connection, which may hold parts of a mistyped address and its password.
"""

import sqlite3
from typing import NamedTuple


class StoreError(Exception):
    """A database that cannot be used as asked: what happened, where, and what to do."""

    def __init__(self, what: str, *, where: str, advice: str) -> None:
        self.what, self.where, self.advice = what, where, advice
        super().__init__(f"{where}: {what}. {advice}")


class Unwritable(StoreError):
    """The database cannot be written at present: full disk, no rights, or gone. The same write may succeed later."""


class Busy(Unwritable):
    """Others held the database for longer than this program waits."""


class Unreachable(Unwritable):
    """The server does not answer, refuses the connection, or the connection to it was lost."""


class Problem(NamedTuple):
    """One kind of error, with its message."""

    kind: type[StoreError]
    what: str
    advice: str

    def error(self, where: str) -> StoreError:
        """Return the error for a database."""
        return self.kind(self.what, where=where, advice=self.advice)


NOT_A_DATABASE = Problem(
    StoreError,
    "this file is not an annotator database",
    "Choose another file with --db; this one was left as it is.",
)
DAMAGED = Problem(StoreError, "the database is damaged", "Restore the newest backup.")
_HELD = Problem(Busy, "another program holds the database", "Close it, then try again.")
_NOT_WRITABLE = Problem(
    Unwritable, "the database cannot be written", "Check the rights of the file and its folder."
)

# By SQLite's primary result code: the low byte of `sqlite_errorcode`.
_SQLITE = {
    sqlite3.SQLITE_NOTADB: NOT_A_DATABASE,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_BUSY: _HELD,
    sqlite3.SQLITE_LOCKED: _HELD,
    sqlite3.SQLITE_FULL: Problem(
        Unwritable, "the disk is full; nothing was written", "Free some space, then try again."
    ),
    sqlite3.SQLITE_READONLY: _NOT_WRITABLE,
    sqlite3.SQLITE_PERM: _NOT_WRITABLE,
    sqlite3.SQLITE_CANTOPEN: Problem(
        Unwritable,
        "the database cannot be opened or made",
        "Check that the file and its folder are there and may be written.",
    ),
    sqlite3.SQLITE_IOERR: Problem(
        Unwritable,
        "the disk is full, gone or damaged; nothing was written",
        "Check the disk, then try again.",
    ),
}

_LOST = Problem(
    Unreachable,
    "the server does not answer, or the connection to it was lost",
    "Check that it runs and that the network is there, then try again.",
)
_LOGIN = Problem(StoreError, "the server does not let this user in", "Check the name and the password.")
# libpq tells nothing but a text in the server's language about a connection that was never made.
_NO_CONNECTION = Problem(
    Unreachable,
    "the server does not answer, or refuses the connection",
    "Check that it runs, that the network is there, and the user, password and database of --db (createdb makes one).",
)
_BAD_ADDRESS = Problem(StoreError, "the server cannot be used as this address says", "Check --db.")
# By the beginning of PostgreSQL's SQLSTATE; the first that fits counts.
_POSTGRESQL = {
    "55P03": _HELD,
    "40001": _HELD,
    "40P01": _HELD,
    "57014": _HELD,
    "53100": Problem(
        Unwritable, "the server's disk is full; nothing was written", "Free some space on it, then try again."
    ),
    "53300": Problem(
        Busy, "the server takes no more connections", "Try again later, or raise max_connections."
    ),
    "53": Problem(
        Unwritable, "the server has run out of something that it needs", "Look into its log, then try again."
    ),
    "25006": Problem(Unwritable, "the server takes no changes at present", "Connect to the one that does."),
    "42501": Problem(
        Unwritable, "this user has no rights to what is asked", "Let the owner of the database grant them."
    ),
    "3D000": Problem(
        StoreError, "the server has no such database", "Make it with createdb, or name another with --db."
    ),
    "28": _LOGIN,
    "XX001": DAMAGED,
    "XX002": DAMAGED,
    "57P": _LOST,
    "58": Problem(Unwritable, "the server's disk answers with errors", "Look into its log."),
    "08": _LOST,
}


def from_database(error: BaseException, *, where: str) -> StoreError:
    """Translate an error of SQLAlchemy or of a driver."""
    origin = getattr(error, "orig", None) or error
    if isinstance(origin, sqlite3.Error):
        problem = _SQLITE.get(_sqlite_code(origin))
    else:
        problem = _postgresql_problem(origin, lost=getattr(error, "connection_invalidated", False))
    if problem is not None:
        return problem.error(where)
    return StoreError(
        f"the database answered: {str(origin).strip()}", where=where, advice="Run `annotator verify`."
    )


def is_busy(error: sqlite3.Error) -> bool:
    """Tell whether an error of SQLite says that others hold the file."""
    return _sqlite_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _sqlite_code(error: sqlite3.Error) -> int:
    """Return the primary result code; SQLITE_ERROR for an error of the Python module, which has none."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF


def _postgresql_problem(error: BaseException, *, lost: bool) -> Problem | None:
    """Return what an error of psycopg means; None for one that should not happen."""
    # Only a project on a server needs the driver.
    import psycopg

    code = getattr(error, "sqlstate", None)
    if code is not None:
        return next(
            (problem for beginning, problem in _POSTGRESQL.items() if code.startswith(beginning)), None
        )
    if lost or isinstance(error, psycopg.InterfaceError):
        return _LOST
    if not isinstance(error, psycopg.OperationalError):
        return _BAD_ADDRESS
    failed = error.pgconn
    return _LOGIN if failed is not None and failed.needs_password else _NO_CONNECTION
