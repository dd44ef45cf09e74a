"""The statements behind every key: compiled once for a database's driver, and run by it alone.

SQLAlchemy takes longer over a small statement than a database does. Values are converted as the columns' types say,
as they would be anyway. Where a transaction has a `Batch`, what is only written waits in it until something is read
or the transaction ends, and then goes to the server in one way with it.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection
from sqlalchemy.engine import Dialect

# The execution option under which a transaction's batch is found.
BATCH = "annotator_batch"
Values = Mapping[str, Any]


class Batch(Protocol):
    """Statements that go to the server together; $1 and so on stand in their words for their values."""

    def add(self, words: str, values: Sequence[Any]) -> None:
        """Let a statement wait whose result nobody asks for."""

    def rows(self, words: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """Send what waits and a statement, and return the statement's rows."""


class _Compiled(NamedTuple):
    """A statement for one driver: its words, the order of its values where they have no names, and the conversions."""

    words: str
    order: Sequence[str] | None
    constants: Values
    binders: Mapping[str, Callable[[Any], Any]]
    readers: Sequence[tuple[int, Callable[[Any], Any]]]
    row: Callable[..., Any]


class Statement:
    """A statement of fixed words; lists of any length have no place in it."""

    def __init__(self, build: Callable[[Connection], Any]) -> None:
        """Take what makes the statement; it is asked once for each kind of database."""
        self._build = build
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, values: Values) -> None:
        """Run the statement for what it changes."""
        compiled = self._for(connection)
        bound = _bound(compiled, values)
        batch = _batch(connection)
        if batch is None:
            _driver(connection).execute(compiled.words, bound)
        else:
            batch.add(compiled.words, bound)

    def rows(self, connection: Connection, values: Values) -> list[Any]:
        """Run the statement and return its rows, with a name for each column."""
        compiled = self._for(connection)
        bound = _bound(compiled, values)
        batch = _batch(connection)
        found = (
            _driver(connection).execute(compiled.words, bound).fetchall()
            if batch is None
            else batch.rows(compiled.words, bound)
        )
        return [compiled.row(*_read(compiled.readers, row)) for row in found]

    def _for(self, connection: Connection) -> _Compiled:
        name = connection.dialect.name
        if name not in self._compiled:
            self._compiled[name] = _compile(self._build(connection), connection.dialect)
        return self._compiled[name]


def _compile(statement: Any, dialect: Dialect) -> _Compiled:
    if dialect.name == "postgresql":
        # What a batch takes, whatever signs the driver itself has for values.
        dialect = type(dialect)(paramstyle="numeric_dollar")  # type: ignore[call-arg]
    compiled = statement.compile(dialect=dialect)
    columns = list(statement.selected_columns) if statement.is_select else []
    binders = {
        name: binder
        for name, bind in compiled.binds.items()
        if (binder := bind.type.dialect_impl(dialect).bind_processor(dialect))
    }
    return _Compiled(
        compiled.string,
        compiled.positiontup if compiled.positional else None,
        {name: value for name, value in compiled.params.items() if value is not None},
        binders,
        [
            (place, reader)
            for place, column in enumerate(columns)
            if (reader := column.type.dialect_impl(dialect).result_processor(dialect, None))
        ],
        namedtuple("Row", [column.name for column in columns]),
    )


def _bound(compiled: _Compiled, values: Values) -> Any:
    """Return the values as the driver takes them."""
    bound = {**compiled.constants, **values}
    for name, binder in compiled.binders.items():
        bound[name] = binder(bound[name])
    return bound if compiled.order is None else [bound[name] for name in compiled.order]


def _read(readers: Sequence[tuple[int, Callable[[Any], Any]]], row: Sequence[Any]) -> Sequence[Any]:
    """Convert those values of a row that are to be converted."""
    values = list(row)
    for place, reader in readers:
        values[place] = reader(values[place])
    return values


def is_batched(connection: Connection) -> bool:
    """Tell whether a transaction has a `Batch`."""
    return _batch(connection) is not None


def _batch(connection: Connection) -> Batch | None:
    batch: Batch | None = connection.get_execution_options().get(BATCH)
    return batch


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
