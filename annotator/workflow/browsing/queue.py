"""Moves through the queue: where an annotator resumes, and which unit comes next.

Only the annotator's own answers and marks are read.
"""

from annotator.store import documents, events, queue
from annotator.store.unit_search import find_units
from annotator.store.values import UnitFilter, UnitRef
from annotator.workflow.project import Project

# Seconds to wait for the database; a position that cannot be saved at once is saved the next time.
_SAVE_PATIENCE = 0.2
_FLAGGED = UnitFilter(state="flagged")


def resume_position(project: Project) -> UnitRef | None:
    """Return where the annotator left off, else the first open unit, else the first of the queue."""
    with project.database.reading() as connection:
        unit_id = queue.read_position(connection, project.annotator)
        unit = documents.find_unit(connection, unit_id) if unit_id else None
        return unit or queue.next_open(connection, project.annotator, None) or queue.first_queued(connection)


def save_position(project: Project, unit_id: str) -> None:
    """Save where the annotator is, to resume there."""
    with project.database.writing(owner=project.annotator, patience=_SAVE_PATIENCE) as connection:
        events.ensure_annotator(connection, project.annotator)
        queue.write_position(connection, project.annotator, unit_id)


def find_unit(project: Project, unit_id: str) -> UnitRef | None:
    """Return a unit with its position in the queue."""
    with project.database.reading() as connection:
        return documents.find_unit(connection, unit_id)


def next_open(project: Project, after: UnitRef | None) -> UnitRef | None:
    """Return the next open unit, after the last the first; None where all are done."""
    with project.database.reading() as connection:
        return queue.next_open(connection, project.annotator, after)


def next_flagged(project: Project, after: UnitRef | None) -> UnitRef | None:
    """Return the next unit that the annotator has flagged, after the last the first; None where none is."""
    with project.database.reading() as connection:
        for start in (after, None):
            found = next(find_units(connection, _FLAGGED, annotator=project.annotator, after=start), None)
            if found is not None:
                return found.unit
    return None


def nth_queued_unit(project: Project, number: int) -> UnitRef | None:
    """Return a unit by its number in the queue, from 1."""
    with project.database.reading() as connection:
        return queue.nth_queued_unit(connection, number)


def starting_unit(project: Project, document: int) -> UnitRef | None:
    """Return a document's first open unit, else its first unit; None where it has none."""
    with project.database.reading() as connection:
        return queue.starting_unit(connection, project.annotator, document)


def first_of_nth_document(project: Project, number: int) -> UnitRef | None:
    """Return the first unit of a document, by the document's number among all, from 1; None where it has none."""
    with project.database.reading() as connection:
        return queue.first_of_nth_document(connection, number)


def find_documents(project: Project, text: str, *, limit: int) -> list[tuple[UnitRef, str]]:
    """Return the first units of the documents whose addresses contain a text, each with the address."""
    with project.database.reading() as connection:
        return queue.find_documents(connection, text, limit=limit)
