"""Carries out what an annotator asks for: answers, withdrawals, flags, notes and skips, each as one event.

Invariants: the requests of one call are one transaction and one action: all are durable when the call returns, or none
is. A request that would change nothing makes no event. What is refused raises before anything of it is written.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from annotator.codebook.answer import check_answer
from annotator.store import annotations, documents, events, queue
from annotator.store.annotations import read_snapshot
from annotator.store.engines.database import pipelined
from annotator.store.values import Annotation, Details, Event, EventKind, UnitRef
from annotator.workflow.errors import Refused
from annotator.workflow.labelling.replay import (
    ReplayRules,
    Slot,
    UnitState,
    apply_event,
    is_done,
    replay,
    slot_of,
    undone_events,
    unit_state_of,
)
from annotator.workflow.labelling.requests import (
    AnswerRequest,
    FlagRequest,
    NoteRequest,
    Request,
    SkipRequest,
    WithdrawRequest,
    checked_line,
    checked_note,
)
from annotator.workflow.project import Project


class Snapshot(NamedTuple):
    """A unit, the annotator's current state on it, and the instant of her last event on any unit."""

    place: UnitRef
    state: UnitState
    last_at: datetime | None


class Outcome(NamedTuple):
    """The annotator's state on a unit after a request, and whether the unit needed nothing more before and after.

    `event` is None where nothing changed.
    """

    place: UnitRef
    state: UnitState
    event: Event | None
    was_done: bool
    done: bool


def annotate(project: Project, requests: Sequence[Request]) -> list[Outcome]:
    """Carry out requests in one transaction; several of them are undone and redone together.

    Raises Refused or AnswerError where one is not allowed; none is carried out then.
    """
    with project.database.writing(owner=project.annotator) as connection:
        action = project.new_id(project.now()) if len(requests) > 1 else None
        return [apply_request(project, connection, request, action=action) for request in requests]


def apply_request(
    project: Project, connection: Connection, request: Request, *, action: str | None = None
) -> Outcome:
    """Carry out a request in a transaction that the caller commits; events with one `action` are undone together."""
    snapshot = snapshot_of(project, connection, request.unit)
    event = _event_for(project, connection, snapshot, request, action)
    if event is None:
        done = is_done(project.codebook, snapshot.place.kind, snapshot.state)
        return Outcome(snapshot.place, snapshot.state, None, done, done)
    state = apply_event(snapshot.state, event, ReplayRules.of(snapshot.place, project.codebook))
    return save_event(project, connection, snapshot, event, state)


def unit_state(project: Project, unit: str) -> UnitState:
    """Return the annotator's current answers and mark on a unit."""
    with project.database.reading() as connection:
        return snapshot_of(project, connection, unit).state


def last_answers(project: Project, *, besides: Collection[str]) -> list[Annotation]:
    """Return the current answers to the unit that the annotator answered last, other than some units."""
    with project.database.reading() as connection:
        unit = events.last_answered_unit(connection, project.annotator, besides=besides)
        state = snapshot_of(project, connection, unit).state if unit else UnitState()
        return list(state.answers.values())


def snapshot_of(project: Project, connection: Connection, unit: str) -> Snapshot:
    """Return the annotator's snapshot of a unit; raises Refused where there is no such unit."""
    snapshot = read_snapshot(connection, unit, project.annotator)
    if snapshot is None:
        raise Refused(f"no unit has the id {unit!r}. Ids stand in the `id` of each exported record.")
    return Snapshot(snapshot.place, unit_state_of(snapshot.answers, snapshot.mark), snapshot.last_at)


def new_event(
    project: Project,
    snapshot: Snapshot,
    kind: EventKind,
    *,
    dimension: str | None = None,
    before: Details | None = None,
    after: Details | None = None,
    undoes: str | None = None,
    action: str | None = None,
) -> Event:
    """Return the event that follows an annotator's snapshot; the instants of her events only ever grow."""
    at = _later_than(snapshot.last_at, project.now())
    return Event(
        id=project.new_id(at),
        at=at,
        annotator=project.annotator,
        kind=kind,
        unit=snapshot.place.id,
        dimension=dimension,
        before=before,
        after=after,
        undoes=undoes,
        act=action,
        codebook_version=project.codebook.version,
        program_version=project.program_version,
        edition=snapshot.place.edition,
    )


