"""Brings what is kept beside the history up to date where more than one event at a time came in, or a text changed."""

from collections.abc import Iterable

from sqlalchemy import Connection

from annotator.store import annotations, documents, progress
from annotator.store import events as history
from annotator.store.values import Event
from annotator.workflow.labelling.record import is_done
from annotator.workflow.labelling.replay import replay, taken_back, terms_of
from annotator.workflow.project import Project


def recount(project: Project, connection: Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Write the answers, marks and progress that the history comes to, for each (unit, annotator)."""
    touched = set()
    for unit, annotator in pairs:
        place = documents.find_unit(connection, unit)
        assert place
        events: list[Event] = history.events_of_unit(connection, unit, annotator)
        state = replay(events, terms_of(place, project.codebook))
        past, _ = annotations.of_unit(connection, unit, annotator)
        annotations.write_answers(connection, state.answers.values(), past)
        annotations.write_mark(connection, unit, annotator, state.mark)
        history.write_undone(connection, unit, annotator, taken_back(events))
        done = is_done(project.codebook, place.kind, state)
        if done != progress.is_done(connection, annotator, place):
            progress.write_done(connection, place, annotator, done=done)
        touched.add(place.document)
    for document in sorted(touched):
        progress.forget_unqueued(connection, document)
