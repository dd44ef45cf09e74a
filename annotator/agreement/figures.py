"""The agreement figures of one dimension, each with its interval, or with the reason why it is undefined."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import isnan
from typing import Literal

import numpy as np

from annotator.agreement import coefficients
from annotator.agreement.coefficients import Metric, Sums, sums_by_document, unpacked
from annotator.agreement.intervals import RESAMPLES, figure_with_interval, interval, resampled
from annotator.agreement.ratings import Floats, Rating, RatingTable, Scale, rating_table

Undefined = Literal[
    "no_ratings",
    "one_annotator",
    "no_overlap",
    "one_label",
    "not_two_annotators",
    "unequal_numbers",
    "not_given",
]
Reading = Literal["reliable", "tentative", "low"]

FEW_ITEMS = 50
FEW_DOCUMENTS = 10
RELIABLE = 0.800
TENTATIVE = 0.667


@dataclass(frozen=True, slots=True)
class Figure:
    """One coefficient. Where `value` is None, `undefined` says why; `interval` may be None by itself."""

    value: float | None
    interval: tuple[float, float] | None = None
    undefined: Undefined | None = None

    @property
    def reading(self) -> Reading | None:
        """How far the figure can be relied on, by the lower bound of its interval."""
        if self.interval is None:
            return None
        low = self.interval[0]
        return "reliable" if low >= RELIABLE else "tentative" if low >= TENTATIVE else "low"


@dataclass(frozen=True, slots=True)
class PairFigures:
    """The items that two annotators rated; `confusion[i][j]` counts label i of the first with label j of the second."""

    first: str
    second: str
    items: int
    percent: Figure
    alpha: Figure
    kappa: Figure
    confusion: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class DimensionFigures:
    """How far annotators agree on one dimension.

    `alpha` is nominal, or on an ordinal scale ordinal over the ranks alone; then `judged` says how far they agree on
    whether there is a rank at all. `pairable` counts items with at least two ratings, `pairable_ratings` their ratings.
    """

    labels: tuple[str, ...]
    annotators: tuple[str, ...]
    items: int
    documents: int
    ratings: int
    pairable: int
    pairable_ratings: int
    distribution: Mapping[str, int]
    metric: Metric
    alpha: Figure
    judged: Figure | None
    percent: Figure
    ac1: Figure
    cohen: Figure
    fleiss: Figure
    per_label: Mapping[str, Figure]
    confusion: tuple[tuple[float, ...], ...]
    """Pairs of ratings of one item by their labels, each item weighted as in alpha; symmetric."""
    pairs: tuple[PairFigures, ...]
    resamples: int
    seed: int

    @property
    def few(self) -> bool:
        """Whether the figures rest on too few items or documents to be trusted."""
        return self.pairable < FEW_ITEMS or self.documents < FEW_DOCUMENTS


def dimension_figures(
    ratings: Iterable[Rating], scale: Scale, *, resamples: int = RESAMPLES, seed: int = 0
) -> DimensionFigures:
    """Return the figures of ratings on a scale. Raises ValueError as `rating_table` does."""
    table = rating_table(ratings, scale.labels)
    counts = table.counts
    sample = _Sample(table, resamples, seed)
    several = counts.sum(axis=1) >= 2
    metric: Metric = "ordinal" if scale.ordinal else "nominal"
    return DimensionFigures(
        labels=scale.labels,
        annotators=table.annotators,
        items=len(table.item_ids),
        documents=table.document_count,
        ratings=len(table.items),
        pairable=int(several.sum()),
        pairable_ratings=int(counts[several].sum()),
        distribution=dict(zip(scale.labels, counts.sum(axis=0).tolist(), strict=True)),
        metric=metric,
        alpha=_ranked_alpha(table, scale, resamples, seed) if scale.ordinal else sample.alpha("nominal"),
        judged=_judged_alpha(table, scale, resamples, seed) if scale.ordinal and scale.apart else None,
        percent=sample.figure(coefficients.percent, needs_labels=False),
        ac1=sample.figure(coefficients.gwet_ac1),
        cohen=_cohen(table, resamples, seed),
        fleiss=sample.figure(coefficients.fleiss_kappa)
        if _equal_numbers(counts)
        else Figure(None, undefined=sample.undefined or "unequal_numbers"),
        per_label=sample.per_label(),
        confusion=_rows(sample.sums.coincidences),
        pairs=tuple(
            _pair(table, first, second, scale)
            for first, second in combinations(range(len(table.annotators)), 2)
        ),
        resamples=resamples,
        seed=seed,
    )


class _Sample:
    """The sums of a table and of its resamples, and the figures that follow from them."""

    def __init__(self, table: RatingTable, resamples: int, seed: int) -> None:
        self._size = len(table.labels)
        self._labels = table.labels
        self._totals = sums_by_document(table)
        self.sums = unpacked(self._totals.sum(axis=0), self._size)
        self.undefined = _undefined(table, self.sums)
        self._resamples = (
            resampled(self._totals, resamples=resamples, seed=seed)
            if resamples and _documents_with_pairs(self._totals, self._size) >= 2
            else self._totals[:0]
        )

    def alpha(self, metric: Metric) -> Figure:
        return self.figure(lambda sums: coefficients.alpha(sums, metric))

    def figure(self, coefficient: Callable[[Sums], Floats], *, needs_labels: bool = True) -> Figure:
        """Return a coefficient with its interval; `needs_labels` where one label alone leaves it undefined."""
        if self.undefined and (needs_labels or self.undefined != "one_label"):
            return Figure(None, undefined=self.undefined)
        value, bounds = figure_with_interval(
            self._totals, self._resamples, lambda columns: coefficient(unpacked(columns, self._size))
        )
        return Figure(None, undefined="one_label") if isnan(value) else Figure(value, bounds)

    def per_label(self) -> dict[str, Figure]:
        """Return the agreement on each label that occurs in pairs of ratings."""
        given = self.sums.shares > 0
        values = coefficients.label_agreement(self.sums)
        drawn = coefficients.label_agreement(unpacked(self._resamples, self._size))
        return {
            label: Figure(None, undefined=self.undefined or ("no_overlap" if given[number] else "not_given"))
            if isnan(values[number])
            else Figure(float(values[number]), interval(drawn[:, number]))
            for number, label in enumerate(self._labels)
        }


def _documents_with_pairs(totals: Floats, size: int) -> int:
    """Return how many documents have an item with two ratings; one document alone shows no variation."""
    return int((unpacked(totals, size).pairable > 0).sum())


def _undefined(table: RatingTable, sums: Sums) -> Undefined | None:
    """Return why no chance-corrected figure is defined, or None."""
    if not len(table.items):
        return "no_ratings"
    if len(np.unique(table.raters)) < 2:
        return "one_annotator"
    if not sums.pairable:
        return "no_overlap"
    if int((sums.coincidences.sum(axis=-1) > 0).sum()) < 2:
        return "one_label"
    return None


def _ranked_alpha(table: RatingTable, scale: Scale, resamples: int, seed: int) -> Figure:
    """Return ordinal alpha with the labels apart from the ranks counted as missing."""
    ranked = table.recoded(scale.ranks, {label: label for label in scale.ranks})
    return _Sample(ranked, resamples, seed).alpha("ordinal")


def _judged_alpha(table: RatingTable, scale: Scale, resamples: int, seed: int) -> Figure:
    """Return nominal alpha of whether an item was given a rank at all."""
    codes = {label: "not_judged" if label in scale.apart else "judged" for label in scale.labels}
    return _Sample(table.recoded(("judged", "not_judged"), codes), resamples, seed).alpha("nominal")


def _cohen(table: RatingTable, resamples: int, seed: int) -> Figure:
    if len(table.annotators) != 2:
        return Figure(None, undefined="not_two_annotators" if len(table.items) else "no_ratings")
    matrices = coefficients.confusion_by_document(table, 0, 1)
    if not matrices.any():
        return Figure(None, undefined="no_overlap")
    size = len(table.labels)
    flat = matrices.reshape(len(matrices), size * size)
    value, bounds = figure_with_interval(
        flat,
        resampled(flat, resamples=resamples, seed=seed) if resamples else flat[:0],
        lambda columns: coefficients.cohen_kappa(columns.reshape(*columns.shape[:-1], size, size)),
    )
    return Figure(None, undefined="one_label") if isnan(value) else Figure(value, bounds)


def _pair(table: RatingTable, first: int, second: int, scale: Scale) -> PairFigures:
    """Return the figures of two annotators, without intervals: there are many pairs, each with little data."""
    both = table.by_annotators(first, second)
    confusion = coefficients.confusion_by_document(table, first, second).sum(axis=0)
    sample = _Sample(both, 0, 0)
    kappa = float(coefficients.cohen_kappa(confusion))
    return PairFigures(
        first=table.annotators[first],
        second=table.annotators[second],
        items=int(confusion.sum()),
        percent=sample.figure(coefficients.percent, needs_labels=False),
        alpha=_ranked_alpha(both, scale, 0, 0) if scale.ordinal else sample.alpha("nominal"),
        kappa=Figure(None, undefined=sample.undefined or "one_label") if isnan(kappa) else Figure(kappa),
        confusion=tuple(tuple(int(count) for count in row) for row in confusion),
    )


def _equal_numbers(counts: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> bool:
    numbers = counts.sum(axis=1)
    return len(numbers) > 0 and bool((numbers == numbers[0]).all())


def _rows(matrix: Floats) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(value) for value in row) for row in matrix)
