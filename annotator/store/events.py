"""The append-only history: the events of each annotator on units, and which of them are undone.

Events are only ever added; `annotations` and `progress` store the current state that follows from them.
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
)

from annotator.store.rows import columns_of, read_value
from annotator.store.tables import AnnotatorRow, EventRow, UndoneRow, UnitRow, table_of
from annotator.store.types import insert_into
from annotator.store.values import UNDOABLE, Event

_event, _undone, _annotator, _unit = (
    table_of(model) for model in (EventRow, UndoneRow, AnnotatorRow, UnitRow)
)

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


def _latest(annotator: str, kinds: Iterable[str]) -> Any:
    return (
        select(_event)
        .where(_event.c.annotator == annotator, _event.c.kind.in_(list(kinds)))
        .order_by(_event.c.at.desc(), _event.c.id.desc())
        .limit(1)
    )
