"""The queued units that each annotator has done, and their number by document, stored beside the history.

Invariant: the number of a document is that of its rows in the table `done`, which holds queued units only.
"""

from sqlalchemy import (
    BindParameter,
    Connection,
    and_,
    bindparam,
    delete,
    func,
    select,
    update,
)

from annotator.store.tables import DoneRow, ProgressRow, UnitRow, table_of
from annotator.store.types import insert_into
from annotator.store.values import UnitRef

_done, _progress, _unit = (table_of(model) for model in (DoneRow, ProgressRow, UnitRow))

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
