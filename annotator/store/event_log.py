"""The history as it is read and handed on: every event and every change of the project, in one order.

Both are ordered by (at, id), which is the same in every copy of a project. Changes are only ever added.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from heapq import merge
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, insert, select

from annotator.store.events import event_value
from annotator.store.tables import ChangeRow, DocumentRow, EventRow, UnitRow, VersionRow, table_of
from annotator.store.values import AnchoredEvent, Change, Event, HistoryFilter, TextAnchor

_change, _event, _unit, _version, _document = (
    table_of(model) for model in (ChangeRow, EventRow, UnitRow, VersionRow, DocumentRow)
)


class Head(NamedTuple):
    """An event's unit and annotator, and whether all of it is known: an export tells only what stands."""

    unit: str
    annotator: str
    whole: bool


# Rows that are fetched at a time.
_ROWS = 1000


def add_change(connection: Connection, change: Change) -> None:
    """Add one change to the history."""
    add_changes(connection, [change])


def add_changes(connection: Connection, changes: Iterable[Change]) -> None:
    """Add changes to the history."""
    rows = [asdict(change) for change in changes]
    if rows:
        connection.execute(insert(_change), rows)


def add_events(connection: Connection, events: Iterable[Event]) -> None:
    """Add events of people who are known; what they come to is written by whoever adds them."""
    rows = [_event_row(event) for event in events]
    if rows:
        connection.execute(insert(_event), rows)


def forget_events(connection: Connection, ids: Iterable[str]) -> None:
    """Take away what was only known in part, to make room for the whole."""
    connection.execute(delete(_event).where(_event.c.id.in_(list(ids))))


def known_events(connection: Connection, ids: Iterable[str]) -> dict[str, Head]:
    """Return what tells the events with these ids apart, of those that are in the history."""
    columns = _event.c
    rows = connection.execute(
        select(columns.id, columns.unit_id, columns.annotator, columns.program_version).where(
            columns.id.in_(list(ids))
        )
    )
    return {row.id: Head(row.unit_id, row.annotator, row.program_version != "") for row in rows}


def known_changes(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Return those of the ids that are in the history."""
    return set(connection.execute(select(_change.c.id).where(_change.c.id.in_(list(ids)))).scalars())


def last_reading(connection: Connection, source: str) -> Change | None:
    """Return the last time that a document was read from a source."""
    query = (
        select(_change)
        .where(_change.c.kind.in_(("import", "address")), _change.c.after["source"].as_string() == source)
        .order_by(_change.c.at.desc(), _change.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return None if row is None else _change_value(row)


def entries(connection: Connection, wanted: HistoryFilter) -> Iterator[AnchoredEvent | Change]:
    """Yield the events and changes that are wanted, in order; a unit's history holds no changes."""
    parts: list[Iterator[AnchoredEvent | Change]] = [_recorded(connection, wanted)]
    if wanted.unit is None:
        parts.append(_changes(connection, wanted))
    yield from merge(*parts, key=_order)


def _order(entry: AnchoredEvent | Change) -> tuple[Any, str]:
    act = entry.event if isinstance(entry, AnchoredEvent) else entry
    return act.at, act.id


def _recorded(connection: Connection, wanted: HistoryFilter) -> Iterator[AnchoredEvent | Change]:
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
        place = TextAnchor(row.key, row.unit_kind, row.text_sha256, row.start, row.end)
        yield AnchoredEvent(event_value(row), place)


def _changes(connection: Connection, wanted: HistoryFilter) -> Iterator[AnchoredEvent | Change]:
    for row in _in_order(connection, _within(select(_change), _change, wanted), _change):
        yield _change_value(row)


def _within(query: Any, table: Any, wanted: HistoryFilter) -> Any:
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


def _change_value(row: Row[Any]) -> Change:
    return Change(
        id=row.id,
        at=row.at,
        annotator=row.annotator,
        kind=row.kind,
        subject=row.subject,
        before=row.before,
        after=row.after,
        program_version=row.program_version,
    )


def _event_row(event: Event) -> dict[str, Any]:
    row = asdict(event)
    row["unit_id"] = row.pop("unit")
    return row