def save_event(
    project: Project, connection: Connection, snapshot: Snapshot, event: Event, state: UnitState
) -> Outcome:
    """Append an event to the history, and store the state of the unit that follows from it."""
    place, past, _ = snapshot
    was_done = is_done(project.codebook, place.kind, past)
    done = is_done(project.codebook, place.kind, state)
    with pipelined(connection):
        if snapshot.last_at is None:
            events.ensure_annotator(connection, project.annotator)
        events.add_event(connection, event)
        if event.dimension is not None:
            annotations.write_answers(connection, state.answers.values(), past.answers.values())
        else:
            annotations.write_mark(connection, place.id, project.annotator, state.mark)
        if was_done != done:
            queue.write_done(connection, place, project.annotator, done=done)
    return Outcome(place, state, event, was_done, done)


def rebuild_projections(project: Project, connection: Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Replay the history of each (unit, annotator), and store the answers, mark and progress that follow from it."""
    changed = set()
    for unit, annotator in pairs:
        snapshot = read_snapshot(connection, unit, annotator)
        assert snapshot
        place = snapshot.place
        history = events.events_of_unit(connection, unit, annotator)
        state = replay(history, ReplayRules.of(place, project.codebook))
        annotations.write_answers(connection, state.answers.values(), snapshot.answers)
        annotations.write_mark(connection, unit, annotator, state.mark)
        events.replace_undone(connection, unit, annotator, undone_events(history))
        done = is_done(project.codebook, place.kind, state)
        if done != queue.is_done(connection, annotator, place):
            queue.write_done(connection, place, annotator, done=done)
        changed.add(place.document)
    for document in sorted(changed):
        queue.forget_unqueued(connection, document)


def _event_for(
    project: Project, connection: Connection, snapshot: Snapshot, request: Request, action: str | None
) -> Event | None:
    """Return the event that a request makes; None where it changes nothing."""
    match request:
        case AnswerRequest():
            return _answer_event(project, connection, snapshot, request, action)
        case WithdrawRequest(dimension=dimension):
            old = snapshot.state.answer_to(dimension, request.target)
            if old is None:
                return None
            before = answer_details(old)
            return new_event(project, snapshot, "withdraw", dimension=dimension, before=before, action=action)
        case FlagRequest(flagged=flagged):
            new: Details = {"flagged": not _is_flagged(snapshot) if flagged is None else flagged}
        case NoteRequest(text=text):
            new = {"note": checked_note(text)}
        case SkipRequest(reason=reason):
            new = {"skipped": checked_line((reason or "").strip(), "the reason") or None}
    return _mark_event(project, snapshot, request.kind, new, action)


def _answer_event(
    project: Project,
    connection: Connection,
    snapshot: Snapshot,
    request: AnswerRequest,
    action: str | None,
) -> Event | None:
    unit_kind = snapshot.place.kind
    speaker = documents.speaker_of(connection, request.unit) if unit_kind == "quotation" else None
    after = check_answer(
        project.codebook,
        unit_kind,
        dimension=request.dimension,
        label=request.label,
        target=request.target and checked_line(request.target, "the target"),
        confidence=request.confidence,
        speaker=speaker,
    )
    old = _replaced_answer(project, snapshot, slot_of(request.dimension, after))
    before = None if old is None else answer_details(old)
    if before == after and not (old and old.stale):
        return None
    return new_event(
        project,
        snapshot,
        "answer",
        dimension=request.dimension,
        before=before,
        after=after,
        action=action,
    )


def _replaced_answer(project: Project, snapshot: Snapshot, new: Slot) -> Annotation | None:
    """Return the current answer that an answer in a slot replaces; raises Refused for one target too many."""
    answers = snapshot.state.answers
    if new in answers:
        return answers[new]
    given = [answer for slot, answer in answers.items() if slot.dimension == new.dimension]
    limit = project.codebook.max_targets if new.target is not None else 1
    if len(given) < limit:
        return None
    if limit == 1:
        return given[-1]
    raise Refused(f"one unit has at most {limit} targets. Take one away first.")


def answer_details(answer: Annotation) -> Details:
    """Return what an event says of an answer."""
    return {
        "holder": answer.holder,
        "target": answer.target,
        "label": answer.label,
        "confidence": answer.confidence,
    }


def _mark_event(
    project: Project, snapshot: Snapshot, kind: EventKind, after: Details, action: str | None
) -> Event | None:
    (name,) = after
    before = {
        name: getattr(snapshot.state.mark, name)
        if snapshot.state.mark
        else (False if kind == "flag" else None)
    }
    if before == after:
        return None
    return new_event(project, snapshot, kind, before=before, after=after, action=action)


def _is_flagged(snapshot: Snapshot) -> bool:
    return snapshot.state.mark is not None and snapshot.state.mark.flagged


def _later_than(last_at: datetime | None, now: datetime) -> datetime:
    return now if last_at is None or now > last_at else last_at + timedelta(microseconds=1)
