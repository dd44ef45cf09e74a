"""One answer to one dimension, checked against the codebook before anything is stored.

The invariant: an `Answer` made by `check_answer` is one that the codebook allows for that kind of unit, with
its holder filled in; screens, scripts and imports all come through here.
"""

from dataclasses import dataclass
from typing import Literal, cast, get_args

from annotator.codebook.fields import UnitKind
from annotator.codebook.model import Codebook, Dimension

Confidence = Literal["low", "middle", "high"]
_CONFIDENCES: tuple[str, ...] = get_args(Confidence)
UNKNOWN_SPEAKER = "unknown"
"""The holder of a quotation whose speaker the text does not name."""


@dataclass(frozen=True)
class Answer:
    """What one annotator says on one dimension of one unit."""

    dimension: str
    label: str
    holder: str | None = None
    """Whose stance it is; None where the dimension takes no target."""
    target: str | None = None
    confidence: Confidence | None = None


class AnswerError(ValueError):
    """An answer that the codebook does not allow; the message says why and what is allowed."""


def check_answer(
    codebook: Codebook,
    kind: UnitKind,
    *,
    dimension: str,
    label: str,
    target: str | None = None,
    confidence: str | None = None,
    speaker: str | None = None,
) -> Answer:
    """Return the answer with its holder, for a unit of this kind; `speaker` is a quotation's own.

    Raises:
        AnswerError: where the codebook does not allow it.
    """
    asked = _asked_dimension(codebook, kind, dimension)
    _check_label(asked, label)
    return Answer(
        dimension=asked.id,
        label=label,
        holder=_holder(asked, kind, speaker),
        target=_checked_target(asked, target),
        confidence=_checked_confidence(confidence),
    )


def _asked_dimension(codebook: Codebook, kind: UnitKind, dimension_id: str) -> Dimension:
    """Return the dimension, where there is one and it is asked of this kind of unit."""
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
    """Return whose stance the answer is about, by the codebook."""
    holder = dimension.holder.of(kind) if dimension.targeted and dimension.holder else None
    if holder != "speaker":
        return holder
    return (speaker or "").strip() or UNKNOWN_SPEAKER


def _checked_target(dimension: Dimension, target: str | None) -> str | None:
    """Return the target without outer spaces, where the dimension takes one."""
    if not dimension.targeted:
        if target is not None:
            raise AnswerError(f"{dimension.id} takes no target, but {target!r} was given")
        return None
    words = (target or "").strip()
    if not words:
        raise AnswerError(f"{dimension.id} needs a target: say towards what")
    return words


def _checked_confidence(confidence: str | None) -> Confidence | None:
    """Return the confidence, where it is a known one or none."""
    if confidence is None or confidence in _CONFIDENCES:
        return cast("Confidence | None", confidence)
    raise AnswerError(f"unknown confidence {confidence!r}; it is {', '.join(_CONFIDENCES)} or none")
