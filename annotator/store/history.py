"""The append-only history, and what it says at present.

Events are only ever added. The current answers and marks of one annotator on one unit are written in the same
transaction as the event that changes them, by whoever adds the event.
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Row,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from annotator.store.columns import insert_into
from annotator.store.statements import Statement
from annotator.store.tables import Annotation, Annotator, Done, Event, Mark, Progress, Undone, Unit, table_of
from annotator.store.tables import Document as DocumentTable
from annotator.store.values import UNDOABLE, Answered, Marked, UnitPlace
from annotator.store.values import Event as EventValue

_event, _annotation, _mark, _undone, _done, _progress, _annotator, _unit, _document = (
    table_of(model)
    for model in (Event, Annotation, Mark, Undone, Done, Progress, Annotator, Unit, DocumentTable)
)

# The statements behind every key are built once: building one takes as long as running it.
_UNIT: BindParameter[str] = bindparam("unit")
_ANNOTATOR: BindParameter[str] = bindparam("annotator")
_ADD_EVENT = Statement(lambda _: insert(_event))
_ADD_UNDONE = Statement(lambda _: insert(_undone))
_ADD_ANSWER = Statement(lambda _: insert(_annotation))
_ADD_MARK = Statement(lambda _: insert(_mark))
_DROP_UNDONE = Statement(lambda _: delete(_undone).where(_undone.c.event_id == bindparam("event")))
_IN_SLOT = and_(
    _annotation.c.unit_id == bindparam("of_unit"),
    _annotation.c.annotator == bindparam("by"),
    _annotation.c.dimension == bindparam("in_dimension"),
    _annotation.c.holder == bindparam("of_holder"),
    _annotation.c.target == bindparam("towards"),
)
_DROP_ANSWER = Statement(lambda _: delete(_annotation).where(_IN_SLOT))
# Every column is set, the slot's too.
_CHANGE_ANSWER = Statement(
    lambda _: (
        update(_annotation)
        .where(_IN_SLOT)
        .values({column.name: bindparam(column.name) for column in _annotation.c})
    )
)
_DROP_MARK = Statement(
    lambda _: delete(_mark).where(_mark.c.unit_id == _UNIT, _mark.c.annotator == _ANNOTATOR)
)
_DOCUMENT: BindParameter[int] = bindparam("document")
_IS_DONE = and_(_done.c.annotator == _ANNOTATOR, _done.c.document_id == _DOCUMENT, _done.c.unit_id == _UNIT)
_ADD_DONE = Statement(lambda connection: insert_into(connection, _done).on_conflict_do_nothing())
_DROP_DONE = Statement(lambda _: delete(_done).where(_IS_DONE))
_DONE_IN_DOCUMENT = (
    select(func.count())
    .select_from(_done)
    .where(_done.c.annotator == _ANNOTATOR, _done.c.document_id == _DOCUMENT)
    .scalar_subquery()
)
_COUNT_DONE = Statement(
    lambda connection: (
        (counting := insert_into(connection, _progress))
        .values(annotator=_ANNOTATOR, document_id=_DOCUMENT, done=_DONE_IN_DOCUMENT)
        .on_conflict_do_update(
            index_elements=["annotator", "document_id"], set_={"done": counting.excluded.done}
        )
    )
)
_KNOW = Statement(lambda connection: insert_into(connection, _annotator).on_conflict_do_nothing())
_ANSWERS_OF_UNIT = select(_annotation).where(
    _annotation.c.unit_id == _UNIT, _annotation.c.annotator == _ANNOTATOR
)
_MARK_ON_UNIT = select(_mark).where(_mark.c.unit_id == _UNIT, _mark.c.annotator == _ANNOTATOR)
_UNDOABLE = or_(*(_event.c.kind == literal_column(f"'{kind}'") for kind in UNDOABLE))
_IN_FORCE = select(_event).where(_UNDOABLE, _event.c.id.not_in(select(_undone.c.event_id)))
_LAST_IN_FORCE = (
    _IN_FORCE.where(_event.c.annotator == _ANNOTATOR)
    .order_by(_event.c.at.desc(), _event.c.id.desc())
    .limit(1)
)
_IN_FORCE_ON_UNIT = _IN_FORCE.where(_event.c.unit_id == _UNIT, _event.c.annotator == _ANNOTATOR)
_MARKS_IN_FORCE = _IN_FORCE_ON_UNIT.where(_event.c.dimension.is_(None))
_ANSWERS_IN_FORCE = _IN_FORCE_ON_UNIT.where(_event.c.dimension == bindparam("in_dimension"))


def add_event(connection: Connection, event: EventValue) -> None:
    """Add one event to the history."""
    row = {
        "id": event.id,
        "at": event.at,
        "annotator": event.annotator,
        "kind": event.kind,
        "unit_id": event.unit,
        "dimension": event.dimension,
        "before": event.before,
        "after": event.after,
        "undoes": event.undoes,
        "act": event.act,
        "codebook_version": event.codebook_version,
        "program_version": event.program_version,
        "edition": event.edition,
    }
    _ADD_EVENT.run(connection, row)
    if event.kind == "undo":
        _ADD_UNDONE.run(connection, {"event_id": event.undoes})
    elif event.kind == "redo":
        _DROP_UNDONE.run(connection, {"event": event.undoes})


def events_of_unit(connection: Connection, unit: str, annotator: str) -> list[EventValue]:
    """Return one annotator's events on one unit, in order."""
    rows = connection.execute(select(_event).where(_event.c.unit_id == unit, _event.c.annotator == annotator))
    return sorted((event_value(row) for row in rows), key=lambda event: (event.at, event.id))


