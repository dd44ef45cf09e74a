"""Checks one answer to one dimension against the codebook, before it is stored.

Every answer that `check_answer` returns is valid for its kind of unit and has its holder filled in. Screens, scripts
and imports all use it.
"""

from typing import Literal, cast, get_args

from annotator.codebook.model import Codebook, Dimension
from annotator.corpus.unit_ids import UnitKind

Confidence = Literal["low", "middle", "high"]
_CONFIDENCES: tuple[str, ...] = get_args(Confidence)
UNKNOWN_SPEAKER = "unknown"
"""The holder of a quotation whose speaker the text does not name."""


class AnswerError(ValueError):
    """An answer that the codebook does not allow; the message says why, and what is allowed."""


def check_answer(
    codebook: Codebook,
    kind: UnitKind,
    *,
    dimension: str,
    label: str,
    target: str | None = None,
    confidence: str | None = None,
    speaker: str | None = None,
) -> dict[str, str | None]:
    """Return an answer's holder, target, label and confidence, as an event records them.

    The holder is whose stance it is; None where the dimension takes no target. `speaker` is a quotation's own.

    Raises:
        AnswerError: where the codebook does not allow the answer for this kind of unit.
    """
    applicable = _applicable_dimension(codebook, kind, dimension)
    _check_label(applicable, label)
    return {
        "holder": _holder(applicable, kind, speaker),
        "target": _checked_target(applicable, target),
        "label": label,
        "confidence": _checked_confidence(confidence),
    }


def _applicable_dimension(codebook: Codebook, kind: UnitKind, dimension_id: str) -> Dimension:
    """Return the dimension; refuse an unknown one, or one that does not apply to this kind of unit."""
    known = {dimension.id: dimension for dimension in codebook.dimensions}
    if dimension_id not in known:
        ids = ", ".join(known)
        raise AnswerError(f"unknown dimension {dimension_id!r}; codebook {codebook.name} has {ids}")
    dimension = known[dimension_id]
    if kind not in dimension.units:
        reason = f": {dimension.not_asked.en}" if dimension.not_asked else ""
        raise AnswerError(f"{dimension.id} is not asked of a {kind}{reason}")
    return dimension


def _check_label(dimension: Dimension, label: str) -> None:
    """Refuse a label that the dimension does not have."""
    known = [one.id for one in dimension.labels]
    if label not in known:
        raise AnswerError(f"unknown label {label!r}; {dimension.id} has {', '.join(known)}")


def _holder(dimension: Dimension, kind: UnitKind, speaker: str | None) -> str | None:
    """Return whose stance it is."""
    holder = dimension.holder.of(kind) if dimension.targeted and dimension.holder else None
    if holder != "speaker":
        return holder
    return (speaker or "").strip() or UNKNOWN_SPEAKER


def _checked_target(dimension: Dimension, target: str | None) -> str | None:
    """Return the target without outer spaces; None where the dimension takes none."""
    if not dimension.targeted:
        if target is not None:
            raise AnswerError(f"{dimension.id} takes no target, but {target!r} was given")
        return None
    target = (target or "").strip()
    if not target:
        raise AnswerError(f"{dimension.id} needs a target: say towards what")
    return target


def _checked_confidence(confidence: str | None) -> Confidence | None:
    """Return the confidence; refuse an unknown one."""
    if confidence is None or confidence in _CONFIDENCES:
        return cast("Confidence | None", confidence)
    raise AnswerError(f"unknown confidence {confidence!r}; it is {', '.join(_CONFIDENCES)} or none")
