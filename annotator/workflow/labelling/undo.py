"""Undoes, redoes and restores what an annotator did; each is itself an event of hers on her own work.

Invariant: the events of one action are undone and redone together; history is only appended to.
"""

from collections.abc import Iterator
from typing import Any, Literal

from sqlalchemy import Connection

from annotator.store import documents, events
from annotator.store.values import AnchoredEvent, Event, HistoryFilter
from annotator.workflow.errors import Refused
from annotator.workflow.labelling.annotate import Outcome, apply_request, new_event, save_event, snapshot_of
from annotator.workflow.labelling.replay import (
    ReplayRules,
    replay,
    replay_dimension,
    undone_events,
)
from annotator.workflow.labelling.requests import (
    AnswerRequest,
    FlagRequest,
    NoteRequest,
    Request,
    SkipRequest,
)
from annotator.workflow.project import Project

_MARKS = ("flag", "note", "skip")


def undo(project: Project) -> list[Outcome]:
    """Undo the annotator's last action that is not undone, its first unit first; empty where there is none."""
    with project.database.writing(owner=project.annotator) as connection:
        last = events.last_undoable(connection, project.annotator)
        if last is None:
            return []
        action = events.events_of_action(connection, last, undone=False)
        outcomes = [_reverse(project, connection, event, "undo") for event in reversed(action)]
    return outcomes[::-1]


def redo(project: Project) -> list[Outcome]:
    """Redo the action that was undone last; empty where there is none, or something new came since."""
    with project.database.writing(owner=project.annotator) as connection:
        last = events.last_redoable(connection, project.annotator)
        if last is None:
            return []
        action = events.events_of_action(connection, last, undone=True)
        return [_reverse(project, connection, event, "redo") for event in action]


def restore(project: Project, wanted: HistoryFilter) -> list[Outcome]:
    """Do the annotator's own actions on a unit, in a period, or of one event again, all or none.

    Of a unit and a period it is what was current at the end. What is current already is left out. Raises Refused where
    nothing or another's event is selected; AnswerError where the codebook has no such answer any more.
    """
    if wanted == HistoryFilter() or wanted.annotator not in (None, project.annotator):
        raise Refused("only your own work can be put back: name an event, a unit or a period of it.")
    with project.database.writing() as connection:
        own = HistoryFilter(wanted.unit, project.annotator, wanted.since, wanted.until, wanted.event)
        selected = [one.event for one in events.entries(connection, own) if isinstance(one, AnchoredEvent)]
        if not selected:
            raise Refused("nothing of yours is selected. See `annotator history`.")
        if wanted.event is not None:
            restored = selected[:1]
        else:
            units = dict.fromkeys(event.unit for event in selected)
            restored = [one for unit in units for one in _last_current(project, connection, unit, selected)]
        outcomes = [apply_request(project, connection, _request_of(event)) for event in restored]
    return [outcome for outcome in outcomes if outcome.event is not None]


def _reverse(
    project: Project, connection: Connection, event: Event, kind: Literal["undo", "redo"]
) -> Outcome:
    before, after = (event.after, event.before) if kind == "undo" else (event.before, event.after)
    snapshot = snapshot_of(project, connection, event.unit)
    reversal = new_event(
        project, snapshot, kind, dimension=event.dimension, before=before, after=after, undoes=event.id
    )
    active = events.active_events(connection, event.unit, project.annotator, event.dimension)
    active = [one for one in active if one.id != event.id]
    if kind == "redo":
        active = sorted([*active, event], key=lambda one: (one.at, one.id))
    rules = ReplayRules.of(snapshot.place, project.codebook)
    state = replay_dimension(snapshot.state, event.dimension, active, rules)
    return save_event(project, connection, snapshot, reversal, state)


def _last_current(
    project: Project, connection: Connection, unit: str, selected: list[Event]
) -> Iterator[Event]:
    """Yield the selected events on a unit whose answer or mark was current after the last of them, in order."""
    chosen = {event.id: event for event in selected if event.unit == unit}
    last = list(chosen.values())[-1]
    past = [
        event
        for event in events.events_of_unit(connection, unit, project.annotator)
        if (event.at, event.id) <= (last.at, last.id)
    ]
    place = documents.find_unit(connection, unit)
    assert place
    state = replay(past, ReplayRules.of(place, project.codebook))
    current = {answer.event for answer in state.answers.values()}
    undone = undone_events(past)
    marks = {event.kind: event.id for event in past if event.kind in _MARKS and event.id not in undone}
    for event in chosen.values():
        if event.id in current or event.id == marks.get(event.kind):
            yield event


def _request_of(event: Event) -> Request:
    """Return the request that does again what an event did; raises Refused for an event of another kind."""
    after: dict[str, Any] = dict(event.after or {})
    match event.kind:
        case "answer":
            assert event.dimension
            return AnswerRequest(
                event.unit, event.dimension, after["label"], after.get("target"), after.get("confidence")
            )
        case "flag":
            return FlagRequest(event.unit, after["flagged"])
        case "note":
            return NoteRequest(event.unit, after["note"] or "")
        case "skip":
            return SkipRequest(event.unit, after["skipped"])
    raise Refused(
        f"event {event.id} is a {event.kind}; only answers, flags, notes and skips can be put back."
    )
