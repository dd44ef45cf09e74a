"""What one annotator's events on one unit come to: answers and marks.

The single definition of the present state: an act applies one event, undoing replays those that are in force,
verifying replays all. An event that is taken back counts as if it had not been; of the rest the last one on each
answer stands. An answer about another edition of the unit than the present one is stale.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.codebook.model import Codebook
from annotator.store.values import Annotation, Event, Mark, UnitRef


class Terms(NamedTuple):
    """What the events of a unit are read by: its present edition, and how many targets it may have."""

    edition: str | None
    targets: int


class Slot(NamedTuple):
    """What can hold one label at a time: a dimension, for a holder and a target where it has them."""

    dimension: str
    holder: str | None
    target: str | None


@dataclass(slots=True)
class UnitState:
    """The answers and the mark of one annotator on one unit."""

    answers: dict[Slot, Annotation] = field(default_factory=dict)
    mark: Mark | None = None

    def answer_to(self, dimension: str, target: str | None = None) -> Annotation | None:
        """Return the latest answer to a dimension, or the one towards a target."""
        return next(
            (
                self.answers[slot]
                for slot in reversed(self.answers)
                if slot.dimension == dimension and target in (None, slot.target)
            ),
            None,
        )


def terms_of(place: UnitRef, codebook: Codebook) -> Terms:
    """Return what the events of a unit are read by at present."""
    return Terms(place.edition, codebook.max_targets)


def state_of(answers: Iterable[Annotation], mark: Mark | None) -> UnitState:
    """Return the state that the current answers and mark make, the latest answer last."""
    in_order = sorted(answers, key=lambda answered: (answered.at, answered.event))
    slots = {Slot(one.dimension, one.holder, one.target): one for one in in_order}
    return UnitState(slots, mark)


def taken_back(events: Iterable[Event]) -> set[str]:
    """Return the ids of the events that are taken back, given all events in order."""
    undone: set[str] = set()
    for event in events:
        if event.kind == "undo" and event.undoes:
            undone.add(event.undoes)
        elif event.kind == "redo" and event.undoes:
            undone.discard(event.undoes)
    return undone


def replay(events: Iterable[Event], terms: Terms) -> UnitState:
    """Return what events of one annotator on one unit, in order, come to."""
    events = list(events)
    undone = taken_back(events)
    state = UnitState()
    for event in events:
        if event.id not in undone:
            state = applied(state, event, terms)
    return state


def renewed(past: UnitState, dimension: str | None, in_force: Iterable[Event], terms: Terms) -> UnitState:
    """Return a state in which a dimension, or with None the mark, is what events in force make of it."""
    again = replay(in_force, terms)
    if dimension is None:
        return UnitState(past.answers, again.mark)
    others = {slot: answer for slot, answer in past.answers.items() if slot.dimension != dimension}
    return UnitState(others | again.answers, past.mark)


def applied(state: UnitState, event: Event, terms: Terms) -> UnitState:
    """Return what a state comes to by one more event that takes nothing back."""
    match event.kind:
        case "answer" | "withdraw":
            return UnitState(_answered(state.answers, event, terms), state.mark)
        case "flag" | "note" | "skip":
            return UnitState(state.answers, _marked(state.mark, event))
    return state


def slot_of(dimension: str, details: dict[str, str | bool | None]) -> Slot:
    """Return the slot that the details of an answer fill."""
    holder, target = details.get("holder"), details.get("target")
    return Slot(dimension, str(holder) if holder else None, str(target) if target else None)


def _answered(answers: dict[Slot, Annotation], event: Event, terms: Terms) -> dict[Slot, Annotation]:
    assert event.dimension
    changed = dict(answers)
    if event.before:
        changed.pop(slot_of(event.dimension, dict(event.before)), None)
    if not event.after:
        return changed
    slot = slot_of(event.dimension, dict(event.after))
    changed.pop(slot, None)
    _make_room(changed, slot, terms.targets)
    confidence = event.after.get("confidence")
    changed[slot] = Annotation(
        unit=event.unit,
        annotator=event.annotator,
        dimension=event.dimension,
        holder=slot.holder,
        target=slot.target,
        label=str(event.after["label"]),
        confidence=str(confidence) if confidence else None,
        event=event.id,
        codebook_version=event.codebook_version,
        stale=event.edition != terms.edition,
        at=event.at,
    )
    return changed


def _make_room(answers: dict[Slot, Annotation], new: Slot, targets: int) -> None:
    """Take the earliest answers of a dimension away where one more would be too many.

    An act of one copy never comes to this; two copies may each have given the unit its last target.
    """
    given = [slot for slot in answers if slot.dimension == new.dimension]
    limit = targets if new.target is not None else 1
    for slot in given[: max(0, len(given) + 1 - limit)]:
        del answers[slot]


def _marked(old: Mark | None, event: Event) -> Mark | None:
    """Return the mark after an event; one that holds nothing is none."""
    after = event.after or {}
    note = after.get("note") if event.kind == "note" else (old.note if old else None)
    skipped = after.get("skipped") if event.kind == "skip" else (old.skipped if old else None)
    flagged = after.get("flagged") if event.kind == "flag" else (old.flagged if old else False)
    if not (note or skipped or flagged):
        return None
    return Mark(
        unit=event.unit,
        annotator=event.annotator,
        flagged=bool(flagged),
        note=str(note) if note else None,
        skipped=str(skipped) if skipped else None,
        event=event.id,
        at=event.at,
    )
