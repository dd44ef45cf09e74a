"""Picks what a stance is towards: one on offer, or any other words; a target that has an answer can be taken away."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from annotator.corpus.fold import fold_text
from annotator.tui.screens.dialogs.picker import Picker

# How like the words typed an offer must be, of 100.
_NEAR = 60


class TargetChoice(NamedTuple):
    """A target to take, or one to take away."""

    target: str
    away: bool = False


class TargetScreen(Picker[TargetChoice]):
    """Offers targets, the likest to the words typed first; below them, those of the unit to take away."""

    def __init__(
        self, title: str, offered: Sequence[str], hint: str, *, given: Mapping[str, str], away: str
    ) -> None:
        """Take the offers, the labels given by target, and the words for taking a target away."""
        super().__init__(title, hint)
        self._offered = list(dict.fromkeys([*given, *offered]))
        self._given, self._away = given, away

    def typed(self, words: str) -> None:
        """Rank the offers: those that hold the words, the words themselves, those that are like them."""
        wanted = fold_text(words)
        ranked = sorted(
            (-fuzz.partial_ratio(wanted, fold_text(target)), order, target)
            for order, target in enumerate(self._offered)
        )
        near = [target for score, _, target in ranked if not wanted or score <= -_NEAR]
        holding = [target for target in near if wanted in fold_text(target)]
        shown = dict.fromkeys([*holding, *([words] if words else []), *near])
        self.offer(
            [
                *((TargetChoice(target), self._shown(target)) for target in shown),
                *(
                    (TargetChoice(target, away=True), f"{self._away}: {self._shown(target)}")
                    for target in near
                    if target in self._given
                ),
            ]
        )

    def _shown(self, target: str) -> str:
        """Return a target, with the label that it was given."""
        return f"{target} = {self._given[target]}" if target in self._given else target