def events_in_force(
    connection: Connection, unit: str, annotator: str, dimension: str | None
) -> list[EventValue]:
    """Return what one annotator did about a dimension of a unit, or about its marks, and has not taken back."""
    query = _MARKS_IN_FORCE if dimension is None else _ANSWERS_IN_FORCE
    keys = {"unit": unit, "annotator": annotator, "in_dimension": dimension}
    rows = connection.execute(query, keys)
    return sorted((event_value(row) for row in rows), key=lambda event: (event.at, event.id))


def events_in_order(connection: Connection, *, annotator: str | None = None) -> list[EventValue]:
    """Return all events, or one annotator's, by (at, id)."""
    query = select(_event).order_by(_event.c.at, _event.c.id)
    if annotator is not None:
        query = query.where(_event.c.annotator == annotator)
    return [event_value(row) for row in connection.execute(query)]


def last_undoable(connection: Connection, annotator: str) -> EventValue | None:
    """Return an annotator's last event that can be taken back and is not."""
    row = connection.execute(_LAST_IN_FORCE, {"annotator": annotator}).first()
    return None if row is None else event_value(row)


def last_redoable(connection: Connection, annotator: str) -> EventValue | None:
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
    return event_value(taken_back)


def together_with(connection: Connection, event: EventValue, *, taken_back: bool) -> list[EventValue]:
    """Return the events of the act that an event is a part of, in order: those taken back, or those in force."""
    if event.act is None:
        return [event]
    undone = _event.c.id.in_(select(_undone.c.event_id))
    rows = connection.execute(
        select(_event)
        .where(
            _event.c.act == event.act,
            _event.c.annotator == event.annotator,
            undone if taken_back else ~undone,
        )
        .order_by(_event.c.at, _event.c.id)
    )
    return [event_value(row) for row in rows]


def last_answered_unit(connection: Connection, annotator: str, *, besides: Collection[str]) -> str | None:
    """Return the unit that an annotator answered last and did not take back, other than some units."""
    query = _latest(annotator, ("answer",)).where(
        _event.c.id.not_in(select(_undone.c.event_id)), _event.c.unit_id.not_in(list(besides))
    )
    row = connection.execute(query).first()
    return None if row is None else str(row.unit_id)


def edition_of(connection: Connection, event: str) -> str | None:
    """Return which edition of its unit an event is about."""
    return connection.execute(select(_event.c.edition).where(_event.c.id == event)).scalar()


def answers_in_document(
    connection: Connection, document: int, annotator: str | None = None
) -> list[Answered]:
    """Return the current answers to the units of a document, of one annotator or of all."""
    if annotator is None:
        return _answered(connection, _in_document(_annotation, document, None))
    rows = _HER_ANSWERS.rows(connection, {"document": document, "annotator": annotator})
    return [answer_value(row) for row in rows]


def of_unit(connection: Connection, unit: str, annotator: str) -> tuple[list[Answered], Marked | None]:
    """Return one annotator's current answers to a unit, and her mark on it."""
    keys = {"unit": unit, "annotator": annotator}
    answers = [answer_value(row) for row in connection.execute(_ANSWERS_OF_UNIT, keys)]
    mark = connection.execute(_MARK_ON_UNIT, keys).first()
    return answers, None if mark is None else _mark_value(mark)


def all_answers(connection: Connection) -> list[Answered]:
    """Return every current answer."""
    return _answered(connection, select(_annotation))


