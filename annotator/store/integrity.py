"""What should not be there, and what the tables count themselves: asked by whoever checks a database."""

from sqlalchemy import Connection, select

from annotator.corpus.unit_ids import edition_of
from annotator.store import document_versions
from annotator.store.tables import AddressRow, DocumentRow, UnitRow, VersionRow, table_of

_document, _version, _address, _unit = (
    table_of(model) for model in (DocumentRow, VersionRow, AddressRow, UnitRow)
)


def orphaned_addresses(connection: Connection) -> list[str]:
    """Return the addresses whose document is not there."""
    known = select(_document.c.id)
    query = select(_address.c.source).where(_address.c.document_id.not_in(known))
    return list(connection.execute(query.order_by(_address.c.source)).scalars())


def orphaned_quotations(connection: Connection) -> list[str]:
    """Return the quotations that belong to no commentary line of their document."""
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


def misplaced_units(connection: Connection, number: int) -> list[str | None]:
    """Return a document's units whose row is not of the last version that contains them, or that are wrongly queued.

    None stands for the document, where its current version is not the one that was imported last.
    """
    order = document_versions.version_order(connection, number)
    rank = {version: index for index, version in enumerate(order)}
    query = select(_document.c.version_id).where(_document.c.id == number)
    found: list[str | None] = [] if connection.execute(query).scalar() == order[-1] else [None]
    if len(order) == 1:
        return found
    rows = document_versions.unit_rows(connection, number)
    last = document_versions.last_rows(rows)
    wrong = {row["id"] for row in rows if rank[row["version_id"]] > rank[last[row["id"]]["version_id"]]}
    wrong |= {unit for unit, row in last.items() if row["queued"] and row["version_id"] != order[-1]}
    return [*found, *sorted(wrong)]


def wrong_editions(connection: Connection, number: int) -> list[str]:
    """Return the units of a document whose edition is not one that their text can have."""
    query = (
        select(_unit.c.id, _unit.c.edition, _unit.c.start, _unit.c.end, _version.c.text)
        .join(_version, _version.c.id == _unit.c.version_id)
        .where(_unit.c.document_id == number, _unit.c.edition.is_not(None))
    )
    digests = select(_version.c.text_sha256).where(_version.c.document_id == number)
    since = ["", *connection.execute(digests).scalars()]
    return [
        row.id
        for row in connection.execute(query)
        if row.edition
        not in (edition_of(row.text[row.start : row.end], doubtful_since=digest) for digest in since)
    ]
