"""The queue: which units wait for an annotator, in the order of documents, and where she stands.

What is done is looked up by document first, so that finding the next unit does not walk over what is done.
"""

from typing import Any

from sqlalchemy import Connection, Integer, Select, and_, bindparam, func, select, update

from annotator.store.tables import (
    AddressRow,
    AnnotationRow,
    AnnotatorRow,
    DocumentRow,
    DoneRow,
    MarkRow,
    ProgressRow,
    UnitRow,
    table_of,
)
from annotator.store.values import QueueProgress, UnitRef

_unit, _document, _done, _progress, _annotator, _annotation, _mark, _address = (
    table_of(model)
    for model in (
        UnitRow,
        DocumentRow,
        DoneRow,
        ProgressRow,
        AnnotatorRow,
        AnnotationRow,
        MarkRow,
        AddressRow,
    )
)


def _beside(step: int) -> Select[Any]:
    """Return the query for the document with units that stands behind another one (1), or before it (-1)."""
    column, number = _document.c.id, bindparam("number", type_=Integer)
    holds = (
        select(_unit.c.id)
        .where(_unit.c.document_id == column, _unit.c.version_id == _document.c.version_id)
        .exists()
    )
    beyond = column > number if step > 0 else column < number
    order = column.asc() if step > 0 else column.desc()
    return select(column).where(beyond, holds).order_by(order).limit(1)


_BEHIND, _BEFORE = _beside(1), _beside(-1)


def next_open(connection: Connection, annotator: str, after: UnitRef | None) -> UnitRef | None:
    """Return the next queued unit behind `after` that needs an answer, from the start again at the end."""
    if after is not None:
        here = _first_open(connection, annotator, after.document, after.ordinal)
        if here is not None:
            return here
    start = after.document if after is not None else 0
    for document in (_open_document(connection, annotator, start), _open_document(connection, annotator, 0)):
        if document is not None:
            return _first_open(connection, annotator, document, -1)
    return None


def first_queued(connection: Connection) -> UnitRef | None:
    """Return the first unit of the queue, done or not."""
    row = connection.execute(
        _places().where(_unit.c.queued).order_by(_unit.c.document_id, _unit.c.ordinal).limit(1)
    ).first()
    return _place(row)


def entrance(connection: Connection, annotator: str, document: int) -> UnitRef | None:
    """Return a document's first unit that needs an answer, else its first unit; None where it has none."""
    present = select(_document.c.version_id).where(_document.c.id == document).scalar_subquery()
    row = connection.execute(
        _places()
        .where(_unit.c.document_id == document, _unit.c.version_id == present)
        .order_by(_unit.c.ordinal)
        .limit(1)
    ).first()
    return _first_open(connection, annotator, document, -1) or _place(row)


def queued_unit(connection: Connection, number: int) -> UnitRef | None:
    """Return the unit of a number in the queue, from 1."""
    upto = func.sum(_document.c.queued).over(order_by=_document.c.id).label("upto")
    counted = select(_document.c.id, _document.c.queued, upto).subquery()
    found = connection.execute(
        select(counted).where(counted.c.upto >= number).order_by(counted.c.id).limit(1)
    ).first()
    if found is None or number < 1:
        return None
    query = _places().where(_unit.c.document_id == found.id, _unit.c.queued).order_by(_unit.c.ordinal)
    return _place(connection.execute(query.offset(number - 1 - (found.upto - found.queued)).limit(1)).first())


def first_of_document(connection: Connection, number: int) -> UnitRef | None:
    """Return the first unit of the document of a number among all, from 1; None where it has none."""
    if number < 1:
        return None
    document = select(_document.c.id).order_by(_document.c.id).offset(number - 1).limit(1).scalar_subquery()
    return _place(connection.execute(_first_units().where(_unit.c.document_id == document)).first())


def documents_named(connection: Connection, words: str, *, limit: int) -> list[tuple[UnitRef, str]]:
    """Return the first units of documents whose addresses hold the words in any case, each with the address."""
    named = func.lower(_address.c.source).contains(words.lower(), autoescape=True)
    rows = connection.execute(
        _first_units()
        .add_columns(_address.c.source)
        .join(_address, _address.c.document_id == _unit.c.document_id)
        .where(named)
        .order_by(_unit.c.document_id, _address.c.source)
        .limit(limit)
    )
    return [(UnitRef(*row[:-1]), row.source) for row in rows]


