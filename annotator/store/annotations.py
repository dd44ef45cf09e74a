"""The current answers and marks of each annotator, stored beside the history.

Invariant: whoever adds an event writes the state that follows from it here, in the same transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    Connection,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from annotator.store.documents import UNIT_REF
from annotator.store.rows import RowValues, columns_of, read_value
from annotator.store.tables import AnnotationRow, EventRow, MarkRow, UnitRow, table_of
from annotator.store.values import Annotation, Mark, UnitRef

_annotation, _mark, _event, _unit = (table_of(model) for model in (AnnotationRow, MarkRow, EventRow, UnitRow))

# Statements that run at every key are built once, at import.
_UNIT: BindParameter[str] = bindparam("unit")
_ANNOTATOR: BindParameter[str] = bindparam("annotator")
_SLOT = [column.name for column in _annotation.primary_key]
_IN_SLOT = and_(*(_annotation.c[name] == bindparam(f"slot_{name}") for name in _SLOT))
_DROP_ANSWER = delete(_annotation).where(_IN_SLOT)
# Every column is set, the slot's too.
_CHANGE_ANSWER = (
    update(_annotation)
    .where(_IN_SLOT)
    .values({column.name: bindparam(column.name) for column in _annotation.c})
)
_DROP_MARK = delete(_mark).where(_mark.c.unit_id == _UNIT, _mark.c.annotator == _ANNOTATOR)
_ORDER_OF_ANSWERS = [
    _annotation.c[name] for name in ("unit_id", "dimension", "annotator", "holder", "target")
]
_ORDER_OF_MARKS = [_mark.c[name] for name in ("unit_id", "annotator")]


# An ordered LIMIT 1 reads one entry at the end of the index; a server may plan max() as a scan of all events.
_LAST_EVENT_AT = (
    select(_event.c.at)
    .where(_event.c.annotator == _ANNOTATOR)
    .order_by(_event.c.at.desc(), _event.c.id.desc())
    .limit(1)
)
# One row for each answer, or one row without an answer.
_SNAPSHOT: Select[Any] = (
    select(
        *_annotation.c,
        *UNIT_REF,
        _mark.c.flagged,
        _mark.c.note,
        _mark.c.skipped,
        _mark.c.event_id.label("marked_by"),
        _mark.c.at.label("marked_at"),
        _LAST_EVENT_AT.scalar_subquery().label("last"),
    )
    .select_from(
        _unit.outerjoin(
            _annotation, and_(_annotation.c.unit_id == _unit.c.id, _annotation.c.annotator == _ANNOTATOR)
        ).outerjoin(_mark, and_(_mark.c.unit_id == _unit.c.id, _mark.c.annotator == _ANNOTATOR))
    )
    .where(_unit.c.id == _UNIT)
)


class UnitSnapshot(NamedTuple):
    """A unit, one annotator's current answers and mark on it, and the instant of her last event on any unit."""

    place: UnitRef
    answers: list[Annotation]
    mark: Mark | None
    last_at: datetime | None


def read_snapshot(connection: Connection, unit: str, annotator: str) -> UnitSnapshot | None:
    """Read all that an annotator's next event on a unit depends on; None where there is no such unit.

    It is one statement, inside the transaction that writes the event, so that nobody changes it in between.
    """
    rows = connection.execute(_SNAPSHOT, {"unit": unit, "annotator": annotator}).all()
    if not rows:
        return None
    row = rows[0]
    place = UnitRef(row.id, row.kind, row.document_id, row.ordinal, row.queued, row.edition)
    mark = (
        None
        if row.marked_by is None
        else Mark(unit, annotator, row.flagged, row.note, row.skipped, row.marked_by, row.marked_at)
    )
    answers = [_read_answer(row) for row in rows if row.event_id is not None]
    return UnitSnapshot(place, answers, mark, row.last)


def read_answers(
    connection: Connection, numbers: Sequence[int] | None = None, annotator: str | None = None
) -> list[Annotation]:
    """Return the current answers, to the units of some documents or to all, of one annotator or of all."""
    query = _matching(_annotation, numbers, annotator).order_by(*_ORDER_OF_ANSWERS)
    return [_read_answer(row) for row in connection.execute(query)]


def read_marks(
    connection: Connection, numbers: Sequence[int] | None = None, annotator: str | None = None
) -> list[Mark]:
    """Return the current marks, on the units of some documents or on all, of one annotator or of all."""
    query = _matching(_mark, numbers, annotator).order_by(*_ORDER_OF_MARKS)
    return [read_value(Mark, row) for row in connection.execute(query)]


def write_answers(connection: Connection, answers: Iterable[Annotation], past: Iterable[Annotation]) -> None:
    """Replace an annotator's current answers to a unit, which are those of the `past`, by these."""
    before, after = list(past), list(answers)
    gone = [
        {f"slot_{name}": value for name, value in _answer_row(answer).items() if name in _SLOT}
        for answer in before
        if answer not in after
    ]
    new = [_answer_row(answer) for answer in after if answer not in before]
    if len(gone) == len(new) == 1:
        connection.execute(_CHANGE_ANSWER, {**gone[0], **new[0]})
        return
    for slot in gone:
        connection.execute(_DROP_ANSWER, slot)
    for row in new:
        connection.execute(insert(_annotation), row)


def write_mark(connection: Connection, unit: str, annotator: str, mark: Mark | None) -> None:
    """Make this the annotator's mark on the unit; None for no mark at all."""
    connection.execute(_DROP_MARK, {"unit": unit, "annotator": annotator})
    if mark is not None:
        connection.execute(insert(_mark), columns_of(mark))


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


def _answer_row(answer: Annotation) -> RowValues:
    return {**columns_of(answer), "holder": answer.holder or "", "target": answer.target or ""}


def _read_answer(row: Row[Any]) -> Annotation:
    answer = read_value(Annotation, row)
    return replace(answer, holder=answer.holder or None, target=answer.target or None)


def _matching(table: Table, numbers: Sequence[int] | None, annotator: str | None) -> Select[Any]:
    query = select(table)
    if numbers is not None:
        # Found through the units of the documents, and not in the history.
        query = query.where(table.c.unit_id.in_(select(_unit.c.id).where(_unit.c.document_id.in_(numbers))))
    return query if annotator is None else query.where(table.c.annotator == annotator)
