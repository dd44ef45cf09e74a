"""Inserts new documents whole, many at a time: versions, addresses, units, near duplicates and the search index."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, update

from annotator.corpus.near_duplicates import near_duplicate_keys
from annotator.store import near_duplicates
from annotator.store.facets import FacetRow, NameKind, facet_rows, insert_facets, insert_names, names_in
from annotator.store.rows import RowValues, unit_columns, version_columns
from annotator.store.search_index import IndexRow, index_rows, write_index
from annotator.store.tables import AddressRow, DocumentRow, UnitRow, VersionRow, table_of
from annotator.store.values import NewDocument

_document, _version, _address, _unit = (
    table_of(model) for model in (DocumentRow, VersionRow, AddressRow, UnitRow)
)


def insert_documents(connection: Connection, new: Sequence[NewDocument]) -> list[int]:
    """Insert documents that the database does not have, in a few statements; return their numbers."""
    if not new:
        return []
    units = [list(unit_columns(one.parse, one.queued_kinds)) for one in new]
    numbers = _insert_returning_ids(
        connection,
        _document,
        [
            {"key": one.parse.key, "queued": sum(unit["queued"] for unit in own)}
            for one, own in zip(new, units, strict=True)
        ],
    )
    versions = _insert_returning_ids(
        connection,
        _version,
        [
            {"document_id": number, "at": one.at, **version_columns(one.parse, one.provenance)}
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
    for own, number, version in zip(units, numbers, versions, strict=True):
        for unit in own:
            unit["document_id"], unit["version_id"] = number, version
    if rows := [unit for own in units for unit in own]:
        connection.execute(insert(_unit), rows)
        _link(connection, new, numbers)
    _index(connection, new, numbers, units)
    return numbers


def _link(connection: Connection, new: Sequence[NewDocument], numbers: Sequence[int]) -> None:
    """Link the units of new documents to their near duplicates."""
    keyed_units = []
    for one, number in zip(new, numbers, strict=True):
        keys = near_duplicate_keys(one.parse) if one.near_duplicate_keys is None else one.near_duplicate_keys
        keyed_units += [(number, *keyed) for keyed in keys]
    near_duplicates.link(connection, keyed_units)


def _index(
    connection: Connection,
    new: Sequence[NewDocument],
    numbers: Sequence[int],
    units: Sequence[list[RowValues]],
) -> None:
    """Index new documents for search and filters, given the columns of their units."""
    rows: list[IndexRow] = []
    facets: list[FacetRow] = []
    names: set[tuple[NameKind, str]] = set()
    for one, number, own in zip(new, numbers, units, strict=True):
        tags = one.parse.document_tags
        rows += index_rows(connection.dialect.name, number, one.parse.text, own)
        facets += facet_rows(number, own, tags)
        names.update(names_in(own, tags))
    write_index(connection, rows)
    insert_facets(connection, facets)
    insert_names(connection, names)


def _insert_returning_ids(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> list[int]:
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(connection.execute(statement, rows).scalars())
