"""The current answers and marks of each annotator, stored beside the history.

Invariant: whoever adds an event writes the state that follows from it here, in the same transaction.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from annotator.store.tables import AnnotationRow, EventRow, MarkRow, UnitRow, table_of
from annotator.store.values import Annotation, Mark

_annotation, _mark, _event, _unit = (table_of(model) for model in (AnnotationRow, MarkRow, EventRow, UnitRow))

# Statements that run at every key are built once, at import.
_UNIT: BindParameter[str] = bindparam("unit")
_ANNOTATOR: BindParameter[str] = bindparam("annotator")
_IN_SLOT = and_(
    _annotation.c.unit_id == bindparam("of_unit"),
    _annotation.c.annotator == bindparam("by"),
    _annotation.c.dimension == bindparam("in_dimension"),
    _annotation.c.holder == bindparam("of_holder"),
    _annotation.c.target == bindparam("towards"),
)
_DROP_ANSWER = delete(_annotation).where(_IN_SLOT)
# Every column is set, the slot's too.
_CHANGE_ANSWER = (
    update(_annotation)
    .where(_IN_SLOT)
    .values({column.name: bindparam(column.name) for column in _annotation.c})
)
_DROP_MARK = delete(_mark).where(_mark.c.unit_id == _UNIT, _mark.c.annotator == _ANNOTATOR)
_ANSWERS_OF_UNIT = select(_annotation).where(
    _annotation.c.unit_id == _UNIT, _annotation.c.annotator == _ANNOTATOR
)
_MARK_ON_UNIT = select(_mark).where(_mark.c.unit_id == _UNIT, _mark.c.annotator == _ANNOTATOR)
_ORDER_OF_ANSWERS = [
    _annotation.c[name] for name in ("unit_id", "dimension", "annotator", "holder", "target")
]
_ORDER_OF_MARKS = [_mark.c[name] for name in ("unit_id", "annotator")]


def answers_in_document(
    connection: Connection, document: int, annotator: str | None = None
) -> list[Annotation]:
    """Return the current answers to the units of a document, of one annotator or of all."""
    return _answered(connection, _in_document(_annotation, document, annotator))


def of_unit(connection: Connection, unit: str, annotator: str) -> tuple[list[Annotation], Mark | None]:
    """Return one annotator's current answers to a unit, and her mark on it."""
    keys = {"unit": unit, "annotator": annotator}
    answers = [answer_value(row) for row in connection.execute(_ANSWERS_OF_UNIT, keys)]
    mark = connection.execute(_MARK_ON_UNIT, keys).first()
    return answers, None if mark is None else _mark_value(mark)


def all_answers(connection: Connection) -> list[Annotation]:
    """Return every current answer."""
    return _answered(connection, select(_annotation))


def marks_in_document(connection: Connection, document: int, annotator: str | None = None) -> list[Mark]:
    """Return the current marks on the units of a document, of one annotator or of all."""
    return _marked(connection, _in_document(_mark, document, annotator))


def all_marks(connection: Connection) -> list[Mark]:
    """Return every current mark."""
    return _marked(connection, select(_mark))


def answer_value(row: Any) -> Annotation:
    """Return the current answer that a row of its table holds."""
    return Annotation(
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


def write_answers(connection: Connection, answers: Iterable[Annotation], past: Iterable[Annotation]) -> None:
    """Replace an annotator's current answers to a unit, which are those of the `past`, by these."""
    before, after = list(past), list(answers)
    gone = [_slot(answer) for answer in before if answer not in after]
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
        row = {
            "unit_id": unit,
            "annotator": annotator,
            "flagged": mark.flagged,
            "note": mark.note,
            "skipped": mark.skipped,
            "event_id": mark.event,
            "at": mark.at,
        }
        connection.execute(insert(_mark), row)


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


def _answered(connection: Connection, query: Any) -> list[Annotation]:
    return [answer_value(row) for row in connection.execute(query.order_by(*_ORDER_OF_ANSWERS))]


def _marked(connection: Connection, query: Any) -> list[Mark]:
    return [_mark_value(row) for row in connection.execute(query.order_by(*_ORDER_OF_MARKS))]


def _answer_row(answer: Annotation) -> dict[str, Any]:
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


def _slot(answer: Annotation) -> dict[str, str]:
    """Return the values of an answer's primary key."""
    return {
        "of_unit": answer.unit,
        "by": answer.annotator,
        "in_dimension": answer.dimension,
        "of_holder": answer.holder or "",
        "towards": answer.target or "",
    }


def _mark_value(row: Any) -> Mark:
    return Mark(row.unit_id, row.annotator, row.flagged, row.note, row.skipped, row.event_id, row.at)


def _in_document(table: Any, document: Any, annotator: Any) -> Any:
    """Return a query for the answers or marks on a document's units, found through the units and not in the history."""
    units = select(_unit.c.id).where(_unit.c.document_id == document)
    query = select(table).where(table.c.unit_id.in_(units))
    return query if annotator is None else query.where(table.c.annotator == annotator)
