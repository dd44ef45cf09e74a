"""Where a project stands: what it holds, how far each annotator is, which labels were given."""

from typing import NamedTuple

from annotator.store import documents, near_duplicates, queue
from annotator.store import events as history
from annotator.store.values import NearDuplicateCounts, QueueProgress
from annotator.workflow.project import Project


class Status(NamedTuple):
    """Counts of one project; `labels` and `marks` are the annotator's own."""

    database: str
    codebook: str
    annotator: str
    documents: int
    units: dict[str, int]
    twins: NearDuplicateCounts
    tally: QueueProgress
    progress: dict[str, int]
    labels: dict[str, dict[str, int]]
    marks: dict[str, int]
    events: int


def document_count(project: Project) -> int:
    """Return how many documents the project holds."""
    with project.database.reading() as connection:
        return documents.document_count(connection)


def status(project: Project) -> Status:
    """Count what the project holds. Others' progress is shown, their answers are not."""
    with project.database.reading() as connection:
        counts = queue.label_counts(connection, project.annotator)
        return Status(
            database=project.database.where,
            codebook=f"{project.codebook.name} {project.codebook.version}",
            annotator=project.annotator,
            documents=documents.document_count(connection),
            units=documents.count_units(connection),
            twins=near_duplicates.counts(connection),
            tally=queue.tally(connection, project.annotator),
            progress=queue.done_by_annotator(connection),
            labels={
                dimension.id: {
                    label.id: counts.get((dimension.id, label.id), 0) for label in dimension.labels
                }
                for dimension in project.codebook.dimensions
            },
            marks=queue.mark_counts(connection, project.annotator),
            events=history.event_count(connection, project.annotator),
        )