def _first_units() -> Any:
    """Return the query for the first unit of each document, as its present version has it."""
    other = _unit.alias()
    earlier = select(other.c.id).where(
        other.c.document_id == _unit.c.document_id,
        other.c.version_id == _unit.c.version_id,
        other.c.ordinal < _unit.c.ordinal,
    )
    is_current = (_document.c.id == _unit.c.document_id) & (_document.c.version_id == _unit.c.version_id)
    return _places().join(_document, is_current).where(~earlier.exists())


def neighbour(connection: Connection, document: int, *, step: int) -> int | None:
    """Return the document with units before (-1) or after (1) another one."""
    return connection.execute(_BEHIND if step > 0 else _BEFORE, {"number": document}).scalar()


def tally(connection: Connection, annotator: str) -> QueueProgress:
    """Return how far an annotator is with the whole queue."""
    queued = connection.execute(select(func.coalesce(func.sum(_document.c.queued), 0))).scalar_one()
    done = connection.execute(
        select(func.coalesce(func.sum(_progress.c.done), 0)).where(_progress.c.annotator == annotator)
    ).scalar_one()
    return QueueProgress(int(done), int(queued))


def read_standpoint(connection: Connection, annotator: str) -> str | None:
    """Return the unit at which an annotator last stood, if its document still holds it."""
    return connection.execute(
        select(_annotator.c.unit_id)
        .join(_unit, _unit.c.id == _annotator.c.unit_id)
        .join(_document, _document.c.id == _unit.c.document_id)
        .where(_annotator.c.name == annotator, _unit.c.version_id == _document.c.version_id)
    ).scalar()


def write_standpoint(connection: Connection, annotator: str, unit: str) -> None:
    """Remember where an annotator stands."""
    connection.execute(update(_annotator).where(_annotator.c.name == annotator).values(unit_id=unit))


def done_by_annotator(connection: Connection) -> dict[str, int]:
    """Return how many queued units each known annotator is done with."""
    rows = connection.execute(
        select(_annotator.c.name, func.coalesce(func.sum(_progress.c.done), 0))
        .select_from(_annotator.outerjoin(_progress, _progress.c.annotator == _annotator.c.name))
        .group_by(_annotator.c.name)
        .order_by(_annotator.c.name)
    )
    return {name: int(done) for name, done in rows}


def label_counts(connection: Connection, annotator: str | None) -> dict[tuple[str, str], int]:
    """Return how often each label of each dimension is a current answer, of one annotator or of all."""
    query = select(_annotation.c.dimension, _annotation.c.label, func.count()).group_by(
        _annotation.c.dimension, _annotation.c.label
    )
    if annotator is not None:
        query = query.where(_annotation.c.annotator == annotator)
    return {(dimension, label): int(count) for dimension, label, count in connection.execute(query)}


def mark_counts(connection: Connection, annotator: str) -> dict[str, int]:
    """Return how many units an annotator has flagged, noted and skipped."""
    counts = connection.execute(
        select(
            func.count().filter(_mark.c.flagged),
            func.count().filter(_mark.c.note.is_not(None)),
            func.count().filter(_mark.c.skipped.is_not(None)),
        ).where(_mark.c.annotator == annotator)
    ).one()
    return dict(zip(("flagged", "noted", "skipped"), (int(count) for count in counts), strict=True))


def _open_document(connection: Connection, annotator: str, after: int) -> int | None:
    """Return the first document behind `after` that is not wholly done."""
    mine = and_(_progress.c.document_id == _document.c.id, _progress.c.annotator == annotator)
    return connection.execute(
        select(_document.c.id)
        .select_from(_document.outerjoin(_progress, mine))
        .where(_document.c.id > after, _document.c.queued > func.coalesce(_progress.c.done, 0))
        .order_by(_document.c.id)
        .limit(1)
    ).scalar()


def _first_open(connection: Connection, annotator: str, document: int, ordinal: int) -> UnitRef | None:
    """Return the first unit of a document behind `ordinal` that needs an answer."""
    done = (
        select(_done.c.unit_id)
        .where(
            _done.c.annotator == annotator,
            _done.c.document_id == document,
            _done.c.unit_id == _unit.c.id,
        )
        .exists()
    )
    row = connection.execute(
        _places()
        .where(_unit.c.document_id == document, _unit.c.queued, _unit.c.ordinal > ordinal, ~done)
        .order_by(_unit.c.ordinal)
        .limit(1)
    ).first()
    return _place(row)


def _places() -> Any:
    columns = _unit.c
    return select(
        columns.id, columns.kind, columns.document_id, columns.ordinal, columns.queued, columns.edition
    )


def _place(row: Any) -> UnitRef | None:
    return None if row is None else UnitRef(*row)
