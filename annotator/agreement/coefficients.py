"""Agreement coefficients, each a function of sums over items.

Because all of them are, a bootstrap adds the sums of the documents that it draws instead of counting ratings again.
Every function takes `Sums` with any leading shape and returns values of that shape: nan where the figure is undefined.

Sources: Krippendorff, Content Analysis (2004), chapter 11 (alpha); Gwet, Handbook of Inter-Rater Reliability (2014),
chapters 2 and 3 (AC1, percent agreement with missing ratings); Cohen (1960); Fleiss (1971); Cicchetti and Feinstein
(1990) (agreement per label).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from annotator.agreement.ratings import Floats, RatingTable

Metric = Literal["nominal", "ordinal", "interval", "ratio"]

# Items that are summed at once: bounds the memory.
_BLOCK = 10_000


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over items, with L labels. Items with one rating count in `shares`, `rated` and nowhere else."""

    coincidences: Floats
    """(..., L, L): ordered pairs of ratings of one item, each weighted by 1 / (ratings of the item - 1)."""
    matches: Floats
    """(...): the share of pairs of ratings that match, of each item with at least two."""
    pairable: Floats
    """(...): items with at least two ratings."""
    shares: Floats
    """(..., L): the share of an item's ratings that each label has."""
    rated: Floats
    """(...): items with at least one rating."""
    same: Floats
    """(..., L): ordered pairs of ratings that both give the label."""
    opportunities: Floats
    """(..., L): ordered pairs of ratings of which the first gives the label."""


def sums_by_document(table: RatingTable) -> Floats:
    """Return the sums of each document as the columns of one matrix: documents by columns, see `unpacked`."""
    counts = table.counts.astype(np.float64)
    totals = np.zeros((table.document_count, sum(_widths(counts.shape[1]))))
    for start in range(0, len(counts), _BLOCK):
        block = slice(start, start + _BLOCK)
        np.add.at(totals, table.documents[block], _columns(counts[block]))
    return totals


def _columns(counts: Floats) -> Floats:
    """Return what each item, given as its ratings per label, adds to the sums."""
    size = counts.shape[1]
    ratings = counts.sum(axis=1, keepdims=True)
    several = ratings >= 2
    weights = np.divide(1.0, ratings - 1, out=np.zeros_like(ratings), where=several)
    pairs = counts[:, :, None] * counts[:, None, :]
    pairs[:, np.arange(size), np.arange(size)] -= counts
    same = counts * (counts - 1)
    possible = ratings * (ratings - 1)
    return np.concatenate(
        [
            (pairs * weights[:, :, None]).reshape(len(counts), size * size),
            np.divide(same.sum(axis=1, keepdims=True), possible, out=np.zeros_like(ratings), where=several),
            several,
            np.divide(counts, ratings, out=np.zeros_like(counts), where=ratings > 0),
            ratings > 0,
            same,
            counts * np.maximum(ratings - 1, 0),
        ],
        axis=1,
    )


def _widths(size: int) -> tuple[int, ...]:
    """Return how many columns each of the sums takes, in their order."""
    return size * size, 1, 1, size, 1, size, size


def unpacked(columns: Floats, size: int) -> Sums:
    """Return columns (..., columns) as the sums that they are, for a number of labels."""
    parts = np.split(columns, np.cumsum(_widths(size))[:-1], axis=-1)
    return Sums(
        coincidences=parts[0].reshape(*columns.shape[:-1], size, size),
        matches=parts[1][..., 0],
        pairable=parts[2][..., 0],
        shares=parts[3],
        rated=parts[4][..., 0],
        same=parts[5],
        opportunities=parts[6],
    )


def alpha(sums: Sums, metric: Metric) -> Floats:
    """Return Krippendorff's alpha; undefined where fewer than two labels occur in pairs of ratings."""
    totals = sums.coincidences.sum(axis=-1)
    distances = _distances(totals, metric)
    observed = (sums.coincidences * distances).sum(axis=(-2, -1))
    expected = (totals[..., :, None] * totals[..., None, :] * distances).sum(axis=(-2, -1))
    return 1 - _divided((totals.sum(axis=-1) - 1) * observed, expected)


def percent(sums: Sums) -> Floats:
    """Return the share of pairs of ratings that match, averaged over the items that have pairs."""
    return _divided(sums.matches, sums.pairable)


def gwet_ac1(sums: Sums) -> Floats:
    """Return Gwet's AC1; every label of the scale counts as a category. Undefined where only one label is used."""
    size = sums.shares.shape[-1]
    prevalence = _divided(sums.shares, sums.rated[..., None])
    chance = (prevalence * (1 - prevalence)).sum(axis=-1) / max(size - 1, 1)
    used = (sums.shares > 0).sum(axis=-1)
    return np.where(used > 1, _divided(percent(sums) - chance, 1 - chance), np.nan)


def fleiss_kappa(sums: Sums) -> Floats:
    """Return Fleiss' kappa, which holds only where every item has the same number of ratings."""
    prevalence = _divided(sums.shares, sums.rated[..., None])
    chance = (prevalence**2).sum(axis=-1)
    return _divided(percent(sums) - chance, 1 - chance)


def cohen_kappa(confusion: Floats) -> Floats:
    """Return Cohen's kappa of a confusion matrix (..., L, L): items by the labels of two annotators."""
    total = confusion.sum(axis=(-2, -1))
    observed = _divided(np.trace(confusion, axis1=-2, axis2=-1), total)
    chance = _divided((confusion.sum(axis=-1) * confusion.sum(axis=-2)).sum(axis=-1), total**2)
    return _divided(observed - chance, 1 - chance)


def label_agreement(sums: Sums) -> Floats:
    """Return for each label (..., L) how often a second rating gives it too, where a first one does."""
    return _divided(sums.same, sums.opportunities)


def confusion_by_document(table: RatingTable, first: int, second: int) -> Floats:
    """Return (documents, L, L): items by the label of one annotator and that of another, given by position."""
    size = len(table.labels)
    labels = np.full((2, len(table.item_ids)), -1)
    for row, rater in enumerate((first, second)):
        chosen = table.raters == rater
        labels[row, table.items[chosen]] = table.values[chosen]
    both = (labels >= 0).all(axis=0)
    confusion = np.zeros((table.document_count, size, size))
    np.add.at(confusion, (table.documents[both], labels[0, both], labels[1, both]), 1.0)
    return confusion


def _distances(totals: Floats, metric: Metric) -> Floats:
    """Return the squared differences between labels (..., L, L); the ordinal ones depend on the totals (..., L)."""
    size = totals.shape[-1]
    rank = np.arange(1, size + 1, dtype=np.float64)
    match metric:
        case "nominal":
            return np.asarray(1 - np.eye(size))
        case "interval":
            return np.asarray((rank[:, None] - rank[None, :]) ** 2)
        case "ratio":
            return np.asarray(((rank[:, None] - rank[None, :]) / (rank[:, None] + rank[None, :])) ** 2)
        case "ordinal":
            # The ratings between two ranks, each end counted by half.
            middle = np.cumsum(totals, axis=-1) - totals / 2
            return np.asarray((middle[..., :, None] - middle[..., None, :]) ** 2)


def _divided(value: Floats, by: Floats) -> Floats:
    """Return a quotient; nan where the divisor is zero, which in these sums differs from zero by rounding alone."""
    value, by = np.broadcast_arrays(value, by)
    quotient: Floats = np.divide(value, by, out=np.full(value.shape, np.nan), where=np.abs(by) > 1e-12)
    return quotient
