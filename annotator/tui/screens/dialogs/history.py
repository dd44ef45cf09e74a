"""The annotator's events on one unit: when, what, and the values before and after; any of them can be restored."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import ClassVar

from textual.binding import BindingType

from annotator.codebook.model import Codebook, Language
from annotator.tui.dialog_keys import HISTORY_KEYS
from annotator.tui.messages import say
from annotator.tui.screens.dialogs.base import close_binding
from annotator.tui.screens.dialogs.listing import Listing
from annotator.workflow.values import Details, Event

_RESTORABLE = ("answer", "flag", "note", "skip")


class HistoryScreen(Listing):
    """Returns the row of the event to restore, in the order of time."""

    KEYS = HISTORY_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [close_binding("history")]

    def __init__(
        self,
        title: str,
        events: Sequence[Event],
        codebook: Codebook,
        language: Language,
        *,
        zone: tzinfo | None = None,
    ) -> None:
        super().__init__(title, say("history_hint", language), count=len(events), at=len(events) - 1)
        self._events, self._codebook, self._language, self._zone = events, codebook, language, zone
        self._undone = _undone_events(events)

    def row(self, number: int, width: int) -> str:
        """Return the time of an event, its kind, and the values before and after."""
        event, language = self._events[number], self._language
        at = event.at.astimezone(self._zone).strftime("%Y-%m-%d %H:%M:%S")
        kind = say(f"event_{event.kind}", language)
        if event.dimension is not None:
            kind = f"{kind}  {self._dimension_name(event.dimension)}"
        change = f"{self._value(event, event.before)} → {self._value(event, event.after)}"
        undone = f"  ({say('history_undone', language)})" if event.id in self._undone else ""
        return f"{at}  {kind}  {change}{undone}"

    def action_choose(self) -> None:
        """Choose the event, where it can be restored."""
        if self._events[self._at].kind in _RESTORABLE:
            super().action_choose()
        else:
            self.say(say("history_not_restorable", self._language))

    def _value(self, event: Event, details: Details | None) -> str:
        """Return one side of a change: the label's name with its target, or a mark's value."""
        if not details:
            return "-"
        label = details.get("label")
        if event.dimension is not None and isinstance(label, str):
            name = self._label_name(event.dimension, label)
            return f"{name} ({details['target']})" if details.get("target") else name
        values = (say("flagged", self._language) if value is True else value for value in details.values())
        return " ".join(str(value).replace("\n", " ") for value in values if value) or "-"

    def _dimension_name(self, dimension: str) -> str:
        """Return a dimension's name; its id where the codebook no longer has it."""
        found = (one for one in self._codebook.dimensions if one.id == dimension)
        return next((one.name.get(self._language) for one in found), dimension)

    def _label_name(self, dimension: str, label: str) -> str:
        """Return a label's name; its id where the codebook no longer has it."""
        labels = (one for each in self._codebook.dimensions if each.id == dimension for one in each.labels)
        return next((one.name.get(self._language) for one in labels if one.id == label), label)


def _undone_events(events: Sequence[Event]) -> set[str]:
    """Return the ids of the events that are undone and not redone since."""
    undone: set[str] = set()
    for event in events:
        if event.kind == "undo" and event.undoes:
            undone.add(event.undoes)
        elif event.kind == "redo" and event.undoes:
            undone.discard(event.undoes)
    return undone
