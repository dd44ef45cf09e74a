"""Picks what a stance is towards: one on offer, or any other words."""

from collections.abc import Sequence

from rapidfuzz import fuzz

from annotator.tui.screens.picker import Picker

# How like the words typed an offer must be, of 100.
_NEAR = 60


class TargetScreen(Picker):
    """Offers targets, the likest to the words typed first."""

    def __init__(self, title: str, offered: Sequence[str], hint: str) -> None:
        super().__init__(title, hint)
        self._offered = list(offered)

    def typed(self, words: str) -> None:
        """Rank the offers: those that hold the words, the words themselves, those that are like them."""
        folded = words.casefold()
        ranked = sorted(
            (-fuzz.partial_ratio(folded, target.casefold()), order, target)
            for order, target in enumerate(self._offered)
        )
        near = [target for score, _, target in ranked if not folded or score <= -_NEAR]
        holding = [target for target in near if folded in target.casefold()]
        self.offer(
            [(target, target) for target in dict.fromkeys([*holding, *([words] if words else []), *near])]
        )
