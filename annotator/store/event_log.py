"""The history as a log of events and changes: reading it in order, and adding to it.

Events and changes are ordered by (at, id), which is the same order in every copy of a project. Changes are append-only,
and so are events, except that a partial event is replaced by the whole one.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import merge
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, Table, delete, insert, select

from annotator.store.rows import columns_of, read_value
from annotator.store.tables import ChangeRow, DocumentRow, EventRow, UnitRow, VersionRow, table_of
from annotator.store.values import AnchoredEvent, Change, Event, HistoryFilter, TextAnchor

_change, _event, _unit, _version, _document = (
    table_of(model) for model in (ChangeRow, EventRow, UnitRow, VersionRow, DocumentRow)
)
# Rows fetched at a time.
_FETCHED = 1000


class EventHead(NamedTuple):
    """An event's unit and annotator; a partial event, of which only an export was merged, is not whole."""

    unit: str
    annotator: str
    is_whole: bool


def add_changes(connection: Connection, changes: Iterable[Change]) -> None:
    """Add changes."""
    rows = [columns_of(change) for change in changes]
    if rows:
        connection.execute(insert(_change), rows)


def add_events(connection: Connection, events: Iterable[Event]) -> None:
    """Add events of known annotators; the caller updates the projections."""
    rows = [columns_of(event) for event in events]
    if rows:
        connection.execute(insert(_event), rows)


def delete_partial_events(connection: Connection, ids: Iterable[str]) -> None:
    """Delete partial events that the whole one replaces."""
    connection.execute(delete(_event).where(_event.c.id.in_(list(ids))))


def known_events(connection: Connection, ids: Iterable[str]) -> dict[str, EventHead]:
    """Return the heads of those events that are in the history."""
    columns = _event.c
    rows = connection.execute(
        select(columns.id, columns.unit_id, columns.annotator, columns.program_version).where(
            columns.id.in_(list(ids))
        )
    )
    return {row.id: EventHead(row.unit_id, row.annotator, row.program_version != "") for row in rows}


def known_changes(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Return those of the ids that are in the history."""
    return set(connection.execute(select(_change.c.id).where(_change.c.id.in_(list(ids)))).scalars())


def last_reading(connection: Connection, source: str) -> Change | None:
    """Return the last change that read a document from an address."""
    query = (
        select(_change)
        .where(_change.c.kind.in_(("import", "address")), _change.c.after["source"].as_string() == source)
        .order_by(_change.c.at.desc(), _change.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return None if row is None else read_value(Change, row)


def entries(connection: Connection, criteria: HistoryFilter) -> Iterator[AnchoredEvent | Change]:
    """Yield the events and changes that match, in order; the history of a unit has no changes."""
    parts: list[Iterator[AnchoredEvent | Change]] = [_events(connection, criteria)]
    if criteria.unit is None:
        parts.append(_changes(connection, criteria))
    yield from merge(*parts, key=_order)


def _order(entry: AnchoredEvent | Change) -> tuple[datetime, str]:
    event = entry.event if isinstance(entry, AnchoredEvent) else entry
    return event.at, event.id


def _events(connection: Connection, criteria: HistoryFilter) -> Iterator[AnchoredEvent]:
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
    if criteria.unit is not None:
        query = query.where(_event.c.unit_id == criteria.unit)
    for row in _matching(connection, query, _event, criteria):
        anchor = TextAnchor(row.key, row.unit_kind, row.text_sha256, row.start, row.end)
        yield AnchoredEvent(read_value(Event, row), anchor)


def _changes(connection: Connection, criteria: HistoryFilter) -> Iterator[Change]:
    return (read_value(Change, row) for row in _matching(connection, select(_change), _change, criteria))


def _matching(
    connection: Connection, query: Select[Any], table: Table, criteria: HistoryFilter
) -> Iterator[Row[Any]]:
    """Yield the rows of a query that match by annotator, time and id, in order."""
    if criteria.annotator is not None:
        query = query.where(table.c.annotator == criteria.annotator)
    if criteria.since is not None:
        query = query.where(table.c.at >= criteria.since)
    if criteria.until is not None:
        query = query.where(table.c.at <= criteria.until)
    if criteria.event is not None:
        query = query.where(table.c.id == criteria.event)
    ordered = query.order_by(table.c.at, table.c.id)
    yield from connection.execute(ordered, execution_options={"yield_per": _FETCHED})
