"""The ratings of one dimension as a table: who gave which label to which item.

An item is whatever two annotators can agree on: a unit, or a unit with a holder and a target. Every annotator rates
an item at most once. Labels keep the order of the scale, so that their positions are their ranks.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Rating(NamedTuple):
    """One annotator's label for one item. Items of one document are resampled together."""

    item: str
    document: str
    annotator: str
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The labels that a dimension allows; on an ordinal scale in rank order, apart from those that are no ranks."""

    labels: tuple[str, ...]
    ordinal: bool = False
    apart: frozenset[str] = frozenset()

    @property
    def ranks(self) -> tuple[str, ...]:
        """The labels that are ranks."""
        return tuple(label for label in self.labels if label not in self.apart)


@dataclass(frozen=True, slots=True)
class RatingTable:
    """Ratings as positions. `items`, `raters` and `values` have one entry per rating, `documents` one per item."""

    labels: tuple[str, ...]
    annotators: tuple[str, ...]
    item_ids: tuple[str, ...]
    documents: Integers
    document_count: int
    items: Integers
    raters: Integers
    values: Integers

    @property
    def counts(self) -> Integers:
        """How many annotators gave each label to each item: items by labels."""
        width = len(self.labels)
        flat = np.bincount(self.items * width + self.values, minlength=len(self.item_ids) * width)
        return flat.reshape(len(self.item_ids), width).astype(np.int64)

    def by_annotators(self, first: int, second: int) -> "RatingTable":
        """Return the ratings of two annotators, by their positions."""
        return self._where((self.raters == first) | (self.raters == second))

    def recoded(self, labels: tuple[str, ...], codes: Mapping[str, str]) -> "RatingTable":
        """Return the table with other labels; ratings whose label has no code are left out as missing."""
        position = {label: number for number, label in enumerate(labels)}
        new = np.array([position[codes[label]] if label in codes else -1 for label in self.labels])
        table = self._where(new[self.values] >= 0)
        return replace(table, labels=labels, values=new[table.values])

    def _where(self, chosen: NDArray[np.bool_]) -> "RatingTable":
        return replace(self, items=self.items[chosen], raters=self.raters[chosen], values=self.values[chosen])


def rating_table(ratings: Iterable[Rating], labels: Sequence[str]) -> RatingTable:
    """Return ratings as a table with annotators in name order, and items and documents in the order that they come in.

    Raises ValueError for a label that is not among `labels`, and for a second rating of an item by one annotator.
    """
    label_positions = {label: position for position, label in enumerate(labels)}
    item_positions: dict[str, int] = {}
    document_positions: dict[str, int] = {}
    document_of_item: list[int] = []
    rows: dict[tuple[int, str], int] = {}
    for rating in ratings:
        item = item_positions.setdefault(rating.item, len(item_positions))
        if item == len(document_of_item):
            document_of_item.append(document_positions.setdefault(rating.document, len(document_positions)))
        if rating.label not in label_positions:
            raise ValueError(f"the label {rating.label!r} is not on the scale ({', '.join(labels)})")
        if (item, rating.annotator) in rows:
            raise ValueError(f"{rating.annotator!r} rates the item {rating.item!r} twice")
        rows[item, rating.annotator] = label_positions[rating.label]
    annotators = sorted({annotator for _, annotator in rows})
    rater_positions = {name: position for position, name in enumerate(annotators)}
    return RatingTable(
        labels=tuple(labels),
        annotators=tuple(annotators),
        item_ids=tuple(item_positions),
        documents=_integers(document_of_item),
        document_count=len(document_positions),
        items=_integers([item for item, _ in rows]),
        raters=_integers([rater_positions[annotator] for _, annotator in rows]),
        values=_integers(rows.values()),
    )


def _integers(values: Iterable[Any]) -> Integers:
    return np.fromiter(values, dtype=np.int64)
