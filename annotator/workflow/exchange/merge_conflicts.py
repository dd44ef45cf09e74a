"""Finds the questions that one annotator answered differently in two copies of a project. Pure.

An event states what it changed from. Where another answer was current when it took effect, its author had not seen it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from annotator.store.values import Annotation, Details, Event, Mark
from annotator.workflow.labelling.replay import (
    ReplayRules,
    Slot,
    UnitState,
    apply_event,
    slot_of,
    undone_events,
)


class Conflict(NamedTuple):
    """Two answers of one annotator to one question: the later one is current, both are in the history."""

    unit: str
    annotator: str
    question: str
    earlier: str
    later: str
    earlier_event: str
    later_event: str


def find_conflicts(events: Iterable[Event], rules: ReplayRules) -> list[Conflict]:
    """Return the conflicts among the events of one annotator on one unit, in order."""
    events = list(events)
    undone = undone_events(events)
    state = UnitState()
    conflicts = []
    for event in events:
        if event.id in undone:
            continue
        after = apply_event(state, event, rules)
        conflicts += (
            _answer_conflicts(state, after, event) if event.dimension else _mark_conflicts(state.mark, event)
        )
        state = after
    return conflicts


def _answer_conflicts(before: UnitState, after: UnitState, event: Event) -> list[Conflict]:
    """Return the answers that an event replaced unseen."""
    if event.kind != "answer" or event.after is None or event.dimension is None:
        return []
    seen = slot_of(event.dimension, dict(event.before)) if event.before else None
    return [
        _answer_conflict(current, event)
        for slot, current in before.answers.items()
        if slot.dimension == event.dimension
        and after.answers.get(slot) is not current
        and not (slot == seen and event.before and _is_same(current, event.before))
        and not _is_same(current, event.after)
    ]


def _is_same(answer: Annotation, details: Details) -> bool:
    return (
        Slot(answer.dimension, answer.holder, answer.target) == slot_of(answer.dimension, dict(details))
        and answer.label == details.get("label")
        and answer.confidence == details.get("confidence")
    )


def _answer_conflict(earlier: Annotation, later: Event) -> Conflict:
    assert later.after
    return Conflict(
        later.unit,
        later.annotator,
        earlier.dimension,
        _label_and_target(earlier.label, earlier.target),
        _label_and_target(str(later.after.get("label")), later.after.get("target")),
        earlier.event,
        later.id,
    )


def _mark_conflicts(mark: Mark | None, event: Event) -> list[Conflict]:
    """Return the mark that an event overwrote unseen."""
    if mark is None or not event.after or event.before is None:
        return []
    ((field, new),) = event.after.items()
    current, seen = getattr(mark, field), event.before.get(field)
    if not current or current in (seen, new):
        return []
    return [Conflict(event.unit, event.annotator, field, str(current), str(new or "-"), mark.event, event.id)]


def _label_and_target(label: str, target: object) -> str:
    return f"{label} ({target})" if target else label
