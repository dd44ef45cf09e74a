"""The queue: the queued units in the order of documents and ordinals, where each annotator is, and what she has done.

A unit is open for an annotator while she has not done it. The next open unit is found by the documents' progress first,
so that it takes the same time however much is done. Invariant: an annotator's progress in a document is the number of
its rows in the table `done`, which holds queued units only; both are written beside the history.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    func,
    select,
    update,
)

from annotator.store.documents import IS_CURRENT, UNIT_REF, first_source_of
from annotator.store.tables import (
    AddressRow,
    AnnotatorRow,
    DocumentRow,
    DoneRow,
    ProgressRow,
    UnitRow,
    table_of,
)
from annotator.store.types import insert_into
from annotator.store.unit_search import is_open, open_documents
from annotator.store.values import DocumentSummary, UnitRef

_unit, _document, _progress, _done, _annotator, _address = (
    table_of(model) for model in (UnitRow, DocumentRow, ProgressRow, DoneRow, AnnotatorRow, AddressRow)
)
_UNITS = select(*UNIT_REF)

# Statements that run at every key are built once, at import.
_UNIT: BindParameter[str] = bindparam("unit")
_ANNOTATOR: BindParameter[str] = bindparam("annotator")
_DOCUMENT: BindParameter[int] = bindparam("document")
_IS_DONE = and_(_done.c.annotator == _ANNOTATOR, _done.c.document_id == _DOCUMENT, _done.c.unit_id == _UNIT)
_DROP_DONE = delete(_done).where(_IS_DONE)
_DONE_IN_DOCUMENT = (
    select(func.count())
    .select_from(_done)
    .where(_done.c.annotator == _ANNOTATOR, _done.c.document_id == _DOCUMENT)
    .scalar_subquery()
)


# The next unit


def next_open(connection: Connection, annotator: str, after: UnitRef | None) -> UnitRef | None:
    """Return the next open unit, after the last the first."""
    if after is not None:
        found = _first_open(connection, annotator, after.document, after.ordinal)
        if found is not None:
            return found
    for start in (after.document if after else 0, 0):
        document = connection.execute(open_documents(annotator, after=start).order_by("id").limit(1)).scalar()
        if document is not None:
            return _first_open(connection, annotator, document, -1)
    return None


def first_queued(connection: Connection) -> UnitRef | None:
    """Return the first unit of the queue, done or not."""
    return _first(connection, _UNITS.where(_unit.c.queued).order_by(_unit.c.document_id, _unit.c.ordinal))


def starting_unit(connection: Connection, annotator: str, document: int) -> UnitRef | None:
    """Return a document's first open unit, else its first unit; None where it has none."""
    units = _UNITS.join(_document, IS_CURRENT).where(_unit.c.document_id == document)
    return _first_open(connection, annotator, document, -1) or _first(
        connection, units.order_by(_unit.c.ordinal)
    )


def nth_queued_unit(connection: Connection, number: int) -> UnitRef | None:
    """Return a unit by its number in the queue, from 1."""
    last = func.sum(_document.c.queued).over(order_by=_document.c.id).label("last")
    numbered = select(_document.c.id, _document.c.queued, last).subquery()
    document = connection.execute(
        select(numbered).where(numbered.c.last >= number).order_by(numbered.c.id).limit(1)
    ).first()
    if document is None or number < 1:
        return None
    units = _UNITS.where(_unit.c.document_id == document.id, _unit.c.queued).order_by(_unit.c.ordinal)
    return _first(connection, units.offset(number - 1 - (document.last - document.queued)))


def first_of_nth_document(connection: Connection, number: int) -> UnitRef | None:
    """Return the first unit of a document, by the document's number among all, from 1; None where it has none."""
    if number < 1:
        return None
    document = select(_document.c.id).order_by(_document.c.id).offset(number - 1).limit(1).scalar_subquery()
    return _first(connection, _first_units().where(_unit.c.document_id == document))


def find_documents(connection: Connection, text: str, *, limit: int) -> list[tuple[UnitRef, str]]:
    """Return the first units of the documents whose addresses contain a text in any case, each with the address."""
    rows = connection.execute(
        _first_units()
        .add_columns(_address.c.source)
        .join(_address, _address.c.document_id == _unit.c.document_id)
        .where(func.lower(_address.c.source).contains(text.lower(), autoescape=True))
        .order_by(_unit.c.document_id, _address.c.source)
        .limit(limit)
    )
    return [(UnitRef(*row[:-1]), row.source) for row in rows]


def read_position(connection: Connection, annotator: str) -> str | None:
    """Return the unit at which an annotator was last, if its document still has it."""
    return connection.execute(
        select(_annotator.c.unit_id)
        .join(_unit, _unit.c.id == _annotator.c.unit_id)
        .join(_document, IS_CURRENT)
        .where(_annotator.c.name == annotator)
    ).scalar()