def marks_in_document(connection: Connection, document: int, annotator: str | None = None) -> list[Marked]:
    """Return the current marks on the units of a document, of one annotator or of all."""
    if annotator is None:
        return _marked(connection, _in_document(_mark, document, None))
    rows = _HER_MARKS.rows(connection, {"document": document, "annotator": annotator})
    return [_mark_value(row) for row in rows]


def all_marks(connection: Connection) -> list[Marked]:
    """Return every current mark."""
    return _marked(connection, select(_mark))


def all_done(connection: Connection) -> set[tuple[str, str]]:
    """Return (annotator, unit) of all that is done."""
    return {(row.annotator, row.unit_id) for row in connection.execute(select(_done))}


def all_undone(connection: Connection) -> set[str]:
    """Return the ids of all events that are noted as taken back."""
    return set(connection.execute(select(_undone.c.event_id)).scalars())


def all_progress(connection: Connection) -> dict[tuple[str, int], int]:
    """Return how many units are noted as done, by annotator and document."""
    return {(row.annotator, row.document_id): row.done for row in connection.execute(select(_progress))}


def event_count(connection: Connection, annotator: str) -> int:
    """Return the length of an annotator's history."""
    query = select(func.count()).select_from(_event).where(_event.c.annotator == annotator)
    return int(connection.execute(query).scalar_one())


def any_event(connection: Connection) -> bool:
    """Tell whether anybody has done anything yet."""
    return connection.execute(select(_event.c.id).limit(1)).first() is not None


_ORDER_OF_ANSWERS = [
    _annotation.c[name] for name in ("unit_id", "dimension", "annotator", "holder", "target")
]
_ORDER_OF_MARKS = [_mark.c[name] for name in ("unit_id", "annotator")]


def _answered(connection: Connection, query: Any) -> list[Answered]:
    return [answer_value(row) for row in connection.execute(query.order_by(*_ORDER_OF_ANSWERS))]


def _marked(connection: Connection, query: Any) -> list[Marked]:
    return [_mark_value(row) for row in connection.execute(query.order_by(*_ORDER_OF_MARKS))]


def answer_value(row: Any) -> Answered:
    """Return the current answer that a row of its table holds."""
    return Answered(
        unit=row.unit_id,
        annotator=row.annotator,
        dimension=row.dimension,
        holder=row.holder or None,
        target=row.target or None,
        label=row.label,
        confidence=row.confidence,
        event=row.event_id,
        codebook_version=row.codebook_version,
        stale=row.stale,
        at=row.at,
    )


def _answer_row(answer: Answered) -> dict[str, Any]:
    return {
        "unit_id": answer.unit,
        "annotator": answer.annotator,
        "dimension": answer.dimension,
        "holder": answer.holder or "",
        "target": answer.target or "",
        "label": answer.label,
        "confidence": answer.confidence,
        "event_id": answer.event,
        "codebook_version": answer.codebook_version,
        "stale": answer.stale,
        "at": answer.at,
    }


def _slot(answer: Answered) -> dict[str, str]:
    """Return what tells an answer from the others that stand."""
    return {
        "of_unit": answer.unit,
        "by": answer.annotator,
        "in_dimension": answer.dimension,
        "of_holder": answer.holder or "",
        "towards": answer.target or "",
    }


def _mark_value(row: Any) -> Marked:
    return Marked(row.unit_id, row.annotator, row.flagged, row.note, row.skipped, row.event_id, row.at)


def _in_document(table: Any, document: Any, annotator: Any) -> Any:
    """Return a query for what stands on a document's units, found by them and not among all that was done."""
    units = select(_unit.c.id).where(_unit.c.document_id == document)
    query = select(table).where(table.c.unit_id.in_(units))
    return query if annotator is None else query.where(table.c.annotator == annotator)


_HER_ANSWERS = Statement(
    lambda _: _in_document(_annotation, _DOCUMENT, _ANNOTATOR).order_by(*_ORDER_OF_ANSWERS)
)
_HER_MARKS = Statement(lambda _: _in_document(_mark, _DOCUMENT, _ANNOTATOR).order_by(*_ORDER_OF_MARKS))


def write_answers(connection: Connection, answers: Iterable[Answered], past: Iterable[Answered]) -> None:
    """Make these an annotator's current answers to a unit, where those of the `past` stand there."""
    before, after = list(past), list(answers)
    gone = [_slot(answer) for answer in before if answer not in after]
    new = [_answer_row(answer) for answer in after if answer not in before]
    if len(gone) == len(new) == 1:
        _CHANGE_ANSWER.run(connection, {**gone[0], **new[0]})
        return
    for slot in gone:
        _DROP_ANSWER.run(connection, slot)
    for row in new:
        _ADD_ANSWER.run(connection, row)


