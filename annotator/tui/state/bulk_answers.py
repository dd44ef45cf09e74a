"""The answers that one key gives together: a label for all selected lines, or the answers of another unit. Pure."""

from collections.abc import Sequence

from annotator.codebook.model import Dimension, UnitKind
from annotator.tui.state.session import Session
from annotator.tui.state.unit_positions import Unit
from annotator.workflow.labelling.annotate import AnswerRequest
from annotator.workflow.values import Annotation


def label_selected_lines(session: Session, dimension: Dimension, label: str) -> list[AnswerRequest]:
    """Return a label for every selected line, each towards its own target; a line without one is left out."""
    answers = []
    for line in session.selected_lines:
        target = session.target_of(line) if dimension.targeted else None
        if target or not dimension.targeted:
            answers.append(AnswerRequest(line.id, dimension.id, label, target, session.confidence))
    return answers


def repeat_answers(session: Session, latest: Sequence[Annotation]) -> list[AnswerRequest]:
    """Return the labels of another unit's answers for the selected lines, else for the unit at the cursor.

    A dimension that is not asked there, or a label that the codebook no longer has, is left out. A stance is towards
    the line's own target, else towards that of the answer which is repeated.
    """
    units: Sequence[Unit] = session.selected_lines or [session.cursor.unit]
    kind: UnitKind = "commentary" if session.selected_lines else session.cursor.kind
    by_dimension = {
        answer.dimension: answer for answer in sorted(latest, key=lambda one: (one.at, one.event))
    }
    repeated = []
    for unit in units:
        for dimension in session.codebook.asked_of(kind):
            answer = by_dimension.get(dimension.id)
            if answer is None or answer.label not in {label.id for label in dimension.labels}:
                continue
            target = (_own_target(session, unit) or answer.target) if dimension.targeted else None
            repeated.append(AnswerRequest(unit.id, dimension.id, answer.label, target, session.confidence))
    return repeated


def count_changed_units(session: Session, answers: Sequence[AnswerRequest]) -> int:
    """Return how many units have another answer that one of these replaces."""
    return len({one.unit for one in answers if _replaces_another(session, one)})


def _own_target(session: Session, unit: Unit) -> str | None:
    return session.target if unit.id == session.cursor.unit.id else session.target_of(unit)


def _replaces_another(session: Session, answer: AnswerRequest) -> bool:
    current = [
        one
        for one in session.answers_to(answer.unit)
        if one.dimension == answer.dimension and one.target in (None, answer.target)
    ]
    return any((one.label, one.confidence) != (answer.label, answer.confidence) for one in current)
