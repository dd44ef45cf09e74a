"""What can go wrong between the program and its database, as sentences for a person.

A driver's error is told by its code where it has one. No sentence repeats a driver's words about a connection that
failed, because those may hold parts of an address that was typed wrongly, and of a password in it.
"""

import re


class StoreError(Exception):
    """A database that cannot be used as asked: what happened, where, and what to do."""

    def __init__(self, what: str, *, where: str, advice: str) -> None:
        self.what, self.where, self.advice = what, where, advice
        super().__init__(f"{where}: {what}. {advice}")


class Unwritable(StoreError):
    """The database cannot be written at present: full disk, no rights, or gone. What was to be written may be kept."""


class Busy(Unwritable):
    """Others held the database for longer than this program waits."""


class Outdated(Busy):
    """What a write took for known was changed meanwhile; nothing was written."""


class Unreachable(Unwritable):
    """The server does not answer, or the connection to it was lost."""


_Kind = tuple[type[StoreError], str, str]

_DAMAGED: _Kind = (StoreError, "the database is damaged", "Restore the newest backup.")
_FULL: _Kind = (Unwritable, "the disk is full; nothing was written", "Free some space, then try again.")
_HELD: _Kind = (Busy, "another program holds the database", "Close it, then try again.")
_CLOSED: _Kind = (
    Unwritable,
    "the database cannot be written",
    "Check the rights of the file and its folder.",
)

# The beginnings of SQLite's names of what went wrong.
_SQLITE: tuple[tuple[str, _Kind], ...] = (
    (
        "SQLITE_NOTADB",
        (
            StoreError,
            "this file is not an annotator database",
            "Choose another file with --db; this one was left as it is.",
        ),
    ),
    ("SQLITE_CORRUPT", _DAMAGED),
    ("SQLITE_BUSY", _HELD),
    ("SQLITE_LOCKED", _HELD),
    ("SQLITE_FULL", _FULL),
    ("SQLITE_READONLY", _CLOSED),
    ("SQLITE_PERM", _CLOSED),
    (
        "SQLITE_CANTOPEN",
        (
            Unwritable,
            "the database cannot be opened or made",
            "Check that the file and its folder are there and may be written.",
        ),
    ),
    (
        "SQLITE_IOERR",
        (
            Unwritable,
            "the disk is full, gone or damaged; nothing was written",
            "Check the disk, then try again.",
        ),
    ),
)

_LOST: _Kind = (
    Unreachable,
    "the server does not answer, or the connection to it was lost",
    "Check that it runs and that the network is there, then try again.",
)
# The beginnings of PostgreSQL's codes (SQLSTATE).
_POSTGRESQL: tuple[tuple[str, _Kind], ...] = (
    ("55P03", _HELD),
    ("40001", _HELD),
    ("40P01", _HELD),
    ("57014", _HELD),
    # A write that is to fail unless all is as it knows divides by zero.
    ("22012", (Outdated, "somebody else changed this meanwhile; nothing was written", "Try again.")),
    (
        "53100",
        (
            Unwritable,
            "the server's disk is full; nothing was written",
            "Free some space on it, then try again.",
        ),
    ),
    ("53300", (Busy, "the server takes no more connections", "Try again later, or raise max_connections.")),
    (
        "53",
        (
            Unwritable,
            "the server has run out of something that it needs",
            "Look into its log, then try again.",
        ),
    ),
    ("25006", (Unwritable, "the server takes no changes at present", "Connect to the one that does.")),
    (
        "42501",
        (Unwritable, "this user has no rights to what is asked", "Let the owner of the database grant them."),
    ),
    (
        "3D000",
        (StoreError, "the server has no such database", "Make it with createdb, or name another with --db."),
    ),
    ("28", (StoreError, "the server does not let this user in", "Check the name and the password.")),
    ("XX001", _DAMAGED),
    ("XX002", _DAMAGED),
    ("57P", _LOST),
    ("58", (Unwritable, "the server's disk answers with errors", "Look into its log.")),
    ("08", _LOST),
)
# A server that refuses a connection says why in words only.
_REFUSALS: tuple[tuple[str, str], ...] = (
    (
        r"password authentication failed|no password supplied|no pg_hba\.conf entry|authentication failed",
        "28000",
    ),
    (r'role ".*" does not exist', "28000"),
    (r'database ".*" does not exist', "3D000"),
    (r"too many (clients|connections)|connection slots are reserved", "53300"),
)


def from_database(error: BaseException, *, where: str) -> StoreError:
    """Translate a driver's error."""
    origin = getattr(error, "orig", None) or error
    name = getattr(origin, "sqlite_errorname", None)
    words = str(origin).strip()
    if name is None and hasattr(origin, "sqlstate"):
        code = origin.sqlstate or _refusal(words, lost=bool(getattr(error, "connection_invalidated", False)))
        table = _POSTGRESQL
    else:
        code, table = name or _name_of(words), _SQLITE
    for beginning, (kind, what, advice) in table:
        if code.startswith(beginning):
            return kind(what, where=where, advice=advice)
    if table is _POSTGRESQL and not getattr(origin, "sqlstate", None):
        return StoreError("the server cannot be used as this address says", where=where, advice="Check --db.")
    return StoreError(f"the database answered: {words}", where=where, advice="Run `annotator verify`.")


def _refusal(words: str, *, lost: bool) -> str:
    """Return the code for an error without one: a connection that was refused or lost."""
    for pattern, code in _REFUSALS:
        if re.search(pattern, words):
            return code
    unreachable = r"connection|server|could not (translate|connect)|timeout|SSL|host name|No such file"
    return "08006" if lost or re.search(unreachable, words, re.IGNORECASE) else ""


def _name_of(words: str) -> str:
    """Return SQLite's name for an error of its Python module, which has none."""
    return "SQLITE_NOTADB" if "not a database" in words else ""
