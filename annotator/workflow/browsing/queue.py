"""Walks the queue: where an annotator stands, what comes next, and the document around it.

An annotator sees her own answers and marks here and nobody else's.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from annotator.store import annotations, documents, events, near_duplicates, queue
from annotator.store.unit_search import find_units
from annotator.store.values import Annotation, Mark, QueueProgress, StoredDocument, UnitFilter, UnitRef
from annotator.workflow.project import Project

# Seconds; a place that cannot be kept at once is kept the next time.
_BRIEFLY = 0.2
_FLAGGED = UnitFilter(state="flagged")


@dataclass(frozen=True, slots=True)
class View:
    """A document as one annotator sees it: its text and units, her answers and marks by unit.

    `former` holds what a unit said when she gave an answer that is stale by now. `twinned` are the clips and lines
    whose text stands elsewhere too, or nearly so.
    """

    document: StoredDocument
    number: int
    documents: int
    answers: dict[str, list[Annotation]]
    marks: dict[str, Mark]
    former: dict[str, str]
    twinned: frozenset[str]


def standpoint(project: Project) -> UnitRef | None:
    """Return where the annotator left off, else the next unit that needs an answer, else the first of all."""
    with project.database.reading() as connection:
        unit = queue.read_standpoint(connection, project.annotator)
        place = documents.find_unit(connection, unit) if unit else None
        return place or queue.next_open(connection, project.annotator, None) or queue.first_queued(connection)


def next_unit(project: Project, after: UnitRef | None) -> UnitRef | None:
    """Return the next unit that needs an answer, from the start again at the end; None where all is done."""
    with project.database.reading() as connection:
        return queue.next_open(connection, project.annotator, after)


def next_flagged(project: Project, after: UnitRef | None) -> UnitRef | None:
    """Return the next unit that the annotator has flagged, from the start again at the end; None where none is."""
    with project.database.reading() as connection:
        for start in (after, None):
            found = next(find_units(connection, _FLAGGED, annotator=project.annotator, after=start), None)
            if found is not None:
                return found.place
    return None


def queued_unit(project: Project, number: int) -> UnitRef | None:
    """Return the unit of a number in the queue, from 1."""
    with project.database.reading() as connection:
        return queue.queued_unit(connection, number)


def first_of_document(project: Project, number: int) -> UnitRef | None:
    """Return the first unit of the document of a number among all, from 1; None where it has none."""
    with project.database.reading() as connection:
        return queue.first_of_document(connection, number)


def documents_named(project: Project, words: str, *, limit: int) -> list[tuple[UnitRef, str]]:
    """Return the first units of documents whose addresses hold the words, each with the address."""
    with project.database.reading() as connection:
        return queue.documents_named(connection, words, limit=limit)


def neighbour(project: Project, beside: View, *, step: int) -> View | None:
    """Return the document before (-1) or after (1) another one.

    Its place is told from the other's, at the cost of those between them and not of all.
    """
    with project.database.reading() as connection:
        number = beside.document.number
        found = queue.neighbour(connection, number, step=step)
        if found is None:
            return None
        place = beside.number + step * documents.documents_between(connection, number, found)
        return _view(project, connection, found, place, beside.documents)


def view(project: Project, number: int) -> View:
    """Return one document with the annotator's own answers and marks."""
    with project.database.reading() as connection:
        place = documents.document_position(connection, number)
        return _view(project, connection, number, place, documents.document_count(connection))


def find_place(project: Project, unit: str) -> UnitRef | None:
    """Return where a unit stands in the queue."""
    with project.database.reading() as connection:
        return documents.find_unit(connection, unit)


def tally(project: Project) -> QueueProgress:
    """Return how far the annotator is."""
    with project.database.reading() as connection:
        return queue.tally(connection, project.annotator)


def remember(project: Project, unit: str) -> None:
    """Remember where the annotator stands, for the next time."""
    with project.database.writing(owner=project.annotator, patience=_BRIEFLY) as connection:
        events.ensure_annotator(connection, project.annotator)
        queue.write_standpoint(connection, project.annotator, unit)


def _view(project: Project, connection: Connection, number: int, place: int, count: int) -> View:
    document = documents.read_document(connection, number)
    answers: dict[str, list[Annotation]] = {}
    for answered in annotations.answers_in_document(connection, number, project.annotator):
        answers.setdefault(answered.unit, []).append(answered)
    marks = {mark.unit: mark for mark in annotations.marks_in_document(connection, number, project.annotator)}
    return View(
        document=document,
        number=place,
        documents=count,
        answers=answers,
        marks=marks,
        former=_former_words(connection, answers),
        twinned=near_duplicates.twinned(connection, number),
    )


def _former_words(connection: Connection, answers: dict[str, list[Annotation]]) -> dict[str, str]:
    """Return what the units with stale answers said when the latest of these was given."""
    former: dict[str, str] = {}
    for unit, given in answers.items():
        stale = [answered for answered in given if answered.stale]
        if stale:
            # Few units are stale, and what aligns versions brings a library of its own.
            from annotator.store import document_versions

            last = max(stale, key=lambda answered: (answered.at, answered.event))
            words = document_versions.former_texts(connection, unit).get(
                events.edition_of(connection, last.event)
            )
            if words is not None:
                former[unit] = words
    return former
