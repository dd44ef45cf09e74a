"""Writes one event and what it changes, in one transaction that is on disk when the call returns.

An annotator's instants only ever grow, so that the order of her events is the order in which she acted.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from annotator.codebook.model import Codebook
from annotator.corpus.unit_ids import UnitKind
from annotator.store import annotations, events, progress
from annotator.store.values import Details, Event, EventKind, UnitRef
from annotator.workflow.labelling.replay import UnitState, applied, renewed, terms_of
from annotator.workflow.project import Project
from annotator.workflow.project_changes import event_id


class Before(NamedTuple):
    """What an act begins with: the unit, the annotator's state on it, and when she last did anything at all."""

    place: UnitRef
    state: UnitState
    last_at: datetime | None


class Outcome(NamedTuple):
    """What an act came to: the unit's state after it, and whether the unit needed nothing more before and after.

    `event` is None where nothing had to change. `others` are the further outcomes of one act on several answers.
    """

    place: UnitRef
    state: UnitState
    event: Event | None
    was_done: bool
    done: bool
    others: "tuple[Outcome, ...]" = ()


def record(
    project: Project,
    connection: Connection,
    start: Before,
    kind: EventKind,
    *,
    dimension: str | None = None,
    before: Details | None = None,
    after: Details | None = None,
    undoes: str | None = None,
    act: str | None = None,
) -> Outcome:
    """Add an event to the history and bring the unit's current answers and marks up to date.

    `start` is as read in the same transaction. `act` is shared by the events of one act.
    """
    place, past, last_at = start
    if last_at is None:
        events.ensure_annotator(connection, project.annotator)
    at = _instant(project.now(), last_at)
    event = Event(
        id=event_id(at, project.randomness(10)),
        at=at,
        annotator=project.annotator,
        kind=kind,
        unit=place.id,
        dimension=dimension,
        before=before,
        after=after,
        undoes=undoes,
        act=act,
        codebook_version=project.codebook.version,
        program_version=project.program_version,
        edition=place.edition,
    )
    events.add_event(connection, event)
    terms = terms_of(place, project.codebook)
    if undoes is None:
        state = applied(past, event, terms)
    else:
        in_force = events.events_in_force(connection, place.id, project.annotator, event.dimension)
        state = renewed(past, event.dimension, in_force, terms)
    if event.dimension is not None:
        annotations.write_answers(connection, state.answers.values(), past.answers.values())
    else:
        annotations.write_mark(connection, place.id, project.annotator, state.mark)
    was_done = is_done(project.codebook, place.kind, past)
    done = is_done(project.codebook, place.kind, state)
    if was_done != done:
        progress.write_done(connection, place, project.annotator, done=done)
    return Outcome(place, state, event, was_done, done)


def unchanged(project: Project, start: Before) -> Outcome:
    """Return the outcome of an act that had nothing to change."""
    done = is_done(project.codebook, start.place.kind, start.state)
    return Outcome(start.place, start.state, None, done, done)


def is_done(codebook: Codebook, kind: UnitKind, state: UnitState) -> bool:
    """Tell whether a unit needs nothing more: skipped, or every required dimension answered and not stale."""
    if state.mark and state.mark.skipped:
        return True
    answered = {slot.dimension for slot, answer in state.answers.items() if not answer.stale}
    return all(dimension in answered for dimension in codebook.required_of(kind))


def _instant(now: datetime, last_at: datetime | None) -> datetime:
    return now if last_at is None or now > last_at else last_at + timedelta(microseconds=1)
