"""The list of documents, in queue order: their addresses, headlines and one annotator's progress."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, select

from annotator.store.tables import AddressRow, DocumentRow, ProgressRow, UnitRow, table_of

_document, _address, _progress, _unit = (
    table_of(model) for model in (DocumentRow, AddressRow, ProgressRow, UnitRow)
)


class DocumentSummary(NamedTuple):
    """A document with its first address, its first headline, and how many of its queued units are done."""

    number: int
    source: str
    headline: str | None
    queued: int
    done: int


def list_documents(
    connection: Connection, annotator: str, *, start: int, count: int
) -> list[DocumentSummary]:
    """Return `count` documents from the `start`th on, from 0."""
    source = (
        select(func.min(_address.c.source))
        .where(_address.c.document_id == _document.c.id)
        .correlate(_document)
        .scalar_subquery()
    )
    own = and_(_progress.c.document_id == _document.c.id, _progress.c.annotator == annotator)
    rows = connection.execute(
        select(_document.c.id, source, _document.c.queued, func.coalesce(_progress.c.done, 0))
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


def _headlines(connection: Connection, documents: Sequence[int]) -> dict[int, str]:
    """Return the first headline of each document that has one."""
    is_current = and_(_document.c.id == _unit.c.document_id, _document.c.version_id == _unit.c.version_id)
    query = (
        select(_unit.c.document_id, _unit.c.data)
        .join(_document, is_current)
        .where(_unit.c.document_id.in_(documents), _unit.c.kind == "clip")
        .order_by(_unit.c.document_id, _unit.c.ordinal.desc())
    )
    return {number: data["headline"] for number, data in connection.execute(query) if data["headline"]}
