"""Finds where one annotator, in two copies of a project, answered one question in two ways. Pure.

An event says what it changed from; where something else stood when its turn came, its author did not see that.
"""

from collections.abc import Iterable
from typing import NamedTuple

from annotator.store.values import Annotation, Details, Event, Mark
from annotator.workflow.labelling.replay import (
    Slot,
    Terms,
    UnitState,
    applied,
    slot_of,
    taken_back,
)


class Conflict(NamedTuple):
    """What one annotator said twice: the later one stands, both are in the history."""

    unit: str
    annotator: str
    question: str
    earlier: str
    later: str
    earlier_event: str
    later_event: str


def conflicts(events: Iterable[Event], terms: Terms) -> list[Conflict]:
    """Return the conflicts among the events of one annotator on one unit, in order."""
    events = list(events)
    undone = taken_back(events)
    state = UnitState()
    found = []
    for event in events:
        if event.id in undone:
            continue
        after = applied(state, event, terms)
        found += (
            _answer_conflicts(state, after, event) if event.dimension else _mark_conflict(state.mark, event)
        )
        state = after
    return found


def _answer_conflicts(before: UnitState, after: UnitState, event: Event) -> list[Conflict]:
    """Return the answers that an event pushed aside without having seen them."""
    if event.kind != "answer" or event.after is None or event.dimension is None:
        return []
    seen = slot_of(event.dimension, dict(event.before)) if event.before else None
    return [
        _answers(standing, event)
        for slot, standing in before.answers.items()
        if slot.dimension == event.dimension
        and after.answers.get(slot) is not standing
        and not (slot == seen and event.before and _same(standing, event.before))
        and not _same(standing, event.after)
    ]


def _same(answer: Annotation, details: Details) -> bool:
    return (
        Slot(answer.dimension, answer.holder, answer.target) == slot_of(answer.dimension, dict(details))
        and answer.label == details.get("label")
        and answer.confidence == details.get("confidence")
    )


def _answers(earlier: Annotation, later: Event) -> Conflict:
    assert later.after
    return Conflict(
        later.unit,
        later.annotator,
        earlier.dimension,
        _words(earlier.label, earlier.target),
        _words(str(later.after.get("label")), later.after.get("target")),
        earlier.event,
        later.id,
    )


def _mark_conflict(mark: Mark | None, event: Event) -> list[Conflict]:
    """Return the mark that an event wrote over without having seen it."""
    if mark is None or not event.after or event.before is None:
        return []
    ((name, new),) = event.after.items()
    standing, seen = getattr(mark, name), event.before.get(name)
    if not standing or standing in (seen, new):
        return []
    return [Conflict(event.unit, event.annotator, name, str(standing), str(new or "-"), mark.event, event.id)]


def _words(label: str, target: object) -> str:
    return f"{label} ({target})" if target else label
