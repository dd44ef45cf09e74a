"""Which answers one key gives at once: a label for all selected lines, or the labels of another unit. Pure."""

from collections.abc import Sequence

from annotator.codebook.model import Dimension, UnitKind
from annotator.corpus.model import Commentary
from annotator.tui.state.session import Session
from annotator.tui.state.unit_positions import Labelled
from annotator.workflow.labelling.actions import Wanted
from annotator.workflow.values import Annotation


def label_for_all(session: Session, dimension: Dimension, label: str) -> list[Wanted]:
    """Return one label for every selected line, each towards its own target."""
    return [
        Wanted(line.id, dimension.id, label, target, session.confidence)
        for line in session.selected
        if (target := _target(session, line, dimension)) or not dimension.targeted
    ]


def repeated(session: Session, last: Sequence[Annotation]) -> list[Wanted]:
    """Return the labels of other answers for the unit, or for all selected lines, as far as they are asked there.

    A stance is towards the line's own target, else towards that of the answer which is repeated.
    """
    units: Sequence[Labelled] = session.selected or [session.unit]
    kind: UnitKind = "commentary" if session.selected else session.kind
    latest = {answer.dimension: answer for answer in sorted(last, key=lambda one: (one.at, one.event))}
    return [
        Wanted(
            unit.id,
            dimension.id,
            latest[dimension.id].label,
            (_own_target(session, unit) or latest[dimension.id].target) if dimension.targeted else None,
            session.confidence,
        )
        for unit in units
        for dimension in session.codebook.asked_of(kind)
        if dimension.id in latest and _has_label(dimension, latest[dimension.id].label)
    ]


def changing(session: Session, wanted: Sequence[Wanted]) -> int:
    """Return how many units have another answer in the place of one of these."""
    return len({one.unit for one in wanted if _has_another(session, one)})


def _has_label(dimension: Dimension, label: str) -> bool:
    """Tell whether a label can still be given: another version of the codebook may have had it."""
    return any(one.id == label for one in dimension.labels)


def _own_target(session: Session, unit: Labelled) -> str | None:
    return session.target if unit.id == session.unit.id else session.target_of(unit)


def _target(session: Session, line: Commentary, dimension: Dimension) -> str | None:
    return session.target_of(line) if dimension.targeted else None


def _has_another(session: Session, wanted: Wanted) -> bool:
    given = [
        answer
        for answer in session.view.answers.get(wanted.unit, ())
        if answer.dimension == wanted.dimension and answer.target in (None, wanted.target)
    ]
    return any((answer.label, answer.confidence) != (wanted.label, wanted.confidence) for answer in given)
