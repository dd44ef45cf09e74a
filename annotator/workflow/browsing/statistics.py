"""What an annotator's own work comes to: labels by dimension, by day, by tag and by publisher, and her pace.

Nobody else's answer is counted.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from statistics import median

from annotator.store import annotator_statistics as store
from annotator.workflow.project import Project

# A pause that is longer is a rest and no work on a unit.
REST = timedelta(minutes=5)


@dataclass(slots=True)
class Labels:
    """How often each label of one dimension was given: in all, and by the tag and the publisher of its unit."""

    total: Counter[str] = field(default_factory=Counter)
    by_tag: dict[str, Counter[str]] = field(default_factory=dict)
    by_publisher: dict[str, Counter[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statistics:
    """An annotator's current answers, counted; `by_day` counts answers by the day on which they were given."""

    labels: dict[str, Labels]
    by_day: dict[date, int]


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the annotator works: acts, the time worked without rests, and the median seconds between two acts."""

    acts: int
    worked: timedelta
    median_seconds: float | None


def statistics(project: Project, *, zone: tzinfo | None = None) -> Statistics:
    """Count the annotator's own current answers; days are those of `zone`, by default the machine's."""
    labels = {dimension.id: Labels() for dimension in project.codebook.dimensions}
    days: Counter[date] = Counter()
    with project.database.reading() as connection:
        for answer in store.given(connection, project.annotator):
            days[answer.at.astimezone(zone).date()] += 1
            counted = labels.setdefault(answer.dimension, Labels())
            counted.total[answer.label] += 1
            for tag in answer.tags:
                counted.by_tag.setdefault(tag, Counter())[answer.label] += 1
            if answer.publisher is not None:
                counted.by_publisher.setdefault(answer.publisher, Counter())[answer.label] += 1
    return Statistics(labels, dict(sorted(days.items())))


def pace(project: Project) -> Pace:
    """Tell the annotator's own pace, from the times of her acts."""
    with project.database.reading() as connection:
        return pace_of(store.acts_at(connection, project.annotator))


def pace_of(times: Iterable[datetime]) -> Pace:
    """Tell the pace of acts at these times, in order; what lies between two rests counts as work."""
    acts = 0
    last: datetime | None = None
    gaps: list[float] = []
    for at in times:
        acts += 1
        if last is not None and at - last <= REST:
            gaps.append((at - last).total_seconds())
        last = at
    return Pace(
        acts=acts,
        worked=timedelta(seconds=sum(gaps)),
        median_seconds=median(gaps) if gaps else None,
    )
