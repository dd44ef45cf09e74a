"""The history as it is read and handed on: every event and every change of the project, in one order.

Both are ordered by (at, id), which is the same in every copy of a project. Changes are only ever added.
"""

from collections.abc import Iterator
from heapq import merge
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from annotator.store.history import event_value
from annotator.store.tables import Change, Document, Event, Unit, Version, table_of
from annotator.store.values import Change as ChangeValue
from annotator.store.values import Place, Recorded, Selection

_change, _event, _unit, _version, _document = (
    table_of(model) for model in (Change, Event, Unit, Version, Document)
)
# Rows that are fetched at a time.
_ROWS = 1000


def add_change(connection: Connection, change: ChangeValue) -> None:
    """Add one change to the history."""
    connection.execute(
        insert(_change).values(
            id=change.id,
            at=change.at,
            annotator=change.annotator,
            kind=change.kind,
            subject=change.subject,
            before=change.before,
            after=change.after,
            program_version=change.program_version,
        )
    )


def entries(connection: Connection, wanted: Selection) -> Iterator[Recorded | ChangeValue]:
    """Yield the events and changes that are wanted, in order; a unit's history holds no changes."""
    parts: list[Iterator[Recorded | ChangeValue]] = [_recorded(connection, wanted)]
    if wanted.unit is None:
        parts.append(_changes(connection, wanted))
    yield from merge(*parts, key=_order)


def _order(entry: Recorded | ChangeValue) -> tuple[Any, str]:
    act = entry.event if isinstance(entry, Recorded) else entry
    return act.at, act.id


def _recorded(connection: Connection, wanted: Selection) -> Iterator[Recorded | ChangeValue]:
    query = (
        select(
            _event,
            _document.c.key,
            _unit.c.kind.label("unit_kind"),
            _version.c.text_sha256,
            _unit.c.start,
            _unit.c.end,
        )
        .join_from(_event, _unit, _unit.c.id == _event.c.unit_id)
        .join(_document, _document.c.id == _unit.c.document_id)
        .join(_version, _version.c.id == _unit.c.version_id)
    )
    if wanted.unit is not None:
        query = query.where(_event.c.unit_id == wanted.unit)
    for row in _in_order(connection, _within(query, _event, wanted), _event):
        place = Place(row.key, row.unit_kind, row.text_sha256, row.start, row.end)
        yield Recorded(event_value(row), place)


def _changes(connection: Connection, wanted: Selection) -> Iterator[Recorded | ChangeValue]:
    for row in _in_order(connection, _within(select(_change), _change, wanted), _change):
        yield _change_value(row)


def _within(query: Any, table: Any, wanted: Selection) -> Any:
    """Return the query for what was done by whom and when it is wanted."""
    if wanted.annotator is not None:
        query = query.where(table.c.annotator == wanted.annotator)
    if wanted.since is not None:
        query = query.where(table.c.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(table.c.at <= wanted.until)
    if wanted.event is not None:
        query = query.where(table.c.id == wanted.event)
    return query


def _in_order(connection: Connection, query: Any, table: Any) -> Iterator[Row[Any]]:
    rows = connection.execute(query.order_by(table.c.at, table.c.id), execution_options={"yield_per": _ROWS})
    yield from rows


def _change_value(row: Row[Any]) -> ChangeValue:
    return ChangeValue(
        id=row.id,
        at=row.at,
        annotator=row.annotator,
        kind=row.kind,
        subject=row.subject,
        before=row.before,
        after=row.after,
        program_version=row.program_version,
    )
