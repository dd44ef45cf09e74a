"""Picks the colours of the screen."""

from collections.abc import Sequence

from annotator.tui.screens.dialogs.picker import Picker


class ThemeScreen(Picker[str]):
    """Returns the name of the theme chosen; the one in force stands first."""

    def __init__(self, title: str, hint: str, names: Sequence[str], at: str) -> None:
        super().__init__(title, hint)
        self._names = [at, *(name for name in names if name != at)]

    def typed(self, words: str) -> None:
        """Offer the themes whose names hold the words typed."""
        self.offer([(name, name) for name in self._names if words.casefold() in name])
