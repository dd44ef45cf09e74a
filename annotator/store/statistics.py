"""Counts over annotators' work: progress, labels, marks, and what the statistics of one annotator are made of."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from annotator.store.tables import (
    AnnotationRow,
    AnnotatorRow,
    DocumentRow,
    EventRow,
    MarkRow,
    ProgressRow,
    UnitRow,
    table_of,
)
from annotator.store.values import QueueProgress

_annotation, _annotator, _document, _event, _mark, _progress, _unit = (
    table_of(model)
    for model in (AnnotationRow, AnnotatorRow, DocumentRow, EventRow, MarkRow, ProgressRow, UnitRow)
)
# Rows that a server sends at a time.
_BATCH = 2000


class AnsweredUnit(NamedTuple):
    """A current answer, with the tags of its line and the publisher of its clip."""

    dimension: str
    label: str
    at: datetime
    tags: tuple[str, ...]
    publisher: str | None


def queue_progress(connection: Connection, annotator: str) -> QueueProgress:
    """Return how much of the queue an annotator has done."""
    queued = select(func.coalesce(func.sum(_document.c.queued), 0))
    done = select(func.coalesce(func.sum(_progress.c.done), 0)).where(_progress.c.annotator == annotator)
    return QueueProgress(*(int(connection.execute(query).scalar_one()) for query in (done, queued)))


def done_by_annotator(connection: Connection) -> dict[str, int]:
    """Return how many queued units each annotator has done."""
    rows = connection.execute(
        select(_annotator.c.name, func.coalesce(func.sum(_progress.c.done), 0))
        .select_from(_annotator.outerjoin(_progress, _progress.c.annotator == _annotator.c.name))
        .group_by(_annotator.c.name)
        .order_by(_annotator.c.name)
    )
    return {name: int(done) for name, done in rows}


def label_counts(connection: Connection, annotator: str) -> dict[tuple[str, str], int]:
    """Return how many of an annotator's current answers have each label, by (dimension, label)."""
    query = (
        select(_annotation.c.dimension, _annotation.c.label, func.count())
        .where(_annotation.c.annotator == annotator)
        .group_by(_annotation.c.dimension, _annotation.c.label)
    )
    return {(dimension, label): int(count) for dimension, label, count in connection.execute(query)}


def mark_counts(connection: Connection, annotator: str) -> dict[str, int]:
    """Return how many units an annotator has flagged, noted and skipped."""
    counts = connection.execute(
        select(
            func.count().filter(_mark.c.flagged),
            func.count().filter(_mark.c.note.is_not(None)),
            func.count().filter(_mark.c.skipped.is_not(None)),
        ).where(_mark.c.annotator == annotator)
    ).one()
    return dict(zip(("flagged", "noted", "skipped"), map(int, counts), strict=True))


def current_answers(connection: Connection, annotator: str) -> Iterator[AnsweredUnit]:
    """Yield an annotator's current answers; a quotation has the tags of its line."""
    line, clip = _unit.alias("line"), _unit.alias("clip")
    query = (
        select(_annotation.c.dimension, _annotation.c.label, _annotation.c.at, line.c.data, clip.c.data)
        .select_from(_annotation)
        .join(_unit, _unit.c.id == _annotation.c.unit_id)
        .join(line, line.c.id == func.coalesce(_unit.c.parent_id, _unit.c.id))
        .outerjoin(clip, clip.c.id == func.coalesce(_unit.c.clip_id, _unit.c.id))
        .where(_annotation.c.annotator == annotator)
        .execution_options(yield_per=_BATCH)
    )
    for dimension, label, at, line_data, clip_data in connection.execute(query):
        tags = tuple(dict.fromkeys(name for name, _ in line_data.get("tags", ())))
        yield AnsweredUnit(dimension, label, at, tags, (clip_data or {}).get("publisher"))


def event_times(connection: Connection, annotator: str) -> Iterator[datetime]:
    """Yield the times of an annotator's events, in order."""
    query = select(_event.c.at).where(_event.c.annotator == annotator).order_by(_event.c.at, _event.c.id)
    yield from connection.execute(query.execution_options(yield_per=_BATCH)).scalars()
