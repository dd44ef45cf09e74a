"""Where an annotator stands with one unit: all that an act on it depends on, read at once.

Every key runs this statement, and each one more would be a way to the server and back.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, Select, and_, bindparam, literal_column, select, text

from annotator.store.annotations import answer_value
from annotator.store.statements import Statement, is_batched
from annotator.store.tables import AnnotationRow, EventRow, MarkRow, UnitRow, table_of
from annotator.store.types import UTCDateTime
from annotator.store.values import Annotation, Mark, UnitRef

_unit, _annotation, _mark, _event = (table_of(model) for model in (UnitRow, AnnotationRow, MarkRow, EventRow))


class Standing(NamedTuple):
    """A unit, one annotator's current answers and mark on it, and when she last did anything at all."""

    place: UnitRef
    answers: list[Annotation]
    mark: Mark | None
    last_at: datetime | None


_annotator: BindParameter[str] = bindparam("annotator")
# A plan made while an annotator has few events must hold when she has many: the end of the index, no maximum of all.
_LAST = (
    select(_event.c.at)
    .where(_event.c.annotator == _annotator)
    .order_by(_event.c.at.desc(), _event.c.id.desc())
    .limit(literal_column("1"))
)
# One row for each answer, or one with no answer in it.
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
_STANDING = Statement(lambda _: _QUERY)
# Divides by zero unless the unit and all that she did are as she knows them; in PostgreSQL's words.
_AS_KNOWN = Statement(
    lambda _: text("""
        SELECT 1 / count(*) FROM unit
        LEFT JOIN mark ON mark.unit_id = unit.id AND mark.annotator = :annotator
        WHERE unit.id = :unit
        AND (unit.document_id, unit.ordinal, unit.queued) = (:document, :ordinal, :queued)
        AND unit.edition IS NOT DISTINCT FROM :edition
        AND (mark.event_id, mark.flagged, mark.note, mark.skipped)
            IS NOT DISTINCT FROM (:marked_by, :flagged, :note, :skipped)
        AND (SELECT at FROM event WHERE annotator = :annotator ORDER BY at DESC, id DESC LIMIT 1) = :last_at
        AND (
            SELECT string_agg(event_id || stale::int, ' ' ORDER BY event_id COLLATE "C")
            FROM annotation WHERE unit_id = :unit AND annotator = :annotator
        ) IS NOT DISTINCT FROM :answers
    """).bindparams(bindparam("last_at", type_=UTCDateTime()))
)


def read_standing(connection: Connection, unit: str, annotator: str) -> Standing | None:
    """Return where an annotator stands with a unit; None where there is no such unit."""
    rows = _STANDING.rows(connection, {"unit": unit, "annotator": annotator})
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
    return Standing(place, answers, mark, row.last)


def can_expect(connection: Connection) -> bool:
    """Tell whether it is worth while to say what is known instead of asking for it."""
    return is_batched(connection)


def expect(connection: Connection, known: Standing, annotator: str) -> None:
    """Let the transaction fail with Outdated unless an annotator stands with a unit as it is known."""
    place, mark = known.place, known.mark
    values = {
        "annotator": annotator,
        "unit": place.id,
        "document": place.document,
        "ordinal": place.ordinal,
        "queued": place.queued,
        "edition": place.edition,
        "marked_by": mark and mark.event,
        "flagged": mark and mark.flagged,
        "note": mark and mark.note,
        "skipped": mark and mark.skipped,
        "last_at": known.last_at,
        "answers": " ".join(sorted(f"{one.event}{one.stale:d}" for one in known.answers)) or None,
    }
    _AS_KNOWN.run(connection, values)
