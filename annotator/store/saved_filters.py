"""Filters that annotators keep by name, and the names of tags and publishers that filters offer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Literal

from sqlalchemy import Connection, delete, select

from annotator.store.facets import publisher_names, tag_names
from annotator.store.tables import FacetNameRow, SavedFilterRow, table_of
from annotator.store.types import insert_into
from annotator.store.values import UnitFilter

_saved, _names = table_of(SavedFilterRow), table_of(FacetNameRow)
FacetKind = Literal["tag", "publisher"]
Pairs = set[tuple[FacetKind, str]]


def save_filter(connection: Connection, annotator: str, name: str, wanted: UnitFilter) -> None:
    """Keep a filter under an annotator's name for it, in place of one that had the name."""
    criteria = {key: value for key, value in asdict(wanted).items() if value is not None}
    row = {"annotator": annotator, "name": name, "criteria": criteria}
    connection.execute(
        insert_into(connection, _saved)
        .values(row)
        .on_conflict_do_update(index_elements=["annotator", "name"], set_={"criteria": criteria})
    )


def forget_filter(connection: Connection, annotator: str, name: str) -> bool:
    """Take an annotator's filter away; False where there is none of that name."""
    mine = (_saved.c.annotator == annotator, _saved.c.name == name)
    return bool(connection.execute(delete(_saved).where(*mine)).rowcount)


def saved_filters(connection: Connection, annotator: str) -> dict[str, dict[str, Any]]:
    """Return the criteria of an annotator's filters by name, in order of name."""
    rows = connection.execute(
        select(_saved.c.name, _saved.c.criteria)
        .where(_saved.c.annotator == annotator)
        .order_by(_saved.c.name)
    )
    return {row.name: row.criteria for row in rows}


def names_in(
    units: Iterable[Mapping[str, Any]], document_tags: Sequence[str]
) -> Iterator[tuple[FacetKind, str]]:
    """Yield the tags and publishers of a document, as written there."""
    for tag in document_tags:
        yield "tag", tag
    for unit in units:
        if unit["kind"] == "clip":
            for tag in tag_names(None, unit["data"], ()):
                yield "tag", tag
            for publisher in publisher_names(unit["data"]):
                yield "publisher", publisher
        elif unit["kind"] == "commentary":
            for tag in tag_names(unit["data"], None, ()):
                yield "tag", tag


def note_names(connection: Connection, names: Iterable[tuple[FacetKind, str]]) -> None:
    """Keep names that filters offer."""
    rows = [{"facet": facet, "name": name} for facet, name in sorted(set(names))]
    if rows:
        connection.execute(insert_into(connection, _names).on_conflict_do_nothing(), rows)


def known_names(connection: Connection, facet: FacetKind) -> list[str]:
    """Return all tags or all publishers, in order."""
    query = select(_names.c.name).where(_names.c.facet == facet).order_by(_names.c.name)
    return list(connection.execute(query).scalars())