def write_position(connection: Connection, annotator: str, unit_id: str) -> None:
    """Store the unit at which an annotator is."""
    connection.execute(update(_annotator).where(_annotator.c.name == annotator).values(unit_id=unit_id))


# The list of documents


def list_documents(
    connection: Connection, annotator: str, *, start: int, count: int
) -> list[DocumentSummary]:
    """Return `count` documents from the `start`th on, from 0."""
    own = and_(_progress.c.document_id == _document.c.id, _progress.c.annotator == annotator)
    done = func.coalesce(_progress.c.done, 0)
    rows = connection.execute(
        select(_document.c.id, first_source_of(_document.c.id), _document.c.queued, done)
        .select_from(_document.outerjoin(_progress, own))
        .order_by(_document.c.id)
        .offset(start)
        .limit(count)
    ).all()
    headlines = _headlines(connection, [row[0] for row in rows])
    return [
        DocumentSummary(number, source or "", headlines.get(number), queued, done)
        for number, source, queued, done in rows
    ]


def adjacent_document(connection: Connection, document: int, *, step: int) -> int | None:
    """Return the nearest document with units before (-1) or after (1) another one."""
    number = _document.c.id
    has_units = (
        select(_unit.c.id)
        .where(_unit.c.document_id == number, _unit.c.version_id == _document.c.version_id)
        .exists()
    )
    if step > 0:
        query = select(number).where(number > document).order_by(number)
    else:
        query = select(number).where(number < document).order_by(number.desc())
    return connection.execute(query.where(has_units).limit(1)).scalar()


# Progress


def all_done(connection: Connection) -> set[tuple[str, str]]:
    """Return (annotator, unit) of all that is done."""
    return {(row.annotator, row.unit_id) for row in connection.execute(select(_done))}


def all_progress(connection: Connection) -> dict[tuple[str, int], int]:
    """Return how many units are noted as done, by annotator and document."""
    return {(row.annotator, row.document_id): row.done for row in connection.execute(select(_progress))}


def forget_unqueued(connection: Connection, document: int) -> None:
    """Remove units that are no longer queued, and count a document's progress again."""
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


def write_done(connection: Connection, place: UnitRef, annotator: str, *, done: bool) -> None:
    """Store that a unit is done or no longer done, and count the annotator's progress in the document again."""
    if not place.queued:
        return
    keys = {"annotator": annotator, "document": place.document, "unit": place.id}
    if done:
        row = {"annotator": annotator, "document_id": place.document, "unit_id": place.id}
        connection.execute(insert_into(connection, _done).on_conflict_do_nothing(), row)
    else:
        connection.execute(_DROP_DONE, keys)
    counting = insert_into(connection, _progress).values(
        annotator=_ANNOTATOR, document_id=_DOCUMENT, done=_DONE_IN_DOCUMENT
    )
    count = counting.on_conflict_do_update(
        index_elements=["annotator", "document_id"], set_={"done": counting.excluded.done}
    )
    connection.execute(count, keys)


def is_done(connection: Connection, annotator: str, place: UnitRef) -> bool:
    """Tell whether a queued unit needs nothing more from the annotator."""
    mine = (
        _done.c.annotator == annotator,
        _done.c.document_id == place.document,
        _done.c.unit_id == place.id,
    )
    return connection.execute(select(_done.c.unit_id).where(*mine)).first() is not None


def _first_open(connection: Connection, annotator: str, document: int, ordinal: int) -> UnitRef | None:
    """Return the first open unit of a document behind `ordinal`."""
    units = _UNITS.where(_unit.c.document_id == document, _unit.c.ordinal > ordinal, is_open(annotator))
    return _first(connection, units.order_by(_unit.c.ordinal))


def _first_units() -> Select[Any]:
    """Return the query for the first unit of each document in its current version."""
    other = _unit.alias()
    earlier = select(other.c.id).where(
        other.c.document_id == _unit.c.document_id,
        other.c.version_id == _unit.c.version_id,
        other.c.ordinal < _unit.c.ordinal,
    )
    return _UNITS.join(_document, IS_CURRENT).where(~earlier.exists())


def _first(connection: Connection, query: Select[Any]) -> UnitRef | None:
    row = connection.execute(query.limit(1)).first()
    return None if row is None else UnitRef(*row)


def _headlines(connection: Connection, documents: Sequence[int]) -> dict[int, str]:
    """Return the first headline of each document that has one."""
    query = (
        select(_unit.c.document_id, _unit.c.data)
        .join(_document, IS_CURRENT)
        .where(_unit.c.document_id.in_(documents), _unit.c.kind == "clip")
        .order_by(_unit.c.document_id, _unit.c.ordinal.desc())
    )
    return {number: data["headline"] for number, data in connection.execute(query) if data["headline"]}
