"""The queue: the queued units in the order of documents and ordinals, and where each annotator is in it.

A unit is open for an annotator while she has not done it. The next open unit is found by the documents' progress first,
so that it takes the same time however much is done.
"""

from typing import Any

from sqlalchemy import Connection, Select, and_, func, select, update

from annotator.store.tables import AddressRow, AnnotatorRow, DocumentRow, ProgressRow, UnitRow, table_of
from annotator.store.unit_search import is_open
from annotator.store.values import UnitRef

_unit, _document, _progress, _annotator, _address = (
    table_of(model) for model in (UnitRow, DocumentRow, ProgressRow, AnnotatorRow, AddressRow)
)
_IS_CURRENT = and_(_document.c.id == _unit.c.document_id, _document.c.version_id == _unit.c.version_id)
_UNITS = select(*(_unit.c[name] for name in ("id", "kind", "document_id", "ordinal", "queued", "edition")))


def next_open(connection: Connection, annotator: str, after: UnitRef | None) -> UnitRef | None:
    """Return the next open unit, after the last the first."""
    if after is not None:
        found = _first_open(connection, annotator, after.document, after.ordinal)
        if found is not None:
            return found
    for start in (after.document if after else 0, 0):
        document = _open_document(connection, annotator, start)
        if document is not None:
            return _first_open(connection, annotator, document, -1)
    return None


def first_queued(connection: Connection) -> UnitRef | None:
    """Return the first unit of the queue, done or not."""
    return _first(connection, _UNITS.where(_unit.c.queued).order_by(_unit.c.document_id, _unit.c.ordinal))


def starting_unit(connection: Connection, annotator: str, document: int) -> UnitRef | None:
    """Return a document's first open unit, else its first unit; None where it has none."""
    units = _UNITS.join(_document, _IS_CURRENT).where(_unit.c.document_id == document)
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
        .join(_document, _IS_CURRENT)
        .where(_annotator.c.name == annotator)
    ).scalar()


def write_position(connection: Connection, annotator: str, unit_id: str) -> None:
    """Store the unit at which an annotator is."""
    connection.execute(update(_annotator).where(_annotator.c.name == annotator).values(unit_id=unit_id))


def _open_document(connection: Connection, annotator: str, after: int) -> int | None:
    """Return the first document behind `after` that has open units."""
    own = and_(_progress.c.document_id == _document.c.id, _progress.c.annotator == annotator)
    return connection.execute(
        select(_document.c.id)
        .select_from(_document.outerjoin(_progress, own))
        .where(_document.c.id > after, _document.c.queued > func.coalesce(_progress.c.done, 0))
        .order_by(_document.c.id)
        .limit(1)
    ).scalar()


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
    return _UNITS.join(_document, _IS_CURRENT).where(~earlier.exists())


def _first(connection: Connection, query: Select[Any]) -> UnitRef | None:
    row = connection.execute(query.limit(1)).first()
    return None if row is None else UnitRef(*row)
