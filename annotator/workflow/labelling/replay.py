"""Computes the current answers and mark of one annotator on one unit from her events. Pure.

This is the single definition of the current state: a new event is applied to it, an undo replays the events that are
still active, a check replays all. An undone event counts as if it had not been; of the others the last on each answer
counts. An answer about another edition of the unit than the current one is stale.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from annotator.codebook.model import Codebook
from annotator.corpus.unit_ids import UnitKind
from annotator.store.values import Annotation, Event, Mark, UnitRef


class ReplayRules(NamedTuple):
    """What a replay depends on besides the events: the unit's current edition, and how many targets it may have."""

    edition: str | None
    max_targets: int

    @classmethod
    def of(cls, place: UnitRef, codebook: Codebook) -> Self:
        """Return the rules for a unit."""
        return cls(place.edition, codebook.max_targets)


class Slot(NamedTuple):
    """What holds one label at a time: a dimension, for a holder and a target where it has them."""

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


def unit_state_of(answers: Iterable[Annotation], mark: Mark | None) -> UnitState:
    """Return the state that consists of these current answers and this mark, the latest answer last."""
    in_order = sorted(answers, key=lambda answer: (answer.at, answer.event))
    slots = {Slot(one.dimension, one.holder, one.target): one for one in in_order}
    return UnitState(slots, mark)


def is_done(codebook: Codebook, kind: UnitKind, state: UnitState) -> bool:
    """Tell whether a unit needs nothing more: skipped, or every required dimension answered and not stale."""
    if state.mark and state.mark.skipped:
        return True
    answered = {slot.dimension for slot, answer in state.answers.items() if not answer.stale}
    return all(dimension in answered for dimension in codebook.required_of(kind))


def undone_events(events: Iterable[Event]) -> set[str]:
    """Return the ids of the events that are undone, given all events in order."""
    undone: set[str] = set()
    for event in events:
        if event.kind == "undo" and event.undoes:
            undone.add(event.undoes)
        elif event.kind == "redo" and event.undoes:
            undone.discard(event.undoes)
    return undone


def replay(events: Iterable[Event], rules: ReplayRules) -> UnitState:
    """Return the state after the events of one annotator on one unit, given in order."""
    events = list(events)
    undone = undone_events(events)
    state = UnitState()
    for event in events:
        if event.id not in undone:
            state = apply_event(state, event, rules)
    return state


def replay_dimension(
    past: UnitState, dimension: str | None, active: Iterable[Event], rules: ReplayRules
) -> UnitState:
    """Return a state with the answers to one dimension, or with None the mark, replayed from the active events."""
    replayed = replay(active, rules)
    if dimension is None:
        return UnitState(past.answers, replayed.mark)
    others = {slot: answer for slot, answer in past.answers.items() if slot.dimension != dimension}
    return UnitState(others | replayed.answers, past.mark)


def apply_event(state: UnitState, event: Event, rules: ReplayRules) -> UnitState:
    """Return the state after one more event; an undo or redo changes nothing here."""
    match event.kind:
        case "answer" | "withdraw":
            return UnitState(_answers_after(state.answers, event, rules), state.mark)
        case "flag" | "note" | "skip":
            return UnitState(state.answers, _mark_after(state.mark, event))
    return state


def slot_of(dimension: str, details: Mapping[str, str | bool | None]) -> Slot:
    """Return the slot that the details of an answer fill."""
    holder, target = details.get("holder"), details.get("target")
    return Slot(dimension, str(holder) if holder else None, str(target) if target else None)


def _answers_after(
    answers: dict[Slot, Annotation], event: Event, rules: ReplayRules
) -> dict[Slot, Annotation]:
    assert event.dimension
    changed = dict(answers)
    if event.before:
        changed.pop(slot_of(event.dimension, event.before), None)
    if not event.after:
        return changed
    slot = slot_of(event.dimension, event.after)
    changed.pop(slot, None)
    _make_room(changed, slot, rules.max_targets)
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
        stale=event.edition != rules.edition,
        at=event.at,
    )
    return changed


def _make_room(answers: dict[Slot, Annotation], new: Slot, max_targets: int) -> None:
    """Remove the earliest answers to a dimension where one more would be too many.

    Happens only after a merge: two copies may each have given the unit its last target.
    """
    given = [slot for slot in answers if slot.dimension == new.dimension]
    limit = max_targets if new.target is not None else 1
    for slot in given[: max(0, len(given) + 1 - limit)]:
        del answers[slot]


def _mark_after(old: Mark | None, event: Event) -> Mark | None:
    """Return the mark after an event; None where it holds nothing any more."""
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
