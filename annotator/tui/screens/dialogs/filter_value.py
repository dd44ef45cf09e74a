"""Picks the value of one criterion of a filter: one on offer, or words that are typed."""

from collections.abc import Sequence

from annotator.corpus.fold import fold_kana, fold_text
from annotator.tui.screens.dialogs.picker import Picker

ANY = ""
_OFFERED = 200


class ValueScreen(Picker[str]):
    """Returns the value chosen, `ANY` for none, or None where the choice stays as it was.

    `offered` are values with their words. With `free` any words that are typed can be taken too.
    """

    def __init__(
        self, title: str, offered: Sequence[tuple[str, str]], hint: str, *, anything: str, free: bool
    ) -> None:
        super().__init__(title, hint)
        self._offered = [(value, words, fold_kana(fold_text(words))) for value, words in offered]
        self._anything, self._free = anything, free

    def typed(self, words: str) -> None:
        """Offer what holds the words typed: first what is the same, then what begins with them."""
        # Tags and handles are written with a sign where they stand.
        needle = fold_kana(fold_text(words)).lstrip("#@")
        held = [
            ((folded != needle, not folded.startswith(needle)), value, shown)
            for value, shown, folded in self._offered
            if needle in folded
        ]
        held.sort(key=lambda one: one[0])
        options = [(value, shown) for _, value, shown in held[:_OFFERED]]
        if words and self._free and words not in dict(options):
            options.append((words, words))
        self.offer(options if words else [(ANY, self._anything), *options])
