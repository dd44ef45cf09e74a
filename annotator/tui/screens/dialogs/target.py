"""Picks the target of a stance: one on offer, or any other text; a target that has an answer can be removed."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from annotator.corpus.fold import fold_text
from annotator.tui.screens.dialogs.picker import Picker

# The least similarity of an offer to the text typed, of 100.
_SIMILAR = 60


class TargetChoice(NamedTuple):
    """A target to choose, or one to remove with its answer."""

    target: str
    remove: bool = False


class TargetScreen(Picker[TargetChoice]):
    """Offers targets, the most similar to the text first; below them, those of the unit to remove."""

    def __init__(
        self, title: str, offered: Sequence[str], hint: str, *, labels: Mapping[str, str], remove: str
    ) -> None:
        """Take the offers, the labels of the unit's answers by target, and the text for removing a target."""
        super().__init__(title, hint)
        self._offered = list(dict.fromkeys([*labels, *offered]))
        self._labels, self._remove = labels, remove

    def typed(self, text: str) -> None:
        """Rank the offers: those that contain the text, the text itself, those that are similar."""
        needle = fold_text(text)
        ranked = sorted(
            (-fuzz.partial_ratio(needle, fold_text(target)), order, target)
            for order, target in enumerate(self._offered)
        )
        similar = [target for score, _, target in ranked if not needle or score <= -_SIMILAR]
        containing = [target for target in similar if needle in fold_text(target)]
        to_choose = dict.fromkeys([*containing, *([text] if text else []), *similar])
        to_remove = [target for target in similar if target in self._labels]
        self.offer(
            [
                *((TargetChoice(target), self._shown(target)) for target in to_choose),
                *(
                    (TargetChoice(target, remove=True), f"{self._remove}: {self._shown(target)}")
                    for target in to_remove
                ),
            ]
        )

    def _shown(self, target: str) -> str:
        """Return a target, with the label of its answer."""
        return f"{target} = {self._labels[target]}" if target in self._labels else target
