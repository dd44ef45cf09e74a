"""The stored values that screens and commands are given."""

from annotator.store.values import (
    Annotation,
    Change,
    Details,
    Event,
    Mark,
    QueueProgress,
    Selection,
    UnitFilter,
    UnitPlace,
)

__all__ = [
    "Annotation",
    "Change",
    "Details",
    "Event",
    "Mark",
    "QueueProgress",
    "Selection",
    "UnitFilter",
    "UnitPlace",
]
