"""The append-only history: the events of annotators on units, which of them are undone, and changes of the project.

Events are only ever added; `annotations` and `queue` store the current state that follows from them. An event of which
only an export was merged is partial: it has no program version, and is replaced by the whole event when that comes.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from heapq import merge
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    Connection,
    Row,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
)

from annotator.store.rows import columns_of, read_value
from annotator.store.tables import (
    AnnotatorRow,
    ChangeRow,
    DocumentRow,
    EventRow,
    UndoneRow,
    UnitRow,
    VersionRow,
    table_of,
)
from annotator.store.types import insert_into
from annotator.store.values import UNDOABLE, AnchoredEvent, Change, Event, HistoryFilter, TextAnchor

_event, _undone, _change, _annotator, _unit, _version, _document = (
    table_of(model)
    for model in (EventRow, UndoneRow, ChangeRow, AnnotatorRow, UnitRow, VersionRow, DocumentRow)
)
# Rows fetched at a time.
_FETCHED = 1000

# Statements that run at every key are built once, at import.
_UNIT: BindParameter[str] = bindparam("unit")
_ANNOTATOR: BindParameter[str] = bindparam("annotator")
_DROP_UNDONE = delete(_undone).where(_undone.c.event_id == bindparam("event"))
_UNDOABLE = or_(*(_event.c.kind == literal_column(f"'{kind}'") for kind in UNDOABLE))
_ACTIVE = select(_event).where(_UNDOABLE, _event.c.id.not_in(select(_undone.c.event_id)))
_LAST_ACTIVE = (
    _ACTIVE.where(_event.c.annotator == _ANNOTATOR).order_by(_event.c.at.desc(), _event.c.id.desc()).limit(1)
)
_ACTIVE_ON_UNIT = _ACTIVE.where(_event.c.unit_id == _UNIT, _event.c.annotator == _ANNOTATOR)
_ACTIVE_MARKS = _ACTIVE_ON_UNIT.where(_event.c.dimension.is_(None))
_ACTIVE_ANSWERS = _ACTIVE_ON_UNIT.where(_event.c.dimension == bindparam("in_dimension"))


class EventHead(NamedTuple):
    """An event's unit and annotator; a partial event, of which only an export was merged, is not whole."""

    unit: str
    annotator: str
    is_whole: bool


def add_event(connection: Connection, event: Event) -> None:
    """Add one event to the history."""
    connection.execute(insert(_event), columns_of(event))
    if event.kind == "undo":
        connection.execute(insert(_undone), {"event_id": event.undoes})
    elif event.kind == "redo":
        connection.execute(_DROP_UNDONE, {"event": event.undoes})


def events_of_unit(connection: Connection, unit: str, annotator: str) -> list[Event]:
    """Return one annotator's events on one unit, in order."""
    rows = connection.execute(select(_event).where(_event.c.unit_id == unit, _event.c.annotator == annotator))
    return sorted((read_value(Event, row) for row in rows), key=lambda event: (event.at, event.id))


def active_events(connection: Connection, unit: str, annotator: str, dimension: str | None) -> list[Event]:
    """Return one annotator's events on a dimension of a unit, or with None on its marks, that are not undone."""
    query = _ACTIVE_MARKS if dimension is None else _ACTIVE_ANSWERS
    keys = {"unit": unit, "annotator": annotator, "in_dimension": dimension}
    rows = connection.execute(query, keys)
    return sorted((read_value(Event, row) for row in rows), key=lambda event: (event.at, event.id))


def events_in_order(connection: Connection, *, annotator: str | None = None) -> list[Event]:
    """Return all events, or one annotator's, by (at, id)."""
    query = select(_event).order_by(_event.c.at, _event.c.id)
    if annotator is not None:
        query = query.where(_event.c.annotator == annotator)
    return [read_value(Event, row) for row in connection.execute(query)]


