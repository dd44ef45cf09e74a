"""Labelling, an act a call: each is on disk when the call returns, and is taken back as one.

A call that raises has changed nothing.
"""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from annotator.store import annotations, events
from annotator.store.values import Annotation
from annotator.workflow.labelling.annotate import LONGEST_NOTE, Sitting
from annotator.workflow.labelling.record import Outcome
from annotator.workflow.labelling.replay import UnitState
from annotator.workflow.project import Project
from annotator.workflow.project_changes import event_id

__all__ = [
    "LONGEST_NOTE",
    "Wanted",
    "answer",
    "answer_together",
    "flag",
    "last_answers",
    "note",
    "redo",
    "skip",
    "undo",
    "unit_state",
    "withdraw",
]


class Wanted(NamedTuple):
    """One of several answers that are given together."""

    unit: str
    dimension: str
    label: str
    target: str | None = None
    confidence: str | None = None


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
    return _acted(
        project,
        lambda sitting: sitting.answer(
            unit, dimension=dimension, label=label, target=target, confidence=confidence
        ),
    )


def answer_together(project: Project, wanted: Sequence[Wanted]) -> Outcome:
    """Give at least one answer, on as many units as one likes, all or none and as one act.

    The outcome is the first's, with those of the others in `others`; raises as `answer` does for any of them.
    """
    with project.database.writing(owner=project.annotator) as connection:
        sitting = Sitting(project, connection, act=event_id(project.now(), project.randomness(10)))
        outcome = _as_one(
            [
                sitting.answer(
                    one.unit,
                    dimension=one.dimension,
                    label=one.label,
                    target=one.target,
                    confidence=one.confidence,
                )
                for one in wanted
            ]
        )
    return outcome


def last_answers(project: Project, *, besides: Collection[str]) -> list[Annotation]:
    """Return the present answers to the unit that the annotator answered last, other than some units."""
    with project.database.reading() as connection:
        unit = events.last_answered_unit(connection, project.annotator, besides=besides)
        if unit is None:
            return []
        answers, _ = annotations.of_unit(connection, unit, project.annotator)
        return answers


def withdraw(project: Project, unit: str, *, dimension: str, target: str | None = None) -> Outcome:
    """Take an answer away without putting another in its place; see `Sitting.withdraw`."""
    return _acted(project, lambda sitting: sitting.withdraw(unit, dimension=dimension, target=target))


def flag(project: Project, unit: str, *, flagged: bool | None = None) -> Outcome:
    """Set the unit's flag, or take it away; None turns it round."""
    return _acted(project, lambda sitting: sitting.flag(unit, flagged=flagged))


def note(project: Project, unit: str, words: str) -> Outcome:
    """Write the unit's note; no words take it away."""
    return _acted(project, lambda sitting: sitting.note(unit, words))


def skip(project: Project, unit: str, reason: str | None) -> Outcome:
    """Leave the unit out with a reason; None takes the skip back."""
    return _acted(project, lambda sitting: sitting.skip(unit, reason))


def unit_state(project: Project, unit: str) -> UnitState:
    """Return the annotator's answers and mark on a unit."""
    with project.database.reading() as connection:
        return Sitting(project, connection).state(unit)


def undo(project: Project) -> Outcome | None:
    """Take back the annotator's last act that is in force; None where there is none."""
    with project.database.writing(owner=project.annotator) as connection:
        event = events.last_undoable(connection, project.annotator)
        if event is None:
            return None
        act = events.together_with(connection, event, taken_back=False)
        sitting = Sitting(project, connection)
        # The latest first; the unit of the first is the one to return to.
        outcome = _as_one([sitting.take_back(one, redo=False) for one in reversed(act)][::-1])
    return outcome


def redo(project: Project) -> Outcome | None:
    """Restore what was taken back last; None where there is nothing, or something new came since."""
    with project.database.writing(owner=project.annotator) as connection:
        event = events.last_redoable(connection, project.annotator)
        if event is None:
            return None
        act = events.together_with(connection, event, taken_back=True)
        sitting = Sitting(project, connection)
        outcome = _as_one([sitting.take_back(one, redo=True) for one in act])
    return outcome


def _acted(project: Project, act: Callable[[Sitting], Outcome]) -> Outcome:
    """Do one act in a transaction of its own."""
    with project.database.writing(owner=project.annotator) as connection:
        return act(Sitting(project, connection))


def _as_one(outcomes: Sequence[Outcome]) -> Outcome:
    first, *others = outcomes
    return first._replace(others=tuple(others))
