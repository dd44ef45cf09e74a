"""Labelling, an act a call: each is one event, and is on disk when the call returns.

A call that raises has changed nothing.
"""

from annotator.store import history
from annotator.workflow.project import Project
from annotator.workflow.record import Outcome
from annotator.workflow.replay import UnitState
from annotator.workflow.sitting import LONGEST_NOTE, Sitting

__all__ = ["LONGEST_NOTE", "answer", "flag", "note", "redo", "skip", "undo", "unit_state", "withdraw"]


def answer(
    project: Project,
    unit: str,
    *,
    dimension: str,
    label: str,
    target: str | None = None,
    confidence: str | None = None,
) -> Outcome:
    """Answer a dimension of a unit; see `Sitting.answer`."""
    with project.database.writing(owner=project.annotator) as connection:
        return Sitting(project, connection).answer(
            unit, dimension=dimension, label=label, target=target, confidence=confidence
        )


def withdraw(project: Project, unit: str, *, dimension: str) -> Outcome:
    """Take an answer away without putting another in its place."""
    with project.database.writing(owner=project.annotator) as connection:
        return Sitting(project, connection).withdraw(unit, dimension=dimension)


def flag(project: Project, unit: str, *, flagged: bool | None = None) -> Outcome:
    """Set the unit's flag, or take it away; None turns it round."""
    with project.database.writing(owner=project.annotator) as connection:
        return Sitting(project, connection).flag(unit, flagged=flagged)


def note(project: Project, unit: str, words: str) -> Outcome:
    """Write the unit's note; no words take it away."""
    with project.database.writing(owner=project.annotator) as connection:
        return Sitting(project, connection).note(unit, words)


def skip(project: Project, unit: str, reason: str | None) -> Outcome:
    """Leave the unit out with a reason; None takes the skip back."""
    with project.database.writing(owner=project.annotator) as connection:
        return Sitting(project, connection).skip(unit, reason)


def unit_state(project: Project, unit: str) -> UnitState:
    """Return the annotator's answers and mark on a unit."""
    with project.database.reading() as connection:
        return Sitting(project, connection).state(unit)


def undo(project: Project) -> Outcome | None:
    """Take back the annotator's last event that is in force; None where there is none."""
    with project.database.writing(owner=project.annotator) as connection:
        event = history.last_undoable(connection, project.annotator)
        return None if event is None else Sitting(project, connection).take_back(event, redo=False)


def redo(project: Project) -> Outcome | None:
    """Restore what was taken back last; None where there is nothing, or something new came since."""
    with project.database.writing(owner=project.annotator) as connection:
        event = history.last_redoable(connection, project.annotator)
        return None if event is None else Sitting(project, connection).take_back(event, redo=True)
