"""The current answers of all annotators as ratings of units, for figures of agreement. Stale answers are none."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from annotator.corpus.unit_ids import UnitKind
from annotator.store.tables import AnnotationRow, DocumentRow, UnitRow, table_of

_annotation, _unit, _document = (table_of(model) for model in (AnnotationRow, UnitRow, DocumentRow))


class UnitRating(NamedTuple):
    """One annotator's label for one dimension of a unit; `tags` are the names of the unit's own line."""

    unit: str
    kind: UnitKind
    document: str
    tags: tuple[str, ...]
    annotator: str
    dimension: str
    holder: str | None
    target: str | None
    label: str
    at: datetime


def ratings(connection: Connection) -> Iterator[UnitRating]:
    """Yield every current answer that is up to date."""
    line = _unit.alias("line")
    rows = connection.execution_options(yield_per=1_000).execute(
        select(
            _annotation.c.unit_id,
            _unit.c.kind,
            _document.c.key,
            _annotation.c.annotator,
            _annotation.c.dimension,
            _annotation.c.holder,
            _annotation.c.target,
            _annotation.c.label,
            _annotation.c.at,
            _unit.c.data,
            line.c.data,
        )
        .join(_unit, _unit.c.id == _annotation.c.unit_id)
        .join(_document, _document.c.id == _unit.c.document_id)
        .outerjoin(line, line.c.id == _unit.c.parent_id)
        .where(_annotation.c.stale.is_(False))
    )
    for unit, kind, document, annotator, dimension, holder, target, label, at, own, parent in rows:
        tags = tuple(name for name, _ in (parent or own).get("tags", ()))
        yield UnitRating(
            unit, kind, document, tags, annotator, dimension, holder or None, target or None, label, at
        )
