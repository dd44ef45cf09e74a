"""Errors are told apart by code and type: the language of the database's messages changes nothing."""

import sqlite3
from pathlib import Path

import psycopg
import pytest
from psycopg import errors as server_errors
from sqlalchemy.exc import DBAPIError

from annotator.store.errors import Busy, StoreError, Unreachable, Unwritable, from_database

JAPANESE = "接続に失敗しました: パスワード認証に失敗しました"
ENGLISH = "connection failed: password authentication failed, database is locked, disk is full"


def translated(error: Exception) -> StoreError:
    """Return what an error becomes, raised by SQLAlchemy."""
    return from_database(DBAPIError("SELECT 1", {}, error), where="here")


@pytest.mark.parametrize(
    ("error", "kind", "what"),
    [
        (server_errors.LockNotAvailable, Busy, "another program holds the database"),
        (server_errors.SerializationFailure, Busy, "another program holds the database"),
        (server_errors.DiskFull, Unwritable, "the server's disk is full; nothing was written"),
        (server_errors.TooManyConnections, Busy, "the server takes no more connections"),
        (server_errors.OutOfMemory, Unwritable, "the server has run out of something that it needs"),
        (server_errors.ReadOnlySqlTransaction, Unwritable, "the server takes no changes at present"),
        (server_errors.InsufficientPrivilege, Unwritable, "this user has no rights to what is asked"),
        (server_errors.InvalidCatalogName, StoreError, "the server has no such database"),
        (server_errors.InvalidPassword, StoreError, "the server does not let this user in"),
        (server_errors.DataCorrupted, StoreError, "the database is damaged"),
        (
            server_errors.AdminShutdown,
            Unreachable,
            "the server does not answer, or the connection to it was lost",
        ),
        (
            server_errors.ConnectionFailure,
            Unreachable,
            "the server does not answer, or the connection to it was lost",
        ),
        (server_errors.IoError, Unwritable, "the server's disk answers with errors"),
        (psycopg.OperationalError, Unreachable, "the server does not answer, or refuses the connection"),
        (psycopg.InterfaceError, Unreachable, "the server does not answer, or the connection to it was lost"),
        (psycopg.ProgrammingError, StoreError, "the server cannot be used as this address says"),
    ],
)
@pytest.mark.parametrize("message", [JAPANESE, ENGLISH])
def test_an_error_of_a_server_is_told_by_its_code(
    error: type[psycopg.Error], kind: type[StoreError], what: str, message: str
) -> None:
    found = translated(error(message))
    assert (type(found), found.what) == (kind, what)
    assert message not in str(found)


def test_what_a_server_says_without_a_known_code_is_repeated() -> None:
    found = translated(server_errors.UniqueViolation(JAPANESE))
    assert found.what == f"the database answered: {JAPANESE}"


def fail(path: Path, statement: str, *, max_pages: int = 1000) -> sqlite3.Error:
    """Return the error that SQLite answers to a statement."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=0)
    try:
        connection.execute(f"PRAGMA max_page_count={max_pages}")
        connection.execute(statement)
    except sqlite3.Error as error:
        return error
    finally:
        connection.close()
    raise AssertionError("nothing failed")


def test_an_error_of_sqlite_is_told_by_its_code(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("CREATE TABLE answer (label TEXT)")
    holder.execute("BEGIN IMMEDIATE")
    assert type(translated(fail(path, "BEGIN IMMEDIATE"))) is Busy
    holder.execute("ROLLBACK")
    holder.close()
    full = translated(fail(path, "INSERT INTO answer VALUES (hex(zeroblob(100000)))", max_pages=2))
    assert full.what == "the disk is full; nothing was written"
    text = tmp_path / "a.txt"
    text.write_text("not at all what SQLite writes " * 100)
    assert "not an annotator database" in translated(fail(text, "SELECT * FROM answer")).what


def test_an_error_that_sqlite_gives_no_code_is_told_in_its_words() -> None:
    connection = sqlite3.connect(":memory:")
    connection.close()
    with pytest.raises(sqlite3.ProgrammingError) as closed:
        connection.execute("SELECT 1")
    assert "the database answered" in translated(closed.value).what
