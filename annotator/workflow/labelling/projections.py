"""Rebuilds current answers, marks and progress from the history, after a merge or where a unit's text changed."""

from collections.abc import Iterable

from sqlalchemy import Connection

from annotator.store import annotations, documents, events, queue
from annotator.workflow.labelling.replay import ReplayRules, is_done, replay, undone_events
from annotator.workflow.project import Project


def rebuild_projections(project: Project, connection: Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Replay the history of each (unit, annotator), and store the answers, mark and progress that follow from it."""
    changed = set()
    for unit, annotator in pairs:
        place = documents.find_unit(connection, unit)
        assert place
        history = events.events_of_unit(connection, unit, annotator)
        state = replay(history, ReplayRules.of(place, project.codebook))
        past, _ = annotations.of_unit(connection, unit, annotator)
        annotations.write_answers(connection, state.answers.values(), past)
        annotations.write_mark(connection, unit, annotator, state.mark)
        events.replace_undone(connection, unit, annotator, undone_events(history))
        done = is_done(project.codebook, place.kind, state)
        if done != queue.is_done(connection, annotator, place):
            queue.write_done(connection, place, annotator, done=done)
        changed.add(place.document)
    for document in sorted(changed):
        queue.forget_unqueued(connection, document)
