"""Writes new documents whole, many at a time: texts, units, their links to twins, and what search finds them by."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, update

from annotator.corpus.model import Parse
from annotator.corpus.near_duplicates import twin_keys
from annotator.corpus.unit_ids import UnitKind
from annotator.store import near_duplicates
from annotator.store.rows import RowValues, unit_values, version_values
from annotator.store.saved_filters import FacetKind, names_in, note_names
from annotator.store.search_index import IndexRow, index_rows, write_index
from annotator.store.tables import AddressRow, DocumentRow, UnitRow, VersionRow, table_of
from annotator.store.values import NewDocument, Provenance

_document, _version, _address, _unit = (
    table_of(model) for model in (DocumentRow, VersionRow, AddressRow, UnitRow)
)


def add_document(
    connection: Connection,
    parse: Parse,
    provenance: Provenance,
    *,
    queued_kinds: Sequence[UnitKind],
    at: datetime,
) -> int:
    """Add a document that is not there yet, with its units; return its number."""
    (number,) = add_documents(connection, [NewDocument(parse, provenance, queued_kinds, at)])
    return number


def add_documents(connection: Connection, new: Sequence[NewDocument]) -> list[int]:
    """Add documents that are not there yet, with their units, in a few statements; return their numbers."""
    if not new:
        return []
    units = [list(unit_values(one.parse, one.queued_kinds)) for one in new]
    numbers = _inserted(
        connection,
        _document,
        [
            {"key": one.parse.key, "queued": sum(unit["queued"] for unit in mine)}
            for one, mine in zip(new, units, strict=True)
        ],
    )
    versions = _inserted(
        connection,
        _version,
        [
            {"document_id": number, "at": one.at, **version_values(one.parse, one.provenance)}
            for one, number in zip(new, numbers, strict=True)
        ],
    )
    connection.execute(
        update(_document)
        .where(_document.c.id == bindparam("number"))
        .values(version_id=bindparam("version")),
        [{"number": number, "version": version} for number, version in zip(numbers, versions, strict=True)],
    )
    connection.execute(
        insert(_address),
        [
            {"source": one.provenance.source, "document_id": number, "sha256": one.provenance.sha256}
            for one, number in zip(new, numbers, strict=True)
        ],
    )
    rows = []
    for mine, number, version in zip(units, numbers, versions, strict=True):
        for unit in mine:
            unit["document_id"], unit["version_id"] = number, version
        rows += mine
    if rows:
        connection.execute(insert(_unit), rows)
        made = (
            twin_keys(one.parse) if one.near_duplicate_keys is None else one.near_duplicate_keys
            for one in new
        )
        pairs = zip(numbers, made, strict=True)
        near_duplicates.link(connection, [(number, *keyed) for number, mine in pairs for keyed in mine])
    _index(connection, new, numbers, units)
    return numbers


def _index(
    connection: Connection,
    new: Sequence[NewDocument],
    numbers: Sequence[int],
    units: Sequence[list[RowValues]],
) -> None:
    """Let search find new documents, given the columns of their units."""
    rows: list[IndexRow] = []
    names: set[tuple[FacetKind, str]] = set()
    for one, number, mine in zip(new, numbers, units, strict=True):
        tags = one.parse.document_tags
        rows += index_rows(connection.dialect.name, number, one.parse.text, tags, mine)
        names.update(names_in(mine, tags))
    write_index(connection, rows)
    note_names(connection, names)


def _inserted(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert rows and return the numbers that they were given, in their order."""
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(connection.execute(statement, rows).scalars())
