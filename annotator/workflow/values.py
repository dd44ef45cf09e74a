"""The stored values that screens and commands are given."""

from annotator.store.values import (
    Annotation,
    Change,
    Details,
    Event,
    HistoryFilter,
    Mark,
    QueueProgress,
    UnitFilter,
    UnitRef,
)

__all__ = [
    "Annotation",
    "Change",
    "Details",
    "Event",
    "HistoryFilter",
    "Mark",
    "QueueProgress",
    "UnitFilter",
    "UnitRef",
]
