"""Documents as one annotator sees them: one with her own answers and marks, and the list of all."""

from dataclasses import dataclass

from sqlalchemy import Connection

from annotator.store import annotations, documents, events, near_duplicates, queue
from annotator.store.values import Annotation, DocumentSummary, Mark, StoredDocument
from annotator.workflow.project import Project


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document, its number among all, from 1, and the annotator's own answers and marks by unit.

    `former_texts` has the texts of units with stale answers, as they were when the annotator gave the last of these.
    """

    document: StoredDocument
    number: int
    document_count: int
    answers: dict[str, list[Annotation]]
    marks: dict[str, Mark]
    former_texts: dict[str, str]
    with_near_duplicates: frozenset[str]


def view_document(project: Project, document: int) -> DocumentView:
    """Return a document with the annotator's own answers and marks."""
    with project.database.reading() as connection:
        number = documents.documents_between(connection, 0, document)
        return _view(project, connection, document, number, documents.document_count(connection))


def adjacent_document(project: Project, view: DocumentView, *, step: int) -> DocumentView | None:
    """Return the document with units before (-1) or after (1) another one.

    Its number is counted from the other's, since counting from the first document takes longer the more there are.
    """
    with project.database.reading() as connection:
        here = view.document.number
        found = queue.adjacent_document(connection, here, step=step)
        if found is None:
            return None
        number = view.number + step * documents.documents_between(connection, here, found)
        return _view(project, connection, found, number, view.document_count)


def document_count(project: Project) -> int:
    """Return how many documents the project has."""
    with project.database.reading() as connection:
        return documents.document_count(connection)


def list_documents(project: Project, *, start: int, count: int) -> list[DocumentSummary]:
    """Return `count` documents from number `start` on, from 0, with the annotator's own progress."""
    with project.database.reading() as connection:
        return queue.list_documents(connection, project.annotator, start=start, count=count)


def _view(project: Project, connection: Connection, document: int, number: int, count: int) -> DocumentView:
    answers: dict[str, list[Annotation]] = {}
    for answer in annotations.read_answers(connection, [document], project.annotator):
        answers.setdefault(answer.unit, []).append(answer)
    marks = annotations.read_marks(connection, [document], project.annotator)
    return DocumentView(
        document=documents.read_document(connection, document),
        number=number,
        document_count=count,
        answers=answers,
        marks={mark.unit: mark for mark in marks},
        former_texts=_former_texts(connection, answers),
        with_near_duplicates=near_duplicates.units_with_near_duplicates(connection, document),
    )


def _former_texts(connection: Connection, answers: dict[str, list[Annotation]]) -> dict[str, str]:
    """Return the texts of units with stale answers, as they were when the last of these was given."""
    former: dict[str, str] = {}
    for unit, given in answers.items():
        stale = [answer for answer in given if answer.stale]
        if stale:
            # Few units are stale, and alignment imports a library of its own.
            from annotator.store import document_versions

            last = max(stale, key=lambda answer: (answer.at, answer.event))
            edition = events.edition_of_event(connection, last.event)
            text = document_versions.former_texts(connection, unit).get(edition)
            if text is not None:
                former[unit] = text
    return former
