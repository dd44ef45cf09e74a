"""What should not be there, and what the tables count themselves: asked by whoever checks a database."""

from sqlalchemy import Connection, select

from annotator.store.tables import AddressRow, DocumentRow, UnitRow, table_of

_document, _address, _unit = (table_of(model) for model in (DocumentRow, AddressRow, UnitRow))


def lost_addresses(connection: Connection) -> list[str]:
    """Return the addresses whose document is not there."""
    known = select(_document.c.id)
    query = select(_address.c.source).where(_address.c.document_id.not_in(known))
    return list(connection.execute(query.order_by(_address.c.source)).scalars())


def strays(connection: Connection) -> list[str]:
    """Return the quotations that stand in no commentary line of their document."""
    line = _unit.alias()
    held = select(line.c.id).where(
        line.c.id == _unit.c.parent_id,
        line.c.document_id == _unit.c.document_id,
        line.c.kind == "commentary",
    )
    return list(
        connection.execute(
            select(_unit.c.id).where(_unit.c.kind == "quotation", ~held.exists()).order_by(_unit.c.id)
        ).scalars()
    )


def queued_units(connection: Connection) -> dict[str, int]:
    """Return the units that wait for answers, each with its document."""
    rows = connection.execute(select(_unit.c.id, _unit.c.document_id).where(_unit.c.queued))
    return {row.id: row.document_id for row in rows}


def queue_lengths(connection: Connection) -> dict[int, int]:
    """Return how many units of each document are said to wait for answers."""
    return {row.id: row.queued for row in connection.execute(select(_document.c.id, _document.c.queued))}