def last_undoable(connection: Connection, annotator: str) -> Event | None:
    """Return an annotator's last event that can be undone and is not."""
    row = connection.execute(_LAST_ACTIVE, {"annotator": annotator}).first()
    return None if row is None else read_value(Event, row)


def last_redoable(connection: Connection, annotator: str) -> Event | None:
    """Return the event that an annotator took back last, if nothing new was done since."""
    undo = connection.execute(
        _latest(annotator, ("undo",)).where(_event.c.undoes.in_(select(_undone.c.event_id)))
    ).first()
    if undo is None:
        return None
    newer = connection.execute(_latest(annotator, UNDOABLE).where(_event.c.at > undo.at)).first()
    if newer is not None:
        return None
    taken_back = connection.execute(select(_event).where(_event.c.id == undo.undoes)).one()
    return read_value(Event, taken_back)


def events_of_action(connection: Connection, event: Event, *, undone: bool) -> list[Event]:
    """Return the events of an event's action, in order: those that are undone, or those that are not."""
    if event.act is None:
        return [event]
    is_undone = _event.c.id.in_(select(_undone.c.event_id))
    rows = connection.execute(
        select(_event)
        .where(
            _event.c.act == event.act,
            _event.c.annotator == event.annotator,
            is_undone if undone else ~is_undone,
        )
        .order_by(_event.c.at, _event.c.id)
    )
    return [read_value(Event, row) for row in rows]


def last_answered_unit(connection: Connection, annotator: str, *, besides: Collection[str]) -> str | None:
    """Return the unit of an annotator's last answer that is not undone, other than some units."""
    query = _latest(annotator, ("answer",)).where(
        _event.c.id.not_in(select(_undone.c.event_id)), _event.c.unit_id.not_in(list(besides))
    )
    row = connection.execute(query).first()
    return None if row is None else str(row.unit_id)


def edition_of_event(connection: Connection, event: str) -> str | None:
    """Return which edition of its unit an event is about."""
    return connection.execute(select(_event.c.edition).where(_event.c.id == event)).scalar()


def undone_ids(connection: Connection) -> set[str]:
    """Return the ids of all events that are stored as undone."""
    return set(connection.execute(select(_undone.c.event_id)).scalars())


def event_count(connection: Connection, annotator: str) -> int:
    """Return the length of an annotator's history."""
    query = select(func.count()).select_from(_event).where(_event.c.annotator == annotator)
    return int(connection.execute(query).scalar_one())


def has_events(connection: Connection) -> bool:
    """Tell whether anybody has done anything yet."""
    return connection.execute(select(_event.c.id).limit(1)).first() is not None


def replace_undone(connection: Connection, unit: str, annotator: str, undone: Iterable[str]) -> None:
    """Store which of an annotator's events on a unit are undone."""
    mine = select(_event.c.id).where(_event.c.unit_id == unit, _event.c.annotator == annotator)
    connection.execute(delete(_undone).where(_undone.c.event_id.in_(mine)))
    rows = [{"event_id": event} for event in sorted(undone)]
    if rows:
        connection.execute(insert(_undone), rows)


def annotated_units(connection: Connection, document: int | None = None) -> list[tuple[str, str]]:
    """Return (unit, annotator) of every unit, or of a document's, that somebody did anything about."""
    query = select(_event.c.unit_id, _event.c.annotator).distinct()
    if document is not None:
        query = query.join(_unit, _unit.c.id == _event.c.unit_id).where(_unit.c.document_id == document)
    return sorted((row.unit_id, row.annotator) for row in connection.execute(query))


def ensure_annotator(connection: Connection, name: str) -> None:
    """Enter a name among the annotators, if it is new."""
    connection.execute(insert_into(connection, _annotator).values(name=name).on_conflict_do_nothing())


# Histories of several copies


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


def _latest(annotator: str, kinds: Iterable[str]) -> Any:
    return (
        select(_event)
        .where(_event.c.annotator == annotator, _event.c.kind.in_(list(kinds)))
        .order_by(_event.c.at.desc(), _event.c.id.desc())
        .limit(1)
    )


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
