"""Filters that annotators save under names."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, select

from annotator.store.tables import SavedFilterRow, table_of
from annotator.store.types import insert_into
from annotator.store.values import UnitFilter

_saved = table_of(SavedFilterRow)


def save_filter(connection: Connection, annotator: str, name: str, unit_filter: UnitFilter) -> None:
    """Save a filter under a name; an earlier one of the annotator with this name is replaced."""
    criteria = {key: value for key, value in asdict(unit_filter).items() if value is not None}
    row = {"annotator": annotator, "name": name, "criteria": criteria}
    connection.execute(
        insert_into(connection, _saved)
        .values(row)
        .on_conflict_do_update(index_elements=["annotator", "name"], set_={"criteria": criteria})
    )


def delete_filter(connection: Connection, annotator: str, name: str) -> bool:
    """Delete an annotator's filter; False where there is none with this name."""
    mine = (_saved.c.annotator == annotator, _saved.c.name == name)
    return bool(connection.execute(delete(_saved).where(*mine)).rowcount)


def read_filters(connection: Connection, annotator: str) -> dict[str, dict[str, Any]]:
    """Return the criteria of an annotator's filters by name, in order of name."""
    rows = connection.execute(
        select(_saved.c.name, _saved.c.criteria)
        .where(_saved.c.annotator == annotator)
        .order_by(_saved.c.name)
    )
    return {row.name: row.criteria for row in rows}
