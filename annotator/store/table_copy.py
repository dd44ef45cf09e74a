"""Copies a project, table by table, between databases of either kind, and shows that nothing was changed by it.

Both sides are read for their sums in the transactions that copy: what differs is never committed.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlmodel import SQLModel

from annotator.store import tables
from annotator.store.engines.database import to_json
from annotator.store.errors import StoreError

assert tables
_ROWS = 1000
Progress = Callable[[str, int], None]


class TableSum(NamedTuple):
    """How many rows a table has, and the sum of their SHA-256 in hex, which does not depend on their order."""

    table: str
    rows: int
    checksum: str


def all_tables() -> Sequence[Table]:
    """Return every table of the project, each behind those that it refers to."""
    return SQLModel.metadata.sorted_tables


def is_empty(connection: Connection) -> bool:
    """Tell whether a database has the tables and nothing in them."""
    return all(connection.execute(select(table).limit(1)).first() is None for table in all_tables())


def copy_tables(
    source: Connection,
    target: Connection,
    *,
    where: str,
    copied: Sequence[Table] | None = None,
    progress: Progress | None = None,
) -> list[TableSum]:
    """Copy every row into a database that is empty, and return the sums of the tables.

    Raises StoreError, which undoes the copy, where the sums of the two sides differ.
    """
    sums = []
    for table in all_tables() if copied is None else copied:
        given = _copy_table(source, target, table, progress)
        stored = table_sum(target, table)
        if given != stored:
            raise StoreError(
                f"the table {table.name} has {stored.rows} rows with the sum {stored.checksum[:12]} after the copy, "
                f"and {given.rows} with {given.checksum[:12]} before",
                where=where,
                advice="Nothing was copied. Check the disk, then try again.",
            )
        sums.append(stored)
    return sums


def table_sum(connection: Connection, table: Table) -> TableSum:
    """Return the sum of a table."""
    total = _Sum(table.name)
    for rows in _batches(connection, table):
        total.add(rows)
    return total.value()


def _copy_table(source: Connection, target: Connection, table: Table, progress: Progress | None) -> TableSum:
    total = _Sum(table.name)
    names = [column.name for column in table.columns]
    for rows in _batches(source, table):
        target.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])
        total.add(rows)
        if progress:
            progress(table.name, len(rows))
    if target.dialect.name == "postgresql":
        _advance_sequence(target, table)
    return total.value()


def _batches(connection: Connection, table: Table) -> Iterator[Sequence[tuple[object, ...]]]:
    # Streaming, so that memory does not grow with the project.
    query = select(table).execution_options(stream_results=True, max_row_buffer=_ROWS)
    for batch in connection.execute(query).partitions(_ROWS):
        yield [tuple(row) for row in batch]


def _advance_sequence(connection: Connection, table: Table) -> None:
    """Let the numbers that PostgreSQL gives to new rows go on behind those that were copied."""
    column = table.autoincrement_column
    if column is None:
        return
    highest = connection.execute(select(func.max(column))).scalar()
    if highest is not None:
        sequence = text("SELECT setval(pg_get_serial_sequence(:name, :column), :highest)")
        connection.execute(sequence, {"name": table.name, "column": column.name, "highest": highest})


class _Sum:
    """Adds up rows."""

    def __init__(self, table: str) -> None:
        self._table, self._rows, self._sum = table, 0, 0

    def add(self, rows: Sequence[tuple[object, ...]]) -> None:
        """Take more rows in."""
        self._rows += len(rows)
        for row in rows:
            self._sum += int.from_bytes(hashlib.sha256(to_json(row).encode()).digest())

    def value(self) -> TableSum:
        """Return the sum so far."""
        return TableSum(self._table, self._rows, f"{self._sum % 2**256:064x}")
