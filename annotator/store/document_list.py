"""The documents of a project as a list: where each was read from, what it begins with, how far an annotator is."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, select

from annotator.store.tables import AddressRow, DocumentRow, ProgressRow, UnitRow, table_of

_document, _address, _progress, _unit = (
    table_of(model) for model in (DocumentRow, AddressRow, ProgressRow, UnitRow)
)


class DocumentSummary(NamedTuple):
    """One document: its number, its first address and headline, its units in the queue, and those that are done."""

    number: int
    source: str
    headline: str | None
    queued: int
    done: int


def document_rows(connection: Connection, annotator: str, *, start: int, count: int) -> list[DocumentSummary]:
    """Return `count` documents from the `start`th on, counted from 0, as far as one annotator is with them."""
    source = (
        select(func.min(_address.c.source))
        .where(_address.c.document_id == _document.c.id)
        .correlate(_document)
        .scalar_subquery()
    )
    mine = and_(_progress.c.document_id == _document.c.id, _progress.c.annotator == annotator)
    rows = connection.execute(
        select(_document.c.id, source, _document.c.queued, func.coalesce(_progress.c.done, 0))
        .select_from(_document.outerjoin(_progress, mine))
        .order_by(_document.c.id)
        .offset(start)
        .limit(count)
    ).all()
    headlines = _headlines(connection, [row[0] for row in rows])
    return [
        DocumentSummary(number, source or "", headlines.get(number), int(queued), int(done))
        for number, source, queued, done in rows
    ]


def _headlines(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """Return the first headline of each document that has one."""
    query = (
        select(_unit.c.document_id, _unit.c.data)
        .join(
            _document,
            and_(_document.c.id == _unit.c.document_id, _document.c.version_id == _unit.c.version_id),
        )
        .where(_unit.c.document_id.in_(numbers), _unit.c.kind == "clip")
        .order_by(_unit.c.document_id, _unit.c.ordinal.desc())
    )
    return {number: data["headline"] for number, data in connection.execute(query) if data["headline"]}
