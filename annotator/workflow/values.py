"""The stored values that screens and commands are given."""

from annotator.store.values import (
    Answered,
    Change,
    Details,
    Event,
    Marked,
    Selection,
    Tally,
    UnitFilter,
    UnitPlace,
)

__all__ = [
    "Answered",
    "Change",
    "Details",
    "Event",
    "Marked",
    "Selection",
    "Tally",
    "UnitFilter",
    "UnitPlace",
]
