"""The stored values that screens and commands are given."""

from annotator.store.values import Answered, Event, Marked, Tally, UnitPlace

__all__ = ["Answered", "Event", "Marked", "Tally", "UnitPlace"]
