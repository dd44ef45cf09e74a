"""Picks why a unit is left out: a reason on offer, or any other words."""

from collections.abc import Sequence

from annotator.tui.screens.dialogs.picker import Picker

_TAKE_BACK = ""


class SkipScreen(Picker[str]):
    """Returns the reason; no words at all take a skip back."""

    def __init__(self, title: str, hint: str, reasons: Sequence[str], *, take_back: str | None) -> None:
        super().__init__(title, hint)
        self._reasons, self._take_back = reasons, take_back

    def typed(self, words: str) -> None:
        """Offer to take the skip back, the words themselves, and the reasons that hold them."""
        options = [(_TAKE_BACK, self._take_back)] if self._take_back and not words else []
        holding = [reason for reason in self._reasons if words.casefold() in reason.casefold()]
        named = dict.fromkeys([*([words] if words else []), *holding])
        self.offer([*options, *((reason, reason) for reason in named)])
