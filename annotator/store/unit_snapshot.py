"""All that an annotator's next event on a unit depends on, read in one statement.

Invariant: read inside the transaction that writes the event, so that nobody changes it in between.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, Select, and_, bindparam, select

from annotator.store.annotations import answer_value
from annotator.store.tables import AnnotationRow, EventRow, MarkRow, UnitRow, table_of
from annotator.store.values import Annotation, Mark, UnitRef

_unit, _annotation, _mark, _event = (table_of(model) for model in (UnitRow, AnnotationRow, MarkRow, EventRow))


class UnitSnapshot(NamedTuple):
    """A unit, one annotator's current answers and mark on it, and the instant of her last event on any unit."""

    place: UnitRef
    answers: list[Annotation]
    mark: Mark | None
    last_at: datetime | None


_annotator: BindParameter[str] = bindparam("annotator")
# An ordered LIMIT 1 reads one entry at the end of the index; a server may plan max() as a scan of all events.
_LAST = (
    select(_event.c.at)
    .where(_event.c.annotator == _annotator)
    .order_by(_event.c.at.desc(), _event.c.id.desc())
    .limit(1)
)
# One row for each answer, or one row without an answer.
_QUERY: Select[Any] = (
    select(
        *_annotation.c,
        *(_unit.c[name] for name in ("id", "kind", "document_id", "ordinal", "queued", "edition")),
        _mark.c.flagged,
        _mark.c.note,
        _mark.c.skipped,
        _mark.c.event_id.label("marked_by"),
        _mark.c.at.label("marked_at"),
        _LAST.scalar_subquery().label("last"),
    )
    .select_from(
        _unit.outerjoin(
            _annotation, and_(_annotation.c.unit_id == _unit.c.id, _annotation.c.annotator == _annotator)
        ).outerjoin(_mark, and_(_mark.c.unit_id == _unit.c.id, _mark.c.annotator == _annotator))
    )
    .where(_unit.c.id == bindparam("unit"))
)


def read_snapshot(connection: Connection, unit: str, annotator: str) -> UnitSnapshot | None:
    """Return an annotator's snapshot of a unit; None where there is no such unit."""
    rows = connection.execute(_QUERY, {"unit": unit, "annotator": annotator}).all()
    if not rows:
        return None
    row = rows[0]
    place = UnitRef(row.id, row.kind, row.document_id, row.ordinal, row.queued, row.edition)
    mark = (
        None
        if row.marked_by is None
        else Mark(unit, annotator, row.flagged, row.note, row.skipped, row.marked_by, row.marked_at)
    )
    answers = [answer_value(row) for row in rows if row.event_id is not None]
    return UnitSnapshot(place, answers, mark, row.last)
