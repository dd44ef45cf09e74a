"""Labelling: answers, flags, notes, skips, and taking them back.

Each call is one event; it returns after the event is on disk, and raises without having changed anything.
"""

from collections.abc import Callable
from typing import Literal

from sqlalchemy import Connection

from annotator.codebook.answer import Answer, check_answer
from annotator.store import documents, history
from annotator.store.values import Answered, Details, Event, UnitPlace
from annotator.workflow.errors import Refused
from annotator.workflow.project import Project
from annotator.workflow.record import Outcome, record, unchanged
from annotator.workflow.replay import Slot, UnitState, state_of

LONGEST_NOTE = 20_000


def answer(
    project: Project,
    unit: str,
    *,
    dimension: str,
    label: str,
    target: str | None = None,
    confidence: str | None = None,
    speaker: str | None = None,
) -> Outcome:
    """Answer a dimension of a unit.

    Where the codebook allows one target a unit, an answer with another target replaces the one before. Raises
    AnswerError where the codebook does not allow the answer.
    """
    with project.database.writing() as connection:
        place = _place(connection, unit)
        checked = check_answer(
            project.codebook,
            place.kind,
            dimension=dimension,
            label=label,
            target=target and _storable(target),
            confidence=confidence,
            speaker=_storable(speaker) if speaker is not None else _speaker(connection, place),
        )
        past = _past(project, connection, place)
        old = _replaced(project, past, checked)
        after = _details(checked)
        if old is not None and _details(old) == after:
            return unchanged(project, place, past)
        return record(
            project,
            connection,
            place,
            past,
            "answer",
            dimension=dimension,
            before=None if old is None else _details(old),
            after=after,
        )


def check(
    project: Project,
    unit: str,
    *,
    dimension: str,
    label: str,
    target: str | None = None,
    confidence: str | None = None,
    speaker: str | None = None,
) -> None:
    """Check an answer as `answer` does, and write nothing."""
    with project.database.reading() as connection:
        place = _place(connection, unit)
    check_answer(
        project.codebook,
        place.kind,
        dimension=dimension,
        label=label,
        target=target,
        confidence=confidence,
        speaker=speaker,
    )


def check_note(words: str) -> str:
    """Return a note as it is stored; raises Refused for one that is too long."""
    text = words.strip()
    if len(text) > LONGEST_NOTE:
        raise Refused(f"the note has {len(text)} characters, more than {LONGEST_NOTE}. Shorten it.")
    return _storable(text)


def withdraw(project: Project, unit: str, *, dimension: str) -> Outcome:
    """Take an answer away without putting another in its place."""
    with project.database.writing() as connection:
        place = _place(connection, unit)
        past = _past(project, connection, place)
        old = past.answer_to(dimension)
        if old is None:
            return unchanged(project, place, past)
        return record(project, connection, place, past, "withdraw", dimension=dimension, before=_details(old))


def flag(project: Project, unit: str) -> Outcome:
    """Set the unit's flag, or take it away."""
    return _mark(project, unit, "flag", lambda state: {"flagged": not (state.mark and state.mark.flagged)})


def note(project: Project, unit: str, words: str) -> Outcome:
    """Write the unit's note; no words take it away."""
    text = check_note(words)
    return _mark(project, unit, "note", lambda _: {"note": text or None})


def skip(project: Project, unit: str, reason: str | None) -> Outcome:
    """Leave the unit out with a reason; None takes the skip back."""
    words = _storable((reason or "").strip()) or None
    return _mark(project, unit, "skip", lambda _: {"skipped": words})


def unit_state(project: Project, unit: str) -> UnitState:
    """Return the annotator's answers and mark on a unit."""
    with project.database.reading() as connection:
        return _past(project, connection, _place(connection, unit))


def undo(project: Project) -> Outcome | None:
    """Take back the annotator's last event that is in force; None where there is none."""
    with project.database.writing() as connection:
        event = history.last_undoable(connection, project.annotator)
        return None if event is None else _take_back(project, connection, event, redo=False)


def redo(project: Project) -> Outcome | None:
    """Restore what was taken back last; None where there is nothing, or something new came since."""
    with project.database.writing() as connection:
        event = history.last_redoable(connection, project.annotator)
        return None if event is None else _take_back(project, connection, event, redo=True)


def _take_back(project: Project, connection: Connection, event: Event, *, redo: bool) -> Outcome:
    place = _place(connection, event.unit)
    return record(
        project,
        connection,
        place,
        _past(project, connection, place),
        "redo" if redo else "undo",
        dimension=event.dimension,
        before=event.before if redo else event.after,
        after=event.after if redo else event.before,
        undoes=event.id,
    )


def _mark(
    project: Project, unit: str, kind: Literal["flag", "note", "skip"], new: Callable[[UnitState], Details]
) -> Outcome:
    with project.database.writing() as connection:
        place = _place(connection, unit)
        past = _past(project, connection, place)
        after = new(past)
        (name,) = after
        old = getattr(past.mark, name) if past.mark else (False if name == "flagged" else None)
        if old == after[name]:
            return unchanged(project, place, past)
        return record(project, connection, place, past, kind, before={name: old}, after=after)


def _place(connection: Connection, unit: str) -> UnitPlace:
    place = documents.find_unit(connection, unit)
    if place is None:
        raise Refused(f"no unit has the id {unit!r}. Ids stand in the `id` of each exported record.")
    return place


def _speaker(connection: Connection, place: UnitPlace) -> str | None:
    return documents.speaker_of(connection, place.id) if place.kind == "quotation" else None


def _past(project: Project, connection: Connection, place: UnitPlace) -> UnitState:
    answers, mark = history.of_unit(connection, place.id, project.annotator)
    return state_of(answers, mark)


def _replaced(project: Project, state: UnitState, new: Answer) -> Answered | None:
    """Return the answer that a new one takes the place of."""
    slot = Slot(new.dimension, new.holder, new.target)
    if slot in state.answers:
        return state.answers[slot]
    given = [answer for held, answer in state.answers.items() if held.dimension == new.dimension]
    limit = project.codebook.max_targets if new.target is not None else 1
    if len(given) < limit:
        return None
    if limit == 1:
        return given[-1]
    raise Refused(f"the codebook allows {limit} targets for one unit. Take one away first.")


def _storable(words: str) -> str:
    """Return words that a database can hold; raises Refused for what is no text."""
    if not words.isprintable() and any("\ud800" <= sign <= "\udfff" or sign == "\0" for sign in words):
        raise Refused("these words hold a sign that is no text. Type them again.")
    return words


def _details(answer: Answer | Answered) -> Details:
    return {
        "holder": answer.holder,
        "target": answer.target,
        "label": answer.label,
        "confidence": answer.confidence,
    }
