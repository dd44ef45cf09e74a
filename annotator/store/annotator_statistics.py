"""What one annotator's work comes to: her current answers with what their units stand under, and when she acted."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from annotator.store.tables import AnnotationRow, EventRow, UnitRow, table_of

_annotation, _event, _unit = (table_of(model) for model in (AnnotationRow, EventRow, UnitRow))
_line, _clip = _unit.alias("line"), _unit.alias("clip")
_AT_A_TIME = 2000


class Given(NamedTuple):
    """One current answer, the tags of its line, and the publisher of its clip."""

    dimension: str
    label: str
    at: datetime
    tags: tuple[str, ...]
    publisher: str | None


def given(connection: Connection, annotator: str) -> Iterator[Given]:
    """Yield one annotator's current answers; a quotation has the tags of its line."""
    query = (
        select(_annotation.c.dimension, _annotation.c.label, _annotation.c.at, _line.c.data, _clip.c.data)
        .select_from(_annotation)
        .join(_unit, _unit.c.id == _annotation.c.unit_id)
        .join(_line, _line.c.id == func.coalesce(_unit.c.parent_id, _unit.c.id))
        .outerjoin(_clip, _clip.c.id == func.coalesce(_unit.c.clip_id, _unit.c.id))
        .where(_annotation.c.annotator == annotator)
        .execution_options(yield_per=_AT_A_TIME)
    )
    for dimension, label, at, line, clip in connection.execute(query):
        tags = tuple(dict.fromkeys(name for name, _ in line.get("tags", ())))
        yield Given(dimension, label, at, tags, (clip or {}).get("publisher"))


def acts_at(connection: Connection, annotator: str) -> Iterator[datetime]:
    """Yield when an annotator did anything, in order of time."""
    query = select(_event.c.at).where(_event.c.annotator == annotator).order_by(_event.c.at, _event.c.id)
    yield from connection.execute(query.execution_options(yield_per=_AT_A_TIME)).scalars()
