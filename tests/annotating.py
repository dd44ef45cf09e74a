"""One request a call, for tests that only need something to be annotated."""

from annotator.workflow.labelling.annotate import Outcome, annotate
from annotator.workflow.labelling.requests import (
    AnswerRequest,
    FlagRequest,
    NoteRequest,
    Request,
    SkipRequest,
    WithdrawRequest,
)
from annotator.workflow.project import Project


def answer(
    project: Project,
    unit: str,
    *,
    dimension: str,
    label: str,
    target: str | None = None,
    confidence: str | None = None,
) -> Outcome:
    """Answer a dimension of a unit."""
    return _one(project, AnswerRequest(unit, dimension, label, target, confidence))


def withdraw(project: Project, unit: str, *, dimension: str, target: str | None = None) -> Outcome:
    """Withdraw an answer."""
    return _one(project, WithdrawRequest(unit, dimension, target))


def flag(project: Project, unit: str, *, flagged: bool | None = None) -> Outcome:
    """Set or clear a unit's flag, or toggle it."""
    return _one(project, FlagRequest(unit, flagged))


def note(project: Project, unit: str, text: str) -> Outcome:
    """Write a unit's note."""
    return _one(project, NoteRequest(unit, text))


def skip(project: Project, unit: str, reason: str | None) -> Outcome:
    """Skip a unit, or take the skip back."""
    return _one(project, SkipRequest(unit, reason))


def _one(project: Project, request: Request) -> Outcome:
    (outcome,) = annotate(project, [request])
    return outcome
