"""The documents of a project, page by page, with the annotator's own progress in each."""

from annotator.store import document_list, documents, queue
from annotator.store.document_list import DocumentSummary
from annotator.store.values import UnitRef
from annotator.workflow.project import Project

__all__ = ["DocumentSummary", "count_documents", "document_rows", "entrance"]


def count_documents(project: Project) -> int:
    """Return how many documents the project holds."""
    with project.database.reading() as connection:
        return documents.document_count(connection)


def document_rows(project: Project, *, start: int, count: int) -> list[DocumentSummary]:
    """Return `count` documents from the `start`th on, counted from 0."""
    with project.database.reading() as connection:
        return document_list.document_rows(connection, project.annotator, start=start, count=count)


def entrance(project: Project, number: int) -> UnitRef | None:
    """Return where to begin in a document: its first unit that needs an answer, else its first; None if it has none."""
    with project.database.reading() as connection:
        return queue.entrance(connection, project.annotator, number)