def write_mark(connection: Connection, unit: str, annotator: str, mark: Marked | None) -> None:
    """Make this the annotator's mark on the unit; None for no mark at all."""
    _DROP_MARK.run(connection, {"unit": unit, "annotator": annotator})
    if mark is not None:
        row = {
            "unit_id": unit,
            "annotator": annotator,
            "flagged": mark.flagged,
            "note": mark.note,
            "skipped": mark.skipped,
            "event_id": mark.event,
            "at": mark.at,
        }
        _ADD_MARK.run(connection, row)


def write_undone(connection: Connection, unit: str, annotator: str, taken_back: Iterable[str]) -> None:
    """Note which of an annotator's events on a unit are taken back."""
    mine = select(_event.c.id).where(_event.c.unit_id == unit, _event.c.annotator == annotator)
    connection.execute(delete(_undone).where(_undone.c.event_id.in_(mine)))
    rows = [{"event_id": event} for event in sorted(taken_back)]
    if rows:
        connection.execute(insert(_undone), rows)


def forget_unqueued(connection: Connection, document: int) -> None:
    """Count nothing as done that no longer waits for answers, and count a document's progress anew."""
    queued = select(_unit.c.id).where(_unit.c.document_id == document, _unit.c.queued)
    connection.execute(delete(_done).where(_done.c.document_id == document, _done.c.unit_id.not_in(queued)))
    counted = (
        select(func.count())
        .select_from(_done)
        .where(_done.c.document_id == document, _done.c.annotator == _progress.c.annotator)
        .scalar_subquery()
    )
    connection.execute(update(_progress).where(_progress.c.document_id == document).values(done=counted))
    connection.execute(delete(_progress).where(_progress.c.document_id == document, _progress.c.done == 0))


def answer_counts(connection: Connection, document: int) -> dict[tuple[str, str | None], int]:
    """Return how many current answers each edition of a document's units has, of all annotators."""
    query = (
        select(_annotation.c.unit_id, _event.c.edition, func.count())
        .join(_unit, _unit.c.id == _annotation.c.unit_id)
        .join(_event, _event.c.id == _annotation.c.event_id)
        .where(_unit.c.document_id == document)
        .group_by(_annotation.c.unit_id, _event.c.edition)
    )
    return {(unit, edition): int(count) for unit, edition, count in connection.execute(query)}


def workers_on(connection: Connection, document: int | None = None) -> list[tuple[str, str]]:
    """Return (unit, annotator) of every unit, or of a document's, that somebody did anything about."""
    query = select(_event.c.unit_id, _event.c.annotator).distinct()
    if document is not None:
        query = query.join(_unit, _unit.c.id == _event.c.unit_id).where(_unit.c.document_id == document)
    return sorted((row.unit_id, row.annotator) for row in connection.execute(query))


def write_done(connection: Connection, place: UnitPlace, annotator: str, *, done: bool) -> None:
    """Note what is new: whether a unit needs anything more from the annotator; and count her progress anew."""
    if not place.queued:
        return
    keys = {"annotator": annotator, "document": place.document, "unit": place.id}
    if done:
        _ADD_DONE.run(
            connection, {"annotator": annotator, "document_id": place.document, "unit_id": place.id}
        )
    else:
        _DROP_DONE.run(connection, keys)
    _COUNT_DONE.run(connection, keys)


def is_done(connection: Connection, annotator: str, place: UnitPlace) -> bool:
    """Tell whether a queued unit needs nothing more from the annotator."""
    mine = (
        _done.c.annotator == annotator,
        _done.c.document_id == place.document,
        _done.c.unit_id == place.id,
    )
    return connection.execute(select(_done.c.unit_id).where(*mine)).first() is not None


def know_annotator(connection: Connection, name: str) -> None:
    """Enter a name among the annotators, if it is new."""
    _KNOW.run(connection, {"name": name, "unit_id": None})


def _latest(annotator: str, kinds: Iterable[str]) -> Any:
    return (
        select(_event)
        .where(_event.c.annotator == annotator, _event.c.kind.in_(list(kinds)))
        .order_by(_event.c.at.desc(), _event.c.id.desc())
        .limit(1)
    )


def event_value(row: Row[Any]) -> EventValue:
    """Return the event that a row of its table holds."""
    return EventValue(
        id=row.id,
        at=row.at,
        annotator=row.annotator,
        kind=row.kind,
        unit=row.unit_id,
        dimension=row.dimension,
        before=row.before,
        after=row.after,
        undoes=row.undoes,
        act=row.act,
        codebook_version=row.codebook_version,
        program_version=row.program_version,
        edition=row.edition,
    )
