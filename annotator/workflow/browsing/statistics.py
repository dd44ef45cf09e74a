"""Counts: the project's status, and one annotator's own progress, labels and pace.

Of other annotators only the progress is shown, never an answer.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from statistics import median
from typing import NamedTuple

from annotator.store import documents, events, near_duplicates
from annotator.store import statistics as store
from annotator.store.values import NearDuplicateCounts, QueueProgress
from annotator.workflow.project import Project

# A longer pause between two actions is a break.
BREAK = timedelta(minutes=5)


class Status(NamedTuple):
    """Counts of a project; `labels`, `marks` and `events` are the annotator's own."""

    database: str
    codebook: str
    annotator: str
    documents: int
    units: dict[str, int]
    near_duplicates: NearDuplicateCounts
    queue: QueueProgress
    progress: dict[str, int]
    labels: dict[str, dict[str, int]]
    marks: dict[str, int]
    events: int


@dataclass(slots=True)
class LabelCounts:
    """The counts of each label of one dimension: in all, by tag, and by publisher of the unit."""

    total: Counter[str] = field(default_factory=Counter)
    by_tag: dict[str, Counter[str]] = field(default_factory=dict)
    by_publisher: dict[str, Counter[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statistics:
    """An annotator's current answers by dimension, and how many were given on each day."""

    labels: dict[str, LabelCounts]
    by_day: dict[date, int]


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the annotator works; `worked` leaves out breaks, `median_seconds` is between two actions."""

    actions: int
    worked: timedelta
    median_seconds: float | None


def status(project: Project) -> Status:
    """Count what the project contains."""
    with project.database.reading() as connection:
        counts = store.label_counts(connection, project.annotator)
        return Status(
            database=project.database.where,
            codebook=f"{project.codebook.name} {project.codebook.version}",
            annotator=project.annotator,
            documents=documents.document_count(connection),
            units=documents.count_units(connection),
            near_duplicates=near_duplicates.count_groups(connection),
            queue=store.queue_progress(connection, project.annotator),
            progress=store.done_by_annotator(connection),
            labels={
                dimension.id: {
                    label.id: counts.get((dimension.id, label.id), 0) for label in dimension.labels
                }
                for dimension in project.codebook.dimensions
            },
            marks=store.mark_counts(connection, project.annotator),
            events=events.event_count(connection, project.annotator),
        )


def queue_progress(project: Project) -> QueueProgress:
    """Return how much of the queue the annotator has done."""
    with project.database.reading() as connection:
        return store.queue_progress(connection, project.annotator)


def statistics(project: Project, *, zone: tzinfo | None = None) -> Statistics:
    """Count the annotator's current answers; days are those of `zone`, by default the machine's."""
    labels = {dimension.id: LabelCounts() for dimension in project.codebook.dimensions}
    days: Counter[date] = Counter()
    with project.database.reading() as connection:
        for answer in store.current_answers(connection, project.annotator):
            days[answer.at.astimezone(zone).date()] += 1
            counts = labels.setdefault(answer.dimension, LabelCounts())
            counts.total[answer.label] += 1
            for tag in answer.tags:
                counts.by_tag.setdefault(tag, Counter())[answer.label] += 1
            if answer.publisher is not None:
                counts.by_publisher.setdefault(answer.publisher, Counter())[answer.label] += 1
    return Statistics(labels, dict(sorted(days.items())))


def pace(project: Project) -> Pace:
    """Return the annotator's pace, from the times of her actions."""
    with project.database.reading() as connection:
        return pace_of(store.event_times(connection, project.annotator))


def pace_of(times: Iterable[datetime]) -> Pace:
    """Return the pace of actions at these times, in order; what lies between two breaks counts as work."""
    actions = 0
    last: datetime | None = None
    gaps: list[float] = []
    for at in times:
        actions += 1
        if last is not None and at - last <= BREAK:
            gaps.append((at - last).total_seconds())
        last = at
    return Pace(
        actions=actions,
        worked=timedelta(seconds=sum(gaps)),
        median_seconds=median(gaps) if gaps else None,
    )
