"""What one annotator's events on one unit come to: answers and marks.

The single definition of the present state: writing, undoing, merging and verifying all replay the history with it.
An event that is taken back counts as if it had not been; of the rest the last one on each answer stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.store.values import Answered, Event, Marked


class Slot(NamedTuple):
    """What can hold one label at a time: a dimension, for a holder and a target where it has them."""

    dimension: str
    holder: str | None
    target: str | None


@dataclass(slots=True)
class UnitState:
    """The answers and the mark of one annotator on one unit."""

    answers: dict[Slot, Answered] = field(default_factory=dict)
    mark: Marked | None = None

    def answer_to(self, dimension: str) -> Answered | None:
        """Return the latest answer to a dimension."""
        return next(
            (self.answers[slot] for slot in reversed(self.answers) if slot.dimension == dimension), None
        )


class Past(NamedTuple):
    """An annotator's events on one unit so far, in order, and what they come to."""

    events: Sequence[Event]
    state: UnitState

    def then(self, event: Event) -> "Past":
        """Return the past with one more event."""
        events = [*self.events, event]
        return Past(events, replay(events))


def past_of(events: Sequence[Event]) -> Past:
    """Return the past that consists of these events."""
    return Past(events, replay(events))


def taken_back(events: Iterable[Event]) -> set[str]:
    """Return the ids of the events that are taken back, given all events in order."""
    undone: set[str] = set()
    for event in events:
        if event.kind == "undo" and event.undoes:
            undone.add(event.undoes)
        elif event.kind == "redo" and event.undoes:
            undone.discard(event.undoes)
    return undone


def replay(events: Iterable[Event]) -> UnitState:
    """Return what events of one annotator on one unit, in order, come to."""
    events = list(events)
    undone = taken_back(events)
    state = UnitState()
    for event in events:
        if event.id in undone:
            continue
        match event.kind:
            case "answer" | "withdraw":
                _answer(state, event)
            case "flag" | "note" | "skip":
                _mark(state, event)
    if state.mark and not (state.mark.flagged or state.mark.note or state.mark.skipped):
        state.mark = None
    return state


def slot_of(dimension: str, details: dict[str, str | bool | None]) -> Slot:
    """Return the slot that the details of an answer fill."""
    holder, target = details.get("holder"), details.get("target")
    return Slot(dimension, str(holder) if holder else None, str(target) if target else None)


def _answer(state: UnitState, event: Event) -> None:
    assert event.dimension
    if event.before:
        state.answers.pop(slot_of(event.dimension, dict(event.before)), None)
    if not event.after:
        return
    slot = slot_of(event.dimension, dict(event.after))
    state.answers.pop(slot, None)
    confidence = event.after.get("confidence")
    state.answers[slot] = Answered(
        unit=event.unit,
        annotator=event.annotator,
        dimension=event.dimension,
        holder=slot.holder,
        target=slot.target,
        label=str(event.after["label"]),
        confidence=str(confidence) if confidence else None,
        event=event.id,
        codebook_version=event.codebook_version,
        stale=False,
        at=event.at,
    )


def _mark(state: UnitState, event: Event) -> None:
    old = state.mark
    after = event.after or {}
    note = after.get("note") if event.kind == "note" else (old.note if old else None)
    skipped = after.get("skipped") if event.kind == "skip" else (old.skipped if old else None)
    flagged = after.get("flagged") if event.kind == "flag" else (old.flagged if old else False)
    state.mark = Marked(
        unit=event.unit,
        annotator=event.annotator,
        flagged=bool(flagged),
        note=str(note) if note else None,
        skipped=str(skipped) if skipped else None,
        event=event.id,
        at=event.at,
    )
