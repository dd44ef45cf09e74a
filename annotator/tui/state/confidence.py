"""Steps of confidence, from key to key: low, middle and high, and back to none said. Pure."""

from annotator.codebook.answer import Confidence

_MORE: dict[Confidence | None, Confidence | None] = {
    None: "high",
    "low": "middle",
    "middle": "high",
    "high": None,
}
_LESS: dict[Confidence | None, Confidence | None] = {
    None: "low",
    "high": "middle",
    "middle": "low",
    "low": None,
}


def stepped(level: Confidence | None, step: int) -> Confidence | None:
    """Return the level above (1) or below (-1) another; beyond the ends none is said."""
    return (_MORE if step > 0 else _LESS)[level]
