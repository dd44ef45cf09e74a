"""Statements that go to a server together: each is parsed once on a connection, whatever becomes of it."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from annotator.store.engines.pipeline import Names, exchange
from tests.postgres import Server

pytestmark = pytest.mark.postgresql


@pytest.fixture
def raw(server: Server) -> Iterator["psycopg.Connection[Any]"]:
    """A connection of the driver's own."""
    with psycopg.connect(server.url("postgres"), autocommit=True, prepare_threshold=None) as connection:
        yield connection


def divide(raw: "psycopg.Connection[Any]", names: Names, divisor: int) -> list[Any]:
    """Divide by a number between two statements."""
    return exchange(
        raw, names, [("SELECT 1", ()), ("SELECT 6 / $1::int", (divisor,)), ("SELECT 2 + $1::int", (divisor,))]
    )


def parsed(raw: "psycopg.Connection[Any]") -> list[str]:
    """Return the statements that have a name on a connection."""
    return [words for (words,) in raw.execute("SELECT statement FROM pg_prepared_statements ORDER BY name")]


def test_a_statement_that_fails_again_and_again_is_parsed_once(raw: "psycopg.Connection[Any]") -> None:
    names: Names = {}
    for _ in range(3):
        with pytest.raises(psycopg.errors.DivisionByZero):
            divide(raw, names, 0)
    # The server does not look at what stands behind a statement that fails.
    assert sorted(parsed(raw)) == sorted(names) == ["SELECT 1", "SELECT 6 / $1::int"]
    assert divide(raw, names, 3) == [(5,)]
    with pytest.raises(psycopg.errors.DivisionByZero):
        divide(raw, names, 0)
    assert sorted(parsed(raw)) == sorted(names)
    assert len(names) == 3


@pytest.mark.parametrize("change", ["DEALLOCATE ALL", "DISCARD ALL"])
def test_names_that_the_server_has_forgotten_are_given_anew(
    raw: "psycopg.Connection[Any]", change: str
) -> None:
    names: Names = {}
    divide(raw, names, 3)
    raw.execute(change)
    with pytest.raises(psycopg.errors.InvalidSqlStatementName):
        divide(raw, names, 3)
    assert divide(raw, names, 2) == [(4,)]


def test_a_name_that_stands_for_other_columns_is_given_anew(raw: "psycopg.Connection[Any]") -> None:
    names: Names = {}
    raw.execute("CREATE TEMPORARY TABLE harbour AS SELECT 1 AS depth")
    assert exchange(raw, names, [("SELECT * FROM harbour", ())]) == [(1,)]
    raw.execute("ALTER TABLE harbour ADD COLUMN name text")
    with pytest.raises(psycopg.errors.FeatureNotSupported):
        exchange(raw, names, [("SELECT * FROM harbour", ())])
    assert exchange(raw, names, [("SELECT * FROM harbour", ())]) == [(1, None)]
